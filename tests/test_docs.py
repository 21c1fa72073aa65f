"""The documents are true: every example runs, every figure of the data is counted."""

import re
import shutil
from importlib.metadata import version
from pathlib import Path

import pytest
from typer.main import get_command

from govrank.cli import app
from govrank.data import load
from tests.support import DATA, ROOT, shell

GUIDE = "docs/add-an-edition.md"
READMES = {"README.md": "en", "README.zh-CN.md": "zh"}


def examples(name: str) -> list[tuple[str, str]]:
    text = (ROOT / name).read_text(encoding="utf-8")
    blocks = re.findall(r"```console\n(.*?)\n```", text, re.DOTALL)
    return [
        (command, "\n".join(output))
        for block in blocks
        for command, *output in (
            part.split("\n") for part in re.split(r"^\$ ", block, flags=re.M)[1:]
        )
    ]


@pytest.mark.parametrize("name", READMES)
def test_the_examples_of_the_readme(name: str) -> None:
    assert len(examples(name)) == 11
    for command, output in examples(name):
        result = shell(f"{{ {command}; }} 2>&1", GOVRANK_LANG=READMES[name])
        lines = [line.rstrip() for line in result.stdout.decode().rstrip("\n").split("\n")]
        assert lines == output.rstrip("\n").split("\n"), command


def test_the_readmes_show_the_same_commands() -> None:
    def code(name: str) -> list[str]:
        text = (ROOT / name).read_text(encoding="utf-8")
        return [c for c, _ in examples(name)] + re.findall(r"```sh\n(.*?)```", text, re.DOTALL)

    assert code("README.md") == code("README.zh-CN.md")


def test_the_figures_of_the_readme() -> None:
    data = load()
    placed = {placement.year for placement in data.placements}
    lists = {(placement.year, placement.category) for placement in data.placements}
    figures = [len(data.placements), len(lists), len(placed), len(data.sources)]
    for name in READMES:
        text = (ROOT / name).read_text(encoding="utf-8")
        known = text.partition("<!-- known -->")[2].partition("<!-- /known -->")[0]
        assert list(map(int, re.findall(r"\d+", known))) == figures


def test_both_readmes_quote_one_measurement() -> None:
    for mark in ("speed", "size"):
        [quoted] = {
            (ROOT / name).read_text(encoding="utf-8").split(f"{mark} -->")[1] for name in READMES
        }
        assert version("govrank") in quoted


def test_every_command_and_option_is_documented() -> None:
    commands = get_command(app).commands  # type: ignore[attr-defined]
    words = {option for c in commands.values() for p in c.params for option in p.opts}
    words = {word for word in words if word.startswith("--")} | {f"govrank {c}" for c in commands}
    for name in READMES:
        text = (ROOT / name).read_text(encoding="utf-8")
        assert {word for word in words if not re.search(rf"{word}\b", text)} == set()


def test_links_lead_somewhere() -> None:
    for file in (*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")):
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", file.read_text(encoding="utf-8")):
            assert (file.parent / target).exists(), f"{file.name}: {target}"


def test_the_manual_is_made_of_the_help() -> None:
    made = shell(f"python {ROOT}/tools/man.py", GOVRANK_LANG="en")
    assert made.stdout == (ROOT / "docs" / "govrank.1").read_bytes()


def test_the_walk_through(tmp_path: Path) -> None:
    """Its blocks, one after another in one shell, print what they show."""
    shutil.copytree(DATA, tmp_path / "data")
    text = (ROOT / GUIDE).read_text(encoding="utf-8")
    script, expected = [f"cd {tmp_path}; exec 2>&1"], list[str]()
    for kind, block in re.findall(r"```(sh|console)\n(.*?)```", text, re.DOTALL):
        if kind == "sh":
            script.append(block)
            continue
        for line in block.splitlines():
            (script if line.startswith("$ ") else expected).append(line.removeprefix("$ "))
    shown = shell("\n".join(script), GOVRANK_LANG="en").stdout.decode()
    assert "汉江市" in shown
    assert [line for line in shown.splitlines() if "--within" not in line] == expected
