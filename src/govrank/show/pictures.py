"""Answers as pictures (SVG): the chart of a history, or what a terminal shows.

A picture loads nothing and runs nothing. It is light, and dark where its reader's system is.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from html import unescape
from io import StringIO

from govrank.show.layout import set_block
from govrank.show.result import Result
from govrank.show.screen import UNICODE, USUAL_WIDTH, Screen
from govrank.show.terminal import STYLES
from govrank.show.view import Block, Line, plain_text

# The terminal that is drawn.
TERMINAL = Screen(
    width=USUAL_WIDTH, terminal=False, styled=True, colours=True, glyphs=UNICODE, document=False
)
# Ink and paper, by day and by night. All other colours are legible on both.
LIGHT = ("#24292f", "#ffffff")
DARK = ("#e6edf3", "#0d1117")
# The width of a cell by its height: a compromise of Latin and Chinese letters.
ASPECT = 0.55
# The edge of the window, which Rich draws for a dark one.
EDGE = 'stroke="rgba(255,255,255,0.35)"'
EDGE_OF_OURS = 'stroke="#8c959f"'
# The form of Rich's own pictures, but with fonts that a system has.
FORM = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" \
height="{height}" role="img">
<style>
.{unique_id}-matrix {{
  font-family: ui-monospace, "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono",
    "Noto Sans Mono CJK SC", "Microsoft YaHei", monospace;
  font-size: {char_height}px;
  line-height: {line_height}px;
}}
.{unique_id}-title {{ font: bold 18px system-ui, sans-serif; }}
{styles}
</style>
<defs>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""
NIGHT = """\
@media (prefers-color-scheme: dark) {{
{inked} {{ fill: {ink}; }}
rect[fill="{paper_by_day}"] {{ fill: {paper}; }}
}}
"""
TEXT = re.compile(r'(<text [^>]*?textLength=")([\d.]+)("[^>]*>)([^<]*)(</text>)')


def lines(result: Result) -> Iterator[str]:
    """The lines of a picture of an answer."""
    if result.chart is not None:
        rows = list(result.rows)
        drawn = list(result.chart(rows))
        if drawn:
            return iter(drawn)
    return iter(terminal(result.view(TERMINAL), result.header).split("\n"))


def terminal(blocks: Iterable[Block], header: bool, title: str = "govrank") -> str:
    """What a terminal shows, drawn by Rich."""
    from rich.console import Console
    from rich.terminal_theme import TerminalTheme
    from rich.text import Text

    written = list(_lines(blocks, header))
    width = max([len(title), *(_width(plain_text(line)) for line in written)])
    console = Console(record=True, file=StringIO(), width=width, force_terminal=True)
    for line in written:
        text = Text(overflow="ignore", no_wrap=True)
        for span in line:
            text.append(span.text, STYLES[span.role])
        console.print(text, soft_wrap=True, highlight=False)
    paper, ink = _rgb(LIGHT[1]), _rgb(LIGHT[0])
    theme = TerminalTheme(paper, ink, [ink] * 8)
    svg = console.export_svg(title=title, theme=theme, code_format=FORM, font_aspect_ratio=ASPECT)
    return _by_night(_true_to_width(svg).replace(EDGE, EDGE_OF_OURS))


def _lines(blocks: Iterable[Block], header: bool) -> Iterator[Line]:
    first = True
    for block in blocks:
        if not first:
            yield ()
        first = False
        yield from set_block(block, TERMINAL, header)


def _width(text: str) -> int:
    from rich.cells import cell_len

    return cell_len(text)


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _true_to_width(svg: str) -> str:
    """Rich gives a text as much room as if no character were wide."""

    def widened(found: re.Match[str]) -> str:
        before, length, between, text, behind = found.groups()
        plain = unescape(text)
        cells = float(length) * _width(plain) / max(1, len(plain))
        fitted = f'{cells:g}" lengthAdjust="spacingAndGlyphs{between}'
        return before + fitted + text + behind

    return TEXT.sub(widened, svg)


def _by_night(svg: str) -> str:
    """Add the colours for dark mode."""
    ink = LIGHT[0]
    classes = re.findall(rf"^(\.\S+) \{{ fill: {ink}", svg, re.MULTILINE)
    inked: Sequence[str] = [*classes, f'text[fill="{ink}"]']
    night = NIGHT.format(inked=", ".join(inked), ink=DARK[0], paper=DARK[1], paper_by_day=LIGHT[1])
    return svg.replace("</style>", night + "</style>", 1).rstrip("\n")
