"""Reads a data folder into a dataset in memory, and finds all that is wrong with it.

The files are read in the order in which they need each other: categories, sources,
entities, editions.
"""

import os
import sqlite3
from pathlib import Path
from typing import NamedTuple

from govrank.folder import rows
from govrank.folder.categories import Categories, read_categories
from govrank.folder.editions import Edition, Known, read_edition
from govrank.folder.entities import read_entities
from govrank.folder.naming import NameTable
from govrank.folder.nodes import Fault
from govrank.folder.parse import files_in, read_file
from govrank.folder.sounds import read_sounds
from govrank.folder.sources import read_sources
from govrank.models import DataError, Source
from govrank.names.lookup import Names
from govrank.store import Store, in_memory, insert


def compile_folder(folder: Path) -> sqlite3.Connection:
    """Read a data folder into a dataset in memory.

    Raises:
        DataError: the folder is invalid. Says the first fault and how many more there are.
    """
    connection, faults = check_folder(folder)
    if faults:
        first, *others = faults
        more = f" (and {len(others)} more)" if others else ""
        raise DataError(f"{folder}/{first}{more}")
    return connection


def check_folder(folder: Path) -> tuple[sqlite3.Connection, list[Fault]]:
    """Read a data folder into a dataset in memory.

    Returns:
        The dataset, and all faults in the order of files and lines. If there are any, the
        dataset is incomplete and not to be used.
    """
    faults: list[Fault] = []
    connection = in_memory()
    basis = _read_basis(folder, faults)
    names = basis.names
    if names:
        rows.insert_entities(connection, names, basis.categories)
    lookup = Names(Store(connection)) if names else None
    editions = _read_editions(folder, basis, lookup, faults)
    if names:
        names.add_printed(_printed(editions))
        names.check_clashes()
        names.check_shared()
    if names and not faults:
        insert(connection, "sounds", basis.sounds)
        rows.insert_sources(connection, basis.sources.values())
        rows.insert_categories(connection, basis.categories, editions, names.normalise)
        rows.insert_editions(connection, editions)
        # Not before, or a printed name of what has ended would mean its successor too.
        names.add_inherited()
        rows.insert_names(connection, names, _printed(editions))
        connection.commit()
    return connection, sorted(set(faults))


class _Basis(NamedTuple):
    """What the editions rest on.

    Attributes:
        readable: whether every file is there and a mapping.
        names: the entities and their names. None if these have faults.
    """

    readable: bool
    categories: Categories
    sources: dict[str, Source]
    sounds: list[tuple[str, str]]
    names: NameTable | None


def _read_basis(folder: Path, faults: list[Fault]) -> _Basis:
    """Read all files but the editions."""
    categories_file = read_file(folder, folder / "categories.yaml", faults)
    categories = read_categories(categories_file)
    sources_file = read_file(folder, folder / "sources.yaml", faults)
    sources = read_sources(sources_file)
    sounds = []
    if os.path.lexists(folder / "sounds.yaml"):
        sounds = read_sounds(read_file(folder, folder / "sounds.yaml", faults))
    before = len(faults)
    paths = files_in(folder, "entities", faults, optional=True)
    entity_files = [read_file(folder, path, faults) for path in (folder / "entities.yaml", *paths)]
    are_known = categories_file.kind == "mapping"
    entities = read_entities(entity_files, categories.lines if are_known else None)
    names = None
    if len(faults) == before:
        names = NameTable(entities)
        names.check_clashes()
    files = [categories_file, sources_file, *entity_files]
    return _Basis(
        readable=all(file.kind == "mapping" for file in files),
        categories=categories,
        sources=sources,
        sounds=sounds,
        names=names if len(faults) == before else None,
    )


def _read_editions(
    folder: Path, basis: _Basis, names: Names | None, faults: list[Fault]
) -> list[Edition]:
    """Read the editions, newest first."""
    before = len(faults)
    paths = files_in(folder, "editions", faults)
    if not paths and len(faults) == before:
        faults.append(Fault("editions", 1, "holds no edition, such as 2024.yaml"))
    known = Known(basis.categories.lines, basis.sources, names)
    editions = []
    for path in reversed(paths):
        file = read_file(folder, path, faults)
        # If one of the others cannot be read, each name in an edition would be a fault.
        if file.given and basis.readable:
            editions.append(read_edition(file, path.stem, known))
    return editions


def _printed(editions: list[Edition]) -> list[tuple[str, int]]:
    """The names in the lists, and the entity that each means there."""
    printed = []
    for edition in editions:
        for listing in edition.lists:
            printed += [(entry.name, entry.entity) for entry in listing.entries]
    return printed
