"""Lays the rows of a table over those of a list that are known."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from govrank.folder.rules import Entry
from govrank.models import Numbering
from govrank.words import tables as words


class Contradiction(NamedTuple):
    """A row that says otherwise than what is known."""

    entry: Entry
    message: str


class Layered(NamedTuple):
    """The rows of a list now, in the order in which they were known, and what is at odds."""

    entries: list[Entry]
    contradictions: list[Contradiction]


def lay(under: Sequence[Entry], over: Sequence[Entry], *, literal: bool) -> Layered:
    """Lay rows over others.

    Args:
        literal: whether a row takes the place of what is known, to the letter.
    """
    known = {entry.entity: entry for entry in under}
    whole = _whole_places(under)
    entries = dict(known)
    contradictions: list[Contradiction] = []
    for entry in over:
        before = known.get(entry.entity)
        at_odds = _at_odds(entry, before) if before else _taken(entry, whole, known)
        if at_odds:
            contradictions.append(Contradiction(entry, at_odds))
        if before is None or literal:
            entries[entry.entity] = entry
        elif at_odds:
            entries[entry.entity] = entry._replace(
                score=before.score if entry.score is None else entry.score,
                tier=entry.tier or (before.tier if entry.rank and before.rank else None),
            )
        else:
            entries[entry.entity] = _completed(before, entry)
    return Layered(list(entries.values()), contradictions)


def _whole_places(entries: Iterable[Entry]) -> dict[int, set[int]]:
    """The entities at each rank of which it is known that nobody else is there."""
    whole: dict[int, set[int]] = {}
    for entry in entries:
        if entry.rank and entry.tied is not None:
            whole.setdefault(entry.rank, set()).add(entry.entity)
    return whole


def _taken(entry: Entry, whole: dict[int, set[int]], known: dict[int, Entry]) -> str:
    """What is wrong with a rank where others are known to be alone, or ""."""
    if not entry.rank or entry.rank not in whole:
        return ""
    others = [known[id] for id in sorted(whole[entry.rank])]
    return words.place_taken(
        entry.name, entry.rank, [other.name for other in others], others[0].source
    )


def _at_odds(entry: Entry, before: Entry) -> str:
    """In what a row contradicts the one that is known, or ""."""
    if entry.rank and before.rank:
        same = entry.rank == before.rank
    elif entry.band and before.band:
        same = True
    elif entry.rank or before.rank:
        band = entry.band or before.band
        same = band is None or (entry.rank or before.rank or 0) <= band
    else:
        same = not (entry.tier and before.tier) or entry.tier == before.tier
    if not same:
        here = words.place_of(entry.rank, entry.tier)
        there = words.place_of(before.rank, before.tier)
        return words.other_place(entry.name, here, there, before.source)
    if None not in (entry.score, before.score) and entry.score != before.score:
        here, there = words.points(entry.score), words.points(before.score)
        return words.other_place(entry.name, here, there, before.source)
    return ""


def _completed(before: Entry, entry: Entry) -> Entry:
    """What is known, with what a row adds to it. If it adds something, it is its source."""
    now = before
    if before.rank is None and entry.rank:
        now = now._replace(rank=entry.rank, band=None, tier=entry.tier)
    elif entry.band and before.band and entry.band < before.band:
        now = now._replace(band=entry.band, tier=entry.tier)
    elif entry.tier and not entry.band and not before.tier:
        now = now._replace(tier=entry.tier)
    if entry.score is not None:  # the same, if one is known
        now = now._replace(score=entry.score)
    return now if now == before else now._replace(source=entry.source)


def numbering_of(entries: Sequence[Entry]) -> Numbering | None:
    """How the ranks of a new list go on behind a tie, as far as they show it."""
    counts = sorted(Counter(entry.rank for entry in entries if entry.rank).items())
    found: set[Numbering] = set()
    for (rank, tied), (following, _count) in pairwise(counts):
        if tied == 1:
            continue
        if following == rank + 1:
            return "dense"
        if following < rank + tied:
            return None
        if following == rank + tied:
            found.add("competition")
    return found.pop() if found else None


def with_ties(entries: Iterable[Entry], over: Sequence[Entry], *, literal: bool) -> list[Entry]:
    """The entries with what a table says of ties.

    A table puts those at one place who have the same rank in it.
    """
    counts = Counter(entry.rank for entry in over)
    said: dict[int, bool | None] = {}
    for entry in over:
        if literal or entry.tied is not None:
            said[entry.entity] = entry.tied
        elif entry.rank and counts[entry.rank] > 1:
            said[entry.entity] = True
        if entry.tied is False and counts[entry.rank] > 1 and not literal and entry.rank:
            entry.at.fault(words.not_tied(entry.rank))
    found = []
    for entry in entries:
        tied = said.get(entry.entity, entry.tied)
        found.append(entry._replace(tied=tied) if tied is not entry.tied else entry)
    return found
