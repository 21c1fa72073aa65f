"""The language of what people read: Chinese or English. Machine formats know neither."""

import os
import sys
from pathlib import Path

CATALOGUES = Path(__file__).with_name("locale")


def _language() -> str:
    """GOVRANK_LANG, else the locale: zh for any Chinese one, en for every other."""
    names = ("GOVRANK_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
    name = next((value for name in names if (value := os.environ.get(name))), "")
    if not name and sys.platform == "win32":
        import locale

        name = locale.getlocale()[0] or ""
    return "zh" if name.lower().startswith(("zh", "chinese")) else "en"


LANGUAGE = _language()


def _(message: str) -> str:
    """A message in the reader's language."""
    return _catalogue.gettext(message) if _catalogue else message


_catalogue = None
if LANGUAGE == "zh":
    try:
        # gettext.find() would import locale and look into a dozen places for one file.
        with (CATALOGUES / "zh" / "LC_MESSAGES" / "govrank.mo").open("rb") as _file:
            from gettext import GNUTranslations

            _catalogue = GNUTranslations(_file)
    except FileNotFoundError:  # a source tree that was never built
        pass
