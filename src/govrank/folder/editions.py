"""editions/YEAR.yaml: the lists of one year, and who stands in them."""

from collections.abc import Container, Mapping, Sequence
from typing import NamedTuple, Protocol

from govrank.folder import rules
from govrank.folder.nodes import Node, whole_number
from govrank.folder.rules import Entry, Position
from govrank.models import BAND, NUMBERINGS, RESTS, EntityKind, ListKind, Numbering, Rest
from govrank.names.lookup import Names

# The key that holds who is in a list.
MEMBERS: dict[ListKind, str] = {"ranked": "places", "tiered": "tiers", "award": "named"}


class ListsOf(Protocol):
    """What a list takes from its category, as `CategoryLine` says."""

    @property
    def kind(self) -> ListKind | None: ...
    @property
    def of(self) -> Sequence[EntityKind]: ...


class Known(NamedTuple):
    """What the editions refer to.

    Attributes:
        names: None if the entities have faults. Then no printed name is looked up, since
            it would be blamed for them.
        gaps: whether a list need not be whole, as it is laid over another.
    """

    categories: Mapping[str, ListsOf]
    sources: Container[str]
    names: Names | None
    gaps: bool = False


class ScaleLine(NamedTuple):
    """A tier scale. Its steps are tiers, their least points and their English names."""

    source: str
    full_marks: int
    steps: list[tuple[str, int | None, str]]


class ListLine(NamedTuple):
    """A list of an edition, with its entries in order."""

    category: str
    title: str
    source: str
    listed: int | None
    rest: Rest | None
    numbering: Numbering | None
    note: dict[str, str] | None
    confirmed: list[str]
    known_places: int
    known_entities: int
    entries: list[Entry]


class Edition(NamedTuple):
    year: int
    number: int | None
    published: str | None
    scale: ScaleLine | None
    lists: list[ListLine]


def read_edition(file: Node, stem: str, known: Known) -> Edition:
    """Read an edition.

    Args:
        stem: the name of the file without its ending.
    """
    fields = file.fields(("year", "number", "published", "lists"), ("tiers",))
    year = fields["year"].whole() or 0
    if year and str(year) != stem:
        fields["year"].fault(f"{year} should be the year that names the file")
    faults = len(file.file.faults)
    scale = _scale(fields["tiers"], known) if fields["tiers"].given else None
    tiers: list[str] = []
    # With a faulty scale, a tier of a list may be right that is not in it.
    if scale and len(file.file.faults) == faults:
        tiers = [tier for tier, _minimum, _english in scale.steps]
    lists = []
    for key, value in fields["lists"].table():
        category = known.categories.get(key.written)
        if category is None:
            key.fault(f"{key.written!r} is no category of categories.yaml")
        elif category.kind:
            reader = _ListReader(key.written, category.kind, tiers, known)
            lists.append(reader.read(value))
    return Edition(
        year=year,
        number=fields["number"].whole(unknown=True),
        published=fields["published"].date(),
        scale=scale,
        lists=lists,
    )


def _source(node: Node, known: Known) -> str:
    source = node.text()
    if source and source not in known.sources:
        node.fault(f"{source!r} is no source of sources.yaml")
    return source


def _scale(node: Node, known: Known) -> ScaleLine:
    fields = node.fields(("source", "full_marks", "from"), ("english",))
    full_marks = fields["full_marks"].whole()
    fields["from"].check_filled()
    table = fields["from"].table()
    bounds = [(value, value.whole()) for _tier, value in table[:-1]]
    rules.check_bounds(full_marks, bounds)
    for _tier, value in table[-1:]:
        if value.known():
            value.fault("the lowest tier should have ~ for its bound")
    tiers = [key.text() for key, _bound in table]
    minimums = [*(bound for _value, bound in bounds), None]
    english = {key.choice(tiers): value.text() for key, value in fields["english"].table()}
    return ScaleLine(
        source=_source(fields["source"], known),
        full_marks=full_marks or 0,
        steps=[
            (tier, minimum, english.get(tier) or tier)
            for tier, minimum in zip(tiers, minimums, strict=False)
        ],
    )


class _ListReader:
    """Reads a list of a category.

    Args:
        tiers: those of the edition's scale, or none if any will do.
    """

    def __init__(self, category: str, kind: ListKind, tiers: Sequence[str], known: Known) -> None:
        self._category = category
        self._kind = kind
        self._tiers = tiers
        self._known = known

    def read(self, node: Node) -> ListLine:
        members = MEMBERS[self._kind]
        optional = ("confirmed", "listed", "rest", "numbering", "note", "more", members)
        fields = node.fields(("title", "source"), optional)
        listed = fields["listed"].whole()
        rest = fields["rest"].choice(RESTS)
        numbering = fields["numbering"].choice(NUMBERINGS)
        note = fields["note"]
        source = _source(fields["source"], self._known)
        parts = [(source, fields[members])]
        parts += [(_source(key, self._known), part) for key, part in fields["more"].table()]
        fields[members].check_filled()
        fields["more"].check_filled()
        faults = node.file.faults
        before = len(faults)
        entries: list[Entry] = []
        for of_part, part in parts:
            entries += self._entries(part, of_part, listed)
        rules.check_once(entries)
        places = 0
        known_entities = len(entries)
        if self._kind == "ranked":
            # A rank may look missing only because its names have faults.
            followed = numbering if len(faults) == before else None
            breaks_off, gaps = rest == "cut", self._known.gaps
            entries = rules.in_order(entries, followed, breaks_off=breaks_off, gaps=gaps)
            places = rules.known_places(entries, numbering, listed)
            known_entities = sum(entry.rank is not None for entry in entries)
        return ListLine(
            category=self._category,
            title=fields["title"].text(),
            source=source,
            listed=listed,
            rest=rest,
            numbering=numbering,
            note=note.languages() if note.given else None,
            confirmed=[_source(item, self._known) for item in fields["confirmed"].items()],
            known_places=places,
            known_entities=known_entities,
            entries=entries,
        )

    def _entries(self, node: Node, source: str, listed: int | None) -> list[Entry]:
        """What one source has of the list."""
        if self._kind == "ranked":
            return self._places(node, source, listed)
        if self._kind == "award":
            return self._names(node, Entry(node, node, source))
        entries: list[Entry] = []
        for key, names in node.table():
            tier = key.text()
            rules.check_tier(key, tier, self._tiers)
            entries += self._names(names, Entry(key, key, source, tier=tier))
        return entries

    def _places(self, node: Node, source: str, listed: int | None) -> list[Entry]:
        entries: list[Entry] = []
        positions: list[Position] = []
        for key, names in node.table():
            position = _position(key)
            positions.append(position)
            _at, rank, band = position
            tier = f"{BAND}{band}" if band else None
            entry = Entry(key, key, source, rank=rank, band=band, tier=tier)
            entries += self._names(names, entry)
        rules.check_order(positions, listed)
        return entries

    def _names(self, node: Node, entry: Entry) -> list[Entry]:
        """A list of names, or a mapping of names to scores, all at the place of an entry."""
        node.check_filled()
        entries: list[Entry] = []
        if node.kind == "mapping":
            for name, score in node.table():
                points = score.number()
                entries += self._named(name, entry._replace(score=points))
        else:
            for name in node.items():
                entries += self._named(name, entry)
        return entries

    def _named(self, node: Node, entry: Entry) -> list[Entry]:
        """The entry with the entity that its printed name means, or nothing."""
        name = node.text()
        names = self._known.names
        if not name or names is None:
            return []
        meant = [names.store.entity(hit.entity) for hit in names.find(name)]
        kinds = self._known.categories[self._category].of
        entity = rules.the_one_meant(node, name, meant, kinds, "entities.yaml")
        if entity is None:
            return []
        return [entry._replace(at=node, name=name, entity=entity.id)]


def _position(key: Node) -> Position:
    """The rank that a key writes, or the band: 前100."""
    text = key.text()
    if text.startswith(BAND):
        band = whole_number(text.removeprefix(BAND))
        if band is None:
            key.fault(f"{text!r} should be a band such as {BAND}100")
        return Position(key, None, band)
    return Position(key, key.whole(), None)
