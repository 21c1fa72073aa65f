"""What people write around a name, or in place of a part of it: rules for a normalised name."""

from collections.abc import Callable

from govrank.models import REGION_KINDS
from govrank.names.bearers import Hit, Lookup
from govrank.names.normal import COUNTRY

# What is ranked is a web site, and people paste how it signs itself. None of these says
# what kind of place it is, so they may come off a name; 市 or 区 may not. The first that
# fits is taken: what ends in another stands in front of it.
SITE_WORDS = (
    *("人民政府", "政府", "网站", "人民政府网", "政府网", "政务网", "门户网", "官网"),
    *("门户", "官方", "政务", "管理委员会", "管委会", "行政公署"),
    *("人民政府办公厅", "人民政府办公室", "政府办公厅", "政府办公室"),
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
    cut = key.find("市", 2)
    if cut == -1 or not names.bearers.may_end(key):
        return []
    city = names.bearers.regions(key[: cut + 1])
    zones = names.bearers.of_kind(["zone"], names.named(key[:cut] + key[cut + 1 :]))
    return [
        Hit(zone.entity, "alias")
        for zone in zones
        if not city.isdisjoint(names.bearers.around(zone.entity))
    ]


def without_site_word(names: Lookup, key: str) -> str:
    """Without a word that a web site has behind or in front of the name of the place.

    Returns:
        What is left; nothing if there is no such word, or no more than a letter is left.
    """
    left = ""
    if key.endswith(SITE_WORDS):
        for word in SITE_WORDS:
            if key.endswith(word):
                left = key.removesuffix(word)
                break
    # 中国·宁德 is how a site signs itself; 中国人民银行 is a name.
    elif key.startswith(SITE_PREFIXES) and not names.bearers.beginnings(key):
        for word in SITE_PREFIXES:
            if key.startswith(word):
                left = key.removeprefix(word)
                break
    return left if len(left) > 1 else ""


def of_a_site(names: Lookup, name: str, hits: list[Hit]) -> list[Hit]:
    """Whose site it is. It is not that of a nickname: 长安网 is not 西安.

    A nickname does not say its kind. 前郭县 does, as 前郭尔罗斯蒙古族自治县 does. What is
    written in Latin letters is no nickname: Lhasa.
    """
    return [hit for hit in hits if hit.match == "exact" or not _is_nickname(names, name, hit)]


def _is_nickname(names: Lookup, name: str, hit: Hit) -> bool:
    """Whether a name is an everyday one of a region, and does not say its kind."""
    if name.isascii() or hit.entity not in names.bearers.at("alias", name):
        return False
    region = names.store.entity(hit.entity)
    return region.kind in REGION_KINDS and not region.name.endswith(name[-1])


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


def without_country(names: Lookup, key: str) -> list[Hit]:
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


# In the order in which they are tried. The first that answers is right.
RULES: tuple[Callable[[Lookup, str], list[Hit]], ...] = (
    _of_all_districts,
    _of_all_counties,
    _zone_of_a_city,
    _national_zone,
    _with_another_and,
    _with_kind_in_front,
)
