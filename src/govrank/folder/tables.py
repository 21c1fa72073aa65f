"""From rows of cells to what they say: a table of one's own, checked cell by cell.

What only the dataset can tell, such as whom a name means, is in `overlay`.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from govrank import words
from govrank.folder import cells, sheets, workbooks
from govrank.folder.headings import (
    BESIDE,
    Column,
    columns_of,
    is_exported,
    is_heading,
)
from govrank.folder.nodes import Fault
from govrank.folder.sheets import RefusedError, Row, Sheet
from govrank.models import BAND

WORKBOOKS = (".xlsx",)
# What a spreadsheet calls "Unicode text" ends in .txt. In a folder that may be anything.
TEXTS = (".csv", ".tsv")
NAMED_ONLY = (".txt",)
# A row that adds the others up, at the end, and one that explains them.
TOTALS = ("合计", "总计", "小计", "总数", "total", "sum")
FOOTNOTE = re.compile("(?:备?注|说明|(?:数据)?来源)[0-9]*[:：]")


def is_table(path: Path, *, in_folder: bool = False) -> bool:
    """Whether the name of a file says that it is a table."""
    endings = (*TEXTS, *WORKBOOKS) if in_folder else (*TEXTS, *WORKBOOKS, *NAMED_ONLY)
    return path.suffix.lower() in endings


class Line(NamedTuple):
    """A row of a table, where a fault may be."""

    file: str
    sheet: str
    number: int
    faults: list[Fault]

    def fault(self, message: str) -> None:
        self.faults.append(Fault(self.file, self.number, message, self.sheet))


class Setting(NamedTuple):
    """The year and the list of the rows that do not say it themselves."""

    year: int | None
    category: str


class Record(NamedTuple):
    """What a row says. What it does not say is None or "".

    Attributes:
        at: where it is written.
        category: the id, label or alias of a list, or the label of a new one.
        literal: whether it is a row that `export` wrote.
        below: whether its rank is that of the row above.
        label, code, english: only in what `export` writes.
    """

    at: Line
    year: int
    category: str
    rank: int | None
    band: int | None
    tied: bool | None
    tier: str | None
    score: float | None
    name: str
    entity: str
    region: str
    source: str
    literal: bool
    below: bool
    label: str
    code: str
    english: str


class Table:
    """A file with a table, or a workbook with several.

    Args:
        path: the file.
        name: what it is called in a fault, and as a source.
        given: a year and a list, for rows that do not say it.
        is_list: whether a text is the name of a list that is known.
        faults: where faults go.
    """

    def __init__(
        self,
        path: Path,
        name: str,
        given: Setting,
        is_list: Callable[[str], bool],
        faults: list[Fault],
    ) -> None:
        self.path = path
        self.name = name
        self.faults = faults
        self._given = given
        self._is_list = is_list
        # What is worth a note: see words.table_notes.
        self.unknown_columns: list[str] = []
        self.unread_sheets: list[str] = []
        self.mended = 0

    def records(self) -> Iterator[Record]:
        """What the rows say. Faults are reported on the way."""
        try:
            with sheets.open_table(self.path) as file:
                if self.path.suffix.lower() in WORKBOOKS:
                    found = workbooks.read_workbook(file)
                else:
                    found = [sheets.read_text(file, self.path.suffix.lower())]
                yield from self._all(found)
        except RefusedError as error:
            number, message = error.args
            self._line("", number).fault(message)
        except OSError as error:
            self._line("", 1).fault(words.not_readable(error))

    def _line(self, sheet: str, number: int) -> Line:
        return Line(self.name, sheet, number, self.faults)

    def _all(self, found: Sequence[Sheet]) -> Iterator[Record]:
        """The rows of the first sheet, and of each further one that is a list."""
        if not found:
            self._line("", 1).fault(words.empty_table())
        several = sum(bool(cells.titled(sheet.name).category) for sheet in found) > 1
        for number, sheet in enumerate(found):
            try:
                yield from self._sheet(sheet, several, is_first=number == 0)
            except RefusedError as error:
                row, message = error.args
                self._line(sheet.name, row).fault(message)

    def _sheet(self, sheet: Sheet, several: bool, *, is_first: bool) -> Iterator[Record]:
        above: list[Row] = []
        for row in sheet.rows:
            if is_heading(row.cells):
                break
            above.append(row)
            if len(above) == sheets.HEAD:
                break
        if not above or above[-1].number != row.number if above else False:
            pass
        heading = row if is_heading(row.cells) else None
        del heading
        yield from ()
