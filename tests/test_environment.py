"""What only a real process shows: pipes, widths, encodings, signals, streams that fail."""

import json
import os
import pty
import re
import select
import signal
import subprocess
import sys
from collections import Counter

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


# What colours a text, and what makes it a link.
STYLE = re.compile(r"\x1b\[[0-9;]*m|\x1b\]8;[^\x1b]*\x1b\\")


def terminal(*words: str, columns: int) -> list[str]:
    """Its lines, their colours and links taken away."""
    return STYLE.sub("", shown(*words, columns=columns)).split("\n")


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
    """The characters, but for those that fit the width: blanks, bars and rules."""
    return sorted(re.sub("[ #.=|╌╍╎▐◉▸-]", "", "".join(lines)))


@pytest.mark.parametrize("columns", [40, 80, 200])
@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_nothing_is_cut_and_nothing_sticks_out(words: tuple[str, ...], columns: int) -> None:
    lines = terminal(*words, columns=columns)
    assert max(map(cell_len, lines)) <= columns
    assert "…" not in "".join(lines)
    made_for_the_width = ("categories", "history", "regions")
    if words[0] not in made_for_the_width:
        # In a narrow window a row is a block, with headings in front of its cells.
        cells = letters(terminal(*words, "--no-header", columns=300))
        assert not Counter(cells) - Counter(letters(lines))
        assert columns == 40 or letters(lines) == letters(terminal(*words, columns=300))


def test_the_categories_in_a_narrow_window() -> None:
    lines = terminal("categories", "--year", "2022", columns=40)
    assert [line.rstrip() for line in lines] == [
        "Lists of 2022",
        "list                id           known",
        "╌" * 40,
        "Ministries          ministries   all 15",
        "Agencies            agencies     6 of 15",
        "Prefecture-level    prefectures  0",
        "cities",
        "Districts and       counties     1",
        "counties",
        "▸ one of them: govrank top ID --year",
        "  2022",
        "",
    ]


def test_chinese_is_aligned() -> None:
    lines = shell("govrank top -c 地市").stdout.decode().splitlines()
    rows = [line for line in lines if re.match(r" +\d", line)]
    assert len(rows) == 13
    chinese = {cell_len(row[: re.search(r"[一-龥]", row).start()]) for row in rows}  # type: ignore[union-attr]
    regions = {cell_len(row[: re.search(r"\S+$", row).start()]) for row in rows}  # type: ignore[union-attr]
    names = {re.search(r"[A-Z]", row).start() for row in rows}  # type: ignore[union-attr]
    assert len(chinese) == len(regions) == len(names) == 1
    lines = shell("govrank top -c 地市", GOVRANK_LANG="zh").stdout.decode().splitlines()
    rows = [line for line in lines if re.match(r" +\d", line)]
    assert len(rows) == 13
    regions = {cell_len(row[: re.search(r"\S+$", row).start()]) for row in rows}  # type: ignore[union-attr]
    names = {cell_len(row[: re.search(r"\S+市", row).start()]) for row in rows}  # type: ignore[union-attr]
    assert len(regions) == len(names) == 1


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


def batch(command: str, stdin: bytes, **environment: str) -> tuple[str, str, int]:
    """What a command of the installed govrank makes of some bytes on stdin."""
    result = subprocess.run(
        [GOVRANK, *command.split()],
        input=stdin,
        capture_output=True,
        check=False,
        env={**os.environ, **environment},
    )
    return result.stdout.decode(), result.stderr.decode(), result.returncode


@pytest.mark.parametrize("locale", ["C", "C.UTF-8", "zh_CN.GBK"])
@pytest.mark.parametrize(
    ("encoding", "said"),
    [
        ("utf-8", ""),
        ("utf-8-sig", ""),
        ("utf-16", "govrank: stdin is read as UTF-16\n"),
        ("gbk", "govrank: stdin is read as GB18030\n"),
        ("gb18030", "govrank: stdin is read as GB18030\n"),
    ],
)
def test_the_encodings_of_stdin(encoding: str, said: str, locale: str) -> None:
    """Windows writes each of them; what is no UTF-8 is said in one line."""
    names = "武汉\r\n\r\n  成都 \r\n".encode(encoding)
    for command, out in (
        ("find - -q -c 省会", "武汉市\n成都市\n"),
        ("entities - -q", "武汉市\n成都市\n"),
    ):
        for settings in ({"LC_ALL": locale}, {"PYTHONIOENCODING": "gbk"}, {"PYTHONUTF8": "1"}):
            assert batch(command, names, **settings) == (out, said, 0)
    scores = "88分\r\n９６".encode(encoding)
    assert batch("tier - -q", scores, LC_ALL=locale) == ("优秀级\n卓越级\n", said, 0)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_both_orders_of_utf16(encoding: str) -> None:
    names = "\ufeff武汉\n成都".encode(encoding)
    said = "govrank: stdin is read as UTF-16\n"
    assert batch("entities - -q", names) == ("武汉市\n成都市\n", said, 0)


def test_iconv_is_understood() -> None:
    for encoding in ("gbk", "utf-16", "gb18030"):
        result = shell(f"printf '武汉\n成都\n' | iconv -t {encoding} | govrank find - -q -c 省会")
        assert result.stdout.decode() == "武汉市\n成都市\n"
        assert result.returncode == 0


@pytest.mark.parametrize("blanks", range(4))
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_first_block_that_ends_within_a_character(encoding: str, blanks: int) -> None:
    name = "武汉\n".encode(encoding)
    stdin = b" " * blanks + name * 40_000
    out, err, code = batch("entities - -q", stdin)
    assert out == "武汉市\n" * 40_000
    assert err == ("" if encoding == "utf-8" else "govrank: stdin is read as GB18030\n")
    assert code == 0


@pytest.mark.parametrize(
    ("stdin", "said"),
    [
        # Neither UTF-8 nor GB18030 has the byte FF.
        ("武汉\n".encode() + b"\xff\xff\n" + "成都".encode(), ""),
        ("武汉\n".encode() + b"wu\xffhan\n" + "成都".encode(), ""),
        (
            "武汉\n".encode("utf-16") + b"\x00\xd8\n\x00" + "成都".encode("utf-16-le"),
            "govrank: stdin is read as UTF-16\n",
        ),
        ("武汉\n".encode() + "襄阳\n".encode("gbk") + "成都".encode(), ""),
        (b"\xe6\xad\xa6\xe6\xb1\x89\nwu\0han\n" + "成都".encode(), ""),
        # The first block decides; what comes behind it may be anything.
        (
            "武汉\n".encode("gbk") + b"\n" * 70_000 + b"\xff\n" + "成都".encode("gbk"),
            "govrank: stdin is read as GB18030\n",
        ),
    ],
    ids=[
        *("other bytes", "within a name", "half a surrogate pair", "another encoding", "a zero"),
        "behind the first block",
    ],
)
def test_bytes_that_are_no_text_are_named_and_never_looked_up(stdin: bytes, said: str) -> None:
    line = 70_002 if len(stdin) > 70_000 else 2
    named = f"govrank: line {line} of stdin is not text in its encoding\n"
    for command in ("find - -q -c 省会", "entities - -q"):
        assert batch(command, stdin) == ("武汉市\n成都市\n", said + named, 1)


def test_utf_16_behind_a_block_of_ascii_is_no_text() -> None:
    """Its mark counts at the beginning of stdin only."""
    stdin = b"beijing\n" + b"\n" * (8192 - 8) + "武汉\n".encode("utf-16")
    out, err, code = batch("entities - -q", stdin)
    assert (out, code) == ("北京市\n", 1)
    assert err.splitlines()[0] == "govrank: line 8186 of stdin is not text in its encoding"


def test_mojibake_is_never_taken_for_names() -> None:
    """UTF-8 that somebody read as GBK or Latin-1 and saved again."""
    for wrong in ("gbk", "latin-1"):
        text = "武汉市".encode().decode(wrong, "replace")
        out, err, code = batch("entities - -q", text.encode())
        assert (out, code) == ("", 1)
        assert err.count("\n") == 1


def test_a_batch_answers_in_order_and_names_each_miss() -> None:
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


def test_a_line_that_comes_again_is_answered_again() -> None:
    lines = "武汉\nxyz\n".encode() + b"\xff\n"
    assert batch("find - -c 省会 -q", 2 * lines) == (
        "武汉市\n" * 2,
        "govrank: no entity is named 'xyz'\ngovrank: line 3 of stdin is not text in its encoding\n"
        "govrank: no entity is named 'xyz'\ngovrank: line 6 of stdin is not text in its encoding\n",
        1,
    )


def test_a_batch_does_not_grow() -> None:
    """Once its caches are full, more names, found and not found, take the same memory."""
    script = (
        "import resource, subprocess, sys; subprocess.run(sys.argv[1:], stdin=sys.stdin,"
        " stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL);"
        " print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    peaks = []
    for lines in (100_000, 300_000):
        names = "".join(f"{'武汉' if i % 2 else '甲'}{'' if i % 2 else i}\n" for i in range(lines))
        result = subprocess.run(
            [sys.executable, "-c", script, GOVRANK, "find", "-", "-f", "jsonl"],
            input=names.encode(),
            capture_output=True,
            check=True,
        )
        peaks.append(int(result.stdout))  # in KiB
    # One text kept for each line more would be 12 MB; the system's share differs by some MB.
    assert peaks[1] < peaks[0] + 6_000


@pytest.mark.usefixtures("usual_signals")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_batch_that_is_ended_says_nothing(number: signal.Signals) -> None:
    process = subprocess.Popen(
        [GOVRANK, "find", "-", "-q"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write("武汉\n".encode() * 10_000)
    process.stdin.flush()
    assert process.stdout.readline() == "武汉市\n".encode()
    process.send_signal(number)
    *lines, _cut_off = process.stdout.read().split(b"\n")
    assert set(lines) <= {"武汉市".encode()}
    _, err = process.communicate()
    assert (err, process.returncode) == (b"", 128 + number)


def test_a_closed_terminal_does_not_end_what_runs_under_nohup() -> None:
    script = (
        'trap "" HUP; (sleep 1; echo 武汉) | govrank find - -q & sleep 0.5; kill -HUP $!; wait $!'
    )
    ended = shell(script)
    assert (ended.stdout.decode(), ended.returncode) == ("武汉市\n" * 2, 0)


def test_a_slow_reader_gets_every_row() -> None:
    slow = shell("govrank export -f jsonl | (head -c 1; sleep 1; cat)").stdout
    assert slow == shell("govrank export -f jsonl").stdout


def test_a_miss_of_a_batch_is_said_when_it_is_met() -> None:
    with subprocess.Popen(
        [GOVRANK, "find", "-", "-f", "jsonl"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdin is not None
        assert process.stderr is not None
        for name in ("xyzzy", "武汗"):
            process.stdin.write(f"{name}\n".encode())
            process.stdin.flush()
            said = process.stderr.readline().decode()
            assert said == f"govrank: no entity is named {name!r}\n"
        process.stdin.close()
        assert process.wait() == 1


def test_both_languages_and_one_machine_format() -> None:
    chinese = shell("govrank top -c 地市", GOVRANK_LANG="", LC_ALL="zh_CN.UTF-8").stdout.decode()
    english = shell("govrank top -c prefectures", GOVRANK_LANG="", LC_ALL="C").stdout.decode()
    assert "名次" in chinese
    # But for ids, and a publisher that has no Chinese name.
    assert not re.search("[a-z]{2,}", re.sub("[a-z]+2024|Terton", "", chinese))
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
    words = ("top", "-c", "地市")
    coloured = r"\x1b\[[0-9;]*3[0-9](;[0-9;]*)?m"
    assert "\x1b[1m" in shown(*words, columns=80)
    assert re.search(coloured, shown(*words, columns=80))
    for settings in ({"NO_COLOR": "1"}, {"TERM": "xterm"}, {"TERM": "vt100"}):
        assert not re.search(coloured, shown(*words, columns=80, **settings))
    assert "\x1b" not in shown(*words, columns=80, TERM="dumb")
