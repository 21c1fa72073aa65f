"""The rules of content: what must be true of rows, wherever they are written.

Nothing here knows YAML. A row knows its place, and faults are reported there: a line of a
file, a cell of a sheet, a row of a table.
"""

from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple, Protocol

from govrank.models import Entity, EntityKind, Level, Numbering
from govrank.words import tables as words


class Place(Protocol):
    """Where something is written."""

    def fault(self, message: str) -> None:
        """Report what is wrong there."""

    def says(self, message: str) -> object:
        """A message with the place in front."""


# lists


class Entry(NamedTuple):
    """A placement to check.

    Attributes:
        at: where the name is written.
        rank_at: where the rank, the band or the tier is written.
        band: a number; the entity is somewhere among the first so many.
        tied: None if not known, or before `in_order`.
    """

    at: Place
    rank_at: Place
    source: str
    rank: int | None = None
    band: int | None = None
    tier: str | None = None
    score: float | None = None
    name: str = ""
    entity: int = 0
    tied: bool | None = None


class Position(NamedTuple):
    """A rank or a band, as one source has it. Both are None if it is faulty."""

    at: Place
    rank: int | None
    band: int | None


def check_order(positions: Iterable[Position], listed: int | None) -> None:
    """The ranks of one source rise, the bands behind them too, and all are among those listed."""
    last = last_band = 0
    for at, rank, band in positions:
        if rank is not None:
            if last_band:
                at.fault(words.rank_behind_bands(rank))
            if rank <= last:
                at.fault(words.rank_goes_back(rank))
            if listed and rank > listed >= last:
                at.fault(words.rank_beyond(rank, listed))
            last = rank
        elif band is not None:
            if band <= last_band:
                at.fault(words.band_goes_back(band))
            if listed and band > listed >= last_band:
                at.fault(words.band_beyond(band, listed))
            last_band = band


def check_once(entries: Iterable[Entry]) -> None:
    """No entity is in a list twice, whatever name it has there."""
    placed = set()
    for entry in entries:
        if entry.entity in placed:
            entry.at.fault(words.twice_in_list(entry.name))
        placed.add(entry.entity)


def check_tier(at: Place, tier: str, tiers: Sequence[str]) -> None:
    """A tier is one of the scale, if there is a scale."""
    if tiers and tier not in tiers:
        at.fault(words.no_such_tier(tier, tiers))


def check_bounds(full_marks: int | None, bounds: Iterable[tuple[Place, int | None]]) -> None:
    """The bounds of the tiers fall. Those that are None are passed over."""
    above = full_marks
    for at, bound in bounds:
        if bound and above and bound >= above:
            at.fault(f"{bound} should be a bound below {above}")
        above = bound or above


def the_one_meant(
    at: Place, name: str, meant: Sequence[Entity], kinds: Sequence[EntityKind], table: str
) -> Entity | None:
    """The one entity that a name in a list means, or None and a fault.

    Args:
        meant: the entities that the name means anywhere.
        kinds: whom the list is of. Nobody in particular, if it is empty.
        table: where the entities are written.
    """
    found = [entity for entity in meant if not kinds or entity.kind in kinds]
    if len(found) == 1:
        return found[0]
    named = " or ".join(entity.name for entity in found or meant)
    message = f"{name!r} means {named or f'no entity of {table}'}"
    if meant and not found:
        message += f", and this list is of {', '.join(kinds)}"
    at.fault(message)
    return None


def in_order(
    entries: Sequence[Entry],
    numbering: Numbering | None,
    *,
    breaks_off: bool,
    gaps: bool,
) -> list[Entry]:
    """The entries of a ranked list by rank, then by band, and which of them are tied.

    Those are tied that one source puts at one place. An entry is not tied if the list is
    known from its first place to the next one; otherwise that is not known.

    Args:
        numbering: how the ranks go on behind a tie. If it is None, either way will do.
        breaks_off: whether the list may go on behind its last entry.
        gaps: whether places may be missing. Then a rank only has to leave room for a tie.
    """
    ranked = sorted((e for e in entries if e.rank is not None), key=_rank)
    banded = sorted((e for e in entries if e.rank is None), key=_band)
    settled: list[Entry] = []
    expected, whole = {1}, True
    for rank, group in groupby(ranked, _rank):
        place = list(group)
        if numbering and rank not in expected and not (gaps and rank > min(expected)):
            place[-1].rank_at.fault(words.does_not_follow(rank, numbering))
        whole = whole and rank in expected
        is_last = len(settled) + len(place) == len(ranked)
        alone = len(place) == 1 and whole and not (breaks_off and is_last)
        together = Counter(entry.source for entry in place)
        for entry in place:
            if together[entry.source] > 1:
                settled.append(entry._replace(tied=True))
            else:
                settled.append(entry._replace(tied=False if alone else None))
        expected = _ranks_behind(rank, len(place), numbering)
    return settled + banded


def _rank(entry: Entry) -> int:
    return entry.rank or 0


def _band(entry: Entry) -> int:
    return entry.band or 0


def _ranks_behind(rank: int, tied: int, numbering: Numbering | None) -> set[int]:
    """What may follow on a place that so many share."""
    following: dict[Numbering, int] = {"dense": rank + 1, "competition": rank + tied}
    return {following[numbering]} if numbering else set(following.values())


def known_places(entries: Iterable[Entry], numbering: Numbering | None, listed: int | None) -> int:
    """How many places of a ranked list are known. A band is none.

    In 1 1 3 a tie fills two places, if there are two left; in 1 1 2 it fills one.
    """
    ranks = [entry.rank for entry in entries if entry.rank is not None]
    places = len(ranks) if numbering == "competition" else len(set(ranks))
    return min(places, listed or places)


# names


class Bearer(NamedTuple):
    """An entity that has names, or a name that has ended.

    Attributes:
        at: where it is written.
        name: what it is called in a fault.
        entities: the ids of who answers: the entity itself, or its first successor.
        heirs: the ids of all that these gave way to.
    """

    at: Place
    name: str
    entities: frozenset[int]
    heirs: frozenset[int]


# The bearers of a name by their numbers, and at which levels they bear it.
LevelsOf = dict[int, set[Level]]
# At these levels a name may be borne by several, as it is theirs by right.
BY_RIGHT: frozenset[Level] = frozenset({"official", "short"})
# The levels at which a name must be told apart from that of another.
TOLD_APART: frozenset[Level] = BY_RIGHT | {"printed", "alias", "former"}


def check_clashes(
    names: Mapping[str, LevelsOf], bearers: Mapping[int, Bearer], shared: Container[str]
) -> None:
    """A name that several bear is declared shared, unless all of them have it by right.

    Args:
        names: normalised names, and who bears each at a level of TOLD_APART.
        bearers: by their numbers in `names`.
        shared: the normalised names that are declared.
    """
    for name, levels_of in names.items():
        if len(levels_of) < 2 or name in shared:
            continue
        bearing = sorted(levels_of)
        clashing: set[int] = set()
        for number in bearing:
            if levels_of[number] & BY_RIGHT:
                continue
            others = [n for n in bearing if not _are_one(bearers[n], bearers[number])]
            if others:
                clashing.update(others, [number])
        if clashing:
            official = {n for n in clashing if "official" in levels_of[n]}
            # An official name is none to change.
            blamed = bearers[max(clashing - official or clashing)]
            called = " and ".join(bearers[n].name for n in sorted(clashing))
            blamed.at.fault(f"{name!r} names {called}, and is not declared shared")


def check_shared(names: Mapping[str, LevelsOf], declared: Mapping[str, tuple[Place, str]]) -> None:
    """What is declared shared names two entities.

    Args:
        names: normalised names, and who bears each.
        declared: normalised names, where each is declared, and how it is written there.
    """
    for name, (at, written) in declared.items():
        bearing = [n for n, levels in names.get(name, {}).items() if levels & TOLD_APART]
        if len(bearing) < 2:
            at.fault(f"{written!r} is declared shared, but names no two entities")


def _are_one(one: Bearer, other: Bearer) -> bool:
    """Whether two are the same, or one gave way to the other."""
    same = one.entities & other.entities
    return bool(same or one.entities & other.heirs or other.entities & one.heirs)
