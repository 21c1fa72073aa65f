"""Checks a database: that it is whole, and that its rows keep the rules of a folder."""

import sqlite3
from pathlib import Path
from typing import NamedTuple

from govrank.folder.additions import GROUP
from govrank.folder.nodes import Fault
from govrank.folder.rules import Entry, Position, check_order, check_tier, in_order
from govrank.models import (
    ENTITY_KINDS,
    LEVELS,
    LIST_KINDS,
    NUMBERINGS,
    RESTS,
    SOURCE_KINDS,
    Listing,
    Placement,
)
from govrank.store import Store, open_file

OWN_GROUP = GROUP[1]
# The columns that hold a word of a vocabulary.
VOCABULARIES = (
    ("categories", "kind", LIST_KINDS),
    ("sources", "kind", SOURCE_KINDS),
    ("entities", "kind", ENTITY_KINDS),
    ("names", "level", LEVELS),
    ("lists", "rest", RESTS),
    ("lists", "numbering", NUMBERINGS),
)


class _Row(NamedTuple):
    """A row of a table, where a fault may be."""

    table: str
    number: int
    faults: list[Fault]

    def fault(self, message: str) -> None:
        self.faults.append(self.says(message))

    def says(self, message: str) -> Fault:
        """A message with its place in front."""
        return Fault(self.table, self.number, message)


def check_database(path: Path) -> tuple[sqlite3.Connection, list[Fault]]:
    """Open a database and check it.

    Raises:
        DataError: it is not a dataset of this version.
        OSError: it cannot be read.
    """
    connection = open_file(path)
    faults: list[Fault] = []
    for (said,) in connection.execute("PRAGMA integrity_check"):
        if said != "ok":
            faults.append(Fault("integrity", 1, str(said)))
    if faults:
        return connection, faults
    for table, row, parent, _index in connection.execute("PRAGMA foreign_key_check"):
        faults.append(Fault(str(table), row or 1, f"names what is not in {parent}"))
    for table, column, words in VOCABULARIES:
        _check_words(connection, table, column, words, faults)
    if not faults:
        store = Store(connection)
        for listing in store.listings(store.years()):
            _check_list(store, listing, faults)
    return connection, sorted(set(faults))


def _check_words(
    connection: sqlite3.Connection,
    table: str,
    column: str,
    words: tuple[str, ...],
    faults: list[Fault],
) -> None:
    rows = connection.execute(f"SELECT {column} FROM {table} WHERE {column} IS NOT NULL")
    for number, (word,) in enumerate(rows, 1):
        if word not in words:
            faults.append(Fault(table, number, f"{word!r} is none of {', '.join(words)}"))


def _check_list(store: Store, listing: Listing, faults: list[Fault]) -> None:
    """Check the placements of one list by the rules for every list."""
    entries: list[Entry] = []
    of_own = listing.group == OWN_GROUP
    placed: dict[str, set[str]] = {}
    known: set[str] = set()
    for number, row in store.numbered_placements(listing):
        at = _Row("placements", number, faults)
        _check_once(at, row, placed, known, of_own)
        entries.append(
            Entry(
                at=at,
                rank_at=at,
                source=row.source,
                rank=row.rank,
                band=row.band,
                tier=row.tier,
                name=row.name,
            )
        )
    if listing.kind == "tiered" and not of_own:
        tiers = []
        for scale in store.scales():
            if scale.year == listing.year:
                tiers += [step.tier for step in scale.steps]
        for entry in entries:
            check_tier(entry.at, entry.tier or "", tiers)
    if listing.kind == "ranked":
        for source in dict.fromkeys(entry.source for entry in entries):
            of_source = [entry for entry in entries if entry.source == source]
            check_order(_positions(of_source), listing.listed_places)
        # A table that is laid over a list may leave places out.
        in_order(entries, listing.numbering, breaks_off=listing.rest == "cut", gaps=True)


def _check_once(
    at: _Row, row: Placement, placed: dict[str, set[str]], known: set[str], of_own: bool
) -> None:
    """No entity is in a list twice, and no name but that of two: 朝阳区 in two cities.

    Args:
        placed: the entities so far, by the names that are printed.
        known: all of them.
        of_own: whether it is a list of one's own, where a name may be anybody's.
    """
    others = placed.setdefault(row.name, set())
    apart = of_own or all(name.endswith(row.name) for name in (row.entity, *others))
    if row.entity in known or (others and not apart):
        at.fault(f"{row.name!r} is in this list twice")
    others.add(row.entity)
    known.add(row.entity)


def _positions(entries: list[Entry]) -> list[Position]:
    """The ranks and bands, those who are tied counted once."""
    positions: list[Position] = []
    for entry in entries:
        position = Position(entry.at, entry.rank, entry.band)
        if not positions or positions[-1][1:] != position[1:]:
            positions.append(position)
    return positions
