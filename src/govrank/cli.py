"""The commands: options in, rows to stdout, words to stderr."""

import gc
import inspect
import signal
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from copy import copy
from functools import lru_cache, partial, wraps
from os.path import isdir
from pathlib import Path
from types import ModuleType
from typing import IO, Annotated, Any, Literal

import typer
from typer.core import TyperCommand, TyperGroup

from govrank import __version__, completion, query
from govrank.data import SOURCE, Dataset, dump, load
from govrank.i18n import _, of_framework
from govrank.models import ExitCode, GovrankError, Listing, Placement, Source
from govrank.output import Output, say, write_datapackage

PLACEMENT = Placement._fields[2:]  # without the columns that a name asked for fills
FOUND = Placement._fields
STDIN = "-"
LISTING = Listing._fields[:10]


class _Command(TyperCommand):
    def get_help(self, ctx: Any) -> str:
        return of_framework(super().get_help(ctx))


class _Group(TyperGroup):
    def get_help(self, ctx: Any) -> str:
        return of_framework(super().get_help(ctx))


app = typer.Typer(
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
Command = Callable[..., ExitCode | None]

Categories = Annotated[
    list[str] | None,
    typer.Option(
        "--category",
        "-c",
        autocompletion=completion.categories,
        help=_("A list or a group of lists, by id or name; may be repeated."),
    ),
]
Year = Annotated[
    str | None,
    typer.Option(
        envvar="GOVRANK_YEAR",
        autocompletion=completion.years,
        help=_("An edition's year, or all. Default: the latest edition."),
    ),
]
Places = Annotated[
    int, typer.Option("-n", "--places", min=1, help=_("How many places; ties are never cut."))
]
Names = Annotated[
    list[str],
    typer.Argument(
        autocompletion=completion.names,
        help=_("Names, or - to read them from stdin, one a line."),
    ),
]


Data = Annotated[
    Path | None,
    typer.Option(
        envvar="GOVRANK_DATA",
        readable=False,  # what cannot be read is a fault of the data, not of the call
        help=_("A data folder, or a file compiled from one, of your own."),
    ),
]


def shared_options(
    format: Annotated[
        Literal["table", "json", "jsonl", "csv", "tsv", "markdown"],
        typer.Option(
            "--format",
            "-f",
            envvar="GOVRANK_FORMAT",
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
) -> tuple[Dataset, Output]:
    return load(data), Output("json" if json else format, quiet, not no_header, bom)


SHARED = dict(inspect.signature(shared_options).parameters)


def described(help: str, *examples: str) -> dict[str, Any]:
    """What a command's help says, whole in the list of commands too, and its examples."""
    lines = [_("Examples:"), *(f"  govrank {example}" for example in examples)]
    epilog = "\n".join(["\b", *lines])  # \b: not to be wrapped
    return {"cls": _Command, "help": help, "short_help": help, "epilog": epilog}


def prints_rows(
    help: str, *examples: str, format: str = "table", **settings: Any
) -> Callable[[Command], Command]:
    """Register a command. What the options shared by all amount to, the dataset and the
    output, are its first two arguments."""

    def register(command: Command) -> Command:
        @wraps(command)
        def with_shared_options(**options: Any) -> ExitCode | None:
            dataset, out = shared_options(**{name: options.pop(name) for name in SHARED})
            return command(dataset, out, **options)

        _dataset, _out, *own = inspect.signature(command).parameters.values()
        shared = {**SHARED, "format": SHARED["format"].replace(default=format)}
        signature = inspect.Signature([*own, *shared.values()])
        with_shared_options.__signature__ = signature  # type: ignore[attr-defined]
        description = described(help, *examples)
        app.command(command.__name__, **description, **settings)(with_shared_options)
        return command

    return register


@app.callback(
    invoke_without_command=True,
    **described(
        _("Who placed where in China's yearly evaluation of government websites."),
        "top --category 地市 -n 10",
        "find 武汉市",
        "history 宁德",
        "tier 88",
    )
    | {"cls": _Group},
)
def govrank(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", help=_("Show the version and exit."))
    ] = False,
) -> None:
    if version:
        years = [listing.year for listing in load().lists]
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
def categories(dataset: Dataset, out: Output, year: Year = None) -> None:
    lists = query.select_lists(dataset, [], query.select_years(dataset, year))
    out.write(lists, LISTING, "category", lambda *screen: _tables().categories(*screen, dataset))


@prints_rows(
    _("Show the first places of each list, all who are tied included."),
    "top --category 地市 -n 10",
    "top -c ministries -n 1 --year all",
)
def top(
    dataset: Dataset,
    out: Output,
    category: Categories = None,
    places: Places = 10,
    year: Year = None,
) -> None:
    lists = query.select_lists(dataset, category or [], query.select_years(dataset, year))
    answer = query.top(dataset, lists, places)
    out.write(
        answer.rows, PLACEMENT, "name", lambda *screen: _tables().top(*screen, dataset, lists)
    )
    _say(answer.notes)


@prints_rows(
    _("Show every placement of a ministry, region or zone."),
    "find 武汉市",
    "find guangdong --within -f csv",
)
def find(
    dataset: Dataset,
    out: Output,
    names: Names,
    within: Annotated[
        bool, typer.Option("--within", help=_("Also of everything that lies in it."))
    ] = False,
    category: Categories = None,
    year: Year = None,
    sources: Annotated[
        bool, typer.Option("--sources", help=_("Print the sources' addresses under a table."))
    ] = False,
) -> ExitCode:
    answers = _Answers(dataset, names, category, year, within)
    out.write(answers, FOUND, "name", lambda *screen: _tables().find(*screen, dataset, sources))
    return answers.say()


@prints_rows(
    _("Show how an entity rose and fell, list by list."),
    "history 宁德",
    "history 商务部 --json",
)
def history(dataset: Dataset, out: Output, names: Names, category: Categories = None) -> ExitCode:
    answers = _Answers(dataset, names, category, query.ALL_YEARS)
    out.write(answers, FOUND, "name", lambda *screen: _tables().history(*screen, dataset))
    return answers.say()


@prints_rows(
    _("Set entities side by side, a row a list."),
    "compare 武汉 成都 广州",
    "compare 福建 四川 --year all",
)
def compare(
    dataset: Dataset, out: Output, names: Names, category: Categories = None, year: Year = None
) -> ExitCode:
    answers = _Answers(dataset, names, category, year)
    out.write(answers, FOUND, "name", lambda *screen: _tables().compare(*screen, dataset))
    return answers.say()


@prints_rows(
    _("Show which provinces have the most entities in the first places."),
    "regions",
    "regions -c 区县 -n 3",
)
def regions(
    dataset: Dataset,
    out: Output,
    category: Categories = None,
    places: Places = 10,
    year: Year = None,
) -> None:
    years = query.select_years(dataset, year)
    answer = query.top(dataset, query.select_lists(dataset, category or [], years), places)
    rows = query.tally(answer.rows)
    out.write(
        rows,
        query.Tally._fields,
        "region",
        lambda *screen: _tables().regions(*screen, dataset, years, places),
    )
    if not rows:
        _say([*answer.notes, _("no known place of these lists belongs to a region")])


@prints_rows(
    _("Show the tier of a score, and the points missing to the next."),
    "tier 88",
    "tier 94.99 95 --json",
    # A score below 0 is to be told so, not taken for an option.
    context_settings={"ignore_unknown_options": True},
)
def tier(
    dataset: Dataset,
    out: Output,
    scores: Annotated[
        list[str] | None,
        typer.Argument(
            help=_("Scores, or - to read them from stdin; without any, the scale."),
        ),
    ] = None,
    year: Year = None,
) -> None:
    scales = query.select_scales(dataset, year)
    if scores:
        rows = [query.tier(scale, score) for score in _with_stdin(scores) for scale in scales]
    else:
        rows = [row for scale in scales for row in query.tiers(scale)]
    out.write(rows, query.Tiering._fields, "tier", lambda *screen: _tables().tier(*screen, scales))


@prints_rows(
    _("List where the placements were published."),
    "sources",
    "sources -f csv",
)
def sources(dataset: Dataset, out: Output) -> None:
    out.write(dataset.sources, Source._fields, "source", lambda *screen: _tables().sources(*screen))


@prints_rows(
    _("Print every placement of every year, for a spreadsheet or a program."),
    "export",
    "export --datapackage govrank-data",
    format="csv",
)
def export(
    dataset: Dataset,
    out: Output,
    datapackage: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help=_("Write CSV files and their description (Frictionless) into a folder."),
        ),
    ] = None,
) -> None:
    if datapackage:
        placements, sources = dataset.placements, dataset.sources
        write_datapackage(
            datapackage,
            {
                "placements": (placements, PLACEMENT, Placement),
                "sources": (sources, Source._fields, Source),
            },
        )
    else:
        out.write(
            dataset.placements,
            PLACEMENT,
            "name",
            lambda *screen: _tables().top(*screen, dataset, dataset.lists),
        )


@app.command(
    "check",
    **described(
        _("Validate a data folder, and name each fault by file and line."),
        "check data",
        "check data --compile mine.json",
    ),
)
def check(
    folder: Annotated[
        Path | None,
        typer.Argument(
            metavar="DIR",
            envvar="GOVRANK_DATA",
            readable=False,
            help=_("The data folder."),
        ),
    ] = None,
    compiled: Annotated[
        Path | None,
        typer.Option("--compile", metavar="FILE", help=_("Write the folder's compiled form.")),
    ] = None,
) -> ExitCode:
    from govrank.compile import Compiler

    if folder is None and not isdir(SOURCE):
        raise GovrankError(_("DIR is missing: it is the data folder to check"))
    folder = folder or SOURCE
    if not isdir(folder):
        raise GovrankError(_("{folder} is no folder").format(folder=folder), ExitCode.DATA)
    compiler = Compiler(folder)
    plain = compiler.compile()
    for fault in compiler.faults:
        say(f"{folder}/{fault}")
    if compiler.faults:
        return ExitCode.DATA
    if compiled:
        compiled.write_text(dump(plain), encoding="utf-8")
    return ExitCode.FOUND


def _tables() -> ModuleType:
    """The module that imports rich, which takes as long as all of govrank: only for a table."""
    from govrank import tables

    return tables


class _Answers:
    """The rows for some names as they are asked for, and then what is to be said of them."""

    def __init__(
        self,
        dataset: Dataset,
        names: list[str],
        category: list[str] | None,
        year: str | None,
        within: bool | None = None,
    ) -> None:
        self.names = names
        # Nobody reads notes on each of a hundred thousand names.
        batch = STDIN in names
        years = query.select_years(dataset, year)
        finder = query.Finder(dataset, years, category or [], brief=batch)
        self.find = lru_cache(maxsize=4096)(partial(finder.find, within=within))
        self.notes: list[str] = []
        self.missing: _Spool | list[str] = _Spool() if batch else []
        if not batch:
            for name in names:  # a name that is none is refused before any row is out
                self.find(name)

    def __iter__(self) -> Iterator[Placement]:
        for name in _with_stdin(self.names):
            answer = self.find(name)
            yield from answer.rows
            self.notes += answer.notes
            for message in answer.missing:
                self.missing.append(message)

    def say(self) -> ExitCode:
        code = ExitCode.FOUND
        _say(dict.fromkeys(self.notes))
        for message in self.missing:
            say(message)
            code = ExitCode.MISSING
        return code


class _Spool:
    """Lines in a file, so that memory does not grow with the names a batch misses."""

    file: IO[str] | None = None

    def append(self, line: str) -> None:
        if self.file is None:
            from tempfile import TemporaryFile

            self.file = TemporaryFile("w+", encoding="utf-8", errors="replace")  # noqa: SIM115
        self.file.write(line + "\n")

    def __iter__(self) -> Iterator[str]:
        if self.file is not None:
            with self.file:
                self.file.seek(0)
                yield from (line.rstrip("\n") for line in self.file)


def _with_stdin(words: list[str]) -> Iterator[str]:
    """The words, with the lines of stdin in the place of -."""
    for word in words:
        if word != STDIN:
            yield word
        elif sys.stdin is None:
            raise GovrankError(_("'-' stands for stdin, which is closed"))
        else:
            sys.stdin.reconfigure(encoding="utf-8-sig", errors="replace")  # type: ignore[union-attr]
            lines = (stripped for line in sys.stdin if (stripped := line.strip()))
            try:
                yield from _with_progress(lines)
            except OSError as error:
                message = _("stdin cannot be read: {error}").format(error=error.strerror)
                raise GovrankError(message) from error


def _with_progress(lines: Iterable[str]) -> Iterator[str]:
    """The lines, their number told each second to who waits at a terminal for a file."""
    watched = sys.stderr is not None and sys.stderr.isatty() and not sys.stdout.isatty()
    told = time.monotonic()
    shown = ""
    try:
        for count, line in enumerate(lines, 1):
            yield line
            if watched and count % 256 == 0 and time.monotonic() > told + 1:
                told = time.monotonic()
                shown = f"{count:,}"
                print(shown, end="\r", file=sys.stderr, flush=True)
    finally:
        if shown:
            print(" " * len(shown), end="\r", file=sys.stderr, flush=True)


def _say(messages: Iterable[str]) -> None:
    sys.stdout.flush()
    for message in messages:
        say(message)


def _only(arguments: list[str]) -> typer.Typer:
    """The app with the one command that is called, since Typer builds all that it has."""
    called = copy(app)
    commands = [command for command in app.registered_commands if command.name in arguments[:1]]
    called.registered_commands = commands or app.registered_commands
    return called


def run(arguments: list[str]) -> int:
    """Run a command line and give its exit code."""
    try:
        if sys.stdout is None:
            raise OSError(_("stdout is closed"))
        # What the encoding of a terminal lacks is shown as ?.
        sys.stdout.reconfigure(errors="replace")  # type: ignore[union-attr]
        code = _only(arguments)(arguments, prog_name="govrank", standalone_mode=False)
        sys.stdout.flush()
    except GovrankError as error:
        say(str(error))
        return error.exit_code
    except typer.TyperException as error:
        say(of_framework(error.format_message()))
        return error.exit_code
    except OSError as error:
        words = filter(None, (error.filename, error.strerror or str(error)))
        say(_("cannot write: {error}").format(error=": ".join(map(str, words))))
        sys.stdout = None  # or the interpreter tries to flush it again, and says so
        return ExitCode.OUTPUT
    return code or ExitCode.FOUND


def main() -> int:
    """Run the command line that this process was started with, and give its exit code."""
    # What is imported and loaded lives to the end: looking through it for garbage, as
    # Python does at the exit too, takes longer than any answer, and no answer leaves any
    # that grows with it.
    gc.freeze()
    gc.disable()
    if hasattr(signal, "SIGPIPE"):
        # A reader that closes the pipe ends us as it ends any filter: at once, in silence.
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    return run(sys.argv[1:])
