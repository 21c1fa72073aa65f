"""The tables of placements, lists, sources and entities: from rows to what a person is shown.

Each function gives blocks, and makes them as its rows come. charts.py has the tables with
pictures, matrices.py those of years.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from govrank import words
from govrank.ask.changes import Comparison
from govrank.i18n import LANGUAGE, _
from govrank.models import Answer, EntityRow, Listing, Placement, Source
from govrank.show import changes, parts
from govrank.show.layout import least_width
from govrank.show.lookup import Lookup
from govrank.show.screen import Screen
from govrank.show.view import (
    Block,
    Column,
    Line,
    Table,
    aside,
    body,
    linked,
    notes,
    series,
    strong,
    table,
)
from govrank.store import Store
from govrank.words import captions

# A list: its year and its category.
ListKey = tuple[int, str]


# top


def top(
    screen: Screen, store: Store, lists: Sequence[Listing], rows: Iterable[Placement]
) -> Iterator[Block]:
    """A table a list, with what is known of it."""
    lookup = Lookup(store)
    of_list = _by_list(rows)
    for listing in lists:
        placements = of_list.get((listing.year, listing.category), [])
        yield _list_block(listing, placements, lookup)


def top_since(
    screen: Screen,
    store: Store,
    lists: Sequence[Listing],
    rows: Iterable[Placement],
    comparison: Comparison,
    places: int,
) -> Iterator[Block]:
    """A table a list, beside an earlier edition of it."""
    lookup = Lookup(store)
    of_list = _by_list(rows)
    for listing in lists:
        placements = of_list.get((listing.year, listing.category), [])
        earlier = comparison.with_list(listing.year, listing.category)
        changed = changes.Changed(earlier, comparison.year, places, lookup, screen)
        yield _list_block(listing, placements, lookup, changed)


def _by_list(rows: Iterable[Placement]) -> dict[ListKey, list[Placement]]:
    of_list: dict[ListKey, list[Placement]] = {}
    for row in rows:
        of_list.setdefault((row.year, row.category), []).append(row)
    return of_list


def _list_block(
    listing: Listing,
    rows: list[Placement],
    lookup: Lookup,
    changed: changes.Changed | None = None,
) -> Block:
    category = lookup.category(listing.category)
    title = [strong(captions.category(category)), aside(listing.year)]
    if not listing.known_entities and not rows:
        return Block(title, caption=notes([words.note(listing), captions.nobody(listing)]))
    title.append(aside(captions.coverage(listing)))
    caption = notes([words.note(listing), captions.rest(listing)])
    if rows:
        if changed is not None:
            caption += changed.caption(rows)
        ids = [row.source for row in rows]
        caption.append(parts.sources(ids + listing.confirmed, lookup))
    return Block(
        title=title,
        lead=[[aside(category.who[LANGUAGE])]],
        table=_places(rows, lookup, changed),
        caption=caption,
    )


def _places(
    rows: list[Placement], lookup: Lookup, changed: changes.Changed | None = None
) -> Table | None:
    """Who is where in one list. Bands stand below the ranks."""
    rows = sorted(rows, key=lambda row: row.band is not None)
    has_ranks = any(row.rank is not None or row.band is not None for row in rows)
    heading = _("rank") if has_ranks else _("tier")
    standings = parts.standing_cells([parts.standing(row, lookup) for row in rows], heading)
    regions = any(row.region != row.entity for row in rows)
    cells = []
    for row, standing in zip(rows, standings, strict=True):
        cell = [standing if row.rank is not None or row.tier is not None else ()]
        cell += changed.cells(row) if changed is not None else []
        cell += parts.name_cells(row.name, row.english, "answer" if row.rank == 1 else "body")
        cell.append(parts.region_cell(row, lookup) if regions else ())
        cell.append(parts.tier_beside(row, lookup))
        cell.append(body(row.score))
        cells.append(cell)
    columns = [Column(heading, whole=True)]
    columns += changed.columns() if changed is not None else []
    columns += parts.name_columns(_("name"))
    columns += [Column(_("region")), Column(_("tier"))]
    columns.append(Column(_("score"), right=True, whole=True))
    return table(columns, cells)


# find


def find(
    screen: Screen,
    store: Store,
    answers: Iterable[Answer],
    sources: bool = False,
    all_notes: bool = False,
    beside: Callable[[Answer], Iterable[str]] = lambda answer: (),
    hints: Callable[[Answer], Iterable[str]] = lambda answer: (),
) -> Iterator[Block]:
    """A table a name. What is asked for twice is shown once.

    Args:
        sources: whether the titles and addresses of the sources are wanted.
        all_notes: whether the notes are wanted, however many.
        beside: what to say below the rows of a name.
        hints: what else could be asked.
    """
    lookup = Lookup(store)
    shown: set[tuple[str, ...]] = set()
    for answer in answers:
        rows = list(answer.rows)
        entities = tuple(dict.fromkeys(row.entity for row in rows))
        if not rows or entities in shown:
            continue
        shown.add(entities)
        caption = notes(beside(answer))
        caption += parts.notes(parts.lists_of(rows, lookup), all_notes or screen.document)
        ids = [row.source for row in rows]
        caption += parts.full_sources(ids, lookup) if sources else [parts.sources(ids, lookup)]
        title = parts.entity_title(rows[0], lookup)
        if len(entities) > 1:
            title = [strong(answer.name)]
        yield Block(title, table=_found(rows, lookup), caption=caption, hints=list(hints(answer)))


def _found(rows: list[Placement], lookup: Lookup) -> Table | None:
    """Where each of some entities stands. Their names are in front if they are several."""
    several = len({row.entity for row in rows}) > 1
    standings = parts.standing_cells([parts.standing(row, lookup) for row in rows], _("rank"))
    cells = []
    above = None
    for row, standing in zip(rows, standings, strict=True):
        listing = lookup.listing(row)
        cell: list[Line] = []
        if several:
            again = row.entity == above
            cell += parts.name_cells("" if again else row.entity, "" if again else row.english)
            above = row.entity
        cell += [strong(row.year), body(words.listing_name(listing)), standing]
        cell.append(aside(listing.listed_places))
        cell += [parts.tier_beside(row, lookup), body(row.score)]
        cell.append(_names(lookup.tied_with(row)))
        cells.append(cell)
    columns = parts.name_columns(_("name")) if several else []
    columns += [Column(_("year"), whole=True), Column(_("list")), Column(_("rank"), whole=True)]
    columns.append(Column(_("of"), right=True, whole=True))
    columns += [Column(_("tier")), Column(_("score"), right=True, whole=True)]
    columns.append(Column(_("tied with")))
    return table(columns, cells)


def _names(rows: Iterable[Placement]) -> Line:
    names = [captions.in_language(row.name, row.english) for row in rows]
    return body(words.joined(names))


# compare


def compare(
    screen: Screen,
    store: Store,
    rows: Iterable[Placement],
    all_notes: bool = False,
    comparison: Comparison | None = None,
) -> Iterator[Block]:
    """A row a list, a column an entity, the best of each row marked.

    Entities that have no room beside the others stand in a table below.

    Args:
        all_notes: whether the notes are wanted, however many.
        comparison: says with which earlier editions the ranks are compared.
    """
    lookup = Lookup(store)
    placed: dict[str, dict[ListKey, Placement]] = {}
    for row in rows:
        placed.setdefault(row.entity, {})[row.year, row.category] = row
    if not placed:
        return
    placements = [row for of_entity in placed.values() for row in of_entity.values()]
    best = _best_ranks(placements)
    keys = parts.in_order(placements, lookup)
    entities = list(placed)
    legend = []
    if best:
        legend.append(aside(captions.best_of_row()))
    if len(placements) < len(keys) * len(entities):
        legend.append(aside(captions.dash_not_known()))
    caption = [series(legend)] if legend else []
    beside = changes.Beside(comparison, screen) if comparison is not None else None
    if beside is not None:
        caption += beside.caption(placements)
    caption += parts.notes(parts.lists_of(placements, lookup), all_notes or screen.document)
    caption.append(parts.sources([row.source for row in placements], lookup))
    while entities:
        fitting = len(entities)
        compared = _comparison(keys, entities, placed, best, lookup, beside)
        while fitting > 1 and screen.width is not None and least_width(compared) > screen.width:
            fitting -= 1
            compared = _comparison(keys, entities[:fitting], placed, best, lookup, beside)
        entities = entities[fitting:]
        yield Block(table=compared, caption=() if entities else caption)


def _best_ranks(rows: Iterable[Placement]) -> dict[ListKey, int]:
    """The best rank of each list in which two or more have one."""
    ranks: dict[ListKey, list[int]] = {}
    for row in rows:
        if row.rank is not None:
            ranks.setdefault((row.year, row.category), []).append(row.rank)
    return {key: min(found) for key, found in ranks.items() if len(found) > 1}


def _comparison(
    keys: Sequence[ListKey],
    entities: Sequence[str],
    placed: Mapping[str, Mapping[ListKey, Placement]],
    best: Mapping[ListKey, int],
    lookup: Lookup,
    beside: changes.Beside | None,
) -> Table:
    columns = [Column(_("year"), whole=True), Column(_("list"))]
    cells: list[list[Line]] = []
    above = None
    for year, category in keys:
        label = captions.category(lookup.category(category))
        cells.append([strong(year) if year != above else (), body(label)])
        above = year
    if beside is not None:
        columns.append(Column(_("since"), whole=True))
        for key, cell in zip(keys, cells, strict=True):
            cell.append(beside.year(key))
    for entity in entities:
        of_entity = placed[entity]
        english = next(iter(of_entity.values())).english
        columns.append(Column(captions.in_language(entity, english), whole=True))
        standings = [_compared(of_entity.get(key), best.get(key), lookup) for key in keys]
        compared = parts.standing_cells(standings)
        for key, cell, standing in zip(keys, cells, compared, strict=True):
            row = of_entity.get(key)
            then = beside.change(row) if beside is not None and row is not None else ()
            cell.append(standing + then)
    return Table(columns, cells)


def _compared(row: Placement | None, best: int | None, lookup: Lookup) -> parts.Standing:
    """A standing, with a star at the best rank."""
    if row is None:
        return parts.NOT_KNOWN
    standing = parts.standing(row, lookup)
    if row.rank is not None and row.rank == best:
        return standing._replace(text="*" + standing.text, role="answer")
    return standing._replace(role="body")


# categories, sources, entities


def categories(screen: Screen, store: Store, lists: Sequence[Listing]) -> Iterator[Block]:
    """The lists of one year, with what is known of each."""
    years = {listing.year for listing in lists}
    lookup = Lookup(store)
    groups = {group.group: group for group in store.groups()}
    for year in years:
        cells = []
        above = None
        for listing in lists:
            category = lookup.category(listing.category)
            group = groups[category.group]
            named = captions.in_language(group.label, group.english) if group != above else ""
            above = group
            cell = [aside(named), body(captions.category(category)), body(category.category)]
            cell.append(_known_of(listing))
            cells.append(cell)
        columns = [Column(_("group")), Column(_("list")), Column(_("id"), whole=True)]
        columns.append(Column(_("known"), whole=True))
        if screen.narrow:
            columns = columns[1:]
            cells = [cell[1:] for cell in cells]
        title = [strong(captions.lists_of(year))]
        yield Block(
            title,
            table=table(columns, cells),
            hints=[captions.any_of_them(lookup.year_option(year) + screen.given)],
        )


def _known_of(listing: Listing) -> Line:
    """How much of a list is known, in a few words."""
    if not listing.known_entities:
        return aside(0)
    if listing.kind != "ranked":
        return body(captions.names_known(listing.known_entities))
    if not listing.listed_places:
        return body(listing.known_places)
    return body(captions.known_of(listing.known_places, listing.listed_places))


def sources(screen: Screen, rows: Iterable[Source]) -> Iterator[Block]:
    """Where it was published. Addresses are a column where an id cannot be a link."""
    cells = []
    for row in rows:
        cell = [strong(row.date), body(captions.in_language(row.publisher, row.publisher_english))]
        cell.append(aside(captions.in_language(row.title, row.title_english)))
        cell.append(aside(row.url if not screen.links else None))
        cell += [body(words.SOURCE_KINDS[row.kind]), linked(row.source, row.url)]
        cells.append(cell)
    columns = [Column(_("date"), whole=True), Column(_("publisher"), prose=True)]
    columns += [Column(_("title"), prose=True, below=True), Column(_("address"), below=True)]
    columns += [Column(_("kind")), Column(_("id"), whole=True)]
    if cells:
        yield Block(table=table(columns, cells))


def entities(screen: Screen, store: Store, rows: Iterable[EntityRow]) -> Iterator[Block]:
    """What names mean. What is asked for twice is shown once."""
    lookup = Lookup(store)
    shown: dict[tuple[str | None, str], EntityRow] = {}
    for row in rows:
        shown.setdefault((row.query, row.entity), row)
    queries = {row.query for row in shown.values()}
    cells = []
    above = None
    for row in shown.values():
        asked = row.query if len(queries) > 1 and row.query != above else None
        above = row.query
        cells.append(_entity_cells(row, asked, lookup))
    columns = [Column(_("asked"))]
    columns += parts.name_columns(_("name"))
    columns += [Column(_("kind")), Column(_("code"), whole=True), Column(_("lies in"))]
    columns += [Column(_("known"), right=True, whole=True)]
    columns += [Column(_("until"), whole=True), Column(_("now"))]
    if cells:
        yield Block(table=table(columns, cells))


def _entity_cells(row: EntityRow, asked: str | None, lookup: Lookup) -> list[Line]:
    around = row.parent or (row.region if row.region != row.entity else None)
    successors = []
    for successor in (row.into or "").split(";"):
        successors.append(captions.in_language(successor, lookup.english(successor)))
    cells = [strong(asked)]
    cells += parts.name_cells(row.entity, row.english)
    cells += [aside(words.ENTITY_KINDS[row.kind]), body(row.code)]
    cells.append(body(captions.in_language(around or "", lookup.english(around))))
    cells += [body(row.placements), body(row.until), body(words.joined(successors))]
    return cells
