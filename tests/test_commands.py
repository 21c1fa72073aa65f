"""What holds of every command, and what a transcript cannot show.

What each command prints stands in tests/transcripts/.
"""

import csv
import io
import json
import re
import shlex
import shutil
import sqlite3
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from govrank import __version__
from govrank.ask import lists, tiers
from govrank.cli.main import main
from govrank.models import EntityRow, ExitCode, Listing, Placement
from govrank.show.output import FORMATS
from tests.support import CATEGORIES, DATA, EDITION, FOLDER, ask, ask_in_chinese, opened, write

COMMANDS = re.findall(r"^  (\w+)  ", ask().out, re.MULTILINE)
FIELDS = list(Placement._fields)
ENTITIES_TEXT = FOLDER["entities.yaml"]
MACHINE_FORMATS = [name for name, form in FORMATS.items() if not form.for_people]


# rows


def rows(*words: str, format: str) -> list[dict[str, str]]:
    """The rows of an answer, each value as csv writes it."""
    out = ask(*words, "-f", format).out
    if format == "json":
        return [as_text(row) for row in json.loads(out)]
    if format == "jsonl":
        return [as_text(json.loads(line)) for line in out.splitlines()]
    return list(csv.DictReader(io.StringIO(out), delimiter="\t" if format == "tsv" else ","))


def as_text(row: dict[str, object]) -> dict[str, str]:
    written = {None: "", True: "true", False: "false"}
    texts = {}
    for key, value in row.items():
        plain = value is None or isinstance(value, bool)
        texts[key] = written[value] if plain else str(value)  # type: ignore[index]
    return texts


ANSWERS = [
    ("find", "武汉", "商务部", "--year", "all"),
    ("top", "--year", "2020", "-n", "100"),
    ("history", "宁德"),
    ("compare", "武汉", "成都", "--year", "all"),
    ("regions",),
    ("categories", "--year", "all"),
    ("sources",),
    ("tier", "88", "94.99", "0"),
    ("entities", "朝阳区", "襄樊", "NDRC", "苏州工业园区"),
    ("entities", "--kind", "prefecture"),
    ("export",),
]


@pytest.mark.parametrize("words", ANSWERS, ids=" ".join)
def test_every_format_holds_the_same_rows(words: tuple[str, ...]) -> None:
    expected = rows(*words, format="json")
    assert expected
    for format in ("jsonl", "csv", "tsv"):
        assert rows(*words, format=format) == expected


@pytest.mark.parametrize("words", ANSWERS, ids=" ".join)
@pytest.mark.parametrize("format", MACHINE_FORMATS)
def test_a_machine_reads_utf_8_and_plain_line_ends(words: tuple[str, ...], format: str) -> None:
    out = ask(*words, "-f", format).out
    assert out.endswith("\n")
    assert "\r" not in out
    assert "\ufeff" not in out


def test_the_fields_of_a_placement() -> None:
    names = "query match year category category_label rank tied tier score name entity region"
    assert [*names.split(), "source", "code", "english"] == FIELDS
    asked_for = [w for w in ANSWERS if w[0] in ("find", "history", "compare")]
    for words in asked_for:
        assert list(rows(*words, format="json")[0]) == FIELDS
        assert len(rows(*words, format="json")) > 3
    assert len(rows("find", "武汉", "商务部", "--year", "all", format="json")) > 20
    for words in (("top", "-n", "1"), ("export",)):
        assert list(rows(*words, format="json")[0]) == FIELDS[2:]


def test_the_fields_of_an_entity() -> None:
    names = "query match entity kind code parent region english placements until into"
    assert list(EntityRow._fields) == names.split()
    assert list(rows("entities", "武汉", format="json")[0]) == names.split()
    assert list(rows("entities", "--kind", "area", format="json")[0]) == names.split()[2:]


def test_the_same_flags_mean_the_same() -> None:
    assert ask("find", "武汉", "--json") == ask("find", "武汉", "-f", "json")
    assert ask("top", "地市") == ask("top", "-c", "地市") == ask("top", "--category", "地市")
    assert ask("top", "地市", "-n", "3") == ask("top", "地市", "--places", "3")
    assert ask("武汉") == ask("find", "武汉")
    assert ask("-h") == ask("--help") == ask("help") == ask()
    assert ask("find", "-h") == ask("find", "--help") == ask("help", "find")


def test_a_byte_order_mark_is_there_for_excel_alone() -> None:
    line = "88,优秀级,85,95,卓越级,7,2024\n"
    marked = ask("tier", "88", "-f", "csv", "--bom", "--no-header")
    assert marked == ("\ufeff" + line, "", 0)
    assert ask("tier", "88", "-f", "tsv", "--bom").out.startswith("\ufeffscore\t")
    assert ask("tier", "88", "-q", "--bom") == ("优秀级\n", "", 0)
    assert ask("tier", "88", "-f", "json", "--bom") == ask("tier", "88", "-f", "json")


@pytest.mark.parametrize("format", FORMATS)
def test_the_empty_answer_of_a_format(format: str) -> None:
    """Of a name without a known place, as of one that nobody bears."""
    empty = {"json": "[]\n", "csv": f"{','.join(FIELDS)}\n", "tsv": "\t".join(FIELDS) + "\n"}
    for name in ("海淀", "火星"):
        result = ask("find", name, "-f", format)
        assert result.code == 1
        assert result.err
        if format != "html":
            assert result.out == empty.get(format, "")
        else:
            assert "<table" not in result.out


# names


def test_what_is_asked_for_twice_is_shown_once() -> None:
    twice = ask("history", "宁德", "商务部", "ningde")
    assert twice.out == ask("history", "宁德", "商务部").out
    assert ask("history", "宁德", "宁德市", "ningde").out == ask("history", "宁德").out
    assert ask("find", "武汉", "武汉", "-c", "省会") == ask("find", "武汉", "-c", "省会")
    assert ask("find", "武汉", "武汉", "-c", "省会", "-q").out == "武汉市\n武汉市\n"
    assert ask("find", "海淀", "海淀") == ask("find", "海淀")


def test_a_batch_says_a_miss_in_one_line_and_nothing_beside_the_rows() -> None:
    result = ask("find", "-", stdin="宣武区\n襄樊\n武汉\n海淀\n".encode())
    assert result.err.count("\n") == 2
    assert result.err.startswith("govrank: '宣武区'")
    assert "former name" not in result.out + result.err


def test_a_former_name_is_told_once() -> None:
    told = "襄樊 is a former name of Xiangyang 襄阳市 (until 2010)\n"
    assert ask("find", "襄樊", "-q") == ("襄阳市\n", told, 0)
    assert ask("entities", "襄樊", "-q") == ("襄阳市\n", told, 0)


# What is not published for a year, or in a list, is not `not published`.


def test_a_batch_does_not_deny_another_year() -> None:
    """西城区 has a place in 2015."""
    [line] = ask("find", "-", stdin="宣武区\n".encode()).err.splitlines()
    assert "2024" in line or "2015" in line


def test_a_list_that_is_asked_for_does_not_deny_another() -> None:
    """北京 is first of the municipalities of the year, 武汉 has 22 places in other lists."""
    beijing, stands = ask("find", "北京", "-c", "地市").err.splitlines()
    assert beijing == "Beijing 北京市  is not among those that 地市 ranks"
    assert stands == "it stands: municipalities 1 of 4"
    wuhan = ask("find", "武汉", "-c", "区县", "-c", "经开区", "--year", "all")
    assert (wuhan.out, wuhan.code) == ("", 1)
    said, *_around, inside = wuhan.err.splitlines()
    assert "区县" in said or "Districts and counties" in said
    assert inside == (
        "inside it: Jiang'an District 武汉市江岸区, Wuchang District 武汉市武昌区,"
        " Wuhan Economic and Technological Development Zone 武汉经济技术开发区"
    )


def test_a_list_of_others_of_the_same_kind() -> None:
    """苏州 is a prefecture as the capitals of provinces are, and no such capital."""
    said, *_others = ask("find", "苏州", "-c", "省会").err.splitlines()
    assert said == "Suzhou 苏州市  is not among those that 省会 ranks"
    assert ask("find", "-", "-c", "省会", stdin="苏州".encode()).err == f"govrank: '苏州': {said}\n"


def test_a_list_that_another_year_has() -> None:
    years = "2024, 2020, 2019, 2018, 2015, 2012, 2010, 2007, 2006"
    said = f"govrank: '省会' has no list in 2003; it has one in {years}\n"
    assert ask("top", "省会", "--year", "2003") == ("", said, 2)
    assert ask("find", "武汉", "-c", "省会", "--year", "2003") == ("", said, 2)


def test_a_band_is_something_known() -> None:
    """宁德 is known to be among the first five of 2021 to 2023."""
    names = ask("top", "地市", "-n", "1", "--year", "all", "-q")
    assert (names.out, names.code) == ("宁德市\n佛山市\n佛山市\n佛山\n苏州\n", 0)
    assert "only as pictures: prefectures 2023" not in names.err
    table = ask("top", "地市", "--year", "2023", "-n", "1").out
    assert "none of its members is known" not in table
    assert "Ningde" in ask("top", "--year", "2023").out


def test_where_its_region_stands_is_of_the_year_and_in_english() -> None:
    """Across years, one line of standings without a year says nothing."""
    for line in ask("find", "嘉兴", "--year", "all").err.splitlines():
        assert len(line) < 200
        assert "优秀级" not in line


@pytest.mark.parametrize("batch", [False, True])
@pytest.mark.parametrize("wanted", [("--kind", "county"), ("--within", "湖南")])
def test_an_entity_that_is_not_wanted_is_not_unknown(wanted: tuple[str, str], batch: bool) -> None:
    result = ask("entities", "-" if batch else "武汉", *wanted, "-q", stdin="武汉\n".encode())
    assert result == ("", "govrank: '武汉' means nothing of that kind there\n", 1)


def test_the_nearest_name_is_offered() -> None:
    for typed in ("武汗", "wuhann", "Whuan", "wuhna"):
        assert "Wuhan 武汉市" in ask("find", typed).err, typed


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Haidian Distrct", "Haidian District 北京市海淀区?"),
        ("Haidien District", "Haidian District 北京市海淀区,"),
        ("Gongan Conty", "Gong'an County 荆州市公安县?"),
        ("Wuhann City", "Wuhan 武汉市?"),
        ("Hubei Provinc", "Hubei 湖北省?"),
        ("Lhasa Ctiy", "Lhasa 拉萨市?"),
        ("Yanbian Autonomos Prefecture", "Yanbian 延边朝鲜族自治州"),
    ],
)
def test_the_nearest_of_a_kind_is_offered(typed: str, meant: str) -> None:
    assert ask("find", typed).err.startswith(
        f"govrank: no entity is named {typed!r}; did you mean {meant}"
    )


def test_who_is_meant_by_two_names_is_told_once() -> None:
    assert ask("find", "Shaanxi", "Shanxi").err.count("Shaanxi 陕西省") == 1


def test_nothing_is_said_while_a_batch_runs() -> None:
    result = ask("find", "-", "-q", stdin="商务部\n".encode() * 1024)
    assert result == ("商务部\n" * 1024, "", 0)


# guesses


@pytest.mark.parametrize("option", ["--top", "--help-me", "--nonsense", "--xy"])
def test_an_option_like_none_gets_no_guess(option: str) -> None:
    assert ask("top", option).err == f"govrank: no such option: {option}\n"


@pytest.mark.parametrize(
    "words",
    [["tops"], ["top", "--catgory"], ["find", "wuhann"], ["sources", "qd20"]],
    ids=" ".join,
)
def test_at_most_three_names_are_offered(words: list[str]) -> None:
    [line] = ask(*words).err.splitlines()
    offered = line.partition("did you mean ")[2]
    assert offered
    assert offered.count(",") <= 2


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("accoess", "access-subprovincial, app-counties"),
        # one list has many names, and others are near as well
        ("acces", "access-subprovincial, agencies, case-dg"),
        ("itech zones", "hitech, etdz"),
    ],
)
def test_the_nearest_lists_are_offered(typed: str, near: str) -> None:
    said = f"govrank: no list is named {typed!r}; did you mean {near}?\n"
    assert ask("top", typed) == ("", said, 2)
    assert ask("find", "武汉", "-c", typed) == ("", said, 2)


def test_a_sign_between_lists_may_be_of_the_name_of_one(tmp_path: Path) -> None:
    known = FOLDER[CATEGORIES].replace("aliases: [S]", "aliases: ['省、区']")
    data = str(write(tmp_path / "data", **{CATEGORIES: known}))
    assert ask("top", "省、区", "-q", "--data", data) == ("湖北\n海南\n", "", 0)
    both = ask("top", "地市、省级", "-n", "3", "-q", "--data", data)
    assert both == ("武汉\n襄樊市\n海南州\n湖北\n海南\n", "", 0)


def test_a_dataset_in_which_no_place_is_known(tmp_path: Path) -> None:
    """A list that is known only to exist; then no year is the latest."""
    head = FOLDER[EDITION].partition("lists:")[0]
    rest = "lists: {places: {title: 地市网站, source: one, listed: 10, rest: pictures}}\n"
    data = str(write(tmp_path / "data", **{EDITION: head + rest}))
    nothing = "no place is published as text; no list is known that ranks it\n"
    wuhan = f"Wuhan 武汉市  {nothing}"
    assert ask("find", "武汉", "--data", data) == ("", wuhan, 1)
    forestry = "Forestry 国家林业局 became part of 国家林草局 in 2018\n"
    forestry += f"Forestry 国家林业局  {nothing}国家林草局  {nothing}"
    assert ask("find", "国家林业局", "--data", data) == ("", forestry, 1)
    assert ask("top", "--data", data) == ("", "", 0)
    pictures = "govrank: published only as pictures: places 2025\n"
    assert ask("top", "-q", "--year", "2025", "--data", data) == ("", pictures, 0)
    # of the awards not even a list
    assert ask("find", "案例", "--data", data) == ("", "govrank: no entity is named '案例'\n", 1)


def test_a_name_wins_over_a_near_command_in_data_of_ones_own_too(tmp_path: Path) -> None:
    assert ask("hepu").err.startswith("Hepu County")
    body = "{name: 国家林草局, pinyin: [lin cao ju], english: Tops}"
    known = ENTITIES_TEXT.replace("{name: 国家林草局, pinyin: [lin cao ju]}", body)
    folder = write(tmp_path / "data", **{"entities.yaml": known})
    assert "no such command: 'tops'" in ask("tops").err
    for asked in (ask("tops", "--data", str(folder)), ask("tops", GOVRANK_DATA=str(folder))):
        assert "国家林草局" in asked.err
    assert "no such command: 'helpp'; did you mean help?" in ask("helpp").err


def test_where_a_wrong_setting_comes_from() -> None:
    """Who did not type `xml` must be told where it stands."""
    typed = ask("top", "-f", "xml")
    assert (typed.out, typed.code) == ("", 2)
    assert "GOVRANK_FORMAT" not in typed.err
    assert "GOVRANK_FORMAT" in ask("top", GOVRANK_FORMAT="xml").err


# places


def test_a_place_is_a_whole_number_of_any_size() -> None:
    all_of_it = "北京市\n上海市\n重庆市\n天津市\n"
    for places in ("4", "99", "９９", str(10**20), str(2**63)):
        assert ask("top", "直辖市", "-n", places, "-q") == (all_of_it, "", 0), places


def test_the_words_for_one_and_for_what_has_no_places() -> None:
    for words in (["top", "副省级", "--year", "2020"], ["top", "地市", "--year", "2019", "-q"]):
        assert not re.search(r"\b1 places", ask(*words).out + ask(*words).err)
    award = ask("top", "地市案例").out
    assert "Ningde  宁德市" in award
    assert "other places" not in award


def test_the_hint_can_be_typed() -> None:
    """What is offered to be typed next is a command that answers."""
    for words in (
        ["top"],
        ["find", "武汉"],
        ["history", "武汉"],
        ["categories"],
        ["find", "高新区"],
    ):
        result = ask(*words)
        hints = re.findall(r"govrank (.*)$", result.out + result.err, re.MULTILINE)
        assert hints
        for hint in hints:
            assert ask(*shlex.split(hint.replace("ID", "prefectures"))).code == 0, hint


# sources and the export


def test_every_source_can_be_cited() -> None:
    cited = rows("sources", format="csv")
    assert list(cited[0]) == ["source", "publisher", "title", "date", "kind", "url"]
    assert {row["kind"] for row in cited} == {"official", "reprint", "press", "local", "translated"}
    assert [row["source"] for row in cited] == ask("sources", "-q").out.split()
    used = {row["source"] for row in rows("export", format="csv")}
    assert used <= {row["source"] for row in cited}


def test_the_export_is_every_placement(tmp_path: Path) -> None:
    exported = ask("export").out
    assert exported.count("\n") == 1 + len(list(opened().placements()))
    assert ask("export", "-f", "json").out.startswith("[\n{")
    assert "Prefecture-level cities" in ask("export", "-f", "table").out
    assert ask("export", "--datapackage", str(tmp_path / "new")) == ("", "", 0)
    assert (tmp_path / "new" / "placements.csv").read_text(encoding="utf-8") == exported
    package = json.loads((tmp_path / "new" / "datapackage.json").read_bytes())
    for resource in package["resources"]:
        with (tmp_path / "new" / resource["path"]).open(encoding="utf-8", newline="") as file:
            columns = csv.DictReader(file).fieldnames
        assert [field["name"] for field in resource["schema"]["fields"]] == columns
    types = {f["name"]: f["type"] for f in package["resources"][0]["schema"]["fields"]}
    assert (types["rank"], types["score"], types["tied"]) == ("integer", "number", "boolean")


def test_the_database_is_the_whole_dataset(tmp_path: Path) -> None:
    file = tmp_path / "x.db"
    assert ask("export", "-o", str(file)) == ("", "", 0)
    assert ask("check", str(file)) == ("", "", 0)
    for words in (["find", "武汉"], ["top"], ["export"], ["sources"], ["entities", "海淀"]):
        assert ask(*words, GOVRANK_DATA=str(file)) == ask(*words)
    database = sqlite3.connect(file)
    [[count]] = database.execute("SELECT count(*) FROM placements")
    database.close()
    assert count == len(list(opened().placements()))


def test_a_database_replaces_the_old_one_or_leaves_it(tmp_path: Path) -> None:
    file = tmp_path / "x.db"
    file.write_bytes(b"old")
    assert ask("export", "-o", str(file)).code == 0
    assert ask("check", str(file)).code == 0
    (tmp_path / "folder.db").mkdir()
    assert ask("export", "-o", str(tmp_path / "folder.db")).code == 74
    assert sorted(path.name for path in tmp_path.iterdir()) == ["folder.db", "x.db"]


def test_a_database_in_a_folder_that_is_not_there() -> None:
    said = "govrank: cannot write nowhere/x.db: there is no such file or folder\n"
    assert ask("export", "-o", "nowhere/x.db") == ("", said, 74)


def test_hostile_text_is_inert(tmp_path: Path) -> None:
    folder = shutil.copytree(DATA, tmp_path / "data")
    file = folder / "editions" / "2024.yaml"
    hostile = "'=1+[bold]:smile:[/]<b>|宁德市'"
    file.write_text(file.read_text("utf-8").replace("宁德市,", f"{hostile},"), "utf-8")
    names = folder / "entities.yaml"
    aliased = names.read_text("utf-8").replace(
        "name: 宁德市,", f"name: 宁德市, aliases: [{hostile}],"
    )
    names.write_text(aliased, "utf-8")
    assert ask("check", str(folder), "--compile", str(tmp_path / "x.db")) == ("", "", 0)
    words = ("top", "-c", "地市", "-n", "1", "--data", str(tmp_path / "x.db"))
    assert "=1+[bold]:smile:[/]<b>|宁德市" in ask(*words).out
    assert ",'=1+[bold]" in ask(*words, "-f", "csv").out
    assert '"=1+[bold]' in ask(*words, "-f", "json").out
    assert "&lt;b&gt;" in ask(*words, "-f", "html").out
    assert "<b>|" not in ask(*words, "-f", "html").out
    assert "\\<b\\>\\|宁德市 |" in ask(*words, "-f", "markdown").out
    assert "\x1b" not in ask("find", "\x1b[31m武汉\u202e", "xyz\x9b").err
    assert "\x1b" not in ask("find", "\x1b[31m武汉\u202e", "成都").err
    assert not {"\u202e", "\x9b"} & {*ask("find", "\x1b[31m火星\u202e", "xyz\x9b").err}


# help


def test_version_and_help() -> None:
    assert ask("--version").out == f"govrank {__version__} · data 2003-2024\n"
    assert ask().out == ask("--help").out
    assert len(COMMANDS) >= 11
    examples = re.findall(r"^ +govrank (.*)$", ask().out, re.MULTILINE)
    assert [line.split()[0] for line in examples] == ["top", "find", "history", "tier"]


@pytest.mark.parametrize("command", COMMANDS)
def test_the_examples_of_the_help_hold(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, command: str
) -> None:
    monkeypatch.chdir(tmp_path)
    if command == "check":
        shutil.copytree(DATA, tmp_path / "data")
    examples = re.findall(r"^ +govrank (.*)$", ask(command, "-h").out, re.MULTILINE)
    assert len(examples) >= 2
    for table in re.findall(r"\S+\.csv", " ".join(examples)):
        (tmp_path / table).write_text("rank,name\n1,宁德市\n1,佛山市\n", encoding="utf-8")
    for example in examples:
        assert example.startswith(command)
        if command == "read":  # test_read has pictures
            continue
        assert ask(*shlex.split(example)).code == 0


def test_the_help_is_in_ascii_for_who_reads_english() -> None:
    """So that its examples can be typed on any keyboard."""
    for command in ("--help", *(f"{words[0]} -h" for words in ANSWERS), "check -h"):
        assert ask(*command.split()).out.isascii(), command


@pytest.mark.parametrize("command", COMMANDS)
def test_a_help_fits_a_window_of_80_columns(command: str) -> None:
    for help in (ask(command, "-h").out, ask_in_chinese(command, "-h").out):
        assert max(map(cell_len, help.splitlines())) <= 80


# signals and streams


def test_interrupted(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("govrank.ask.lists.top", interrupt)
    assert ask("top").code == 130


def test_without_sigpipe_and_without_stdout(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gc.freeze", bool)
    monkeypatch.setattr("gc.disable", bool)
    monkeypatch.setattr("signal.signal", lambda *_: None)
    monkeypatch.delattr("signal.SIGPIPE")
    monkeypatch.setattr("sys.argv", ["govrank", "tier", "88"])
    monkeypatch.setattr("sys.stdout", None)
    assert main() == 74
    monkeypatch.setattr("sys.stderr", None)
    assert main() == 74


# laws


def test_each_score_is_written_with_its_digits() -> None:
    out = ask("tier", "-", "-f", "jsonl", stdin=b"88\n88.0\n88.00\n").out
    assert re.findall('"score": ([0-9.]+)', out) == ["88", "88.0", "88.00"]


@given(
    st.decimals(min_value=0, max_value=110, allow_nan=False, places=3)
    | st.sampled_from([Decimal(n) for n in (0, 60, 75, 85, 95, 110)])
)
def test_the_tiers_cover_the_scale(score: Decimal) -> None:
    """Each score has one tier, and the points it misses lead into the next one exactly."""
    [scale] = tiers.select_scales(opened(), None)
    row = tiers.tier(scale, str(score))
    assert (row.min or 0) <= score
    assert row.max is None or score < row.max
    if row.points_to_next is None:
        assert row.tier == "卓越级"
    else:
        assert tiers.tier(scale, str(score + row.points_to_next)).tier == row.next_tier


@given(st.integers(1, 130), st.sampled_from(opened().listings(opened().years())))
def test_ties_are_never_cut(places: int, listing: Listing) -> None:
    shown = {row.name for row in lists.top(opened(), [listing], places).rows}
    for row in opened().placements():
        if (row.year, row.category) != listing[:2]:
            continue
        within = row.rank is not None and row.rank <= places
        if row.band is not None:
            within = row.band <= places
        elif row.rank is None:
            within = True
        assert (row.name in shown) == within


@given(st.integers(1, 130))
def test_regions_count_what_top_shows(places: int) -> None:
    found = lists.select_lists(opened(), [], [2024, 2020])
    top = lists.top(opened(), found, places).rows
    tallies = lists.tally(top)
    ranked = [row for row in top if row.region and (row.rank is not None or row.band is not None)]
    assert sum(tally.entities for tally in tallies) == len({row.entity for row in ranked})
    counts = [tally.entities for tally in tallies]
    assert counts == sorted(counts, reverse=True)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("top 地市 -n 1²", "-n takes a whole number above 0, as in -n 10, not '1²'"),
        ("top 地市 -n ②", "-n takes a whole number above 0, as in -n 10, not '②'"),
        ("top 地市 --year 202²", "no edition of '202²' is known; there are 2003-2024, all"),
        ("find 武汉 --year 202²", "no edition of '202²' is known; there are 2003-2024, all"),
        ("entities --year 202²", "entities has no years, so that --year is all, not '202²'"),
        ("tier ⑧", "'⑧' is not a valid score: type a number from 0 to 110"),
        ("tier 8₂", "'8₂' is not a valid score: type a number from 0 to 110"),
        ("check x.csv --year 202²", "'202²' should be a year such as 2024"),
    ],
)
def test_a_superscript_or_a_number_in_a_circle_is_no_digit(words: str, said: str) -> None:
    assert ask(*words.split()) == ("", f"govrank: {said}\n", ExitCode.USAGE)


def test_full_width_digits_are_digits() -> None:
    top = ask("top", "地市", "-n", "2", "--year", "2024", "-q")
    assert ask("top", "地市", "-n", "２", "--year", "２０２４", "-q") == top
    assert ask("tier", "８８", "-q") == ask("tier", "88", "-q")
