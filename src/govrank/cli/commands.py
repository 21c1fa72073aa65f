"""The commands: what each takes, asks and prints. This file shows how the whole flows."""

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from os.path import isdir
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from govrank import __version__, dataset, words
from govrank.ask import lists
from govrank.cli import completion
from govrank.cli.batch import with_stdin
from govrank.cli.framework import Group, described, near_words, with_options
from govrank.cli.questions import Meanings, Question
from govrank.i18n import _
from govrank.models import (
    ALL_YEARS,
    ENTITY_KINDS,
    DataError,
    EntityRow,
    ExitCode,
    GovrankError,
    InvalidScoreError,
    Listing,
    Placement,
    Scale,
    Source,
    Tally,
    Tiering,
)
from govrank.show.output import FORMATS, Output, format_named, say
from govrank.store import Store, save

if TYPE_CHECKING:
    from govrank.show.screen import Screen
    from govrank.show.view import Block

# The columns of the rows for machines, in order. The first two of Placement and EntityRow
# are there only where a name was asked for.
PLACEMENT = Placement._fields[2:]
FOUND = Placement._fields
LISTING = Listing._fields[:10]
SOURCE = Source._fields[:6]
ENTITY = EntityRow._fields[2:]
ENTITY_FOUND = EntityRow._fields
# How many places are shown if nothing is said.
PLACES = 10

app = typer.Typer(
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

# The options and arguments that several commands have.

Categories = Annotated[
    list[str] | None,
    typer.Option(
        "--category",
        "-c",
        metavar=_("LIST"),
        autocompletion=completion.categories,
        help=_("A list or a group of lists, by id or name; may be repeated."),
    ),
]
CategoryWords = Annotated[
    list[str] | None,
    typer.Argument(
        metavar=_("[LIST]..."),
        autocompletion=completion.categories,
        help=_("Lists or groups of lists, the same as -c."),
    ),
]
Year = Annotated[
    str | None,
    typer.Option(
        envvar="GOVRANK_YEAR",
        metavar=_("YEAR"),
        autocompletion=completion.years,
        help=_("An edition's year, 2019-2024, or all. Default: the latest edition."),
    ),
]
Places = Annotated[
    str | None,
    typer.Option(
        "-n", "--places", metavar="N", help=_("How many places, 10 if not given; ties are kept.")
    ),
]
AllNotes = Annotated[
    bool, typer.Option("--notes", help=_("Show the notes on the lists, however many."))
]
Kind = Annotated[
    str | None,
    typer.Option(metavar="|".join(ENTITY_KINDS), help=_("Only entities of this kind.")),
]
Names = Annotated[
    list[str],
    typer.Argument(
        metavar=_("NAME..."),
        autocompletion=completion.names,
        help=_("Names, or - to read them from stdin, one a line."),
    ),
]
SomeNames = Annotated[
    list[str] | None,
    typer.Argument(
        metavar=_("[NAME]..."),
        autocompletion=completion.names,
        help=_("Names, or - to read them from stdin, one a line; everything if there is none."),
    ),
]
Data = Annotated[
    Path | None,
    typer.Option(
        envvar="GOVRANK_DATA",
        metavar=_("PATH"),
        readable=False,  # what cannot be read is a fault of the data, not of the call
        help=_("A data folder or a database of your own."),
    ),
]


def shared_options(
    format: Annotated[
        str,
        typer.Option(
            "--format",
            "-f",
            envvar="GOVRANK_FORMAT",
            metavar="|".join(FORMATS),
            autocompletion=completion.formats,
            show_default=False,
            help=_("How to print the rows."),
        ),
    ] = "table",
    json: Annotated[bool, typer.Option("--json", help=_("The same as --format json."))] = False,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help=_("Print names only, one a line."))
    ] = False,
    no_header: Annotated[
        bool, typer.Option("--no-header", help=_("Leave out the headings."))
    ] = False,
    bom: Annotated[
        bool, typer.Option("--bom", help=_("Begin csv and tsv with a byte order mark, for Excel."))
    ] = False,
    data: Data = None,
) -> tuple[Store, Output]:
    output = Output(
        format="json" if json else format_named(format),
        quiet=quiet,
        header=not no_header,
        bom=bom,
    )
    return dataset.open_store(data), output


def prints_rows(
    help: str, *examples: str, format: str = "table", **settings: Any
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Register a command that prints rows. The dataset and the output are its first arguments."""

    def register(command: Callable[..., Any]) -> Callable[..., Any]:
        described_as = described(help, *examples)
        whole = with_options(command, shared_options, format=format)
        app.command(command.__name__, **described_as, **settings)(whole)
        return command

    return register


@app.callback(
    invoke_without_command=True,
    **described(
        _("Who placed where in China's yearly evaluation of government websites."),
        _("top --category prefectures -n 10"),
        _("find wuhan"),
        _("history ningde"),
        "tier 88",
    )
    | {"cls": Group},
)
def govrank(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", help=_("Show the version and exit."))
    ] = False,
) -> None:
    if version:
        years = dataset.open_store().years()
        print(f"govrank {__version__} · data {min(years)}-{max(years)}")
    elif context.invoked_subcommand is None:
        print(context.get_help())
    else:
        return
    raise typer.Exit


@prints_rows(
    _("List the rankings, tier lists and awards of an edition."),
    "categories",
    "categories --year all",
)
def categories(store: Store, out: Output, year: Year = None) -> None:
    found = lists.select_lists(store, [], lists.select_years(store, year))

    def view(screen: "Screen") -> "Iterable[Block]":
        from govrank.show import matrices, tables

        one_year = len({listing.year for listing in found}) == 1
        show = tables.categories if one_year else matrices.editions
        return show(screen, store, found)

    out.write(found, LISTING, "category", view)


@prints_rows(
    _("Show the top of each list, ties included."),
    _("top --category prefectures -n 10"),
    _("top ministries -n 1 --year all"),
)
def top(
    store: Store,
    out: Output,
    lists_typed: CategoryWords = None,
    category: Categories = None,
    places: Places = None,
    year: Year = None,
) -> None:
    named = (lists_typed or []) + (category or [])
    found = lists.select_lists(store, named, lists.select_years(store, year))
    answer = lists.top(store, found, _whole_number(places))

    def view(screen: "Screen") -> "Iterable[Block]":
        from govrank.show import overview, tables

        if named or places:
            return tables.top(screen, store, found, answer.rows)
        return overview.overview(screen, store, found, answer.rows)

    out.write(answer.rows, PLACEMENT, "name", view)
    if not out.for_people:
        _say_missing_places(answer)


def _whole_number(places: str | None) -> int:
    """How many places are asked for: 10 if nothing is said."""
    text = unicodedata.normalize("NFKC", places or str(PLACES)).strip()
    if text.isdecimal() and int(text) > 0:
        return int(text)
    raise GovrankError(words.invalid_places(text))


def _say_missing_places(answer: lists.Top) -> None:
    """What a table says in its captions."""
    if answer.empty:
        say(words.not_published(answer.empty))
    for shortfall in answer.short:
        say(words.shortfall(shortfall.listing, shortfall.known, shortfall.asked))


@prints_rows(
    _("Show every placement of a ministry, region or zone."),
    _("find wuhan"),
    _("find guangdong --within -f csv"),
)
def find(
    store: Store,
    out: Output,
    names: Names,
    within: Annotated[
        bool, typer.Option("--within", help=_("Include everything inside the region."))
    ] = False,
    category: Categories = None,
    year: Year = None,
    sources: Annotated[
        bool, typer.Option("--sources", help=_("Print the sources' titles and addresses."))
    ] = False,
    notes: AllNotes = False,
) -> ExitCode:
    question = Question(store, names, category, year, within)

    def view(screen: "Screen") -> "Iterable[Block]":
        from govrank.show import tables

        return tables.find(
            screen, store, question.answers(), sources, notes, beside=question.beside
        )

    out.write(question.rows(), FOUND, "name", view)
    return question.say_missing(in_table=out.for_people)


@prints_rows(
    _("Say what a name means, placed or not; without a name, list everything known."),
    _("entities haidian"),
    "entities --kind zone -f csv",
)
def entities(
    store: Store,
    out: Output,
    names: SomeNames = None,
    kind: Kind = None,
    within: Annotated[
        str | None, typer.Option("--within", metavar=_("NAME"), help=_("Only what lies in it."))
    ] = None,
    year: Annotated[
        str | None,
        typer.Option(
            metavar=_("YEAR"), help=_("With all: also what has ended, in the whole table.")
        ),
    ] = None,
) -> ExitCode:
    if kind is not None and kind not in ENTITY_KINDS:
        raise GovrankError(words.unknown_kind(kind, ENTITY_KINDS))
    question = Meanings(store, names or [], kind, within, ended=year == ALL_YEARS)

    def view(screen: "Screen") -> "Iterable[Block]":
        from govrank.show import tables

        return tables.entities(screen, store, question.rows())

    out.write(question.rows(), ENTITY_FOUND if names else ENTITY, "entity", view)
    return question.say_missing()


@prints_rows(
    _("Show how an entity rose and fell, list by list."),
    _("history ningde"),
    _("history ndrc --json"),
)
def history(
    store: Store, out: Output, names: Names, category: Categories = None, notes: AllNotes = False
) -> ExitCode:
    question = Question(store, names, category, ALL_YEARS)

    def view(screen: "Screen") -> "Iterable[Block]":
        from govrank.show.history import history

        return history(screen, store, question.rows(), bool(category), notes)

    out.write(question.rows(), FOUND, "name", view)
    return question.say_missing(in_table=out.for_people)


@prints_rows(
    _("Compare entities side by side, one row per list."),
    _("compare wuhan chengdu guangzhou"),
    _("compare fujian sichuan --year all"),
)
def compare(
    store: Store,
    out: Output,
    names: Names,
    category: Categories = None,
    year: Year = None,
    notes: AllNotes = False,
) -> ExitCode:
    question = Question(store, names, category, year)

    def view(screen: "Screen") -> "Iterable[Block]":
        from govrank.show import tables

        return tables.compare(screen, store, question.rows(), notes)

    out.write(question.rows(), FOUND, "name", view)
    return question.say_missing(in_table=out.for_people)


@prints_rows(
    _("Show which provinces have the most entities in the first places."),
    "regions",
    _("regions counties -n 3"),
)
def regions(
    store: Store,
    out: Output,
    lists_typed: CategoryWords = None,
    category: Categories = None,
    places: Places = None,
    year: Year = None,
) -> None:
    years = lists.select_years(store, year)
    found = lists.select_lists(store, (lists_typed or []) + (category or []), years)
    most = _whole_number(places)
    answer = lists.top(store, found, most)
    rows = lists.tally(answer.rows)

    def view(screen: "Screen") -> "Iterable[Block]":
        from govrank.show import charts

        return charts.regions(screen, store, rows, years, most)

    out.write(rows, Tally._fields, "region", view)
    if not rows:
        _say_missing_places(answer)
        say(words.no_region())


@prints_rows(
    _("Show the tier of a score, and the points missing to the next."),
    "tier 88",
    "tier 94.99 95 --json",
    # A score below 0 is to be told so, not taken for an option.
    context_settings={"ignore_unknown_options": True},
)
def tier(
    store: Store,
    out: Output,
    scores: Annotated[
        list[str] | None,
        typer.Argument(
            metavar=_("[SCORE]..."),
            help=_("Scores, or - to read them from stdin; without any, the scale."),
        ),
    ] = None,
    year: Year = None,
) -> ExitCode:
    from govrank.ask import tiers  # decimals are for scores only

    scales = tiers.select_scales(store, year)
    rows, faults = _tierings(scales, scores)

    def view(screen: "Screen") -> "Iterable[Block]":
        from govrank.show import charts

        return charts.tier(screen, rows, scales)

    if rows or not faults:
        out.write(rows, Tiering._fields, "tier", view)
    for fault in faults:
        say(fault)
    return ExitCode.USAGE if faults else ExitCode.FOUND


def _tierings(
    scales: Sequence[Scale], scores: Sequence[str] | None
) -> tuple[list[Tiering], list[str]]:
    """The tiers of the scores on each scale, and what is wrong with the other scores."""
    from govrank.ask import tiers

    if not scores:
        return [row for scale in scales for row in tiers.tiers(scale)], []
    rows, faults = [], []
    for score in with_stdin(scores):
        try:
            rows += [tiers.tier(scale, score) for scale in scales]
        except InvalidScoreError as error:
            faults.append(str(error))
    return rows, faults


@prints_rows(
    _("List where the placements were published."),
    "sources",
    "sources terton2024",
)
def sources(
    store: Store,
    out: Output,
    ids: Annotated[
        list[str] | None,
        typer.Argument(metavar=_("[ID]..."), help=_("Only these sources.")),
    ] = None,
) -> ExitCode:
    known = store.sources()
    found = [source for source in known if not ids or source.source in ids]
    unknown = [id for id in ids or () if id not in {source.source for source in known}]

    def view(screen: "Screen") -> "Iterable[Block]":
        from govrank.show import tables

        return tables.sources(screen, found)

    out.write(found, SOURCE, "source", view)
    for id in unknown:
        say(words.unknown_source(id, near_words(id, [source.source for source in known])))
    return ExitCode.MISSING if unknown else ExitCode.FOUND


@prints_rows(
    _("Print every placement of every year, for a spreadsheet or a program."),
    "export",
    "export --datapackage govrank-data",
    format="csv",
)
def export(
    store: Store,
    out: Output,
    datapackage: Annotated[
        Path | None,
        typer.Option(
            metavar=_("DIR"),
            help=_("Write CSV files and their description (Frictionless) into a folder."),
        ),
    ] = None,
    file: Annotated[
        Path | None,
        typer.Option("-o", metavar="FILE.db", help=_("Write the whole dataset as SQLite.")),
    ] = None,
) -> None:
    if file is not None:
        if file.suffix != ".db":
            raise GovrankError(words.not_a_database_name(file))
        save(store.connection, file)
    if datapackage is not None:
        from govrank.show.package import write_datapackage

        write_datapackage(store, datapackage)
    if file is None and datapackage is None:
        found = store.listings(store.years())

        def view(screen: "Screen") -> "Iterable[Block]":
            from govrank.show import tables

            return tables.top(screen, store, found, store.placements())

        out.write(store.placements(), PLACEMENT, "name", view)


@app.command(
    "check",
    **described(
        _("Validate a data folder or a database, and name each fault."),
        "check data",
        "check data --compile mine.db",
    ),
)
def check(
    path: Annotated[
        Path | None,
        typer.Argument(
            metavar=_("[PATH]"),
            envvar="GOVRANK_DATA",
            readable=False,
            help=_("The data folder, or a database."),
        ),
    ] = None,
    compiled: Annotated[
        Path | None,
        typer.Option("--compile", metavar="FILE.db", help=_("Write the folder as a database.")),
    ] = None,
) -> ExitCode:
    from govrank.folder import check_database, check_folder

    if path is None and not isdir(dataset.SOURCE):
        raise GovrankError(words.no_folder_to_check())
    path = path or dataset.SOURCE
    if not isdir(path) and path.is_file():
        connection, faults = check_database(path)
    elif isdir(path):
        connection, faults = check_folder(path)
    else:
        raise DataError(words.not_a_folder(path))
    for fault in faults:
        say(f"{path}/{fault}")
    if faults:
        return ExitCode.DATA
    if compiled:
        save(connection, compiled)
    return ExitCode.FOUND
