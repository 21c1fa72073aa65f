"""Checks a database: that it is whole, and that its rows keep the rules of a folder."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from govrank.folder.additions import GROUP
from govrank.folder.nodes import Fault
from govrank.folder.rules import (
    Entry,
    Position,
    check_bounds,
    check_order,
    check_tier,
    in_order,
)
from govrank.models import (
    BAND,
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
# The types of values that a column may have by its declared type, and how they are called.
TYPES = {
    "INTEGER": ("integer", "null"),
    "REAL": ("real", "integer", "null"),
    "TEXT": ("text", "null"),
}
EXPECTED = {"INTEGER": "a whole number", "REAL": "a number", "TEXT": "a text"}


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

    What is checked later leans on what is checked first, so the first kind of faults that
    there is ends it.

    Raises:
        DataError: it is not a dataset of this version.
        OSError: it cannot be read.
    """
    connection = open_file(path)
    for check in (_check_whole, _check_types, _check_words, _check_circles, _check_rows):
        faults = sorted(set(check(connection)))
        if faults:
            return connection, faults
    return connection, []


def _check_whole(connection: sqlite3.Connection) -> Iterator[Fault]:
    """SQLite's own checks: the pages, the indexes, and what refers to another table."""
    for (said,) in connection.execute("PRAGMA integrity_check"):
        if said != "ok":
            yield Fault("integrity", 1, str(said))
    for table, row, parent, _index in connection.execute("PRAGMA foreign_key_check"):
        yield Fault(str(table), row or 1, f"names what is not in {parent}")


def _check_types(connection: sqlite3.Connection) -> Iterator[Fault]:
    """SQLite takes any value in any column. Its own tables, as ANALYZE makes, are left out."""
    tables = connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
    )
    for table, sql in tables.fetchall():
        columns = connection.execute("SELECT name, type FROM pragma_table_info(?)", (table,))
        number = "1" if "WITHOUT ROWID" in sql else "rowid"
        for column, declared in columns.fetchall():
            rows = connection.execute(f"SELECT {number}, {column}, typeof({column}) FROM {table}")
            for row, value, found in rows:
                if found not in TYPES[declared]:
                    yield Fault(table, row, f"{value!r} should be {EXPECTED[declared]}")


def _check_words(connection: sqlite3.Connection) -> Iterator[Fault]:
    """Each word of a vocabulary is one of them."""
    for table, column, words in VOCABULARIES:
        rows = connection.execute(f"SELECT {column} FROM {table}")
        for number, (word,) in enumerate(rows, 1):
            if word is not None and word not in words:
                yield Fault(table, number, f"{word!r} is none of {', '.join(words)}")


def _check_circles(connection: sqlite3.Connection) -> Iterator[Fault]:
    """No entity lies in itself."""
    parents = dict(connection.execute("SELECT id, parent FROM entities"))
    for entity in parents:
        passed = {entity}
        around = parents[entity]
        while around is not None and around not in passed:
            passed.add(around)
            around = parents[around]
        if around == entity:
            yield Fault("entities", entity, "lies in itself")


def _check_rows(connection: sqlite3.Connection) -> Iterator[Fault]:
    """The rules for lists and tiers that folders keep, too."""
    faults: list[Fault] = []
    store = Store(connection)
    scales = {scale.year: scale for scale in store.scales()}
    for scale in scales.values():
        at = _Row("tiers", 1, faults)
        check_bounds(scale.full_marks, [(at, step.minimum) for step in scale.steps])
    for number, listing in enumerate(store.listings(store.years()), 1):
        tiers = [step.tier for step in scales[listing.year].steps] if listing.year in scales else []
        entries = _entries(store, listing, faults)
        _check_list(listing, entries, tiers)
        ranked = [entry for entry in entries if entry.rank is not None]
        known = ranked if listing.kind == "ranked" else entries
        if listing.known_entities != len(known):
            _Row("lists", number, faults).fault(
                f"{listing.known_entities} should be the number of its placements, {len(known)}"
            )
    yield from faults


def _entries(store: Store, listing: Listing, faults: list[Fault]) -> list[Entry]:
    entries = []
    of_own = listing.group == OWN_GROUP
    placed: dict[str, set[str]] = {}
    known: set[str] = set()
    for number, row in store.numbered_placements(listing):
        at = _Row("placements", number, faults)
        _check_once(at, row, placed, known, of_own)
        band = None
        if listing.kind == "ranked" and row.rank is None:
            band = row.band
            if band is None:
                at.fault(f"{row.tier!r} should be a band such as {BAND}100")
        entries.append(
            Entry(
                at=at,
                rank_at=at,
                source=row.source,
                rank=row.rank,
                band=band,
                tier=row.tier,
                name=row.name,
            )
        )
    return entries


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


def _check_list(listing: Listing, entries: list[Entry], tiers: list[str]) -> None:
    for entry in entries:
        if listing.kind == "tiered" and listing.group != OWN_GROUP:
            check_tier(entry.at, entry.tier or "", tiers)
    if listing.kind == "ranked":
        for source in dict.fromkeys(entry.source for entry in entries):
            of_source = [entry for entry in entries if entry.source == source]
            check_order(_positions(of_source), listing.listed_places)
        # A table that is laid over a list may leave places out. Where a list breaks off says
        # only who is not tied.
        in_order(entries, listing.numbering, breaks_off=False, gaps=True)


def _positions(entries: list[Entry]) -> list[Position]:
    """The ranks and bands, those who are tied counted once."""
    positions: list[Position] = []
    for entry in entries:
        position = Position(entry.at, entry.rank, entry.band)
        if not positions or positions[-1][1:] != position[1:]:
            positions.append(position)
    return positions
