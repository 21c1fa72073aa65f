"""The language of what people read: Chinese or English. Machine formats know neither."""

import os
import sys
from pathlib import Path

CATALOGUE = "locale/zh/LC_MESSAGES/govrank.mo"


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


def _read(name: str) -> bytes | None:
    """A file of this package, which may lie in a folder or in a zip."""
    file = Path(__file__).parent / name
    try:
        return file.read_bytes()
    except OSError:
        from pkgutil import get_data

        try:
            return get_data("govrank", name)
        except OSError:  # a source tree that was never built
            return None


_catalogue = None
if LANGUAGE == "zh" and (_content := _read(CATALOGUE)):
    from gettext import GNUTranslations
    from io import BytesIO

    # gettext.find() would import locale and look into a dozen places for one file.
    _catalogue = GNUTranslations(BytesIO(_content))
