"""The language of what people read: Chinese or English. Machine formats know neither."""

import os
import re
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


def of_framework(text: str) -> str:
    """Help or an error of Typer's, which speaks English only, in the reader's language."""
    if _catalogue is None:
        return text
    for pattern, words in (
        (r"^Usage: ", _("Usage: ")),
        (r"^Options:", _("Options:")),
        (r"^Arguments:", _("Arguments:")),
        (r"^Commands:", _("Commands:")),
        (r"\[required\]", _("[required]")),
        (r"\[default: ([^]]*)\]", _(r"[default: \1]")),
        (r"\[env var: ([^]]*)\]", _(r"[env var: \1]")),
        (r" \(env var: '(.*?)'\)", _(r" (env var \1)")),
        (r"Show this message and exit\.", _("Show this message and exit.")),
        (
            r"Install completion for the current shell\.",
            _("Install completion for the current shell."),
        ),
        (
            r"Show completion for the current shell, to copy it or customize the installation\.",
            _("Show completion for the current shell."),
        ),
        (r"^No such option: (.*)", _(r"no such option: \1")),
        (r"^No such command ('.*?')\.", _(r"no such command: \1")),
        (r" Did you mean (.*)\?", _(r"; did you mean \1?")),
        (r"^Missing argument (.*)\.$", _(r"\1 is missing")),
        (r"^Option (.*) requires an argument\.", _(r"\1 needs a value")),
        (r"^Option (.*) does not take a value\.", _(r"\1 takes no value")),
        (r"^Got unexpected extra argument\S* \((.*)\)$", _(r"too many words: \1")),
        (r" \(Possible options: (.*)\)", _(r"; did you mean \1?")),
        (r"^Invalid value for (.*?): (.*)$", _(r"\1 cannot be \2")),
        (r"(.*) is not one of (.*)\.$", _(r"\1; it is one of \2")),
        (r"(.*) is not in the range x>=(.*)\.$", _(r"\1; it is \2 or more")),
        (r"(.*) is not a valid int\S*( range)?\.$", _(r"\1; it is a whole number")),
    ):
        # Help is wrapped to the terminal.
        text = re.sub(pattern.replace(" ", r"\s+"), words, text, flags=re.MULTILINE)
    return text
