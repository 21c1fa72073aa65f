"""What depends on the terminal, in one object that a test can build by value."""

import os
import unicodedata
from collections.abc import Mapping
from typing import Any, NamedTuple

# The width of a terminal that does not tell its own.
USUAL_WIDTH = 80
# A window that is narrower than that is shown less.
NARROW = 60
# Terminals of 256 colours: a part of TERM that says so.
RICH_TERMS = ("256color", "direct", "kitty", "ghostty", "alacritty", "foot", "wezterm")
# In place of what a terminal would obey, or hide.
REPLACEMENT = "\ufffd"


class Glyphs(NamedTuple):
    """The signs of which tables draw. None is wider than one cell in any terminal."""

    rule: str  # below headings, and the empty part of a gauge
    full: str  # the filled part of a gauge
    tick: str  # where one tier ends and the next begins
    one: str  # one entity in a bar
    position: str  # a rank on its scale
    up: str
    down: str
    here: str  # the row meant, and a hint


UNICODE = Glyphs("╌", "╍", "╎", "▐", "◉", "▴", "▾", "▸")
ASCII = Glyphs("-", "=", "|", "#", "o", "+", "-", ">")


class Screen(NamedTuple):
    """What a stream shows.

    Attributes:
        width: in cells. None where nothing limits it, as in a pipe or a file.
        terminal: whether a person watches.
        styled: whether bold may be used.
        colours: whether 256 colours may be used. With fewer, none are.
        glyphs: the signs that its encoding has.
        document: whether it is a page that is handed on, and not asked further.
        given: the options that a further command needs too, as they are typed.
    """

    width: int | None
    terminal: bool
    styled: bool
    colours: bool
    glyphs: Glyphs
    document: bool = False
    given: str = ""

    @property
    def narrow(self) -> bool:
        """Whether only what is asked for most has room."""
        return self.width is not None and self.width < NARROW

    @property
    def links(self) -> bool:
        """Whether a text may carry an address (OSC 8)."""
        return self.terminal and self.colours

    @classmethod
    def of(cls, stdout: Any, environ: Mapping[str, str], platform: str) -> "Screen":
        """The screen behind a stream.

        Args:
            stdout: a text stream.
            environ: as os.environ.
            platform: as sys.platform.
        """
        terminal = bool(stdout.isatty())
        # The old console of Windows obeys no escape codes and has no font for the signs.
        old_console = platform == "win32" and not (
            environ.get("WT_SESSION") or environ.get("TERM_PROGRAM")
        )
        forced = environ.get("FORCE_COLOR", "") not in ("", "0", "false")
        styled = _obeys_codes(environ) and ((terminal and not old_console) or forced)
        if environ.get("FORCE_COLOR") in ("0", "false"):
            styled = False
        modern = platform == "win32" and not old_console
        colours = styled and not environ.get("NO_COLOR")
        return cls(
            width=_width(stdout, environ, old_console) if terminal else None,
            terminal=terminal,
            styled=styled,
            colours=colours and (forced or modern or _has_256_colours(environ)),
            glyphs=ASCII if old_console else _glyphs(stdout.encoding, environ),
        )


DOCUMENT = Screen(
    width=None, terminal=False, styled=False, colours=False, glyphs=UNICODE, document=True
)


def _obeys_codes(environ: Mapping[str, str]) -> bool:
    return environ.get("TERM", "").lower() not in ("dumb", "unknown")


def _has_256_colours(environ: Mapping[str, str]) -> bool:
    if environ.get("COLORTERM", "").lower() in ("truecolor", "24bit"):
        return True
    parts = environ.get("TERM", "").lower().split("-")
    return any(part in RICH_TERMS for part in parts)


def _width(stdout: Any, environ: Mapping[str, str], old_console: bool) -> int:
    columns = environ.get("COLUMNS", "")
    if columns.isdecimal() and int(columns) > 0:
        return int(columns)
    try:
        width = os.get_terminal_size(stdout.fileno()).columns
    except (OSError, ValueError):
        width = 0
    if old_console and width > 1:
        return width - 1  # it begins a new line when the last cell of one is filled
    return width or USUAL_WIDTH


def _glyphs(encoding: str | None, environ: Mapping[str, str]) -> Glyphs:
    """ASCII if the reader wants that, or the encoding lacks a sign."""
    if environ.get("GOVRANK_ASCII", "") not in ("", "0"):
        return ASCII
    try:
        "".join(UNICODE).encode(encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return ASCII
    return UNICODE


def inert(text: str) -> str:
    """Show what a terminal obeys, or hides, as the replacement character."""
    if text.isprintable():
        return text
    shown = []
    for character in text:
        visible = character.isprintable() or unicodedata.category(character) == "Zs"
        shown.append(character if visible else REPLACEMENT)
    return "".join(shown)
