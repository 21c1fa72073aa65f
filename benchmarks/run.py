"""Measures govrank as it is installed beside this interpreter, and prints Markdown tables.

    python benchmarks/run.py [start] [batch] [find] [growth]     (all of them if none is named)

Every figure is a ratio of medians within one run: the runs of what is compared take turns,
so that a machine that slows down slows all of them. Tools that are not there are left out.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).parent
PYTHON = sys.executable
GOVRANK = str(Path(PYTHON).with_name("govrank"))
# A copy beside govrank's script: Python looks into a script's folder first for each import.
FLOOR_SCRIPT = Path(GOVRANK).with_name("govrank-floor")
FLOOR = [PYTHON, str(FLOOR_SCRIPT)]
ENVIRONMENT = {
    **{k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "GOVRANK"))},
    "LC_ALL": "C.UTF-8",
}


def run(
    command: list[str], extra: dict[str, str] | None = None, stdin: Path | None = None
) -> float:
    """Seconds that a command takes, its output thrown away."""
    with (stdin or Path(os.devnull)).open("rb") as source:
        start = time.perf_counter()
        subprocess.run(
            command,
            stdin=source,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**ENVIRONMENT, **(extra or {})},
            check=False,
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


def start() -> None:
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
    print("| govrank | against | ratio |\n| --- | --- | --- |")
    for words, (name, floor) in pairs.items():
        taken = medians({"ours": ([GOVRANK, *words.split()], {}), "floor": (floor, {})}, 31)
        print(f"| `{words}` | floor `{name}` | {taken['ours'] / taken['floor']:.2f} |")
    taken = medians({"ours": ([GOVRANK], tab), "floor": (FLOOR, floor_tab)}, 31)
    print(f"| one TAB | floor TAB | {taken['ours'] / taken['floor']:.2f} |")


if __name__ == "__main__":
    FLOOR_SCRIPT.write_bytes((HERE / "floor.py").read_bytes())
    try:
        for part in sys.argv[1:] or ["start"]:
            {"start": start}[part]()
    finally:
        FLOOR_SCRIPT.unlink()
