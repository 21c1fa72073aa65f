"""What a cell of a table says: a rank, a score, a year, a text. Spreadsheets write in many ways."""

import re
import unicodedata
from typing import NamedTuple

from govrank.models import BAND
from govrank.names.normal import with_digits

# No honest cell is longer, and no spreadsheet allows it.
LONGEST_CELL = 32767
# What stands in a cell that a spreadsheet could not compute.
BROKEN = "\0!"
# Characters that a terminal obeys or hides.
HIDDEN = ("Cc", "Cf", "Cs", "Co")
# `export` puts an apostrophe in front of these, so that no spreadsheet runs them.
GUARDED = ("=", "+", "-", "@")

DIGITS = "[0-9]{1,9}"
ALONE = re.compile(f"(?:第|no[.]?)?({DIGITS})(?:[.]0+)?[名位]?", re.IGNORECASE)
TIED = re.compile(
    rf"(?:=|t|并列)第?({DIGITS})[名位]?|第?({DIGITS})[名位]?(?:=|\(?并列\)?)", re.IGNORECASE
)
AMONG = re.compile(rf"(?:{BAND}|top\s*)({DIGITS})[名位]?", re.IGNORECASE)
# 88.36666666666667 is what a spreadsheet makes of an average, 1e-05 what Python prints.
SCORE = re.compile("[0-9]{1,9}(?:[.][0-9]{1,20})?(?:e-[0-9]{1,2})?")
# Four digits only: a longer number is no year.
YEAR_CELL = re.compile("((?:19|20)[0-9]{2})(?:[.]0+)?年?度?")
TRUE = ("true", "yes", "1", "1.0", "是", "并列", "√", "✓", "=")
FALSE = ("false", "no", "0", "0.0", "否", "不并列", "×")

YEAR = "((?:19|20)[0-9]{2})(?![0-9])(?:年度|年)?"
BETWEEN = r"[\s_.·,，、—–-]*"
YEAR_FIRST = re.compile(f"{YEAR}{BETWEEN}(.*)", re.DOTALL)
YEAR_LAST = re.compile(f"(.*?(?<![0-9])){BETWEEN}{YEAR}", re.DOTALL)
SECOND_YEAR = re.compile(f"{BETWEEN}{YEAR}|.*(?<![0-9]){YEAR}$", re.DOTALL)
FULL_WIDTH = {ord("０") + digit: ord("0") + digit for digit in range(10)}
# How spreadsheets and systems call a sheet or a workbook that nobody has named.
UNNAMED = re.compile(
    r"(?:sheet|(?:work)?book|工作[表簿]|表|新建.*工作表|new .* worksheet)\s*(?:[0-9]*|\([0-9]+\))",
    re.IGNORECASE,
)


class Rank(NamedTuple):
    """What a cell says of a place: a rank, or a band.

    Attributes:
        tied: True if the cell says so.
    """

    rank: int | None
    band: int | None
    tied: bool | None


def text_of(cell: str) -> str:
    """The text of a cell, without needless blanks and without the apostrophe of a guard."""
    text = cell if cell.isalnum() else " ".join(cell.split())
    if text[:1] == "'" and text[1:2] in GUARDED:
        return text[1:]
    return text


def hidden_in(text: str) -> str | None:
    """The first character that a terminal obeys or hides, or None."""
    if text.isprintable():
        return None
    for character in text:
        if unicodedata.category(character) in HIDDEN:
            return character
    return None


def rank_of(text: str) -> Rank | None:
    """The place that a cell says, or None: 11, 1=, 并列1, 第1名, 1.0, 前10."""
    if text.isascii() and text.isdigit():  # as nearly all are
        return Rank(int(text), None, None) if len(text) < 10 and int(text) else None
    text = with_digits(text).replace(" ", "")
    if found := AMONG.fullmatch(text):
        return Rank(None, int(found[1]), None) if int(found[1]) else None
    rank, tied = 0, None
    if found := TIED.fullmatch(text):
        rank, tied = int(found[1] or found[2]), True
    elif found := ALONE.fullmatch(text):
        rank = int(found[1])
    return Rank(rank, None, tied) if rank else None


def score_of(text: str) -> float | None:
    """The score that a cell says, in points, or None."""
    text = with_digits(text).removesuffix("分").strip()
    return float(text) if SCORE.fullmatch(text) else None


def year_of(text: str) -> int | None:
    """The year that a cell says, or None."""
    found = YEAR_CELL.fullmatch(with_digits(text))
    return int(found[1]) if found else None


def truth_of(text: str) -> bool | None:
    """Yes or no, or None if the cell says neither."""
    key = with_digits(text).casefold()
    if key in TRUE:
        return True
    return False if key in FALSE else None


class Titled(NamedTuple):
    """What the name of a file or a sheet says: 2024-地市, 地市2024. Either may be missing."""

    year: int | None
    category: str


def titled(name: str) -> Titled:
    """The year and the list that a name says, in either order."""
    text = text_of(name).translate(FULL_WIDTH)
    if UNNAMED.fullmatch(text):
        return Titled(None, "")
    year, category = None, text
    if found := YEAR_FIRST.fullmatch(text):
        year, category = int(found[1]), found[2]
    elif found := YEAR_LAST.fullmatch(text):
        year, category = int(found[2]), found[1]
    if year and SECOND_YEAR.match(category):
        return Titled(None, text)  # 2023-2024地市: which of them?
    return Titled(year, category.strip())
