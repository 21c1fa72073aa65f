"""What a reader found: boxes of text, with how sure it is of each character.

They can be kept as JSON, so that what follows can be tested without the reader.
"""

from __future__ import annotations

from typing import Any, NamedTuple


class Glyph(NamedTuple):
    """One character that was read.

    Attributes:
        x: its middle, in pixels of the picture.
        sure: how likely it is, from 0 to 1.
        others: what else it may be, and how likely each is.
    """

    text: str
    x: float
    sure: float
    others: dict[str, float]


class Box(NamedTuple):
    """A line of text, or a part of one. The sides are in pixels of the picture."""

    left: float
    top: float
    right: float
    bottom: float
    glyphs: tuple[Glyph, ...]

    @property
    def text(self) -> str:
        return "".join(glyph.text for glyph in self.glyphs)

    @property
    def middle(self) -> float:
        """The middle of its height."""
        return (self.top + self.bottom) / 2

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def sure(self) -> float:
        """How sure the reader is of the character it is least sure of."""
        return min((glyph.sure for glyph in self.glyphs), default=0)

    def as_json(self) -> list[Any]:
        glyphs = [list(glyph) for glyph in self.glyphs]
        return [self.left, self.top, self.right, self.bottom, glyphs]


def box_from_json(value: list[Any]) -> Box:
    left, top, right, bottom, glyphs = value
    return Box(left, top, right, bottom, tuple(Glyph(*glyph) for glyph in glyphs))
