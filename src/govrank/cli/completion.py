"""What one press of TAB offers: categories, years, formats and names, in any script."""

import os
from collections.abc import Iterator
from os.path import commonprefix
from pathlib import Path

from govrank.cli.framework import COMPLETE
from govrank.dataset import open_store
from govrank.models import ALL_YEARS, ENTITY_KINDS, GovrankError, Level
from govrank.names.lookup import Names
from govrank.show.output import FORMATS
from govrank.store import Store

Offers = list[tuple[str, str]]
# The levels of names that are offered, the first one first.
OFFERED: tuple[Level, ...] = ("official", "printed", "pinyin", "short", "alias")


class _Offer(str):
    """Typer drops what does not begin with the letters typed, as 武汉市 does not with wuh."""

    def startswith(self, *_: object) -> bool:
        return True


def names(incomplete: str) -> Offers:
    """Entities of which a name begins so, each with the region it lies in."""
    store = _open()
    if store is None:
        return []
    lookup = Names(store)
    key = lookup.normalise(incomplete)
    if not key:
        return []
    written: dict[int, str] = {}
    found = [row for row in store.names_beginning(key) if row[1] in OFFERED]
    for name, _level, entity in sorted(found, key=lambda row: OFFERED.index(row[1])):
        # zhongshan is 中山市: 大连市中山区 is offered by a name that means it.
        if entity not in written and any(hit.entity == entity for hit in lookup.find(name)):
            written[entity] = name
    official = {entity: store.entity(entity).name for entity in sorted(written)}
    # bash puts in what all offers begin with, whatever was typed; other shells take only
    # what begins with what was typed.
    common = commonprefix(list(official.values()))  # noqa: RUF071 (of names, not of paths)
    any_script = "bash" in os.environ.get(COMPLETE, "")
    any_script = any_script and (len(official) == 1 or not common or common.startswith(incomplete))
    offers: Offers = []
    for entity, name in official.items():
        if any_script or name.startswith(incomplete):
            offers.append((_Offer(name), _around(store, entity)))
        else:
            offers.append((_Offer(written[entity]), name))
    return offers


def _around(store: Store, entity: int) -> str:
    parent = store.parent(entity)
    return store.entity(entity if parent is None else parent).name


def categories(incomplete: str) -> Offers:
    """Ids, labels and groups of categories."""
    store = _open()
    if store is None:
        return []
    offers = {name: hint for name, hint in _categories(store) if name.startswith(incomplete)}
    return list(offers.items())


def _categories(store: Store) -> Iterator[tuple[str, str]]:
    for category in store.categories():
        yield category.category, category.label
        yield category.label, category.category
    for group in store.groups():
        yield group.group, group.label
        yield group.label, group.group


def years(incomplete: str) -> list[str]:
    store = _open()
    known = [] if store is None else [str(year) for year in store.years()]
    return [year for year in [*known, ALL_YEARS] if year.startswith(incomplete)]


def kinds(incomplete: str) -> list[str]:
    return [kind for kind in ENTITY_KINDS if kind.startswith(incomplete)]


def formats(incomplete: str) -> Offers:
    return [(name, form.help) for name, form in FORMATS.items() if name.startswith(incomplete)]


def _open() -> Store | None:
    path = os.environ.get("GOVRANK_DATA")
    try:
        return open_store(Path(path) if path else None)
    except GovrankError:  # a TAB is no place to say so
        return None
