"""The dataset as a Frictionless data package: https://specs.frictionlessdata.io."""

import json
from collections.abc import Iterable, Sequence
from operator import attrgetter
from pathlib import Path
from typing import Any, NamedTuple, get_args, get_type_hints

from govrank.models import Placement, Source
from govrank.show.output import separated
from govrank.store import Store

# How the types of columns are called in a data package.
TYPES = {str: "string", int: "integer", float: "number", bool: "boolean"}


class _Table(NamedTuple):
    name: str
    rows: Iterable[NamedTuple]
    columns: Sequence[str]
    row_type: type


def write_datapackage(store: Store, folder: Path) -> None:
    """Write the placements and the sources as CSV, with their description.

    Raises:
        OSError: the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    tables = [
        _Table("placements", store.placements(), Placement._fields[2:], Placement),
        _Table("sources", store.sources(), Source._fields[:6], Source),
    ]
    for table in tables:
        lines = [separated(",", tuple(table.columns))]
        lines += [separated(",", cells) for cells in map(attrgetter(*table.columns), table.rows)]
        content = "".join(line + "\n" for line in lines)
        (folder / f"{table.name}.csv").write_bytes(content.encode())
    package = {
        "profile": "tabular-data-package",
        "name": "govrank",
        "resources": [_resource(table) for table in tables],
    }
    description = json.dumps(package, ensure_ascii=False, indent=2) + "\n"
    (folder / "datapackage.json").write_text(description, encoding="utf-8")


def _resource(table: _Table) -> dict[str, Any]:
    hints = get_type_hints(table.row_type)
    fields = []
    for column in table.columns:
        # int | None is int; a vocabulary is a text.
        declared = next(iter(get_args(hints[column])), hints[column])
        fields.append({"name": column, "type": TYPES.get(declared, "string")})
    return {
        "name": table.name,
        "path": f"{table.name}.csv",
        "profile": "tabular-data-resource",
        "encoding": "utf-8",
        "schema": {"fields": fields, "missingValues": [""]},
    }
