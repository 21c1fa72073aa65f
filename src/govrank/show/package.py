"""The dataset as a Frictionless data package: https://specs.frictionlessdata.io.

Its tables are CSV. datapackage.json says what each column holds, and which columns lead from
one table to another.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from operator import attrgetter
from pathlib import Path
from typing import Any, NamedTuple, get_args, get_type_hints

from govrank import __version__
from govrank.ask.entities import entity_row
from govrank.models import EntityRow, Listing, Placement, Source
from govrank.show import files
from govrank.show.output import separated
from govrank.store import Store

# How the types of columns are called in a data package.
TYPES = {str: "string", int: "integer", float: "number", bool: "boolean"}


class TierRow(NamedTuple):
    """A tier of an edition.

    Attributes:
        min: the fewest points of the tier, or None for the lowest one.
        max: where the next tier begins, or the full marks.
        full_marks: of the edition, in points.
    """

    year: int
    tier: str
    english: str
    min: int | None
    max: int
    full_marks: int


class Key(NamedTuple):
    """Columns whose values are those of another table, or of the same one ("")."""

    columns: Sequence[str]
    table: str
    theirs: Sequence[str]


class Table(NamedTuple):
    """A table of the package.

    Attributes:
        title: one line on what a row is.
        primary: the columns that tell a row from all others.
        keys: the columns that lead to other tables.
    """

    name: str
    title: str
    row_type: type[Any]
    columns: Sequence[str]
    primary: Sequence[str]
    keys: Sequence[Key] = ()


TABLES = (
    Table(
        name="placements",
        title="One entity in one list of one edition",
        row_type=Placement,
        columns=Placement._fields[2:],
        primary=["year", "category", "name"],
        keys=[
            Key(["year", "category"], "lists", ["year", "category"]),
            Key(["entity"], "entities", ["entity"]),
            Key(["region"], "entities", ["entity"]),
            Key(["source"], "sources", ["source"]),
        ],
    ),
    Table(
        name="lists",
        title="One list of one edition, and how much of it is known",
        row_type=Listing,
        columns=[*Listing._fields[:10], "rest", "numbering", "english", "group_english"],
        primary=["year", "category"],
        keys=[Key(["source"], "sources", ["source"])],
    ),
    Table(
        name="entities",
        title="What is evaluated: regions, zones and bodies, also those that ended",
        row_type=EntityRow,
        columns=EntityRow._fields[2:],
        primary=["entity"],
        keys=[Key(["parent"], "", ["entity"]), Key(["region"], "", ["entity"])],
    ),
    Table(
        name="sources",
        title="Where it was published",
        row_type=Source,
        columns=Source._fields,
        primary=["source"],
    ),
    Table(
        name="tiers",
        title="The tiers of an edition, in points",
        row_type=TierRow,
        columns=TierRow._fields,
        primary=["year", "tier"],
    ),
)


def write_datapackage(store: Store, folder: Path) -> None:
    """Write all tables as CSV, with their description. Either all files are written, or none.

    Raises:
        OSError: the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    rows = _rows(store)
    written: dict[Path, files.Fill] = {}
    for table in TABLES:
        lines = _lines(table, rows[table.name])
        written[folder / f"{table.name}.csv"] = partial(_write, lines)
    description = json.dumps(_package(), ensure_ascii=False, indent=2)
    written[folder / "datapackage.json"] = partial(_write, [description])
    files.replace(written)


def _rows(store: Store) -> Mapping[str, Iterable[Any]]:
    return {
        "placements": store.placements(),
        "lists": store.listings(store.years()),
        "entities": (entity_row(store, entity) for entity in store.entities()),
        "sources": store.sources(),
        "tiers": _tiers(store),
    }


def _tiers(store: Store) -> Iterator[TierRow]:
    for scale in store.scales():
        above = scale.full_marks
        for step in scale.steps:
            yield TierRow(
                year=scale.year,
                tier=step.tier,
                english=step.english,
                min=step.minimum,
                max=above,
                full_marks=scale.full_marks,
            )
            above = step.minimum or 0


def _lines(table: Table, rows: Iterable[Any]) -> Iterator[str]:
    yield separated(",", tuple(table.columns))
    for cells in map(attrgetter(*table.columns), rows):
        yield separated(",", cells)


def _write(lines: Iterable[str], path: Path) -> bool:
    with path.open("w", encoding="utf-8", errors="replace", newline="\n") as file:
        for line in lines:
            file.write(line + "\n")
    return True


# the description


def _package() -> dict[str, Any]:
    return {
        "profile": "tabular-data-package",
        "name": "govrank",
        "title": "China's yearly evaluation of government websites: who placed where",
        "description": "A place that is missing here is not known. It does not mean: not placed.",
        "version": __version__,
        "licenses": [
            {
                "name": "MIT",
                "title": "MIT License, for the arrangement; the facts are not copyrightable",
                "path": "https://opensource.org/license/mit",
            }
        ],
        "resources": [_resource(table) for table in TABLES],
    }


def _resource(table: Table) -> dict[str, Any]:
    return {
        "name": table.name,
        "title": table.title,
        "path": f"{table.name}.csv",
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {
            "fields": [_field(table, column) for column in table.columns],
            "missingValues": [""],
            "primaryKey": list(table.primary),
            "foreignKeys": [_key(key) for key in table.keys],
        },
    }


def _field(table: Table, column: str) -> dict[str, Any]:
    """The type of a column, and the words of its vocabulary if it has one."""
    parts = _parts(get_type_hints(table.row_type)[column])
    optional = type(None) in parts
    parts = [part for part in parts if part is not type(None)]
    field: dict[str, Any] = {"name": column, "type": TYPES.get(parts[0], "string")}
    constraints: dict[str, Any] = {}
    if not optional:
        constraints["required"] = True
    if isinstance(parts[0], str):
        constraints["enum"] = parts
    if constraints:
        field["constraints"] = constraints
    return field


def _parts(hint: Any) -> list[Any]:
    """What a type may be: the types of a union, the words of a vocabulary."""
    arguments = get_args(hint)
    if not arguments:
        return [hint]
    return [part for argument in arguments for part in _parts(argument)]


def _key(key: Key) -> dict[str, Any]:
    return {
        "fields": list(key.columns),
        "reference": {"resource": key.table, "fields": list(key.theirs)},
    }
