"""Rows as a workbook of Excel, by XlsxWriter: numbers as numbers, everything else as text."""

import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from govrank.models import ExitCode, GovrankError
from govrank.show.result import Result
from govrank.show.screen import inert
from govrank.words import files as words

# Nothing in a cell is run, and nothing becomes a link, whatever it looks like.
SAFE = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
# A sheet has no room for more.
MOST_ROWS = 1_048_576
LONGEST_NAME = 31
# What the name of a sheet may not have, and how it may not be called.
FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", "-"))
RESERVED = "history"
# The width of a column, in characters.
NARROWEST = 6
WIDEST = 60


class MissingExtraError(GovrankError):
    """What writes workbooks is not installed."""

    exit_code = ExitCode.OUTPUT


def save(result: Result, path: Path) -> None:
    """Write a workbook with one sheet, or with those that the rows belong on.

    Memory is flat: a row is written when the next one comes.

    Raises:
        MissingExtraError: XlsxWriter is not installed.
        OSError: the file cannot be written.
    """
    with _opened(path) as workbook:
        writer = _Writer(workbook, result)
        for row in result.rows:
            writer.add(row)
        writer.close()


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    try:
        import xlsxwriter
    except ImportError:
        raise MissingExtraError(words.no_excel()) from None
    # The sheets are files until the workbook is closed. They lie where it will lie, since
    # there may be no other place to write to.
    with (
        closing(_Target(path)) as target,
        TemporaryDirectory(prefix=".govrank-", dir=path.parent) as folder,
    ):
        workbook = xlsxwriter.Workbook(target, {**SAFE, "constant_memory": True, "tmpdir": folder})
        try:
            yield workbook
            workbook.close()
        except xlsxwriter.exceptions.FileCreateError as error:
            # It holds the error of the system.
            raise error.args[0] from error


class _Target:
    """The file of a workbook. That it cannot be written is told when it is closed.

    XlsxWriter writes by ZipFile, which goes on writing after an error, even when the file
    is closed, and would print a traceback of its own.
    """

    def __init__(self, path: Path) -> None:
        self._file = path.open("wb")
        self._error: OSError | None = None

    def write(self, data: bytes) -> int:
        if self._error is None and not self._file.closed:
            try:
                self._file.write(data)
            except OSError as error:
                self._error = error
        return len(data)

    def flush(self) -> None:
        """Do nothing: what is left is written when the file is closed."""

    def close(self) -> None:
        """Close the file.

        Raises:
            OSError: not all of it was written.
        """
        self._file.close()
        if self._error is not None:
            raise self._error


class _Writer:
    """Puts rows on sheets, one sheet after another."""

    def __init__(self, workbook: Any, result: Result) -> None:
        self.workbook = workbook
        self.result = result
        self.headings = _headings(result)
        self.bold = workbook.add_format({"bold": True})
        self.names: list[str] = []
        self.sheet: Any = None
        self.name: str | None = None
        self.next_row = 0
        self.widths: list[int] = []

    def add(self, row: Any) -> None:
        name = self.result.sheet(row) if self.result.sheet is not None else "govrank"
        if name != self.name or self.next_row == MOST_ROWS:
            self._begin(name)
        cells = [getattr(row, column) for column in self.result.columns]
        for number, value in enumerate(cells):
            self._put(number, value)
        self.next_row += 1

    def close(self) -> None:
        """Finish the last sheet. A workbook has one at least."""
        if self.sheet is None:
            self._begin("govrank")
        self._finish()

    def _begin(self, name: str) -> None:
        self._finish()
        self.name = name
        self.names.append(_sheet_name(name, self.names))
        self.sheet = self.workbook.add_worksheet(self.names[-1])
        self.next_row = 0
        self.widths = [NARROWEST] * len(self.headings)
        if self.result.header:
            for number, heading in enumerate(self.headings):
                self._put(number, heading, self.bold)
            self.sheet.freeze_panes(1, 0)
            self.next_row = 1

    def _put(self, column: int, value: Any, style: Any = None) -> None:
        """Write a value into the next row."""
        refused = 0
        if value is None:
            return
        if isinstance(value, bool):
            self.sheet.write_boolean(self.next_row, column, value, style)
        elif isinstance(value, str):
            refused = self.sheet.write_string(self.next_row, column, inert(value), style)
        else:
            self.sheet.write_number(self.next_row, column, value, style)
        if refused:
            raise OSError(None, words.too_long_for_a_cell())
        self.widths[column] = max(self.widths[column], _width(str(value)) + 2)

    def _finish(self) -> None:
        if self.sheet is None:
            return
        for column, width in enumerate(self.widths):
            self.sheet.set_column(column, column, min(width, WIDEST))
        if self.result.header and self.next_row > 1:
            self.sheet.autofilter(0, 0, self.next_row - 1, len(self.headings) - 1)


def _headings(result: Result) -> list[str]:
    if result.literal:
        return list(result.columns)
    return [words.COLUMNS.get(column, column) for column in result.columns]


def _width(text: str) -> int:
    """The width of a text in half-width characters."""
    wide = [character for character in text if unicodedata.east_asian_width(character) in "WF"]
    return len(text) + len(wide)


def _sheet_name(name: str, taken: Sequence[str]) -> str:
    """A name that a sheet may have, and no other sheet has."""
    plain = inert(name).translate(FORBIDDEN).strip("' ")[:LONGEST_NAME] or "govrank"
    if plain.lower() == RESERVED:
        plain += " "
    used = {other.lower() for other in taken}
    unique = plain
    number = 2
    while unique.lower() in used:
        behind = f" ({number})"
        unique = plain[: LONGEST_NAME - len(behind)] + behind
        number += 1
    return unique
