"""The commands: what each takes, asks and prints. This file shows how the whole flows."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from os.path import isdir
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

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
from govrank.names.normal import with_digits
from govrank.show.output import (
    FILES,
    FORMATS,
    Output,
    format_named,
    format_of_file,
    hint,
    say,
)
from govrank.show.screen import inert
from govrank.store import Store

if TYPE_CHECKING:
    from govrank.ask import changes
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
# A longer number of places is as good as this one.
LONGEST_NUMBER = 15
MOST_PLACES = 10**LONGEST_NUMBER

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
Since = Annotated[
    str | None,
    typer.Option(
        metavar=_("YEAR"),
        help=_("Show the rank then and the change. With last: since each list's last edition."),
    ),
]
AllNotes = Annotated[
    bool, typer.Option("--notes", help=_("Show the notes on the lists, however many."))
]
Kind = Annotated[
    str | None,
    typer.Option(
        metavar="|".join(ENTITY_KINDS),
        autocompletion=completion.kinds,
        help=_("Only entities of this kind."),
    ),
]
Region = Annotated[
    str | None,
    typer.Option(
        "--within",
        metavar=_("NAME"),
        autocompletion=completion.names,
        help=_("Only what lies in it."),
    ),
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
        help=_("Data of your own: a table, a folder or a database."),
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
    file: Annotated[
        Path | None,
        typer.Option(
            "-o",
            metavar=_("FILE"),
            readable=False,
            help=_("Write a file. Its ending says the format: {endings}; export also .db.").format(
                endings=" ".join(ending for ending, form in FILES.items() if form.save)
            ),
        ),
    ] = None,
    *,
    context: typer.Context,
) -> tuple[Store, Output]:
    wanted = "json" if json else format
    typed = wanted if json or _is_typed(context, "format") else None
    if file is None:
        name = format_named(wanted)
    else:
        from govrank.show import files

        name = format_of_file(file, typed, quiet)
        files.refuse_inputs(file, [data])
    given = f" --data {words.quoted(str(data))}" if _is_typed(context, "data") else ""
    output = Output(name, quiet, header=not no_header, bom=bom, file=file, given=given)
    store = dataset.open_store(data)
    for note in store.notes:
        hint(note)
    return store, output


def _is_typed(context: typer.Context, option: str) -> bool:
    """Whether an option stands on the command line, and not in the environment."""
    source = context.get_parameter_source(option)
    return source is not None and source.name == "COMMANDLINE"


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
    since: Since = None,
) -> None:
    named = (lists_typed or []) + (category or [])
    years = lists.select_years(store, year)
    found = lists.select_lists(store, named, years)
    most = _whole_number(places)
    answer = lists.top(store, found, most)
    changes = _comparison(store, since, years)

    def view(screen: "Screen") -> "Iterable[Block]":
        from govrank.show import overview, tables

        if changes is not None:
            ranked = [each for each in found if named or each.known_places]
            return tables.top_since(screen, store, ranked, answer.rows, changes, most)
        if named or places:
            return tables.top(screen, store, found, answer.rows)
        return overview.overview(screen, store, found, answer.rows)

    rows: Iterable[NamedTuple] = answer.rows
    columns: Sequence[str] = PLACEMENT
    if changes is not None:
        rows = map(changes.changed, answer.rows)
        columns = changes.columns[2:]
    out.write(rows, columns, "name", view, sheet=_sheet)
    if not out.for_people:
        _say_missing_places(answer)
        _say_changes(changes)


def _sheet(row: Any) -> str:
    """A list as a sheet is called, so that it can be read back: 2024-地市."""
    return f"{row.year}-{words.list_name(row)}"


def _comparison(
    store: Store, since: str | None, years: Sequence[int]
) -> "changes.Comparison | None":
    if since is None:
        return None
    from govrank.ask import changes

    return changes.Comparison(store, since, years)


def _say_changes(comparison: "changes.Comparison | None") -> None:
    """What a table says in its captions."""
    if comparison is None:
        return
    from govrank.show.changes import remarks

    for text in remarks(comparison):
        say(text)


def _whole_number(places: str | None) -> int:
    """How many places are asked for: 10 if nothing is said."""
    text = with_digits(places or str(PLACES)).strip()
    if text.isdecimal() and text.strip("0"):
        return int(text) if len(text) <= LONGEST_NUMBER else MOST_PLACES
    raise GovrankError(words.invalid_places(text))


def _say_missing_places(answer: lists.Top) -> None:
    """What a table says in its captions."""
    if answer.empty:
        say(words.not_published(answer.empty))
    for listing, band in answer.wider:
        say(words.only_bands(listing, band))
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
    question = Question(store, names, category, year, within, out.given)

    def view(screen: "Screen") -> "Iterable[Block]":
        from govrank.show import tables

        return tables.find(
            screen,
            store,
            question.answers(),
            sources,
            notes,
            beside=question.beside,
            hints=question.hints,
        )

    if not _replied(question, out, FOUND, "name"):
        out.write(question.rows(), FOUND, "name", view, named=True)
    return question.say_missing(in_table=out.for_people)


def _replied(question: Question | Meanings, out: Output, columns: Sequence[str], name: str) -> bool:
    """Answer a batch line by line, if it is one and its format has a line a row."""
    line = out.line(columns, name)
    texts = question.replies(line) if line is not None else None
    if texts is None:
        return False
    out.write_texts(texts, columns)
    return True


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
    within: Region = None,
    year: Annotated[
        str | None,
        typer.Option(
            metavar=_("YEAR"), help=_("With all: also what has ended, in the whole table.")
        ),
    ] = None,
) -> ExitCode:
    if kind is not None and kind not in ENTITY_KINDS:
        raise GovrankError(words.unknown_kind(kind, ENTITY_KINDS))
    if year is not None and lists.span(year) != lists.EVERY_YEAR:
        raise GovrankError(words.only_all_years(year))
    question = Meanings(store, names or [], kind, within, ended=year is not None)

    def view(screen: "Screen") -> "Iterable[Block]":
        from govrank.show import tables

        return tables.entities(screen, store, question.rows())

    columns = ENTITY_FOUND if names else ENTITY
    if not _replied(question, out, columns, "entity"):
        out.write(question.rows(), columns, "entity", view, named=bool(names))
    return question.say_missing()


@prints_rows(
    _("Show how an entity rose and fell, list by list."),
    _("history ningde"),
    _("history ndrc --json"),
)
def history(
    store: Store, out: Output, names: Names, category: Categories = None, notes: AllNotes = False
) -> ExitCode:
    question = Question(store, names, category, ALL_YEARS, given=out.given)
    rows: Iterable[Placement] = question.rows()
    if out.format == "svg":
        rows = list(rows)  # for the chart, or for the table if there is none

    def view(screen: "Screen") -> "Iterable[Block]":
        from govrank.show.history import history

        return history(screen, store, rows, bool(category), notes)

    def chart(drawn: Iterable[Placement]) -> Iterator[str]:
        from govrank.show import history_chart

        return history_chart.lines(store, drawn)

    out.write(rows, FOUND, "name", view, named=True, chart=chart)
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
    since: Since = None,
    notes: AllNotes = False,
) -> ExitCode:
    question = Question(store, names, category, year, given=out.given)
    changes = _comparison(store, since, lists.select_years(store, year))

    def view(screen: "Screen") -> "Iterable[Block]":
        from govrank.show import tables

        return tables.compare(screen, store, question.rows(), notes, changes)

    rows: Iterable[NamedTuple] = question.rows()
    columns: Sequence[str] = FOUND
    if changes is not None:
        rows = map(changes.changed, question.rows())
        columns = changes.columns
    out.write(rows, columns, "name", view, named=True)
    if not out.for_people:
        _say_changes(changes)
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

    if not rows:
        _say_missing_places(answer)
        hint(words.no_region())
    if rows or out.file is None:
        out.write(rows, Tally._fields, "region", view)


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
    _("List where the placements were published; some sources as citations."),
    "sources",
    "sources terton2024",
    _("sources -c prefectures --year 2024"),
)
def sources(
    store: Store,
    out: Output,
    ids: Annotated[
        list[str] | None,
        typer.Argument(metavar=_("[ID]..."), help=_("Only these sources.")),
    ] = None,
    category: Categories = None,
    year: Annotated[
        str | None,
        typer.Option(metavar=_("YEAR"), help=_("Only those of the lists of an edition.")),
    ] = None,
) -> ExitCode:
    known = {source.source: source for source in store.sources()}
    wanted = set(known)
    if category or year:
        years = lists.select_years(store, year or ALL_YEARS)
        wanted = store.sources_of(lists.select_lists(store, category or [], years))
    found = [s for s in known.values() if s.source in wanted and (not ids or s.source in ids)]
    missing = [id for id in ids or () if id not in wanted]

    def view(screen: "Screen") -> "Iterable[Block]":
        from govrank.show import citations, tables

        if ids or category or year:
            return citations.citations(screen, found)
        return tables.sources(screen, found)

    out.write(found, SOURCE, "source", view, named=bool(ids))
    for id in missing:
        if id in known:
            say(words.not_a_source_of(id))
        else:
            say(words.unknown_source(id, near_words(id, list(known))))
    return ExitCode.MISSING if missing else ExitCode.FOUND


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
) -> None:
    if datapackage is not None:
        from govrank.show.package import write_datapackage

        write_datapackage(store, datapackage)
        if out.file is None:
            return
    if out.file is not None and out.format == "db":
        from govrank.show import files

        files.write_database(out.file, store.connection)
        return

    def view(screen: "Screen") -> "Iterable[Block]":
        from govrank.show import tables

        return tables.top(screen, store, store.listings(store.years()), store.placements())

    out.write(store.placements(), PLACEMENT, "name", view, literal=True)


@app.command(
    "read",
    **described(
        _("Read the picture of a published table into a table of your own, to be checked."),
        _("read p3.png p4.png -c prefectures --year 2024 -o 2024-prefectures.csv"),
        "read p3.png --json",
    ),
)
def read(
    pictures: Annotated[
        list[Path],
        typer.Argument(
            metavar=_("PICTURE..."), readable=False, help=_("Pictures of one list, in order.")
        ),
    ],
    category: Categories = None,
    year: Annotated[
        str | None, typer.Option(metavar=_("YEAR"), help=_("The edition of the list."))
    ] = None,
    file: Annotated[
        Path | None,
        typer.Option("-o", metavar=_("FILE"), help=_("Write a table: .csv or .xlsx.")),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help=_("Replace the file, even if somebody worked on it."))
    ] = False,
    json: Annotated[bool, typer.Option("--json", help=_("Print each row as a record."))] = False,
    data: Data = None,
) -> None:
    from govrank.cli import pictures as reader

    settled = _year_of(year)
    store = dataset.open_store(data)
    reader.read(store, pictures, category or [], settled, file, force, json)


@app.command(
    "check",
    **described(
        _("Validate a table of your own, a data folder or a database, and name each fault."),
        _("check 2025-prefectures.csv"),
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
            help=_("The table (.csv, .tsv, .xlsx), the data folder, or the database."),
        ),
    ] = None,
    year: Annotated[
        str | None, typer.Option(metavar=_("YEAR"), help=_("The year of a table's rows."))
    ] = None,
    category: Annotated[
        str | None,
        typer.Option("--category", "-c", metavar=_("LIST"), help=_("The list of a table's rows.")),
    ] = None,
    compiled: Annotated[
        Path | None,
        typer.Option("--compile", metavar="FILE.db", help=_("Write it as a database.")),
    ] = None,
) -> ExitCode:
    from govrank.folder import check_database, check_folder
    from govrank.show import files

    if path is None and not isdir(dataset.SOURCE):
        raise GovrankError(words.no_folder_to_check())
    path = path or dataset.SOURCE
    if compiled:
        files.refuse_inputs(compiled, [path], "--compile")
    if dataset.is_laid_over(path):
        return _check_laid(path, year, category, compiled)
    if year or category:
        raise GovrankError(words.only_for_tables())
    if not isdir(path) and path.is_file():
        connection, faults = check_database(path)
    elif isdir(path):
        connection, faults = check_folder(path)
    else:
        raise DataError(words.nothing_there(path))
    for fault in faults:
        say(f"{path}/{fault}")
    if faults:
        return ExitCode.DATA
    if compiled:
        files.write_database(compiled, connection)
    return ExitCode.FOUND


def _year_of(text: str | None) -> int | None:
    """The one year that is typed for a table, if any is."""
    from govrank.folder.cells import year_of
    from govrank.words.tables import invalid_year

    year = year_of(text) if text else None
    if text and year is None:
        raise GovrankError(invalid_year(text))
    return year


def _check_laid(
    path: Path, year: str | None, category: str | None, compiled: Path | None
) -> ExitCode:
    """Say what is wrong with a table, or a folder that is laid over, or else what it holds."""
    settled = _year_of(year)
    laid = dataset.lay_over(path, settled, category or "")
    for fault in laid.faults:
        say(f"{path}/{fault}" if isdir(path) else str(fault))
    if laid.faults:
        return ExitCode.DATA
    if compiled:
        from govrank.show import files

        files.write_database(compiled, laid.connection)
    for line in laid.summaries:
        print(inert(line))
    for note in laid.notes:
        hint(note)
    return ExitCode.FOUND
