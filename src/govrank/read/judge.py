"""What was read → as printed, mended, or in doubt.

By the dictionary, and by what a list must satisfy: each entity once, ranks in order, ties
as the numbering has them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from govrank.models import Numbering
from govrank.read.boxes import Box
from govrank.read.dictionary import MARGIN, MOST_NEAR, Character, Dictionary

# Why a row is in doubt.
DoubtKind = Literal[
    "near", "unknown", "weak", "several", "twice", "no name", "no row", "no rank", "blank rank",
    "weak rank", "back", "numbering", "tie", "no score", "weak score", "no tier",
]  # fmt: skip
# A character that is less sure than this may be a look-alike of one that was printed.
SURE = 0.995
# A character that is less sure than this may be anything, if the reader does not know what
# else it may be.
WEAK, UNKNOWN = 0.75, 0.08
# As likely as this, another character is a look-alike.
LIKELY = 0.01
# At most so many ranks are left out between two rows, and in front of the first. Where more
# are missing, so is a picture.
MOST_MISSING, MOST_FIRST = 10, 3
# A jump costs so much of a row that fits, so that none is given up for it. So many rows may
# stand between two that fit.
JUMP, MOST_APART = 0.9, 40
# If more than so many are left out, and than such a part of the rows, the ranks are not trusted.
LEAST_LEFT_OUT, MOST_LEFT_OUT = 3, 0.15


class Doubt(NamedTuple):
    """Why a row is in doubt. others: what else it may be, or the rank it is at odds with."""

    kind: DoubtKind
    others: tuple[str, ...] = ()


class Name(NamedTuple):
    """What a name was taken for.

    Attributes:
        text: as printed, mended, or the best guess, or "".
        read: what the picture said.
        sure: how sure the reader is of its least sure character.
    """

    text: str
    read: str
    entity: int | None
    mended: bool
    doubts: tuple[Doubt, ...]
    sure: float


class Cell(NamedTuple):
    """A name that was read. None where there should be one."""

    box: Box | None
    characters: list[Character]

    @property
    def key(self) -> str:
        return "".join(character.text for character in self.characters)

    @property
    def sure(self) -> float:
        return min((character.sure for character in self.characters), default=0)

    @property
    def text(self) -> str:
        """As it was printed: without blanks."""
        return "".join(self.box.text.split()) if self.box else ""


def judge_names(dictionary: Dictionary, boxes: Sequence[Box | None]) -> list[Name]:
    """What each name of a list is. Each entity can be in it once."""
    cells = [Cell(box, dictionary.characters(box) if box else []) for box in boxes]
    # Whom a name means, where it is read as it stands in the dictionary.
    exact = [dictionary.bearers.get(cell.key, set()) for cell in cells]
    count = Counter(entity for found in exact if len(found) == 1 for entity in found)
    names: list[Name] = []
    for cell, found in zip(cells, exact, strict=True):
        others = set(count) - found
        names.append(_judge(dictionary, cell, found, others))
    return _each_once(dictionary, names)


def _judge(dictionary: Dictionary, cell: Cell, found: set[int], others: set[int]) -> Name:
    if not cell.characters:
        return Name("", cell.text, None, False, (Doubt("no name"),), 0)
    if found:
        return _as_read(dictionary, cell, found, others)
    near = dictionary.near(cell.characters, others)
    if not near:
        return Name("", cell.text, None, False, (Doubt("unknown"),), cell.sure)
    best, rivals = near[0], [one for one in near[1:] if one.cost < near[0].cost + MARGIN]
    if best.known and not rivals:
        return Name(best.form, cell.text, best.entity, True, (), cell.sure)
    forms = tuple(one.form for one in near[:MOST_NEAR])
    doubt = Doubt("near", forms) if best.known or rivals else Doubt("unknown", forms)
    return Name(best.form, cell.text, best.entity, False, (doubt,), cell.sure)


def _as_read(dictionary: Dictionary, cell: Cell, found: set[int], others: set[int]) -> Name:
    """What is read as it stands in the dictionary, unless a look-alike is missing."""
    if len(found) > 1:
        names = sorted(dictionary.store.entity(entity).name for entity in found)
        doubt = Doubt("several", tuple(names[: 2 * MOST_NEAR]))
        return Name(cell.text, cell.text, None, False, (doubt,), cell.sure)
    [entity] = found
    twins: dict[str, None] = {}
    for key in _twins(dictionary, cell.characters):
        if dictionary.bearers[key] - others - found:
            twins[dictionary.written(key)] = None
    doubts = (Doubt("weak", tuple(twins)[:MOST_NEAR]),) if twins else ()
    return Name(cell.text, cell.text, entity, False, doubts, cell.sure)


def has_twins(dictionary: Dictionary, box: Box) -> bool:
    """Whether another name may have been printed in place of one that was read."""
    return any(True for _twin in _twins(dictionary, dictionary.characters(box)))


def _twins(dictionary: Dictionary, read: Sequence[Character]) -> Iterator[str]:
    def may_be(character: Character) -> Sequence[str] | None:
        """What else may have been printed, for all that the reader says; None for anything."""
        known = character.sure + sum(character.others.values())
        if character.sure < WEAK and known < 1 - UNKNOWN:
            return None
        options = [other for other, likely in character.others.items() if likely >= LIKELY]
        if character.sure < SURE:
            options += [one for one, other in dictionary.lookalikes if other == character.text]
        return options

    return dictionary.twins(read, may_be)


def _each_once(dictionary: Dictionary, names: Sequence[Name]) -> list[Name]:
    """The names, with those in doubt whose entity comes twice."""
    where: dict[int, list[int]] = {}
    for i, name in enumerate(names):
        if name.entity is not None and not (name.doubts and name.text != name.read):
            where.setdefault(name.entity, []).append(i)
    result = list(names)
    for rows in where.values():
        if len(rows) < 2:
            continue
        for i in rows:
            other = next(row for row in rows if row != i)
            doubt = Doubt("twice", (str(other + 1),))
            result[i] = result[i]._replace(doubts=(*result[i].doubts, doubt), mended=False)
    return result


# ranks


def numbering_of(ranks: Sequence[int | None]) -> Numbering:
    """What follows a tie in a list: the next number, or a gap."""
    votes: Counter[Numbering] = Counter()
    for rank, count, following in _ties(ranks):
        if count > 1 and following == rank + 1:
            votes["dense"] += 1
        elif count > 1 and following == rank + count:
            votes["competition"] += 1
    return "competition" if votes["competition"] > votes["dense"] else "dense"


def _ties(ranks: Sequence[int | None]) -> Iterator[tuple[int, int, int | None]]:
    """Each rank, how many in a row have it, and the rank that follows."""
    start = 0
    while start < len(ranks):
        end = start
        while end < len(ranks) and ranks[end] == ranks[start]:
            end += 1
        rank = ranks[start]
        if rank is not None:
            yield rank, end - start, ranks[end] if end < len(ranks) else None
        start = end


class Ranks(NamedTuple):
    """What is wrong with the ranks of a list.

    Attributes:
        doubts: for each row, or None.
        missing: in front of which row ranks are left out, and which.
    """

    doubts: list[Doubt | None]
    missing: dict[int, list[int]]


def judge_ranks(
    ranks: Sequence[int | None], sharing: Sequence[bool], numbering: Numbering
) -> Ranks:
    """What is wrong with each rank: not read, going back, or not what should follow.

    Args:
        sharing: whether a row has its rank from a merged cell.
    """
    found = Ranks([None] * len(ranks), {})
    kept = _longest_chain(ranks, numbering)
    for i, rank in enumerate(ranks):
        if rank is None:
            found.doubts[i] = Doubt("no rank")
        elif i not in kept:
            above = max((ranks[j] or 0 for j in kept if j < i), default=0)
            found.doubts[i] = _at_odds(above, above + 1, rank)
    for before, i in zip([None, *kept], kept, strict=False):
        above, expected = _after(ranks, before, numbering)
        unread = i - (before if before is not None else -1) - 1
        rank = ranks[i] or 0
        if _fits(above, expected, unread, rank):
            continue
        _note_gap(found, i, range(expected, rank), above, unread)
        for row in range(_first_tied(ranks, before), (before or 0) + 1):
            if sharing[row] and before is not None and _first_tied(ranks, before) < before:
                # One of the tied may be who is left out.
                found.doubts[row] = Doubt("tie", (str(rank), str(expected)))
    left_out = sum(map(len, found.missing.values()))
    if left_out > max(LEAST_LEFT_OUT, MOST_LEFT_OUT * len(ranks)):
        for i, missing in found.missing.items():
            found.doubts[i] = Doubt("numbering", (str(missing[0] - 1), str(missing[0])))
        found.missing.clear()
    return found


def _longest_chain(ranks: Sequence[int | None], numbering: Numbering) -> list[int]:
    """The rows whose ranks go together: as many as there are, with few jumps."""
    best: list[tuple[float, int | None]] = []
    for i, rank in enumerate(ranks):
        options: list[tuple[float, int | None]] = []
        for before in [None, *range(max(0, i - MOST_APART), i)]:
            above, expected = _after(ranks, before, numbering)
            if rank is None or rank < max(1, above) or (before and ranks[before] is None):
                continue
            score = 1 if before is None else 1 + best[before][0]
            unread = i - (before if before is not None else -1) - 1
            if not _fits(above, expected, unread, rank):
                score -= JUMP
            options.append((score, before))
        best.append(max(options, key=lambda option: option[0], default=(float("-inf"), None)))
    last = max(range(len(best)), key=lambda i: best[i][0], default=None)
    chain: list[int] = []
    while last is not None and best[last][0] > float("-inf"):
        chain.append(last)
        last = best[last][1]
    return chain[::-1]


def _after(ranks: Sequence[int | None], row: int | None, numbering: Numbering) -> tuple[int, int]:
    """The rank of a row, and the one that should follow it."""
    rank = ranks[row] if row is not None else 0
    if row is None or rank is None:
        return 0, 1
    tied = row - _first_tied(ranks, row) + 1
    return rank, rank + (tied if numbering == "competition" else 1)


def _first_tied(ranks: Sequence[int | None], row: int | None) -> int:
    """The first of the rows that have the rank of a row, one behind another."""
    first = row or 0
    while first and ranks[first - 1] == ranks[first]:
        first -= 1
    return first


def _note_gap(found: Ranks, i: int, left_out: range, above: int, unread: int) -> None:
    """Note the ranks that are left out in front of a row, or else that it does not fit."""
    is_small = 0 < len(left_out) <= (MOST_MISSING if above else MOST_FIRST)
    if is_small and not unread:
        found.missing[i] = list(left_out)
    elif above:
        found.doubts[i] = _at_odds(above, left_out.start, left_out.stop)


def _fits(above: int, expected: int, unread: int, rank: int) -> bool:
    """Whether a rank can follow, some rows behind another one."""
    if unread:
        return above <= rank <= expected + unread
    return rank in (above, expected)


def _at_odds(above: int, expected: int, rank: int) -> Doubt:
    if rank < above:
        return Doubt("back", (str(above),))
    return Doubt("numbering", (str(above), str(expected)))
