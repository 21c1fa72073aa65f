"""Chinese and English: one catalogue, nothing untranslated, no key of a machine format touched.

What is printed in Chinese stands in tests/transcripts/zh-*.md.
"""

import os
import re
import shutil
import subprocess
import sys
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from rich.cells import cell_len

import govrank
from tests.support import ROOT, ask, ask_in_chinese

CATALOGUE = ROOT / "src" / "govrank" / "locale" / "zh" / "LC_MESSAGES" / "govrank.po"
COMMANDS = re.findall(r"^  (\w+)  ", ask().out, re.MULTILINE)
# What settles the language, and how to ask a process which it is.
SETTINGS = ("GOVRANK_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
LANGUAGE = "from govrank.i18n import LANGUAGE, _; print(LANGUAGE, _('rank'))"
ON_WINDOWS = """\
import locale, sys
sys.platform = "win32"
locale.getlocale = lambda: ("Chinese (Simplified)_China", "936")
"""


def language(settings: dict[str, str], before: str = "", path: Path | None = None) -> str:
    """The language of a new process, and a word in it."""
    environment = {name: value for name, value in os.environ.items() if name not in SETTINGS}
    # Python itself would take C for C.UTF-8, and write that into the environment.
    environment |= {"PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "1"} | settings
    if path is not None:
        environment["PYTHONPATH"] = str(path)
    said = subprocess.run(
        [sys.executable, "-c", before + LANGUAGE], env=environment, capture_output=True, check=True
    )
    return said.stdout.decode().strip()


def test_every_message_is_translated_and_none_is_left_over() -> None:
    said = {
        message
        for _file, _line, message, _comments, _context in extract_from_dir(
            str(ROOT / "src"), keywords={"_": None}
        )
    }
    catalogue = read_po(BytesIO(CATALOGUE.read_bytes()))
    translated = {message.id: message.string for message in catalogue if message.id}
    assert said == translated.keys()
    for message, string in translated.items():
        assert string
        fields = r"\{\w*(?:!r)?\}|\\\d"
        assert sorted(re.findall(fields, str(message))) == sorted(re.findall(fields, str(string)))


def test_the_catalogue_in_use_is_the_one_that_is_edited() -> None:
    """If not, `pip install -e .` compiles it anew."""
    compiled = Path(govrank.__file__).parent / "locale" / "zh" / "LC_MESSAGES" / "govrank.mo"
    translations = GNUTranslations(BytesIO(compiled.read_bytes()))
    for message in read_po(BytesIO(CATALOGUE.read_bytes())):
        if message.id:
            assert translations.gettext(str(message.id)) == message.string


@pytest.mark.parametrize(
    "words",
    [
        "find 武汉 --json",
        "top -f csv",
        "export",
        "sources -f tsv",
        "entities 海淀 -f jsonl",
        "tier -q",
    ],
)
def test_a_machine_format_knows_no_language(words: str) -> None:
    chinese = ask_in_chinese(*words.split())
    assert chinese.out == ask(*words.split()).out
    assert chinese.out


@pytest.mark.parametrize("columns", ["40", "50", "60", "70", "80", "200"])
@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_the_frame_of_a_help_in_chinese(columns: str, command: str) -> None:
    """No word of Typer's own, at any width, and no line wider than a usual window."""
    out = ask_in_chinese(*command.split(), "-h", COLUMNS=columns).out
    assert out.startswith("用法：")
    assert "显示帮助" in out
    of_typer = r"Usage|Options:|Arguments:|Commands:|default|env\s+var|(Show|Install)\s"
    assert not re.search(of_typer, out.partition("：")[2])
    assert max(map(cell_len, out.splitlines())) <= max(int(columns), 80)


def test_where_a_wrong_setting_comes_from() -> None:
    result = ask_in_chinese("top", GOVRANK_FORMAT="xml")
    assert (result.out, result.code) == ("", 2)
    assert "'xml'" in result.err
    assert "GOVRANK_FORMAT" in result.err
    assert not re.search("no format|there are", result.err)


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LC_ALL": "C", "LANG": "zh_CN.UTF-8"}, "en"),
        ({"LC_MESSAGES": "zh_TW", "LANG": "C"}, "zh"),
        ({"GOVRANK_LANG": "en", "LC_ALL": "zh_CN"}, "en"),
        ({"GOVRANK_LANG": "zh", "LC_ALL": "C"}, "zh"),
        ({"LANG": "de_DE"}, "en"),
        ({}, "en"),
    ],
)
def test_whose_language(settings: dict[str, str], expected: str) -> None:
    word = {"zh": "名次", "en": "rank"}[expected]
    assert language(settings) == f"{expected} {word}"


def test_the_language_of_windows() -> None:
    assert language({}, before=ON_WINDOWS) == "zh 名次"
    assert language({"LANG": "en_US"}, before=ON_WINDOWS) == "en rank"


def test_a_source_tree_that_was_never_built_speaks_english(tmp_path: Path) -> None:
    package = Path(govrank.__file__).parent
    ignored = shutil.ignore_patterns("*.mo", "__pycache__", "*.db")
    shutil.copytree(package, tmp_path / "govrank", ignore=ignored)
    assert language({"GOVRANK_LANG": "zh"}, path=tmp_path) == "zh rank"
