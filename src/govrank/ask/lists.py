"""Which lists are meant, and who is in their first places."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from govrank import words
from govrank.models import ALL_YEARS, Listing, NotKnownError, Placement, Tally
from govrank.names.normal import Normaliser, with_digits
from govrank.store import Store

# How several lists are written in one word: 地市,区县.
SEPARATORS = "[,，、;；]"
YEAR = r"([0-9]{4})(?:\s*[-–—~至]\s*([0-9]{4}))?"
EVERY_YEAR = range(10_000)
# No list has so many places.
MOST_PLACES = 1_000_000
# At most so many names are offered for one that is not known.
MOST_NEAR = 3


def select_years(store: Store, asked: str | int | None, besides: str = ALL_YEARS) -> list[int]:
    """The years asked for, newest first.

    Args:
        asked: one year, two with a hyphen between them, "all", or None for the latest
            edition of which anything is known.
        besides: what else than a year may be asked for, to be offered.

    Raises:
        NotKnownError: no edition is of that year.
    """
    if asked is None:
        latest = store.latest_year()
        return [] if latest is None else [latest]
    known = store.years()
    years = span(asked)
    found = [year for year in known if year in years]
    if found or years == EVERY_YEAR:
        return found
    later = bool(known) and len(years) > 0 and min(years) > max(known)
    raise NotKnownError(words.unknown_year(str(asked), later, known, besides))


def span(asked: str | int) -> range:
    """The years that are asked for: 2024, 2024年, 2019-2024 or all; none if it is no year."""
    text = with_digits(str(asked)).strip().replace("年", "")
    if text.casefold() == ALL_YEARS:
        return EVERY_YEAR
    years = re.fullmatch(YEAR, text)
    if not years:
        return range(0)
    first, last = sorted([int(years[1]), int(years[2] or years[1])])
    return range(first, last + 1)


def select_lists(
    store: Store,
    categories: Sequence[str],
    years: Sequence[int],
    normalise: Normaliser | None = None,
) -> list[Listing]:
    """The lists of some years, newest first: of the categories or groups named, or all.

    Raises:
        NotKnownError: a name is no category's, or that category has no list in the years.
    """
    listings = store.listings(years)
    if not categories:
        return listings
    normalise = normalise or Normaliser(store.variants())
    chosen: set[str] = set()
    for name in categories:
        ids = _known_ids(store, name, normalise)
        if ids.isdisjoint(listing.category for listing in listings):
            held = {listing.year for id in ids for listing in store.listings_of(id)}
            raise NotKnownError(words.no_list(name, years, sorted(held, reverse=True)))
        chosen |= ids
    return [listing for listing in listings if listing.category in chosen]


def select_categories(store: Store, names: Iterable[str]) -> list[str]:
    """The ids of the categories that some names mean, whatever the year.

    Raises:
        NotKnownError: there is no such category.
    """
    normalise = Normaliser(store.variants())
    chosen: set[str] = set()
    for name in names:
        chosen |= _known_ids(store, name, normalise)
    return sorted(chosen)


def _known_ids(store: Store, name: str, normalise: Normaliser) -> set[str]:
    """The ids of the categories that a name means.

    Raises:
        NotKnownError: it means none.
    """
    ids = category_ids(store, name, normalise)
    if not ids:
        near = near_categories(store, name, normalise)
        raise NotKnownError(words.unknown_category(name, near))
    return ids


def category_ids(store: Store, name: str, normalise: Normaliser) -> set[str]:
    """The ids of the categories that a name means. Several names may stand in one word."""
    ids = set(store.categories_named(normalise(name)))
    if ids:
        return ids
    parts = [set(store.categories_named(normalise(part))) for part in re.split(SEPARATORS, name)]
    if all(parts):
        return set().union(*parts)
    return set()


def near_categories(store: Store, name: str, normalise: Normaliser) -> list[str]:
    """The names of the categories that are like a name, the nearest first."""
    from difflib import get_close_matches

    names = store.category_names()
    key = normalise(name)
    alike = get_close_matches(key, names, n=3 * MOST_NEAR, cutoff=0.55)
    alike += [other for other in names if key and (key in other or other in key)]
    near: dict[str, None] = {}
    labels = {category.category: category for category in store.categories()}
    for other in alike:
        for id in store.categories_named(other):
            near.setdefault(words.category_name(labels[id]))
    return list(near)[:MOST_NEAR]


class Shortfall(NamedTuple):
    """A list of which fewer of the places asked for are known than it has."""

    listing: Listing
    known: int
    asked: int


class Top(NamedTuple):
    """The first places of some lists.

    Attributes:
        empty: the lists whose members are not published as text.
        wider: the lists of which only a band is known that is wider than what was asked
            for, with the narrowest band.
        short: the lists of which not all of the places asked for are known.
    """

    rows: list[Placement]
    empty: list[Listing]
    wider: list[tuple[Listing, int]]
    short: list[Shortfall]


def top(store: Store, lists: Sequence[Listing], places: int) -> Top:
    """The first places of each list, all who are tied included; all of a list without places.

    A band is in it if it is not wider than the places asked for.
    """
    places = min(places, MOST_PLACES)
    rows: list[Placement] = []
    empty: list[Listing] = []
    wider: list[tuple[Listing, int]] = []
    short: list[Shortfall] = []
    for listing in lists:
        found = store.first_places(listing, places)
        bands = [row.band for row in found if row.band is not None]
        found = [row for row in found if row.band is None or row.band <= places]
        rows += found
        if not listing.known_entities and not found:
            if bands:
                wider.append((listing, min(bands)))
            else:
                empty.append(listing)
        known = places_of(listing, found)
        asked = min(places, listing.listed_places or places)
        if listing.known_places not in (0, listing.listed_places) and known < asked:
            short.append(Shortfall(listing, known, asked))
    return Top(rows, empty, wider, short)


def places_of(listing: Listing, rows: Iterable[Placement]) -> int:
    """How many places some rows of a list fill."""
    ranks = [row.rank for row in rows if row.rank is not None]
    # Where a tie leaves a gap behind it, each of the tied fills a place.
    gaps = listing.known_places == listing.known_entities
    return len(ranks) if gaps else len(set(ranks))


def tally(rows: Iterable[Placement]) -> list[Tally]:
    """The regions of some placements: those with the most entities first, then by best rank."""
    found: dict[str, list[Placement]] = {}
    for row in rows:
        if row.region is not None and (row.rank is not None or row.band is not None):
            found.setdefault(row.region, []).append(row)
    tallies = []
    for region, placements in found.items():
        ranks = [row.rank for row in placements if row.rank is not None]
        entities = {row.entity for row in placements}
        tallies.append(Tally(region, len(entities), min(ranks, default=None)))
    return sorted(tallies, key=lambda row: (-row.entities, row.best_rank or MOST_PLACES))
