"""What works around Typer. Each part says why, and can be deleted whole when it is not needed.

1. Typer speaks English only: its help and its errors are put into the reader's language.
2. Typer builds every command with its options at each start: only the called one is there.
3. Typer has no options that several commands share: they are added to the signature.
4. Typer has no default command and no limit to its guesses: both are settled here.
"""

import inspect
import os
import re
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import copy
from difflib import get_close_matches
from functools import cache, wraps
from typing import Any
from unicodedata import east_asian_width

import typer
from typer.core import TyperCommand, TyperGroup

from govrank import words
from govrank.i18n import _
from govrank.models import GovrankError

# What people type for a command that is called otherwise.
SYNONYMS = {
    "search": "find",
    "lookup": "find",
    "show": "find",
    "list": "categories",
    "lists": "categories",
}
# Set by a shell that asks what to offer for a TAB.
COMPLETE = "_GOVRANK_COMPLETE"
# Options whose value is the next word.
VALUED = (
    *("-c", "--category", "-f", "--format", "-n", "--places", "-o", "--compile", "--data"),
    *("--datapackage", "--kind", "--since", "--year"),
)
# At most so many names are offered for one that is not known, and only if so much like it.
MOST_NEAR = 3
LIKENESS = 0.6

# What Typer says in the help of an option, and how to say it in the reader's language.
HELP = (
    (r"\[required\]", ""),
    (r"\[default: ([^]]*)\]", _(r"[default: \1]")),
    (r"\[env var: ([^]]*)\]", _(r"[env var: \1]")),
    (r"Show this message and exit\.", _("Show this message and exit.")),
    (r"Install completion .*", _("Install completion for the current shell, or the one named.")),
    (r"Show completion .*", _("Show completion for the current shell, or the one named.")),
)
# What is not broken: a remark in brackets, a Chinese character, a word, each with the closing
# marks behind it, and the blanks between them.
PIECE = r"\[[^]]*\]|[⺀-鿿][，。、；：）」]*|[^\s⺀-鿿]+[，。、；：）]*|\s+"
# Help is no wider than this, and headings take no more than so much of it.
WIDEST = 80
WIDEST_HEADING = 28


class Command(TyperCommand):
    """A command whose help is in the reader's language, and set by cells.

    Typer counts letters, of which a Chinese one takes two cells.
    """

    def get_help(self, ctx: Any) -> str:
        return "\n".join(_help(self, ctx, {}))


class Group(TyperGroup):
    """All commands, with help as that of each."""

    def get_help(self, ctx: Any) -> str:
        return "\n".join(_help(self, ctx, self.commands))


def _help(command: Any, context: Any, commands: Mapping[str, Any]) -> Iterator[str]:
    width = max(min(shutil.get_terminal_size().columns, WIDEST), 20)
    options, arguments = [], []
    usage = [context.command_path, _("[OPTIONS]")]
    for parameter in command.get_params(context):
        heading, text = help_of(parameter, context)
        if parameter.param_type_name == "argument":
            usage.append(heading)
            arguments.append((heading, text))
        elif heading:
            options.append((heading, text))
    if commands:
        usage.append(_("COMMAND [ARGS]..."))
    yield from wrapped(_("Usage: ") + " ".join(usage), width, indent=4)
    yield ""
    yield from wrapped(command.help, width, indent=2, first=2)
    rows = [(name, each.help) for name, each in commands.items()]
    for title, records in (
        (_("Arguments:"), arguments),
        (_("Options:"), options),
        (_("Commands:"), rows),
    ):
        if records:
            yield ""
            yield title
            yield from _definitions(records, width)
    yield ""
    yield from command.epilog.splitlines()


def help_of(parameter: Any, context: Any) -> tuple[str, str]:
    """How an argument or option is written, and what its help says. Both are empty if hidden."""
    heading, text = parameter.get_help_record(context) or ("", "")
    if parameter.param_type_name == "argument":
        heading = parameter.metavar  # a newer Typer adds the type
    for pattern, said in HELP:
        text = re.sub(pattern, said, text)
    return heading, text.strip()


def _definitions(records: Sequence[tuple[str, str]], width: int) -> Iterator[str]:
    """Headings, and what they mean beside them or, where that has no room, below."""
    widest = max(cells(heading) for heading, _text in records if cells(heading) <= WIDEST_HEADING)
    indent = min(widest + 4, width // 2)
    for heading, text in records:
        lines = list(wrapped(text, width, indent, indent)) or [""]
        if cells(heading) + 4 <= indent:
            first = lines.pop(0)[indent:]
            yield f"  {heading}{' ' * (indent - 2 - cells(heading))}{first}".rstrip()
        else:
            yield from wrapped(heading, width, indent=4, first=2)
        yield from lines


def cells(text: str) -> int:
    """How wide a text is in a terminal."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)


def wrapped(text: str, width: int, indent: int, first: int = 0) -> Iterator[str]:
    """The lines of a text, broken at blanks and between Chinese characters.

    Args:
        indent: how many blanks stand in front of each line but the first.
        first: how many stand in front of that.
    """
    line = " " * first
    for piece in re.findall(PIECE, text):
        if cells(line + piece.rstrip()) > width and line.strip():
            yield line.rstrip()
            line = " " * indent
            piece = piece.lstrip()
        line += piece
    if line.strip():
        yield line.rstrip()


def described(help: str, *examples: str) -> dict[str, Any]:
    """What the help of a command says, whole in the list of commands too, and its examples."""
    lines = [_("Examples:")]
    for example in examples:
        lines.append(f"  govrank {example}")
    return {"cls": Command, "help": help, "short_help": help, "epilog": "\n".join(lines)}


# Each command has the same options.
_signature = cache(inspect.signature)


def with_options(
    command: Callable[..., Any],
    shared: Callable[..., tuple[Any, ...]],
    **defaults: Any,
) -> Callable[..., Any]:
    """A command that has the options of another function too.

    Args:
        command: its first arguments are what `shared` returns.
        shared: its parameters are the options that are added.
        defaults: other defaults for some of them.
    """
    added = _signature(shared)
    options = dict(added.parameters)
    for name, default in defaults.items():
        options[name] = options[name].replace(default=default)

    @wraps(command)
    def run(**given: Any) -> Any:
        settled = shared(**{name: given.pop(name) for name in options})
        return command(*settled, **given)

    own = list(inspect.signature(command).parameters.values())
    positional = len(added.return_annotation.__args__)
    parameters = own[positional:] + list(options.values())
    run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    return run


def only(app: typer.Typer, arguments: Sequence[str]) -> typer.Typer:
    """The app with the one command that is called.

    If none is called, it has the names of all and what they are for. The list of commands
    needs no more.
    """
    words = list(arguments)
    if COMPLETE in os.environ:  # a TAB: the line is in the environment
        line = os.environ.get("COMP_WORDS") or os.environ.get("_TYPER_COMPLETE_ARGS", "")
        words = line.split()[1:]
    called = copy(app)
    called.registered_commands = [c for c in app.registered_commands if c.name in words[:1]]
    if not called.registered_commands:
        for command in app.registered_commands:
            named = copy(command)
            named.callback = _nothing
            called.registered_commands.append(named)
    return called


def _nothing() -> None:
    """In place of a command of which only the name is needed."""


def command_names(app: typer.Typer) -> list[str]:
    return [str(command.name) for command in app.registered_commands]


def naturally(
    arguments: list[str], commands: Sequence[str], is_name: Callable[[str], bool]
) -> list[str]:
    """The arguments with the command that they leave out: `govrank 武汉` is `find 武汉`.

    Args:
        is_name: whether a word is the name of an entity or a list. Such a word wins over
            a command that is only like it.

    Raises:
        GovrankError: the first word is nearly a command, and no name.
    """
    words_at = [
        i
        for i, argument in enumerate(arguments)
        if not argument.startswith("-") and (i == 0 or arguments[i - 1] not in VALUED)
    ]
    if not words_at:
        return arguments
    word = arguments[words_at[0]]
    if word in commands:  # options may stand in front of it
        return [word, *arguments[: words_at[0]], *arguments[words_at[0] + 1 :]]
    if word == "help":
        rest = [a for a in arguments if a != word]
        return [*rest, "--help"]
    near = near_words(word, [*commands, *SYNONYMS, "help"])
    near = list(dict.fromkeys(SYNONYMS.get(name, name) for name in near))
    if near and not is_name(word):
        raise GovrankError(words.unknown_command(word, near))
    return ["find", *arguments]


def near_words(word: str, known: Sequence[str]) -> list[str]:
    """What is most like a word, if anything is."""
    return get_close_matches(word, known, n=MOST_NEAR, cutoff=LIKENESS)


def error_text(error: typer.TyperException, formats: Sequence[str]) -> str:
    """What Typer found wrong with the arguments, in one line that says what to type.

    Typer's errors have no public classes but the base, so they are told by their names.
    """
    kind = type(error).__name__
    if kind == "NoSuchOption":
        return _no_such_option(error, formats)
    if kind == "MissingParameter":
        return words.no_name(_command(error))
    message = error.format_message()
    for pattern, said in (
        (r"No such command ('.*?')\..*", words.NO_SUCH_COMMAND),
        (r"Option (.*) requires an argument\.", words.NEEDS_A_VALUE),
        (r"Option (.*) does not take a value\.", words.TAKES_NO_VALUE),
        (r"Got unexpected extra argument\S* \((.*)\)", words.TOO_MANY_WORDS),
    ):
        found = re.fullmatch(pattern, message, re.DOTALL)
        if found:
            return said.format(*found.groups())
    return message


def _command(error: Any) -> str:
    return str(error.ctx.command.name) if error.ctx else "find"


def _no_such_option(error: Any, formats: Sequence[str]) -> str:
    option = str(error.option_name)
    if option.removeprefix("--") in formats:
        return words.no_such_option(option, [f"-f {option.removeprefix('--')}"])
    known = []
    for parameter in error.ctx.command.params:
        known += [name.removeprefix("--") for name in parameter.opts if name.startswith("--")]
    near = near_words(option.removeprefix("--"), known)
    return words.no_such_option(option, [f"--{name}" for name in near])


def completion(arguments: Sequence[str]) -> bool:
    """Install or show the completion of a shell, if that is asked for.

    Typer's own options ignore the shell that is named behind them, say in English what
    they did, and its script for zsh does nothing at the first TAB of a session.
    """
    if not arguments or arguments[0] not in ("--install-completion", "--show-completion"):
        return False
    from typer import _completion_shared as shared

    shared._completion_scripts["zsh"] = ZSH
    shell = arguments[1] if len(arguments) > 1 else shared._get_shell_name()
    if shell not in shared._completion_scripts:
        raise GovrankError(words.unknown_shell(shell, list(shared._completion_scripts)))
    settings = {"prog_name": "govrank", "complete_var": COMPLETE, "shell": shell}
    if arguments[0] == "--show-completion":
        print(shared.get_completion_script(**settings))
    else:
        _shell, path = shared.install(**settings)
        print(words.completion_installed(shell, path))
    return True


# As Typer's, but the function is called too: zsh reads the file when TAB is pressed first.
ZSH = """
#compdef %(prog_name)s

%(complete_func)s() {
  eval $(env _TYPER_COMPLETE_ARGS="${words[1,$CURRENT]}" \\
    %(autocomplete_var)s=complete_zsh %(prog_name)s)
}

if [ "$funcstack[1]" = "_%(prog_name)s" ]; then
  %(complete_func)s "$@"
else
  compdef %(complete_func)s %(prog_name)s
fi
"""
