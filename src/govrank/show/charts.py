"""Tables with a picture: regions as bars, and scores on the scale of tiers."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from govrank.i18n import LANGUAGE, _
from govrank.models import Scale, Tally, Tiering, as_text
from govrank.show import parts
from govrank.show.layout import natural_width
from govrank.show.lookup import Lookup
from govrank.show.screen import Glyphs, Screen
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
    series,
    strong,
    styled,
    table,
)
from govrank.store import Store
from govrank.words import captions

# In a bar each entity is one sign, up to so many signs.
LONGEST_BAR = 40
# A bar that must be shorter says little. A narrower window has none.
SHORTEST_BAR = 5
LEAST_FOR_BARS = 50
# The scale of tiers: how wide at most, how wide beside a score, and how far from the edge.
WIDEST_SCALE = 66
SMALL_SCALE = 22
MARGIN = "  "


# regions


def regions(
    screen: Screen, store: Store, rows: Iterable[Tally], years: Sequence[int], places: int
) -> Iterator[Block]:
    """Provinces with a bar for the number of their entities."""
    tallies = list(rows)
    if not tallies:
        return
    lookup = Lookup(store)
    room = LONGEST_BAR
    if screen.width is not None:
        bare = natural_width(_regions(tallies, 0, lookup, screen))
        room = min(room, screen.width - bare - 2)
        if screen.width < LEAST_FOR_BARS or room < SHORTEST_BAR:
            room = 0
    each = 0
    if room:
        most = max(row.entities for row in tallies)
        each = -(-most // room)  # rounded up
    caption = [aside(captions.only_known())]
    if each and not screen.document:
        caption.insert(0, aside(captions.one_sign(screen.glyphs.one, each)))
    title = [strong(captions.most_entities(places)), aside(captions.years(years))]
    counted = _regions(tallies, each, lookup, screen)
    yield Block(title, table=counted, caption=[series(caption)])


def _regions(tallies: Sequence[Tally], each: int, lookup: Lookup, screen: Screen) -> Table:
    """The table, with a sign in a bar for so many entities each, or without bars."""
    cells = []
    for row in tallies:
        signs = -(-row.entities // each) if each else 0
        cell = parts.name_cells(row.region, lookup.english(row.region))
        cell += [strong(row.entities), measure(screen.glyphs.one * signs)]
        cell.append(styled(row.best_rank, "answer" if row.best_rank == 1 else "aside"))
        cells.append(cell)
    columns = parts.name_columns(_("region"))
    columns.append(Column(_("entities"), right=True, whole=True))
    columns.append(Column(whole=True, drawn=True))
    columns.append(Column(_("best"), right=True, whole=True))
    filled = table(columns, cells)
    assert filled is not None
    return filled


# tier


def tier(screen: Screen, rows: Iterable[Tiering], scales: Sequence[Scale]) -> Iterator[Block]:
    """A score on the scale of tiers; several scores a row each; without scores the scales."""
    of_year = {scale.year: scale for scale in scales}
    given = list(dict.fromkeys(rows))
    scored = [row for row in given if row.score is not None]
    if not scored:
        for year in dict.fromkeys(row.year for row in given):
            title = [strong(captions.tiers_of(year))]
            yield Block(title, table=_ladder(of_year[year], None, screen))
    elif len(scored) == 1:
        yield _one_score(scored[0], of_year[scored[0].year], screen)
    else:
        yield Block(table=_several_scores(scored, of_year, screen))


def _one_score(row: Tiering, scale: Scale, screen: Screen) -> Block:
    title = [answer(row.score)]
    title += _tier_cells(row.tier, scale, "strong")
    title.append(aside(captions.scale(scale.year, scale.full_marks)))
    room = WIDEST_SCALE
    if screen.width is not None:
        room = min(room, screen.width - len(MARGIN) - len(str(scale.full_marks)))
    bounds = _bounds_below(scale, room)
    drawing = [body(""), body(MARGIN) + _gauge(scale, row.score, room, screen.glyphs)]
    drawing += [body(MARGIN) + aside(bounds), body("")]
    return Block(
        title=title,
        lead=[[_missing(row, scale)]],
        drawing=drawing,
        table=_ladder(scale, row, screen),
    )


def _missing(row: Tiering, scale: Scale) -> Line:
    """How far it is to the next tier."""
    if row.points_to_next is None or row.next_tier is None:
        return body(captions.highest())
    text = captions.points_to(_tier_name(row.next_tier, scale))
    return parts.filled(text, answer(row.points_to_next), "body")


def _tier_name(tier: str, scale: Scale) -> str:
    if LANGUAGE == "zh":
        return tier
    return next(step.english for step in scale.steps if step.tier == tier)


def _tier_cells(tier: str, scale: Scale, role: Role) -> list[Line]:
    return parts.name_cells(tier, _tier_name(tier, scale), role)


def _position(points: Decimal | int, scale: Scale, room: int) -> int:
    return round(points * room / scale.full_marks)


def _gauge(scale: Scale, score: Decimal | None, room: int, glyphs: Glyphs) -> Line:
    """The scale from 0 to the full marks, true to length and filled up to a score."""
    ticks = [_position(step.minimum, scale, room) for step in scale.steps if step.minimum]
    reached = _position(score or 0, scale, room)
    line: Line = ()
    for cell in range(room):
        if cell in ticks:
            line += aside(glyphs.tick)
        elif cell < reached:
            line += measure(glyphs.full)
        else:
            line += aside(glyphs.rule)
    return line


def _bounds_below(scale: Scale, room: int) -> str:
    """The bounds of the tiers, each below its tick if there is room."""
    bounds = [step.minimum or 0 for step in scale.steps] + [scale.full_marks]
    text = ""
    for bound in sorted(bounds):
        position = _position(bound, scale, room)
        if position > len(text) or not text:
            text = text.ljust(position) + str(bound)
    return text


def _ladder(scale: Scale, here: Tiering | None, screen: Screen) -> Table | None:
    """The tiers, the highest first. The one that is meant is marked."""
    cells = []
    ceiling = scale.full_marks
    passed = False
    for step in scale.steps:
        is_here = here is not None and step.tier == here.tier
        name: Role = "answer" if is_here else "aside" if passed else "body"
        points: Role = "strong" if is_here else "aside" if passed else "body"
        cell = [answer(screen.glyphs.here if is_here else "")]
        cell += _tier_cells(step.tier, scale, name)
        cell.append(styled(f"{step.minimum or 0} - {ceiling}", points))
        cell.append(_remark(step.tier, here))
        cells.append(cell)
        ceiling = step.minimum or 0
        passed = passed or is_here
    columns = [Column(whole=True, drawn=True)]
    columns += parts.name_columns(_("tier"))
    columns += [Column(_("points"), right=True, whole=True), Column()]
    return table(columns, cells)


def _remark(tier: str, here: Tiering | None) -> Line:
    """What stands beside a tier: the score that is in it, or what is missing to it."""
    if here is None:
        return ()
    if tier == here.tier:
        return answer(here.score)
    if tier == here.next_tier:
        return aside(captions.points_away(as_text(here.points_to_next)))
    return ()


def _several_scores(
    rows: Sequence[Tiering], scales: dict[int, Scale], screen: Screen
) -> Table | None:
    several_years = len({row.year for row in rows}) > 1
    cells = []
    for row in rows:
        scale = scales[row.year]
        cell = [strong(row.score), aside(row.year if several_years else "")]
        cell += _tier_cells(row.tier, scale, "body")
        cell.append(_gauge(scale, row.score, SMALL_SCALE, screen.glyphs))
        cell.append(_missing(row, scale))
        cells.append(cell)
    columns = [Column(_("score"), right=True, whole=True), Column(_("year"), whole=True)]
    columns += parts.name_columns(_("tier"))
    columns += [Column(whole=True, drawn=True), Column()]
    return table(columns, cells)
