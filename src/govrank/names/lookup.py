"""Finds the entities that a name means, and never bends a name to what it does not say."""

from functools import lru_cache

from govrank.models import MOST_REMEMBERED
from govrank.names import wording, written
from govrank.names.bearers import Bearers, Bearing, Hit
from govrank.names.normal import BODY_PREFIXES, PINYIN_PREFIXES, Normaliser
from govrank.store import Store

# No name is longer. A longer one is not taken apart, so that its cost stays linear.
LONGEST = 150
# So long is a code.
DIGITS = 6
TONES = str.maketrans("", "", "12345")


class Names:
    """Finds the entities that a name means.

    Args:
        store: the dataset that has the names.
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        self.bearers = Bearers(store)
        self.normalise = Normaliser(store.variants())
        self._rules = (wording.without_country, Names._joined, *wording.RULES)
        # One name after another has the same parts.
        self._by_parts = lru_cache(maxsize=MOST_REMEMBERED)(self._apart)

    def find(self, text: str) -> list[Hit]:
        """The entities that a name means, by the first rule that answers."""
        key = self.normalise(text)
        if key == text and not key[:1].isdigit():  # there is no mark, bracket, code or address
            return self.meaning(key)
        hits = self.meaning(key)
        if hits:
            return written.agreeing(self, text, key, hits)
        for rule in written.RULES:
            hits = rule(self, text)
            if hits:
                return hits
        return []

    def yielding(self, text: str) -> list[int]:
        """The entities that bear a name too, and yield it to those that `find` gives."""
        key = self.normalise(text)
        named = self.named(key)
        meant = {hit.entity for hit in named or self.pinyin(key)}
        levels = ("short", "alias", "pinyin") if named else ("pinyin",)
        if not meant:
            return []
        yielding = {i for level, i in self.bearers.of(key) or () if level in levels} - meant
        existing = sorted(i for i in yielding if not self.store.has_ended(i))
        return [i for i in existing if written.agrees(self, text, key, i)]

    def meaning(self, key: str) -> list[Hit]:
        """By a name or, where a web site has words around it, by what is left without them."""
        hits = self.named(key) or self.pinyin(key)
        if hits or len(key) > LONGEST:
            return hits
        left = [key]
        while name := wording.without_site_word(self, left[-1]):
            hits = self.named(name) or self.pinyin(name)
            if hits:
                return wording.of_a_site(self, name, hits)
            left.append(name)
        for name in reversed(left):
            hits = self._by_parts(name)
            if hits:
                return hits
        return []

    def _apart(self, key: str) -> list[Hit]:
        """By the parts of what is no name itself."""
        if key[:1].isdigit() and not self.bearers.beginnings(key):
            return []  # the number of a list, which `written` takes off; a code is a name
        if key.isdecimal() and not self.bearers.of(key[-DIGITS:]):
            return []  # a longer form of a code, which `written` knows; two codes are two names
        for rule in self._rules:
            hits = rule(self, key)
            if hits:
                return hits
        return []

    def named(self, key: str) -> list[Hit]:
        """By official, printed, short, everyday or former name."""
        bearers = self.bearers.of(key)
        hits = self.bearers.meant(bearers) if bearers else []
        if hits:
            return hits
        if key.startswith(BODY_PREFIXES) and len(key) <= LONGEST:
            for prefix in BODY_PREFIXES:
                if key.startswith(prefix):
                    return self.bearers.of_kind(["body"], self.named(key.removeprefix(prefix)))
        return []

    def pinyin(self, key: str) -> list[Hit]:
        """By pinyin, with the numbers of its tones or guojia in front of a body's."""
        if not key.isascii() or len(key) > LONGEST:
            return []
        found = self.bearers.at("pinyin", key)
        if found:
            return self.bearers.meant_by_pinyin(key, found)
        for prefix in PINYIN_PREFIXES:
            if key.startswith(prefix):
                return self.bearers.of_kind(["body"], self.pinyin(key.removeprefix(prefix)))
        if key.isalpha():
            return []
        letters = key.translate(TONES)
        return self.pinyin(letters) if letters and letters != key else []

    def _joined(self, key: str) -> list[Hit]:
        """By two names side by side. Whatever they are, the key ends in one.

        The longest region that has such a thing is meant.
        """
        if not self.bearers.may_end(key):
            return []
        for cut in reversed(self.bearers.beginnings(key)):
            front, rest = key[:cut], key[cut:]
            hits = self._said_twice(front, rest) or self._inside(front, rest)
            if hits:
                return hits
        for cut in self.bearers.ends(key):
            hits = self._inside(key[cut:], key[:cut])
            if hits:
                return hits
        return []

    def _said_twice(self, first: str, second: str) -> list[Hit]:
        """Whom two names both mean: 武汉市 Wuhan, 襄阳（襄樊）."""
        others = self.bearers.of(second)
        if not others:
            return []
        ones = self.bearers.of(first) or []
        both = {i for _level, i in ones}.intersection([i for _level, i in others])
        if not both:
            return []
        bearers = [pair for pair in ones + others if pair[1] in both]
        return self.bearers.meant(bearers) or [Hit(i, "pinyin") for i in sorted(both)]

    def _inside(self, region: str, inner: str) -> list[Hit]:
        """By the name of a region and that of something in it: 广东罗湖, Wuhan, Hubei."""
        outer = self.bearers.regions(region)
        if not outer or min(len(region), len(inner)) == 1:
            return []
        found: list[Bearing] = []
        for level, entity in self._bearing(inner):
            if not outer.isdisjoint(self.bearers.around(entity)):
                found.append((level, entity))
        if not found:
            return []
        hits = self.bearers.meant(found)
        if not hits:
            hits = self.bearers.meant_by_pinyin(inner, [entity for _level, entity in found])
        latin = region.isascii() or "pinyin" in [level for level, _entity in found]
        return [Hit(hit.entity, "pinyin" if latin else "alias") for hit in hits]

    def _bearing(self, key: str) -> list[Bearing]:
        """Who bears a name or, if nobody does, whom it means when it is taken apart."""
        return self.bearers.of(key) or [("short", hit.entity) for hit in self.meaning(key)]
