"""Names from the command line and from stdin, in whatever encoding a file has."""

import codecs
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from io import TextIOWrapper
from typing import Any

from govrank import words
from govrank.models import GovrankError
from govrank.show.output import say

STDIN = "-"
# So many bytes are read at once.
BLOCK = 1 << 16
# The first bytes of UTF-16.
MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
CHINESE = "gb18030"
# About so many characters of what was answered are held, beside those of one block.
MOST_HELD = 1 << 20


class Undecodable(str):
    """A line of stdin whose bytes are no text. It is reported, and never looked up."""

    number: int = 0


def with_stdin(
    typed: Iterable[str], expect: Callable[[int], None] = lambda lines: None
) -> Iterator[str]:
    """The words typed, with the lines of stdin in place of `-`.

    Args:
        expect: is told how many lines come next.

    Raises:
        GovrankError: stdin is closed, or cannot be read.
    """
    for word in typed:
        if word != STDIN:
            yield word
            continue
        lines = Lines()
        for block in lines.blocks():
            expect(len(block))
            for number, name in enumerate(lines.names(block), lines.before + 1):
                if isinstance(name, Undecodable):
                    name.number = number
                if name:
                    yield name


def replies(
    reply: Callable[[str], tuple[str, str]],
    miss: Callable[[list[str]], None],
    expect: Callable[[int], None],
) -> Iterator[str]:
    """What the lines of stdin are answered with, in pieces as large as the lines come in.

    A line that comes again has the same answer, which is not asked for again.

    Args:
        reply: gives the rows of a name as text and, if there is none, why.
        miss: says why there are none.
        expect: is told how many names come next.

    Raises:
        GovrankError: stdin is closed, or cannot be read.
    """
    known: dict[bytes, tuple[str, str]] = {}
    held = 0
    lines = Lines()
    for block in lines.blocks():
        # Sorted, names that begin alike come one after another, and share what is remembered.
        new = sorted(set(block).difference(known))
        expect(len(new))
        for raw, name in zip(new, lines.names(new), strict=True):
            if not isinstance(name, Undecodable):
                known[raw] = text, why = reply(name) if name else ("", "")
                held += len(raw) + len(text) + len(why)
        texts, misses = [], []
        for number, answer in enumerate(map(known.get, block), lines.before + 1):
            text, why = answer or ("", words.undecodable(number))
            texts.append(text)
            if why:
                misses.append(why)
        if misses:
            miss(misses)
        if held > MOST_HELD:
            known.clear()
            held = 0
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
        for lines in self._cut():
            if self.before == 0:
                lines[0] = lines[0].removeprefix(codecs.BOM_UTF8)
            yield lines
            self.before += len(lines)

    def _cut(self) -> Iterator[list[bytes]]:
        try:
            start = self._stdin.peek(BLOCK)
            if start.startswith(MARKS):
                self._use("utf-16")
            else:
                self._settle(start)
            # The parts of a line whose end has not come yet.
            parts: list[bytes] = []
            for block in self._read():
                if not self._settled:
                    self._settle(block)
                first, *others = block.split(b"\n")
                parts.append(first)
                if others:
                    yield [b"".join(parts), *others[:-1]]
                    parts = [others[-1]]
            yield [b"".join(parts)]
        except OSError as error:
            raise GovrankError(words.stdin_unreadable(error)) from error

    def _settle(self, block: bytes) -> None:
        """Decide on the encoding by the first bytes that are not ASCII."""
        if not block.isascii():
            self._use(_encoding(block))

    def _use(self, encoding: str) -> None:
        self._settled = True
        self._encoding = encoding
        if encoding != "utf-8":
            say(words.read_as(encoding))

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

    def names(self, lines: Sequence[bytes]) -> Sequence[str]:
        """The texts of some lines, without the white space around them."""
        if not lines:
            return []
        text = b"\n".join(lines).decode(self._encoding, "replace")
        if "\ufffd" in text or "\0" in text:
            return [self._name(line) for line in lines]
        return [line.strip() for line in text.split("\n")]

    def _name(self, line: bytes) -> str:
        text = line.decode(self._encoding, "replace").strip()
        # Zeros between letters are what a text in UTF-16 without its mark has.
        if "\ufffd" in text or "\0" in text.strip("\0"):
            return Undecodable(text)
        return text


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def _encoding(block: bytes) -> str:
    """UTF-8 if most lines are that; else GB18030 if the block is that."""
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
