"""What changed between two editions of a list, in sentences."""

from collections.abc import Sequence

from govrank.i18n import LANGUAGE, _
from govrank.models import Listing, Placement
from govrank.words import joined, list_name


def not_one_year(since: str) -> str:
    return _("--since takes one year, or last, not {since!r}").format(since=since)


def not_earlier(since: int, year: int) -> str:
    return _("--since takes a year before {year}, not {since}").format(year=year, since=since)


def remarks(listing: Listing, then: Listing | None, alike: bool, year: int | None) -> list[str]:
    """Why a list is not compared, or not wholly.

    Args:
        then: the edition that it is compared with.
        alike: whether both number ties in one way.
        year: the year that was asked for, or None for the last edition.
    """
    if listing.kind != "ranked":
        return []
    if then is None and year is None:
        return [_("no earlier edition of this list has a known rank")]
    if then is None:
        return [_("no edition of this list is known for {year}").format(year=year)]
    texts = []
    if not then.known_places:
        texts.append(_("no exact place is known for {year}").format(year=then.year))
    if not alike:
        text = _("{then} and {year} number ties differently: no rise or fall is given")
        texts.append(text.format(then=then.year, year=listing.year))
    return texts


def few_known(year: int, places: int, known: int, now: bool) -> str:
    """Why it is not said who came or left."""
    if now:
        text = _("{year}: {known} of the first {places} places known, so who left is not known")
    else:
        text = _("{year}: {known} of the first {places} places known, so who came is not known")
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
    name = row.entity if row.code else row.name  # 广东省, where only 广东 is printed
    if LANGUAGE == "en" and row.english:
        name = row.english
    return _("{name} ({rank})").format(name=name, rank=row.rank)


def was(rank: int) -> str:
    """The rank in the year that is compared with."""
    return _("was {rank}").format(rank=rank)


def on_list(listing: Listing, text: str) -> str:
    """What is said of the comparison of a list, where no table names it."""
    return _("{list} {year}: {text}").format(list=list_name(listing), year=listing.year, text=text)
