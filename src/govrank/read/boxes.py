"""What a reader found: boxes of text, with how sure it is of each character.

They can be kept as JSON, so that what follows can be tested without the reader.
"""

from __future__ import annotations

from collections.abc import Sequence
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


def joined(boxes: Sequence[Box], blank: str = " ") -> Box:
    """Boxes that stand side by side or one below the other, as one."""
    if len(boxes) == 1:
        return boxes[0]
    glyphs: list[Glyph] = []
    for box in boxes:
        if glyphs and blank:
            glyphs.append(Glyph(blank, box.left, 1, {}))
        glyphs += box.glyphs
    return Box(
        left=min(box.left for box in boxes),
        top=min(box.top for box in boxes),
        right=max(box.right for box in boxes),
        bottom=max(box.bottom for box in boxes),
        glyphs=tuple(glyphs),
    )


def part_of(box: Box, start: int, end: int) -> Box:
    """Some characters of a box, as a box."""
    glyphs = box.glyphs[start:end]
    while glyphs and glyphs[-1].text.isspace():
        glyphs = glyphs[:-1]
    while glyphs and glyphs[0].text.isspace():
        glyphs = glyphs[1:]
    left = box.left if start == 0 else (box.glyphs[start - 1].x + box.glyphs[start].x) / 2
    right = box.right
    if end < len(box.glyphs):
        right = (box.glyphs[end - 1].x + box.glyphs[end].x) / 2
    return Box(left, box.top, right, box.bottom, glyphs)


def merged(best: Box, other: Box) -> Box:
    """A reading with what another one of the same cell says: surer, or less sure."""
    if len(best.glyphs) != len(other.glyphs):
        return best
    pairs = zip(best.glyphs, other.glyphs, strict=True)
    return best._replace(glyphs=tuple(_merged(one, two) for one, two in pairs))


def _merged(one: Glyph, two: Glyph) -> Glyph:
    if one.text != two.text:
        others = {**two.others, **one.others, two.text: two.sure}
        others.pop(one.text, None)
        return one._replace(others=others)
    surer, other = (one, two) if one.sure >= two.sure else (two, one)
    kept = {}
    for text, likely in surer.others.items():
        if text in other.others:
            kept[text] = min(likely, other.others[text])
    # What only one of the readings thought of is out, and the rest is likelier.
    left = max(0.01, 1 - sum(surer.others.values()) + sum(kept.values()))
    others = {text: likely / left for text, likely in kept.items()}
    return Glyph(one.text, one.x, min(1, surer.sure / left), others)
