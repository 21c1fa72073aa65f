"""The rank then and the change, beside the rank now."""

from collections.abc import Iterable

from govrank import words
from govrank.ask.changes import Comparison, Earlier, turnover
from govrank.i18n import _
from govrank.models import Placement
from govrank.show.lookup import Lookup
from govrank.show.screen import Glyphs, Screen
from govrank.show.view import Column, Line, Paragraph, answer, aside, body, measure, notes
from govrank.words import captions
from govrank.words import changes as sentences


def change_cell(change: int | None, glyphs: Glyphs) -> Line:
    """A rise or a fall, with its sign."""
    if change is None:
        return ()
    if change > 0:
        return measure(f"{glyphs.up}{change}")
    if change < 0:
        return answer(f"{glyphs.down}{-change}")
    return aside("0")


class Changed:
    """What stands in and below the table of one list.

    Args:
        year: the year that was asked for, or None for the last edition.
        places: how many places the table has.
    """

    def __init__(
        self, earlier: Earlier, year: int | None, places: int, lookup: Lookup, screen: Screen
    ) -> None:
        self.earlier = earlier
        self.year = year
        self.places = places
        self.lookup = lookup
        self.glyphs = screen.glyphs

    def columns(self) -> list[Column]:
        then = self.earlier.then
        heading = str(then.year) if then is not None else ""
        return [Column(heading, right=True, whole=True), Column(_("change"), whole=True)]

    def cells(self, row: Placement) -> list[Line]:
        if not self._has_ranks():
            return [(), ()]
        rank = self.earlier.rank_then(row)
        change = change_cell(self.earlier.change(row), self.glyphs)
        return [body(rank) if rank is not None else aside("-"), change]

    def caption(self, rows: Iterable[Placement]) -> list[Paragraph]:
        """Who left and who came, and what is not known of it."""
        earlier = self.earlier
        texts = []
        if any(row.rank is not None and earlier.rank_then(row) is None for row in rows):
            texts.append(captions.dash_not_known() if self._has_ranks() else "")
        texts += self._turnover()
        texts += sentences.remarks(earlier.listing, earlier.then, earlier.alike, self.year)
        if earlier.then is not None and words.note(earlier.then):
            texts.append(captions.note_on([earlier.then], words.note(earlier.then), one_list=True))
        return notes(texts)

    def _has_ranks(self) -> bool:
        then = self.earlier.then
        return then is not None and then.known_places > 0

    def _turnover(self) -> list[str]:
        then = self.earlier.then
        if then is None or not then.known_places:
            return []
        now = self.earlier.listing
        found = turnover(self.lookup.store, now, then, self.places)
        texts = []
        if found.left is None:
            texts.append(sentences.few_known(now.year, self.places, found.known_now, now=True))
        elif found.left:
            texts.append(sentences.left(now.year, self.places, then.year, found.left))
        if found.came is None:
            texts.append(sentences.few_known(then.year, self.places, found.known_then, now=False))
        elif found.came:
            texts.append(sentences.came(now.year, self.places, then.year, found.came))
        return texts


class Beside:
    """What stands beside the ranks of entities that are compared."""

    def __init__(self, comparison: Comparison, screen: Screen) -> None:
        self.comparison = comparison
        self.glyphs = screen.glyphs

    def year(self, key: tuple[int, str]) -> Line:
        then = self.comparison.with_list(key[0], key[1]).then
        return aside(then.year if then is not None else "-")

    def change(self, row: Placement) -> Line:
        earlier = self.comparison.with_list(row.year, row.category)
        rank = earlier.rank_then(row)
        if rank is None:
            return ()
        change = change_cell(earlier.change(row), self.glyphs)
        return aside(f"  {sentences.was(rank)} ") + change

    def caption(self, rows: Iterable[Placement]) -> list[Paragraph]:
        """What is not known of the lists that some rows stand in."""
        for row in rows:
            self.comparison.changed(row)
        return notes(remarks(self.comparison))


def remarks(comparison: Comparison) -> list[str]:
    """Why ranks were not compared, list by list."""
    texts = []
    for key, found in comparison.met.items():
        listing, then = found.listing, found.then
        for text in sentences.remarks(listing, then, found.alike, comparison.year):
            texts.append(sentences.on_list(listing, text))
        if then is not None and then.known_places and key in comparison.gaps:
            texts.append(sentences.on_list(then, words.coverage(then)))
    return texts
