"""How the tests ask: in this process for speed, or as a user does, in a process of its own."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from govrank import query
from govrank.cli import main
from govrank.data import load

ROOT = Path(__file__).parent.parent
DATA = ROOT / "data"
GOVRANK = str(Path(sys.executable).with_name("govrank"))


class Result(NamedTuple):
    out: str
    err: str
    code: int


Ask = Callable[..., Result]


def ask(capsys: pytest.CaptureFixture[str], *words: str) -> Result:
    code = main(list(words))
    return Result(*capsys.readouterr(), code)


def shell(command: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """What bash makes of a line in which govrank is the installed one."""
    inherited = {k: v for k, v in os.environ.items() if k != "PYTHONUNBUFFERED"}
    path = os.pathsep.join([str(Path(GOVRANK).parent), os.environ["PATH"]])
    return subprocess.run(
        ["bash", "-c", command],
        capture_output=True,
        check=False,
        env={**inherited, "PATH": path, "LC_ALL": "C.UTF-8", **environment},
        timeout=120,
    )


def finder(year: str | None = None) -> query.Finder:
    data = load()
    years = query.select_years(data, year)
    return query.Finder(data, years, [])
