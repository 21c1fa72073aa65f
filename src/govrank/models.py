"""What the other modules speak of: the rows, the errors and exit codes."""

from enum import IntEnum
from typing import Any, NamedTuple


class ExitCode(IntEnum):
    FOUND = 0
    MISSING = 1  # a name asked for has no row
    USAGE = 2
    DATA = 3  # a data folder that does not hold
    OUTPUT = 74  # the rows could not be written; EX_IOERR of sysexits.h


class GovrankError(Exception):
    """What ends a command: one line for stderr, and the exit code."""

    def __init__(self, message: str, exit_code: ExitCode = ExitCode.USAGE) -> None:
        super().__init__(message)
        self.exit_code = exit_code


class Placement(NamedTuple):
    """One entity in one list of one edition: the flat record of every command.

    query and match are None until a name was asked for; rank is None in a tiered
    or award list, tier in a ranked one; tied is None where the sources do not say.
    """

    query: str | None
    match: str | None
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


class Listing(NamedTuple):
    """One list of one edition: a row of `categories`, and what is missing from it.

    known_places and listed_places count places, known_entities counts names: of two who
    are tied each fills a place if the next rank is left out, as in 1 1 3, and otherwise both
    have one. listed_places is None where no source states it. rest says why places are
    missing, and is one of compile.RESTS; confirmed are sources that say the same.
    """

    year: int
    category: str
    category_label: str
    title: str
    group: str
    kind: str
    known_places: int
    known_entities: int
    listed_places: int | None
    source: str
    rest: str | None
    note: dict[str, str] | None
    confirmed: list[str]


class Category(NamedTuple):
    """who says whom its lists rank, by language; so does the note of a Listing."""

    label: str
    group: str
    kind: str
    who: dict[str, str]
    aliases: list[str]


class Source(NamedTuple):
    """Where a placement was published; kind is one of compile.SOURCE_KINDS."""

    source: str
    publisher: str
    title: str
    date: str | None
    kind: str
    url: str | None


class Scale(NamedTuple):
    """The tiers of one edition with the fewest points of each, highest first.

    tiers holds [name, points]; the last tier has None for its points.
    """

    year: int
    full_marks: int
    tiers: list[list[Any]]


class Entity(NamedTuple):
    """What is evaluated; parent is the index of the region it lies in.

    english is the official English name or, for a region, the usual spelling.
    former maps the names it has given up to the year they ended, if known.
    A body that was merged has the year (until) and the index of the successor (into).
    """

    name: str
    kind: str
    parent: int | None
    english: str | None
    former: dict[str, int | None]
    until: int | None
    into: int | None
