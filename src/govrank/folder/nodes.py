"""What a file says, as nodes that know their file and line.

YAML would read `no`, `1:30` and `3.10` as what nobody wrote. Here every value is a text
until somebody asks for a number or a date.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Literal, NamedTuple, TypeVar

NodeKind = Literal["scalar", "sequence", "mapping", "missing"]
Choice = TypeVar("Choice", bound=str)

EXPECTED: dict[NodeKind, str] = {
    "scalar": "a text",
    "sequence": "a list",
    "mapping": "a mapping",
}
# How "not known" is written.
UNKNOWN = ("~", "null")
# No honest number of a data folder has more digits.
LONGEST_NUMBER = 15
# Characters that a terminal obeys or hides, or that look like a blank and are none.
HIDDEN = ("Cc", "Cf", "Cs", "Co", "Zl", "Zp", "Zs")


class Fault(NamedTuple):
    """What is wrong, and where.

    Attributes:
        line: of a workbook, the row of the sheet; 0 where nothing could be read.
        sheet: "" in all other files.
    """

    file: str
    line: int
    message: str
    sheet: str = ""

    def __str__(self) -> str:
        place = f":{self.line}" if self.line else ""
        if self.sheet:
            place = f":{self.sheet}!{self.line}"
        return f"{self.file}{place}: {self.message}"


class File(NamedTuple):
    """The name of a file, and where its faults go."""

    name: str
    faults: list[Fault]


class Node(NamedTuple):
    """A text, a list, a mapping, or what is missing where it could stand.

    Each reading method returns what it can and reports what is wrong. A faulty text is
    returned as an empty one, so that it is reported once. What is missing reads as empty,
    without a fault: whether it may be missing is a question to the mapping around it.

    Attributes:
        line: where it begins. What is missing has the line of the mapping around it.
        written: the text, if it is one.
        inner: the items of a list; the keys and the values of a mapping in turn.
    """

    file: File
    line: int
    kind: NodeKind = "missing"
    written: str = ""
    inner: "Sequence[Node]" = ()

    @property
    def given(self) -> bool:
        return self.kind != "missing"

    def fault(self, message: str) -> None:
        self.file.faults.append(self.says(message))

    def says(self, message: str) -> Fault:
        """A message with its place in front."""
        return Fault(self.file.name, self.line, message)

    def _is(self, kind: NodeKind) -> bool:
        if self.kind not in (kind, "missing"):
            self.fault(f"should be {EXPECTED[kind]}")
        return self.kind == kind

    # mappings and lists

    def table(self) -> "list[tuple[Node, Node]]":
        """The keys and values of a mapping. A repeated key is refused."""
        if not self._is("mapping"):
            return []
        found: dict[str, tuple[Node, Node]] = {}
        for key, value in zip(self.inner[::2], self.inner[1::2], strict=True):
            if key.kind != "scalar":
                key.fault("should be a text")
            elif key.written in found:
                key.fault(f"{key.written!r} is there twice")
            else:
                found[key.written] = key, value
        return list(found.values())

    def fields(self, required: Sequence[str], optional: Sequence[str] = ()) -> "dict[str, Node]":
        """The values of a mapping of known keys. There is a node for each of these keys."""
        known = (*required, *optional)
        found: dict[str, Node] = {}
        for key, value in self.table():
            if key.written in known:
                found[key.written] = value
            else:
                key.fault(f"{key.written!r} is no key here; known are {', '.join(known)}")
        if self.kind == "mapping":
            for name in required:
                if name not in found:
                    self.fault(f"{name!r} is missing")
        missing = Node(self.file, self.line)
        return {name: found.get(name, missing) for name in known}

    def check_filled(self) -> None:
        """Refuse a list or a mapping with nothing in it."""
        if self.kind in ("sequence", "mapping") and not self.inner:
            self.fault("is empty")

    def items(self) -> "list[Node]":
        return list(self.inner) if self._is("sequence") else []

    # texts

    def text(self) -> str:
        """A text that must be known."""
        text = self.known()
        if text is None:
            self.fault("must be known")
        return text or ""

    def known(self) -> str | None:
        """A text as it is written, or None where ~ is written.

        It may not be empty, nor have anything in it that a terminal obeys or hides.
        """
        if not self._is("scalar"):
            return ""
        text = self.written
        if text in UNKNOWN:
            return None
        if not text.strip():
            self.fault("is empty")
            return ""
        if text.isprintable() and text == text.strip():
            return text
        hidden = [c for c in dict.fromkeys(text) if c != " " and unicodedata.category(c) in HIDDEN]
        for character in hidden:
            self.fault(f"has the character U+{ord(character):04X}")
        if hidden:
            return ""
        if text != text.strip():
            self.fault("begins or ends with a blank")
            return ""
        return text

    def texts(self) -> list[str]:
        return [item.text() for item in self.items()]

    def languages(self) -> dict[str, str]:
        """A text in Chinese and in English."""
        return {key: value.text() for key, value in self.fields(("zh", "en")).items()}

    def choice(self, allowed: Iterable[Choice]) -> Choice | None:
        """One of the texts that are allowed here, or None."""
        allowed = list(allowed)
        text = self.text()
        for choice in allowed:
            if choice == text:
                return choice
        if text:
            self.fault(f"{text!r} is none of {', '.join(allowed)}")
        return None

    # numbers and dates

    def whole(self, *, unknown: bool = False) -> int | None:
        """A whole number above 0, or None.

        Args:
            unknown: whether ~ may be written.
        """
        text = self.known() if unknown else self.text()
        if not text:
            return None
        number = whole_number(text)
        if number is None:
            self.fault(f"{text!r} should be a whole number above 0")
        return number

    def number(self) -> float:
        text = self.text()
        digits = text.replace(".", "", 1)
        if digits.isascii() and digits.isdigit() and len(digits) <= LONGEST_NUMBER:
            return float(text)
        if text:
            self.fault(f"{text!r} should be a number such as 88.3")
        return 0.0

    def date(self) -> str | None:
        """A day, a month or a year, or None where ~ is written."""
        text = self.known()
        if text and not is_date(text):
            self.fault(f"{text!r} should be a date such as 2024-12-20")
        return text


def whole_number(text: str) -> int | None:
    """The number above 0 that a text writes in plain digits, or None."""
    if text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER and int(text) > 0:
        return int(text)
    return None


def is_date(text: str) -> bool:
    """Whether a text is a day, a month or a year: 2024-12-20, 2024-12, 2024."""
    if not re.fullmatch("[0-9]{4}(-[0-9]{2}){0,2}", text):
        return False
    whole = f"{text}-01-01"[: len("2024-12-20")]
    try:
        date.fromisoformat(whole)
    except ValueError:
        return False
    return True
