"""The rows of one name, or of many names, by a loop over the export."""

import csv
import json
import sys


def find(rows: str, name: str) -> None:
    with open(rows, encoding="utf-8") as file:
        found = [row for row in csv.DictReader(file) if row["entity"] == name]
    print(json.dumps(found, ensure_ascii=False))


def join(rows: str, names: str) -> None:
    found: dict[str, list[dict[str, str]]] = {}
    with open(rows, encoding="utf-8") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["name"], []).append(row)
    with open(names, encoding="utf-8") as file:
        for asked in csv.DictReader(file):
            for row in found.get(asked["name"], ()):
                print(json.dumps(row, ensure_ascii=False))


question, *arguments = sys.argv[1:]
{"find": find, "join": join}[question](*arguments)
