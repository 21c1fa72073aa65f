"""Who bears a name, and who of several is meant."""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple, Protocol

from govrank.models import MOST_REMEMBERED, REGION_KINDS, EntityKind, Level, Match
from govrank.names.normal import Normaliser
from govrank.store import Store

# The levels that answer a written name. The first group that somebody bears wins: a
# nickname yields to an official or short name, and a former name to any name of today.
STRENGTHS: tuple[tuple[Level, ...], ...] = (
    ("official", "printed", "short"),
    ("alias",),
    ("former",),
)
# What a hit by a written name is, by the level of the name.
MATCHES: dict[Level, Match] = {
    "official": "exact",
    "printed": "exact",
    "short": "alias",
    "alias": "alias",
    "former": "alias",
}
# Of those who are spelt alike in Latin letters, the first kinds are meant.
LARGER: tuple[tuple[EntityKind, ...], ...] = (
    ("province", "prefecture", "body"),
    ("county",),
    ("zone", "area", "other"),
)

Bearing = tuple[Level, int]


class Hit(NamedTuple):
    """An entity that a name means, and how it was found."""

    entity: int
    match: Match


class Lookup(Protocol):
    """What the rules of `wording` and `written` ask: see names.lookup.Names."""

    store: Store
    bearers: "Bearers"
    normalise: Normaliser

    def meaning(self, key: str, /) -> list[Hit]: ...

    def named(self, key: str, /) -> list[Hit]: ...

    def pinyin(self, key: str, /) -> list[Hit]: ...


class Bearers:
    """Reads who bears a normalised name, each name once. Initials are no names here.

    Args:
        store: the dataset that has the names.
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        self.kind = lru_cache(maxsize=MOST_REMEMBERED)(store.kind)
        self.around = lru_cache(maxsize=MOST_REMEMBERED)(store.around)
        self.regions = lru_cache(maxsize=MOST_REMEMBERED)(self._regions)
        # Who bears a name, and at which level; None if nobody does.
        self.of: Callable[[str], list[Bearing] | None] = lru_cache(maxsize=MOST_REMEMBERED)(
            self._in_store
        )
        # All names and their bearers, where they are in memory.
        self._all: dict[str, list[Bearing]] | None = None
        # Their last two letters.
        self._endings: set[str] = set()

    def read_all(self) -> None:
        """Read every name at once, which pays where thousands are asked for."""
        self._all = self.store.all_bearers()
        self.of = self._all.get
        self._endings = {name[-2:] for name in self._all}

    def _in_store(self, key: str) -> list[Bearing] | None:
        return [pair for pair in self.store.bearers(key) if pair[0] != "initials"] or None

    def at(self, level: Level, key: str) -> list[int]:
        """Who bears a name at a level."""
        return [i for of, i in self.of(key) or () if of == level]

    def beginnings(self, key: str) -> list[int]:
        """Where to cut a text so that what stands in front is a name, the shortest first."""
        if self._all is None:
            known = self.store.known_names([key[:cut] for cut in range(1, len(key))])
            return sorted(map(len, known))
        return [cut for cut in range(1, len(key)) if key[:cut] in self._all]

    def may_end(self, key: str) -> bool:
        """Whether some end of a text may be a name: of most texts two letters say no."""
        if self._all is None or key[-1:].isdigit():  # as the tone of a last syllable
            return True
        return key[-2:] in self._endings or key[-1:] in self._endings

    def ends(self, key: str) -> list[int]:
        """Where to cut a text so that what stands behind is a name, the longest name first."""
        if self._all is None:
            known = self.store.known_names([key[cut:] for cut in range(1, len(key))])
            return sorted(len(key) - len(name) for name in known)
        return [cut for cut in range(1, len(key)) if key[cut:] in self._all]

    def _regions(self, key: str) -> frozenset[int]:
        """The regions that bear a name, in whatever right."""
        return frozenset(i for _level, i in self.of(key) or () if self.kind(i) in REGION_KINDS)

    def of_kind(self, kinds: Sequence[EntityKind], hits: list[Hit]) -> list[Hit]:
        return [hit for hit in hits if self.kind(hit.entity) in kinds]

    def meant(self, bearers: Sequence[Bearing]) -> list[Hit]:
        """Who is meant by a written name that several bear.

        A county's short name yields to that of a province or a prefecture; its ending or
        its city chooses the county.
        """
        if len(bearers) == 1:  # as most names
            [(level, entity)] = bearers
            return [Hit(entity, MATCHES[level])] if level in MATCHES else []
        if len({entity for _level, entity in bearers}) == 1:
            written = [level for level, _entity in bearers if level in MATCHES]
            return [_hit(bearers[0][1], written)] if written else []
        hits: list[Hit] = []
        for levels in STRENGTHS:
            levels_of: dict[int, set[Level]] = {}
            for level, entity in bearers:
                if level in levels:
                    levels_of.setdefault(entity, set()).add(level)
            larger = any(self.kind(i) in ("province", "prefecture") for i in levels_of)
            known = {hit.entity for hit in hits}
            for entity, found in sorted(levels_of.items()):
                yields = larger and self.kind(entity) == "county" and "official" not in found
                if not yields and entity not in known:
                    hits.append(_hit(entity, found))
            # What has ended is answered with what it became, which bears its name as a former.
            if hits and not all(self.store.has_ended(hit.entity) for hit in hits):
                break
        return sorted(hits)

    def meant_by_pinyin(self, key: str, entities: Iterable[int]) -> list[Hit]:
        """Who is meant by a Latin name that several bear.

        Bare pinyin is a short name: a county's yields to a larger region's. With an ending
        it does not: Jinzhou City is 锦州市 and 晋州市.
        """
        found = sorted(set(entities))
        if len(found) > 1:
            regions = [i for i in found if self.kind(i) in REGION_KINDS]
            if regions and not any(self._is_bare(i, key) for i in regions):
                found = regions
            else:
                found = self._larger(found)
        return [Hit(i, "pinyin") for i in self._of_today(found)]

    def _is_bare(self, entity: int, key: str) -> bool:
        """Whether a key is the pinyin of a region's name without an ending."""
        return any("".join(reading) == key for reading in self.store.readings(entity))

    def _larger(self, entities: list[int]) -> list[int]:
        for kinds in LARGER:
            found = [i for i in entities if self.kind(i) in kinds]
            if found:
                return found
        return []

    def _of_today(self, entities: list[int]) -> list[int]:
        """Those that exist or, if none does, all with what they became."""
        existing = [i for i in entities if not self.store.has_ended(i)]
        if existing:
            return existing
        found = set(entities)
        for ended in entities:
            for succession in self.store.successions_of(ended):
                found.update(entity.id for entity in succession.into)
        return sorted(found)


def _hit(entity: int, levels: Iterable[Level]) -> Hit:
    exact = "exact" in [MATCHES[level] for level in levels]
    return Hit(entity, "exact" if exact else "alias")
