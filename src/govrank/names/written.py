"""Marks, brackets, codes and addresses: rules for a name as it was written."""

import re
import unicodedata
from collections.abc import Callable

from govrank.names.bearers import Hit, Lookup

# Patterns are compiled when they are first needed, which is seldom.

# Brackets that say the ranks of a city, and no other kind of place.
RANK = "(?:(?:省会|首府|副省级)(?:城市|市)?|计划单列市?|直辖市|地级市|县级市)"
BETWEEN_RANKS = "[、,，和/]"
RANK_REMARK = rf"[(（\[【]\s*({RANK}(?:{BETWEEN_RANKS}\s*{RANK})*)\s*[)）\]】]\s*$"
NUMBER = r"(?:\d{1,4}|[一二三四五六七八九十]{1,3})"
# One number with its mark, in front of a name or behind it: 1. 一、 (1) [1] ① ¹
MARK_IN_FRONT = rf"^\s*(?:{NUMBER}[、.．,，:：)）]\s*|[(（\[【]{NUMBER}[)）\]】]\s*)"
MARK_BEHIND = rf"\s*[(（\[【]注?{NUMBER}[)）\]】]\s*$"
# No.1 №1 #1 第1名
PLACE_IN_FRONT = (
    rf"^\s*(?:(?:№|[Nn][Oo]\.?|[#＃])\s*\d{{1,4}}|第\s*{NUMBER}\s*[名位])(?!\d)[\s、.．,，:：)）]*"
)
SIGN_IN_FRONT = r"^\s*[①-⑳⑴-⒛❶-❿㈠-㈩㊀-㊉]\s*"
SIGN_BEHIND = r"[¹²³⁰-⁹₀-₉①-⑳]+\s*$"
CODE_IN_FRONT = r"^\s*(\d{6})(?:\.0+|\d{6})?[\s,，、:：-]*(?=[^\d.])"
# 420100.0 is what a spreadsheet makes of a code, 420100000000 how statistics write it.
LONG_CODE = r"\s*(\d{6})(?:\.0+|0{6})\s*"
URL = r"\s*(?:https?://)?(?:www\.)?(?:([a-z0-9-]+)\.)?([a-z0-9-]+)\.gov\.cn\.?(?:[:/?#]\S*)?\s*"
APOSTROPHES = frozenset("'’‘ʼ`´")


def agreeing(names: Lookup, text: str, key: str, hits: list[Hit]) -> list[Hit]:
    """Only what agrees with a written apostrophe: Xing'an is not 新干, xin gan."""
    if not _apostrophes(names, text):
        return hits
    if any(hit.match != "pinyin" for hit in hits):
        # An everyday name is written without one: Si'an is not Sian.
        spelt = names.bearers.regions(key).intersection(names.bearers.at("alias", key))
        return [
            hit
            for hit in hits
            if hit.entity not in spelt or _agreement(names, text, key, hit.entity)
        ]
    bearers = names.bearers.at("pinyin", key)
    if not bearers:  # a name that was taken apart
        return [hit for hit in hits if agrees(names, text, key, hit.entity)]
    found = [entity for entity in bearers if agrees(names, text, key, entity)]
    return names.bearers.meant_by_pinyin(key, found)


def _apostrophes(names: Lookup, text: str) -> list[int]:
    """How many letters stand in front of each apostrophe that separates letters."""
    cuts: list[int] = []
    if APOSTROPHES.isdisjoint(text):  # as most texts
        return cuts
    for i, character in enumerate(text):
        if character in APOSTROPHES and text[i + 1 : i + 2].isalpha():
            letters = len(names.normalise(text[:i]))
            if letters:
                cuts.append(letters)
    return cuts


def agrees(names: Lookup, text: str, key: str, entity: int) -> bool:
    """Whether no apostrophe stands within a syllable of an entity's reading."""
    return not _apostrophes(names, text) or _agreement(names, text, key, entity) is not False


def _agreement(names: Lookup, text: str, key: str, entity: int) -> bool | None:
    """Whether some reading of an entity has a syllable end at each apostrophe within it.

    Returns:
        None if no reading is written at all.
    """
    cuts = _apostrophes(names, text)
    written = None
    for syllables in _readings(names, entity):
        whole = "".join(syllables)
        ends = {len("".join(syllables[:count])) for count in range(len(syllables))}
        start = key.find(whole)
        while start != -1:
            if {cut - start for cut in cuts if start < cut < start + len(whole)} <= ends:
                return True
            written = False
            start = key.find(whole, start + 1)
    return written


def _readings(names: Lookup, entity: int) -> list[list[str]]:
    """The readings of a name, and its English one: 献县 is Xian County, 察雅县 Zhag'yab County."""
    readings = names.store.readings(entity)
    english = names.store.entity(entity).english
    if not english:
        return readings
    parts = re.split(f"[{''.join(APOSTROPHES)}]", english.split()[0])
    return [*readings, [names.normalise(part) for part in parts]]


def _long_code(names: Lookup, text: str) -> list[Hit]:
    found = re.fullmatch(LONG_CODE, unicodedata.normalize("NFKC", text))
    return names.named(found[1]) if found else []


def is_address(text: str) -> bool:
    """Whether a text is the address of a web site."""
    return re.fullmatch(URL, text.casefold()) is not None


def _site(names: Lookup, text: str) -> list[Hit]:
    """By the address of its web site: www.wuhan.gov.cn. A label has no initials."""
    found = re.fullmatch(URL, text.casefold())
    if not found:
        return []
    outer, label = found.groups()
    hits = names.named(label) or names.pinyin(label)
    if outer is None:
        return hits
    # jiangan.wuhan.gov.cn: a place, and the place around it.
    inner = names.named(outer) or names.pinyin(outer)
    regions = {hit.entity for hit in hits}
    return [hit for hit in inner if not regions.isdisjoint(names.bearers.around(hit.entity))]


def _without_mark(names: Lookup, text: str) -> list[Hit]:
    """Without the number of a list, or a code that agrees with the name."""
    code = re.match(CODE_IN_FRONT, text)
    if code:
        hits = names.meaning(names.normalise(text[code.end() :]))
        named = {hit.entity for hit in names.named(code[1])}
        return [hit for hit in hits if hit.entity in named]
    for mark in (MARK_IN_FRONT, MARK_BEHIND, SIGN_IN_FRONT, SIGN_BEHIND, PLACE_IN_FRONT):
        name, found = re.subn(mark, "", text)  # at one end of it, so that there is only one
        if found:
            return names.meaning(names.normalise(name))
    return []


def _without_rank(names: Lookup, text: str) -> list[Hit]:
    """Without a remark in brackets that says the rank of a city: 深圳（计划单列市）.

    A rank that a city does not have is a claim like any other bracket.
    """
    remark = re.search(RANK_REMARK, text)
    if not remark:
        return []
    said = re.split(BETWEEN_RANKS, remark[1])
    ranks = {re.sub("城?市$", "", rank.strip()) for rank in said}
    hits = names.meaning(names.normalise(text[: remark.start()]))
    return [hit for hit in hits if ranks <= _ranks(names, hit.entity)]


def _ranks(names: Lookup, entity: int) -> set[str]:
    """The ranks that a city has, without 市 behind them."""
    city = names.store.entity(entity)
    if not city.name.endswith("市"):
        return set()
    if city.kind != "prefecture":
        return {"直辖"} if city.kind == "province" else {"县级"}
    ranks, lists = {"地级"}, names.store.population(entity)
    if "subprovincial" in lists:
        ranks.add("副省级")
    if "capitals" in lists:
        of_province = city.region is not None and city.region.endswith("省")
        ranks.add("省会" if of_province else "首府")
    elif "subprovincial" in lists:
        ranks.add("计划单列")
    return ranks


def _without_dots(names: Lookup, text: str) -> list[Hit]:
    """ü where the usual spelling has u: Ürümqi."""
    if "ü" not in unicodedata.normalize("NFC", text).casefold():
        return []
    key = names.normalise(text).replace("v", "u")
    return names.named(key) or names.pinyin(key)


# In the order in which they are tried. The first that answers is right.
RULES: tuple[Callable[[Lookup, str], list[Hit]], ...] = (
    _long_code,
    _site,
    _without_mark,
    _without_rank,
    _without_dots,
)
