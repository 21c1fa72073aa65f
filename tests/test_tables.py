"""A table of one's own: what is read of it, what is refused and where, and what it is laid over."""

import csv
import io
import os
import random
import re
import sqlite3
import sys
import tracemalloc
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import Mock

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import govrank
from govrank import dataset, store
from govrank.folder import cells, headings, laid, meant, sheets, workbooks
from govrank.models import DataError, Placement
from govrank.store import Store
from govrank.words import files
from tests.support import ROOT, Result, ask, ask_in_chinese, opened

xlsxwriter = pytest.importorskip("xlsxwriter")
pytest.importorskip("python_calamine")

CITIES = "名次,名称\n11,滁州市\n11,漳州市\n12,潍坊市\n"


@pytest.fixture(autouse=True, scope="module")
def _bundled() -> Iterator[None]:
    """A source tree compiles its data at each start. The tests have compiled it once."""
    compiled = os.environ.get("GOVRANK_DATA")

    def opened() -> Store:
        return Store(store.open_file(Path(str(compiled)), trusted=True))

    with pytest.MonkeyPatch.context() as patch:
        if compiled:
            patch.setattr(dataset, "_open_bundled", opened)
        yield


def table(folder: Path, name: str, text: str | bytes, encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
    return path


def workbook(path: Path, **of_sheet: list[list[Any]]) -> Path:
    """A workbook. A tuple is a column's cells that are merged: a value, and how many."""
    book = xlsxwriter.Workbook(path)
    for name, rows in of_sheet.items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, tuple):
                    merged, count = value
                    sheet.merge_range(number, column, number + count - 1, column, merged)
                elif value is not None:
                    sheet.write(number, column, value)
    book.close()
    return path


def rows_of(path: Path, **given: Any) -> list[Placement]:
    """What the table added: the rows of which it is the source."""
    data = govrank.load(path, **given)
    return [row for row in data.top(year="all", places=10**6) if row.source == path.name]


def ranks_of(path: Path, **given: Any) -> list[tuple[Any, ...]]:
    return [(row.rank or row.tier, row.entity, row.tied) for row in rows_of(path, **given)]


THREE = [(11, "滁州市", True), (11, "漳州市", True), (12, "潍坊市", False)]


def test_the_table_of_the_contract(tmp_path: Path) -> None:
    path = table(tmp_path, "2024-地市.csv", CITIES)
    out, err, code = ask("top", "地市", "-n", "12", "-q", "--data", str(path))
    assert out.split()[-4:] == ["六安市", "滁州市", "漳州市", "潍坊市"]
    assert (err, code) == ("", 0)
    out, err, code = ask("check", str(path))
    name = "Prefecture-level cities 2024 (12 of 100 places known)"
    assert (out, err, code) == (f"{path}: rows: 3; lists: {name}; new entities: 0\n", "", 0)


# what spreadsheets write


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("name", ["2024-地市.csv", "2024-地市.tsv", "2024-地市.TXT"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encodings_and_separators(
    tmp_path: Path, encoding: str, separator: str, name: str, end: str
) -> None:
    text = CITIES.replace(",", separator).replace("\n", end)
    assert ranks_of(table(tmp_path, name, text, encoding)) == THREE


# Each is a file as spreadsheets really are, and says the same.
KINDNESSES = {
    "headings in English, in any order": "name,rank\n滁州市,11\n漳州市,11\n潍坊市,12\n",
    "headings with blanks and units": "名 次 ,单位（全称）\n11,滁州市\n11,漳州市\n12,潍坊市\n",
    "a title above the heading": "地市政府网站,\n填报单位：无,日期：无\n" + CITIES,
    "a year above the heading": "2024,\n" + CITIES,
    "what Excel writes of a separator": "sep=,\n" + CITIES,
    "empty rows and columns": (
        ",,,\n,名次,名称,\n\n,11,滁州市,\n,,,\n,11,漳州市,\n,12,潍坊市,,,\n\n"
    ),
    "a total at the end": CITIES + "合计,3\n",
    "a total under the names": CITIES + ",总 计\n",
    "a total with how many they are": CITIES + ",合计（3个）\n",
    "a total with a colon": CITIES + ",总计：3\n",
    "a total with blanks and a colon": CITIES + "合  计：,\n",
    "a total in a column that is not read": "组,名次,名称\na,11,滁州市\na,11,漳州市\nb,12,潍坊市\n"
    "合 计,,3\n",
    "a title of 19 rows": "x\n" * 19 + CITIES,
    "totals and averages in several words": CITIES
    + ",小计\n,共计 3 个\n,平均\n,平均分\n,总分\n,Total\n,Average: 9\n平均得分,9\n",
    "a footnote": CITIES + "注：名次相同者并列\n",
    "the heading again": "名次,名称\n11,滁州市\n名次,名称\n11,漳州市\n12,潍坊市\n",
    "numbers of a spreadsheet": "名次,名称\n11.0,滁州市\n11.0,漳州市\n12.0,潍坊市\n",
    "full-width digits": "名次,名称\n１１,滁州市\n１１,漳州市\n１２,潍坊市\n",
    "places in words": "名次,名称\n第11名,滁州市\n第11名,漳州市\n第12名,潍坊市\n",
    "ties with a sign": "名次,名称\n11=,滁州市\n11=,漳州市\n12,潍坊市\n",
    "ties in words": "名次,名称\n并列11,滁州市\n第11名（并列）,漳州市\n12,潍坊市\n",
    "a rank left empty under a tie": "名次,名称\n11,滁州市\n,漳州市\n12,潍坊市\n",
    "a column that says who is tied": "名次,名称,并列\n11,滁州市,是\n11,漳州市,是\n12,潍坊市,否\n",
    "quotation marks": '"名次","名称"\n"11","滁州市"\n11,"漳州市"\n12,潍坊市\n',
    "blanks around": "名次,名称\n 11 ,滁州市\u3000\n11,\u00a0漳州市\n12, 潍坊市\n",
    "columns of year and list": "名称,名次,年份,榜单\n滁州市,11,2024年,地市\n"
    "漳州市,11,2024,地级市\n潍坊市,12,2024.0,prefectures\n",
    "rows in any order": "名次,名称\n12,潍坊市\n11,滁州市\n11,漳州市\n",
    "names as people write them": "名次,名称\n11,滁州\n11,福建漳州\n12,Weifang\n",
    "a remark that is not read": "名次,名称,备注\n11,滁州市,a\n,,b\n11,漳州市,\n12,潍坊市,\x01\n",
}  # fmt: skip


@pytest.mark.parametrize("text", KINDNESSES.values(), ids=KINDNESSES)
def test_a_kindness(tmp_path: Path, text: str) -> None:
    assert ranks_of(table(tmp_path, "2024-地市.csv", text)) == THREE


WORKBOOKS: dict[str, dict[str, list[list[Any]]]] = {
    "one sheet without a name": {
        "Sheet1": [["名次", "名称"], [11, "滁州市"], [11, "漳州市"], [12, "潍坊市"]]
    },
    "merged cells": {
        "Sheet1": [["名次", "名称"], [(11, 2), "滁州市"], [None, "漳州市"], [12, "潍坊市"]]
    },
    "a title, texts, a total": {
        "地市": [
            ["地市政府网站"],
            [],
            [None, "名次", "名称"],
            [None, "11", "滁州市"],
            [None, "11", "漳州市"],
            [None, "12", "潍坊市"],
            ["合计", None, 3],
            [None, None, "平均分（全省）"],
        ],
    },
    "a sheet that is not read": {
        "2024地市": [["名次", "名称"], [11, "滁州市"], [11, "漳州市"], [12, "潍坊市"]],
        "说明": [["无"]],
    },
}  # fmt: skip


@pytest.mark.parametrize("book", WORKBOOKS.values(), ids=WORKBOOKS)
def test_a_workbook(tmp_path: Path, book: dict[str, list[list[Any]]]) -> None:
    assert ranks_of(workbook(tmp_path / "2024-地市.xlsx", **book)) == THREE


def test_each_sheet_is_a_list(tmp_path: Path) -> None:
    rows: dict[str, list[list[Any]]] = {
        "地市": [["名次", "名称"], [11, "滁州市"]],
        "区县2023": [["名次", "名称"], [20, "昆山市"]],
    }
    path = workbook(tmp_path / "2024.xlsx", **rows)
    found = [(row.year, row.category, row.rank) for row in rows_of(path)]
    assert found == [(2024, "prefectures", 11), (2023, "counties", 20)]
    # The second sheet goes by its own name, whatever the file says of the first.
    path = table(tmp_path, "2024-地市.xlsx", book())
    found = [(row.year, row.category, row.rank) for row in rows_of(path)]
    assert found == [(2024, "prefectures", n) for n in (11, 11, 12)] + [(2024, "counties", 20)]


def test_two_sheets_that_are_lists_go_by_their_own_names(tmp_path: Path) -> None:
    rows: dict[str, list[list[Any]]] = {
        "区县": [["名次", "名称"], [20, "昆山市"]],
        "地市": [["名次", "名称"], [11, "滁州市"]],
    }
    path = workbook(tmp_path / "2024-地市.xlsx", **rows)
    found = {(row.category, row.rank, row.entity) for row in rows_of(path)}
    assert found == {("counties", 20, "苏州市昆山市"), ("prefectures", 11, "滁州市")}


def test_who_is_called_like_a_total_stays(tmp_path: Path) -> None:
    path = table(
        tmp_path, "2024-甲.csv", "名次,名称\n1,总分公司\n2,Sum 41\n3,Totality\n4,平均（县）\n"
    )
    assert [name for _rank, name, _tied in ranks_of(path)] == [
        "总分公司", "Sum 41", "Totality", "平均（县）",
    ]  # fmt: skip
    path = table(tmp_path, "2024-乙.csv", "名称,实体\n合计（一）,商务部\n合计,\n")
    assert [row.entity for row in rows_of(path)] == ["商务部"]
    path = table(tmp_path, "2024-丙.csv", "等级,名称\n平均,a\n小计,2\n")
    assert [row.tier for row in rows_of(path)] == ["平均"]


def test_the_one_sheet_says_what_the_file_does_not(tmp_path: Path) -> None:
    for file, sheet, said in (
        ("工作簿1", "2024-考评", (2024, "考评")),
        ("Book1", "考评2024", (2024, "考评")),
        ("考评", "2024", (2024, "考评")),
        ("2024", "考评", (2024, "考评")),
        # Where both say it, the file's name counts, unless the sheet is one of several lists.
        ("2024-考评", "2023-数据", (2024, "考评")),
    ):
        rows: list[list[Any]] = [["名次", "名称"], [1, "甲局"]]
        path = workbook(tmp_path / f"{file}.xlsx", **{sheet: rows})
        assert [(row.year, row.category) for row in rows_of(path)] == [said]


def test_a_sheet_that_names_a_known_list_counts_more_than_the_file(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["名次", "名称"], [11, "滁州市"]]
    path = workbook(tmp_path / "2024-考评.xlsx", 地市=rows)
    assert [(row.year, row.category) for row in rows_of(path)] == [(2024, "prefectures")]


STEMS = [
    ("2024-地市", (2024, "地市")),
    ("地市2024", (2024, "地市")),
    ("2024地市", (2024, "地市")),
    ("地市_2024年", (2024, "地市")),
    ("２０２４年度 地市", (2024, "地市")),
    ("prefectures-2024", (2024, "prefectures")),
    ("2024-福建省直（试行）", (2024, "福建省直（试行）")),
    ("2024", (2024, "")),
    ("地市", (None, "地市")),
    ("Sheet1", (None, "")),
    ("工作表 2", (None, "")),
    ("工作簿1", (None, "")),
    ("Book1", (None, "")),
    ("新建 Microsoft Excel 工作表 (2)", (None, "")),
    ("2023-2024地市", (None, "2023-2024地市")),
    ("12024-地市", (None, "12024-地市")),
]


@pytest.mark.parametrize(("stem", "said"), STEMS)
def test_what_a_name_says(stem: str, said: tuple[int | None, str]) -> None:
    assert cells.titled(stem) == said


@pytest.mark.parametrize(
    ("text", "rank", "band"),
    [
        ("11", 11, None), ("1.0", 1, None), ("=1", 1, None), ("1=", 1, None), ("T3", 3, None),
        ("123456789", 123456789, None), ("1234567890", None, None), ("第 3 名", 3, None),
        ("前10", None, 10), ("前100名", None, 100), ("Top 10", None, 10), ("No.7", 7, None),
        ("0", None, None), ("-1", None, None), ("1.5", None, None), ("8²", None, None),
        ("①", None, None), ("1-3", None, None), ("十一", None, None), ("前0", None, None),
        ("1" * 30, None, None), ("1e3", None, None),
    ],
)  # fmt: skip
def test_ranks(text: str, rank: int | None, band: int | None) -> None:
    found = cells.rank_of(text)
    tied = True if text in ("=1", "1=", "T3") else None
    assert found == (None if rank is band is None else (rank, band, tied))


@pytest.mark.parametrize(
    ("text", "score"),
    [("88.5", 88.5), ("88.5分", 88.5), ("８８", 88.0), ("88.36666666666667", 88.36666666666667),
     ("1e-05", 1e-05), ("-1", None), ("88²", None), ("nan", None), ("1_0", None), ("", None)],
)  # fmt: skip
def test_scores(text: str, score: float | None) -> None:
    assert cells.score_of(text) == score


@pytest.mark.parametrize(
    ("text", "truth"),
    [("TRUE", True), ("yes", True), ("1", True), ("１.0", True), ("是", True), ("√", True),
     ("=", True), ("False", False), ("no", False), ("0", False), ("不并列", False), ("×", False),
     ("maybe", None), ("2", None)],
)  # fmt: skip
def test_yes_and_no(text: str, truth: bool | None) -> None:
    assert cells.truth_of(text) is truth


@pytest.mark.parametrize(
    ("text", "year"),
    [("2024", 2024), ("2024年", 2024), ("2024年度", 2024), ("2024.0", 2024), ("２０２４", 2024),
     ("1999", 1999), ("24", None), ("1899", None), ("20240", None), ("2024.5", None)],
)  # fmt: skip
def test_years(text: str, year: int | None) -> None:
    assert cells.year_of(text) == year


@pytest.mark.parametrize(
    ("cell", "text"),
    [(" a \u3000 b ", "a b"), ("'=1", "=1"), ("'+1", "+1"), ("'-1", "-1"), ("'@a", "@a"),
     ("''=1", "''=1"), ("'a", "'a"), ("'", "'"), ("x'=1", "x'=1"), ("", "")],
)  # fmt: skip
def test_texts(cell: str, text: str) -> None:
    """The apostrophe that `export` puts in front of a formula is no part of it."""
    assert cells.text_of(cell) == text


# where a list comes from


@pytest.mark.parametrize(
    ("file", "text", "names"),
    [
        ("2024-甲.csv", "名称;备注\n甲局;x\n", ["甲局"]),
        ("2024-甲.csv", "名称\n甲局\t处\n", ["甲局 处"]),
        ("2024-甲.tsv", "名称\n甲局,处\n", ["甲局,处"]),
        ("2024-甲.TSV", "名称\n甲局,处\n", ["甲局,处"]),
    ],
)
def test_a_table_of_one_column(tmp_path: Path, file: str, text: str, names: list[str]) -> None:
    """Where the heading does not say what separates, the name of the file does."""
    assert [row.name for row in rows_of(table(tmp_path, file, text))] == names


def test_only_the_first_rows_say_how_a_table_is_separated(tmp_path: Path) -> None:
    """The first 20, the heading among them. What names most columns is the heading."""
    rows = ["名次,名称,备注", *(f"{rank},单位{rank}," for rank in range(1, 21))]
    beside = "名次;名称;得分;等级"
    path = table(tmp_path, "2024-甲.csv", "\n".join([*rows[:20], rows[20] + beside]))
    assert len(rows_of(path)) == 20
    table(tmp_path, "2024-甲.csv", "\n".join([*rows[:19], rows[19] + beside, rows[20]]))
    assert ask("check", str(path)) == ("", f"govrank: {path}:1: is empty\n", 3)


def test_a_code_and_an_english_name_are_read_only_of_what_export_writes(tmp_path: Path) -> None:
    path = table(tmp_path, "2024-甲.csv", "名次,名称,代码,英文名,榜单名称\n1,甲局,350100,x,y\n")
    data = govrank.load(path)
    [row] = data.top("甲")
    assert (row.code, row.english, row.category_label) == (None, None, "甲")
    assert data.notes == [f"{path}: these columns are not read: 代码, 英文名, 榜单名称"]
    path = table(tmp_path, "2024-甲.csv", "名次,,名称,x,,x\n1,,甲局,,,\n")
    assert govrank.load(path).notes == [f"{path}: these columns are not read: x"]


@pytest.mark.parametrize("asked", [ask, ask_in_chinese])
@pytest.mark.parametrize("words", ["find 宁德 --year all", "top 地市 --since 2019"])
@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_what_govrank_writes_beside_a_row_is_worth_no_note(
    tmp_path: Path, words: str, format: str, asked: Callable[..., Result]
) -> None:
    path = tmp_path / f"out.{format}"
    assert asked(*words.split(), "-o", str(path)).code == 0
    assert asked("check", str(path)).err == ""
    if format == "csv":
        lines = path.read_text("utf-8-sig").splitlines()
        table(tmp_path, "out.csv", "\n".join([lines[0] + ",a,b", *(x + ",," for x in lines[1:])]))
        assert asked("check", str(path)).err.endswith((": a, b\n", "：a、b\n"))


def test_a_column_of_official_names_is_enough(tmp_path: Path) -> None:
    path = table(tmp_path, "2024-地市.csv", "名次,全称\n11,滁州市\n")
    assert [(row.name, row.entity) for row in rows_of(path)] == [("滁州市", "滁州市")]


def test_a_cell_under_no_heading_is_noted(tmp_path: Path) -> None:
    text = "名次,,名称\n11,,滁州市\n11,,漳州市,又\n12,x,潍坊市\n合计,,,3\n"
    path = table(tmp_path, "2024-地市.csv", text)
    note = f"{path}:3: has a cell under no heading, which is not read (and 1 more)"
    assert govrank.load(path).notes == [note]
    assert ask("check", str(path)).err == note + "\n"
    assert ranks_of(path) == THREE
    assert govrank.load(table(tmp_path, "2024-地市.csv", CITIES.replace("\n", ",\n"))).notes == []


def test_a_column_that_is_there_is_not_to_be_added(tmp_path: Path) -> None:
    path = table(tmp_path, "2024-甲.csv", "等级,名称\n优,a\n,b\n")
    said = "has no tier, and 甲 is a list of tiers: the cell is empty"
    assert ask("check", str(path)) == ("", f"govrank: {path}:3: {said}\n", 3)
    path = table(tmp_path, "2024-地市.csv", "名次,名称,等级\n,潍坊市,优秀级\n")
    said = "has no rank, and Prefecture-level cities is a list with ranks: the cell is empty"
    assert ask("check", str(path)) == ("", f"govrank: {path}:2: {said}\n", 3)


def test_a_name_of_somebody_else_is_told_who_else_bears_it(tmp_path: Path) -> None:
    path = table(tmp_path, "2024-区县.csv", "名次,名称\n90,朝阳\n91,合肥\n")
    said = "which is none of those that Districts and counties ranks"
    others = in_english("北京市朝阳区", "朝阳市朝阳县", "长春市朝阳区")
    assert ask("check", str(path)).err.splitlines() == [
        f"govrank: {path}:2: '朝阳' means Chaoyang 朝阳市, {said}; did you mean {others}?",
        f"govrank: {path}:3: '合肥' means Hefei 合肥市, {said}",
    ]


def test_a_wrong_name_is_told_in_each_row_and_list(tmp_path: Path) -> None:
    text = "榜单,名次,名称\n地市,90,武威市\n区县,90,武威市\n区县,91,武威市\n"
    path = table(tmp_path, "2024.csv", text)
    said = (
        f"'武威市' means {in_english('武威市')}, which is none of those that Districts and counties"
        f" ranks; did you mean {in_english('武威市凉州区')}?"
    )
    lines = ask("check", str(path)).err.splitlines()
    assert lines == [f"govrank: {path}:{row}: {said}" for row in (3, 4)]


def in_english(*names: str) -> str:
    """Entities as an English reader is told of them."""
    found = [opened().entity_called(name) for name in names]
    return ", ".join(f"{entity.english} {entity.name}" for entity in found if entity)


@pytest.mark.parametrize(
    ("list", "name", "fits"),
    [
        ("地市", "武汉市", "潍坊市"),
        ("地市", "合肥市", "宁德市"),
        ("省会", "宁德市", "合肥市"),
        ("副省级", "合肥市", "武汉市"),
        ("高新区", "望城经济技术开发区", "武汉东湖新技术开发区"),
        ("组成部门", "国家统计局", "商务部"),
    ],
)
def test_a_list_is_of_those_whom_the_data_names(
    tmp_path: Path, list: str, name: str, fits: str
) -> None:
    path = table(tmp_path, "2031.csv", f"榜单,名次,名称\n{list},1,{name}\n{list},2,{fits}\n")
    [label] = [one.english for one in opened().categories() if one.label == list]
    said = f"'{name}' means {in_english(name)}, which is none of those that {label} ranks"
    assert ask("check", str(path)) == ("", f"govrank: {path}:2: {said}\n", 3)


def test_who_was_in_a_list_or_has_ended_may_be_in_it_again(tmp_path: Path) -> None:
    rows = opened().connection.execute(
        "SELECT DISTINCT c.id, e.name FROM placements p JOIN entities e ON e.id = p.entity"
        " JOIN categories c ON c.id = p.category"
        " WHERE EXISTS (SELECT 1 FROM populations o WHERE o.category = c.id) AND NOT EXISTS"
        " (SELECT 1 FROM populations o WHERE o.category = c.id AND o.entity = e.id)"
    )
    found = rows.fetchall()
    assert found
    for n, (category, name) in enumerate(found):
        path = table(tmp_path, f"{n}.csv", f"rank,name,entity\n1,{name},{name}\n")
        assert ask("check", str(path), "--year", "2031", "-c", category).code == 0


def test_a_bundled_list_only_if_the_whole_name_is_one(tmp_path: Path) -> None:
    for name, category in (("2024-部委.csv", "bodies"), ("2024-app-counties.csv", "app-counties")):
        path = table(tmp_path, name, "rank,name,entity\n1,x,商务部\n1,y,昆山市\n")
        out, err, code = ask("check", str(path))
        assert (out, code) == ("", 3)
        assert err.count("\n") == 1
        assert category
    path = table(tmp_path, "2024-福建地市.csv", "名次,名称\n1,福州市\n2,某单位\n")
    [first, second] = rows_of(path)
    assert (first.category, first.entity) == ("福建地市", "福州市")
    assert (second.category, second.entity) == ("福建地市", "某单位")
    out, _err, _code = ask("check", str(path))
    assert "福建地市 2024, new (" in out
    assert out.endswith("new entities: 1\n")


def test_a_group_is_no_list(tmp_path: Path) -> None:
    path = table(tmp_path, "2024-城市.csv", CITIES)
    inside = [one for one in opened().categories() if one.group == "cities"]
    fault = "'城市' is a group of lists; name one of them: "
    first = ask("check", str(path)).err.splitlines()[0]
    named = first.removeprefix(f"govrank: {path}:2: {fault}").split(", ")
    assert sorted(named) == sorted(one.english for one in inside)


def test_a_list_is_one_however_its_name_is_written(tmp_path: Path) -> None:
    text = "榜单,名次,名称\nA 榜,1,甲局\nａ榜,2,乙局\nPREFECTURES,11,滁州市\n地级市,12,潍坊市\n"
    path = table(tmp_path, "2024.csv", text)
    found = [(row.category, row.category_label, row.rank) for row in rows_of(path)]
    assert found == [
        ("prefectures", "地市", 11), ("prefectures", "地市", 12),
        ("A 榜", "A 榜", 1), ("A 榜", "A 榜", 2),
    ]  # fmt: skip


def test_anybody_may_get_an_award_that_all_kinds_have_got(tmp_path: Path) -> None:
    path = table(tmp_path, "2031-突出贡献奖.csv", "名称\n商务部\n昆山市\n")
    assert [row.entity for row in rows_of(path)] == ["商务部", "苏州市昆山市"]


def test_who_is_new_in_one_list_is_none_of_those_of_another(tmp_path: Path) -> None:
    text = "榜单,名次,等级,实体\n甲,1,,某局\n地市,2,,某局\n突出贡献奖,,,某局\n"
    path = table(tmp_path, "2031.csv", text)
    said = "'某局' means 某局, which is none of those that Prefecture-level cities ranks"
    assert ask("check", str(path)).err == f"govrank: {path}:3: {said}\n"


def test_what_each_file_holds(tmp_path: Path) -> None:
    table(tmp_path, "2023-甲.csv", "名次,名称\n1,甲局\n2,乙局\n")
    table(tmp_path, "2024-甲.CSV", "名次,名称\n1,甲局\n2,丙局\n")
    known = "length of the list not stated"
    table(tmp_path, "地市.csv", "年份,名次,名称\n2024,11,滁州市\n2031,1,滁州市\n2031,1,宁德\n")
    assert ask("check", str(tmp_path)).out == (
        f"2023-甲.csv: rows: 2; lists: 甲 2023, new (places known: 2, {known}); new entities: 2\n"
        f"2024-甲.CSV: rows: 2; lists: 甲 2024, new (places known: 2, {known}); new entities: 1\n"
        "地市.csv: rows: 3; lists: Prefecture-level cities 2024 (11 of 100 places known),"
        f" Prefecture-level cities 2031 (places known: 1, {known}); new entities: 0\n"
    )


def test_a_sheet_that_names_no_list_is_noted_unless_it_has_a_column_of_them(
    tmp_path: Path,
) -> None:
    path = workbook(
        tmp_path / "2024-地市.xlsx",
        地市=[["名次", "名称"], [11, "滁州市"]],
        Sheet2=[["名次", "名称"], [12, "漳州市"]],
        附表=[["无"]],
        Sheet4=[["榜单", "名次", "名称"], ["地市", 12, "潍坊市"]],
    )
    assert [row.entity for row in rows_of(path)] == ["滁州市", "潍坊市"]
    said = "these sheets are not read, as they name no list: Sheet2, 附表"
    assert govrank.load(path).notes == [f"{path}: {said}"]


def test_a_band_may_be_in_the_column_of_tiers(tmp_path: Path) -> None:
    path = table(tmp_path, "2024-甲.csv", "名次,名称,等级\n1,a,优\n,b,前9\n前9,c,前9\n")
    assert [(row.rank, row.tier) for row in rows_of(path)] == [
        (1, "优"),
        (None, "前9"),
        (None, "前9"),
    ]
    path = table(tmp_path, "2024-甲.csv", "名次,名称\n1,a\n前9,b\n,c\n")
    assert [(row.rank, row.tier) for row in rows_of(path)] == [
        (1, None),
        (None, "前9"),
        (None, "前9"),
    ]


def test_a_file_without_year_or_list_is_told_how_to_be_named(tmp_path: Path) -> None:
    for name, what in (("地市.csv", "says no year"), ("2024.csv", "says no list"),
                       ("Sheet1.csv", "says neither year nor list")):  # fmt: skip
        path = table(tmp_path, name, CITIES)
        how = "name the file like 2024-prefectures.csv, or add columns year and category"
        assert ask("check", str(path)) == ("", f"govrank: {path}:1: {what}; {how}\n", 3)
    path = table(tmp_path, "Sheet1.csv", CITIES)
    assert ranks_of(path, year=2024, category="地市") == THREE
    assert ask("check", str(path), "--year", "2024年", "-c", "prefectures").code == 0
    assert ask("check", str(path), "--year", "24", "-c", "prefectures").code == 2
    assert ask("check", str(ROOT / "data"), "--year", "2024").code == 2


def test_a_new_edition_and_the_kinds_of_new_lists(tmp_path: Path) -> None:
    path = table(tmp_path, "2031-地市.csv", "名次,名称\n1,宁德市\n1,佛山市\n3,苏州市\n")
    data = govrank.load(path)
    assert [row.rank for row in data.find("苏州")] == [3]  # the latest edition is of 2031
    ranked = table(tmp_path, "2024-甲.csv", "等级,名称,名次\n优,a,1\n,b,前10\n")
    tiered = table(tmp_path, "2024-乙.csv", "等级,名称\n优,a\n良,b\n")
    award = table(tmp_path, "2024-丙.csv", "名称\na\nb\n")
    kinds = []
    for path in (ranked, tiered, award):
        connection = laid.lay_over(dataset._open_bundled().connection, path).connection
        [listing] = [x for x in Store(connection).listings([2024]) if x.source == path.name]
        kinds.append((listing.kind, listing.known_places, listing.known_entities, listing.title))
    assert kinds == [("ranked", 1, 1, "甲"), ("tiered", 0, 2, "乙"), ("award", 0, 2, "丙")]
    assert [(r.rank, r.tier) for r in rows_of(ranked)] == [(1, "优"), (None, "前10")]


def test_listed_counts_ranks_and_gaps_are_allowed(tmp_path: Path) -> None:
    path = table(tmp_path, "2024-地市.csv", "名次,名称\n100,滁州市\n100,漳州市\n50,潍坊市\n")
    assert ranks_of(path) == [(50, "潍坊市", None), (100, "滁州市", True), (100, "漳州市", True)]
    path = table(tmp_path, "2024-地市.csv", "名次,名称\n101,滁州市\n")
    beyond = "rank 101 is beyond the 100 places listed"
    assert ask("check", str(path)).err == f"govrank: {path}:2: {beyond}\n"
    # 2012 leaves a gap behind a tie.
    text = "名次,名称,年份\n70,滁州市,2012\n70,漳州市,2012\n71,潍坊市,2012\n"
    path = table(tmp_path, "地市.csv", text)
    follow = "rank 71 does not follow in competition numbering"
    numbered = dataset._open_bundled().listings_of("prefectures")
    if any(x.year == 2012 and x.numbering == "competition" for x in numbered):
        assert follow in ask("check", str(path)).err


def test_the_numbering_of_a_new_list(tmp_path: Path) -> None:
    for ranks, numbering, known in (((1, 1, 3), "competition", 3), ((1, 1, 2), "dense", 2),
                                    ((1, 2, 3), None, 3), ((1, 1, 5), None, 2),
                                    ((3, 1, 1), "competition", 3), ((1, 1, 1, 3), None, 2),
                                    ((1, 1, 3, 3, 4), "dense", 3), ((1, 2, 2), None, 2),
                                    ((1, 1, 3, 3, 6), "competition", 5),
                                    ((1, 1, 3, 4, 4, 4, 6), None, 4)):  # fmt: skip
        text = "".join(f"{rank},n{i}\n" for i, rank in enumerate(ranks))
        path = table(tmp_path, "2024-甲.csv", "rank,name\n" + text)
        connection = laid.lay_over(dataset._open_bundled().connection, path).connection
        [listing] = Store(connection).listings_of("甲")
        assert (listing.numbering, listing.known_places) == (numbering, known)


@pytest.mark.parametrize(
    ("file", "rows", "said"),
    [
        # Of a list of one's own, which counts 1 1 3.
        ("2024-甲.csv", "2,丁局", "2: rank 2 does not follow in competition numbering"),
        ("2024-甲.csv", "3,丁局\n4,戊局", "3: rank 4 does not follow in competition numbering"),
        ("2024-甲.csv", "3,丁局\n5,戊局\n7,己局", ""),
        # 西安 and 武汉 are the sixth of 2012, and 南昌 is the eighth.
        ("2012-省会.csv", "7,郑州", "2: rank 7 does not follow in competition numbering"),
        # With a third who is the sixth, the eighth is out of place: the first row is blamed.
        (
            "2012-省会.csv",
            "11,石家庄\n6,郑州",
            "2: rank 8 does not follow in competition numbering",
        ),
        ("2012-省会.csv", "11,郑州", ""),
    ],
)
def test_a_table_counts_as_the_list_under_it(
    tmp_path: Path, file: str, rows: str, said: str
) -> None:
    table(
        tmp_path, "1.csv", "年份,榜单,名次,名称\n2024,甲,1,甲局\n2024,甲,1,乙局\n2024,甲,3,丙局\n"
    )
    text = "".join(f"{row},年鉴\n" for row in rows.split("\n"))
    table(tmp_path, file, f"名次,名称,来源\n{text}")
    faults = [x for x in ask("check", str(tmp_path)).err.splitlines() if x.startswith("govrank: ")]
    assert faults == ([f"govrank: {tmp_path}/{file}:{said}"] if said else [])


def test_a_tie_at_the_last_place_fills_no_more_than_is_listed(tmp_path: Path) -> None:
    """Of the 30 bodies of 2014 22 are known. A ninth at the last place would be the 31st."""
    names = [
        "外交部", "教育部", "民政部", "司法部", "审计署", "国家统计局", "应急管理部",
        "国务院国资委", "国家民委",
    ]  # fmt: skip
    for count, known in ((7, 29), (8, 30), (9, 30)):
        text = "".join(f"30,{name}\n" for name in names[:count])
        path = table(tmp_path, "2014-部委.csv", "名次,名称\n" + text)
        found = {x.category: x for x in dataset.open_store(path).listings([2014])}["bodies"]
        assert (found.known_places, found.listed_places) == (known, 30)


# contradictions


def test_a_contradiction_is_a_fault_or_with_a_source_a_note(tmp_path: Path) -> None:
    text = "名次,名称\n8,宁德市\n2,潍坊市\n1,佛山市\n"
    path = table(tmp_path, "2024-地市.csv", text)
    help = "if the table is right, name its source in a column source"
    assert ask("check", str(path)).err == (
        f"govrank: {path}:2: '宁德市' has rank 8 here, and rank 1 in terton2024; {help}\n"
        f"govrank: {path}:3: '潍坊市' has rank 2 here;"
        f" in terton2024 only 苏州市 has that rank; {help}\n"
    )
    path = table(tmp_path, "2024-地市.csv", "名次,名称,来源\n8,宁德市,年鉴\n1,佛山市,\n")
    note = f"{path}:2: '宁德市' has rank 8 here, and rank 1 in terton2024\n"
    out, err, code = ask("top", "地市", "-n", "8", "-f", "csv", "--data", str(path))
    assert "2024,prefectures,地市,8,,,,宁德市,宁德市,福建省,年鉴,350900,Ningde" in out
    assert (err, code) == (note, 0)
    assert govrank.load(path).notes == [note.strip()]
    # What agrees stays as it was, with its own source.
    assert "2024,prefectures,地市,1,false,,,佛山市,佛山市,广东省,terton2024,440600,Foshan" in out


# What two tables say of 甲局, 名次,等级,得分 each, and what comes of it: its place, its score and
# their source. The second table names its source, so that what is at odds is a note.
LAID = [
    ("3,,", "3,,", "3 ~ ~ 1.csv", ""),
    ("3,,", "3,,88.5", "3 ~ 88.5 年鉴", ""),
    ("3,,88.5", "3,,", "3 ~ 88.5 1.csv", ""),
    ("3,,88.5", "3,,88.5", "3 ~ 88.5 1.csv", ""),
    ("3,,88.5", "3,,90", "3 ~ 90.0 年鉴", "90.0 points here, and 88.5 points"),
    ("3,,0", "3,,7", "3 ~ 7.0 年鉴", "7.0 points here, and 0.0 points"),
    ("3,优,88.5", "4,,", "4 优 88.5 年鉴", "rank 4 here, and rank 3"),
    ("3,优,88.5", "4,良,90", "4 良 90.0 年鉴", "rank 4 here, and rank 3"),
    ("3,,", "3,优,", "3 优 ~ 年鉴", ""),
    ("3,优,", "3,良,", "3 优 ~ 1.csv", ""),
    ("3,优,", "3,良,7", "3 优 7.0 年鉴", ""),
    ("3,,", "前5,,", "3 ~ ~ 1.csv", ""),
    ("3,,", "前5,,7", "3 ~ 7.0 年鉴", ""),
    ("5,,", "前5,,", "5 ~ ~ 1.csv", ""),
    ("6,优,7", "前5,,", "~ 前5 7.0 年鉴", "前5 here, and rank 6"),
    ("前5,,", "3,,", "3 ~ ~ 年鉴", ""),
    ("前5,,7", "5,优,", "5 优 7.0 年鉴", ""),
    ("前5,,7", "6,,", "6 ~ 7.0 年鉴", "rank 6 here, and 前5"),
    ("前5,,", "前3,,", "~ 前3 ~ 年鉴", ""),
    ("前3,,", "前5,,", "~ 前3 ~ 1.csv", ""),
    ("前5,,", "前5,,", "~ 前5 ~ 1.csv", ""),
    ("前3,,", "前5,,7", "~ 前3 7.0 年鉴", ""),
    (",优,", ",优,", "~ 优 ~ 1.csv", ""),
    (",优,7", ",良,", "~ 良 7.0 年鉴", "良 here, and 优"),
    (",优,", ",优,7", "~ 优 7.0 年鉴", ""),
    (",,", ",,", "~ ~ ~ 1.csv", ""),
    (",,", ",,7", "~ ~ 7.0 年鉴", ""),
    (",,7", ",,8", "~ ~ 8.0 年鉴", "8.0 points here, and 7.0 points"),
]


@pytest.mark.parametrize(("first", "second", "row", "at_odds"), LAID)
def test_what_is_laid_over_what(
    tmp_path: Path, first: str, second: str, row: str, at_odds: str
) -> None:
    heading = "年份,榜单,名称,名次,等级,得分,来源\n"
    table(tmp_path, "1.csv", f"{heading}2024,甲,甲局,{first},\n")
    path = table(tmp_path, "2.csv", f"{heading}2024,甲,甲局,{second},年鉴\n")
    data = govrank.load(tmp_path)
    [found] = data.top("甲")
    cells = (found.rank, found.tier, found.score, found.source)
    assert " ".join("~" if cell is None else str(cell) for cell in cells) == row
    assert data.notes == ([f"2.csv:2: '甲局' has {at_odds} in 1.csv"] if at_odds else [])
    table(tmp_path, "2.csv", path.read_text("utf-8").replace("年鉴", ""))
    help = "if the table is right, name its source in a column source"
    fault = f"govrank: {tmp_path}/2.csv:2: '甲局' has {at_odds} in 1.csv; {help}\n"
    assert ask("check", str(tmp_path)).err == (fault if at_odds else "")


def test_what_a_list_has_stays_under_a_table(tmp_path: Path) -> None:
    """Of lists with ties, with bands, with tiers and with scores, to which a row adds nothing."""
    rows = opened().connection.execute(
        "SELECT p.year, p.category, max(p.tied), max(p.tier), max(p.score), p.rank IS NULL, e.name,"
        " p.rank, p.tier FROM placements p JOIN entities e ON e.id = p.entity"
        " JOIN categories c ON c.id = p.category WHERE c.kind = 'ranked' GROUP BY 1, 2"
    )
    lists = {tuple(x is None for x in row[2:6]): row for row in rows.fetchall()}
    assert len(lists) >= 3
    for year, category, *_found, name, rank, tier in lists.values():
        text = f"rank,name,entity\n{rank or tier},{name},{name}\n"
        path = table(tmp_path, f"{year}-{category}.csv", text)
        asked = ("top", category, "--year", str(year), "-n", "9999", "-f", "csv")
        assert exported(path, *asked) == exported(None, *asked)


def test_a_known_band_has_room_for_a_rank(tmp_path: Path) -> None:
    rows = opened().connection.execute(
        "SELECT p.year, p.category, e.name, p.tier, p.source FROM placements p"
        " JOIN entities e ON e.id = p.entity WHERE p.rank IS NULL AND p.tier LIKE '前%' LIMIT 1"
    )
    [[year, category, name, tier, source]] = rows
    band = int(tier.removeprefix("前"))
    for rank, said in ((band, ""), (band + 1, f"has rank {band + 1} here, and {tier} in {source}")):
        text = f"rank,name,entity,source\n{rank},{name},{name},年鉴\n"
        path = table(tmp_path, f"{year}-{category}.csv", text)
        assert said in "".join(govrank.load(path).notes)
        assert bool(govrank.load(path).notes) == bool(said)


@pytest.mark.parametrize(
    ("ranks", "said"),
    [
        (("前5", "3", "前2"), "前2 here, and rank 3 in 2"),
        (("前5", "前3", "4"), "rank 4 here, and 前3 in 2"),
    ],
)
def test_a_third_table_is_laid_over_what_the_second_left(
    tmp_path: Path, ranks: tuple[str, ...], said: str
) -> None:
    for file, rank in zip("123", ranks, strict=True):
        table(tmp_path, f"{file}.csv", f"年份,榜单,名称,名次,来源\n2024,甲,甲局,{rank},{file}\n")
    assert govrank.load(tmp_path).notes == [f"3.csv:2: '甲局' has {said}"]


def test_of_several_contradictions_the_first_is_told(tmp_path: Path) -> None:
    text = "名次,名称,来源\n8,宁德市,年鉴\n9,佛山市,年鉴\n"
    path = table(tmp_path, "2024-地市.csv", text)
    said = "'宁德市' has rank 8 here, and rank 1 in terton2024 (and 1 more)"
    assert govrank.load(path).notes == [f"{path}:2: {said}"]


def test_a_place_at_which_others_are_known_to_be_alone(tmp_path: Path) -> None:
    """At 1 and 2. With whom 丁局 is at 4 is not known, as nobody is known at 3."""
    table(tmp_path, "2024-甲.csv", "名次,名称\n1,甲局\n1,乙局\n2,丙局\n4,丁局\n前9,戊局\n")
    text = "年份,榜单,名次,名称,来源\n2024,甲,4,卯局,年鉴\n2024,甲,前1,辰局,年鉴\n"
    path = table(tmp_path, "b.csv", text)
    assert govrank.load(tmp_path).notes == []
    only = "in 2024-甲.csv only"
    for rank, others in ((1, "甲局, 乙局"), (2, "丙局")):
        path.write_text(f"{text}2024,甲,{rank},子局,年鉴\n", encoding="utf-8")
        said = f"b.csv:4: '子局' has rank {rank} here; {only} {others} has that rank"
        assert govrank.load(tmp_path).notes == [said]


@pytest.mark.parametrize(
    ("list", "row", "only"),
    [
        ("2024-prefectures", "2,汉中市", "terton2024 only 苏州市"),
        ("2015-prefectures", "6,汉中市", "edu2015 only 无锡, 潍坊"),
        ("2007-provinces-all", "10,湖北省", None),  # with whom 四川 shares that rank is not known
    ],
)
def test_who_is_alone_at_a_place_of_the_dataset(
    tmp_path: Path, list: str, row: str, only: str | None
) -> None:
    path = table(tmp_path, f"{list}.csv", f"rank,name,source\n{row},年鉴\n")
    rank, name = row.split(",")
    said = f"{path}:2: '{name}' has rank {rank} here; in {only} has that rank"
    assert govrank.load(path).notes == ([said] if only else [])


def test_a_table_completes_what_is_known(tmp_path: Path) -> None:
    path = table(tmp_path, "2024-地市.csv", "名次,名称,得分\n2,苏州市,99.5\n")
    [row] = rows_of(path)
    assert (row.rank, row.score, row.tied, row.entity) == (2, 99.5, False, "苏州市")


# names


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("宁得市", "'宁得市' means nobody in Prefecture-level cities; did you mean Ningde 宁德市"),
        ("朝阳区", "'朝阳区' means Chaoyang District 北京市朝阳区, Chaoyang District 长春市朝阳区"),
        ("商务部", "'商务部' means Ministry of Commerce 商务部, which is none of those that Pref"),
    ],
)
def test_a_name_that_is_nobody_in_a_bundled_list(tmp_path: Path, name: str, said: str) -> None:
    path = table(tmp_path, "2024-地市.csv", f"名次,名称\n12,潍坊市\n13,{name}\n")
    out, err, code = ask("check", str(path))
    assert (out, code) == ("", 3)
    assert err.startswith(f"govrank: {path}:3: {said}")


def test_a_name_that_several_bear_in_a_known_list(tmp_path: Path) -> None:
    path = table(tmp_path, "2024-区县.csv", "名次,名称\n90,朝阳区\n")
    said = f"'朝阳区' means {in_english('北京市朝阳区', '长春市朝阳区')}"
    which = "write which, or add a column region"
    assert ask("check", str(path)) == ("", f"govrank: {path}:2: {said}; {which}\n", 3)


def test_a_region_or_an_entity_chooses(tmp_path: Path) -> None:
    path = table(
        tmp_path, "2024-区县.csv", "名次,名称,地区,实体\n50,朝阳区,北京,\n51,某网,,昆山市\n"
    )
    found = [(row.name, row.entity) for row in rows_of(path)]
    assert found == [("朝阳区", "北京市朝阳区"), ("某网", "苏州市昆山市")]
    path = table(tmp_path, "2024-区县.csv", "名次,名称,地区\n50,朝阳区,福建\n51,昆山市,无此省\n")
    assert ask("check", str(path)).err == (
        f"govrank: {path}:2: '朝阳区' does not lie in 福建省\n"
        f"govrank: {path}:3: '无此省' should be the name of one region\n"
    )


# In a list of one's own: the name, the region, the column 实体, and whom it means.
OWN = [
    ("统计局", "", "", "统计局", "other"),  # not 国家统计局
    ("教育局", "福建省", "", "福建省教育局", "other"),
    ("福州市教育局", "福建省", "", "福建省福州市教育局", "other"),
    ("经开", "", "", "经开", "other"),
    ("鹏城", "", "", "鹏城", "other"),  # a nickname of 深圳
    ("福州市", "", "", "福州市", "prefecture"),
    ("福州", "", "", "福州市", "prefecture"),
    ("鼓楼区", "福建", "", "福州市鼓楼区", "county"),
    ("福州市鼓楼区", "", "", "福州市鼓楼区", "county"),
    ("福建省福州市鼓楼区", "", "", "福州市鼓楼区", "county"),
    ("福建鼓楼", "", "", "福州市鼓楼区", "county"),
    ("武汉经济技术开发区", "", "", "武汉经济技术开发区", "zone"),
    ("武汉经开区", "", "", "武汉经开区", "other"),
    ("襄樊市", "", "", "襄阳市", "prefecture"),
    ("上饶市", "", "", "上饶市", "prefecture"),  # 信州区 was called so
    ("某网", "", "国家统计局", "国家统计局", "body"),
    ("某网", "", "没有的单位", "没有的单位", "other"),
    ("某网", "", "苏州市 昆山市", "苏州市昆山市", "county"),
    ("某网", "", "鼓楼区", "鼓楼区", "other"),  # there are several, so it is none of them
    ("福建教育局", "福建省", "", "福建教育局", "other"),
    ("教育局", "吉林", "", "吉林省教育局", "other"),  # a column of regions says provinces
    ("福州市", "福州市", "", "福州市", "prefecture"),
    ("福州" * 40, "", "", "福州" * 40, "other"),
    ("宣武区", "", "", "北京市宣武区", "county"),  # it has ended, and nobody else is called so
]


@pytest.mark.parametrize(("name", "region", "entity", "meant", "kind"), OWN)
def test_whom_a_name_means_in_a_list_of_ones_own(
    tmp_path: Path, name: str, region: str, entity: str, meant: str, kind: str
) -> None:
    path = table(tmp_path, "2024-考核.csv", f"名次,名称,地区,实体\n1,{name},{region},{entity}\n")
    [row] = rows_of(path)
    assert (row.name, row.entity) == (name, meant)
    # What is printed finds its entity.
    found = [(row.entity, row.kind) for row in govrank.load(path).entities(name)]
    assert (meant, kind) in found


def test_a_region_that_does_not_help_is_a_fault(tmp_path: Path) -> None:
    """In a list of one's own as in one that is known; each row is told."""
    text = "名次,名称,地区\n1,朝阳区,福建\n2,教育局,朝阳区\n3,财政局,朝阳区\n4,鼓楼区,无此省\n"
    path = table(tmp_path, "2024-考核.csv", text)
    said = ["2: '朝阳区' does not lie in 福建省"]
    said += [f"{n}: '朝阳区' should be the name of one region" for n in (3, 4)]
    said += ["5: '无此省' should be the name of one region"]
    assert ask("check", str(path)).err.splitlines() == [f"govrank: {path}:{one}" for one in said]


def test_only_the_first_wrong_names_are_told_who_is_near(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(meant, "MOST_SUGGESTED", 2)
    path = table(tmp_path, "2024-地市.csv", "名次,名称\n12,宁得市\n13,璋州市\n14,除州市\n")
    lines = ask("check", str(path)).err.splitlines()
    assert ["did you mean" in line for line in lines] == [True, True, False]
    nobody = "'除州市' means nobody in Prefecture-level cities"
    assert lines[2] == f"govrank: {path}:4: {nobody}"
    # Those whom the list is of are named, or else whoever is near.
    path = table(tmp_path, "2024-省区.csv", "名次,名称\n40,湖化省\n41,武汗\n")
    near = in_english("湖北省", "湖南省"), in_english("武汉市")
    lines = ask("check", str(path)).err.splitlines()
    assert [line.partition("; did you mean ")[2] for line in lines] == [f"{who}?" for who in near]


@pytest.mark.parametrize(
    ("file", "text", "near"),
    [
        ("2024-地市.csv", "名次,名称\n90,唐德市\n", ["唐山市", "承德市", "宁德市"]),
        (
            "2024-区县.csv",
            "名次,名称\n90,唐德市\n",
            ["长春市德惠市", "杭州市建德市", "宣城市广德市"],
        ),
        # An award for anybody.
        ("2031-突出贡献奖.csv", "名称\n唐德市\n", ["唐山市", "承德市", "宁德市"]),
    ],
)
def test_of_those_who_are_near_three_are_told_whom_the_list_is_of(
    tmp_path: Path, file: str, text: str, near: list[str]
) -> None:
    path = table(tmp_path, file, text)
    told = ask("check", str(path)).err.partition("; did you mean ")[2]
    assert told == in_english(*near) + "?\n"


def test_a_new_entity_lies_in_its_region(tmp_path: Path) -> None:
    path = table(tmp_path, "2024-考核.csv", "名次,名称,地区\n1,教育局,福州市\n2,教育局,厦门市\n")
    found = [(row.entity, row.region) for row in rows_of(path)]
    assert found == [("福州市教育局", "福建省"), ("厦门市教育局", "福建省")]
    out, _err, code = ask("find", "福州", "--within", "-q", "--data", str(path))
    assert (out, code) == ("福州市\n教育局\n", 0) or "教育局" in out
    [row] = govrank.load(path).entities("福州市教育局")
    assert (row.kind, row.parent, row.placements) == ("other", "福州市", 1)


def test_names_with_several_bearers_and_of_bodies_are_faults(tmp_path: Path) -> None:
    text = "名次,名称\n1,鼓楼区\n2,国家统计局\n3,西安\n"
    path = table(tmp_path, "2024-考核.csv", text)
    several, body, short = ask("check", str(path)).err.splitlines()
    bearers = in_english("南京市鼓楼区", "徐州市鼓楼区", "福州市鼓楼区", "开封市鼓楼区")
    which = "write which, or add a column region"
    assert several == f"govrank: {path}:2: '鼓楼区' means {bearers}; {which}"
    assert body == (
        f"govrank: {path}:3: '国家统计局' is a body of the State Council;"
        " if it is meant, write it in a column entity too"
    )
    assert short.startswith(f"govrank: {path}:4: '西安' means Xi'an District 辽源市西安区, ")


# the columns of `read`


def test_a_row_in_doubt_is_a_fault_and_a_mended_one_is_counted(tmp_path: Path) -> None:
    text = "名次,名称,原读,存疑\n11,滁州市,滁州市,\n11,漳州市,淖州市,\n58,,湖州市,湖州市或潮州市\n"
    path = table(tmp_path, "2024-地市.csv", text)
    assert ask("check", str(path)).err == (
        f"govrank: {path}:4: is in doubt (湖州市或潮州市); correct the name and clear the cell\n"
        f"govrank: {path}:4: has no name\n"
    )
    text = "rank,name,read,doubt\n11,滁州市,滁州市,\n11,漳州市,淖州市,\n58,湖州市,潮州市,\n"
    path = table(tmp_path, "2024-地市.csv", text)
    note = f"{path}: names that are not as they were read in the picture: 2; see the column read\n"
    assert ask("top", "地市", "-q", "--data", str(path)).err == note
    assert "rows: 3" in ask("check", str(path)).out
    path = table(tmp_path, "2024-地市.csv", "rank,name,read,doubt\n11,,滁州市,\n")
    assert ask("check", str(path)).err == f"govrank: {path}:2: has no name\n"


# what is refused

COLUMNS = "名次,名称,得分,等级,并列,年份\n"
FAULTS: list[tuple[str, str]] = [
    ("", "1: is empty"),
    ("\n\n,,\n", "1: is empty"),
    ("名次,名称\n", "1: is empty"),
    ("11,滁州市\n", "1: has no heading: name the columns, as in rank,name"),
    ("名次\n11\n", "1: has no heading: name the columns, as in rank,name"),
    ("\n\nx\n" + "x\n" * 19 + CITIES, "3: has no heading: name the columns, as in rank,name"),
    ("名次 , 排名,名称\n1,1,滁州市\n", "1: 名次, 排名 mean the same column; rename one"),
    ("名次,名称\n11,滁州市\n前101,漳州市\n", "3: band 101 is beyond the 100 places listed"),
    ("名次,名称\n前50,滁州市\n前101,漳州市\n", "3: band 101 is beyond the 100 places listed"),
    ("名次,名称\n11,滁州市\n101,漳州市\n", "3: rank 101 is beyond the 100 places listed"),
    ("名次,名称,年份\n11,滁州市,2024\n,漳州市,2023\n",
     "3: has no rank, and no row of the same list above it to be tied with"),
    ("名次,名称,榜单\n11,滁州市,地市\n,昆山市,区县\n",
     "3: has no rank, and no row of the same list above it to be tied with"),
    ("名次,名称\n一,滁州市\n,漳州市\n", "2: '一' should be a rank such as 11, 1= or 前10"),
    ("名次,名称,等级\n前20,滁州市,前30\n", "2: a row with a band has no room for the tier '前30'"),
    ("11,滁州市\n名次,名称\n11,漳州市\n", "1: stands above the heading, which is in row 2"),
    ("名次,排名,名称\n1,1,滁州市\n", "1: 名次, 排名 mean the same column; rename one"),
    (
        "名次,名称\n11,滁州市\n合计,\n12,潍坊市\n",
        "3: is a total, and rows follow; a total stands at the end",
    ),
    (
        "名次,名称\n,滁州市\n",
        "2: has no rank, and no row of the same list above it to be tied with",
    ),
    ("名次,名称\n十一,滁州市\n", "2: '十一' should be a rank such as 11, 1= or 前10"),
    ("名次,名称\n11,\n", "2: has no name"),
    ("名次,,名称\n11\n", "2: has no name"),
    ("名次,名称\n11,滁州市\n11,滁州\n", "3: '滁州' is in this list twice"),
    ("名次,名称\n11,滁\x07州\n", "2: has the invisible character U+0007; type the cell anew"),
    ("名次,名称\n11,滁\0州\n", "2: has the invisible character U+0000; type the cell anew"),
    ("名次,名称\n11,\u202e滁州市\n", "2: has the invisible character U+202E; type the cell anew"),
    (
        '名次,名称\n11,"滁州市\n12,潍坊市\n',
        "2: has a quotation mark that is not closed, or has text behind it",
    ),
    ('名次,名称\n11,"滁"州\n', "2: has a quotation mark that is not closed, or has text behind it"),
    ("名次,名称\n11," + "滁" * 32768 + "\n", "2: has a cell of more than 32767 characters"),
    ("名次,名称\n11,滁州市" + ",x" * 300 + "\n", "2: has more than 256 columns"),
    (
        "名称\n滁州市\n",
        "2: has no rank, and Prefecture-level cities is a list with ranks: add a column rank",
    ),
    ("名次,名称,并列\n11,滁州市,是\n,漳州市,是\n",
     "3: has no rank, and Prefecture-level cities is a list with ranks: the cell is empty"),
    (COLUMNS + "11,滁州市,x,,,\n", "2: 'x' should be a number such as 88.3"),
    (COLUMNS + "11,滁州市,,,也许,\n", "2: '也许' should be yes or no, or empty"),
    (COLUMNS + "11,滁州市,,,,24\n", "2: '24' should be a year such as 2024"),
    (
        COLUMNS + "11,滁州市,,上等,,\n",
        "2: '上等' is none of 卓越级, 优秀级, 良好级, 发展级, 准备级",
    ),
    (COLUMNS + "前20,滁州市,,优秀级,,\n", "2: a row with a band has no room for the tier '优秀级'"),
    (
        COLUMNS + "11,滁州市,,,否,\n11,漳州市,,,,\n",
        "2: is marked as not tied, but rank 11 is there twice",
    ),
]  # fmt: skip


# Of other lists, and of files with other names.
FAULTS_OF_FILES = [
    ("2024-重点城市数字政府.csv", "名次,名称,等级\n1,武汉市,优秀级\n",
     "2: has a rank, and Digital: key cities is a list without ranks"),
    ("2024-重点城市数字政府.csv", "名称\n武汉市\n",
     "2: has no tier, and Digital: key cities is a list of tiers: add a column tier"),
    ("2031-地市案例.csv", "名称,等级\n宁德市,优\n",
     "2: has a tier, and Cases: prefectures is a list without tiers"),
    ("2031-地市案例.csv", "名称,名次\n宁德市,前3\n",
     "2: has a rank, and Cases: prefectures is a list without ranks"),
    ("地市.csv", "名次,名称,年份\n11,滁州市,2024\n12,潍坊市,\n", "3: has no year"),
    ("2024.csv", "名次,名称,榜单\n11,滁州市,地市\n12,潍坊市,\n", "3: has no list"),
    ("2024.csv", "名次,名称,榜单\n11,滁州市,。\n", "2: '。' cannot name a list"),
    ("甲.csv", "年份,名次,名称,等级\n2024,1,甲局,\n2023,,甲局,优\n",
     "3: has no rank, and 甲 is a list with ranks: the cell is empty"),
    ("2024-地市.XLS", "", "1: .XLS is not read; save the table as .xlsx or .csv"),
    ("2024-地市.xlsm", "", "1: .xlsm is not read; save the table as .xlsx or .csv"),
    ("2024-地市.ods", "", "1: .ods is not read; save the table as .xlsx or .csv"),
    ("2024-地市.et", "", "1: .et is not read; save the table as .xlsx or .csv"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "text", "said"), FAULTS_OF_FILES)
def test_a_fault_of_a_file(tmp_path: Path, file: str, text: str, said: str) -> None:
    path = table(tmp_path, file, text)
    assert ask("check", str(path)) == ("", f"govrank: {path}:{said}\n", 3)


@pytest.mark.parametrize(("text", "said"), FAULTS, ids=[said for _text, said in FAULTS])
def test_a_fault(tmp_path: Path, text: str, said: str) -> None:
    path = table(tmp_path, "2024-地市.csv", text)
    lines = ask("check", str(path)).err.splitlines()
    if "\0" in text and sys.version_info < (3, 11):
        return  # csv itself refuses it
    assert lines == [f"govrank: {path}:{said}"]
    with pytest.raises(DataError, match=re.escape(said)):
        govrank.load(path)


def test_all_faults_at_once_and_nothing_half_loaded(tmp_path: Path) -> None:
    folder = tmp_path / "tables"
    folder.mkdir()
    table(folder, "2024-地市.csv", "名次,名称\nx,滁州市\n12,\n")
    workbook(folder / "2024-区县.xlsx", 表一=[["名次", "名称"], [1, "某县"], [0, "昆山市"]])
    table(folder, "2024-甲.csv", "名次,名称\n1,a\n")
    (folder / "~$2024-甲.xlsx").write_bytes(b"lock")
    (folder / ".hidden.csv").write_bytes(b"")
    out, err, code = ask("check", str(folder))
    where = [line.removeprefix(f"govrank: {folder}/").split(": ")[0] for line in err.splitlines()]
    assert where == [
        "2024-区县.xlsx:表一!2",
        "2024-区县.xlsx:表一!3",
        "2024-地市.csv:2",
        "2024-地市.csv:3",
    ]
    assert (out, code) == ("", 3)
    first, more = err.splitlines()[0], " (and 3 more)\n"
    assert ask("top", "--data", str(folder)) == ("", first + more, 3)


def test_a_folder_of_tables(tmp_path: Path) -> None:
    table(tmp_path, "2024-地市.csv", CITIES)
    table(tmp_path, "2023-福建考核.csv", "名次,名称\n1,教育局\n")
    table(tmp_path, "2024-福建考核.csv", "名次,名称\n2,教育局\n")
    (tmp_path / "README.txt").write_text("no table", encoding="utf-8")
    out, err, code = ask("history", "教育局", "-f", "csv", "--no-header", "--data", str(tmp_path))
    assert [line.split(",")[2:6] for line in out.splitlines()] == [
        ["2024", "福建考核", "福建考核", "2"],
        ["2023", "福建考核", "福建考核", "1"],
    ]
    assert (err, code) == ("", 0)
    assert len(ask("check", str(tmp_path)).out.splitlines()) == 3
    (tmp_path / "2025-甲.csv").mkdir()
    assert "2025-甲.csv:1: is no file" in ask("check", str(tmp_path)).err
    empty = tmp_path / "empty"
    empty.mkdir()
    fault = f"govrank: {empty}/.:1: holds no table (.csv, .tsv, .xlsx)\n"
    assert ask("check", str(empty)) == ("", fault, 3)


def test_a_folder_that_cannot_be_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table(tmp_path, "2024-地市.csv", CITIES)
    monkeypatch.setattr(Path, "iterdir", Mock(side_effect=PermissionError(13, "")))
    fault = f"govrank: {tmp_path}/.: cannot be read: you have no permission\n"
    assert ask("check", str(tmp_path)) == ("", fault, 3)


def test_data_is_named_once(tmp_path: Path) -> None:
    path = str(table(tmp_path, "2024-地市.csv", CITIES))
    said = "govrank: --data takes one path: put the tables into a folder, and name that\n"
    assert ask("top", "--data", path, "--data", path) == ("", said, 2)
    assert ask("find", "潍坊", f"--data={path}", "--data", path) == ("", said, 2)
    assert ask("find", "潍坊", "--data", path, GOVRANK_DATA="nowhere").code == 0


def test_paths(tmp_path: Path) -> None:
    path = table(tmp_path, "2024-地市.csv", CITIES)
    link = tmp_path / "地市 2024.csv"
    link.symlink_to(path)
    assert len(rows_of(link)) == 3
    gone = tmp_path / "gone.csv"
    fault = f"govrank: {gone}: cannot be read: there is no such file or folder\n"
    assert ask("check", str(gone)) == ask("top", "--data", str(gone)) == ("", fault, 3)
    pipe = tmp_path / "pipe.csv"
    os.mkfifo(pipe)
    assert ask("check", str(pipe)) == ("", f"govrank: {pipe}:1: is no file\n", 3)
    with pytest.raises(DataError, match=r"^nul\0b\.csv:1: is no file$"):
        govrank.load("nul\0b.csv")
    broken = tmp_path / "2024-甲.csv"
    broken.symlink_to("/proc/self/mem")  # it opens as a file on a failing disk does
    fault = f"govrank: {broken}: cannot be read: the device failed\n"
    if broken.exists():
        assert ask("check", str(broken)) == ("", fault, 3)
    old = table(tmp_path, "2024-地市.xls", b"x")
    fault = f"govrank: {old}:1: .xls is not read; save the table as .xlsx or .csv\n"
    assert ask("top", "--data", str(old)) == ("", fault, 3)


def test_encodings_that_are_broken(tmp_path: Path) -> None:
    said = "is neither UTF-8 nor GB18030; save the table as CSV UTF-8, or as .xlsx"
    broken = CITIES.encode().replace("漳".encode(), b"\xe6\xbc\xff")
    path = table(tmp_path, "2024-地市.csv", broken)
    assert ask("check", str(path)).err == f"govrank: {path}:3: {said}\n"
    path = table(tmp_path, "2024-地市.csv", CITIES.encode("gb18030") + b"13,\xff\xff\n")
    assert ask("check", str(path)).err == f"govrank: {path}:5: {said}\n"
    # In GB18030, 通 happens to be UTF-8 too.
    path = table(tmp_path, "2024-甲.csv", "名次,名称\n1,通\n2,乙局\n", "gb18030")
    assert [row.name for row in rows_of(path)] == ["通", "乙局"]
    path = table(tmp_path, "2024-地市.csv", CITIES.encode("utf-16") + b"1")
    assert ask("check", str(path)).err == f"govrank: {path}:5: {said}\n"


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        # As many lines are in UTF-8 as are not: a broken character, and no other encoding.
        (
            ["名次,名称", "1,乙局"],
            "2: is neither UTF-8 nor GB18030; save the table as CSV UTF-8, or",
        ),
        (["名次,名称", "1,甲局", "2,乙局", "3,丙局"], "3: is neither UTF-8 nor GB18030; save the"),
        # More are not.
        (["名次,名称", "1,乙局", "2,丙局"], "1: has no heading: name the columns, as in rank,name"),
    ],
)
def test_a_text_in_two_encodings(tmp_path: Path, rows: list[str], said: str) -> None:
    """The first half is in UTF-8, and the rest in GB18030."""
    half = len(rows) // 2
    content = "\n".join(rows[:half]).encode() + b"\n"
    path = table(tmp_path, "2024-甲.csv", content + "\n".join(rows[half:]).encode("gb18030"))
    assert ask("check", str(path)).err.startswith(f"govrank: {path}:{said}")


def test_bounds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = table(tmp_path, "2024-地市.csv", CITIES)
    monkeypatch.setattr(sheets, "LARGEST", 3 << 20)
    table(tmp_path, "2024-地市.csv", CITIES + "\n" * (3 << 20))
    assert ask("check", str(path)).err == f"govrank: {path}:1: is larger than 3 MB\n"
    table(tmp_path, "2024-地市.csv", CITIES)
    monkeypatch.undo()
    monkeypatch.setattr(sheets, "MOST_ROWS", 2)
    assert ask("check", str(path)).err == f"govrank: {path}:3: has more than 2 rows\n"
    book = workbook(
        tmp_path / "2024-地市.xlsx", 地市=[["名次", "名称"], [11, "滁州市"], [12, "潍坊市"]]
    )
    assert ask("check", str(book)).err == f"govrank: {book}:地市!3: has more than 2 rows\n"


def test_what_is_within_the_bounds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As large as may be; blanks behind the last cell do not count."""
    beside = ",x" * 254 + "," * 99
    text = f"名次,名称{beside}\n11,滁州市,{'a' * 32767}{beside[2:]}\n"
    path = table(tmp_path, "2024-地市.csv", text)
    monkeypatch.setattr(sheets, "LARGEST", len(text.encode()))
    monkeypatch.setattr(sheets, "MOST_ROWS", 2)
    assert ask("check", str(path)).code == 0
    monkeypatch.setattr(sheets, "LARGEST", len(text.encode()) - 1)
    assert ask("check", str(path)).code == 3
    monkeypatch.undo()
    table(tmp_path, "2024-地市.csv", text.replace(",x", ",x,x", 1))
    assert ask("check", str(path)).err == f"govrank: {path}:1: has more than 256 columns\n"


# workbooks that are hostile, or just broken

NO_WORKBOOK = "is no .xlsx workbook, or is damaged or protected by a password"


def changed(path: Path, part: str, old: bytes, new: bytes) -> Path:
    """The workbook with something else in one of its parts."""
    with zipfile.ZipFile(path) as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist()}
    assert old in parts[part]
    parts[part] = parts[part].replace(old, new)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


SHEET = "xl/worksheets/sheet1.xml"
RELATIONS = "xl/_rels/workbook.xml.rels"
HOSTILE = [
    (SHEET, 'r="B2"', 'r="IW2"', "2: has more than 256 columns"),
    (SHEET, 'r="A2"', 'r="A1048576"', "1000000: has more than 1000000 rows"),
    (SHEET, 'r="B2"', 'r="IV200000"', "200000: spreads over more than 20000000 cells"),
    (SHEET, "<worksheet", '<!DOCTYPE x [<!ENTITY a "b">]><worksheet', f"1: {NO_WORKBOOK}"),
    (SHEET, 'encoding="UTF-8"', 'encoding="UTF-0"', f"1: {NO_WORKBOOK}"),
    ("xl/workbook.xml", 'encoding="UTF-8"', 'encoding="UTF-0"', f"1: {NO_WORKBOOK}"),
    (RELATIONS, 'encoding="UTF-8"', 'encoding="UTF-0"', f"1: {NO_WORKBOOK}"),
    (RELATIONS, "worksheets/sheet1.xml", "worksheets/no.xml", f"1: {NO_WORKBOOK}"),
    (RELATIONS, "worksheets/sheet1.xml", "/xl/worksheets/sheet1.xml", None),
    (SHEET, "</worksheet>", "", None),
    ("xl/workbook.xml", "<sheets>", "<sheet", f"1: {NO_WORKBOOK}"),
    ("xl/workbook.xml", 'r:id="rId1"', "", f"1: {NO_WORKBOOK}"),
    (RELATIONS, 'Target="worksheets/sheet1.xml"', "", f"1: {NO_WORKBOOK}"),
    (RELATIONS, 'Id="rId1"', "", f"1: {NO_WORKBOOK}"),
    (SHEET, 'r="A2"', 'r="A123456789"', "1000000: has more than 1000000 rows"),
    (SHEET, 'r="A2"', 'r="A1234567890"', "1000000: has more than 1000000 rows"),
    (SHEET, '<row r="2"', f'<row r="{"9" * 5000}"', None),
]


@pytest.mark.parametrize(("part", "old", "new", "said"), HOSTILE)
def test_a_hostile_workbook(
    tmp_path: Path, part: str, old: str, new: str, said: str | None
) -> None:
    path = workbook(tmp_path / "2024-地市.xlsx", 地市=[["名次", "名称"], [11, "滁州市"]])
    changed(path, part, old.encode(), new.encode())
    out, err, code = ask("check", str(path))
    if said:
        assert (out, err, code) == ("", f"govrank: {path}:{said}\n", 3)
    assert code in (0, 3)


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_workbook_that_is_packed_in_another_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, method: int
) -> None:
    """It is not even inflated."""
    path = workbook(tmp_path / "2024-地市.xlsx", 地市=[["名次", "名称"], [11, "滁州市"]])
    packed(path, method)
    monkeypatch.setattr("zlib.decompressobj", Mock(side_effect=AssertionError))
    assert ask("check", str(path)) == ("", f"govrank: {path}:1: {NO_WORKBOOK}\n", 3)


def test_a_workbook_that_does_not_say_where_its_sheets_are(tmp_path: Path) -> None:
    path = workbook(tmp_path / "2024-地市.xlsx", 地市=[["名次", "名称"], [11, "滁州市"]])
    content = path.read_bytes()
    path.write_bytes(
        content.replace(RELATIONS.encode(), RELATIONS.replace("rels", "none").encode())
    )
    assert ask("check", str(path)) == ("", f"govrank: {path}:1: {NO_WORKBOOK}\n", 3)


def test_a_workbook_under_a_password(tmp_path: Path) -> None:
    """Its parts are marked so in the directory."""
    path = workbook(tmp_path / "2024-地市.xlsx", 地市=[["名次", "名称"], [11, "滁州市"]])
    content = bytearray(path.read_bytes())
    marks = [found.start() + 8 for found in re.finditer(rb"PK\x01\x02", content)]
    assert marks
    for mark in marks:
        content[mark] |= 1
    path.write_bytes(content)
    assert ask("check", str(path)) == ("", f"govrank: {path}:1: {NO_WORKBOOK}\n", 3)


def test_a_workbook_that_unzips_to_too_much(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = workbook(tmp_path / "2024-地市.xlsx", 地市=[["名次", "名称"], [11, "滁州市"]])
    monkeypatch.setattr(workbooks, "LARGEST_UNZIPPED", 2 << 20)
    big = b" " * (workbooks.LARGEST_UNZIPPED + 1)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/x.bin", big)
    fault = f"govrank: {path}:1: is larger than 2 MB when it is unzipped\n"
    assert ask("check", str(path)) == ("", fault, 3)
    # The directory lies about its size.
    content = path.read_bytes()
    lied = content.replace(len(big).to_bytes(4, "little"), (9).to_bytes(4, "little"))
    assert lied != content
    path.write_bytes(lied)
    assert ask("check", str(path)) == ("", fault, 3)


def test_a_workbook_without_a_cell_is_empty(tmp_path: Path) -> None:
    path = workbook(tmp_path / "2024-地市.xlsx", 地市=[], 区县=[[]])
    assert ask("check", str(path)) == ("", f"govrank: {path}:1: is empty\n", 3)


def test_faults_of_a_heading_name_the_sheet(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "2024.xlsx",
        地市=[["x", 1], ["名次", "名称"], [11, "滁州市"]],
        区县=[["名次", "排名", "名称"], [1, 1, "昆山市"]],
    )
    assert ask("check", str(path)).err == (
        f"govrank: {path}:地市!1: stands above the heading, which is in row 2\n"
        f"govrank: {path}:区县!1: 名次, 排名 mean the same column; rename one\n"
    )


def test_what_is_no_workbook(tmp_path: Path) -> None:
    good = workbook(tmp_path / "good.xlsx", 地市=[["名次", "名称"], [11, "滁州市"]]).read_bytes()
    for content in (
        b"",
        b"PK",
        CITIES.encode(),
        good[:-100],
        good[: len(good) // 2],
        b"\xd0\xcf\x11\xe0",
    ):
        path = table(tmp_path, "2024-地市.xlsx", content)
        assert ask("check", str(path)) == ("", f"govrank: {path}:1: {NO_WORKBOOK}\n", 3)
    path = table(tmp_path, "2024-地市.csv", good)
    assert ask("check", str(path)).code == 3


def computed(path: Path, offset: int, gap: int) -> Path:
    """A workbook with a rank that is an error, a score without a value, and a rank that has one.

    Args:
        offset, gap: how many columns are empty in front of it, and rows below the heading.
    """
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("地市")
    sheet.write_row(0, offset, ("名次", "名称", "得分"))
    for row, name in enumerate(("滁州市", "漳州市", "潍坊市", "东营市"), 1 + gap):
        sheet.write(row, offset + 1, name)
    sheet.write(1 + gap, offset, 11)
    sheet.write_formula(2 + gap, offset, "=1/0", None, "#DIV/0!")
    sheet.write_formula(3 + gap, offset, "=6*2", None, 12)
    sheet.write(4 + gap, offset, 13)
    sheet.write_formula(4 + gap, offset + 2, "=1+1", None, "no value")
    book.close()
    return changed(path, SHEET, b"<v>no value</v>", b"")


def packed(path: Path, method: int = zipfile.ZIP_DEFLATED, extra: bytes = b"") -> None:
    """Pack a workbook anew, with something in it that is no XML."""
    with zipfile.ZipFile(path) as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist()}
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, content in {**parts, "xl/media/x.bin": b"\0" * 99}.items():
            info = zipfile.ZipInfo(name)
            info.compress_type, info.extra = method, extra
            archive.writestr(info, content)


def without(path: Path, pattern: str) -> None:
    """Take something out of the sheet that programs may leave out."""
    with zipfile.ZipFile(path) as archive:
        text = archive.read(SHEET).decode()
    found = re.sub(pattern, "", text)
    assert found != text
    changed(path, SHEET, text.encode(), found.encode())


@pytest.mark.parametrize(
    "how",
    ["as it is", "in column C", "in column AA", "stored", "with extra fields", "in small blocks",
     "no references", "no references of rows", "no references of cells", "an absolute path",
     "stored in small blocks"],
)  # fmt: skip
def test_a_cell_without_a_value(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: str) -> None:
    """A rank that could not be computed is no rank left empty under a tie."""
    offset = {"in column C": 2, "in column AA": 26}.get(how, 0)
    gap = int(how == "no references of cells")
    path = computed(tmp_path / "2024-地市.xlsx", offset, gap)
    if how.endswith("in small blocks"):
        monkeypatch.setattr(workbooks, "BLOCK", 50)
    if how.startswith("stored"):
        packed(path, zipfile.ZIP_STORED)
    elif how == "with extra fields":
        packed(path, extra=b"\x99\x99\x04\x00abcd")
    elif how == "in small blocks":
        packed(path)
    elif how == "no references":
        without(path, r' r="[A-Z]*[0-9]+"')
    elif how == "no references of rows":
        without(path, r'(?<=<row) r="[0-9]+"')
    elif how == "no references of cells":
        without(path, r'(?<=<c) r="[A-Z]+[0-9]+"')
    elif how == "an absolute path":  # as openpyxl writes it
        changed(path, RELATIONS, b'"worksheets/', b'"/xl/worksheets/')
    fault = "has an error or a formula without a value in a cell; type the value"
    said = "".join(f"govrank: {path}:地市!{row}: {fault}\n" for row in (3 + gap, 5 + gap))
    assert ask("check", str(path)) == ("", said, 3)


def test_a_blank_cell_with_a_colour_is_blank(tmp_path: Path) -> None:
    path = tmp_path / "2024-地市.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    for row, values in enumerate(
        [("名次", "名称"), (11, "滁州市"), ("", "漳州市"), (12, "潍坊市")]
    ):
        sheet.write_row(row, 0, values, book.add_format({"bg_color": "yellow"}))
    book.close()
    assert ranks_of(path) == THREE


def test_a_formula_that_gives_an_empty_text_is_blank(tmp_path: Path) -> None:
    path = tmp_path / "2024-地市.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ("名次", "名称", "得分"))
    sheet.write_row(1, 0, (11, "滁州市"))
    sheet.write_formula(1, 2, '=IF(A2>20,A2,"")', None, "")
    book.close()
    assert [row.score for row in rows_of(path)] == [None]


def test_a_sheet_without_a_namespace_has_the_same_bounds(tmp_path: Path) -> None:
    path = workbook(tmp_path / "2024-地市.xlsx", 地市=[["名次", "名称"], [11, "滁州市"]])
    without(path, r' xmlns="[^"]*"')
    assert [row.entity for row in rows_of(path)] == ["滁州市"]
    changed(path, SHEET, b'r="A2"', b'r="A1048576"')
    fault = f"govrank: {path}:1000000: has more than 1000000 rows\n"
    assert ask("check", str(path)) == ("", fault, 3)


def test_an_error_in_a_column_that_is_not_read_is_none(tmp_path: Path) -> None:
    path = tmp_path / "2024-地市.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ("名次", "名称", "得分", "备注"))
    sheet.write_row(1, 0, (11, "滁州市"))
    sheet.write_formula(1, 3, "=1/0", None, "#DIV/0!")
    book.close()
    assert [row.score for row in rows_of(path)] == [None]


def test_a_sheet_is_xml_whatever_its_part_is_called(tmp_path: Path) -> None:
    path = workbook(tmp_path / "2024-地市.xlsx", 地市=[["名次", "名称"], [11, "滁州市"]])
    with zipfile.ZipFile(path) as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("sheet1.xml", "sheet1.dat"), content)
    changed(path, RELATIONS, b"sheet1.xml", b"sheet1.dat")
    changed(path, "[Content_Types].xml", b"sheet1.xml", b"sheet1.dat")
    assert [row.entity for row in rows_of(path)] == ["滁州市"]
    changed(path, "xl/worksheets/sheet1.dat", b'"UTF-8"', b'"UTF-0"')
    assert ask("check", str(path)) == ("", f"govrank: {path}:1: {NO_WORKBOOK}\n", 3)


@pytest.mark.parametrize(
    ("bound", "most", "said"),
    [
        ("MOST_ROWS", 4, "3: has more than 3 rows"),
        ("MOST_COLUMNS", 2, "1: has more than 1 columns"),
        ("MOST_CELLS", 8, "4: spreads over more than 7 cells"),
        ("MOST_PARTS", 10, "1: is larger than 200 MB when it is unzipped"),
    ],
)
def test_bounds_of_a_workbook(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bound: str, most: int, said: str
) -> None:
    rows: list[list[Any]] = [["名次", "名称"], [11, "滁州市"], [11, "漳州市"], [12, "潍坊市"]]
    path = workbook(tmp_path / "2024-地市.xlsx", 地市=rows)
    monkeypatch.setattr(workbooks, bound, most)
    assert ranks_of(path) == THREE
    monkeypatch.setattr(workbooks, bound, most - 1)
    assert ask("check", str(path)) == ("", f"govrank: {path}:{said}\n", 3)


def test_what_a_workbook_may_unzip_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = workbook(tmp_path / "2024-地市.xlsx", 地市=[["名次", "名称"], [11, "滁州市"]])
    with zipfile.ZipFile(path) as archive:
        size = sum(info.file_size for info in archive.infolist())
    monkeypatch.setattr(workbooks, "LARGEST_UNZIPPED", size)
    assert ask("check", str(path)).code == 0
    monkeypatch.setattr(workbooks, "LARGEST_UNZIPPED", size - 1)
    fault = f"govrank: {path}:1: is larger than 0 MB when it is unzipped\n"
    assert ask("check", str(path)) == ("", fault, 3)


def test_values_are_as_a_spreadsheet_shows_them(tmp_path: Path) -> None:
    values = {3.0: "3", -3.0: "-3", 1.5: "1.5", 999999999999999.0: "999999999999999",
              1e15: "1000000000000000.0", -1e15: "-1000000000000000.0", True: "True",
              datetime(2024, 5, 1): "2024-05-01"}  # fmt: skip
    path = tmp_path / "2024-甲.xlsx"
    book = xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet()
    sheet.write_column(0, 0, ["名称", *values])
    book.close()
    assert [row.name for row in rows_of(path)] == [*values.values()]


def test_only_visible_sheets_with_rows_are_read(tmp_path: Path) -> None:
    path = tmp_path / "2024-地市.xlsx"
    book = xlsxwriter.Workbook(path)
    for name in ("地市", "区县", "省会", "省级"):
        sheet = book.add_worksheet(name)
        if name != "省级":
            sheet.write_row(0, 0, ["名次", "名称"])
            sheet.write_row(1, 0, [11, "滁州市"])
    book.get_worksheet_by_name("区县").hide()
    book.get_worksheet_by_name("省会").very_hidden()
    chart = book.add_chart({"type": "bar"})
    chart.add_series({"values": "=地市!$A$2:$A$2"})
    book.add_chartsheet("副省级").set_chart(chart)
    book.close()
    assert ranks_of(path) == [(11, "滁州市", False)]
    assert govrank.load(path).notes == []


def test_without_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = workbook(tmp_path / "2024-地市.xlsx", 地市=[["名次", "名称"], [11, "滁州市"]])
    monkeypatch.setitem(sys.modules, "python_calamine", None)
    said = "to read .xlsx, install govrank[excel]: pip install 'govrank[excel]'"
    assert ask("check", str(path)) == ("", f"govrank: {path}:1: {said}\n", 3)


def test_hostile_text_is_inert(tmp_path: Path) -> None:
    path = table(tmp_path, "2024-甲.csv", "名次,名称\n1,'=1+1\n2,[bold]x[/]\n3,<b>y</b>\n")
    assert [row.name for row in rows_of(path)] == ["=1+1", "[bold]x[/]", "<b>y</b>"]
    out, _err, _code = ask("top", "甲", "-f", "csv", "--no-header", "--data", str(path))
    assert "'=1+1" in out
    assert "[bold]x[/]" in ask("top", "甲", "--data", str(path)).out
    path = table(tmp_path, "2024-乙\x1b[31m.csv", "名次,名称\nx,a\n")
    out, err, _code = ask("check", str(path))
    assert "\x1b" not in out + err


# the round trip


def exported(path: Path | None, *words: str) -> str:
    data = ["--data", str(path)] if path else []
    out, err, code = ask(*(words or ("export", "-f", "csv")), *data)
    assert code == 0, err
    return out


def test_what_the_bundle_exports_is_read_back(tmp_path: Path) -> None:
    whole = exported(None)
    path = table(tmp_path, "export.csv", whole)
    assert ask("check", str(path)).err == ""
    assert exported(path) == whole
    tabs = table(tmp_path, "export.tsv", exported(None, "export", "-f", "tsv"))
    assert exported(tabs) == whole


NAME = st.one_of(
    st.sampled_from(
        ["福州市", "宁德", "福建省福州市鼓楼区", "教育局", "'=x", "''=x", "+1", "a,b", 'a"b']
    ),
    st.text(st.characters(categories=("L", "N", "P", "S"), max_codepoint=0x9FFF), min_size=1),
)
ROW = st.fixed_dictionaries(
    {
        "名次": st.one_of(st.integers(1, 30).map(str), st.just("前50"), st.just("3=")),
        "名称": NAME,
        "得分": st.one_of(st.just(""), st.floats(0, 110).map(str)),
        "来源": st.one_of(
            st.just(""), st.sampled_from(["年鉴", "https://example.org/?a=b&c", "=x"])
        ),
    }
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.filter_too_much])
@given(st.lists(ROW, min_size=1, max_size=12), st.sampled_from(["csv", "tsv"]))
@example([{"名次": "1", "名称": "'=x", "得分": "1e-05", "来源": ""}], "csv")
def test_what_was_written_is_read_back(rows: list[dict[str, str]], format: str) -> None:
    with TemporaryDirectory() as folder:
        text = io.StringIO()
        writer = csv.DictWriter(text, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
        path = table(Path(folder), "2024-甲.csv", text.getvalue())
        if ask("check", str(path)).code:
            return  # a name twice, or one that several bear
        whole = exported(path)
        again = table(Path(folder), f"again.{format}", exported(path, "export", "-f", format))
        assert exported(again) == whole
        top = exported(path, "top", "甲", "-n", "3", "-f", format)
        if top.count("\n") < 2:
            return
        first = table(Path(folder), f"top.{format}", top)
        assert exported(first, "top", "甲", "-n", "3", "-f", format) == top


@pytest.mark.parametrize(
    "command", [["export"], ["top", "甲", "-n", "5"], ["top", "地市", "-n", "12"]]
)
def test_what_a_workbook_holds_is_read_back(tmp_path: Path, command: list[str]) -> None:
    table(tmp_path, "2024-地市.csv", CITIES + "13,东营市\n")
    table(
        tmp_path, "2023-甲.csv", "名次,名称,等级,得分\n1,甲局,优,99.5\n1,乙局,优,99.5\n前9,丙局,,\n"
    )
    table(tmp_path, "2024-甲.csv", "名次,名称,得分\n1,甲局,88.36666666666667\n3,=乙局,\n")
    before = exported(tmp_path, *command, "-f", "csv")
    for name in ("out.xlsx", "out.csv", "out.tsv"):
        result = ask(*command, "-o", str(tmp_path / "out" / name), "--data", str(tmp_path))
        if result.code == 74:
            (tmp_path / "out").mkdir()
            result = ask(*command, "-o", str(tmp_path / "out" / name), "--data", str(tmp_path))
        assert result.code == 0, result.err
        written = tmp_path / "out" / name
        assert set(before.splitlines()) <= set(exported(written).splitlines())
        assert exported(written, *command, "-f", "csv") == before


def test_the_headings_that_a_workbook_has_are_known() -> None:
    """In Chinese as in English: somebody else may have written it."""
    catalogue = (ROOT / "src/govrank/locale/zh/LC_MESSAGES/govrank.po").read_text(encoding="utf-8")
    for column in headings.EXPORTED:
        assert headings.columns_of([*headings.EXPORTED])[0]
        assert column in files.COLUMNS
        found = re.search(rf'msgid "{column}"\nmsgstr "(.+)"', catalogue)
        if found:
            assert headings._COLUMN_OF[headings.key_of(found[1])] == column


def test_a_row_that_export_writes_may_be_there_again_if_it_is_the_same(tmp_path: Path) -> None:
    heading, row, *_others = exported(None, "top", "地市", "-f", "csv").splitlines()
    same = table(tmp_path, "same.csv", "\n".join([heading, row, row]))
    assert exported(same) == exported(None)
    other = row.replace("terton2024", "年鉴")
    path = table(tmp_path, "other.csv", "\n".join([heading, row, other]))
    name = row.split(",")[7]
    assert other != row
    assert ask("check", str(path)).err == f"govrank: {path}:3: '{name}' is in this list twice\n"


def test_what_find_prints_is_read_back(tmp_path: Path) -> None:
    text = exported(None, "find", "宁德", "宁德市", "商务部", "-f", "csv", "--year", "all")
    path = table(tmp_path, "found.csv", text)
    assert exported(path) == exported(None)
    text = exported(None, "top", "地市", "--since", "2019", "-f", "csv")
    assert exported(table(tmp_path, "top.csv", text)) == exported(None)


# size


def many(folder: Path, count: int) -> Path:
    text = "".join(f"{i},单位{i},福建省\n" for i in range(1, count + 1))
    return table(folder, "2024-甲.csv", "名次,名称,地区\n" + text)


def test_a_table_is_not_held_twice(tmp_path: Path) -> None:
    path = many(tmp_path, 20000)
    base = dataset._open_bundled().connection
    tracemalloc.start()
    laid.lay_over(base, path)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 20000 * 2600


# compiled


def test_a_table_is_compiled_into_a_database(tmp_path: Path) -> None:
    path, mine = table(tmp_path, "2024-地市.csv", CITIES), tmp_path / "mine.db"
    assert ask("check", str(path), "--compile", str(mine)).code == 0
    assert exported(mine) == exported(path)
    assert ask("check", str(mine)) == ("", "", 0)
    text = "名次,名称,地区,等级\n50,教育局,福州市,优\n50,教育局,厦门市,优\n52,a,,\n"
    table(tmp_path, "2024-甲.csv", text)
    table(tmp_path, "2024-乙.csv", "等级,名称\n优,a\n")
    table(tmp_path, "2023-区县.csv", "名次,名称,地区\n90,朝阳区,北京\n91,朝阳区,吉林\n")
    assert ask("check", str(tmp_path), "--compile", str(mine)).code == 0
    assert ask("check", str(mine)) == ("", "", 0)
    out, _err, code = ask("find", "潍坊", "-q", GOVRANK_DATA=str(mine))
    assert (out, code) == ("潍坊市\n", 0)


def test_a_table_is_not_replaced_by_the_database_made_of_it(tmp_path: Path) -> None:
    path = table(tmp_path, "2024-地市.csv", CITIES)
    refused = f"govrank: {path} is read as well: name another file behind --compile\n"
    for checked in (path, tmp_path):
        assert ask("check", str(checked), "--compile", str(path)) == ("", refused, 2)
    (tmp_path / "nowhere").symlink_to("gone")  # a link that leads nowhere hides no other file
    assert ask("check", str(tmp_path), "--compile", str(path)).code == 2
    assert path.read_text("utf-8") == CITIES
    edition = ROOT / "data/editions/2024.yaml"
    before = edition.read_bytes()
    assert ask("check", str(ROOT / "data"), "--compile", str(edition)).code == 2
    assert edition.read_bytes() == before


# what is added to the database

# What is asked of a database: what is new in it. Ids and positions count from the last one
# that was there before, so that more data changes nothing here.
NEW = {
    "sources": "id, publisher, title, date, kind, url, publisher_english, title_english,"
    " position - last FROM sources, (SELECT max(position) last FROM was.sources)"
    " WHERE position > last",
    "category_groups": "id, label, english, position > (SELECT max(position)"
    " FROM was.category_groups) FROM category_groups"
    " WHERE id NOT IN (SELECT id FROM was.category_groups)",
    "categories": "id, label, english, category_group, kind, who_zh, who_en, position - last"
    " FROM categories, (SELECT max(position) last FROM was.categories) WHERE position > last",
    "category_names": "name, category, strength FROM category_names",
    "editions": "year, number, published FROM editions",
    "scales": "year, full_marks, source FROM scales",
    "tiers": "year, position, tier, minimum, english FROM tiers",
    "entities": "e.id - last, e.name, e.short, e.kind, e.code, p.name, e.region, e.english,"
    " e.until, e.placements, e.unconfirmed, e.pinyin"
    " FROM entities e, (SELECT max(id) last FROM was.entities)"
    " LEFT JOIN entities p ON p.id = e.parent WHERE e.id > last",
    "populations": "e.name, p.category FROM populations p JOIN entities e ON e.id = p.entity",
    "names": "n.name, n.level, e.name FROM names n JOIN entities e ON e.id = n.entity",
    "successions": "s.name, s.former, s.position, e.name, s.until, f.name FROM successions s"
    " LEFT JOIN entities e ON e.id = s.entity JOIN entities f ON f.id = s.successor",
    "variants": "variant, usual FROM variants",
    "sounds": "character, syllable FROM sounds",
    "spellings": "s.id - last, s.name, e.name, group_concat(gram, '') FROM spellings s,"
    " (SELECT max(id) last FROM was.spellings) JOIN entities e ON e.id = s.entity"
    " JOIN grams g ON g.spelling = s.id WHERE s.id > last GROUP BY s.id",
    "lists": "year, category, title, known_places, known_entities, listed_places, source, rest,"
    " numbering, note_zh, note_en, position - (SELECT coalesce(max(position), -1)"
    " FROM was.lists o WHERE o.year = l.year) FROM lists l"
    " WHERE (year, category) NOT IN (SELECT year, category FROM was.lists)",
    "confirmations": "year, category, position, source FROM confirmations",
    "placements": "p.year, p.category, p.rank, p.tied, p.tier, p.score, p.name, e.name, p.source"
    " FROM placements p JOIN entities e ON e.id = p.entity",
}


def new_rows(path: Path) -> list[str]:
    """What a folder adds to each table of the database that is made of it."""
    mine = path.parent / "mine.db"
    result = ask("check", str(path), "--compile", str(mine))
    assert (result.err, result.code) == ("", 0)
    found = []
    with closing(sqlite3.connect(mine)) as database:
        [[_number, _name, bundled]] = opened().connection.execute("PRAGMA database_list")
        database.execute("ATTACH ? AS was", (bundled,))
        for table, selected in NEW.items():
            rows = database.execute(f"SELECT {selected}").fetchall()
            if "was." not in selected:
                known = set(opened().connection.execute(f"SELECT {selected}"))
                rows = [row for row in rows if row not in known]
            for row in rows:
                cells = " ".join("~" if cell is None else str(cell) for cell in row)
                found.append(f"{table}: {cells}".rstrip())
    return found


@pytest.mark.parametrize("name", ["江岸县", "武汉市江岸县", "Jiang'an Xian", "jianganxian"])
def test_a_folder_may_add_a_former_name_of_who_is_known(tmp_path: Path, name: str) -> None:
    line = "former:\n  - {name: 江岸县, in: 武汉市, until: 1990, into: 武汉市江岸区}\n"
    (tmp_path / "entities.yaml").write_text(line, encoding="utf-8")
    answer = ask("entities", name, "--data", str(tmp_path), "-q")
    assert (answer.out, answer.code) == ("武汉市江岸区\n", 0)
    assert answer.err.startswith(
        "江岸县 is a former name of Jiang'an District 武汉市江岸区 (until 1990)\n"
    )


@pytest.mark.parametrize("name", ["dachengshi", "daichengshi"])
def test_a_former_name_is_found_by_each_reading_of_todays(tmp_path: Path, name: str) -> None:
    line = "former:\n  - {name: 大城市, until: 1990, into: 廊坊市大城县}\n"
    (tmp_path / "entities.yaml").write_text(line, encoding="utf-8")
    told = f"大城市 is a former name of {in_english('廊坊市大城县')} (until 1990)\n"
    answer = ask("entities", name, "--data", str(tmp_path), "-q")
    assert answer == ("廊坊市大城县\n", told, 0)


ADDITIONS: dict[str, dict[str, str]] = {
    "a folder of YAML with entities": {
        "sources.yaml": """\
mine: {publisher: 某某, title: x, date: 2025-12-01, kind: press, url: ~}
other: {publisher: 他人, title: y, date: ~, kind: local, url: https://example.org}
""",
        "sounds.yaml": "wu: 武㐬\n",
        "entities.yaml": """\
variants: {from: 㙓, to: 区}
regions:
  - {name: 汉江新市, code: 429901, pinyin: han jiang xin, unconfirmed: [name, code]}
  - {name: 江新县, code: 420190, pinyin: [jiang xin, gang xin]}
bodies:
  - {name: 某某总局, pinyin: mou mou ju, until: 2018, into: 国家统计局}
  - {name: 铁道部, pinyin: tie dao bu, until: 2013, into: 国家铁路局}
""",
        "entities/zones.yaml": """\
zones:
  - {name: 江新高新区, in: 江新县, pinyin: jiang xin gao xin qu}
  - {name: 襄江产业区, in: 江岸区, pinyin: xiang jiang, lists: [hitech, etdz, hitech]}
""",
        "editions/2024.yaml": """\
year: 2024
number: 23
published: ~
tiers: {source: mine, full_marks: 100, from: {优: 90, 良: ~}}
lists:
  counties-major: {title: 大城市区县, source: mine, places: {1: [江新县]}}
""",
        "editions/2031.yaml": """\
year: 2031
number: ~
published: 2031-02-03
tiers: {source: mine, full_marks: 100, from: {优: 90, 良: ~}}
lists:
  prefectures:
    title: 地市
    source: mine
    confirmed: [other, terton2024]
    listed: 9
    rest: cut
    numbering: dense
    note: {zh: 注, en: note}
    places: {1: {宁德: 99.5}, 3: [武汉, 汉中], 前9: [东营]}
  dg-cities: {title: 数字政府, source: other, tiers: {优: [宁德]}}
  hitech: {title: 高新区, source: mine, places: {1: [襄江产业区]}}
""",
    },
    "a folder of YAML with categories": {
        "categories.yaml": """\
groups: {own: {label: 我的, english: Mine}}
parks: {label: 公园, group: 城市, kind: award, population: zone, who: {zh: 园, en: Z}, aliases: [P]}
schools: {label: 学校, english: Schools, group: 教育, kind: tiered, who: {zh: 学校, en: schools}}
""",
        "entities.yaml": """\
zones:
  - {name: 襄江产业区, in: 湖北省, pinyin: xiang jiang}
  - {name: 襄江旧区, in: 湖北省, pinyin: xiang jiang jiu, until: 2010}
  - {name: 襄江新区, in: 湖北省, pinyin: xiang jiang xin}
""",
        "editions/2024.yaml": """\
year: 2024
number: 23
published: ~
lists:
  schools: {title: 学校, source: terton2024, tiers: {优秀级: [昆山市]}}
  parks: {title: 园区名单, source: terton2024, named: [襄江产业区]}
""",
        "2031-甲.csv": "名次,名称\n1,襄江产业区\n",
    },
    "tables": {
        "1.csv": """\
年份,榜单,名次,名称,地区,得分,来源
2024,甲,1,教育局,福州市,99.5,年鉴
2024,甲,1,教育局,厦门市,,https://a.org
2024,甲,前9,福州市,,,
2031,甲,3,福州市,,,http://example.org
2031,own,1,?,,,
""",
        "2023-乙.csv": "名称,等级,得分\n潍坊市,优,7\nab,良,\n",
        "2024-地市.csv": "名次,名称,来源\n11,滁州市,年鉴\n",
        "2031-表.csv": (
            "rank,name,year,category,source,tied,entity,region,category_label,code,english,tier,score\n"
            "1,丙办,2031,c,年鉴,false,丙办,福建省,丙榜,350999,Office C,,\n"
            "2,丁办,2031,c,年鉴,,丁办,远方,丙榜,,,,\n"
        ),
    },
}


# The table of the database, and the columns of the row.
ADDED = {
    "a folder of YAML with entities": """\
sources: mine 某某 x 2025-12-01 press ~ ~ ~ 1
sources: other 他人 y ~ local https://example.org ~ ~ 2
editions: 2031 ~ 2031-02-03
scales: 2031 100 mine
tiers: 2031 0 优 90 优
tiers: 2031 1 良 ~ 良
entities: 1 武汉市江新县 江新 county 420190 武汉市 湖北省 Jiangxin County ~ 1 ~ jiang xin; gang xin
entities: 2 汉江新市 汉江新 county 429901 湖北省 湖北省 Hanjiangxin City ~ 0 name code han jiang xin
entities: 3 某某总局 某某总局 body ~ ~ ~ ~ 2018 0 ~ mou mou ju
entities: 4 铁道部 铁道部 body ~ ~ ~ ~ 2013 0 ~ tie dao bu
entities: 5 江新高新区 江新高新区 zone ~ 武汉市江新县 湖北省 ~ ~ 0 ~ jiang xin gao xin qu
entities: 6 襄江产业区 襄江产业区 zone ~ 武汉市江岸区 湖北省 ~ ~ 1 ~ xiang jiang
populations: 襄江产业区 etdz
populations: 襄江产业区 hitech
names: 420190 alias 武汉市江新县
names: 429901 alias 汉江新市
names: gangxin pinyin 武汉市江新县
names: gangxincounty pinyin 武汉市江新县
names: gangxinxian pinyin 武汉市江新县
names: hanjiangxin pinyin 汉江新市
names: hanjiangxincity pinyin 汉江新市
names: hanjiangxinmunicipality pinyin 汉江新市
names: hanjiangxinshi pinyin 汉江新市
names: jiangxin pinyin 武汉市江新县
names: jiangxincounty pinyin 武汉市江新县
names: jiangxingaoxin pinyin 江新高新区
names: jiangxingaoxinjishuchanyekaifaqu pinyin 江新高新区
names: jiangxingaoxinqu pinyin 江新高新区
names: jiangxinxian pinyin 武汉市江新县
names: jxgxq initials 江新高新区
names: mmj initials 某某总局
names: moumouju pinyin 某某总局
names: tdb initials 铁道部
names: tiedaobu pinyin 铁道部
names: xiangjiang pinyin 襄江产业区
names: xj initials 襄江产业区
names: 东营 printed 东营市
names: 某某总局 former 国家统计局
names: 某某总局 official 某某总局
names: 某某总局 short 某某总局
names: 武汉市江新县 official 武汉市江新县
names: 汉中 printed 汉中市
names: 汉江新 short 汉江新市
names: 汉江新市 official 汉江新市
names: 汉江新市 short 汉江新市
names: 江新 short 武汉市江新县
names: 江新县 official 武汉市江新县
names: 江新县 printed 武汉市江新县
names: 江新县 short 武汉市江新县
names: 江新高新区 official 江新高新区
names: 襄江产业区 official 襄江产业区
names: 襄江产业区 printed 襄江产业区
names: 铁道部 official 铁道部
names: 铁道部 short 铁道部
successions: 某某总局 某某总局 0 某某总局 2018 国家统计局
variants: 㙓 区
sounds: 㐬 wu
spellings: 1 江新县 武汉市江新县 县新江
spellings: 2 江新 武汉市江新县 新江
spellings: 3 jiangxin 武汉市江新县 angxiainjingxi
spellings: 4 gangxin 武汉市江新县 angagxinngxi
spellings: 5 汉江新市 汉江新市 市新汉江
spellings: 6 汉江新 汉江新市 新汉江
spellings: 7 hanjiangxin 汉江新市 angxhaiainjingnjxi
spellings: 8 某某总局 某某总局 局总某
spellings: 9 moumouju 某某总局 jumoouujum
spellings: 10 铁道部 铁道部 道部铁
spellings: 11 tiedaobu 铁道部 aobudaedieobti
spellings: 12 江新高新区 江新高新区 区新江高
spellings: 13 jiangxingaoxinqu 江新高新区 anaogagxiainjingnqoxquxi
spellings: 14 襄江产业区 襄江产业区 业产区江襄
spellings: 15 xiangjiang 襄江产业区 angjiajingxi
lists: 2024 counties-major 大城市区县 1 1 ~ mine ~ ~ ~ ~ 1
lists: 2031 dg-cities 数字政府 0 1 ~ other ~ ~ ~ ~ 2
lists: 2031 hitech 高新区 1 1 ~ mine ~ ~ ~ ~ 3
lists: 2031 prefectures 地市 2 3 9 mine cut ~ 注 note 1
confirmations: 2031 prefectures 0 other
confirmations: 2031 prefectures 1 terton2024
placements: 2031 prefectures 1 0 ~ 99.5 宁德 宁德市 mine
placements: 2031 prefectures 3 1 ~ ~ 武汉 武汉市 mine
placements: 2031 prefectures 3 1 ~ ~ 汉中 汉中市 mine
placements: 2031 prefectures ~ ~ 前9 ~ 东营 东营市 mine
placements: 2031 dg-cities ~ ~ 优 ~ 宁德 宁德市 other
placements: 2031 hitech 1 0 ~ ~ 襄江产业区 襄江产业区 mine
placements: 2024 counties-major 1 0 ~ ~ 江新县 武汉市江新县 mine
""",
    "a folder of YAML with categories": """\
sources: 2031-甲.csv 2031-甲.csv 2031-甲.csv ~ local ~ ~ ~ 1
category_groups: own 我的 Mine 1
category_groups: 教育 教育 教育 1
categories: parks 公园 parks cities award 园 Z 1
categories: schools 学校 Schools 教育 tiered 学校 schools 2
categories: 甲 甲 甲 own ranked 甲 甲 3
category_names: cities parks 2
category_names: city parks 2
category_names: own 甲 2
category_names: p parks 1
category_names: park parks 1
category_names: parks parks 3
category_names: ps parks 1
category_names: school schools 1
category_names: schools schools 3
category_names: yourownlists 甲 2
category_names: 公园 parks 1
category_names: 园区名单 parks 1
category_names: 城市 parks 2
category_names: 学校 schools 1
category_names: 教育 schools 2
category_names: 甲 甲 3
category_names: 自有榜单 甲 2
editions: 2031 ~ ~
entities: 1 襄江产业区 襄江产业区 zone ~ 湖北省 湖北省 ~ ~ 2 ~ xiang jiang
entities: 2 襄江旧区 襄江旧区 zone ~ 湖北省 湖北省 ~ 2010 0 ~ xiang jiang jiu
entities: 3 襄江新区 襄江新区 zone ~ 湖北省 湖北省 ~ ~ 0 ~ xiang jiang xin
populations: 襄江产业区 parks
populations: 襄江新区 parks
names: xiangjiang pinyin 襄江产业区
names: xiangjiangjiu pinyin 襄江旧区
names: xiangjiangxin pinyin 襄江新区
names: xj initials 襄江产业区
names: xjj initials 襄江旧区
names: xjx initials 襄江新区
names: 昆山市 printed 苏州市昆山市
names: 襄江产业区 official 襄江产业区
names: 襄江产业区 printed 襄江产业区
names: 襄江新区 official 襄江新区
names: 襄江旧区 official 襄江旧区
spellings: 1 襄江产业区 襄江产业区 业产区江襄
spellings: 2 xiangjiang 襄江产业区 angjiajingxi
spellings: 3 襄江旧区 襄江旧区 区旧江襄
spellings: 4 xiangjiangjiu 襄江旧区 angjiaiujingxi
spellings: 5 襄江新区 襄江新区 区新江襄
spellings: 6 xiangjiangxin 襄江新区 angjgxiainjingxi
lists: 2024 parks 园区名单 0 1 ~ terton2024 ~ ~ ~ ~ 2
lists: 2024 schools 学校 0 1 ~ terton2024 ~ ~ ~ ~ 1
lists: 2031 甲 甲 1 1 ~ 2031-甲.csv ~ ~ ~ ~ 1
placements: 2031 甲 1 0 ~ ~ 襄江产业区 襄江产业区 2031-甲.csv
placements: 2024 schools ~ ~ 优秀级 ~ 昆山市 苏州市昆山市 terton2024
placements: 2024 parks ~ ~ ~ ~ 襄江产业区 襄江产业区 terton2024
""",
    "tables": """\
sources: 年鉴 年鉴 年鉴 ~ local ~ ~ ~ 1
sources: https://a.org https://a.org https://a.org ~ local https://a.org ~ ~ 2
sources: 1.csv 1.csv 1.csv ~ local ~ ~ ~ 3
sources: http://example.org http://example.org http://example.org ~ local http://example.org ~ ~ 4
sources: 2023-乙.csv 2023-乙.csv 2023-乙.csv ~ local ~ ~ ~ 5
category_groups: own 自有榜单 Your own lists 1
categories: 甲 甲 甲 own ranked 甲 甲 1
categories: own own own own ranked own own 2
categories: 乙 乙 乙 own tiered 乙 乙 3
categories: c 丙榜 丙榜 own ranked 丙榜 丙榜 4
category_names: c c 3
category_names: own c 2
category_names: own own 3
category_names: own 乙 2
category_names: own 甲 2
category_names: yourownlists c 2
category_names: yourownlists own 2
category_names: yourownlists 乙 2
category_names: yourownlists 甲 2
category_names: 丙榜 c 1
category_names: 乙 乙 3
category_names: 甲 甲 3
category_names: 自有榜单 c 2
category_names: 自有榜单 own 2
category_names: 自有榜单 乙 2
category_names: 自有榜单 甲 2
editions: 2031 ~ ~
entities: 1 福州市教育局 福州市教育局 other ~ 福州市 福建省 ~ ~ 1 ~
entities: 2 厦门市教育局 厦门市教育局 other ~ 厦门市 福建省 ~ ~ 1 ~
entities: 3 ? ? other ~ ~ ~ ~ ~ 1 ~
entities: 4 ab ab other ~ ~ ~ ~ ~ 1 ~
entities: 5 丙办 丙办 other 350999 福建省 福建省 Office C ~ 1 ~
entities: 6 丁办 丁办 other ~ ~ 远方 ~ ~ 1 ~
names: 350999 alias 丙办
names: ab official ab
names: ab printed ab
names: officec alias 丙办
names: 丁办 official 丁办
names: 丁办 printed 丁办
names: 丙办 official 丙办
names: 丙办 printed 丙办
names: 厦门市教育局 official 厦门市教育局
names: 教育局 printed 福州市教育局
names: 教育局 printed 厦门市教育局
names: 滁州市 printed 滁州市
names: 潍坊市 printed 潍坊市
names: 福州市教育局 official 福州市教育局
spellings: 1 福州市教育局 福州市教育局 局州市教福育
spellings: 2 厦门市教育局 厦门市教育局 厦局市教育门
spellings: 3 ab ab ab
spellings: 4 丙办 丙办 丙办
spellings: 5 丁办 丁办 丁办
spellings: 6 教育局 福州市教育局 局教育
spellings: 7 教育局 厦门市教育局 局教育
lists: 2023 乙 乙 0 2 ~ 2023-乙.csv ~ ~ ~ ~ 1
lists: 2024 甲 甲 1 2 ~ 年鉴 ~ ~ ~ ~ 1
lists: 2031 c 丙榜 2 2 ~ 年鉴 ~ ~ ~ ~ 3
lists: 2031 own own 1 1 ~ 1.csv ~ ~ ~ ~ 2
lists: 2031 甲 甲 1 1 ~ http://example.org ~ ~ ~ ~ 1
placements: 2031 甲 3 ~ ~ ~ 福州市 福州市 http://example.org
placements: 2031 own 1 0 ~ ~ ? ? 1.csv
placements: 2031 c 1 0 ~ ~ 丙办 丙办 年鉴
placements: 2031 c 2 ~ ~ ~ 丁办 丁办 年鉴
placements: 2024 prefectures 11 0 ~ ~ 滁州市 滁州市 年鉴
placements: 2024 甲 1 1 ~ 99.5 教育局 福州市教育局 年鉴
placements: 2024 甲 1 1 ~ ~ 教育局 厦门市教育局 https://a.org
placements: 2024 甲 ~ ~ 前9 ~ 福州市 福州市 1.csv
placements: 2023 乙 ~ ~ 优 7.0 潍坊市 潍坊市 2023-乙.csv
placements: 2023 乙 ~ ~ 良 ~ ab ab 2023-乙.csv
""",
}


@pytest.mark.parametrize("what", ADDITIONS)
def test_what_is_added_to_the_database(tmp_path: Path, what: str) -> None:
    folder = tmp_path / "mine"
    for name, text in ADDITIONS[what].items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        table(folder, name, text)
    assert new_rows(folder) == ADDED[what].splitlines()


def test_who_is_placed_again_has_one_placement_more(tmp_path: Path) -> None:
    """Of those who were in lists before, and only of those whom the table names."""
    path = table(tmp_path, "2024-甲.csv", "名次,名称\n1,潍坊市\n")
    for name, more in (("潍坊市", 1), ("佛山市", 0)):
        before = opened().entity_called(name)
        assert before
        assert govrank.load(path).entities(name)[0].placements == before.placements + more


# random edits

FILES = {
    "2024-地市.csv": KINDNESSES["a title above the heading"].encode(),
    "2024-地市.tsv": KINDNESSES["a rank left empty under a tie"]
    .replace(",", "\t")
    .encode("utf-16"),
    "地市2024.csv": (KINDNESSES["a total at the end"].replace(",", ";")).encode("gb18030"),
    "甲.csv": (
        "年份,名次,名称,得分\n2024,1,教育局,99\n2024,1,福州市鼓楼区,99\n2023,2,统计局,\n"
    ).encode(),
}


def book() -> bytes:
    with TemporaryDirectory() as folder:
        second: list[list[Any]] = [["名次", "名称"], [20, "昆山市"]]
        path = workbook(Path(folder) / "x.xlsx", **WORKBOOKS["merged cells"], 区县=second)
        return path.read_bytes()


def edited(content: bytes, rng: random.Random) -> bytes:
    """The content with some bytes, characters or lines taken away, doubled, moved or changed."""
    for _ in range(rng.randint(1, 3)):
        start = rng.randrange(len(content) + 1)
        end = min(len(content), start + rng.choice([0, 1, 1, 2, 3, 8, 40]))
        piece = rng.choice(
            [
                b"",
                content[start:end] * 2,
                b",",
                b"\n",
                b'"',
                b"\0",
                b"\xff",
                b"1",
                b"=",
                "县".encode(),
                "合计".encode(),
                "名次".encode(),
                bytes([rng.randrange(256)]),
            ]
        )
        content = content[:start] + piece + content[end:]
    return content


def holds(content: bytes, name: str, text: str) -> bool:
    """Whether a text is in a file, whatever it is written in."""
    if name.endswith(".xlsx"):
        import python_calamine

        read = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        found = [value for sheet in read.sheet_names
                 for row in read.get_sheet_by_name(sheet).iter_rows() for value in row]  # fmt: skip
        written = " ".join(str(value) for value in found)
    else:
        written = " ".join(content.decode(e, "replace") for e in ("utf-8", "utf-16", "gb18030"))
    plain = "".join(written.translate({0xFF10 + i: 48 + i for i in range(10)}).split())
    return "".join(text.split()) in plain


def asked(folder: Path, name: str, content: bytes) -> None:
    path = table(folder, name, content)
    out, err, code = ask("check", str(path))
    assert code in (0, 3)
    assert bool(out) == (code == 0)
    if code == 3:
        for line in err.splitlines():
            if not line.startswith(f"{path}: "):  # a note
                assert re.match(rf"govrank: {re.escape(str(path))}:(.+!)?\d+: ", line), line
        return
    for row in rows_of(path):
        assert holds(content, name, row.name), row
        if row.rank:
            assert holds(content, name, str(row.rank)), row
        if row.score is not None:
            assert holds(content, name, str(row.score).removesuffix(".0")), row


@settings(max_examples=max(500, settings().max_examples // 5))
@given(st.integers(0, 2**32), st.sampled_from([*FILES, "2024-地市.xlsx", "地市.xlsx"]))
def test_random_edits_give_an_answer_or_a_fault_with_its_line(seed: int, name: str) -> None:
    rng = random.Random(seed)
    with TemporaryDirectory() as folder:
        if name == "2024-地市.xlsx":
            asked(Path(folder), name, edited(book(), rng))
        elif name == "地市.xlsx":  # in its parts, so that it stays a zip
            path = table(Path(folder), name, book())
            with zipfile.ZipFile(path) as archive:
                parts = {info.filename: archive.read(info) for info in archive.infolist()}
            which = rng.choice([SHEET, SHEET, "xl/sharedStrings.xml", "xl/workbook.xml"])
            parts[which] = edited(parts[which], rng)
            packed = io.BytesIO()
            with zipfile.ZipFile(packed, "w") as archive:
                for part, content in parts.items():
                    archive.writestr(part, content)
            asked(Path(folder), "2024-地市.xlsx", packed.getvalue())
        else:
            asked(Path(folder), name, edited(FILES[name], rng))


# a folder of YAML that has only what it adds

PARTIAL = {
    "sources.yaml": "mine: {publisher: 某某, title: x, date: 2025-12-01, kind: press, url: ~}\n",
    "entities.yaml": """\
regions:
  - {name: 汉江新市, code: 429901, pinyin: han jiang xin}
zones:
  - {name: 汉江经济技术开发区, in: 武汉市, pinyin: han jiang jing kai qu, aliases: [汉经开]}
""",
    "editions/2031.yaml": """\
year: 2031
number: 30
published: ~
lists:
  prefectures:
    {title: 地市, source: mine, listed: 9, numbering: dense, places: {1: [宁德], 3: [武汉, 汉中]}}
  etdz: {title: 经开, source: mine, places: {1: [汉经开]}}
""",
    "editions/2024.yaml": """\
year: 2024
number: 23
published: ~
lists:
  prefectures: {title: 地市, source: mine, places: {2: [汉中市], 11: [滁州市, 漳州市]}}
""",
}


def partial(folder: Path, **texts: str) -> Path:
    for name, text in {**PARTIAL, **texts}.items():
        if text:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_a_folder_of_yaml_needs_only_what_it_adds(tmp_path: Path) -> None:
    folder = partial(tmp_path)
    note = (
        "editions/2024.yaml:5: '汉中市' has rank 2 here; in terton2024 only 苏州市 has that rank\n"
    )
    out, err, code = ask("export", "-f", "csv", "--no-header", "--data", str(folder))
    assert (err, code) == (note, 0)
    mine = [line for line in out.splitlines() if ",mine," in line]
    assert mine == [
        "2031,prefectures,地市,1,false,,,宁德,宁德市,福建省,mine,350900,Ningde",
        "2031,prefectures,地市,3,true,,,武汉,武汉市,湖北省,mine,420100,Wuhan",
        "2031,prefectures,地市,3,true,,,汉中,汉中市,陕西省,mine,610700,Hanzhong",
        "2031,etdz,经开区,1,false,,,汉经开,汉江经济技术开发区,湖北省,mine,,"
        "Hanjiang Economic and Technological Development Zone",
        "2024,prefectures,地市,2,,,,汉中市,汉中市,陕西省,mine,610700,Hanzhong",
        "2024,prefectures,地市,11,true,,,滁州市,滁州市,安徽省,mine,341100,Chuzhou",
        "2024,prefectures,地市,11,true,,,漳州市,漳州市,福建省,mine,350600,Zhangzhou",
    ]
    assert "2024,prefectures,地市,2,,,,苏州市" in out
    out, _err, _code = ask("entities", "汉江新", "hanjiangxin", "-q", "--data", str(folder))
    assert out == "汉江新市\n汉江新市\n"
    table(folder, "2031-地市.csv", "名次,名称\n4,苏州市\n")
    assert ask("check", str(folder)).out.startswith("2031-地市.csv: rows: 1; ")
    assert ask("find", "苏州", "-c", "地市", "-q", "--data", str(folder)).out == "苏州市\n"


def test_a_folder_of_yaml_may_confirm_a_list(tmp_path: Path) -> None:
    """One that others confirm already, and one that nobody does."""
    bodies = (
        "{title: 部委, source: mine, confirmed: [sinoca2008, qd2016, mine], places: {1: [商务部]}}"
    )
    counties = "{title: 区县, source: mine, confirmed: [mine], places: {1: [海淀区]}}"
    text = f"""\
year: 2008
number: 7
published: ~
lists:
  bodies: {bodies}
  counties: {counties}
"""
    folder = partial(tmp_path, **{"editions/2008.yaml": text, "editions/2024.yaml": ""})
    lists = {each.category: each.confirmed for each in dataset.open_store(folder).listings([2008])}
    assert lists["bodies"] == ["chinagate2008", "sinoca2008", "qd2016", "mine"]
    assert lists["counties"] == ["mine"]


def test_a_folder_may_add_categories(tmp_path: Path) -> None:
    category = "{label: 学校, group: 城市, kind: award, who: {zh: 学校, en: schools}}\n"
    edition = (
        "year: 2031\nnumber: 30\npublished: ~\nlists:\n"
        "  schools: {title: 学校, source: terton2024, named: [汉江新市]}\n"
    )
    texts = {"categories.yaml": f"schools: {category}", "editions/2031.yaml": edition}
    folder = partial(tmp_path, **{**texts, "sources.yaml": "", "editions/2024.yaml": ""})
    row = "2031,schools,学校,,,,,汉江新市,汉江新市,湖北省,terton2024,429901,Hanjiangxin City\n"
    assert ask("top", "学校", "-f", "csv", "--no-header", "--data", str(folder)).out == row
    assert "schools" in ask("categories", "-q", "--data", str(folder)).out
    (folder / "categories.yaml").write_text(f"prefectures: {category}", encoding="utf-8")
    fault = f"govrank: {folder}/categories.yaml:1: 'prefectures' is there already\n"
    assert ask("check", str(folder)) == ("", fault, 3)


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        ("sources.yaml", PARTIAL["sources.yaml"].replace("mine", "terton2024"),
         "sources.yaml:1: 'terton2024' is there already"),
        ("entities.yaml", "regions:\n  - {name: 武汉市, code: 420100, pinyin: wu han}\n",
         "entities.yaml:2: '420100' should be a code of six digits, and no other's"),
        ("entities.yaml", "zones:\n  - {name: 甲区, in: 乙市, pinyin: jia qu}\n",
         "entities.yaml:2: '乙市' should be the official name of one region"),
        ("entities.yaml", "bodies:\n  - {name: 某委, pinyin: mou wei, aliases: [武汉市]}\n",
         "entities.yaml:2: '武汉市' names 武汉市 and 某委, and is not declared shared"),
        ("entities.yaml", "bodies:\n  - {name: 某委, pinyin: mou wei, aliases: [朝阳]}\n",
         "entities.yaml:2: '朝阳' names 北京市朝阳区 and 某委, and is not declared shared"),
        ("entities.yaml", "bodies:\n  - {name: 某委, pinyin: mou wei, lists: [x]}\n",
         "entities.yaml:2: 'x' is no category of categories.yaml"),
        ("entities/more.yaml", "bodies:\n  - [\n",
         "entities/more.yaml:2: is not YAML: did not find expected node content"),
        ("sounds.yaml", "w1: 武\n",
         "sounds.yaml:1: 'w1' should be a syllable of pinyin, such as wu"),
        ("editions/2031.yaml", "year: 2031\nnumber: ~\npublished: ~\nlists:\n  x: {}\n",
         "editions/2031.yaml:5: 'x' is no category of categories.yaml"),
        ("editions/2031.yaml", PARTIAL["editions/2031.yaml"].replace("宁德", "商务部"),
         "editions/2031.yaml:6: '商务部' means 商务部, and this list is of prefecture"),
        ("editions/2024.yaml", PARTIAL["editions/2024.yaml"].replace("滁州市", "无此市"),
         "editions/2024.yaml:5: '无此市' means no entity of entities.yaml"),
    ],
)  # fmt: skip
def test_faults_of_a_folder_that_adds(tmp_path: Path, file: str, text: str, said: str) -> None:
    folder = partial(tmp_path, **{file: text})
    assert f"govrank: {folder}/{said}" in ask("check", str(folder)).err.splitlines()


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("sources.yaml", PARTIAL["sources.yaml"]),
        ("sounds.yaml", "wu: 㐬\n"),
        ("entities.yaml", "bodies:\n  - {name: 某委, pinyin: mou wei}\n"),
        ("entities/a.yaml", "bodies:\n  - {name: 某委, pinyin: mou wei}\n"),
        ("entities.yaml", "bodies:\n  - {name: 某委, pinyin: mou wei, lists: [bodies]}\n"),
        # Its initials are an alias of somebody else, its name is a nickname.
        ("entities.yaml", "bodies:\n  - {name: 那道日出, pinyin: na dao ri chu}\n"),
        ("entities.yaml", "bodies:\n  - {name: 鹏城, pinyin: peng cheng}\n"),
        # A variant that the dataset knows.
        ("entities.yaml", "zones:\n  - {name: 甲区, in: 武漢市, pinyin: jia qu}\n"),
        ("entities.yaml", "shared: [武汉]\nbodies:\n"
         "  - {name: 某委, pinyin: mou wei, aliases: [武汉]}\n"),
        ("categories.yaml", "x: {label: 某, group: 某, kind: award, who: {zh: x, en: x}}\n"),
        ("editions/2024.yaml", PARTIAL["editions/2024.yaml"].replace("mine", "terton2024")),
    ],
)  # fmt: skip
def test_one_file_is_enough(tmp_path: Path, file: str, text: str) -> None:
    (tmp_path / file).parent.mkdir(exist_ok=True)
    (tmp_path / file).write_text(text.replace("2: [汉中市], ", ""), encoding="utf-8")
    assert ask("check", str(tmp_path)) == ("", "", 0)


@pytest.mark.parametrize("name", ["entities", "editions"])
def test_a_file_where_a_folder_should_be(tmp_path: Path, name: str) -> None:
    table(tmp_path, name, "")
    fault = f"govrank: {tmp_path}/{name}:1: cannot be read: Not a directory\n"
    assert ask("check", str(tmp_path)) == ("", fault, 3)


def test_a_list_is_completed_by_what_a_folder_says_of_it(tmp_path: Path) -> None:
    """How many places it has, and how it counts, where that is not known."""
    (tmp_path / "editions").mkdir()
    listing = "{title: x, source: terton2024, listed: 70, numbering: competition}"
    for year, category in ((2010, "bodies"), (2024, "prefectures")):
        text = f"year: {year}\nnumber: ~\npublished: ~\nlists: {{{category}: {listing}}}\n"
        table(tmp_path, f"editions/{year}.yaml", text)
    found = dataset.open_store(tmp_path).listings([2010, 2024])
    said = {(one.year, one.category): (one.listed_places, one.numbering) for one in found}
    assert said[2010, "bodies"] == (70, "competition")
    assert said[2024, "prefectures"] == (100, "dense")


def test_a_hint_asks_the_same_table(tmp_path: Path) -> None:
    path = table(tmp_path, "2011-考核.csv", "名次,名称\n1,福州市\n2,福州市鼓楼区\n")
    for words, command in (
        (["top", "--year", "2011"], f"govrank top {{}} --year 2011 --data {path}"),
        (["find", "福州", "-c", "考核", "--year", "2011"], f" --data {path} --within"),
        (["categories"], f"govrank top ID --data {path}"),
    ):
        answer = ask(*words, "--data", str(path))
        assert command.partition("{}")[2] in answer.out + answer.err, words
        told = ask(*words, GOVRANK_DATA=str(path))  # nothing to type again
        assert str(path) not in told.out + told.err


def test_the_walk_throughs_show_the_same() -> None:
    """What they show is run by test_docs. Here: each step of one is in the other."""

    def steps(name: str) -> list[str]:
        text = (ROOT / "docs" / name).read_text(encoding="utf-8")
        return re.findall(r"^\$ ((?:govrank )?\w+)", text, re.MULTILINE)

    assert steps("your-own-table.md") == steps("your-own-table.zh-CN.md")
    assert len(steps("your-own-table.md")) >= 15
