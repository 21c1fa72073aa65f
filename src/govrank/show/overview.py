"""The first three places of many lists, a line a list."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from govrank import words
from govrank.i18n import LANGUAGE
from govrank.models import Listing, Placement
from govrank.names.normal import ZONE_ENDING
from govrank.show import parts
from govrank.show.layout import shrunk, width_of
from govrank.show.lookup import Lookup
from govrank.show.screen import Screen
from govrank.show.view import (
    Block,
    Column,
    Line,
    Paragraph,
    Role,
    aside,
    body,
    strong,
    styled,
    table,
)
from govrank.store import Store
from govrank.words import captions

# So many places are shown; in a narrow window only the first.
PLACES = 3
# Between two columns.
GAP = 2
# The list that shows how to see more.
EXAMPLE = "prefectures"
# What the list of a zone says already, so that its name need not.
ZONE_ENDINGS = {
    "en": re.compile(ZONE_ENDING),
    "zh": re.compile(r"(经济技术|经济|高新技术产业|高技术产业|新兴技术|新技术)?开发区$"),
}

# The names in each column of a row.
Names = Sequence[Sequence[str]]


def overview(
    screen: Screen, store: Store, lists: Sequence[Listing], rows: Iterable[Placement]
) -> Iterator[Block]:
    """Who is first, second and third in each list, and who is named where there is no order."""
    lookup = Lookup(store)
    of_list: dict[tuple[int, str], list[Placement]] = {}
    for row in rows:
        of_list.setdefault((row.year, row.category), []).append(row)
    for year in dict.fromkeys(listing.year for listing in lists):
        of_year = [listing for listing in lists if listing.year == year]
        yield from _Edition(of_year, of_list, screen, lookup).blocks()


class _Edition:
    """The lists of one year, sorted by what is known of them.

    Args:
        rows: the placements of lists, by year and category.
    """

    def __init__(
        self,
        lists: Sequence[Listing],
        rows: Mapping[tuple[int, str], list[Placement]],
        screen: Screen,
        lookup: Lookup,
    ) -> None:
        self.year = lists[0].year
        self.lists = lists
        self.rows = rows
        self.screen = screen
        self.lookup = lookup
        self.names = _ShortNames(map(self._of, lists), lookup)
        self.places = range(1, 2 if screen.narrow else PLACES + 1)
        self.ranked: list[Listing] = []
        self.unranked: list[Listing] = []
        self.unseen: list[Listing] = []
        self.empty: list[Listing] = []
        for listing in lists:
            self._kind(listing).append(listing)

    def _of(self, listing: Listing) -> list[Placement]:
        return self.rows.get((listing.year, listing.category), [])

    def _kind(self, listing: Listing) -> list[Listing]:
        rows = self._of(listing)
        only_bands = all(row.band is not None for row in rows) and bool(rows)
        if listing.kind != "ranked" or only_bands:
            return self.unranked if rows else self.empty
        return self.ranked if any(row.rank in self.places for row in rows) else self.unseen

    def blocks(self) -> Iterator[Block]:
        if self.ranked or self.unseen:
            yield self._places()
        if self.unranked or self.empty:
            yield self._members()

    def _places(self) -> Block:
        """Who is at the first places."""
        names: list[Names] = []
        for listing in self.ranked:
            names.append([self._at(place, listing) for place in self.places])
        caption = _items(captions.first_not_known(len(self.places), self.unseen))
        if self.screen.document:
            ids = [listing.source for listing in self.lists]
            caption.append(parts.sources(ids, self.lookup))
        if not self.ranked:
            return Block([strong(self.year)], caption=caption)
        columns = [Column(str(self.year))]
        for place in self.places:
            columns.append(Column(str(place)))
        example = self.ranked[0]
        for listing in self.ranked:
            if listing.category == EXAMPLE:
                example = listing
        options = self.lookup.year_option(self.year) + self.screen.given
        return Block(
            table=table(columns, _cells(self.ranked, names, self.screen.width, "answer")),
            caption=caption,
            hints=[captions.whole_list(words.list_name(example), options)],
        )

    def _at(self, place: int, listing: Listing) -> list[str]:
        return [self.names.of(row) for row in self._of(listing) if row.rank == place]

    def _members(self) -> Block:
        """Who is in the lists without places."""
        names: list[Names] = [[self._named(self._of(listing))] for listing in self.unranked]
        columns = [Column(str(self.year)), Column(captions.named())]
        return Block(
            table=table(columns, _cells(self.unranked, names, self.screen.width, "body")),
            caption=_items(captions.not_published(self.empty)),
        )

    def _named(self, rows: Iterable[Placement]) -> list[str]:
        """Names, with the tier or the band at the first of each."""
        names = []
        tier = None
        for row in rows:
            name = self.names.of(row)
            if row.tier is not None and row.tier != tier:
                tier = row.tier
                label = captions.band(row.band) if row.band else self.lookup.tier(tier)
                name = captions.in_tier(label, name)
            names.append(name)
        return names


class _ShortNames:
    """Names as short as their readers know them: MOFCOM, and zones without their endings."""

    def __init__(self, rows: Iterable[Iterable[Placement]], lookup: Lookup) -> None:
        self.lookup = lookup
        self.acronyms: dict[int, str] = {}
        bodies = []
        for of_list in rows:
            for row in of_list:
                entity = lookup.entity(row.entity)
                if entity is not None and entity.kind == "body":
                    bodies.append(entity)
        if bodies and LANGUAGE == "en":
            self.acronyms = lookup.acronyms(bodies)

    def of(self, row: Placement) -> str:
        entity = self.lookup.entity(row.entity)
        if entity is None:
            return row.name
        name = captions.in_language(row.name, entity.english)
        if entity.kind == "zone":
            return ZONE_ENDINGS[LANGUAGE].sub("", name)
        return self.acronyms.get(entity.id, name)


def _items(text: str) -> list[Paragraph]:
    """A text with a number of lists in it, each kept on one line if possible."""
    return [Paragraph(aside(text), series=True)] if text else []


def _cells(
    lists: Sequence[Listing], names: Sequence[Names], width: int | None, first: Role
) -> list[list[Line]]:
    """A row a list: its label, and in each column as many names as there is room for.

    Args:
        first: what the first column of names is to its reader.
    """
    if not lists:
        return []
    labels = [words.listing_name(listing) for listing in lists]
    least = _widths(names, shortest=True)
    if width is not None and _room(labels, width, least) < sum(least):
        labels = [words.list_name(listing) for listing in lists]
    widths = _widths(names, shortest=False)
    if width is not None:
        room = max(_room(labels, width, least), sum(least))
        widths = shrunk(widths, least, room)
    cells = []
    for label, row in zip(labels, names, strict=True):
        cell = [body(label)]
        for column, each in enumerate(row):
            text = _fitted(each, widths[column])
            cell.append(styled(text, first if column == 0 else "body"))
        cells.append(cell)
    return cells


def _widths(rows: Sequence[Names], shortest: bool) -> list[int]:
    """The widths of the columns, with all names or as few as possible."""
    widths = [0] * len(rows[0])
    for row in rows:
        for column, names in enumerate(row):
            text = _fitted(names, 0) if shortest else words.joined(names)
            widths[column] = max(widths[column], _width(text))
    return widths


def _room(labels: Sequence[str], width: int, columns: Sequence[int]) -> int:
    """How much room there is for names beside the labels of lists."""
    return width - max(map(_width, labels)) - len(columns) * GAP


def _fitted(names: Sequence[str], width: int) -> str:
    """As many names as there is room for, at least one, and how many more there are."""
    for count in range(len(names), 0, -1):
        text = words.joined(names[:count])
        if count < len(names):
            text += f" +{len(names) - count}"
        if _width(text) <= width or count == 1:
            return text
    return ""


def _width(text: str) -> int:
    return width_of(body(text))
