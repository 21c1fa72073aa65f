"""Rows as tables for a person to read. Each function yields what rich prints, as the rows come."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby, repeat
from typing import Any

from rich.box import Box
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from govrank.data import Dataset
from govrank.i18n import LANGUAGE, _
from govrank.models import Listing, Placement, Scale, Source
from govrank.output import inert, text
from govrank.query import Tally, Tiering, called, coverage, joined, list_name, tiers

# Box-drawing lines are two cells wide in some Chinese terminals; - is not.
LIGHT = Box("    \n    \n -- \n    \n    \n    \n    \n    \n", ascii=True)
BAR = 20

Tables = Iterator[RenderableType]
Lists = Mapping[tuple[int, str], Listing]


def top(
    rows: Iterable[Placement], header: bool, width: int, data: Dataset, lists: list[Listing]
) -> Tables:
    """A table a list, with what is known of it."""
    listings = _by_key(lists)
    english = _English(data)
    notes = {key: listing.note[LANGUAGE] for key, listing in listings.items() if listing.note}
    for key, group in groupby(rows, lambda row: (row.year, row.category)):
        listing, placements = listings[key], list(group)
        yield _list_title(listing, data)
        yield _placements(placements, header, english)
        words = [notes.pop(key, ""), coverage(listing), _sources(placements)]
        if listing.confirmed:
            words.append(_("confirmed: {sources}").format(sources=joined(listing.confirmed)))
        yield _caption("\n".join(filter(None, words)))
    for key, note in notes.items():  # of lists whose known places are behind those asked for
        yield _list_title(listings[key], data)
        yield _caption(f"{note}\n{coverage(listings[key])}")


def find(
    rows: Iterable[Placement], header: bool, width: int, data: Dataset, addresses: bool
) -> Tables:
    """A table a name, with the addresses of its sources if they are wanted."""
    listings = _by_key(data.lists)
    sources = {source.source: source for source in data.sources}
    english = _English(data)
    for query, group in groupby(rows, lambda row: row.query):
        placements = list(dict.fromkeys(group))  # once, though asked for twice
        alone = len({row.entity for row in placements}) == 1
        region, *others = dict.fromkeys(row.region for row in placements)
        around = None if others else english(region, region)
        yield _entity(placements[0], english) if alone else _title(query, around)
        yield _placements(placements, header, english, listings, regions=bool(others))
        caption = _doubts(placements, listings) + _sources(placements)
        if addresses:
            for id in dict.fromkeys(row.source for row in placements):
                source = sources[id]
                words = (source.title, source.publisher, source.url)
                caption += f"\n{id}: {', '.join(filter(None, words))}"
        yield _caption(caption)


def _placements(
    rows: Sequence[Placement],
    header: bool,
    english: _English,
    lists: Lists | None = None,
    regions: bool = True,
) -> Table:
    """Placements, a row each; with lists, the year, the list and its size are columns too."""
    cells = [
        [
            lists and row.year,
            lists and list_name(row),
            row.rank,
            _tied(row),
            lists and lists[row.year, row.category].listed_places,
            row.tier,
            row.score,
            english(row.name, row.entity),
            english(row.region, row.region) if regions else None,
        ]
        for row in rows
    ]
    headings = [_("year"), _("list"), _("rank"), "", _("of"), _("tier"), _("score")]
    numbers = (_("year"), _("rank"), _("of"), _("score"))
    return _table([*headings, _("name"), _("region")], cells, header, numbers)


def history(rows: Iterable[Placement], header: bool, width: int, data: Dataset) -> Tables:
    """A table a list with its years, under a picture of the ranks."""
    listings = _by_key(data.lists)
    english = _English(data)
    order = list(data.categories)
    # By list and year, for an entity may be asked for by two of its names.
    entities: dict[str, dict[tuple[int, int], Placement]] = {}
    for row in rows:
        entities.setdefault(row.entity, {})[order.index(row.category), row.year] = row
    for of_entity in entities.values():
        placements = [of_entity[key] for key in sorted(of_entity)]
        yield _entity(placements[0], english)
        for _category, of_list in groupby(placements, lambda row: row.category):
            years = list(of_list)
            yield _title(list_name(years[0]))
            yield from _picture(years, width)
            cells: list[list[Any]] = []
            for before, row in zip([years[0], *years], years, strict=False):
                gap = range(before.year + 1, row.year)
                if gap:
                    missing = f"{gap[0]}-{gap[-1]}" if len(gap) > 1 else gap[0]
                    cells.append([missing, _("not known"), *repeat(None, 4)])
                listed = listings[row.year, row.category].listed_places
                place = row.tier or row.rank
                cells.append([row.year, place, _tied(row), listed, row.score, row.name])
            standing = _("rank") if years[0].rank else _("tier")
            headings = [_("year"), standing, "", _("of"), _("score"), _("name")]
            yield _table(headings, cells, header, (_("rank"), _("of"), _("score")))
        yield _caption(_doubts(placements, listings) + _sources(placements))


def _picture(rows: list[Placement], width: int) -> Iterator[Text]:
    """Ranks over years, the best at the top and years not known as a gap."""
    ranks = sorted({row.rank for row in rows if row.rank is not None})
    columns: list[Placement | None] = []
    for before, row in zip([rows[0], *rows], rows, strict=False):
        columns += [None, row] if row.year > before.year + 1 else [row]
    if len(rows) < 2 or not ranks or 5 + 3 * len(columns) > width:
        return
    for rank in ranks:
        marks = "".join("  *" if row and row.rank == rank else "   " for row in columns)
        yield Text(f"{rank:>4} {marks}".rstrip())
    yield Text("     " + "".join(f" {row.year % 100:02}" if row else " .." for row in columns))


def compare(rows: Iterable[Placement], header: bool, width: int, data: Dataset) -> Tables:
    """A row a list, a column an entity, the best of each row marked."""
    placements = list(rows)
    english = _English(data)
    entities = list(dict.fromkeys(row.entity for row in placements))
    placed = {(row.year, row.category, row.entity): row for row in placements}
    cells = []
    for listing in data.lists:
        of_list = [placed.get((listing.year, listing.category, entity)) for entity in entities]
        best = min((row.rank for row in of_list if row and row.rank), default=None)
        if any(of_list):
            marked = [_standing(row, best) if row else None for row in of_list]
            cells.append([listing.year, list_name(listing), *marked])
    headings = [english(entity, entity) for entity in entities]
    if placements:
        yield _table([_("year"), _("list"), *headings], cells, header)
        best_marked = _("* best of the row") + "\n" if any(row.rank for row in placements) else ""
        yield _caption(best_marked + _sources(placements))


def _standing(row: Placement, best: int | None) -> str:
    words = (
        text(row.tier or row.rank) or _("awarded"),
        _tied(row),
        "*" if row.rank and row.rank == best else "",
    )
    return " ".join(filter(None, words))


def categories(rows: Iterable[Listing], header: bool, width: int, data: Dataset) -> Tables:
    """The lists of one year a row each, or a paragraph each where rows have no room; or
    editions against lists."""
    lists = list(rows)
    years = sorted({listing.year for listing in lists})
    if len(years) > 1:
        yield from _editions(lists, years, header, width, data)
        return
    kinds = {"ranked": _("ranked"), "tiered": _("tiered"), "award": _("award")}
    yield _title(*years)
    cells = []
    for row in lists:
        names = [row.category_label if LANGUAGE == "zh" else None, row.category, row.group]
        kind, who = kinds[row.kind], data.categories[row.category].who[LANGUAGE]
        if width < 80:
            yield _title(*names)
            yield _caption(f"{kind}  {coverage(row)}\n{who}")
        else:
            cells.append([*names, kind, _known(row), row.listed_places, who])
    if cells:
        headings = [_("list"), _("id"), _("group"), _("kind"), _("known"), _("listed"), _("who")]
        yield _table(headings, cells, header, (_("known"), _("listed")))


def _editions(
    lists: list[Listing], years: list[int], header: bool, width: int, data: Dataset
) -> Tables:
    known = {(row.category, row.year): _known(row) for row in lists}
    held = {row.category: list_name(row) for row in lists}
    names = {id: held[id] for id in data.categories if id in held}
    widest = max(Text(name).cell_len for name in names.values())
    fitting = max(1, (width - widest) // 4)
    for start in range(0, len(years), fitting):
        part = years[start : start + fitting]
        cells = [
            [name, *(text(known.get((id, year), ".")) for year in part)]
            for id, name in names.items()
            if any((id, year) in known for year in part)
        ]
        headings = [f"{year % 100:02}" for year in part]
        yield _table([_("list"), *headings], cells, header, headings)
        yield _caption(_("places or names known of each list; . where none is known of it"))


def _known(listing: Listing) -> int:
    """The places known of a list, or the names of one that has no places."""
    return listing.known_places or listing.known_entities


def regions(
    rows: Iterable[Tally], header: bool, width: int, data: Dataset, years: list[int], places: int
) -> Tables:
    """Provinces with a bar for the number of their entities."""
    tallies = list(rows)
    english = _English(data)
    most = max((row.entities for row in tallies), default=1)
    bar = max(1, min(BAR, width - 50))
    cells = [
        [
            english(row.region, row.region),
            row.entities,
            row.best_rank,
            "#" * max(1, bar * row.entities // most),
        ]
        for row in tallies
    ]
    numbers = (_("entities"), _("best rank"))
    if tallies:
        yield _table([_("region"), *numbers, ""], cells, header, numbers)
    told = _("entities in the first {places} places that are known, of {years}")
    yield _caption(told.format(places=places, years=joined(years)))


def tier(rows: Iterable[Tiering], header: bool, width: int, scales: list[Scale]) -> Tables:
    """The scale of tiers, with the position of each score on it."""
    of_year = {scale.year: scale for scale in scales}
    for (year, score), group in groupby(rows, lambda row: (row.year, row.score)):
        row = next(group)
        yield _title(year) if score is None else _title(text(score), row.tier, year)
        yield _scale(of_year[year], row, header, width)
        if row.points_to_next is not None:
            points = _("{points} points to {tier}")
            yield _caption(points.format(points=text(row.points_to_next), tier=row.next_tier))


def _scale(scale: Scale, row: Tiering, header: bool, width: int) -> Table:
    score = row.score
    length = max(1, min(BAR, width - 20 - len(text(score))))
    cells, styles = [], []
    for step in tiers(scale):
        low, high = step.min or 0, step.max or scale.full_marks
        here = score is not None and row.tier == step.tier
        bar = None
        if score is not None:
            filled = min(max(int(length * (score - low) / (high - low)), 0), length)
            bar = "#" * filled + "." * (length - filled)
        cells.append([step.tier, f"{low} - {high}", bar, score if here else None])
        styles.append("bold" if here else "")
    return _table([_("tier"), _("points"), "", ""], cells, header, styles=styles)


def sources(rows: Iterable[Source], header: bool, width: int) -> Tables:
    """Each source as a paragraph: its address would not fit a column."""
    kinds = {
        "official": _("official"),
        "reprint": _("reprint"),
        "press": _("press"),
        "local": _("local"),
        "translated": _("translated"),
    }
    for row in rows:
        yield _title(row.source, kinds[row.kind], row.date)
        yield _caption(f"{row.title}\n{row.publisher}\n{text(row.url)}")


class _English:
    """Names with their English beside them, where the reader needs it and there is one."""

    def __init__(self, data: Dataset) -> None:
        self._entities = {entity.name: entity for entity in data.entities}

    def __call__(self, name: str | None, entity: str | None) -> str:
        return called(self._entities[entity], name or "") if entity else ""


def _entity(row: Placement, english: _English) -> Text:
    region = row.region if row.region != row.entity else None
    return _title(english(row.entity, row.entity), english(region, region))


def _by_key(lists: Iterable[Listing]) -> Lists:
    return {(listing.year, listing.category): listing for listing in lists}


def _tied(row: Placement) -> str:
    return _("tied") if row.tied else ""


def _sources(rows: Iterable[Placement]) -> str:
    ids = dict.fromkeys(row.source for row in rows)
    return _("source: {sources}").format(sources=joined(ids))


def _doubts(rows: Iterable[Placement], listings: Lists) -> str:
    """Where to read what must be known of a list before its places are believed."""
    lists = [f"{list_name(r)} {r.year}" for r in rows if listings[r.year, r.category].note]
    if not lists:
        return ""
    noted = joined(dict.fromkeys(lists))
    return _("see the notes that top prints with {lists}").format(lists=noted) + "\n"


def _list_title(listing: Listing, data: Dataset) -> Text:
    who = listing.title if LANGUAGE == "zh" else data.categories[listing.category].who["en"]
    return _title(list_name(listing), who, listing.year)


def _title(*words: Any) -> Text:
    return Text(inert("  ".join(text(word) for word in words if word)), style="bold")


def _caption(words: str) -> Text:
    return Text("\n".join(map(inert, words.split("\n"))) + "\n", style="dim")


def _table(
    headings: Sequence[str],
    rows: Sequence[Sequence[Any]],
    header: bool,
    numbers: Sequence[str] = (),
    styles: Iterable[str] = repeat(""),
) -> Table:
    """A table without the columns that have nothing in them.

    Args:
        numbers: the headings of the columns to set to the right.
        styles: of each row.
    """
    shown = [i for i in range(len(headings)) if any(row[i] not in (None, "") for row in rows)]
    table = Table(
        box=LIGHT, show_header=header, show_edge=False, pad_edge=False, collapse_padding=True
    )
    for heading in (headings[i] for i in shown):
        number = heading in numbers
        # Rich wraps at spaces only, and cuts a long Chinese cell unless it may fold.
        justify: Any = "right" if number else "left"
        table.add_column(heading, justify=justify, no_wrap=number, overflow="fold")
    for row, style in zip(rows, styles, strict=False):
        # As Text, so that nothing in a name is read as markup or emoji.
        table.add_row(*(Text(inert(text(row[i]))) for i in shown), style=style)
    return table
