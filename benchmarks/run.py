"""Measures govrank as it is installed beside this interpreter, and prints Markdown.

    python benchmarks/run.py [--short | --write] [PART...]

Parts: start, find, batch, distinct, growth, memory; without one, all. --short takes few
turns and small sizes: it shows that everything runs, and its figures say little. --write
puts what was printed into benchmarks/README.md, between the marks. Nothing else should run
meanwhile.
"""

import csv
import io
import math
import os
import random
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import forms
from measure import (
    GOVRANK,
    HERE,
    PYTHON,
    Way,
    govrank,
    medians,
    megabytes,
    output,
    peer,
    see,
    start,
)

import govrank as api

README = HERE / "README.md"
DATA = HERE.parent / "data"
# A copy beside govrank's script: Python looks into a script's folder first for each import.
FLOOR = Path(GOVRANK).with_name("govrank-floor")
MARK, END_MARK = "<!-- measured -->", "<!-- /measured -->"
PACKAGES = ("typer", "rich", "govrank", "pandas", "polars", "duckdb", "csvkit", "sqlite-utils")
PLACE_PACKAGES = ("cpca", "cnloc", "jionlp")
PROGRAMS = ("mlr", "rg")
MISSING = "not installed"

Row = Sequence[str]


class Effort(NamedTuple):
    """How much is measured.

    Attributes:
        turns: of what takes as long as a start.
        long_turns: of what takes longer.
        sizes: how many times as large the database becomes.
        folder_sizes: how many times as large the folder becomes, and a table of 1,000 rows.
        paths: lines that are paths of four levels.
        names: lines that are forms of known names.
        batches: the lengths of the batches of some names whose memory is looked at.
        distinct: the lengths of those of distinct names.
    """

    turns: int
    long_turns: int
    sizes: Sequence[int]
    folder_sizes: Sequence[int]
    paths: int
    names: int
    batches: Sequence[int]
    distinct: Sequence[int]


FULL = Effort(
    turns=31,
    long_turns=7,
    sizes=(1, 10, 100, 1000),
    folder_sizes=(1, 10, 30, 100),  # 1,000 would need 34 GB
    paths=39_479,
    names=40_000,
    batches=(10_000, 1_000_000, 2_000_000),
    distinct=(10_000, 20_000, 40_000),
)
SHORT = Effort(
    turns=3,
    long_turns=1,
    sizes=(1, 10),
    folder_sizes=(1, 3),
    paths=500,
    names=500,
    batches=(10_000, 100_000),
    distinct=(5_000, 10_000),  # more than are remembered
)


class Run:
    """What is measured once, and where it puts its files.

    Attributes:
        over: what takes more than its limit, in words.
    """

    def __init__(self, folder: Path, effort: Effort) -> None:
        self.folder = folder
        self.effort = effort
        self.over: list[str] = []

    def against(self, what: str, ratio: float, limit: float | None) -> list[str]:
        """The cells of a ratio and its limit. What is over its limit stands in bold."""
        if limit is None:
            return [f"{ratio:.2f}", ""]
        if round(ratio, 2) <= limit:
            return [f"{ratio:.2f}", f"{limit}"]
        self.over.append(f"{what}: {ratio:.2f}, limit {limit}")
        return [f"**{ratio:.2f}**", f"{limit}"]

    def write(self, name: str, lines: Sequence[str]) -> str:
        """Write a file of lines, and give its path."""
        path = self.folder / name
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return str(path)

    def latest(self) -> tuple[str, list[str]]:
        """The export cut to its latest year, and the names printed in it."""
        rows = list(csv.DictReader(io.StringIO(output(govrank("export")))))
        year = max(row["year"] for row in rows)
        rows = [row for row in rows if row["year"] == year]
        path = self.folder / "latest.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, rows[0], lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
        return str(path), [row["name"] for row in rows]

    def asked(self, printed: Sequence[str], count: int) -> list[str]:
        """So many of the names that are printed, the same in every run."""
        return random.Random(2024).choices(printed, k=count)


# start


def floor(words: str, settings: dict[str, str] | None = None) -> Way:
    return Way([PYTHON, str(FLOOR), *words.split()], settings=settings)


def tab(program: str, words: str) -> dict[str, str]:
    """What bash sets when TAB is pressed behind some words."""
    return {
        f"_{program.upper()}_COMPLETE": "complete_bash",
        "COMP_WORDS": f"{program} {words}",
        "COMP_CWORD": str(len(words.split())),
    }


STARTS = {
    "find 武汉市 --json": "line x",
    "top -c 地市 -f tsv": "line x",
    "tier 88 -q": "line x",
    "entities 武汉市 --json": "line x",
    "find 武汉市": "table 2",
    "top -c 地市": "table 13",
    "tier 88": "table 5",
    "entities 武汉市": "table 1",
    "--help": "--help",
}
STARTS_LIMIT = 1.15
TABS = ("f", "find wuh")
HIT = "find 武汉市 --json"
MISSES = ("武汗市", "wuhann", "湖北省商务厅", "湖北省武汉市江岸区花桥街道")
MISS_LIMIT = 1.5


def starts(run: Run) -> Iterator[Row]:
    """Each command against a program that has only the framework in it."""
    FLOOR.write_bytes((HERE / "floor.py").read_bytes())
    for words, least in STARTS.items():
        yield started(run, f"`{words}`", govrank(words), f"`{least}`", floor(least))
    for words in TABS:
        way = Way([GOVRANK], settings=tab("govrank", words))
        of_floor = floor("", tab("floor", "l"))
        yield started(run, f"TAB behind `{words}`", way, "TAB behind `l`", of_floor)
    hit = govrank(HIT)
    for name in MISSES:
        miss = govrank("find", name, "--json")
        yield started(run, f"`find {name} --json`", miss, f"`{HIT}`", hit, MISS_LIMIT)


def started(
    run: Run, what: str, way: Way, against: str, other: Way, limit: float = STARTS_LIMIT
) -> Row:
    taken, least = medians([way, other], run.effort.turns)
    return [what, against, *run.against(what, taken / least, limit), megabytes(see(way).peak)]


# one name and batches, against what joins them with the export


class Peer(NamedTuple):
    """Somebody else's way to the same rows.

    Attributes:
        lacks: what it cannot answer.
        limit: how much longer than it govrank may take.
    """

    way: Way
    lacks: str
    limit: float | None = None


def compared(run: Run, what: str, own: Way, peers: Mapping[str, Peer], turns: int) -> Iterator[Row]:
    there = {name: peer for name, peer in peers.items() if peer.way.is_there}
    taken, *of_peers = medians([own, *(peer.way for peer in there.values())], turns)
    yield ["govrank", "1.00", "", *looked_at(own), ""]
    seconds = dict(zip(there, of_peers, strict=True))
    for name, (way, lacks, limit) in peers.items():
        if name in there:
            ratio = run.against(f"{what}, to {name}", taken / seconds[name], limit)
            yield [name, *ratio, *looked_at(way), lacks]
        else:
            yield [name, MISSING, "", "", "", lacks]


def looked_at(way: Way) -> tuple[str, str]:
    """How much memory a command holds, and how many lines it prints."""
    text, peak = see(way)
    return megabytes(peak), f"{len(text.splitlines()):,}"


def finds(run: Run) -> Iterator[Row]:
    """One question, against what finds its rows in the export."""
    name = "武汉市"
    rows, _printed = run.latest()
    code = "keep a code a text, unless told to"
    query = f"select * from latest where entity = '{name}'"
    csvgrep = ["csvgrep", "-c", "entity", "-r", f"^{name}$", rows]
    mlr = ["mlr", "--icsv", "--ojson", "filter", f'$entity == "{name}"', rows]
    peers = {
        "csvkit": Peer(Way(csvgrep), "write JSON, without csvjson behind it"),
        "sqlite-utils": Peer(Way(["sqlite-utils", "memory", rows, query]), "tell true from a text"),
        "pandas": Peer(peer("pandas", "find", rows, name), "keep a rank whole beside a null"),
        "DuckDB": Peer(peer("duckdb", "find", rows, name), code),
        "Polars": Peer(peer("polars", "find", rows, name), code),
        "mlr": Peer(Way(mlr), "tell null or true from a text"),
        "rg": Peer(Way(["rg", name, rows]), "tell the city from what has its name in it"),
        "a Python loop": Peer(
            peer("loop", "find", rows, name), "tell a number, null or true from a text"
        ),
    }
    yield from compared(run, "one name", govrank(HIT), peers, run.effort.turns)


BATCH = 100_000
ENGINES_LIMIT = 0.9


def batches(run: Run) -> Iterator[Row]:
    """A hundred thousand lines of some hundred names, against what joins them."""
    rows, printed = run.latest()
    asked = run.asked(printed, BATCH)
    stdin = run.write("names.txt", asked)
    names = run.write("names.csv", ["name", *asked])
    mlr = ["mlr", "--icsv", "--ojsonl", "join", "-j", "name", "-f", rows, names]
    csvjoin = ["csvjoin", "-I", "-c", "name", names, rows]
    engine = "keep the order of the names; keep a code a text, unless told to"
    peers = {
        "DuckDB": Peer(peer("duckdb", "join", rows, names), engine, ENGINES_LIMIT),
        "Polars": Peer(peer("polars", "join", rows, names), engine, ENGINES_LIMIT),
        "pandas": Peer(peer("pandas", "join", rows, names), "keep a rank whole beside a null"),
        "mlr": Peer(Way(mlr), "tell null or true from a text"),
        "csvkit": Peer(Way(csvjoin), "write JSON, without csvjson behind it"),
        "a Python loop": Peer(
            peer("loop", "join", rows, names), "tell a number, null or true from a text"
        ),
    }
    own = govrank("find - -f jsonl", stdin=stdin)
    yield from compared(run, "a batch", own, peers, run.effort.long_turns)


# distinct lines, against what knows the regions of China


class Reader(NamedTuple):
    """A program that says of each line what it means.

    Attributes:
        answers: what it said of each line, told from what it printed.
        meant: what would be right of a line, in the same words.
    """

    way: Callable[[str], Way]
    answers: Callable[[str, Sequence[forms.Asked]], list[set[str]]]
    meant: Callable[[forms.Asked], set[str]]
    lacks: str


def printed_lines(text: str, _asked: Sequence[forms.Asked]) -> list[set[str]]:
    return [{line} - {""} for line in text.splitlines()]


def entities_by_query(text: str, asked: Sequence[forms.Asked]) -> list[set[str]]:
    found: dict[str, set[str]] = {}
    for row in csv.DictReader(io.StringIO(text)):
        found.setdefault(row["query"], set()).add(row["entity"])
    return [found.get(line.line, set()) for line in asked]


def of_govrank(command: str, lacks: str) -> Reader:
    def way(stdin: str) -> Way:
        return govrank(f"{command} - -f csv", stdin=stdin)

    return Reader(way, entities_by_query, lambda asked: asked.entities, lacks)


def of_peer(module: str, meant: Callable[[forms.Asked], set[str]], lacks: str) -> Reader:
    def way(stdin: str) -> Way:
        return peer(module, stdin=stdin)

    return Reader(way, printed_lines, meant, lacks)


LEAST_BEYOND = 0.2
OWN = ("`find -`", "`entities -`")
READERS = {
    "`find -`": of_govrank("find", "what lies below a county: it says so"),
    "`entities -`": of_govrank("entities", "what lies below a county: it says so"),
    "cpca": of_peer("cpca", lambda asked: asked.codes, "English, codes, bodies, zones"),
    "cnloc": of_peer("cnloc", lambda asked: asked.codes, "English, codes, bodies, zones"),
    "jionlp": of_peer("jionlp", lambda asked: asked.paths, "English, codes, bodies, zones"),
}


def distinct(run: Run) -> Iterator[Row]:
    """Lines of which none comes twice, against what reads the regions out of an address."""
    rows = api.entities()
    yield from read(run, "paths", forms.paths(rows, run.effort.paths))
    yield from read(run, "names", forms.known(rows, run.effort.names))


def read(run: Run, what: str, asked: Sequence[forms.Asked]) -> Iterator[Row]:
    stdin = run.write("asked.txt", [line.line for line in asked])
    one = run.write("one.txt", [asked[0].line])
    there = {name: reader for name, reader in READERS.items() if reader.way(stdin).is_there}
    ways = [reader.way(path) for path in (stdin, one) for reader in there.values()]
    taken = medians(ways, run.effort.long_turns)
    whole = dict(zip(there, taken[: len(there)], strict=True))
    of_one = dict(zip(there, taken[len(there) :], strict=True))
    fastest = min((whole[name] for name in there if name not in OWN), default=None)
    for name, reader in READERS.items():
        if name not in there:
            yield [what, name, MISSING, "", "", "", "", "", "", reader.lacks]
            continue
        ratio = ["", ""]
        if fastest is not None:
            limit = 1 if name == "`find -`" else None
            ratio = run.against(f"{what}, {name}", whole[name] / fastest, limit)
        speed = f"{len(asked) / whole[name]:,.0f}"
        work = whole[name] - of_one[name]
        # Of less than this, the starts may differ.
        beyond = f"{len(asked) / work:,.0f}" if work > LEAST_BEYOND else ""
        text, peak = see(reader.way(stdin))
        counts = judged(reader, text, asked)
        yield [what, name, *ratio, speed, beyond, *counts, megabytes(peak), reader.lacks]


def judged(reader: Reader, text: str, asked: Sequence[forms.Asked]) -> tuple[str, str]:
    """How many lines are answered, and how many of them rightly."""
    answered = right = 0
    for said, line in zip(reader.answers(text, asked), asked, strict=True):
        answered += bool(said)
        right += bool(said & reader.meant(line))
    return f"{answered:,}", f"{right:,}"


# growth

EXPONENT_LIMIT = 0.2
PEAK_LIMIT = 40
# Less work than this, in seconds, counts as this: two starts may differ by so much.
LEAST_WORK = 0.005
LINEAR_LIMIT = 1.1


def growth(run: Run) -> Iterator[Row]:
    """The same questions to more and more of the same data."""
    FLOOR.write_bytes((HERE / "floor.py").read_bytes())
    sizes = run.effort.sizes
    files = {size: str(run.folder / f"{size}.db") for size in sizes}
    start(govrank("check", str(DATA), "--compile", files[1]))
    for size in sizes[1:]:
        start(Way([PYTHON, str(HERE / "grow.py"), files[1], str(size), files[size]]))

    def asked(words: str) -> dict[int, Way]:
        return {size: govrank(words, "--data", file) for size, file in files.items()}

    for words in (HIT, "entities 武汉市 --json", "top -c 地市 -f tsv", "top -c 地市", "tier 88 -q"):
        yield grown(run, f"`{words}`", asked(words), EXPONENT_LIMIT, PEAK_LIMIT)
    for name in MISSES:
        yield missed(run, name, files)
    yield grown(run, "`export -f csv`", asked("export -f csv"), LINEAR_LIMIT)
    for file in files.values():
        Path(file).unlink()
    folders = {size: str(run.folder / f"{size}x") for size in run.effort.folder_sizes}
    for size, folder in folders.items():
        start(Way([PYTHON, str(HERE / "grow.py"), str(DATA), str(size), folder]))
    ways = {size: govrank("check", folder) for size, folder in folders.items()}
    yield grown(run, "`check DIR`", ways, LINEAR_LIMIT)
    ways = {size: govrank("check", table(run, 1000 * size)) for size in run.effort.folder_sizes}
    yield grown(run, "`check TABLE.csv`", ways, LINEAR_LIMIT)


def table(run: Run, rows: int) -> str:
    """Write a table of so many entities that nobody knows, and give its path."""
    lines = [f"{place},单位{place},福建省" for place in range(1, rows + 1)]
    return run.write(f"2024-{rows}单位.csv", ["名次,名称,地区", *lines])


def grown(
    run: Run, what: str, ways: Mapping[int, Way], limit: float, most: float = math.inf
) -> Row:
    """What a command takes at each size beyond the framework, and the exponent of its growth:
    0 is the same whatever the size, 1 is in proportion.

    From the least size to the largest one or, where it should be in proportion, between the
    two largest, where the start counts for little.
    """
    turns = run.effort.turns if limit == EXPONENT_LIMIT else run.effort.long_turns
    least, *of_sizes = medians([floor("line x"), *ways.values()], turns)
    taken = dict(zip(ways, of_sizes, strict=True))
    work = {size: max(seconds - least, LEAST_WORK) for size, seconds in taken.items()}
    first, last = min(work), max(work)
    less = first if limit == EXPONENT_LIMIT else sorted(work)[-2]
    exponent = math.log(work[last] / work[less]) / math.log(last / less)
    peaks = [see(way).peak for way in ways.values()]
    if peaks[-1] > most:
        run.over.append(f"{what}, memory: {peaks[-1]:.0f} MB, limit {most}")
    cells = run.against(f"{what}, exponent", exponent, limit)
    times = ", ".join(f"{seconds / taken[first]:.2f}" for seconds in taken.values())
    return [what, ", ".join(map(str, ways)), times, *cells, ", ".join(map(megabytes, peaks))]


def missed(run: Run, name: str, files: Mapping[int, str]) -> Row:
    """What a miss takes at each size, to a hit at the same size."""
    ratios, peaks = [], []
    for file in files.values():
        miss = govrank("find", name, "--json", "--data", file)
        taken, least = medians([miss, govrank(HIT, "--data", file)], run.effort.long_turns)
        ratios.append(taken / least)
        peaks.append(megabytes(see(miss).peak))
    what = f"`find {name} --json`, to a hit"
    cells = run.against(f"{what}, {max(files)} x", ratios[-1], MISS_LIMIT)
    times = ", ".join(f"{ratio:.2f}" for ratio in ratios)
    return [what, ", ".join(map(str, files)), times, *cells, ", ".join(peaks)]


# memory

FLAT_LIMIT = 1.05


def memory(run: Run) -> Iterator[Row]:
    """Batches of different lengths, and what they hold at most.

    The ratio is that of the two longest, when all that is remembered has its place.
    """
    _rows, printed = run.latest()
    names = [asked.line for asked in forms.known(api.entities(), max(run.effort.distinct))]
    some = {count: run.asked(printed, count) for count in run.effort.batches}
    every = {count: names[:count] for count in run.effort.distinct}
    for command in ("find - -f jsonl", "entities - -f jsonl"):
        yield held(run, f"`{command}`, some hundred names", command, some)
        yield held(run, f"`{command}`, distinct names", command, every)


def held(run: Run, what: str, command: str, batches: Mapping[int, Sequence[str]]) -> Row:
    peaks = []
    for lines in batches.values():
        peaks.append(see(govrank(command, stdin=run.write("batch.txt", lines))).peak)
    lengths = ", ".join(f"{count:,}" for count in batches)
    cells = run.against(f"{what}, memory", peaks[-1] / peaks[-2], FLAT_LIMIT)
    return [what, lengths, ", ".join(map(megabytes, peaks)), *cells]


# all parts


class Part(NamedTuple):
    title: str
    columns: Sequence[str]
    rows: Callable[[Run], Iterator[Row]]


BESIDE = ("to", "govrank takes, of its time", "limit", "peak MB", "lines", "it cannot")
PARTS = {
    "start": Part(
        "Start-up, and a name that is not found",
        ("govrank", "to", "ratio", "limit", "peak MB"),
        starts,
    ),
    "find": Part(f"One name: `{HIT}`", BESIDE, finds),
    "batch": Part(f"{BATCH:,} lines of some hundred names: `find - -f jsonl`", BESIDE, batches),
    "distinct": Part(
        "Distinct lines",
        (
            *("lines", "by", "time to the fastest peer", "limit", "lines a second"),
            *("beyond its start", "answered", "rightly", "peak MB", "it cannot read"),
        ),
        distinct,
    ),
    "growth": Part(
        "Growth",
        ("question", "times the data", "times the time", "exponent or ratio", "limit", "peak MB"),
        growth,
    ),
    "memory": Part("Memory of a batch", ("batch", "lines", "peak MB", "ratio", "limit"), memory),
}


def measured(parts: Sequence[str], effort: Effort) -> Iterator[str]:
    """The lines of the tables, as they are measured."""
    over: list[str] = []
    busy = os.getloadavg()[0]
    try:
        for part in parts:
            title, columns, rows = PARTS[part]
            yield f"### {title}"
            yield ""
            yield f"| {' | '.join(columns)} |"
            yield f"|{' --- |' * len(columns)}"
            with TemporaryDirectory() as folder:
                run = Run(Path(folder), effort)
                for row in rows(run):
                    yield f"| {' | '.join(row)} |"
            over += run.over
            yield ""
    finally:
        FLOOR.unlink(missing_ok=True)
    yield "Over a limit: " + ("; ".join(over) if over else "nothing") + "."
    yield ""
    if left := [part for part in PARTS if part not in parts]:
        yield f"Not measured in this run: {', '.join(left)}."
        yield ""
    yield f"With {', '.join(versions())}; {os.cpu_count()} cores, a load of {busy:.1f} before."


def versions() -> Iterator[str]:
    yield f"Python {sys.version.split()[0]}"
    for package in (*PACKAGES, *PLACE_PACKAGES):
        try:
            yield f"{package} {version(package)}"
        except PackageNotFoundError:
            yield f"no {package}"
    for program in PROGRAMS:
        if shutil.which(program):
            words = output(Way([program, "--version"])).splitlines()[0].split()
            yield f"{program} {next(word for word in words if word[0].isdigit())}"
        else:
            yield f"no {program}"


def write(lines: Sequence[str]) -> None:
    text = README.read_text(encoding="utf-8")
    before, _mark, rest = text.partition(MARK)
    _old, found, after = rest.partition(END_MARK)
    assert found, f"{README} has no place for what was measured"
    measured = "\n".join(lines)
    README.write_text(f"{before}{MARK}\n{measured}\n{END_MARK}{after}", encoding="utf-8")


def main() -> None:
    options = {word for word in sys.argv[1:] if word.startswith("-")}
    parts = [word for word in sys.argv[1:] if word not in options] or list(PARTS)
    if options - {"--short", "--write"} or set(parts) - set(PARTS):
        sys.exit(__doc__)
    if options == {"--short", "--write"}:
        sys.exit("--write is not for --short: its figures say little")
    if os.getloadavg()[0] > 1:
        print("the machine is busy: the figures will say little", file=sys.stderr)
    lines = []
    for line in measured(parts, SHORT if "--short" in options else FULL):
        print(line, flush=True)
        lines.append(line)
    if "--write" in options:
        write(lines)


if __name__ == "__main__":
    main()
