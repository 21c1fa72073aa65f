"""The first three places of many lists, a line a list."""

import re
from collections.abc import Iterable, Iterator, Sequence

from govrank import words
from govrank.i18n import LANGUAGE
from govrank.models import Listing, Placement
from govrank.show import labels, parts
from govrank.show.layout import width_of
from govrank.show.lookup import Lookup
from govrank.show.screen import Screen
from govrank.show.view import Block, Column, body, notes, styled, table
from govrank.store import Store

# So many places are shown; in a window that is narrower than that, only the first.
PLACES = 3
NARROW = 60
# Between two columns.
GAP = 2
# The list that shows how to see more.
EXAMPLE = "prefectures"
# What begins the ending of the English name of a zone.
ZONE_ENDING = re.compile(r" (National|Economic|High|Hi)\b.*")


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
        yield from _Year(of_year, of_list, screen, lookup).blocks()


class _Year:
    """One edition.

    Args:
        of_list: the rows of each list, by year and category.
    """

    def __init__(
        self,
        lists: Sequence[Listing],
        of_list: dict[tuple[int, str], list[Placement]],
        screen: Screen,
        lookup: Lookup,
    ) -> None:
        self.lists = lists
        self.rows = {each.category: of_list.get((each.year, each.category), []) for each in lists}
        self.screen = screen
        self.lookup = lookup
        self.acronyms = self._acronyms()
        narrow = screen.width is not None and screen.width < NARROW
        self.places = 1 if narrow else PLACES

    def blocks(self) -> Iterator[Block]:
        ranked = []
        unranked = []
        unseen = []
        empty = []
        for listing in self.lists:
            rows = self.rows[listing.category]
            if not listing.known_entities and not rows:
                empty.append(listing)
            elif listing.kind != "ranked":
                unranked.append(listing)
            elif any(row.rank is not None and row.rank <= self.places for row in rows):
                ranked.append(listing)
            else:
                unseen.append(listing)
        if ranked:
            yield self._places(ranked, unseen)
        if unranked or empty:
            yield self._members(unranked, empty)

    def _places(self, ranked: Sequence[Listing], unseen: Sequence[Listing]) -> Block:
        places = range(1, self.places + 1)
        names = []
        for listing in ranked:
            names.append([self._names(listing, place) for place in places])
        captions, texts = self._set(ranked, names)
        cells = []
        for label, row in zip(captions, texts, strict=True):
            cell = [body(label)]
            for place, text in enumerate(row, 1):
                cell.append(styled(text, "answer" if place == 1 else "body"))
            cells.append(cell)
        columns = [Column(str(ranked[0].year))]
        for place in places:
            columns.append(Column(str(place)))
        caption = notes([labels.first_not_known(self.places, unseen)])
        if self.screen.document:
            sources = [listing.source for listing in self.lists]
            caption.append(parts.sources(sources, self.lookup))
        chosen = next((each for each in ranked if each.category == EXAMPLE), ranked[0])
        hint = labels.whole_list(words.list_name(chosen))
        return Block(table=table(columns, cells), caption=caption, hints=[hint])

    def _members(self, unranked: Sequence[Listing], empty: Sequence[Listing]) -> Block:
        names = []
        for listing in unranked:
            names.append([self._members_of(listing)])
        captions, texts = self._set(unranked, names)
        cells = []
        for label, row in zip(captions, texts, strict=True):
            cells.append([body(label), body(row[0])])
        caption = notes([labels.not_published(empty)])
        columns = [Column(str(self.lists[0].year)), Column(labels.named())]
        return Block(table=table(columns, cells), caption=caption)

    def _set(
        self, lists: Sequence[Listing], names: Sequence[Sequence[Sequence[str]]]
    ) -> tuple[list[str], list[list[str]]]:
        """The labels of lists and the names beside them, as far as there is room.

        Args:
            names: of each list, the names in each column.
        """
        captions = [words.listing_name(listing) for listing in lists]
        if self.screen.width is None or not names:
            return captions, [[words.joined(cell) for cell in row] for row in names]
        columns = range(len(names[0]))
        widths = [max(_width(words.joined(row[i])) for row in names) for i in columns]
        least = [max(_width(_fitted(row[i], 0)) for row in names) for i in columns]
        room = self._room(captions, len(columns))
        if room < sum(least):
            captions = [words.list_name(listing) for listing in lists]
            room = self._room(captions, len(columns))
        while sum(widths) > max(room, sum(least)):
            wider = [i for i in columns if widths[i] > least[i]]
            widest = max(wider, key=lambda i: widths[i])
            widths[widest] -= 1
        texts = [[_fitted(row[i], widths[i]) for i in columns] for row in names]
        return captions, texts

    def _room(self, captions: Sequence[str], columns: int) -> int:
        """How much room there is for names beside the labels."""
        widest = max(map(_width, captions))
        return (self.screen.width or 0) - widest - columns * GAP

    def _names(self, listing: Listing, place: int) -> list[str]:
        """Who is at a place."""
        rows = self.rows[listing.category]
        return [self._short(row) for row in rows if row.rank == place]

    def _members_of(self, listing: Listing) -> list[str]:
        """Who is in a list without places, with the tier at the first of each."""
        names = []
        tier = None
        for row in self.rows[listing.category]:
            name = self._short(row)
            if row.tier is not None and row.tier != tier:
                tier = row.tier
                name = labels.in_tier(self.lookup.tier(tier), name)
            names.append(name)
        return names

    def _short(self, row: Placement) -> str:
        """A name as short as its reader knows it."""
        entity = self.lookup.entity(row.entity)
        if entity is None:
            return row.name
        if LANGUAGE == "zh" or entity.english is None:
            return entity.short if entity.kind == "zone" else row.name
        if entity.kind == "zone":
            return ZONE_ENDING.sub("", entity.english)
        return self.acronyms.get(entity.id, entity.english)

    def _acronyms(self) -> dict[int, str]:
        if LANGUAGE == "zh":
            return {}
        bodies = []
        for rows in self.rows.values():
            for row in rows:
                entity = self.lookup.entity(row.entity)
                if entity is not None and entity.kind == "body":
                    bodies.append(entity)
        return self.lookup.acronyms(bodies) if bodies else {}


def _width(text: str) -> int:
    return width_of(body(text))


def _fitted(names: Sequence[str], width: int) -> str:
    """Names as far as there is room, and how many more there are; at least one name."""
    for count in range(len(names), 0, -1):
        text = words.joined(names[:count])
        if count < len(names):
            text += f" +{len(names) - count}"
        if _width(text) <= width or count == 1:
            return text
    return ""
