"""A name is found however it is written, and never bent to what it does not say."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from govrank import words
from govrank.ask.entities import entities_of
from govrank.ask.identify import MANY, Identifier
from govrank.models import REGION_KINDS, Entity, EntityKind, Level
from govrank.names.wording import COUNTRY_SUFFIXES, SITE_WORDS
from govrank.show import overview
from tests.support import DATA, ROOT, ask, finder, opened

FINDER = finder()
BATCH = finder(brief=True)


def read(file: str) -> Any:
    return yaml.safe_load((ROOT / "tests" / file).read_text(encoding="utf-8"))


def found(name: str) -> dict[str, str]:
    """The entities that a name means, and how each was found. Nothing is guessed."""
    return {opened().entity(hit.entity).name: hit.match for hit in FINDER.names.find(name)}


@lru_cache
def entities() -> dict[int, Entity]:
    return {entity.id: entity for entity in opened().entities()}


def living() -> list[Entity]:
    return [entity for entity in entities().values() if entity.until is None]


def names(bearers: Iterable[int]) -> list[str]:
    return [entities()[id].name for id in bearers]


# what people type, and what they get

QUERIES = read("queries.yaml")


@pytest.mark.parametrize("query", QUERIES, ids=str)
def test_queries(query: str) -> None:
    expected: dict[str, Any] = QUERIES[query]
    answer = FINDER.find(str(query))
    assert list(dict.fromkeys(row.name for row in answer.rows)) == expected.get("found", [])
    assert [one.entity.name for one in answer.unplaced] == expected.get("known", [])
    assert bool(answer.lists) == expected.get("list", False)
    assert [other.name for other in answer.others] == expected.get("others", [])
    assert answer.many == expected.get("many", 0)
    nothing = not (answer.rows or answer.unplaced or answer.lists or answer.many)
    assert nothing == expected.get("none", False)
    near = expected.get("near", [])
    assert [entity.name for entity in answer.near][: len(near)] == near
    assert not answer.near or nothing
    if "inside" in expected:
        rows = FINDER.find(str(query), within=True).rows
        inside = list(dict.fromkeys(row.name for row in rows if row.match == "within"))
        assert inside == expected["inside"]


# What is said of names that nobody has: the near ones, or nothing rather than far ones.
NEAR = {
    # too short, or with nothing in it that tells one name from another
    **dict.fromkeys(["武", "wu", "tra", "自治州", "冏汉", "42010", "家市", "兴市", "汉武"], ""),
    "tianjing": "天津市",
    "Gungzhou": "广州市, 贵州省",
    "guangdon": "广东省",
    "武汗": "武汉市",
    "海南洲": "海南藏族自治州",
    "厦们": "厦门市",
    "林局": "国家林业和草原局",
    "交通委": "交通运输部",
    "国家商务不": "商务部",
    "湖北税务局": "湖北省, 国家税务总局",
    "湖北商务厅": "湖北省, 商务部",
    "湖北省商务": "湖北省, 商务部",
    "湖北省商务厅": "湖北省, 商务部",
    "武汗市人民政府": "武汉市",
    "武汉地区": "武汉市",
    "宜宾临港经技济术开发区": "宜宾临港经济技术开发区",
    "国家电网": "",  # a company
    "Bank of China": "中国人民银行",
    "wuh": "芜湖市, 蚌埠市五河县, 乌海市",  # no fewer letters
    "Haidian Districtt": "北京市海淀区",
    "Shuangliu Countyy": "成都市双流区",
    "湖南省长沙限": "长沙市",
    "四川省发展改革委": "四川省, 国家发展和改革委员会",
    "北京市发改委": "北京市, 国家发展和改革委员会",
    # a path that goes on below the county
    "武汉市江岸区花桥街道": "武汉市江岸区",
    "北京市海淀区中关村街道": "北京市海淀区",
    "鼓楼区湖南路街道": "南京市鼓楼区",  # the first of those that bear the name
    "shanxi某某街道": "山西省",
    "武汉市江岸区" + "花桥街道" * 36: "武汉市江岸区",  # as long as a name may be
    "武汉市江岸区" + "花桥街道" * 36 + "路": "",
    # of what lies in the region and is like the rest, only the nearest
    "湖北省土家自治县": "宜昌市长阳土家族自治县, 湖北省",
    # of the bodies too, and one that bears the rest by name is the nearest
    "湖北省文化局": "湖北省, 文化和旅游部",
    "湖北省保监会": "湖北省, 国家金融监督管理总局",
    "微县": "陇南市徽县",  # the same but for the shape of a character
    # a third of a name says whose it is, and less does not
    "远开发": "招远经济技术开发区",
    "Haidian Distrt": "",  # too far from District
}
# Of these more names are near, all of them by right: only the first ones are told here.
NEAR_AND_MORE = ("tianjing", "Gungzhou", "guangdon")


@pytest.mark.parametrize("name", NEAR)
def test_what_is_near(name: str) -> None:
    answer = FINDER.find(name)
    near = [entity.name for entity in answer.near]
    expected = NEAR[name].split(", ") if NEAR[name] else []
    assert not answer.rows
    assert not answer.unplaced
    assert near[: len(expected) if name in NEAR_AND_MORE else None] == expected
    said = ", ".join(f"{entity.english} {entity.name}" for entity in answer.near)
    told = f"; did you mean {said}?" if said else ""
    assert words.missing(answer, 2024) == f"no entity is named {name!r}{told}"


# How a name is found is told beside its rows.
MATCHES = {
    "武汉市": "exact",
    "武汉": "exact",  # as it was printed in 2012
    "羊城": "alias",
    "发展改革委": "exact",
    "发改委": "alias",
    "wuhan": "pinyin",
    "wu3han4": "pinyin",
    "guojia fagaiwei": "pinyin",
    "swb": "pinyin",
    "wuhan, hubei": "pinyin",
    "湖北wuhan": "pinyin",
    "hubei武汉": "pinyin",
    "湖北武汉": "alias",
    "武汉湖北": "alias",
    "武汉市经开区": "alias",
    "武汉国家级经开区": "alias",
    "武汉国家经开区": "alias",
    "中国武汉": "exact",
    "中国光谷": "alias",
    "国家商务部": "exact",
    "武汉政府网": "exact",
    "Hubei Provincial People's Government": "pinyin",
    "The People's Government of Hubei Province": "pinyin",
    "知识": "contains",
    "湖新": "contains",
    "业园区": "contains",
    "commerce": "contains",
}


@pytest.mark.parametrize("name", MATCHES)
def test_how_it_is_found(name: str) -> None:
    answer = FINDER.find(name)
    assert {row.match for row in answer.rows} == {MATCHES[name]}
    assert {row.query for row in answer.rows} == {name}
    assert answer.unplaced == []


# The same of what has no place in a list.
KNOWN = {
    "长沙市长沙县": "exact",
    "长沙县": "exact",
    "海南藏族自治州": "exact",
    "海南州": "alias",
    "长沙": "exact",
    "星城": "alias",
    "Changsha County": "pinyin",
    "Lhasa": "alias",
    "shan xi": "pinyin",
    "Shanxi Shanxi": "pinyin",
    "Hohhot 呼和浩特": "alias",
    "Ürümqi, Xinjiang": "pinyin",
    "青海省海南州": "alias",
}


@pytest.mark.parametrize("name", KNOWN)
def test_how_it_is_found_without_a_place(name: str) -> None:
    assert set(found(name).values()) == {KNOWN[name]}


def test_initials_mean_all_who_have_them() -> None:
    answer = FINDER.find("gxb")
    assert {(row.entity, row.match) for row in answer.rows} == {("工业和信息化部", "pinyin")}
    assert [one.entity.name for one in answer.unplaced] == ["国务院新闻办公室"]


def test_a_nickname_yields_to_an_official_or_short_name() -> None:
    answer = FINDER.find("江城")
    assert [one.entity.name for one in answer.unplaced] == [
        "阳江市江城区",
        "普洱市江城哈尼族彝族自治县",
    ]
    assert [other.name for other in answer.others] == ["武汉市"]


# names as they are in real files

CASES = defaultdict(list)
for case in read("names-cases.yaml")["cases"]:
    CASES[case["kind"]].append((str(case["query"]), sorted(case["expect"])))


@pytest.mark.parametrize("kind", CASES)
def test_names_of_real_files(kind: str) -> None:
    said = {
        query: sorted(row.entity for row in entities_of(FINDER.identifier, query)[0])
        for query, _ in CASES[kind]
    }
    assert said == dict(CASES[kind])


@pytest.mark.parametrize("kind", CASES)
def test_a_batch_finds_no_more_than_a_question(kind: str) -> None:
    for query, expected in CASES[kind]:
        rows = entities_of(BATCH.identifier, query)[0]
        assert {row.entity for row in rows} <= set(expected), query
        assert not {row.match for row in rows} & {"contains"}, query


# What is found by a rule: the name, and all whom it means.
MEANT = {
    "offices": {
        "武汉市人民政府网": "武汉市",
        "武汉人民政府网": "武汉市",
        "湖北省人民政府网": "湖北省",
        "江岸区人民政府网": "武汉市江岸区",
        "武汉市政府办公室": "武汉市",
        "武汉市政府办公厅": "武汉市",
        "喀什地区行政公署": "喀什地区",
        "兴安盟行政公署": "兴安盟",
    },
    "brackets": {
        "宁波（计划单列市）": "宁波市",
        "宁波（计划单列）": "宁波市",
        "深圳（副省级、计划单列市）": "深圳市",
        "广州（省会、副省级）": "广州市",
        "西安（副省级、省会）": "西安市",
        "哈尔滨[副省级城市]": "哈尔滨市",
        "武汉（省会）": "武汉市",
        "拉萨（首府）": "拉萨市",
        "北京（直辖市）": "北京市",
        "昆山（县级市）": "苏州市昆山市",
        "昆明（地级市）": "昆明市",
        "吉林（地级市）": "吉林市",
    },
    "apostrophes": {
        "Gu'an County": "廊坊市固安县",
        "Gu'an County, Hebei": "廊坊市固安县",
        "Guan County, Shandong": "聊城市冠县",
        "Ding'an County": "定安县",
        "Ding'an County, Hainan": "定安县",
        "Xian County": "沧州市献县",
        "Xi'an City": "西安市",
        "Xi'an, Shaanxi": "西安市",
        "Shaanxi, Xi'an": "西安市",
        "Xi'an'shi": "西安市",
        "Chang'an District, Xi'an": "西安市长安区",
        "Sian": "西安市",
        "People's Bank of China": "中国人民银行",
        "Xiong'an New Area": "河北雄安新区",
    },
    "words of statistics": {
        "北京市市辖区": "北京市",
        "武汉市市辖区": "武汉市",
        "湖北省武汉市市辖区": "武汉市",
        "福建省福州市市辖区": "福州市",
        "北京市市辖区海淀区": "北京市海淀区",
        "上海市市辖区黄浦区": "上海市黄浦区",
        "湖北省武汉市市辖区江岸区": "武汉市江岸区",
        "湖北省省直辖县级行政区划潜江市": "潜江市",
        "新疆维吾尔自治区自治区直辖县级行政区划石河子市": "石河子市",
    },
    "zones without their ending": {
        "Wuhan East Lake": "武汉东湖新技术开发区",
        "Xiamen Torch": "厦门火炬高技术产业开发区",
        "Beijing": "北京市",
        "Xuanwu District": "南京市玄武区",
        "Xuanwu District, Beijing": "北京市西城区, 北京市宣武区",  # and what it became
    },
    "former names with their kind": {
        "Bijie Diqu": "毕节市",
        "Xigaze Diqu": "日喀则市",
        "Shigatse Diqu": "日喀则市",
        "Nagqu Diqu": "那曲市",
        "Hami Diqu": "哈密市",
        "Simao Diqu": "普洱市",
        "Simao Prefecture": "普洱市",
        "Lijiang Diqu": "丽江市",
        "Zhelimu Meng": "通辽市",
        "Yikezhao Meng": "鄂尔多斯市",
        "Ulanqab League": "乌兰察布市",
        "Hulunbuir League": "呼伦贝尔市",
        "Xiangfan City": "襄阳市",
        "Xiangfan Shi": "襄阳市",
        "Zhongdian County": "迪庆藏族自治州香格里拉市",
        "Tanggu District": "天津市滨海新区",
        "Luan County": "唐山市滦州市",
        "Miyun County": "北京市密云区",
    },
    "marks of a list": {
        **dict.fromkeys(["㈠武汉", "⒈武汉", "武汉₁", "武汉[注1]", "武汉（注2）"], "武汉市"),
        **dict.fromkeys(["№1 武汉", "No.1 武汉", "no 12: Wuhan", "#3 武汉", "＃3武汉"], "武汉市"),
        **dict.fromkeys(["第1名 武汉", "第一名：武汉", "第 10 位 武汉"], "武汉市"),
        **dict.fromkeys(["420100.0 武汉市", "420100000000武汉市", "420100.0武汉"], "武汉市"),
    },
    "English names without their kind": {
        "Golmud": "海西蒙古族藏族自治州格尔木市",
        "Golmud Shi": "海西蒙古族藏族自治州格尔木市",
        "Golmud, Qinghai": "海西蒙古族藏族自治州格尔木市",
        "Korla": "巴音郭楞蒙古自治州库尔勒市",
        "Korla Shi": "巴音郭楞蒙古自治州库尔勒市",
        "Aral": "阿拉尔市",
        "Erenhot": "锡林郭勒盟二连浩特市",
        "Xilinhot": "锡林郭勒盟锡林浩特市",
        "Artux": "克孜勒苏柯尔克孜自治州阿图什市",
        "Tumxuk": "图木舒克市",
        "Kokdala": "可克达拉市",
        "Oroqen": "呼伦贝尔市鄂伦春自治旗",
        "Tingri": "日喀则市定日县",
        "Gyangze": "日喀则市江孜县",
        "Shangri-La": "迪庆藏族自治州香格里拉市",
        "Horqin": "通辽市科尔沁区",
        "Ulanhot": "兴安盟乌兰浩特市",
        "Medog": "林芝市墨脱县",
        "Medog Xian": "林芝市墨脱县",
        "Zhag'yab": "昌都市察雅县",
        "Qapqal": "伊犁哈萨克自治州察布查尔锡伯自治县",
        "Sog Xian": "那曲市索县",
        # a larger region's
        "Aksu": "阿克苏地区",
        "Karamay": "克拉玛依市",
    },
    "short forms that say their kind": {
        "前郭县人民政府": "松原市前郭尔罗斯蒙古族自治县",
        "喀左县人民政府": "朝阳市喀喇沁左翼蒙古族自治县",
        "塔县人民政府": "喀什地区塔什库尔干塔吉克自治县",
        "达茂旗人民政府": "包头市达尔罕茂明安联合旗",
        "莫旗人民政府": "呼伦贝尔市莫力达瓦达斡尔族自治旗",
        "科左中旗政府网": "通辽市科尔沁左翼中旗",
        "克州人民政府": "克孜勒苏柯尔克孜自治州",
        "博州人民政府网站": "博尔塔拉蒙古自治州",
        "锡盟行政公署": "锡林郭勒盟",
        "呼市人民政府": "呼和浩特市",
        "Inner Mongolia Government": "内蒙古自治区",
        "Harbin Municipal People's Government": "哈尔滨市",
        "Lhasa Municipal Government": "拉萨市",
    },
    "a region behind what stands around a name": {
        "武汉市人民政府（湖北）": "武汉市",
        "武汉市政府网(湖北)": "武汉市",
        "武汉经开区管委会（湖北省）": "武汉经济技术开发区",
        "Wuhan Municipal Government, Hubei": "武汉市",
        "Haidian District Government, Beijing": "北京市海淀区",
        "Jing'an District of China, Shanghai": "上海市静安区",
        "wu3han4, Hubei": "武汉市",
        "湖北 wu3han4": "武汉市",
        "湖北省武汉市经开区": "武汉经济技术开发区",
    },
    "addresses of a place and the one around it": {
        "jiangan.wuhan.gov.cn": "武汉市江岸区",
        "lhasa.xizang.gov.cn": "拉萨市",
        "www.lhasa.xizang.gov.cn": "拉萨市",
        "harbin.heilongjiang.gov.cn": "哈尔滨市",
    },
    "a letter that stands for a province, beside its name": {
        "湖北（鄂）": "湖北省",
        "鄂 湖北省": "湖北省",
    },
    "the code of a region before the name of something in it": {
        "420100 江岸区": "武汉市江岸区",
        "420000, 420100": "武汉市",
        "420000420100": "武汉市",
        "320000 Gulou District": "南京市鼓楼区, 徐州市鼓楼区",
    },
    "what several in a region bear": {
        "Chaoyang, Liaoning": "朝阳市",
        "Chaoyang County, Liaoning": "朝阳市朝阳县",
    },
    "as long as a name may be": {
        "武汉市" + "政府" * 73 + "网": "武汉市",
    },
    "dots where the usual spelling has none": {
        "Wühan": "武汉市",
        "Wühan City": "武汉市",
        "Rüdong": "南通市如东县",
        "Ürümqi, Xinjiang": "乌鲁木齐市",
    },
    "country": {
        "Wuhan, People's Republic of China": "武汉市",
        "Wuhan, the People's Republic of China": "武汉市",
        "Wuhan, P.R. China": "武汉市",
        "Wuhan, PR China": "武汉市",
        "The People's Bank of China": "中国人民银行",
        "Ministry of Education of the PRC": "教育部",
        "Ministry of Education of PRC": "教育部",
        "National Health Commission of the PRC": "国家卫生健康委员会",
        "The Ministry of Education of the People's Republic of China": "教育部",
    },
}


@pytest.mark.parametrize("rule", MEANT)
def test_what_a_rule_finds(rule: str) -> None:
    said = {name: ", ".join(found(name)) for name in MEANT[rule]}
    assert said == MEANT[rule]
    for name in MEANT[rule]:
        rows = entities_of(BATCH.identifier, name)[0]
        assert ", ".join(row.entity for row in rows) == MEANT[rule][name]


def test_a_word_that_ends_in_another_is_taken_whole() -> None:
    for listed in (SITE_WORDS, COUNTRY_SUFFIXES):
        for number, word in enumerate(listed):
            assert not any(word.endswith(earlier) for earlier in listed[:number]), word


# What must not be found: each rule, and names that are nearly what it takes.
WRONG = {
    "a letter that stands for a city, behind its province": ["广东穗", "四川蓉"],
    "longer than a name may be": ["武汉市" + "政府" * 74],
    "two names": [
        "武汉 成都",
        "海口 HK",
        "北京市 Shanghai",
        "襄阳（武汉）",
        "商务部 Ministry of Finance",
    ],
    "contains": ["zheji", "hina", "门峡", "nglong", "尔滨", "知识"],
    "English endings": ["Wuhan Province", "Hubei City", "Wuhan County", "Hubei Shi", "Wuhan SAR"],
    "peoples": ["Guangxi Hui Autonomous Region", "Ningxia Zhuang Autonomous Region"],
    "country": ["Bank of China", "China", "City of Hubei", "Chinese Wuhan", "Province of Wuhan"],
    "the country by its letters": ["PRC", "PR China", "The PRC", "Wuhan PR", "Bank of the PRC"],
    "marks of a list": ["武汉2", "12武汉", "(1)(2)武汉", "1. 2. 武汉", "武汉①②号"],
    "places in a list": [
        *("№ 武汉", "No 武汉", "第1 武汉", "第武汉", "#武 武汉", "#3 1. 武汉", "№12345 武汉"),
        *("武汉[注]", "武汉注1", "No.1", "第1名"),
    ],
    "a code that disagrees": [
        *("110000 武汉市", "420100 成都", "110000.0 武汉市", "110000000000武汉市"),
        *("4201001武汉市", "420100.5 武汉市", "420100.0.0 武汉市"),
    ],
    "brackets": ["武汉（地区）", "深圳（区）", "武汉（东）", "湖北（县级市）省"],
    "ranks": [
        *("湖北（省会）", "武汉（直辖市）", "吉林（县级市）", "昆山（地级市）", "商务部（省会）"),
        *("宁波（省会）", "武汉（计划单列市）", "深圳（省会、副省级）", "苏州（副省级）"),
        *("拉萨（省会）", "成都（首府）", "延边（地级市）", "西安（省会、）"),
    ],
    "words of statistics": [
        *("河北省市辖区", "湖北市辖区", "昆山市市辖区", "市辖区", "湖北省市辖区武汉市"),
        *("重庆市市辖区云阳县", "成都市市辖区海淀区", "湖北省省直辖县级行政区划"),
        *("湖北省省直辖县级行政区划武汉市", "湖北省省直辖县级行政区划江岸区"),
        *("省直辖县级行政区划潜江市", "湖南省省直辖县级行政区划潜江市"),
    ],
    "former names with another kind": [
        *("Bijie Meng", "Xiangfan Diqu", "Zhelimu Shi", "Yikezhao City", "Tanggu County"),
        *("Simao League", "Zhongdian Shi", "Xiangfan Province", "Beiping City"),
    ],
    "English names with another kind": [
        *("Golmud County", "Golmud Qu", "Medog City", "Horqin Banner", "Oroqen County"),
        *("Sog", "Nang", "Golmud City City", "Zha'gyab"),
    ],
    "and": ["武汉与成都", "文化与旅游厅", "Wuhan & Chengdu", "武与汉"],
    "addresses": ["wh.gov.cn", "fgw.gov.cn", "www.gov.cn", "wuhan.com", "wuhan.org.cn"],
    "addresses in addresses": [
        "www.hubei.wuhan.gov.cn",
        "a.b.wuhan.gov.cn",
        "https://chengdu.wuhan.gov.cn",
    ],
    "spellings": ["Wvhan", "Xianfan", "Urumuqi", "Lvhan"],
    "words of sites": ["中国长安网", "京政府", "鄂政府网", "武汉网", "网武汉", "武网"],
    "nicknames of sites": ["羊城人民政府", "泉城政府网", "中国春城", "塔县网", "塔市人民政府"],
    "codes": ["4201000", "420100.5", "42010000000", "420100.00.0", "CN-XX", "999999"],
    "offices": [
        "武汉市办公厅",
        "武汉办公室",
        "人民政府办公厅",
        "武汉市人民",
        "武汉市人民网",
        "公署",
    ],
    "variants": ["戊汉", "武漠", "江乾區"],
    "another encoding": ["æ­¦æ±‰", "ÎäººÊÐ", "锟斤拷"],
    "bodies": ["住健", "人设", "省发改委", "湖北发改", "市发改"],
    "endings": ["武汉县", "湖北市", "成都区", "江苏市", "武汉省", "海南市", "北京省", "重庆县"],
    "paths": ["武汉市江岸区花桥街道", "北京市海淀区中关村街道", "昆山市玉山镇"],
    "apostrophes": ["X'ian", "wu h'an", "Xinga'n", "Xinga'n County"],
    "apostrophes within a syllable": [
        *("Xi'an County", "Qi'an County", "Qi'an Xian", "Gu'an County, Shandong"),
        *("Shandong Gu'an County", "Si'an", "Si'an City", "Zha'gyab County"),
    ],
    "a county of one character": ["Shan", "Yi", "Zhong", "She"],
    "headings": ["name", "city", "城市", "名称", "省份", "单位", "合计", "区县"],
}


@pytest.mark.parametrize("rule", WRONG)
def test_what_must_not_be_found(rule: str) -> None:
    assert {name: found(name) for name in WRONG[rule]} == {name: {} for name in WRONG[rule]}
    for name in WRONG[rule]:
        assert entities_of(BATCH.identifier, name)[0] == []
        assert not BATCH.find(name).rows


def test_what_one_question_does_not_guess() -> None:
    """A part of a Latin name from word to word, and no part of a region's short name."""
    for name in ("zheji", "hina", "comm", "门峡", "汉武", "家市", "X'ian", "wu h'an"):
        assert entities_of(FINDER.identifier, name)[0] == [], name


# A name, and what it does not mean.
NOT = {
    "江城政府网": "武汉市",
    "Xing'an": "吉安市新干县",
    "Xian": "沧州市献县",
    "西安": "辽源市西安区",
    "ls": "六盘水市六枝特区",
    "三门": "三门峡市",
    "昆山": "昆明市",
    "增城": "增城经济技术开发区",
}


@pytest.mark.parametrize("name", NOT)
def test_what_a_name_does_not_mean(name: str) -> None:
    rows = entities_of(FINDER.identifier, name)[0]
    assert rows
    assert NOT[name] not in {row.entity for row in rows}


def test_an_apostrophe_fixes_the_syllables() -> None:
    """A missing one fixes nothing."""
    assert list(found("Xin'gan")) == ["吉安市新干县"]
    assert list(found("Xing'an")) == ["兴安盟"]
    assert list(found("xingan")) == ["兴安盟"]
    assert "吉安市新干县" in yielding("xingan")
    assert "吉安市新干县" not in yielding("Xing'an")


def test_counties_have_no_initials() -> None:
    initials = "SELECT DISTINCT entity FROM names WHERE level = 'initials'"
    ids = [id for (id,) in opened().connection.execute(initials)]
    assert "county" not in {entities()[id].kind for id in ids}


def test_a_county_of_one_character() -> None:
    assert found("Xian County") == {"沧州市献县": "pinyin"}
    assert found("Xian Xian") == {"沧州市献县": "pinyin"}


# laws over the whole table


def keys() -> dict[str, list[tuple[Level, int]]]:
    """The normalised names and who bears each, but for initials, which are a guess."""
    bearers = defaultdict(list)
    rows = opened().connection.execute("SELECT name, level, entity FROM names")
    for name, level, entity in rows:
        if level != "initials":
            bearers[name].append((level, entity))
    return bearers


# A bearer yields to those of a lower number.
STRENGTHS: dict[Level, int] = {
    "official": 0,
    "printed": 0,
    "short": 0,
    "alias": 2,
    "former": 3,
    "pinyin": 4,
}
SIZES: dict[EntityKind, int] = {"county": 1, "zone": 2, "area": 2}


ENDED = 10


def strength(key: str, level: Level, entity: int) -> int:
    """How strong a name is: the lower the number, the stronger.

    A county's short or former name yields to a larger region's, and its pinyin too. What has ended
    yields to what exists.
    """
    if entities()[entity].until is not None:
        return ENDED
    size = SIZES.get(entities()[entity].kind, 0)
    if level == "pinyin":
        return STRENGTHS[level] + size
    return STRENGTHS[level] + (level in ("short", "former") and size == 1)


def test_every_key_finds_its_entity_or_those_it_yields_to() -> None:
    lost = []
    for key, bearers in keys().items():
        hits = {hit.entity for hit in FINDER.names.find(key)}
        bearing = [pair for pair in bearers if pair[1] in hits]
        strongest = min((strength(key, *pair) for pair in bearing), default=ENDED)
        for level, entity in bearers:
            if entity not in hits and strength(key, level, entity) <= strongest:
                lost.append((key, level, entities()[entity].name))
    assert lost == []


def test_no_key_finds_what_does_not_bear_it() -> None:
    """But for what a body that has ended became."""
    foreign = []
    for key, bearers in keys().items():
        bearing = {entity for _level, entity in bearers}
        into = {e.id for id in bearing for s in opened().successions_of(id) for e in s.into}
        hits = {hit.entity for hit in FINDER.names.find(key)}
        foreign += [(key, name) for name in names(hits - bearing - into)]
    assert foreign == []


def lines_of_entities() -> list[dict[str, Any]]:
    lines = []
    for path in (DATA / "entities.yaml", *sorted((DATA / "entities").iterdir())):
        # All texts: a code is no number.
        file = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)
        for kind in ("regions", "bodies", "zones", "areas"):
            lines += file.get(kind, [])
    return lines


def test_every_written_name_finds_its_line() -> None:
    """The names of the files, by a way that is not the program's own."""
    line_of = defaultdict(list)
    for entity in entities().values():
        line_of[entity.code or entity.name].append(entity.name)
    missing = []
    for line in lines_of_entities():
        if line.get("until"):
            continue
        [full] = line_of[line.get("code", line["name"])]
        readings = line["pinyin"] if isinstance(line["pinyin"], list) else [line["pinyin"]]
        english = [line["english"]] if "english" in line else []
        for name in (line["name"], *line.get("aliases", ()), *english, *readings):
            hits = found(name)
            if full not in hits and full not in yielding(name):
                missing.append((full, name, list(hits)))
        for reading in readings:
            written = reading.replace(" ", "")
            if found(written.upper()).keys() != found(written).keys():
                missing.append((full, written.upper(), []))
    assert missing == []


def yielding(name: str) -> list[str]:
    return names(FINDER.names.yielding(name))


def test_every_printed_name_finds_its_entity() -> None:
    for placement in opened().placements():
        assert found(placement.name)[placement.entity] == "exact"


# The kinds of region that an ending claims.
CLAIMS = {
    "省": {"province"},
    "县": {"county"},
    "旗": {"county"},
    "市": {"province", "prefecture", "county"},
}
# Everyday names that end as if they claimed a kind.
NO_CLAIM = ("呼市", "哈市", "乌市")


def test_no_ending_is_bent() -> None:
    """What a name says it is, the entity it finds is: a whole name's ending is a claim."""
    for key, bearers in keys().items():
        for level, entity in bearers:
            if level not in ("former", "pinyin") and key[-1] in CLAIMS and key not in NO_CLAIM:
                assert entities()[entity].kind in CLAIMS[key[-1]], key


def test_no_other_ending_is_taken() -> None:
    """武汉县 is nobody's name, so it finds nobody."""
    bearers = keys()
    for entity in entities().values():
        if entity.kind in ("province", "prefecture", "county"):
            for ending in "省市县区州盟旗":
                name = entity.short + ending
                bearing = {id for _level, id in bearers.get(name, ())}
                assert {hit.entity for hit in FINDER.names.find(name)} <= bearing, name


# copying back: whatever govrank prints finds its entity


def bearers_of_english() -> dict[str, set[int]]:
    """Who bears an English name: by that name, or by pinyin that is written alike."""
    normalise = FINDER.names.normalise
    bearing = defaultdict(set)
    for entity in entities().values():
        if entity.english:
            bearing[normalise(entity.english)].add(entity.id)
    for key, bearers in keys().items():
        if key in bearing:
            bearing[key].update(id for _level, id in bearers)
    return bearing


def test_an_official_name_finds_it() -> None:
    assert [e.name for e in living() if list(found(e.name)) != [e.name]] == []
    ended = [e for e in entities().values() if e.until is not None]
    assert [e.name for e in ended if e.name not in found(e.name)] == []


def test_an_english_name_finds_it_and_only_who_bears_it_too() -> None:
    bearing = bearers_of_english()
    """Of what has ended only that is printed which has places: 宣武区 is not 玄武区."""
    wrong = []
    for entity in entities().values():
        if entity.english and (entity.until is None or entity.placements):
            hits = {hit.entity for hit in FINDER.names.find(entity.english)}
            others = bearing[FINDER.names.normalise(entity.english)]
            if entity.id not in hits or not hits <= others:
                wrong.append((entity.name, entity.english, names(hits)))
    assert wrong == []


def test_a_zone_is_found_by_its_name_in_an_overview() -> None:
    """Or else the city that bears that name, as Beijing among the zones does."""
    wrong = []
    for entity in living():
        if entity.kind == "zone" and entity.english:
            short = overview.ZONE_ENDINGS["en"].sub("", entity.english)
            hits = {hit.entity for hit in FINDER.names.find(short)}
            cities = {id for id in hits if entities()[id].kind in REGION_KINDS}
            if not hits or (entity.id not in hits and hits != cities):
                wrong.append((entity.name, short, names(hits)))
    assert wrong == []


BOTH = [
    "{name} {english}",
    "{english} {name}",
    "{english}  {name}",
    "{name}（{english}）",
    "{name} ({english})",
    "{english} ({name})",
    "{name}\t{english}",
]


@pytest.mark.parametrize("way", BOTH)
def test_both_names_together_find_it_alone(way: str) -> None:
    wrong = []
    for entity in living():
        if entity.english:
            text = way.format(name=entity.name, english=entity.english)
            hits = found(text)
            if list(hits) != [entity.name]:
                wrong.append((text, list(hits)))
    assert wrong == []


def test_both_names_of_what_has_ended_find_it() -> None:
    for entity in entities().values():
        if entity.until is not None and entity.english:
            assert entity.name in found(f"{entity.english} {entity.name}")


def test_a_printed_name_beside_the_english_one_finds_it() -> None:
    wrong = []
    for row in opened().placements():
        if row.english:
            for text in (f"{row.name} {row.english}", f"{row.english}  {row.name}"):
                if row.entity not in found(text):
                    wrong.append(text)
    assert wrong == []


# ways of writing

OFFICIAL = st.sampled_from([entity.name for entity in living()])
REGIONS = st.sampled_from(
    [e.name for e in living() if e.kind in ("province", "prefecture", "county")]
)
WAYS = st.sampled_from(
    [
        str,
        lambda name: "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in name),
        lambda name: "\u3000".join(name),
        lambda name: "\u200b".join(name),
        lambda name: name + "人民政府网站",
        lambda name: name + "政府门户网站",
        lambda name: f"（{name}）",
        lambda name: f"1. {name}",
        lambda name: f"一、{name}",
        lambda name: f"（3）{name}",
        lambda name: f"①{name}",
        lambda name: f"{name}[12]",
        lambda name: f"{name}①",
    ]
)
# Each takes away what makes a name one.
SPOILT = st.sampled_from(
    [
        lambda name: f"{name}2",
        lambda name: f"12{name}",
        lambda name: f"1. 2. {name}",
        lambda name: f"(1)(2){name}",
        lambda name: f"{name}（东部）",
        lambda name: f"{name}（副省长）",
        lambda name: f"{name}网",
        lambda name: f"网{name}",
        lambda name: f"www.{name}.gov.cn",
        lambda name: f"{name}.com",
        lambda name: f"{name}花桥街道",
        lambda name: f"{name}与{name}",
        lambda name: f"999999 {name}",
    ]
)


@given(OFFICIAL, WAYS)
def test_the_way_of_writing_does_not_matter(name: str, way: Callable[[str], str]) -> None:
    assert found(way(name)).keys() == found(name).keys()


@given(OFFICIAL, SPOILT)
def test_a_spoilt_name_is_nobodys(name: str, way: Callable[[str], str]) -> None:
    assert found(way(name)) == {}


def test_a_name_said_twice_means_the_same() -> None:
    """宁德市宁德市 is no 宁德市 of an earlier time that lay in 宁德市."""
    wrong = []
    for entity in living():
        for text in (f"{entity.name}{entity.name}", f"{entity.name},{entity.name}"):
            if list(found(text)) != [entity.name]:
                wrong.append((text, list(found(text))))
    assert wrong == []


@given(REGIONS, st.sampled_from(["人民政府办公厅", "人民政府办公室", "人民政府门户网站"]))
def test_the_office_of_a_region(name: str, office: str) -> None:
    assert list(found(name + office)) == [name]


@given(st.sampled_from([entity for entity in living() if entity.code]))
def test_codes(entity: Entity) -> None:
    for text in (f"{entity.code}", f"{entity.code}.0", f"{entity.code}000000"):
        assert list(found(text)) == [entity.name]
    assert list(found(f"{entity.code} {entity.name}")) == [entity.name]


@given(st.text())
def test_normalising_settles(text: str) -> None:
    normalise = FINDER.names.normalise
    once = normalise(text)
    assert normalise(once) == once
    assert all(character.isalnum() for character in once)


@given(st.text(max_size=80))
def test_any_text_is_answered(text: str) -> None:
    answer = FINDER.find(text, within=True)
    assert answer.empty == (not FINDER.names.normalise(text))
    if not answer.empty and not answer.rows:
        assert words.missing(answer, 2024)


def test_variants_are_not_names_of_their_own() -> None:
    variants = opened().variants()
    used = "".join(entity.name for entity in entities().values())
    assert not set(variants) & (set(variants.values()) | set(used))


def test_the_variants_of_the_file_are_all_read() -> None:
    file = yaml.safe_load((DATA / "entities.yaml").read_text(encoding="utf-8"))["variants"]
    assert len(file["from"]) == len(file["to"]) == len(set(file["from"]))
    assert opened().variants() == dict(zip(file["from"], file["to"], strict=True))


@pytest.mark.parametrize("looked_up", [0, 1, 2, 3, 4])
def test_names_are_like_one_by_its_rarest_characters(
    monkeypatch: pytest.MonkeyPatch, looked_up: int
) -> None:
    """As many as are looked up together, or the first, if it alone is of too many names."""
    spellings = opened().connection.execute("SELECT name, entity FROM spellings").fetchall()
    counts = {letter: sum(letter in name for name, _ in spellings) for letter in "安德宁平"}
    rarest = sorted(counts, key=lambda letter: (counts[letter], letter))
    assert rarest != sorted(counts)
    most = sum(counts[letter] for letter in rarest[:looked_up])
    used = set(rarest[: max(looked_up, 1)])
    for limit in (most, most + 1):
        monkeypatch.setattr("govrank.store.MOST_LOOKED_UP", limit)
        found = opened().spellings_like(sorted(counts), len(spellings))
        assert sorted(found) == sorted(row for row in spellings if used & set(row[0]))
    shared = [len(used & set(name)) for name, _ in found]
    assert shared == sorted(shared, reverse=True)


# what has ended


def test_a_merger_is_one_and_has_no_invented_rank() -> None:
    answer = finder("all").find("市场监管总局")
    assert {row.name for row in answer.rows} == {"市场监管总局"}
    former = {succession.former for succession in answer.successions}
    assert "国家质量监督检验检疫总局" in former
    assert [note for note in words.beside(answer, []) if "质量监督" in note]


def test_mergers_are_told_from_two_years_on() -> None:
    """And a former name that was asked for is told as well."""
    for years, told in (("2019", False), ("2018-2019", True), ("all", True)):
        answer = finder(years).find("市场监管总局")
        former = {succession.former for succession in answer.successions}
        assert ("国家质量监督检验检疫总局" in former) == told, years
    answer = finder("all").find("襄樊")
    assert [succession.former for succession in answer.successions] == ["襄樊"]


def test_the_name_of_several_lists_means_all_of_them() -> None:
    answer = FINDER.find("部委")
    assert {listing.category for listing in answer.lists} == set(opened().categories_named("部委"))
    assert {"ministries", "agencies"} <= {listing.category for listing in answer.lists}


# batches


def test_a_batch_is_brief() -> None:
    brief = finder(brief=True)
    assert not brief.find("襄樊").successions
    answer = brief.find("武汗")
    assert answer.near == ()
    assert words.missing(answer, 2024) == "no entity is named '武汗'"
    [hit] = brief.identifier.hits("海淀")
    haidian = brief.unplaced(hit.entity)
    assert haidian is not None
    assert (haidian.why, haidian.around, haidian.inside) == ("unpublished", [], [])


@pytest.mark.parametrize("name", ["gxb", "fgw", "知识", "湖新", "commerce", "经济技术"])
def test_a_batch_never_guesses(name: str) -> None:
    assert not BATCH.find(name).rows
    assert entities_of(BATCH.identifier, name)[0] == []


@pytest.mark.parametrize("label", ["taizhou", "suzhou", "yulin", "fuzhou", "shanxi"])
def test_a_batch_takes_no_address_that_means_several(label: str) -> None:
    """One question shows all whose address it may be, and a batch takes the name itself."""
    for text in (f"{label}.gov.cn", f"https://www.{label}.gov.cn/index.html"):
        assert len(entities_of(FINDER.identifier, text)[0]) > 1
        assert entities_of(BATCH.identifier, text)[0] == []
        nobody = f"govrank: no entity is named {text!r}\n"
        assert ask("find", "-", stdin=text.encode()) == ("", nobody, 1)
    assert len(entities_of(BATCH.identifier, label)[0]) > 1
    assert entities_of(BATCH.identifier, "www.wuhan.gov.cn")[0]


def test_a_long_batch_gives_what_a_short_one_gives() -> None:
    """Behind a thousand names, when all that is known is in memory."""
    asked = [*map(str, QUERIES), *(name for rule in MEANT.values() for name in rule)]
    asked += [name for rule in WRONG.values() for name in rule]
    thousand = [entity.name for entity in opened().entities()][:MANY]
    alone = [answers(asked[start : start + 500]) for start in range(0, len(asked), 500)]
    assert answers([*thousand, *asked]) == answers(thousand) + "".join(alone)


def asked_of_the_database(batch: Identifier, names: list[str]) -> int:
    """How many questions the database has to answer, so that these names can be."""
    statements: list[str] = []
    batch.expect(len(names))
    opened().connection.set_trace_callback(statements.append)
    for name in names:
        batch.hits(name)
    opened().connection.set_trace_callback(None)
    return len(statements)


@pytest.mark.parametrize(("smaller_by", "in_memory"), [(0, True), (1, False)])
def test_what_a_long_batch_asks_of_the_database(
    monkeypatch: pytest.MonkeyPatch, smaller_by: int, in_memory: bool
) -> None:
    """Nothing once a thousand names are expected, unless the dataset is too large to be held."""
    most = opened().entity_count() - smaller_by
    monkeypatch.setattr("govrank.ask.identify.MOST_IN_MEMORY", most)
    names = [entity.name for entity in opened().entities()]
    batch = Identifier(opened(), brief=True)
    assert asked_of_the_database(batch, names[: MANY - 1]) >= MANY - 1
    assert (asked_of_the_database(batch, names[MANY - 1 : MANY]) == 0) == in_memory
    assert (asked_of_the_database(batch, names[MANY : 2 * MANY]) == 0) == in_memory


def answers(names: list[str]) -> str:
    stdin = "\n".join(names).encode()
    return ask("entities", "-", "-f", "csv", "--no-header", stdin=stdin).out


WRITTEN = st.sampled_from(
    [*map(str, QUERIES), *(query for cases in CASES.values() for query, _ in cases)]
)


@settings(max_examples=max(25, settings().max_examples // 4))  # each asks up to 18 times
@given(st.lists(WRITTEN | OFFICIAL, min_size=1, max_size=8))
def test_a_batch_gives_what_single_questions_give(asked: list[str]) -> None:
    """But for what is guessed by initials or a part of a name, and the headings of lists."""
    asked = [name.strip() for name in asked if name.strip() not in ("", "-")]
    for command in ("find", "entities"):
        batch = ask(command, "-", "-f", "csv", "--no-header", stdin="\n".join(asked).encode())
        single = []
        for name in asked:
            if FINDER.names.find(name):
                single.append(ask(command, "-f", "csv", "--no-header", "--", name).out)
        assert batch.out == "".join(single)


# names that would take long


@pytest.mark.parametrize(
    "name",
    [
        "武汉" * 28,
        "武汉政府" * 15,
        "政府" * 50_000,
        "shanxi" * 9,
        "中国武汉国家级政府网" * 5,
        "国" * 9999,
        "国家" * 5000,
        "the" * 30 + "wuham",
        "wuham" + "ofchina" * 13,
    ],
    ids=lambda name: name[:10],
)
def test_a_name_that_repeats_itself_is_answered_at_once(name: str) -> None:
    """Taken apart at every place again and again, it would never be."""
    answer = finder().find(name)
    assert answer.rows == []
    assert words.missing(answer, 2024)
