"""How the tests ask: in this process for speed, or as a user does, in a process of its own."""

import gc
import json
import os
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from functools import lru_cache
from io import BufferedReader, BytesIO, StringIO, TextIOWrapper
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

from govrank.ask.find import Finder
from govrank.ask.lists import select_years
from govrank.cli.main import run
from govrank.dataset import open_store
from govrank.store import Store

# The command line switches the collector off, since it ends soon. The tests go on for long.
gc.enable()

ROOT = Path(__file__).parent.parent
DATA = ROOT / "data"
GOVRANK = str(Path(sys.executable).with_name("govrank"))


class Result(NamedTuple):
    out: str
    err: str
    code: int


def ask(*words: str, stdin: bytes | None = b"", **environment: str) -> Result:
    """What a command line prints and how it exits, in this process and in English.

    Args:
        stdin: None if it is closed.
        environment: settings for this command alone.
    """
    out, err = TextIOWrapper(BytesIO(), "utf-8", newline="\n"), StringIO()
    read = None if stdin is None else TextIOWrapper(BufferedReader(BytesIO(stdin)))
    # Help is set for the window in which the tests run, unless a width is said.
    settings = {"COLUMNS": os.environ.get("COLUMNS", "80"), **environment}
    with (
        redirect_stdout(out),
        redirect_stderr(err),
        patch("sys.stdin", read),
        patch.dict(os.environ, settings),
    ):
        code = run(list(words))
        out.flush()
    return Result(out.buffer.getvalue().decode(), err.getvalue(), code)


def ask_in_chinese(*words: str, stdin: bytes = b"", **environment: str) -> Result:
    """The same in Chinese, asked of a process that stays: a language is settled at the start."""
    process = _speaker("zh")
    question = {
        "words": words,
        "stdin": stdin.decode("latin-1"),
        "folder": os.getcwd(),
        "environment": environment,
    }
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(json.dumps(question) + "\n")
    process.stdin.flush()
    answer = json.loads(process.stdout.readline())
    if isinstance(answer, str):
        raise RuntimeError(answer)
    return Result(*answer)


@lru_cache
def _speaker(language: str) -> "subprocess.Popen[str]":
    # It ends with this process, which closes its stdin.
    return subprocess.Popen(
        [sys.executable, "-m", "tests.speaker"],
        cwd=ROOT,
        env={**os.environ, "GOVRANK_LANG": language},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


def shell(command: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """What bash makes of a line in which govrank is the installed one."""
    path = os.pathsep.join([str(Path(GOVRANK).parent), os.environ["PATH"]])
    return subprocess.run(
        ["bash", "-c", command],
        capture_output=True,
        check=False,
        env={**os.environ, "PATH": path, "LC_ALL": "C.UTF-8", **environment},
        timeout=120,
    )


@lru_cache
def opened() -> Store:
    """The dataset of the tests: the one that commands ask without --data."""
    path = os.environ.get("GOVRANK_DATA")
    return open_store(Path(path) if path else None)


def finder(year: str | None = None, *categories: str, brief: bool = False) -> Finder:
    return Finder(opened(), select_years(opened(), year), categories, brief=brief)


# The smallest folder in which everything that a folder can hold is there.
FOLDER = {
    "categories.yaml": """\
places: {label: 地市, group: 城市, kind: ranked, of: [prefecture], who: {zh: 城市, en: cities}}
levels: {label: 省级, group: 省级, kind: tiered, of: [province], who: {zh: 省, en: P}, aliases: [S]}
prizes: {label: 案例, group: 案例, kind: award, who: {zh: 案例, en: cases}}
""",
    "sources.yaml": """\
one: {publisher: nobody, title: none, date: 2025-01-01, kind: press, url: ~}
two: {publisher: somebody, title: some, date: ~, kind: local, url: https://example.org, note: x}
""",
    "entities.yaml": """\
shared: [海南]
variants: {from: 漢, to: 汉}
regions:
  - {name: 湖北省, code: 420000, pinyin: hu bei, aliases: [鄂]}
  - {name: 武汉市, code: 420100, pinyin: wu han}
  - {name: 江岸区, code: 420102, pinyin: jiang an}
  - {name: 襄阳市, code: 420600, pinyin: xiang yang, former: {襄樊市: ~}}
  - {name: 仙桃市, code: 429004, pinyin: xian tao}
  - {name: 海南省, code: 460000, pinyin: hai nan}
  - {name: 青海省, code: 630000, pinyin: qing hai}
  - {name: 海南藏族自治州, code: 632500, pinyin: hai nan}
  - {name: 共和县, code: 632521, pinyin: gong he}
bodies:
  - {name: 国家林业局, pinyin: [lin ye ju], english: Forestry, until: 2018, into: 国家林草局}
  - {name: 国家林草局, pinyin: [lin cao ju]}
zones:
  - {name: 武汉经济技术开发区, in: 武汉市, pinyin: wu han jing kai qu}
""",
    "editions/2025.yaml": """\
year: 2025
number: ~
published: 2025-01-01
tiers: {source: one, full_marks: 110, from: {卓越级: 95, 优秀级: 85, 准备级: ~}}
lists:
  places:
    title: 地市网站
    source: one
    confirmed: [two]
    listed: 10
    rest: cut
    numbering: competition
    note: {zh: 注, en: note}
    places:
      1: [武汉, 襄樊市]
      3: {海南州: 88.5}
  levels:
    title: 省级
    source: two
    tiers: {优秀级: [湖北]}
    more: {one: {优秀级: [海南]}}
  prizes: {title: 案例, source: one, named: [林业局]}
""",
}  # fmt: skip


CATEGORIES, SOURCES, ENTITIES, EDITION = FOLDER


def write(folder: Path, **texts: str) -> Path:
    """The folder, with other texts in some of its files."""
    (folder / "editions").mkdir(parents=True, exist_ok=True)
    for file, text in {**FOLDER, **texts}.items():
        (folder / file).write_text(text, encoding="utf-8")
    return folder
