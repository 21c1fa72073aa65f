"""What is said of a table of one's own: its faults, what is worth a note, and what is fine."""

from collections.abc import Sequence

from govrank.i18n import _
from govrank.models import Entity, Listing, Numbering
from govrank.words import coverage, entity_name, joined, listing_name, system_error

NUMBERINGS: dict[Numbering, str] = {
    "dense": _("dense"),
    "competition": _("competition"),
}


def no_regular_file() -> str:
    return _("is no file")


def not_readable(error: OSError) -> str:
    return _("cannot be read: {error}").format(error=system_error(error))


def too_large(most: int) -> str:
    return _("is larger than {most} MB").format(most=most)


def unzips_too_large(most: int) -> str:
    return _("is larger than {most} MB when it is unzipped").format(most=most)


def too_many_rows(most: int) -> str:
    return _("has more than {most} rows").format(most=most)


def too_many_columns(most: int) -> str:
    return _("has more than {most} columns").format(most=most)


def too_many_cells(most: int) -> str:
    return _("spreads over more than {most} cells").format(most=most)


def cell_too_long(most: int) -> str:
    return _("has a cell of more than {most} characters").format(most=most)


def undecodable_text() -> str:
    return _("is neither UTF-8 nor GB18030; save the table as CSV UTF-8, or as .xlsx")


def not_csv() -> str:
    return _("has a quotation mark that is not closed, or has text behind it")


def no_workbook() -> str:
    return _("is no .xlsx workbook, or is damaged or protected by a password")


def save_otherwise(suffix: str) -> str:
    return _("{suffix} is not read; save the table as .xlsx or .csv").format(suffix=suffix)


def needs_excel() -> str:
    return _("to read .xlsx, install govrank[excel]: pip install 'govrank[excel]'")


def empty_table() -> str:
    return _("is empty")


def holds_nothing() -> str:
    return _("holds no table (.csv, .tsv, .xlsx)")


def no_heading() -> str:
    return _("has no heading: name the columns, as in rank,name")


def above_the_heading(heading: int) -> str:
    return _("stands above the heading, which is in row {heading}").format(heading=heading)


def column_twice(names: Sequence[str]) -> str:
    return _("{names} mean the same column; rename one").format(names=joined(names))


def no_year_or_list(year: bool, category: bool, suffix: str) -> str:
    """What is missing, and how to name the file."""
    if category:
        what = _("says no year")
    elif year:
        what = _("says no list")
    else:
        what = _("says neither year nor list")
    return _(
        "{what}; name the file like 2024-prefectures{suffix}, or add columns year and category"
    ).format(what=what, suffix=suffix)


def total_in_the_middle() -> str:
    return _("is a total, and rows follow; a total stands at the end")


def in_doubt(doubt: str) -> str:
    return _("is in doubt ({doubt}); correct the name and clear the cell").format(doubt=doubt)


def no_name_in_row() -> str:
    return _("has no name")


def no_year_in_row() -> str:
    return _("has no year")


def no_list_in_row() -> str:
    return _("has no list")


def no_rank_above() -> str:
    return _("has no rank, and no row of the same list above it to be tied with")


def no_rank_in_row(category: str, there: bool) -> str:
    """What is missing; there says whether the table has a column of ranks."""
    if there:
        return _("has no rank, and {list} is a list with ranks: the cell is empty").format(
            list=category
        )
    return _("has no rank, and {list} is a list with ranks: add a column rank").format(
        list=category
    )


def no_tier_in_row(category: str, there: bool) -> str:
    """What is missing; there says whether the table has a column of tiers."""
    if there:
        return _("has no tier, and {list} is a list of tiers: the cell is empty").format(
            list=category
        )
    return _("has no tier, and {list} is a list of tiers: add a column tier").format(list=category)


def rank_in_row(category: str) -> str:
    return _("has a rank, and {list} is a list without ranks").format(list=category)


def tier_in_row(category: str) -> str:
    return _("has a tier, and {list} is a list without tiers").format(list=category)


def invalid_year(text: str) -> str:
    return _("{text!r} should be a year such as 2024").format(text=text)


def invalid_rank(text: str) -> str:
    return _("{text!r} should be a rank such as 11, 1= or 前10").format(text=text)


def invalid_tied(text: str) -> str:
    return _("{text!r} should be yes or no, or empty").format(text=text)


def invalid_number(text: str) -> str:
    return _("{text!r} should be a number such as 88.3").format(text=text)


def band_and_tier(text: str) -> str:
    return _("a row with a band has no room for the tier {text!r}").format(text=text)


def not_tied(rank: int) -> str:
    return _("is marked as not tied, but rank {rank} is there twice").format(rank=rank)


def broken_cell() -> str:
    return _("has an error or a formula without a value in a cell; type the value")


def hidden_character(character: str) -> str:
    return _("has the invisible character {code}; type the cell anew").format(
        code=f"U+{ord(character):04X}"
    )


def nobody_named(name: str, category: str, near: Sequence[Entity]) -> str:
    text = _("{name!r} means nobody in {list}").format(name=name, list=category)
    return text + _did_you_mean(near)


def of_another_kind(
    name: str, category: str, meant: Sequence[Entity], near: Sequence[Entity]
) -> str:
    text = _("{name!r} means {names}, which is none of those that {list} ranks").format(
        name=name, names=joined(map(entity_name, meant)), list=category
    )
    return text + _did_you_mean(near)


def _did_you_mean(near: Sequence[Entity]) -> str:
    if not near:
        return ""
    return _("; did you mean {names}?").format(names=joined(map(entity_name, near)))


def several_named(name: str, meant: Sequence[Entity]) -> str:
    names = joined(map(entity_name, meant[:5]))
    if len(meant) > 5:
        names += f" +{len(meant) - 5}"
    return _("{name!r} means {names}; write which, or add a column region").format(
        name=name, names=names
    )


def nobody_in_region(name: str, region: str) -> str:
    return _("{name!r} does not lie in {region}").format(name=name, region=region)


def no_such_region(region: str) -> str:
    return _("{region!r} should be the name of one region").format(region=region)


def names_a_body(name: str) -> str:
    return _(
        "{name!r} is a body of the State Council; if it is meant, write it in a column entity too"
    ).format(name=name)


def names_a_group(name: str, inside: Sequence[str]) -> str:
    return _("{name!r} is a group of lists; name one of them: {names}").format(
        name=name, names=joined(inside)
    )


def unusable_list(name: str) -> str:
    return _("{name!r} cannot name a list").format(name=name)


def place_of(rank: int | None, tier: str | None) -> str:
    if rank is None:
        return tier or _("awarded")
    return _("rank {rank}").format(rank=rank)


def points(score: float | None) -> str:
    return _("{score} points").format(score=score)


def other_place(name: str, here: str, there: str, source: str) -> str:
    return _("{name!r} has {here} here, and {there} in {source}").format(
        name=name, here=here, there=there, source=source
    )


def place_taken(name: str, rank: int, others: Sequence[str], source: str) -> str:
    return _("{name!r} has rank {rank} here; in {source} only {others} has that rank").format(
        name=name, rank=rank, others=joined(others), source=source
    )


def unless_sourced(message: str) -> str:
    """A contradiction that is a fault, and what would make it a note."""
    return _("{message}; if the table is right, name its source in a column source").format(
        message=message
    )


def twice_in_list(name: str) -> str:
    return _("{name!r} is in this list twice").format(name=name)


def first_of(faults: Sequence[object]) -> str:
    """The first fault, and how many more there are."""
    if len(faults) == 1:
        return str(faults[0])
    return _("{fault} (and {count} more)").format(fault=faults[0], count=len(faults) - 1)


# what is worth a note of a table of one's own


def unknown_columns(file: str, names: Sequence[str]) -> str:
    return _("{file}: these columns are not read: {names}").format(file=file, names=joined(names))


def under_no_heading() -> str:
    return _("has a cell under no heading, which is not read")


def unread_sheets(file: str, names: Sequence[str]) -> str:
    return _("{file}: these sheets are not read, as they name no list: {names}").format(
        file=file, names=joined(names)
    )


def mended_names(file: str, count: int) -> str:
    return _(
        "{file}: names that are not as they were read in the picture: {count}; see the column read"
    ).format(file=file, count=count)


def and_more(first: str, more: int) -> str:
    return first + (_(" (and {count} more)").format(count=more) if more else "")


def table_holds(file: str, rows: int, lists: Sequence[str], entities: int) -> str:
    """What is fine, in one line."""
    return _("{file}: rows: {rows}; lists: {lists}; new entities: {entities}").format(
        file=file, rows=rows, lists=joined(lists), entities=entities
    )


def list_of_table(listing: Listing, is_new: bool) -> str:
    """A list that a table extends or begins, and what is known of it now."""
    name = f"{listing_name(listing)} {listing.year}"
    if is_new:
        name = _("{list}, new").format(list=name)
    return _("{list} ({coverage})").format(list=name, coverage=coverage(listing))


# what is wrong with a list, in a table as in a data folder


def rank_behind_bands(rank: int) -> str:
    return _("rank {rank} should stand before the bands").format(rank=rank)


def rank_goes_back(rank: int) -> str:
    return _("rank {rank} goes back").format(rank=rank)


def band_goes_back(band: int) -> str:
    return _("band {band} goes back").format(band=band)


def rank_beyond(rank: int, listed: int) -> str:
    return _("rank {rank} is beyond the {listed} places listed").format(rank=rank, listed=listed)


def band_beyond(band: int, listed: int) -> str:
    return _("band {band} is beyond the {listed} places listed").format(band=band, listed=listed)


def no_such_tier(tier: str, tiers: Sequence[str]) -> str:
    return _("{tier!r} is none of {tiers}").format(tier=tier, tiers=joined(tiers))


def does_not_follow(rank: int, numbering: Numbering) -> str:
    return _("rank {rank} does not follow in {numbering} numbering").format(
        rank=rank, numbering=NUMBERINGS[numbering]
    )
