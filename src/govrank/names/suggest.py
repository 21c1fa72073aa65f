"""The entities whose names are near to one that means nothing.

Only names that share something with the one asked for are compared, and only so many.
"""

from itertools import product
from typing import TYPE_CHECKING

from govrank.models import REGION_KINDS
from govrank.names.lookup import LONGEST, Names
from govrank.names.normal import BODY_PREFIXES, grams
from govrank.names.parts import CLAIMS
from govrank.names.wording import KINDS, SITE_WORDS

if TYPE_CHECKING:
    from difflib import SequenceMatcher

# Characters taken for those of names, by shape. They matter to suggestions only.
LOOKALIKES = str.maketrans(
    "洲卅夏抗沉微建乔桥圆院像象力们胡欧渝巿婵评冶陆",
    "州州厦杭沈徽健侨侨园园象象利门湖瓯渝市禅坪治六",
)
# What half of all names share says nothing of one.
COMMON = set("省市区县州盟旗自治族地局部委会署办总国家经济技术开发高新产业")
# As many names as this are compared, those that share the most.
MOST_COMPARED = 120
# How many ways of reading a name aloud are tried.
MOST_READINGS = 16
# The least likeness of a Latin and of a Chinese name, from 0 to 1.
LEAST_LATIN, LEAST_CHINESE = 0.75, 0.5
# The least likeness of the kind behind a name and a word for it.
LEAST_KIND = 0.8
# Cities are asked for more often than counties.
LARGER = 0.08
# What looks the same, from its beginning on.
SAME = 1.25
# A name that is so much less like the one asked for than the best is not near.
STEP = 0.15


def suggest(names: Names, key: str) -> list[int]:
    """The ids of the entities whose names are near to a normalised name, nearest first."""
    for word in SITE_WORDS:
        key = key.removesuffix(word) or key
    key = without_prefix(key)
    if len(key) > LONGEST:
        return []
    near = _sounding(names, key) + _swapped(names, key) or _in_front(names, key)
    near = near or _of_a_kind(names, key) or _alike(names, key)
    return list(dict.fromkeys(near))


def without_prefix(name: str) -> str:
    """A body's name without 国家 or its like in front, which tells nothing of the body."""
    for prefix in BODY_PREFIXES:
        name = name.removeprefix(prefix) or name
    return name


def _in_front(names: Names, key: str) -> list[int]:
    """What the beginning of a name means, and what the rest would mean without it.

    湖北省商务厅 may be 湖北省 or 商务部, and 武汉市江岸区花桥街道 is in 武汉市江岸区.
    """
    if key.isascii():
        return []
    for cut in range(len(key) - 1, 1, -1):
        regions = [hit.entity for hit in names.find(key[:cut])]
        regions = [i for i in regions if names.store.kind(i) in REGION_KINDS]
        if not regions:
            continue
        rest = [hit.entity for hit in names.find(key[cut:])] + _alike(names, key[cut:])
        inside = [i for i in rest if regions[0] in names.store.around(i)]
        bodies = [i for i in rest if names.store.kind(i) == "body"]
        return inside[:1] + regions[:1] + bodies[:1]
    return []


def _sounding(names: Names, key: str) -> list[int]:
    """The entities whose names sound like a Chinese one: 武汗 is wu han, as 武汉 is."""
    if key.isascii() or len(key) < 2 or (len(key) == 2 and key.endswith(CLAIMS)):
        return []
    readings = [names.store.syllables(character) for character in key]
    found: list[int] = []
    for syllables in list(product(*readings))[:MOST_READINGS]:
        found += [hit.entity for hit in names.pinyin("".join(syllables))]
    return found


def _swapped(names: Names, key: str) -> list[int]:
    """The entities that are meant if two letters changed places: Whuan is Wuhan."""
    found: list[int] = []
    if key.isascii():
        for cut in range(len(key) - 1):
            swapped = key[:cut] + key[cut + 1] + key[cut] + key[cut + 2 :]
            found += [hit.entity for hit in names.named(swapped) or names.pinyin(swapped)]
    return found


def _of_a_kind(names: Names, key: str) -> list[int]:
    """What a Latin name means with its kind spelt right, or is like without: Haidian Distrct."""
    if not key.isascii():
        return []
    matcher = _matcher()
    for kind in sorted(KINDS, key=len, reverse=True):  # Autonomous County ends in County
        matcher.set_seq2(kind)
        best, stem = LEAST_KIND, ""
        for length in (len(kind), len(kind) - 1, len(kind) + 1):
            matcher.set_seq1(key[-length:])
            if matcher.ratio() > best:
                best, stem = matcher.ratio(), key[:-length]
        if stem:
            return [hit.entity for hit in names.find(stem + kind)] or _alike(names, stem)
    return []


def _alike(names: Names, key: str) -> list[int]:
    """The entities whose names are written much like a name, the most alike first."""
    if len(key) < 2:
        return []
    alike = key.translate(LOOKALIKES)
    telling = grams(alike) - COMMON
    matcher = _matcher()
    matcher.set_seq2(alike)
    best: dict[int, float] = {}
    for name, entity in names.store.spellings_like(sorted(telling), MOST_COMPARED):
        likeness = _likeness(matcher, name.replace(" ", ""), alike)
        if names.bearers.kind(entity) in ("province", "prefecture"):
            likeness += LARGER
        best[entity] = max(best.get(entity, 0), likeness)
    if len(key) == 2:
        least = 1.0
        # Two characters share half with hundreds of names: they must look the same.
        shortened = {i for i in best if names.bearers.kind(i) == "body"}
        best = {i: likeness for i, likeness in best.items() if likeness >= SAME or i in shortened}
    else:
        least = LEAST_LATIN if key.isascii() else LEAST_CHINESE
    nearest = max(best.values(), default=0) - STEP
    near = [i for i, likeness in best.items() if likeness > least and likeness >= nearest]
    return sorted(near, key=lambda i: (-best[i], i))


def _matcher() -> "SequenceMatcher[str]":
    from difflib import SequenceMatcher  # only for what is not found

    return SequenceMatcher()


def _likeness(matcher: "SequenceMatcher[str]", name: str, key: str) -> float:
    """From 0 to 1, and above 1 for the same beginning or for a name that a key shortens."""
    name = name.translate(LOOKALIKES)
    matcher.set_seq1(name)
    if matcher.real_quick_ratio() < LEAST_CHINESE:
        return 0
    likeness = matcher.ratio()
    if name[0] == key[0]:
        likeness += 0.05
    if not key.isascii() and _shortens(key, name):
        likeness += 0.2
    return likeness


def _shortens(key: str, name: str) -> bool:
    """Whether a name has all characters of a key in their order: 工信部, 工业和信息化部."""
    letters = iter(name)
    return all(character in letters for character in key)
