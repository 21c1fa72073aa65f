"""The rows of one name, or of many names, by Polars."""

import sys

import polars  # type: ignore[import-not-found, import-untyped, unused-ignore]


def find(rows: str, name: str) -> None:
    table = polars.read_csv(rows)
    print(table.filter(polars.col("entity") == name).write_json())


def join(rows: str, names: str) -> None:
    found = polars.read_csv(names).join(polars.read_csv(rows), on="name")
    found.write_ndjson(sys.stdout.buffer)


question, *arguments = sys.argv[1:]
{"find": find, "join": join}[question](*arguments)
