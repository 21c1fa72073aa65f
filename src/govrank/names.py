"""How a name is normalised, which ways of writing it are derived, and how one is found.

The data check resolves the printed names of the editions by the same rules
that answer `find`, so there is one mechanism and no second table of names.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from govrank.models import Entity

# No name is longer; a longer query is not taken apart, so its cost stays linear.
LONGEST = 100

# What is ranked is a web site, and people paste how it signs itself. None of these
# says what kind of place it is, so they may come off a query; 市 or 区 may not.
SITE_WORDS = (
    *("网站", "官网", "网", "门户", "官方", "政务", "人民政府", "政府", "管理委员会", "管委会"),
    *("peoplesgovernment", "government", "municipal", "provincial"),
)
COUNTRY = ("中华人民共和国", "中国")
SITE_PREFIXES = (*COUNTRY, "thepeoplesgovernmentof", "peoplesgovernmentof")
BODY_PREFIXES = (*COUNTRY, "国家", "国务院")
PINYIN_PREFIXES = ("guojia", "zhongguo")
# Endings that claim a kind of region, with which no part of a longer name is meant.
CLAIMS = tuple("省市县区州盟旗")
# Characters taken for those of names, by sound or shape; it matters to suggestions only.
LOOKALIKES = str.maketrans(
    "洲卅夏抗沉微建乔桥圆院像象力们胡欧渝巿婵评冶陆",
    "州州厦杭沈徽健侨侨园园象象利门湖瓯渝市禅坪治六",
)

TONES = str.maketrans("", "", "12345")

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
# The ways of writing a zone's ending, in Chinese and in pinyin.
ZONE_ENDINGS = (
    ("经济技术开发区", "经开区", "经济开发区", "开发区", "经开"),
    ("高新技术产业开发区", "高新技术开发区", "国家高新区", "高新区", "高新"),
    ("新技术开发区", "高新技术产业开发区", "高新技术开发区", "高新区", "高新"),
    ("jingkaiqu", "jingjijishukaifaqu", "kaifaqu"),
    ("gaoxinqu", "gaoxinjishuchanyekaifaqu", "gaoxin"),
)


class Normaliser:
    """One form for all the ways of writing the same characters."""

    def __init__(self, variants: list[str]) -> None:
        self._variants = str.maketrans(*variants)

    def __call__(self, text: str) -> str:
        """Fold width, case, tone marks and variant characters; keep letters and digits."""
        text = unicodedata.normalize("NFKC", text).casefold()
        text = unicodedata.normalize("NFD", text).replace("u\u0308", "v")  # lǚ is typed lv
        text = text.replace("\u02bc", "")  # an apostrophe that counts as a letter: Lùʼān
        return "".join(filter(str.isalnum, text)).translate(self._variants)


def derived_names(
    name: str, kind: str, pinyin: list[str], aliases: list[str]
) -> Iterator[tuple[str, str]]:
    """Every way of writing an entity's name that follows from it, with its level.

    The syllables of a region's pinyin count the characters of its short name, so no
    list of endings is needed to take 广西壮族自治区 to 广西 and 单县 to itself.

    Args:
        name: the official name, without the regions it lies in.
        kind: province, prefecture, county, body or zone.
        pinyin: readings, syllables separated by spaces.
        aliases: everyday names, of which a zone's take its endings: 亦庄经开区.
    Yields:
        (text, level), level being alias, pinyin or initials.
    """
    joined = ["".join(reading.split()) for reading in pinyin]
    for text in joined:
        yield from ((text.replace("lv", written), "pinyin") for written in ("lv", "lyu", "lu"))
    yield from (("".join(s[0] for s in reading.split()), "initials") for reading in pinyin)
    if kind == "body":
        yield name.replace("和", ""), "alias"
        for prefix in BODY_PREFIXES:
            if name.startswith(prefix):
                yield name.removeprefix(prefix), "alias"
                yield name.removeprefix(prefix).replace("和", ""), "alias"
    elif kind == "zone":
        for endings in ZONE_ENDINGS:
            for text in (name, *joined):
                if text.endswith(endings[0]):
                    stems = [text.removesuffix(endings[0])]
                    level = "pinyin" if text.isascii() else "alias"
                    if level == "alias":
                        written = (alias for alias in aliases if not alias.isascii())
                        stems += (_stem(alias, endings) for alias in written)
                    yield from ((stem + end, level) for stem in stems for end in endings if stem)
    else:
        short = name[: len(pinyin[0].split())]
        yield short, "alias"
        for ending, spellings in ENDINGS.items():
            if name.endswith(ending):
                yield short + ending, "alias"
                yield from ((joined[0] + spelling, "pinyin") for spelling in spellings)


def _stem(alias: str, endings: tuple[str, ...]) -> str:
    ending = next((ending for ending in endings if alias.endswith(ending)), "")
    return alias.removesuffix(ending)


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
        # Taking a name apart meets the same parts again and again.
        self.find = lru_cache(maxsize=4096)(self._find)

    def _find(self, key: str) -> list[Hit]:
        """The entities that a normalised name means, by the first level that answers."""
        if hits := self.named(key) or self.pinyin(key) or self.qualified(key):
            return hits
        if len(key) > LONGEST:
            return []
        for word in SITE_WORDS:
            if key.endswith(word):
                return self.find(key.removesuffix(word))
        for prefix in SITE_PREFIXES:  # 中国·宁德 is how a site signs itself
            if key.startswith(prefix) and len(key) > len(prefix) + 1:
                return self.find(key.removeprefix(prefix))
        for level in ("国家级", "国家"):  # 武汉国家级经开区
            if level in key:
                return self._of_kind("zone", self.find(key.replace(level, "")))
        return []

    def guess(self, key: str) -> list[Hit]:
        """The entities that a normalised name only abbreviates or is part of."""
        initials = [Hit(i, "pinyin") for i in self.keys["initials"].get(key, ())]
        return initials or self.containing(key)

    def named(self, key: str) -> list[Hit]:
        """By official, printed, short or alias name, a body's also with 国家 in front."""
        exact = self.keys["exact"].get(key, ())
        aliases = self.keys["alias"].get(key, ())
        if exact or aliases:
            found = sorted({*exact, *aliases})
            return [Hit(i, "exact" if i in exact else "alias") for i in found]
        for prefix in BODY_PREFIXES:
            if key.startswith(prefix) and len(key) <= LONGEST:
                return self._of_kind("body", self.named(key.removeprefix(prefix)))
        return []

    def _of_kind(self, kind: str, hits: list[Hit]) -> list[Hit]:
        return [hit for hit in hits if self.entities[hit.entity].kind == kind]

    def pinyin(self, key: str) -> list[Hit]:
        """By pinyin, with the numbers of its tones or 国家 in front of a body's."""
        if not key.isascii() or len(key) > LONGEST:
            return []
        if found := self.keys["pinyin"].get(key):
            return [Hit(i, "pinyin") for i in found]
        for prefix in PINYIN_PREFIXES:
            if key.startswith(prefix):
                return self._of_kind("body", self.pinyin(key.removeprefix(prefix)))
        letters = key.translate(TONES)
        return self.pinyin(letters) if letters != key else []

    def qualified(self, key: str) -> list[Hit]:
        """By a region's name before or behind that of something in it: 广东罗湖, Wuhan, Hubei."""
        if len(key) > LONGEST:
            return []
        found: dict[int, Hit] = {}
        for cut in range(2, len(key) - 1):
            for region, inner in ((key[:cut], key[cut:]), (key[cut:], key[:cut])):
                around = self.named(region) or self.pinyin(region)
                if not around:
                    continue
                hits = self.find(inner)
                if region.endswith("市"):  # 武汉市经开区 is 武汉经开区
                    hits = hits + self._of_kind("zone", self.named(region[:-1] + inner))
                outer = {hit.entity for hit in around}
                for hit in hits:
                    if not outer.isdisjoint(self.around(hit.entity)):
                        pinyin = "pinyin" in (around[0].match, hit.match)
                        found[hit.entity] = Hit(hit.entity, "pinyin" if pinyin else "alias")
        return [found[i] for i in sorted(found)]

    def containing(self, key: str) -> list[Hit]:
        """By a part of a name: two Chinese characters or four letters at the least."""
        if len(key) < (4 if key.isascii() else 2) or key not in self._haystack:
            return []
        if key.isascii() and any(reading.startswith(key) for reading in self.keys["pinyin"]):
            return []  # beijin is Beijing unfinished, and no part of an English name
        claim = key.endswith(CLAIMS)  # 沙市 is no part of 长沙市
        found = {
            i
            for name, i in self._current_names
            if key in name and not (claim and self.entities[i].kind != "zone")
        }
        return [Hit(i, "contains") for i in sorted(found)]

    @cached_property
    def _current_names(self) -> list[tuple[str, int]]:
        """Official names without the regions around, English ones, and those printed of
        bodies and zones: what part of a name is looked for in."""
        names: list[tuple[str, int]] = []
        for i, entity in enumerate(self.entities):
            own = entity.name
            if entity.parent is not None and entity.kind == "county":
                own = own.removeprefix(self.entities[entity.parent].name)
            names += [(self.normalise(name), i) for name in (own, entity.english or "")]
        for key, entities in self.keys["exact"].items():
            for i in entities:
                if self.entities[i].kind in ("body", "zone"):
                    former = map(self.normalise, self.entities[i].former)
                    names += [] if key in former else [(key, i)]
        return names

    @cached_property
    def _haystack(self) -> str:
        return "\n".join(name for name, _ in self._current_names)

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
        for word in SITE_WORDS:
            key = key.removesuffix(word) or key
        key = without_prefix(key)
        near = self._near(key, preferred, among)
        if among is None and len(key) <= LONGEST:
            for cut in range(len(key) - 2, 1, -1):
                if around := self.named(key[:cut]) or self.pinyin(key[:cut]):
                    # 湖北省商务厅: 湖北省, 商务部
                    region, inner = around[0].entity, key[cut:]
                    rest = [hit.entity for hit in self.find(inner)]
                    rest += self._near(inner, preferred, None)
                    inside = [i for i in rest if region in self.around(i)]
                    bodies = [i for i in rest if self.entities[i].kind == "body"]
                    parts = [*inside[:1], *near[:1], *(inside or bodies)[:1], region, *near]
                    return list(dict.fromkeys(parts))
        return near

    def _near(self, key: str, preferred: set[int], among: set[int] | None) -> list[int]:
        from difflib import SequenceMatcher

        latin = key.isascii()
        if len(key) < (3 if latin else 2):
            return []
        least = 0.66 if latin else 0.5
        alike = key.translate(LOOKALIKES)
        matcher = SequenceMatcher()
        matcher.set_seq2(alike)
        telling = set(alike) - self._common_characters
        best: dict[int, float] = {}
        for level in (self.keys["pinyin" if latin else "exact"], self.keys["alias"]):
            for name, entities in level.items():
                if name.isascii() != latin or name.isdigit():
                    continue
                name = name.translate(LOOKALIKES)
                # A shared 州 or 局 tells nothing; 汉, 侨 or a whole 海南 does.
                if telling.isdisjoint(name) and name[:2] != alike[:2]:
                    continue
                matcher.set_seq1(name)
                if matcher.real_quick_ratio() < least - 0.25:
                    continue
                if matcher.quick_ratio() < least - 0.25:
                    continue
                score = matcher.ratio() + 0.05 * (name[0] == alike[0])
                if not latin and _within(alike, name):  # as 工信部 shortens 工业和信息化部
                    score += 0.2
                if score > least:
                    for i in entities if among is None else among.intersection(entities):
                        best[i] = max(best.get(i, 0), score)
        nearest = max(best.values(), default=0) - 0.15
        near = [i for i, score in best.items() if score >= nearest]
        return sorted(near, key=lambda i: (-best[i], i not in preferred, i))

    @cached_property
    def _common_characters(self) -> set[str]:
        counts = Counter(c for entity in self.entities for c in set(entity.name))
        return {c for c, count in counts.items() if count > 0.03 * len(self.entities)}


def without_prefix(name: str) -> str:
    """A body's name without 国家 or its like in front, which tells nothing of the body."""
    for prefix in BODY_PREFIXES:
        name = name.removeprefix(prefix) or name
    return name


def _within(key: str, name: str) -> bool:
    """Whether a name has all characters of a key in their order: 工信部, 工业和信息化部."""
    letters: Any = iter(name)
    return all(c in letters for c in key)
