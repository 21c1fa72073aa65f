"""What works around Typer. Each part says why, and can be deleted whole when it is not needed.

1. Typer speaks English only: its help and its errors are put into the reader's language.
2. Typer builds every command at each start: only the one that is called is registered.
3. Typer has no options that several commands share: they are added to the signature.
4. Typer has no default command and no limit to its guesses: both are settled here.
"""

import inspect
import re
from collections.abc import Callable, Sequence
from copy import copy
from difflib import get_close_matches
from functools import wraps
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from govrank import words
from govrank.i18n import LANGUAGE, _
from govrank.models import GovrankError

# What people type for a command that is called otherwise.
SYNONYMS = {
    "search": "find",
    "lookup": "find",
    "show": "find",
    "list": "categories",
    "lists": "categories",
}
# At most so many names are offered for one that is not known, and only if so much like it.
MOST_NEAR = 3
LIKENESS = 0.6

# What Typer says, and how to say it in the reader's language. Help is wrapped to the
# terminal, so each blank stands for any white space.
HELP = (
    (r"^Usage: ", _("Usage: ")),
    (r"^Options:", _("Options:")),
    (r"^Arguments:", _("Arguments:")),
    (r"^Commands:", _("Commands:")),
    (r"\[OPTIONS\]", _("[OPTIONS]")),
    (r"COMMAND \[ARGS\]\.\.\.", _("COMMAND [ARGS]...")),
    (r"\[required\]", _("[required]")),
    (r"\[default: ([^]]*)\]", _(r"[default: \1]")),
    (r"\[env var: ([^]]*)\]", _(r"[env var: \1]")),
    (r"Show this message and exit\.", _("Show this message and exit.")),
    (
        r"Install completion for the current shell\.",
        _("Install completion for the current shell."),
    ),
    (
        r"Show completion for the current shell, to copy it or customize the installation\.",
        _("Show completion for the current shell."),
    ),
)


def translated(text: str) -> str:
    """Typer's help in the reader's language."""
    if LANGUAGE == "en":
        return text
    for pattern, said in HELP:
        text = re.sub(pattern.replace(" ", r"\s+"), said, text, flags=re.MULTILINE)
    return text


class Command(TyperCommand):
    """A command whose help is in the reader's language."""

    def get_help(self, ctx: Any) -> str:
        return translated(super().get_help(ctx))


class Group(TyperGroup):
    """All commands, with help in the reader's language."""

    def get_help(self, ctx: Any) -> str:
        return translated(super().get_help(ctx))


def described(help: str, *examples: str) -> dict[str, Any]:
    """What the help of a command says, whole in the list of commands too, and its examples."""
    lines = [_("Examples:")]
    for example in examples:
        lines.append(f"  govrank {example}")
    epilog = "\n".join(["\b", *lines])  # \b: not to be wrapped
    return {"cls": Command, "help": help, "short_help": help, "epilog": epilog}


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
    options = dict(inspect.signature(shared).parameters)
    for name, default in defaults.items():
        options[name] = options[name].replace(default=default)

    @wraps(command)
    def run(**given: Any) -> Any:
        settled = shared(**{name: given.pop(name) for name in options})
        return command(*settled, **given)

    own = list(inspect.signature(command).parameters.values())
    positional = len(inspect.signature(shared).return_annotation.__args__)
    parameters = own[positional:] + list(options.values())
    run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    return run


def only(app: typer.Typer, arguments: Sequence[str]) -> typer.Typer:
    """The app with the one command that is called, or with all if none is."""
    called = copy(app)
    commands = [c for c in app.registered_commands if c.name in arguments[:1]]
    called.registered_commands = commands or app.registered_commands
    return called


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
    word = next((a for a in arguments if not a.startswith("-")), None)
    if word is None or word in commands:
        return arguments
    if word == "help":
        rest = [a for a in arguments if a != word]
        return [*rest, "--help"]
    near = near_words(word, [*commands, *SYNONYMS])
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
        (r"Invalid value for (.*?): (.*)", words.INVALID_VALUE),
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
    known = [name for p in error.ctx.command.params for name in p.opts if name.startswith("--")]
    return words.no_such_option(option, near_words(option, known))


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
    settings = {"prog_name": "govrank", "complete_var": "_GOVRANK_COMPLETE", "shell": shell}
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
