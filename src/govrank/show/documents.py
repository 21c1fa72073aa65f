"""Blocks as Markdown and as HTML, to paste into a page, a document or a mail.

A document has no pictures of numbers, and no width.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from html import escape

from govrank.i18n import LANGUAGE
from govrank.show.view import Block, Column, Line, Paragraph, Table, body, plain_text

LANGUAGES = {"en": "en", "zh": "zh-CN"}
COMMA = "，" if LANGUAGE == "zh" else ", "
COLON = "：" if LANGUAGE == "zh" else ": "
# What Markdown would take for more than a letter.
MARKDOWN = re.compile(r"([\\`*_\[\]<>|&~#$])")
# What makes a list or a heading of a line that begins with it.
BEGINNING = re.compile(r"^(\d*)([-+=]|(?<=\d)[.)])")
# What ends an address in Markdown.
ADDRESS = {"<": "%3C", ">": "%3E", "|": "%7C", "\\": "%5C"}


def markdown(blocks: Iterable[Block], header: bool) -> Iterator[str]:
    """The lines of a Markdown text."""
    first = True
    for block in blocks:
        if not first:
            yield ""
        first = False
        yield from _markdown_block(block, header)


def _markdown_block(block: Block, header: bool) -> Iterator[str]:
    if block.title:
        yield "## " + _markdown_line(_joined(block.title))
        yield ""
    for parts in block.lead:
        yield _begun(_markdown_line(_joined(parts)))
        yield ""
    if block.table is not None:
        yield from _markdown_table(block.table.without_pictures(), header)
    for number, paragraph in enumerate(block.caption):
        if number or block.title or block.lead or block.table is not None:
            yield ""
        yield _begun(_markdown_line(_paragraph(paragraph)))


def _markdown_table(table: Table, header: bool) -> Iterator[str]:
    if header:
        yield _markdown_row([_markdown_line(body(column.heading)) for column in table.columns])
        marks = ["---:" if column.right else "---" for column in table.columns]
        yield _markdown_row(marks)
    for row in table.rows:
        yield _markdown_row([_markdown_line(cell) for cell in row])


def _markdown_row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _begun(text: str) -> str:
    """A line that is no heading and no list, however it begins."""
    return BEGINNING.sub(r"\1\\\2", text)


def _markdown_line(line: Line) -> str:
    parts = []
    for span in line:
        text = _escaped(span.text)
        if span.link:
            text = f"[{text}](<{_address(span.link)}>)"
        parts.append(text)
    return "".join(parts).strip()


def _escaped(text: str) -> str:
    return MARKDOWN.sub(r"\\\1", text)


def _address(link: str) -> str:
    for character, code in ADDRESS.items():
        link = link.replace(character, code)
    return link


def html(blocks: Iterable[Block], header: bool) -> Iterator[str]:
    """The lines of a page of plain tables. It loads nothing, and runs nothing."""
    yield "<!doctype html>"
    yield f'<html lang="{LANGUAGES[LANGUAGE]}">'
    yield '<meta charset="utf-8">'
    yield "<title>govrank</title>"
    for block in blocks:
        yield from _html_block(block, header)
    yield "</html>"


def _html_block(block: Block, header: bool) -> Iterator[str]:
    if block.title:
        yield f"<h2>{_html_line(_joined(block.title))}</h2>"
    for parts in block.lead:
        yield f"<p>{_html_line(_joined(parts))}</p>"
    if block.table is not None:
        yield from _html_table(block.table.without_pictures(), header)
    for paragraph in block.caption:
        yield f"<p>{_html_line(_paragraph(paragraph))}</p>"


def _html_table(table: Table, header: bool) -> Iterator[str]:
    # With lines as a report has them, also where it is pasted.
    yield '<table border="1" cellpadding="4" style="border-collapse:collapse">'
    if header:
        cells = []
        for column in table.columns:
            cells.append(f"<th{_aligned(column)}>{_html_line(body(column.heading))}</th>")
        yield f"<thead><tr>{''.join(cells)}</tr></thead>"
    yield "<tbody>"
    for row in table.rows:
        cells = []
        for column, cell in zip(table.columns, row, strict=True):
            cells.append(f"<td{_aligned(column)}>{_html_line(cell)}</td>")
        yield f"<tr>{''.join(cells)}</tr>"
    yield "</tbody>"
    yield "</table>"


def _aligned(column: Column) -> str:
    return ' style="text-align:right"' if column.right else ' style="text-align:left"'


def _html_line(line: Line) -> str:
    parts = []
    for span in line:
        text = escape(span.text)
        if span.link:
            text = f'<a href="{escape(span.link)}">{text}</a>'
        parts.append(text)
    return "".join(parts).strip()


# both


def _joined(parts: Sequence[Line]) -> Line:
    """The parts of a title, with a comma between them."""
    whole: Line = ()
    for part in parts:
        if whole and plain_text(part):
            whole += body(COMMA)
        whole += part
    return whole


def _paragraph(paragraph: Paragraph) -> Line:
    """A label and what follows it in one line."""
    if not paragraph.label:
        return paragraph.text
    return body(paragraph.label + COLON) + paragraph.text
