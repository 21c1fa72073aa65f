"""The rows of one name, or of many names, by pandas."""

import sys

import pandas  # type: ignore[import-not-found, import-untyped, unused-ignore]


def find(rows: str, name: str) -> None:
    table = pandas.read_csv(rows)
    print(table[table.entity == name].to_json(orient="records", force_ascii=False))


def join(rows: str, names: str) -> None:
    found = pandas.read_csv(names).merge(pandas.read_csv(rows), on="name")
    found.to_json(sys.stdout, orient="records", lines=True, force_ascii=False)


question, *arguments = sys.argv[1:]
{"find": find, "join": join}[question](*arguments)
