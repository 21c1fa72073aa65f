"""Rows to stdout in the format asked for, and words to stderr; tables.py makes the tables."""

import json
import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from rich.console import RenderableType

    # From rows, whether to show headings, and the columns of the screen, to what rich prints.
    Tables = Callable[[Iterable[Any], bool, int], Iterable[RenderableType]]

Row = tuple[Any, ...]

# How the types of columns are called in a data package.
TYPES = {"str": "string", "int": "integer", "float": "number", "bool": "boolean"}


class Output(NamedTuple):
    """How rows are to be written."""

    format: str
    quiet: bool
    header: bool

    def write(
        self, rows: Iterable[NamedTuple], columns: Sequence[str], name: str, tables: "Tables"
    ) -> None:
        """Write rows as they come.

        Args:
            columns: the fields that a machine format has, in order.
            name: the field that --quiet prints.
        """
        cells = map(attrgetter(*columns), rows)
        if self.quiet:
            _write_lines(str(getattr(row, name)) for row in rows)
        elif self.format == "table":
            _print(tables, rows, self.header)
        elif self.format == "json":
            _write_lines(_json_array(cells, columns))
        elif self.format == "jsonl":
            _write_lines(_record(row, columns) for row in cells)
        elif self.format == "markdown":
            _write_lines(_markdown(cells, columns, self.header))
        else:
            _reconfigure_for_machines()
            delimiter = "," if self.format == "csv" else "\t"
            write_separated(sys.stdout, cells, columns, self.header, delimiter)


def say(message: str) -> None:
    """Write one line to stderr."""
    if sys.stderr is not None:  # print() would turn to stdout
        print(f"govrank: {inert(message)}", file=sys.stderr)


def inert(text: str) -> str:
    """Show what a terminal obeys, or hides, as the replacement character."""
    if text.isprintable():
        return text
    return "".join(
        c if c.isprintable() or unicodedata.category(c) == "Zs" else "\ufffd" for c in text
    )


def _reconfigure_for_machines() -> None:
    # Scripts read UTF-8 and \n, whatever the locale and the system say.
    sys.stdout.reconfigure(encoding="utf-8", errors="replace", newline="\n")  # type: ignore[union-attr]


def _write_lines(lines: Iterable[str]) -> None:
    _reconfigure_for_machines()
    for line in lines:
        sys.stdout.write(line + "\n")


def _json_array(rows: Iterable[Row], columns: Sequence[str]) -> Iterator[str]:
    """A row a line, each written when the next one is there."""
    records = (_record(row, columns) for row in rows)
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


def _record(row: Row, columns: Sequence[str]) -> str:
    cells = zip(columns, row, strict=True)
    return "{" + ", ".join([f'"{column}": {_json(cell)}' for column, cell in cells]) + "}"


def _json(value: Any) -> str:
    if hasattr(value, "as_tuple"):  # a Decimal, with all its digits and no exponent
        return format(value, "f")
    return json.dumps(value, ensure_ascii=False)


def text(value: Any) -> str:
    """A cell: empty for null, true and false as in json."""
    return value if isinstance(value, str) else "" if value is None else _json(value)


def write_separated(
    file: Any, rows: Iterable[Row], columns: Sequence[str], header: bool, delimiter: str
) -> None:
    import csv

    writer = csv.writer(file, delimiter=delimiter, lineterminator="\n")
    if header:
        writer.writerow(columns)
    for row in rows:
        writer.writerow([_cell(value) for value in row])


def _cell(value: Any) -> str:
    # A spreadsheet runs what begins like a formula; an apostrophe makes it text.
    formula = isinstance(value, str) and value.startswith(("=", "+", "-", "@"))
    return "'" + value if formula else text(value)


def write_datapackage(
    folder: Path, tables: dict[str, tuple[Sequence[NamedTuple], Sequence[str]]]
) -> None:
    """Write tables as CSV, with the description that https://specs.frictionlessdata.io asks for.

    Args:
        tables: by name, their rows and the fields that are their columns.

    Raises:
        OSError: the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    resources = []
    for name, (rows, columns) in tables.items():
        cells = list(map(attrgetter(*columns), rows))
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            write_separated(file, cells, columns, True, ",")
        fields = []
        for i, column in enumerate(columns):
            value = next((row[i] for row in cells if row[i] is not None), "")
            fields.append({"name": column, "type": TYPES[type(value).__name__]})
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


def _markdown(rows: Iterable[Row], columns: Sequence[str], header: bool) -> Iterator[str]:
    if header:
        yield f"| {' | '.join(columns)} |"
        yield f"|{' --- |' * len(columns)}"
    for row in rows:
        cells = [text(value).replace("|", "\\|") for value in row]
        yield f"| {' | '.join(cells)} |"


def _print(tables: "Tables", rows: Iterable[NamedTuple], header: bool) -> None:
    from rich.console import Console

    sys.stdout.reconfigure(errors="replace")  # type: ignore[union-attr]
    if sys.stdout.isatty():
        console = Console(highlight=False, markup=False, emoji=False)
    else:
        # Rich would guess a width here and cut what is wider; a width alone it
        # does not heed when TERM is dumb.
        console = Console(highlight=False, markup=False, emoji=False, width=9999, height=99)
    for renderable in tables(rows, header, console.width):
        console.print(renderable)
