"""The rows of one name, or of many names, by DuckDB."""

import sys

import duckdb  # type: ignore[import-not-found, import-untyped, unused-ignore]

FIND = """
COPY (SELECT * FROM read_csv($rows) WHERE entity = $name)
TO '/dev/stdout' (FORMAT json, ARRAY true)
"""
JOIN = """
COPY (SELECT * FROM read_csv($names) AS asked JOIN read_csv($rows) AS known USING (name))
TO '/dev/stdout' (FORMAT json)
"""


def find(rows: str, name: str) -> None:
    duckdb.execute(FIND, {"rows": rows, "name": name})


def join(rows: str, names: str) -> None:
    duckdb.execute(JOIN, {"rows": rows, "names": names})


question, *arguments = sys.argv[1:]
{"find": find, "join": join}[question](*arguments)
