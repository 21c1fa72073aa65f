"""Whatever goes wrong around govrank: never a traceback, never half a result, and always one
of the exit codes. Each row is typed into a real shell, in a folder that holds data/."""

import os
import stat
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from typer.main import get_command

from govrank.cli import framework
from govrank.cli.commands import app
from govrank.models import ExitCode
from govrank.show.output import FILES, FORMATS
from tests.support import ask, shell, write

PAIR = "武汉市\n武汉市\n"
INSIDE = "4 more inside Wuhan 武汉市: govrank find '\ufffd武汉市' --within\n"
FULL = "govrank: cannot write: the disk is full\n"
CLOSED = "govrank: cannot write: stdout is closed\n"
GONE = "there is no such file or folder"
NO_DB = "govrank: cannot write mine.db:\n"
SYSTEM_GONE = "No such file or directory"  # as the files of a folder are told
NO_DATASET = "is neither a data folder nor a govrank database\n"
HOLDS = "govrank check data --compile mine.db; "

# What is typed, and then what is on stdout, what on stderr, and the exit code.
TABLE = [
    # what cannot be written
    *((f"govrank {words} > /dev/full", "", FULL, 74) for words in ("top", "export", "tier 88 -q")),
    *(
        (f"govrank {words} > /dev/full", "", FULL, 74)
        for words in ("--version", "--help", "sources")
    ),
    *(
        (f"govrank {words} >&-", "", CLOSED, 74)
        for words in ("top", "tier 88 -q", "--help", "check")
    ),
    ("govrank find 武汉市 > /dev/full", "", FULL, 74),
    (
        "ulimit -f 0; govrank export > rows",
        "",
        "govrank: cannot write: the file would be too large\n",
        74,
    ),
    # nothing half written is left behind
    ("ulimit -f 0; " + HOLDS.replace(";", " 2>&1 | cut -c -30;") + "ls", f"{NO_DB}data\n", "", 0),
    ("govrank check data --compile data", "", "govrank: cannot write data: it is a folder\n", 74),
    ("govrank check data --compile /proc/x", "", f"govrank: cannot write /proc/x: {GONE}\n", 74),
    # what is no regular file is never replaced by one
    (
        "mkfifo pipe; timeout 20 govrank check data --compile pipe 2>&1 | cut -c -27; test -p pipe",
        "govrank: cannot write pipe:\n",
        "",
        0,
    ),
    (
        "mkfifo x.db; timeout 20 govrank export -o x.db 2>&1 | cut -c -27; test -p x.db",
        "govrank: cannot write x.db:\n",
        "",
        0,
    ),
    ("govrank export --datapackage /proc/x", "", f"govrank: cannot write /proc/x: {GONE}\n", 74),
    (
        "govrank export --datapackage /dev/null",
        "",
        "govrank: cannot write /dev/null: there is a file of that name\n",
        74,
    ),
    ("govrank find 商务部 xyz -q 2>&-", "商务部\n", "", 1),
    ("govrank find 商务部 xyz -q 2>/dev/full", "商务部\n", "", 1),
    ("govrank tier 999 2>/dev/full", "", "", 2),
    ("govrank find 武汉市 -q 2>&- >&-", "", "", 74),
    # who stops reading or waiting
    ("govrank export | head -1 | cut -c 1-4; exit ${PIPESTATUS[0]}", "year\n", "", 141),
    ("govrank export -f json | head -c 1; exit ${PIPESTATUS[0]}", "[", "", 141),
    ("mkfifo never; timeout --preserve-status -s INT 2 govrank find - <> never", "", "", 130),
    ("mkfifo never; timeout --preserve-status -s TERM 2 govrank find - <> never", "", "", 143),
    # what cannot be read
    ("govrank find - <&-", "", "govrank: '-' stands for stdin, which is closed\n", 2),
    ("govrank tier - <&-", "", "govrank: '-' stands for stdin, which is closed\n", 2),
    ("govrank find - 0>x", "", "govrank: stdin cannot be read: Bad file descriptor\n", 2),
    ("govrank find - </dev/null", "", "", 0),
    ("govrank find - --json </dev/null", "[]\n", "", 0),
    (
        "govrank find - -q <<< $'\\xff\\xff\\n武汉市'",
        PAIR,
        "govrank: line 1 of stdin is not text in its encoding\n",
        1,
    ),
    (
        "head -c 100M /dev/zero | tr '\\0' x | govrank tier - 2>&1 | cut -c -12",
        "govrank: 'xx\n",
        "",
        0,
    ),
    (
        "head -c 9999 /dev/zero | govrank find - -q 2>&1 | tail -c 36",
        " has no letter or digit to look for\n",
        "",
        0,
    ),
    # home and the place where one stands
    ("env -u HOME govrank tier 88 -q", "优秀级\n", "", 0),
    ("HOME=/nowhere govrank tier 88 -q", "优秀级\n", "", 0),
    ("HOME=/proc govrank tier 88 -q", "优秀级\n", "", 0),
    # bash would be replaced by its last command, and is what Typer looks for
    (
        "HOME=/proc govrank --install-completion; exit $?",
        "",
        f"govrank: cannot write /proc/.bashrc: {GONE}\n",
        74,
    ),
    ("mkdir here; cd here; rmdir ../here; govrank tier 88 -q", "优秀级\n", "", 0),
    ("env -i $(which govrank) tier 88 -q", "优秀级\n", "", 0),
    # a data folder, or what is taken for one
    ("govrank top -q --data nowhere", "", f"govrank: nowhere cannot be read: {GONE}\n", 3),
    (
        "govrank top -q --data /dev/null",
        "",
        f"govrank: /dev/null {NO_DATASET}",
        3,
    ),
    (
        "govrank top -q --data /dev/zero",
        "",
        f"govrank: /dev/zero {NO_DATASET}",
        3,
    ),
    (
        "truncate -s 100M big; govrank top --data big",
        "",
        f"govrank: big {NO_DATASET}",
        3,
    ),
    (
        "truncate -s 100M data/sources.yaml; govrank top --data data",
        "",
        "govrank: data/sources.yaml:1: is larger than 64 MB\n",
        3,
    ),
    (
        "rm data/editions/*; govrank top -q --data data",
        "",
        "govrank: data/editions:1: holds no edition, such as 2024.yaml\n",
        3,
    ),
    (
        "rm -r data/editions; govrank check data",
        "",
        f"govrank: data/editions:1: cannot be read: {SYSTEM_GONE}\n",
        3,
    ),
    (
        "mv data/editions/2025.yaml data/editions/2025.yml; govrank check data",
        "",
        "govrank: data/editions/2025.yml:1: should end in .yaml\n",
        3,
    ),
    (
        "cd data/editions; touch .2025.yaml.swp 2025.yaml~ ._2025.yaml; ln -s gone .#2025.yaml;"
        " cd ../..; govrank check data",
        "",
        "",
        0,
    ),
    (
        "long=$(printf 'x%.0s' {1..300}); govrank top -q --data $long 2>&1 | tail -c 36",
        "annot be read: the name is too long\n",
        "",
        0,
    ),
    (
        "govrank check $(printf 'x%.0s' {1..300}) 2>&1 | tail -c 20",
        "he name is too long\n",
        "",
        0,
    ),
    (
        "rm -r data; govrank check data",
        "",
        "govrank: there is no table, data folder or database at data\n",
        3,
    ),
    ("govrank check data/sources.yaml", "", f"govrank: data/sources.yaml {NO_DATASET}", 3),
    (
        "cd data; rm sources.yaml; mkdir sources.yaml; cd ..; GOVRANK_DATA=data govrank top -q",
        "",
        "govrank: data/sources.yaml:1: is no file\n",
        3,
    ),
    (
        "ln -sf /etc/passwd data/sources.yaml; govrank check data",
        "",
        "govrank: data/sources.yaml:1: leads out of the folder\n",
        3,
    ),
    (
        "(echo 'a: &a [x, x]'; echo 'b: [*a, *a]') > data/sources.yaml; govrank check data",
        "",
        "govrank: data/sources.yaml:2: is an alias; write it out\n",
        3,
    ),
    (HOLDS + "govrank top -c places -n 3 -q --data mine.db", "武汉\n襄樊市\n海南州\n", "", 0),
    (
        HOLDS + "govrank top -c places -n 3 -q --data <(cat mine.db)",
        "武汉\n襄樊市\n海南州\n",
        "",
        0,
    ),
    (
        HOLDS + "sed -i 's/SQLite format 3/SQLite format 4/' mine.db; govrank top --data mine.db",
        "",
        f"govrank: mine.db {NO_DATASET}",
        3,
    ),
    (
        HOLDS + "truncate -s -1 mine.db; govrank top -q --data mine.db",
        "",
        "govrank: mine.db is damaged; make it again from its folder\n",
        3,
    ),
    (
        HOLDS + "rm -r data; GOVRANK_DATA=mine.db govrank find 汉 wuhan -q",
        "武汉\n",
        "govrank: no entity is named '汉'\n",
        1,
    ),
    # names with what a terminal, a markup, a spreadsheet or a shell obeys
    (
        "govrank find $'\\e[31m武汉市'",
        "",
        "govrank: no entity is named '\\x1b[31m武汉市'; did you mean Wuhan 武汉市?\n",
        1,
    ),
    (
        "govrank find $'\\u202e商务部' -c 组成部门 | head -1",
        "Ministry of Commerce  商务部\n",
        "",
        0,
    ),
    (
        "govrank find '[bold]xyz[/]' :zzz:",
        "",
        "govrank: no entity is named '[bold]xyz[/]'\ngovrank: no entity is named ':zzz:'\n",
        1,
    ),
    (
        "govrank find '=武汉市' -c 省会 -f csv --no-header",
        "'=武汉市,exact,2024,capitals,省会,1,true,,,武汉市,武汉市,湖北省,terton2024,420100,Wuhan\n",
        "",
        0,
    ),
    (
        "govrank find $'武汉\\n市' -c 省会 -f csv --no-header",
        '"武汉\n市",exact,2024,capitals,省会,1,true,,,武汉市,武汉市,湖北省,terton2024,420100,Wuhan\n',
        "",
        0,
    ),
    (
        "sed -i 's/- {name: 武汉市, /&english: \"W|*[x](y)\", /' data/entities.yaml;"
        " govrank find 武汉 -f markdown --data data | head -1",
        "## W\\|\\*\\[x\\](y), 武汉市, Hubei\n",
        "",
        0,
    ),
    (
        "govrank find $'武汉\\t市' -c 省会 -f tsv --no-header | cut -f -3",
        "武汉 市\texact\t2024\n",
        "",
        0,
    ),
    ("govrank find $'\\xff武汉市' -q", PAIR, INSIDE, 0),
    (
        "govrank find $(printf '武%.0s' {1..40000}) 2>&1 | cut -c -29",
        "govrank: no entity is named '\n",
        "",
        0,
    ),
    ("govrank find '！？' 商务部", "", "govrank: '！？' has no letter or digit to look for\n", 2),
    (
        "govrank entities '！？' 商务部",
        "",
        "govrank: '！？' has no letter or digit to look for\n",
        2,
    ),
    # what is asked wrongly
    (
        "govrank top -n 1e9",
        "",
        "govrank: -n takes a whole number above 0, as in -n 10, not '1e9'\n",
        2,
    ),
    ("govrank top -c 直辖市 -n 99999999999999999999 -q", "北京市\n上海市\n重庆市\n天津市\n", "", 0),
    (
        "govrank tier 88 1e1 -q",
        "优秀级\n",
        "govrank: '1e1' is not a valid score: type a number from 0 to 110\n",
        2,
    ),
    (
        "GOVRANK_FORMAT=xml govrank tier 88",
        "",
        f"govrank: GOVRANK_FORMAT: no format is named 'xml'; there are {', '.join(FORMATS)}\n",
        2,
    ),
]


@pytest.mark.parametrize(("line", "out", "err", "code"), TABLE, ids=[t[0] for t in TABLE])
def test_a_fault(tmp_path: Path, line: str, out: str, err: str, code: int) -> None:
    write(tmp_path / "data")
    result = shell(f"cd {tmp_path}; {line}", GOVRANK_LANG="en")
    assert (result.stdout.decode(), result.stderr.decode(), result.returncode) == (out, err, code)


def test_a_list_of_what_is_known_ends_an_error_of_what_is_not() -> None:
    for line, known in (
        ("top -c 地球", "'govrank categories' lists them"),
        ("top --year 1999", "there are 2003-2024, all"),
    ):
        result = shell(f"govrank {line}")
        assert (result.stdout, result.returncode) == (b"", 2)
        assert known in result.stderr.decode()
        assert result.stderr.count(b"\n") == 1


COMMANDS = get_command(app).commands  # type: ignore[attr-defined]
OPTIONS = sorted(
    {
        option
        for command in COMMANDS.values()
        for parameter in command.params
        for option in parameter.opts
        if option.startswith("-")
    }
)


def test_options_with_a_value_may_stand_in_front_of_the_command() -> None:
    """All, but those that have no value in another command."""
    valued: set[str] = set()
    flags: set[str] = set()
    for command in COMMANDS.values():
        for parameter in command.params:
            names = [name for name in parameter.opts if name.startswith("-")]
            (flags if getattr(parameter, "is_flag", False) else valued).update(names)
    assert set(framework.VALUED) == valued - flags
    for option in framework.VALUED:
        assert framework.naturally([option, "x", "top"], ["top"], bool) == ["top", option, "x"]


ANYTHING = st.text(st.characters(codec="utf-8", exclude_characters="\0/"), max_size=8) | st.binary(
    max_size=8
).map(os.fsdecode).filter(lambda text: not {"\0", "/"} & {*text})
WORD = (
    st.sampled_from([*OPTIONS, "--help", "--version", *COMMANDS])
    | st.sampled_from(["武汉市", "wuhan", "地市", "all", "2024", "88", "110.5", "0", "3", "csv"])
    | st.sampled_from(["json", "table", "data", "mine.db", "-", "--", "", "=", "-n", "-f=tsv"])
    | ANYTHING
)


@given(st.sampled_from([*COMMANDS, ""]), st.lists(WORD, max_size=6), st.binary(max_size=40))
@example("find", ["-"], "武汉\n\n！？\nxyz".encode())
@example("tier", ["-", "1"], b"88\n\xff\n")
def test_no_argument_makes_a_traceback(command: str, words: list[str], stdin: bytes) -> None:
    here = Path.cwd()
    with TemporaryDirectory() as folder, patch.dict(os.environ, HOME=folder):
        os.chdir(write(Path(folder) / "here" / "data").parent)  # .. is in the folder too
        try:
            out, err, code = ask(*filter(None, [command]), *words, stdin=stdin)
        finally:
            os.chdir(here)
    assert code in (0, 1, 2, 3, 74)
    # With rows there are hints too, which are no errors.
    assert all(line.startswith("govrank: ") or code in (0, 1) for line in err.splitlines())
    assert "Traceback" not in err
    assert err or code == 0
    # Of several scores those that are good are answered.
    assert not out or code in (0, 1) or (code == 2 and "tier" in (command, *words))


OLD = b"what was there before\n"
# What may lie in the way of a file, by the name that it has before its ending.
IN_THE_WAY = ["new", "old", "folder", "readonly", "link", "loop", "dangling", "pipe", "device"]
PART = st.sampled_from(
    [*IN_THE_WAY, *(f"{name}{ending}" for name in IN_THE_WAY for ending in (".csv", ".db"))]
) | ANYTHING.filter(bool)
ENDING = st.sampled_from([*FILES, "", ".", ".foo", ".CSV", ".csv.gz"])


def furnish(here: Path, ending: str) -> None:
    """Put things in the way of whatever is to be written here."""
    (here / f"old{ending}").write_bytes(OLD)
    (here / f"folder{ending}").mkdir()
    (here / f"readonly{ending}").write_bytes(OLD)
    (here / f"readonly{ending}").chmod(0o444)
    for link, target in (
        ("link", f"old{ending}"),
        ("loop", f"loop{ending}"),
        ("dangling", "no/x"),
        ("device", "/dev/full"),
    ):
        (here / f"{link}{ending}").symlink_to(target)
    os.mkfifo(here / f"pipe{ending}")


def what_is_there(folder: Path) -> dict[str, bytes | None]:
    return {
        str(path): path.read_bytes() if stat.S_ISREG(path.lstat().st_mode) else None
        for path in folder.rglob("*")
    }


@settings(max_examples=max(100, settings().max_examples // 20))
@given(
    st.sampled_from(
        [("top", "地市"), ("tier", "88"), ("find", "xyz"), ("export", "-c", "capitals")]
    ),
    st.lists(PART | st.sampled_from([".", "..", "长" * 90]), max_size=2),
    PART,
    ENDING,
)
def test_whatever_o_names_is_written_whole_or_refused_in_one_line(
    command: tuple[str, ...], folders: list[str], stem: str, ending: str
) -> None:
    with TemporaryDirectory() as folder:
        here = Path(folder) / "a" / "b" / "c"  # so that .. is in the folder too
        here.mkdir(parents=True)
        furnish(here, ending)
        before = what_is_there(Path(folder))
        name = os.path.join(*folders, stem + ending)
        with pytest.MonkeyPatch.context() as patched:
            patched.chdir(here)
            out, err, code = ask(*command, "-o", name)
        after = what_is_there(Path(folder))
    assert out == ""
    assert code in (ExitCode.FOUND, ExitCode.MISSING, ExitCode.USAGE, ExitCode.OUTPUT)
    changed = {path for path in after if after[path] != before.get(path, OLD)}
    assert before.keys() <= after.keys()
    assert len(changed) == (code == ExitCode.FOUND)
    assert code in (ExitCode.FOUND, ExitCode.MISSING) or (
        err.startswith("govrank: ") and err.count("\n") == 1
    )
