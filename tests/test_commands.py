"""What each command prints and how it exits, to be read like a transcript."""

import csv
import io
import json
import shlex

import pytest

from govrank.models import Placement
from tests.support import ask

FIELDS = list(Placement._fields)

TRANSCRIPT = [
    # top: places, not names; ties are never cut
    ("top -c 地市 -n 1 -q", "宁德市\n佛山市\n", "", 0),
    ("top -c 地市 -n 3 -q", "宁德市\n佛山市\n苏州市\n无锡市\n柳州市\n", "", 0),
    ("top -c 直辖市 -q", "北京市\n上海市\n重庆市\n天津市\n", "", 0),
    ("top -c 直辖市 -n 99 -q", "北京市\n上海市\n重庆市\n天津市\n", "", 0),
    ("top -c 地级市 -n 1 -q", "宁德市\n佛山市\n", "", 0),
    ("top -c prefectures -n 1 -q", "宁德市\n佛山市\n", "", 0),
    ("top -c 地市政府网站 -n 1 -q", "宁德市\n佛山市\n", "", 0),
    ("top -c 部委 -n 1 -q", "商务部\n税务总局\n", "", 0),
    ("top -c 省会 -c 副省级 -n 1 -q", "厦门市\n武汉市\n成都市\n", "", 0),
    ("top -c 省级 --year 2018 -n 1 -q", "北京市\n", "", 0),
    ("top -c 副省级 --year 2012 -n 3 -q", "青岛\n深圳\n广州\n", "", 0),
    (
        "top -c 地市 -n 3 -f tsv --no-header",
        "2024\tprefectures\t地市\t1\ttrue\t\t\t宁德市\t宁德市\t福建省\tterton2024\n"
        "2024\tprefectures\t地市\t1\ttrue\t\t\t佛山市\t佛山市\t广东省\tterton2024\n"
        "2024\tprefectures\t地市\t2\tfalse\t\t\t苏州市\t苏州市\t江苏省\tterton2024\n"
        "2024\tprefectures\t地市\t3\ttrue\t\t\t无锡市\t无锡市\t江苏省\tterton2024\n"
        "2024\tprefectures\t地市\t3\ttrue\t\t\t柳州市\t柳州市\t广西壮族自治区\tterton2024\n",
        "",
        0,
    ),
    (
        "top -c 部委 --year 2022 -n 1 --json",
        '[\n{"year": 2022, "category": "ministries", "category_label": "组成部门", "rank": 1,'
        ' "tied": false, "tier": null, "score": 88.3, "name": "商务部", "entity": "商务部",'
        ' "region": null, "source": "ccid2022bw"},\n'
        '{"year": 2022, "category": "agencies", "category_label": "其他部门", "rank": 1,'
        ' "tied": true, "tier": null, "score": null, "name": "税务总局",'
        ' "entity": "国家税务总局", "region": null, "source": "ccid2022bw"},\n'
        '{"year": 2022, "category": "agencies", "category_label": "其他部门", "rank": 1,'
        ' "tied": true, "tier": null, "score": null, "name": "市场监管总局",'
        ' "entity": "国家市场监督管理总局", "region": null, "source": "ccid2022bw"}\n]\n',
        "",
        0,
    ),
    # what was not published is said, never shown as nothing
    (
        "top -c 省级数字政府 --json",
        "[]\n",
        "govrank: members not published as text: dg-provinces 2024\n",
        0,
    ),
    (
        "top -c 直辖市 -c 高新区 -n 11 -f csv --no-header -q",
        "北京市\n上海市\n重庆市\n天津市\n杭州高新技术产业开发区\n珠海高新技术产业开发区\n"
        "武汉东湖新技术开发区\n佛山高新技术产业开发区\n中关村科技园区\n长沙高新技术产业开发区\n"
        "南宁高新技术产业开发区\n肇庆高新技术产业开发区\n济宁高新技术产业开发区\n"
        "重庆高新技术产业开发区\n",
        "govrank: hitech 2024: 10 of 50 places known; the rest was published as pictures;"
        " 11 were asked for\n",
        0,
    ),
    # find
    (
        "find 武汉市 -f csv",
        "query,match,year,category,category_label,rank,tied,tier,score,name,entity,region,source\n"
        "武汉市,exact,2024,subprovincial,副省级,2,true,,,武汉市,武汉市,湖北省,terton2024\n"
        "武汉市,exact,2024,capitals,省会,1,true,,,武汉市,武汉市,湖北省,terton2024\n",
        "govrank: 武汉市: 4 more within it; --within lists them\n",
        0,
    ),
    (
        "find 发改委 -f markdown",
        "| query | match | year | category | category_label | rank | tied | tier | score | name"
        " | entity | region | source |\n"
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n"
        "| 发改委 | alias | 2024 | ministries | 组成部门 | 9 | false |  |  | 发展改革委 |"
        " 国家发展和改革委员会 |  | terton2024 |\n",
        "",
        0,
    ),
    ("find 武汉 --within -q -c 区县", "武汉江岸区\n武汉武昌区\n", "", 0),
    ("find 国土资源部 --year 2016 -q", "国土资源部\n", None, 0),
    (
        "find 襄樊 -q",
        "襄阳市\n",
        "govrank: 襄樊 is a former name of 襄阳市 (until 2010)\n",
        0,
    ),
    (
        "find 质检总局 -q",
        "市场监管总局\n",
        "govrank: 国家质量监督检验检疫总局 became part of 国家市场监督管理总局 in 2018\n",
        0,
    ),
    ("find 质检总局 --year 2015 -q", "质检总局\n", None, 0),
    (
        "find 武汉市 武汗 xyz -q",
        "武汉市\n武汉市\n",
        "govrank: 武汉市: 4 more within it; --within lists them\n"
        "govrank: no entity is named '武汗'; did you mean 武汉市, 武汉武昌区, 成都市武侯区?\n"
        "govrank: no entity is named 'xyz'\n",
        1,
    ),
    (
        "find 潍坊",
        "",
        "govrank: '潍坊': 潍坊市 is not among the known places of 2024, but of 2015;"
        " within it: 潍坊寿光市\n",
        1,
    ),
    ("find 高新区", "", "govrank: '高新区' is a category: govrank top --category 高新区\n", 1),
    ("find ！？", "", "govrank: '！？' has no letter or digit to look for\n", 2),
    (
        "find 南京 --year 2018 -f tsv --no-header",
        "南京\texact\t2018\tsubprovincial\t副省级\t8\tfalse\t\t\t南京市\t南京市\t江苏省\thbEn2018\n"
        "南京\texact\t2018\tcapitals\t省会\t8\tfalse\t\t\t南京市\t南京市\t江苏省\thbEn2018\n",
        "",
        0,
    ),
    # two sources claim one rank, and neither says they are tied
    (
        "find 厦门 --year 2020 -c 副省级 -f jsonl",
        '{"query": "厦门", "match": "exact", "year": 2020, "category": "subprovincial",'
        ' "category_label": "副省级", "rank": 3, "tied": null, "tier": null, "score": null,'
        ' "name": "厦门", "entity": "厦门市", "region": "福建省", "source": "fz2020"}\n',
        "",
        0,
    ),
    # tier
    ("tier 88 -q", "优秀级\n", "", 0),
    ("tier ８８ -q", "优秀级\n", "", 0),
    ("tier 94.9999999999999999 95 110 60 -q", "优秀级\n卓越级\n卓越级\n发展级\n", "", 0),
    ("tier 59.99 0 -q", "准备级\n准备级\n", "", 0),
    (
        "tier 94.9999999999999999 088.50 -f csv",
        "score,tier,min,max,next_tier,points_to_next,year\n"
        "94.9999999999999999,优秀级,85,95,卓越级,0.0000000000000001,2024\n"
        "88.50,优秀级,85,95,卓越级,6.50,2024\n",
        "",
        0,
    ),
    (
        "tier --json",
        '[\n{"score": null, "tier": "卓越级", "min": 95, "max": null, "next_tier": null,'
        ' "points_to_next": null, "year": 2024},\n'
        '{"score": null, "tier": "优秀级", "min": 85, "max": 95, "next_tier": "卓越级",'
        ' "points_to_next": null, "year": 2024},\n'
        '{"score": null, "tier": "良好级", "min": 75, "max": 85, "next_tier": "优秀级",'
        ' "points_to_next": null, "year": 2024},\n'
        '{"score": null, "tier": "发展级", "min": 60, "max": 75, "next_tier": "良好级",'
        ' "points_to_next": null, "year": 2024},\n'
        '{"score": null, "tier": "准备级", "min": null, "max": 60, "next_tier": "发展级",'
        ' "points_to_next": null, "year": 2024}\n]\n',
        "",
        0,
    ),
    *(
        (
            f"tier {shlex.quote(score)}",
            "",
            f"govrank: {score!r} is no score; it should be a number from 0 to 110\n",
            2,
        )
        for score in ("-1", "110.01", "nan", "inf", "八十八", "", "1e2", "1_0", "--foo")
    ),
    ("tier 88 120", "", "govrank: '120' is no score; it should be a number from 0 to 110\n", 2),
    (
        "tier 88 --year 2015",
        "",
        "govrank: no tier scale of '2015' is known; there are those of 2024, 2023\n",
        2,
    ),
    # over the years
    ("history 宁德 -q -c 地市", "宁德市\n宁德\n宁德市\n", "", 0),
    ("compare 武汉 成都 -c 省会 -q", "武汉市\n成都市\n", "", 0),
    ("regions -c 区县 -n 3 -f csv", "region,entities,best_rank\n广东省,2,1\n湖北省,2,2\n", "", 0),
    ("regions -c 部委 -q", "", "", 0),
    ("top -c 地市 -n 1 --year all -q", "宁德市\n佛山市\n佛山市\n佛山\n苏州\n", None, 0),
    # what is asked wrongly
    (
        "top -c 地市 -n 0",
        "",
        "govrank: Invalid value for '-n' / '--places': 0 is not in the range x>=1.\n",
        2,
    ),
    ("top --year 1999", "", None, 2),
    (
        "top -c app-counties",
        "",
        "govrank: 'app-counties' has no list in 2024; it has one in 2013\n",
        2,
    ),
    ("top -f xml", "", None, 2),
    ("find", "", "govrank: Missing argument 'names'.\n", 2),
    ("nonsense", "", "govrank: No such command 'nonsense'.\n", 2),
    ("top --data /nowhere", "", "govrank: /nowhere cannot be read: No such file or directory\n", 3),
    ("check /nowhere", "", "govrank: /nowhere is no folder\n", 3),
]  # fmt: skip


@pytest.mark.parametrize(("line", "out", "err", "code"), TRANSCRIPT, ids=[t[0] for t in TRANSCRIPT])
def test_transcript(
    capsys: pytest.CaptureFixture[str], line: str, out: str, err: str | None, code: int
) -> None:
    result = ask(capsys, *shlex.split(line))
    assert (result.out, result.code) == (out, code)
    if err is None:
        assert result.err.count("\n") == (1 if code else result.err.count("\n"))
    else:
        assert result.err == err


def test_the_two_unknowns_name_what_is_known(capsys: pytest.CaptureFixture[str]) -> None:
    assert "there are those of 2024, 2022," in ask(capsys, "top", "--year", "1999").err
    unknown = ask(capsys, "top", "-c", "xx").err
    assert "no category is named 'xx'" in unknown
    assert "prefectures" in unknown


def test_fewer_known_than_asked(capsys: pytest.CaptureFixture[str]) -> None:
    result = ask(capsys, "top", "-c", "地市", "-n", "50", "--json")
    assert {row["rank"] for row in json.loads(result.out)} == set(range(1, 11))
    assert "10 of 100 places known" in result.err


def test_every_format_holds_the_same_rows(capsys: pytest.CaptureFixture[str]) -> None:
    def rows(format: str) -> list[dict[str, str]]:
        out = ask(capsys, "find", "武汉", "商务部", "--year", "all", "-f", format).out
        if format == "json":
            return [as_text(row) for row in json.loads(out)]
        if format == "jsonl":
            return [as_text(json.loads(line)) for line in out.splitlines()]
        if format == "markdown":
            lines = [line.strip("| ").split(" | ") for line in out.splitlines()]
            return [
                dict(zip(lines[0], (cell.strip() for cell in line), strict=True))
                for line in (cells for cells in lines[2:])
            ]
        return list(csv.DictReader(io.StringIO(out), delimiter="\t" if format == "tsv" else ","))

    def as_text(row: dict[str, object]) -> dict[str, str]:
        names = {None: "", True: "true", False: "false"}
        return {
            k: names[v] if v is None or v is True or v is False else str(v) for k, v in row.items()
        }

    expected = rows("json")
    assert len(expected) > 20
    assert list(expected[0]) == FIELDS
    for format in ("jsonl", "csv", "tsv"):
        assert rows(format) == expected


def test_tables(capsys: pytest.CaptureFixture[str]) -> None:
    out = ask(capsys, "top", "-c", "地市", "-n", "2").out
    assert [line.rstrip() for line in out.splitlines()] == [
        "prefectures  prefecture-level cities other than sub-provincial ones and capitals  2024",
        "rank        name           region",
        "-------------------------------------------",
        "   1  tied  宁德市 Ningde  福建省 Fujian",
        "   1  tied  佛山市 Foshan  广东省 Guangdong",
        "   2        苏州市 Suzhou  江苏省 Jiangsu",
        "10 of 100 places known; the rest was published as pictures",
        "source: terton2024",
        "",
    ]


def test_the_gauge_has_the_score_in_its_tier(capsys: pytest.CaptureFixture[str]) -> None:
    lines = [line.rstrip() for line in ask(capsys, "tier", "90", "110").out.splitlines()]
    assert lines[:9] == [
        "90  优秀级",
        "tier    points",
        "------------------------------------------",
        "卓越级  95 - 110  ....................",
        "优秀级  85 - 95   ##########..........  90",
        "良好级  75 - 85   ####################",
        "发展级  60 - 75   ####################",
        "准备级  0 - 60    ####################",
        "5 points to 卓越级",
    ]
    assert "points to" not in "".join(lines[9:])
    assert "#" not in ask(capsys, "tier").out


def test_a_history_is_a_picture_and_its_gaps_are_gaps(capsys: pytest.CaptureFixture[str]) -> None:
    out = ask(capsys, "history", "宁德", "-c", "地市").out
    assert [line.rstrip() for line in out.splitlines()] == [
        "宁德市 Ningde  福建省 Fujian",
        "prefectures",
        "   1            *",
        "   5      *",
        "   6   *",
        "      19 20 .. 24",
        "year            rank         of  name",
        "---------------------------------------",
        "2019               6             宁德市",
        "2020               5             宁德",
        "2021-2023  not known",
        "2024               1  tied  100  宁德市",
        "see the notes that top prints with prefectures 2019, prefectures 2020",
        "source: ningde2024, fz2020, terton2024",
        "",
    ]
