"""The parts that several tables have: names, standings, titles, notes and sources."""

from collections.abc import Iterable, Sequence

from govrank import words
from govrank.i18n import LANGUAGE, _
from govrank.models import Listing, Placement
from govrank.show import labels
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

ENGLISH = LANGUAGE == "en"
# So many notes are shown. Of more only their number is.
FEW_NOTES = 3
# What a rank begins with; the best of a row has a star, and - is one that is not known.
NUMBER = "*-0123456789"


# names


def name_columns(heading: str) -> list[Column]:
    """A column for a name, and for who reads English one for the Chinese."""
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
    title = [strong(labels.in_language(row.entity, row.english))]
    if ENGLISH and row.english:
        title.append(aside(row.entity))
    if row.region is not None and row.region != row.entity:
        title.append(aside(labels.in_language(row.region, lookup.english(row.region))))
    return title


def region_cell(row: Placement, lookup: Lookup) -> Line:
    if row.region is None:
        return ()
    return body(labels.in_language(row.region, lookup.english(row.region)))


# standings


def standing(row: Placement, lookup: Lookup) -> str:
    """A rank; or a band, a tier, or that an entity is named."""
    if row.rank is not None:
        return str(row.rank)
    if row.band is not None:
        return labels.band(row.band)
    return lookup.tier(row.tier) if row.tier else labels.named()


def standing_cells(
    texts: Sequence[str], roles: Sequence[Role], tied: Sequence[bool], heading: str = ""
) -> list[Line]:
    """Standings below one another, with `tied` behind those that are.

    Numbers end below one another, and below the heading. Words begin at its left.
    """
    width = width_of(body(heading))
    for text in texts:
        if text[-1].isdigit() and text[0] in NUMBER:
            width = max(width, len(text))
    cells = []
    for text, role, is_tied in zip(texts, roles, tied, strict=True):
        blanks = width - len(text) if text[0] in NUMBER else 0
        cell = body(" " * blanks) + styled(text, role)
        cells.append(cell + aside(" " + _("tied")) if is_tied else cell)
    return cells


def standings(rows: Sequence[Placement], lookup: Lookup, heading: str) -> list[Line]:
    """The standings of some rows, to stand below a heading."""
    texts = [standing(row, lookup) for row in rows]
    roles = [rank_role(row) for row in rows]
    return standing_cells(texts, roles, [bool(row.tied) for row in rows], heading)


def tier_beside(row: Placement, lookup: Lookup) -> Line:
    """The tier of a row that has a rank as well."""
    if row.rank is None or row.tier is None:
        return ()
    return body(lookup.tier(row.tier))


def rank_role(row: Placement) -> Role:
    """The first place is what one looks for."""
    if row.rank is None:
        return "body"
    return "answer" if row.rank == 1 else "strong"


# below tables


def sources(ids: Iterable[str], lookup: Lookup) -> Paragraph:
    """The sources of some rows, each once: publisher, date and id."""
    items = []
    for id in dict.fromkeys(ids):
        source = lookup.source(id)
        text = aside(labels.published(source) + " [")
        items.append(text + linked(id, source.url) + aside("]"))
    return Paragraph(series(items), _("source"))


def full_sources(ids: Iterable[str], lookup: Lookup) -> list[Paragraph]:
    """The sources of some rows with their titles and addresses."""
    paragraphs = []
    for id in dict.fromkeys(ids):
        source = lookup.source(id)
        title = labels.in_language(source.title, source.title_english)
        items = [aside(labels.published(source)), aside(title)]
        if source.url:
            items.append(linked(source.url, source.url))
        paragraphs.append(Paragraph(series(items), id))
    return paragraphs


def notes(lists: Sequence[Listing], all: bool) -> list[Paragraph]:
    """What a reader must know of some lists; of many notes only how many they are.

    Args:
        all: whether the notes are wanted, however many.
    """
    on: dict[str, list[Listing]] = {}
    for listing in lists:
        if words.note(listing):
            on.setdefault(words.note(listing), []).append(listing)
    if len(on) > FEW_NOTES and not all:
        return [note(labels.more_notes(len(on)))]
    return [note(labels.note_on(noted, text)) for text, noted in on.items()]


def lists_of(rows: Iterable[Placement], lookup: Lookup) -> list[Listing]:
    """The lists that some rows stand in, each once."""
    found = {(row.year, row.category): row for row in rows}
    return [lookup.listing(row) for row in found.values()]


def in_order(rows: Iterable[Placement], lookup: Lookup) -> list[tuple[int, str]]:
    """The year and category of each list that some rows stand in: newest first."""
    order = list(lookup.categories())
    keys = {(row.year, row.category) for row in rows}
    return sorted(keys, key=lambda key: (-key[0], order.index(key[1])))
