"""Whom a name in a table means, and who is new.

In a list that is known, a name is looked up as everywhere. In a list of one's own it is not
bent to somebody else's: a province's 统计局 is not 国家统计局.
"""

from collections.abc import Iterable, Sequence

from govrank.folder.tables import Record
from govrank.models import REGION_KINDS, Entity, EntityKind
from govrank.names.lookup import LONGEST, Names
from govrank.names.suggest import suggest
from govrank.store import Store
from govrank.words import tables as words

# A table of wrong names is told the nearest of so many.
MOST_SUGGESTED = 100
# So many are named.
NEAREST = 3


class Whom:
    """Finds the entity that a row is of.

    Args:
        store: the dataset that the tables are laid over.
    """

    def __init__(self, store: Store) -> None:
        self.names = Names(store)
        self.new: dict[str, Entity] = {}  # nobody that is known
        self._new_by_id: dict[int, Entity] = {}
        self._store = store
        [[self._last_id]] = store.connection.execute("SELECT coalesce(max(id), 0) FROM entities")
        self._found: dict[tuple[str, str, str, str], int] = {}
        self._regions = _Regions(self.names)
        self._suggested = 0
        self._own_names = _OwnNames(store)

    def of(
        self, record: Record, list_id: str, category: str, kinds: Sequence[EntityKind] | None
    ) -> int | None:
        """The id of the entity that a row is of, or None and a fault.

        Args:
            list_id: the id of the list.
            category: the label of the list.
            kinds: whom the list is of, if it is a known one: nobody in particular if it is
                empty. None for a list of one's own.
        """
        key = ("" if kinds is None else category, record.name, record.entity, record.region)
        if key in self._found:
            return self._found[key]
        if kinds is not None:
            found = self._in_known_list(record, list_id, category, kinds)
        elif record.entity:
            found = self._called(record.entity) or self._add(record, record.entity, None)
        else:
            found = self._in_own_list(record)
        if found is not None:
            self._found[key] = found
        return found

    # lists that are known

    def _in_known_list(
        self, record: Record, list_id: str, category: str, kinds: Sequence[EntityKind]
    ) -> int | None:
        name = record.entity or record.name
        if record.entity:
            called = self._called(record.entity)
            meant = [] if called is None else [called]
        else:
            meant = [hit.entity for hit in self.names.find(record.name)]
        if not meant:
            record.at.fault(words.nobody_named(name, category, self._near(name, kinds)))
            return None
        if record.region and not record.literal:
            region = self._regions.of(record)
            if region is None:
                return None
            meant = [id for id in meant if self._regions.lies_in(id, region.id)]
            if not meant:
                record.at.fault(words.nobody_in_region(name, region.name))
                return None

        def ranked(id: int) -> bool:
            entity = self._entity(id)
            fits = not kinds or entity.kind in kinds
            return fits and _may_be_in(self._store, entity, list_id)

        fitting = list(filter(ranked, meant))
        if len(fitting) == 1:
            return fitting[0]
        entities = [self._entity(id) for id in fitting or meant]
        if fitting:
            record.at.fault(words.several_named(name, entities))
        else:
            bearers = self._store.bearers(self.names.normalise(name))
            near = list(filter(ranked, dict.fromkeys(id for _level, id in bearers)))[:NEAREST]
            alike = [self._entity(id) for id in near]
            record.at.fault(words.of_another_kind(name, category, entities, alike))
        return None

    def _near(self, name: str, kinds: Sequence[EntityKind]) -> list[Entity]:
        self._suggested += 1
        if self._suggested > MOST_SUGGESTED:
            return []
        near = [self._store.entity(id) for id in suggest(self.names, self.names.normalise(name))]
        fitting = [entity for entity in near if not kinds or entity.kind in kinds]
        return (fitting or near)[:NEAREST]

    def _called(self, name: str) -> int | None:
        """The entity of an official name, however it is written."""
        if name in self.new:
            return self.new[name].id
        entity = self._store.entity_called(name)
        if entity is not None:
            return entity.id
        bearers = self._store.bearers(self.names.normalise(name))
        found = {id for level, id in bearers if level == "official"}
        return found.pop() if len(found) == 1 else None

    def _entity(self, id: int) -> Entity:
        return self._new_by_id.get(id) or self._store.entity(id)

    # lists of one's own

    def _in_own_list(self, record: Record) -> int | None:
        region = None
        if record.region:
            region = self._regions.of(record)
            if region is None:
                return None
        key = self.names.normalise(record.name)
        meant = self._own_names.bearers(key)
        if region is not None:
            inside = {id for id in meant if self._regions.lies_in(id, region.id)}
            if not inside and self._own_names.is_official(key):
                record.at.fault(words.nobody_in_region(record.name, region.name))
                return None
            meant = inside
        if len(meant) == 1:
            return next(iter(meant))
        if meant:
            entities = [self._store.entity(id) for id in sorted(meant)]
            record.at.fault(words.several_named(record.name, entities))
            return None
        return self._new(record, region)

    def _new(self, record: Record, region: Entity | None) -> int | None:
        name = record.name
        if region and not name.startswith((region.name, region.short)):
            name = region.name + name
        if name not in self.new and self._store.entity_called(name):
            record.at.fault(words.names_a_body(name))
            return None
        return self._add(record, name, region)

    def _add(self, record: Record, name: str, region: Entity | None) -> int:
        if name not in self.new:
            self._last_id += 1
            if record.literal:
                around = self._store.entity_called(record.region)
                said = record.region or None
            else:
                around, said = region, region.region if region else None
            new = Entity(
                id=self._last_id,
                name=name,
                short=name,
                kind="other",
                code=record.code or None,
                parent=around.id if around else None,
                region=said,
                english=record.english or None,
                until=None,
                placements=0,
            )
            self.new[name] = self._new_by_id[new.id] = new
        return self.new[name].id


def _may_be_in(store: Store, entity: Entity, category: str) -> bool:
    """Whether a list is of an entity, or has had it: what was published is beyond doubt."""
    # Of those who have ended, the data does not say where they belonged.
    if entity.until is not None or not store.has_population(category):
        return True
    if category in store.population(entity.id):
        return True
    return any(row.category == category for row in store.placements_of(entity.id))


class _Regions:
    """The regions that rows say."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._found: dict[str, Entity | None] = {}

    def of(self, record: Record) -> Entity | None:
        """The region that a row says, or None and a fault."""
        if record.region not in self._found:
            store = self._names.store
            hits = [store.entity(hit.entity) for hit in self._names.find(record.region)]
            found = [entity for entity in hits if entity.kind in REGION_KINDS]
            # A column of regions says provinces: 吉林 is no city in it.
            found = [entity for entity in found if entity.kind == "province"] or found
            self._found[record.region] = found[0] if len(found) == 1 else None
        region = self._found[record.region]
        if region is None:
            record.at.fault(words.no_such_region(record.region))
        return region

    def lies_in(self, id: int, region: int) -> bool:
        return id == region or region in self._names.store.around(id)


class _OwnNames:
    """The names that regions have, and the official ones of zones and areas."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._of_today: dict[str, set[int]] = {}
        self._former: dict[str, set[int]] = {}
        self._official: set[str] = set()

    def is_official(self, key: str) -> bool:
        return key in self._official

    def bearers(self, key: str) -> set[int]:
        """Who has a name as its own: a region, or a zone by its official name or full path."""
        if not self._of_today:
            self._read_regions()
        found = self._of_today.get(key) or self._by_path(key) or self._former.get(key) or set()
        existing = {id for id in found if not self._store.has_ended(id)}
        return existing or found

    def _by_path(self, key: str) -> set[int]:
        """By the name of a region with that of something in it behind: 福建省宁德市霞浦县."""
        found: set[int] = set()
        if len(key) > LONGEST:
            return found
        for cut in range(2, len(key) - 1):
            outer = self._of_today.get(key[:cut])
            if outer:
                inner = self._of_today.get(key[cut:]) or self._by_path(key[cut:])
                found |= {i for i in inner if not outer.isdisjoint(self._store.around(i))}
        return found

    def _read_regions(self) -> None:
        marks = ", ".join("?" * len(REGION_KINDS))
        rows: Iterable[tuple[str, str, int]] = self._store.connection.execute(
            "SELECT n.name, n.level, n.entity FROM names n JOIN entities e ON e.id = n.entity"
            " WHERE (n.level IN ('official', 'printed') AND e.kind NOT IN ('body', 'other'))"
            f" OR (n.level IN ('short', 'former') AND e.kind IN ({marks}))",
            REGION_KINDS,
        )
        for name, level, id in rows:
            table = self._former if level == "former" else self._of_today
            table.setdefault(name, set()).add(id)
            if level == "official":
                self._official.add(name)
