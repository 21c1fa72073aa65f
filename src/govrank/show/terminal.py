"""Blocks as a terminal shows them, in the colours that Rich gives."""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING

from govrank.show.layout import set_block
from govrank.show.screen import Screen
from govrank.show.view import Block, Line, Role, Span

if TYPE_CHECKING:
    from rich.style import Style

# Of the palette of 256: legible on black and on white, and told apart by the colour-blind.
# No colour stands alone: a digit, a sign or bold says the same.
STYLES: dict[Role, str] = {
    "body": "none",
    "strong": "bold",
    "answer": "bold color(166)",
    "measure": "color(32)",
    "aside": "color(243)",
}
# OSC 8. Rich would put a number drawn by lot into it, so that no two answers were equal.
LINK = "\x1b]8;;{address}\x1b\\{text}\x1b]8;;\x1b\\"


def lines(blocks: Iterable[Block], screen: Screen, header: bool) -> Iterator[str]:
    """The lines of some blocks, with a blank line between two of them."""
    first = True
    for block in blocks:
        if not first:
            yield ""
        first = False
        for line in set_block(block, screen, header):
            yield _written(line, screen)


def _written(line: Line, screen: Screen) -> str:
    if not screen.styled:
        return "".join([span.text for span in line])
    parts = []
    for span in line:
        parts.append(_painted(span, screen))
    return "".join(parts)


def _painted(span: Span, screen: Screen) -> str:
    from rich.color import ColorSystem

    style = _style(span.role, screen.colours)
    text = style.render(span.text, color_system=ColorSystem.EIGHT_BIT)
    if span.link is None or not screen.links:
        return text
    return LINK.format(address=span.link, text=text)


@cache
def _style(role: Role, colours: bool) -> "Style":
    from rich.style import Style

    style = Style.parse(STYLES[role])
    return style if colours else style.without_color
