"""Puts what tables of one's own say into the tables of a dataset."""

import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any

from govrank.folder.categories import AS_GROUP, AS_ID, AS_NAME
from govrank.folder.meant import NewEntity
from govrank.folder.overlay import ListNow, Overlay
from govrank.names.normal import grams

Row = tuple[Any, ...]

# The group of all lists of one's own.
GROUP = ("own", "自有榜单", "Your own lists")
# What is written of a source of which a table says only the name.
SOURCE_KIND = "local"


def put_in(overlay: Overlay) -> None:
    """Put the lists, the entities and their names into the dataset of an overlay."""
    run = overlay.connection.execute
    run("PRAGMA temp_store = MEMORY")  # there may be no place for files
    _insert_sources(overlay)
    _insert_categories(overlay)
    _insert_entities(overlay)
    _insert_lists(overlay)
    _insert_names(overlay)
    _put_in_order(overlay.connection)
    overlay.connection.commit()


def _next(connection: sqlite3.Connection, table: str) -> int:
    """The first position behind all rows of a table."""
    [[last]] = connection.execute(f"SELECT coalesce(max(position), -1) FROM {table}")
    return int(last) + 1


def _insert_sources(overlay: Overlay) -> None:
    known = {id for (id,) in overlay.connection.execute("SELECT id FROM sources")}
    rows: list[Row] = []
    for source in overlay.sources:
        if source not in known:
            address = source if source.startswith(("http://", "https://")) else None
            position = _next(overlay.connection, "sources") + len(rows)
            rows.append((source, source, source, None, SOURCE_KIND, address, None, None, position))
    overlay.connection.executemany(
        "INSERT INTO sources (id, publisher, title, date, kind, url, publisher_english,"
        " title_english, position) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        rows,
    )


def _insert_categories(overlay: Overlay) -> None:
    connection, normalise = overlay.connection, overlay.categories.normalise
    new = [category for category in overlay.categories.new.values() if category.kind]
    if new:
        group = (*GROUP, _next(connection, "category_groups"))
        connection.execute("INSERT OR IGNORE INTO category_groups VALUES (?, ?, ?, ?)", group)
    for category in new:
        connection.execute(
            "INSERT INTO categories (id, label, english, category_group, kind, who_zh, who_en,"
            " position) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                category.id,
                category.label,
                category.label,
                GROUP[0],
                category.kind,
                category.label,
                category.label,
                _next(connection, "categories"),
            ),
        )
        named = [(category.label, AS_NAME), (category.id, AS_ID)]
        named += [(name, AS_GROUP) for name in GROUP]
        connection.executemany(
            "INSERT OR REPLACE INTO category_names (name, category, strength) VALUES (?, ?, ?)",
            [(normalise(name), category.id, strength) for name, strength in named],
        )


def _insert_entities(overlay: Overlay) -> None:
    overlay.connection.executemany(
        "INSERT INTO entities (id, name, short, kind, code, parent, region, english, until,"
        " placements, unconfirmed, pinyin) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        map(_entity, overlay.whom.new.values()),
    )


def _entity(new: NewEntity) -> Row:
    return (
        new.id,
        new.name,
        new.name,
        "other",
        new.code,
        new.parent,
        new.region,
        new.english,
        None,
        0,
        None,
        "",
    )


def _insert_lists(overlay: Overlay) -> None:
    connection = overlay.connection
    position_of = dict(connection.execute("SELECT id, position FROM categories").fetchall())
    for now in sorted(
        overlay.lists.values(), key=lambda now: (now.key[0], position_of[now.key[1]])
    ):
        year, category = now.key
        connection.execute(
            "INSERT OR IGNORE INTO editions (year, number, published) VALUES (?, NULL, NULL)",
            (year,),
        )
        connection.execute(
            "INSERT OR IGNORE INTO lists (year, category, title, known_places, known_entities,"
            " source, position) SELECT :year, id, label, 0, 0, :source,"
            " (SELECT coalesce(max(position), -1) + 1 FROM lists WHERE year = :year)"
            " FROM categories WHERE id = :category",
            {"year": year, "source": now.source, "category": category},
        )
        connection.execute(
            "UPDATE lists SET known_places = ?, known_entities = ?, numbering = ?"
            " WHERE year = ? AND category = ?",
            (now.known_places, _known_entities(now), now.numbering, year, category),
        )
        connection.execute("DELETE FROM placements WHERE year = ? AND category = ?", now.key)
        connection.executemany(
            "INSERT INTO placements (year, category, rank, tied, tier, score, name, entity, source)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            _placements(now),
        )


def _known_entities(now: ListNow) -> int:
    """How many are known: of a list with ranks, those whose rank is."""
    ranks = sum(entry.rank is not None for entry in now.entries)
    ranked = ranks or any(entry.band for entry in now.entries)
    return ranks if ranked else len(now.entries)


def _placements(now: ListNow) -> Iterator[Row]:
    for entry in now.entries:
        yield (
            *now.key,
            entry.rank,
            entry.tied,
            entry.tier,
            entry.score,
            entry.name,
            entry.entity,
            entry.source,
        )


def _insert_names(overlay: Overlay) -> None:
    """Let the entities be found by the names that the tables print."""
    connection, normalise = overlay.connection, overlay.categories.normalise
    names: list[Row] = []
    for new in overlay.whom.new.values():
        names.append((normalise(new.name), "official", new.id))
        for alias in (new.english, new.code):
            names.append((normalise(alias or ""), "alias", new.id))
    for now in overlay.lists.values():
        names += [(normalise(entry.name), "printed", entry.entity) for entry in now.entries]
    connection.executemany(
        "INSERT OR IGNORE INTO names (name, level, entity) VALUES (?, ?, ?)",
        (row for row in names if row[0]),
    )
    _insert_spellings(connection, names)


def _insert_spellings(connection: sqlite3.Connection, names: Sequence[Row]) -> None:
    """What a mistyped name, or a part of a name, is compared with."""
    known = set(connection.execute("SELECT name, entity FROM spellings"))
    [[last]] = connection.execute("SELECT coalesce(max(id), 0) FROM spellings")
    new: list[Row] = []
    for name, level, entity in names:
        if level != "alias" and name and (name, entity) not in known:
            known.add((name, entity))
            new.append((last + len(new) + 1, name, entity))
    connection.executemany("INSERT INTO spellings VALUES (?, ?, ?)", new)
    parts = ((gram, id) for id, name, _entity in new for gram in sorted(grams(name)))
    connection.executemany("INSERT INTO grams VALUES (?, ?)", parts)


def _put_in_order(connection: sqlite3.Connection) -> None:
    """Number the placements newest first and list by list, and count them."""
    connection.executescript(
        """
        CREATE TEMP TABLE ordered AS
          SELECT p.year, p.category, p.rank, p.tied, p.tier, p.score, p.name, p.entity, p.source
          FROM placements p JOIN lists l ON l.year = p.year AND l.category = p.category
          ORDER BY p.year DESC, l.position, p.id;
        DELETE FROM placements;
        INSERT INTO placements
          (id, year, category, rank, tied, tier, score, name, entity, source)
          SELECT rowid, * FROM ordered;
        DROP TABLE ordered;
        UPDATE entities SET placements =
          (SELECT count(*) FROM placements WHERE entity = entities.id)
          WHERE id IN (SELECT entity FROM placements);
        """
    )
