"""The words of govrank as types: rows, vocabularies, errors, exit codes.

Every other module speaks of these. This one imports none of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, get_args

if TYPE_CHECKING:
    from decimal import Decimal

# Each vocabulary stands here once. Those that people read have their labels in `words`.
ListKind = Literal["ranked", "tiered", "award"]
# The kind of who stands in a list of one's own, and is nobody that govrank knows: other.
EntityKind = Literal["province", "prefecture", "county", "zone", "area", "body", "other"]
# How strong a written name is, the strongest first; see names.lookup.
Level = Literal["official", "printed", "short", "alias", "former", "pinyin", "initials"]
# How a name was found.
Match = Literal["exact", "alias", "pinyin", "contains", "within"]
# Why places of an official list are missing: it was published as pictures, only a part
# of the page could be read, or the source does not say.
Rest = Literal["pictures", "cut", "unstated"]
SourceKind = Literal["official", "reprint", "press", "local", "translated"]
# What became of a name in a picture: taken as printed, mended, or left in doubt.
ReadState = Literal["printed", "mended", "doubt"]
# What follows a tie: the next number (1 1 2), or a gap (1 1 3).
Numbering = Literal["dense", "competition"]

# Why an entity has no row: it existed no more; the lists asked for are of others; all places
# of its list are known, and it has none; no list ranks it, as far as is known; or its place, if
# it has one, is not published as text.
Why = Literal["ended", "outside", "complete", "unranked", "unpublished"]

LIST_KINDS: tuple[ListKind, ...] = get_args(ListKind)
ENTITY_KINDS: tuple[EntityKind, ...] = get_args(EntityKind)
LEVELS: tuple[Level, ...] = get_args(Level)
RESTS: tuple[Rest, ...] = get_args(Rest)
SOURCE_KINDS: tuple[SourceKind, ...] = get_args(SourceKind)
NUMBERINGS: tuple[Numbering, ...] = get_args(Numbering)

# The kinds that are divisions of the country. They have a code and a short name.
REGION_KINDS: tuple[EntityKind, ...] = ("province", "prefecture", "county")
# In place of a year: every edition.
ALL_YEARS = "all"
# A batch asks for the same things again and again: so many answers of a kind are remembered.
MOST_REMEMBERED = 4096
# In front of a number: among the first so many places, where no rank is published.
BAND = "前"


class ExitCode(IntEnum):
    FOUND = 0
    MISSING = 1  # a name has no row
    USAGE = 2
    DATA = 3  # invalid data
    OUTPUT = 74  # the answer could not be written: EX_IOERR of sysexits.h


class GovrankError(Exception):
    """Ends a command. Its text is one line for stderr."""

    exit_code = ExitCode.USAGE


class NotKnownError(GovrankError, LookupError):
    """There is no such category, year or tier scale."""


class InvalidScoreError(GovrankError, ValueError):
    """The text is not a number from 0 to the full marks."""


class DataError(GovrankError):
    """The data is invalid."""

    exit_code = ExitCode.DATA


class Placement(NamedTuple):
    """One entity in one list of one edition: the flat record of every command.

    Attributes:
        query: the name asked for, or None if no name was asked for.
        match: how that name was found, or None.
        year: the edition.
        category: the id of the list.
        category_label: the Chinese name of the list.
        rank: the place as printed. None in a tiered or an award list, and for a band.
        tied: whether others have the same place. None if no source says so.
        tier: the tier in a tiered list; the band ("前100") where only that is published.
        score: in points, if published.
        name: as printed.
        entity: the official name.
        region: the province-level division. None for a body of the State Council.
        source: the id of the source.
        code: the GB/T 2260 code. None for bodies and zones.
        english: the entity's English name, if known.
    """

    query: str | None
    match: Match | None
    year: int
    category: str
    category_label: str
    rank: int | None
    tied: bool | None
    tier: str | None
    score: float | None
    name: str
    entity: str
    region: str | None
    source: str
    code: str | None
    english: str | None

    @property
    def band(self) -> int | None:
        """The number in a band such as 前100, or None."""
        return band_of(self.rank, self.tier)


def band_of(rank: int | None, tier: str | None) -> int | None:
    """The number in the band of a row without a rank, such as 前100, or None."""
    if rank is not None or tier is None or not tier.startswith(BAND):
        return None
    places = tier.removeprefix(BAND)
    return int(places) if places.isdecimal() else None


class Listing(NamedTuple):
    """One list of one edition.

    Attributes:
        known_places: how many places are known. In dense numbering a tie fills one place
            (1 1 2); in competition numbering each of the tied fills one (1 1 3).
        known_entities: how many names are known.
        listed_places: how many places the official list has. None if no source says so.
        rest: why places are missing.
        note: what a reader must know of the list, by language.
        confirmed: the ids of further sources that say the same.
    """

    year: int
    category: str
    category_label: str
    title: str
    group: str
    kind: ListKind
    known_places: int
    known_entities: int
    listed_places: int | None
    source: str
    rest: Rest | None
    note: dict[str, str] | None
    confirmed: list[str]
    english: str
    group_english: str
    numbering: Numbering | None


class Category(NamedTuple):
    """A list that comes back every year.

    Attributes:
        category: the id.
        label: the Chinese name.
        english: the English name.
        group: the id of its group.
        who: whom it ranks, by language.
    """

    category: str
    label: str
    english: str
    group: str
    kind: ListKind
    who: dict[str, str]


class Group(NamedTuple):
    """Categories that belong together."""

    group: str
    label: str
    english: str


class Source(NamedTuple):
    """Where a placement was published. date is a day, a month or a year."""

    source: str
    publisher: str
    title: str
    date: str | None
    kind: SourceKind
    url: str | None
    publisher_english: str | None
    title_english: str | None


class Step(NamedTuple):
    """A tier and the fewest points it takes. The lowest tier has no bound."""

    tier: str
    minimum: int | None
    english: str


class Scale(NamedTuple):
    """The tiers of one edition, the highest first. full_marks are in points."""

    year: int
    full_marks: int
    steps: list[Step]


class Tiering(NamedTuple):
    """The tier of a score. In a row of the scale itself the score is None.

    min is the fewest points of the tier. max is where the next tier begins. The bounds
    that do not exist, at the top and at the bottom, are None.
    """

    score: Decimal | None
    tier: str
    min: int | None
    max: int | None
    next_tier: str | None
    points_to_next: Decimal | None
    year: int


class Tally(NamedTuple):
    """How many entities of a province are in the first places, and their best rank.

    best_rank is None where only bands are published."""

    region: str
    entities: int
    best_rank: int | None


class Entity(NamedTuple):
    """Who or what is evaluated.

    Attributes:
        id: its number in the dataset.
        name: the official name; a county's has its city in front.
        short: the name without its ending; of a body, the everyday name.
        code: the GB/T 2260 code, for divisions only.
        parent: the id of the entity it lies in.
        region: the name of the province-level division it lies in.
        english: the English name; a county's says its kind (Haidian District).
        until: the year in which it ended. None for what exists.
        placements: how many placements it has, over all years.
    """

    id: int
    name: str
    short: str
    kind: EntityKind
    code: str | None
    parent: int | None
    region: str | None
    english: str | None
    until: int | None
    placements: int


class EntityRow(NamedTuple):
    """What a name means: the flat record of `entities`."""

    query: str | None
    match: Match | None
    entity: str
    kind: EntityKind
    code: str | None
    parent: str | None
    region: str | None
    english: str | None
    placements: int
    until: int | None
    into: str | None


class PictureRow(NamedTuple):
    """A row of a published picture: the flat record of `read`.

    Attributes:
        picture: the number of the picture, from 1.
        line: the number of the row in that picture, from 1.
        rank: the place as printed. None if it was not read, or if the list has none.
        name: as printed, as mended, or in doubt the best guess or "".
        entity: the official name of whom it means. None if that is in doubt.
        score: in points, if the list has scores.
        read: what the picture said.
        doubt: why somebody must look at the row. None if nobody need.
    """

    picture: int
    line: int
    rank: int | None
    name: str
    entity: str | None
    tier: str | None
    score: float | None
    read: str
    state: ReadState
    doubt: str | None


class Succession(NamedTuple):
    """One entity or name gave way to another. year is None if not known."""

    former: str
    former_english: str | None
    year: int | None
    into: list[Entity]
    renamed: bool


class Standing(NamedTuple):
    """A placement, and how many places its list has, if that is known."""

    placement: Placement
    listed: int | None


class Unplaced(NamedTuple):
    """An entity that exists, and has no known place where it was looked for.

    Attributes:
        why: why it has no row.
        years: other years in which it has a known place.
        lists: the lists of the year asked for in which it would be.
        around: where it and the regions around it stand in other lists, nearest first.
        inside: what lies in it and has a known place.
        scope: the names of the categories that were asked for.
    """

    entity: Entity
    why: Why
    years: list[int]
    lists: list[Listing]
    around: list[Standing]
    inside: list[Entity]
    scope: list[str]


class Answer(NamedTuple):
    """What is known of one name: facts only. `words` turns them into sentences.

    Attributes:
        name: as it was asked for.
        rows: its placements.
        unplaced: entities it means that have no row.
        others: entities that bear the name too and were not meant.
        successions: what became of a former name or a merged body.
        inside: for each entity it means, how much lies in it and was not asked for.
        lists: the listings, newest first, if the name is that of a category.
        near: entities with a name like it, the nearest first.
        many: how many entities have the name as a part, if these are too many to show.
        empty: whether the name has no letter and no digit.
    """

    name: str
    rows: Sequence[Placement] = ()
    unplaced: Sequence[Unplaced] = ()
    others: Sequence[Entity] = ()
    successions: Sequence[Succession] = ()
    inside: Sequence[tuple[Entity, int]] = ()
    lists: Sequence[Listing] = ()
    near: Sequence[Entity] = ()
    many: int = 0
    empty: bool = False


def as_text(value: Any) -> str:
    """A value as a machine format writes it: null is empty, true and false as in JSON."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if hasattr(value, "as_tuple"):  # a Decimal: all its digits, and no exponent
        return format(value, "f")
    return str(value)
