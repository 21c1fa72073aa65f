"""Rows to stdout in the format asked for, and words to stderr; tables.py makes the tables."""

import json
import os
import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache, partial
from io import StringIO
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, get_args, get_type_hints

if TYPE_CHECKING:
    from rich.console import RenderableType

    # From rows, whether to show headings, and the columns of the screen, to what rich prints.
    Tables = Callable[[Iterable[Any], bool, int], Iterable[RenderableType]]

Row = tuple[Any, ...]

DELIMITERS = {"csv": ",", "tsv": "\t"}
# How the types of columns are called in a data package.
TYPES = {str: "string", int: "integer", float: "number", bool: "boolean"}


class Output(NamedTuple):
    """How rows are to be written."""

    format: str
    quiet: bool
    header: bool
    bom: bool

    def write(
        self, rows: Iterable[NamedTuple], columns: Sequence[str], name: str, tables: "Tables"
    ) -> None:
        """Write rows as they come.

        Args:
            rows: written one by one, so that a batch needs no memory.
            columns: the fields that a machine format has, in order.
            name: the field that --quiet prints.
            tables: from the rows to what rich prints, for the format table.

        Raises:
            OSError: stdout takes no more.
        """
        if self.format == "table" and not self.quiet:
            _print(tables, rows, self.header)
            return
        # Scripts read UTF-8 and \n, whatever the locale and the system say.
        sys.stdout.reconfigure(encoding="utf-8", errors="replace", newline="\n")  # type: ignore[union-attr]
        if self.bom and self.format in DELIMITERS and not self.quiet:
            sys.stdout.write("\ufeff")
        lines = (
            (str(getattr(row, name)) for row in rows) if self.quiet else self._lines(rows, columns)
        )
        for line in lines:
            sys.stdout.write(line + "\n")

    def _lines(self, rows: Iterable[NamedTuple], columns: Sequence[str]) -> Iterator[str]:
        line: Callable[[Row], str] = partial(_record, columns)
        if self.format in DELIMITERS:
            line = partial(separated, DELIMITERS[self.format])
        elif self.format == "markdown":
            line = _markdown
        cells = map(attrgetter(*columns), rows)
        # A batch asks for the same names again and again.
        lines = map(lru_cache(4096)(line), cells) if "query" in columns else map(line, cells)
        if self.format == "json":
            yield from _array(lines)
            return
        if self.header and self.format != "jsonl":
            yield line(tuple(columns))
            if self.format == "markdown":
                yield line(("---",) * len(columns))
        yield from lines


def say(message: str) -> None:
    """Write one line to stderr."""
    if sys.stderr is not None:  # print() would turn to stdout
        try:
            print(f"govrank: {inert(message)}", file=sys.stderr)
        except OSError:
            sys.stderr = None  # what cannot be said changes no answer


def inert(text: str) -> str:
    """Show what a terminal obeys, or hides, as the replacement character."""
    if text.isprintable():
        return text
    return "".join(
        c if c.isprintable() or unicodedata.category(c) == "Zs" else "\ufffd" for c in text
    )


def _array(records: Iterator[str]) -> Iterator[str]:
    """A record a line, each written when the next one is there."""
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
    cells = zip(columns, row, strict=True)
    return "{" + ", ".join([f'"{column}": {_json(cell)}' for column, cell in cells]) + "}"


def _json(value: Any) -> str:
    if hasattr(value, "as_tuple"):  # a Decimal, with all its digits and no exponent
        return format(value, "f")
    return json.dumps(value, ensure_ascii=False)


def text(value: Any) -> str:
    """A cell: empty for null, true and false as in json."""
    return value if isinstance(value, str) else "" if value is None else _json(value)


def separated(delimiter: str, row: Row) -> str:
    """A line of csv or tsv, without its end."""
    import csv

    line = StringIO()
    csv.writer(line, delimiter=delimiter, lineterminator="").writerow(map(_cell, row))
    return line.getvalue()


def _cell(value: Any) -> str:
    # A spreadsheet runs what begins like a formula; an apostrophe makes it text.
    formula = isinstance(value, str) and value.startswith(("=", "+", "-", "@"))
    return "'" + value if formula else text(value)


def write_datapackage(
    folder: Path, tables: dict[str, tuple[Sequence[NamedTuple], Sequence[str], type]]
) -> None:
    """Write tables as CSV, with the description that https://specs.frictionlessdata.io asks for.

    Args:
        tables: by name, their rows, the fields that are their columns, and the rows' type.

    Raises:
        OSError: the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    resources = []
    for name, (rows, columns, row_type) in tables.items():
        cells = list(map(attrgetter(*columns), rows))
        lines = [separated(",", row) + "\n" for row in (tuple(columns), *cells)]
        (folder / f"{name}.csv").write_bytes("".join(lines).encode())
        hints = get_type_hints(row_type)
        fields = []
        for column in columns:
            declared, *_none = get_args(hints[column]) or (hints[column],)  # int | None is int
            fields.append({"name": column, "type": TYPES[declared]})
        resources.append(
            {
                "name": name,
                "path": f"{name}.csv",
                "profile": "tabular-data-resource",
                "encoding": "utf-8",
                "schema": {"fields": fields, "missingValues": [""]},
            }
        )
    package = {"profile": "tabular-data-package", "name": "govrank", "resources": resources}
    description = json.dumps(package, ensure_ascii=False, indent=2) + "\n"
    (folder / "datapackage.json").write_text(description, encoding="utf-8")


def _markdown(row: Row) -> str:
    cells = [inert(text(value)).replace("|", "\\|") for value in row]
    return f"| {' | '.join(cells)} |"


def _print(tables: "Tables", rows: Iterable[NamedTuple], header: bool) -> None:
    from rich.console import Console

    settings: dict[str, Any] = {"highlight": False, "markup": False, "emoji": False}
    if os.environ.get("FORCE_COLOR") == "0":  # rich forces colour if it is set at all
        settings["force_terminal"] = False
    if not sys.stdout.isatty():
        # Rich would guess a width here and cut what is wider; a width alone it does not
        # heed where colours are forced on a dumb terminal.
        settings |= {"width": 9999, "height": 99}
    console = Console(**settings)
    for renderable in tables(rows, header, console.width):
        console.print(renderable)
