"""Answers into files: whole, or not at all.

A file is written beside the one it is to replace, and takes its place when all of it is
there. Whatever fails, the old file stays as it was.
"""

import os
import sqlite3
import stat
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from errno import EACCES, EISDIR
from pathlib import Path
from typing import TypeVar

from govrank import store
from govrank.models import GovrankError
from govrank.show.result import FileFormat, Result
from govrank.words import files as words

T = TypeVar("T")
# Writes a file at a path, and says whether there was anything to write.
Fill = Callable[[Path], bool]


def refuse_inputs(file: Path, inputs: Iterable[Path | None], option: str = "-o") -> None:
    """Refuse a file that is also read: data of one's own, what lies in its folder, or stdin.

    Args:
        option: what the file is named behind.

    Raises:
        GovrankError: it is.
    """
    try:
        there = file.stat()
    except OSError:
        return
    if _is_stdin(there):
        raise GovrankError(words.also_read(file, option))
    for path in inputs:
        if path is not None and _is_part_of(there, path):
            raise GovrankError(words.also_read(file, option))


def _is_stdin(file: os.stat_result) -> bool:
    if sys.stdin is None:
        return False
    try:
        return stat.S_ISREG(file.st_mode) and os.path.samestat(file, os.fstat(0))
    except OSError:
        return False


def _is_part_of(file: os.stat_result, path: Path) -> bool:
    if not path.is_dir():
        return _is_same(file, path)
    # A data folder has folders in it. A database in a folder is not read: it may be written anew.
    inside = [part for depth in ("*", "*/*") for part in path.glob(depth) if part.suffix != ".db"]
    return any(_is_same(file, part) for part in inside)


def _is_same(file: os.stat_result, path: Path) -> bool:
    try:
        return os.path.samestat(file, path.stat())
    except OSError:
        return False


# writing


def replace(files: Mapping[Path, Fill]) -> None:
    """Write files whole. None takes its place before all are written.

    Where one is a link, what it leads to is replaced. The mode of a file stays.

    Args:
        files: for each file what writes it, to the path that it is given. Where that says
            that there was nothing to write, the old file stays.

    Raises:
        OSError: one of the files cannot be written.
    """
    parts: dict[Path, Path] = {}
    for file in files:
        target = Path(os.path.realpath(file))
        parts[file] = target.with_name(f".govrank-{os.getpid()}-{len(parts)}.part")
    try:
        filled = []
        for file, fill in files.items():
            if _filled(file, parts[file], fill):
                filled.append(file)
        for file in filled:
            _take_place(file, parts[file])
    finally:
        for part in parts.values():
            _remove(part)


def _filled(file: Path, part: Path, fill: Fill) -> bool:
    """Write what is to replace a file, and say whether it is to do so."""
    try:
        mode = _mode_of(file)
        part.unlink(missing_ok=True)
        part.open("xb").close()
        if mode is not None and not os.access(file, os.W_OK):
            raise OSError(EACCES, os.strerror(EACCES))
        something = fill(part)
        if mode is not None:
            part.chmod(mode)
    except OSError as error:
        raise _blaming(file, error) from error
    return something


def _mode_of(file: Path) -> int | None:
    """The mode of a file that may be replaced, or None if there is no file.

    Raises:
        OSError: it is not a regular file, or nobody may write it.
    """
    try:
        there = file.stat()
    except FileNotFoundError:
        return None
    if stat.S_ISDIR(there.st_mode):
        raise OSError(EISDIR, os.strerror(EISDIR))
    if not stat.S_ISREG(there.st_mode):
        raise OSError(None, words.not_a_regular_file())
    # The superuser may write what is marked read-only, but does not mean to.
    if not there.st_mode & 0o222:
        raise OSError(None, words.read_only())
    return stat.S_IMODE(there.st_mode)


def _take_place(file: Path, part: Path) -> None:
    try:
        os.replace(part, os.path.realpath(file))
    except OSError as error:
        raise _blaming(file, error) from error


def _blaming(file: Path, error: OSError) -> OSError:
    """An error that names the file that was asked for, not the one beside it."""
    return OSError(error.errno, error.strerror or str(error), str(file))


def _remove(part: Path) -> None:
    try:
        part.unlink(missing_ok=True)
    except OSError:
        return  # what went wrong before is told


def write_database(file: Path, connection: sqlite3.Connection) -> None:
    """Write a dataset as a database of SQLite.

    Raises:
        OSError: the file cannot be written.
    """

    def fill(part: Path) -> bool:
        store.save(connection, part)
        return True

    replace({file: fill})


class _Watch:
    """Notices whether there was anything to write."""

    def __init__(self) -> None:
        self.found = False

    def each(self, items: Iterable[T]) -> Iterator[T]:
        for item in items:
            self.found = True
            yield item


def write(file: Path, form: FileFormat, result: Result, named: bool) -> None:
    """Write an answer into a file.

    Args:
        named: whether it is the answer to names. If none has a row, the old file stays.

    Raises:
        GovrankError: this command writes no such file.
        OSError: the file cannot be written.
    """
    save = form.save
    if save is None:
        raise GovrankError(words.only_export(file))
    watch = _Watch()
    watched = result._replace(
        rows=watch.each(result.rows),
        view=lambda screen: watch.each(result.view(screen)),
    )

    def fill(part: Path) -> bool:
        save(watched, part)
        return watch.found or not named

    replace({file: fill})
