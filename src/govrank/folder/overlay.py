"""Lays tables of one's own over a dataset, in memory.

The tables are laid one after another, each over what is there by then. If any has a fault,
nothing of them is used.
"""

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from govrank.folder import layers, rules
from govrank.folder.categories import AS_GROUP
from govrank.folder.editions import Edition
from govrank.folder.headings import Column
from govrank.folder.meant import Whom
from govrank.folder.nodes import Fault
from govrank.folder.rules import Entry, Position
from govrank.folder.tables import Line, Record, Setting, Table
from govrank.models import EntityKind, ListKind, Numbering, band_of
from govrank.names.normal import Normaliser
from govrank.store import Store
from govrank.words import captions
from govrank.words import tables as words

# A list: its year and the id of its category.
Key = tuple[int, str]


class CategoryNow(NamedTuple):
    """A category that tables have rows of.

    Attributes:
        label: what the reader is told; of a known one in the reader's language.
        kind: None for a new one of which no row is read yet.
        kinds: whom its lists are of, if it is a known one: nobody in particular if it is
            empty. None for a list of one's own.
    """

    id: str
    label: str
    kind: ListKind | None
    kinds: Sequence[EntityKind] | None


class ListNow(NamedTuple):
    """A list with all that is known of it now.

    Attributes:
        listed: how many places the official list has, if that is known.
        breaks_off: whether it may go on behind its last entry.
        source: the source of the list.
    """

    key: Key
    entries: list[Entry]
    numbering: Numbering | None
    listed: int | None
    breaks_off: bool
    source: str
    known_places: int


class Held(NamedTuple):
    """What a file holds: how much is in it, and in which lists."""

    file: str
    rows: int
    lists: list[Key]
    entities: int


class Overlay:
    """A dataset in memory, and the tables laid over it so far.

    Args:
        connection: the dataset. It is changed when the tables are put in.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.faults: list[Fault] = []
        self.notes: list[str] = []
        self.held: list[Held] = []
        self.lists: dict[Key, ListNow] = {}
        self.whom = Whom(Store(connection))
        self.categories = Categories(Store(connection))
        # The sources that the tables name, in order.
        self.sources: dict[str, None] = {}
        self._scales = {scale.year: scale for scale in Store(connection).scales()}

    def add(self, path: Path, name: str, given: Setting) -> None:
        """Lay a table over what is there.

        Args:
            name: what the file is called in a fault.
            given: a year and a list, for rows that do not say it.
        """
        before = len(self.faults)
        known_before = len(self.whom.new)
        table = Table(path, name, given, self.categories.is_known, self.faults)
        layer = _Layer(self, path.name)
        for record in table.records():
            layer.add(record)
        self._note(table)
        if layer.rows == 0 and len(self.faults) == before and not table.literal:
            self.faults.append(Fault(name, 1, words.empty_table()))
        if len(self.faults) == before:
            layer.lay()
        entities = len(self.whom.new) - known_before
        self.held.append(Held(name, layer.rows, list(layer.groups), entities))

    def add_edition(self, edition: Edition) -> None:
        """Lay an edition of a data folder, whose lists are in the dataset by now."""
        for listing in edition.lists:
            if listing.entries:
                key = edition.year, listing.category
                layer = _Layer(self, "")
                layer.groups[key] = listing.entries
                layer.lay()

    def _note(self, table: Table) -> None:
        if table.unknown_columns:
            self.notes.append(words.unknown_columns(table.name, table.unknown_columns))
        if table.unread_sheets:
            self.notes.append(words.unread_sheets(table.name, table.unread_sheets))
        if table.beside:
            self.notes.append(words.and_more(str(table.beside), table.rows_beside - 1))
        if table.mended:
            self.notes.append(words.mended_names(table.name, table.mended))

    def tiers(self, year: int) -> list[str]:
        """The tiers of the scale of a year, or none if any will do."""
        scale = self._scales.get(year)
        return [step.tier for step in scale.steps] if scale else []


class Categories:
    """The categories that tables name: those of the dataset, and new ones."""

    def __init__(self, store: Store) -> None:
        self.normalise = Normaliser(store.variants())
        # Those that are not in the dataset, by id.
        self.new: dict[str, CategoryNow] = {}
        self._connection = store.connection
        self._known = {category.category: category for category in store.categories()}
        self._ids: dict[str, str] = {}  # by what rows call them
        self._found: dict[str, CategoryNow] = {}

    def is_known(self, name: str) -> bool:
        return self._id_of(name)[0] is not None

    def named(self, at: rules.Place, name: str, label: str) -> CategoryNow | None:
        """The category that a row names, or None and a fault.

        Args:
            name: an id, a label or an alias; what is none of them is a new list.
            label: what `export` says its label is, or "".
        """
        if name not in self._ids:
            id, inside = self._id_of(name)
            if id is None and inside:
                at.fault(words.names_a_group(name, inside))
                return None
            if id is None and not self.normalise(name):
                at.fault(words.unusable_list(name))
                return None
            self._ids[name] = self._settled(id or name, label or name)
        return self.of_id(self._ids[name])

    def settle(self, id: str, kind: ListKind) -> None:
        """Say what kind of list a new category is."""
        self.new[id] = self.new[id]._replace(kind=kind)

    def of_id(self, id: str) -> CategoryNow:
        """A category that is known, or that a row has named."""
        if id not in self._known:
            return self.new[id]
        if id not in self._found:
            known = self._known[id]
            label = captions.category(known)
            self._found[id] = CategoryNow(id, label, known.kind, self.kinds(id))
        return self._found[id]

    def _settled(self, id: str, label: str) -> str:
        """The id of a known category, or of a new one, which is one however it is written."""
        if id in self._known:
            return id
        for same in self.new:
            if self.normalise(same) == self.normalise(id):
                return same
        self.new[id] = CategoryNow(id, label, None, None)
        return id

    def _id_of(self, name: str) -> tuple[str | None, list[str]]:
        """The id of a known category, or the labels of those in a group of that name.

        Where a list and a group share a name, the list is meant: rows stand in lists.
        """
        if name in self._known:
            return name, []
        key = self.normalise(name)
        for category in self._known.values():
            if key in (self.normalise(category.label), self.normalise(category.english)):
                return category.category, []
        rows = self._connection.execute(
            "SELECT category, strength FROM category_names WHERE name = ?", (key,)
        ).fetchall()
        ids = [id for id, strength in rows if strength != AS_GROUP]
        if len(ids) == 1:
            return ids[0], []
        return None, [captions.category(self._known[id]) for id, _strength in rows]

    def kinds(self, id: str) -> list[EntityKind]:
        """Whom the lists of a known category are of."""
        kinds: dict[str, list[EntityKind]] = {}
        for table in ("populations", "placements"):
            rows = self._connection.execute(
                f"SELECT DISTINCT e.kind FROM {table} t JOIN entities e ON e.id = t.entity"
                " WHERE t.category = ?",
                (id,),
            )
            kinds[table] = [kind for (kind,) in rows]
        if not kinds["populations"] and len(kinds["placements"]) > 1:
            return []  # an award for everybody
        return list(dict.fromkeys(kinds["populations"] + kinds["placements"]))


class _Layer:
    """The rows of one file, by the lists that they are in."""

    def __init__(self, overlay: Overlay, source: str) -> None:
        self.groups: dict[Key, list[Entry]] = {}
        self.rows = 0
        self._overlay = overlay
        self._source = source
        self._literal: set[Key] = set()
        self._at_odds: list[str] = []

    def add(self, record: Record) -> None:
        overlay = self._overlay
        category = overlay.categories.named(record.at, record.category, record.label)
        if category is None:
            return
        entity = overlay.whom.of(record, category.id, category.label, category.kinds)
        if entity is None:
            return
        key = record.year, category.id
        self.rows += 1
        entry = Entry(
            at=record.at,
            rank_at=record.at,
            source=record.source or self._source,
            rank=record.rank,
            band=record.band,
            tier=record.tier,
            score=record.score,
            name=record.name,
            entity=entity,
            tied=record.tied,
        )
        if record.literal:
            self._literal.add(key)
        overlay.sources.setdefault(entry.source)
        self.groups.setdefault(key, []).append(entry)

    def lay(self) -> None:
        """Lay the rows over the lists."""
        overlay = self._overlay
        for _year, id in self.groups:
            category = overlay.categories.new.get(id)
            if category and category.kind is None:
                overlay.categories.settle(id, self._kind_of(id))
        for key, entries in self.groups.items():
            category = overlay.categories.of_id(key[1])
            if key in self._literal:
                entries = _each_once(entries)
            rules.check_once(entries)
            self._check(entries, category, overlay.tiers(key[0]))
            overlay.lists[key] = self._laid(key, entries, category.kind)
        if self._at_odds:
            first, *others = self._at_odds
            overlay.notes.append(words.and_more(first, len(others)))

    def _kind_of(self, id: str) -> ListKind:
        """Ranked if any row has a rank, else tiered if any has a tier, else an award."""
        entries = [e for key, group in self.groups.items() if key[1] == id for e in group]
        if any(entry.rank or entry.band for entry in entries):
            return "ranked"
        return "tiered" if any(entry.tier for entry in entries) else "award"

    def _check(self, entries: Sequence[Entry], category: CategoryNow, tiers: Sequence[str]) -> None:
        """Every row has what its list is of."""
        for entry in entries:
            if category.kind == "ranked":
                if not (entry.rank or entry.band):
                    there = _has_column(entry.at, "rank")
                    entry.at.fault(words.no_rank_in_row(category.label, there))
            elif entry.rank or entry.band:
                entry.at.fault(words.rank_in_row(category.label))
            if category.kind == "tiered" and not entry.tier:
                there = _has_column(entry.at, "tier")
                entry.at.fault(words.no_tier_in_row(category.label, there))
            if category.kind == "award" and entry.tier and not entry.band:
                entry.at.fault(words.tier_in_row(category.label))
            if category.kinds is not None and entry.tier and not entry.band:
                rules.check_tier(entry.at, entry.tier, tiers)

    def _laid(self, key: Key, entries: list[Entry], kind: ListKind | None) -> ListNow:
        """A list with the rows of the file laid over what is known of it."""
        now = self._overlay.lists.get(key) or _known_list(self._overlay.connection, key, entries)
        literal = key in self._literal
        layered = layers.lay(now.entries, entries, literal=literal)
        for one in layered.contradictions:
            if one.entry.source == self._source:
                one.entry.at.fault(words.unless_sourced(one.message))
            else:
                self._at_odds.append(str(one.entry.at.says(one.message)))
        whole = layered.entries
        if kind != "ranked":
            return now._replace(entries=whole)
        numbering = now.numbering
        if not now.entries:
            numbering = layers.numbering_of(entries)
        rules.check_order(_positions(entries), now.listed)
        whole = rules.in_order(whole, numbering, breaks_off=now.breaks_off, gaps=True)
        whole = layers.with_ties(whole, entries, literal=literal)
        return now._replace(
            entries=whole,
            numbering=numbering,
            known_places=rules.known_places(whole, numbering, now.listed),
        )


def _has_column(at: rules.Place, column: Column) -> bool:
    return isinstance(at, Line) and column in at.columns


def _each_once(entries: Sequence[Entry]) -> list[Entry]:
    """The rows without those that are there again: `find` prints one for each name asked for."""
    found: dict[tuple[object, ...], Entry] = {}
    for entry in entries:
        found.setdefault(entry[2:], entry)
    return list(found.values())


def _positions(entries: Sequence[Entry]) -> list[Position]:
    """The ranks and then the bands, each once: a table may be in any order."""
    ranks: dict[int, Position] = {}
    bands: dict[int, Position] = {}
    for entry in entries:
        if entry.rank:
            ranks.setdefault(entry.rank, Position(entry.at, entry.rank, None))
        elif entry.band:
            bands.setdefault(entry.band, Position(entry.at, None, entry.band))
    return [ranks[rank] for rank in sorted(ranks)] + [bands[band] for band in sorted(bands)]


def _known_list(connection: sqlite3.Connection, key: Key, entries: Sequence[Entry]) -> ListNow:
    """A list of the dataset, or an empty one. Its faults are blamed on the table."""
    at = entries[0].at
    rows = connection.execute(
        "SELECT rank, tied, tier, score, name, entity, source FROM placements"
        " WHERE year = ? AND category = ? ORDER BY id",
        key,
    )
    known = []
    for rank, tied, tier, score, name, entity, source in rows:
        known.append(
            Entry(
                at=at,
                rank_at=at,
                source=source,
                rank=rank,
                band=band_of(rank, tier),
                tier=tier,
                score=score,
                name=name,
                entity=entity,
                tied=None if tied is None else bool(tied),
            )
        )
    listing = connection.execute(
        "SELECT numbering, listed_places, rest, source, known_places FROM lists"
        " WHERE year = ? AND category = ?",
        key,
    ).fetchone()
    numbering, listed, rest, source, places = listing or (None, None, None, entries[0].source, 0)
    return ListNow(key, known, numbering, listed, rest == "cut", source, places)
