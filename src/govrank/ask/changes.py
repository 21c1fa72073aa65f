"""Who rose and who fell: lists beside an earlier edition of the same list.

Only exact ranks are compared, and only within one list: what is not known in one of the two
years is left open.
"""

import sys
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from govrank.ask import lists
from govrank.models import GovrankError, Listing, Match, Placement
from govrank.store import Store
from govrank.words import changes as words

# In place of a year: of each list, the latest earlier edition with a known rank.
LAST = "last"


class ChangedPlacement(NamedTuple):
    """A placement beside the same list of an earlier year.

    Attributes:
        since: the year that it is compared with. None if the list has none.
        rank_then: the exact rank in that year, if it is known.
        change: by how many places the rank is better now. None if one of the two ranks is
            not known, or if the two lists number ties differently.
    """

    query: str | None
    match: Match | None
    year: int
    category: str
    category_label: str
    rank: int | None
    tied: bool | None
    tier: str | None
    score: float | None
    name: str
    entity: str
    region: str | None
    source: str
    code: str | None
    english: str | None
    since: int | None
    rank_then: int | None
    change: int | None


class Earlier(NamedTuple):
    """A list and an earlier edition of it.

    Attributes:
        listing: the list.
        then: its earlier edition, or None if there is none.
        ranks: the exact ranks of the earlier edition, by entity.
    """

    listing: Listing
    then: Listing | None
    ranks: dict[str, int]

    @property
    def alike(self) -> bool:
        """Whether both number ties in one way, as far as that is known."""
        if self.then is None:
            return True
        numberings = (self.listing.numbering, self.then.numbering)
        return None in numberings or numberings[0] == numberings[1]

    def rank_then(self, row: Placement) -> int | None:
        return self.ranks.get(row.entity)

    def change(self, row: Placement) -> int | None:
        """By how many places a rank is better than then; None if that is not known."""
        then = self.rank_then(row)
        if row.rank is None or then is None or not self.alike:
            return None
        return then - row.rank


class Turnover(NamedTuple):
    """Who left the first places of a list since an earlier edition, and who came.

    Attributes:
        left: their earlier placements. None if not all of the first places of now are known.
        came: their placements. None if not all of the first places of then are known.
        known_then: how many of the first places of then are known.
        known_now: how many of those of now are.
    """

    left: list[Placement] | None
    came: list[Placement] | None
    known_then: int
    known_now: int


class Comparison:
    """Finds the editions to compare with.

    Args:
        since: a year, or LAST.
        years: the years that are asked about.

    Raises:
        NotKnownError: no edition is of that year.
        GovrankError: it is not one year, or not before those asked about.
    """

    # Of the rows that it gives.
    columns = ChangedPlacement._fields

    def __init__(self, store: Store, since: str, years: Sequence[int]) -> None:
        self._store = store
        self.year = self._checked(since, years)
        self.with_list = lru_cache(maxsize=None)(self._with_list)
        # What was compared, and where somebody had no rank then: to be told about.
        self.met: dict[tuple[int, str], Earlier] = {}
        self.gaps: set[tuple[int, str]] = set()

    def _checked(self, since: str, years: Sequence[int]) -> int | None:
        """The year to compare with. None stands for the last edition of each list."""
        if since.strip().lower() == LAST:
            return None
        found = lists.select_years(self._store, since, besides=LAST)
        if len(found) != 1:
            raise GovrankError(words.not_one_year(since))
        if years and found[0] >= max(years):
            raise GovrankError(words.not_earlier(found[0], max(years)))
        return found[0]

    def _with_list(self, year: int, category: str) -> Earlier:
        editions = self._store.listings_of(category)
        listing = next(each for each in editions if each.year == year)
        then = next((each for each in editions if self._is_wanted(each, year)), None)
        rows = [] if then is None else self._store.first_places(then, sys.maxsize)
        ranks = {row.entity: row.rank for row in rows if row.rank is not None}
        earlier = Earlier(listing, then, ranks)
        self.met[year, category] = earlier
        return earlier

    def _is_wanted(self, edition: Listing, year: int) -> bool:
        if edition.kind != "ranked" or edition.year >= year:
            return False
        if self.year is None:
            return edition.known_places > 0
        return edition.year == self.year

    def changed(self, row: Placement) -> ChangedPlacement:
        """A placement with the rank then and the change."""
        earlier = self.with_list(row.year, row.category)
        if row.rank is not None and earlier.rank_then(row) is None:
            self.gaps.add((row.year, row.category))
        return ChangedPlacement(
            **row._asdict(),
            since=earlier.then.year if earlier.then is not None else None,
            rank_then=earlier.rank_then(row),
            change=earlier.change(row),
        )


def turnover(store: Store, now: Listing, then: Listing, places: int) -> Turnover:
    """Who left the first places of a list, and who came. A band within them counts as in."""
    rows_now, known_now, all_now = _first(store, now, places)
    rows_then, known_then, all_then = _first(store, then, places)
    here = {row.entity for row in rows_now}
    there = {row.entity for row in rows_then}
    left = [row for row in rows_then if row.rank is not None and row.entity not in here]
    came = [row for row in rows_now if row.rank is not None and row.entity not in there]
    return Turnover(
        left=left if all_now else None,
        came=came if all_then else None,
        known_then=known_then,
        known_now=known_now,
    )


def _first(store: Store, listing: Listing, places: int) -> tuple[list[Placement], int, bool]:
    """The first places of a list, how many of them are known, and whether all are."""
    found = lists.top(store, [listing], places)
    known = lists.places_of(listing, found.rows)
    return found.rows, known, listing.known_places > 0 and not found.short
