"""What commands print and how they exit, written down in tests/transcripts/*.md.

In a block, `$ govrank …` is followed by what stdout holds. A line of stderr begins with
`2> `, and an exit code that is not 0 stands last, as `[exit 1]`. Blanks at the ends of lines
do not count. Each command is asked in an empty folder; settings may stand in front of it, and
`<<< TEXT` behind it is stdin, with \\n for the end of a line. Files that begin with zh are in
Chinese. After a change that is meant, this writes what is printed now:

    python -m tests.test_transcripts
"""

import os
import re
import shlex
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pytest
from typer.main import get_command

from govrank.ask.changes import LAST
from govrank.cli.commands import app
from govrank.models import ENTITY_KINDS
from govrank.show.output import FILES, FORMATS
from tests.support import Result, ask, ask_in_chinese, opened

FOLDER = Path(__file__).with_name("transcripts")
BLOCK = re.compile(r"(```console\n)(.*?)(?=```)", re.DOTALL)
COMMAND = re.compile(r"^\$ (?P<settings>(?:[A-Z_]+=\S* )*)govrank(?P<words>.*)$")
# What is in Latin letters in any language: options, variables, files, addresses, and the names
# of programs and formats.
NEVER_TRANSLATED = re.compile(
    r"(?<![\w-])--?[a-z][\w-]*|\[exit \d+\]|GOVRANK_\w+"
    r"|https?:\S+|\S+\.(?:db|csv|yaml)|\S*/\S*|<[^>]*>"
    r"|\b(?:govrank|shell|bash|zsh|fish|powershell|pwsh|BOM|Excel|SQLite|Frictionless|Terton)\b"
    r"|\b(?:all|data|CSV|DIR|FILE|XlsxWriter|Markdown|HTML|UTF)\b"
)


class Case(NamedTuple):
    """A command of a transcript, with what it prints."""

    file: str
    command: str
    printed: str


def split(block: str) -> list[str]:
    """A block, cut in front of each command."""
    return [part for part in re.split(r"^(?=\$ )", block, flags=re.MULTILINE) if part]


def play(file: str, command: str) -> str:
    """A command, and what it prints now."""
    found = COMMAND.match(command)
    assert found, f"{file}: {command!r} is no command of govrank"
    settings = dict(pair.split("=", 1) for pair in found["settings"].split())
    words = shlex.split(found["words"])
    stdin = b""
    if "<<<" in words:
        cut = words.index("<<<")
        stdin = words[cut + 1].encode().decode("unicode_escape").encode("latin-1")
        words = words[:cut]
    asked = ask_in_chinese if file.startswith("zh") else ask
    return command + "\n" + shown(asked(*words, stdin=stdin, **settings))


def shown(result: Result) -> str:
    lines = result.out.split("\n")
    if lines.pop() != "":
        lines.append("\\ no newline at the end")
    lines += [f"2> {line}" for line in result.err.splitlines()]
    if result.code:
        lines.append(f"[exit {result.code}]")
    return "".join(f"{line.rstrip()}\n" for line in lines)


def cases() -> list[Case]:
    found = []
    for file in sorted(FOLDER.glob("*.md")):
        for _fence, block in BLOCK.findall(file.read_text(encoding="utf-8")):
            for part in split(block):
                command, _, printed = part.partition("\n")
                found.append(Case(file.stem, command, printed))
    return found


CASES = cases()


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.file}: {case.command[2:]}")
def test_transcript(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, case: Case) -> None:
    monkeypatch.chdir(tmp_path)
    assert play(case.file, case.command) == f"{case.command}\n{case.printed}"


def test_every_command_is_in_a_transcript_of_each_language() -> None:
    commands = set(get_command(app).commands)  # type: ignore[attr-defined]
    for chinese in (False, True):
        asked = [c.command for c in CASES if c.file.startswith("zh") == chinese]
        assert {c for c in commands if not any(f"govrank {c}" in line for line in asked)} == set()


@pytest.mark.parametrize(
    "case",
    [c for c in CASES if c.file.startswith("zh") and not re.search(r" -f [jc]|--json", c.command)],
    ids=lambda case: case.command[2:],
)
def test_nothing_is_english_in_a_chinese_transcript(case: Case) -> None:
    """But for ids, which are typed, and what was typed."""
    store = opened()
    ids = {*FORMATS, *(ending[1:] for ending in FILES), LAST}
    ids |= {*ENTITY_KINDS, *(c.category for c in store.categories())}
    ids |= {source.source for source in store.sources()}
    ids |= set(get_command(app).commands)  # type: ignore[attr-defined]
    text = NEVER_TRANSLATED.sub("", case.printed)
    words = set(re.findall(r"[A-Za-z][A-Za-z0-9-]{2,}", text))
    assert {word for word in words if word not in ids and word not in case.command} == set()


def write_all() -> None:
    start = Path.cwd()
    for file in sorted(FOLDER.glob("*.md")):
        with TemporaryDirectory() as folder:
            os.chdir(folder)
            text = rewritten(file)
            os.chdir(start)
        file.write_text(text, encoding="utf-8")


def rewritten(file: Path) -> str:
    text = file.read_text(encoding="utf-8")
    return BLOCK.sub(lambda block: block[1] + played(block[2], file.stem), text)


def played(block: str, file: str) -> str:
    return "".join(_replayed(file, part) for part in split(block))


def _replayed(file: str, part: str) -> str:
    try:
        return play(file, part.partition("\n")[0])
    except Exception as error:  # a traceback is no answer: what stands there stays
        print(f"{file}: {part.splitlines()[0]}\n  {error!r}", file=sys.stderr)
        return part


if __name__ == "__main__":
    write_all()
