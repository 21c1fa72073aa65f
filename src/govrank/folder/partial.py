"""A data folder that has only what it adds to a dataset."""

import os
import sqlite3
from collections.abc import Collection
from pathlib import Path

from govrank.folder import rows
from govrank.folder.categories import Categories, CategoryLine, read_categories
from govrank.folder.editions import Edition, Known, read_edition
from govrank.folder.entities import Entities, EntityLine, read_entities
from govrank.folder.naming import NameTable, spellings_of
from govrank.folder.nodes import Fault, File, Node
from govrank.folder.overlay import Categories as KnownCategories
from govrank.folder.overlay import CategoryNow
from govrank.folder.parse import files_in, read_file
from govrank.folder.rules import BY_RIGHT, TOLD_APART
from govrank.folder.sounds import read_sounds
from govrank.folder.sources import read_sources
from govrank.models import Source
from govrank.names.lookup import Names
from govrank.names.normal import Normaliser, grams
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
    known = {**_known_categories(connection), **categories.lines}
    names = _entities(connection, folder, known, faults)
    lookup = Names(Store(connection)) if names else None
    ids = {id for (id,) in connection.execute("SELECT id FROM sources")}
    basis = Known(known, ids.union(sources), lookup, gaps=True)
    editions = []
    for path in files_in(folder, "editions", faults, optional=True):
        file = read_file(folder, path, faults)
        if file.given and len(faults) == before:
            editions.append(read_edition(file, path.stem, basis))
    if len(faults) == before and names:
        normalise = Normaliser(Store(connection).variants())
        first = _next(connection, "categories")
        rows.insert_categories(connection, categories, editions, normalise, first)
        rows.insert_sources(connection, sources.values(), _next(connection, "sources"))
        _insert_spellings(connection, names)
        for edition in editions:
            _insert_edition(connection, edition)
    return editions


def _next(connection: sqlite3.Connection, table: str) -> int:
    [[last]] = connection.execute(f"SELECT coalesce(max(position), -1) FROM {table}")
    return int(last) + 1


def _file(folder: Path, name: str, faults: list[Fault]) -> Node | None:
    path = folder / name
    return read_file(folder, path, faults) if os.path.lexists(path) else None


def _check_new(file: Node, known: Collection[str], faults: list[Fault]) -> None:
    for key, _value in file.table():
        if key.written in known:
            key.fault(f"{key.written!r} is there already")


def _categories(connection: sqlite3.Connection, folder: Path, faults: list[Fault]) -> Categories:
    file = _file(folder, "categories.yaml", faults)
    if file is None:
        return Categories({}, {})
    _check_new(file, _known_categories(connection), faults)
    categories = read_categories(file)
    # A group that is there already is meant by its label.
    for group in Store(connection).groups():
        if group.label in categories.groups:
            categories.groups[group.label] = group
    return categories


def _known_categories(connection: sqlite3.Connection) -> dict[str, CategoryLine]:
    store = Store(connection)
    groups = {group.group: group.label for group in store.groups()}
    known = KnownCategories(store)
    lines: dict[str, CategoryLine] = {}
    for category in store.categories():
        now: CategoryNow = known.of_id(category.category)
        lines[category.category] = CategoryLine(
            label=category.label,
            english=category.english,
            group=groups[category.group],
            kind=category.kind,
            who=category.who,
            aliases=[],
            of=list(now.kinds or ()),
            population=None,
        )
    return lines


def _sources(
    connection: sqlite3.Connection, folder: Path, faults: list[Fault]
) -> dict[str, Source]:
    file = _file(folder, "sources.yaml", faults)
    if file is None:
        return {}
    known = {id for (id,) in connection.execute("SELECT id FROM sources")}
    _check_new(file, known, faults)
    return read_sources(file)


def _entities(
    connection: sqlite3.Connection,
    folder: Path,
    categories: dict[str, CategoryLine],
    faults: list[Fault],
) -> NameTable | None:
    """Put the entities that a folder adds into a dataset. None if they have faults."""
    before = len(faults)
    if sounds := _file(folder, "sounds.yaml", faults):
        insert(connection, "sounds", read_sounds(sounds), again=True)
    files = []
    if first := _file(folder, "entities.yaml", faults):
        files.append(first)
    for path in files_in(folder, "entities", faults, optional=True):
        files.append(read_file(folder, path, faults))
    known = _known_entities(connection)
    found = Entities([], [], {}, {}, {})
    if files:
        found = read_entities(files, categories, known)
    found = found._replace(variants={**known.variants, **found.variants})
    if len(faults) > before:
        return None
    names = NameTable(found)
    names.check_clashes()
    _check_apart(connection, names, found)
    if len(faults) > before:
        return None
    names.add_inherited()
    rows.insert_entities(connection, names, Categories(categories, {}))
    return names


def _known_entities(connection: sqlite3.Connection) -> Entities:
    """The entities of a dataset, as lines that others may refer to."""
    nowhere = Node(File("", []), 1)
    lines: list[EntityLine] = []
    for id, full, kind, code, parent, until, pinyin in connection.execute(
        "SELECT id, name, kind, code, parent, until, pinyin FROM entities ORDER BY id"
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
                until=until,
                into=nowhere,
                lists=None,
                unconfirmed=[],
            )
        )
    return Entities(lines, [], {}, {}, Store(connection).variants())


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


def _insert_spellings(connection: sqlite3.Connection, names: NameTable) -> None:
    [[last]] = connection.execute("SELECT coalesce(max(id), 0) FROM spellings")
    spellings: list[tuple[int, str, int]] = []
    parts: list[tuple[str, int]] = []
    for line in names.entities.lines:
        for name in spellings_of(line, (), names.normalise):
            last += 1
            spellings.append((last, name, line.id))
            parts += [(gram, last) for gram in sorted(grams(name))]
    insert(connection, "spellings", spellings)
    insert(connection, "grams", parts)


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
        bare = listing._replace(known_places=0, known_entities=0)
        row = rows.list_row(edition.year, bare, position)
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
