"""Names from the command line and from stdin, in whatever encoding a file has."""

import codecs
import sys
from collections.abc import Callable, Iterable, Iterator
from io import TextIOWrapper
from typing import Any

from govrank import words
from govrank.models import MOST_REMEMBERED, GovrankError
from govrank.show.output import say

STDIN = "-"
# So many bytes are read at once.
BLOCK = 1 << 16
# Told from UTF-8 by their first bytes.
MARKS = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
CHINESE = "gb18030"
# In bytes. No name is longer, and what is no name needs no memory.
LONGEST_REMEMBERED = 600


class Undecodable(str):
    """A line of stdin whose bytes are no text. It is reported, and never looked up."""

    number: int = 0


def with_stdin(typed: Iterable[str]) -> Iterator[str]:
    """The words typed, with the lines of stdin in place of `-`.

    Raises:
        GovrankError: stdin is closed, or cannot be read.
    """
    for word in typed:
        if word != STDIN:
            yield word
            continue
        lines = Lines()
        for block in lines.blocks():
            for number, raw in enumerate(block, lines.before + 1):
                name = lines.name(raw, number)
                if name:
                    yield name


def replies(reply: Callable[[str], tuple[str, str]], miss: Callable[[str], None]) -> Iterator[str]:
    """What the lines of stdin are answered with, in pieces as large as the lines come in.

    A line that comes again has the same answer, which is not asked for again.

    Args:
        reply: gives the rows of a name as text and, if there is none, why.
        miss: says why there is none.

    Raises:
        GovrankError: stdin is closed, or cannot be read.
    """
    known: dict[bytes, tuple[str, str]] = {}
    lines = Lines()
    for block in lines.blocks():
        texts = []
        for number, raw in enumerate(block, lines.before + 1):
            answer = known.get(raw)
            if answer is None:
                name = lines.name(raw, number)
                if isinstance(name, Undecodable):
                    miss(words.undecodable(number))
                    continue
                answer = reply(name) if name else ("", "")
                if len(raw) <= LONGEST_REMEMBERED:
                    known[raw] = answer
            text, why = answer
            if why:
                miss(why)
            texts.append(text)
        if len(known) > MOST_REMEMBERED:
            known.clear()
        yield "".join(texts)


class Lines:
    """The lines of stdin, in whatever encoding they are.

    Attributes:
        before: how many lines came before the block at hand.

    Raises:
        GovrankError: stdin is closed.
    """

    def __init__(self) -> None:
        if sys.stdin is None:
            raise GovrankError(words.stdin_closed())
        self._stdin: Any = sys.stdin.buffer
        self._encoding = "utf-8"
        self._settled = False
        self.before = 0

    def blocks(self) -> Iterator[list[bytes]]:
        """The lines as they come, many at once from a file, one at a time from a terminal.

        Raises:
            GovrankError: stdin cannot be read.
        """
        try:
            self._settle(self._stdin.peek(BLOCK))
            # The parts of a line whose end has not come yet.
            parts: list[bytes] = []
            for block in self._read():
                if not self._settled and not block.isascii():
                    self._settle(block)
                first, *others = block.split(b"\n")
                parts.append(first)
                if others:
                    lines = [b"".join(parts), *others[:-1]]
                    parts = [others[-1]]
                    yield lines
                    self.before += len(lines)
            yield [b"".join(parts)]
        except OSError as error:
            raise GovrankError(words.stdin_unreadable(error)) from error

    def _settle(self, block: bytes) -> None:
        """Decide on the encoding by the first bytes that are not ASCII."""
        if block.isascii():
            return
        self._settled = True
        self._encoding = _encoding(block)
        if self._encoding != "utf-8":
            say(words.read_as(self._encoding))

    def _read(self) -> Iterator[bytes]:
        if self._encoding != "utf-16":
            while block := self._stdin.read1(BLOCK):
                yield block
            return
        # A line of UTF-16 cannot be cut at a byte.
        self._encoding = "utf-8"
        for line in TextIOWrapper(self._stdin, "utf-16", errors="replace"):
            # What could not be decoded is no UTF-8 either, so that it is told.
            yield line.replace("\ufffd", "\udcff").encode(errors="surrogateescape")

    def name(self, raw: bytes, number: int) -> str:
        """The text of a line, without the white space around it."""
        if number == 1:
            raw = raw.removeprefix(codecs.BOM_UTF8)
        text = raw.decode(self._encoding, "replace").strip()
        # Zeros between letters are what a text in UTF-16 without its mark has.
        if "\ufffd" not in text and "\0" not in text.strip("\0"):
            return text
        line = Undecodable(text)
        line.number = number
        return line


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def _encoding(block: bytes) -> str:
    """UTF-16 by its mark; UTF-8 if most lines are that; else GB18030 if the block is that."""
    for mark, encoding in MARKS.items():
        if block.startswith(mark):
            return encoding
    # A file of Chinese lines may have one in another encoding.
    lines = [line for line in block.split(b"\n") if not line.isascii()]
    if 2 * sum(map(_is_utf8, lines)) > len(lines):
        return "utf-8"
    for encoding in ("utf-8", CHINESE):
        try:
            # The block may end within a character.
            codecs.getincrementaldecoder(encoding)().decode(block, final=False)
        except UnicodeDecodeError:
            continue
        return encoding
    return "utf-8"
