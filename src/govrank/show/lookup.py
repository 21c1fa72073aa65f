"""What tables look up again and again, each read once."""

from collections.abc import Sequence
from functools import cache

from govrank.i18n import LANGUAGE
from govrank.models import Category, Entity, Listing, Placement, Source
from govrank.store import Store

# As MOHURD or SASTIND.
LONGEST_ACRONYM = 8


class Lookup:
    """Facts beside the rows: their lists, sources, regions, tiers and ties."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.entity = cache(store.entity_called)
        self._lists: dict[str, dict[int, Listing]] = {}
        self._sources: dict[str, Source] = {}
        self._categories: dict[str, Category] = {}
        self._tiers: dict[str, str] = {}

    def listing(self, row: Placement) -> Listing:
        """The list of a placement."""
        if row.category not in self._lists:
            of_category = self.store.listings_of(row.category)
            self._lists[row.category] = {listing.year: listing for listing in of_category}
        return self._lists[row.category][row.year]

    def category(self, id: str) -> Category:
        return self.categories()[id]

    def categories(self) -> dict[str, Category]:
        """By id, in the order in which they are shown."""
        if not self._categories:
            for category in self.store.categories():
                self._categories[category.category] = category
        return self._categories

    def year_option(self, year: int) -> str:
        """The option that asks for a year: the latest needs none."""
        return "" if year == self.store.latest_year() else f" --year {year}"

    def source(self, id: str) -> Source:
        if not self._sources:
            for source in self.store.sources():
                self._sources[source.source] = source
        return self._sources[id]

    def english(self, name: str | None) -> str | None:
        """The English name of an entity or region, by its official name."""
        entity = self.entity(name) if name is not None else None
        return entity.english if entity is not None else None

    def tier(self, name: str) -> str:
        """A tier in the reader's language."""
        if LANGUAGE == "zh":
            return name
        if not self._tiers:
            for scale in self.store.scales():
                for step in scale.steps:
                    self._tiers.setdefault(step.tier, step.english)
        return self._tiers.get(name, name)

    def tied_with(self, row: Placement) -> list[Placement]:
        """The others at the same place."""
        if not row.tied or row.rank is None:
            return []
        placed = self.store.first_places(self.listing(row), row.rank)
        others = []
        for other in placed:
            if other.rank == row.rank and other.entity != row.entity:
                others.append(other)
        return others

    def acronyms(self, entities: Sequence[Entity]) -> dict[int, str]:
        """The English abbreviations of bodies, as MOFCOM, by the numbers of the entities.

        It is the one Latin alias, or of several the longest that abbreviates the name.
        """
        english = {entity.id: entity.english for entity in entities if entity.english}
        rows = self.store.latin_aliases(list(english), LONGEST_ACRONYM)
        aliases: dict[int, list[str]] = {}
        for entity, alias in rows:
            aliases.setdefault(entity, []).append(alias)
        acronyms = {}
        for entity, found in aliases.items():
            fitting = [alias for alias in found if _abbreviates(alias, english[entity])]
            if fitting or len(found) == 1:
                acronyms[entity] = (fitting or found)[-1].upper()
        return acronyms


def _abbreviates(alias: str, name: str) -> bool:
    """Whether the letters of an alias stand in a name in that order."""
    rest = iter(name.lower())
    return all(letter in rest for letter in alias)
