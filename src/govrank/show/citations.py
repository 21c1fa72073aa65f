"""Sources as one cites them: by GB/T 7714 in Chinese, in a plain form in English."""

from collections.abc import Iterable, Iterator

from govrank import words
from govrank.i18n import LANGUAGE, _
from govrank.models import Source
from govrank.show.screen import Screen
from govrank.show.view import Block, Line, Paragraph, aside, body, linked


def citations(screen: Screen, sources: Iterable[Source]) -> Iterator[Block]:
    """A paragraph for each source, behind its id, with its kind."""
    for source in sources:
        cited = _chinese(source) if LANGUAGE == "zh" else _plain(source)
        kind = Paragraph(aside(words.SOURCE_KINDS[source.kind]), _("kind"))
        yield Block(caption=[Paragraph(cited, source.source), kind])


def _chinese(source: Source) -> Line:
    """GB/T 7714-2015: who. What[EB/OL]. (when). where."""
    form = "[EB/OL]" if source.url else "[Z]"
    line = body(f"{source.publisher}. {source.title}{form}.")
    if source.date:
        line += body(f" ({source.date}).")
    return line + _address(source)


def _plain(source: Source) -> Line:
    """Who. What it means [what it is called]. When. Where."""
    title = source.title_english or source.title
    if source.title_english:
        title += f" [{source.title}]"
    line = body(f"{source.publisher_english or source.publisher}. {title}.")
    if source.date:
        line += body(f" {source.date}.")
    return line + _address(source)


def _address(source: Source) -> Line:
    if not source.url:
        return ()
    return body(" ") + linked(source.url, source.url)
