"""How entities rose and fell: all lists against all years, or one list year by year."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise

from govrank.i18n import _
from govrank.models import Placement
from govrank.show import parts
from govrank.show.changes import change_cell
from govrank.show.lookup import Lookup
from govrank.show.matrices import matrix
from govrank.show.screen import Screen
from govrank.show.view import (
    Block,
    Column,
    Line,
    Role,
    Table,
    answer,
    aside,
    body,
    measure,
    note,
    series,
    strong,
    styled,
    table,
)
from govrank.store import Store
from govrank.words import captions

# Ranks up to this one stand out among all lists.
FIRST = 3
# Where a scale of ranks may end, and how wide it may be drawn.
ENDS = (10, 20, 50, 100, 200, 500, 1000)
GAUGE = 21


def history(
    screen: Screen,
    store: Store,
    rows: Iterable[Placement],
    one_list: bool = False,
    all_notes: bool = False,
) -> Iterator[Block]:
    """The record of each entity. One that is asked for twice is shown once.

    Args:
        one_list: whether lists were chosen, so that each is shown year by year. An entity
            of one list always is.
        all_notes: whether the notes are wanted, however many.
    """
    lookup = Lookup(store)
    order = list(lookup.categories())
    entities: dict[str, dict[tuple[int, int], Placement]] = {}
    for row in rows:
        entities.setdefault(row.entity, {})[order.index(row.category), row.year] = row
    for of_entity in entities.values():
        placements = [of_entity[key] for key in sorted(of_entity)]
        lists = {row.category for row in placements}
        if len(lists) > 1 and not one_list:
            yield _all_lists(placements, screen, lookup, all_notes)
            continue
        for _category, of_list in groupby(placements, lambda row: row.category):
            yield _one_list(list(of_list), screen, lookup, all_notes)


# all lists


def _all_lists(rows: Sequence[Placement], screen: Screen, lookup: Lookup, all_notes: bool) -> Block:
    cells: dict[tuple[str, int], Line] = {}
    legend: dict[str, str] = {}
    if screen.colours and any(row.rank is not None and row.rank <= FIRST for row in rows):
        legend["first"] = captions.orange_first(FIRST)
    for row in rows:
        cells[row.category, row.year] = _cell(row, lookup, legend)
    record, caption = matrix(screen, lookup, cells, mark=" ")
    legend["."] = captions.dot_not_known()
    caption.insert(0, series(map(aside, legend.values())))
    caption += parts.notes(parts.lists_of(rows, lookup), all_notes or screen.document)
    if screen.document:
        caption.append(parts.sources([row.source for row in rows], lookup))
    most = max(lookup.categories(), key=lambda each: sum(row.category == each for row in rows))
    name = captions.in_language(rows[0].entity, rows[0].english)
    hints = [captions.one_list(name, lookup.category(most), screen.given)]
    return Block(parts.entity_title(rows[0], lookup), table=record, caption=caption, hints=hints)


def _cell(row: Placement, lookup: Lookup, legend: dict[str, str]) -> Line:
    """A placement in three cells: a number or a letter, and a sign. The legend is added to."""
    if row.rank is not None:
        rank = styled(row.rank, "answer" if row.rank <= FIRST else "strong")
        if row.tied:
            legend["="] = captions.equals_tied()
        return rank + aside("=" if row.tied else " ")
    if row.band is not None:
        text = f"1-{row.band}"
        legend[text] = captions.range_of_band(row.band)
        return body(text + " ")
    if row.tier is not None:
        tier = lookup.tier(row.tier)
        legend[tier] = captions.letter_tier(tier[0], tier)
        return body(tier[0] + " ")
    legend["+"] = captions.plus_named()
    return measure("+ ")


# one list


def _one_list(rows: Sequence[Placement], screen: Screen, lookup: Lookup, all_notes: bool) -> Block:
    """A row a year. The years between two that are known are a row too."""
    course = _Course(rows, screen, lookup)
    title = parts.entity_title(rows[0], lookup)
    title.append(aside(captions.category(lookup.category(rows[0].category))))
    caption = []
    if not course.counted_alike():
        caption.append(note(captions.counted_otherwise()))
    lists = parts.lists_of(rows, lookup)
    caption += parts.notes(lists, all_notes or screen.document, one_list=True)
    caption.append(parts.sources([row.source for row in rows], lookup))
    return Block(title, course.summary(), table=course.table(), caption=caption)


class _Course:
    """The places of one entity in one list, year by year."""

    def __init__(self, rows: Sequence[Placement], screen: Screen, lookup: Lookup) -> None:
        self.rows = rows
        self.screen = screen
        self.lookup = lookup
        self.ranked = [row for row in rows if row.rank is not None]
        worst = max((row.rank or 0 for row in self.ranked), default=0)
        self.gauge = _Gauge(worst, screen) if len(self.ranked) > 1 else None

    def summary(self) -> list[list[Line]]:
        """The latest rank, the best, and the change since the first."""
        if len(self.ranked) < 2:
            return []
        first = self.ranked[0]
        latest = self.ranked[-1]
        best = min(reversed(self.ranked), key=lambda row: row.rank or 0)
        said = [
            parts.filled(captions.latest(latest.year), answer(latest.rank), "aside"),
            parts.filled(captions.best(best.year), strong(best.rank), "aside"),
        ]
        change = self._change(first, latest)
        if change:
            said.append(parts.filled(captions.since(first.year), change, "aside"))
        return [said]

    def counted_alike(self) -> bool:
        """Whether all ranks that are compared are counted in one way."""
        if not self.ranked:
            return True
        if not self._comparable(self.ranked[0], self.ranked[-1]):
            return False
        return all(self._comparable(before, row) for before, row in pairwise(self.ranked))

    def _comparable(self, before: Placement, row: Placement) -> bool:
        """Whether two lists number ties alike, as far as that is known."""
        first = self.lookup.listing(before).numbering
        second = self.lookup.listing(row).numbering
        return first is None or second is None or first == second

    def _change(self, before: Placement, row: Placement) -> Line:
        """By how many places a rank is better or worse than one before it."""
        change = (before.rank or 0) - (row.rank or 0)
        if change == 0 or not self._comparable(before, row):
            return ()
        return change_cell(change, self.screen.glyphs)

    def table(self) -> Table | None:
        heading = _("rank") if self.ranked else _("tier")
        columns = [
            Column(_("year"), whole=True),
            Column(heading, whole=True),
            Column(_("of"), right=True, whole=True),
            Column(_("change"), whole=True),
            Column(self.gauge.heading if self.gauge else "", whole=True, drawn=True),
            Column(_("tier")),
            Column(_("score"), right=True, whole=True),
        ]
        cells: list[list[Line]] = []
        standings = []
        for row in self.rows:
            standing = parts.standing(row, self.lookup)
            standings.append(standing._replace(role=self._role(row, "strong")))
        year = self.rows[0].year
        before = None
        for row, cell in zip(self.rows, parts.standing_cells(standings, heading), strict=True):
            if row.year > year + 1:
                cells.append(_gap(year + 1, row.year - 1))
            cells.append(self._cells(row, before, cell))
            year = row.year
            if row.rank is not None:
                before = row
        return table(columns, cells)

    def _role(self, row: Placement, usual: Role) -> Role:
        """The latest rank is what one looks for."""
        if row.rank is None:
            return "body"
        return "answer" if row is self.ranked[-1] else usual

    def _cells(self, row: Placement, before: Placement | None, standing: Line) -> list[Line]:
        change: Line = ()
        position: Line = ()
        if row.rank is not None and before is not None:
            change = self._change(before, row)
        if row.rank is not None and self.gauge is not None:
            position = self.gauge.of(row.rank, self._role(row, "measure"))
        return [
            strong(row.year),
            standing,
            aside(self.lookup.listing(row).listed_places),
            change,
            position,
            parts.tier_beside(row, self.lookup),
            body(row.score),
        ]


def _gap(first: int, last: int) -> list[Line]:
    """A row for years in which nothing is known."""
    years = str(first) if first == last else f"{first}-{last}"
    nothing: Line = ()
    return [aside(years), aside(captions.not_known())] + [nothing] * 5


class _Gauge:
    """The scale of ranks from 1 to the worst, drawn as a line with a position on it."""

    def __init__(self, worst: int, screen: Screen) -> None:
        self.last = next((end for end in ENDS if end >= worst), worst)
        self.width = min(2 * self.last - 1, GAUGE)
        self.glyphs = screen.glyphs

    def _position(self, rank: int) -> int:
        return round((rank - 1) * (self.width - 1) / max(1, self.last - 1))

    @property
    def heading(self) -> str:
        """The first, the middle and the last rank of the scale, above their positions."""
        middle = self.last // 2
        text = "1".ljust(self._position(middle)) + str(middle)
        return text + str(self.last).rjust(self.width - len(text))

    def of(self, rank: int, role: Role) -> Line:
        before = self._position(rank)
        line = aside(self.glyphs.rule * before) + styled(self.glyphs.position, role)
        return line + aside(self.glyphs.rule * (self.width - before - 1))
