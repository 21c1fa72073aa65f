"""Answers into files: whole, or not at all.

A file is written beside the one it is to replace, and takes its place when all of it is
there. Whatever fails, the old file stays as it was.
"""

import os
import stat
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from errno import EISDIR, ENOENT, EROFS
from pathlib import Path
from typing import TypeVar

from govrank import words
from govrank.models import GovrankError
from govrank.show.output import FILES, FORMATS, MARK, Format, Result

T = TypeVar("T")
# Writes a file at a path, and says whether there was anything to write.
Fill = Callable[[Path], bool]


# what a command line asks for


def format_of(file: Path, chosen: str | None, quiet: bool) -> str:
    """The name of the format that the ending of a file says.

    Args:
        chosen: the format that was typed as an option.
        quiet: whether only names are wanted.

    Raises:
        GovrankError: it says none, or another than the option.
    """
    form = FILES.get(file.suffix.lower())
    if form is None:
        raise GovrankError(words.unknown_ending(file, endings()))
    if quiet:
        raise GovrankError(words.unlike("-q", file))
    if chosen is not None and chosen.strip().lower() != form.name:
        raise GovrankError(words.unlike(f"-f {chosen}", file))
    return form.name


def endings() -> list[str]:
    return [ending for ending, form in FILES.items() if form.lines or form.save]


def printed(text: str) -> str:
    """The name of a format for stdout, which may be typed in capitals.

    Raises:
        GovrankError: there is no such format, or it is for files only.
    """
    name = text.strip().lower()
    if f".{name}" in FILES and name not in FORMATS:
        raise GovrankError(words.only_a_file(name))
    raise GovrankError(words.unknown_format(text, FORMATS))


def refuse_inputs(file: Path, inputs: Iterable[Path | None]) -> None:
    """Refuse a file that is also read: data of one's own, what lies in its folder, or stdin.

    Raises:
        GovrankError: it is.
    """
    try:
        there = file.stat()
    except OSError:
        return
    if sys.stdin is not None and _is_open_as_stdin(there):
        raise GovrankError(words.also_read(file))
    for path in inputs:
        if path is not None and _is_part_of(there, path):
            raise GovrankError(words.also_read(file))


def _is_open_as_stdin(file: os.stat_result) -> bool:
    try:
        return stat.S_ISREG(file.st_mode) and os.path.samestat(file, os.fstat(0))
    except OSError:
        return False


def _is_part_of(file: os.stat_result, path: Path) -> bool:
    try:
        parts = list(path.iterdir()) if path.is_dir() else [path]
        return any(os.path.samestat(file, part.stat()) for part in parts)
    except OSError:
        return False


# writing


def replace(file: Path, fill: Fill) -> None:
    """Write a file whole, or leave what was there.

    Where it is a link, what it leads to is replaced. The mode of a file stays.

    Args:
        fill: writes to the path that it is given. If it says that there was nothing to
            write, the old file stays.

    Raises:
        OSError: the file cannot be written.
    """
    target = Path(os.path.realpath(file))
    part = target.with_name(f".govrank-{os.getpid()}.part")
    try:
        mode = _mode_of(target)
        try:
            part.unlink(missing_ok=True)
            part.open("xb").close()
            if not fill(part):
                return
            if mode is not None:
                part.chmod(mode)
            os.replace(part, target)
        finally:
            _remove(part)
    except OSError as error:
        error.filename = str(file)
        raise


def _mode_of(target: Path) -> int | None:
    """The mode of a file that may be replaced, or None if there is no file.

    Raises:
        OSError: it is not a regular file, or nobody may write it.
    """
    try:
        there = target.stat()
    except FileNotFoundError:
        if not target.parent.is_dir():
            raise OSError(ENOENT, os.strerror(ENOENT)) from None
        return None
    if stat.S_ISDIR(there.st_mode):
        raise OSError(EISDIR, os.strerror(EISDIR))
    if not stat.S_ISREG(there.st_mode):
        raise OSError(None, words.not_a_regular_file())
    # The superuser may write whatever is marked read-only, but is not meant to.
    if not there.st_mode & 0o222 or not os.access(target, os.W_OK):
        raise OSError(EROFS, words.read_only())
    return stat.S_IMODE(there.st_mode)


def _remove(part: Path) -> None:
    try:
        part.unlink(missing_ok=True)
    except OSError:
        return  # what went wrong before is told


class _Watch:
    """Notices whether anything was there to be written."""

    def __init__(self) -> None:
        self.found = False

    def each(self, items: Iterable[T]) -> Iterator[T]:
        for item in items:
            self.found = True
            yield item


def write(file: Path, form: Format, result: Result, named: bool) -> None:
    """Write an answer into a file.

    Args:
        named: whether it is the answer to names. If none has a row, the old file stays.

    Raises:
        GovrankError: this command writes no such file.
        OSError: the file cannot be written.
    """
    watch = _Watch()
    watched = result._replace(
        rows=watch.each(result.rows),
        view=lambda screen: watch.each(result.view(screen)),
    )

    def fill(part: Path) -> bool:
        if form.save is not None:
            form.save(watched, part)
        elif form.lines is not None:
            _write_lines(part, form, watched)
        return watch.found or not named

    if form.save is None and form.lines is None:
        raise GovrankError(words.only_export(file))
    replace(file, fill)


def _write_lines(part: Path, form: Format, result: Result) -> None:
    """As on stdout: UTF-8 and \\n, whatever the locale and the system say."""
    assert form.lines is not None
    with part.open("w", encoding="utf-8", errors="replace", newline="\n") as file:
        if form.marked or result.bom:
            file.write(MARK)
        for line in form.lines(result):
            file.write(line + "\n")


def write_all(files: Sequence[tuple[Path, Iterable[str]]]) -> None:
    """Write several files of lines, none of them if one fails.

    Raises:
        OSError: one cannot be written.
    """
    if not files:
        return
    path, lines = files[0]

    def fill(part: Path) -> bool:
        with part.open("w", encoding="utf-8", newline="\n") as file:
            for line in lines:
                file.write(line + "\n")
        write_all(files[1:])  # before this one takes its place
        return True

    replace(path, fill)
