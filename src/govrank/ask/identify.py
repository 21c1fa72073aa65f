"""Which entities a name means, and what is to be told of the name."""

from collections.abc import Sequence
from typing import NamedTuple

from govrank.models import Entity, Succession
from govrank.names.bearers import Hit
from govrank.names.lookup import Names
from govrank.names.written import is_address
from govrank.store import Remembering, Store

# From so many names in a batch on, all names and entities of the dataset are read at once.
MANY = 1000
# Those of a larger dataset are not: it may not fit into memory.
MOST_IN_MEMORY = 100_000
# At most so many names are offered for one that means nothing.
MOST_NEAR = 3


class Guess(NamedTuple):
    """What a name abbreviates or is a part of.

    Attributes:
        many: of how many entities it is a part, if these are too many to show.
    """

    hits: list[Hit]
    many: int = 0


class Identifier:
    """Finds whom names mean.

    Args:
        brief: whether many names are asked for, as in a batch that nobody reads along: no
            guess by a part of a name.
    """

    def __init__(self, store: Store, brief: bool) -> None:
        self.store = Remembering(store)
        self.names = Names(self.store)
        self.brief = brief
        self._expected = 0

    def expect(self, names: int) -> None:
        """Get ready for so many more names."""
        few = self._expected < MANY
        self._expected += names
        if few and self._expected >= MANY and self.store.entity_count() <= MOST_IN_MEMORY:
            self.store.read_entities()
            self.names.bearers.read_all()

    def hits(self, name: str) -> list[Hit]:
        """The entities that a name means."""
        hits = self.names.find(name)
        if self.brief and len(hits) > 1 and is_address(name):
            return []  # it is the address of one of them
        return hits

    def guess(self, key: str) -> Guess:
        """What a normalised name that means nothing may mean."""
        # What a written apostrophe has ruled out is no guess either.
        if self.brief or not key or self.names.meaning(key):
            return Guess([])
        from govrank.names.parts import MOST_PARTS, NATION, guess  # only for what is not found

        hits = guess(self.names, key)
        if hits and hits[0].match == "contains" and (len(hits) > MOST_PARTS or key in NATION):
            return Guess([], len(hits))
        return Guess(hits)

    def others(self, name: str) -> list[Entity]:
        """Who bears a name too, and is not meant."""
        return [self.store.entity(i) for i in self.names.yielding(name)]

    def near(self, key: str) -> list[Entity]:
        """The entities whose names are like a normalised name that means nothing."""
        from govrank.names.suggest import suggest  # only for what is not found

        return [self.store.entity(i) for i in suggest(self.names, key)[:MOST_NEAR]]

    def successions(self, key: str, hits: Sequence[Hit], mergers: bool) -> list[Succession]:
        """What a former name, a merged body or its successor deserves to have told.

        Args:
            mergers: whether to tell what became part of the entities, too.
        """
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
            if mergers:
                told += self.store.mergers_into(hit.entity)
        return list({succession.former: succession for succession in told}.values())
