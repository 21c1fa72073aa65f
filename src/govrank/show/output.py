"""Rows to stdout in the format asked for, and words to stderr.

FORMATS is the one place that knows which formats there are. The option, its help, its
errors and the table of the README are made of it.
"""

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache, partial
from operator import attrgetter
from pathlib import Path
from typing import Any, NamedTuple, TextIO

from govrank import words
from govrank.i18n import _
from govrank.models import MOST_REMEMBERED, GovrankError, as_text
from govrank.show.result import Chart, FileFormat, Result, View
from govrank.show.screen import DOCUMENT, Screen, inert

Row = tuple[Any, ...]
DELIMITERS = {"csv": ",", "tsv": "\t"}
MARK = "\ufeff"
# A spreadsheet runs what begins so. An apostrophe in front makes it text.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
# A cell of tsv has no room for them.
BLANKS = str.maketrans("\t\r\n", "   ")
# The grey of what is said aside.
GREY = "\x1b[38;5;243m{}\x1b[0m"


class Format(NamedTuple):
    """A way to write an answer.

    Attributes:
        help: one line on what it is for.
        lines: the lines of an answer, as they come.
        utf8: whether it is UTF-8 whatever the terminal speaks.
        for_people: whether it has titles and captions.
    """

    name: str
    help: str
    lines: Callable[[Result], Iterator[str]]
    utf8: bool = True
    for_people: bool = False


class Output(NamedTuple):
    """How an answer is to be written.

    Attributes:
        format: a name in FORMATS; for a file, that of its format in FILES.
        quiet: whether only names are wanted.
        header: whether headings are wanted.
        bom: whether csv and tsv begin with a byte order mark.
        screen: where tables are shown; the screen of stdout if it is None.
        file: what is written; stdout if it is None.
        given: the options that a further command needs too, as they are typed.
    """

    format: str = "table"
    quiet: bool = False
    header: bool = True
    bom: bool = False
    screen: Screen | None = None
    file: Path | None = None
    given: str = ""

    @property
    def for_people(self) -> bool:
        """Whether people read the answer, and not programs."""
        if self.file is not None:
            return FILES[self.file.suffix.lower()].for_people
        return not self.quiet and FORMATS[self.format].for_people

    def write(
        self,
        rows: Iterable[NamedTuple],
        columns: Sequence[str],
        name: str,
        view: View,
        *,
        named: bool = False,
        chart: Chart | None = None,
        sheet: Callable[[Any], str] | None = None,
        literal: bool = False,
    ) -> None:
        """Write an answer to stdout, or into the file.

        Args:
            rows: for machines, written one by one as they come.
            columns: the fields that a format for machines has, in order.
            name: the field that --quiet prints.
            view: what a person is shown on a screen. It is called only for the formats
                that people read; then nothing is taken from the rows.
            named: whether it is the answer to names. If none has a row, a file stays as it was.
            chart, sheet, literal: what a file needs; see Result.

        Raises:
            OSError: stdout takes no more, or the file cannot be written.
        """
        if self.file is not None:
            from govrank.show import files

            result = Result(
                rows=rows,
                columns=columns,
                view=view,
                header=self.header,
                screen=DOCUMENT,
                bom=self.bom,
                chart=chart,
                sheet=sheet,
                literal=literal,
            )
            files.write(self.file, FILES[self.file.suffix.lower()], result, named)
            return
        stdout: Any = sys.stdout
        if self.quiet or FORMATS[self.format].utf8:
            # Scripts read UTF-8 and \n, whatever the locale and the system say.
            stdout.reconfigure(encoding="utf-8", errors="replace", newline="\n")
        for line in self.lines(rows, columns, name, view):
            stdout.write(line + "\n")

    def line(self, columns: Sequence[str], name: str) -> Callable[[NamedTuple], str] | None:
        """How a row is written, if each is a line of its own on stdout; otherwise None."""
        if self.file is not None:
            return None
        if self.quiet:
            return attrgetter(name)
        line = LINES.get(self.format)
        cells = attrgetter(*columns)
        return None if line is None else lambda row: line(columns, cells(row))

    def write_texts(self, texts: Iterable[str], columns: Sequence[str]) -> None:
        """Write rows that are lines already, below the headings of the format.

        Raises:
            OSError: stdout takes no more.
        """
        stdout: Any = sys.stdout
        stdout.reconfigure(encoding="utf-8", errors="replace", newline="\n")
        if self.format in DELIMITERS and not self.quiet:
            mark = MARK if self.bom else ""
            heading = LINES[self.format](columns, tuple(columns)) + "\n" if self.header else ""
            stdout.write(mark + heading)
        for text in texts:
            stdout.write(text)

    def lines(
        self, rows: Iterable[NamedTuple], columns: Sequence[str], name: str, view: View
    ) -> Iterator[str]:
        """The lines of an answer, without their ends. The arguments are those of write()."""
        if self.quiet:
            return _names(rows, name)
        format = FORMATS[self.format]
        screen = DOCUMENT
        if not format.utf8:
            screen = self.screen or Screen.of(sys.stdout, os.environ, sys.platform)
            screen = screen._replace(given=self.given)
        lines = format.lines(Result(rows, columns, view, self.header, screen))
        return _marked(lines) if self.bom and self.format in DELIMITERS else lines


def _names(rows: Iterable[NamedTuple], name: str) -> Iterator[str]:
    for row in rows:
        yield str(getattr(row, name))


def _marked(lines: Iterator[str]) -> Iterator[str]:
    mark = MARK
    for line in lines:
        yield mark + line
        mark = ""


# formats that people read


def _table(result: Result) -> Iterator[str]:
    from govrank.show import terminal

    return terminal.lines(result.view(result.screen), result.screen, result.header)


def _markdown(result: Result) -> Iterator[str]:
    from govrank.show import documents

    return documents.markdown(result.view(DOCUMENT), result.header)


def _html(result: Result) -> Iterator[str]:
    from govrank.show import documents

    return documents.html(result.view(DOCUMENT), result.header)


# formats that machines read


def _rows(result: Result, line: Callable[[Row], str]) -> Iterator[str]:
    cells = map(attrgetter(*result.columns), result.rows)
    if "query" in result.columns:
        line = lru_cache(MOST_REMEMBERED)(line)
    return map(line, cells)


def _json_lines(result: Result) -> Iterator[str]:
    return _rows(result, partial(_record, result.columns))


def _json_array(result: Result) -> Iterator[str]:
    """A record a line, each written when the next one is there."""
    records = _json_lines(result)
    last = next(records, None)
    if last is None:
        yield "[]"
        return
    yield "["
    for record in records:
        yield last + ","
        last = record
    yield last
    yield "]"


def _record(columns: Sequence[str], row: Row) -> str:
    members = []
    for column, value in zip(columns, row, strict=True):
        members.append(f'"{column}": {_json(value)}')
    return "{" + ", ".join(members) + "}"


def _json(value: Any) -> str:
    if hasattr(value, "as_tuple"):  # a Decimal, with all its digits and no exponent
        return as_text(value)
    return _dumped(value)


@lru_cache(maxsize=MOST_REMEMBERED, typed=True)  # rows have most values in common
def _dumped(value: Any) -> str:
    from json import dumps  # takes a millisecond, and most answers need none

    return dumps(value, ensure_ascii=False)


def _separated(delimiter: str, result: Result) -> Iterator[str]:
    line = partial(separated, delimiter)
    if result.header:
        yield line(tuple(result.columns))
    yield from _rows(result, line)


def separated(delimiter: str, row: Row) -> str:
    """A line of csv or tsv, without its end."""
    cells = []
    for value in row:
        cells.append(_cell(delimiter, value))
    return delimiter.join(cells)


def _cell(delimiter: str, value: Any) -> str:
    text = as_text(value)
    if isinstance(value, str) and text.startswith(FORMULA):
        text = "'" + text
    if delimiter == "\t":
        text = text.translate(BLANKS)
    # csv.writer leaves a lone \r unquoted before Python 3.13.
    if delimiter in text or '"' in text or "\n" in text or "\r" in text:
        return '"' + text.replace('"', '""') + '"'
    return text


# The formats in which each row is a line of its own: from columns and a row to the line.
LINES: dict[str, Callable[[Sequence[str], Row], str]] = {
    "jsonl": _record,
    "csv": lambda columns, row: separated(",", row),
    "tsv": lambda columns, row: separated("\t", row),
}
FORMATS: dict[str, Format] = {}
for _format in (
    Format(
        "table", _("a table for people, made for the terminal"), _table, utf8=False, for_people=True
    ),
    Format("json", _("an array of records"), _json_array),
    Format("jsonl", _("a record a line"), _json_lines),
    Format("csv", _("comma-separated, for spreadsheets"), partial(_separated, ",")),
    Format("tsv", _("tab-separated"), partial(_separated, "\t")),
    Format("markdown", _("the table for people, as Markdown"), _markdown, for_people=True),
    Format("html", _("the table for people, as a page to paste from"), _html, for_people=True),
):
    FORMATS[_format.name] = _format


# files


def _save_lines(format: str, result: Result, path: Path) -> None:
    """As on stdout, but Excel knows UTF-8 in csv by its mark only."""
    with path.open("w", encoding="utf-8", errors="replace", newline="\n") as file:
        if format == "csv" or (result.bom and format in DELIMITERS):
            file.write(MARK)
        for line in FORMATS[format].lines(result):
            file.write(line + "\n")


def _save_workbook(result: Result, path: Path) -> None:
    from govrank.show import workbook

    workbook.save(result, path)


def _save_picture(result: Result, path: Path) -> None:
    from govrank.show import pictures

    with path.open("w", encoding="utf-8", newline="\n") as file:
        for line in pictures.lines(result):
            file.write(line + "\n")


# The formats of files, by their endings.
FILES = {
    ".csv": FileFormat("csv", partial(_save_lines, "csv")),
    ".tsv": FileFormat("tsv", partial(_save_lines, "tsv")),
    ".json": FileFormat("json", partial(_save_lines, "json")),
    ".jsonl": FileFormat("jsonl", partial(_save_lines, "jsonl")),
    ".md": FileFormat("markdown", partial(_save_lines, "markdown"), for_people=True),
    ".html": FileFormat("html", partial(_save_lines, "html"), for_people=True),
    ".xlsx": FileFormat("xlsx", _save_workbook),
    ".svg": FileFormat("svg", _save_picture, for_people=True),
    ".db": FileFormat("db", None),
}
# What people call the format of a spreadsheet.
SPREADSHEETS = ("excel", "xls")


def _meant(text: str) -> str:
    """The format that is typed, which may be in capitals."""
    name = text.strip().lower()
    return "xlsx" if name in SPREADSHEETS else name


def format_named(text: str) -> str:
    """The name of a format for stdout, which may be typed in capitals.

    Raises:
        GovrankError: there is no such format, or it is for files only.
    """
    name = _meant(text)
    if name in FORMATS:
        return name
    if f".{name}" in FILES:
        if FILES[f".{name}"].name in FORMATS:
            return FILES[f".{name}"].name  # md
        raise GovrankError(words.only_a_file(name))
    variable = "GOVRANK_FORMAT" if os.environ.get("GOVRANK_FORMAT") == text else None
    raise GovrankError(words.unknown_format(text, FORMATS, variable))


def format_of_file(file: Path, typed: str | None, quiet: bool) -> str:
    """The name of the format that the ending of a file says.

    Args:
        typed: the format that was typed as an option.
        quiet: whether only names are wanted.

    Raises:
        GovrankError: it says none, or another than the option.
    """
    from govrank.words import files as sentences

    form = FILES.get(file.suffix.lower())
    if form is None:
        known = [ending for ending, form in FILES.items() if form.save is not None]
        raise GovrankError(sentences.unknown_ending(file, known))
    if quiet:
        raise GovrankError(sentences.unlike("-q", file))
    if typed is not None and _meant(typed) not in (form.name, file.suffix.lower()[1:]):
        raise GovrankError(sentences.unlike(f"-f {typed}", file))
    return form.name


# words


def say(*messages: str) -> None:
    """Write a line for each message to stderr."""
    _to_stderr([f"govrank: {inert(message)}" for message in messages])


def tell(message: str) -> None:
    """Write one line to stderr that answers in place of rows."""
    _to_stderr([inert(message)])


def hint(message: str) -> None:
    """Write one line to stderr that says what else could be asked: grey where there are colours."""
    _to_stderr([inert(message)], grey=True)


def _to_stderr(lines: list[str], grey: bool = False) -> None:
    if sys.stderr is None:  # print() would turn to stdout
        return
    screen = _screen_behind(sys.stderr)
    if screen.width is not None:
        lines = [part for line in lines for part in _fitted(line, screen.width)]
    if grey and screen.colours:
        lines = [GREY.format(line) for line in lines]
    try:
        sys.stderr.write("\n".join([*lines, ""]))  # at once: each call is a write of its own
    except OSError:
        sys.stderr = None  # what cannot be said changes no answer


@lru_cache(maxsize=1)  # a batch may say thousands of lines
def _screen_behind(stream: TextIO) -> Screen:
    return Screen.of(stream, os.environ, sys.platform)


def _fitted(line: str, width: int) -> Iterator[str]:
    """A line, or several where the terminal has no room for it."""
    if 2 * len(line) <= width:
        yield line
        return
    from govrank.show.layout import wrap
    from govrank.show.view import body, plain_text

    for part in wrap(body(line), width, indent=2):
        yield plain_text(part)
