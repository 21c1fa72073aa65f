"""What is known of an entity without a known place, instead of one."""

from collections.abc import Sequence

from govrank.models import Entity, Listing, Standing, Unplaced, Why
from govrank.store import Store


class Missing:
    """Looks around an entity that has no known place.

    Args:
        years: where was looked, newest first.
        lists: the lists of these years that were looked in.
        categories: the names of the categories that were asked for.
        ids: their ids.
    """

    def __init__(
        self,
        store: Store,
        years: Sequence[int],
        lists: Sequence[Listing],
        categories: Sequence[str],
        ids: set[str],
    ) -> None:
        self._store = store
        self._years = years
        self._lists = lists
        self._categories = list(categories)
        self._ids = ids

    def briefly(self, id: int) -> Unplaced:
        """Only in which other years an entity has a place, as a batch tells."""
        entity = self._store.entity(id)
        prospects = self._prospects(entity)
        return Unplaced(
            entity=entity,
            why=self._why(entity, prospects),
            years=self._elsewhere(entity),
            lists=prospects,
            around=[],
            inside=[],
            scope=self._categories,
        )

    def whole(self, entity: Entity, inside: Sequence[int]) -> Unplaced:
        """All that helps.

        Args:
            inside: the ids of what lies in it and has a known place.
        """
        one = self.briefly(entity.id)
        if one.why == "ended":
            return one
        return one._replace(
            around=self._standings(entity.id),
            inside=[self._store.entity(i) for i in inside],
        )

    def _why(self, entity: Entity, prospects: list[Listing]) -> Why:
        if entity.until is not None and min(self._years, default=0) > entity.until:
            return "ended"
        population = set(self._store.population(entity.id))
        if self._ids and all(self._is_of_others(id, entity, population) for id in self._ids):
            return "outside"
        if prospects and all(each.known_places == each.listed_places for each in prospects):
            return "complete"
        if not population and not entity.placements:
            return "unranked"
        return "unpublished"

    def _is_of_others(self, category: str, entity: Entity, population: set[str]) -> bool:
        """Whether a list ranks others: it has a population without it, or other kinds only."""
        if self._store.has_population(category):
            return category not in population
        return entity.kind not in self._store.kinds_placed(category)

    def _elsewhere(self, entity: Entity) -> list[int]:
        """The other years in which it has a place in the categories asked for."""
        years = set()
        for row in self._store.placements_of(entity.id) if entity.placements else ():
            if not self._ids or row.category in self._ids:
                years.add(row.year)
        return sorted(years.difference(self._years), reverse=True)

    def _prospects(self, entity: Entity) -> list[Listing]:
        """The lists of the one year asked for in which it would be."""
        if len(self._years) != 1 or entity.until is not None:
            return []
        population = self._store.population(entity.id)
        return [listing for listing in self._lists if listing.category in population]

    def _standings(self, entity: int) -> list[Standing]:
        """The ranks of the entity and the regions around it, if one year is asked for."""
        if len(self._years) != 1:
            return []
        [year] = self._years
        listed: dict[str, int | None] = {}
        for listing in self._store.listings([year]):
            listed[listing.category] = listing.listed_places
        found = []
        for region in (entity, *self._store.around(entity)):
            for row in self._store.placements_of(region):
                if row.year == year and row.rank is not None:
                    found.append(Standing(row, listed[row.category]))
        return found
