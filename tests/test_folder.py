"""A data folder: what it holds, what is refused of it and where, and who takes it."""

import json
import os
import re
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from govrank.dataset import open_store
from govrank.folder import Fault, parse
from govrank.folder.nodes import Node
from govrank.models import Category, Group, Listing, Scale, Source, Step
from tests.support import CATEGORIES, DATA, EDITION, ENTITIES, FOLDER, SOURCES, ask, write


def test_what_a_folder_holds(tmp_path: Path) -> None:
    """Each field that is written is read, and what follows from it is derived."""
    store = open_store(write(tmp_path))
    cities = {"zh": "城市", "en": "cities"}
    assert store.categories() == [
        Category("places", "地市", "places", "城市", "ranked", cities),
        Category("levels", "省级", "levels", "省级", "tiered", {"zh": "省", "en": "P"}),
        Category("prizes", "案例", "prizes", "案例", "award", {"zh": "案例", "en": "cases"}),
    ]
    assert store.groups() == [Group(label, label, label) for label in ("城市", "省级", "案例")]
    assert store.categories_named("s") == store.categories_named("levels") == ["levels"]
    assert store.sources() == [
        Source("one", "nobody", "none", "2025-01-01", "press", None, None, None),
        Source("two", "somebody", "some", None, "local", "https://example.org", None, None),
    ]
    steps = [("卓越级", 95), ("优秀级", 85), ("准备级", None)]
    assert store.scales() == [Scale(2025, 110, [Step(t, least, t) for t, least in steps])]
    places, levels, prizes = (2025, "places", "地市"), (2025, "levels", "省级"), (2025, "prizes")
    tied, scored = (1, True, None, None), (3, None, None, 88.5)
    tier, named = (None, None, "优秀级", None), (None, None, None, None)
    assert [tuple(row)[2:] for row in store.placements()] == [
        (*places, *tied, "武汉", "武汉市", "湖北省", "one", "420100", "Wuhan"),
        (*places, *tied, "襄樊市", "襄阳市", "湖北省", "one", "420600", "Xiangyang"),
        (*places, *scored, "海南州", "海南藏族自治州", "青海省", "one", "632500", "Hainan"),
        (*levels, *tier, "湖北", "湖北省", "湖北省", "two", "420000", "Hubei"),
        (*levels, *tier, "海南", "海南省", "海南省", "one", "460000", "Hainan"),
        (*prizes, "案例", *named, "林业局", "国家林业局", None, "one", None, "Forestry"),
    ]
    assert store.variants() == {"漢": "汉"}


def test_the_lists_of_a_folder(tmp_path: Path) -> None:
    places, levels, prizes = open_store(write(tmp_path)).listings([2025])
    assert places == Listing(
        year=2025,
        category="places",
        category_label="地市",
        title="地市网站",
        group="城市",
        kind="ranked",
        known_places=3,
        known_entities=3,
        listed_places=10,
        source="one",
        rest="cut",
        note={"zh": "注", "en": "note"},
        confirmed=["two"],
        english="places",
        group_english="城市",
        numbering="competition",
    )
    empty = places._replace(
        known_places=0, listed_places=None, rest=None, note=None, confirmed=[], numbering=None
    )
    assert levels == empty._replace(
        category="levels",
        category_label="省级",
        title="省级",
        group="省级",
        kind="tiered",
        known_entities=2,
        source="two",
        english="levels",
        group_english="省级",
    )
    assert prizes == empty._replace(
        category="prizes",
        category_label="案例",
        title="案例",
        group="案例",
        kind="award",
        known_entities=1,
        source="one",
        english="prizes",
        group_english="案例",
    )


def test_the_entities_of_a_folder(tmp_path: Path) -> None:
    """Kind, parent, region, short and English name follow from the code, name and pinyin."""
    store = open_store(write(tmp_path))
    zone, gonghe = "武汉经济技术开发区", "海南藏族自治州共和县"
    english = "Wuhan Economic and Technological Development Zone"
    hubei, qinghai = "湖北省", "青海省"
    assert [tuple(entity) for entity in store.entities()] == [
        (1, "湖北省", "湖北", "province", "420000", None, hubei, "Hubei", None, 1),
        (2, "武汉市", "武汉", "prefecture", "420100", 1, hubei, "Wuhan", None, 1),
        (3, "武汉市江岸区", "江岸", "county", "420102", 2, hubei, "Jiang'an District", None, 0),
        (4, "襄阳市", "襄阳", "prefecture", "420600", 1, hubei, "Xiangyang", None, 1),
        (5, "仙桃市", "仙桃", "county", "429004", 1, hubei, "Xiantao City", None, 0),
        (6, "海南省", "海南", "province", "460000", None, "海南省", "Hainan", None, 1),
        (7, "青海省", "青海", "province", "630000", None, qinghai, "Qinghai", None, 0),
        (8, "海南藏族自治州", "海南", "prefecture", "632500", 7, qinghai, "Hainan", None, 1),
        (9, gonghe, "共和", "county", "632521", 8, qinghai, "Gonghe County", None, 0),
        (10, "国家林业局", "林业局", "body", None, None, None, "Forestry", 2018, 1),
        (11, "国家林草局", "林草局", "body", None, None, None, None, None, 0),
        (12, zone, zone, "zone", None, 2, hubei, english, None, 0),
    ]
    [former] = store.successions("襄樊市")
    assert (former.former, former.year, former.renamed) == ("襄樊市", None, True)
    assert [entity.name for entity in former.into] == ["襄阳市"]
    [merged] = store.successions_of(10)
    assert (merged.former, merged.year, merged.renamed) == ("国家林业局", 2018, False)
    assert [entity.name for entity in merged.into] == ["国家林草局"]


# Lines of entities.yaml, and the names that they add: at which level of whom, what a mistyped
# name is compared with, and what names that have ended became.
NAMES = {
    "zones, with an English name that follows and one that is written": (
        """\
zones:
  - {name: 光谷高新技术产业开发区, in: 武汉市, pinyin: guang gu gao xin qu}
  - {name: 车城, in: 武汉市, pinyin: che cheng, english: Motor City, aliases: [车都, 318]}
  - {name: 船城, in: 武汉市, pinyin: chuan cheng}
areas:
  - {name: 东湖, in: 武汉市, pinyin: dong hu}
""",
        """\
alias 车城: 318, motorcity, 车都
compared 东湖: donghu, 东湖
compared 光谷高新技术产业开发区: guanggu hightech industrial development zone, guanggugaoxinqu,
  光谷高新技术产业开发区
compared 船城: chuancheng, 船城
compared 车城: checheng, motor city, 车城, 车都
initials 东湖: dh
initials 光谷高新技术产业开发区: gggxq
initials 船城: cc
initials 车城: cc
official 东湖: 东湖
official 光谷高新技术产业开发区: 光谷高新技术产业开发区
official 船城: 船城
official 车城: 车城
pinyin 东湖: donghu
pinyin 光谷高新技术产业开发区: guanggu, guanggugaoxin, guanggugaoxinjishuchanyekaifaqu,
  guanggugaoxinqu, guangguhightechindustrialdevelopmentzone
pinyin 船城: chuancheng
pinyin 车城: checheng
short 光谷高新技术产业开发区: 光谷国家高新区, 光谷高新, 光谷高新区, 光谷高新技术产业开发区,
  光谷高新技术开发区
""",
    ),
    "a body": (
        """\
bodies:
  - {name: 国家粮食和物资局, pinyin: [liang wu ju, liang ju], english: Grain and Reserves}
""",
        """\
alias 国家粮食和物资局: grainandreserves
compared 国家粮食和物资局: grain and reserves, liangju, liangwuju, 国家粮食和物资局,
  粮食和物资局
initials 国家粮食和物资局: lj, lwj
official 国家粮食和物资局: 国家粮食和物资局
pinyin 国家粮食和物资局: liangju, liangwuju
short 国家粮食和物资局: 国家粮食物资局, 粮食和物资局, 粮食物资局
""",
    ),
    "a body whose names lead to two others, one after the other": (
        """\
bodies:
  - {name: 林业部, pinyin: lin ye bu, until: 1998, into: 国家林业局}
""",
        """\
compared 林业部: linyebu, 林业部
former 国家林业局: 林业部
former 国家林草局: 林业部
initials 林业部: lyb
official 林业部: 林业部
pinyin 林业部: linyebu
short 林业部: 林业部
林业部 until 1998 as 林业部, 0: 国家林业局: 林业部
""",
    ),
    "a region with two readings, an English name, and names that have ended": (
        """\
regions:
  - name: 潜江市
    code: 429005
    pinyin: [qian jiang, jian jiang]
    english: Tsien City
    aliases: [Chien, 水乡]
    former: {潜江县: 1988, 安远州: ~, Anyuan: 1950}
""",
        """\
Anyuan until 1950, 0: 潜江市: anyuan
alias 潜江市: 429005, chien, chiencity, chienmunicipality, chienshi, tsiencity, 水乡
compared 潜江市: chien, jianjiang, qianjiang, tsien city, 水乡, 潜江, 潜江市
former 潜江市: anyuan, anyuanprefecture, anyuanzhou, chiencounty, chienxian, jianjiangcounty,
  jianjiangxian, qianjiangcounty, qianjiangxian, tsiencounty, tsienxian, 安远, 安远州, 潜江,
  潜江县
official 潜江市: 潜江市
pinyin 潜江市: jianjiang, jianjiangcity, jianjiangmunicipality, jianjiangshi, qianjiang,
  qianjiangcity, qianjiangmunicipality, qianjiangshi, tsien, tsiencity, tsienmunicipality,
  tsienshi
short 潜江市: 潜江, 潜江市
安远州 until ~, 0: 潜江市: anyuanprefecture, anyuanzhou, 安远, 安远州
潜江县 until 1988, 0: 潜江市: chiencounty, chienxian, jianjiangcounty, jianjiangxian,
  qianjiangcounty, qianjiangxian, tsiencounty, tsienxian, 潜江, 潜江县
""",
    ),
    "an area that has ended, whose region is called so today, and one that was called so": (
        """\
shared: [随州市, 江岸区]
regions:
  - {name: 随州市, code: 421300, pinyin: sui zhou}
  - {name: 曾都区, code: 421303, pinyin: zeng du}
former:
  - {name: 随州市, in: 随州市, until: 2000, into: 随州市曾都区}
  - {name: 随州市, in: 湖北省, until: 1994, into: 随州市曾都区}
  - {name: 江岸区, in: 湖北省, until: 1949, into: 仙桃市}
""",
        """\
alias 随州市: 421300
alias 随州市曾都区: 421303
compared 随州市: suizhou, 随州, 随州市
compared 随州市曾都区: zengdu, 曾都, 曾都区
former 仙桃市: 江岸, 江岸区
former 随州市曾都区: 随州, 随州市
initials 随州市: sz
official 随州市: 随州市
official 随州市曾都区: 曾都区, 随州市曾都区
pinyin 随州市: suizhou, suizhoucity, suizhoumunicipality, suizhouprefecture, suizhoushi
pinyin 随州市曾都区: zengdu, zengdudistrict, zengduqu
short 随州市: 随州, 随州市
short 随州市曾都区: 曾都, 曾都区
江岸区 until 1949, 0: 仙桃市: 江岸, 江岸区
随州市 until 2000, 0: 随州市曾都区: 随州, 随州市
""",
    ),
    "names that have ended, with pinyin and without": (
        """\
former:
  - {name: 滦县, in: 湖北省, until: 2018, into: [仙桃市, 武汉市], pinyin: luan xian}
  - {name: 仙桃县, until: 1986, into: [仙桃市, 武汉市]}
  - {name: 绿林镇, until: ~, into: 江岸区, pinyin: [lv lin, lu lin]}
  - {name: 荆门县, until: 1983, into: 襄阳市, pinyin: [jing men, jin men]}
  - {name: 京门县, until: 1950, into: 仙桃市, pinyin: jing men}
""",
        """\
former 仙桃市: jingmen, jingmencounty, jingmenxian, luancounty, luanxian, xiantaocounty,
  xiantaoxian, 京门, 京门县, 仙桃, 仙桃县, 湖北省滦县, 滦县
former 武汉市江岸区: lulin, lvlin, lyulin, 绿林镇
former 襄阳市: jingmen, jingmencounty, jingmenxian, jinmen, jinmencounty, jinmenxian, 荆门,
  荆门县
京门县 until 1950, 0: 仙桃市: jingmen, jingmencounty, jingmenxian, 京门, 京门县
仙桃县 until 1986, 0: 仙桃市: xiantaocounty, xiantaoxian, 仙桃, 仙桃县
仙桃县 until 1986, 1: 武汉市: xiantaocounty, xiantaoxian, 仙桃, 仙桃县
滦县 until 2018, 0: 仙桃市: luancounty, luanxian, 湖北省滦县, 滦县
滦县 until 2018, 1: 武汉市: luancounty, luanxian, 湖北省滦县, 滦县
绿林镇 until ~, 0: 武汉市江岸区: lulin, lvlin, lyulin, 绿林镇
荆门县 until 1983, 0: 襄阳市: jingmen, jingmencounty, jingmenxian, jinmen, jinmencounty,
  jinmenxian, 荆门, 荆门县
""",
    ),
}


def names_in(folder: Path) -> set[tuple[str, str]]:
    """Each name in the dataset of a folder, behind what it is."""
    found: set[tuple[str, str]] = set()
    for selected in (
        "n.level || ' ' || e.name, n.name FROM names n JOIN entities e ON e.id = n.entity",
        "'compared ' || e.name, s.name FROM spellings s JOIN entities e ON e.id = s.entity",
        "s.former || ' until ' || coalesce(s.until, '~') || coalesce(' as ' || o.name, '')"
        " || ', ' || s.position || ': ' || e.name, s.name FROM successions s"
        " JOIN entities e ON e.id = s.successor LEFT JOIN entities o ON o.id = s.entity",
    ):
        found.update(open_store(folder).connection.execute(f"SELECT {selected}"))
    return found


@pytest.mark.parametrize("what", NAMES)
def test_the_names_that_follow_from_a_line(tmp_path: Path, what: str) -> None:
    """All of them, and nobody loses one."""
    lines, expected = NAMES[what]
    before = names_in(write(tmp_path))
    (tmp_path / "entities").mkdir()
    (tmp_path / "entities" / "more.yaml").write_text(lines, encoding="utf-8")
    now = names_in(tmp_path)
    added: dict[str, list[str]] = {}
    for kind, name in sorted(now - before):
        added.setdefault(kind, []).append(name)
    said = [f"{kind}: {', '.join(names)}" for kind, names in added.items()]
    assert said == re.sub(r"\n +", " ", expected).splitlines()
    assert before <= now


def test_a_source_in_english(tmp_path: Path) -> None:
    """Its publisher and its title, or one of them."""
    sources = (
        FOLDER[SOURCES]
        .replace("url: ~}", "url: ~, english: {title: News}}")
        .replace("note: x", "note: x, english: {publisher: S, title: T}")
    )
    assert open_store(write(tmp_path, **{SOURCES: sources})).sources() == [
        Source("one", "nobody", "none", "2025-01-01", "press", None, None, "News"),
        Source("two", "somebody", "some", None, "local", "https://example.org", "S", "T"),
    ]


def test_groups_that_are_declared(tmp_path: Path) -> None:
    """They stand first, with an id and an English name. The others are called by their label."""
    groups = "groups: {g: {label: 案例, english: Cases}, h: {label: 城市, english: Cities}}\n"
    categories = groups + FOLDER[CATEGORIES].replace(
        "label: 省级,", "label: 省级, english: Levels,"
    )
    store = open_store(write(tmp_path, **{CATEGORIES: categories}))
    assert store.groups() == [
        Group("g", "案例", "Cases"),
        Group("h", "城市", "Cities"),
        Group("省级", "省级", "省级"),
    ]
    assert [(each.category, each.english, each.group) for each in store.categories()] == [
        ("places", "places", "h"),
        ("levels", "Levels", "省级"),
        ("prizes", "prizes", "g"),
    ]
    assert [listing.group_english for listing in store.listings([2025])] == [
        "Cities",
        "省级",
        "Cases",
    ]
    for name, meant in (("g", "prizes"), ("cases", "prizes"), ("h", "places"), ("city", "places")):
        assert store.categories_named(name) == [meant]


BODIES = """\
  - {name: 国家林业局, pinyin: [lin ye ju], english: Forestry, until: 2018, into: 国家林草局}
  - {name: 国家林草局, pinyin: [lin cao ju]}
"""
# The keys of entities.yaml.
SECTIONS = "shared, regions, bodies, zones, variants, areas, former"

# A file, what is replaced in it by what, and the lines that are said of it.
FAULTS = [
    # keys and types
    (
        EDITION,
        "number: ~",
        "number: ~\nyears: 2",
        "3: 'years' is no key here; known are year, number, published, lists, tiers",
    ),
    (EDITION, "number: ~", "number: ~\nnumber: ~", "3: 'number' is there twice"),
    (EDITION, "number: ~\n", "", "1: 'number' is missing"),
    (EDITION, "number: ~", "number: x", "2: 'x' should be a whole number above 0"),
    (EDITION, "number: ~", "number: 0", "2: '0' should be a whole number above 0"),
    (
        EDITION,
        "number: ~",
        f"number: {'9' * 5000}",
        f"2: '{'9' * 5000}' should be a whole number above 0",
    ),
    (EDITION, "number: ~", "number: ２３", "2: '２３' should be a whole number above 0"),
    (EDITION, "number: ~", "number: [1]", "2: should be a text"),
    (EDITION, "published: 2025-01-01", "published: ''", "3: is empty"),
    (EDITION, "published: 2025-01-01", "? [a]\n: b\npublished: 2025", "3: should be a text"),
    (EDITION, "year: 2025", "year: ~", "1: must be known"),
    (EDITION, "year: 2025", "year: 2026", "1: 2026 should be the year that names the file"),
    (
        EDITION,
        "year: 2025\nnumber: ~",
        "number: ~\nyear: 2026",
        "2: 2026 should be the year that names the file",
    ),
    (
        EDITION,
        "number: ~",
        f"number: {'9' * 16}",
        f"2: '{'9' * 16}' should be a whole number above 0",
    ),
    (EDITION, "number: ~", f"number: {'9' * 15}", ""),
    (EDITION, "confirmed: [two]", "confirmed: two", "9: should be a list"),
    (EDITION, "confirmed: [two]", "confirmed: {two: six}", "9: should be a list"),
    (EDITION, "{zh: 注, en: note}", "[注]", "13: should be a mapping"),
    (EDITION, "{zh: 注, en: note}", "{zh: 注}", "13: 'en' is missing"),
    (EDITION, "{海南州: 88.5}", "海南州", "16: should be a list"),
    (EDITION, "{海南州: 88.5}", "[[海南州]]", "16: should be a text"),
    (EDITION, "{海南州: 88.5}", "{海南州: 9x}", "16: '9x' should be a number such as 88.3"),
    (EDITION, "{海南州: 88.5}", "{海南州: 1.2.3}", "16: '1.2.3' should be a number such as 88.3"),
    (
        EDITION,
        "{海南州: 88.5}",
        "{海南州: " + "9" * 16 + "}",
        f"16: '{'9' * 16}' should be a number such as 88.3",
    ),
    (EDITION, "{海南州: 88.5}", "{海南州: " + "9" * 15 + "}", ""),
    (EDITION, "{海南州: 88.5}", "{海南州: .}", "16: '.' should be a number such as 88.3"),
    # characters
    (EDITION, "海南州", "海\u202e南州", "16: has the character U+202E"),
    (EDITION, "海南州", '"海\\u200b南州"', "16: has the character U+200B"),
    (EDITION, "海南州", '"海\\e[31m南州"', "16: has the character U+001B"),
    (EDITION, "海南州", '"海\\U000e0001南州"', "16: has the character U+E0001"),
    (EDITION, "海南州", '"海\\ue000南州"', "16: has the character U+E000"),
    (EDITION, "海南州", "海\u3000南州", "16: has the character U+3000"),
    (EDITION, "海南州", "'海南州 '", "16: begins or ends with a blank"),
    (EDITION, "海南州", "海南州\xa0", "16: has the character U+00A0"),
    (EDITION, "海南州", '"海\\L南州"', "16: has the character U+2028"),
    (EDITION, "海南州", '"海\\P南州"', "16: has the character U+2029"),
    (EDITION, "海南州", "海\x0b南州", "16: has the character U+000B"),
    (EDITION, "year: 2025", "\nyear: 2025 # \u2028", "2: has the character U+2028"),
    (EDITION, "number: ~", "number: ~  # \u2028", "2: has the character U+2028"),
    # what must be known, and when
    (EDITION, "title: 省级", "title: ~", "18: must be known"),
    (SOURCES, "title: some", "title: null", "2: must be known"),
    (
        SOURCES,
        "date: 2025-01-01",
        "date: 2025-02-30",
        "1: '2025-02-30' should be a date such as 2024-12-20",
    ),
    (
        SOURCES,
        "date: 2025-01-01",
        "date: 2025-02-3",
        "1: '2025-02-3' should be a date such as 2024-12-20",
    ),
    *(
        (
            SOURCES,
            "date: 2025-01-01",
            f"date: {text}",
            f"1: '{text}' should be a date such as 2024-12-20",
        )
        for text in ("2025-", "2025-01-3", "20250101", "2025-W01")
    ),
    (SOURCES, "date: 2025-01-01", "date: 2025-02", ""),
    (SOURCES, "date: 2025-01-01", "date: 2025", ""),
    (SOURCES, "date: 2025-01-01", "date: null", ""),
    (
        EDITION,
        "published: 2025-01-01",
        "published: tomorrow",
        "3: 'tomorrow' should be a date such as 2024-12-20",
    ),
    (ENTITIES, "english: Forestry", "english: ~", "14: must be known"),
    # places
    (EDITION, "      3: {", "      1: {", "16: '1' is there twice"),
    (
        EDITION,
        "      3: {海南州: 88.5}",
        "      3x: {海南州: 9z, 武汗: 1}",
        "16: '3x' should be a whole number above 0",
        "16: '9z' should be a number such as 88.3",
        "16: '武汗' means no entity of entities.yaml",
    ),
    (EDITION, "tiers: {优秀级: [湖北]}", "tiers: {}", "20: is empty"),
    (EDITION, "more: {one: {优秀级: [海南]}}", "more: {}", "21: is empty"),
    (EDITION, "{卓越级: 95, 优秀级: 85, 准备级: ~}", "''", "4: should be a mapping"),
    (EDITION, "      3: {", "      ~: {", "16: must be known"),
    (EDITION, "      3: {", "      2: {", "16: rank 2 does not follow in competition numbering"),
    (EDITION, "      3: {", "      4: {", "16: rank 4 does not follow in competition numbering"),
    (EDITION, "      3: {", "      01: {", "16: rank 1 goes back"),
    (EDITION, "      1: [", "      4: [", "16: rank 3 goes back"),
    (EDITION, "competition", "dense", "16: rank 3 does not follow in dense numbering"),
    (EDITION, "competition", "sparse", "12: 'sparse' is none of dense, competition"),
    (EDITION, "listed: 10", "listed: 2", "16: rank 3 is beyond the 2 places listed"),
    (
        EDITION,
        "{海南州: 88.5}\n",
        "[海南州]\n      4: [西宁市]\n",
        "17: '西宁市' means no entity of entities.yaml",
    ),
    (
        EDITION,
        "listed: 10\n    rest: cut\n    numbering: competition\n    note: {zh: 注, en: note}\n"
        "    places:\n      1: [武汉, 襄樊市]\n      3: {海南州: 88.5}",
        "listed: 1\n    places: {1: [武汉], 2: [襄樊市], 3: [海南州]}",
        "11: rank 2 is beyond the 1 places listed",
    ),
    (EDITION, "listed: 10", "listed: 3", ""),
    (
        EDITION,
        "      1: [武汉, 襄樊市]\n      3: {海南州: 88.5}",
        "      10: [武汉]\n      11: [襄樊市]\n      12: [海南州]",
        "16: rank 11 is beyond the 10 places listed",
    ),
    (
        EDITION,
        "      1: [武汉, 襄樊市]\n      3: {海南州: 88.5}",
        "      前10: [武汉]\n      前11: [襄樊市]\n      前12: [海南州]",
        "16: band 11 is beyond the 10 places listed",
    ),
    (
        EDITION,
        "      1: [武汉, 襄樊市]\n      3: {海南州: 88.5}",
        "      前10: [武汉]\n      前010: [襄樊市]",
        "16: band 10 goes back",
    ),
    (EDITION, "rest: cut", "rest: gone", "11: 'gone' is none of pictures, cut, unstated"),
    (EDITION, "[武汉, 襄樊市]", "[]", "15: is empty"),
    (EDITION, "{优秀级: [湖北]}", "{优秀级: []}", "20: is empty"),
    (EDITION, "named: [林业局]", "named: []", "22: is empty"),
    (EDITION, "[武汉, 襄樊市]", "[武汗, 武汗]", "15: '武汗' means no entity of entities.yaml"),
    (EDITION, "[武汉, 襄樊市]", "[武汉, 武汉市]", "15: '武汉市' is in this list twice"),
    (EDITION, "[武汉, 襄樊市]", "[武汉, 襄樊市, 襄阳]", "15: '襄阳' is in this list twice"),
    (
        EDITION,
        "[武汉, 襄樊市]",
        "\n      - 武汉\n      - 武汉市",
        "17: '武汉市' is in this list twice",
    ),
    (EDITION, "[武汉, 襄樊市]", "[武汗]", "15: '武汗' means no entity of entities.yaml"),
    (
        EDITION,
        "[武汉, 襄樊市]",
        "[武汉江岸区]",
        "15: '武汉江岸区' means 武汉市江岸区, and this list is of prefecture",
    ),
    (
        CATEGORIES,
        "kind: award, ",
        "kind: award, of: [zone, province], ",
        f"{EDITION}:22: '林业局' means 国家林业局, and this list is of zone, province",
    ),
    (EDITION, "named: [林业局]", "named: [海南]", "22: '海南' means 海南省 or 海南藏族自治州"),
    # what refers to another file
    (
        EDITION,
        "source: one\n    conf",
        "source: six\n    conf",
        "8: 'six' is no source of sources.yaml",
    ),
    (EDITION, "confirmed: [two]", "confirmed: [six]", "9: 'six' is no source of sources.yaml"),
    (EDITION, "more: {one:", "more: {six:", "21: 'six' is no source of sources.yaml"),
    (
        EDITION,
        "tiers: {source: one",
        "tiers: {source: six",
        "4: 'six' is no source of sources.yaml",
    ),
    (EDITION, "  levels:", "  levelz:", "17: 'levelz' is no category of categories.yaml"),
    # tiers
    (EDITION, "full_marks: 110", "full_marks: 95", "4: 95 should be a bound below 95"),
    (EDITION, "full_marks: 110", "full_marks: ~", "4: must be known"),
    (EDITION, "优秀级: 85", "优秀级: 95", "4: 95 should be a bound below 95"),
    (EDITION, "优秀级: 85", "优秀级: ~", "4: must be known"),
    (EDITION, "优秀级: 85", "优秀级: 8.5", "4: '8.5' should be a whole number above 0"),
    (EDITION, "{卓越级: 95, 优秀级: 85, 准备级: ~}", "{}", "4: is empty"),
    (EDITION, "tiers: {优秀级", "tiers: {优良级", "20: '优良级' is none of 卓越级, 优秀级, 准备级"),
    (EDITION, "优秀级: 85, 准备级: ~", "'': 85, 准备级: ~", "4: is empty"),
    (EDITION, "准备级: ~", "准备级: 1", "4: the lowest tier should have ~ for its bound"),
    # categories
    (CATEGORIES, "label: 省级,", "label: 地市,", "2: the label '地市' is another category's"),
    (CATEGORIES, "kind: award", "kind: prize", "3: 'prize' is none of ranked, tiered, award"),
    (
        CATEGORIES,
        "[prefecture]",
        "[city, prefecture]",
        "1: 'city' is none of province, prefecture, county, zone, area, body",
    ),
    (
        CATEGORIES,
        "[prefecture]",
        "[city]",
        "1: 'city' is none of province, prefecture, county, zone, area, body",
    ),
    (
        CATEGORIES,
        "[prefecture]",
        "[city, province]",
        "1: 'city' is none of province, prefecture, county, zone, area, body",
    ),
    (CATEGORIES, "label: 案例, group: 案例, ", "label: 案例, ", "3: 'group' is missing"),
    # entities
    (ENTITIES, "420000", "42000", "4: '42000' should be a code of six digits, and no other's"),
    (ENTITIES, "632500", "460000", "11: '460000' should be a code of six digits, and no other's"),
    (ENTITIES, "420000", "42000x", "4: '42000x' should be a code of six digits, and no other's"),
    (
        ENTITIES,
        "code: 420100, pinyin: wu han}",
        "code: 42010, pinyin: wu han shi}",
        "5: '42010' should be a code of six digits, and no other's",
        "5: 'wu han shi' should be that of 武汉市 without its ending",
    ),
    (
        ENTITIES,
        "  - {name: 青海省, code: 630000, pinyin: qing hai}\n",
        "",
        "10: the region around 632500 is missing",
    ),
    (
        ENTITIES,
        "  - {name: 武汉市, code: 420100, pinyin: wu han}\n"
        "  - {name: 江岸区, code: 420102, pinyin: jiang an}\n",
        "  - {name: 江岸区, code: 420102, pinyin: jiang an}\n"
        "  - {name: 武汉市, code: 420100, pinyin: wu han}\n",
        "",
    ),
    (ENTITIES, "name: 武汉市", "name: ''", "5: is empty"),
    (ENTITIES, "pinyin: wu han}", "pinyin: []}", "5: is empty"),
    (ENTITIES, "pinyin: wu han}", "pinyin: ''}", "5: is empty"),
    *(
        (
            ENTITIES,
            "pinyin: wu han}",
            f"pinyin: {text}}}",
            f"5: '{text}' should be pinyin in syllables, such as wu han",
        )
        for text in ("wuhan", "wǔ hàn", "武 汉")
    ),
    *(
        (
            ENTITIES,
            "pinyin: wu han}",
            f"pinyin: {text}}}",
            f"5: '{text}' should be that of 武汉市 without its ending",
        )
        for text in ("wu", "wu han shi", "wu han wu han")
    ),
    (
        ENTITIES,
        "name: 江岸区, code: 420102, pinyin: jiang an",
        "name: 江区, code: 420102, pinyin: jiang qu",
        "",
    ),
    (
        ENTITIES,
        "name: 江岸区, code: 420102, pinyin: jiang an",
        "name: 江岸矿区, code: 420102, pinyin: jiang an kuang qu",
        "",
    ),
    (
        ENTITIES,
        "name: 江岸区, code: 420102, pinyin: jiang an",
        "name: 江岸城区, code: 420102, pinyin: jiang an cheng qu",
        "6: 'jiang an cheng qu' should be that of 江岸城区 without its ending",
    ),
    (
        ENTITIES,
        "pinyin: wu han}",
        "pinyin: [wu han, wuhan]}",
        "5: 'wuhan' should be pinyin in syllables, such as wu han",
    ),
    (
        ENTITIES,
        "regions:",
        "region:",
        "1: 'regions' is missing",
        f"3: 'region' is no key here; known are {SECTIONS}",
    ),
    (
        ENTITIES,
        "shared: [海南]",
        "shared: [海南, '\\u200b']",
        "1: '\\\\u200b' is declared shared, but names no two entities",
    ),
    (ENTITIES, "shared: [海南]", "shared: [海南, [a]]", "1: should be a text"),
    (
        ENTITIES,
        "in: 武汉市",
        "in: 国家林业局",
        "17: '国家林业局' should be the official name of one region",
    ),
    (ENTITIES, "until: 2018, ", "", "14: has no 'until' beside it"),
    (SOURCES, FOLDER[SOURCES], "- one\n- two\n", "1: should be a mapping"),
    (ENTITIES, "into: 国家林草局", "into: 国家林业局", "14: should be another entity"),
    (ENTITIES, "name: 青海省", "name: 海南省", "10: '海南省' is there twice"),
    (
        ENTITIES,
        "in: 武汉市",
        "in: 武汉",
        "17: '武汉' should be the official name of one region",
    ),
    (
        ENTITIES,
        "into: 国家林草局",
        "into: 林草局",
        "14: '林草局' should be the official name of one entity",
    ),
    (ENTITIES, "aliases: [鄂]", "aliases: [汉]", ""),
    (
        ENTITIES,
        "aliases: [鄂]",
        "aliases: [武汉]",
        "5: '武汉' names 湖北省 and 武汉市, and is not declared shared",
    ),
    (
        ENTITIES,
        "pinyin: wu han}",
        "pinyin: wu han, aliases: [海南州]}",
        "11: '海南州' names 武汉市 and 海南藏族自治州, and is not declared shared",
    ),
    (
        ENTITIES,
        "pinyin: wu han}",
        "pinyin: wu han, aliases: [襄阳市]}",
        "5: '襄阳市' names 武汉市 and 襄阳市, and is not declared shared",
    ),
    (
        ENTITIES,
        "aliases: [鄂]}\n  - {name: 武汉市, code: 420100, pinyin: wu han}\n"
        "  - {name: 江岸区, code: 420102, pinyin: jiang an}\n",
        "aliases: [鄂, 楚]}\n  - {name: 武汉市, code: 420100, pinyin: wu han, aliases: [楚]}\n"
        "  - {name: 江岸区, code: 420102, pinyin: jiang an, aliases: [楚]}\n",
        "6: '楚' names 湖北省 and 武汉市 and 武汉市江岸区, and is not declared shared",
    ),
    (
        ENTITIES,
        "former: {襄樊市: ~}}",
        "aliases: [武汉市]}",
        "7: '武汉市' names 武汉市 and 襄阳市, and is not declared shared",
    ),
    (
        ENTITIES,
        "shared: [海南]\nvariants: {from: 漢, to: 汉}\nregions:\n"
        "  - {name: 湖北省, code: 420000, pinyin: hu bei, aliases: [鄂]}\n",
        "shared: [海南, 武汉]\nvariants: {from: 漢, to: 汉}\nregions:\n"
        "  - {name: 湖北省, code: 420000, pinyin: hu bei, aliases: [鄂, 武汉]}\n",
        "",
    ),
    # What gave way to another may share a name with it, and with what that gave way to.
    (
        ENTITIES,
        BODIES,
        "  - {name: 国家林业局, pinyin: lin ye ju, aliases: [林], until: 2018, into: 国家林草局}\n"
        "  - {name: 国家林草局, pinyin: lin cao ju, aliases: [林]}\n",
        "",
    ),
    (
        ENTITIES,
        BODIES,
        "  - {name: 国家林草局, pinyin: lin cao ju, aliases: [林]}\n"
        "  - {name: 国家林业局, pinyin: lin ye ju, until: 2018, into: 国家林草局}\n"
        "  - {name: 林业部, pinyin: lin ye bu, aliases: [林], until: 1998, into: 国家林业局}\n",
        "",
    ),
    (
        ENTITIES,
        BODIES,
        "  - {name: 国家林业局, pinyin: lin ye ju, aliases: [林], until: 2018, into: 国家林草局}\n"
        "  - {name: 国家林草局, pinyin: lin cao ju}\n"
        "  - {name: 林业部, pinyin: lin ye bu, aliases: [林], until: 1998, into: 国家林草局}\n",
        "16: '林' names 国家林业局 and 林业部, and is not declared shared",
    ),
    (
        ENTITIES,
        "zones:",
        "former:\n"
        "  - {name: 江城, until: 1949, into: 武汉市}\n"
        "  - {name: 江城, until: 1950, into: 武汉市}\n"
        "zones:",
        "",
    ),
    (
        ENTITIES,
        "zones:",
        "former:\n"
        "  - {name: 江城, until: 1949, into: 武汉市}\n"
        "  - {name: 江城, until: 1950, into: 襄阳市}\n"
        "zones:",
        "18: '江城' names 江城 and 江城, and is not declared shared",
    ),
    (
        ENTITIES,
        "shared: [海南]",
        "shared: [海南, hainan]",
        "1: 'hainan' is declared shared, but names no two entities",
    ),
    (ENTITIES, "in: 武汉市", "in: 武汉市江岸区", ""),
    (ENTITIES, "name: 国家林草局", "name: 武汉市", "15: '武汉市' is there twice"),
    (ENTITIES, "name: 武汉经济技术开发区", "name: 武汉市", "17: '武汉市' is there twice"),
    (
        ENTITIES,
        "shared: [海南]",
        "shared: [海南, 武汉]",
        "1: '武汉' is declared shared, but names no two entities",
    ),
    (
        ENTITIES,
        "shared: [海南]",
        "shared: [海南, 琼]",
        "1: '琼' is declared shared, but names no two entities",
    ),
    # Both bear it by right, as their short name.
    (ENTITIES, "shared: [海南]", "shared: []", ""),
    (ENTITIES, "variants: {from: 漢, to: 汉}\n", "", ""),
    (ENTITIES, "from: 漢, to: 汉", "from: 漢, to: ''", "2: is empty"),
    (ENTITIES, "from: 漢", "from: 漢襄", "2: from and to are not of the same length"),
    # sources
    (
        SOURCES,
        "kind: press",
        "kind: hearsay",
        "1: 'hearsay' is none of official, reprint, press, local, translated",
    ),
    (SOURCES, "publisher: nobody, ", "", "1: 'publisher' is missing"),
    (SOURCES, "note: x", "note: [x]", "2: should be a text"),
    (
        CATEGORIES,
        "prizes:",
        "' ':",
        "3: is empty",
        f"{EDITION}:22: 'prizes' is no category of categories.yaml",
    ),
    (SOURCES, "note: x", "note: x, english: {publisher: S, title: T}", ""),
    (SOURCES, "note: x", "note: x, english: [S]", "2: should be a mapping"),
    # bands
    (EDITION, "      3: {", "      前10: {", ""),
    (EDITION, "      3: {", "      前0: {", "16: '前0' should be a band such as 前100"),
    (EDITION, "      3: {", "      前x: {", "16: '前x' should be a band such as 前100"),
    (EDITION, "      3: {", "      前20: {", "16: band 20 is beyond the 10 places listed"),
    (EDITION, "      1: [", "      前5: [", "16: rank 3 should stand before the bands"),
    (
        EDITION,
        "      3: {",
        "      前10: [仙桃市]\n      前5: {",
        "16: '仙桃市' means 仙桃市, and this list is of prefecture",
        "17: band 5 goes back",
    ),
    # groups and populations
    (CATEGORIES, "places:", "groups: {g: {label: 城市, english: Cities}}\nplaces:", ""),
    (
        CATEGORIES,
        "places:",
        "groups:\n  g: {label: 城市, english: G}\n  h: {label: 城市, english: H}\nplaces:",
        "3: the label '城市' is another group's",
    ),
    (
        CATEGORIES,
        "places: {label: 地市, group: 城市,",
        "groups: {g: {label: 市, english: G}}\nplaces: {label: 地市, group: g,",
        "2: 'g' is the id of a group; write its label, '市'",
    ),
    (CATEGORIES, "places:", "groups: {g: {label: 市}}\nplaces:", "1: 'english' is missing"),
    (CATEGORIES, "of: [prefecture]", "population: prefecture", ""),
    (
        CATEGORIES,
        "of: [prefecture]",
        "population: city",
        "1: 'city' is none of province, prefecture, county, zone, area, body",
    ),
    # lists, what is unconfirmed, areas and former names
    (ENTITIES, "pinyin: wu han}", "pinyin: wu han, lists: [places]}", ""),
    (
        ENTITIES,
        "pinyin: wu han}",
        "pinyin: wu han, lists: [place]}",
        "5: 'place' is no category of categories.yaml",
    ),
    (ENTITIES, "pinyin: wu han}", "pinyin: wu han, unconfirmed: [pinyin]}", ""),
    (
        ENTITIES,
        "pinyin: wu han}",
        "pinyin: wu han, unconfirmed: [aliases]}",
        "5: 'aliases' is none of name, code, pinyin",
    ),
    (
        ENTITIES,
        "pinyin: wu han}",
        "pinyin: wu han, unconfirmed: [unconfirmed]}",
        "5: 'unconfirmed' is none of name, code, pinyin",
    ),
    (ENTITIES, "zones:", "areas: [{name: 光谷, in: 武汉市, pinyin: guang gu}]\nzones:", ""),
    (
        ENTITIES,
        "zones:",
        "areas: [{name: 光谷, in: 武昌, pinyin: guang gu}]\nzones:",
        "16: '武昌' should be the official name of one region",
    ),
    (ENTITIES, "zones:", "former: [{name: 沙市市, until: 1994, into: 武汉市}]\nzones:", ""),
    (ENTITIES, "zones:", "former: [{name: 沙市市, until: ~, into: [武汉市, 仙桃市]}]\nzones:", ""),
    (
        ENTITIES,
        "zones:",
        "former: [{name: 沙市市, until: 1994, into: 武汗市}]\nzones:",
        "16: '武汗市' should be the official name of one entity",
    ),
    (
        ENTITIES,
        "zones:",
        "former: [{name: 沙市市, in: 武昌, until: 1994, into: 武汉市}]\nzones:",
        "16: '武昌' should be the official name of one region",
    ),
    (
        ENTITIES,
        "zones:",
        "former: [{name: 沙市市, until: 1994, into: []}]\nzones:",
        "16: is empty",
    ),
    (
        ENTITIES,
        "zones:",
        "former: [{name: 鄂, until: 1994, into: 武汉市}]\nzones:",
        "16: '鄂' names 湖北省 and 鄂, and is not declared shared",
    ),
    (
        ENTITIES,
        "zones:",
        "former: [{name: 沙市市, code: 42100, until: 1994, into: 武汉市}]\nzones:",
        "16: '42100' should be a code of six digits",
    ),
    # YAML
    (EDITION, "    listed: 10", "    listed：10", "10: is not YAML: a key needs ': ' behind it"),
    (
        EDITION,
        "title: 地市网站",
        "title: '地市网站",
        "7: is not YAML: found unexpected end of stream",
    ),
    (
        EDITION,
        "[武汉, 襄樊市]",
        "[武汉, 襄樊市",
        "16: is not YAML: did not find expected ',' or ']' of what is opened in line 15",
    ),
    (
        EDITION,
        "{卓越级: 95, 优秀级: 85,",
        "{卓越级: 95,\n 优秀级: 85",
        "5: is not YAML: did not find expected ',' or '}' of what is opened in line 4",
    ),
    (EDITION, "title: 地市网站", "title：地市网站", "7: is not YAML: a key needs ': ' behind it"),
    # Behind a tab there is no key, and no line stands before the first one.
    (EDITION, "year: 2025", "year:\t2025: 6", "1: is not YAML: a key needs ': ' behind it"),
    (EDITION, "number: ~", "number:~", "2: is not YAML: a key needs ': ' behind it"),
    (
        EDITION,
        "named: [林业局]}",
        "named: [林业局]",
        "22: is not YAML: did not find expected ',' or '}'",
    ),
    (
        EDITION,
        "number: ~",
        "number: 2: 3",
        "2: is not YAML: mapping values are not allowed in this context",
    ),
    (EDITION, "number: ~", "number: ~  # \r\r", "2: has the character U+000D"),
    (
        EDITION,
        "named: [林业局]}",
        "named: [林业局]}\n- [",
        "23: is not YAML: did not find expected key",
    ),
    (EDITION, "[武汉, 襄樊市]", "&a [武汉]\n      2: *a", "16: is an alias; write it out"),
    (EDITION, FOLDER[EDITION], "", "1: is empty"),
    (EDITION, "named: [林业局]}", "named: [林业局]}\n---\na: 1", "1: has more than one document"),
]


@pytest.mark.parametrize("edit", FAULTS, ids=lambda edit: edit[3][:60])
def test_a_fault(tmp_path: Path, edit: tuple[str, ...]) -> None:
    file, old, new, *said = edit
    assert FOLDER[file].count(old) == 1
    folder = write(tmp_path, **{file: FOLDER[file].replace(old, new)})
    faults = [fault if fault.startswith(EDITION) else f"{file}:{fault}" for fault in said if fault]
    err = [f"govrank: {folder}/{fault}" for fault in faults]
    code = 3 if faults else 0
    checked = ask("check", str(folder))
    assert (checked.out, sorted(checked.err.splitlines()), checked.code) == ("", sorted(err), code)
    used = ask("top", "--data", str(folder), "-q")
    assert used.code == code
    if faults:
        assert used.out == ""
        assert used.err.startswith(checked.err.splitlines()[0])
        assert used.err.count("\n") == 1


def test_two_texts_of_a_fault_each(tmp_path: Path) -> None:
    """All faults are named, those of one line too, in the order of files and lines."""
    text = (
        FOLDER[EDITION]
        .replace("[武汉, 襄樊市]", '["\\u200b\\u202e", 武汗]')
        .replace(" 110", " x")
        .replace(" 10", " y")
        .replace("      3: {", "      z: []\n      3: [襄样]\n      4: {")
    )
    sources = FOLDER[SOURCES].replace("press", "x").replace("local", "y")
    folder = write(tmp_path, **{EDITION: text, SOURCES: sources})
    kinds = "official, reprint, press, local, translated"
    faults = [
        f"{EDITION}:4: 'x' should be a whole number above 0",
        f"{EDITION}:10: 'y' should be a whole number above 0",
        f"{EDITION}:15: '武汗' means no entity of entities.yaml",
        f"{EDITION}:15: has the character U+200B",
        f"{EDITION}:15: has the character U+202E",
        f"{EDITION}:16: 'z' should be a whole number above 0",
        f"{EDITION}:16: is empty",
        f"{EDITION}:17: '襄样' means no entity of entities.yaml",
        f"{SOURCES}:1: 'x' is none of {kinds}",
        f"{SOURCES}:2: 'y' is none of {kinds}",
    ]
    err = "".join(f"govrank: {folder}/{fault}\n" for fault in faults)
    assert ask("check", str(folder)) == ("", err, 3)
    first = f"govrank: {folder}/{faults[0]} (and 9 more)\n"
    assert ask("tier", "88", "--data", str(folder)) == ("", first, 3)


HOSTILE = [
    (lambda file: file.write_text("[" * 9 + "]" * 9), ":1: should be a mapping"),
    (lambda file: file.write_text("[" * 10 + "]" * 10), ":1: is nested too deep"),
    # How many levels the library itself refuses depends on its version.
    (lambda file: file.write_text("[" * 100_000), ":1: is (nested too deep|not YAML: .* depth)"),
    (lambda file: file.write_text("a: &a [x]\nb: [" + "*a," * 99_999 + "]"), ":2: is an alias"),
    (lambda file: file.write_bytes(b"\0" * 1000), ":1: has the character U.0000"),
    (
        lambda file: file.write_bytes("a: 1\n# 来源\nb: 1\n".encode("gbk")),
        ":2: is not UTF-8: .* at byte 7",
    ),
    (
        lambda file: file.write_bytes("\n来源: 1\n".encode("gbk")),
        ":2: is not UTF-8: .* at byte 1",
    ),
    (lambda file: file.write_text("{"), ":1: is not YAML: "),
    (lambda file: file.write_text('a: "\\UFFFFFFFF"'), ":1: is not YAML: "),
    (lambda file: file.write_text(f"%YAML {'9' * 5000}.1\n--- a"), ":1: is not YAML: "),
    (lambda file: file.write_text(FOLDER[EDITION] + " " * (64 << 20)), ":1: is larger than 64 MB"),
    (lambda file: os.truncate(file, 100 << 20), ":1: is larger than 64 MB"),
    (lambda file: (file.unlink(), file.mkdir()), ":1: is no file"),
    (lambda file: [file.unlink(), os.mkfifo(file)], ":1: is no file"),  # type: ignore[func-returns-value]
    (lambda file: (file.unlink(), file.symlink_to("/etc/passwd")), ":1: leads out of the folder"),
    (lambda file: (file.unlink(), file.symlink_to(file)), ":1: cannot be read: Too many levels"),
    (lambda file: (file.unlink(), file.symlink_to("gone")), ":1: cannot be read: No such file"),
]


@pytest.mark.parametrize("loader", ["in C", "in Python"])
@pytest.mark.parametrize(("damage", "message"), HOSTILE, ids=[h[1] for h in HOSTILE])
def test_a_hostile_file(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    damage: Callable[[Path], object],
    message: str,
    loader: str,
) -> None:
    if loader == "in Python":
        monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    folder = write(tmp_path)
    damage(folder / EDITION)
    checked = ask("check", str(folder))
    assert checked[::2] == ("", 3)
    assert re.fullmatch(rf"govrank: {folder}/{EDITION}{message}.*\n", checked.err)
    assert ask("find", "武汉", "--data", str(folder)) == ("", checked.err, 3)


def test_the_ranks_of_several_sources_are_one_list(tmp_path: Path) -> None:
    """In the order of the ranks; not tied where the ranks before and behind are known."""
    text = FOLDER[EDITION].replace(
        "      1: [武汉, 襄樊市]\n      3: {海南州: 88.5}\n",
        "      2: [武汉]\n      3: {海南州: 88.5}\n    more: {two: {1: [襄樊市], 3: [仙桃市]}}\n",
    )
    categories = FOLDER[CATEGORIES].replace("[prefecture]", "[prefecture, county]")
    store = open_store(write(tmp_path, **{EDITION: text, CATEGORIES: categories}))
    rows = list(store.placements())[:4]
    assert [(row.rank, row.tied, row.name, row.source) for row in rows] == [
        (1, False, "襄樊市", "two"),
        (2, False, "武汉", "one"),
        (3, None, "海南州", "one"),
        (3, None, "仙桃市", "two"),
    ]


@pytest.mark.parametrize(
    ("year", "said"),
    [
        ("2024", "no edition of '2024' is known; there are 2025, all"),
        ("2023-2024", "no edition of '2023-2024' is known; there are 2025, all"),
        ("2026", "no edition of 2026 is known; the latest is 2025"),
        ("2026-2028", "no edition of 2026-2028 is known; the latest is 2025"),
        ("20251", "no edition of '20251' is known; there are 2025, all"),
        ("soon", "no edition of 'soon' is known; there are 2025, all"),
    ],
)
def test_a_year_without_an_edition(tmp_path: Path, year: str, said: str) -> None:
    folder = str(write(tmp_path))
    assert ask("top", "--year", year, "--data", folder) == ("", f"govrank: {said}\n", 2)
    scale = f"no tier scale of '{year}' is known; there are those of 2025"
    assert ask("tier", "88", "--year", year, "--data", folder) == ("", f"govrank: {scale}\n", 2)


@pytest.mark.parametrize("year", ["2025", "2025年", "2024-2025", "2025-2030", "2030至2025", "all"])
def test_years_with_an_edition(tmp_path: Path, year: str) -> None:
    folder = str(write(tmp_path))
    answer = ask("top", "省级", "-q", "--year", year, "--data", folder)
    assert answer == ("湖北\n海南\n", "", 0)
    assert ask("tier", "88", "-q", "--year", year, "--data", folder) == ("优秀级\n", "", 0)


def test_a_name_that_became_three(tmp_path: Path) -> None:
    """It means the first of them, and is told of all. A year need not be known."""
    former = """\
former:
  - {name: 沙市市, in: 湖北省, until: 1994, into: [武汉市, 仙桃市, 襄阳市], pinyin: sha shi}
  - {name: 沔阳县, until: ~, into: [仙桃市]}
zones:"""
    text = FOLDER[ENTITIES].replace("zones:", former)
    data = ("-q", "--data", str(write(tmp_path, **{ENTITIES: text})))
    three = "Wuhan 武汉市, Xiantao City 仙桃市, Xiangyang 襄阳市"
    told = f"沙市市 is a former name of {three} (until 1994)\n"
    for name in ("沙市市", "沙市", "湖北省沙市市", "Shashi", "shashishi"):
        assert ask("find", name, *data) == ("武汉\n", told, 0), name
        assert ask("entities", name, *data) == ("武汉市\n", told, 0), name
    told = "沔阳县 is a former name of Xiantao City 仙桃市\n"
    assert ask("entities", "沔阳", *data) == ("仙桃市\n", told, 0)


def test_a_name_with_two_readings(tmp_path: Path) -> None:
    """Each is found, and an apostrophe stands between syllables only."""
    text = FOLDER[ENTITIES].replace("pinyin: wu han}", "pinyin: [wu han, wu hang]}")
    data = ("-q", "--data", str(write(tmp_path, **{ENTITIES: text})))
    for name in ("wuhan", "wuhang", "wu'han", "wu'hang"):
        assert ask("find", name, *data) == ("武汉\n", "", 0), name
    for name in ("w'uhan", "wuh'an", "w'uhang"):
        assert ask("find", name, *data).code == 1, name


def test_what_became_two_bodies(tmp_path: Path) -> None:
    text = FOLDER[ENTITIES].replace("into: 国家林草局", "into: [国家林草局, 青海省]")
    data = ("-f", "csv", "--no-header", "--data", str(write(tmp_path, **{ENTITIES: text})))
    row = "国家林业局,exact,国家林业局,body,,,,Forestry,1,2018,国家林草局;青海省"
    assert row in ask("entities", "国家林业局", *data).out.splitlines()


def test_the_largest_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("govrank.folder.parse.LARGEST", 1 << 20)
    folder = write(tmp_path)
    file = folder / SOURCES
    file.write_bytes(file.read_bytes().ljust((1 << 20) - 1, b" ") + b"\n")
    assert ask("check", str(folder)) == ("", "", 0)
    file.write_bytes(file.read_bytes() + b"\n")
    assert ask("check", str(folder)) == ("", f"govrank: {file}:1: is larger than 1 MB\n", 3)


def test_what_refers_to_a_faulty_line_is_not_blamed(tmp_path: Path) -> None:
    """武汉市 is not there, since its name has a fault. That is the one that is told."""
    former = "former: [{name: 沙市市, in: 武汉市, until: 1994, into: 武汉市}]\nzones:"
    text = FOLDER[ENTITIES].replace("zones:", former).replace("into: 国家林草局", "into: 武汉市")
    assert ask("check", str(write(tmp_path, **{ENTITIES: text}))) == ("", "", 0)
    folder = write(tmp_path, **{ENTITIES: text.replace("name: 武汉市", "name: ''")})
    assert ask("check", str(folder)) == ("", f"govrank: {folder}/{ENTITIES}:5: is empty\n", 3)


def test_a_band_is_in_the_first_places_if_it_is_no_wider(tmp_path: Path) -> None:
    """Of two provinces with as many cities the one with a rank stands first."""
    bands = FOLDER[EDITION].replace("1: [武汉, 襄樊市]", "1: [海南州]\n      前5: [武汉]")
    bands = bands.replace("3: {海南州: 88.5}", "前9: [襄樊市]")
    data = ("-f", "csv", "--no-header", "--data", str(write(tmp_path, **{EDITION: bands})))
    qinghai, hubei, both = "青海省,1,1\n", "湖北省,1,\n", "湖北省,2,\n"
    for places, tallies in (
        ("4", qinghai),
        ("5", qinghai + hubei),
        ("8", qinghai + hubei),
        ("9", both + qinghai),
    ):
        assert ask("regions", "地市", "-n", places, *data) == (tallies, "", 0)


def test_the_tiers_of_a_list_in_their_order(tmp_path: Path) -> None:
    text = FOLDER[EDITION].replace("{优秀级: [湖北]}", "{卓越级: [湖北, 青海], 准备级: [海南]}")
    text = text.replace("\n    more: {one: {优秀级: [海南]}}", "")
    data = ("-f", "csv", "--no-header", "--data", str(write(tmp_path, **{EDITION: text})))
    rows = [line.split(",") for line in ask("top", "省级", *data).out.splitlines()]
    assert [(row[5], row[7]) for row in rows] == [
        ("卓越级", "湖北"),
        ("卓越级", "青海"),
        ("准备级", "海南"),
    ]


def test_the_bands_of_several_sources_are_one_list(tmp_path: Path) -> None:
    bands = FOLDER[EDITION].replace("1: [武汉, 襄樊市]", "前9: [武汉]")
    more = "    more: {two: {前5: [襄樊市], 前10: [海南州]}}"
    bands = bands.replace("      3: {海南州: 88.5}", more)
    rows = list(open_store(write(tmp_path, **{EDITION: bands})).placements())[:3]
    assert [(row.tier, row.rank, row.tied, row.name, row.source) for row in rows] == [
        ("前5", None, None, "襄樊市", "two"),
        ("前9", None, None, "武汉", "one"),
        ("前10", None, None, "海南州", "two"),
    ]


def test_where_only_wider_bands_are_known(tmp_path: Path) -> None:
    bands = FOLDER[EDITION].replace("1: [武汉, 襄樊市]", "前5: [武汉]")
    bands = bands.replace("3: {海南州: 88.5}", "前9: [襄樊市]")
    data = ("-f", "csv", "--no-header", "--data", str(write(tmp_path, **{EDITION: bands})))
    said = "govrank: places 2025: no exact place is known; -n 5 shows who is among them\n"
    assert ask("top", "地市", "-n", "4", *data) == ("", said, 0)
    assert ask("top", "地市", "-n", "5", *data).out.count("\n") == 1
    assert ask("top", "地市", "-n", "9", *data).out.count("\n") == 2


PLURALS = {
    "place": "places",
    "level": "levels",
    "party": "levels",
    "parties": "levels",
    "class": "levels",
    "classes": "levels",
    "bodies": "levels",
    "body": "levels",
    "rank": "levels",
    "ranks": "levels",
    "big city": "places",
    "big cities": "places",
    "prize": "prizes",
    "partys": None,
    "bodie": None,
    "classess": None,
    "placeses": None,
}


@pytest.mark.parametrize("name", PLURALS)
def test_an_english_name_of_a_list_in_the_singular_and_the_plural(
    tmp_path: Path, name: str
) -> None:
    groups = "groups: {g: {label: 城市, english: Big cities}}\n"
    categories = groups + FOLDER[CATEGORIES].replace("[S]", "[Body, Parties, Class, Rank]")
    folder = str(write(tmp_path, **{CATEGORIES: categories}))
    answer = ask("top", name, "-f", "csv", "--no-header", "--data", folder)
    assert {line.split(",")[1] for line in answer.out.splitlines()} == {PLURALS[name]} - {None}
    assert answer.code == (0 if PLURALS[name] else 2)


# What is asked of the folder, and what is said where there is no row.
NO_ROW = [
    (
        "find 江岸 -c 地市",
        "Jiang'an District 武汉市江岸区  is not among those that 地市 ranks",
        "it lies in Wuhan 武汉市: places 1 of 10 (tied)",
    ),
    (
        "find 江岸 -c 地市 -c 案例",
        "Jiang'an District 武汉市江岸区  is not among those that 地市, 案例 ranks",
        "it lies in Wuhan 武汉市: places 1 of 10 (tied)",
    ),
    ("find 仙桃 -c 地市", "Xiantao City 仙桃市  is not among those that 地市 ranks"),
    (
        "find 湖北 -c 地市",
        "Hubei 湖北省  is not among those that 地市 ranks",
        "inside it: Wuhan 武汉市, Xiangyang 襄阳市",
    ),
    # 省级 ranks provinces, and 案例 a body. It is not known that these are not among them.
    (
        "find 青海 -c 省级",
        "Qinghai 青海省  no place is published as text; no list is known that ranks it",
    ),
    (
        "find 青海 -c 省级 -c 地市",
        "Qinghai 青海省  no place is published as text; no list is known that ranks it",
        "inside it: Hainan 海南藏族自治州",
    ),
    (
        "find 国家林草局 -c 案例",
        "国家林草局  no place is published as text; no list is known that ranks it",
    ),
    (
        "find 国家林草局 -c 地市 -c 案例",
        "国家林草局  no place is published as text; no list is known that ranks it",
    ),
    (
        "find 青海",
        "Qinghai 青海省  no place is published as text; no list is known that ranks it",
        "inside it: Hainan 海南藏族自治州",
    ),
    ("entities 国家", "govrank: '国家' is a part of 2 names; type more of the one you mean"),
    ("entities 武汗", "govrank: no entity is named '武汗'"),
    ("entities wuhann", "govrank: no entity is named 'wuhann'; did you mean Wuhan 武汉市?"),
]


@pytest.mark.parametrize("said", NO_ROW, ids=lambda said: said[0])
def test_what_is_said_where_there_is_no_row(tmp_path: Path, said: tuple[str, ...]) -> None:
    words, *lines = said
    answer = ask(*words.split(), "--data", str(write(tmp_path)))
    assert answer == ("", "".join(f"{line}\n" for line in lines), 1)


def test_a_name_of_a_list_may_look_like_two(tmp_path: Path) -> None:
    """省、区 is one name here, and 省级、地市 are two lists."""
    categories = FOLDER[CATEGORIES].replace("[S]", "[S, 省、区]")
    data = ("--data", str(write(tmp_path, **{CATEGORIES: categories})), "-q")
    assert ask("top", "省、区", *data) == ("湖北\n海南\n", "", 0)
    assert ask("top", "省级、案例", *data) == ("湖北\n海南\n林业局\n", "", 0)
    assert ask("top", "省级、案", *data).code == 2


@pytest.mark.parametrize("bodies", [10, 11])
def test_a_part_of_so_many_names(tmp_path: Path, bodies: int) -> None:
    """Ten can be shown. Of more only the number is said."""
    names = [f"观测{letter}所" for letter in "甲乙丙丁戊己庚辛壬癸子"[:bodies]]
    lines = "".join(f"  - {{name: {name}, pinyin: guan ce suo}}\n" for name in names)
    text = FOLDER[ENTITIES].replace("zones:", f"{lines}zones:")
    answer = ask("entities", "观测", "-q", "--data", str(write(tmp_path, **{ENTITIES: text})))
    if bodies == 10:
        assert answer == ("".join(f"{name}\n" for name in names), "", 0)
    else:
        said = "'观测' is a part of 11 names; type more of the one you mean"
        assert answer == ("", f"govrank: {said}\n", 1)


@pytest.mark.parametrize(
    ("listed", "numbering", "known"),
    [(3, "competition", 3), (2, "competition", 2), (2, "dense", 1), (1, "dense", 1)],
)
def test_how_many_places_a_tie_fills(
    tmp_path: Path, listed: int, numbering: str, known: int
) -> None:
    """As many as are tied, if so many are left; in dense numbering one."""
    text = FOLDER[EDITION].replace(
        "[武汉, 襄樊市]\n      3: {海南州: 88.5}", "[武汉, 襄樊市, 海南州]"
    )
    text = text.replace("listed: 10", f"listed: {listed}").replace("competition", numbering)
    places, *_others = open_store(write(tmp_path, **{EDITION: text})).listings([2025])
    assert (places.known_places, places.known_entities) == (known, 3)


def test_who_is_not_in_a_list_that_is_known_whole(tmp_path: Path) -> None:
    """It is said of a name alone and of a batch, and not where one place is missing."""
    categories = FOLDER[CATEGORIES].replace("of: [prefecture]", "population: prefecture")
    text = (
        FOLDER[EDITION].replace("\n      3: {海南州: 88.5}", "").replace("listed: 10", "listed: 2")
    )
    folder = write(tmp_path, **{CATEGORIES: categories, EDITION: text})
    said = "Hainan 海南藏族自治州  is not in places 2025, of which all places are known\n"
    assert ask("find", "海南州", "--data", str(folder)) == ("", said, 1)
    batch = ask("find", "-", "--data", str(folder), "-q", stdin="海南州".encode())
    assert batch == ("", f"govrank: '海南州': {said}", 1)
    (folder / EDITION).write_text(text.replace("listed: 2", "listed: 3"), encoding="utf-8")
    said = (
        "Hainan 海南藏族自治州  no place is published as text (places 2025: 2 of 3 places known)\n"
    )
    assert ask("find", "海南州", "--data", str(folder)) == ("", said, 1)


def test_a_further_file_of_entities(tmp_path: Path) -> None:
    """It may refer to the other files, and its faults are named like theirs."""
    folder = write(tmp_path)
    more = folder / "entities" / "more.yaml"
    more.parent.mkdir()
    more.write_text("regions:\n  - {name: 武昌区, code: 420106, pinyin: wu chang}\n")
    assert ask("check", str(folder)) == ("", "", 0)
    assert ask("entities", "武昌", "-q", "--data", str(folder)).out == "武汉市武昌区\n"
    more.write_text(
        "regions:\n  - {name: 武昌区, code: 420102, pinyin: wu chang}\nplaces: []\n"
        "zones: [{name: 光谷, in: 武昌, pinyin: guang gu}]\n"
    )
    code = "should be a code of six digits, and no other's"
    assert ask("check", str(folder)).err.splitlines() == [
        f"govrank: {more}:2: '420102' {code}",
        f"govrank: {more}:3: 'places' is no key here; known are {SECTIONS}",
    ]
    more.rename(more.with_suffix(".yml"))
    said = f"govrank: {more.with_suffix('.yml')}:1: should end in .yaml\n"
    assert ask("check", str(folder)) == ("", said, 3)


def test_how_characters_sound(tmp_path: Path) -> None:
    """sounds.yaml may be missing, and serves suggestions."""
    folder = write(tmp_path)
    sounds = folder / "sounds.yaml"
    sounds.write_text("wu: 武伍\nhan: 汉汗\n")
    assert ask("check", str(folder)) == ("", "", 0)
    near = "govrank: no entity is named '伍汗'; did you mean Wuhan 武汉市?\n"
    assert ask("find", "伍汗", "--data", str(folder)) == ("", near, 1)
    for text, fault in (
        ("wu: 武\nhàn: 汉\n", "2: 'hàn' should be a syllable of pinyin, such as wu"),
        ("wu: 武\n---\nhan: 汉\n", "1: has more than one document"),
        ("", "1: is empty"),
    ):
        sounds.write_text(text)
        assert ask("check", str(folder)) == ("", f"govrank: {sounds}:{fault}\n", 3)


UNSEEN = [
    (
        lambda path: (path / "2025.yaml").rename(path / "2025.yml"),
        "/2025.yml:1: should end in .yaml",
    ),
    (
        lambda path: (path / "2025.yaml").rename(path / "2025.YAML"),
        "/2025.YAML:1: should end in .yaml",
    ),
    (
        lambda path: (path / "2025.yaml").rename(path / "2025.YML"),
        "/2025.YML:1: should end in .yaml",
    ),
    (
        lambda path: (path / "2025.yaml").rename(path / "2025.txt"),
        ":1: holds no edition, such as 2024.yaml",
    ),
    (
        lambda path: (path / "2025.yaml").rename(path / "._2025.yaml"),
        ":1: holds no edition, such as 2024.yaml",
    ),
    (
        lambda path: path.rename(path.with_name("old")),
        ":1: cannot be read: No such file or directory",
    ),
    (
        lambda path: path.rename(path.with_name("old")).with_name("editions").touch(),
        ":1: cannot be read: Not a directory",
    ),
]


@pytest.mark.parametrize(("move", "said"), UNSEEN, ids=[u[1] for u in UNSEEN])
def test_editions_that_are_not_seen(
    tmp_path: Path, move: Callable[[Path], object], said: str
) -> None:
    folder = write(tmp_path)
    move(folder / "editions")
    assert ask("check", str(folder)) == ("", f"govrank: {folder}/editions{said}\n", 3)


def test_a_link_within_the_folder(tmp_path: Path) -> None:
    folder = write(tmp_path)
    (folder / EDITION).rename(folder / "2025.yaml")
    (folder / EDITION).symlink_to("../2025.yaml")
    assert ask("check", str(folder)) == ("", "", 0)


@pytest.mark.parametrize("file", [CATEGORIES, SOURCES, ENTITIES])
def test_what_leans_on_an_unreadable_file_is_not_blamed(tmp_path: Path, file: str) -> None:
    entities = FOLDER[ENTITIES].replace("pinyin: wu han}", "pinyin: wu han, lists: [places]}")
    folder = write(tmp_path, **{ENTITIES: entities})
    (folder / file).unlink()
    (folder / file).symlink_to("gone")  # without it the folder would be laid over the bundle
    err = f"govrank: {folder}/{file}:1: cannot be read: No such file or directory\n"
    assert ask("check", str(folder)) == ("", err, 3)


@pytest.mark.parametrize("read", range(4))
@pytest.mark.parametrize("left", [None, "[", FOLDER[SOURCES]])
def test_a_folder_that_changes_while_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, read: int, left: str | None
) -> None:
    """After so many files all are gone, broken or others: refused, by what is no longer there."""
    folder, paths = write(tmp_path), list[Path]()

    def changing(parent: Path, path: Path, faults: list[Fault]) -> Node:
        if len(paths) == read:
            for file in FOLDER:
                (folder / file).unlink() if left is None else (folder / file).write_text(left)
        paths.append(path)
        return parse.read_file(parent, path, faults)

    monkeypatch.setattr("govrank.folder.check.read_file", changing)
    result = ask("top", "--data", str(folder))
    assert result[::2] == ("", 3)
    assert result.err.startswith(f"govrank: {folder}/")
    assert result.err.count("\n") == 1


def edited(choose: st.DataObject, text: str) -> str:
    """A text from which something is cut, or into which something is put or copied."""
    start = choose.draw(st.integers(0, len(text)))
    end = start + choose.draw(st.integers(0, 30))
    copied = choose.draw(st.integers(0, len(text)))
    put = choose.draw(
        st.text(alphabet="[]{}:,&*!|>'\"%@~-#? \n\t0a市\u202e", max_size=6)
        | st.text(max_size=6)
        | st.just(text[copied : copied + 30])
        | st.just(text[copied:].partition("\n")[0] + "\n")
    )
    return text[:start] + put + text[end:]


@settings(max_examples=max(100, settings().max_examples // 5))  # each compiles four folders
@given(st.data())
def test_no_edit_of_the_data_makes_a_traceback(choose: st.DataObject) -> None:
    """Whatever the edits, the folder holds and is used as it is, or its faults are named."""
    texts: dict[str, str] = {}
    for file in choose.draw(st.lists(st.sampled_from(sorted(FOLDER)), min_size=1, max_size=3)):
        texts[file] = edited(choose, texts.get(file, FOLDER[file]))
    with TemporaryDirectory() as name:
        folder = write(Path(name) / "data", **texts)
        compiled = str(Path(name) / "compiled.db")
        checked = ask("check", str(folder), "--compile", compiled)
        used = ask("export", "--data", str(folder))
        if checked.code == 0:
            assert checked == ("", "", 0)
            assert used[1:] == ("", 0)
            assert ask("export", "--data", compiled) == used
        else:
            assert checked[::2] == used[::2] == ("", 3)
            faults = checked.err.splitlines()
            for fault in faults:
                found = re.match(rf"govrank: {folder}/([\w/]+\.yaml):(\d+): .", fault)
                assert found
                lines = {**FOLDER, **texts}[found[1]].count("\n") + 1
                assert 1 <= int(found[2]) <= lines
            assert used.err.startswith(faults[0])
            assert used.err.count("\n") == 1


def test_without_the_c_loader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    assert ask("check", str(write(tmp_path))) == ("", "", 0)


def test_what_is_compiled_answers_as_the_folder_does(tmp_path: Path) -> None:
    folder, compiled = str(write(tmp_path / "data")), str(tmp_path / "mine.db")
    assert ask("check", folder, "--compile", compiled) == ("", "", 0)
    for words in ("export", "sources", "categories", "tier 88", "find 武汉 hainan 漢", "top"):
        from_folder = ask(*words.split(), GOVRANK_DATA=folder)
        assert from_folder.out
        assert ask(*words.split(), GOVRANK_DATA=compiled) == from_folder


def test_an_edition_without_lists(tmp_path: Path) -> None:
    folder = write(tmp_path, **{EDITION: "{year: 2025, number: ~, published: ~, lists: {}}"})
    words = ("--data", str(folder))
    assert ask("top", "--json", *words) == ("[]\n", "", 0)
    assert ask("categories", "--json", *words).out == "[]\n"
    unknown = "no place is published as text; no list is known that ranks it"
    assert ask("find", "武汉", *words) == ("", f"Wuhan 武汉市  {unknown}\n", 1)
    merged = "Forestry 国家林业局 became part of 国家林草局 in 2018"
    told = f"{merged}\nForestry 国家林业局  {unknown}\n国家林草局  {unknown}\n"
    assert ask("find", "国家林业局", *words) == ("", told, 1)
    assert ask("find", "国家林业局", "--year", "all", *words) == ("", told, 1)
    assert ask("tier", "88", *words) == ("", "govrank: no tier scale is known\n", 2)
    nothing = "govrank: '地市' has no list in any edition\n"
    assert ask("top", "-c", "地市", *words) == ("", nothing, 2)
    for table in ("top", "categories", "regions", "sources"):
        assert ask(table, *words).code == 0
    assert ask("export", "--datapackage", str(tmp_path / "package"), *words) == ("", "", 0)
    described = json.loads((tmp_path / "package" / "datapackage.json").read_bytes())
    types = {f["name"]: f["type"] for f in described["resources"][0]["schema"]["fields"]}
    assert (types["rank"], types["score"], types["tied"]) == ("integer", "number", "boolean")
    assert types["region"] == types["name"] == "string"


def test_former_names_and_mergers_are_told(tmp_path: Path) -> None:
    folder = write(tmp_path)
    later = FOLDER[EDITION].replace("2025", "2026").replace("[林业局]", "[国家林草局]")
    (folder / "editions" / "2026.yaml").write_text(later, encoding="utf-8")
    merged = "Forestry 国家林业局 became part of 国家林草局 in 2018\n"
    for words, out, err in (
        ("find 国家林草局", "国家林草局\n", ""),
        ("find 国家林草局 --year all", "国家林草局\n", merged),
        ("find 国家林业局", "国家林草局\n", merged),
        ("find 国家林业局 --year 2025", "林业局\n", merged),
        ("find 国家林业局 --year all", "林业局\n国家林草局\n", merged),
        ("find 襄樊市", "襄樊市\n", "襄樊市 is a former name of Xiangyang 襄阳市\n"),
    ):
        assert ask(*words.split(), "-q", "--data", str(folder)) == (out, err, 0), words


def test_what_is_within_is_found_for_a_batch_too(tmp_path: Path) -> None:
    data = ("-q", "--data", str(write(tmp_path)))
    names = "湖北\n青海\n".encode()
    within = ask("find", "-", "--within", *data, stdin=names)
    assert within == ("湖北\n武汉\n襄樊市\n海南州\n", "", 0)
    unknown = "no place is published as text; no list is known that ranks it"
    said = f"govrank: '青海': Qinghai 青海省  {unknown}\n"
    assert ask("find", "-", *data, stdin=names) == ("湖北\n", said, 1)


def test_what_is_within_is_given_once(tmp_path: Path) -> None:
    """A name of a province and of a city in it, as 吉林 is."""
    city = "  - {name: 湖北市, code: 420500, pinyin: hu bei}\n"
    entities = (
        FOLDER[ENTITIES]
        .replace("[海南]", "[海南, 湖北]")
        .replace("  - {name: 襄阳市", city + "  - {name: 襄阳市")
    )
    edition = FOLDER[EDITION].replace("[武汉, 襄樊市]", "[武汉, 湖北市]")
    folder = str(write(tmp_path, **{ENTITIES: entities, EDITION: edition}))
    found = ask("find", "湖北", "--within", "--data", folder, "-f", "csv", "--no-header").out
    rows = [line.split(",") for line in found.splitlines()]
    assert [(row[1], row[9]) for row in rows] == [
        ("exact", "湖北"),
        ("within", "武汉"),
        ("alias", "湖北市"),
    ]


def test_folder_of_check_defaults_to_the_source(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GOVRANK_DATA", raising=False)
    monkeypatch.setattr("govrank.dataset.SOURCE", DATA)
    assert ask("check") == ("", "", 0)
    monkeypatch.setattr("govrank.dataset.SOURCE", DATA / "gone")  # as where govrank is installed
    what = "what to check? a table, a data folder or a database, as in: govrank check data"
    assert ask("check") == ("", f"govrank: {what}\n", 2)
