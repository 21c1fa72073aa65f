"""Finds the entities that a name means, and never bends a name to what it does not say."""

import re
import unicodedata
from collections.abc import Container, Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from govrank.models import REGION_KINDS, EntityKind, Level, Match
from govrank.names.normal import BODY_PREFIXES, COUNTRY, PINYIN_PREFIXES, Normaliser, grams
from govrank.store import Store

# Patterns are compiled when they are first needed, which is seldom.

# No name is longer. A longer one is not taken apart, so that its cost stays linear.
LONGEST = 150
# The names of a larger dataset are not read into memory.
MOST_IN_MEMORY = 100_000
# A part of a name that fits more entities than this says too little to be an answer.
MOST_PARTS = 10

# What is ranked is a web site, and people paste how it signs itself. None of these says
# what kind of place it is, so they may come off a name; 市 or 区 may not.
SITE_WORDS = (
    *("人民政府办公厅", "人民政府办公室", "人民政府", "政府网", "政务网", "门户网", "政府"),
    *("网站", "官网", "门户", "官方", "政务", "管理委员会", "管委会"),
    *("peoplesgovernment", "government", "municipal", "provincial"),
)
SITE_PREFIXES = (*COUNTRY, "thepeoplesgovernmentof", "peoplesgovernmentof")
COUNTRY_SUFFIXES = (
    *("ofthepeoplesrepublicofchina", "ofpeoplesrepublicofchina", "ofchina"),
    *("peoplesrepublicofchina", "china", "prc"),
)
# The kind in front: City of Wuhan is Wuhan City.
KINDS_IN_FRONT = (
    *("province", "city", "municipality", "prefecture", "county", "district", "league"),
    *("banner", "autonomousregion", "autonomousprefecture", "autonomouscounty"),
)
# Brackets that say the rank of a city, and no other kind of place.
RANKS = "省会|省会城市|首府|副省级|副省级市|副省级城市|计划单列市|直辖市|地级市|县级市"
RANK_REMARK = rf"[(（\[【](?:{RANKS})[)）\]】]\s*$"
NUMBER = r"(?:\d{1,4}|[一二三四五六七八九十]{1,3})"
# One number with its mark, in front of a name or behind it: 1. 一、 (1) [1] ① ¹
MARK_IN_FRONT = rf"^\s*(?:{NUMBER}[、.．,，:：)）]\s*|[(（\[【]{NUMBER}[)）\]】]\s*)"
MARK_BEHIND = rf"\s*[(（\[【]{NUMBER}[)）\]】]\s*$"
SIGN_IN_FRONT = r"^\s*[①-⑳⑴-⒇❶-❿㊀-㊉]\s*"
SIGN_BEHIND = r"[¹²³⁰-⁹①-⑳]+\s*$"
CODE_IN_FRONT = r"^\s*(\d{6})(?:\d{6})?[\s,，、:：-]+(?=\D)"
# 420100.0 is what a spreadsheet makes of a code, 420100000000 how statistics write it.
LONG_CODE = r"\s*(\d{6})(?:\.0+|0{6})\s*"
URL = r"\s*(?:https?://)?(?:www\.)?(?:([a-z0-9-]+)\.)?([a-z0-9-]+)\.gov\.cn\.?(?:[:/?#]\S*)?\s*"
# What statistics call the districts of a city together: 北京市市辖区.
ALL_DISTRICTS = "市辖区"
# The whole country, which is no part of the name of one body.
NATION = ("全国", "中华", "中国", "国家", "国务院")
# Endings that claim a kind of region.
CLAIMS = tuple("省市县区州盟旗")
TONES = str.maketrans("", "", "12345")
APOSTROPHES = "'’‘ʼ`´"


class Hit(NamedTuple):
    """An entity that a name means, and how it was found."""

    entity: int
    match: Match


# The levels that answer a written name. The first group that somebody bears wins: a
# nickname yields to an official or short name, and a former name to any name of today.
STRENGTHS: tuple[tuple[Level, ...], ...] = (
    ("official", "printed", "short"),
    ("alias",),
    ("former",),
)


class Names:
    """Finds the entities that a name means.

    Args:
        store: the dataset that has the names.
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        self.normalise = Normaliser(store.variants())
        # Taking a name apart meets the same parts again and again.
        self._read_bearers = lru_cache(maxsize=4096)(store.bearers)
        self._kind = lru_cache(maxsize=4096)(store.kind)
        self._around = lru_cache(maxsize=4096)(store.around)
        self._meant = lru_cache(maxsize=4096)(self._take_apart)
        # All names and their bearers, where they are in memory.
        self._all: dict[str, list[tuple[Level, int]]] | None = None

    def find(self, text: str) -> list[Hit]:
        """The entities that a name means, by the first rule that answers."""
        key = self.normalise(text)
        if hits := self._agreeing(text, key, self._meant(key)):
            return hits
        if key == text and not key.isdigit():  # there is no mark, bracket or address
            return []
        for rule in (self._long_code, self._site, self._without_mark, self._without_rank):
            if hits := rule(text):
                return hits
        return []

    def yielding(self, text: str) -> list[int]:
        """The entities that bear a name too, and yield it to those that `find` gives."""
        key = self.normalise(text)
        meant = {hit.entity for hit in self.named(key) or self.pinyin(key)}
        if not meant:
            return []
        levels: Sequence[Level] = ("pinyin",) if not self.named(key) else ("short", "alias")
        bearers = {i for level, i in self._bearers(key) if level in levels}
        return sorted(i for i in bearers - meant if not self.store.has_ended(i))

    def read_all(self) -> None:
        """Read every name at once, which pays where thousands are asked for."""
        if self.store.entity_count() <= MOST_IN_MEMORY:
            self._all = self.store.all_bearers()

    def _bearers(self, key: str) -> list[tuple[Level, int]]:
        if self._all is None:
            return self._read_bearers(key)
        return self._all.get(key, [])

    def _known(self, parts: list[str]) -> Container[str]:
        """Something that has those of some texts that are names."""
        return self.store.known_names(parts) if self._all is None else self._all

    # the rules for a whole name, on its normalised form

    def _take_apart(self, key: str) -> list[Hit]:
        # What a Chinese name was is asked after what it is: 湖北省随州市 is 随州市, and was
        # the name of 曾都区.
        if hits := self.named(key, former=key.isascii()) or self.pinyin(key):
            return hits
        if len(key) > LONGEST:
            return []
        hits = self._joined(key)
        if not hits:
            hits = self.named(key) or self._without_site_words(key) or self._spelt_otherwise(key)
        if not hits and key.isascii():
            hits = self._without_country(key) or self._with_kind_behind(key)
        return hits

    def _joined(self, key: str) -> list[Hit]:
        """By two names side by side. Whatever they are, the key ends in one."""
        parts = [key[cut:] for cut in range(1, len(key))]
        known = self._known(parts)
        ends = [cut for cut, part in enumerate(parts, 1) if part in known]
        if not ends:
            return []
        parts = [key[:cut] for cut in range(1, len(key))]
        known = self._known(parts)
        starts = [cut for cut, part in enumerate(parts, 1) if part in known]
        return self._said_twice(key, starts, ends) or self._qualified(key, starts, ends)

    def named(self, key: str, *, former: bool = True) -> list[Hit]:
        """By official, printed, short, everyday or, if that is wanted, former name."""
        bearers = self._bearers(key)
        if not former and not any(level != "former" for level, _entity in bearers):
            return []
        if bearers and (hits := self._winners(bearers)):
            return hits
        if len(key) <= LONGEST:
            for prefix in BODY_PREFIXES:
                if key.startswith(prefix):
                    return self._of_kind(["body"], self.named(key.removeprefix(prefix)))
        return []

    def _winners(self, bearers: Iterable[tuple[Level, int]]) -> list[Hit]:
        """Who is meant by a name that several bear.

        A county's short name yields to that of a province or a prefecture; its ending or
        its city chooses the county.
        """
        hits: list[Hit] = []
        for levels in STRENGTHS:
            levels_of: dict[int, set[Level]] = {}
            for level, entity in bearers:
                if level in levels:
                    levels_of.setdefault(entity, set()).add(level)
            if any(self._kind(i) in ("province", "prefecture") for i in levels_of):
                levels_of = {
                    entity: found
                    for entity, found in levels_of.items()
                    if self._kind(entity) != "county" or "official" in found
                }
            known = {hit.entity for hit in hits}
            hits += [_hit(i, levels_of[i]) for i in sorted(levels_of) if i not in known]
            # What has ended is answered with what it became, which bears its name as a former.
            if hits and not all(self.store.has_ended(hit.entity) for hit in hits):
                break
        return sorted(hits)

    def pinyin(self, key: str) -> list[Hit]:
        """By pinyin, with the numbers of its tones or guojia in front of a body's."""
        if not key.isascii() or len(key) > LONGEST:
            return []
        found = self._larger([i for level, i in self._bearers(key) if level == "pinyin"])
        if found:
            return [Hit(i, "pinyin") for i in self._of_today(found)]
        for prefix in PINYIN_PREFIXES:
            if key.startswith(prefix):
                return self._of_kind(["body"], self.pinyin(key.removeprefix(prefix)))
        letters = key.translate(TONES)
        return self.pinyin(letters) if letters and letters != key else []

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

    def _larger(self, entities: list[int]) -> list[int]:
        """Provinces and prefectures before counties of that sound, and those before zones."""
        for kinds in (("province", "prefecture", "body"), ("county",), ("zone", "area")):
            found = sorted(i for i in entities if self._kind(i) in kinds)
            if found:
                return found
        return []

    def _qualified(self, key: str, starts: list[int], ends: list[int]) -> list[Hit]:
        """By a region's name before or behind that of something in it: 广东罗湖, Wuhan, Hubei.

        Args:
            starts: where to cut the key so that its beginning is a name.
            ends: where to cut it so that its end is one.
        """
        bearers: dict[int, set[Level]] = {}
        by_pinyin = False
        parts = [(key[:cut], key[cut:]) for cut in starts]
        parts += [(key[cut:], key[:cut]) for cut in ends]
        for region, inner in parts:
            outer = self._regions(region) if len(region) > 1 and len(inner) > 1 else set()
            for level, entity in self._bearing(region, inner) if outer else ():
                if not outer.isdisjoint(self._around(entity)):
                    bearers.setdefault(entity, set()).add(level)
                    by_pinyin = by_pinyin or level == "pinyin" or region.isascii()
        if not bearers:
            return []
        found = [(level, i) for i, levels in bearers.items() for level in sorted(levels)]
        hits = self._winners(found) or [Hit(i, "pinyin") for i in self._larger(list(bearers))]
        match: Match = "pinyin" if by_pinyin else "alias"
        return [Hit(hit.entity, match) for hit in hits]

    def _regions(self, key: str) -> set[int]:
        """The regions that bear a name, in whatever right."""
        levels: tuple[Level, ...] = ("pinyin",) if key.isascii() else ()
        written: tuple[Level, ...] = ("official", "printed", "short", "alias", "former", *levels)
        return {
            entity
            for level, entity in self._bearers(key)
            if level in written and self._kind(entity) in REGION_KINDS
        }

    def _bearing(self, region: str, key: str) -> list[tuple[Level, int]]:
        """Who bears a name or, if nobody does, whom it means when it is taken apart.

        Args:
            region: what stands beside it: 武汉市经开区 is 武汉经开区.
        """
        bearers = [pair for pair in self._bearers(key) if pair[0] != "initials"]
        if not bearers:
            bearers = [("short", hit.entity) for hit in self._meant(key)]
        if region.endswith("市"):
            for level, entity in self._bearers(region[:-1] + key):
                if self._kind(entity) == "zone":
                    bearers.append((level, entity))
        return bearers

    def _said_twice(self, key: str, starts: list[int], ends: list[int]) -> list[Hit]:
        """By two of its names side by side: 武汉市 Wuhan, 襄阳（襄樊）."""
        for cut in starts:
            if cut not in ends:
                continue
            first = self.named(key[:cut]) or self.pinyin(key[:cut])
            second = self.named(key[cut:]) or self.pinyin(key[cut:])
            both = {hit.entity for hit in second}.intersection(hit.entity for hit in first)
            if both:
                return [hit for hit in first if hit.entity in both]
        return []

    def _without_site_words(self, key: str) -> list[Hit]:
        """Without what a web site has around the name of the place: 人民政府门户网站."""
        if key.endswith(ALL_DISTRICTS):
            return self._of_kind(REGION_KINDS, self.named(key.removesuffix(ALL_DISTRICTS)))
        if key.endswith(SITE_WORDS):
            for word in SITE_WORDS:
                if key.endswith(word):
                    return self._of_a_site(key.removesuffix(word))
        for prefix in SITE_PREFIXES:  # 中国·宁德 is how a site signs itself
            if key.startswith(prefix):
                return self._of_a_site(key.removeprefix(prefix))
        for level in ("国家级", "国家"):  # 武汉国家级经开区
            if level in key:
                return self._of_kind(["zone"], self._meant(key.replace(level, "")))
        return []

    def _of_a_site(self, name: str) -> list[Hit]:
        """Whose site it is: not that of a nickname (长安网 is not 西安), nor of one letter."""
        if len(name) < 2:
            return []
        nicknamed = {i for level, i in self._bearers(name) if level == "alias"}
        return [
            hit
            for hit in self._meant(name)
            if hit.entity not in nicknamed
            or hit.match == "exact"
            or self._kind(hit.entity) not in REGION_KINDS
        ]

    def _without_country(self, key: str) -> list[Hit]:
        """Without the country behind or in front: Ministry of Commerce of China."""
        for suffix in COUNTRY_SUFFIXES:
            if key.endswith(suffix):
                return self._meant(key.removesuffix(suffix))
        if key.startswith("chinese"):
            return self._of_kind(["body"], self._meant(key.removeprefix("chinese")))
        if key.startswith("the"):
            return self._meant(key.removeprefix("the"))
        return []

    def _with_kind_behind(self, key: str) -> list[Hit]:
        """City of Wuhan is Wuhan City."""
        for kind in KINDS_IN_FRONT:
            if key.startswith(f"{kind}of"):
                return self._meant(key.removeprefix(f"{kind}of") + kind)
        return []

    def _spelt_otherwise(self, key: str) -> list[Hit]:
        """与 for 和 in the name of a body; ü where the usual spelling has u."""
        if "与" in key:
            return self._of_kind(["body"], self._meant(key.replace("与", "和")))
        if key.isascii() and "v" in key:
            return self.named(key.replace("v", "u")) or self.pinyin(key.replace("v", "u"))
        return []

    def _of_kind(self, kinds: Sequence[EntityKind], hits: list[Hit]) -> list[Hit]:
        return [hit for hit in hits if self._kind(hit.entity) in kinds]

    # the rules for a name as it was written

    def _agreeing(self, text: str, key: str, hits: list[Hit]) -> list[Hit]:
        """Only what agrees with a written apostrophe: Xing'an is not 新干, xin gan."""
        cuts = self._apostrophes(text)
        if not cuts:
            return hits
        return [hit for hit in hits if hit.match != "pinyin" or self._agrees(hit.entity, key, cuts)]

    def _apostrophes(self, text: str) -> list[int]:
        """How many letters stand in front of each apostrophe that separates letters."""
        cuts = []
        for i, character in enumerate(text):
            if character in APOSTROPHES and text[i + 1 : i + 2].isalpha():
                letters = len(self.normalise(text[:i]))
                if letters:
                    cuts.append(letters)
        return cuts

    def _agrees(self, entity: int, key: str, cuts: list[int]) -> bool:
        readings = self.store.readings(entity)
        for reading in readings:
            joined = "".join(reading)
            if not key.startswith(joined):
                continue
            ends, length = set(), 0
            for syllable in reading:
                length += len(syllable)
                ends.add(length)
            if all(cut in ends for cut in cuts if cut <= length):
                return True
        return not any(key.startswith("".join(reading)) for reading in readings)

    def _site(self, text: str) -> list[Hit]:
        """By the address of its web site: www.wuhan.gov.cn. A label has no initials."""
        found = re.fullmatch(URL, text.casefold())
        if not found:
            return []
        outer, label = found.groups()
        hits = self.named(label) or self.pinyin(label)
        if outer is None:
            return hits
        # jiangan.wuhan.gov.cn: a place, and the place around it.
        inner = self.named(outer) or self.pinyin(outer)
        regions = {hit.entity for hit in hits}
        return [hit for hit in inner if not regions.isdisjoint(self._around(hit.entity))]

    def _without_mark(self, text: str) -> list[Hit]:
        """Without the number of a list, or a code that agrees with the name."""
        if code := re.match(CODE_IN_FRONT, text):
            hits = self._meant(self.normalise(text[code.end() :]))
            named = {hit.entity for hit in self.named(code[1])}
            return [hit for hit in hits if hit.entity in named]
        for mark in (SIGN_IN_FRONT, SIGN_BEHIND, MARK_IN_FRONT, MARK_BEHIND):
            name, found = re.subn(mark, "", text, count=1)
            if found:
                return self._meant(self.normalise(name))
        return []

    def _without_rank(self, text: str) -> list[Hit]:
        """Without a remark in brackets that says the rank of a city: 深圳（计划单列市）."""
        name, found = re.subn(RANK_REMARK, "", text, count=1)
        return self._meant(self.normalise(name)) if found else []

    def _long_code(self, text: str) -> list[Hit]:
        found = re.fullmatch(LONG_CODE, unicodedata.normalize("NFKC", text))
        return self.named(found[1]) if found else []

    # guesses, for one name and never for a batch

    def guess(self, key: str) -> list[Hit]:
        """The entities that a normalised name only abbreviates or is part of."""
        initials = [i for level, i in self._bearers(key) if level == "initials"]
        if initials:
            return [Hit(i, "pinyin") for i in sorted(initials)]
        return [Hit(i, "contains") for i in self._containing(key)]

    def _containing(self, key: str) -> list[int]:
        """By a part of a name: two Chinese characters or four letters at the least.

        Of a Latin name only whole words count, and of a region's name only a part that
        goes beyond its short name: 三门 is not 三门峡.
        """
        if len(key) < (4 if key.isascii() else 2) or len(key) > LONGEST or key in NATION:
            return []
        found = set()
        for name, entity in self.store.spellings_with(sorted(grams(key))):
            if self._kind(entity) in REGION_KINDS:
                part = _is_part_of_region(key, name, self.store.short(entity))
            else:
                part = _is_part(key, name)
            if part:
                found.add(entity)
        return sorted(found)


def _hit(entity: int, levels: set[Level]) -> Hit:
    exact = "official" in levels or "printed" in levels
    return Hit(entity, "exact" if exact else "alias")


def _is_part(key: str, name: str) -> bool:
    """Whether a key is a part of a name: any part in Chinese, whole words in English."""
    if not key.isascii():
        return key in name
    words = name.removesuffix(" of china").split()  # the country tells nothing of a body
    for first in range(len(words)):
        run = ""
        for word in words[first:]:
            run += word
            if run == key:
                return True
    return False


def _is_part_of_region(key: str, name: str, short: str) -> bool:
    """朝鲜族 is a part of 延边朝鲜族自治州. A written ending claims a region of its own."""
    if key.isascii():
        return _is_part(key, name)
    return key in name and key not in short and not key.endswith(CLAIMS)
