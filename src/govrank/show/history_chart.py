"""The ranks of entities over the years as a chart (SVG): a picture a list, one below the other.

Rank 1 is at the top. A line is dotted over years that are not known. The chart loads nothing:
its fonts are those of the system. It is light, and dark where its reader's system is.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from itertools import pairwise
from typing import NamedTuple

from govrank import __version__
from govrank.i18n import LANGUAGE
from govrank.models import Placement
from govrank.show.layout import width_of, wrap
from govrank.show.lookup import Lookup
from govrank.show.screen import inert
from govrank.show.view import body, plain_text
from govrank.store import Store
from govrank.words import captions
from govrank.words import files as words

WIDTH = 760
LEFT, RIGHT = 56, 730
HEIGHT, LOW = 232, 116
LINE = 18
BETWEEN = 26
# How many half-width characters a line of small or of large letters has.
SMALL, LARGE = 108, 76
# What stands between two semicolons, with the one behind it.
ITEMS = re.compile("[^;；]+[;；]? ?")
# The width of one of 13 pixels.
CHARACTER = 7
# Legible on white and on black, and told apart by the colour-blind.
COLOURS = ("#0087d7", "#d75f00", "#00875f", "#af5faf", "#87701a", "#767676")
LATEST = "#d75f00"
SHAPES = ("circle", "square", "diamond", "triangle")
# With less room between two years, a tie is a sign and not a word.
ROOM_FOR_WORDS = 54
ROOM_FOR_YEARS = 34
# Where a scale of ranks may end. The first is drawn lower than the others.
ENDS = (5, 10, 20, 50, 100, 200, 500, 1000)
# Two marks below one another that are closer have no room for a number between them.
CLOSE = 36
# Up to so many ranks there is a thin line at each.
MOST_LINES = 20
STYLE = """\
<style>
text { font-family: system-ui, -apple-system, "Segoe UI", "Microsoft YaHei", "PingFang SC",
  "Noto Sans CJK SC", sans-serif; }
@media (prefers-color-scheme: dark) {
  .paper { fill: #0d1117; } .ink { fill: #e6edf3; } .aside { fill: #9198a1; }
  .grid { stroke: #3d444d; } .thin { stroke: #262c36; } .halo { stroke: #0d1117; }
}
</style>"""


class Course(NamedTuple):
    """One entity in one list, year by year."""

    name: str
    rows: Sequence[Placement]
    colour: str
    shape: str

    @property
    def ranked(self) -> list[Placement]:
        return [row for row in self.rows if row.rank is not None]


class Mark(NamedTuple):
    """A rank that is drawn, with its place on the chart."""

    x: float
    y: float
    row: Placement
    colour: str
    course: Course


def lines(store: Store, rows: Iterable[Placement]) -> Iterator[str]:
    """The lines of the chart; none if there is no rank to draw."""
    lookup = Lookup(store)
    panels = _panels(rows, lookup)
    if not panels:
        return
    drawn: list[str] = []
    top = 12.0
    for panel in panels:
        drawn += panel.lines(top)
        top += panel.height + BETWEEN
    top -= BETWEEN
    sources = _sources(panels, lookup)
    for number, line in enumerate(sources):
        drawn.append(_text(26, top + 14 + number * LINE, line, size=12, role="aside"))
    height = round(top + 22 + len(sources) * LINE)
    language = "zh-CN" if LANGUAGE == "zh" else "en"
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}"'
        f' width="{WIDTH}" height="{height}" role="img" xml:lang="{language}">'
    )
    yield f"<title>{_escaped('; '.join(panel.title for panel in panels))}</title>"
    yield STYLE
    yield f'<rect class="paper" width="{WIDTH}" height="{height}" fill="#ffffff"/>'
    yield from drawn
    yield "</svg>"


def _panels(rows: Iterable[Placement], lookup: Lookup) -> "list[_Panel]":
    """A panel for each list in which somebody has a rank, in the order of the lists."""
    of_list: dict[str, dict[str, dict[int, Placement]]] = {}
    for row in rows:
        if row.rank is not None or row.band is not None:
            of_list.setdefault(row.category, {}).setdefault(row.entity, {})[row.year] = row
    entities = list(dict.fromkeys(name for found in of_list.values() for name in found))
    panels = []
    for category in lookup.categories():
        courses = []
        for entity, years in of_list.get(category, {}).items():
            of_entity = [years[year] for year in sorted(years)]
            number = entities.index(entity)
            course = Course(
                name=captions.in_language(entity, of_entity[0].english),
                rows=of_entity,
                colour=COLOURS[number % len(COLOURS)],
                shape=SHAPES[number % len(SHAPES)],
            )
            courses.append(course)
        if any(course.ranked for course in courses):
            panels.append(_Panel(courses, lookup))
    return panels


def _sources(panels: "Sequence[_Panel]", lookup: Lookup) -> list[str]:
    """Lines of sources, each kept on one line if possible."""
    rows = [row for panel in panels for course in panel.courses for row in course.rows]
    published = [captions.published(lookup.source(row.source)) for row in rows]
    whole = ITEMS.findall(words.chart_source(dict.fromkeys(published), __version__))
    lines = [""]
    for item in whole:
        if lines[-1] and width_of(body(lines[-1] + item)) > SMALL:
            lines.append("")
        lines[-1] += item
    return [part for line in lines for part in _wrapped(line, SMALL)]


class _Axes:
    """Where years and ranks are on the chart of one list.

    Attributes:
        top: where rank 1 is. It is settled when the chart is drawn.
    """

    def __init__(self, rows: Sequence[Placement]) -> None:
        self.first = min(row.year for row in rows)
        self.last = max(row.year for row in rows)
        worst = max(row.rank for row in rows if row.rank is not None)
        self.end = next((end for end in ENDS if end >= worst), worst)
        self.depth = LOW if self.end == ENDS[0] else HEIGHT
        self.year_room = (RIGHT - LEFT) / max(1, self.last - self.first)
        self.top = 0.0

    @property
    def bottom(self) -> float:
        return self.top + self.depth

    def x(self, year: int) -> float:
        if self.first == self.last:
            return (LEFT + RIGHT) / 2
        return LEFT + (year - self.first) * self.year_room

    def y(self, rank: int) -> float:
        return self.top + (min(rank, self.end) - 1) * self.depth / max(1, self.end - 1)

    def lines(self) -> list[str]:
        """A line for each rank, the main ones with their numbers, and the years below."""
        drawn = []
        if self.end <= MOST_LINES:
            for rank in range(2, self.end):
                drawn.append(_rule(self.y(rank), "thin", "#ececec"))
        for rank in sorted({1, (self.end + 1) // 2, self.end}):
            y = self.y(rank)
            drawn.append(_rule(y, "grid", "#d0d0d0"))
            drawn.append(_text(46, y + 5, str(rank), size=14, role="aside", anchor="end"))
        step = 1
        while self.year_room * step < ROOM_FOR_YEARS:
            step += 1
        for year in range(self.last, self.first - 1, -step):
            x, y = self.x(year), self.bottom + 24
            drawn.append(_text(x, y, str(year), size=14, role="aside", anchor="middle"))
        return drawn


class _Panel:
    """The chart of one list."""

    def __init__(self, courses: Sequence[Course], lookup: Lookup) -> None:
        self.courses = courses
        self.lookup = lookup
        rows = [row for course in courses for row in course.rows]
        self.axes = _Axes(rows)
        self.several = len(courses) > 1
        self.brief = self.several or self.axes.year_room < ROOM_FOR_WORDS
        label = captions.category(lookup.category(rows[0].category))
        names = [course.name for course in courses]
        self.title = words.chart_title(names, label, self.axes.first, self.axes.last)
        self.titles = _wrapped(self.title, LARGE)
        self.remarks = self._remarks()
        self.head = 16 + len(self.titles) * 24 + (LINE if self.several else 0) + 14
        self.height = self.head + self.axes.depth + 40 + len(self.remarks) * LINE

    def lines(self, top: float) -> list[str]:
        self.axes.top = top + self.head
        drawn = []
        for number, title in enumerate(self.titles):
            drawn.append(_text(26, top + 16 + number * 24, title, size=17, role="ink", bold=True))
        if self.several:
            drawn += self._legend(top + 16 + len(self.titles) * 24)
        drawn += self.axes.lines()
        marks: list[Mark] = []
        for course in self.courses:
            drawn += self._bands(course) + self._course(course)
            marks += self._marks(course)
        for mark in marks:
            drawn.append(_shape(mark, _beside(mark, marks)))
        drawn += self._ranks(marks)
        for number, remark in enumerate(self.remarks):
            y = self.axes.bottom + 48 + number * LINE
            drawn.append(_text(26, y, remark, size=12, role="aside"))
        return drawn

    def _legend(self, y: float) -> list[str]:
        """Who has which colour and shape."""
        drawn = []
        x = 32.0
        for course in self.courses:
            drawn.append(_shape(Mark(x, y - 4, course.rows[0], course.colour, course), 0))
            drawn.append(_text(x + 12, y, course.name, size=13, role="ink"))
            x += 36 + CHARACTER * width_of(body(course.name))
        return drawn

    def _bands(self, course: Course) -> list[str]:
        """A bar for each year of which only a range is published."""
        drawn = []
        top = self.axes.y(1)
        number = self.courses.index(course)
        for row in course.rows:
            if row.band is None:
                continue
            x = self.axes.x(row.year) - 4 + number * 5
            height = max(8.0, self.axes.y(row.band) - top)
            drawn.append(
                f'<rect x="{x:g}" y="{top:g}" width="8" height="{height:g}" rx="4"'
                f' fill="{course.colour}" opacity="0.3"/>'
            )
            label = captions.band(row.band)
            y = top + height + 16
            drawn.append(_text(x + 4, y, label, size=12, role="aside", anchor="middle"))
        return drawn

    def _course(self, course: Course) -> list[str]:
        """The lines between the ranks of an entity, dotted over years that are not known."""
        drawn = []
        for before, after in pairwise(self._marks(course)):
            known = after.row.year == before.row.year + 1
            dots = "" if known else ' stroke-dasharray="3 5" opacity="0.7"'
            drawn.append(
                f'<line x1="{before.x:g}" y1="{before.y:g}" x2="{after.x:g}" y2="{after.y:g}"'
                f' stroke="{course.colour}" stroke-width="2.5"{dots}/>'
            )
        return drawn

    def _marks(self, course: Course) -> list[Mark]:
        marks = []
        for row in course.ranked:
            assert row.rank is not None
            latest = not self.several and row is course.ranked[-1]
            colour = LATEST if latest else course.colour
            marks.append(Mark(self.axes.x(row.year), self.axes.y(row.rank), row, colour, course))
        return marks

    def _ranks(self, marks: Sequence[Mark]) -> list[str]:
        """The numbers beside the marks. Two marks at one place have one number."""
        drawn = []
        numbered: set[tuple[float, float]] = set()
        for mark in marks:
            if (mark.x, mark.y) in numbered:
                continue
            numbered.add((mark.x, mark.y))
            # The years stand below the last line.
            low = mark.y < self.axes.bottom - LINE and _is_low(mark, marks)
            y = mark.y + 22 if low else mark.y - 10
            number = self._rank(mark.row)
            at_edge = mark.x > RIGHT - 30 and len(number) > len("10=")
            x = mark.x + 20 if at_edge else mark.x
            anchor = "end" if at_edge else "middle"
            colour = mark.colour
            drawn.append(_text(x, y, number, size=13, colour=colour, anchor=anchor, bold=True))
        return drawn

    def _rank(self, row: Placement) -> str:
        assert row.rank is not None
        if not row.tied:
            return str(row.rank)
        return f"{row.rank}=" if self.brief else words.tied_rank(row.rank)

    def _remarks(self) -> list[str]:
        rows = [row for course in self.courses for row in course.rows]
        texts = []
        legend = words.chart_legend(
            dotted=any(_has_gap(course.ranked) for course in self.courses),
            tied=self.brief and any(row.tied for row in rows),
            band=any(row.band is not None for row in rows),
        )
        if legend:
            texts += _wrapped(legend, SMALL)
        numberings = {self.lookup.listing(row).numbering for row in rows if row.rank is not None}
        if len(numberings - {None}) > 1:
            texts += _wrapped(words.chart_numbering(), SMALL)
        return texts


def _is_low(mark: Mark, marks: Sequence[Mark]) -> bool:
    """Whether a number has more room below its mark than above it."""
    above = [m for m in marks if m.x == mark.x and 0 < mark.y - m.y < CLOSE]
    below = [m for m in marks if m.x == mark.x and 0 < m.y - mark.y < CLOSE]
    if above or below:
        return bool(above) and not below
    course = [m for m in marks if m.course is mark.course]
    at = course.index(mark)
    beside = [m for m in course[max(0, at - 1) : at + 2] if m is not mark]
    return bool(beside) and all(m.y < mark.y for m in beside)


def _has_gap(rows: Sequence[Placement]) -> bool:
    years = [row.year for row in rows]
    return len(years) > 1 and max(years) - min(years) >= len(years)


# the parts of a picture


def _escaped(text: str) -> str:
    return escape(inert(text))


def _text(
    x: float,
    y: float,
    text: str,
    *,
    size: int,
    role: str = "",
    colour: str = "",
    anchor: str = "start",
    bold: bool = False,
) -> str:
    """A text in a colour, or in that of its role: ink, or aside."""
    fill = {"ink": "#1f2328", "aside": "#6e6e6e"}.get(role, colour)
    weight = ' font-weight="bold"' if bold else ""
    # A number may lie on a line: its letters have an edge in the colour of the paper.
    edge = ' stroke="#ffffff" stroke-width="4" paint-order="stroke"' if colour else ""
    return (
        f'<text class="{role or "halo"}" x="{x:g}" y="{y:g}" font-size="{size}" fill="{fill}"'
        f' text-anchor="{anchor}"{weight}{edge}>{_escaped(text)}</text>'
    )


def _rule(y: float, role: str, colour: str) -> str:
    return (
        f'<line class="{role}" x1="{LEFT}" x2="{RIGHT}" y1="{y:g}" y2="{y:g}" stroke="{colour}"/>'
    )


def _beside(mark: Mark, marks: Sequence[Mark]) -> float:
    """How far a mark stands aside, so that those who are tied are all seen."""
    here = [m for m in marks if (m.x, m.y) == (mark.x, mark.y)]
    number = [m.course for m in here].index(mark.course)
    return (number - (len(here) - 1) / 2) * 9


def _shape(mark: Mark, aside: float) -> str:
    x, y = mark.x + aside, mark.y
    shape = mark.course.shape
    if shape == "circle":
        return f'<circle cx="{x:g}" cy="{y:g}" r="5.5" fill="{mark.colour}"/>'
    corners = {
        "square": [(-5, -5), (5, -5), (5, 5), (-5, 5)],
        "diamond": [(0, -7), (7, 0), (0, 7), (-7, 0)],
        "triangle": [(0, -6), (6, 5), (-6, 5)],
    }[shape]
    points = " ".join(f"{x + dx:g},{y + dy:g}" for dx, dy in corners)
    return f'<polygon points="{points}" fill="{mark.colour}"/>'


def _wrapped(text: str, width: int) -> list[str]:
    """A text in lines of so many half-width characters."""
    return [plain_text(line) for line in wrap(body(text), width)]
