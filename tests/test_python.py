"""`import govrank`: the rows of the command line, without the command line."""

import json
import os
import subprocess
import sys
from decimal import Decimal
from inspect import signature
from pathlib import Path
from typing import get_args, get_type_hints

import pytest

import govrank
from govrank import dataset, store
from govrank.models import EntityRow, Placement, Tiering
from tests.support import CATEGORIES, FOLDER, ask, opened, write
from tests.test_store import installed


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The whole dataset, compiled."""
    file = tmp_path_factory.mktemp("python") / "all.db"
    store.save(opened().connection, file)
    return file


@pytest.fixture(scope="module")
def data(database: Path) -> govrank.Dataset:
    return govrank.load(database)


# An interpreter that has no command line, no colours and no YAML.
BLOCKED = """
import sys

class Blocker:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in ("typer", "click", "rich", "yaml", "numpy"):
            raise ImportError(f"{name} is blocked")

sys.meta_path.insert(0, Blocker())
import json, govrank

def show(rows):
    print(json.dumps([row._asdict() for row in rows], ensure_ascii=False))
"""


def without_the_command_line(script: str, *words: str, **environment: str) -> str:
    settings = {**os.environ, "PYTHONIOENCODING": "utf-8", **environment}
    settings.pop("GOVRANK_DATA", None)
    result = subprocess.run(
        [sys.executable, "-c", BLOCKED + script, *words],
        capture_output=True,
        check=False,
        env=settings,
    )
    assert result.stderr.decode() == ""
    assert result.returncode == 0
    return result.stdout.decode()


def rows_of(*words: str) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = json.loads(ask(*words, "--json").out)
    return rows


def test_what_is_there_is_listed_and_all_that_is_there() -> None:
    for name in govrank.__all__:
        assert name in dir(govrank)
        assert hasattr(govrank, name)
    with pytest.raises(AttributeError, match="module 'govrank' has no attribute 'finnd'"):
        _ = govrank.finnd  # type: ignore[attr-defined]


def test_nothing_is_imported_before_it_is_asked_for() -> None:
    script = "import sys; print('govrank.dataset' in sys.modules)"
    assert without_the_command_line(script) == "False\n"
    assert without_the_command_line("govrank.find; " + script) == "True\n"


def test_find_where_typer_rich_and_yaml_cannot_be_imported(database: Path) -> None:
    script = "show(govrank.load(sys.argv[1]).find('武汉'))"
    assert json.loads(without_the_command_line(script, str(database))) == rows_of("find", "武汉")


def test_the_bundled_dataset_where_they_cannot_be_imported(tmp_path: Path) -> None:
    """As it is installed: `import govrank; govrank.find("武汉")`."""
    archive = tmp_path / "govrank.zip"
    archive.write_bytes(installed())
    for script, words in (
        ("show(govrank.find('武汉'))", ("find", "武汉")),
        ("show(govrank.top('地市', places=3))", ("top", "地市", "-n", "3")),
        ("show(govrank.entities('海淀'))", ("entities", "海淀")),
    ):
        printed = without_the_command_line(script, PYTHONPATH=str(archive))
        expected = rows_of(*words)
        named = {"query": None, "match": None}
        assert json.loads(printed) == [{**named, **row} for row in expected]


def test_nothing_is_printed_or_read(database: Path) -> None:
    script = """
data = govrank.load(sys.argv[1])
data.find("xyzzy"); data.find("武汉", within=True); data.top(); data.entities(); data.tier(88)
data.entities("武汗"); data.find("！？"); data.find("")
"""
    assert without_the_command_line(script, str(database)) == ""


# the methods


@pytest.mark.parametrize(
    "name",
    [
        "武汉",
        "wuhan",
        "NDRC",
        "广东",
        "shanxi",
        "襄樊",
        "海淀",
        "xyz",
        "gxb",  # and guesses
        "知识",
    ],
)
def test_find_gives_the_rows_of_find(data: govrank.Dataset, name: str) -> None:
    assert [row._asdict() for row in data.find(name)] == rows_of("find", name)
    within = [row._asdict() for row in data.find(name, within=True, year="all")]
    assert within == rows_of("find", name, "--within", "--year", "all")


def test_find_in_some_years_and_lists(data: govrank.Dataset) -> None:
    whole = data.find("武汉", year="all")
    assert {row.year for row in data.find("武汉", year=2012)} == {2012}
    assert data.find("武汉", year="2012") == data.find("武汉", year=2012)
    some = data.find("武汉", year="2012-2018")
    assert some == [row for row in whole if 2012 <= row.year <= 2018]
    capitals = [row for row in whole if row.category == "capitals"]
    assert data.find("武汉", year="all", category="省会") == capitals
    assert data.find("武汉", year="all", category=["省会"]) == capitals
    both = data.find("武汉", year="all", category=("capitals", "subprovincial"))
    assert {row.category for row in both} == {"capitals", "subprovincial"}


def test_a_name_without_rows_is_an_empty_list(data: govrank.Dataset) -> None:
    for name in ("xyzzy", "海淀", "武汗", "！？", "", "地市"):
        assert data.find(name) == []


def test_top_gives_the_rows_of_top(data: govrank.Dataset) -> None:
    def expected(*words: str) -> list[dict[str, object]]:
        return [{"query": None, "match": None, **row} for row in rows_of("top", *words)]

    assert [row._asdict() for row in data.top()] == expected()
    rows = [row._asdict() for row in data.top("地市", places=3, year=2024)]
    assert rows == expected("地市", "-n", "3", "--year", "2024")
    rows = [row._asdict() for row in data.top(["部委", "省会"], places=1, year="all")]
    assert rows == expected("部委", "省会", "-n", "1", "--year", "all")
    assert [row.name for row in data.top("地市", places=1)] == ["宁德市", "佛山市"]


def test_entities_gives_the_rows_of_entities(data: govrank.Dataset) -> None:
    for name in ("海淀", "鼓楼区", "襄樊", "莱芜市", "xyzzy"):
        assert [row._asdict() for row in data.entities(name)] == rows_of("entities", name)
    everything = [{"query": None, "match": None, **row} for row in rows_of("entities")]
    assert [row._asdict() for row in data.entities()] == everything


def test_tier(data: govrank.Dataset) -> None:
    tiering = data.tier(88)
    assert tiering == Tiering(Decimal(88), "优秀级", 85, 95, "卓越级", Decimal(7), 2024)
    assert data.tier("88分") == data.tier("88") == data.tier(88.0)._replace(score=Decimal(88))
    assert data.tier("94.99999999999999999999").points_to_next == Decimal("1e-20")
    assert data.tier(110).next_tier is None
    small, large = data.tier(0.00001), data.tier("109.9")
    assert (small.score, small.points_to_next) == (Decimal("0.00001"), Decimal("59.99999"))
    assert (large.score, large.points_to_next) == (Decimal("109.9"), None)
    assert data.tier(1e-7).points_to_next == Decimal("59.9999999")


# what goes wrong


def test_what_is_not_there_is_a_lookup_error(data: govrank.Dataset) -> None:
    for asked in (
        lambda: data.find("武汉", year=1999),
        lambda: data.find("武汉", year="soon"),
        lambda: data.find("武汉", category="地球"),
        lambda: data.top("地球"),
        lambda: data.top("地市", year=1999),
        lambda: data.top(["地市", "地球"]),
        lambda: data.tier(88, year=2003),
    ):
        with pytest.raises(LookupError):
            asked()
        with pytest.raises(govrank.NotKnownError):
            asked()
        with pytest.raises(govrank.GovrankError):
            asked()


def test_a_float_of_another_kind_is_a_score(data: govrank.Dataset) -> None:
    class Float(float):
        def __repr__(self) -> str:
            return f"np.float64({float(self)})"

    assert data.tier(Float(88.5)) == data.tier(88.5)


@pytest.mark.parametrize("score", ["", "x", "8²", "1e1", "-1", "111", -1, 110.01, float("nan")])
def test_what_is_no_score_is_a_value_error(data: govrank.Dataset, score: str | float) -> None:
    with pytest.raises(ValueError, match=r"score|above"):
        data.tier(score)
    with pytest.raises(govrank.InvalidScoreError):
        data.tier(score)


@pytest.mark.parametrize(
    ("score", "said"),
    [
        (float("nan"), "'NaN' is not a valid score: type a number from 0 to 110"),
        (-1e-9, "'-0.000000001' is not a valid score: type a number from 0 to 110"),
    ],
)
def test_a_score_is_said_in_digits(data: govrank.Dataset, score: float, said: str) -> None:
    with pytest.raises(govrank.InvalidScoreError) as caught:
        data.tier(score)
    assert str(caught.value) == said


def test_any_number_of_places(data: govrank.Dataset) -> None:
    assert len(data.top("地市", places=10**30)) == 13
    assert data.top("地市", places=0) == []


def test_invalid_data_is_a_data_error_at_once(tmp_path: Path) -> None:
    folder = write(tmp_path / "data", **{CATEGORIES: FOLDER[CATEGORIES].replace("ranked", "x")})
    with pytest.raises(govrank.DataError, match=r"categories\.yaml:1: 'x' is none of"):
        govrank.load(folder)
    with pytest.raises(govrank.DataError, match="nowhere"):
        govrank.load(tmp_path / "nowhere")
    (tmp_path / "empty.db").touch()
    with pytest.raises(govrank.DataError, match="neither"):
        govrank.load(str(tmp_path / "empty.db"))


def test_a_dataset_of_ones_own(tmp_path: Path) -> None:
    mine = govrank.load(str(write(tmp_path / "data")))
    assert [(row.rank, row.name) for row in mine.top("places")] == [
        (1, "武汉"),
        (1, "襄樊市"),
        (3, "海南州"),
    ]
    assert [row.entity for row in mine.find("hainan", category="places")] == ["海南藏族自治州"]
    assert [row.entity for row in mine.entities("海南")] == ["海南省", "海南藏族自治州"]
    assert len(mine.entities()) == 11
    assert mine.tier(90).year == 2025


def test_the_bundled_dataset_is_not_opened_at_the_import(monkeypatch: pytest.MonkeyPatch) -> None:
    opened_now: list[Path | None] = []

    def open_store(path: Path | None, **_: object) -> store.Store:
        opened_now.append(path)
        return opened()

    monkeypatch.setattr(dataset, "open_store", open_store)
    lazy = govrank.Dataset()
    assert opened_now == []
    lazy.find("武汉")
    lazy.find("成都")
    assert len(opened_now) == 1


def test_nothing_is_left_open(tmp_path: Path) -> None:
    """From 3.13 on, Python warns of a database that nobody closed."""
    folder = write(tmp_path / "data")
    program = f"""
import gc, govrank
govrank.find("武汉")
govrank.load({str(folder)!r}).top()
gc.collect()
"""
    strict = [sys.executable, "-X", "dev", "-W", "error"]
    for rest in (["-c", program], ["-m", "govrank", "tier", "88", "-q"]):
        run = subprocess.run([*strict, *rest], capture_output=True, check=False)
        assert (run.returncode, run.stderr) == (0, b""), rest


# how it is told


def test_what_is_exported_is_documented() -> None:
    for name in govrank.__all__:
        assert getattr(govrank, name).__doc__, name
    assert set(govrank.__all__) <= set(dir(govrank))
    assert {"find", "top", "entities", "tier", "load", "Placement", "DataError"} <= {
        *govrank.__all__
    }
    for name in ("find", "top", "entities", "tier"):
        method = getattr(govrank.Dataset, name)
        assert {"Args:", "Returns:", "Raises:"} & {*method.__doc__.split()}
        for parameter in signature(method).parameters:
            assert parameter == "self" or f"{parameter}:" in method.__doc__, (name, parameter)


def test_rows_are_typed() -> None:
    for row in (Placement, EntityRow, Tiering):
        hints = get_type_hints(row, {"Decimal": Decimal, **vars(govrank.models)})
        assert tuple(hints) == row._fields
    rank = get_type_hints(Placement)["rank"]
    assert set(get_args(rank)) == {int, type(None)}
    package = Path(govrank.__file__).parent
    assert (package / "py.typed").exists()


def test_pandas_takes_the_rows(data: govrank.Dataset) -> None:
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame(data.top("地市"))
    assert list(frame.columns) == list(Placement._fields)
    assert frame["name"].tolist()[:2] == ["宁德市", "佛山市"]
    assert frame["rank"].tolist()[-1] == 10


def test_polars_takes_the_rows(data: govrank.Dataset) -> None:
    polars = pytest.importorskip("polars")
    frame = polars.DataFrame(data.top("地市"))
    assert frame.columns == list(Placement._fields)
    assert frame["rank"].to_list()[-1] == 10
