"""From the bytes of a table to its rows of cells, each with its place. A file may be hostile.

A text is read as it comes: it may be long, and is not held. How workbooks are read is in
`workbooks`.
"""

import csv
import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from io import TextIOWrapper
from itertools import islice
from pathlib import Path
from typing import IO, NamedTuple

from govrank.folder.cells import LONGEST_CELL
from govrank.folder.headings import columns_of
from govrank.words import tables as words

# No honest table comes near these.
LARGEST = 100 << 20
MOST_ROWS = 1_000_000
MOST_COLUMNS = 256
# The heading is looked for in so many rows.
HEAD = 20
SEPARATORS = {"text": (",", ";", "\t"), ".tsv": ("\t", ",", ";")}
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
CHINESE = "gb18030"


class RefusedError(Exception):
    """A table is not read. Its arguments are a row and what is wrong there."""


class Row(NamedTuple):
    """The cells of a row, and the line or the row where it begins."""

    number: int
    cells: Sequence[str]


class Sheet(NamedTuple):
    """Rows to be read once, in order.

    Attributes:
        name: that of a sheet of a workbook; "" for a text.
    """

    name: str
    rows: Iterator[Row]


def open_table(path: Path) -> IO[bytes]:
    """Open the file of a table.

    Raises:
        RefusedError: it cannot be read, or is no file, or is too large.
    """
    try:
        # A named pipe would wait for somebody to write.
        if not stat.S_ISREG(path.stat().st_mode):
            raise RefusedError(1, words.no_regular_file())
        file = path.open("rb")
        size = os.fstat(file.fileno()).st_size
    except OSError as error:
        raise RefusedError(0, words.not_readable(error)) from error
    except ValueError as error:  # a NUL in its name
        raise RefusedError(1, words.no_regular_file()) from error
    if size > LARGEST:
        file.close()
        raise RefusedError(1, words.too_large(LARGEST >> 20))
    return file


def read_text(file: IO[bytes], suffix: str) -> Sheet:
    """The rows of a csv or tsv file.

    Raises:
        RefusedError: it is no text.
    """
    encoding = _encoding(file)
    separators = SEPARATORS.get(suffix, SEPARATORS["text"])
    most, separator = -1, separators[0]
    for candidate in separators:
        known = 0
        for row in _head(file, encoding, candidate):
            known = max(known, sum(column is not None for column in columns_of(row)))
        if known > most:
            most, separator = known, candidate
    return Sheet("", bounded(_rows(file, encoding, separator)))


def bounded(rows: Iterable[Row]) -> Iterator[Row]:
    """The rows that are not empty, without what is empty behind their last cell.

    Raises:
        RefusedError: a row, or the number of rows, is beyond what any honest table has.
    """
    for count, row in enumerate(rows):
        if count >= MOST_ROWS:
            raise RefusedError(row.number, words.too_many_rows(MOST_ROWS))
        length = len(row.cells)
        while length and not row.cells[length - 1].strip():
            length -= 1
        if length > MOST_COLUMNS:
            raise RefusedError(row.number, words.too_many_columns(MOST_COLUMNS))
        if any(len(cell) > LONGEST_CELL for cell in row.cells):
            raise RefusedError(row.number, words.cell_too_long(LONGEST_CELL))
        if length:
            yield Row(row.number, row.cells[:length])


def _encoding(file: IO[bytes]) -> str:
    """UTF-16 by its mark, UTF-8 if the text is that, else GB18030 if the text is that.

    Raises:
        RefusedError: it is none of them.
    """
    mark = file.read(2)
    file.seek(0)
    if mark in UTF_16:
        _check_utf_16(file)
        return "utf-16"
    good = 0
    bad_utf_8: list[int] = []
    bad_chinese: list[int] = []
    for number, line in enumerate(file, 1):
        if line.isascii():
            continue
        if _decodes(line, "utf-8"):
            good += 1
        elif len(bad_utf_8) <= good:
            bad_utf_8.append(number)
        if not bad_chinese and not _decodes(line, CHINESE):
            bad_chinese.append(number)
    if not bad_utf_8:
        return "utf-8-sig"
    # A broken character makes no GB18030 of a text that is UTF-8 otherwise.
    if bad_chinese or good >= len(bad_utf_8):
        bad = bad_utf_8 if good else bad_chinese
        raise RefusedError(bad[0], words.undecodable_text())
    return CHINESE


def _decodes(line: bytes, encoding: str) -> bool:
    try:
        line.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _check_utf_16(file: IO[bytes]) -> None:
    content = file.read()
    try:
        content.decode("utf-16")
    except UnicodeDecodeError as error:
        line = content[: error.start].decode("utf-16").count("\n") + 1
        raise RefusedError(line, words.undecodable_text()) from error


def _head(file: IO[bytes], encoding: str, separator: str) -> list[Sequence[str]]:
    """The first rows, as a separator cuts them."""
    try:
        return [row.cells for row in islice(_rows(file, encoding, separator), HEAD)]
    except RefusedError:
        return []


def _rows(file: IO[bytes], encoding: str, separator: str) -> Iterator[Row]:
    file.seek(0)
    text = TextIOWrapper(file, encoding, newline="")
    try:
        csv.field_size_limit(LARGEST)
        reader = csv.reader(text, delimiter=separator, strict=True)
        while True:
            number = reader.line_num + 1
            try:
                cells = next(reader, None)
            except csv.Error as error:
                raise RefusedError(number, words.not_csv()) from error
            if cells is None:
                return
            yield Row(number, cells)
    finally:
        if not file.closed:
            text.detach()
