"""What people write around a name, or in place of a part of it: rules for a normalised name."""

from collections.abc import Callable

from govrank.models import REGION_KINDS
from govrank.names.bearers import Hit, Lookup
from govrank.names.normal import COUNTRY

# What is ranked is a web site, and people paste how it signs itself. None of these says
# what kind of place it is, so they may come off a name; 市 or 区 may not. The first that
# fits is taken: what ends in another stands in front of it.
SITE_WORDS = (
    *("人民政府办公厅", "人民政府办公室", "政府办公厅", "政府办公室", "行政公署", "人民政府网"),
    *("人民政府", "政府网", "政务网", "门户网", "政府"),
    *("网站", "官网", "门户", "官方", "政务", "管理委员会", "管委会"),
    *("peoplesgovernment", "government", "municipal", "provincial"),
)
SITE_PREFIXES = (*COUNTRY, "thepeoplesgovernmentof", "peoplesgovernmentof")
COUNTRY_SUFFIXES = (
    *("ofthepeoplesrepublicofchina", "ofpeoplesrepublicofchina"),
    *("thepeoplesrepublicofchina", "peoplesrepublicofchina"),
    *("oftheprchina", "ofprchina", "theprchina", "prchina", "ofchina", "china"),
    *("oftheprc", "ofprc", "theprc", "prc"),
)
# What English says of a region behind its name, or in front: City of Wuhan is Wuhan City.
KINDS = (
    *("province", "city", "municipality", "prefecture", "county", "district", "league"),
    *("banner", "autonomousregion", "autonomousprefecture", "autonomouscounty"),
)
# What statistics call the districts of a city together, and the counties of a province that
# lie in no prefecture: 北京市市辖区, 湖北省省直辖县级行政区划.
ALL_DISTRICTS = "市辖区"
ALL_COUNTIES = ("自治区直辖县级行政区划", "省直辖县级行政区划")


def _of_all_districts(names: Lookup, key: str) -> list[Hit]:
    """北京市市辖区 is 北京市, and 北京市市辖区海淀区 is 北京市海淀区. A province has none."""
    around, word, inner = key.partition(ALL_DISTRICTS)
    if not word or not around.endswith("市"):
        return []
    cities = names.bearers.of_kind(("province", "prefecture"), names.meaning(around))
    if not inner:
        return cities
    return _right_in(names, cities, names.meaning(around + inner), "区")


def _of_all_counties(names: Lookup, key: str) -> list[Hit]:
    for words in ALL_COUNTIES:
        around, word, inner = key.partition(words)
        if word and inner:
            provinces = names.bearers.of_kind(("province",), names.meaning(around))
            return _right_in(names, provinces, names.meaning(around + inner), "")
    return []


def _right_in(names: Lookup, around: list[Hit], hits: list[Hit], ending: str) -> list[Hit]:
    """The counties of such a name that lie in a region, with none between."""
    regions = {hit.entity for hit in around}
    found = []
    for hit in names.bearers.of_kind(("county",), hits):
        county = names.store.entity(hit.entity)
        if county.parent in regions and county.name.endswith(ending):
            found.append(hit)
    return found


def _zone_of_a_city(names: Lookup, key: str) -> list[Hit]:
    """武汉市经开区 is 武汉经开区: a zone's name has the city without its ending."""
    found: list[Hit] = []
    cut = key.find("市", 2) if names.bearers.may_end(key) else -1
    while cut != -1:
        city = names.bearers.regions(key[: cut + 1])
        named = names.named(key[:cut] + key[cut + 1 :]) if city else []
        for hit in names.bearers.of_kind(["zone"], named):
            if not city.isdisjoint(names.bearers.around(hit.entity)):
                found.append(hit)
        cut = key.find("市", cut + 1)
    return [Hit(hit.entity, "alias") for hit in found]


def _without_site_words(names: Lookup, key: str) -> list[Hit]:
    """Without what a web site has around the name of the place: 人民政府门户网站."""
    if key.endswith(SITE_WORDS):
        for word in SITE_WORDS:
            if key.endswith(word):
                return _of_a_site(names, key.removesuffix(word))
    # 中国·宁德 is how a site signs itself; 中国人民银行 is a name.
    if key.startswith(SITE_PREFIXES) and not names.bearers.beginnings(key):
        for prefix in SITE_PREFIXES:
            if key.startswith(prefix):
                return _of_a_site(names, key.removeprefix(prefix))
    return []


def _of_a_site(names: Lookup, name: str) -> list[Hit]:
    """Whose site it is: not that of a nickname (长安网 is not 西安), nor of one letter.

    A nickname does not say its kind. 前郭县 does, as 前郭尔罗斯蒙古族自治县 does. What is
    written in Latin letters is no nickname: Lhasa.
    """
    hits = names.meaning(name) if len(name) > 1 else []
    if not hits:
        return []
    nicknamed = {
        i
        for level, i in names.bearers.of(name)
        if level == "alias"
        and not (name.isascii() or names.store.entity(i).name.endswith(name[-1]))
    }
    return [
        hit
        for hit in hits
        if hit.entity not in nicknamed
        or hit.match == "exact"
        or names.bearers.kind(hit.entity) not in REGION_KINDS
    ]


def _national_zone(names: Lookup, key: str) -> list[Hit]:
    """武汉国家级经开区 is 武汉经开区."""
    for level in ("国家级", "国家"):
        if level in key:
            return names.bearers.of_kind(["zone"], names.meaning(key.replace(level, "")))
    return []


def _with_another_and(names: Lookup, key: str) -> list[Hit]:
    """与 for 和 in the name of a body."""
    if "与" not in key:
        return []
    return names.bearers.of_kind(["body"], names.meaning(key.replace("与", "和")))


def _without_country(names: Lookup, key: str) -> list[Hit]:
    """Without the country behind or in front: Ministry of Commerce of China."""
    if not key.isascii():
        return []
    if key.startswith("the"):  # before the country: The People's Bank of China keeps it
        return names.meaning(key.removeprefix("the"))
    for suffix in COUNTRY_SUFFIXES:
        if key.endswith(suffix):
            return names.meaning(key.removesuffix(suffix))
    if key.startswith("chinese"):
        return names.bearers.of_kind(["body"], names.meaning(key.removeprefix("chinese")))
    return []


def _with_kind_in_front(names: Lookup, key: str) -> list[Hit]:
    """City of Wuhan is Wuhan City."""
    if key.isascii():
        for kind in KINDS:
            if key.startswith(f"{kind}of"):
                return names.meaning(key.removeprefix(f"{kind}of") + kind)
    return []


# What stands around a name: looked at before the name is taken apart.
AROUND: tuple[Callable[[Lookup, str], list[Hit]], ...] = (_without_site_words, _without_country)
# In the order in which they are tried. The first that answers is right.
RULES: tuple[Callable[[Lookup, str], list[Hit]], ...] = (
    _of_all_districts,
    _of_all_counties,
    _zone_of_a_city,
    _national_zone,
    _with_another_and,
    _with_kind_in_front,
)
