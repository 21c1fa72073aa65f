"""Rows as tables for a person to read. Each function yields what rich prints, as the rows come."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from rich.box import Box
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from govrank.data import Dataset
from govrank.i18n import LANGUAGE, _
from govrank.models import Listing, Placement, Scale, Source
from govrank.output import inert, text
from govrank.query import Tally, Tiering, coverage, list_name, tiers

# Box-drawing lines are two cells wide in some Chinese terminals; - is not.
LIGHT = Box("    \n    \n -- \n    \n    \n    \n    \n    \n", ascii=True)
BAR = 20


def _table(header: bool, *headings: str, numbers: Sequence[str] = ()) -> Table:
    table = Table(
        box=LIGHT, show_header=header, show_edge=False, pad_edge=False, collapse_padding=True
    )
    for heading in headings:
        # Rich wraps at spaces only, and cuts a long Chinese cell unless it may fold.
        number = heading in numbers
        table.add_column(
            heading, justify="right" if number else "left", no_wrap=number, overflow="fold"
        )
    return table


def _add(table: Table, *cells: Any, style: str = "") -> None:
    # As Text, so that nothing in a name is read as markup or emoji.
    table.add_row(*(Text(inert(text(cell))) for cell in cells), style=style)


def _title(*words: Any) -> Text:
    return Text(inert("  ".join(text(word) for word in words if word)), style="bold")


def _caption(words: str) -> Text:
    return Text("\n".join(map(inert, words.split("\n"))) + "\n", style="dim")


def _sources(rows: Iterable[Placement]) -> str:
    ids = dict.fromkeys(row.source for row in rows)
    return _("source: {sources}").format(sources=", ".join(ids))


def _doubts(rows: Iterable[Placement], listings: Mapping[tuple[int, str], Listing]) -> str:
    """Where to read what must be known of a list before its places are believed."""
    lists = [
        f"{list_name(row)} {row.year}" for row in rows if listings[row.year, row.category].note
    ]
    if not lists:
        return ""
    noted = ", ".join(dict.fromkeys(lists))
    return _("see the notes that top prints with {lists}").format(lists=noted) + "\n"


class Namer:
    """Names with their English beside them, where the reader needs it and there is one."""

    def __init__(self, data: Dataset) -> None:
        self._english = {entity.name: entity.english for entity in data.entities}

    def __call__(self, name: str | None, entity: str | None) -> str:
        english = self._english.get(entity or "") if LANGUAGE == "en" else None
        return " ".join(word for word in (name, english) if word)


def _placements(
    rows: Sequence[Placement],
    header: bool,
    namer: Namer,
    lists: dict[tuple[int, str], Listing] | None,
) -> Table:
    """Placements a row each; with lists, the year, the list and its size are columns too."""
    columns: dict[str, list[Any]] = {}
    if lists is not None:
        columns[_("year")] = [row.year for row in rows]
        columns[_("list")] = [list_name(row) for row in rows]
    columns[_("rank")] = [row.rank for row in rows]
    columns[""] = [_("tied") if row.tied else None for row in rows]
    if lists is not None:
        columns[_("of")] = [lists[row.year, row.category].listed_places for row in rows]
    columns[_("tier")] = [row.tier for row in rows]
    columns[_("score")] = [row.score for row in rows]
    columns[_("name")] = [namer(row.name, row.entity) for row in rows]
    columns[_("region")] = [namer(row.region, row.region) for row in rows]
    shown = {heading: cells for heading, cells in columns.items() if any(cells)}
    numbers = (_("year"), _("rank"), _("of"), _("score"))
    table = _table(header, *shown, numbers=numbers)
    for cells in zip(*shown.values(), strict=True):
        _add(table, *cells)
    return table


def top(
    rows: Iterable[Placement], header: bool, width: int, data: Dataset, lists: list[Listing]
) -> Iterator[RenderableType]:
    """A table a list, with what is known of it."""
    listings = {(listing.year, listing.category): listing for listing in lists}
    namer = Namer(data)
    for key, group in groupby(rows, lambda row: (row.year, row.category)):
        listing = listings[key]
        placements = list(group)
        printed = listing.title
        if LANGUAGE == "en":
            printed = data.categories[listing.category].who["en"]
        yield _title(list_name(listing), printed, listing.year)
        yield _placements(placements, header, namer, None)
        note = listing.note[LANGUAGE] + "\n" if listing.note else ""
        yield _caption(f"{note}{coverage(listing)}\n{_sources(placements)}")


def find(
    rows: Iterable[Placement], header: bool, width: int, data: Dataset, addresses: bool
) -> Iterator[RenderableType]:
    """A table a name, with the addresses of its sources if they are wanted."""
    listings = {(listing.year, listing.category): listing for listing in data.lists}
    sources = {source.source: source for source in data.sources}
    namer = Namer(data)
    for query, group in groupby(rows, lambda row: row.query):
        placements = list(group)
        first = placements[0]
        if all(row.entity == first.entity for row in placements):
            yield _title(namer(first.entity, first.entity), namer(first.region, first.region))
        else:
            yield _title(query)
        yield _placements(placements, header, namer, listings)
        caption = _doubts(placements, listings) + _sources(placements)
        if addresses:
            for id in dict.fromkeys(row.source for row in placements):
                source = sources[id]
                caption += f"\n{id}: {source.title}, {source.publisher}, {text(source.url)}"
        yield _caption(caption)


def categories(
    rows: Iterable[Listing], header: bool, width: int, data: Dataset
) -> Iterator[RenderableType]:
    """The lists of one year a row each, or editions against lists."""
    lists = list(rows)
    if len({listing.year for listing in lists}) > 1:
        yield from _editions(lists, header, width, data)
        return
    kinds = {"ranked": _("ranked"), "tiered": _("tiered"), "award": _("award")}
    yield _title(lists[0].year)
    headings = [_("id"), _("kind"), _("known"), _("listed"), _("who")]
    if LANGUAGE == "zh":
        headings[:0] = [_("list"), _("group")]
    table = _table(header, *headings, numbers=(_("known"), _("listed")))
    for row in lists:
        cells = [row.category, kinds[row.kind], _known(row), row.listed_places]
        if LANGUAGE == "zh":
            cells[:0] = [row.category_label, row.group]
        _add(table, *cells, data.categories[row.category].who[LANGUAGE])
    yield table


def _known(listing: Listing) -> int:
    """The places known of a list, or the names of one that has no places."""
    return listing.known_places or listing.known_entities


def _editions(
    lists: list[Listing], header: bool, width: int, data: Dataset
) -> Iterator[RenderableType]:
    known = {(row.category, row.year): _known(row) for row in lists}
    held = {row.category: list_name(row) for row in lists}
    names = {id: held[id] for id in data.categories if id in held}
    years = sorted({row.year for row in lists})
    widest = max(Text(name).cell_len for name in names.values())
    fitting = max(1, (width - widest) // 4)
    for start in range(0, len(years), fitting):
        part = years[start : start + fitting]
        shown = [id for id in names if any((id, year) in known for year in part)]
        headings = [f"{year % 100:02}" for year in part]
        table = _table(header, _("list"), *headings, numbers=headings)
        for id in shown:
            _add(table, names[id], *(known.get((id, year), ".") for year in part))
        yield table
        yield _caption(_("places or names known of each list; . where none is known of it"))


def tier(
    rows: Iterable[Tiering], header: bool, width: int, scale: Scale
) -> Iterator[RenderableType]:
    """The scale of tiers, with the position of each score on it."""
    scored = [row for row in rows if row.score is not None]
    if not scored:
        yield _scale(scale, None, header)
    for row in scored:
        yield _title(row.score, row.tier)
        yield _scale(scale, row, header)
        if row.next_tier:
            points = _("{points} points to {tier}")
            yield _caption(points.format(points=text(row.points_to_next), tier=row.next_tier))


def _scale(scale: Scale, row: Tiering | None, header: bool) -> Table:
    table = _table(header, _("tier"), _("points"), *([""] if row else []))
    for step in tiers(scale):
        low, high = step.min or 0, step.max or scale.full_marks
        cells = [step.tier, f"{low} - {high}"]
        here = row is not None and row.tier == step.tier
        if row is not None and row.score is not None:
            filled = min(max(int(BAR * (row.score - low) / (high - low)), 0), BAR)
            cells.append("#" * filled + "." * (BAR - filled) + here * f" {text(row.score)}")
        _add(table, *cells, style="bold" if here else "")
    return table


def history(
    rows: Iterable[Placement], header: bool, width: int, data: Dataset
) -> Iterator[RenderableType]:
    """A table a list with its years, under a picture of the ranks."""
    listings = {(listing.year, listing.category): listing for listing in data.lists}
    namer = Namer(data)
    order = list(data.categories)
    for entity, of_entity in groupby(rows, lambda row: row.entity):
        placements = sorted(of_entity, key=lambda row: (order.index(row.category), row.year))
        first = placements[0]
        yield _title(namer(entity, entity), namer(first.region, first.region))
        for _category, of_list in groupby(placements, lambda row: row.category):
            years = list(of_list)
            yield _title(list_name(years[0]))
            yield from _picture(years, width)
            shown = [_("year"), _("rank"), "", _("of"), _("score"), _("name")]
            table = _table(header, *shown, numbers=(_("rank"), _("of"), _("score")))
            last = years[0].year
            for row in years:
                if row.year > last + 1:
                    gap = f"{last + 1}-{row.year - 1}" if row.year > last + 2 else last + 1
                    _add(table, gap, _("not known"), *[None] * 4, style="dim")
                last = row.year
                listed = listings[row.year, row.category].listed_places
                place = row.tier or row.rank
                _add(
                    table,
                    row.year,
                    place,
                    _("tied") if row.tied else "",
                    listed,
                    row.score,
                    row.name,
                )
            yield table
        yield _caption(_doubts(placements, listings) + _sources(placements))


def _picture(rows: list[Placement], width: int) -> Iterator[Text]:
    """Ranks over years, the best at the top and years not known as a gap."""
    ranks = sorted({row.rank for row in rows if row.rank is not None})
    columns: list[Placement | None] = []
    for before, row in zip([None, *rows], rows, strict=False):
        if before and row.year > before.year + 1:
            columns.append(None)
        columns.append(row)
    if len(rows) < 2 or not ranks or 5 + 3 * len(columns) > width:
        return
    for rank in ranks:
        marks = "".join("  *" if row and row.rank == rank else "   " for row in columns)
        yield Text(f"{rank:>4} {marks}".rstrip())
    yield Text("     " + "".join(f" {row.year % 100:02}" if row else " .." for row in columns))


def compare(
    rows: Iterable[Placement], header: bool, width: int, data: Dataset
) -> Iterator[RenderableType]:
    """A row a list, a column an entity, the best of each row marked."""
    placements = list(rows)
    namer = Namer(data)
    entities = dict.fromkeys(row.entity for row in placements)
    years = {row.year for row in placements}
    cells = {(row.year, row.category, row.entity): row for row in placements}
    headings = [namer(entity, entity) for entity in entities]
    table = _table(header, *([_("year")] if len(years) > 1 else []), _("list"), *headings)
    order = {(li.year, li.category): i for i, li in enumerate(data.lists)}
    for year, category in sorted({key[:2] for key in cells}, key=order.__getitem__):
        of_list = [cells.get((year, category, entity)) for entity in entities]
        best = min((row.rank for row in of_list if row and row.rank), default=None)
        shown = []
        for row in of_list:
            place = text(row.tier or row.rank) if row else ""
            tied = " " + _("tied") if row and row.tied else ""
            shown.append(place + tied + (" *" if row and row.rank and row.rank == best else ""))
        label = next(list_name(row) for row in of_list if row)
        _add(table, *([year] if len(years) > 1 else []), label, *shown)
    if len(years) == 1:
        yield _title(*years)
    yield table
    yield _caption(_("* best of the row") + "\n" + _sources(placements))


def regions(
    rows: Iterable[Tally],
    header: bool,
    width: int,
    data: Dataset,
    lists: list[Listing],
    places: int,
) -> Iterator[RenderableType]:
    """Provinces with a bar for the number of their entities."""
    tallies = list(rows)
    namer = Namer(data)
    most = max((row.entities for row in tallies), default=1)
    bar = max(1, min(BAR, width - 50))
    headings = (_("region"), _("entities"), _("best rank"))
    table = _table(header, *headings, "", numbers=headings[1:])
    for row in tallies:
        _add(
            table, namer(row.region, row.region), row.entities, row.best_rank,
            "#" * max(1, bar * row.entities // most),
        )  # fmt: skip
    yield table
    of = dict.fromkeys(listing.year for listing in lists)
    told = _("entities in the first {places} places that are known, of {years}")
    yield _caption(told.format(places=places, years=", ".join(map(str, of))))


def sources(rows: Iterable[Source], header: bool, width: int) -> Iterator[RenderableType]:
    for row in rows:
        yield _title(row.source, row.kind, row.date)
        yield Text(inert(f"{row.title}\n{row.publisher}\n{text(row.url)}\n"))
