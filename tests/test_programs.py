"""What programs of the system make of what govrank writes: a terminal, an office, a browser.

They are not everywhere, so `.ci/run` installs them and asks for these tests by name.
"""

import csv
import io
import json
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import pytest
from rich.cells import cell_len

from tests.support import ROOT, ask, ask_in_chinese
from tests.test_environment import COMMANDS, STYLE, shown

pytestmark = [pytest.mark.programs, pytest.mark.xdist_group("programs")]


def run(*command: str, folder: Path) -> bytes:
    """What a program prints. A program that is not installed is an error, as one that fails."""
    done = subprocess.run(command, cwd=folder, capture_output=True, check=True, timeout=120)
    return done.stdout


# a terminal


# Punctuation of which Unicode leaves the width open. It stands in titles and notes only.
OPEN = set("“”·—")


@pytest.mark.parametrize("wide", [False, True], ids=["narrow", "wide"])
def test_a_terminal_gives_each_line_the_cells_that_govrank_counts(
    tmp_path: Path, wide: bool
) -> None:
    """Also one that draws twice as wide what Unicode leaves open, as many in China do."""
    lines = []
    for words in COMMANDS:
        for language in ("zh", "en"):
            printed = shown(*words, columns=80, GOVRANK_LANG=language)
            lines += [line.rstrip() for line in STYLE.sub("", printed).splitlines()]
    asked, answers = tmp_path / "lines.json", tmp_path / "answers.json"
    asked.write_text(json.dumps(lines), encoding="utf-8")
    probe = [sys.executable, "-m", "tests.probe", str(asked), str(answers)]
    terminal = [
        "xterm",
        "-u8",
        f"{'-' if wide else '+'}cjk_width",
        "-geometry",
        "100x24",
        "-e",
        *probe,
    ]
    run("xvfb-run", "-a", *terminal, folder=ROOT)
    taken = json.loads(answers.read_text(encoding="utf-8"))
    assert len(lines) > 200
    assert max(taken) <= 80
    for line, columns in zip(lines, taken, strict=True):
        assert columns == cell_len(line) + sum(letter in OPEN for letter in line) * wide, line


# an office


def converted(file: Path, form: str, ending: str) -> str:
    """What LibreOffice makes of a file."""
    settings = f"-env:UserInstallation={(file.parent / 'office').as_uri()}"
    run("soffice", settings, "--headless", "--convert-to", form, file.name, folder=file.parent)
    return file.with_suffix(ending).read_text(encoding="utf-8-sig")


def test_an_office_opens_the_page_that_is_pasted_from(tmp_path: Path) -> None:
    page = tmp_path / "top.html"
    assert ask_in_chinese("top", "地市", "-o", str(page)).code == 0
    text = converted(page, "txt:Text (encoded):UTF8", ".txt").split("\n")
    names = ask("top", "地市", "-q").out.split()
    assert [line for line in text if line in names] == names
    assert text.count("1 并列") == 2
    assert "地市" in text[0]
    assert any("terton2024" in line for line in text)


def test_an_office_opens_the_workbook(tmp_path: Path) -> None:
    book = tmp_path / "top.xlsx"
    assert ask("top", "地市", "-o", str(book)).code == 0
    rows = list(csv.reader(io.StringIO(converted(book, CSV, ".csv"))))
    printed = list(csv.reader(io.StringIO(ask("top", "地市", "-f", "csv").out)))
    assert rows[0] == printed[0]
    # A truth value is one to an office too, so it says it in its own way.
    assert [[cell.lower() for cell in row] for row in rows] == [
        [cell.lower() for cell in row] for row in printed
    ]


# Comma, quote, UTF-8.
CSV = "csv:Text - txt - csv (StarCalc):44,34,76"


# a browser


def photographed(file: Path, *, dark: bool) -> tuple[int, int, int]:
    """How light the paper of a picture is in Chromium, and its darkest and lightest point."""
    from PIL import Image

    photo = file.with_suffix(".png")
    run(
        "chromium",
        *("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"),
        *("--disable-background-networking", "--disable-component-update", "--no-first-run"),
        f"--user-data-dir={file.parent / 'browser'}",
        f"--blink-settings=preferredColorScheme={0 if dark else 1}",
        "--window-size=760,480",
        f"--screenshot={photo}",
        "file://" + quote(str(file)),
        folder=file.parent,
    )
    grey = Image.open(photo).convert("L")
    seen = grey.histogram()
    return seen.index(max(seen)), *grey.getextrema()


@pytest.mark.parametrize("command", ["history 武汉 -c 副省级", "top 地市"])
def test_a_browser_shows_a_picture_on_light_and_on_dark(tmp_path: Path, command: str) -> None:
    file = tmp_path / "x.svg"
    assert ask_in_chinese(*command.split(), "-o", str(file)).code == 0
    paper, darkest, lightest = photographed(file, dark=False)
    assert paper - darkest > 150
    paper, darkest, lightest = photographed(file, dark=True)
    assert lightest - paper > 150
