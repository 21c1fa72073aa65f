"""The sentences that govrank says, made of facts, in the reader's language.

Only this package and the command line know an option's name. `captions` has what tables say.
The faults of a data folder are in English, in `folder`.
"""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from govrank.i18n import LANGUAGE, _
from govrank.models import (
    ALL_YEARS,
    Answer,
    Category,
    Entity,
    EntityKind,
    Listing,
    ListKind,
    Placement,
    Rest,
    SourceKind,
    Standing,
    Succession,
    Unplaced,
)

LIST_KINDS: dict[ListKind, str] = {
    "ranked": _("ranked"),
    "tiered": _("tiered"),
    "award": _("award"),
}
ENTITY_KINDS: dict[EntityKind, str] = {
    "province": _("province"),
    "prefecture": _("prefecture"),
    "county": _("county"),
    "zone": _("development zone"),
    "area": _("area"),
    "body": _("State Council body"),
    "other": _("other"),
}
SOURCE_KINDS: dict[SourceKind, str] = {
    "official": _("official"),
    "reprint": _("reprint"),
    "press": _("press"),
    "local": _("local"),
    "translated": _("translated"),
}
RESTS: dict[Rest, str] = {
    "pictures": _("the other places were published only as pictures"),
    "cut": _("the rest of the page could not be read"),
    "unstated": "",
}


# names


def joined(items: Iterable[object]) -> str:
    return _(", ").join(map(str, items))


def called(name: str, english: str | None) -> str:
    """A Chinese name; in English, with the English name in front."""
    if LANGUAGE == "en" and english:
        return f"{english} {name}"
    return name


def entity_name(entity: Entity) -> str:
    return called(entity.name, entity.english)


def list_name(row: Listing | Placement) -> str:
    """The name of a list that can be typed: its Chinese label, or its id in English."""
    return row.category_label if LANGUAGE == "zh" else row.category


# what is wrong with a question


def unknown_year(year: str, later: bool, known: Sequence[int], besides: str) -> str:
    """What to type for a year, or besides; later says whether it is behind all that are known."""
    if later:
        return _("no edition of {year} is known; the latest is {latest}").format(
            year=year, latest=max(known)
        )
    return _("no edition of {year!r} is known; there are {years}").format(
        year=year, years=joined([*_runs(known), besides])
    )


def _runs(years: Sequence[int]) -> list[str]:
    """Years, those that follow each other as 2003-2024."""
    runs: list[list[int]] = []
    for year in sorted(years):
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return [f"{run[0]}-{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs]


def unknown_category(name: str, near: Sequence[str]) -> str:
    if near:
        return _("no list is named {name!r}; did you mean {near}?").format(
            name=name, near=joined(near)
        )
    return _("no list is named {name!r}; 'govrank categories' lists them").format(name=name)


def no_list(name: str, years: Sequence[int], held: Sequence[int]) -> str:
    if not held:
        return _("{name!r} has no list in any edition").format(name=name)
    return _("{name!r} has no list in {years}; it has one in {held}").format(
        name=name, years=joined(years), held=joined(held)
    )


def no_scale(year: str, known: Sequence[int]) -> str:
    if not known:
        return _("no tier scale is known")
    return _("no tier scale of {year!r} is known; there are those of {years}").format(
        year=year, years=joined(known)
    )


def invalid_score(text: str, full_marks: int) -> str:
    return _("{text!r} is not a valid score: type a number from 0 to {full_marks}").format(
        text=text, full_marks=full_marks
    )


def above_full_marks(text: str, full_marks: int, year: int) -> str:
    return _("{text} is above the {full_marks} points of {year}").format(
        text=text, full_marks=full_marks, year=year
    )


# what is wrong with data


def unreadable(path: Path, error: OSError) -> str:
    return _("{path} cannot be read: {error}").format(path=path, error=system_error(error))


def not_a_dataset(path: Path) -> str:
    return _("{path} is neither a data folder nor a govrank database").format(path=path)


def other_version(path: Path, version: int, ours: int) -> str:
    if version > ours:
        return _("{path} was made by a newer govrank; update govrank to read it").format(path=path)
    return _("{path} was made by an older govrank; make it again from its folder").format(path=path)


def damaged(path: Path) -> str:
    return _("{path} is damaged; make it again from its folder").format(path=path)


def being_written(path: Path) -> str:
    return _("{path} is being written: there is a file {path}-wal beside it").format(path=path)


def system_error(error: OSError) -> str:
    """Why the system refused something, in the reader's language where that is known."""
    import errno

    reasons = {
        errno.ENOENT: _("there is no such file or folder"),
        errno.EACCES: _("you have no permission"),
        errno.EPERM: _("you have no permission"),
        errno.ENOTDIR: _("a part of the path is not a folder"),
        errno.EISDIR: _("it is a folder"),
        errno.ENOSPC: _("the disk is full"),
        errno.EROFS: _("the file system is read-only"),
        errno.EIO: _("the device failed"),
        errno.ELOOP: _("its links lead in a circle"),
        errno.EEXIST: _("there is a file of that name"),
        errno.EFBIG: _("the file would be too large"),
        errno.ENAMETOOLONG: _("the name is too long"),
    }
    return reasons.get(error.errno or 0, error.strerror or str(error))


# what is known of a list


def coverage(listing: Listing) -> str:
    """How many places of a list are known: 10 of 100 places known."""
    if listing.kind != "ranked":
        return _("names known: {known}").format(known=listing.known_entities)
    if listing.known_places == listing.listed_places:
        return _("all {known} places").format(known=listing.known_places)
    if listing.listed_places:
        return _("{known} of {listed} places known").format(
            known=listing.known_places, listed=listing.listed_places
        )
    return _("places known: {known}, length of the list not stated").format(
        known=listing.known_places
    )


def rest(listing: Listing) -> str:
    """Why the other places are not known, or ""."""
    if listing.rest is None or listing.known_places == listing.listed_places:
        return ""
    return RESTS[listing.rest]


def note(listing: Listing) -> str:
    """What a reader must know of a list, or ""."""
    return listing.note[LANGUAGE] if listing.note else ""


def listing_name(listing: Listing) -> str:
    """A list as a sentence names it."""
    return listing.category_label if LANGUAGE == "zh" else listing.english


def category_name(category: Category) -> str:
    """The name of a category that can be typed: its Chinese label, or its id in English."""
    return category.label if LANGUAGE == "zh" else category.category


# what is said of an answer


def no_letters(name: str) -> str:
    return _("{name!r} has no letter or digit to look for").format(name=name)


def unknown_name(name: str, near: Sequence[Entity]) -> str:
    text = _("no entity is named {name!r}").format(name=name)
    if near:
        names = joined(entity_name(entity) for entity in near)
        text += _("; did you mean {names}?").format(names=names)
    return text


def too_many(name: str, count: int) -> str:
    return _("{name!r} is a part of {count} names; type more of the one you mean").format(
        name=name, count=count
    )


def is_category(answer: Answer, latest: int | None) -> str:
    """What to type for a name that means a list."""
    years = {listing.year for listing in answer.lists}
    command = f"govrank top {quoted(answer.name)}"
    if years and latest not in years:
        command += f" --year {max(years)}"
    return _("{name!r} is a list: {command}").format(name=answer.name, command=command)


def quoted(name: str) -> str:
    """A name as a shell takes it."""
    if re.fullmatch(r"[\w./-]+", name):
        return name
    return "'" + name.replace("'", "'\\''") + "'"


def missing(answer: Answer, latest: int | None) -> str:
    """Why a name that means no entity has no row, in one line.

    Args:
        latest: the latest year of which anything is known.
    """
    if answer.empty:
        return no_letters(answer.name)
    if answer.lists:
        return is_category(answer, latest)
    if answer.many:
        return too_many(answer.name, answer.many)
    return unknown_name(answer.name, answer.near)


def without_rows(name: str, reasons: Iterable[str]) -> str:
    """Why none of the entities that a name means has a row, in one line."""
    return repr(name) + _(": ") + _("; ").join(reasons)


def reason(one: Unplaced, years: Sequence[int]) -> str:
    """Why an entity has no row. What is not published is never called not placed."""
    name = entity_name(one.entity)
    if one.why == "ended":
        text = _("{name}  ended in {year}").format(name=name, year=one.entity.until)
    elif one.why == "outside":
        text = _("{name}  is not among those that {lists} ranks").format(
            name=name, lists=joined(one.scope)
        )
    elif one.why == "unranked":
        text = _("{name}  no place is published as text; no list is known that ranks it").format(
            name=name
        )
    elif one.why == "complete":
        lists = joined(f"{listing_name(listing)} {listing.year}" for listing in one.lists)
        text = _("{name}  is not in {lists}, of which all places are known").format(
            name=name, lists=lists
        )
    else:
        text = _("{name}  no place is published as text").format(name=name)
        where = _scope(one, years)
        if where:
            text += _(" ({where})").format(where=where)
    if one.years:
        text += _("; see {years}").format(years=joined(one.years))
    return text


def _scope(one: Unplaced, years: Sequence[int]) -> str:
    """Where a place was looked for: its lists, those asked for, or the year."""
    if one.lists:
        return _("; ").join(
            _("{list} {year}: {coverage}").format(
                list=listing_name(listing), year=listing.year, coverage=coverage(listing)
            )
            for listing in one.lists
        )
    if one.scope:
        return joined(one.scope)
    return str(years[0]) if len(years) == 1 else ""


def unplaced(one: Unplaced, years: Sequence[int]) -> list[str]:
    """What is known of an entity without a known place: a short block of lines."""
    lines = [reason(one, years)]
    standings: dict[str, list[str]] = {}
    for each in one.around:
        region = called(each.placement.entity, each.placement.english)
        standings.setdefault(region, []).append(standing(each))
    own = standings.pop(entity_name(one.entity), [])
    if own:
        lines.append(_("it stands: {standings}").format(standings=joined(own)))
    if standings:
        regions = [
            _("{region}: {standings}").format(region=region, standings=joined(each))
            for region, each in standings.items()
        ]
        lines.append(_("it lies in {regions}").format(regions=_("; ").join(regions)))
    if one.inside:
        shown = [entity_name(entity) for entity in one.inside[:5]]
        names = joined(shown)
        if len(one.inside) > len(shown):
            names += f" +{len(one.inside) - len(shown)}"
        lines.append(_("inside it: {names}").format(names=names))
    return lines


def standing(one: Standing) -> str:
    """A rank in a few words: municipalities 1 of 4."""
    row = one.placement
    place = str(row.rank)
    if one.listed is not None:
        place = _("{rank} of {listed}").format(rank=row.rank, listed=one.listed)
    if row.tied:
        place = _("{place} (tied)").format(place=place)
    return _("{list} {place}").format(list=list_name(row), place=place)


def succession(one: Succession) -> str:
    """What a former name or a merged body became."""
    names = joined(entity_name(entity) for entity in one.into)
    former = called(one.former, one.former_english)
    if one.renamed:
        text = _("{former} is a former name of {names}").format(former=former, names=names)
        return text + (_(" (until {year})").format(year=one.year) if one.year else "")
    return _("{former} became part of {names} in {year}").format(
        former=former, names=names, year=one.year
    )


def others(name: str, entities: Sequence[Entity]) -> str:
    """Who bears a name too, and was not meant."""
    shown = [entity_name(entity) for entity in entities[:3]]
    names = joined(shown)
    if len(entities) > len(shown):
        names += f" +{len(entities) - len(shown)}"
    return _("{name!r} is also a name of {names}").format(name=name, names=names)


def beside(answer: Answer, years: Sequence[int]) -> list[str]:
    """What a reader of the rows should know besides."""
    notes = [succession(one) for one in answer.successions]
    if answer.rows:
        for one in answer.unplaced:
            notes += unplaced(one, years)[:1]
    if answer.others:
        notes.append(others(answer.name, answer.others))
    return notes


def more_inside(name: str, entity: Entity, count: int, options: str) -> str:
    """How to see what lies in a region; options are those that were given."""
    return _("{count} more inside {region}: govrank find {name}{options} --within").format(
        count=count, region=entity_name(entity), name=quoted(name), options=options
    )


def not_published(lists: Sequence[Listing]) -> str:
    names = joined(f"{list_name(listing)} {listing.year}" for listing in lists)
    return _("published only as pictures: {lists}").format(lists=names)


def only_bands(listing: Listing, band: int) -> str:
    """Say that only a wider band than the one asked for is known."""
    return _("{list} {year}: no exact place is known; -n {band} shows who is among them").format(
        list=list_name(listing), year=listing.year, band=band
    )


def shortfall(listing: Listing, known: int, asked: int) -> str:
    return _("{list} {year}: {known} of the first {places} places known ({coverage})").format(
        list=list_name(listing),
        year=listing.year,
        known=known,
        places=asked,
        coverage=coverage(listing),
    )


# what is wrong with a command


def no_name(command: str) -> str:
    """What to type behind a command that takes names, or pictures."""
    if command == "read":
        return _("which picture? as in: govrank read page.png -o table.csv")
    return _("which name? as in: govrank {command} wuhan").format(command=command)


def unknown_format(text: str, formats: Iterable[str], variable: str | None = None) -> str:
    """What to type for a format; variable is where a wrong one comes from."""
    said = _("no format is named {text!r}; there are {formats}").format(
        text=text, formats=joined(formats)
    )
    return f"{variable}: {said}" if variable else said


def nothing_there(path: Path) -> str:
    return _("there is no table, data folder or database at {path}").format(path=path)


def cannot_write(error: OSError) -> str:
    reason = system_error(error)
    if error.filename:
        return _("cannot write {file}: {reason}").format(file=error.filename, reason=reason)
    return _("cannot write: {reason}").format(reason=reason)


NO_SUCH_COMMAND = _("no such command: {0}")
NEEDS_A_VALUE = _("{0} needs a value")
TAKES_NO_VALUE = _("{0} takes no value")
TOO_MANY_WORDS = _("too many words: {0}")


def no_such_option(option: str, near: Sequence[str]) -> str:
    text = _("no such option: {option}").format(option=option)
    if near:
        text += _("; did you mean {names}?").format(names=joined(near))
    return text


def unknown_command(word: str, near: Sequence[str]) -> str:
    return _("no such command: {word!r}; did you mean {names}?").format(
        word=word, names=joined(near)
    )


def invalid_places(text: str) -> str:
    return _("-n takes a whole number above 0, as in -n 10, not {text!r}").format(text=text)


def stdin_closed() -> str:
    return _("'-' stands for stdin, which is closed")


def stdin_unreadable(error: OSError) -> str:
    return _("stdin cannot be read: {error}").format(error=system_error(error))


def read_as(encoding: str) -> str:
    return _("stdin is read as {encoding}").format(encoding=encoding.upper())


def undecodable(line: int) -> str:
    return _("line {line} of stdin is not text in its encoding").format(line=line)


def stdout_closed() -> str:
    return _("stdout is closed")


def no_folder_to_check() -> str:
    return _("what to check? a table, a data folder or a database, as in: govrank check data")


def only_for_tables() -> str:
    return _("--year and --category are for a table of your own (.csv, .tsv, .xlsx)")


def broken_database(error: Exception) -> str:
    return _("the database is damaged: {error}").format(error=error)


def only_all_years(year: str) -> str:
    return _("entities has no years, so that --year is {all}, not {year!r}").format(
        all=ALL_YEARS, year=year
    )


def unknown_kind(kind: str, known: Iterable[str]) -> str:
    return _("no kind is named {kind!r}; there are {known}").format(kind=kind, known=joined(known))


def unknown_source(id: str, near: Sequence[str]) -> str:
    text = _("no source is named {id!r}").format(id=id)
    if near:
        text += _("; did you mean {names}?").format(names=joined(near))
    return text


def none_of_these(name: str) -> str:
    """Of a name that means something, but nothing that was asked for."""
    return _("{name!r} means nothing of that kind there").format(name=name)


def no_region() -> str:
    return _("no known place of these lists belongs to a region")


def unknown_shell(shell: str | None, known: Sequence[str]) -> str:
    if shell is None:
        return _("which shell? name it: {known}").format(known=joined(known))
    return _("no completion is known for {shell!r}; there is one for {known}").format(
        shell=shell, known=joined(known)
    )


def completion_installed(shell: str, path: Path) -> str:
    return _("completion for {shell} is in {path}; start a new shell to use it").format(
        shell=shell, path=path
    )


def data_twice() -> str:
    return _("--data takes one path: put the tables into a folder, and name that")


def only_a_file(format: str) -> str:
    return _("{format} is written to a file: use -o FILE.{format}").format(format=format)


def not_a_source_of(id: str) -> str:
    return _("{id!r} is not a source of these lists").format(id=id)
