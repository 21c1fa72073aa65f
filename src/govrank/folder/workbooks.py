"""From the bytes of an .xlsx workbook to its rows of cells. A workbook may be hostile.

python-calamine reads the cells. It holds a sheet as a rectangle around all that is filled,
and knows no bound, so the parts of the workbook are gone through before.
"""

import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from pathlib import PurePosixPath
from typing import IO, Any, NamedTuple
from xml.parsers import expat

from govrank.folder.cells import BROKEN
from govrank.folder.sheets import MOST_COLUMNS, MOST_ROWS, RefusedError, Row, Sheet, bounded
from govrank.words import tables as words

# No honest workbook comes near these.
LARGEST_UNZIPPED = 200 << 20
MOST_PARTS = 5000
# As many cells as this are held, the empty ones between filled ones counted.
MOST_CELLS = 20 * MOST_ROWS
BLOCK = 1 << 20
LOCAL_HEADER = struct.Struct("<4s5H3L2H")
CONTENT = ("v", "is", "f")
# What a zip raises that is none.
DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, struct.error, NotImplementedError),
    *(OSError, EOFError, ValueError),
)

Value = int | float | str | bool | time | date | datetime | timedelta


def read_workbook(file: IO[bytes]) -> list[Sheet]:
    """The visible sheets of a workbook that have anything in them.

    Raises:
        RefusedError: it is no workbook, or too large, or python-calamine is not installed.
    """
    try:
        import python_calamine
    except ImportError as error:
        raise RefusedError(1, words.needs_excel()) from error
    parts = _parts(file)
    broken = _broken_by_sheet(parts)
    file.seek(0)
    try:
        workbook = python_calamine.CalamineWorkbook.from_filelike(file)
        sheets = []
        for metadata in workbook.sheets_metadata:
            visible = metadata.visible == python_calamine.SheetVisibleEnum.Visible
            if visible and metadata.typ == python_calamine.SheetTypeEnum.WorkSheet:
                sheet = workbook.get_sheet_by_name(metadata.name)
                if sheet.start is not None:
                    rows = _rows(sheet, broken.get(metadata.name, set()))
                    sheets.append(Sheet(metadata.name, bounded(rows)))
    except BaseException as error:
        # A panic of Rust is no Exception.
        if isinstance(error, (KeyboardInterrupt, SystemExit, MemoryError)):
            raise
        raise RefusedError(1, words.no_workbook()) from error
    return sheets


def _rows(sheet: Any, broken: set[tuple[int, int]]) -> Iterator[Row]:
    first = sheet.start[1]
    rows_of_broken = {row for row, _column in broken}
    for number, values in enumerate(sheet.iter_rows(), 1):
        cells = [_text(value) for value in values]
        if number in rows_of_broken:
            for i, cell in enumerate(cells):
                if not cell and (number, first + i + 1) in broken:
                    cells[i] = BROKEN
        yield Row(number, cells)


def _text(value: Value) -> str:
    """What a spreadsheet shows of a value, about: 11 and not 11.0."""
    if isinstance(value, str):
        return value
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)


class _Part(NamedTuple):
    """What a part of the workbook holds, if it is XML.

    Attributes:
        broken: the rows and columns of the cells without a value that should have one.
        sheets: the names of sheets, and the ids of their relationships.
        targets: the parts that relationships lead to, by id.
    """

    broken: set[tuple[int, int]]
    sheets: dict[str, str]
    targets: dict[str, str]


def _parts(file: IO[bytes]) -> dict[str, _Part]:
    """Go through all parts, as far as the bounds allow.

    Raises:
        RefusedError: it is no zip, or goes beyond the bounds.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            infos = archive.infolist()
            if len(infos) > MOST_PARTS or sum(i.file_size for i in infos) > LARGEST_UNZIPPED:
                raise RefusedError(1, words.unzips_too_large(LARGEST_UNZIPPED >> 20))
            left = LARGEST_UNZIPPED
            parts: dict[str, _Part] = {}
            unsound: list[str] = []
            for info in infos:
                reader = _PartReader()
                for block in _inflated(file, info):
                    left -= len(block)
                    if left < 0:
                        raise RefusedError(1, words.unzips_too_large(LARGEST_UNZIPPED >> 20))
                    reader.feed(block)
                parts[info.filename] = reader.part
                if not reader.is_sound:
                    unsound.append(info.filename)
    except DAMAGED as error:
        raise RefusedError(1, words.no_workbook()) from error
    _check_sound(parts, unsound)
    return parts


def _check_sound(parts: dict[str, _Part], unsound: Iterable[str]) -> None:
    """Pictures and old drawings are no XML. What is, or is read as a sheet, has to be.

    Raises:
        RefusedError: a part is not.
    """
    sheets: set[str] = set()
    for part in parts.values():
        if part.sheets:
            for other in parts.values():
                targets = [other.targets.get(id, "") for id in part.sheets.values()]
                sheets.update(PurePosixPath(target).name for target in targets)
    for name in unsound:
        path = PurePosixPath(name)
        if path.suffix.lower() in (".xml", ".rels") or path.name in sheets:
            raise RefusedError(1, words.no_workbook())


def _inflated(file: IO[bytes], info: zipfile.ZipInfo) -> Iterator[bytes]:
    """What a part really holds, block by block, whatever the directory says of its size.

    Raises:
        zipfile.BadZipFile: it is packed in another way than Excel does, or under a password.
    """
    file.seek(info.header_offset)
    header = LOCAL_HEADER.unpack(file.read(LOCAL_HEADER.size))
    file.seek(header[-2] + header[-1], 1)
    left = info.compress_size
    if info.flag_bits & 1 or info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise zipfile.BadZipFile
    inflate = zlib.decompressobj(-zlib.MAX_WBITS)
    while left > 0 and (block := file.read(min(left, BLOCK))):
        left -= len(block)
        if info.compress_type == zipfile.ZIP_STORED:
            yield block
            continue
        while block and not inflate.eof:
            yield inflate.decompress(block, BLOCK)
            block = inflate.unconsumed_tail


class _PartReader:
    """Reads XML as far as it is that, and counts what its cells would take."""

    def __init__(self) -> None:
        self.part = _Part(set(), {}, {})
        self._parser: Any = expat.ParserCreate(namespace_separator=" ")
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._row = self._column = 0
        self._last_row = self._last_column = 0
        # What is known of the cell that is open.
        self._is_error = self._has_formula = self._has_value = False

    def feed(self, block: bytes) -> None:
        if self._parser is None:
            return
        try:
            self._parser.Parse(block, False)
        except (expat.ExpatError, LookupError, ValueError):
            self._parser = None

    @property
    def is_sound(self) -> bool:
        """Whether all of it is XML, so that its cells are counted."""
        return self._parser is not None

    def _doctype(self, *_declared: object) -> None:
        raise RefusedError(1, words.no_workbook())

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(" ")[2]
        if name == "c":
            self._cell(attributes)
        elif name in CONTENT:
            self._fill(name)
        elif name == "row":
            self._row = _number(attributes.get("r", "")) or self._row + 1
            self._column = 0
        elif name == "sheet":
            id = next((v for k, v in attributes.items() if k.rpartition(" ")[2] == "id"), "")
            self.part.sheets[attributes.get("name", "")] = id
        elif name == "Relationship":
            self.part.targets[attributes.get("Id", "")] = attributes.get("Target", "")

    def _cell(self, attributes: dict[str, str]) -> None:
        reference = attributes.get("r", "")
        letters = reference.rstrip("0123456789")
        self._column += 1
        if letters:
            self._column = _column_number(letters)
            self._row = _number(reference[len(letters) :]) or self._row
        self._is_error = attributes.get("t") == "e"
        self._has_formula = self._has_value = False

    def _fill(self, name: str) -> None:
        if name == "f":
            self._has_formula = True
        else:
            self._has_value = True
        self._last_row = max(self._last_row, self._row)
        self._last_column = max(self._last_column, self._column)
        if self._last_row > MOST_ROWS:
            raise RefusedError(MOST_ROWS, words.too_many_rows(MOST_ROWS))
        if self._last_column > MOST_COLUMNS:
            raise RefusedError(self._row, words.too_many_columns(MOST_COLUMNS))
        if self._last_row * self._last_column > MOST_CELLS:
            raise RefusedError(self._row, words.too_many_cells(MOST_CELLS))

    def _end(self, tag: str) -> None:
        if tag.rpartition(" ")[2] == "c" and (
            self._is_error or (self._has_formula and not self._has_value)
        ):
            self.part.broken.add((self._row, self._column))


def _number(digits: str) -> int:
    """The number of a row, or 0. One of ten digits is beyond the bound."""
    if not (digits.isascii() and digits.isdigit()):
        return 0
    digits = digits.lstrip("0") or "0"
    return int(digits) if len(digits) < 10 else MOST_ROWS + 1


def _column_number(letters: str) -> int:
    """27 for AA."""
    number = 0
    for letter in letters[:4].upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _broken_by_sheet(parts: dict[str, _Part]) -> dict[str, set[tuple[int, int]]]:
    """The cells without a value, by the name of their sheet."""
    found: dict[str, set[tuple[int, int]]] = {}
    empty = _Part(set(), {}, {})
    for name, part in parts.items():
        path = PurePosixPath(name)
        relations = parts.get(f"{path.parent}/_rels/{path.name}.rels", empty)
        for sheet, id in part.sheets.items():
            target = relations.targets.get(id, "")
            inside = target.removeprefix("/") if target[:1] == "/" else f"{path.parent}/{target}"
            found[sheet] = parts.get(inside, empty).broken
    return found
