"""What changed between two editions of a list, in sentences."""

from collections.abc import Sequence

from govrank.i18n import LANGUAGE, _
from govrank.models import Listing, Placement
from govrank.words import joined, list_name



def not_one_year(since: str) -> str:
    return _("--since takes one year, or last, not {since!r}").format(since=since)


def not_earlier(since: int, year: int) -> str:
    return _("--since takes a year before {year}, not {since}").format(year=year, since=since)


def no_earlier(year: int | None) -> str:
    """Why a list is not compared."""
    if year is None:
        return _("no earlier edition of this list has a known rank")
    return _("no edition of this list is known for {year}").format(year=year)


def numbered_otherwise(year: int, then: int) -> str:
    return _("{then} and {year} number ties differently: no rise or fall is given").format(
        then=then, year=year
    )


def few_known(year: int, places: int, known: int, now: bool) -> str:
    """Why it is not said who came or left."""
    if now:
        text = _("{known} of the first {places} places of {year} are known: who left is not")
    else:
        text = _("{known} of the first {places} places of {year} are known: who came is not")
    return text.format(known=known, places=places, year=year)


def left(year: int, places: int, then: int, rows: Sequence[Placement]) -> str:
    """Who is not in the first places any more, with the rank then."""
    names = joined(_with_rank(row) for row in rows)
    return _("in the first {places} of {then}, not of {year}: {names}").format(
        places=places, then=then, year=year, names=names
    )


def came(year: int, places: int, then: int, rows: Sequence[Placement]) -> str:
    """Who is new in the first places, with the rank now."""
    names = joined(_with_rank(row) for row in rows)
    return _("in the first {places} of {year}, not of {then}: {names}").format(
        places=places, then=then, year=year, names=names
    )


def _with_rank(row: Placement) -> str:
    name = row.english if LANGUAGE == "en" and row.english else row.name
    return _("{name} ({rank})").format(name=name, rank=row.rank)


def was(rank: int) -> str:
    """The rank in the year that is compared with."""
    return _("was {rank}").format(rank=rank)


def change_of(listing: Listing, text: str) -> str:
    """What is said of the comparison of a list, where no table names it."""
    return _("{list} {year}: {text}").format(list=list_name(listing), year=listing.year, text=text)
