"""What is said in and about files: refusals, the columns of a workbook, the words of a picture."""

from collections.abc import Iterable
from pathlib import Path

from govrank.i18n import _
from govrank.words import joined


def unknown_ending(path: Path, endings: Iterable[str]) -> str:
    return _("the ending of {path} says no format; there are {endings}").format(
        path=path, endings=joined(endings)
    )


def unlike(option: str, path: Path) -> str:
    return _("{option} does not go with -o {path}, whose ending says the format").format(
        option=option, path=path
    )


def only_export(path: Path) -> str:
    return _("{path}: only export writes a database").format(path=path)


def also_read(path: Path, option: str) -> str:
    return _("{path} is read as well: name another file behind {option}").format(
        path=path, option=option
    )


def not_a_regular_file() -> str:
    return _("it is not a regular file")


def read_only() -> str:
    return _("it is read-only")


def no_excel() -> str:
    return _("for .xlsx install XlsxWriter: pip install 'govrank[excel]'")


def too_long_for_a_cell() -> str:
    return _("a text is longer than a cell of a spreadsheet may be")


# The columns of a spreadsheet, in the reader's language.
COLUMNS: dict[str, str] = {
    "query": _("query"),
    "match": _("match"),
    "year": _("year"),
    "category": _("category"),
    "category_label": _("category_label"),
    "rank": _("rank"),
    "tied": _("tied"),
    "tier": _("tier"),
    "score": _("score"),
    "read": _("read"),
    "doubt": _("doubt"),
    "name": _("name"),
    "entity": _("entity"),
    "region": _("region"),
    "source": _("source"),
    "code": _("code"),
    "english": _("english"),
    "since": _("since"),
    "rank_then": _("rank_then"),
    "change": _("change"),
    "title": _("title"),
    "group": _("group"),
    "kind": _("kind"),
    "known_places": _("known_places"),
    "known_entities": _("known_entities"),
    "listed_places": _("listed_places"),
    "parent": _("parent"),
    "placements": _("placements"),
    "until": _("until"),
    "into": _("into"),
    "entities": _("entities"),
    "best_rank": _("best_rank"),
    "min": _("min"),
    "max": _("max"),
    "next_tier": _("next_tier"),
    "points_to_next": _("points_to_next"),
    "publisher": _("publisher"),
    "date": _("date"),
    "url": _("url"),
}


# the picture of a history


def chart_title(names: Iterable[str], list: str, first: int, last: int) -> str:
    years = str(first) if first == last else f"{first}-{last}"
    return _("{names}: {list}, rank {years}").format(names=joined(names), list=list, years=years)


def tied_rank(rank: int) -> str:
    return _("{rank} (tied)").format(rank=rank)


def chart_legend(dotted: bool, tied: bool, band: bool) -> str:
    parts = []
    if dotted:
        parts.append(_("dotted: years not known"))
    if tied:
        parts.append(_("= tied"))
    if band:
        parts.append(_("bar: only a range is published"))
    return _("; ").join(parts)


def chart_numbering() -> str:
    return _("ties are numbered differently over the years")


def chart_source(publishers: Iterable[str], version: str) -> str:
    return _("Source: {publishers} (govrank {version})").format(
        publishers=_("; ").join(publishers), version=version
    )
