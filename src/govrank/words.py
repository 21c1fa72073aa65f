# what is written into files


def unknown_ending(path: Path, endings: Iterable[str]) -> str:
    return _("the ending of {path} says no format; there are {endings}").format(
        path=path, endings=joined(endings)
    )


def only_a_file(format: str) -> str:
    return _("{format} is written to a file: use -o FILE.{format}").format(format=format)


def unlike(option: str, path: Path) -> str:
    return _("{option} does not go with -o {path}, whose ending says the format").format(
        option=option, path=path
    )


def only_export(path: Path) -> str:
    return _("{path}: only export writes a database").format(path=path)


def also_read(path: Path) -> str:
    return _("{path} is read as well: name another file behind -o").format(path=path)


def not_a_regular_file() -> str:
    return _("it is not a regular file")


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


# what changed since an earlier edition


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


# citations


def not_a_source_of(id: str) -> str:
    return _("{id!r} is not a source of these lists").format(id=id)


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


def chart_source(publishers: Iterable[str], version: str) -> str:
    return _("Source: {publishers} (govrank {version})").format(
        publishers=_("; ").join(publishers), version=version
    )
