"""Names from the command line and from stdin, in whatever encoding a file has."""

import codecs
import sys
from collections.abc import Iterable, Iterator
from io import BufferedReader, TextIOWrapper

from govrank import words
from govrank.models import GovrankError
from govrank.show.output import say

STDIN = "-"
# The encoding is decided on so many bytes.
BLOCK = 1 << 16
# Told from UTF-8 by their first bytes.
MARKS = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
CHINESE = "gb18030"


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
        elif sys.stdin is None:
            raise GovrankError(words.stdin_closed())
        else:
            try:
                yield from _lines(sys.stdin.buffer)  # type: ignore[arg-type]
            except OSError as error:
                raise GovrankError(words.stdin_unreadable(error)) from error


def _lines(stdin: BufferedReader) -> Iterator[str]:
    """The lines that are not blank, without the white space around them."""
    encoding = _encoding(stdin.peek(BLOCK)[:BLOCK])
    if encoding != "utf-8":
        say(words.read_as(encoding))
    if encoding == "utf-16":
        for line in TextIOWrapper(stdin, encoding, errors="replace"):
            if line.strip():
                yield line.strip()
        return
    for number, raw in enumerate(stdin, 1):
        if number == 1:
            raw = raw.removeprefix(codecs.BOM_UTF8)
        try:
            line = raw.decode(encoding).strip()
        except UnicodeDecodeError:
            line = Undecodable(raw.strip().decode(encoding, "replace"))
            line.number = number
        if line:
            yield line


def _encoding(block: bytes) -> str:
    """UTF-8 if the block is that, UTF-16 by its mark, else GB18030 if the block is that."""
    for mark, encoding in MARKS.items():
        if block.startswith(mark):
            return encoding
    for encoding in ("utf-8", CHINESE):
        try:
            # The block may end within a character.
            codecs.getincrementaldecoder(encoding)().decode(block, final=False)
        except UnicodeDecodeError:
            continue
        return encoding
    return "utf-8"
