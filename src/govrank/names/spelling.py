"""The names that follow from an official name, its pinyin and its everyday names.

They are derived when a dataset is made. A question looks them up.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from govrank.models import REGION_KINDS, EntityKind, Level
from govrank.names.normal import BODY_PREFIXES

# The endings of regions, as pinyin and English write them.
ENDINGS = {
    "自治区": ("zizhiqu", "autonomousregion"),
    "自治州": ("zizhizhou", "autonomousprefecture"),
    "自治县": ("zizhixian", "autonomouscounty"),
    "自治旗": ("zizhiqi", "autonomousbanner"),
    "特别行政区": ("tebiexingzhengqu", "specialadministrativeregion", "sar"),
    "地区": ("diqu", "prefecture"),
    "新区": ("xinqu", "newarea"),
    "林区": ("linqu", "forestrydistrict"),
    "特区": ("tequ", "specialdistrict"),
    "矿区": ("kuangqu", "miningdistrict"),
    "省": ("sheng", "province"),
    "市": ("shi", "city", "municipality"),
    "区": ("qu", "district"),
    "县": ("xian", "county"),
    "州": ("zhou", "prefecture"),
    "盟": ("meng", "league"),
    "旗": ("qi", "banner"),
}
# A prefecture-level city is often called a prefecture in English.
PREFECTURE_CITY = "prefecture"
# The kind of a county behind its English name, by the ending of its Chinese name.
COUNTY_KINDS = {
    "自治县": "Autonomous County",
    "自治旗": "Autonomous Banner",
    "新区": "New Area",
    "林区": "Forestry District",
    "特区": "Special District",
    "市": "City",
    "区": "District",
    "县": "County",
    "旗": "Banner",
}
# The peoples in the names of autonomous regions: the usual English, others, and the pinyin.
PEOPLES = {
    "朝鲜": ("Korean", "chaoxian"),
    "维吾尔": ("Uygur", "uyghur", "weiwuer"),
    "哈萨克": ("Kazak", "kazakh", "hasake"),
    "柯尔克孜": ("Kirgiz", "kyrgyz", "kirghiz", "keerkezi"),
    "塔吉克": ("Tajik", "tajike"),
    "达斡尔": ("Daur", "dawoer"),
    "鄂温克": ("Ewenki", "evenki", "ewenke"),
    "鄂伦春": ("Oroqen", "elunchun"),
    "布依": ("Bouyei", "buyei", "buyi"),
    "土家": ("Tujia",),
    "哈尼": ("Hani",),
    "傈僳": ("Lisu",),
    "拉祜": ("Lahu",),
    "东乡": ("Dongxiang",),
    "纳西": ("Naxi", "nakhi"),
    "景颇": ("Jingpo",),
    "仫佬": ("Mulao", "mulam"),
    "布朗": ("Blang", "bulang"),
    "撒拉": ("Salar", "sala"),
    "毛南": ("Maonan",),
    "仡佬": ("Gelao", "gelo"),
    "锡伯": ("Xibe", "xibo", "sibe"),
    "裕固": ("Yugur", "yugu"),
    "独龙": ("Derung", "dulong", "drung"),
    "普米": ("Pumi",),
    "保安": ("Bonan", "baoan"),
    "蒙古": ("Mongol", "mongolian", "menggu"),
    "各": ("Various Nationalities", "multiethnic", "ge"),
    "回": ("Hui",),
    "藏": ("Tibetan", "zang"),
    "苗": ("Miao",),
    "彝": ("Yi",),
    "壮": ("Zhuang",),
    "满": ("Manchu", "man"),
    "侗": ("Dong",),
    "瑶": ("Yao",),
    "白": ("Bai",),
    "傣": ("Dai",),
    "黎": ("Li",),
    "佤": ("Va", "wa"),
    "畲": ("She",),
    "水": ("Shui", "sui"),
    "土": ("Tu",),
    "羌": ("Qiang",),
    "怒": ("Nu",),
    "京": ("Gin", "jing"),
}
PEOPLE = re.compile(f"({'|'.join(PEOPLES)})族?")
# The ways of writing a zone's ending, in Chinese and in pinyin; the first is the official one.
ZONE_ENDINGS = (
    ("经济技术开发区", "经开区", "经济开发区", "开发区", "经开"),
    ("高新技术产业开发区", "高新技术开发区", "国家高新区", "高新区", "高新"),
    ("新技术开发区", "高新技术产业开发区", "高新技术开发区", "高新区", "高新"),
    ("jingkaiqu", "jingjijishukaifaqu", "kaifaqu"),
    ("gaoxinqu", "gaoxinjishuchanyekaifaqu", "gaoxin"),
)
ZONE_ENGLISH = {
    "经济技术开发区": "Economic and Technological Development Zone",
    "高新技术产业开发区": "High-tech Industrial Development Zone",
}
# The endings of a division that has ended.
FORMER_ENDING = re.compile("(?:地区|特别行政区|[省市区县州盟旗])$")


def short_name(name: str, kind: EntityKind, pinyin: str) -> str:
    """The name without its ending.

    The syllables of a region's pinyin count the characters of its short name, so no list
    of endings is needed to take 广西壮族自治区 to 广西, and 单县 to itself.
    """
    if kind in REGION_KINDS and pinyin:
        return name[: len(pinyin.split())]
    if kind == "body":
        for prefix in BODY_PREFIXES:
            if name.startswith(prefix):
                return name.removeprefix(prefix)
    return name


def romanised(syllables: Iterable[str]) -> str:
    """How the syllables of a place's name are joined: Wuhan, Lu'an, Lüliang."""
    first, *others = syllables or [""]
    spelt = first.title()
    for syllable in others:
        spelt += ("'" if syllable.startswith(("a", "e", "o")) else "") + syllable
    return spelt.replace("v", "ü")


def english_name(name: str, kind: EntityKind, pinyin: str) -> str | None:
    """The English name that follows from a region's or a zone's name and pinyin.

    A county's name says its kind: Haidian District, Changyang Tujia Autonomous County.
    """
    syllables = pinyin.split()
    if kind == "zone":
        for ending, english in ZONE_ENGLISH.items():
            if name.endswith(ending):
                stem = syllables[: len(name) - len(ending)]
                return f"{romanised(stem)} {english}"
        return None
    if kind not in REGION_KINDS:
        return None
    if kind != "county":
        return romanised(syllables)
    rest = name[len(syllables) :] or name
    ending = next((ending for ending in COUNTY_KINDS if rest.endswith(ending)), "")
    if len(syllables) == len(name):
        # 单县: the pinyin is that of the whole name, and its ending is translated.
        syllables = syllables[: len(name) - len(ending)]
    peoples = [PEOPLES[people][0] for people in PEOPLE.findall(name[len(syllables) :])]
    words = [romanised(syllables), _listed(peoples), COUNTY_KINDS.get(ending)]
    return " ".join(word for word in words if word)


def english_stem(english: str, name: str) -> str:
    """An English name without what says its kind: Golmud, of Golmud City."""
    for ending, kind in COUNTY_KINDS.items():
        if name.endswith(ending) and english.endswith(f" {kind}"):
            stem = english.removesuffix(f" {kind}")
            peoples = [PEOPLES[people][0] for people in PEOPLE.findall(name)]
            return stem.removesuffix(f" {_listed(peoples)}")
    return english


def _listed(words: list[str]) -> str:
    if len(words) < 3:
        return " and ".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def derived_names(
    name: str, kind: EntityKind, pinyin: list[str], aliases: list[str]
) -> Iterator[tuple[str, Level]]:
    """Every way of writing an entity's name that follows from it, with its level.

    Args:
        name: the official name, without the regions it lies in.
        pinyin: readings, syllables separated by spaces.
        aliases: everyday names, the English one among them. Those of a zone take its
            endings (亦庄经开区), and so do the Latin ones of a region (Lhasa City).
    """
    if kind in REGION_KINDS:
        yield from _region_names(name, kind, pinyin, aliases)
        return
    for reading in pinyin:
        for text in spelt_pinyin(reading):
            yield text, "pinyin"
        yield "".join(syllable[0] for syllable in reading.split()), "initials"
    if kind == "body":
        yield from _body_names(name)
    elif kind == "zone":
        yield from _zone_names(name, pinyin, aliases)


def is_latin(text: str) -> bool:
    """Whether a name is written in Latin letters, which may have marks: Ürümqi."""
    return text[:1].isalpha() and unicodedata.name(text[0]).startswith("LATIN")


def spelt_pinyin(reading: str) -> list[str]:
    """Joined syllables. ü is typed v, yu or u."""
    joined = "".join(reading.split())
    if "v" not in joined:
        return [joined]
    return [joined, joined.replace("v", "yu"), joined.replace("v", "u")]


def _region_names(
    name: str, kind: EntityKind, pinyin: list[str], aliases: list[str]
) -> Iterator[tuple[str, Level]]:
    short = short_name(name, kind, pinyin[0])
    if short != name:
        yield short, "short"
    for ending in ENDINGS:
        if name[len(short) :].endswith(ending):
            yield short + ending, "short"  # 延边州, 凉山自治州
    if kind != "county":  # the initials of thousands of counties would mean everything
        for reading in pinyin:
            yield "".join(syllable[0] for syllable in reading.split()), "initials"
    endings = list(_romanised_endings(name, short, kind))
    for alias in filter(is_latin, aliases):
        yield from _without_kind(alias, name, short, endings)
    for reading in pinyin:
        for joined in spelt_pinyin(reading):
            yield joined, "pinyin"
            for ending in endings:
                yield joined + ending, "pinyin"
        if short == name and len(name) == 2:  # 献县 is Xian County, and never Xian
            for spelling in ENDINGS.get(name[-1], ()):
                yield reading.split()[0] + spelling, "pinyin"


def _without_kind(
    alias: str, name: str, short: str, endings: list[str]
) -> Iterator[tuple[str, Level]]:
    """A region's Latin name with each ending, and without the one that says its kind."""
    stem = english_stem(alias, name[len(short) :] or name)
    level: Level = "alias"
    if stem != alias:  # a short name like pinyin, which yields to a larger region's
        level = "pinyin"
        if short != name:
            yield stem, level
        else:  # 索县 is Sog County, and never Sog
            endings = [*endings, *ENDINGS[name[-1]]]
    for ending in endings:
        yield stem + ending, level


def _romanised_endings(name: str, short: str, kind: EntityKind) -> Iterator[str]:
    """The endings that pinyin and English put behind a region's short name."""
    rest = name[len(short) :]
    if not rest:
        return
    endings = [
        spelling for end, spelt in ENDINGS.items() if rest.endswith(end) for spelling in spelt
    ]
    if kind == "prefecture" and PREFECTURE_CITY not in endings:
        endings.append(PREFECTURE_CITY)
    yield from endings
    for run in _runs(PEOPLE.findall(rest)):
        yield run  # Guangxi Zhuang
        for ending in endings:
            yield run + ending


def _runs(peoples: list[str]) -> Iterator[str]:
    """The names of peoples one after another: tujiamiao, tujiaandmiao, tujiazumiaozu."""
    for i in range(max((len(PEOPLES[people]) for people in peoples), default=0)):
        for ending in ("", "zu"):
            spelt = []
            for people in peoples:
                spellings = PEOPLES[people]
                spelt.append(spellings[min(i, len(spellings) - 1)] + ending)
            yield "".join(spelt)
            if len(spelt) > 1:
                yield "and".join(spelt)
                yield "".join(spelt[:-1]) + "and" + spelt[-1]


def _body_names(name: str) -> Iterator[tuple[str, Level]]:
    yield name.replace("和", ""), "short"
    for prefix in BODY_PREFIXES:
        if name.startswith(prefix):
            short = name.removeprefix(prefix)
            yield short, "short"
            yield short.replace("和", ""), "short"


def _zone_names(name: str, pinyin: list[str], aliases: list[str]) -> Iterator[tuple[str, Level]]:
    readings = [text for reading in pinyin for text in spelt_pinyin(reading)]
    for endings in ZONE_ENDINGS:
        for text in (name, *readings):
            stem = _stem(text, endings[0])
            if stem is None:
                continue
            level: Level = "pinyin" if text.isascii() else "short"
            for ending in endings:
                yield stem + ending, level
        if _stem(name, endings[0]) is None:
            continue
        for alias in aliases:
            if not alias.isascii():
                for ending in endings:
                    yield _without_ending(alias, endings) + ending, "alias"


def _stem(text: str, ending: str) -> str | None:
    """What stands in front of an ending, if there is anything."""
    if text.endswith(ending) and text != ending:
        return text.removesuffix(ending)
    return None


def _without_ending(alias: str, endings: tuple[str, ...]) -> str:
    for ending in endings:
        if alias.endswith(ending):
            return alias.removesuffix(ending)
    return alias


def former_names(name: str, around: str) -> Iterator[str]:
    """The ways of writing the name of a division that has ended.

    Args:
        around: the name of the region it lay in, or "".
    """
    yield name
    stem = FORMER_ENDING.sub("", name)
    if len(stem) > 1 and stem != name:
        yield stem
    if around:
        yield around + name


def former_spellings(name: str, short: str, spelt: Iterable[str]) -> Iterator[str]:
    """The Latin names of a division that has ended, with the endings of its kind: Bijie Diqu.

    Args:
        short: its name without its ending.
        spelt: how that is written in Latin letters.
    """
    endings = list(_romanised_endings(name, short, "county"))
    for stem in spelt:
        for ending in endings:
            yield stem + ending
