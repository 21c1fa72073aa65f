"""What -o writes: whole or not at all, and every file opens in a program of another make."""

import csv
import io
import json
import os
import re
import signal
import sqlite3
import stat
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
import zipfile
from array import array
from contextlib import closing
from fcntl import ioctl
from html.parser import HTMLParser
from pathlib import Path
from termios import FIONREAD

import openpyxl
import pytest

from govrank.models import ExitCode, Placement
from govrank.show.output import FILES
from tests.support import GOVRANK, ask, opened, shell
from tests.support import ask_in_chinese as zh

TOP = ("top", "prefectures", "-n", "2")
COLUMNS = list(Placement._fields[2:])
# Endings that every command writes, and those of rows that come one by one.
ENDINGS = [ending for ending, form in FILES.items() if form.save is not None]
ROWS = [".csv", ".tsv", ".json", ".jsonl", ".xlsx"]
OLD = b"what was there before\n"


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def left() -> list[str]:
    """What is in the folder, hidden files too."""
    return sorted(path.name for path in Path().iterdir())


# each opens in a program of another make


def test_csv_has_the_mark_by_which_excel_knows_utf_8() -> None:
    assert ask(*TOP, "-o", "x.csv") == ("", "", 0)
    content = Path("x.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbfyear,")
    assert b"\r" not in content
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert [row["name"] for row in rows] == ["宁德市", "佛山市", "苏州市"]


def test_the_formats_of_rows_are_those_of_stdout() -> None:
    for ending in (".tsv", ".json", ".jsonl", ".html"):
        ask(*TOP, "-o", f"x{ending}")
        assert Path(f"x{ending}").read_text("utf-8") == ask(*TOP, "-f", ending[1:]).out
    ask(*TOP, "-o", "x.md")
    assert Path("x.md").read_text("utf-8") == ask(*TOP, "-f", "markdown").out
    assert [row["rank"] for row in json.loads(Path("x.json").read_text("utf-8"))] == [1, 1, 2]
    for line in Path("x.jsonl").read_text("utf-8").splitlines():
        assert list(json.loads(line)) == COLUMNS


class Page(HTMLParser):
    """The cells of a page, its tags, and the addresses in it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.texts: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]

    def handle_data(self, data: str) -> None:
        self.texts.append(data.strip())


def test_html_is_tables_and_loads_nothing() -> None:
    ask("top", "prefectures", "provinces", "-o", "x.html")
    page = Page(Path("x.html").read_text("utf-8"))
    assert page.tags.count("table") == 2
    assert {"script", "img", "link", "iframe", "style"}.isdisjoint(page.tags)
    assert {name for name, _value in page.attributes if name.startswith("on")} == set()
    addresses = [value for name, value in page.attributes if name in ("href", "src")]
    assert addresses
    assert all(address.startswith(("http://", "https://")) for address in addresses)
    assert "Ningde" in page.texts
    assert any("10 of 100 places known" in text for text in page.texts)


def sheets(file: str) -> dict[str, list[tuple[object, ...]]]:
    book = openpyxl.load_workbook(file)
    assert all(sheet.freeze_panes == "A2" for sheet in book)
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}


def test_a_workbook_has_a_sheet_a_list_and_numbers_are_numbers() -> None:
    ask("top", "地市", "部委", "--year", "2022-2024", "-n", "1", "-o", "x.xlsx")
    found = sheets("x.xlsx")
    assert list(found) == [
        "2024-ministries",
        "2024-agencies",
        "2024-prefectures",
        "2022-ministries",
        "2022-agencies",
    ]
    heading, first = found["2022-ministries"][:2]
    assert list(heading) == COLUMNS
    row = dict(zip(heading, first, strict=True))
    assert (row["year"], row["rank"], row["tied"], row["score"]) == (2022, 1, False, 88.3)
    assert row["code"] is None
    assert dict(zip(heading, found["2024-prefectures"][1], strict=True))["code"] == "350900"


def test_a_workbook_in_chinese() -> None:
    zh("top", "地市", "-n", "1", "-o", str(Path("x.xlsx").absolute()))
    [(name, rows)] = sheets("x.xlsx").items()
    assert name == "2024-地市"
    assert {"年份", "名次", "名称", "地区"} <= set(rows[0])
    zh("export", "-o", str(Path("e.xlsx").absolute()))
    assert list(sheets("e.xlsx")["govrank"][0]) == COLUMNS  # to be read back


@pytest.mark.parametrize(
    "words",
    [
        ("find", "武汉", "商务部"),
        ("history", "宁德"),
        ("compare", "武汉", "成都", "--since", "last"),
        ("entities", "海淀"),
        ("regions",),
        ("categories",),
        ("tier", "88", "94.99"),
        ("sources",),
        ("export",),
        ("top", "provinces", "--since", "2019"),
    ],
    ids=" ".join,
)
def test_a_workbook_holds_the_rows_of_json(words: tuple[str, ...]) -> None:
    ask(*words, "-o", "x.xlsx")
    found = [row for rows in sheets("x.xlsx").values() for row in rows[1:]]
    expected = json.loads(ask(*words, "--json").out)
    assert found == [tuple(row.values()) for row in expected]


@pytest.mark.parametrize(
    "words",
    [
        ("top",),
        ("top", "prefectures", "--since", "2019"),
        ("find", "武汉", "--within", "--sources"),
        ("history", "武汉"),
        ("history", "武汉", "成都", "广州", "-c", "subprovincial"),
        ("history", "宁德", "-c", "prefectures"),
        ("history", "湖北", "--notes"),
        ("compare", "武汉", "成都"),
        ("regions",),
        ("tier", "88"),
        ("categories", "--year", "all"),
        ("sources", "terton2024"),
        ("entities", "海淀"),
    ],
    ids=" ".join,
)
def test_a_picture_is_xml_that_loads_nothing(words: tuple[str, ...]) -> None:
    for asked in (ask, zh):
        asked(*words, "-o", str(Path("x.svg").absolute()))
        content = Path("x.svg").read_text("utf-8")
        root = ET.fromstring(content)
        assert root.tag == "{http://www.w3.org/2000/svg}svg"
        marks = re.sub(">[^<]*<", "><", content.replace("http://www.w3.org/2000/svg", ""))
        assert "://" not in marks
        assert "://" not in content.partition("</style>")[0].partition("<style>")[2]
        assert not re.search(r"<(script|image|foreignObject|a)\b|@import|@font-face|href", content)
        assert "prefers-color-scheme: dark" in content


def texts(file: str) -> list[str]:
    root = ET.parse(file).getroot()
    return [
        "".join(text.itertext()).replace("\xa0", " ") for text in root.iter() if "text" in text.tag
    ]


def test_the_chart_of_a_history() -> None:
    ask("history", "武汉", "-c", "subprovincial", "-o", "x.svg")
    assert texts("x.svg")[0] == "Wuhan: Sub-provincial cities, rank 2012-2024"
    assert {"7 (tied)", "8 (tied)", "2 (tied)", "2012", "2013", "2024"} <= set(texts("x.svg"))
    content = Path("x.svg").read_text("utf-8")
    assert content.count("<circle") == 8
    assert content.count("stroke-dasharray") == 3  # 2013, 2017, and 2021 to 2023
    assert any(text.startswith("Source: People's Daily") for text in texts("x.svg"))


def test_a_better_rank_is_higher() -> None:
    ask("history", "武汉", "-c", "subprovincial", "-o", "x.svg")
    marks = re.findall(r'<circle cx="([\d.]+)" cy="([\d.]+)"', Path("x.svg").read_text("utf-8"))
    years = [float(x) for x, _y in marks]
    heights = [float(y) for _x, y in marks]
    rows = json.loads(ask("history", "武汉", "-c", "subprovincial", "--json").out)
    ranks = [row["rank"] for row in reversed(rows)]
    assert years == sorted(years)
    assert [(y - min(heights)) * 9 / 232 for y in heights] == pytest.approx(
        [rank - min(ranks) for rank in ranks], abs=0.01
    )


def test_a_history_without_ranks_is_a_picture_of_the_table() -> None:
    ask("history", "罗湖", "-c", "cases", "-o", "x.svg")
    assert any("Luohu" in text for text in texts("x.svg"))


def test_the_database() -> None:
    assert ask("export", "-o", "x.db") == ("", "", 0)
    with closing(sqlite3.connect("x.db")) as connection:
        [[count]] = connection.execute("SELECT count(*) FROM placements")
    assert count == len(list(opened().placements()))
    assert ask("top", "地市", "-n", "1", "-q", "--data", "x.db").out == "宁德市\n佛山市\n"
    assert left() == ["x.db"]


# what the ending says


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ["-o", "x.foo"],
            "the ending of x.foo says no format; there are .csv, .tsv, .json, .jsonl",
        ),
        (["-o", "x"], "the ending of x says no format; there are .csv, "),
        (["-o", "x.csv", "-q"], "-q does not go with -o x.csv, whose ending says the format"),
        (["-o", "x.csv", "--json"], "-f json does not go with -o x.csv"),
        (["-o", "x.md", "-f", "table"], "-f table does not go with -o x.md"),
        (["-f", "xlsx"], "xlsx is written to a file: use -o FILE.xlsx"),
        (["-f", "excel"], "xlsx is written to a file: use -o FILE.xlsx"),
        (["-f", "Excel"], "xlsx is written to a file: use -o FILE.xlsx"),
        (["-f", "xls"], "xlsx is written to a file: use -o FILE.xlsx"),
        (["-f", "SVG"], "svg is written to a file: use -o FILE.svg"),
        (["-o", "x.db"], "x.db: only export writes a database"),
    ],
)
def test_what_does_not_go_together(words: list[str], said: str) -> None:
    result = ask("top", *words)
    assert result.err.startswith(f"govrank: {said}")
    assert result.err.count("\n") == 1
    assert (result.out, result.code, left()) == ("", ExitCode.USAGE, [])


def test_markdown_by_its_ending() -> None:
    assert ask(*TOP, "-f", "md") == ask(*TOP, "-f", "markdown")


def test_the_ending_decides() -> None:
    assert ask(*TOP, "-o", "x.CSV", GOVRANK_FORMAT="json").code == 0
    assert ask(*TOP, "-o", "y.json", GOVRANK_FORMAT="no such format").code == 0
    assert Path("x.CSV").read_bytes().startswith(b"\xef\xbb\xbf")
    assert json.loads(Path("y.json").read_bytes())
    for format, ending in (("CSV", "csv"), ("markdown", "md"), ("xlsx", "xlsx"), ("Excel", "xlsx")):
        assert ask(*TOP, "-f", format, "-o", f"x.{ending}").code == 0
    assert ask("export", "-o", "e.jsonl").code == 0  # csv is only its default


# all or nothing


@pytest.mark.parametrize("ending", ENDINGS)
def test_nobody_found_leaves_the_old_file(ending: str) -> None:
    file = Path(f"x{ending}")
    file.write_bytes(OLD)
    for words in (("find", "xyz"), ("history", "xyz"), ("entities", "xyz"), ("sources", "xyz")):
        assert ask(*words, "-o", file.name).code == ExitCode.MISSING
    assert ask("find", "-", "-o", file.name, stdin=b"xyz\n").code == ExitCode.MISSING
    assert file.read_bytes() == OLD
    assert ask("tier", "no score", "-o", file.name).code == ExitCode.USAGE
    assert file.read_bytes() == OLD
    assert left() == [file.name]


@pytest.mark.parametrize("ending", ENDINGS)
def test_somebody_missing_is_said_and_the_rest_is_written(ending: str) -> None:
    for words, stdin in ((("武汉", "xyz"), b""), (("-",), "武汉\nxyz\n".encode())):
        file = Path(f"{len(words)}{ending}")
        result = ask("find", *words, "-o", file.name, stdin=stdin)
        assert result.code == ExitCode.MISSING
        assert "no entity is named 'xyz'" in result.err
        assert file.stat().st_size


def test_an_answer_without_rows_is_an_answer() -> None:
    assert ask("top", "dg-provinces", "-o", "x.json").code == 0
    assert Path("x.json").read_text() == "[]\n"
    assert ask("top", "dg-provinces", "-o", "x.xlsx").code == 0
    assert sheets("x.xlsx") == {"govrank": [tuple(COLUMNS)]}


@pytest.mark.parametrize("ending", [*ENDINGS, ".db"])
def test_a_full_disk_leaves_the_old_file(ending: str) -> None:
    file = Path(f"x{ending}")
    file.write_bytes(OLD)
    # Python itself may not write either: its compiled files would be cut, and stay.
    result = shell(f"ulimit -f 1; govrank export -o {file}", PYTHONDONTWRITEBYTECODE="1")
    assert result.returncode == ExitCode.OUTPUT
    assert re.fullmatch(rb"govrank: cannot write x\.\w+: [^\n]+\n", result.stderr)
    assert file.read_bytes() == OLD
    assert left() == [file.name]


def test_a_disk_that_is_full_when_the_sheets_are_packed_is_told_once() -> None:
    limit = 15 * 1024
    assert ask("top", "-o", "whole.xlsx").code == 0
    with zipfile.ZipFile("whole.xlsx") as archive:
        assert max(part.file_size for part in archive.infolist()) < limit
    assert Path("whole.xlsx").stat().st_size > limit
    # ZipFile would complain when it is forgotten.
    script = (
        "import gc, resource, sys; from govrank.cli.main import run;"
        f" resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}));"
        " code = run(['top', '-o', 'x.xlsx']); gc.collect(); sys.exit(code)"
    )
    result = subprocess.run([sys.executable, "-Bc", script], capture_output=True, check=False)
    said = b"govrank: cannot write x.xlsx: the file would be too large\n"
    assert (result.stderr, result.returncode) == (said, ExitCode.OUTPUT)
    assert left() == ["whole.xlsx"]


@pytest.mark.parametrize("ending", [*ENDINGS, ".db"])
def test_what_cannot_be_written(ending: str) -> None:
    said = "govrank: cannot write {}: {}\n"
    for file, reason in (
        (f"no/x{ending}", "there is no such file or folder"),
        (f"folder{ending}", "it is a folder"),
        (f"pipe{ending}", "it is not a regular file"),
        (f"device{ending}", "it is not a regular file"),
        (f"readonly{ending}", "it is read-only"),
        (f"{'x' * 300}{ending}", "the name is too long"),
        (f"readonly{ending}/x{ending}", "a part of the path is not a folder"),
    ):
        Path(f"folder{ending}").mkdir(exist_ok=True)
        Path(f"device{ending}").unlink(missing_ok=True)
        Path(f"device{ending}").symlink_to("/dev/full")
        if not Path(f"pipe{ending}").exists():
            os.mkfifo(f"pipe{ending}")
            Path(f"readonly{ending}").write_bytes(OLD)
            Path(f"readonly{ending}").chmod(0o444)
        result = ask("export", "-o", file)
        assert result == ("", said.format(file, reason), ExitCode.OUTPUT)
    assert Path(f"readonly{ending}").read_bytes() == OLD
    assert len(left()) == 4


def test_the_target_of_a_link_is_replaced_and_keeps_its_mode() -> None:
    Path("there").mkdir()
    target = Path("there/target.csv")
    target.write_bytes(OLD)
    target.chmod(0o640)
    Path("link.csv").symlink_to(target)
    assert ask(*TOP, "-o", "link.csv").code == 0
    assert Path("link.csv").is_symlink()
    assert target.read_bytes() != OLD
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    Path("dangling.csv").symlink_to("there/new.csv")
    assert ask(*TOP, "-o", "dangling.csv").code == 0
    assert sorted(path.name for path in Path("there").iterdir()) == ["new.csv", "target.csv"]


def test_a_new_file_has_the_usual_mode() -> None:
    shell(f"cd {Path.cwd()}; umask 027; govrank tier 88 -o x.csv")
    assert stat.S_IMODE(Path("x.csv").stat().st_mode) == 0o640


def test_what_is_read_is_not_written_over(tmp_path: Path) -> None:
    assert ask("export", "-o", "mine.db").code == 0
    before = Path("mine.db").read_bytes()
    result = ask("export", "--data", "mine.db", "-o", "./mine.db")
    said = "govrank: mine.db is read as well: name another file behind -o\n"
    assert result == ("", said, ExitCode.USAGE)
    assert ask("export", "-o", "mine.db", GOVRANK_DATA="mine.db").code == ExitCode.USAGE
    assert Path("mine.db").read_bytes() == before
    Path("names.csv").write_text("武汉\n")
    result = shell(f"cd {tmp_path}; govrank find - -o names.csv < names.csv")  # type: ignore[assignment]
    assert b"names.csv is read as well" in result.stderr  # type: ignore[attr-defined]
    assert Path("names.csv").read_text() == "武汉\n"


def test_of_many_that_write_one_file_each_writes_it_whole() -> None:
    whole = ask("export", "-o", "alone.csv")
    assert whole.code == 0
    processes = [subprocess.Popen([GOVRANK, "export", "-o", "x.csv"]) for _ in range(6)]
    read = [Path("x.csv").read_bytes() for _ in range(200) if Path("x.csv").exists()]
    assert [running.wait() for running in processes] == [0] * 6
    for content in (*read, Path("x.csv").read_bytes()):
        assert content == Path("alone.csv").read_bytes()
    assert left() == ["alone.csv", "x.csv"]


def waits(process: "subprocess.Popen[bytes]") -> bool:
    """Whether a process has read all that stands in its stdin, and waits for more."""
    assert process.stdin is not None
    unread = array("i", [0])
    ioctl(process.stdin.fileno(), FIONREAD, unread)
    state = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()[0]
    return unread[0] == 0 and state == "S"


@pytest.mark.usefixtures("usual_signals")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("ending", ROWS)
def test_one_that_is_ended_leaves_the_old_file(ending: str, number: signal.Signals) -> None:
    file = Path(f"x{ending}")
    file.write_bytes(OLD)
    command = [GOVRANK, "find", "-", "-o", file.name]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdin is not None
        process.stdin.write("武汉\n".encode() * 100)
        process.stdin.flush()
        # Until it has begun to write. A signal within an import may get lost in Python.
        while left() == [file.name] or not waits(process):
            time.sleep(0.01)
        process.send_signal(number)
        _, err = process.communicate()
    assert (err, process.returncode) == (b"", 128 + number)
    assert (file.read_bytes(), left()) == (OLD, [file.name])


def test_without_the_extra_one_line_says_what_to_install() -> None:
    script = (
        "import sys; sys.modules['xlsxwriter'] = None; from govrank.cli.main import run;"
        " sys.exit(run(['top', '-o', 'x.xlsx']))"
    )
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False)
    said = b"govrank: for .xlsx install XlsxWriter: pip install 'govrank[excel]'\n"
    assert (result.stderr, result.returncode) == (said, ExitCode.OUTPUT)
    assert left() == []


def test_nothing_of_files_is_loaded_where_none_is_written() -> None:
    script = (
        "import sys; from govrank.cli.main import run; run(['tier', '88', '-q']);"
        " print(sorted(set(sys.modules) & {'xlsxwriter', 'rich.console',"
        " 'govrank.show.files', 'govrank.show.workbook', 'govrank.show.pictures',"
        " 'govrank.ask.changes', 'govrank.words.files'}))"
    )
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)
    assert result.stdout.decode().splitlines() == ["优秀级", "[]"]


@pytest.mark.parametrize("ending", ROWS)
def test_a_batch_does_not_grow(ending: str) -> None:
    """More names into a file take the same memory."""
    script = (
        "import resource, subprocess, sys; subprocess.run(sys.argv[1:], stdin=sys.stdin,"
        " stderr=subprocess.DEVNULL);"
        " print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    peaks = []
    for lines in (10_000, 60_000):
        result = subprocess.run(
            [sys.executable, "-c", script, GOVRANK, "find", "-", "-o", f"x{ending}"],
            input="武汉\n".encode() * lines,
            capture_output=True,
            check=True,
        )
        peaks.append(int(result.stdout))
    assert peaks[1] < peaks[0] + 3_000


# hostile text


HOSTILE = {
    "formula": '=HYPERLINK("http://evil","x")',
    "markup": "[bold]<script>alert(1)</script>[/bold]",
    "escape": "\x1b]0;title\x07\x1b[31m\u202egnp.exe\u202c",
    "svg": '"/></text><script>x</script>&<![CDATA[',
}


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A dataset of somebody else: hostile names, titles and addresses."""
    file = tmp_path_factory.mktemp("hostile") / "hostile.db"
    assert ask("export", "-o", str(file)).code == 0
    with sqlite3.connect(file) as connection:
        [[year]] = connection.execute("SELECT max(year) FROM lists")
        rows = connection.execute(
            "SELECT id, entity FROM placements WHERE year = ? AND category = 'prefectures'"
            " ORDER BY id LIMIT ?",
            (year, len(HOSTILE)),
        ).fetchall()
        for (id, entity), text in zip(rows, HOSTILE.values(), strict=True):
            connection.execute("UPDATE placements SET name = ? WHERE id = ?", (text, id))
            connection.execute("UPDATE entities SET english = ? WHERE id = ?", (text, entity))
        connection.execute(
            "UPDATE sources SET url = 'javascript:alert(1)//https://x', title = ?, publisher = ?,"
            " publisher_english = NULL, title_english = NULL WHERE id = 'terton2024'",
            (HOSTILE["markup"], HOSTILE["escape"]),
        )
    connection.close()
    return str(file)


@pytest.mark.parametrize("command", ["top prefectures", "sources terton2024", "history ningde"])
@pytest.mark.parametrize("ending", ENDINGS)
def test_hostile_text_is_inert(hostile: str, ending: str, command: str) -> None:
    file = f"x{ending}"
    for asked in (ask, zh):
        result = asked(*command.split(), "--data", hostile, "-o", str(Path(file).absolute()))
        assert result.code == 0
        content = Path(file).read_bytes()
        if ending == ".xlsx":
            with zipfile.ZipFile(file) as book:
                content = b"".join(book.read(n) for n in book.namelist() if "sheet" in n)
            assert b"<f>" not in content
            assert b"hyperlink" not in content.lower().replace(b"=hyperlink", b"")
            sheets(file)
        if ending in (".md", ".html", ".svg", ".xlsx", ".json", ".jsonl"):
            assert b"\x1b" not in content
        if ending in (".md", ".html", ".svg", ".xlsx"):
            assert "\u202e".encode() not in content
        if ending in (".html", ".svg"):
            assert b"<script" not in content
            assert b'"javascript:' not in content
        if ending == ".html":
            Page(content.decode())
        if ending == ".md":
            assert b"](<javascript:" not in content
            assert b"<script" not in content.replace(b"\\<", b"")
        if ending == ".svg":
            ET.fromstring(content)
        if ending in (".csv", ".tsv"):
            lines = content.decode("utf-8-sig")
            assert not re.search(r"(^|[,\t\n])\"?=", lines)


def test_a_link_is_an_address_of_the_web_without_control_characters() -> None:
    from govrank.show.view import linked

    for address in ("javascript:x", "file:///etc", "https://x y", "https://x\x1b", "//x", None):
        assert linked("id", address)[0].link is None
    assert linked("id", "HTTPS://example.org/a?b")[0].link is not None
