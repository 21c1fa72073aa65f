"""The data package: its tables, their types, and the keys between them."""

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest

from govrank import __version__
from govrank.models import ENTITY_KINDS, Placement, Source
from tests.support import ask, opened, shell

TABLES = ["placements", "lists", "entities", "sources", "tiers"]


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("package") / "new" / "folder"
    assert ask("export", "--datapackage", str(folder)) == ("", "", 0)
    return folder


def described(package: Path) -> dict[str, dict[str, object]]:
    description = json.loads((package / "datapackage.json").read_bytes())
    return {resource["name"]: resource["schema"] for resource in description["resources"]}


def table(package: Path, name: str) -> list[dict[str, str]]:
    with (package / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_frictionless_validates_it(package: Path) -> None:
    """In a process of its own: it warns at its import."""
    script = (
        "import json, sys; from frictionless import Package;"
        " report = Package(sys.argv[1]).validate();"
        " print(json.dumps([report.valid, report.flatten(['type', 'note'])]))"
    )
    result = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", script, str(package / "datapackage.json")],
        capture_output=True,
        check=True,
    )
    assert json.loads(result.stdout) == [True, []]


def test_frictionless_sees_a_broken_key(package: Path, tmp_path: Path) -> None:
    """The keys are looked at, so that the test above says something."""
    for file in package.iterdir():
        content = file.read_bytes()
        if file.name == "sources.csv":
            content = content.replace(b"terton2024,", b"other,")
        (tmp_path / file.name).write_bytes(content)
    script = (
        "import sys; from frictionless import Package;"
        " print(Package(sys.argv[1]).validate().flatten(['type'])[0])"
    )
    result = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", script, str(tmp_path / "datapackage.json")],
        capture_output=True,
        check=True,
    )
    assert result.stdout == b"['foreign-key']\n"


def test_what_is_in_it(package: Path) -> None:
    assert sorted(path.name for path in package.iterdir()) == sorted(
        ["datapackage.json", *(f"{name}.csv" for name in TABLES)]
    )
    description = json.loads((package / "datapackage.json").read_bytes())
    assert description["version"] == __version__
    assert description["title"]
    assert description["licenses"][0]["name"] == "MIT"
    store = opened()
    assert len(table(package, "placements")) == len(list(store.placements()))
    assert len(table(package, "lists")) == len(store.listings(store.years()))
    assert len(table(package, "entities")) == len(list(store.entities()))
    assert list(table(package, "placements")[0]) == list(Placement._fields[2:])
    assert list(table(package, "sources")[0]) == list(Source._fields)


def test_the_placements_are_those_of_export(package: Path) -> None:
    assert (package / "placements.csv").read_text("utf-8") == ask("export").out


def test_the_tiers(package: Path) -> None:
    tiers = [row for row in table(package, "tiers") if row["year"] == "2024"]
    bounds = [(row["english"], row["min"], row["max"]) for row in tiers]
    assert bounds == [
        ("Outstanding", "95", "110"),
        ("Excellent", "85", "95"),
        ("Good", "75", "85"),
        ("Developing", "60", "75"),
        ("Preparing", "", "60"),
    ]


def test_types_and_vocabularies(package: Path) -> None:
    schemas = described(package)
    fields = {field["name"]: field for field in schemas["placements"]["fields"]}  # type: ignore[attr-defined]
    assert fields["year"] == {"name": "year", "type": "integer", "constraints": {"required": True}}
    assert fields["rank"] == {"name": "rank", "type": "integer"}
    assert fields["tied"]["type"] == "boolean"
    assert fields["score"]["type"] == "number"
    kinds = {field["name"]: field for field in schemas["entities"]["fields"]}["kind"]  # type: ignore[attr-defined]
    assert kinds["constraints"]["enum"] == list(ENTITY_KINDS)


def test_it_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    folder = tmp_path / "old"
    folder.mkdir()
    for name in ("placements.csv", "datapackage.json"):
        (folder / name).write_text("old")
    result = shell(
        f"ulimit -f 50; govrank export --datapackage {folder}", PYTHONDONTWRITEBYTECODE="1"
    )
    assert result.returncode == 74
    assert result.stderr.count(b"\n") == 1
    assert {path.name: path.read_text() for path in folder.iterdir()} == {
        "placements.csv": "old",
        "datapackage.json": "old",
    }


def test_pandas_opens_it(package: Path) -> None:
    file = str(package / "placements.csv")
    count = len(table(package, "placements"))
    pandas = pytest.importorskip("pandas")
    frame = pandas.read_csv(file, dtype={"code": "string"})
    assert len(frame) == count
    assert frame["code"].dropna().str.fullmatch(r"\d{6}").all()


def test_polars_opens_it(package: Path) -> None:
    polars = pytest.importorskip("polars")
    frame = polars.read_csv(package / "placements.csv", infer_schema_length=None)
    assert frame.height == len(table(package, "placements"))


def test_duckdb_joins_it(package: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    query = (
        f"SELECT count(*) FROM '{package}/placements.csv' p"
        f" JOIN '{package}/entities.csv' e USING (entity)"
        f" JOIN '{package}/lists.csv' l USING (year, category)"
        f" JOIN '{package}/sources.csv' s ON s.source = p.source"
    )
    assert duckdb.sql(query).fetchall() == [(len(table(package, "placements")),)]
