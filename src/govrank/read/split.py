"""A cell with several names → its names.

Names are separated by 、 or the like, by blanks, or by the end of a line, where a name may also
be cut. The reader sees not every separator, so the dictionary decides: a cell is cut where its
parts are names.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence

from govrank.read.boxes import Box, joined, part_of

IsName = Callable[[str], bool]

# What stands between several names in one cell.
SEPARATORS = "、，,;；/／|丶·•・．.`‘’'"
# Characters that stand so many times wider apart than usual have a blank between them.
WIDE = 1.45
# What it costs that a part is a name or is none, and for each character of it; that it goes over
# a blank; and that a name, or what is none, begins where nothing separates.
A_NAME, NO_NAME, NO_NAME_EACH = 0.05, 1.0, 0.12
OVER_BLANK, NAME_AT_ONCE, AT_ONCE = 0.3, 0.25, 0.6
LONGEST = 30


def names_in(lines: Sequence[Box], is_name: IsName, seldom: bool = False) -> list[Box]:
    """The names of one cell, from its lines.

    Args:
        seldom: whether most cells have one name. Then only names are cut apart, and what is
            none stays in one piece.
    """
    found: list[Box] = []
    for piece in _pieces(lines):
        parts = _cut(piece, is_name)
        if seldom and not _is_sound(piece, parts, is_name):
            parts = [piece]
        found += parts
    return found


def _is_sound(piece: Box, parts: Sequence[Box], is_name: IsName) -> bool:
    """Whether a piece is cut into names, and only where there is a blank."""
    blanks = _blanks(piece)
    at = 0
    for part in parts:
        at = piece.text.index(part.text, at)
        if at not in blanks or not is_name(part.text.replace(" ", "")):
            return False
        at += len(part.text)
    return True


def _pieces(lines: Sequence[Box]) -> Iterator[Box]:
    """What stands between separators, over the ends of lines. Blanks stay as blanks."""
    open_end: Box | None = None
    for line in lines:
        parts = [part_of(line, start, end) for start, end in _between(line)]
        if open_end is not None and parts and line.glyphs[0].text not in SEPARATORS:
            parts[0] = joined([open_end, parts[0]])
        elif open_end is not None:
            yield open_end
        ends = bool(line.glyphs) and line.glyphs[-1].text in SEPARATORS
        open_end = None if ends or not parts else parts.pop()
        yield from parts
    if open_end is not None:
        yield open_end


def _between(line: Box) -> Iterator[tuple[int, int]]:
    start = 0
    for i, glyph in enumerate(line.glyphs):
        if glyph.text in SEPARATORS:
            if i > start:
                yield start, i
            start = i + 1
    if start < len(line.glyphs):
        yield start, len(line.glyphs)


def _cut(piece: Box, is_name: IsName) -> list[Box]:
    """The names of a piece, which is one name if nothing says that it is several."""
    text = piece.text
    blanks = _blanks(piece)
    if is_name(text.replace(" ", "")) or len(text) < 3:
        return [piece]
    best: list[tuple[float, int]] = [(0, 0)]
    for end in range(1, len(text) + 1):
        options = []
        for start in range(max(0, end - LONGEST), end):
            cost = best[start][0] + _cost(text, start, end, blanks, is_name)
            options.append((cost, start))
        best.append(min(options))
    cuts = [len(text)]
    while cuts[-1]:
        cuts.append(best[cuts[-1]][1])
    cuts.reverse()
    parts = [part_of(piece, start, end) for start, end in itertools.pairwise(cuts)]
    return [part for part in parts if part.text.strip()]


def _blanks(piece: Box) -> set[int]:
    """In front of which characters a blank stands."""
    glyphs = piece.glyphs
    steps = [b.x - a.x for a, b in itertools.pairwise(glyphs) if b.x > a.x]
    usual = sorted(steps)[len(steps) // 4] if steps else 0
    found = {0}
    for i in range(1, len(glyphs)):
        step = glyphs[i].x - glyphs[i - 1].x
        if glyphs[i - 1].text.isspace() or step > WIDE * usual or step < 0:
            found.add(i)
    return found


def _cost(text: str, start: int, end: int, blanks: set[int], is_name: IsName) -> float:
    """What it costs to take a part of a piece as one name."""
    part = text[start:end].replace(" ", "")
    if not part:
        return 0
    named = is_name(part)
    cost = A_NAME if named else NO_NAME + NO_NAME_EACH * len(part)
    if start not in blanks:
        cost += NAME_AT_ONCE if named else AT_ONCE
    return cost + OVER_BLANK * sum(start < blank < end for blank in blanks)
