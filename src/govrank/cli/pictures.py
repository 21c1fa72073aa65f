"""The command `read`: from pictures to a file, with a word on what is in doubt."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from govrank.ask.lists import select_categories
from govrank.models import GovrankError, PictureRow
from govrank.read import Reading, read_pictures
from govrank.show import files, workbook
from govrank.show.output import MARK, Output, hint, separated, tell
from govrank.show.result import Result
from govrank.show.screen import DOCUMENT, inert
from govrank.store import Store
from govrank.words import files as file_words
from govrank.words import reading as words

ENDINGS = (".csv", ".xlsx")
# How many characters the bar has.
WIDTH = 20


def read(
    store: Store,
    pictures: Sequence[Path],
    category: Sequence[str],
    year: int | None,
    file: Path | None,
    force: bool,
    json: bool,
) -> None:
    """Read pictures, write what they say, and say what is in doubt.

    Raises:
        GovrankError: the file must not be written, or the pictures cannot be read.
    """
    if file is None and not json:
        raise GovrankError(words.no_output())
    if file is not None:
        _refuse(file, pictures, force)
    categories = select_categories(store, category)
    bar = _Bar()
    try:
        reading = read_pictures(store, pictures, categories, year, bar.show)
    finally:
        bar.clear()
    if file is not None:
        _write(file, reading)
    if json:
        rows = reading.rows
        Output(format="json").write(rows, PictureRow._fields, "name", lambda screen: ())
    tell(_summary(reading))
    for note in _notes(store, reading, categories, year):
        hint(note)
    if file is not None and not any(character.isdigit() for character in file.stem):
        hint(words.name_the_file(file))


def _refuse(file: Path, pictures: Sequence[Path], force: bool) -> None:
    """Refuse what cannot be written, before minutes are spent on reading."""
    if file.suffix.lower() not in ENDINGS:
        raise GovrankError(words.not_a_table_name(file))
    files.refuse_inputs(file, pictures)
    if file.exists() and not force:
        raise GovrankError(words.exists(file))
    if file.suffix.lower() == ".xlsx" and find_spec("xlsxwriter") is None:
        raise workbook.MissingExtraError(file_words.no_excel())


# the file


def _columns(reading: Reading) -> list[str]:
    columns = ["name"]
    if reading.ranked:
        columns.insert(0, "rank")
    if reading.tiered:
        columns.append("tier")
    if reading.scored:
        columns.append("score")
    return [*columns, "read", "doubt"]


def _write(file: Path, reading: Reading) -> None:
    columns = _columns(reading)

    def fill(part: Path) -> bool:
        if file.suffix.lower() == ".xlsx":
            result = Result(reading.rows, columns, lambda screen: (), True, DOCUMENT)
            workbook.save(result, part)
        else:
            part.write_bytes("".join(_csv(columns, reading.rows)).encode())
        return True

    files.replace({file: fill})


def _csv(columns: Sequence[str], rows: Iterable[PictureRow]) -> Iterator[str]:
    yield MARK + separated(",", tuple(file_words.COLUMNS[column] for column in columns)) + "\n"
    for row in rows:
        cells: list[Any] = [getattr(row, column) for column in columns]
        texts = [inert(cell) if isinstance(cell, str) else cell for cell in cells]
        yield separated(",", tuple(texts)) + "\n"


# what is said


def _summary(reading: Reading) -> str:
    mended, doubts = [], []
    for number, row in enumerate(reading.rows, 1):
        if row.state == "mended":
            mended.append((row.read, row.name))
        elif row.state == "doubt":
            others = [other for other in reading.others[number] if other != row.name]
            doubts.append((number, row.name, others))
    return words.summary(len(reading.rows), mended, doubts)


def _notes(
    store: Store, reading: Reading, categories: Sequence[str], year: int | None
) -> Iterator[str]:
    ranks = [row.rank for row in reading.rows if row.rank is not None]
    if not ranks:
        return
    listed = None
    if len(categories) == 1:
        for listing in store.listings_of(categories[0]):
            if listing.year == year:
                listed = listing.listed_places
    if note := words.places_read(min(ranks), max(ranks), listed):
        yield note


class _Bar:
    """Shows on a terminal how far the reading has come."""

    def __init__(self) -> None:
        self._shown = sys.stderr is not None and sys.stderr.isatty()

    def show(self, picture: int, pictures: int, done: float) -> None:
        if self._shown:
            full = round(WIDTH * done)
            bar = "#" * full + "." * (WIDTH - full)
            sys.stderr.write("\r" + words.progress(picture, pictures, f"[{bar}]"))
            sys.stderr.flush()

    def clear(self) -> None:
        if self._shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
