"""Runs commands, and tells how long they take and how much memory they hold.

A time is compared only with another of the same run: what is compared takes turns, so that
a machine that slows down slows all of it.
"""

import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

HERE = Path(__file__).parent
PYTHON = sys.executable
SCRIPTS = Path(PYTHON).parent
GOVRANK = str(SCRIPTS / "govrank")
ENVIRONMENT = {
    # PYTHONDONTWRITEBYTECODE would compile everything at each start.
    **{k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "GOVRANK"))},
    "LC_ALL": "C.UTF-8",
    "PATH": f"{SCRIPTS}{os.pathsep}{os.environ['PATH']}",
}
# A small process of its own: what a process starts is said to hold at least what it holds.
# It puts what the command prints into a file, and prints the most memory that it held.
SEE = """
import os, resource, sys
said = os.dup(1)
os.dup2(os.open(sys.argv[1], os.O_WRONLY | os.O_CREAT | os.O_TRUNC), 1)
code = os.spawnvp(os.P_WAIT, sys.argv[2], sys.argv[2:])
os.write(said, str(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss).encode())
sys.exit(code)
"""
# What that process itself holds, in MB.
LEAST_PEAK = 12
# What takes so many seconds is measured once.
LONG = 10


class Way(NamedTuple):
    """A command to be measured.

    Attributes:
        command: its words.
        module: a module that its Python must have.
        stdin: the file that it reads.
        settings: what it finds in its environment besides.
        may_miss: whether it may end with 1: some names mean nothing.
    """

    command: Sequence[str]
    module: str = "sys"
    stdin: str = os.devnull
    settings: dict[str, str] | None = None
    may_miss: bool = False

    @property
    def is_there(self) -> bool:
        program = shutil.which(self.command[0], path=ENVIRONMENT["PATH"])
        return program is not None and find_spec(self.module) is not None


def govrank(words: str, *more: str, stdin: str = os.devnull) -> Way:
    return Way([GOVRANK, *words.split(), *more], stdin=stdin, may_miss=True)


def peer(module: str, *arguments: str, stdin: str = os.devnull) -> Way:
    """The program in `peers/` that asks a Python module."""
    script = str(HERE / "peers" / f"with_{module}.py")
    needed = "sys" if module == "loop" else module
    return Way([PYTHON, script, *arguments], needed, stdin)


def start(way: Way, wrapper: Sequence[str] = (), stdout: int = subprocess.DEVNULL) -> bytes:
    """Run a command to its end, and give its stdout if that is a pipe.

    Raises:
        subprocess.CalledProcessError: it failed.
    """
    with open(way.stdin, "rb") as source:
        done = subprocess.run(
            [*wrapper, *way.command],
            stdin=source,
            stdout=stdout,
            stderr=subprocess.DEVNULL,
            env={**ENVIRONMENT, **(way.settings or {})},
            check=False,
        )
    if done.returncode and not (way.may_miss and done.returncode == 1):
        raise subprocess.CalledProcessError(done.returncode, way.command)
    return done.stdout or b""


def output(way: Way) -> str:
    return start(way, stdout=subprocess.PIPE).decode("utf-8")


def seconds(way: Way) -> float:
    """What a command takes, its output thrown away."""
    begun = time.perf_counter()
    start(way)
    return time.perf_counter() - begun


def medians(ways: Sequence[Way], times: int) -> list[float]:
    """The median seconds of each way. They take turns, and each has run once before."""
    first = [seconds(way) for way in ways]
    taken: list[list[float]] = [[] for _ in ways]
    for _ in range(times):
        for way, once, of_way in zip(ways, first, taken, strict=True):
            of_way.append(seconds(way) if once < LONG else once)
    return [statistics.median(of_way) for of_way in taken]


class Seen(NamedTuple):
    """What a command printed, and the most memory that it held, in MB."""

    text: str
    peak: float


def see(way: Way) -> Seen:
    """Run a command once more, to look at it. On Linux and macOS only."""
    with TemporaryDirectory() as folder:
        printed = Path(folder) / "printed"
        wrapper = [PYTHON, "-ISc", SEE, str(printed)]
        said = start(way, wrapper=wrapper, stdout=subprocess.PIPE)
        unit = 1024**2 if sys.platform == "darwin" else 1024
        return Seen(printed.read_text(encoding="utf-8"), int(said) / unit)


def megabytes(peak: float) -> str:
    return f"{peak:.0f}" if peak > LEAST_PEAK else f"< {LEAST_PEAK}"
