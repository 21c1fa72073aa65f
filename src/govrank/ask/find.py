"""Every placement of what a name means and, if there is none, what is known instead."""

from collections.abc import Sequence
from functools import lru_cache

from govrank.ask.lists import category_ids, select_lists
from govrank.models import (
    Answer,
    Entity,
    EntityRow,
    Listing,
    Match,
    Placement,
    Succession,
    Unplaced,
)
from govrank.names.lookup import MOST_PARTS, Hit, Names
from govrank.store import Store

# From so many names in a batch on, all names of the dataset are read at once.
MANY = 2000


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
        self.store = store
        self.names = Names(store)
        self.years = list(years)
        self.categories = list(categories)
        self.brief = brief
        self.lists = select_lists(store, self.categories, self.years, self.names.normalise)
        self._ids: set[str] = set()
        for name in self.categories:
            self._ids |= category_ids(store, name, self.names.normalise)
        self._wanted = {(listing.year, listing.category) for listing in self.lists}
        self._asked = 0
        self._placements = lru_cache(maxsize=4096)(store.placements_of)

    def _guess(self, key: str) -> tuple[list[Hit], int]:
        """What a normalised name abbreviates or is a part of, and of how many if of too many."""
        if self.brief or not key:
            return [], 0
        hits = self.names.guess(key)
        if not hits or hits[0].match != "contains":
            return hits, 0
        if len(hits) > MOST_PARTS:
            return [], len(hits)
        # A part of a name asks for what there is to see, if there is anything.
        return [hit for hit in hits if self._rows(hit.entity)] or hits, 0

    def find(self, name: str, within: bool = False) -> Answer:
        """Every placement of what a name means.

        Args:
            within: also those of everything that lies in it.
        """
        hits, many = self._hits(name), 0
        key = "" if hits and self.brief else self.names.normalise(name)
        if not hits:
            if not key:
                return Answer(name, empty=True)
            lists = self._lists_named(key)
            if lists:
                return Answer(name, lists=lists)
            hits, many = self._guess(key)
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
        answer = Answer(name, rows, many=many)
        if self.brief:
            return answer if rows else answer._replace(unplaced=self._unplaced_briefly(hits))
        return answer._replace(
            unplaced=self._unplaced(hits, rows, within),
            others=[self.store.entity(i) for i in self.names.yielding(name)],
            successions=self._successions(key, hits),
            inside=[] if within else self._inside(hits, rows),
            near=[] if hits or many else self._near(key),
        )

    def _hits(self, name: str) -> list[Hit]:
        self._asked += 1
        if self.brief and self._asked == MANY:
            self.names.read_all()
        return self.names.find(name)

    def _rows(self, entity: int) -> list[Placement]:
        return [row for row in self._placements(entity) if (row.year, row.category) in self._wanted]

    def _lists_named(self, key: str) -> list[Listing]:
        lists: list[Listing] = []
        for id in self.store.categories_named(key):
            lists += self.store.listings_of(id)
        return lists

    def _placed_inside(self, region: int) -> list[int]:
        """What lies in a region and has a placement here."""
        return [i for i in self.store.inside(region) if self._rows(i)]

    def _inside(self, hits: list[Hit], rows: list[Placement]) -> list[tuple[Entity, int]]:
        if not rows:
            return []  # what is said of the unplaced names them
        found = []
        for hit in hits:
            inside = self._placed_inside(hit.entity)
            if inside:
                found.append((self.store.entity(hit.entity), len(inside)))
        return found

    def _unplaced_briefly(self, hits: list[Hit]) -> list[Unplaced]:
        entities = [self.store.entity(hit.entity) for hit in hits]
        return [
            Unplaced(
                entity=entity,
                years=self._elsewhere(entity.id),
                lists=[],
                around=[],
                inside=[],
                scope=self.categories,
            )
            for entity in entities
        ]

    def _unplaced(self, hits: list[Hit], rows: list[Placement], within: bool) -> list[Unplaced]:
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
            if rows and told:
                continue
            unplaced.append(
                Unplaced(
                    entity=entity,
                    years=self._elsewhere(entity.id),
                    lists=self._prospects(entity),
                    around=self._placements_around(entity.id),
                    inside=[self.store.entity(i) for i in inside],
                    scope=self.categories,
                )
            )
        return unplaced

    def _elsewhere(self, entity: int) -> list[int]:
        """The other years in which an entity has a place in the categories to look in."""
        years = {
            row.year
            for row in self._placements(entity)
            if not self._ids or row.category in self._ids
        }
        return sorted(years.difference(self.years), reverse=True)

    def _prospects(self, entity: Entity) -> list[Listing]:
        """The lists of the one year asked for in which an entity would be."""
        if len(self.years) != 1 or entity.until is not None:
            return []
        population = self.store.population(entity.id)
        return [listing for listing in self.lists if listing.category in population]

    def _placements_around(self, entity: int) -> list[Placement]:
        """The ranks of the nearest region around an entity, if one year is asked for."""
        if len(self.years) == 1:
            for region in self.store.around(entity):
                rows = [row for row in self._placements(region) if row.year == self.years[0]]
                ranked = [row for row in rows if row.rank is not None]
                if ranked:
                    return ranked
        return []

    def _successions(self, key: str, hits: list[Hit]) -> list[Succession]:
        """What a former name, a merged body or its successor deserves to have told."""
        found = {hit.entity for hit in hits}
        bearers = {i for level, i in self.store.bearers(key) if level in ("official", "short")}
        told = []
        for succession in self.store.successions(key):
            into = {entity.id for entity in succession.into}
            # 增城 was the name of 增城市, and is that of 增城区.
            if found & into and not bearers & into:
                told.append(succession)
        # 襄樊 is not told of 襄樊市 too.
        told = [one for one in told if self.names.normalise(one.former) == key] or told
        for hit in hits:
            told += self.store.successions_of(hit.entity)
            if len(self.years) > 1:
                # Across years, show that two bodies of one list are one body in another.
                told += self.store.mergers_into(hit.entity)
        return list({succession.former: succession for succession in told}.values())

    def _near(self, key: str) -> list[Entity]:
        from govrank.names.suggest import suggest  # only for what is not found

        return [self.store.entity(i) for i in suggest(self.names, key)[:3]]

    def entities(self, name: str) -> tuple[list[EntityRow], Answer]:
        """What a name means, placed or not: a row for each meaning, and what to say beside."""
        key = self.names.normalise(name)
        hits, many = self._hits(name), 0
        if not hits:
            hits, many = self._guess(key)
        rows = []
        for hit in hits:
            row = entity_row(self.store, self.store.entity(hit.entity))
            rows.append(row._replace(query=name, match=hit.match))
        answer = Answer(name, many=many, empty=not key)
        if self.brief:
            return rows, answer
        return rows, answer._replace(
            others=[self.store.entity(i) for i in self.names.yielding(name)],
            successions=self._successions(key, hits),
            near=[] if hits or many or not key else self._near(key),
        )


def entity_row(store: Store, entity: Entity) -> EntityRow:
    """The flat record of an entity."""
    parent = store.entity(entity.parent).name if entity.parent is not None else None
    into = [e.name for s in store.successions_of(entity.id) for e in s.into]
    return EntityRow(
        query=None,
        match=None,
        entity=entity.name,
        kind=entity.kind,
        code=entity.code,
        parent=parent,
        region=entity.region,
        english=entity.english,
        placements=entity.placements,
        until=entity.until,
        into=";".join(into) or None,
    )
