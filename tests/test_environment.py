"""What only a real process shows: pipes, widths, encodings, signals, streams that fail."""

import json
import os
import pty
import re
import select
import subprocess
import sys

import pytest
from rich.cells import cell_len

from tests.support import GOVRANK, shell


def shown(*words: str, columns: int, **environment: str) -> str:
    """What a terminal of so many columns shows."""
    main, sub = pty.openpty()
    command = ["bash", "-c", f'stty cols {columns} rows 50; exec "$@"', "-", GOVRANK, *words]
    settings = {**os.environ, "LC_ALL": "C.UTF-8", "TERM": "xterm-256color", **environment}
    process = subprocess.Popen(command, stdin=sub, stdout=sub, stderr=sub, env=settings)
    os.close(sub)
    printed = b""
    while select.select([main], [], [], 30)[0]:
        try:
            part = os.read(main, 65536)
        except OSError:  # closed on the other side
            break
        if not part:
            break
        printed += part
    process.wait()
    os.close(main)
    return printed.decode().replace("\r\n", "\n")


def terminal(*words: str, columns: int) -> list[str]:
    """Its lines, their colours taken away."""
    return re.sub(r"\x1b\[[0-9;]*m", "", shown(*words, columns=columns)).split("\n")


COMMANDS = [
    ("top", "-c", "地市"),
    ("top", "-c", "经开区"),
    ("find", "武汉", "--within", "--sources"),
    ("history", "武汉"),
    ("compare", "武汉", "成都", "广州"),
    ("regions",),
    ("categories",),
    ("categories", "--year", "all"),
    ("tier", "88"),
    ("sources",),
]


def letters(lines: list[str]) -> list[str]:
    return sorted(re.sub(r"[ #.-]", "", "".join(lines)))  # bars and rules fit the width


@pytest.mark.parametrize("columns", [40, 80, 200])
@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_nothing_is_cut_and_nothing_sticks_out(words: tuple[str, ...], columns: int) -> None:
    lines = terminal(*words, columns=columns)
    assert max(map(cell_len, lines)) <= columns
    assert "…" not in "".join(lines)
    made_for_the_width = ("categories", "history", "regions")
    if words[0] not in made_for_the_width:
        assert letters(lines) == letters(terminal(*words, columns=300))


def test_the_categories_in_a_narrow_window() -> None:
    lines = terminal("categories", "--year", "2022", columns=40)
    assert [line.rstrip() for line in lines] == [
        "2022",
        "ministries  部委",
        "ranked  all 15 places",
        "constituent departments of the State",
        "Council",
        "",
        "agencies  部委",
        "ranked  6 of 15 places known; the rest",
        "of the page could not be read",
        "other departments under the State",
        "Council",
        "",
        "",
    ]


def test_chinese_is_aligned() -> None:
    lines = shell("govrank top -c 地市").stdout.decode().splitlines()
    rows = [line for line in lines if re.match(r" +\d", line)]
    assert len(rows) == 13
    starts = {cell_len(row[: re.search(r"\S+省|\S+区", row[8:]).start() + 8]) for row in rows}  # type: ignore[union-attr]
    names = {cell_len(row[: re.search(r"[一-龥]", row).start()]) for row in rows}  # type: ignore[union-attr]
    assert len(names) == 1
    assert len(starts) == 1


@pytest.mark.parametrize(
    "columns", ["", "COLUMNS=40", "TERM=dumb FORCE_COLOR=1", "TERM=dumb FORCE_COLOR=1 COLUMNS=20"]
)
def test_a_pipe_has_no_width(columns: str) -> None:
    plain = shell("govrank find 武汉 --within").stdout
    assert shell(f"{columns} govrank find 武汉 --within | cat").stdout == plain
    assert "武汉东湖新技术开发区".encode() in plain


def test_colour_only_where_it_is_wanted() -> None:
    assert b"\x1b" not in shell("govrank top -c 地市").stdout
    assert b"\x1b" not in shell("CI=1 GITHUB_ACTIONS=1 govrank top -c 地市").stdout
    assert b"\x1b" not in shell("CI=1 govrank --help").stdout
    assert b"\x1b" not in shell("FORCE_COLOR=0 govrank top -c 地市").stdout
    assert b"\x1b" in shell("FORCE_COLOR=1 govrank top -c 地市").stdout
    assert b"\x1b" not in shell("FORCE_COLOR=1 govrank top -c 地市 --json").stdout


@pytest.mark.parametrize("encoding", ["ascii", "gbk", "latin-1", "utf-8"])
def test_encodings(encoding: str) -> None:
    """Tables degrade; machine formats are UTF-8 always."""
    table = shell("govrank top -c 地市", PYTHONIOENCODING=encoding)
    assert table.returncode == 0
    assert b"Traceback" not in table.stderr
    if encoding != "utf-8":
        assert ("宁德市" in table.stdout.decode(encoding)) == (encoding == "gbk")
    for words in ("", "--help", "--version", "top --help"):
        helped = shell(f"govrank {words}", PYTHONIOENCODING=encoding)
        assert (helped.returncode, helped.stderr) == (0, b"")
    rows = shell("govrank top -c 地市 --json", PYTHONIOENCODING=encoding).stdout
    assert rows == shell("govrank top -c 地市 --json").stdout
    assert json.loads(rows)[0]["name"] == "宁德市"


def test_stdin_is_utf8_with_or_without_a_mark() -> None:
    for text in ("武汉\n\n  成都 \r\n", "\ufeff武汉\n成都"):
        result = subprocess.run(
            [GOVRANK, "find", "-", "-q", "-c", "省会"],
            input=text.encode(),
            capture_output=True,
            check=True,
            env={**os.environ, "LC_ALL": "C"},
        )
        assert result.stdout.decode() == "武汉市\n成都市\n"


def test_a_batch_answers_in_order_and_says_at_its_end_what_it_missed() -> None:
    result = shell(
        r"printf '成都\nxyz\n武汗\n武汉\n成都\n' | govrank find - -c 省会 -f csv --no-header"
    )
    assert [line.split(",")[0] for line in result.stdout.decode().splitlines()] == [
        "成都",
        "武汉",
        "成都",
    ]
    assert result.stderr.decode() == (
        "govrank: no entity is named 'xyz'\ngovrank: no entity is named '武汗'\n"
    )
    assert result.returncode == 1


def test_a_batch_does_not_grow() -> None:
    """Once its caches are full, more names, found and not found, take the same memory."""
    script = (
        "import resource, subprocess, sys; subprocess.run(sys.argv[1:], stdin=sys.stdin,"
        " stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL);"
        " print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    peaks = []
    for lines in (20_000, 80_000):
        names = "".join(f"{'武汉' if i % 2 else '甲'}{'' if i % 2 else i}\n" for i in range(lines))
        result = subprocess.run(
            [sys.executable, "-c", script, GOVRANK, "find", "-", "-f", "jsonl"],
            input=names.encode(),
            capture_output=True,
            check=True,
        )
        peaks.append(int(result.stdout))
    assert peaks[1] < peaks[0] + 1_000


def test_progress_is_for_who_waits_at_a_terminal() -> None:
    main, sub = pty.openpty()
    with subprocess.Popen(["yes", "商务部"], stdout=subprocess.PIPE) as names:
        find = [GOVRANK, "find", "-", "-f", "jsonl"]
        process = subprocess.Popen(find, stdin=names.stdout, stdout=subprocess.DEVNULL, stderr=sub)
        told = os.read(main, 1000)
        process.kill()
        process.wait()
        names.kill()
    os.close(sub)
    os.close(main)
    assert re.match(rb"[\d,]+\r", told)


def test_both_languages_and_one_machine_format() -> None:
    chinese = shell("govrank top -c 地市", GOVRANK_LANG="", LC_ALL="zh_CN.UTF-8").stdout.decode()
    english = shell("govrank top -c prefectures", GOVRANK_LANG="", LC_ALL="C").stdout.decode()
    assert "名次" in chinese
    assert not re.search("[a-z]{2,}", re.sub("[a-z]+2024", "", chinese))
    assert "rank" in english
    assert not re.search("[，。；：]|名次|并列", english)
    machine = [
        shell("govrank top -c 地市 --json", GOVRANK_LANG=language).stdout
        for language in ("zh", "en")
    ]
    assert machine[0] == machine[1]


def test_python_m() -> None:
    result = subprocess.run(
        [sys.executable, "-m", "govrank", "tier", "88", "-q"], capture_output=True, check=True
    )
    assert result.stdout.decode() == "优秀级\n"


def test_the_settings_of_the_environment() -> None:
    assert shell("govrank tier 88", GOVRANK_FORMAT="csv").stdout.startswith(b"score,tier")
    assert "青岛" in shell("govrank top -c 副省级 -q", GOVRANK_YEAR="2012").stdout.decode()
    wrong = shell("govrank tier 88", GOVRANK_FORMAT="xml")
    assert wrong.returncode == 2
    assert b"'xml'" in wrong.stderr


def test_a_terminal_without_colours() -> None:
    assert "\x1b[1m" in shown("top", columns=80)
    assert not re.search(r"\x1b\[[0-9;]*3[0-9]m", shown("top", columns=80, NO_COLOR="1"))
    assert "\x1b" not in shown("top", columns=80, TERM="dumb")
