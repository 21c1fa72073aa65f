"""From rows of cells to what they say: a table of one's own, checked cell by cell.

What only the dataset can tell, such as whom a name means, is in `overlay`.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from govrank.folder import cells, sheets, workbooks
from govrank.folder.headings import COLUMNS, Column, columns_of, is_beside, is_exported, is_heading
from govrank.folder.nodes import Fault
from govrank.folder.sheets import RefusedError, Row, Sheet
from govrank.models import BAND
from govrank.words import tables as words

WORKBOOKS = (".xlsx",)
# What a spreadsheet calls "Unicode text" ends in .txt. In a folder that may be anything.
TEXTS = (".csv", ".tsv")
NAMED_ONLY = (".txt",)
# What other programs and years have written. It is told how to be saved.
OTHERS = (".xls", ".xlsm", ".xlsb", ".ods", ".et")
# A row that adds the others up, at the end, and one that explains them. Behind the word there may
# be how many they are: 合计（2个）, 总计：3.
TOTAL = re.compile(
    r"(?:(?:[合总小共]计|平均|总(?=[数分]))(?:数|值|得?分)?|(?:(?:grand|sub)?total|sum|average|mean))"
    r"([:：(（\[【\d].*)?",
    re.IGNORECASE,
)
COUNT = re.compile(r"\d*(?:[.]\d+)?[个家名]?")
FOOTNOTE = re.compile("(?:备?注|说明|(?:数据)?来源)[0-9]*[:：]")


def is_table(path: Path, *, in_folder: bool = False) -> bool:
    """Whether the name of a file says that it is a table."""
    endings = (*TEXTS, *WORKBOOKS, *OTHERS)
    return path.suffix.lower() in (endings if in_folder else (*endings, *NAMED_ONLY))


class Line(NamedTuple):
    """A row of a table, where a fault may be.

    Attributes:
        columns: those of its table.
    """

    file: str
    sheet: str
    number: int
    faults: list[Fault]
    columns: Collection[Column] = ()

    def fault(self, message: str) -> None:
        self.faults.append(self.says(message))

    def says(self, message: str) -> Fault:
        """A message with its place in front."""
        return Fault(self.file, self.number, message, self.sheet)


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
        # What is worth a note: see Overlay._note.
        self.unknown_columns: list[str] = []
        self.unread_sheets: list[str] = []
        # The first row with a cell under no heading, and how many there are.
        self.beside: Fault | None = None
        self.rows_beside = 0
        self.mended = 0
        # What govrank itself wrote may have no rows.
        self.literal = False

    def records(self) -> Iterator[Record]:
        """What the rows say. Faults are reported on the way."""
        try:
            with sheets.open_table(self.path) as file:
                if self.path.suffix.lower() in OTHERS:
                    raise RefusedError(1, words.save_otherwise(self.path.suffix))
                if self.path.suffix.lower() in WORKBOOKS:
                    found = workbooks.read_workbook(file)
                else:
                    found = [sheets.read_text(file, self.path.suffix.lower())]
                yield from self._all(found)
        except RefusedError as error:
            number, message = error.args
            self.line("", number).fault(message)
        except OSError as error:
            self.line("", 0).fault(words.not_readable(error))

    def line(self, sheet: str, number: int) -> Line:
        return Line(self.name, sheet, number, self.faults)

    def _all(self, found: Sequence[Sheet]) -> Iterator[Record]:
        """The rows of the first sheet, and of each further one that is a list."""
        if not found:
            self.line("", 1).fault(words.empty_table())
        several = sum(bool(cells.titled(sheet.name).category) for sheet in found) > 1
        for number, sheet in enumerate(found):
            try:
                yield from self._sheet(sheet, several, is_first=number == 0)
            except RefusedError as error:
                row, message = error.args
                self.line(sheet.name, row).fault(message)

    def _sheet(self, sheet: Sheet, several: bool, *, is_first: bool) -> Iterator[Record]:
        above: list[Row] = []
        heading = None
        for row in islice(sheet.rows, sheets.HEAD):
            if is_heading(row.cells):
                heading = row
                break
            above.append(row)
        says_list = bool(cells.titled(sheet.name).category)
        if heading is None and is_first:
            message = words.no_heading() if above else words.empty_table()
            self.line(sheet.name, above[0].number if above else 1).fault(message)
        elif heading and (is_first or says_list or "category" in columns_of(heading.cells)):
            if self._is_sound(sheet.name, above, heading):
                own_name = several or not is_first
                yield from _Reader(self, sheet.name, heading, own_name).records(sheet.rows)
        else:
            self.unread_sheets.append(sheet.name)

    def _is_sound(self, sheet: str, above: Iterable[Row], heading: Row) -> bool:
        """Whether a heading names each column once, and only titles stand above it."""
        before = len(self.faults)
        for row in above:
            filled = [cell for cell in row.cells if cell.strip()]
            if len(filled) > 1 and any(cell.strip().isdecimal() for cell in filled):
                self.line(sheet, row.number).fault(words.above_the_heading(heading.number))
        columns = [column for column in columns_of(heading.cells) if column]
        for column in dict.fromkeys(columns):
            if columns.count(column) > 1:
                names = [
                    name.strip()
                    for name, named in zip(heading.cells, columns_of(heading.cells), strict=True)
                    if named == column
                ]
                self.line(sheet, heading.number).fault(words.column_twice(names))
        return len(self.faults) == before

    def setting(self, sheet: str, own_name: bool) -> Setting:
        """The year and the list that the arguments, the sheet's or the file's name say.

        Args:
            own_name: whether the sheet's name counts more, as it is one of several lists.
        """
        names = [cells.titled(self.path.stem), cells.titled(sheet)]
        if own_name:
            names.reverse()
        years = [name.year for name in names if name.year]
        categories = [name.category for name in names if name.category]
        known = [category for category in categories if self._is_list(category)]
        return Setting(
            year=self._given.year or next(iter(years), None),
            category=self._given.category or next(iter(known + categories), ""),
        )


class _Reader:
    """Reads the rows below a heading."""

    def __init__(self, table: Table, sheet: str, heading: Row, own_name: bool) -> None:
        self._table = table
        self._sheet = sheet
        self._heading = heading
        self._columns: dict[Column, int] = {}
        for index, column in enumerate(columns_of(heading.cells)):
            if column:
                self._columns[column] = index
        self._unnamed = [i for i, name in enumerate(heading.cells) if not name.strip()]
        self._literal = table.literal = is_exported(heading.cells)
        self._setting = table.setting(sheet, own_name)
        # A blank rank says "tied with the row above" only where nothing else may say so.
        self._fills = "rank" in self._columns and not {"tier", "tied"} & set(self._columns)
        # The row above; None if there is none, or if it has a fault.
        self._above: Record | None = None
        self._above_is_faulty = False

    def records(self, rows: Iterable[Row]) -> Iterator[Record]:
        self._note_unknown()
        if self._is_unsettled():
            return
        total = None
        for row in rows:
            if not self._literal:
                if _is_total(row.cells, self._columns):
                    total = row.number
                    continue
                if _is_passed_over(row.cells, self._heading.cells):
                    continue
            texts = self._texts(row.cells)
            if not any(texts.values()):
                continue  # a remark in a column that is ignored
            if total is not None:
                self._table.line(self._sheet, total).fault(words.total_in_the_middle())
                total = None
            at = self._table.line(self._sheet, row.number)._replace(columns=self._columns)
            self._note_beside(at, row.cells)
            record = self._record(at, texts)
            self._above, self._above_is_faulty = record, record is None
            if record:
                yield record

    def _note_unknown(self) -> None:
        named = zip(self._heading.cells, columns_of(self._heading.cells), strict=True)
        for name, column in named:
            text = cells.text_of(name)
            known = column or not text or text in self._table.unknown_columns
            if not known and not (self._literal and is_beside(text)):
                self._table.unknown_columns.append(text)

    def _note_beside(self, at: Line, row: Sequence[str]) -> None:
        """Note a cell that stands under no heading, such as one behind a stray comma."""
        beside = [row[i] for i in self._unnamed if i < len(row)]
        if any(cell.strip() for cell in (*beside, *row[len(self._heading.cells) :])):
            self._table.rows_beside += 1
            self._table.beside = self._table.beside or at.says(words.under_no_heading())

    def _is_unsettled(self) -> bool:
        """Whether nothing says the year or the list. Then it is a fault of the heading."""
        year = self._setting.year or "year" in self._columns
        category = self._setting.category or "category" in self._columns
        if not (year and category):
            at = self._table.line(self._sheet, self._heading.number)
            at.fault(words.no_year_or_list(bool(year), bool(category), self._table.path.suffix))
        return not (year and category)

    def _texts(self, row: Sequence[str]) -> dict[Column, str]:
        """What each column says: "" where it is not there."""
        texts: dict[Column, str] = dict.fromkeys(COLUMNS, "")
        for column, index in self._columns.items():
            if index < len(row):
                texts[column] = cells.text_of(row[index])
        return texts

    def _record(self, at: Line, texts: Mapping[Column, str]) -> Record | None:
        """What a row says, or None if anything in it is a fault."""
        before = len(at.faults)
        for text in texts.values():
            _check_text(at, text)
        if len(at.faults) > before:
            return None
        name = texts["name"] or texts["entity"]
        _check_named(at, name, texts["doubt"])
        if (read := texts["read"]) and read != name:
            self._table.mended += 1
        year = self._year(at, texts["year"])
        category = texts["category"] or self._setting.category
        if not category:
            at.fault(words.no_list_in_row())
        below = self._fills and not texts["rank"] and not self._literal
        place = self._below(at, year, category) if below else _place(at, texts)
        record = Record(
            at=at,
            year=year,
            category=category,
            rank=place.rank,
            band=place.band,
            tied=place.tied,
            tier=_tier(at, place, texts["tier"]),
            score=_score(at, texts["score"]),
            name=name,
            entity=texts["entity"],
            region=texts["region"],
            source=texts["source"],
            literal=self._literal,
            label=texts["category_label"],
            code=texts["code"],
            english=texts["english"],
        )
        if len(at.faults) > before or (below and self._above is None):
            return None
        return record

    def _year(self, at: Line, text: str) -> int:
        if not text:
            if self._setting.year is None:
                at.fault(words.no_year_in_row())
            return self._setting.year or 0
        year = cells.year_of(text)
        if year is None:
            at.fault(words.invalid_year(text))
        return year or 0

    def _below(self, at: Line, year: int, category: str) -> cells.Rank:
        """The place of the row above, which a row without one shares."""
        above = self._above
        if above is None:
            if not self._above_is_faulty:
                at.fault(words.no_rank_above())
            return cells.Rank(None, None, None)
        if (above.year, above.category) != (year, category):
            at.fault(words.no_rank_above())
        return cells.Rank(above.rank, above.band, None)


def _is_total(row: Sequence[str], columns: Mapping[Column, int]) -> bool:
    """Whether a row adds the others up, or says their average, and names nobody."""

    def said(column: Column) -> str:
        index = columns.get(column, len(row))
        return "".join(row[index].split()) if index < len(row) else ""

    rank = said("rank")
    named = said("entity") or said("name")
    if COUNT.fullmatch(named):
        named = "".join(next(cell for cell in row if cell.strip()).split())
    found = TOTAL.fullmatch(rank) or TOTAL.fullmatch(named)
    # Who has a rank may be called like that: there, only the bare word is a total.
    return found is not None and (not found[1] or cells.rank_of(rank) is None)


def _is_passed_over(row: Sequence[str], heading: Sequence[str]) -> bool:
    """Whether a row is a footnote, or the heading again, as on each page of a print."""
    filled = [cell.strip() for cell in row if cell.strip()]
    if len(filled) == 1 and FOOTNOTE.match(filled[0]):
        return True
    return list(row) == list(heading)


def _check_named(at: Line, name: str, doubt: str) -> None:
    if doubt:
        at.fault(words.in_doubt(doubt))
    if not name:
        at.fault(words.no_name_in_row())


def _check_text(at: Line, text: str) -> None:
    if text == cells.BROKEN:
        at.fault(words.broken_cell())
    elif hidden := cells.hidden_in(text):
        at.fault(words.hidden_character(hidden))


def _place(at: Line, texts: Mapping[Column, str]) -> cells.Rank:
    """The rank or the band that a row says, and whether it is tied."""
    place = cells.Rank(None, None, None)
    if text := texts["rank"]:
        found = cells.rank_of(text)
        if found is None:
            at.fault(words.invalid_rank(text))
        place = found or place
    elif (tier := texts["tier"]).startswith(BAND):
        place = cells.rank_of(tier) or place
    if text := texts["tied"]:
        tied = cells.truth_of(text)
        if tied is None:
            at.fault(words.invalid_tied(text))
        place = place._replace(tied=tied)
    return place


def _tier(at: Line, place: cells.Rank, text: str) -> str | None:
    if not place.band:
        return text or None
    if text and cells.rank_of(text) != place._replace(tied=None):
        at.fault(words.band_and_tier(text))
    return f"{BAND}{place.band}"


def _score(at: Line, text: str) -> float | None:
    score = cells.score_of(text) if text else None
    if text and score is None:
        at.fault(words.invalid_number(text))
    return score
