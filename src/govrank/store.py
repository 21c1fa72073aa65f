"""The dataset as a SQLite file: its schema, how it is made, opened and read.

Nothing here knows YAML, and nothing here prints. docs/data.md explains the tables to
those who open the file with another program.
"""

import os
import sqlite3
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, suppress
from errno import EIO, ENOSPC
from functools import lru_cache
from pathlib import Path
from typing import Any

from govrank import words
from govrank.models import (
    MOST_REMEMBERED,
    Category,
    DataError,
    Entity,
    EntityKind,
    Group,
    Level,
    Listing,
    Placement,
    Scale,
    Source,
    Step,
    Succession,
)

# "govr" in ASCII: what `PRAGMA application_id` says of a file of ours.
APPLICATION_ID = 0x676F7672
# Goes up with each change of the schema. A file of another version is refused.
VERSION = 3
# So many bytes at most are read of a dataset that is no file.
LARGEST_PIPE = 1 << 28
HEADER = b"SQLite format 3\0"

SCHEMA = """
CREATE TABLE editions (
  year INTEGER PRIMARY KEY, number INTEGER, published TEXT);
CREATE TABLE category_groups (
  id TEXT PRIMARY KEY, label TEXT NOT NULL, english TEXT NOT NULL, position INTEGER NOT NULL);
CREATE TABLE categories (
  id TEXT PRIMARY KEY, label TEXT NOT NULL, english TEXT NOT NULL,
  category_group TEXT NOT NULL REFERENCES category_groups, kind TEXT NOT NULL,
  who_zh TEXT NOT NULL, who_en TEXT NOT NULL, position INTEGER NOT NULL);
CREATE TABLE category_names (
  name TEXT NOT NULL, category TEXT NOT NULL REFERENCES categories,
  strength INTEGER NOT NULL, PRIMARY KEY (name, category)) WITHOUT ROWID;
CREATE TABLE sources (
  id TEXT PRIMARY KEY, publisher TEXT NOT NULL, title TEXT NOT NULL, date TEXT,
  kind TEXT NOT NULL, url TEXT, publisher_english TEXT, title_english TEXT,
  position INTEGER NOT NULL);
CREATE TABLE scales (
  year INTEGER PRIMARY KEY REFERENCES editions, full_marks INTEGER NOT NULL,
  source TEXT NOT NULL REFERENCES sources);
CREATE TABLE tiers (
  year INTEGER NOT NULL REFERENCES scales, position INTEGER NOT NULL, tier TEXT NOT NULL,
  minimum INTEGER, english TEXT NOT NULL, PRIMARY KEY (year, position)) WITHOUT ROWID;
CREATE TABLE entities (
  id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, short TEXT NOT NULL, kind TEXT NOT NULL,
  code TEXT, parent INTEGER REFERENCES entities, region TEXT, english TEXT, until INTEGER,
  placements INTEGER NOT NULL, unconfirmed TEXT, pinyin TEXT NOT NULL);
CREATE INDEX entities_by_parent ON entities (parent);
CREATE TABLE populations (
  entity INTEGER NOT NULL REFERENCES entities, category TEXT NOT NULL REFERENCES categories,
  PRIMARY KEY (entity, category)) WITHOUT ROWID;
CREATE TABLE names (
  name TEXT NOT NULL, level TEXT NOT NULL, entity INTEGER NOT NULL REFERENCES entities,
  PRIMARY KEY (name, level, entity)) WITHOUT ROWID;
CREATE TABLE successions (
  name TEXT NOT NULL, former TEXT NOT NULL, position INTEGER NOT NULL,
  entity INTEGER REFERENCES entities, until INTEGER,
  successor INTEGER NOT NULL REFERENCES entities,
  PRIMARY KEY (name, former, position)) WITHOUT ROWID;
CREATE INDEX successions_by_entity ON successions (entity);
CREATE INDEX successions_by_successor ON successions (successor);
CREATE TABLE lists (
  year INTEGER NOT NULL REFERENCES editions, category TEXT NOT NULL REFERENCES categories,
  title TEXT NOT NULL, known_places INTEGER NOT NULL, known_entities INTEGER NOT NULL,
  listed_places INTEGER, source TEXT NOT NULL REFERENCES sources, rest TEXT, numbering TEXT,
  note_zh TEXT, note_en TEXT, position INTEGER NOT NULL,
  PRIMARY KEY (year, category)) WITHOUT ROWID;
CREATE TABLE confirmations (
  year INTEGER NOT NULL, category TEXT NOT NULL, position INTEGER NOT NULL,
  source TEXT NOT NULL REFERENCES sources, PRIMARY KEY (year, category, position),
  FOREIGN KEY (year, category) REFERENCES lists) WITHOUT ROWID;
CREATE TABLE placements (
  id INTEGER PRIMARY KEY, year INTEGER NOT NULL, category TEXT NOT NULL, rank INTEGER,
  tied INTEGER, tier TEXT, score REAL, name TEXT NOT NULL,
  entity INTEGER NOT NULL REFERENCES entities, source TEXT NOT NULL REFERENCES sources,
  FOREIGN KEY (year, category) REFERENCES lists);
CREATE INDEX placements_by_list ON placements (year, category, rank);
CREATE INDEX placements_by_entity ON placements (entity);
CREATE TABLE variants (
  variant TEXT PRIMARY KEY, usual TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE sounds (
  character TEXT NOT NULL, syllable TEXT NOT NULL,
  PRIMARY KEY (character, syllable)) WITHOUT ROWID;
CREATE TABLE spellings (
  id INTEGER PRIMARY KEY, name TEXT NOT NULL, entity INTEGER NOT NULL REFERENCES entities);
CREATE TABLE grams (
  gram TEXT NOT NULL, spelling INTEGER NOT NULL REFERENCES spellings,
  PRIMARY KEY (gram, spelling)) WITHOUT ROWID;
"""

# Grams are looked up until they have so many names.
MOST_LOOKED_UP = 10_000
_PLACEMENT = """
SELECT p.year, p.category, c.label, p.rank, p.tied, p.tier, p.score, p.name,
       e.name, e.region, p.source, e.code, e.english
FROM placements p JOIN categories c ON c.id = p.category JOIN entities e ON e.id = p.entity
"""
_LISTING = """
SELECT l.year, l.category, c.label, l.title, g.label, c.kind, l.known_places, l.known_entities,
       l.listed_places, l.source, l.rest, l.note_zh, l.note_en, c.english, g.english, l.numbering
FROM lists l JOIN categories c ON c.id = l.category
     JOIN category_groups g ON g.id = c.category_group
"""
_ENTITY = """
SELECT id, name, short, kind, code, parent, region, english, until, placements FROM entities
"""
# No gram of the bundled dataset has so many names. In a larger dataset the first will do, so that
# a miss never reads them all.
_OF_A_GRAM = "SELECT spelling FROM grams WHERE gram = ? LIMIT 3000"
# What lies in a region, at any depth. UNION ends it where a damaged file has a circle.
_INSIDE = """
WITH RECURSIVE inside (id) AS (
  SELECT id FROM entities WHERE parent = ?
  UNION SELECT e.id FROM entities e JOIN inside i ON e.parent = i.id)
SELECT id FROM inside
"""


class _Connection(sqlite3.Connection):
    """A dataset that closes itself when nobody holds it any more.

    Those who ask from Python need not close it: Python 3.13 warns of a database left open.
    """

    def __del__(self) -> None:
        with suppress(sqlite3.ProgrammingError):  # it could not be opened
            self.close()


def create(connection: sqlite3.Connection) -> None:
    """Make the empty tables."""
    connection.executescript(
        f"PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {VERSION};" + SCHEMA
    )


def blank() -> sqlite3.Connection:
    """A database in memory without tables, to copy a dataset into."""
    return sqlite3.connect(":memory:", factory=_Connection)


def in_memory() -> sqlite3.Connection:
    """A new, empty dataset in memory."""
    connection = blank()
    create(connection)
    return connection


def insert(
    connection: sqlite3.Connection,
    table: str,
    rows: Iterable[Sequence[Any]],
    *,
    again: bool = False,
) -> None:
    """Add rows to a table, their values in the order of its columns.

    Args:
        again: whether some may be there already. They are passed over.
    """
    rows = list(rows)
    if rows:
        marks = ", ".join("?" * len(rows[0]))
        verb = "INSERT OR IGNORE" if again else "INSERT"
        connection.executemany(f"{verb} INTO {table} VALUES ({marks})", rows)


def save(connection: sqlite3.Connection, path: Path) -> None:
    """Write a dataset to a new or an empty file.

    Raises:
        OSError: the file cannot be written.
    """
    try:
        with closing(sqlite3.connect(path)) as target:
            target.execute("PRAGMA journal_mode = OFF")  # which would be a file beside it
            connection.backup(target)
    except sqlite3.Error as error:
        number = ENOSPC if "full" in str(error) else EIO
        raise OSError(number, os.strerror(number)) from error


def open_bytes(content: bytes) -> sqlite3.Connection:
    """Open a dataset that is not a file, as where govrank runs from a zip."""
    if sys.version_info >= (3, 11):
        connection = blank()
        connection.deserialize(content)
        return connection
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        copy = Path(folder) / "govrank.db"
        copy.write_bytes(content)
        connection = blank()
        with closing(open_file(copy, trusted=True)) as source:
            source.backup(connection)
    return connection


def open_file(path: Path, *, trusted: bool = False) -> sqlite3.Connection:
    """Open a dataset file for reading only. It may lie anywhere, also where nobody may write.

    Args:
        trusted: whether the file is the one that came with govrank. Any other file is
            looked at first: nothing in it may run code, or cost more than reading.

    Raises:
        DataError: the file is not a dataset of this version.
        OSError: the file cannot be read.
    """
    if trusted:
        return _connect(path)
    with path.open("rb") as file:
        head = file.read(100)
        _check_head(head, path)
        if file.seekable():
            size = file.seek(0, os.SEEK_END)
            content = None
        else:  # a pipe, as bash makes of <(...)
            content = head + file.read(LARGEST_PIPE)
            size = len(content)
    _check_size(head, size, path)
    connection = _connect(path) if content is None else open_bytes(content)
    try:
        _check_schema(connection)
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        raise DataError(words.damaged(path)) from error
    except _ForeignError as error:
        raise DataError(words.not_a_dataset(path)) from error
    return connection


def is_database(path: Path) -> bool:
    """Whether a file begins as one of SQLite does."""
    try:
        with path.open("rb") as file:
            return file.read(len(HEADER)) == HEADER
    except OSError:
        return False


def _connect(path: Path) -> sqlite3.Connection:
    address = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    return sqlite3.connect(address, uri=True, factory=_Connection)


class _ForeignError(Exception):
    pass


def _number(head: bytes, place: int, length: int = 4) -> int:
    return int.from_bytes(head[place : place + length], "big")


def _check_head(head: bytes, path: Path) -> None:
    """Read what the first bytes say: a dataset, of this version."""
    application, version = _number(head, 68), _number(head, 60)
    if len(head) < 100 or not head.startswith(HEADER) or application != APPLICATION_ID:
        raise DataError(words.not_a_dataset(path))
    if version != VERSION:
        raise DataError(words.other_version(path, version, VERSION))


def _check_size(head: bytes, size: int, path: Path) -> None:
    """Whether a file is as long as its first bytes say, and nobody is writing it."""
    page_size = _number(head, 16, 2)
    if page_size == 1:  # how the format writes 65536
        page_size = 65536
    if size != _number(head, 28) * page_size:
        raise DataError(words.damaged(path))
    if path.with_name(f"{path.name}-wal").exists():
        raise DataError(words.being_written(path))


def _check_schema(connection: sqlite3.Connection) -> None:
    """Allow our tables and plain indexes only: no view, trigger, virtual or generated column.

    Raises:
        _ForeignError: there is something else, or one of our tables is missing.
    """
    connection.execute("PRAGMA query_only = ON")
    connection.execute("PRAGMA trusted_schema = OFF")
    schema = (
        "SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
    )
    with closing(in_memory()) as ours:
        expected = set(ours.execute(schema))
    found = set(connection.execute(schema))
    if expected - found:
        raise _ForeignError
    for kind, name, _sql in found - expected:
        if kind != "index":
            raise _ForeignError
        columns = connection.execute("SELECT cid FROM pragma_index_xinfo(?)", (name,))
        if any(column < -1 for (column,) in columns):  # -2 is an expression
            raise _ForeignError


class Store:
    """A dataset to read. Each method reads the rows that its question needs, and no more.

    Args:
        notes: what a reader should know of a table that is laid over it.
    """

    def __init__(self, connection: sqlite3.Connection, notes: Sequence[str] = ()) -> None:
        self.connection = connection
        self.notes = notes
        self._run = connection.execute

    # editions and lists

    def years(self) -> list[int]:
        """The years of the editions that have lists, newest first."""
        return _first_column(self._run("SELECT DISTINCT year FROM lists ORDER BY year DESC"))

    def latest_year(self) -> int | None:
        """The latest year of which anything is known."""
        [[year]] = self._run("SELECT max(year) FROM lists WHERE known_entities > 0")
        return year if isinstance(year, int) else None

    def listings(self, years: Sequence[int]) -> list[Listing]:
        """The lists of some years, newest first."""
        found = []
        for year in years:
            rows = self._run(_LISTING + "WHERE l.year = ? ORDER BY l.position", (year,))
            found += [self._listing(row) for row in rows]
        return found

    def listings_of(self, category: str) -> list[Listing]:
        """The lists of one category, newest first."""
        rows = self._run(_LISTING + "WHERE l.category = ? ORDER BY l.year DESC", (category,))
        return [self._listing(row) for row in rows]

    def _listing(self, row: tuple[Any, ...]) -> Listing:
        year, category = row[:2]
        note_zh, note_en = row[11:13]
        confirmed = self._run(
            "SELECT source FROM confirmations WHERE year = ? AND category = ? ORDER BY position",
            (year, category),
        )
        return Listing(
            year=year,
            category=category,
            category_label=row[2],
            title=row[3],
            group=row[4],
            kind=row[5],
            known_places=row[6],
            known_entities=row[7],
            listed_places=row[8],
            source=row[9],
            rest=row[10],
            note={"zh": note_zh, "en": note_en} if note_zh else None,
            confirmed=_first_column(confirmed),
            english=row[13],
            group_english=row[14],
            numbering=row[15],
        )

    def categories(self) -> list[Category]:
        rows = self._run(
            "SELECT id, label, english, category_group, kind, who_zh, who_en"
            " FROM categories ORDER BY position"
        )
        return [
            Category(id, label, english, group, kind, {"zh": who_zh, "en": who_en})
            for id, label, english, group, kind, who_zh, who_en in rows
        ]

    def groups(self) -> list[Group]:
        rows = self._run("SELECT id, label, english FROM category_groups ORDER BY position")
        return [Group(*row) for row in rows]

    def categories_named(self, key: str) -> list[str]:
        """The ids of the categories that a normalised name means.

        An id means its category alone; otherwise a group's name wins over a list's.
        """
        rows = self._run(
            "SELECT n.category FROM category_names n JOIN categories c ON c.id = n.category"
            " WHERE n.name = :key AND n.strength ="
            " (SELECT max(strength) FROM category_names WHERE name = :key) ORDER BY c.position",
            {"key": key},
        )
        return _first_column(rows)

    def category_names(self) -> list[str]:
        """Every normalised name of a category or a group."""
        return _first_column(self._run("SELECT DISTINCT name FROM category_names"))

    def population(self, entity: int) -> list[str]:
        """The ids of the categories whose lists an entity could be in."""
        rows = self._run("SELECT category FROM populations WHERE entity = ?", (entity,))
        return _first_column(rows)

    def has_population(self, category: str) -> bool:
        """Whether it is known whom a category's lists are of, one by one."""
        [[found]] = self._run(
            "SELECT EXISTS (SELECT 1 FROM populations WHERE category = ?)", (category,)
        )
        return bool(found)

    def kinds_placed(self, category: str) -> list[str]:
        """The kinds of the entities that a category's lists have."""
        rows = self._run(
            "SELECT DISTINCT e.kind FROM placements p JOIN entities e ON e.id = p.entity"
            " WHERE p.category = ?",
            (category,),
        )
        return _first_column(rows)

    # placements

    def placements(self) -> Iterator[Placement]:
        """All of them: newest first, list by list, as printed in each."""
        return _placements(self._run(_PLACEMENT + "ORDER BY p.id"))

    def first_places(self, listing: Listing, places: int) -> list[Placement]:
        """The first places of a list, ties included; all of a list without places."""
        rows = self._run(
            _PLACEMENT + "WHERE p.year = ? AND p.category = ?"
            " AND (p.rank IS NULL OR p.rank <= ?) ORDER BY p.id",
            (listing.year, listing.category, places),
        )
        return list(_placements(rows))

    def placements_of(self, entity: int) -> list[Placement]:
        """Every placement of an entity, newest first."""
        rows = self._run(_PLACEMENT + "WHERE p.entity = ? ORDER BY p.id", (entity,))
        return list(_placements(rows))

    def numbered_placements(self, listing: Listing) -> Iterator[tuple[int, Placement]]:
        """The placements of a list, each with its number in the table."""
        which = (listing.year, listing.category)
        numbers = self._run(
            "SELECT id FROM placements WHERE year = ? AND category = ? ORDER BY id", which
        ).fetchall()
        rows = self._run(_PLACEMENT + "WHERE p.year = ? AND p.category = ? ORDER BY p.id", which)
        for (number,), row in zip(numbers, _placements(rows), strict=True):
            yield number, row

    # sources and scales

    def sources(self) -> list[Source]:
        rows = self._run(
            "SELECT id, publisher, title, date, kind, url, publisher_english, title_english"
            " FROM sources ORDER BY position"
        )
        return [Source(*row) for row in rows]

    def sources_of(self, lists: Iterable[Listing]) -> set[str]:
        """The ids of the sources of some lists, and of what stands in them."""
        found: set[str] = set()
        for listing in lists:
            of = "WHERE year = :year AND category = :category"
            rows = self._run(
                f"SELECT source FROM placements {of} UNION SELECT source FROM lists {of}"
                f" UNION SELECT source FROM confirmations {of}",
                {"year": listing.year, "category": listing.category},
            )
            found.update(_first_column(rows))
        return found

    def scales(self) -> list[Scale]:
        """The tier scales, newest first."""
        scales = []
        rows = self._run("SELECT year, full_marks FROM scales ORDER BY year DESC").fetchall()
        for year, full_marks in rows:
            steps = self._run(
                "SELECT tier, minimum, english FROM tiers WHERE year = ? ORDER BY position", (year,)
            )
            scales.append(Scale(year, full_marks, [Step(*step) for step in steps]))
        return scales

    # entities and their names

    def entity(self, id: int) -> Entity:
        row = self._run(_ENTITY + "WHERE id = ?", (id,)).fetchone()
        if row is None:
            raise sqlite3.DatabaseError(f"there is no entity {id}")
        return Entity(*row)

    def name(self, id: int) -> str | None:
        """The official name of an entity."""
        row = self._run("SELECT name FROM entities WHERE id = ?", (id,)).fetchone()
        return str(row[0]) if row else None

    def entity_called(self, name: str) -> Entity | None:
        """The entity of an official name."""
        row = self._run(_ENTITY + "WHERE name = ?", (name,)).fetchone()
        return Entity(*row) if row else None

    def entities(self) -> Iterator[Entity]:
        return (Entity(*row) for row in self._run(_ENTITY + "ORDER BY id"))

    def inside(self, region: int) -> list[int]:
        """The ids of what lies in a region, at any depth."""
        return sorted(_first_column(self._run(_INSIDE, (region,))))

    def parent(self, entity: int) -> int | None:
        return self.entity(entity).parent

    def around(self, entity: int) -> list[int]:
        """The ids of the regions that an entity lies in, nearest first."""
        chain: list[int] = []
        parent = self.parent(entity)
        while parent is not None and parent not in chain:
            chain.append(parent)
            parent = self.parent(parent)
        return chain

    def kind(self, entity: int) -> EntityKind:
        return self.entity(entity).kind

    def has_ended(self, entity: int) -> bool:
        """Whether it exists no more."""
        return self.entity(entity).until is not None

    def short(self, entity: int) -> str:
        """The name of an entity without its ending."""
        return self.entity(entity).short

    def bearers(self, key: str) -> list[tuple[Level, int]]:
        """Who bears a normalised name, and at which level."""
        return self._run("SELECT level, entity FROM names WHERE name = ?", (key,)).fetchall()

    def latin_aliases(self, entities: Sequence[int], longest: int) -> list[tuple[int, str]]:
        """The everyday names in Latin letters of some entities, the shortest first."""
        marks = ", ".join("?" * len(entities))
        return self._run(
            "SELECT entity, name FROM names WHERE level = 'alias' AND length(name) <= ?"
            f" AND name GLOB '[a-z]*' AND entity IN ({marks}) ORDER BY length(name)",
            (longest, *entities),
        ).fetchall()

    def known_names(self, texts: Sequence[str]) -> set[str]:
        """Which of some texts are normalised names, and not only initials."""
        marks = ", ".join("?" * len(texts))
        rows = self._run(
            f"SELECT name FROM names WHERE name IN ({marks}) AND level <> 'initials'", texts
        )
        return set(_first_column(rows))

    def all_bearers(self) -> dict[str, list[tuple[Level, int]]]:
        """Who bears each normalised name, and at which level. Initials are left out."""
        rows = self._run("SELECT name, level, entity FROM names WHERE level <> 'initials'")
        levels: dict[str, Level] = {}  # one text for all names of a level
        bearers: dict[str, list[tuple[Level, int]]] = {}
        for name, level, entity in rows:
            bearers.setdefault(name, []).append((levels.setdefault(level, level), entity))
        return bearers

    def entity_count(self) -> int:
        [[count]] = self._run("SELECT coalesce(max(id), 0) FROM entities")
        return int(count)

    def names_beginning(self, key: str) -> Iterator[tuple[str, Level, int]]:
        """The normalised names that begin so, with their level and bearer."""
        behind = key + "\U0010ffff"
        return self._run(
            "SELECT name, level, entity FROM names WHERE name >= ? AND name < ?", (key, behind)
        )

    def successions(self, key: str) -> list[Succession]:
        """What a normalised former name gave way to."""
        rows = self._run(
            "SELECT former, entity, until, successor FROM successions"
            " WHERE name = ? ORDER BY former, position",
            (key,),
        )
        return self._successions(rows)

    def successions_of(self, entity: int) -> list[Succession]:
        """What an entity that has ended became part of."""
        rows = self._run(
            "SELECT former, entity, until, successor FROM successions"
            " WHERE entity = ? ORDER BY former, position",
            (entity,),
        )
        return self._successions(rows)

    def mergers_into(self, entity: int) -> list[Succession]:
        """The entities that became part of this one."""
        rows = self._run(
            "SELECT former, entity, until, successor FROM successions"
            " WHERE successor = ? AND entity IS NOT NULL ORDER BY entity",
            (entity,),
        )
        return self._successions(rows)

    def _successions(self, rows: Iterable[tuple[Any, ...]]) -> list[Succession]:
        found: dict[str, Succession] = {}
        for former, entity, until, successor in rows:
            into = self.entity(successor)
            if former in found:
                found[former].into.append(into)
                continue
            english = self.entity(entity).english if entity is not None else None
            found[former] = Succession(former, english, until, [into], renamed=entity is None)
        return list(found.values())

    def variants(self) -> dict[str, str]:
        """Variant characters, and the usual ones for them."""
        return dict(self._run("SELECT variant, usual FROM variants"))

    def readings(self, entity: int) -> list[list[str]]:
        """The readings of an entity's name, in syllables."""
        [[pinyin]] = self._run("SELECT pinyin FROM entities WHERE id = ?", (entity,))
        return [reading.split() for reading in pinyin.split("; ")]

    def syllables(self, character: str) -> list[str]:
        """How a Chinese character is read, without tones."""
        rows = self._run("SELECT syllable FROM sounds WHERE character = ?", (character,))
        return _first_column(rows)

    def spellings_like(self, grams: Sequence[str], most: int) -> list[tuple[str, int]]:
        """The names that share the most of some grams, each with its bearer.

        Grams that few names have say the most. They come first.
        """
        telling: list[str] = []
        looked_up = 0
        for count, gram in sorted((self._frequency(gram), gram) for gram in grams):
            looked_up += count
            if telling and looked_up > MOST_LOOKED_UP:
                break
            telling.append(gram)
        if not telling:
            return []
        parts = " UNION ALL ".join([f"SELECT * FROM ({_OF_A_GRAM})"] * len(telling))
        return self._run(
            f"SELECT s.name, s.entity FROM ({parts}) g JOIN spellings s ON s.id = g.spelling"
            " GROUP BY s.id ORDER BY count(*) DESC, length(s.name), s.id LIMIT ?",
            (*telling, most),
        ).fetchall()

    def spellings_with(self, grams: Sequence[str]) -> list[tuple[str, int]]:
        """The names that have all of some grams, each with its bearer."""
        rarest, *others = sorted(grams, key=self._frequency)
        has = " AND EXISTS (SELECT 1 FROM grams WHERE gram = ? AND spelling = g.spelling)"
        return self._run(
            f"SELECT s.name, s.entity FROM ({_OF_A_GRAM}) g JOIN spellings s ON s.id = g.spelling"
            f" WHERE true{has * len(others)} ORDER BY s.id",
            (rarest, *others),
        ).fetchall()

    def _frequency(self, gram: str) -> int:
        """How many names have a gram. Very many are not counted to the end."""
        [[count]] = self._run(f"SELECT count(*) FROM ({_OF_A_GRAM})", (gram,))
        return int(count)


class Remembering(Store):
    """A dataset that is asked for the same entities again and again, as by a batch.

    What was read of an entity or a category is remembered, and must not be changed.
    """

    # What else asks the database of one of them. Its kind, for one, follows from `entity`.
    REMEMBERED = (
        "name",
        "around",
        "readings",
        "population",
        "placements_of",
        "successions_of",
        "has_population",
        "kinds_placed",
    )

    def __init__(self, store: Store) -> None:
        super().__init__(store.connection, store.notes)
        self._entity = lru_cache(maxsize=MOST_REMEMBERED)(super().entity)
        # All of them and their categories, where they are in memory.
        self._entities: dict[int, Entity] = {}
        self._populations: dict[int, list[str]] = {}
        for method in self.REMEMBERED:
            setattr(self, method, lru_cache(maxsize=MOST_REMEMBERED)(getattr(self, method)))

    def read_entities(self) -> None:
        """Read every entity at once, which pays where thousands are asked for."""
        self._entities = {entity.id: entity for entity in self.entities()}
        for entity, category in self._run("SELECT entity, category FROM populations"):
            self._populations.setdefault(entity, []).append(category)

    def entity(self, id: int) -> Entity:
        return self._entities.get(id) or self._entity(id)

    def population(self, entity: int) -> list[str]:
        if self._entities:
            return self._populations.get(entity, [])
        return super().population(entity)


def _first_column(rows: Iterable[tuple[Any, ...]]) -> list[Any]:
    return [row[0] for row in rows]


def _placements(rows: Iterable[tuple[Any, ...]]) -> Iterator[Placement]:
    for year, category, label, rank, tied, tier, score, name, *who in rows:
        entity, region, source, code, english = who
        yield Placement(
            query=None,
            match=None,
            year=year,
            category=category,
            category_label=label,
            rank=rank,
            tied=None if tied is None else bool(tied),
            tier=tier,
            score=score,
            name=name,
            entity=entity,
            region=region,
            source=source,
            code=code,
            english=english,
        )
