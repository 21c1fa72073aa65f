"""The names that a list can have, and which of them are near to what was read."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import lru_cache, partial
from typing import NamedTuple

from govrank.models import REGION_KINDS, Entity, EntityKind, Level
from govrank.names.bearers import STRENGTHS
from govrank.names.normal import BODY_PREFIXES, Normaliser
from govrank.names.wording import SITE_WORDS
from govrank.read.boxes import Box, Glyph
from govrank.read.confusions import SEEN
from govrank.store import Store

# The levels of names that a list prints; of bodies and zones, which have no nicknames as regions
# do, it may print the others too.
PRINTED, _NICKNAMES, FORMER = STRENGTHS
# What it costs to take one character for another: the reader thought of it, it is a known
# look-alike, or neither; to leave one out or put one in; to change the order of two.
THOUGHT_OF, LOOKALIKE, UNLIKE, MISSING, SWAPPED = 0.4, 0.5, 1.0, 1.0, 0.6
# As likely as this, the reader has thought of a character.
LIKELY = 0.002
# A name that costs more is not near: so much, and for each character so much.
NEAR, NEAR_EACH = 0.5, 0.25
# A name is nearer than all others if it costs so much less.
MARGIN = 0.45
MOST_NEAR = 3


class Character(NamedTuple):
    """One character as names are compared: normalised."""

    text: str
    sure: float
    others: dict[str, float]


class Near(NamedTuple):
    """A name that is near to what was read.

    Attributes:
        form: the name as it would be printed.
        known: whether each difference is a known confusion.
    """

    form: str
    entity: int
    cost: float
    known: bool


class Dictionary:
    """The names of those who can be in a list.

    Args:
        population: who can be in it.
        former: whether the names of former years count too.
    """

    def __init__(self, store: Store, population: Iterable[int], former: bool = False) -> None:
        self.store = store
        self.population = sorted(population)
        self._normalise = Normaliser(store.variants())
        self._character = lru_cache(maxsize=8192)(self._normalise)
        # Characters that are taken for each other, both ways.
        self.lookalikes: set[tuple[str, str]] = set()
        for printed, read, _seen in SEEN:
            pair = self._normalise(printed), self._normalise(read)
            self.lookalikes |= {pair, pair[::-1]}
        self._paths = lru_cache(maxsize=1024)(partial(_paths, store, self._normalise))
        self.bearers: dict[str, set[int]] = {}
        # How each name is written, where that is not its normalised form.
        self._written: dict[str, str] = {}
        for levels in STRENGTHS:  # a nickname yields to a name, and a former name to both
            weaker: dict[str, set[int]] = {}
            regions = levels == PRINTED or (former and levels == FORMER)
            for entity, names in self._names(levels, regions):
                self._add(weaker, entity, names)
            self.bearers = {**weaker, **self.bearers}
        # The site words, also as they are misread, and those that names end in.
        self._site = tuple(word for site in SITE_WORDS for word in self._seen_as(site))
        self._endings = {w for w in self._site if any(key.endswith(w) for key in self.bearers)}
        self._by_length: dict[int, list[str]] = {}
        for key in self.bearers:
            self._by_length.setdefault(len(key), []).append(key)

    def key(self, text: str) -> str:
        """The normalised form of a text, without what says that it is a website."""
        return self._bare(self._normalise(text))

    def has(self, text: str) -> bool:
        return self.key(text) in self.bearers

    def characters(self, box: Box) -> list[Character]:
        """What was read, character by character, without what says that it is a website."""
        found: list[Character] = []
        for glyph in box.glyphs:
            found += self._normalised(glyph)
        text = "".join(character.text for character in found)
        return found[: len(self._bare(text))]

    def _bare(self, key: str) -> str:
        """A key without site words, however many there are: 人民政府 门户 网站.

        One that names end in too, as 管理委员会, comes off only where a name is left.
        """
        bare, may_be_more = key, True
        while key not in self.bearers and key.endswith(self._site):
            word = max((w for w in self._site if key.endswith(w)), key=len)
            if len(key) < len(word) + 2:
                return bare
            key = key.removesuffix(word)
            may_be_more = may_be_more and word not in self._endings
            bare = key if may_be_more else bare
        return key if key in self.bearers else bare

    def _seen_as(self, word: str) -> Iterator[str]:
        """A word, and what it becomes by known confusions: 门户 and 内户."""
        options = [[c, *(b for a, b in self.lookalikes if a == c)] for c in word]
        return map("".join, itertools.product(*options))

    def _normalised(self, glyph: Glyph) -> Iterator[Character]:
        others: dict[str, float] = {}
        for text, likely in glyph.others.items():
            other = self._character(text)
            if len(other) == 1:
                others[other] = max(likely, others.get(other, 0))
        for text in self._character(glyph.text):
            others.pop(text, None)
            yield Character(text, glyph.sure, others)

    def near(self, read: list[Character], left_out: Iterable[int] = ()) -> list[Near]:
        """The names near to what was read, the nearest first, one for each entity.

        Args:
            left_out: entities that are elsewhere in the list.
        """
        gone = set(left_out)
        limit = NEAR + NEAR_EACH * len(read)
        best: dict[int, Near] = {}
        for length in range(len(read) - 2, len(read) + 3):
            for key in self._by_length.get(length, ()):
                if not _shares(key, read):
                    continue
                cost, known = _distance(read, key, limit, self.lookalikes)
                if cost > limit:
                    continue
                for entity in self.bearers[key] - gone:
                    found = Near(self.written(key), entity, cost, known)
                    if entity not in best or cost < best[entity].cost:
                        best[entity] = found
        return sorted(best.values(), key=lambda near: (near.cost, near.entity))

    def twins(
        self, read: Sequence[Character], may_be: Callable[[Character], Iterable[str] | None]
    ) -> Iterator[str]:
        """The names that may have been printed in place of a name that was read.

        Args:
            may_be: what a character may be besides; None if it may be anything.
        """
        key = "".join(character.text for character in read)
        options = [may_be(character) for character in read]
        for i, option in enumerate(options):
            for text in option or ():
                twin = key[:i] + text + key[i + 1 :]
                if twin in self.bearers and twin != key:
                    yield twin
        blurred = [i for i, option in enumerate(options) if option is None]
        if blurred and len(blurred) < len(key):
            for twin in self._by_length.get(len(key), ()):
                if twin != key and all(
                    twin[i] == key[i] for i in range(len(key)) if i not in blurred
                ):
                    yield twin

    def written(self, key: str) -> str:
        return self._written.get(key, key)

    # the names of an entity

    def _names(self, levels: Sequence[Level], regions: bool) -> Iterator[tuple[Entity, list[str]]]:
        """Everybody, or all but regions, with the normalised names of some levels."""
        rows = self.store.connection.execute(
            f"SELECT entity, name FROM names WHERE level IN ({', '.join('?' * len(levels))})",
            levels,
        )
        names: dict[int, list[str]] = {id: [] for id in self.population}
        for id, name in rows:
            if id in names and not name.isascii():
                names[id].append(name)
        for entity in self.store.entities():
            if entity.id in names and (regions or entity.kind not in REGION_KINDS):
                yield entity, names[entity.id]

    def _add(self, bearers: dict[str, set[int]], entity: Entity, names: Sequence[str]) -> None:
        for written in (entity.name, entity.short):
            key = self._normalise(written)
            if key != written:
                self._written[key] = written
        paths = [""]
        if entity.kind == "body":
            paths += BODY_PREFIXES
        if entity.kind in ("county", "prefecture") and entity.parent is not None:
            paths += self._paths(entity.parent)
        for name in names:
            for path in paths:
                bearers.setdefault(path + name, set()).add(entity.id)


def _paths(store: Store, normalise: Normaliser, region: int) -> list[str]:
    """The regions around, as they stand in front of a name: 深圳, 广东省深圳市."""
    entity = store.entity(region)
    own = list({normalise(entity.short), normalise(entity.name)})
    if entity.parent is None:
        return own
    outer = store.entity(entity.parent)
    outer_names = {normalise(outer.short), normalise(outer.name)}
    return [*own, *outer_names, *(o + name for o in outer_names for name in own)]


def population(store: Store, categories: Sequence[str], year: int | None) -> set[int]:
    """Who can be in some lists.

    Where the data does not say it, those of the kinds that have been in them. For an edition
    of the past also those who have ended since.
    """
    found: set[int] = set()
    for category in categories:
        rows = store.connection.execute(
            "SELECT entity FROM populations WHERE category = ?", (category,)
        ).fetchall()
        if not rows:
            rows = store.connection.execute(
                "SELECT id FROM entities WHERE until IS NULL AND kind IN (SELECT e.kind FROM"
                " placements p JOIN entities e ON e.id = p.entity WHERE p.category = ?)",
                (category,),
            ).fetchall()
        found |= {id for (id,) in rows}
    if year is not None:
        found |= {
            entity.id
            for entity in store.entities()
            if entity.until is not None
            and entity.until >= year
            and entity.kind in {store.kind(id) for id in found}
        }
    return found


def everybody(store: Store, kinds: Iterable[EntityKind]) -> set[int]:
    """All who exist today and are of some kinds."""
    wanted = set(kinds)
    return {e.id for e in store.entities() if e.until is None and e.kind in wanted}


def _shares(key: str, read: Sequence[Character]) -> bool:
    """Whether a name has enough in common with what was read to be compared."""
    texts = {character.text for character in read}
    for character in read:
        texts.update(character.others)
    return sum(character in texts for character in key) * 2 >= len(key)


def _distance(
    read: list[Character], key: str, limit: float, lookalikes: Collection[tuple[str, str]]
) -> tuple[float, bool]:
    """What it costs to take what was read for a name, and whether all of it is known."""
    width = len(key) + 1
    # A row of the table of Levenshtein and Damerau: a cost, and whether all is known.
    before: list[tuple[float, bool]] = []
    row: list[tuple[float, bool]] = [(MISSING * i, i == 0) for i in range(width)]
    for i, character in enumerate(read):
        extra = LOOKALIKE if _is_double(read, i, lookalikes) else MISSING
        current = [(row[0][0] + extra, row[0][1] and extra < MISSING)]
        for j in range(1, width):
            cost, known = _substitution(character, key[j - 1], lookalikes)
            options = [
                (row[j - 1][0] + cost, row[j - 1][1] and known),
                (row[j][0] + extra, row[j][1] and extra < MISSING),
                (current[j - 1][0] + MISSING, False),
            ]
            if i and j > 1 and character.text == key[j - 2] and read[i - 1].text == key[j - 1]:
                options.append((before[j - 2][0] + SWAPPED, False))
            current.append(min(options, key=lambda option: option[0]))
        before, row = row, current
        if min(cost for cost, _known in row) > limit:
            return limit + 1, False
    return row[-1]


def _is_double(read: list[Character], i: int, lookalikes: Collection[tuple[str, str]]) -> bool:
    """Whether a character was read twice: as itself and as a look-alike."""
    for other in read[max(0, i - 1) : i] + read[i + 1 : i + 2]:
        if (read[i].text, other.text) in lookalikes or other.text in read[i].others:
            return True
    return False


def _substitution(
    character: Character, other: str, lookalikes: Collection[tuple[str, str]]
) -> tuple[float, bool]:
    if character.text == other:
        return 0, True
    likely = character.others.get(other, 0)
    if likely >= LIKELY:
        return THOUGHT_OF * (1 - likely), True
    if (character.text, other) in lookalikes:
        return LOOKALIKE, True
    return UNLIKE, False
