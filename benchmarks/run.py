"""Measures govrank as it is installed beside this interpreter, and prints one Markdown table.

    python benchmarks/run.py [--write | start | find | batch | growth]

Without a part all are measured. --write measures all and puts the table, what an installation
takes and how much is known into the READMEs, between their marks: every figure that they quote.

A time is a ratio of medians within one run: what is compared takes turns, so that a machine that
slows down slows all of it; only what grows is measured size by size. Tools that are not there are
left out. Peak memory is that of one more run, on Linux.
"""

from __future__ import annotations

import csv
import io
import json
import math
import os
import random
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

HERE = Path(__file__).parent
ROOT = HERE.parent
PYTHON = sys.executable
GOVRANK = str(Path(PYTHON).with_name("govrank"))
# A copy beside govrank's script: Python looks into a script's folder first for each import.
FLOOR_SCRIPT = Path(GOVRANK).with_name("govrank-floor")
FLOOR = [PYTHON, str(FLOOR_SCRIPT)]
ENVIRONMENT = {
    **{k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "GOVRANK"))},
    "LC_ALL": "C.UTF-8",
    "PATH": f"{Path(PYTHON).parent}{os.pathsep}{os.environ['PATH']}",
}
PACKAGES = ("typer", "rich", "govrank", "pandas", "duckdb", "csvkit", "sqlite-utils")
PROGRAMS = ("mlr", "rg", "grep")
COLUMNS = ("what", "by", "time", "peak MB", "what it cannot do")
READMES = {
    "README.md": "{} placements in {} lists of {} editions, from {} sources",
    "README.zh-CN.md": "{} 条名次、{} 个榜、{} 届、{} 个来源",
}
# A process of its own, since what forks lends its size to the peak of what it starts.
PEAK = """
import os, resource, sys
said = os.dup(1)
os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
os.dup2(1, 2)
os.spawnvp(os.P_WAIT, sys.argv[1], sys.argv[1:])
os.write(said, str(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss).encode())
"""
PANDAS_JOIN = """
import sys, pandas
names, rows = map(pandas.read_csv, sys.argv[1:])
names.merge(rows, on="name").to_json(sys.stdout, orient="records", lines=True, force_ascii=False)
"""
LOOP_JOIN = """
import csv, json, sys
found = {}
for row in csv.DictReader(open(sys.argv[2], encoding="utf-8")):
    found.setdefault(row["name"], []).append(row)
for asked in csv.DictReader(open(sys.argv[1], encoding="utf-8")):
    for row in found.get(asked["name"], ()):
        print(json.dumps(row, ensure_ascii=False))
"""
PANDAS_FIND = """
import sys, pandas
rows = pandas.read_csv(sys.argv[1])
print(rows[rows.entity == sys.argv[2]].to_json(orient="records", force_ascii=False))
"""
DUCKDB_FIND = """
import json, sys, duckdb
found = duckdb.execute("select * from read_csv(?) where entity = ?", sys.argv[1:])
columns = [column[0] for column in found.description]
print(json.dumps([dict(zip(columns, row)) for row in found.fetchall()], ensure_ascii=False))
"""
LOOP_FIND = """
import csv, json, sys
rows = csv.DictReader(open(sys.argv[1], encoding="utf-8"))
print(json.dumps([row for row in rows if row["entity"] == sys.argv[2]], ensure_ascii=False))
"""

Row = tuple[str, str, str, str, str]


class Way(NamedTuple):
    """A command to be measured; needs is a module that its Python must have."""

    command: list[str]
    lacks: str = ""
    needs: str = "sys"
    settings: dict[str, str] | None = None
    stdin: str = os.devnull


def environment(way: Way) -> dict[str, str]:
    return {**ENVIRONMENT, **(way.settings or {})}


def run(way: Way) -> float:
    """Seconds that a command takes, its output thrown away.

    Raises:
        subprocess.SubprocessError: it failed.
    """
    with open(way.stdin, "rb") as source:
        start = time.perf_counter()
        subprocess.run(
            way.command,
            stdin=source,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=environment(way),
            check=True,
        )
        return time.perf_counter() - start


def ratios(ways: list[Way], times: int) -> list[float]:
    """The medians of what the ways take, to that of the first."""
    taken = [[run(way) for way in ways] for _ in range(times)]
    medians = [statistics.median(seconds) for seconds in zip(*taken, strict=True)]
    return [seconds / medians[0] for seconds in medians]


def peak(way: Way) -> str:
    """The most memory that a command holds, in MB, if more than the wrapper itself."""
    with open(way.stdin, "rb") as source:
        wrapped = [PYTHON, "-ISc", PEAK, *way.command]
        said = subprocess.run(
            wrapped, stdin=source, stdout=subprocess.PIPE, env=environment(way), check=True
        )
    megabytes = int(said.stdout) / 1024
    return f"{megabytes:.0f}" if megabytes > 12 else "< 12"


def output(*command: str) -> str:
    return subprocess.run(
        command, stdout=subprocess.PIPE, env=ENVIRONMENT, check=True, encoding="utf-8"
    ).stdout


def start(_folder: Path) -> Iterator[Row]:
    """Each command against a program that has only the framework in it."""

    def tab(program: str, words: str) -> dict[str, str]:
        name = f"_{program.upper()}_COMPLETE"
        return {name: "complete_bash", "COMP_WORDS": f"{program} {words}", "COMP_CWORD": "1"}

    for words, floor in {
        "find 武汉市 --json": "line x",
        "top -c 地市 -f tsv": "line x",
        "tier 88 -q": "line x",
        "find 武汉市": "table 2",
        "top -c 地市": "table 13",
        "tier 88": "table 5",
        "--help": "--help",
    }.items():
        way = Way([GOVRANK, *words.split()])
        ratio = ratios([Way([*FLOOR, *floor.split()]), way], 31)[1]
        yield f"`{words}`", f"govrank, to the framework's `{floor}`", f"{ratio:.2f}", peak(way), ""
    way = Way([GOVRANK], settings=tab("govrank", "f"))
    ratio = ratios([Way(FLOOR, settings=tab("floor", "l")), way], 31)[1]
    yield "one TAB", "govrank, to the framework's", f"{ratio:.2f}", peak(way), ""


def compare(what: str, ways: dict[str, Way], times: int) -> Iterator[Row]:
    """Ways to the same rows, against the first of them."""
    there = {
        name: way
        for name, way in ways.items()
        if shutil.which(way.command[0], path=ENVIRONMENT["PATH"]) and find_spec(way.needs)
    }
    for name in ways.keys() - there.keys():
        print(f"{name} is not there and left out", file=sys.stderr)
    for (name, way), ratio in zip(there.items(), ratios([*there.values()], times), strict=True):
        yield what, name, f"{ratio:.2f}", peak(way), way.lacks


def latest(folder: Path) -> tuple[str, list[str]]:
    """The export cut to its latest year, and the names printed in it."""
    rows = list(csv.DictReader(io.StringIO(output(GOVRANK, "export"))))
    year = max(row["year"] for row in rows)
    rows = [row for row in rows if row["year"] == year]
    path = folder / "latest.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return str(path), [row["name"] for row in rows]


def find(folder: Path) -> Iterator[Row]:
    """One question, against what finds its rows in the export.

    All of them need the official name and the export at hand: none knows 武汉, wuhan or 武漢市, a
    former name, what lies in the city, what was not published, or what is near to a name.
    """
    name = "武汉市"
    rows, _names = latest(folder)
    query = f"select * from latest where entity = '{name}'"
    csvgrep = ["csvgrep", "-c", "entity", "-r", f"^{name}$", rows]
    mlr = ["mlr", "--icsv", "--ojson", "filter", f'$entity == "{name}"', rows]
    ways = {
        "govrank": Way([GOVRANK, "find", name, "--json"]),
        "csvkit": Way(csvgrep, "JSON: csvjson must follow it"),
        "sqlite-utils": Way(["sqlite-utils", "memory", rows, query], "tell true from a text"),
        "pandas": Way(
            [PYTHON, "-c", PANDAS_FIND, rows, name], "keep a rank whole beside a null", "pandas"
        ),
        "duckdb": Way([PYTHON, "-c", DUCKDB_FIND, rows, name], needs="duckdb"),
        "mlr": Way(mlr, "tell null or true from a text"),
        "rg": Way(["rg", name, rows], "tell the city from what has its name in it; JSON"),
        "a Python loop": Way(
            [PYTHON, "-c", LOOP_FIND, rows, name], "tell a number, null or true from a text"
        ),
    }
    yield from compare("one name: `find 武汉市 --json`", ways, 15)


def asked(folder: Path, printed: list[str], count: int) -> Path:
    """A file of so many of the names that are printed, one a line."""
    path = folder / f"{count}.txt"
    names = random.Random(2024).choices(printed, k=count)
    path.write_text("\n".join(names) + "\n", encoding="utf-8")
    return path


def batch(folder: Path) -> Iterator[Row]:
    """A hundred thousand names, against what joins them with the export."""
    rows, printed = latest(folder)
    names, table = asked(folder, printed, 100_000), folder / "names.csv"
    table.write_text("name\n" + names.read_text(encoding="utf-8"), encoding="utf-8")
    files = [str(table), rows]
    mlr = ["mlr", "--icsv", "--ojsonl", "join", "-j", "name", "-f", rows, str(table)]
    lacks = "find a name not spelt as it was printed; say which have no row"
    ways = {
        "govrank": Way([GOVRANK, "find", "-", "-f", "jsonl"], stdin=str(names)),
        "mlr": Way(mlr, lacks),
        "grep -F": Way(["grep", "-F", "-f", str(names), rows], "give a row the name it is for"),
        "pandas": Way([PYTHON, "-c", PANDAS_JOIN, *files], lacks, "pandas"),
        "a Python loop": Way([PYTHON, "-c", LOOP_JOIN, *files], lacks),
    }
    yield from compare("100,000 names: `find - -f jsonl`", ways, 5)


def growth(folder: Path) -> Iterator[Row]:
    """The same questions to more and more of the same data, and more and more names."""
    data, grow = str(ROOT / "data"), str(HERE / "grow.py")
    sizes = (1, 10, 100, 1000)
    files = {size: str(folder / f"{size}.json") for size in sizes}
    run(Way([GOVRANK, "check", data, "--compile", files[1]]))
    for size in sizes[1:]:
        run(Way([PYTHON, grow, files[1], str(size), files[size]]))
    for words in ("find 武汉市 --json", "top -c prefectures -f tsv", "export -f csv"):
        ways = {n: Way([GOVRANK, *words.split(), "--data", files[n]]) for n in sizes}
        yield grown(f"`{words}`", ways, "the data")
    folders = {size: str(folder / f"{size}x") for size in sizes}
    for size, name in folders.items():
        run(Way([PYTHON, grow, data, str(size), name]))
    ways = {n: Way([GOVRANK, "check", name]) for n, name in folders.items()}
    yield grown("`check DIR`", ways, "the data")
    _rows, printed = latest(folder)
    find = [GOVRANK, "find", "-", "-f", "jsonl"]
    ways = {n: Way(find, stdin=str(asked(folder, printed, 1000 * n))) for n in sizes}
    yield grown("`find - -f jsonl`", ways, "1,000 names")


def grown(what: str, ways: dict[int, Way], of: str) -> Row:
    """What a command takes at each size, and the exponent with which its time grows beyond that
    of the least, fitted to the two largest, where that is no longer most of it: 1 is in
    proportion."""
    taken = {}
    for size, way in ways.items():
        times: list[float] = []
        while len(times) < 9 and sum(times) < 5:
            times.append(run(way))
        taken[size] = statistics.median(times)
    first, *_, less, more = taken
    work = (taken[more] - taken[first]) / (taken[less] - taken[first])
    exponent = math.log(work) / math.log((more - first) / (less - first))
    by = f"{', '.join(f'{size:,}' for size in ways)} x {of}"
    cells = ", ".join(f"{seconds / taken[first]:.1f}" for seconds in taken.values())
    peaks = ", ".join(map(peak, ways.values()))
    return what, by, f"{cells}: exponent {exponent:.2f}", peaks, ""


PARTS: dict[str, Callable[[Path], Iterator[Row]]] = {
    "start": start,
    "find": find,
    "batch": batch,
    "growth": growth,
}


def measured(parts: list[str]) -> Iterator[str]:
    """The lines of the table, as they are measured, and the versions of what was compared."""
    yield f"| {' | '.join(COLUMNS)} |"
    yield f"|{' --- |' * len(COLUMNS)}"
    FLOOR_SCRIPT.write_bytes((HERE / "floor.py").read_bytes())
    try:
        for part in parts:
            with TemporaryDirectory() as folder:
                for row in PARTS[part](Path(folder)):
                    yield f"| {' | '.join(row)} |"
    finally:
        FLOOR_SCRIPT.unlink()
    told = [f"python {sys.version.split()[0]}"]
    for package in PACKAGES:
        try:
            told.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            continue
    for program in PROGRAMS:
        if shutil.which(program, path=ENVIRONMENT["PATH"]):
            words = output(program, "--version").splitlines()[0].split()
            told.append(f"{program} {next(word for word in words if word[0].isdigit())}")
    yield ""
    yield ", ".join(told)


def installed() -> str:
    """What an installation takes on the disk, and what it consists of."""
    tree = ["pipdeptree", "--python", PYTHON, "--packages", "govrank", "--extras", "none"]
    packages = json.loads(output(*tree, "--computed", "size-raw", "--output", "json"))
    total = sum(package["package"]["computed"]["size_raw"] for package in packages)
    drawn = output(*tree, "--computed", "size", "--output", "text")
    return f"{total / 1e6:.1f} MB in all\n{drawn.rstrip()}"


def known() -> list[int]:
    rows = list(csv.DictReader(io.StringIO(output(GOVRANK, "export"))))
    lists = {(row["year"], row["category"]) for row in rows}
    years = {row["year"] for row in rows}
    return [len(rows), len(lists), len(years), len(output(GOVRANK, "sources", "-q").splitlines())]


def write(table: str) -> None:
    figures = {"speed": f"\n{table}\n", "size": f"\n```text\n{installed()}\n```\n"}
    counted = known()
    for name, counts in READMES.items():
        text = (ROOT / name).read_text(encoding="utf-8")
        for mark, new in {**figures, "known": counts.format(*counted)}.items():
            before, opened, rest = text.partition(f"<!-- {mark} -->")
            _old, closed, after = rest.partition(f"<!-- /{mark} -->")
            assert closed, f"{name} has no place for {mark}"
            text = before + opened + new + closed + after
        (ROOT / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    parts = sys.argv[1:]
    everything = parts in ([], ["--write"])
    if not everything and {*parts} - {*PARTS}:
        sys.exit(__doc__)
    lines = []
    for line in measured([*PARTS] if everything else parts):
        print(line, flush=True)
        lines.append(line)
    if parts == ["--write"]:
        write("\n".join(lines))
