"""What a person is shown, as plain data: neither a terminal nor a file format is known here.

A command's answer is a number of blocks, one below the other. `terminal` and `documents`
write them.
"""

from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from govrank.i18n import _
from govrank.models import as_text
from govrank.show.screen import inert

# What a piece of text is to its reader. Colours and bold follow from it in `terminal`.
# answer: what was asked for, as a first place. measure: a bar, a rise. aside: headings,
# the other language, sources, what is not known. strong: titles and ranks.
Role = Literal["body", "strong", "answer", "measure", "aside"]


class Span(NamedTuple):
    """A piece of text of one role. A link is an http or https address."""

    text: str
    role: Role = "body"
    link: str | None = None


# Spans that stand side by side.
Line = tuple[Span, ...]


class Column(NamedTuple):
    """How the cells of a column are set.

    Attributes:
        right: to the right.
        whole: its cells are never broken, as ranks and ids.
        prose: its cells may be broken between any two Chinese characters, as titles.
        drawn: a picture of numbers that other columns hold. It is left out where there is
            no room for it, and in documents.
        below: where there is no room beside the column before, it stands below that.
        gap: how many blanks are in front of it.
    """

    heading: str = ""
    right: bool = False
    whole: bool = False
    prose: bool = False
    drawn: bool = False
    below: bool = False
    gap: int = 2


class Table(NamedTuple):
    columns: Sequence[Column]
    rows: Sequence[Sequence[Line]]

    def only(self, kept: Sequence[int]) -> "Table":
        """The table with some of its columns, by their numbers."""
        rows = []
        for row in self.rows:
            rows.append([row[index] for index in kept])
        return Table([self.columns[index] for index in kept], rows)

    def without_pictures(self) -> "Table":
        drawn = [column.drawn for column in self.columns]
        return self.only([index for index in range(len(drawn)) if not drawn[index]])


class Paragraph(NamedTuple):
    """Words that may take several lines.

    Attributes:
        label: stands in front; the other lines begin below what follows it.
        series: whether it is a number of items with semicolons between them, each of which
            is kept on one line if possible.
    """

    text: Line
    label: str = ""
    series: bool = False


class Block(NamedTuple):
    """A title, some lines, a drawing, a table and a caption. Any of them may be missing.

    Attributes:
        title: its parts, such as a name and a year.
        lead: lines below the title, each of parts.
        drawing: lines for a terminal only, none wider than the screen it was drawn for.
        hints: what else could be asked, for a terminal only.
    """

    title: Sequence[Line] = ()
    lead: Sequence[Sequence[Line]] = ()
    drawing: Sequence[Line] = ()
    table: Table | None = None
    caption: Sequence[Paragraph] = ()
    hints: Sequence[str] = ()


def body(value: object) -> Line:
    return (Span(inert(as_text(value))),)


def strong(value: object) -> Line:
    return (Span(inert(as_text(value)), "strong"),)


def answer(value: object) -> Line:
    return (Span(inert(as_text(value)), "answer"),)


def measure(value: object) -> Line:
    return (Span(inert(as_text(value)), "measure"),)


def aside(value: object) -> Line:
    return (Span(inert(as_text(value)), "aside"),)


def styled(value: object, role: Role) -> Line:
    return (Span(inert(as_text(value)), role),)


def linked(value: object, address: str | None) -> Line:
    """A text that leads to an address, if that is one a program may open."""
    link = address if address is not None and _is_safe(address) else None
    return (Span(inert(as_text(value)), "aside", link),)


def _is_safe(address: str) -> bool:
    web = address.lower().startswith(("http://", "https://"))
    return web and address.isprintable() and " " not in address


def series(items: Iterable[Line], label: str = "") -> Paragraph:
    """Items with a semicolon between them."""
    whole: Line = ()
    for item in items:
        whole += aside(_("; ")) + item if whole else item
    return Paragraph(whole, label, series=True)


def note(text: str) -> Paragraph:
    return Paragraph(aside(text))


def plain_text(line: Line) -> str:
    return "".join([span.text for span in line])


def table(columns: Sequence[Column], rows: Sequence[Sequence[Line]]) -> Table | None:
    """A table without the columns that have nothing in them; None without rows."""
    if not rows:
        return None
    filled = []
    for index in range(len(columns)):
        if any(plain_text(row[index]).strip() for row in rows):
            filled.append(index)
    return Table(columns, rows).only(filled)


def notes(texts: Iterable[str]) -> list[Paragraph]:
    """A paragraph for each text that is not empty."""
    return [note(text) for text in texts if text]
