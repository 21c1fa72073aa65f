"""The documents are true: what they show is run, what they count is counted.

In a console block, `$ ` begins a command, `> ` goes on with it, and what it prints on stdout
and stderr follows. The commands of a file are typed into one bash, in a folder that holds a
copy of data/; in the guide its sh blocks are typed too. After a change that is meant, this
writes what is printed now, and the manual:

    python -m tests.test_docs
"""

import doctest
import io
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pytest
from babel.messages.pofile import read_po
from typer.main import get_command

from govrank import __version__
from govrank.cli.commands import app
from govrank.show.output import FORMATS
from tests.support import DATA, ROOT, opened, shell

READMES = {"README.md": "en", "README.zh-CN.md": "zh"}
GUIDE = "docs/add-an-edition.md"
MANUAL = ROOT / "docs" / "govrank.1"
SHOWN = [*READMES, *sorted(f"docs/{file.name}" for file in (ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
# What is said to be known, and a figure in it.
KNOWN = re.compile("<!-- known -->(.*?)<!-- /known -->", re.DOTALL)
FIGURE = r"\d[\d,]*"
# The formats, as the registry has them.
FORMATS_TABLE = re.compile("<!-- formats -->\n(.*?)<!-- /formats -->", re.DOTALL)
HEADINGS = {"en": ("format", "what it is"), "zh": ("格式", "说明")}
CATALOGUE = ROOT / "src" / "govrank" / "locale" / "zh" / "LC_MESSAGES" / "govrank.po"
# Between what two commands print.
SEPARATOR = "\x1e"


class Example(NamedTuple):
    """A command of a console block: its lines as they stand there, and what it prints."""

    typed: str
    printed: str

    @property
    def command(self) -> str:
        return "\n".join(line[2:] for line in self.typed.splitlines())


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def blocks(name: str, *kinds: str) -> list[tuple[str, str]]:
    return [found for found in BLOCK.findall(read(name)) if found[0] in kinds]


def examples_of(block: str) -> list[Example]:
    examples = []
    for part in re.split(r"^(?=\$ )", block, flags=re.MULTILINE):
        if found := re.match(r"\$ .*\n(?:> .*\n)*", part):
            examples.append(Example(found[0], part[found.end() :]))
    return examples


def examples(name: str) -> list[Example]:
    return [one for _kind, block in blocks(name, "console") for one in examples_of(block)]


def play(name: str) -> list[Example]:
    """The examples of a file, with what they print now."""
    script = ["exec 2>&1"]
    for kind, block in blocks(name, "console", "sh"):
        if kind == "sh":
            script.append(block if name == GUIDE else "")
            continue
        for example in examples_of(block):
            between = f"printf '{SEPARATOR}'"
            script += [between, example.command, between]
    with TemporaryDirectory() as folder:
        shutil.copytree(DATA, Path(folder) / "data")
        language = "zh" if ".zh" in name else "en"
        typed = f"cd {folder}\n" + "\n".join(script)
        printed = shell(typed, GOVRANK_LANG=language).stdout.decode().split(SEPARATOR)
    # Nothing is printed but by the examples.
    assert "".join(printed[::2]).strip() == ""
    now = []
    for example, text in zip(examples(name), printed[1::2], strict=True):
        now.append(Example(example.typed, "".join(f"{x.rstrip()}\n" for x in text.splitlines())))
    return now


def text_of(shown: list[Example]) -> str:
    text = ""
    for example in shown:
        printed = example.printed.rstrip("\n")
        text += example.typed + (printed + "\n" if printed else "")
    return text


@pytest.mark.parametrize("name", [name for name in SHOWN if examples(name)])
def test_what_is_shown_is_printed(name: str) -> None:
    assert text_of(play(name)) == text_of(examples(name))


@pytest.mark.parametrize("name", READMES)
def test_a_readme_shows_much(name: str) -> None:
    assert len(examples(name)) >= 5


def test_the_readmes_show_the_same() -> None:
    """The same commands with the same options, each with names in its own language."""
    commands = "|".join(get_command(app).commands)  # type: ignore[attr-defined]

    def shape(name: str) -> list[list[str]]:
        typed = [example.command for example in examples(name)]
        typed += [line for _kind, block in blocks(name, "sh") for line in block.splitlines()]
        return [re.findall(rf"govrank|(?:{commands})\b|(?<= )--?[a-z-]+", line) for line in typed]

    assert shape("README.md") == shape("README.zh-CN.md")


def counted() -> list[int]:
    """What a README says to be known, in this order."""
    store = opened()
    placements = list(store.placements())
    kinds = [entity.kind for entity in store.entities() if entity.until is None]
    return [
        len(placements),
        len({(row.year, row.category) for row in placements}),
        len({row.year for row in placements}),
        len(store.sources()),
        *(kinds.count(kind) for kind in ("province", "prefecture", "county", "zone")),
    ]


@pytest.mark.parametrize("name", READMES)
def test_the_figures_of_a_readme(name: str) -> None:
    [known] = KNOWN.findall(read(name))
    figures = [int(text.replace(",", "")) for text in re.findall(FIGURE, known)]
    assert figures == counted()


def formats(name: str) -> str:
    """The table of formats in the language of a README."""
    language = READMES[name]
    chinese = {each.id: each.string for each in read_po(io.BytesIO(CATALOGUE.read_bytes()))}
    headings = HEADINGS[language]
    lines = [f"| {headings[0]} | {headings[1]} |", "| --- | --- |"]
    for form in FORMATS.values():
        text = chinese[form.help] if language == "zh" else form.help
        lines.append(f"| `{form.name}` | {text} |")
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("name", READMES)
def test_the_formats_of_a_readme(name: str) -> None:
    assert FORMATS_TABLE.findall(read(name)) == [formats(name)]


def test_both_readmes_quote_one_measurement() -> None:
    memory = re.compile(r"^.*(\d\d) MB.*\(benchmarks/README\.md\)", re.MULTILINE)
    quoted = [memory.findall(read(name)) for name in READMES]
    assert len(quoted[0]) == 1
    assert quoted[0] == quoted[1]
    assert (ROOT / "benchmarks" / "README.md").exists()


@pytest.mark.parametrize("name", READMES)
def test_every_command_and_option_is_documented(name: str) -> None:
    commands = get_command(app).commands  # type: ignore[attr-defined]
    words = {option for c in commands.values() for p in c.params for option in p.opts}
    words = {word for word in words if word.startswith("--")} | {f"govrank {c}" for c in commands}
    text = read(name)
    assert {word for word in words if not re.search(rf"{word}\b", text)} == set()


def test_links_lead_somewhere() -> None:
    pages = [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("benchmarks/*.md")]
    for file in pages:
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", file.read_text(encoding="utf-8")):
            assert (file.parent / target).exists(), f"{file.name}: {target}"


@pytest.mark.parametrize("name", ["docs/architecture.md", "CONTRIBUTING.md"])
def test_the_files_that_are_named_are_there(name: str) -> None:
    bases = (ROOT, ROOT / "src" / "govrank", DATA)
    named = re.findall(r"`((?:[\w.-]+/)*[\w-]+\.(?:py|yaml|po|md|toml)|(?:[\w.-]+/)+)`", read(name))
    assert named
    missing = [path for path in named if not any((base / path).exists() for base in bases)]
    assert missing == []


# Python and SQL


def test_python() -> None:
    """Each block of docs/python.md, one after another."""
    here = Path.cwd()
    os.chdir(ROOT)
    try:
        failed, tried = doctest.testfile(
            str(ROOT / "docs" / "python.md"),
            module_relative=False,
            encoding="utf-8",
            optionflags=doctest.ELLIPSIS,
        )
    finally:
        os.chdir(here)
    assert failed == 0
    assert tried == sum(block.count(">>> ") for _kind, block in blocks("docs/python.md", "python"))
    assert tried >= 10


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("database")
    made = shell(f"cd {folder}; govrank export -o govrank.db")
    assert made.returncode == 0
    return folder / "govrank.db"


@pytest.mark.parametrize("query", [block for _kind, block in blocks("docs/data.md", "sql")])
def test_a_query(database: Path, query: str) -> None:
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    rows = connection.execute(query).fetchall()
    connection.close()
    assert len(rows) > 5
    assert len(set(rows)) == len(rows)


@pytest.mark.parametrize("program", [block for _kind, block in blocks("docs/data.md", "python")])
def test_a_program(database: Path, program: str) -> None:
    run = subprocess.run(
        [sys.executable, "-c", program], cwd=database.parent, capture_output=True, check=False
    )
    assert run.stderr == b""
    assert run.stdout.count(b"\n") > 2


def test_the_tables_that_are_described_are_there(database: Path) -> None:
    """Every table of the schema and every column, and no other."""
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    schema = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    tables = [table for (table,) in connection.execute(schema)]
    described = read("docs/data.md").partition("## Tables")[2].partition("\n\n`rank`")[0]
    named = set(re.findall(r"`(\w+)`", described))
    assert {table for table in tables if table not in named} == set()
    rows = re.findall(r"^\| `(\w+)` \| .* \| (.*) \|$", described, re.MULTILINE)
    assert len(rows) == len(tables)
    for table, said in rows:
        columns = {row[1] for row in connection.execute(f"PRAGMA table_info({table})")}
        assert columns == set(re.findall(r"`(\w+)`", said)), table
    [[version]] = connection.execute("PRAGMA user_version")
    [[application]] = connection.execute("PRAGMA application_id")
    connection.close()
    assert f"is {application}" in read("docs/data.md")
    assert f"now {version}." in read("docs/data.md")


# the manual


def test_the_release_is_told_alike_everywhere() -> None:
    newest = re.search(r"^## (\S+) \((\S+)\)$", read("CHANGELOG.md"), re.MULTILINE)
    assert newest
    version, date = newest.groups()
    assert version == __version__
    citation = read("CITATION.cff")
    assert f"\nversion: {version}\ndate-released: {date}\n" in citation


def manual() -> bytes:
    made = shell(f"python {ROOT}/tools/man.py", GOVRANK_LANG="en")
    assert made.returncode == 0, made.stderr.decode()
    return made.stdout


def test_the_manual_is_made_of_the_help() -> None:
    assert manual().decode() == MANUAL.read_text(encoding="utf-8")


def write_all() -> None:
    for name in SHOWN:
        if examples(name):
            text = KNOWN.sub(lambda known: recounted(known[0]), rewritten(name))
            if name in READMES:
                table = f"<!-- formats -->\n{formats(name)}<!-- /formats -->"
                text = FORMATS_TABLE.sub(table.replace("\\", "\\\\"), text)
            (ROOT / name).write_text(text, encoding="utf-8")
    MANUAL.write_bytes(manual())


def recounted(known: str) -> str:
    figures = iter(counted())
    return re.sub(FIGURE, lambda _: f"{next(figures):,}", known)


def rewritten(name: str) -> str:
    """The text of a file, with what its examples print now."""
    now = iter(play(name))

    def block(found: "re.Match[str]") -> str:
        if found[1] != "console":
            return found[0]
        shown = [next(now) for _ in examples_of(found[2])]
        return f"```console\n{text_of(shown)}```"

    return BLOCK.sub(block, read(name))


if __name__ == "__main__":
    write_all()
