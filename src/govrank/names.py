"""How a name is normalised, which ways of writing it are derived, and how one is found.

The data check resolves the printed names of the editions by the same rules
that answer `find`, so there is one mechanism and no second table of names.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from govrank.models import Entity

# No name is longer; a longer query is not taken apart, so its cost stays linear.
LONGEST = 60

# What is ranked is a web site, and people paste how it signs itself. None of these
# says what kind of place it is, so they may come off a query; 市 or 区 may not.
SITE_WORDS = ("网站", "官网", "门户", "官方", "人民政府", "政府", "管理委员会", "管委会")
BODY_PREFIXES = ("中华人民共和国", "国家", "中国")

# How the ending of a name is written in pinyin and in English.
ENDINGS = {
    "省": ("sheng", "province"),
    "市": ("shi", "city", "municipality"),
    "区": ("qu", "district"),
    "县": ("xian", "county"),
    "州": ("zhou", "prefecture"),
    "盟": ("meng", "league"),
    "旗": ("qi", "banner"),
    "地区": ("diqu", "prefecture"),
    "自治区": ("zizhiqu", "autonomousregion"),
}
# The everyday forms of a zone's ending, in Chinese and in pinyin.
ZONE_ENDINGS = {
    "经济技术开发区": ("经开区", "经济开发区", "开发区", "经开"),
    "高新技术产业开发区": (
        "高新区",
        "高新技术开发区",
        "高新",
        "国家高新区",
        "国家高新技术产业开发区",
    ),
    "jingkaiqu": ("jingjijishukaifaqu", "kaifaqu"),
    "gaoxinqu": ("gaoxinjishuchanyekaifaqu", "gaoxin"),
}


class Normaliser:
    """One form for all the ways of writing the same characters."""

    def __init__(self, variants: list[str]) -> None:
        self._variants = str.maketrans(*variants)

    def __call__(self, text: str) -> str:
        """Fold width, case, tone marks and variant characters; keep letters and digits."""
        text = unicodedata.normalize("NFKC", text).casefold()
        text = unicodedata.normalize("NFD", text).replace("u\u0308", "v")  # lǚ is typed lv
        return "".join(filter(str.isalnum, text)).translate(self._variants)


def derived_names(name: str, kind: str, pinyin: list[str]) -> Iterator[tuple[str, str]]:
    """Every way of writing an entity's name that follows from it, with its level.

    The syllables of a region's pinyin count the characters of its short name, so no
    list of endings is needed to take 广西壮族自治区 to 广西 and 单县 to itself.

    Args:
        name: the official name, without the regions it lies in.
        kind: province, prefecture, county, body or zone.
        pinyin: readings, syllables separated by spaces.
    Yields:
        (text, level), level being alias, pinyin or initials.
    """
    joined = ["".join(reading.split()) for reading in pinyin]
    yield from ((text, "pinyin") for text in joined)
    yield from (("".join(s[0] for s in reading.split()), "initials") for reading in pinyin)
    if kind == "body":
        for prefix in BODY_PREFIXES:
            if name.startswith(prefix):
                yield name.removeprefix(prefix), "alias"
    elif kind == "zone":
        for ending, everyday in ZONE_ENDINGS.items():
            for text, level in [(name, "alias"), *((text, "pinyin") for text in joined)]:
                if text.endswith(ending):
                    yield from ((text.removesuffix(ending) + form, level) for form in everyday)
    else:
        short = name[: len(pinyin[0].split())]
        yield short, "alias"
        for ending, spellings in ENDINGS.items():
            if name.endswith(ending):
                yield short + ending, "alias"
                yield from ((joined[0] + spelling, "pinyin") for spelling in spellings)


class Hit(NamedTuple):
    entity: int
    match: str


class Names:
    """Finds the entities that a name means.

    Args:
        entities: of the dataset.
        keys: level -> normalised name -> indexes of entities.
        normalise: the normaliser that made the keys.
    """

    def __init__(
        self, entities: "list[Entity]", keys: dict[str, dict[str, list[int]]], normalise: Normaliser
    ) -> None:
        self.entities = entities
        self.keys = keys
        self.normalise = normalise

    def find(self, key: str) -> list[Hit]:
        """The entities that a normalised name means, by the first level that answers."""
        return self.named(key) or self.pinyin(key) or self.qualified(key)

    def guess(self, key: str) -> list[Hit]:
        """The entities that a normalised name only abbreviates or is part of."""
        return [Hit(i, "pinyin") for i in self.keys["initials"].get(key, ())] or self.containing(
            key
        )

    def named(self, key: str) -> list[Hit]:
        """By official, printed, short or alias name, without what a site adds to it."""
        if hits := self._names(key):
            return hits
        stripped = key
        while stripped.endswith(SITE_WORDS):
            word = next(word for word in SITE_WORDS if stripped.endswith(word))
            stripped = stripped.removesuffix(word)
            if hits := self._names(stripped):
                return hits
        for prefix in BODY_PREFIXES:
            if stripped.startswith(prefix):
                hits = self._names(stripped.removeprefix(prefix))
                return [hit for hit in hits if self.entities[hit.entity].kind == "body"]
        return []

    def _names(self, key: str) -> list[Hit]:
        exact = self.keys["exact"].get(key, ())
        aliases = self.keys["alias"].get(key, ())
        return [Hit(i, "exact" if i in exact else "alias") for i in sorted({*exact, *aliases})]

    def pinyin(self, key: str) -> list[Hit]:
        return [Hit(i, "pinyin") for i in self.keys["pinyin"].get(key, ())]

    def qualified(self, key: str) -> list[Hit]:
        """By a region's name followed by the name of something in it: 广东罗湖, 山东寿光市."""
        if len(key) > LONGEST:
            return []
        found: dict[int, Hit] = {}
        for cut in range(2, len(key)):
            heads = self.named(key[:cut]) or self.pinyin(key[:cut])
            if heads:
                outer = {head.entity for head in heads}
                by_pinyin = heads[0].match == "pinyin"
                for hit in self.find(key[cut:]):
                    if not outer.isdisjoint(self.around(hit.entity)):
                        match = "pinyin" if by_pinyin or hit.match == "pinyin" else "alias"
                        found[hit.entity] = Hit(hit.entity, match)
        return [found[i] for i in sorted(found)]

    def containing(self, key: str) -> list[Hit]:
        """By a part of a name: two Chinese characters or four letters at the least."""
        if len(key) < (4 if key.isascii() else 2) or key not in self._haystack:
            return []
        found = {
            i
            for level in (self.keys["exact"], self.keys["alias"])
            for name in level
            if key in name
            for i in level[name]
        }
        return [Hit(i, "contains") for i in sorted(found)]

    def around(self, entity: int) -> list[int]:
        """The regions that an entity lies in, nearest first."""
        chain: list[int] = []
        parent = self.entities[entity].parent
        while parent is not None:
            chain.append(parent)
            parent = self.entities[parent].parent
        return chain

    def suggest(self, key: str, preferred: set[int], among: set[int] | None = None) -> list[int]:
        """The entities whose names are near to a normalised name, nearest first.

        Args:
            preferred: entities that win between equals, such as those with a placement.
            among: the only entities to suggest, if not all.
        """
        from difflib import SequenceMatcher

        latin = key.isascii()
        matcher = SequenceMatcher(autojunk=False)
        matcher.set_seq2(key)
        telling = set(key) if latin else set(key) - self._common_characters
        best: dict[int, float] = {}
        for level in (self.keys["pinyin"],) if latin else (self.keys["exact"], self.keys["alias"]):
            for name, entities in level.items():
                # A shared 州 or 局 tells nothing; 汉, 侨 or a whole 海南 does.
                if name.isascii() != latin or (telling.isdisjoint(name) and name[:2] != key[:2]):
                    continue
                matcher.set_seq1(name)
                if matcher.quick_ratio() < 0.3:
                    continue
                score = matcher.ratio() + 0.05 * (name[0] == key[0])
                if not latin and _within(key, name):  # 工信部 is how 工业和信息化部 is shortened
                    score += 0.2
                if score > (0.66 if latin else 0.5):
                    for i in entities if among is None else among.intersection(entities):
                        best[i] = max(best.get(i, 0), score)
        nearest = max(best.values(), default=0) - 0.15
        near = [i for i, score in best.items() if score >= nearest]
        return sorted(near, key=lambda i: (-best[i], i not in preferred, i))

    @cached_property
    def _haystack(self) -> str:
        return "\n".join((*self.keys["exact"], *self.keys["alias"]))

    @cached_property
    def _common_characters(self) -> set[str]:
        counts = Counter(c for entity in self.entities for c in set(entity.name))
        return {c for c, count in counts.items() if count > 0.03 * len(self.entities)}


def _within(key: str, name: str) -> bool:
    """Whether a name has all characters of a key in their order: 工信部, 工业和信息化部."""
    letters: Any = iter(name)
    return all(c in letters for c in key)
