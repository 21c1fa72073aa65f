"""Writes a dataset so many times as large: copies of each entity, in lists so much longer.

    python benchmarks/grow.py SOURCE TIMES TARGET    (a compiled file, or a data folder)

A process of its own, so that the one that measures stays small.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import yaml

from govrank.compile import compile_folder
from govrank.data import LEVELS, PARTS, dump
from govrank.models import Entity, Listing

SYLLABLES = {
    digit: f"{letter}a" for digit, letter in zip("0123456789x", "bpmfdtnlghk", strict=True)
}


def renamed(name: str, copy: int) -> str:
    return f"{name}n{copy}" if copy else name


def spelt(number: str) -> str:
    """A number in syllables, for the pinyin of each entity is another."""
    return " ".join(SYLLABLES[digit] for digit in number)


def grow_file(source: Path, copies: range, target: Path) -> None:
    """The ranks of a copy follow those of the one before, so `top` answers the same."""
    _head, *lines = source.read_text(encoding="utf-8").splitlines()
    parts = dict(zip(PARTS, map(json.loads, lines), strict=True))
    entities = list(map(Entity._make, parts["entities"]))
    longest = max(rank or 0 for _, rank, *_ in parts["placements"])

    def moved(index: int | None, copy: int) -> int | None:
        return None if index is None else index + copy * len(entities)

    parts["placements"] = [
        [i, rank and rank + copy * longest, *more, renamed(name, copy), moved(entity, copy), origin]
        for copy in copies
        for i, rank, *more, name, entity, origin in parts["placements"]
    ]
    parts["placements"].sort(key=lambda row: row[0])
    parts["lists"] = [
        row._replace(
            known_places=row.known_places * len(copies),
            known_entities=row.known_entities * len(copies),
            listed_places=row.listed_places and row.listed_places * len(copies),
        )
        for row in map(Listing._make, parts["lists"])
    ]
    parts["entities"] = [
        entity._replace(
            name=renamed(entity.name, copy),
            parent=moved(entity.parent, copy),
            into=moved(entity.into, copy),
        )
        for copy in copies
        for entity in entities
    ]
    for level in LEVELS:
        parts[level] = {
            renamed(key, copy): [moved(i, copy) for i in found]
            for copy in copies
            for key, found in parts[level].items()
        }
    target.write_text(dump(parts), encoding="utf-8")


def grow_folder(source: Path, copies: range, target: Path) -> None:
    """The copies are bodies, since there are no codes for so many regions, and stand beside
    what they copy. What is written is JSON, which is YAML too."""
    compiled = compile_folder(source)
    named: dict[tuple[int, str], dict[str, str]] = {}
    for i, *_, name, entity, _source in compiled["placements"]:
        listing = compiled["lists"][i]
        of_list = named.setdefault((listing.year, listing.category), {})
        of_list[name] = compiled["entities"][entity].name

    def longer(node: Any, official: dict[str, str]) -> Any:
        """Lists of names, or mappings of names to scores, wherever they are."""
        if isinstance(node, list):
            return [*node, *(renamed(official[n], copy) for copy in copies[1:] for n in node)]
        if set(node) <= set(official):
            more = {renamed(official[n], c): score for c in copies[1:] for n, score in node.items()}
            return {**node, **more}
        return {key: longer(value, official) for key, value in node.items()}

    for path in source.rglob("*.yaml"):
        content = yaml.load(path.read_text(encoding="utf-8"), yaml.CBaseLoader)
        if path.name == "categories.yaml":
            for category in content.values():
                if "of" in category and "body" not in category["of"]:
                    category["of"].append("body")
        elif path.name == "entities.yaml":
            content["bodies"] += [
                {"name": renamed(entity.name, copy), "pinyin": spelt(f"{i}x{copy}")}
                for copy in copies[1:]
                for i, entity in enumerate(compiled["entities"])
            ]
        elif path.parent.name == "editions":
            for category, fields in content["lists"].items():
                fields.pop("listed", None)
                fields.pop("numbering", None)
                for key in {"places", "tiers", "named", "more"} & set(fields):
                    official = named.get((int(content["year"]), category), {})
                    fields[key] = longer(fields[key], official)
        written = target / path.relative_to(source)
        written.parent.mkdir(parents=True, exist_ok=True)
        written.write_text(json.dumps(content, ensure_ascii=False, indent=0), encoding="utf-8")


if __name__ == "__main__":
    source, times, target = sys.argv[1:]
    grow = grow_folder if Path(source).is_dir() else grow_file
    grow(Path(source), range(int(times)), Path(target))
