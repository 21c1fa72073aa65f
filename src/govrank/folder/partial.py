"""A data folder that has only what it adds to a dataset."""

import os
import sqlite3
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import NamedTuple

from govrank.folder import rows
from govrank.folder.categories import Categories, read_categories
from govrank.folder.editions import Edition, Known, ListsOf, read_edition
from govrank.folder.entities import Entities, EntityLine, There, read_entities
from govrank.folder.naming import NameTable, spellings_of
from govrank.folder.nodes import Fault, File, Node
from govrank.folder.overlay import Categories as KnownCategories
from govrank.folder.parse import files_in, read_file
from govrank.folder.rules import BY_RIGHT, TOLD_APART
from govrank.folder.sounds import read_sounds
from govrank.folder.sources import read_sources
from govrank.models import EntityKind, ListKind, Source
from govrank.names.lookup import Names
from govrank.names.normal import Normaliser
from govrank.store import Store, insert

FILES = ("categories.yaml", "sources.yaml", "entities.yaml", "sounds.yaml")
FOLDERS = ("entities", "editions")


def is_partial(folder: Path) -> bool:
    """Whether a folder has any of what a data folder has."""
    return any(os.path.lexists(folder / name) for name in (*FILES, *FOLDERS))


def add_folder(connection: sqlite3.Connection, folder: Path, faults: list[Fault]) -> list[Edition]:
    """Put what a folder adds into a dataset, but for who is in its lists.

    Returns:
        Its editions, oldest first. If there are faults, nothing is to be used.
    """
    before = len(faults)
    categories = _categories(connection, folder, faults)
    sources = _sources(connection, folder, faults)
    known: dict[str, ListsOf] = {**_known_categories(connection), **categories.lines}
    names = _entities(connection, folder, known, categories, faults)
    ids = {id for (id,) in connection.execute("SELECT id FROM sources")}
    basis = Known(known, ids.union(sources), Names(Store(connection)), gaps=True)
    editions = []
    for path in files_in(folder, "editions", faults, optional=True):
        file = read_file(folder, path, faults)
        if file.given and len(faults) == before:
            editions.append(read_edition(file, path.stem, basis))
    if len(faults) == before and names:
        normalise = Normaliser(Store(connection).variants())
        first = rows.next_position(connection, "categories")
        rows.insert_categories(connection, categories, editions, normalise, first)
        first = rows.next_position(connection, "sources")
        rows.insert_sources(connection, sources.values(), first)
        spellings: list[tuple[str, int]] = []
        for line in names.entities.lines:
            spellings += [(name, line.id) for name in spellings_of(line, (), names.normalise)]
        rows.add_spellings(connection, spellings)
        for edition in editions:
            _insert_edition(connection, edition)
    return editions


def _file(folder: Path, name: str, faults: list[Fault]) -> Node:
    """What a file says, which may be missing."""
    path = folder / name
    if not os.path.lexists(path):
        return Node(File(name, faults), 1)
    return read_file(folder, path, faults)


def _check_new(file: Node, known: Collection[str]) -> None:
    for key, _value in file.table():
        if key.written in known:
            key.fault(f"{key.written!r} is there already")


def _categories(connection: sqlite3.Connection, folder: Path, faults: list[Fault]) -> Categories:
    file = _file(folder, "categories.yaml", faults)
    store = Store(connection)
    _check_new(file, [category.category for category in store.categories()])
    categories = read_categories(file)
    # A group that is there already is meant by its label.
    for group in store.groups():
        if group.label in categories.groups:
            categories.groups[group.label] = group
    return categories


class _Lists(NamedTuple):
    """What the lists of a category are that is there already, and of whom."""

    kind: ListKind
    of: Sequence[EntityKind]


def _known_categories(connection: sqlite3.Connection) -> dict[str, _Lists]:
    store = Store(connection)
    known = KnownCategories(store)
    found = {}
    for category in store.categories():
        id = category.category
        found[id] = _Lists(category.kind, known.kinds(id))
    return found


def _sources(
    connection: sqlite3.Connection, folder: Path, faults: list[Fault]
) -> dict[str, Source]:
    file = _file(folder, "sources.yaml", faults)
    _check_new(file, [source.source for source in Store(connection).sources()])
    return read_sources(file)


def _entities(
    connection: sqlite3.Connection,
    folder: Path,
    known: Collection[str],
    new: Categories,
    faults: list[Fault],
) -> NameTable | None:
    """Put the entities that a folder adds into a dataset. None if they have faults.

    Args:
        known: the ids of all categories.
        new: those that the folder adds.
    """
    before = len(faults)
    sounds = _file(folder, "sounds.yaml", faults)
    insert(connection, "sounds", read_sounds(sounds), again=True)
    files = [_file(folder, "entities.yaml", faults)]
    for path in files_in(folder, "entities", faults, optional=True):
        files.append(read_file(folder, path, faults))
    there = _known_entities(connection)
    found = read_entities(files, known, there)
    found = found._replace(variants={**there.variants, **found.variants})
    if len(faults) > before:
        return None
    names = NameTable(found)
    names.check_clashes()
    _check_apart(connection, names, found)
    if len(faults) > before:
        return None
    names.add_inherited()
    rows.insert_entities(connection, names, new)
    return names


def _known_entities(connection: sqlite3.Connection) -> There:
    """The entities of a dataset, as lines that others may refer to."""
    nowhere = Node(File("", []), 1)
    lines: list[EntityLine] = []
    for id, full, kind, code, parent, pinyin in connection.execute(
        "SELECT id, name, kind, code, parent, pinyin FROM entities ORDER BY id"
    ):
        around = lines[parent - 1] if parent else None
        lines.append(
            EntityLine(
                id=id,
                at=nowhere,
                name=full.removeprefix(around.full) if around and kind == "county" else full,
                full=full,
                kind=kind,
                code=code,
                around=around,
                pinyin=pinyin.split("; "),
                aliases=[],
                former={},
                english=None,
                until=None,
                into=nowhere,
                lists=None,
                unconfirmed=[],
            )
        )
    return There(lines, Store(connection).variants())


def _check_apart(connection: sqlite3.Connection, names: NameTable, found: Entities) -> None:
    """A name that somebody has already is borne by right, or declared shared."""
    store = Store(connection)
    lines = {line.id: line for line in found.lines}
    levels_of: dict[tuple[str, int], set[str]] = {}
    for name, level, id in names.rows():
        if level in TOLD_APART and id in lines:
            levels_of.setdefault((name, id), set()).add(level)
    for (name, id), levels in levels_of.items():
        others = [other for level, other in store.bearers(name) if level in TOLD_APART]
        if others and not levels & BY_RIGHT and name not in found.shared:
            other = store.entity(others[0]).name
            lines[id].at.fault(
                f"{name!r} names {other} and {lines[id].full}, and is not declared shared"
            )


def _insert_edition(connection: sqlite3.Connection, edition: Edition) -> None:
    """The edition and its lists, where they are not there, without who is in them."""
    heading = edition.year, edition.number, edition.published
    insert(connection, "editions", [heading], again=True)
    scales = connection.execute("SELECT 1 FROM scales WHERE year = ?", (edition.year,))
    if scales.fetchone() is None:
        rows.insert_scale(connection, edition)
    [[position]] = connection.execute(
        "SELECT coalesce(max(position), -1) FROM lists WHERE year = ?", (edition.year,)
    )
    for listing in edition.lists:
        position += 1
        row = rows.list_row(edition.year, listing, position)
        insert(connection, "lists", [row], again=True)
        connection.execute(
            "UPDATE lists SET listed_places = coalesce(listed_places, ?),"
            " numbering = coalesce(numbering, ?) WHERE year = ? AND category = ?",
            (listing.listed, listing.numbering, edition.year, listing.category),
        )
        key = edition.year, listing.category
        known = connection.execute(
            "SELECT source FROM confirmations WHERE year = ? AND category = ?", key
        ).fetchall()
        new = [source for source in listing.confirmed if (source,) not in known]
        confirmed = [(*key, i, source) for i, source in enumerate(new, len(known))]
        insert(connection, "confirmations", confirmed)
