"""--since: who rose and who fell; what is not known is left open."""

import csv
import io
import json
from pathlib import Path

import pytest

from govrank.ask.changes import ChangedPlacement
from govrank.models import Placement
from tests.support import EDITION, FOLDER, ask, write
from tests.support import ask_in_chinese as zh

BESIDE = ["since", "rank_then", "change"]


def rows(*words: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(ask(*words, "--json").out)
    return found


def changes(*words: str) -> dict[object, tuple[object, ...]]:
    """By name: the rank now, the year that is compared with, the rank then, and the change."""
    return {row["entity"]: (row["rank"], *(row[key] for key in BESIDE)) for row in rows(*words)}


def test_the_columns_stand_behind_the_others() -> None:
    assert list(ChangedPlacement._fields) == [*Placement._fields, *BESIDE]
    [first, *_rest] = rows("top", "provinces", "--since", "2019", "-n", "1")
    assert list(first) == [*Placement._fields[2:], *BESIDE]
    [first, *_rest] = rows("compare", "武汉", "成都", "--since", "2019")
    assert list(first) == [*Placement._fields, *BESIDE]
    header = ask("top", "provinces", "--since", "2019", "-f", "csv").out.splitlines()[0]
    assert header.endswith(",english,since,rank_then,change")


def test_a_rise_is_above_zero_and_what_was_not_known_is_null() -> None:
    found = changes("top", "provinces", "--since", "2019")
    assert found["浙江省"] == (1, 2019, 5, 4)
    assert found["广东省"] == (7, 2019, 1, -6)
    assert found["四川省"] == (2, 2019, 2, 0)
    assert found["云南省"] == (6, 2019, None, None)


def test_a_rank_beyond_those_shown_is_known() -> None:
    assert changes("top", "provinces", "--since", "2019", "-n", "1")["浙江省"] == (1, 2019, 5, 4)


def test_a_band_is_no_rank() -> None:
    assert changes("top", "地市", "-n", "1", "--since", "2023")["宁德市"] == (1, 2023, None, None)
    [now, *_rest] = rows("compare", "宁德", "--year", "2023", "-c", "地市", "--since", "2020")
    assert (now["rank"], now["rank_then"], now["change"]) == (None, 5, None)


def test_last_is_the_latest_earlier_edition_with_a_rank_list_by_list() -> None:
    since = {row["category"]: row["since"] for row in rows("top", "--since", "last")}
    assert since["prefectures"] == 2020  # 2021 to 2023 have bands only
    assert since["ministries"] == 2022
    assert since["hitech"] == 2011
    assert since["etdz"] is None


def test_years_are_compared_with_what_was_before_them() -> None:
    found = rows("compare", "武汉", "--year", "all", "-c", "subprovincial", "--since", "last")
    assert [(row["year"], row["since"], row["change"]) for row in found] == [
        (2024, 2020, 1),
        (2020, 2019, 0),
        (2019, 2018, 1),
        (2018, 2016, 0),
        (2016, 2015, 0),
        (2015, 2014, 4),
        (2014, 2013, None),
        (2012, None, None),
    ]


def test_the_table() -> None:
    out = ask("top", "provinces", "--since", "2019").out
    lines = [line.split() for line in out.splitlines()]
    assert ["rank", "2019", "change", "name"] in lines
    assert ["1", "tied", "5", "▴4", "Zhejiang", "浙江省"] in lines
    assert ["7", "1", "▾6", "Guangdong", "广东省"] in lines
    assert ["6", "-", "Yunnan", "云南省"] in lines
    assert "in the first 10 of 2019, not of 2024: Hunan (7), Shandong (9)\n" in out
    assert "in the first 10 of 2024, not of 2019: Yunnan (6)\n" in out
    chinese = zh("top", "省区", "--since", "2019").out
    assert ["1", "并列", "5", "▴4", "浙江省"] in [line.split() for line in chinese.splitlines()]


def test_of_few_known_places_it_is_not_said_who_came() -> None:
    out = ask("top", "地市", "-n", "5", "--since", "last").out
    assert "2020: 1 of the first 5 places known, so who came is not known\n" in out
    assert "of 2024, not of 2020" not in out


def test_a_list_without_that_edition_says_so() -> None:
    said = "no edition of this list is known for 2019"
    assert said in ask("top", "etdz", "--since", "2019").out
    result = ask("top", "etdz", "-n", "1", "--since", "2019", "-f", "csv")
    assert result.err == f"govrank: etdz 2024: {said}\n"
    [row] = csv.DictReader(io.StringIO(result.out))
    assert [row[key] for key in BESIDE] == ["", "", ""]
    never = ask("top", "etdz", "--since", "last").out
    assert "no earlier edition of this list has a known rank" in never


EARLIER = """\
year: 2024
number: ~
published: 2024-01-01
lists:
  places:
    title: 地市网站
    source: one
    listed: 10
    rest: cut
    numbering: dense
    note: {zh: 口径不同, en: another population}
    places:
      1: [襄樊市]
      2: [武汉, 海南州]
"""


@pytest.fixture
def folder(tmp_path: Path) -> str:
    return str(write(tmp_path, **{"editions/2024.yaml": EARLIER}))


def test_lists_that_number_ties_differently_are_not_compared(folder: str) -> None:
    found = changes("top", "地市", "--since", "2024", "--data", folder)
    assert found["襄阳市"] == (1, 2024, 1, None)
    result = ask("top", "地市", "--since", "2024", "--data", folder, "-f", "csv")
    said = "2024 and 2025 number ties differently: no rise or fall is given"
    assert f"places 2025: {said}" in result.err
    table = ask("top", "地市", "--since", "2024", "--data", folder).out
    assert f"{said}\n" in table
    assert "2024: another population\n" in table
    assert "change" not in table
    compared = ask("compare", "武汉", "襄阳", "--since", "2024", "--data", folder).out
    assert "was 1" in compared
    assert "▴" not in compared


def test_numberings_of_which_one_is_not_known_are_compared(tmp_path: Path) -> None:
    texts = {"editions/2024.yaml": EARLIER.replace("    numbering: dense\n", "")}
    data = str(write(tmp_path, **texts))
    assert changes("top", "地市", "--since", "2024", "--data", data)["武汉市"] == (1, 2024, 2, 1)


def test_who_left_is_not_said_where_now_is_not_known(folder: str) -> None:
    out = ask("top", "地市", "-n", "4", "--since", "last", "--data", folder).out
    assert "2025: 3 of the first 4 places known, so who left is not known\n" in out
    out = ask("top", "地市", "-n", "1", "--since", "last", "--data", folder).out
    assert "in the first 1 of 2025, not of 2024: Wuhan (1)\n" in out
    assert "so who left" not in out


def test_one_known_place_is_all_of_the_first_one(tmp_path: Path) -> None:
    earlier = EARLIER.replace("      2: [武汉, 海南州]\n", "")
    data = str(write(tmp_path, **{"editions/2024.yaml": earlier}))
    out = ask("top", "地市", "-n", "1", "--since", "2024", "--data", data).out
    assert "in the first 1 of 2025, not of 2024: Wuhan (1)\n" in out
    assert "so who came" not in out


def test_who_left_and_who_came_is_not_said_of_bands(tmp_path: Path) -> None:
    now = FOLDER[EDITION].replace("1: [武汉, 襄樊市]", "前4: [武汉]")
    now = now.replace("3: {海南州: 88.5}", "前9: [襄樊市]")
    data = str(write(tmp_path, **{EDITION: now, "editions/2024.yaml": EARLIER}))
    out = ask("top", "地市", "-n", "4", "--since", "2024", "--data", data).out
    assert (
        "2025: 0 of the first 4 places known, so who left is not known\n"
        "2024: 2 of the first 4 places known, so who came is not known\n"
    ) in out


@pytest.mark.parametrize(
    ("since", "said"),
    [
        ("2024", "--since takes a year before 2024, not 2024"),
        ("all", "--since takes one year, or last, not 'all'"),
        ("2012-2014", "--since takes one year, or last, not '2012-2014'"),
        ("1999", "no edition of '1999' is known; there are 2003-2024, last"),
        ("lst", "no edition of 'lst' is known; there are 2003-2024, last"),
    ],
)
def test_what_is_no_earlier_year(since: str, said: str) -> None:
    for command in (("top", "provinces"), ("compare", "武汉", "成都")):
        result = ask(*command, "--since", since)
        assert result.err.startswith(f"govrank: {said}")
        assert (result.out, result.code) == ("", 2)


def test_a_year_is_taken_kindly() -> None:
    expected = ask("top", "provinces", "--since", "2019", "-f", "csv")
    for since in ("２０１９", "2019年", " 2019"):
        assert ask("top", "provinces", "--since", since, "-f", "csv") == expected
    assert ask("top", "provinces", "--since", "LAST", "-f", "csv") == ask(
        "top", "provinces", "--since", "last", "-f", "csv"
    )


def test_the_edition_that_is_compared_numbers_as_the_tests_expect() -> None:
    assert "numbering: competition" in FOLDER[EDITION]
