"""sources.yaml: where the placements were published."""

from govrank.folder.nodes import Node
from govrank.models import SOURCE_KINDS, Source


def read_sources(file: Node) -> dict[str, Source]:
    """The sources by id, in the order of the file."""
    sources: dict[str, Source] = {}
    for key, value in file.table():
        fields = value.fields(("publisher", "title", "date", "kind", "url"), ("note", "english"))
        english = fields["english"].fields((), ("publisher", "title"))
        fields["note"].text()
        sources[key.text()] = Source(
            source=key.text(),
            publisher=fields["publisher"].text(),
            title=fields["title"].text(),
            date=fields["date"].date(),
            # A faulty kind is reported; the source is still known to those that name it.
            kind=fields["kind"].choice(SOURCE_KINDS) or "official",
            url=fields["url"].known(),
            publisher_english=english["publisher"].text() or None,
            title_english=english["title"].text() or None,
        )
    return sources
