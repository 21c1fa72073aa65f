"""What is laid over a dataset: a table, or a folder of tables."""

import sqlite3
from pathlib import Path
from typing import NamedTuple

from govrank.folder.additions import put_in
from govrank.folder.nodes import Fault
from govrank.folder.overlay import Held, Overlay
from govrank.folder.partial import add_folder, is_partial
from govrank.folder.tables import Setting, is_table
from govrank.models import Listing
from govrank.store import Store, blank
from govrank.words import tables as words

# Spreadsheets keep things of their own beside a file that is open.
BESIDE = ("~$", ".")


class Laid(NamedTuple):
    """A dataset with what is laid over it.

    Attributes:
        faults: if there are any, the dataset is not to be used.
        notes: what a reader should know of it.
        summaries: what is in each file, in a line.
    """

    connection: sqlite3.Connection
    faults: list[Fault]
    notes: list[str]
    summaries: list[str]


def lay_over(
    base: sqlite3.Connection, path: Path, year: int | None = None, category: str = ""
) -> Laid:
    """Lay a table, or the tables of a folder, over a copy of a dataset.

    Args:
        year, category: for rows that do not say it.
    """
    connection = blank()
    base.backup(connection)
    faults: list[Fault] = []
    editions = []
    if path.is_dir() and is_partial(path):
        editions = add_folder(connection, path, faults)
    overlay = Overlay(connection)
    overlay.faults += faults
    for edition in [] if faults else editions:
        overlay.add_edition(edition)
    given = Setting(year, category)
    if path.is_dir():
        _add_tables(overlay, path, given)
    else:
        overlay.add(path, str(path), given)
    summaries: list[str] = []
    if not overlay.faults:
        put_in(overlay)
        summaries = [_summary(overlay, held) for held in overlay.held]
    return Laid(connection, list(dict.fromkeys(overlay.faults)), overlay.notes, summaries)


def _add_tables(overlay: Overlay, folder: Path, given: Setting) -> None:
    try:
        paths = sorted(folder.iterdir())
    except OSError as error:
        overlay.faults.append(Fault(".", 0, words.not_readable(error)))
        return
    tables = [p for p in paths if is_table(p, in_folder=True) and not p.name.startswith(BESIDE)]
    if not (tables or is_partial(folder)):
        overlay.faults.append(Fault(".", 1, words.holds_nothing()))
    for path in tables:
        overlay.add(path, path.name, given)


def _summary(overlay: Overlay, held: Held) -> str:
    store = Store(overlay.connection)
    lists = []
    for year, id in held.lists:
        for listing in store.listings_of(id):
            if listing.year == year:
                lists.append(_said(overlay, listing))
    return words.table_holds(held.file, held.rows, lists, held.entities)


def _said(overlay: Overlay, listing: Listing) -> str:
    return words.list_of_table(listing, listing.category in overlay.categories.new)
