"""Whatever goes wrong around govrank: never a traceback, never half a result, and always one
of the exit codes. Each row is typed into a real shell, in a folder that holds data/."""

import os
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from typer.main import get_command

from govrank.cli import app
from tests.support import ask, shell, write

PAIR = "武汉市\n武汉市\n"
WITHIN = "govrank: 武汉市 Wuhan: 4 more within it; --within lists them\n"
FULL = "govrank: cannot write: No space left on device\n"
CLOSED = "govrank: cannot write: stdout is closed\n"
GONE = "No such file or directory"
HOLDS = "govrank check data --compile mine.json; "

# What is typed, and then what is on stdout, what on stderr, and the exit code.
TABLE = [
    # what cannot be written
    *((f"govrank {words} > /dev/full", "", FULL, 74) for words in ("top", "export", "tier 88 -q")),
    *((f"govrank {words} > /dev/full", "", FULL, 74) for words in ("--version", "--help", "sources")),
    *((f"govrank {words} >&-", "", CLOSED, 74) for words in ("top", "tier 88 -q", "--help", "check")),
    ("govrank find 武汉市 > /dev/full", "", FULL, 74),
    ("ulimit -f 0; govrank export > rows", "", "govrank: cannot write: File too large\n", 74),
    ("govrank check data --compile /dev/full", "", FULL, 74),
    ("govrank check data --compile data", "", "govrank: cannot write: data: Is a directory\n", 74),
    ("govrank check data --compile /proc/x", "", f"govrank: cannot write: /proc/x: {GONE}\n", 74),
    ("govrank export --datapackage /proc/x", "", f"govrank: cannot write: /proc/x: {GONE}\n", 74),
    ("govrank export --datapackage /dev/null", "", "govrank: cannot write: /dev/null: File exists\n", 74),
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
    ("govrank find - -q <<< $'\\xff\\xfe\\n武汉市'", PAIR, "govrank: '\ufffd\ufffd' has no letter or digit to look for\n", 1),
    ("head -c 100M /dev/zero | tr '\\0' x | govrank tier - 2>&1 | cut -c -12", "govrank: 'xx\n", "", 0),
    ("head -c 9999 /dev/zero | govrank find - -q 2>&1 | tail -c 36", " has no letter or digit to look for\n", "", 0),
    # home and the place where one stands
    ("env -u HOME govrank tier 88 -q", "优秀级\n", "", 0),
    ("HOME=/nowhere govrank tier 88 -q", "优秀级\n", "", 0),
    ("HOME=/proc govrank tier 88 -q", "优秀级\n", "", 0),
    # bash would be replaced by its last command, and is what Typer looks for
    ("HOME=/proc govrank --install-completion; exit $?", "", f"govrank: cannot write: /proc/.bashrc: {GONE}\n", 74),
    ("mkdir here; cd here; rmdir ../here; govrank tier 88 -q", "优秀级\n", "", 0),
    ("env -i $(which govrank) tier 88 -q", "优秀级\n", "", 0),
    # a data folder, or what is taken for one
    ("govrank top -q --data nowhere", "", f"govrank: nowhere cannot be read: {GONE}\n", 3),
    ("govrank top -q --data /dev/null", "", "govrank: /dev/null is neither a data folder nor compiled from one by this version\n", 3),
    ("govrank top -q --data /dev/zero", "", "govrank: /dev/zero is neither a data folder nor compiled from one by this version\n", 3),
    ("truncate -s 100M big; govrank top --data big", "", "govrank: big is neither a data folder nor compiled from one by this version\n", 3),
    ("truncate -s 100M data/sources.yaml; govrank top --data data", "", "govrank: data/sources.yaml:1: is larger than 64 MB\n", 3),
    ("rm data/editions/*; govrank top -q --data data", "", "govrank: data/editions:1: holds no edition, such as 2024.yaml\n", 3),
    ("rm -r data/editions; govrank check data", "", f"govrank: data/editions:1: cannot be read: {GONE}\n", 3),
    ("mv data/editions/2025.yaml data/editions/2025.yml; govrank check data", "", "govrank: data/editions/2025.yml:1: should end in .yaml\n", 3),
    ("touch data/editions/{.2025.yaml.swp,2025.yaml~,._2025.yaml}; ln -s gone data/editions/.#2025.yaml; govrank check data", "", "", 0),
    ("long=$(printf 'x%.0s' {1..300}); govrank top -q --data $long 2>&1 | tail -c 36", "cannot be read: File name too long\n".rjust(36), "", 0),
    ("govrank check $(printf 'x%.0s' {1..300}) 2>&1 | tail -c 16", "xx is no folder\n", "", 0),
    ("rm -r data; govrank check data", "", "govrank: data is no folder\n", 3),
    ("govrank check data/sources.yaml", "", "govrank: data/sources.yaml is no folder\n", 3),
    ("rm data/sources.yaml; GOVRANK_DATA=data govrank top -q", "", f"govrank: data/sources.yaml:1: cannot be read: {GONE}\n", 3),
    ("ln -sf /etc/passwd data/sources.yaml; govrank check data", "", "govrank: data/sources.yaml:1: leads out of the folder\n", 3),
    ("(echo 'a: &a [x, x]'; echo 'b: [*a, *a]') > data/sources.yaml; govrank check data", "", "govrank: data/sources.yaml:2: is an alias; write it out\n", 3),
    (HOLDS + "govrank top -c places -n 3 -q --data mine.json", "武汉\n襄樊市\n海南州\n", "", 0),
    (HOLDS + "govrank top -c places -n 3 -q --data <(cat mine.json)", "武汉\n襄樊市\n海南州\n", "", 0),
    (HOLDS + "sed -i s/武汉/汉武/ mine.json; govrank top -q --data mine.json", "", "govrank: mine.json is neither a data folder nor compiled from one by this version\n", 3),
    (HOLDS + "truncate -s -1 mine.json; govrank top -q --data mine.json", "", "govrank: mine.json is neither a data folder nor compiled from one by this version\n", 3),
    (HOLDS + "rm -r data; GOVRANK_DATA=mine.json govrank find 汉 wuhan -q", "武汉\n", "govrank: no entity is named '汉'\n", 1),
    # names with what a terminal, a markup, a spreadsheet or a shell obeys
    ("govrank find $'\\e[31m武汉市'", "", "govrank: no entity is named '\\x1b[31m武汉市'; did you mean 武汉市 Wuhan?\n", 1),
    ("govrank find $'\\u202e商务部' -c 组成部门 | head -1", "商务部 Ministry of Commerce\n", "", 0),
    ("govrank find '[bold]xyz[/]' :smile:", "", "govrank: no entity is named '[bold]xyz[/]'\ngovrank: no entity is named ':smile:'\n", 1),
    ("govrank find '=武汉市' -c 省会 -f csv --no-header", "'=武汉市,exact,2024,capitals,省会,1,true,,,武汉市,武汉市,湖北省,terton2024\n", "", 0),
    ("govrank find $'武汉\\n市|' -c 省会 -f markdown --no-header", "| 武汉\ufffd市\\| | exact | 2024 | capitals | 省会 | 1 | true |  |  | 武汉市 | 武汉市 | 湖北省 | terton2024 |\n", "", 0),
    ("govrank find $'武汉\\t市' -c 省会 -f tsv --no-header | cut -f -3", '"武汉\t市"\texact\n', "", 0),
    ("govrank find $'\\xff武汉市' -q", PAIR, WITHIN, 0),
    ("govrank find $(printf '武%.0s' {1..40000}) 2>&1 | cut -c -29", "govrank: no entity is named '\n", "", 0),
    ("govrank find '！？' 商务部", "", "govrank: '！？' has no letter or digit to look for\n", 2),
    # what is asked wrongly
    ("govrank top -n 1e9", "", "govrank: Invalid value for '-n' / '--places': '1e9' is not a valid int range.\n", 2),
    ("govrank top -c 直辖市 -n 99999999999999999999 -q", "北京市\n上海市\n重庆市\n天津市\n", "", 0),
    ("govrank tier 88 1e1", "", "govrank: '1e1' is no score; it should be a number from 0 to 110\n", 2),
    ("GOVRANK_FORMAT=xml govrank tier 88", "", "govrank: Invalid value for '--format' / '-f' (env var: 'GOVRANK_FORMAT'): 'xml' is not one of 'table', 'json', 'jsonl', 'csv', 'tsv', 'markdown'.\n", 2),
]  # fmt: skip


@pytest.mark.parametrize(("line", "out", "err", "code"), TABLE, ids=[t[0] for t in TABLE])
def test_a_fault(tmp_path: Path, line: str, out: str, err: str, code: int) -> None:
    write(tmp_path / "data")
    result = shell(f"cd {tmp_path}; {line}", GOVRANK_LANG="en")
    assert (result.stdout.decode(), result.stderr.decode(), result.returncode) == (out, err, code)


def test_a_list_of_what_is_known_ends_an_error_of_what_is_not() -> None:
    for line, known in (("top -c 地球", "ministries, "), ("top --year 1999", "2024, 2023, ")):
        result = shell(f"govrank {line}")
        assert (result.stdout, result.returncode) == (b"", 2)
        assert f"there are {known}" in result.stderr.decode()
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
ANYTHING = st.text(st.characters(exclude_characters="\0/"), max_size=8) | st.binary(max_size=8).map(
    os.fsdecode
).filter(lambda text: not {"\0", "/"} & {*text})
WORD = (
    st.sampled_from([*OPTIONS, "--help", "--version", *COMMANDS])
    | st.sampled_from(["武汉市", "wuhan", "地市", "all", "2024", "88", "110.5", "0", "3", "csv"])
    | st.sampled_from(["json", "table", "data", "mine.json", "-", "--", "", "=", "-n", "-f=tsv"])
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
    assert all(line.startswith("govrank: ") for line in err.splitlines())
    assert err or code == 0
    assert not out or code in (0, 1)
