"""From a dataset and a question to rows; nothing here prints."""

import re
import unicodedata
from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from govrank.data import Dataset
from govrank.i18n import LANGUAGE, _
from govrank.models import Entity, GovrankError, Listing, Placement, Scale
from govrank.names import Hit, Names, Normaliser, without_prefix

if TYPE_CHECKING:
    from decimal import Decimal

ALL_YEARS = "all"


class Answer(NamedTuple):
    """Rows, and what is to be said beside them; missing is said in the place of rows."""

    rows: list[Placement]
    notes: list[str]
    missing: list[str]


def select_years(data: Dataset, year: str | None) -> list[int]:
    """The years asked for, newest first: one, all, or the latest that has placements.

    Raises:
        GovrankError: no edition is of that year.
    """
    known = list(dict.fromkeys(listing.year for listing in data.lists))
    if year is None:
        placed = [listing.year for listing in data.lists if listing.known_entities]
        return [max(placed)] if placed else []
    if year == ALL_YEARS:
        return known
    if year in map(str, known):
        return [int(year)]
    raise GovrankError(
        _("no edition of {year!r} is known; there are {years}").format(
            year=year, years=joined([*known, ALL_YEARS])
        )
    )


def select_lists(data: Dataset, categories: list[str], years: list[int]) -> list[Listing]:
    """The lists of some years: of the categories or groups named, or all of them.

    Raises:
        GovrankError: a name is no category's, or that category has no list in the years.
    """
    wanted = set(years)
    of_years = [listing for listing in data.lists if listing.year in wanted]
    if not categories:
        return of_years
    normalise = Normaliser(data.variants)
    named = category_names(data, normalise)
    chosen: set[str] = set()
    for name in categories:
        ids = named.get(normalise(name), set())
        if not ids:
            listed = map(list_name, of_years)
            groups = (listing.group for listing in of_years)
            raise GovrankError(
                _("no category is named {name!r}; there are {categories}").format(
                    name=name, categories=joined(dict.fromkeys([*listed, *groups]))
                )
            )
        if ids.isdisjoint(listing.category for listing in of_years):
            held = {listing.year for listing in data.lists if listing.category in ids}
            message = _("{name!r} has no list in any edition")
            if held:
                message = _("{name!r} has no list in {years}; it has one in {held}")
            raise GovrankError(
                message.format(
                    name=name, years=joined(years), held=joined(sorted(held, reverse=True))
                )
            )
        chosen |= ids
    return [listing for listing in of_years if listing.category in chosen]


def category_names(data: Dataset, normalise: Normaliser) -> dict[str, set[str]]:
    """The ids of the categories that an id, a label, a title, an alias or a group names."""
    named: dict[str, set[str]] = {}
    for id, category in data.categories.items():
        for name in (id, category.label, category.group, *category.aliases):
            named.setdefault(normalise(name), set()).add(id)
    for listing in data.lists:
        named.setdefault(normalise(listing.title), set()).add(listing.category)
    return named


def list_name(row: Listing | Placement) -> str:
    """What a reader calls a list: its Chinese label, or its id, which is English."""
    return row.category_label if LANGUAGE == "zh" else row.category


def top(data: Dataset, lists: list[Listing], places: int) -> Answer:
    """The first places of each list, all who are tied included; all of a list without places."""
    shown: dict[tuple[int, str], list[Placement]] = {
        (listing.year, listing.category): [] for listing in lists
    }
    rows = [
        placement
        for placement in data.placements
        if (placement.year, placement.category) in shown
        and (placement.rank is None or placement.rank <= places)
    ]
    for row in rows:
        shown[row.year, row.category].append(row)
    notes = []
    empty = [
        f"{list_name(listing)} {listing.year}" for listing in lists if not listing.known_entities
    ]
    if empty:
        notes.append(_("members not published as text: {lists}").format(lists=joined(empty)))
    for listing in lists:
        of_list = shown[listing.year, listing.category]
        # Where a tie leaves a gap behind it, each of the tied fills a place.
        gaps = listing.known_places == listing.known_entities
        known = len(of_list if gaps else {row.rank for row in of_list})
        asked = min(places, listing.listed_places or places)
        if listing.known_places not in (0, listing.listed_places) and known < asked:
            notes.append(
                _("{list} {year}: {known} of the first {places} places known ({coverage})").format(
                    list=list_name(listing),
                    year=listing.year,
                    known=known,
                    places=asked,
                    coverage=coverage(listing),
                )
            )
    return Answer(rows, notes, [])


def coverage(listing: Listing) -> str:
    """How much of a list is known, and why the rest is not."""
    if listing.kind != "ranked":
        text = _("names known: {known}").format(known=listing.known_entities)
    elif listing.known_places == listing.listed_places:
        return _("all {known} places").format(known=listing.known_places)
    elif listing.listed_places:
        text = _("{known} of {listed} places known").format(
            known=listing.known_places, listed=listing.listed_places
        )
    else:
        text = _("places known: {known}, how many were listed is not stated").format(
            known=listing.known_places
        )
    if listing.rest == "pictures":
        text += _("; the rest was published as pictures")
    elif listing.rest == "cut":
        text += _("; the rest of the page could not be read")
    return text


class Finder:
    """Answers `find` for some years and categories.

    Args:
        categories: names of categories or groups to look in; none for all.
        brief: leave out notes and the nearest names, as in a batch nobody reads along.
    """

    def __init__(
        self, data: Dataset, years: list[int], categories: list[str], brief: bool = False
    ) -> None:
        self.data = data
        self.years = years
        self.categories = categories
        self.brief = brief
        self.lists = select_lists(data, categories, years)
        self.names = Names(data.entities, data.keys, Normaliser(data.variants))
        wanted = {(listing.year, listing.category) for listing in self.lists}
        index = {entity.name: i for i, entity in enumerate(data.entities)}
        self.placed: dict[int, list[Placement]] = {}
        for placement in data.placements:
            if (placement.year, placement.category) in wanted:
                self.placed.setdefault(index[placement.entity], []).append(placement)

    def find(self, name: str, within: bool | None = None) -> Answer:
        """Every placement of what a name means.

        Args:
            within: also those of everything that lies in it; if False, a note
                says how much that would be.

        Raises:
            GovrankError: nothing of the name is left when it is normalised; in a batch
                that is only one more name without a row.
        """
        key = self.names.normalise(name)
        if not key:
            message = _("{name!r} has no letter or digit to look for").format(name=name)
            if self.brief:
                return Answer([], [], [message])
            raise GovrankError(message)
        hits = self.names.find(key)
        if not hits:
            if ids := self._category_names.get(key):
                return Answer([], [], [self._category(name, ids)])
            hits = self.names.guess(key)
            if hits and hits[0].match == "contains":
                # Part of a name asks for what there is to see, if there is anything.
                hits = [hit for hit in hits if hit.entity in self.placed] or hits
        matches: dict[int, str] = {}
        for hit in hits:
            matches[hit.entity] = hit.match
            if within:
                for entity in self._inside(hit.entity):
                    matches.setdefault(entity, "within")
        rows = [
            placement._replace(query=name, match=match)
            for entity, match in matches.items()
            for placement in self.placed.get(entity, ())
        ]
        if not rows:
            notes = [] if self.brief else self._succession(key, hits)
            return Answer([], notes, [self._missing(name, key, hits)])
        return Answer(rows, [] if self.brief else self._notes(name, key, hits, within), [])

    def _category(self, name: str, ids: set[str]) -> str:
        from shlex import quote

        years = [listing.year for listing in self.data.lists if listing.category in ids]
        command = f"govrank top --category {quote(name)}"
        if years and set(years).isdisjoint(select_years(self.data, None)):
            command += f" --year {years[0]}"
        return _("{name!r} is a category: {command}").format(name=name, command=command)

    @cached_property
    def _category_names(self) -> dict[str, set[str]]:
        return category_names(self.data, self.names.normalise)

    @cached_property
    def _held(self) -> dict[str, set[int]]:
        """The years in which an entity has a placement, in the categories to look in."""
        named = (self._category_names[self.names.normalise(c)] for c in self.categories)
        ids = set().union(*named) or self.data.categories.keys()
        held: dict[str, set[int]] = {}
        for placement in self.data.placements:
            if placement.category in ids:
                held.setdefault(placement.entity, set()).add(placement.year)
        return held

    def _inside(self, region: int) -> list[int]:
        return sorted(i for i in self.placed if region in self.names.around(i))

    def _notes(self, name: str, key: str, hits: list[Hit], within: bool | None) -> list[str]:
        """What a reader of the rows should know besides."""
        entities = self.data.entities
        notes = self._succession(key, hits)
        successors = {entities[hit.entity].into for hit in hits}
        other = [
            hit.entity
            for hit in hits
            if hit.entity not in self.placed
            and hit.entity not in successors
            and entities[hit.entity].into is None
            and not (within and self._inside(hit.entity))
        ]
        if other:
            notes.append(self._unplaced(name, other))
        if within is False:
            for hit in hits:
                if inside := self._inside(hit.entity):
                    notes.append(
                        _("{region}: {count} more within it; --within lists them").format(
                            region=called(entities[hit.entity]), count=len(inside)
                        )
                    )
        return notes

    def _succession(self, key: str, hits: list[Hit]) -> list[str]:
        """The remarks that a former name, a merged body and its successor deserve."""
        entities = self.data.entities
        notes = []
        for hit in hits:
            found = entities[hit.entity]
            for former, year in found.former.items():
                if self.names.normalise(former) == key:
                    note = _("{former} is a former name of {name}")
                    note += _(" (until {year})") if year else ""
                    notes.append(note.format(former=former, name=called(found), year=year))
            mergers = []
            if len(self.years) > 1:
                # Who asks over the years is to see that one list's two bodies are another's one.
                mergers = [(other, found) for other in entities if other.into == hit.entity]
            if found.into is not None:
                mergers.append((found, entities[found.into]))
            for merged, successor in mergers:
                notes.append(
                    _("{merged} became part of {name} in {year}").format(
                        merged=called(merged), name=called(successor), year=merged.until
                    )
                )
        return notes

    def _unplaced(self, query: str, entities: Iterable[int]) -> str:
        """What to say of entities that exist: not known to be placed is not unplaced."""
        scope = _("{year}").format(year=self.years[0]) if len(self.years) == 1 else _("any year")
        if self.categories:
            scope += _(" ({categories})").format(categories=joined(self.categories))
        texts = []
        for i in entities:
            entity = self.data.entities[i]
            text = _("{name} is not among the known places of {scope}").format(
                name=called(entity), scope=scope
            )
            if elsewhere := self._held.get(entity.name, set()).difference(self.years):
                text += _(", but of {years}").format(years=joined(sorted(elsewhere, reverse=True)))
            texts.append(text)
        return _("{name!r}: ").format(name=query) + _("; ").join(texts)

    def _missing(self, name: str, key: str, hits: list[Hit]) -> str:
        if hits:
            found = {hit.entity for hit in hits}
            text = self._unplaced(name, sorted(found))
            inside: list[int] = []
            if not self.brief:
                inside = sorted({i for entity in found for i in self._inside(entity)})
            if inside:
                text += _("; within it: {names}").format(names=self._printed(inside))
        else:
            text = _("no entity is named {name!r}").format(name=name)
        if self.brief or (hits and (hits[0].match != "alias" or key.isascii())):
            return text
        placed = set(self.placed)
        # An everyday name that is found may have been meant for something that is placed.
        near = self.names.suggest(key, placed, placed.difference(inside) if hits else None)
        if hits:
            begun = without_prefix(key)[:2]
            near = [i for i in near if without_prefix(self.data.entities[i].name).startswith(begun)]
        if near:
            text += _("; did you mean {names}?").format(names=self._printed(near[:3]))
        return text

    def _printed(self, entities: Iterable[int]) -> str:
        """Names of entities as their readers know them: printed, or else official."""
        return joined(
            called(self.data.entities[i], self.placed[i][0].name if i in self.placed else "")
            for i in entities
        )


def called(entity: Entity, printed: str = "") -> str:
    """The name of an entity, official if not printed, with its English for who reads that."""
    english = entity.english if LANGUAGE == "en" else None
    return " ".join(filter(None, (printed or entity.name, english)))


def joined(items: Iterable[object]) -> str:
    return _(", ").join(map(str, items))


class Tally(NamedTuple):
    """What a province has in the first places: distinct entities, and their best rank."""

    region: str
    entities: int
    best_rank: int


def tally(rows: list[Placement]) -> list[Tally]:
    """The regions of some placements, those with the most entities first, then by best rank."""
    found: dict[str, list[Placement]] = {}
    for row in rows:
        if row.region is not None and row.rank is not None:
            found.setdefault(row.region, []).append(row)
    tallies = [
        Tally(region, len({row.entity for row in rows}), min(row.rank or 0 for row in rows))
        for region, rows in found.items()
    ]
    return sorted(tallies, key=lambda row: (-row.entities, row.best_rank))


class Tiering(NamedTuple):
    """A score's tier; score is None in a row of the scale itself.

    min is the fewest points of the tier and max where the next one begins; a bound
    that does not exist is None.
    """

    score: "Decimal | None"
    tier: str
    min: int | None
    max: int | None
    next_tier: str | None
    points_to_next: "Decimal | None"
    year: int


def select_scales(data: Dataset, year: str | None) -> list[Scale]:
    """The tier scale of a year, the latest, or all, newest first.

    Raises:
        GovrankError: no scale is known for that year.
    """
    if not data.scales:
        raise GovrankError(_("no tier scale is known"))
    if year is None:
        return data.scales[:1]
    if scales := [scale for scale in data.scales if year in (ALL_YEARS, str(scale.year))]:
        return scales
    raise GovrankError(
        _("no tier scale of {year!r} is known; there are those of {years}").format(
            year=year, years=joined(scale.year for scale in data.scales)
        )
    )


def tiers(scale: Scale) -> list[Tiering]:
    """The tiers of a scale, highest first."""
    rows: list[Tiering] = []
    for tier, bound in scale.tiers:
        above = rows[-1] if rows else None
        rows.append(
            Tiering(None, tier, bound, above and above.min, above and above.tier, None, scale.year)
        )
    return rows


def tier(scale: Scale, text: str) -> Tiering:
    """The tier of a score, in exact decimals.

    Raises:
        GovrankError: the text is no number from 0 to the full marks.
    """
    from decimal import Context, Decimal

    number = unicodedata.normalize("NFKC", text).strip()
    if re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)", number):
        score = Decimal(number)
        if 0 <= score <= scale.full_marks:
            score = score.copy_abs()  # no -0
            found = next(row for row in tiers(scale) if row.min is None or score >= row.min)
            points = None
            if found.max is not None:
                points = Context(prec=len(number) + 4).subtract(Decimal(found.max), score)
            return found._replace(score=score, points_to_next=points)
    raise GovrankError(
        _("{text!r} is no score; it should be a number from 0 to {full_marks}").format(
            text=text, full_marks=scale.full_marks
        )
    )
