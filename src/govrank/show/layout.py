"""Blocks set into lines that fit a width.

Rich breaks lines at blanks, which Chinese does not have, and cuts what is left over. So
lines are broken and columns fitted here, and nothing is ever cut.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from rich.cells import cell_len

from govrank.i18n import LANGUAGE
from govrank.show.screen import Screen
from govrank.show.view import (
    Block,
    Column,
    Line,
    Paragraph,
    Span,
    Table,
    aside,
    plain_text,
)

# Between the parts of a title, and behind a label.
GAP = "  "
WIDE = "\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6"
MARKS = "、，。；：！？"
# No line begins with these, and none ends with those.
CLOSING = MARKS + "）》」』】〉”’"
OPENING = "（《「『【〈“‘"
# Where a line may end, in the order of preference: between items; between words, which in
# Chinese is behind a mark, and within an address; between any two Chinese characters. None
# is inside an id.
_AT_BLANKS = r"(?<= )(?![ \[])|" if LANGUAGE == "en" else ""
PLACES = (
    re.compile(r"(?<=；)|(?<=; )|(?<=  )(?! )"),
    re.compile(rf"{_AT_BLANKS}(?<=[{MARKS}])(?![{CLOSING} ])|(?<=[^/:]/)(?=\w)"),
    re.compile(rf"(?<= )(?! )|((?<=[{WIDE}])|(?=[{WIDE}]))(?<![{OPENING} ])(?![{CLOSING} ])"),
)
# What is too wide even so is broken at any character, but not in front of a mark.
ANYWHERE = re.compile(rf".[{CLOSING}]*")
# The last kind at which a cell of a table is broken.
BETWEEN_WORDS = 1
# How narrow a column of prose may be.
LEAST_PROSE = 20


def width_of(line: Line) -> int:
    """The width of a line in cells."""
    return cell_len(plain_text(line))


# lines


def wrap(line: Line, width: int | None, indent: int = 0, series: bool = False) -> list[Line]:
    """Break a line into several that fit a width.

    Args:
        indent: the blanks in front of all lines but the first.
        series: whether items of the line are kept together where that is possible.
    """
    if width is None or width_of(line) <= width:
        return [line]
    texts = [""]
    _place(texts, plain_text(line), 0 if series else 1, width, indent)
    return _cut(line, texts, indent)


def _place(lines: list[str], text: str, kind: int, width: int, indent: int) -> None:
    """Put a text behind the last line, or on the next one, or broken on several."""
    room = width if len(lines) == 1 else width - indent
    if cell_len((lines[-1] + text).rstrip()) <= room:
        lines[-1] += text
    elif lines[-1].strip() and cell_len(text.rstrip()) <= width - indent:
        lines.append(text)
    elif kind < len(PLACES):
        for piece in _pieces(text, kind):
            _place(lines, piece, kind + 1, width, indent)
    elif len(ANYWHERE.findall(text)) > 1:
        for character in ANYWHERE.findall(text):
            _place(lines, character, kind, width, indent)
    else:
        lines.append(text)


def _pieces(text: str, kind: int) -> list[str]:
    """What is between the places of a kind."""
    pieces = []
    start = 0
    for place in PLACES[kind].finditer(text):
        if start < place.start():
            pieces.append(text[start : place.start()])
            start = place.start()
    pieces.append(text[start:])
    return pieces


def _cut(line: Line, texts: Sequence[str], indent: int) -> list[Line]:
    """Cut a line into the texts that it consists of."""
    lines: list[Line] = []
    spans = list(line)
    for text in texts:
        part: list[Span] = [Span(" " * indent)] if lines and indent else []
        left = len(text)
        while left:
            span = spans.pop(0)
            if len(span.text) > left:
                spans.insert(0, span._replace(text=span.text[left:]))
                span = span._replace(text=span.text[:left])
            left -= len(span.text)
            part.append(span)
        if plain_text(tuple(part)).strip():
            lines.append(_stripped(tuple(part)))
    return lines


def _stripped(line: Line) -> Line:
    """A line without the blanks at its end."""
    while line and not line[-1].text.rstrip():
        line = line[:-1]
    spans = list(line)
    if spans:
        last = spans.pop()
        spans.append(last._replace(text=last.text.rstrip()))
    return tuple(spans)


# blocks


def set_block(block: Block, screen: Screen, header: bool) -> Iterator[Line]:
    """The lines of a block.

    Args:
        header: whether its tables have headings.
    """
    if block.title:
        yield from _set_parts(block.title, screen.width)
    for parts in block.lead:
        yield from _set_parts(parts, screen.width)
    yield from block.drawing
    if block.table is not None:
        yield from _set_table(block.table, screen, header)
    for paragraph in block.caption:
        yield from _set_paragraph(paragraph, screen.width)
    for hint in block.hints:
        yield from wrap(aside(f"{screen.glyphs.here} {hint}"), screen.width, indent=2)


def _set_parts(parts: Sequence[Line], width: int | None) -> list[Line]:
    whole: Line = ()
    for part in parts:
        whole += part + aside(GAP)
    return wrap(_stripped(whole), width, series=True)


def _set_paragraph(paragraph: Paragraph, width: int | None) -> list[Line]:
    if not paragraph.label:
        return wrap(paragraph.text, width, series=paragraph.series)
    label = aside(paragraph.label + GAP)
    indent = width_of(label)
    if width is not None and indent > width // 2:
        indent = len(GAP)
    return wrap(label + paragraph.text, width, indent, paragraph.series)


# tables


class _Grid(NamedTuple):
    """A table whose cells may be several lines each. The first row is that of the headings."""

    columns: list[Column]
    rows: list[list[list[Line]]]

    def widths(self, of_cell: Callable[[Line], int] = width_of) -> list[int]:
        """The widest of each column, by a measure of one line of a cell."""
        widths = [0] * len(self.columns)
        for row in self.rows:
            for index, cell in enumerate(row):
                for line in cell:
                    widths[index] = max(widths[index], of_cell(line))
        return widths

    def total(self, widths: Sequence[int]) -> int:
        """The width of the whole with columns of these widths."""
        return sum(widths) + self.gaps()

    def gaps(self) -> int:
        """The width of what is between the columns."""
        return sum([column.gap for column in self.columns[1:]])


def shrunk(widths: Sequence[int], least: Sequence[int], room: int) -> list[int]:
    """Take from the widest of some columns that has more than its least, until all have room."""
    left = list(widths)
    while sum(left) > room:
        wider = [index for index in range(len(left)) if left[index] > least[index]]
        widest = max(wider, key=lambda index: left[index])
        left[widest] -= 1
    return left


def natural_width(table: Table) -> int:
    """How wide a table is if none of its cells is broken."""
    grid = _grid(table, header=True)
    return grid.total(grid.widths())


def least_width(table: Table) -> int:
    """How wide a table is at least if its cells are broken between words only."""
    grid = _grid(table, header=True)
    return grid.total(_least(grid))


def _set_table(table: Table, screen: Screen, header: bool) -> Iterator[Line]:
    grid = _grid(table, header)
    widths = grid.widths()
    if screen.width is not None and grid.total(widths) > screen.width:
        grid = _grid(table.without_pictures(), header)
        fitting = _fitting(grid, screen.width)
        if not fitting:
            yield from _set_records(grid, screen.width)
            return
        grid, widths = min(fitting, key=_cost)
    for number, row in enumerate(grid.rows):
        if number or header:
            yield from _set_row(grid.columns, row, widths)
        if number == 0 and header:
            yield aside(screen.glyphs.rule * grid.total(widths))


def _grid(table: Table, header: bool) -> _Grid:
    headings = [[aside(column.heading if header else "")] for column in table.columns]
    rows = [headings]
    for row in table.rows:
        rows.append([[cell] for cell in row])
    return _Grid(list(table.columns), rows)


def _set_row(columns: list[Column], row: list[list[Line]], widths: list[int]) -> Iterator[Line]:
    cells = []
    for cell, width in zip(row, widths, strict=True):
        lines: list[Line] = []
        for line in cell:
            lines += wrap(line, width)
        cells.append(lines)
    for number in range(max(map(len, cells))):
        whole: Line = ()
        for index, column in enumerate(columns):
            lines = cells[index]
            line = lines[number] if number < len(lines) else ()
            blanks = aside(" " * (widths[index] - width_of(line)))
            if index:
                whole += aside(" " * column.gap)
            whole += blanks + line if column.right else line + blanks
        yield _stripped(whole)


def _set_records(grid: _Grid, width: int) -> Iterator[Line]:
    """Each row as a paragraph, for a window that is too narrow for columns.

    All cells but the first two are named by their headings.
    """
    for row in grid.rows[1:]:
        record: Line = ()
        for index, cell in enumerate(row):
            heading = grid.columns[index].heading
            for line in cell:
                text = _unpadded(line)
                if text and index > 1 and heading:
                    text = aside(heading + " ") + text
                if text:
                    record += text + aside(GAP)
        yield from wrap(_stripped(record), width, len(GAP), series=True)


def _unpadded(line: Line) -> Line:
    """A line without the blanks at its ends."""
    line = _stripped(line)
    while line and not line[0].text.strip():
        line = line[1:]
    return line


def _fitting(grid: _Grid, width: int) -> list[tuple[_Grid, list[int]]]:
    """The ways to make a table fit, each with the widths of its columns.

    Cells are broken between words, and columns may move below others.
    """
    fitting = []
    for way in (grid, _stacked(grid)):
        least = _least(way)
        if way.total(least) <= width:
            fitting.append((way, shrunk(way.widths(), least, width - way.gaps())))
    return fitting


def _stacked(grid: _Grid) -> _Grid:
    """The columns that may stand below others do so."""
    columns: list[Column] = []
    rows: list[list[list[Line]]] = [[] for _row in grid.rows]
    for index, column in enumerate(grid.columns):
        below = column.below and index > 0
        if not below:
            columns.append(column)
        for row, stacked in zip(grid.rows, rows, strict=True):
            lines = [line for line in row[index] if plain_text(line)]
            if below:
                stacked[-1] = stacked[-1] + lines
            else:
                stacked.append(lines or [()])
    return _Grid(columns, rows)


def _least(grid: _Grid) -> list[int]:
    """The least widths of columns: their widest words, or cells that must stay whole."""
    headings = _Grid(grid.columns, grid.rows[:1]).widths(_widest_piece)
    natural = _Grid(grid.columns, grid.rows[1:]).widths()
    pieces = _Grid(grid.columns, grid.rows[1:]).widths(_widest_piece)
    least = []
    for index, column in enumerate(grid.columns):
        cells = natural[index] if column.whole else pieces[index]
        if column.prose:
            cells = min(cells, LEAST_PROSE)
        least.append(max(headings[index], cells))
    return least


def _widest_piece(line: Line) -> int:
    """The widest piece of a line that is broken between words."""
    pieces = [plain_text(line)]
    for kind in range(BETWEEN_WORDS + 1):
        pieces = [part for piece in pieces for part in _pieces(piece, kind)]
    return max(cell_len(piece.rstrip()) for piece in pieces)


def _cost(fitting: tuple[_Grid, list[int]]) -> int:
    """How many lines a table has, and how many of its cells are broken."""
    grid, widths = fitting
    cost = 0
    for row in grid.rows:
        tallest = 1
        for cell, width in zip(row, widths, strict=True):
            lines = sum(len(wrap(line, width)) for line in cell)
            tallest = max(tallest, lines)
            cost += lines - len(cell)
        cost += tallest
    return cost
