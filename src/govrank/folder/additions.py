"""Puts what tables of one's own say into the tables of a dataset."""

import sqlite3
from collections.abc import Iterator

from govrank.folder import rows
from govrank.folder.categories import AS_GROUP, AS_ID, AS_NAME
from govrank.folder.overlay import ListNow, Overlay
from govrank.folder.rows import Row
from govrank.models import Source, SourceKind
from govrank.store import insert

# The group of all lists of one's own.
GROUP = ("own", "自有榜单", "Your own lists")
# What is written of a source of which a table says only the name.
SOURCE_KIND: SourceKind = "local"


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


def _insert_sources(overlay: Overlay) -> None:
    known = {id for (id,) in overlay.connection.execute("SELECT id FROM sources")}
    new: list[Source] = []
    for source in overlay.sources:
        if source not in known:
            address = source if source.startswith(("http://", "https://")) else None
            new.append(Source(source, source, source, None, SOURCE_KIND, address, None, None))
    rows.insert_sources(overlay.connection, new, rows.next_position(overlay.connection, "sources"))


def _insert_categories(overlay: Overlay) -> None:
    connection, normalise = overlay.connection, overlay.categories.normalise
    new = [category for category in overlay.categories.new.values() if category.kind]
    if new:
        group = (*GROUP, rows.next_position(connection, "category_groups"))
        insert(connection, "category_groups", [group], again=True)
    for position, category in enumerate(new, rows.next_position(connection, "categories")):
        id, label = category.id, category.label
        row = (id, label, label, GROUP[0], category.kind, label, label, position)
        insert(connection, "categories", [row])
        # The first counts, where two are the same.
        named = [(id, AS_ID), *((name, AS_GROUP) for name in GROUP), (label, AS_NAME)]
        names = [(normalise(name), id, strength) for name, strength in named]
        insert(connection, "category_names", names, again=True)


def _insert_entities(overlay: Overlay) -> None:
    new = [(*entity, None, "") for entity in overlay.whom.new.values()]
    insert(overlay.connection, "entities", new)


def _insert_lists(overlay: Overlay) -> None:
    connection = overlay.connection
    position_of = dict(connection.execute("SELECT id, position FROM categories").fetchall())
    for now in sorted(
        overlay.lists.values(), key=lambda now: (now.key[0], position_of[now.key[1]])
    ):
        year, category = now.key
        insert(connection, "editions", [(year, None, None)], again=True)
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
        insert(connection, "placements", _placements(now))


def _known_entities(now: ListNow) -> int:
    """How many are known: a band says of nobody where it is."""
    return sum(entry.band is None for entry in now.entries)


def _placements(now: ListNow) -> Iterator[Row]:
    for entry in now.entries:
        yield (
            None,  # numbered when all are there
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
    names = [row for row in names if row[0]]
    insert(connection, "names", names, again=True)
    known = set(connection.execute("SELECT name, entity FROM spellings"))
    spelled = ((name, entity) for name, level, entity in names if level != "alias")
    rows.add_spellings(connection, dict.fromkeys(pair for pair in spelled if pair not in known))


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
