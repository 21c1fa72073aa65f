"""Every placement of what a name means and, if there is none, what is known instead."""

from collections.abc import Sequence
from functools import cached_property, lru_cache

from govrank.ask.identify import Identifier
from govrank.ask.lists import category_ids, select_lists
from govrank.ask.missing import Missing
from govrank.models import MOST_REMEMBERED, Answer, Entity, Listing, Match, Placement, Unplaced
from govrank.names.bearers import Hit
from govrank.store import Store


class Finder:
    """Answers names for some years and categories.

    Args:
        years: where to look, newest first.
        categories: names of categories or groups to look in; none for all.
        brief: whether many names are asked for, as in a batch that nobody reads along:
            no guess by a part of a name, and nothing beside the rows.

    Raises:
        NotKnownError: a name of a category is not known, or has no list in the years.
    """

    def __init__(
        self,
        store: Store,
        years: Sequence[int],
        categories: Sequence[str] = (),
        brief: bool = False,
    ) -> None:
        self.identifier = Identifier(store, brief)
        self.store = store = self.identifier.store
        self.names = self.identifier.names
        self.years = list(years)
        self.categories = list(categories)
        self.brief = brief
        self.lists = select_lists(store, self.categories, self.years, self.names.normalise)
        self._ids: set[str] = set()
        for name in self.categories:
            self._ids |= category_ids(store, name, self.names.normalise)
        self._wanted = {(listing.year, listing.category) for listing in self.lists}
        self._rows = lru_cache(maxsize=MOST_REMEMBERED)(self._placed_in_lists)
        self._missing = Missing(
            store=store,
            years=self.years,
            lists=self.lists,
            categories=self.categories,
            ids=self._ids,
        )

    def find(self, name: str, within: bool = False) -> Answer:
        """Every placement of what a name means.

        Args:
            within: also those of everything that lies in it.
        """
        return self.answer(name, self.identifier.hits(name), within)

    def answer(self, name: str, hits: Sequence[Hit], within: bool = False) -> Answer:
        """The answer to a name.

        Args:
            hits: whom the name means.
            within: also those of everything that lies in it.
        """
        many = 0
        if not hits:
            nothing = self._no_entity(name)
            if nothing:
                return nothing
        if self.brief:
            return Answer(name, self._rows_of(name, hits, within))
        key = self.names.normalise(name)
        if not hits:
            hits, many = self.identifier.guess(key)
            if hits and hits[0].match == "contains":
                # A part of a name asks for what there is to see, if there is anything.
                hits = [hit for hit in hits if self._rows(hit.entity)] or hits
        rows = self._rows_of(name, hits, within)
        return Answer(
            name,
            rows,
            many=many,
            unplaced=self._unplaced(hits, rows, within),
            others=self.identifier.others(name),
            # Across years, show that two bodies of one list are one body in another.
            successions=self.identifier.successions(key, hits, mergers=len(self.years) > 1),
            inside=[] if within else self._inside(hits, rows),
            near=[] if hits or many else self.identifier.near(key),
        )

    def unplaced(self, entity: int, within: bool = False) -> Unplaced | None:
        """What a batch tells of an entity that has no row; None if it has one."""
        if self._rows(entity) or (within and self._placed_inside(entity)):
            return None
        return self._missing.briefly(entity)

    def _no_entity(self, name: str) -> Answer | None:
        """The answer to a name that is no entity's: it is empty, or that of a list."""
        key = self.names.normalise(name)
        if not key:
            return Answer(name, empty=True)
        if key not in self._names_of_lists:
            return None
        lists: list[Listing] = []
        for id in self.store.categories_named(key):
            lists += self.store.listings_of(id)
        return Answer(name, lists=lists) if lists else None

    @cached_property
    def _names_of_lists(self) -> set[str]:
        return set(self.store.category_names())

    def _rows_of(self, name: str, hits: Sequence[Hit], within: bool) -> list[Placement]:
        matches: dict[int, Match] = {}
        for hit in hits:
            matches[hit.entity] = hit.match
            if within:
                for entity in self._placed_inside(hit.entity):
                    matches.setdefault(entity, "within")
        rows: list[Placement] = []
        for entity, match in matches.items():
            for row in self._rows(entity):
                rows.append(row._replace(query=name, match=match))
        return rows

    def _placed_in_lists(self, entity: int) -> list[Placement]:
        if not self.store.entity(entity).placements:
            return []
        rows = self.store.placements_of(entity)
        return [row for row in rows if (row.year, row.category) in self._wanted]

    def _placed_inside(self, region: int) -> list[int]:
        """What lies in a region and has a placement here."""
        return [i for i in self.store.inside(region) if self._rows(i)]

    def _inside(self, hits: Sequence[Hit], rows: list[Placement]) -> list[tuple[Entity, int]]:
        if not rows:
            return []  # what is said of the unplaced names them
        found = []
        for hit in hits:
            inside = self._placed_inside(hit.entity)
            if inside:
                found.append((self.store.entity(hit.entity), len(inside)))
        return found

    def _unplaced(self, hits: Sequence[Hit], rows: list[Placement], within: bool) -> list[Unplaced]:
        """Of each entity without a row, what is known instead.

        Beside rows of others, what gave way to them or lies around them is not missing.
        """
        unplaced = []
        successors: set[int] = set()
        for hit in hits:
            for succession in self.store.successions_of(hit.entity):
                successors.update(entity.id for entity in succession.into)
        for hit in hits:
            entity = self.store.entity(hit.entity)
            if self._rows(entity.id):
                continue
            inside = self._placed_inside(entity.id)
            told = entity.until is not None or entity.id in successors or (within and inside)
            if not rows or not told:
                unplaced.append(self._missing.whole(entity, inside))
        return unplaced
