"""Puts what the files say into the tables of a dataset."""

import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any

from govrank.folder.categories import Categories, category_names
from govrank.folder.editions import Edition, ListLine
from govrank.folder.entities import EntityLine
from govrank.folder.naming import NameTable, english_of, short_of, spellings_of, succession_rows
from govrank.models import Source
from govrank.names.normal import Normaliser, grams
from govrank.store import insert

Row = tuple[Any, ...]


def next_position(connection: sqlite3.Connection, table: str) -> int:
    """The first position behind all rows of a table."""
    [[last]] = connection.execute(f"SELECT coalesce(max(position), -1) FROM {table}")
    return int(last) + 1


def insert_entities(
    connection: sqlite3.Connection, names: NameTable, categories: Categories
) -> None:
    """The entities and their names: what it takes to look a name up."""
    entities = names.entities
    insert(connection, "variants", sorted(entities.variants.items()), again=True)
    insert(connection, "entities", [_entity(line) for line in entities.lines])
    insert(connection, "names", names.rows(), again=True)
    populations = []
    for line in entities.lines:
        populations += [(line.id, id) for id in _population(line, categories)]
    insert(connection, "populations", populations)
    connection.executemany(
        "INSERT OR IGNORE INTO successions (name, former, entity, until, successor, position)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        succession_rows(entities, names.normalise),
    )


def _entity(line: EntityLine) -> Row:
    """Its row, but for the placements: these are counted when all editions are read."""
    return (
        line.id,
        line.full,
        short_of(line),
        line.kind,
        line.code,
        line.around.id if line.around else None,
        line.province,
        english_of(line),
        line.until,
        0,
        " ".join(line.unconfirmed) or None,
        "; ".join(line.pinyin),
    )


def _population(line: EntityLine, categories: Categories) -> list[str]:
    """The ids of the categories whose lists an entity could be in."""
    if line.lists is not None:
        return list(dict.fromkeys(line.lists))
    if line.until is not None:
        return []
    return [id for id, of in categories.lines.items() if of.population == line.kind]


def insert_categories(
    connection: sqlite3.Connection,
    categories: Categories,
    editions: Iterable[Edition],
    normalise: Normaliser,
    first: int = 0,
) -> None:
    """The categories, their groups and their names.

    Args:
        first: the position of the first.
    """
    groups = enumerate(categories.groups.values(), first)
    insert(connection, "category_groups", [(*group, i) for i, group in groups], again=True)
    rows = []
    for position, (id, line) in enumerate(categories.lines.items(), first):
        group = categories.groups[line.group].group
        who = line.who["zh"], line.who["en"]
        rows.append((id, line.label, line.english, group, line.kind, *who, position))
    insert(connection, "categories", rows)
    titles: dict[str, list[str]] = {}
    for edition in editions:
        for listing in edition.lists:
            titles.setdefault(listing.category, []).append(listing.title)
    named = category_names(categories, titles, normalise)
    insert(connection, "category_names", named)


def insert_sources(
    connection: sqlite3.Connection, sources: Iterable[Source], first: int = 0
) -> None:
    rows = []
    for position, source in enumerate(sources, first):
        rows.append((*source, position))
    insert(connection, "sources", rows)


def insert_editions(connection: sqlite3.Connection, editions: Sequence[Edition]) -> None:
    for edition in editions:
        insert(connection, "editions", [(edition.year, edition.number, edition.published)])
        insert_scale(connection, edition)
        for position, listing in enumerate(edition.lists):
            insert(connection, "lists", [list_row(edition.year, listing, position)])
            key = edition.year, listing.category
            confirmed = [(*key, i, source) for i, source in enumerate(listing.confirmed)]
            insert(connection, "confirmations", confirmed)
    _insert_placements(connection, editions)


def insert_scale(connection: sqlite3.Connection, edition: Edition) -> None:
    scale = edition.scale
    if scale is None:
        return
    insert(connection, "scales", [(edition.year, scale.full_marks, scale.source)])
    rows = []
    for position, (tier, minimum, english) in enumerate(scale.steps):
        rows.append((edition.year, position, tier, minimum, english))
    insert(connection, "tiers", rows)


def list_row(year: int, line: ListLine, position: int) -> Row:
    note = line.note or {}
    return (
        year,
        line.category,
        line.title,
        line.known_places,
        line.known_entities,
        line.listed,
        line.source,
        line.rest,
        line.numbering,
        note.get("zh"),
        note.get("en"),
        position,
    )


def _insert_placements(connection: sqlite3.Connection, editions: Iterable[Edition]) -> None:
    rows: list[Row] = []
    for edition in editions:
        for listing in edition.lists:
            for entry in listing.entries:
                rows.append(
                    (
                        len(rows) + 1,
                        edition.year,
                        listing.category,
                        entry.rank,
                        entry.tied,
                        entry.tier,
                        entry.score,
                        entry.name,
                        entry.entity,
                        entry.source,
                    )
                )
    insert(connection, "placements", rows)
    connection.execute(
        "UPDATE entities SET placements ="
        " (SELECT count(*) FROM placements WHERE entity = entities.id)"
        " WHERE id IN (SELECT entity FROM placements)"
    )


def insert_names(
    connection: sqlite3.Connection, names: NameTable, printed: Iterable[tuple[str, int]]
) -> None:
    """The names again, with those that were printed, and the spellings to compare with.

    Args:
        printed: the names in the lists, and whom each means.
    """
    connection.execute("DELETE FROM names")
    insert(connection, "names", names.rows())
    printed_of: dict[int, list[str]] = {}
    for name, entity in printed:
        printed_of.setdefault(entity, []).append(name)
    spellings: list[tuple[int, str, int]] = []
    parts: list[tuple[str, int]] = []
    for line in names.entities.lines:
        for name in spellings_of(line, printed_of.get(line.id, ()), names.normalise):
            id = len(spellings) + 1
            spellings.append((id, name, line.id))
            parts += [(gram, id) for gram in grams(name)]
    insert(connection, "spellings", spellings)
    insert(connection, "grams", sorted(parts))


def add_spellings(connection: sqlite3.Connection, names: Iterable[tuple[str, int]]) -> None:
    """Add to the spellings to compare with: names, and whom each means."""
    [[last]] = connection.execute("SELECT coalesce(max(id), 0) FROM spellings")
    for id, (name, entity) in enumerate(names, last + 1):
        insert(connection, "spellings", [(id, name, entity)])
        insert(connection, "grams", [(gram, id) for gram in sorted(grams(name))])
