"""Writes a dataset so many times as large: each entity, its names and its placements again.

    python benchmarks/grow.py SOURCE TIMES TARGET    (a database, or a data folder)

The copies are named after what they copy: 武汉市n1, 武汉市n2. In a list they stand behind
all others, so that `find 武汉市` and `top` give the same answer whatever the size.
"""

import json
import shutil
import sqlite3
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import yaml

import govrank

# A database

# What of a row is another in a copy, as SQL. All other columns are copied as they are.
# `copy` is the number of a copy; `entities`, `spellings` and `ranks` are the highest ones.
NAMED = "{column} || 'n' || copy"
OF_ENTITY = "{column} + copy * entities"
OF_SPELLING = "{column} + copy * spellings"
CHANGES: dict[str, dict[str, str]] = {
    "entities": {
        "id": OF_ENTITY,
        "name": NAMED,
        "short": NAMED,
        "code": "NULL",  # there are no codes for so many
        "parent": OF_ENTITY,
        "region": NAMED,
    },
    "populations": {"entity": OF_ENTITY},
    "names": {"name": NAMED, "entity": OF_ENTITY},
    "successions": {
        "name": NAMED,
        "former": NAMED,
        "entity": OF_ENTITY,
        "successor": OF_ENTITY,
    },
    "placements": {
        "id": "row_number() OVER (ORDER BY first, copy, placements.id)",
        "rank": "{column} + copy * ranks",
        "name": "CASE copy WHEN 0 THEN {column} ELSE {column} || 'n' || copy END",
        "entity": OF_ENTITY,
    },
    "spellings": {"id": OF_SPELLING, "name": NAMED, "entity": OF_ENTITY},
    "grams": {"spelling": OF_SPELLING},
}
SETTINGS = """
PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA temp_store = MEMORY;
PRAGMA cache_size = -1000000;
"""
HIGHEST = """
CREATE TEMP TABLE highest AS SELECT
  (SELECT max(id) FROM entities) AS entities,
  (SELECT max(id) FROM spellings) AS spellings,
  (SELECT max(rank) FROM placements) AS ranks;
"""
# Placements are numbered list by list, in the order in which they were printed.
PLACEMENTS = """
CREATE TEMP TABLE grown AS SELECT {columns} FROM placements
  JOIN (SELECT year, category, min(id) AS first FROM placements GROUP BY year, category)
  USING (year, category) CROSS JOIN (SELECT 0 AS copy UNION ALL SELECT copy FROM copies)
  CROSS JOIN highest;
DELETE FROM placements;
INSERT INTO placements SELECT * FROM grown ORDER BY id;
"""
LISTS = """
UPDATE lists SET known_places = known_places * {times}, known_entities = known_entities * {times},
  listed_places = listed_places * {times};
"""


def grow_database(source: Path, times: int, target: Path) -> None:
    shutil.copyfile(source, target)
    with closing(sqlite3.connect(target)) as connection:
        connection.executescript(SETTINGS + HIGHEST)
        connection.execute("CREATE TEMP TABLE copies (copy INTEGER PRIMARY KEY)")
        numbers = ((copy,) for copy in range(1, times))
        connection.executemany("INSERT INTO copies VALUES (?)", numbers)
        for table, changes in CHANGES.items():
            columns = ", ".join(_columns(connection, table, changes))
            if table == "placements":
                connection.executescript(PLACEMENTS.format(columns=columns))
            else:
                # For each row all copies, so that names are added nearly in their order.
                connection.execute(
                    f"INSERT INTO {table} SELECT {columns}"
                    f" FROM {table} CROSS JOIN highest CROSS JOIN copies"
                )
        connection.executescript(LISTS.format(times=times))
        connection.commit()


def _columns(
    connection: sqlite3.Connection, table: str, changes: Mapping[str, str]
) -> Iterator[str]:
    """What a copy has in each column of a table."""
    for (column,) in connection.execute("SELECT name FROM pragma_table_info(?)", (table,)):
        changed = changes.get(column, "{column}").format(column=f"{table}.{column}")
        yield f"{changed} AS {column}"


# A data folder

# Pinyin for a number: each copy sounds otherwise.
SYLLABLES = ("ba", "pa", "ma", "fa", "da", "ta", "na", "la", "ga", "ha")
BETWEEN = "ka"
# The official names by the names that a list has, for each year and category.
Printed = dict[tuple[int, str], dict[str, str]]


def grow_folder(source: Path, times: int, target: Path) -> None:
    """The copies are bodies, since there are no codes for so many regions."""
    dataset = govrank.load(source)
    printed: Printed = {}
    for row in dataset.top(places=sys.maxsize, year="all"):
        printed.setdefault((row.year, row.category), {})[row.name] = row.entity
    shutil.copytree(source, target, dirs_exist_ok=True)
    _let_bodies_in(target / "categories.yaml")
    for path in (target / "editions").glob("*.yaml"):
        _lengthen(path, printed, range(1, times))
    official = sorted({name for names in printed.values() for name in names.values()})
    official += sorted({row.entity for row in dataset.entities()}.difference(official))
    lines = ["bodies:"]
    for copy in range(1, times):
        for number, name in enumerate(official):
            lines.append(f"- {{name: {name}n{copy}, pinyin: {_sound(number, copy)}}}")
    if times > 1:
        copies = target / "entities" / "copies.yaml"
        copies.parent.mkdir(exist_ok=True)
        copies.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _sound(number: int, copy: int) -> str:
    """Pinyin for a copy: each sounds otherwise."""
    first, second = ([SYLLABLES[int(digit)] for digit in str(n)] for n in (number, copy))
    return " ".join([*first, BETWEEN, *second])


def _let_bodies_in(path: Path) -> None:
    categories = _read(path)
    for category in categories.values():
        if "of" in category and "body" not in category["of"]:
            category["of"].append("body")
    _write(path, categories)


def _lengthen(path: Path, printed: Printed, copies: range) -> None:
    """Add the copies to each list of an edition, beside what they copy."""
    edition = _read(path)
    for category, fields in edition["lists"].items():
        fields.pop("listed", None)
        fields.pop("numbering", None)
        official = printed.get((int(edition["year"]), category), {})
        for key in {"places", "tiers", "named", "more"} & set(fields):
            fields[key] = _longer(fields[key], official, copies)
    _write(path, edition)


def _longer(node: Any, official: Mapping[str, str], copies: range) -> Any:
    """A list of names or a mapping of names to scores with the copies, wherever it is."""
    if isinstance(node, list):
        return node + [f"{official[name]}n{copy}" for copy in copies for name in node]
    if not set(node) <= set(official):
        return {key: _longer(value, official, copies) for key, value in node.items()}
    longer = dict(node)
    for copy in copies:
        for name, score in node.items():
            longer[f"{official[name]}n{copy}"] = score
    return longer


def _read(path: Path) -> Any:
    # All texts stay as they are written.
    return yaml.load(path.read_text(encoding="utf-8"), yaml.CBaseLoader)


def _write(path: Path, content: Any) -> None:
    # JSON is YAML.
    path.write_text(json.dumps(content, ensure_ascii=False, indent=0), encoding="utf-8")


def main() -> None:
    source, times, target = sys.argv[1:]
    grow = grow_folder if Path(source).is_dir() else grow_database
    grow(Path(source), int(times), Path(target))


if __name__ == "__main__":
    main()
