"""Guesses, for one name and never for a batch: what a name abbreviates or is a part of."""

from govrank.models import REGION_KINDS
from govrank.names.bearers import Hit
from govrank.names.lookup import LONGEST, Names
from govrank.names.normal import grams

# A part of a name that fits more entities than this says too little to be an answer.
MOST_PARTS = 10
# A part must be so long.
SHORTEST_LATIN, SHORTEST_CHINESE = 4, 2
# The whole country, which is no part of the name of one body.
NATION = ("全国", "中华", "中国", "国家", "国务院")
# Endings that claim a kind of region.
CLAIMS = tuple("省市县区州盟旗")


def guess(names: Names, key: str) -> list[Hit]:
    """The entities that a normalised name only abbreviates or is part of."""
    initials = [i for level, i in names.store.bearers(key) if level == "initials"]
    if initials:
        return [Hit(i, "pinyin") for i in sorted(initials)]
    return [Hit(i, "contains") for i in sorted(_containing(names, key))]


def _containing(names: Names, key: str) -> set[int]:
    shortest = SHORTEST_LATIN if key.isascii() else SHORTEST_CHINESE
    if not shortest <= len(key) <= LONGEST:
        return set()
    found = set()
    for name, entity in names.store.spellings_with(sorted(grams(key))):
        if _is_part(names, key, name, entity):
            found.add(entity)
    return found


def _is_part(names: Names, key: str, name: str, entity: int) -> bool:
    """Whether a key is a part of a name that may be asked for.

    Of a Latin name only whole words count. A written ending claims a region of its own. Of a
    region's name only a part counts that goes beyond its short name: 三门 is not 三门峡.
    """
    kind = names.bearers.kind(entity)
    if key.isascii():  # the English name of a region is its short name
        return kind not in REGION_KINDS and _is_run_of_words(key, name)
    if key not in name or (key.endswith(CLAIMS) and kind != "zone"):
        return False
    if kind not in REGION_KINDS:
        return True
    short = names.store.short(entity)
    return name.startswith(short) and key not in short


def _is_run_of_words(key: str, name: str) -> bool:
    words = name.removesuffix(" of china").split()  # the country tells nothing of a body
    for first in range(len(words)):
        run = ""
        for word in words[first:]:
            run += word
            if run == key:
                return True
    return False
