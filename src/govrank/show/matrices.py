"""Lists against years: as many years as there is room for."""

from collections.abc import Iterator, Mapping, Sequence

from govrank.models import Listing
from govrank.show.layout import natural_width, width_of
from govrank.show.lookup import Lookup
from govrank.show.screen import Screen
from govrank.show.view import (
    Block,
    Column,
    Line,
    Paragraph,
    Table,
    aside,
    body,
    measure,
    note,
    series,
    strong,
)
from govrank.store import Store
from govrank.words import captions

# What stands at a list, by its category, in a year.
Cells = Mapping[tuple[str, int], Line]
# Of a list with so many places and more, the first page is known.
MANY = 10


def editions(screen: Screen, store: Store, lists: Sequence[Listing]) -> Iterator[Block]:
    """How many places, or names, are known of each list in each edition."""
    cells: dict[tuple[str, int], Line] = {}
    for listing in lists:
        known = listing.known_places or listing.known_entities
        cells[listing.category, listing.year] = _count(known)
    table, left_out = matrix(screen, Lookup(store), cells, mark="")
    legend = [aside(captions.dot_no_list()), aside(captions.zero_no_members())]
    if screen.colours:
        legend.insert(0, aside(captions.blue_many(MANY)))
    title = [strong(captions.places_known())]
    yield Block(title, table=table, caption=[series(legend), *left_out])


def _count(known: int) -> Line:
    if known >= MANY:
        return measure(known)
    return body(known) if known else aside(known)


def matrix(
    screen: Screen, lookup: Lookup, cells: Cells, mark: str
) -> tuple[Table, list[Paragraph]]:
    """A table of lists and years, and a word on the years for which there is no room.

    Where it is too wide, the names of lists give way to their ids, and then the oldest
    years are left out.

    Args:
        mark: as many blanks as a sign behind a value needs.
    """
    years = sorted({year for _category, year in cells})
    names = {}
    ids = {}
    for category in lookup.categories().values():
        names[category.category] = captions.category(category)
        ids[category.category] = category.category
    table = _table(names, years, cells, mark)
    if _fits(table, screen):
        return table, []
    narrower = min(names, ids, key=lambda labels: _widest(labels, cells))
    table = _table(narrower, years, cells, mark)
    left_out = 0
    while not _fits(table, screen) and left_out < len(years) - 1:
        left_out += 1
        table = _table(narrower, years[left_out:], cells, mark)
    if not left_out:
        return table, []
    return table, [note(captions.left_out(years[0], years[left_out - 1]))]


def _fits(table: Table, screen: Screen) -> bool:
    return screen.width is None or natural_width(table) <= screen.width


def _widest(names: Mapping[str, str], cells: Cells) -> int:
    return max(width_of(body(names[category])) for category, _year in cells)


def _table(names: Mapping[str, str], years: Sequence[int], cells: Cells, mark: str) -> Table:
    columns = [Column(captions.the_list())]
    for number, year in enumerate(years):
        heading = f"{year % 100:02}{mark}"
        gap = 2 if number == 0 else 1 - len(mark)
        columns.append(Column(heading, right=True, whole=True, gap=gap))
    rows = []
    for category, name in names.items():
        if any((category, year) in cells for year in years):
            row = [body(name)]
            for year in years:
                row.append(cells.get((category, year), aside("." + mark)))
            rows.append(row)
    return Table(columns, rows)
