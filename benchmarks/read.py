"""How well `read` reads: pictures of known lists, drawn by seeds that no rule was tuned on.

    python benchmarks/read.py                 # 63 lists in common looks, and 18 in seldom ones
    python benchmarks/read.py --seeds 2000 2001

prints a table in Markdown. A row is right if its rank, tier and score are those that were
printed, and its name means the same entity. It needs govrank[ocr] and Pillow, and the fonts
that tools/draw_tables.py names. The rules were tuned on seeds below 100.
"""

import argparse
import resource
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1] / "tools"))

import draw_tables

import govrank
from govrank import GovrankError, PictureRow

SEEDS = range(4001, 4010)
SELDOM = ("prefectures", "counties")
# What can become of a row.
OUTCOMES = ("as printed", "mended", "in doubt", "wrong in silence", "left out")


class Measured(NamedTuple):
    """What became of the rows of some lists. seconds are those of all pictures."""

    lists: int
    pictures: int
    rows: int
    outcomes: Counter[str]
    seconds: float


def measure(drawn: draw_tables.Drawn, folder: Path, name: str) -> Measured:
    paths = draw_tables.save(drawn, folder / name)
    start = time.perf_counter()
    try:
        rows = govrank.read_picture(*paths, category=drawn.category, year=2024)
    except GovrankError as error:
        print(f"{name}: {error}", file=sys.stderr)
        rows = []
    seconds = time.perf_counter() - start
    outcomes = judge(drawn.rows, rows)
    shown = {key: count for key, count in outcomes.items() if key != "as printed"}
    print(f"{name}: {len(drawn.rows)} rows, {shown}, {seconds:.1f} s", file=sys.stderr)
    return Measured(1, len(paths), len(drawn.rows), outcomes, seconds)


def judge(printed: Sequence[draw_tables.Row], rows: Sequence[PictureRow]) -> Counter[str]:
    """What became of the rows that were read, and which of those printed were left out.

    A row in doubt stands for one that was printed with its rank, or in its tier.
    """
    left = [(row.rank, row.tier, _number(row.score), row.entity) for row in printed]
    outcomes: Counter[str] = Counter()
    for row in rows:
        read = (row.rank, row.tier, row.score, row.entity)
        if row.state == "doubt":
            outcomes["in doubt"] += 1
        elif read in left:
            left.remove(read)
            outcomes["mended" if row.state == "mended" else "as printed"] += 1
        else:
            print(f"  wrong in silence: {row}", file=sys.stderr)
            outcomes["wrong in silence"] += 1
    for row in rows:
        meant = [one for one in left if row.rank in (None, one[0])]
        if row.state == "doubt" and meant:
            left.remove(meant[0])
    outcomes["left out"] = len(left)
    return outcomes


def _number(score: str | None) -> float | None:
    return None if score is None else float(score)


def total(parts: Sequence[Measured]) -> Measured:
    outcomes: Counter[str] = Counter()
    for part in parts:
        outcomes.update(part.outcomes)
    return Measured(
        lists=len(parts),
        pictures=sum(part.pictures for part in parts),
        rows=sum(part.rows for part in parts),
        outcomes=outcomes,
        seconds=sum(part.seconds for part in parts),
    )


def line(name: str, found: Measured) -> str:
    right = found.outcomes["as printed"] + found.outcomes["mended"]
    cells = [name, found.lists, found.pictures, found.rows, f"{100 * right / found.rows:.2f} %"]
    cells += [found.outcomes[outcome] for outcome in OUTCOMES]
    cells.append(f"{found.seconds / found.pictures:.1f}")
    return "| " + " | ".join(map(str, cells)) + " |"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seeds", type=int, nargs="*", default=SEEDS)
    parser.add_argument("--kinds", nargs="*", default=draw_tables.KINDS)
    parser.add_argument("--no-seldom", action="store_true")
    arguments = parser.parse_args()
    print("| list | lists | pictures | rows | right | " + " | ".join(OUTCOMES) + " | s a picture |")
    print("|" + " --- |" * (6 + len(OUTCOMES)))
    with TemporaryDirectory() as folder:
        common = []
        for kind in arguments.kinds:
            found = [
                measure(draw_tables.draw(kind, seed), Path(folder), f"{kind}-{seed}")
                for seed in arguments.seeds
            ]
            print(line(kind, total(found)), flush=True)
            common += found
        print(line("**all**", total(common)), flush=True)
        for number, extra in enumerate(() if arguments.no_seldom else draw_tables.EXTRAS):
            found = []
            for kind in SELDOM:
                drawn = draw_tables.draw(kind, 4101 + number, extra)
                found.append(measure(drawn, Path(folder), f"{kind}-{extra}"))
            print(line(f"seldom: {extra}", total(found)), flush=True)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"\nMost memory: {peak:.0f} MB.")


if __name__ == "__main__":
    main()
