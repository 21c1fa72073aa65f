"""What each command prints and how it exits, to be read like a transcript."""

import csv
import io
import json
import re
import shlex
import shutil
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govrank import __version__, query
from govrank.cli import main, run
from govrank.data import load
from govrank.models import Listing, Placement
from tests.support import DATA, Result, ask

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
        "govrank: hitech 2024: 10 of the first 11 places known (10 of 50 places known; the rest"
        " was published as pictures)\n",
        0,
    ),
    # a place is known whether or not a tie leaves the next one empty
    ("top -c 副省级 --year 2012 -n 3 -q", "青岛\n深圳\n广州\n", "", 0),
    (
        "top -c 副省级 --year 2012 -n 11 -q",
        "青岛\n深圳\n广州\n厦门\n成都\n济南\n西安\n武汉\n宁波\n大连\n",
        "govrank: subprovincial 2012: 10 of the first 11 places known (places known: 10, how many"
        " were listed is not stated)\n",
        0,
    ),
    (
        "top -c 地市 --year 2020 -n 13 -q",
        "宁德\n",
        "govrank: prefectures 2020: 1 of the first 13 places known (7 of 100 places known)\n",
        0,
    ),
    (
        "top -c 地市 --year 2020 -n 1 --json",
        "[]\n",
        "govrank: prefectures 2020: 0 of the first 1 places known (7 of 100 places known)\n",
        0,
    ),
    # find
    (
        "find 武汉市 -f csv",
        "query,match,year,category,category_label,rank,tied,tier,score,name,entity,region,source\n"
        "武汉市,exact,2024,subprovincial,副省级,2,true,,,武汉市,武汉市,湖北省,terton2024\n"
        "武汉市,exact,2024,capitals,省会,1,true,,,武汉市,武汉市,湖北省,terton2024\n",
        "govrank: 武汉市 Wuhan: 4 more within it; --within lists them\n",
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
        "govrank: 襄樊 is a former name of 襄阳市 Xiangyang (until 2010)\n",
        0,
    ),
    (
        "find 质检总局 -q",
        "市场监管总局\n",
        "govrank: 国家质量监督检验检疫总局 General Administration of Quality Supervision, Inspection and"
        " Quarantine became part of 国家市场监督管理总局 State Administration for Market Regulation in"
        " 2018\n",
        0,
    ),
    ("find 质检总局 --year 2015 -q", "质检总局\n", None, 0),
    # not known to be placed is not unplaced, and where it is known is said
    ("find 拉萨 --year all", "", "govrank: '拉萨': 拉萨市 Lhasa is not among the known places of any year\n", 1),
    (
        "find 武汉 -c 区县 -c 经开区 --year all",
        "",
        "govrank: '武汉': 武汉市 Wuhan is not among the known places of any year (区县,"
        " 经开区); within it: 武汉江岸区 Jiang'an, 武汉武昌区 Wuchang, 武汉经济技术开发区 Wuhan Economic"
        " and Technological Development Zone\n",
        1,
    ),
    (
        "find 西安 -c 省会",
        "",
        "govrank: '西安': 西安市 Xi'an is not among the known places of 2024 (省会), but of 2015,"
        " 2012, 2010\n",
        1,
    ),
    (
        "find 吉林",
        "",
        "govrank: '吉林': 吉林省 Jilin is not among the known places of 2024, but of 2006; 吉林市 Jilin"
        " is not among the known places of 2024\n",
        1,
    ),
    (
        "find 吉林 --year all -q",
        "吉林\n",
        "govrank: '吉林': 吉林市 Jilin is not among the known places of any year\n",
        0,
    ),
    # in every year, whether or not the year asked for has that list
    (
        "find 江西 --year 2021",
        "",
        "govrank: '江西': 江西省 Jiangxi is not among the known places of 2021, but of 2024, 2019, 2018,"
        " 2015, 2003\n",
        1,
    ),
    # what became of it, though neither has a place
    (
        "find 宣武区",
        "",
        "govrank: 北京市宣武区 Xuanwu became part of 北京市西城区 Xicheng in 2010\n"
        "govrank: '宣武区': 北京市西城区 Xicheng is not among the known places of 2024, but of 2015;"
        " 北京市宣武区 Xuanwu is not among the known places of 2024\n",
        1,
    ),
    # part of a name shows what there is to see
    ("find comm -q", "发展改革委\n商务部\n卫生健康委\n", "", 0),
    ("find 朝鲜族", "", "govrank: '朝鲜族': 延边朝鲜族自治州 Yanbian is not among the known places of 2024\n", 1),
    ("find 武汉 --within -c 区县 -f csv --no-header", (
        "武汉,within,2024,counties,区县,2,true,,,武汉江岸区,武汉市江岸区,湖北省,terton2024\n"
        "武汉,within,2024,counties,区县,3,false,,,武汉武昌区,武汉市武昌区,湖北省,terton2024\n"
    ), "", 0),
    (
        "top -c 其他部门 --year 2018",
        "",
        "govrank: '其他部门' has no list in 2018; it has one in 2024, 2022, 2019, 2016\n",
        2,
    ),
    (
        "top --year 1999",
        "",
        "govrank: no edition of '1999' is known; there are 2024, 2023, 2022, 2021, 2020, 2019, 2018,"
        " 2017, 2016, 2015, 2014, 2013, 2012, 2011, 2010, 2009, 2008, 2007, 2006, 2004, 2003, all\n",
        2,
    ),
    (
        "top -c xx --year 2023",
        "",
        "govrank: no category is named 'xx'; there are dg-provinces, dg-cities, 数字政府\n",
        2,
    ),
    (
        "regions -c 地市 -c 区县 -f csv",
        "region,entities,best_rank\n湖北省,6,2\n广东省,5,1\n福建省,4,1\n安徽省,3,8\n江苏省,2,2\n"
        "浙江省,2,4\n广西壮族自治区,1,3\n山东省,1,4\n",
        "",
        0,
    ),
    (
        f"tier 94.{'9' * 40} -f tsv --no-header",
        f"94.{'9' * 40}\t优秀级\t85\t95\t卓越级\t0.{'0' * 39}1\t2024\n",
        "",
        0,
    ),
    (
        f"tier 0.{'0' * 39}1 -f csv --no-header",
        f"0.{'0' * 39}1,准备级,,60,发展级,59.{'9' * 40},2024\n",
        "",
        0,
    ),
    ("tier 88 --year 2023 -f csv --no-header", "88,优秀级,85,95,卓越级,7,2023\n", "", 0),
    ("tier 88 --year all -q", "优秀级\n优秀级\n", "", 0),
    ("tier - -q", "", "", 0),
    ("tier -", "", "", 0),
    (
        "find 武汉市 武汗 xyz -q",
        "武汉市\n武汉市\n",
        "govrank: 武汉市 Wuhan: 4 more within it; --within lists them\n"
        "govrank: no entity is named '武汗'; did you mean 武汉市 Wuhan, 武汉武昌区 Wuchang,"
        " 成都市武侯区 Wuhou?\n"
        "govrank: no entity is named 'xyz'\n",
        1,
    ),
    (
        "find 潍坊",
        "",
        "govrank: '潍坊': 潍坊市 Weifang is not among the known places of 2024, but of 2015; within"
        " it: 潍坊寿光市 Shouguang\n",
        1,
    ),
    ("find 高新区", "", "govrank: '高新区' is a category: govrank top --category '高新区'\n", 1),
    ("find capitals", "", "govrank: 'capitals' is a category: govrank top --category capitals\n", 1),
    (
        "find 移动客户端",
        "",
        "govrank: '移动客户端' is a category: govrank top --category '移动客户端' --year 2013\n",
        1,
    ),
    (
        "find bodies",
        "",
        "govrank: 'bodies' is a category: govrank top --category bodies --year 2015\n",
        1,
    ),
    # what is near to a body is not what only begins with 国家 too
    ("find 国家计委 --year 2003", "", "govrank: 国家计委 is a former name of 国家发展和改革委员会 National Development"
        " and Reform Commission (until 2003)\ngovrank: '国家计委': 国家发展和改革委员会 National Development and"
        " Reform Commission is not among the known places of 2003, but of 2024, 2022, 2016, 2015, 2014,"
        " 2008, 2006\n", 1),
    ("find 武汉 ！？", "", "govrank: '！？' has no letter or digit to look for\n", 2),
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
    ("tier 88 -f csv --bom --no-header", "\ufeff88,优秀级,85,95,卓越级,7,2024\n", "", 0),
    ("tier 88 -q --bom", "优秀级\n", "", 0),
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
    ("regions -c 部委 -q", "", "govrank: no known place of these lists belongs to a region\n", 0),
    (
        "regions -c 数字政府 -q",
        "",
        "govrank: members not published as text: dg-provinces 2024, dg-cities 2024\n"
        "govrank: no known place of these lists belongs to a region\n",
        0,
    ),
    ("top -c 地市 -n 1 --year all -q", "宁德市\n佛山市\n佛山市\n佛山\n苏州\n", None, 0),
    # what is asked wrongly
    (
        "top -c 地市 -n 0",
        "",
        "govrank: Invalid value for '-n' / '--places': 0 is not in the range x>=1.\n",
        2,
    ),
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
def test_transcript(line: str, out: str, err: str | None, code: int) -> None:
    result = ask(*shlex.split(line))
    assert (result.out, result.code) == (out, code)
    if err is not None:
        assert result.err == err
    elif code:
        assert result.err.count("\n") == 1


def test_every_format_holds_the_same_rows() -> None:
    def rows(format: str) -> list[dict[str, str]]:
        out = ask("find", "武汉", "商务部", "--year", "all", "-f", format).out
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


def lines(result: Result) -> list[str]:
    """What is printed, without the rule under the headings and the blanks at the ends."""
    printed = [line.rstrip() for line in result.out.splitlines()]
    return [line for line in printed if not line or line.strip("-")]


def test_tables() -> None:
    assert lines(ask("top", "-c", "地市", "-n", "2")) == [
        "prefectures  prefecture-level cities other than sub-provincial ones and capitals  2024",
        "rank        name           region",
        "   1  tied  宁德市 Ningde  福建省 Fujian",
        "   1  tied  佛山市 Foshan  广东省 Guangdong",
        "   2        苏州市 Suzhou  江苏省 Jiangsu",
        "10 of 100 places known; the rest was published as pictures",
        "source: terton2024",
        "confirmed: ningde2024",
        "",
    ]


def test_the_gauge_has_the_score_in_its_tier() -> None:
    printed = lines(ask("tier", "90", "110"))
    assert printed[:8] == [
        "90  优秀级  2024",
        "tier    points",
        "卓越级  95 - 110  ....................",
        "优秀级  85 - 95   ##########..........  90",
        "良好级  75 - 85   ####################",
        "发展级  60 - 75   ####################",
        "准备级  0 - 60    ####################",
        "5 points to 卓越级",
    ]
    assert "points to" not in "".join(printed[8:])
    assert "#" not in ask("tier").out
    assert lines(ask("tier", "0"))[0] == "0  准备级  2024"


def test_a_history_is_a_picture_and_its_gaps_are_gaps() -> None:
    assert lines(ask("history", "宁德", "-c", "地市")) == [
        "宁德市 Ningde  福建省 Fujian",
        "prefectures",
        "   1            *",
        "   5      *",
        "   6   *",
        "      19 20 .. 24",
        "year            rank         of  name",
        "2019               6             宁德市",
        "2020               5        100  宁德",
        "2021-2023  not known",
        "2024               1  tied  100  宁德市",
        "see the notes that top prints with prefectures 2019, prefectures 2020",
        "source: ningde2024, fz2020, terton2024",
        "",
    ]


def test_a_batch_has_no_notes() -> None:
    said = "govrank: '宣武区': 北京市西城区 Xicheng is not among the known places of 2024, but of 2015;"
    result = ask("find", "-", stdin="宣武区\n襄樊\n".encode())
    assert result.err.startswith(said)
    assert result.err.count("\n") == 1


def test_a_region_is_told_once_if_it_is_everyones() -> None:
    assert lines(ask("find", "武汉", "--within", "-c", "区县")) == [
        "武汉  湖北省 Hubei",
        "year  list      rank         of  name",
        "2024  counties     2  tied  100  武汉江岸区 Jiang'an",
        "2024  counties     3        100  武汉武昌区 Wuchang",
        "source: terton2024",
        "",
    ]
    title, headings, first, *_others = lines(ask("find", "高新技术"))
    assert title == "高新技术"
    assert headings.endswith("region")
    assert first.endswith("浙江省 Zhejiang")


def test_a_note_is_there_though_no_place_is_asked_for() -> None:
    assert lines(ask("top", "-c", "区县", "--year", "2019")) == [
        "counties  districts, counties and county-level cities  2019",
        "The name of Nanming was put back into Chinese from an English report.",
        "places known: 2, how many were listed is not stated",
        "",
    ]


def test_what_is_asked_for_twice_is_shown_once() -> None:
    twice = ask("history", "宁德", "商务部", "ningde")
    assert twice.out == ask("history", "宁德", "商务部").out
    assert ask("history", "宁德", "宁德市", "ningde").out == ask("history", "宁德").out
    assert ask("find", "武汉", "武汉", "-c", "省会") == ask("find", "武汉", "-c", "省会")
    assert ask("find", "武汉", "武汉", "-c", "省会", "-q").out == "武汉市\n武汉市\n"


def test_the_addresses_of_the_sources() -> None:
    assert lines(ask("find", "商务部", "--sources", "--year", "2022")) == [
        "商务部 Ministry of Commerce",
        "year  list        rank  of  score  name",
        "2022  ministries     1  15   88.3  商务部 Ministry of Commerce",
        "source: ccid2022bw",
        "ccid2022bw: 第二十一届(2022)部委网站绩效评估结果,"
        " 中国软件评测中心 / 北京赛迪工业和信息化系统评估中心,"
        " http://www.ccidegov.cn/fbh2022/info/1032/1156.htm",
        "",
    ]


def test_compare_marks_the_best() -> None:
    assert lines(ask("compare", "武汉", "成都", "广州", "厦门")) == [
        "year  list           武汉市 Wuhan  成都市 Chengdu  广州市 Guangzhou  厦门市 Xiamen",
        "2024  subprovincial  2 tied        2 tied          10 tied           1 *",
        "2024  capitals       1 tied *      1 tied *        10",
        "* best of the row",
        "source: terton2024",
        "",
    ]
    awarded = ask("compare", "宁德", "商务部").out.splitlines()
    assert [line.split()[-1] for line in awarded if "case-prefectures" in line] == ["awarded"]
    assert "*" not in ask("compare", "宁德", "-c", "优秀创新案例").out
    assert ask("compare", "xyz") == ("", "govrank: no entity is named 'xyz'\n", 1)


def test_the_leading_provinces() -> None:
    assert lines(ask("regions", "-c", "区县", "-n", "2")) == [
        "region            entities  best rank",
        "广东省 Guangdong         2          1  ####################",
        "湖北省 Hubei             1          2  ##########",
        "entities in the first 2 places that are known, of 2024",
        "",
    ]


def test_what_is_known_of_the_editions() -> None:
    one = lines(ask("categories", "--year", "2022"))
    assert one == [
        "2022",
        "id          group  kind    known  listed  who",
        "ministries  部委   ranked     15      15  constituent departments of the State Council",
        "agencies    部委   ranked      6      15  other departments under the State Council",
    ]
    table = {
        line.split()[0]: line.split()[1:] for line in lines(ask("categories", "--year", "all"))[:-2]
    }
    at = table["list"].index("22")
    assert (table["ministries"][at], table["agencies"][at], table["counties"][at]) == (
        "15",
        "6",
        ".",
    )
    names = ask("categories", "-q").out.split()
    assert names[:2] == ["ministries", "agencies"]
    assert len(names) == 18


def test_a_list_in_tiers_and_a_list_without_an_order() -> None:
    tiered = ask("top", "-c", "省级数字政府", "--year", "2019").out
    assert "names known: 15" in tiered.splitlines()
    assert [line.split()[0] for line in tiered.splitlines()[3:5]] == ["优秀级", "优秀级"]
    assert "宁德市 Ningde" in ask("top", "-c", "地市案例").out
    assert "dg-provinces" in ask("history", "福建", "-c", "省级数字政府").out


def test_an_incomplete_list_says_why() -> None:
    assert (
        "6 of 15 places known; the rest of the page could not be read"
        in ask("top", "-c", "其他部门", "--year", "2022").out
    )
    assert "how many were listed is not stated" in ask("top", "-c", "副省级").out
    whole = ask("top", "-c", "组成部门", "--year", "2022").out
    assert "all 15 places" in whole.splitlines()
    assert "neither says they are tied" in ask("top", "-c", "副省级", "--year", "2020").out


def test_names_from_stdin() -> None:
    assert ask("find", "-", "-q", stdin="武汉\n\n！？\nxyz\n".encode()) == (
        "武汉市\n武汉市\n",
        "govrank: '！？' has no letter or digit to look for\ngovrank: no entity is named 'xyz'\n",
        1,
    )


def test_progress(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO("商务部\n".encode() * 1024)))
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    monkeypatch.setattr("time.monotonic", iter(range(99)).__next__)
    assert run(["find", "-", "-q"]) == 0
    assert capsys.readouterr() == ("商务部\n" * 1024, "512\r1,024\r     \r")


def test_every_source_can_be_cited() -> None:
    rows = list(csv.DictReader(io.StringIO(ask("sources", "-f", "csv").out)))
    assert list(rows[0]) == ["source", "publisher", "title", "date", "kind", "url"]
    assert {row["kind"] for row in rows} == {"official", "reprint", "press", "local", "translated"}
    assert lines(ask("sources"))[0] == "terton2024  reprint  2024-12-20"


def test_the_export_is_every_placement(tmp_path: Path) -> None:
    exported = ask("export").out
    assert exported.count("\n") == 1 + len(load().placements)
    assert ask("export", "-f", "json").out.startswith("[\n{")
    assert "prefectures" in ask("export", "-f", "table").out
    assert ask("export", "--datapackage", str(tmp_path / "new")) == ("", "", 0)
    assert (tmp_path / "new" / "placements.csv").read_text(encoding="utf-8") == exported
    package = json.loads((tmp_path / "new" / "datapackage.json").read_bytes())
    for resource in package["resources"]:
        with (tmp_path / "new" / resource["path"]).open(encoding="utf-8", newline="") as file:
            columns = csv.DictReader(file).fieldnames
        assert [field["name"] for field in resource["schema"]["fields"]] == columns
    types = {f["name"]: f["type"] for f in package["resources"][0]["schema"]["fields"]}
    assert (types["rank"], types["score"], types["tied"]) == ("integer", "number", "boolean")


def test_hostile_text_is_inert(tmp_path: Path) -> None:
    folder = shutil.copytree(DATA, tmp_path / "data")
    file = folder / "editions" / "2024.yaml"
    hostile = "'=1+[bold]:smile:[/]宁德市'"
    file.write_text(file.read_text("utf-8").replace("宁德市,", f"{hostile},"), "utf-8")
    names = folder / "entities.yaml"
    aliased = names.read_text("utf-8").replace(
        "name: 宁德市,", f"name: 宁德市, aliases: [{hostile}],"
    )
    names.write_text(aliased, "utf-8")
    words = ("top", "-c", "地市", "-n", "1", "--data", str(folder))
    assert "=1+[bold]:smile:[/]宁德市" in ask(*words).out
    assert ",'=1+[bold]" in ask(*words, "-f", "csv").out
    assert '"=1+[bold]' in ask(*words, "-f", "json").out
    assert "\x1b" not in ask("find", "\x1b[31m武汉\u202e", "xyz\x9b").err
    assert "\x1b" not in ask("find", "\x1b[31m武汉\u202e", "成都").out


def test_version_and_help() -> None:
    assert ask("--version").out == f"govrank {__version__} · data 2003-2024\n"
    assert ask().out == ask("--help").out
    for line in ("find 武汉市", "top --category 地市 -n 10", "history 宁德", "tier 88"):
        assert f"  govrank {line}\n" in ask().out


def test_the_examples_of_the_help_hold(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copytree(DATA, tmp_path / "data")
    commands = re.findall(r"^  (\w+)  ", ask().out.partition("Commands:")[2], re.MULTILINE)
    assert len(commands) == 10
    for command in commands:
        examples = re.findall(r"^    govrank (.*)$", ask(command, "-h").out, re.MULTILINE)
        assert len(examples) == 2
        for example in examples:
            assert example.startswith(command)
            assert ask(*shlex.split(example)).code == 0


def test_interrupted(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("govrank.query.top", interrupt)
    assert ask("top").code == 130


def test_without_sigpipe_and_without_stdout(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gc.freeze", bool)
    monkeypatch.setattr("gc.disable", bool)
    monkeypatch.delattr("signal.SIGPIPE")
    monkeypatch.setattr("sys.argv", ["govrank", "tier", "88"])
    monkeypatch.setattr("sys.stdout", None)
    assert main() == 74
    monkeypatch.setattr("sys.stderr", None)
    assert main() == 74


DATASET = load()


@given(
    st.decimals(min_value=0, max_value=110, allow_nan=False, places=3)
    | st.sampled_from([Decimal(n) for n in (0, 60, 75, 85, 95, 110)])
)
def test_the_tiers_cover_the_scale(score: Decimal) -> None:
    """Each score has one tier, and the points it misses lead into the next one exactly."""
    [scale] = query.select_scales(DATASET, None)
    row = query.tier(scale, str(score))
    assert (row.min or 0) <= score
    assert row.max is None or score < row.max
    if row.points_to_next is None:
        assert row.tier == "卓越级"
    else:
        assert query.tier(scale, str(score + row.points_to_next)).tier == row.next_tier


@given(st.integers(1, 130), st.sampled_from(DATASET.lists))
def test_ties_are_never_cut(places: int, listing: Listing) -> None:
    rows = query.top(DATASET, [listing], places).rows
    shown = {row.name for row in rows}
    of_list = [p for p in DATASET.placements if (p.year, p.category) == listing[:2]]
    for row in of_list:
        assert (row.name in shown) == (row.rank is None or row.rank <= places)
