"""What one press of TAB offers: categories, years and names of entities, in any script."""

import os
from collections.abc import Iterator
from pathlib import Path

from govrank.data import Dataset, load
from govrank.models import GovrankError
from govrank.names import Normaliser
from govrank.query import ALL_YEARS

Offers = list[tuple[str, str]]


class _Offer(str):
    """Typer drops what does not begin with the letters typed, as 武汉市 does not with wuh."""

    def startswith(self, *_: object) -> bool:
        return True


def names(incomplete: str) -> Offers:
    """Entities whose name, alias or pinyin begins so, each with the region it lies in."""
    if (data := _load()) is None or not (key := Normaliser(data.variants)(incomplete)):
        return []
    # bash puts in whatever is offered; other shells only what begins with what was typed.
    any_script = "bash" in os.environ.get("_GOVRANK_COMPLETE", "")
    found: dict[int, str] = {}
    for level in ("exact", "pinyin", "alias"):
        for name, entities in data.keys[level].items():
            if name.startswith(key):
                for i in entities:
                    found.setdefault(i, name)
    offers: Offers = []
    for i, name in sorted(found.items()):
        entity = data.entities[i]
        parent = data.entities[entity.parent].name if entity.parent is not None else ""
        if any_script or entity.name.startswith(incomplete):
            offers.append((_Offer(entity.name), parent or entity.name))
        else:
            offers.append((_Offer(name), entity.name))
    return offers


def categories(incomplete: str) -> Offers:
    """Ids, labels and groups of categories."""
    data = _load()
    return [] if data is None else list(dict(_categories(data, incomplete)).items())


def _categories(data: Dataset, incomplete: str) -> Iterator[tuple[str, str]]:
    for id, category in data.categories.items():
        for name, hint in (
            (id, category.label),
            (category.label, id),
            (category.group, category.group),
        ):
            if name.startswith(incomplete):
                yield name, hint


def years(incomplete: str) -> list[str]:
    data = _load()
    known = dict.fromkeys(str(listing.year) for listing in data.lists) if data else {}
    return [year for year in (*known, ALL_YEARS) if year.startswith(incomplete)]


def _load() -> Dataset | None:
    folder = os.environ.get("GOVRANK_DATA")
    try:
        return load(Path(folder) if folder else None)
    except GovrankError:  # a TAB is no place to say so
        return None
