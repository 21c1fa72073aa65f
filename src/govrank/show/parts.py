"""The parts that several tables have: names, standings, titles, notes and sources."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from govrank import words
from govrank.i18n import LANGUAGE, _
from govrank.models import Listing, Placement
from govrank.show.layout import width_of
from govrank.show.lookup import Lookup
from govrank.show.view import (
    Column,
    Line,
    Paragraph,
    Role,
    aside,
    body,
    linked,
    note,
    series,
    strong,
    styled,
)
from govrank.words import captions

ENGLISH = LANGUAGE == "en"
# So many notes are shown. Of more only their number is.
FEW_NOTES = 3
# What a rank begins with. The best of a row has a star, and one that is not known is -.
NUMBER = "*-0123456789"


# names


def filled(text: str, value: Line, role: Role) -> Line:
    """A sentence with a value in place of its hole."""
    before, _hole, behind = text.partition(captions.HOLE)
    return styled(before, role) + value + styled(behind, role)


def name_columns(heading: str) -> list[Column]:
    """A column for a name; for English readers, one more for the Chinese name."""
    if ENGLISH:
        return [Column(heading), Column(below=True)]
    return [Column(heading)]


def name_cells(chinese: str, english: str | None, role: Role = "body") -> list[Line]:
    if not ENGLISH:
        return [styled(chinese, role)]
    if not english:
        return [styled(chinese, role), ()]
    return [styled(english, role), aside(chinese)]


def entity_title(row: Placement, lookup: Lookup) -> list[Line]:
    """Who a table is about: Wuhan  武汉市  Hubei."""
    title = [strong(captions.in_language(row.entity, row.english))]
    if ENGLISH and row.english:
        title.append(aside(row.entity))
    if row.region is not None and row.region != row.entity:
        title.append(aside(captions.in_language(row.region, lookup.english(row.region))))
    return title


def region_cell(row: Placement, lookup: Lookup) -> Line:
    if row.region is None:
        return ()
    return body(captions.in_language(row.region, lookup.english(row.region)))


# standings


class Standing(NamedTuple):
    """Where somebody stands, in words or a number."""

    text: str
    role: Role
    tied: bool = False


NOT_KNOWN = Standing("-", "aside")


def standing(row: Placement, lookup: Lookup) -> Standing:
    """A rank; or a band, a tier, or that an entity is named."""
    if row.rank is not None:
        # The first place is what one looks for.
        return Standing(str(row.rank), "answer" if row.rank == 1 else "strong", bool(row.tied))
    if row.band is not None:
        return Standing(captions.band(row.band), "body")
    if row.tier is not None:
        return Standing(lookup.tier(row.tier), "body")
    return Standing(captions.named(), "body")


def standing_cells(standings: Sequence[Standing], heading: str = "") -> list[Line]:
    """Standings below one another, with `tied` behind those that are.

    Numbers end below one another, and below the heading. Words begin at its left.
    """
    width = width_of(body(heading))
    for standing in standings:
        if standing.text[-1].isdigit() and standing.text[0] in NUMBER:
            width = max(width, len(standing.text))
    cells = []
    for standing in standings:
        blanks = width - len(standing.text) if standing.text[0] in NUMBER else 0
        cell = body(" " * blanks) + styled(standing.text, standing.role)
        if standing.tied:
            cell += aside(" " + _("tied"))
        cells.append(cell)
    return cells


def tier_beside(row: Placement, lookup: Lookup) -> Line:
    """The tier of a row that has a rank as well."""
    if row.rank is None or row.tier is None:
        return ()
    return body(lookup.tier(row.tier))


# below tables


def sources(ids: Iterable[str], lookup: Lookup) -> Paragraph:
    """The sources of some rows, each once: publisher, date and id."""
    items = []
    for id in dict.fromkeys(ids):
        source = lookup.source(id)
        text = aside(captions.published(source) + " [")
        items.append(text + linked(id, source.url) + aside("]"))
    return series(items, _("source"))


def full_sources(ids: Iterable[str], lookup: Lookup) -> list[Paragraph]:
    """The sources of some rows with their titles and addresses."""
    paragraphs = []
    for id in dict.fromkeys(ids):
        source = lookup.source(id)
        title = captions.in_language(source.title, source.title_english)
        items = [aside(captions.published(source)), aside(title)]
        if source.url:
            items.append(linked(source.url, source.url))
        paragraphs.append(series(items, id))
    return paragraphs


def notes(lists: Sequence[Listing], all: bool, one_list: bool = False) -> list[Paragraph]:
    """What a reader must know of some lists; of many notes only how many they are.

    Args:
        all: whether the notes are wanted, however many.
        one_list: whether all are of one list, so that its name need not be said.
    """
    on: dict[str, list[Listing]] = {}
    for listing in lists:
        if words.note(listing):
            on.setdefault(words.note(listing), []).append(listing)
    if len(on) > FEW_NOTES and not all:
        return [note(captions.more_notes(len(on)))]
    said = []
    for text, noted in on.items():
        said.append(note(captions.note_on(noted, text, one_list)))
    return said


def lists_of(rows: Iterable[Placement], lookup: Lookup) -> list[Listing]:
    """The lists that some rows stand in, each once."""
    found = {(row.year, row.category): row for row in rows}
    return [lookup.listing(row) for row in found.values()]


def in_order(rows: Iterable[Placement], lookup: Lookup) -> list[tuple[int, str]]:
    """The year and category of each list that some rows stand in: newest first."""
    order = list(lookup.categories())
    keys = {(row.year, row.category) for row in rows}
    return sorted(keys, key=lambda key: (-key[0], order.index(key[1])))
