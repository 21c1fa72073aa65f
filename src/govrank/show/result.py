"""An answer on its way out, in every form that a format may want."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from govrank.show.screen import Screen

if TYPE_CHECKING:  # only tables are made of blocks
    from govrank.show.view import Block

# What a person is shown, made for a screen.
View = Callable[[Screen], "Iterable[Block]"]
# The lines of a picture of some rows. Without any line there is nothing to draw.
Chart = Callable[[Iterable[Any]], Iterator[str]]


class Result(NamedTuple):
    """An answer in every form that a format may want.

    Attributes:
        rows: for machines. They come one by one, so that a batch needs no memory.
        columns: the fields of a row that a format for machines has, in order.
        view: for a person. It reads rows of its own.
        header: whether headings are wanted.
        screen: where the answer is shown.
        bom: whether csv and tsv begin with a byte order mark.
        chart: a picture that says more than that of the table.
        sheet: the name of the sheet of a workbook that a row belongs on.
        literal: whether a workbook has the names of the fields above its columns, and not
            words for them.
    """

    rows: Iterable[NamedTuple]
    columns: Sequence[str]
    view: View
    header: bool
    screen: Screen
    bom: bool = False
    chart: Chart | None = None
    sheet: Callable[[Any], str] | None = None
    literal: bool = False


class FileFormat(NamedTuple):
    """A way to write an answer into a file.

    Attributes:
        name: a name in FORMATS, or that of a format for files only.
        save: writes an answer. None if only one command writes such files, in a way of its own.
        for_people: whether it has titles and captions.
    """

    name: str
    save: Callable[[Result, Path], None] | None
    for_people: bool = False
