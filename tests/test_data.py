"""The dataset: what was announced is in it to the letter, and what does not hold is refused."""

import json
import re
from pathlib import Path

import pytest

import govrank
from govrank import store
from govrank.dataset import BUNDLED, open_store
from govrank.models import Listing, Placement
from govrank.names.spelling import romanised
from tests.support import DATA, ENTITIES, FOLDER, ROOT, ask, opened, shell, write

# The ten ranked lists of the announcement of 20 December 2024, in its order; / ties.
ANNOUNCED = {
    "ministries": (
        "商务部、交通运输部、工业和信息化部/水利部、科学技术部、文化和旅游部、农业农村部、"
        "卫生健康委、自然资源部、发展改革委、生态环境部"
    ),
    "agencies": (
        "税务总局、海关总署/市场监管总局、药监局、体育总局、铁路局、林业和草原局、"
        "统计局/民航局、知识产权局、烟草专卖局、气象局"
    ),
    "municipalities": "北京市、上海市、重庆市、天津市",
    "provinces": (
        "浙江省/福建省、广西壮族自治区/四川省、贵州省、安徽省、湖北省、云南省、广东省、"
        "江西省、海南省、江苏省"
    ),
    "subprovincial": (
        "厦门市、武汉市/成都市、深圳市、青岛市、哈尔滨市、沈阳市、宁波市、杭州市、济南市、"
        "大连市/广州市"
    ),
    "capitals": (
        "武汉市/成都市、南宁市/贵阳市、长沙市、哈尔滨市、福州市、南昌市、沈阳市、杭州市、"
        "济南市、广州市"
    ),
    "prefectures": (
        "宁德市/佛山市、苏州市、无锡市/柳州市、温州市、宜昌市、泉州市、襄阳市、铜陵市、"
        "马鞍山市/荆门市、六安市"
    ),
    "counties": (
        "深圳罗湖区、武汉江岸区/佛山禅城区、武汉武昌区、潍坊寿光市、佛山顺德区、深圳坪山区、"
        "湖北仙桃市、宁德霞浦县、泉州晋江市、温州瓯海区"
    ),
    "etdz": (
        "苏州工业园区、北京经济技术开发区、天津经济技术开发区、望城经济技术开发区、"
        "成都经济技术开发区、长沙经济技术开发区、东侨经济技术开发区、芜湖经济技术开发区、"
        "武汉经济技术开发区、增城经济技术开发区"
    ),
    "hitech": (
        "杭州高新技术产业开发区、珠海高新技术产业开发区、武汉东湖新技术开发区、"
        "佛山高新技术产业开发区、中关村科技园区、长沙高新技术产业开发区、"
        "南宁高新技术产业开发区、肇庆高新技术产业开发区、济宁高新技术产业开发区、"
        "重庆高新技术产业开发区"
    ),
}


@pytest.mark.parametrize("category", ANNOUNCED)
def test_the_lists_are_as_announced(category: str) -> None:
    rows = json.loads(ask("top", "-c", category, "-n", "100", "--json").out)
    places = [names.split("/") for names in ANNOUNCED[category].split("、")]
    assert [(row["rank"], row["tied"], row["name"]) for row in rows] == [
        (rank, len(names) > 1, name) for rank, names in enumerate(places, 1) for name in names
    ]


TABLES = re.findall(r"CREATE TABLE (\w+)", store.SCHEMA)


def listings() -> list[Listing]:
    return opened().listings(opened().years())


def test_2024_is_whole() -> None:
    lists = [listing for listing in listings() if listing.year == 2024]
    assert len(lists) == 18
    assert sum(listing.known_places for listing in lists) == 94
    assert sum(listing.known_entities for listing in lists if listing.kind == "ranked") == 107


def places(year: int, category: str) -> dict[str, int | None]:
    return {
        p.name: p.rank for p in opened().placements() if (p.year, p.category) == (year, category)
    }


def test_ranks_are_as_printed_not_as_counted() -> None:
    assert places(2012, "subprovincial")["广州"] == 3  # after two tied first
    assert list(places(2014, "bodies").values())[8:11] == [9, 9, 11]
    assert list(places(2022, "ministries").values())[3:6] == [4, 4, 5]
    assert len(places(2022, "ministries")) == 17
    known = {listing[:2]: listing.known_places for listing in listings()}
    assert known[2012, "subprovincial"] == known[2024, "subprovincial"] == 10
    assert known[2014, "bodies"] == 22
    assert max(filter(None, places(2022, "ministries").values())) == 15
    years = {
        p.year for p in opened().placements() if (p.entity, p.category) == ("武汉市", "capitals")
    }
    assert years == {2010, 2012, 2015, 2018, 2019, 2020, 2024}


def test_the_populations_are_told_apart() -> None:
    in_2018 = {listing.category for listing in listings() if listing.year == 2018}
    assert "provinces-all" in in_2018
    assert not {"provinces", "municipalities"} & in_2018


def test_every_placement_has_its_source_and_every_tie_is_whole() -> None:
    ids = {source.source for source in opened().sources()}
    assert {placement.source for placement in opened().placements()} <= ids
    ranks: dict[tuple[int, str, int], list[Placement]] = {}
    for placement in opened().placements():
        if placement.rank is not None:
            key = (placement.year, placement.category, placement.rank)
            ranks.setdefault(key, []).append(placement)
    for tied in ranks.values():
        assert {p.tied for p in tied} <= ({True, None} if len(tied) > 1 else {False, None})


def test_alone_at_a_rank_is_not_tied_only_where_the_source_goes_on() -> None:
    def tied(year: int, category: str, rank: int) -> set[bool | None]:
        return {
            p.tied
            for p in opened().placements()
            if (p.year, p.category, p.rank) == (year, category, rank)
        }

    assert tied(2024, "prefectures", 10) == {False}
    assert tied(2018, "subprovincial", 8) == {False}  # told by two sources, one after the other
    assert tied(2022, "agencies", 5) == {True}
    assert tied(2022, "agencies", 6) == {None}  # where the page breaks off
    assert tied(2020, "prefectures", 5) == {None}  # a single fact
    assert tied(2020, "subprovincial", 3) == {None}  # two sources, two names


def test_the_compiled_dataset_is_its_yaml() -> None:
    """What an installed govrank reads is what the folder says, row by row."""
    compiled, folder = opened().connection, open_store(DATA).connection
    tables = "SELECT name, sql FROM sqlite_schema ORDER BY name"
    assert list(compiled.execute(tables)) == list(folder.execute(tables))
    for table in TABLES:
        rows = f"SELECT * FROM {table}"
        assert list(compiled.execute(rows)) == list(folder.execute(rows)), table


def test_a_source_tree_needs_no_compiled_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("govrank.dataset.BUNDLED", f"no-{BUNDLED}")
    monkeypatch.setattr("govrank.dataset.SOURCE", DATA)
    assert list(open_store().placements()) == list(opened().placements())


def test_compiling_is_reproducible(tmp_path: Path) -> None:
    for seed in ("1", "2"):  # of the order in which sets are gone through
        shell(f"govrank check {DATA} --compile {tmp_path / seed}", PYTHONHASHSEED=seed)
    assert (tmp_path / "1").read_bytes() == (tmp_path / "2").read_bytes()


def test_grown_data_holds_too(tmp_path: Path) -> None:
    """What the benchmark measures growth by."""
    grown = shell(f"python {ROOT}/benchmarks/grow.py {DATA} 2 {tmp_path}; govrank check {tmp_path}")
    assert (grown.stdout, grown.stderr, grown.returncode) == (b"", b"", 0)


def test_how_names_of_places_are_spelt() -> None:
    for pinyin, spelt in (
        ("wu han", "Wuhan"),
        ("xi an", "Xi'an"),
        ("lu e", "Lu'e"),
        ("yi ou", "Yi'ou"),
        ("lv liang", "Lüliang"),
        ("lin lv", "Linlü"),
        ("nv er", "Nü'er"),
        ("", ""),
    ):
        assert romanised(pinyin.split()) == spelt


@pytest.mark.parametrize(
    ("name", "pinyin", "english"),
    [
        ("江岸区", "jiang an", "Jiang'an District"),
        ("单县", "shan xian", "Shan County"),  # the pinyin of the whole name
        ("长阳土家族自治县", "chang yang", "Changyang Tujia Autonomous County"),
        ("景谷傣族彝族自治县", "jing gu", "Jinggu Dai and Yi Autonomous County"),
        ("新平彝族傣族苗族自治县", "xin ping", "Xinping Yi, Dai and Miao Autonomous County"),
        ("莫力达瓦达斡尔族自治旗", "mo li da wa", "Molidawa Daur Autonomous Banner"),
        # no ending that is known
        ("江岸", "jiang an", "Jiang'an"),
    ],
)
def test_the_english_name_of_a_county(tmp_path: Path, name: str, pinyin: str, english: str) -> None:
    line = "{name: 江岸区, code: 420102, pinyin: jiang an}"
    county = f"{{name: {name}, code: 420102, pinyin: {pinyin}}}"
    known = FOLDER[ENTITIES].replace(line, county)
    data = govrank.load(write(tmp_path / "data", **{ENTITIES: known}))
    [row] = data.entities(f"武汉市{name}")
    assert (row.entity, row.english) == (f"武汉市{name}", english)


@pytest.mark.parametrize(
    ("english", "found"),
    [
        ("Kiangan District", {"Kiangan District", "Kiangan", "Kiangan Qu"}),
        ("Kiangan City", {"Kiangan City"}),  # which is no kind of a 区
        ("Kiangan", {"Kiangan District", "Kiangan", "Kiangan Qu"}),
    ],
)
def test_an_english_name_is_taken_apart_where_it_says_the_kind(
    tmp_path: Path, english: str, found: set[str]
) -> None:
    known = FOLDER[ENTITIES].replace("jiang an}", f"jiang an, english: {english}}}")
    data = govrank.load(write(tmp_path / "data", **{ENTITIES: known}))
    endings = ("", " District", " Qu", " City", " Shi")
    asked = [f"Kiangan{ending}" for ending in endings]
    assert {name for name in asked if data.entities(name)} == found
    assert [row.english for row in data.entities("江岸区")] == [english]


def test_nothing_in_the_data_is_dead() -> None:
    """Every source and every category is in use, and every edition's file is read."""
    used = {placement.source for placement in opened().placements()}
    for listing in listings():
        used |= {listing.source, *listing.confirmed}
    assert {source.source for source in opened().sources()} == used
    held = {listing.category for listing in listings()}
    assert {category.category for category in opened().categories()} == held
    years = {int(path.stem) for path in (DATA / "editions").iterdir()}
    assert {listing.year for listing in listings()} == years
    groups = {category.group for category in opened().categories()}
    assert {group.group for group in opened().groups()} == groups
