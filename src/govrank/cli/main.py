"""Runs a command line: from its words to an exit code."""

import gc
import os
import signal
import sqlite3
import sys
from functools import partial
from pathlib import Path
from typing import NoReturn

import typer

from govrank import words
from govrank.cli import framework
from govrank.cli.commands import app
from govrank.dataset import open_store
from govrank.models import DataError, ExitCode, GovrankError
from govrank.names.lookup import Names
from govrank.show.output import FORMATS, say
from govrank.store import is_database


def run(arguments: list[str]) -> int:
    """Run a command line and give its exit code."""
    try:
        if sys.stdout is None:
            raise OSError(words.stdout_closed())
        # What the encoding of a terminal lacks is shown as ?.
        sys.stdout.reconfigure(errors="replace")  # type: ignore[union-attr]
        code = _call(arguments)
        sys.stdout.flush()
    except GovrankError as error:
        say(str(error))
        return error.exit_code
    except typer.TyperException as error:
        say(framework.error_text(error, list(FORMATS)))
        return error.exit_code
    except sqlite3.DatabaseError as error:
        say(words.broken_database(error))
        return ExitCode.DATA
    except (ValueError, TypeError, LookupError, AttributeError) as error:
        # A database that somebody changed may hold what its columns should not.
        data = _data(arguments)
        if data is None or not is_database(data):
            raise
        say(words.broken_database(error))
        return ExitCode.DATA
    except OSError as error:
        say(words.cannot_write(error))
        sys.stdout = None  # or the interpreter tries to flush it again, and says so
        return ExitCode.OUTPUT
    return code or ExitCode.FOUND


def _call(arguments: list[str]) -> int | None:
    if framework.completion(arguments):
        return ExitCode.FOUND
    is_name = partial(_means_something, _data(arguments))
    arguments = framework.naturally(arguments, framework.command_names(app), is_name)
    called = framework.only(app, arguments)
    code: int | None = called(arguments, prog_name="govrank", standalone_mode=False)
    return code


def _data(arguments: list[str]) -> Path | None:
    """The data that a command line asks, before it is parsed.

    Raises:
        GovrankError: it asks two, of which all but the last would be left out.
    """
    paths = []
    for word, following in zip(arguments, [*arguments[1:], ""], strict=False):
        if word == "--data":
            paths.append(following)
        elif word.startswith("--data="):
            paths.append(word.removeprefix("--data="))
    if len(paths) > 1:
        raise GovrankError(words.data_twice())
    path = paths[0] if paths else os.environ.get("GOVRANK_DATA")
    return Path(path) if path else None


def _means_something(data: Path | None, word: str) -> bool:
    """Whether a word is the name of an entity or a list."""
    try:
        store = open_store(data)
    except DataError:
        return False
    names = Names(store)
    return bool(names.find(word) or store.categories_named(names.normalise(word)))


def main() -> int:
    """Run the command line that this process was started with, and give its exit code."""
    if hasattr(signal, "SIGPIPE"):
        # A reader that closes the pipe ends govrank as it ends any filter: in silence.
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    signal.signal(signal.SIGTERM, _end)
    # Under nohup a closed terminal ends nothing, and so it stays.
    if hasattr(signal, "SIGHUP") and signal.getsignal(signal.SIGHUP) == signal.SIG_DFL:
        signal.signal(signal.SIGHUP, _end)
    try:
        return run(sys.argv[1:])
    finally:
        # At the exit Python would look for garbage once more: there is none to find.
        gc.freeze()


def _end(number: int, _frame: object) -> NoReturn:
    """End in order when the system asks, so that no file is left half written."""
    raise SystemExit(128 + number)
