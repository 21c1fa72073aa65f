"""A name is found however it is written, and never bent to what it does not say."""

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from govrank.data import load
from govrank.names import Normaliser
from tests.support import DATA, ROOT, finder

FINDER = finder()
QUERIES = yaml.safe_load((ROOT / "tests" / "queries.yaml").read_text(encoding="utf-8"))


@pytest.fixture(autouse=True)
def forget(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test is answered by what another one has found, and names are as a Chinese reads them."""
    monkeypatch.setattr("govrank.query.LANGUAGE", "zh")
    FINDER.names.find.cache_clear()


@pytest.mark.parametrize("query", QUERIES, ids=str)
def test_queries(query: str) -> None:
    expected: dict[str, Any] = QUERIES[query]
    answer = FINDER.find(str(query), within=False)
    said = " ".join([*answer.notes, *answer.missing])
    assert list(dict.fromkeys(row.name for row in answer.rows)) == expected.get("found", [])
    assert bool(answer.missing) == (not answer.rows)
    assert ("is a category" in said) == expected.get("list", False)
    assert ("no entity is named" in said) == expected.get("none", False)
    for known in expected.get("known", ()):
        assert f"{known} is not among the known places of 2024" in said
    near = said.partition("did you mean ")[2]
    for i, name in enumerate(expected.get("near", ())):
        assert name in near
        assert i or near.startswith(name)
    if "inside" in expected:
        rows = FINDER.find(str(query), within=True).rows
        inside = list(dict.fromkeys(row.name for row in rows if row.match == "within"))
        assert inside == expected["inside"]


# What is said of names that nobody has: the near ones, or nothing rather than far ones.
NEAR = {
    # too short, or with nothing in it that tells one name from another
    **dict.fromkeys(["武", "wu", "自治州", "冏汉", "42010", "南海区", "家市"], ""),
    "tra": "吐鲁番市, 税务总局, 铁路局",
    "tianjing": "天津市",
    "Gungzhou": "广州市, 贵州省, 赣州市",
    "guangdon": "广东省, 广安市",
    "汉武": "武汉武昌区",
    "武汗": "武汉市, 武汉武昌区, 成都市武侯区",
    "海南洲": "海南藏族自治州",
    "厦们": "厦门市",
    "兴市": "嘉兴市, 绍兴市",
    "林局": "林业和草原局",
    "保局": "国家医疗保障局, 生态环境部",
    "交通委": "交通运输部",
    "国家商务不": "商务部",
    "湖北税务": "湖北省, 税务总局",
    "湖北商务厅": "湖北省, 商务部",
    "湖北省商务": "湖北省, 商务部",
    "湖北省商务厅": "湖北省, 商务部",
    "四川省发展改革委": "发展改革委, 四川省",
    "北京市发改委": "北京市, 发展改革委, 北京经济技术开发区",
    "襄阳高新区": "襄阳市",
}


@pytest.mark.parametrize("name", NEAR)
def test_what_is_near(name: str) -> None:
    near = f"; did you mean {NEAR[name]}?" if NEAR[name] else ""
    assert FINDER.find(name).missing == [f"no entity is named {name!r}{near}"]


# How a name is found is told beside its rows.
MATCHES = {
    "武汉市": "exact",
    "武汉": "exact",  # as it was printed in 2012
    "江城": "alias",
    "发展改革委": "exact",
    "发改委": "alias",
    "wuhan": "pinyin",
    "wu3han4": "pinyin",
    "guojia fagaiwei": "pinyin",
    "gxb": "pinyin",
    "wuhan, hubei": "pinyin",
    "湖北wuhan": "pinyin",
    "hubei武汉": "pinyin",
    "湖北武汉": "alias",
    "武汉湖北": "alias",
    "武汉市经开区": "alias",
    "武汉国家级经开区": "alias",
    "武汉国家经开区": "alias",
    "中国武汉": "exact",
    "中国江城": "alias",
    "国家商务部": "exact",
    "武汉政府网": "exact",
    "Hubei Provincial People's Government": "pinyin",
    "The People's Government of Hubei Province": "pinyin",
    "知识": "contains",
    "湖新": "contains",
    "业园区": "contains",
    "comm": "contains",
}


@pytest.mark.parametrize("name", MATCHES)
def test_how_it_is_found(name: str) -> None:
    answer = FINDER.find(name)
    assert {row.match for row in answer.rows} == {MATCHES[name]}
    assert {row.query for row in answer.rows} == {name}
    assert answer.missing == []


def entities() -> list[tuple[str, dict[str, Any]]]:
    file = yaml.safe_load((DATA / "entities.yaml").read_text(encoding="utf-8"))
    return [(kind, one) for kind in ("regions", "bodies", "zones") for one in file[kind]]


ENTITIES = entities()


def found(name: str) -> dict[str, str]:
    hits = FINDER.names.find(FINDER.names.normalise(name))
    return {FINDER.data.entities[hit.entity].name: hit.match for hit in hits}


def test_every_key_of_an_entity_finds_it() -> None:
    for _kind, entity in ENTITIES:
        readings = entity["pinyin"] if isinstance(entity["pinyin"], list) else [entity["pinyin"]]
        [full] = [name for name, match in found(entity["name"]).items() if match == "exact"]
        assert full.endswith(entity["name"])
        english = [entity["english"]] if "english" in entity else []
        for name in (*entity.get("aliases", ()), *entity.get("former", ()), *english):
            assert full in found(str(name)), name
        for reading in readings:
            assert full in found(reading), reading
            assert full in found(reading.replace(" ", "").upper()), reading


def test_every_printed_name_finds_its_entity() -> None:
    for placement in FINDER.data.placements:
        assert found(placement.name)[placement.entity] == "exact"


def test_no_ending_is_bent() -> None:
    """What a name says it is, the entity it finds is: a whole name's ending is a claim."""
    kinds = {"省": {"province"}, "县": {"county"}, "市": {"province", "prefecture", "county"}}
    by_index = FINDER.data.entities
    for level in ("exact", "alias"):
        for key, indexes in FINDER.data.keys[level].items():
            for index in indexes:
                if key[-1] in kinds and key not in ("呼市", "哈市", "乌市"):
                    assert by_index[index].kind in kinds[key[-1]], key


def test_the_regions_are_complete() -> None:
    kinds = [entity.kind for entity in FINDER.data.entities]
    assert kinds.count("province") == 34
    assert kinds.count("prefecture") == 333


WAYS = st.sampled_from(
    [
        str,
        lambda name: "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in name),
        lambda name: "\u3000".join(name),
        lambda name: "\u200b".join(name),
        lambda name: name + "人民政府网站",
        lambda name: name + "政府门户网站",
        lambda name: f"（{name}）",
    ]
)


@given(st.sampled_from([one["name"] for _, one in ENTITIES]), WAYS)
def test_the_way_of_writing_does_not_matter(name: str, way: Any) -> None:
    assert found(way(name)).keys() == found(name).keys()


@given(st.text())
def test_normalising_settles(text: str) -> None:
    normalise = Normaliser(FINDER.data.variants)
    once = normalise(text)
    assert normalise(once) == once
    assert all(character.isalnum() for character in once)


@given(st.text(max_size=80))
def test_any_text_is_answered(text: str) -> None:
    if FINDER.names.normalise(text):
        answer = FINDER.find(text, within=True)
        assert bool(answer.rows) != bool(answer.missing)


def test_variants_are_not_names_of_their_own() -> None:
    variants, usual = load().variants
    assert len(variants) == len(usual)
    names = "".join(entity.name for entity in load().entities)
    assert not set(variants) & (set(usual) | set(names))


def test_a_merger_is_one_and_has_no_invented_rank() -> None:
    answer = finder("all").find("市场监管总局")
    assert {row.name for row in answer.rows} == {"市场监管总局"}
    assert [note for note in answer.notes if "质检总局" in note or "质量监督" in note]


def test_a_batch_is_brief() -> None:
    from govrank.query import Finder

    data = load()
    brief = Finder(data, [2024], [], brief=True)
    assert not brief.find("襄樊").notes
    assert brief.find("武汗").missing == ["no entity is named '武汗'"]


@pytest.mark.parametrize(
    "name",
    [
        "武汉" * 28,
        "武汉政府" * 15,
        "政府" * 50_000,
        "shanxi" * 9,
        "中国武汉国家级政府网" * 5,
        "国" * 9999,
    ],
    ids=lambda name: name[:10],
)
def test_a_name_that_repeats_itself_is_answered_at_once(name: str) -> None:
    """Taken apart at every place again and again, it would never be."""
    assert finder().find(name).missing
