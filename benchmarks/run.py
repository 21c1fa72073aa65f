"""Measures govrank as it is installed beside this interpreter, and prints Markdown tables.

    python benchmarks/run.py [start] [batch] [find] [growth]     (all of them if none is named)

Every figure is a ratio of medians within one run: the runs of what is compared take turns,
so that a machine that slows down slows all of them. Tools that are not there are left out.
Peak memory is that of one more run, on Linux.
"""

from __future__ import annotations

import csv
import io
import math
import os
import random
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

HERE = Path(__file__).parent
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


class Rival(NamedTuple):
    """Another way to the same rows; needs is a module that its Python must have."""

    command: list[str]
    lacks: str
    needs: str = "sys"


def run(
    command: list[str],
    extra: dict[str, str] | None = None,
    stdin: Path | None = None,
    limit: float | None = None,
) -> float:
    """Seconds that a command takes, its output thrown away.

    Raises:
        subprocess.SubprocessError: it failed, or took longer than the limit.
    """
    with (stdin or Path(os.devnull)).open("rb") as source:
        start = time.perf_counter()
        subprocess.run(
            command,
            stdin=source,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**ENVIRONMENT, **(extra or {})},
            check=True,
            timeout=limit,
        )
        return time.perf_counter() - start


def medians(
    commands: dict[str, tuple[list[str], dict[str, str]]], times: int, stdin: Path | None = None
) -> dict[str, float]:
    taken: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(times):
        for name, (command, extra) in commands.items():
            taken[name].append(run(command, extra, stdin))
    return {name: statistics.median(seconds) for name, seconds in taken.items()}


def peak(command: list[str], stdin: Path | None = None) -> str:
    """The most memory that a command holds, in MB, if more than the wrapper itself."""
    with (stdin or Path(os.devnull)).open("rb") as source:
        wrapped = [PYTHON, "-ISc", PEAK, *command]
        said = subprocess.run(
            wrapped, stdin=source, stdout=subprocess.PIPE, env=ENVIRONMENT, check=True
        )
    megabytes = int(said.stdout) / 1024
    return f"{megabytes:.0f}" if megabytes > 12 else "< 12"


def output(*command: str) -> str:
    return subprocess.run(
        command, stdout=subprocess.PIPE, env=ENVIRONMENT, check=True, encoding="utf-8"
    ).stdout


def heading(*columns: str) -> None:
    print(f"\n| {' | '.join(columns)} |\n|{' --- |' * len(columns)}")


def versions() -> None:
    """What is compared, in one line."""
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
    print(", ".join(told))


def there(rivals: dict[str, Rival]) -> dict[str, Rival]:
    """The rivals that can be run."""
    found = {}
    for name, rival in rivals.items():
        if shutil.which(rival.command[0], path=ENVIRONMENT["PATH"]) and find_spec(rival.needs):
            found[name] = rival
        else:
            print(f"\n{name} is not there and left out.")
    return found


def compare(
    ours: dict[str, list[str]], rivals: dict[str, Rival], times: int, stdin: Path | None = None
) -> None:
    """Rivals against the first of our own commands."""
    rivals = {**{name: Rival(command, "") for name, command in ours.items()}, **there(rivals)}
    taken = medians({name: (rival.command, {}) for name, rival in rivals.items()}, times, stdin)
    heading("what", "time to the first", "peak MB", "what it cannot do")
    base = next(iter(taken.values()))
    for name, rival in rivals.items():
        memory = peak(rival.command, stdin)
        print(f"| {name} | {taken[name] / base:.2f} | {memory} | {rival.lacks} |")


def latest(folder: Path) -> tuple[Path, list[str]]:
    """The export cut to its latest year, and the names printed in it."""
    rows = list(csv.DictReader(io.StringIO(output(GOVRANK, "export"))))
    year = max(row["year"] for row in rows)
    rows = [row for row in rows if row["year"] == year]
    path = folder / "latest.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return path, [row["name"] for row in rows]


def start(_folder: Path) -> None:
    """Each command against a program that has only the framework in it."""
    tab = {"_GOVRANK_COMPLETE": "complete_bash", "COMP_WORDS": "govrank f", "COMP_CWORD": "1"}
    floor_tab = {"_FLOOR_COMPLETE": "complete_bash", "COMP_WORDS": "floor l", "COMP_CWORD": "1"}
    pairs = {
        "find 武汉市 --json": ("line", [*FLOOR, "line", "x"]),
        "top -c 地市 -f tsv": ("line", [*FLOOR, "line", "x"]),
        "tier 88 -q": ("line", [*FLOOR, "line", "x"]),
        "find 武汉市": ("table", [*FLOOR, "table", "2"]),
        "top -c 地市": ("table", [*FLOOR, "table", "13"]),
        "tier 88": ("table", [*FLOOR, "table", "5"]),
        "--help": ("--help", [*FLOOR, "--help"]),
    }
    heading("govrank", "against", "ratio")
    for words, (name, floor) in pairs.items():
        taken = medians({"ours": ([GOVRANK, *words.split()], {}), "floor": (floor, {})}, 31)
        print(f"| `{words}` | floor `{name}` | {taken['ours'] / taken['floor']:.2f} |")
    taken = medians({"ours": ([GOVRANK], tab), "floor": (FLOOR, floor_tab)}, 31)
    print(f"| one TAB | floor TAB | {taken['ours'] / taken['floor']:.2f} |")


def batch(folder: Path) -> None:
    """A hundred thousand names, against what joins them with the export."""
    rows, printed = latest(folder)

    def asked(count: int) -> Path:
        path = folder / f"{count}.txt"
        names = random.Random(2024).choices(printed, k=count)
        path.write_text("\n".join(names) + "\n", encoding="utf-8")
        return path

    names = asked(100_000)
    table = folder / "names.csv"
    table.write_text("name\n" + names.read_text(encoding="utf-8"), encoding="utf-8")
    files = [str(table), str(rows)]
    find = [GOVRANK, "find", "-", "-f"]
    spelling = "find a name that is not spelt as it was printed; say which names have no row"
    compare(
        {"`govrank find - -f jsonl`": [*find, "jsonl"], "`govrank find - -f csv`": [*find, "csv"]},
        {
            "`mlr join`": Rival(
                ["mlr", "--icsv", "--ojsonl", "join", "-j", "name", "-f", files[1], files[0]],
                spelling,
            ),
            "`grep -F -f names export.csv`": Rival(
                ["grep", "-F", "-f", str(names), files[1]],
                "give a row a name: it prints each line with any of the names in it, once",
            ),
            "pandas `merge`": Rival([PYTHON, "-c", PANDAS_JOIN, *files], spelling, "pandas"),
            "a Python loop, `csv` to `json`": Rival([PYTHON, "-c", LOOP_JOIN, *files], spelling),
        },
        7,
        names,
    )
    heading("names", "peak MB")
    for count in (10_000, 100_000, 1_000_000):
        print(f"| {count:,} | {peak([*find, 'jsonl'], asked(count))} |")


def find(folder: Path) -> None:
    """One question, against what finds its rows in the export."""
    name, rows = "武汉市", str(latest(folder)[0])
    query = f"select * from latest where entity = '{name}'"
    compare(
        {"`govrank find 武汉市 --json`": [GOVRANK, "find", name, "--json"]},
        {
            "`csvgrep -c entity -r`": Rival(
                ["csvgrep", "-c", "entity", "-r", f"^{name}$", rows], "JSON: csvjson must follow it"
            ),
            "`sqlite-utils memory`": Rival(
                ["sqlite-utils", "memory", rows, query], "tell true from the text true"
            ),
            "pandas": Rival(
                [PYTHON, "-c", PANDAS_FIND, rows, name],
                "keep a rank a whole number beside a null",
                "pandas",
            ),
            "duckdb": Rival(
                [PYTHON, "-c", DUCKDB_FIND, rows, name],
                "only what none of them can, as below",
                "duckdb",
            ),
            "`mlr filter`": Rival(
                ["mlr", "--icsv", "--ojson", "filter", f'$entity == "{name}"', rows],
                "tell null from an empty text, true from the text true",
            ),
            "`rg`": Rival(["rg", name, rows], "tell the city from what has its name in it; JSON"),
            "a Python loop, `csv` to `json`": Rival(
                [PYTHON, "-c", LOOP_FIND, rows, name], "tell a number, true or null from a text"
            ),
        },
        15,
    )
    print(
        "\nAll of them need the official name, and the export at hand: none knows 武汉, wuhan or"
        "\n武漢市, an everyday or former name, what lies in the city, what was not published, or"
        "\nthe near names of one that is not there."
    )


def growth(folder: Path) -> None:
    """The same questions to more and more of the same data."""
    data = str(HERE.parent / "data")
    sizes = (1, 10, 100, 1000)
    files = {size: str(folder / f"{size}.json") for size in sizes}
    run([GOVRANK, "check", data, "--compile", files[1]])
    for size in sizes[1:]:
        run([PYTHON, str(HERE / "grow.py"), files[1], str(size), files[size]])
    heading("time to 1x, peak", *(f"{size:,}x" for size in sizes), "exponent")
    for words in ("find 武汉市 --json", "top -c prefectures -f tsv", "export -f csv"):
        grown(words, {size: [*words.split(), "--data", files[size]] for size in sizes})
    folders = {size: str(folder / f"{size}x") for size in (1, 10, 30, 100)}
    for size, grown_folder in folders.items():
        run([PYTHON, str(HERE / "grow.py"), data, str(size), grown_folder])
    heading("time to 1x, peak", *(f"{size:,}x" for size in folders), "exponent")
    check = ["--compile", str(folder / "compiled.json")]
    grown("check DIR --compile FILE", {s: ["check", d, *check] for s, d in folders.items()})
    print(
        "\nThe exponent is that of the time beyond 1x in the data beyond 1x, between the two"
        "\nlargest sizes that take no more than a minute: 1 is in proportion."
    )


def grown(words: str, arguments: dict[int, list[str]]) -> None:
    """A row of what a command takes at each size."""
    taken: dict[int, float] = {}
    cells = []
    for size, own in arguments.items():
        times: list[float] = []
        try:
            while len(times) < 9 and sum(times) < 5:
                times.append(run([GOVRANK, *own], limit=60))
        except subprocess.TimeoutExpired:
            cells.append("over a minute")
        else:
            taken[size] = statistics.median(times)
            cells.append(f"{taken[size] / taken[1]:.1f}, {peak([GOVRANK, *own])} MB")
    less, more = sorted(taken)[-2:]
    work = (taken[more] - taken[1]) / (taken[less] - taken[1])
    exponent = math.log(work) / math.log((more - 1) / (less - 1))
    print(f"| `{words}` | {' | '.join(cells)} | {exponent:.2f} |")


PARTS: dict[str, Callable[[Path], None]] = {
    "start": start,
    "batch": batch,
    "find": find,
    "growth": growth,
}

if __name__ == "__main__":
    versions()
    FLOOR_SCRIPT.write_bytes((HERE / "floor.py").read_bytes())
    try:
        for part in sys.argv[1:] or PARTS:
            with TemporaryDirectory() as folder:
                PARTS[part](Path(folder))
    finally:
        FLOOR_SCRIPT.unlink()
