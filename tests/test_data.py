"""The dataset: what was announced is in it to the letter, and what does not hold is refused."""

import json
import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from govrank import data, query
from govrank.compile import Compiler, compile_folder
from govrank.models import GovrankError, Placement
from tests.support import DATA, ask, shell

# The ten ranked lists of the announcement of 20 December 2024, in its order; / ties.
ANNOUNCED = {
    "ministries": "商务部、交通运输部、工业和信息化部/水利部、科学技术部、文化和旅游部、农业农村部、卫生健康委、自然资源部、发展改革委、生态环境部",
    "agencies": "税务总局、海关总署/市场监管总局、药监局、体育总局、铁路局、林业和草原局、统计局/民航局、知识产权局、烟草专卖局、气象局",
    "municipalities": "北京市、上海市、重庆市、天津市",
    "provinces": "浙江省/福建省、广西壮族自治区/四川省、贵州省、安徽省、湖北省、云南省、广东省、江西省、海南省、江苏省",
    "subprovincial": "厦门市、武汉市/成都市、深圳市、青岛市、哈尔滨市、沈阳市、宁波市、杭州市、济南市、大连市/广州市",
    "capitals": "武汉市/成都市、南宁市/贵阳市、长沙市、哈尔滨市、福州市、南昌市、沈阳市、杭州市、济南市、广州市",
    "prefectures": "宁德市/佛山市、苏州市、无锡市/柳州市、温州市、宜昌市、泉州市、襄阳市、铜陵市、马鞍山市/荆门市、六安市",
    "counties": "深圳罗湖区、武汉江岸区/佛山禅城区、武汉武昌区、潍坊寿光市、佛山顺德区、深圳坪山区、湖北仙桃市、宁德霞浦县、泉州晋江市、温州瓯海区",
    "etdz": "苏州工业园区、北京经济技术开发区、天津经济技术开发区、望城经济技术开发区、成都经济技术开发区、长沙经济技术开发区、东侨经济技术开发区、芜湖经济技术开发区、武汉经济技术开发区、增城经济技术开发区",
    "hitech": "杭州高新技术产业开发区、珠海高新技术产业开发区、武汉东湖新技术开发区、佛山高新技术产业开发区、中关村科技园区、长沙高新技术产业开发区、南宁高新技术产业开发区、肇庆高新技术产业开发区、济宁高新技术产业开发区、重庆高新技术产业开发区",
}  # fmt: skip


@pytest.mark.parametrize("category", ANNOUNCED)
def test_the_lists_are_as_announced(capsys: pytest.CaptureFixture[str], category: str) -> None:
    rows = json.loads(ask(capsys, "top", "-c", category, "-n", "100", "--json").out)
    places = [names.split("/") for names in ANNOUNCED[category].split("、")]
    assert [(row["rank"], row["tied"], row["name"]) for row in rows] == [
        (rank, len(names) > 1, name) for rank, names in enumerate(places, 1) for name in names
    ]


def test_2024_is_whole() -> None:
    lists = [listing for listing in data.load().lists if listing.year == 2024]
    assert len(lists) == 18
    assert sum(listing.known_places for listing in lists) == 94
    assert sum(listing.known_entities for listing in lists if listing.kind == "ranked") == 107


def places(year: int, category: str) -> dict[str, int | None]:
    return {
        p.name: p.rank for p in data.load().placements if (p.year, p.category) == (year, category)
    }


def test_ranks_are_as_printed_not_as_counted() -> None:
    assert places(2012, "subprovincial")["广州"] == 3  # after two tied first
    assert list(places(2014, "bodies").values())[8:11] == [9, 9, 11]
    assert list(places(2022, "ministries").values())[3:6] == [4, 4, 5]
    assert len(places(2022, "ministries")) == 17
    assert max(filter(None, places(2022, "ministries").values())) == 15
    years = {
        p.year for p in data.load().placements if (p.entity, p.category) == ("武汉市", "capitals")
    }
    assert years == {2010, 2012, 2015, 2018, 2019, 2020, 2024}


def test_the_populations_are_told_apart() -> None:
    in_2018 = {listing.category for listing in data.load().lists if listing.year == 2018}
    assert "provinces-all" in in_2018
    assert not {"provinces", "municipalities"} & in_2018


def test_every_placement_has_its_source_and_every_tie_is_whole() -> None:
    dataset = data.load()
    ids = {source.source for source in dataset.sources}
    assert {placement.source for placement in dataset.placements} <= ids
    ranks: dict[tuple[int, str, int], list[Placement]] = {}
    for placement in dataset.placements:
        if placement.rank is not None:
            key = (placement.year, placement.category, placement.rank)
            ranks.setdefault(key, []).append(placement)
    for tied in ranks.values():
        assert {p.tied for p in tied} <= ({True, None} if len(tied) > 1 else {False, None})


def test_alone_at_a_rank_is_not_tied_only_where_the_source_goes_on() -> None:
    def tied(year: int, category: str, rank: int) -> set[bool | None]:
        return {
            p.tied
            for p in data.load().placements
            if (p.year, p.category, p.rank) == (year, category, rank)
        }

    assert tied(2024, "prefectures", 10) == {False}
    assert tied(2018, "subprovincial", 8) == {False}  # told by two sources, one after the other
    assert tied(2022, "agencies", 5) == {True}
    assert tied(2022, "agencies", 6) == {None}  # where the page breaks off
    assert tied(2020, "prefectures", 5) == {None}  # a single fact
    assert tied(2020, "subprovincial", 3) == {None}  # two sources, two names


def test_the_compiled_dataset_is_its_yaml() -> None:
    """What an installed govrank reads is what the folder says, part by part."""
    assert data.COMPILED.exists() or data.SOURCE.exists()
    bundled, folder = data.load(), data.load(DATA)
    for part in ("categories", "lists", "placements", "sources", "scales", "entities", "variants"):
        assert getattr(bundled, part) == getattr(folder, part)
    for level in ("exact", "alias", "pinyin", "initials"):
        assert bundled.keys[level] == folder.keys[level]


def test_a_source_tree_needs_no_compiled_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(data, "COMPILED", Path("/nowhere"))
    monkeypatch.setattr(data, "SOURCE", DATA)
    assert data.load().placements == data.load(DATA).placements


def test_compiling_is_reproducible(tmp_path: Path) -> None:
    for seed in ("1", "2"):  # of the order in which sets are gone through
        shell(f"govrank check {DATA} --compile {tmp_path / seed}", PYTHONHASHSEED=seed)
    assert (tmp_path / "1").read_bytes() == (tmp_path / "2").read_bytes()


def test_nothing_in_the_data_is_dead() -> None:
    """Every source and every category is in use, and every edition's file is read."""
    used = "".join(path.read_text(encoding="utf-8") for path in (DATA / "editions").iterdir())
    for source in data.load().sources:
        assert re.search(rf"\b{source.source}\b", used), source
    for category in data.load().categories:
        assert re.search(rf"^  {category}:", used, re.MULTILINE), category


Edit = Callable[[str], str]


def replace(old: str, new: str) -> Edit:
    return lambda text: text.replace(old, new, 1)


FAULTS = [
    ("editions/2024.yaml", replace("year: 2024", "year: 2024\nyears: 2024"), ":2: 'years' is no key here"),
    ("editions/2024.yaml", replace("number: 23", "number: 23\nnumber: 23"), ":3: 'number' is there twice"),
    ("editions/2024.yaml", replace("number: 23\n", ""), ":1: 'number' is missing"),
    ("editions/2024.yaml", replace("number: 23", "number: x"), "'x' should be a whole number above 0"),
    ("editions/2024.yaml", replace("      2: [交通运输部]", "      1: [交通运输部]"), "'1' is there twice"),
    ("editions/2024.yaml", replace("      5: [文化和旅游部]", "      3: [文化和旅游部]"), "'3' is there twice"),
    ("editions/2024.yaml", replace("      2: [交通运输部]", "      9: [交通运输部]"), "rank 3 goes back"),
    ("editions/2024.yaml", replace("      10: [生态环境部]", "      16: [生态环境部]"), "beyond the 15 places"),
    ("editions/2012.yaml", replace("      8: [陕西]", "      7: [陕西]"), "rank 7 does not follow in competition"),
    ("editions/2024.yaml", replace("[交通运输部]", "[商务部]"), "'商务部' is in this list twice"),
    ("editions/2024.yaml", replace("[交通运输部]", "[交通部门]"), "'交通部门' means no entity"),
    ("editions/2024.yaml", replace("[六安市]", "[苏州工业园区]"), "means no entity"),
    ("editions/2024.yaml", replace("[六安市]", "[六\u202e安市]"), "has the character U+202E"),
    ("editions/2024.yaml", replace("[六安市]", '["六安市\\u200b"]'), "has the character U+200B"),
    ("editions/2024.yaml", replace("[六安市]", '["六安市\\e[31m"]'), "has the character U+001B"),
    ("editions/2024.yaml", replace("[六安市]", "[[六安市]]"), "should be a text"),
    ("editions/2024.yaml", replace("[六安市]", "六安市"), "should be a list"),
    ("editions/2024.yaml", replace("[六安市]", "{六安市: 9x}"), "'9x' should be a number"),
    ("editions/2024.yaml", replace("[六安市]", '[""]'), "is empty"),
    ("editions/2024.yaml", replace("[商务部]", "&a [商务部]\n      2: *a"), "is an alias; write it out"),
    ("editions/2024.yaml", replace("source: terton2024", "source: nobody"), "'nobody' is no source"),
    ("editions/2024.yaml", replace("  ministries:", "  ministers:"), "'ministers' is no category"),
    ("editions/2024.yaml", replace("rest: pictures", "rest: gone"), "'gone' is none of pictures"),
    ("editions/2024.yaml", replace("优秀级: 85", "优秀级: 97"), "'97' should be a bound below 95"),
    ("editions/2024.yaml", replace("准备级: ~", "准备级: 1"), "the lowest tier should have ~"),
    ("editions/2024.yaml", replace("year: 2024", "year: 2025"), "2025 should be the year that names"),
    ("editions/2024.yaml", lambda text: text + "\n- [", "is not YAML"),
    ("editions/2024.yaml", lambda text: "", "is empty"),
    ("editions/2024.yaml", lambda text: text + "? [a]\n: b\n", "should be a text"),
    ("editions/2024.yaml", lambda text: text.replace("[六安市]", "[六\x07安市]"), "is not YAML"),
    ("categories.yaml", replace("label: 其他部门", "label: 组成部门"), "is another category's"),
    ("categories.yaml", replace("kind: ranked", "kind: listed"), "'listed' is none of ranked"),
    ("categories.yaml", replace("group: 部委", "group: 部委\n  group: 省级"), "'group' is there twice"),
    ("entities.yaml", replace("code: 110000", "code: 11000"), "should be a code of six digits"),
    ("entities.yaml", replace("code: 420100", "code: 110000"), "and no other's"),
    ("entities.yaml", replace("aliases: [江城]", "aliases: [羊城]"), "'羊城' names 武汉市 and 广州市"),
    ("entities.yaml", replace("shared: [吉林", "shared: [武汉, 吉林"), "'武汉' is declared shared"),
    ("entities.yaml", replace("in: 宁德市", "in: 宁得市"), "'宁得市' should be the official name"),
    ("entities.yaml", replace("  from: 専", "  from: "), "from and to are not of the same length"),
    ("entities.yaml", replace("name: 武汉市", "name: 北京市"), "'北京市' is there twice"),
    ("entities.yaml", lambda text: re.sub(r"  - .*name: 河北省.*\n", "", text), "must stand before it"),
    ("sources.yaml", replace("kind: reprint", "kind: hearsay"), "'hearsay' is none of official"),
]  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(DATA, tmp_path / "data"))


@pytest.mark.parametrize(("name", "edit", "message"), FAULTS, ids=[f[2] for f in FAULTS])
def test_what_does_not_hold_is_refused(
    capsys: pytest.CaptureFixture[str], folder: Path, name: str, edit: Edit, message: str
) -> None:
    file = folder / name
    text = file.read_text(encoding="utf-8")
    assert edit(text) != text
    file.write_text(edit(text), encoding="utf-8")
    checked = ask(capsys, "check", str(folder))
    assert (checked.out, checked.code) == ("", 3)
    assert re.search(rf"{name}:\d+: ", checked.err)
    assert message in checked.err
    used = ask(capsys, "top", "--data", str(folder))
    assert (used.out, used.code, used.err.count("\n")) == ("", 3, 1)


def test_check_names_every_fault_not_only_the_first(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    file = folder / "editions" / "2024.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("六安市", "六安").replace("[商务部]", "[商部]"), encoding="utf-8")
    (folder / "editions" / "2003.yaml").write_text("{", encoding="utf-8")
    err = ask(capsys, "check", str(folder)).err
    line = text[: text.index("[商务部]")].count("\n") + 1
    assert [fault.partition(": ")[0] for fault in err.replace("govrank: ", "").splitlines()] == [
        f"{folder}/editions/2003.yaml:1",
        f"{folder}/editions/2024.yaml:{line}",
    ]
    assert "'商部' means no entity" in err
    assert ask(capsys, "top", "--data", str(folder)).err.endswith("(and 1 more)\n")


@pytest.mark.parametrize("name", ["categories.yaml", "sources.yaml", "entities.yaml"])
def test_what_leans_on_an_unreadable_file_is_not_blamed(
    capsys: pytest.CaptureFixture[str], folder: Path, name: str
) -> None:
    (folder / name).unlink()
    err = ask(capsys, "check", str(folder)).err
    assert err == f"govrank: {folder}/{name}:1: cannot be read: No such file or directory\n"


def test_bytes_that_are_no_utf8(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    (folder / "sources.yaml").write_bytes("来源".encode("gbk"))
    assert "sources.yaml:1: is not UTF-8" in ask(capsys, "check", str(folder)).err


def test_without_the_c_loader(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    compiler = Compiler(DATA)
    compiler.compile()
    assert compiler.faults == []


def test_ones_own_data_compiled(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    compiled = folder.with_name("mine.json")
    assert ask(capsys, "check", str(folder), "--compile", str(compiled)) == ("", "", 0)
    words = ("top", "-c", "地市", "-n", "1", "-q")
    assert ask(capsys, *words, "--data", str(compiled)) == ask(capsys, *words)
    damaged = compiled.read_text(encoding="utf-8").replace("商务部", "商业部")
    compiled.write_text(damaged, encoding="utf-8")
    result = ask(capsys, *words, "--data", str(compiled))
    assert (result.out, result.code) == ("", 3)
    assert "is neither a data folder nor compiled from one" in result.err


def test_a_folder_without_editions(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    shutil.rmtree(folder / "editions")
    words = ("--data", str(folder))
    assert ask(capsys, "top", "--json", *words) == ("[]\n", "", 0)
    assert ask(capsys, "categories", "--json", *words).out == "[]\n"
    assert ask(capsys, "find", "武汉", *words).code == 1
    assert ask(capsys, "tier", "88", *words).code == 2
    for table in ("top", "categories", "regions", "sources"):
        assert ask(capsys, table, *words).code == 0


def test_folder_of_check_defaults_to_the_source(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("govrank.cli.SOURCE", DATA)
    assert ask(capsys, "check") == ("", "", 0)


def test_a_fault_is_found_by_its_line() -> None:
    with pytest.raises(GovrankError, match=r"categories\.yaml:1: cannot be read") as caught:
        compile_folder(Path("/nowhere"))
    assert caught.value.exit_code == 3


HOSTILE = [
    (lambda file: file.write_text("[" * 20 + "]" * 20), "is nested too deep"),
    # How many levels the library itself refuses depends on its version.
    (lambda file: file.write_text("[" * 100_000), "is (nested too deep|not YAML: .* depth)"),
    (lambda file: file.write_text("a: &a [x]\n" + "b: [" + "*a," * 99_999 + "]"), "is an alias"),
    (lambda file: file.write_text("a: 1\n---\nb: 1\n"), "has more than one document"),
    (lambda file: file.write_bytes(b"\0" * 1000), "is not YAML"),
    (lambda file: os.truncate(file, 100 << 20), "is larger than 64 MB"),
    (lambda file: (file.unlink(), file.mkdir()), "is no file"),
    (lambda file: [file.unlink(), os.mkfifo(file)], "is no file"),  # type: ignore[func-returns-value]
    (lambda file: (file.unlink(), file.symlink_to("/etc/passwd")), "leads out of the folder"),
    (lambda file: (file.unlink(), file.symlink_to(file)), "cannot be read"),
]


@pytest.mark.parametrize(("damage", "message"), HOSTILE, ids=[h[1] for h in HOSTILE])
def test_hostile_files(
    capsys: pytest.CaptureFixture[str], folder: Path, damage: Callable[[Path], object], message: str
) -> None:
    damage(folder / "editions" / "2003.yaml")
    checked = ask(capsys, "check", str(folder))
    assert checked.code == 3
    # What cannot be read at all has no other fault.
    assert re.fullmatch(rf"govrank: {folder}/editions/2003\.yaml:[12]: {message}.*\n", checked.err)
    used = ask(capsys, "find", "武汉", "--data", str(folder))
    assert (used.out, used.code, used.err.count("\n")) == ("", 3, 1)


def test_a_compiled_file_that_is_none(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "mine.json"
    for text in ("", "[]", "{}", "null", "1\n2", '{"version": 1}', "[" * 100_000, "\ud800"):
        file.write_bytes(text.encode(errors="surrogatepass"))
        result = ask(capsys, "top", "--data", str(file))
        assert (result.out, result.code, result.err.count("\n")) == ("", 3, 1)


SMALL = {
    "categories.yaml": """\
places: {label: 地市, group: 城市, kind: ranked, of: [prefecture], who: {zh: 城市, en: cities}}
levels: {label: 省级, group: 省级, kind: tiered, of: [province], who: {zh: 省, en: provinces}, aliases: [省]}
prizes: {label: 案例, group: 案例, kind: award, who: {zh: 案例, en: cases}}
""",
    "sources.yaml": """\
one: {publisher: nobody, title: none, date: 2025-01-01, kind: press, url: ~}
two: {publisher: nobody, title: none, date: ~, kind: local, url: https://example.org, note: x}
""",
    "entities.yaml": """\
shared: [海南]
variants: {from: 漢, to: 汉}
regions:
  - {name: 湖北省, code: 420000, pinyin: hu bei, aliases: [鄂]}
  - {name: 武汉市, code: 420100, pinyin: wu han}
  - {name: 襄阳市, code: 420600, pinyin: xiang yang, former: {襄樊市: 2010}}
  - {name: 海南省, code: 460000, pinyin: hai nan}
  - {name: 青海省, code: 630000, pinyin: qing hai}
  - {name: 海南藏族自治州, code: 632500, pinyin: hai nan}
bodies:
  - {name: 国家林业局, pinyin: [lin ye ju], english: Forestry, until: 2018, into: 国家林草局}
  - {name: 国家林草局, pinyin: [lin cao ju]}
zones:
  - {name: 武汉经济技术开发区, in: 武汉市, pinyin: wu han jing kai qu}
""",
    "editions/2025.yaml": """\
year: 2025
number: ~
published: 2025-01-01
tiers: {source: one, full_marks: 110, from: {卓越级: 95, 优秀级: 85, 准备级: ~}}
lists:
  places:
    title: 地市网站
    source: one
    confirmed: [two]
    listed: 10
    rest: cut
    numbering: competition
    note: {zh: 注, en: note}
    places:
      1: [武汉, 襄樊市]
      3: {海南州: 88.5}
  levels:
    title: 省级
    source: two
    tiers: {优秀级: [湖北]}
    more: {one: {优秀级: [海南]}}
  prizes: {title: 案例, source: one, named: [林业局]}
""",
}


def write_small(folder: Path, name: str, text: str) -> Path:
    for file, content in {**SMALL, name: text}.items():
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_text(content, encoding="utf-8")
    return folder


def test_the_small_folder_holds(tmp_path: Path) -> None:
    dataset = data.load(write_small(tmp_path, "sources.yaml", SMALL["sources.yaml"]))
    assert [(p.rank, p.tied, p.tier, p.score, p.entity) for p in dataset.placements] == [
        (1, True, None, None, "武汉市"),
        (1, True, None, None, "襄阳市"),
        (3, None, None, 88.5, "海南藏族自治州"),
        (None, None, "优秀级", None, "湖北省"),
        (None, None, "优秀级", None, "海南省"),
        (None, None, None, None, "国家林业局"),
    ]


@given(st.data())
def test_no_edit_of_the_data_makes_a_traceback(
    choose: st.DataObject,
) -> None:
    """Whatever is cut out of a file or put into it, the folder holds or the fault is named."""
    name = choose.draw(st.sampled_from(sorted(SMALL)))
    text = SMALL[name]
    start = choose.draw(st.integers(0, len(text)))
    end = start + choose.draw(st.integers(0, 30))
    put = choose.draw(st.text(alphabet="[]{}:,&*!|>'\"%@~-#? \n\t0a市\u202e", max_size=6))
    with TemporaryDirectory() as folder:
        compiler = Compiler(write_small(Path(folder), name, text[:start] + put + text[end:]))
        parts = compiler.compile()
    for fault in compiler.faults:
        assert 1 <= fault.line <= (SMALL[fault.file] + put).count("\n") + 2
    if not compiler.faults:
        dataset = data.Dataset(data.dump(parts))
        assert query.top(dataset, dataset.lists, 10).rows == dataset.placements
