"""From the files of a data folder to nodes. A folder may be hostile, or just broken.

Read by events: the ready-made readers of YAML follow aliases, which can make gigabytes of
a few lines, and a thousand open brackets end the process.
"""

import os
import re
from pathlib import Path

import yaml

from govrank.folder.nodes import Fault, File, Node

# No honest file of a data folder comes near these.
LARGEST = 64 << 20
DEEPEST = 8
KEY_WITHOUT_COLON = "is not YAML: a key needs ': ' behind it"
# What YAML refuses, and what it takes for the end of a line although no editor does.
REFUSED = re.compile(f"{yaml.reader.Reader.NON_PRINTABLE.pattern}|[\x85\u2028\u2029]|\r(?!\n)")


class _RefusedError(Exception):
    """A file is not read. Its arguments are a line and what is wrong there."""


def files_in(folder: Path, name: str, faults: list[Fault], *, optional: bool = False) -> list[Path]:
    """The YAML files of a folder in a data folder, by name.

    Args:
        optional: whether the folder may be missing.
    """
    inner = folder / name
    if optional and not os.path.lexists(inner):
        return []
    try:
        paths = sorted(inner.iterdir())
    except OSError as error:
        faults.append(Fault(name, 1, f"cannot be read: {error.strerror}"))
        return []
    found = []
    for path in paths:
        # Editors and systems keep things of their own behind a dot: .#2024.yaml, ._2024.yaml.
        if path.name.startswith("."):
            continue
        if path.suffix == ".yaml":
            found.append(path)
        elif path.suffix.lower() in (".yml", ".yaml"):
            faults.append(Fault(f"{name}/{path.name}", 1, "should end in .yaml"))
    return found


def read_file(folder: Path, path: Path, faults: list[Fault]) -> Node:
    """The one document of a file. If there is none, a missing node and a fault."""
    file = File(path.relative_to(folder).as_posix(), faults)
    try:
        documents = _Parser(file, _text(folder, path)).documents()
        if len(documents) != 1:
            raise _RefusedError(1, "has more than one document" if documents else "is empty")
    except _RefusedError as error:
        line, message = error.args
        missing = Node(file, line)
        missing.fault(message)
        return missing
    return documents[0]


def _text(folder: Path, path: Path) -> str:
    """What is written in a file.

    Raises:
        _RefusedError: it cannot be read, or is no text.
    """
    try:
        size = path.stat().st_size
        if not path.resolve().is_relative_to(folder.resolve()):
            raise _RefusedError(1, "leads out of the folder")
        if not path.is_file():
            raise _RefusedError(1, "is no file")
        if size > LARGEST:
            raise _RefusedError(1, f"is larger than {LARGEST >> 20} MB")
        text = path.read_bytes().decode()
    except OSError as error:
        raise _RefusedError(1, f"cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        message = f"is not UTF-8: {error.reason} at byte {error.start}"
        raise _RefusedError(line, message) from error
    if refused := REFUSED.search(text):
        line = text.count("\n", 0, refused.start()) + 1
        raise _RefusedError(line, f"has the character U+{ord(refused[0]):04X}")
    return text


class _Parser:
    """Reads the events of a text of YAML as nodes."""

    def __init__(self, file: File, text: str) -> None:
        self._file = file
        self._text = text
        # The loader in C is ten times as fast, and not there everywhere.
        self._events = yaml.parse(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        self._last_line = text.count("\n") + 1

    def documents(self) -> list[Node]:
        """The documents of the text.

        Raises:
            _RefusedError: it is not YAML, or has what no data folder needs.
        """
        documents = []
        try:
            for event in self._events:
                if isinstance(event, yaml.DocumentStartEvent):
                    documents.append(self._node(next(self._events)))
        except yaml.MarkedYAMLError as error:
            lines = self._text.rstrip("\n").split("\n")
            raise _RefusedError(*_noticed(error, lines)) from error
        except (ValueError, OverflowError) as error:  # the loader in Python lets them through
            raise _RefusedError(1, f"is not YAML: {error}") from error
        return documents

    def _node(self, event: yaml.Event, depth: int = 0) -> Node:
        """The node that begins with an event.

        Raises:
            _RefusedError: there is an alias in it, or it is nested too deep.
        """
        mark = event.start_mark
        # What an empty value begins with may be behind the last line.
        line = min(mark.line + 1, self._last_line) if mark else 1
        if isinstance(event, yaml.ScalarEvent):
            return Node(self._file, line, "scalar", event.value)
        if isinstance(event, yaml.AliasEvent):
            raise _RefusedError(line, "is an alias; write it out")
        if depth > DEEPEST:
            raise _RefusedError(line, "is nested too deep")
        inner = []
        for following in self._events:
            if isinstance(following, yaml.CollectionEndEvent):
                break
            inner.append(self._node(following, depth + 1))
        if isinstance(event, yaml.SequenceStartEvent):
            return Node(self._file, line, "sequence", inner=inner)
        return Node(self._file, line, "mapping", inner=inner)


def _noticed(error: yaml.MarkedYAMLError, lines: list[str]) -> tuple[int, str]:
    """The line of a fault of YAML, and what it is.

    The parser reports an unclosed bracket where the text goes on, or behind its end;
    report where it was opened.
    """
    mark, opened, context = error.problem_mark, error.context_mark, str(error.context)
    line = min(mark.line, len(lines) - 1) if mark else 0
    message = f"is not YAML: {error.problem}"
    if opened and "scanning" in context:
        line = opened.line
    elif opened and "parsing a flow" in context and opened.line < line:
        message += f" of what is opened in line {opened.line + 1}"
    if "simple key" in context:
        message = KEY_WITHOUT_COLON
    elif "mapping values" in message and mark and ": " not in lines[line][: mark.column]:
        # The line before has 标题：x or title:x, which is no key and goes on in this line.
        filled = [i for i in range(line) if lines[i].strip()]
        line = max(filled, default=line)
        message = KEY_WITHOUT_COLON
    return line + 1, message
