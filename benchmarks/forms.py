"""Lines to be looked up, each with what it means, made from the table of entities."""

import random
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from govrank import EntityRow

# What the names of made-up towns are made of. No place has such a name.
FRONT = "柳枫槐桐樱葵荷莲菱芷蕙兰榆杉柏桦"
BEHIND = "溪湾坪岭塘坝桥铺集店"
TOWNS = ("镇", "乡", "街道")


class Asked(NamedTuple):
    """A line, and what it means.

    Attributes:
        entities: the official names of those that it may mean.
        codes: their codes.
        paths: the province and the name of each of them.
    """

    line: str
    entities: set[str]
    codes: set[str]
    paths: set[str]


def paths(rows: Sequence[EntityRow], count: int) -> list[Asked]:
    """Paths of four levels: a county, the city and the province around it, and a town."""
    counties = [row for row in rows if row.kind == "county" and row.code]
    towns = [a + b + c + kind for a in FRONT for b in FRONT for c in BEHIND for kind in TOWNS]
    chooser = random.Random(2024)
    asked: dict[str, Asked] = {}
    while len(asked) < count:
        row = counties[len(asked) % len(counties)]
        line = _in_province(row) + chooser.choice(towns)
        asked.setdefault(line, _asked(line, [row]))
    return list(asked.values())


def known(rows: Sequence[EntityRow], count: int) -> list[Asked]:
    """Forms in which people write the names of the table."""
    bearers: dict[str, list[EntityRow]] = {}
    for row in rows:
        for form in _forms(row):
            bearers.setdefault(form, []).append(row)
    lines = sorted(bearers)
    random.Random(2024).shuffle(lines)
    return [_asked(line, bearers[line]) for line in lines[:count]]


def _forms(row: EntityRow) -> Iterator[str]:
    bare, whole = _bare(row), _in_province(row)
    for name in (bare, row.entity, whole):
        yield name
        yield f"{name}人民政府"
        yield f"{name}政府网站"
    yield f"中国{row.entity}"
    yield f"1. {row.entity}"
    if row.code:
        yield row.code
        yield f"{row.code}000000"
        yield f"{row.code} {row.entity}"
    if row.english:
        yield row.english
        yield row.english.upper()
        yield f"{row.entity} {row.english}"
        yield f"{row.english}, China"


def _bare(row: EntityRow) -> str:
    """The name without the city in front of it."""
    return row.entity.removeprefix(row.parent or "") or row.entity


def _in_province(row: EntityRow) -> str:
    """The name with the province in front of it."""
    region = row.region or ""
    return row.entity if row.entity.startswith(region) else region + row.entity


def _asked(line: str, rows: Sequence[EntityRow]) -> Asked:
    provinces = [(row.region or "", _bare(row)) for row in rows]
    return Asked(
        line=line,
        entities={row.entity for row in rows},
        codes={row.code for row in rows if row.code},
        paths={name if name == region else region + name for region, name in provinces},
    )
