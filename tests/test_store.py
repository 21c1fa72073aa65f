"""The dataset as a database: what is refused of it, where it may lie, and who may change it."""

import csv
import gc
import io
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from typing import Any
from unittest.mock import Mock, patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import govrank
from govrank import dataset, store
from govrank.folder.database import OWN_GROUP
from govrank.models import DataError
from tests.support import DATA, GOVRANK, ROOT, Result, ask, opened, write

NO_DATASET = "is neither a data folder nor a govrank database"
DAMAGED = "is damaged; make it again from its folder"
# What is answered of a dataset: one question of each kind.
QUESTIONS = (
    "export",
    "sources --json",
    "categories --json --year all",
    "tier 88 --json",
    "find 武汉 hainan 漢 --json",
    "find 湖北 --within --json",
    "entities --json",
    "entities 武汉 --json",
    "top --json --year all",
    "regions --json",
)


@lru_cache
def small() -> bytes:
    """A small dataset, compiled."""
    with TemporaryDirectory() as name:
        folder = write(Path(name) / "data")
        return compiled(folder, Path(name) / "small.db").read_bytes()


def compiled(folder: Path, file: Path) -> Path:
    assert ask("check", str(folder), "--compile", str(file)) == ("", "", 0)
    return file


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A small database of one's own."""
    file = tmp_path / "mine.db"
    file.write_bytes(small())
    return file


def run(file: Path, script: str) -> Path:
    """Change a database as another program would."""
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript(script)
    return file


@contextmanager
def soon(seconds: int = 20) -> Iterator[None]:
    """Fail if something takes longer, such as a question that goes round in a circle."""

    def stop(*_: object) -> None:
        raise TimeoutError(f"no answer in {seconds} seconds")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def refused(file: Path, said: str) -> None:
    """No command makes anything of the file, and each says the same in one line."""
    err = f"govrank: {file} {said}\n"
    assert ask("top", "--data", str(file)) == ("", err, 3)
    assert ask("find", "武汉", "--json", "--data", str(file)) == ("", err, 3)
    assert ask("check", str(file)) == ("", err, 3)


# what is no dataset


@pytest.mark.parametrize(
    "content",
    [
        *(b"", b"\0", b"[]", b"{}", b"1\n2", b"SQLite format 3\0", b"\xed\xa0\x80"),
        b"SQLite format 3\0" + bytes(84),
        b"SQLite format 3\0" + bytes(4080),
        b'{"version": 1}',
        b"[" * 100_000,
        b"PK\x05\x06" + bytes(18),
    ],
    ids=lambda content: ascii(content[:20]),
)
def test_a_file_that_is_no_database(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "mine.db"
    file.write_bytes(content)
    refused(file, NO_DATASET)


def test_a_database_of_somebody_else(tmp_path: Path) -> None:
    refused(run(tmp_path / "other.db", "CREATE TABLE a (b)"), NO_DATASET)
    marked = f"PRAGMA application_id = {store.APPLICATION_ID}; CREATE TABLE a (b);"
    version = f"PRAGMA user_version = {store.VERSION};"
    refused(run(tmp_path / "marked.db", marked + version), NO_DATASET)


def test_a_database_of_another_version(database: Path) -> None:
    run(database, f"PRAGMA user_version = {store.VERSION + 1}")
    refused(database, "was made by a newer govrank; update govrank to read it")
    for older in (0, store.VERSION - 1):
        run(database, f"PRAGMA user_version = {older}")
        refused(database, "was made by an older govrank; make it again from its folder")


@pytest.mark.parametrize("length", [1, 99, 100, 1000, 4095, 4096, 4097, -4096, -1])
def test_a_truncated_database(database: Path, length: int) -> None:
    os.truncate(database, length if length > 0 else len(small()) + length)
    refused(database, NO_DATASET if 0 < length < 100 else DAMAGED)


def test_a_database_with_something_behind_it(database: Path) -> None:
    database.write_bytes(small() + b"\n")
    refused(database, DAMAGED)


@pytest.mark.parametrize("size", [512, 1024, 32768, 65536])
def test_pages_of_another_size(database: Path, size: int) -> None:
    """As another program may write it, to save room or time."""
    before = [ask(*words.split(), "--data", str(database)) for words in QUESTIONS]
    run(database, f"PRAGMA page_size = {size}; VACUUM")
    assert ask("check", str(database)) == ("", "", 0)
    assert [ask(*words.split(), "--data", str(database)) for words in QUESTIONS] == before
    with database.open("ab") as file:
        file.write(bytes(size))
    refused(database, DAMAGED)


@pytest.mark.parametrize("written", [b"\xff" * 1000, b"\0" * 1000])
def test_a_database_whose_schema_is_written_over(database: Path, written: bytes) -> None:
    content = bytearray(small())
    content[100 : 100 + len(written)] = written
    database.write_bytes(content)
    refused(database, DAMAGED)


def test_a_folder_named_like_a_database(tmp_path: Path) -> None:
    """It is a data folder, and one without faults if it has the files of one."""
    assert ask("check", str(write(tmp_path / "data.db"))) == ("", "", 0)
    (tmp_path / "empty.db").mkdir()
    result = ask("top", "--data", str(tmp_path / "empty.db"))
    assert result[::2] == ("", 3)
    assert result.err.startswith(f"govrank: {tmp_path}/empty.db")
    assert result.err.count("\n") == 1


def test_a_table_that_is_missing(database: Path) -> None:
    run(database, "DROP TABLE grams")
    refused(database, NO_DATASET)


def test_a_database_with_a_log_beside_it(database: Path) -> None:
    """What it holds is not yet in the file."""
    database.with_name("mine.db-wal").touch()
    refused(database, f"is being written: there is a file {database}-wal beside it")


# What somebody may have put into a database that runs code, or costs more than reading.
ADDED = {
    "a view": "CREATE VIEW more AS SELECT * FROM placements",
    "a view in the place of a table": (
        "ALTER TABLE sounds RENAME TO noises; CREATE VIEW sounds AS SELECT * FROM noises"
    ),
    "a trigger": "CREATE TRIGGER more AFTER INSERT ON sounds BEGIN SELECT 1; END",
    "a virtual table": "CREATE VIRTUAL TABLE more USING fts5(name)",
    "a table": "CREATE TABLE more (name)",
    "a column": "ALTER TABLE sounds ADD COLUMN more",
    "a generated column": "ALTER TABLE editions ADD COLUMN more AS (zeroblob(1000000000))",
    "an index of an expression": "CREATE INDEX more ON names (lower(name))",
    "a partial index of an expression": "CREATE INDEX more ON sounds (upper(character), syllable)",
    "another definition": (
        "PRAGMA writable_schema = ON;"
        "UPDATE sqlite_schema SET sql = 'CREATE TABLE variants (variant, usual)'"
        " WHERE name = 'variants'"
    ),
}


@pytest.mark.parametrize("added", ADDED)
def test_a_database_with_more_in_it(database: Path, added: str) -> None:
    run(database, ADDED[added])
    refused(database, NO_DATASET)


def test_a_further_plain_index_is_fine(database: Path) -> None:
    """As Datasette or sqlite-utils make them, to search faster; ANALYZE counts for them."""
    before = [ask(*words.split(), "--data", str(database)) for words in QUESTIONS]
    run(database, "CREATE INDEX more ON names (entity, level); CREATE INDEX m ON sources (date)")
    run(database, "ANALYZE")
    assert ask("check", str(database)) == ("", "", 0)
    assert [ask(*words.split(), "--data", str(database)) for words in QUESTIONS] == before


def test_somebody_elses_database_cannot_be_written(database: Path) -> None:
    with closing(store.open_file(database)) as connection:
        with pytest.raises(sqlite3.OperationalError):
            connection.execute("DELETE FROM placements")
        with pytest.raises(sqlite3.OperationalError):
            connection.execute("CREATE TABLE more (name)")


# what is wrong with its rows

# The first ranked place of the small dataset has id 1, its second one 2, in the list of places.
CONTENT = {
    "an entity twice in a list": (
        "UPDATE placements SET entity = 2 WHERE id = 2",
        "placements:2: '襄樊市' is in this list twice",
    ),
    "a name twice in a list": (
        "UPDATE placements SET name = '武汉' WHERE id = 2",
        "placements:2: '武汉' is in this list twice",
    ),
    "a rank beyond those listed": (
        "UPDATE placements SET rank = 11 WHERE id = 3",
        "placements:3: rank 11 is beyond the 10 places listed",
    ),
    "a rank that does not follow": (
        "UPDATE placements SET rank = 2 WHERE id = 3",
        "placements:3: rank 2 does not follow in competition numbering",
    ),
    "a rank below 1": (
        "UPDATE placements SET rank = 0 WHERE id = 1",
        "placements:1: rank 0 does not follow in competition numbering",
        "placements:1: rank 0 goes back",
    ),
    "a rank that is no number": (
        "UPDATE placements SET rank = 'x' WHERE id = 3",
        "placements:3: 'x' should be a whole number",
    ),
    "a ranked entity without a rank": (
        "UPDATE placements SET rank = NULL WHERE id = 3",
        "lists:1: 3 should be the number of its placements, 2",
        "placements:3: None should be a band such as 前100",
    ),
    "a tier that is none": (
        "UPDATE placements SET tier = '优良级' WHERE id = 4",
        "placements:4: '优良级' is none of 卓越级, 优秀级, 准备级",
    ),
    "a band that is none": (
        "UPDATE placements SET rank = NULL, tier = '前x' WHERE id = 3",
        "lists:1: 3 should be the number of its placements, 2",
        "placements:3: '前x' should be a band such as 前100",
    ),
    "an entity that is not there": (
        "UPDATE placements SET entity = 99 WHERE id = 5",
        "placements:5: names what is not in entities",
    ),
    "a source that is not there": (
        "UPDATE placements SET source = 'six' WHERE id = 5",
        "placements:5: names what is not in sources",
    ),
    "a list that is not there": (
        "UPDATE placements SET year = 2026 WHERE id = 5",
        "placements:5: names what is not in lists",
    ),
    "a category that is not there": (
        "UPDATE lists SET category = 'prices' WHERE category = 'prizes'",
        "lists:1: names what is not in categories",
        "placements:6: names what is not in lists",
    ),
    "a parent that is not there": (
        "UPDATE entities SET parent = 99 WHERE id = 3",
        "entities:3: names what is not in entities",
    ),
    "an entity inside itself": (
        "UPDATE entities SET parent = 3 WHERE id = 3",
        "entities:3: lies in itself",
    ),
    "entities inside each other": (
        "UPDATE entities SET parent = 3 WHERE id = 2",
        "entities:2: lies in itself",
        "entities:3: lies in itself",
    ),
    "a kind of entity": (
        "UPDATE entities SET kind = 'town' WHERE id = 3",
        "entities:3: 'town' is none of province, prefecture, county, zone, area, body, other",
    ),
    "a kind of list": (
        "UPDATE categories SET kind = 'prize' WHERE id = 'prizes'",
        "categories:3: 'prize' is none of ranked, tiered, award",
    ),
    "a kind of source": (
        "UPDATE sources SET kind = 'hearsay' WHERE id = 'two'",
        "sources:2: 'hearsay' is none of official, reprint, press, local, translated",
    ),
    "a numbering": (
        "UPDATE lists SET numbering = 'sparse' WHERE category = 'places'",
        "lists:2: 'sparse' is none of dense, competition",
    ),
    "a rest": (
        "UPDATE lists SET rest = 'gone' WHERE category = 'places'",
        "lists:2: 'gone' is none of pictures, cut, unstated",
    ),
    "a level": (
        "UPDATE names SET level = 'loud' WHERE name = 'wh'",
        "names:60: 'loud' is none of official, printed, short, alias, former, pinyin, initials",
    ),
    "the bounds of the tiers": (
        "UPDATE tiers SET minimum = 96 WHERE position = 1",
        "tiers:1: 96 should be a bound below 95",
    ),
    "the full marks": (
        "UPDATE scales SET full_marks = 95",
        "tiers:1: 95 should be a bound below 95",
    ),
    "more placements counted than there are": (
        "UPDATE lists SET known_entities = 9 WHERE category = 'places'",
        "lists:1: 9 should be the number of its placements, 3",
    ),
    "a reading that is no text": (
        "UPDATE entities SET pinyin = x'FF' WHERE id = 2",
        "entities:2: b'\\xff' should be a text",
    ),
    "a score that is no number": (
        "UPDATE placements SET score = 'many' WHERE id = 3",
        "placements:3: 'many' should be a number",
    ),
    "a bound that is no number": (
        "UPDATE tiers SET minimum = 'x' WHERE position = 1",
        "tiers:1: 'x' should be a whole number",
    ),
    "a rank behind a band": (
        "UPDATE placements SET rank = NULL, tier = '前5' WHERE id = 1",
        "lists:1: 3 should be the number of its placements, 2",
        "placements:2: rank 1 should stand before the bands",
        "placements:3: rank 3 should stand before the bands",
    ),
    "no tier": (
        "UPDATE placements SET tier = NULL WHERE id = 4",
        "placements:4: '' is none of 卓越级, 优秀级, 准备级",
    ),
    "an entity inside what is inside it": (
        "UPDATE entities SET parent = 3 WHERE id = 1",
        "entities:1: lies in itself",
        "entities:2: lies in itself",
        "entities:3: lies in itself",
    ),
    "more named in an award than there are": (
        "UPDATE lists SET known_entities = 2 WHERE category = 'prizes'",
        "lists:3: 2 should be the number of its placements, 1",
    ),
    "fewer counted in a tiered list than there are": (
        "UPDATE lists SET known_entities = 1 WHERE category = 'levels'",
        "lists:2: 1 should be the number of its placements, 2",
    ),
}


@pytest.mark.parametrize("fault", CONTENT)
def test_check_names_what_is_wrong_with_rows(database: Path, fault: str) -> None:
    script, *lines = CONTENT[fault]
    run(database, script)
    with soon():
        checked = ask("check", str(database))
    assert checked == ("", "".join(f"govrank: {database}/{line}\n" for line in lines), 3)


@pytest.mark.parametrize("fault", CONTENT)
def test_what_is_wrong_with_rows_is_answered_or_refused(database: Path, fault: str) -> None:
    """A question reads only what it needs, so it may not see a fault. It never dies of one."""
    run(database, CONTENT[fault][0])
    for words in QUESTIONS:
        with soon():
            result = ask(*words.split(), "--data", str(database))
        assert result.code in (0, 1, 2, 3)
        assert result.code != 3 or (result.out, result.err.count("\n")) == ("", 1)


def test_a_value_that_nobody_expects_is_told_in_one_line(database: Path) -> None:
    """A question does not check what it reads. Only what it cannot use ends it."""
    run(database, "UPDATE entities SET name = x'FF' WHERE id = 2")
    answer = ask("entities", "武汉", "--json", "--data", str(database))
    said = "the database is damaged: Object of type bytes is not JSON serializable"
    assert answer[1:] == (f"govrank: {said}\n", 3)


def test_a_list_of_ones_own_may_have_a_name_twice_and_any_tier(database: Path) -> None:
    """What it prints is anybody's, so that `check` leaves it as it is."""
    changed = (
        "UPDATE placements SET name = '武汉' WHERE id = 2;"
        "UPDATE placements SET tier = 'A+' WHERE id = 4"
    )
    run(database, changed)
    said = (
        "placements:2: '武汉' is in this list twice",
        "placements:4: 'A+' is none of 卓越级, 优秀级, 准备级",
    )
    err = "".join(f"govrank: {database}/{line}\n" for line in said)
    assert ask("check", str(database)) == ("", err, 3)
    run(database, f"UPDATE category_groups SET label = '{OWN_GROUP}'")
    assert ask("check", str(database)) == ("", "", 0)


def test_a_name_that_is_missing_is_found_by_sqlite(database: Path) -> None:
    """As a program can leave it that changed the table for a while."""
    edit = (
        "PRAGMA writable_schema = ON; UPDATE sqlite_schema"
        " SET sql = replace(sql, 'name TEXT{}', 'name TEXT{}') WHERE name = 'placements'"
    )
    run(database, edit.format(" NOT NULL", ""))
    run(database, "UPDATE placements SET name = NULL WHERE id = 2")
    run(database, edit.format("", " NOT NULL"))
    said = f"govrank: {database}/integrity:1: NULL value in placements.name\n"
    assert ask("check", str(database)) == ("", said, 3)


def test_a_whole_database_has_no_faults(database: Path) -> None:
    assert ask("check", str(database)) == ("", "", 0)


def test_the_whole_dataset_has_no_faults(tmp_path: Path) -> None:
    file = tmp_path / "all.db"
    assert ask("export", "-o", str(file)).code == 0
    assert ask("check", str(file)) == ("", "", 0)


# any change of its bytes


def questions(file: Path) -> list[Result]:
    return [
        ask("check", str(file)),
        ask("find", "武汉", "hainan", "武汗", "--within", "--data", str(file)),
        ask("top", "--data", str(file)),
        ask("export", "-f", "json", "--data", str(file)),
        ask("entities", "--data", str(file), "-f", "jsonl"),
    ]


BYTE = st.tuples(st.integers(0, len(small()) - 1), st.integers(0, 255))


@settings(max_examples=max(300, settings().max_examples))
@given(st.lists(BYTE, min_size=1, max_size=8))
def test_no_change_of_bytes_makes_a_traceback(changes: list[tuple[int, int]]) -> None:
    """An answer, or one line and exit 3; `check` has a line for each fault."""
    content = bytearray(small())
    for place, value in changes:
        content[place] = value
    with TemporaryDirectory() as folder:
        file = Path(folder) / "mine.db"
        file.write_bytes(content)
        with soon():
            checked, *answers = questions(file)
        assert checked.code in (0, 3)
        assert checked.out == ""
        assert bool(checked.err) == (checked.code == 3)
        for answer in answers:
            assert answer.code in (0, 1, 3)
            if answer.code == 3:
                assert answer.err.startswith("govrank: ")
                assert answer.err.count("\n") == 1


# the same answers, the same bytes


def test_what_is_compiled_answers_as_the_folder_does(tmp_path: Path) -> None:
    folder = write(tmp_path / "data")
    file = compiled(folder, tmp_path / "mine.db")
    for words in QUESTIONS:
        from_folder = ask(*words.split(), "--data", str(folder))
        assert from_folder.out
        assert ask(*words.split(), "--data", str(file)) == from_folder


def test_the_bundled_dataset_answers_as_its_folder_does() -> None:
    words = ("find", "武汉", "海淀", "襄樊", "武汗", "--within", "--year", "all")
    assert ask(*words, "--data", str(DATA)) == ask(*words)


def test_two_compilations_are_the_same_bytes(tmp_path: Path) -> None:
    """Whatever the order of sets, the folder one stands in, the time and the path."""
    made = []
    for seed in ("1", "2", "3"):
        folder = write(tmp_path / seed / "data")
        os.utime(folder / "entities.yaml", (int(seed) * 10**9,) * 2)
        subprocess.run(
            [GOVRANK, "check", str(folder), "--compile", "mine.db"],
            check=True,
            cwd=folder.parent,
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": "Asia/Shanghai"},
        )
        made.append((folder.parent / "mine.db").read_bytes())
    assert made[0] == made[1] == made[2]


def test_a_compiled_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    folder = write(tmp_path / "data")
    file = tmp_path / "mine.db"
    file.write_text("what was there")
    (folder / "sources.yaml").write_text("[")
    assert ask("check", str(folder), "--compile", str(file)).code == 3
    assert file.read_text() == "what was there"
    compiled(write(folder), file)
    assert file.read_bytes() == small()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "mine.db"]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("database or disk is full", "the disk is full"),
        ("disk I/O error", "the device failed"),
    ],
)
def test_a_disk_that_does_not_take_a_database(tmp_path: Path, said: str, told: str) -> None:
    connect = sqlite3.connect

    def refusing(path: str | Path, **settings: Any) -> sqlite3.Connection:
        if not settings:  # which the dataset has that is read
            raise sqlite3.OperationalError(said)
        connection: sqlite3.Connection = connect(path, **settings)
        return connection

    file = tmp_path / "all.db"
    with patch("govrank.store.sqlite3.connect", refusing):
        answer = ask("export", "-o", str(file))
    assert answer == ("", f"govrank: cannot write {file}: {told}\n", 74)
    assert list(tmp_path.iterdir()) == []


def test_what_export_writes_is_what_it_prints(tmp_path: Path) -> None:
    file = tmp_path / "all.db"
    assert ask("export", "-o", str(file)) == ("", "", 0)
    printed = list(csv.DictReader(io.StringIO(ask("export").out)))
    with closing(sqlite3.connect(file)) as connection:
        connection.row_factory = sqlite3.Row
        rows = connection.execute(
            "SELECT p.year, p.category, c.label AS category_label, p.rank, p.tied, p.tier,"
            " p.score, p.name, e.name AS entity, e.region, p.source, e.code, e.english"
            " FROM placements p JOIN entities e ON e.id = p.entity"
            " JOIN categories c ON c.id = p.category ORDER BY p.id"
        )
        stored = [dict(row) for row in rows]
        assert [tuple(row) for row in connection.execute("PRAGMA integrity_check")] == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    tied = {None: "", 0: "false", 1: "true"}
    for row in stored:
        row["tied"] = tied[row["tied"]]
    assert [
        {key: "" if value is None else str(value) for key, value in row.items()} for row in stored
    ] == printed
    assert ask("export", "--data", str(file)).out == ask("export").out


# where it may lie


def process(
    *words: str, cwd: Path | None = None, **environment: str | None
) -> subprocess.CompletedProcess[bytes]:
    """A process with other settings; those that are None are taken away."""
    settings = {**os.environ, **environment}
    return subprocess.run(
        words,
        capture_output=True,
        check=False,
        cwd=cwd,
        env={name: value for name, value in settings.items() if value is not None},
    )


@pytest.mark.parametrize(
    "name",
    [
        "a b.db",
        "100%.db",
        "50%41.db",
        "why?.db",
        "c#.db",
        "a&b=c.db",
        "数据.db",
        "x;y'z.db",
        "é.db",
    ],
)
def test_any_path(tmp_path: Path, name: str) -> None:
    folder = tmp_path / name.removesuffix(".db")
    folder.mkdir()
    file = folder / name
    file.write_bytes(small())
    assert ask("top", "-q", "--data", str(file)).out.startswith("武汉\n襄樊市\n")
    assert ask("check", str(file)) == ("", "", 0)
    result = process(GOVRANK, "find", "武汉", "-q", "--data", name, cwd=folder)
    assert (result.stdout.decode(), result.returncode) == ("武汉\n", 0)
    assert ask("export", "-o", str(folder / f"copy of {name}"), "--data", str(file)).code == 0
    assert (folder / f"copy of {name}").read_bytes() == small()


def test_a_file_and_a_folder_that_cannot_be_written(database: Path) -> None:
    """Nothing is left beside it: no journal, no log."""
    database.chmod(0o444)
    database.parent.chmod(0o555)
    try:
        for words in QUESTIONS:
            assert ask(*words.split(), "--data", str(database)).out
        assert ask("check", str(database)) == ("", "", 0)
        assert [path.name for path in database.parent.iterdir()] == ["mine.db"]
    finally:
        database.parent.chmod(0o755)


def test_a_link_to_a_database(database: Path) -> None:
    link = database.with_name("link.db")
    link.symlink_to("mine.db")
    assert ask("top", "-q", "--data", str(link)) == ask("top", "-q", "--data", str(database))


def test_a_database_from_a_pipe(tmp_path: Path) -> None:
    """As bash makes one of <(...). A pipe is read once, and to its end."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for content, answer in (
        (small(), ("武汉\n襄樊市\n海南州\n", "", 0)),
        (small()[:-1], ("", f"govrank: {pipe} {DAMAGED}\n", 3)),
        (small() + b"\n", ("", f"govrank: {pipe} {DAMAGED}\n", 3)),
        (small()[:99], ("", f"govrank: {pipe} {NO_DATASET}\n", 3)),
    ):
        writer = Thread(target=pipe.write_bytes, args=[content])
        writer.start()
        assert ask("top", "地市", "-n", "3", "-q", "--data", str(pipe)) == answer
        writer.join()


@pytest.mark.parametrize(("fewer", "code"), [(0, 0), (1, 3)])
def test_a_pipe_is_not_read_without_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fewer: int, code: int
) -> None:
    """Behind its head, of 100 bytes, so much is read of it and no more."""
    monkeypatch.setattr(store, "LARGEST_PIPE", len(small()) - 100 - fewer)
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = Thread(target=pipe.write_bytes, args=[small()])
    writer.start()
    assert ask("top", "-q", "--data", str(pipe)).code == code
    writer.join()


def test_many_processes_at_once(database: Path) -> None:
    """One of them holds it open all the time, as another program may."""
    with closing(sqlite3.connect(database)) as other:
        other.execute("BEGIN")
        assert other.execute("SELECT count(*) FROM placements").fetchone() == (6,)
        processes = [
            subprocess.Popen(
                [GOVRANK, "find", "武汉", "-q", "--data", str(database)], stdout=subprocess.PIPE
            )
            for _ in range(4)
        ]
        answers = [running.communicate()[0].decode() for running in processes]
    assert answers == ["武汉\n"] * 4


@pytest.mark.parametrize(
    "settings",
    [
        {"HOME": None, "TMPDIR": None},
        {"HOME": "/nowhere", "TMPDIR": "/nowhere", "TMP": "/nowhere", "TEMP": "/nowhere"},
        {"HOME": "/proc", "TMPDIR": "/proc", "TMP": "/proc", "TEMP": "/proc"},
    ],
    ids=["unset", "missing", "unwritable"],
)
def test_home_and_the_temporary_folder_are_not_needed(settings: dict[str, str | None]) -> None:
    for words, out, code in (
        ("tier 88 -q", "优秀级\n", 0),
        ("find 商务部 xyzzy -q", "商务部\n", 1),
        ("entities 海淀 -q", "北京市海淀区\n", 0),
    ):
        result = process(GOVRANK, *words.split(), cwd=None, **settings)
        assert (result.stdout.decode(), result.returncode) == (out, code)
        assert b"Traceback" not in result.stderr


# in a zip


@lru_cache
def installed() -> bytes:
    """The package as it is installed, database included, in a zip."""
    package = Path(dataset.__file__).parent
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for path in sorted(package.rglob("*")):
            if path.suffix in (".py", ".mo", ".typed"):
                archive.write(path, Path("govrank", path.relative_to(package)))
        with TemporaryDirectory() as folder:
            file = Path(folder) / dataset.BUNDLED
            store.save(opened().connection, file)
            archive.write(file, f"govrank/{dataset.BUNDLED}")
    return made.getvalue()


ZIPPED = """
import sys, govrank, govrank.cli.main
assert govrank.__file__.startswith(sys.argv[1]), govrank.__file__
sys.exit(govrank.cli.main.run(sys.argv[2:]))
"""


@pytest.mark.parametrize("name", ["govrank.zip", "a b 100%?#数据.zip"])
def test_it_runs_from_a_zip(tmp_path: Path, name: str) -> None:
    archive = tmp_path / name
    archive.write_bytes(installed())
    for words in ("find 武汉 --json", "entities 海淀 --json", "export", "top", "tier 88"):
        result = process(
            *(sys.executable, "-c", ZIPPED, str(archive), *words.split()),
            cwd=tmp_path,
            PYTHONPATH=str(archive),
            GOVRANK_DATA=None,
        )
        assert result.stderr.decode() == ask(*words.split()).err
        assert (result.stdout.decode(), result.returncode) == ask(*words.split())[::2]
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_it_speaks_chinese_from_a_zip(tmp_path: Path) -> None:
    archive = tmp_path / "govrank.zip"
    archive.write_bytes(installed())
    result = process(
        *(sys.executable, "-c", ZIPPED, str(archive), "find", "武汗"),
        PYTHONPATH=str(archive),
        GOVRANK_DATA=None,
        GOVRANK_LANG="zh",
    )
    assert "武汉市" in result.stderr.decode()
    assert "named" not in result.stderr.decode()


def test_the_bytes_of_a_database() -> None:
    """As where a Python cannot open bytes, and makes a temporary copy."""
    content = small()
    for version in ((3, 10), (3, 11), (3, 13)):
        if version <= sys.version_info:
            with patch("govrank.store.sys.version_info", version):
                names = [row.name for row in store.Store(store.open_bytes(content)).placements()]
            assert names == ["武汉", "襄樊市", "海南州", "湖北", "海南", "林业局"]


def test_without_a_temporary_folder_a_zip_has_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """Python 3.10 needs one for a database that is not a file, and a newer one none."""
    gone = FileNotFoundError(2, "No usable temporary directory found")
    monkeypatch.delenv("GOVRANK_DATA", raising=False)
    monkeypatch.setattr("govrank.dataset.BUNDLED", "not-beside-it.db")
    monkeypatch.setattr("govrank.dataset.SOURCE", Path("/nowhere"))
    monkeypatch.setattr("pkgutil.get_data", lambda *_: small())
    monkeypatch.setattr("tempfile.gettempdir", Mock(side_effect=gone))
    monkeypatch.setattr("tempfile.mkdtemp", Mock(side_effect=gone))
    if sys.version_info >= (3, 11):
        assert ask("top", "-q").code == 0
    with patch("govrank.store.sys.version_info", (3, 10)):
        answer = ask("top", "-q")
    assert answer[::2] == ("", 3)
    assert answer.err.startswith("govrank: ")
    assert answer.err.count("\n") == 1


# from Python


def test_a_database_is_loaded_from_python(database: Path) -> None:
    loaded = govrank.load(database)
    assert [row.name for row in loaded.find("武汉")] == ["武汉"]
    os.truncate(database, 5000)
    with pytest.raises(DataError, match="damaged"):
        govrank.load(database)


def test_what_cannot_be_opened_is_one_error(tmp_path: Path) -> None:
    with pytest.raises(sqlite3.OperationalError):
        store.open_file(tmp_path / "no" / "mine.db", trusted=True)
    gc.collect()  # says what goes wrong when an object ends


@pytest.mark.parametrize("damage", [lambda f: f.unlink(), lambda f: (f.unlink(), f.mkdir())])
def test_a_file_that_is_gone(database: Path, damage: Callable[[Path], object]) -> None:
    damage(database)
    with pytest.raises(DataError):
        govrank.load(database)


def test_nothing_of_the_tree_is_changed(tmp_path: Path) -> None:
    """Asking leaves no file behind, where one stands or where the package lies."""
    before = sorted(os.listdir(ROOT / "data"))
    for words in ("top", "find 武汉", "check", "export"):
        process(GOVRANK, *words.split(), cwd=tmp_path)
    assert list(tmp_path.iterdir()) == []
    assert sorted(os.listdir(ROOT / "data")) == before
    shutil.rmtree(tmp_path)
