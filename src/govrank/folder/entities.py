"""entities.yaml and entities/*.yaml: who is evaluated, and who was."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from govrank.folder.nodes import Node
from govrank.models import ENTITY_KINDS, REGION_KINDS, EntityKind
from govrank.names.normal import Normaliser
from govrank.names.spelling import PEOPLE

SECTIONS = ("shared", "regions", "bodies", "zones")
OPTIONAL_SECTIONS = ("variants", "areas", "former")
# The keys that a line of any section may have.
OPTIONAL_KEYS = ("aliases", "former", "english", "until", "into", "lists", "unconfirmed")

CODE = re.compile("[0-9]{6}")
SYLLABLE = re.compile("(?:[bpmfdtnlgkhjqxzcsryw]|[zcs]h)?[aeiouv]{1,3}(?:ng?|r)?")
# What the pinyin of a region's name leaves out: 市, 自治州, 回族区, 土家族自治县.
REGION_ENDING = re.compile(
    f"(?:.*自治|(?:{PEOPLE.pattern})+|特别行政|地|林|特|新)?[省市区县州盟旗]"
)
# The regions whose short name is the whole one, beside those of two characters.
WHOLE_NAME = re.compile(".*(?:[左右前中后]旗|联合旗|矿区)")


class EntityLine(NamedTuple):
    """An entity, as its line has it.

    Attributes:
        at: the line.
        name: the official name.
        full: the official name with the city in front, if it lies in one.
        around: the entity it lies in.
        pinyin: the readings of its name, in syllables. None is faulty.
        former: earlier names, and the year in which each ended.
        english: the English name, if it is written.
        into: the official names of what it gave way to.
        lists: the ids of the categories that it is written to belong to, or None.
        unconfirmed: the keys of the line that only one source has.
    """

    id: int
    at: Node
    name: str
    full: str
    kind: EntityKind
    code: str | None
    around: "EntityLine | None"
    pinyin: list[str]
    aliases: list[str]
    former: dict[str, int | None]
    english: str | None
    until: int | None
    into: Node
    lists: list[str] | None
    unconfirmed: list[str]

    @property
    def province(self) -> str | None:
        """The province-level division that it is, or that it lies in."""
        line: EntityLine | None = self
        while line is not None and line.kind != "province":
            line = line.around
        return line.full if line else None


class FormerLine(NamedTuple):
    """A name that has ended: no entity, but it leads to its successors.

    Attributes:
        around: the full name of the region it lay in, or "".
        successors: the entities that it gave way to; none only if the line has a fault.
    """

    at: Node
    name: str
    around: str
    pinyin: list[str]
    until: int | None
    successors: list[EntityLine]


class Entities(NamedTuple):
    """All that the files of entities hold.

    Attributes:
        lines: in the order of their ids.
        former: in the order of the files.
        successors: the entities that an entity gave way to, by its id.
        shared: the names that are declared shared, by their normalised form.
        variants: variant characters, and the usual ones for them.
    """

    lines: list[EntityLine]
    former: list[FormerLine]
    successors: dict[int, list[EntityLine]]
    shared: dict[str, Node]
    variants: dict[str, str]


class There(NamedTuple):
    """Entities that are there already, and variant characters with the usual ones for them."""

    lines: list[EntityLine]
    variants: dict[str, str]


class Register:
    """The entities read so far, which those that follow may refer to.

    Args:
        categories: the ids that a line may name. None if they are not known.
        known: entities that are there already.
    """

    def __init__(
        self,
        normalise: Normaliser,
        categories: Collection[str] | None,
        known: Sequence[EntityLine] = (),
    ) -> None:
        self.lines: list[EntityLine] = []
        self.normalise = normalise
        self._categories = categories
        self._full_names: set[str] = set()
        self._called: dict[str, list[EntityLine]] = {}
        for line in known:
            self._know(line)

    def add(
        self,
        at: Node,
        kind: EntityKind,
        fields: Mapping[str, Node],
        *,
        code: str | None = None,
        around: EntityLine | None = None,
    ) -> EntityLine:
        """Read the fields of a line as an entity of a kind."""
        name = fields["name"].text()
        full = _full_name(name, kind, around)
        until = fields["until"]
        if fields["into"].given and not until.given:
            fields["into"].fault("has no 'until' beside it")
        line = EntityLine(
            id=len(self.lines) + 1,
            at=at,
            name=name,
            full=full,
            kind=kind,
            code=code,
            around=around,
            pinyin=_readings(fields["pinyin"], name if kind in REGION_KINDS else ""),
            aliases=fields["aliases"].texts(),
            former=_former_names(fields["former"]),
            english=fields["english"].text() or None,
            until=until.whole(),
            into=fields["into"],
            lists=self._lists(fields["lists"]),
            unconfirmed=_unconfirmed(fields),
        )
        if full in self._full_names:
            at.fault(f"{full!r} is there twice")
            self.lines.append(line)
        else:
            self._know(line)
        return line

    def _know(self, line: EntityLine) -> None:
        self.lines.append(line)
        if line.name:
            self._full_names.add(line.full)
            for key in dict.fromkeys((self.normalise(line.name), self.normalise(line.full))):
                self._called.setdefault(key, []).append(line)

    def _lists(self, node: Node) -> list[str] | None:
        if not node.given:
            return None
        lists = []
        for item in node.items():
            id = item.text()
            lists.append(id)
            if id and self._categories is not None and id not in self._categories:
                item.fault(f"{id!r} is no category of categories.yaml")
        return lists

    def the_one(self, node: Node, kinds: Sequence[EntityKind], *, blame: bool) -> EntityLine | None:
        """The one entity of some kinds that has an official name, or None.

        Args:
            blame: whether a name that is not there is a fault. It is none if lines that
                could bear it have faults.
        """
        text = node.text()
        found = [line for line in self._called.get(self.normalise(text), []) if line.kind in kinds]
        if len(found) == 1:
            return found[0]
        if text and blame:
            what = "entity" if "body" in kinds else "region"
            node.fault(f"{text!r} should be the official name of one {what}")
        return None

    def all_of(self, node: Node, *, blame: bool) -> list[EntityLine]:
        """The entities of one official name, or of a list of them."""
        node.check_filled()
        nodes = node.items() if node.kind == "sequence" else [node]
        found = [self.the_one(item, ENTITY_KINDS, blame=blame) for item in nodes]
        return [line for line in found if line]


def read_entities(
    files: Sequence[Node],
    categories: Collection[str] | None,
    known: There | None = None,
) -> Entities:
    """Read the files together: a line may refer to one of another file.

    Args:
        files: entities.yaml, which has all sections that are required, and further ones.
        categories: as in `Register`.
        known: entities that are there already. Then the files need only what they add.
    """
    faults = files[0].file.faults
    before = len(faults)
    first, *further = files
    every = (*SECTIONS, *OPTIONAL_SECTIONS)
    needed = () if known else SECTIONS
    optional = every if known else OPTIONAL_SECTIONS
    sections = [first.fields(needed, optional)]
    sections += [file.fields((), every) for file in further]
    variants = _variants(_given(sections, "variants"))
    lines = known.lines if known else ()
    usual = {**known.variants, **variants} if known else variants
    register = Register(Normaliser(usual), categories, lines)
    _add_regions(_items(sections, "regions"), register)
    for item in _items(sections, "bodies"):
        register.add(item, "body", item.fields(("name", "pinyin"), OPTIONAL_KEYS))
    sound = len(faults) == before
    inner: dict[EntityKind, list[Node]] = {
        "zone": _items(sections, "zones"),
        "area": _items(sections, "areas"),
    }
    for kind, items in inner.items():
        for item in items:
            fields = item.fields(("name", "in", "pinyin"), OPTIONAL_KEYS)
            around = register.the_one(fields["in"], REGION_KINDS, blame=sound)
            register.add(item, kind, fields, around=around)
    sound = len(faults) == before
    former = [_former_line(item, register, sound) for item in _items(sections, "former")]
    return Entities(
        lines=register.lines[len(lines) :],
        former=former,
        successors=_successors(register, sound),
        shared=_shared(_items(sections, "shared"), register.normalise),
        variants=variants,
    )


def _given(sections: Iterable[Mapping[str, Node]], name: str) -> list[Node]:
    return [fields[name] for fields in sections if fields[name].given]


def _items(sections: Iterable[Mapping[str, Node]], name: str) -> list[Node]:
    """The lines of a section in all files."""
    items: list[Node] = []
    for node in _given(sections, name):
        items += node.items()
    return items


def _variants(nodes: Iterable[Node]) -> dict[str, str]:
    variants: dict[str, str] = {}
    for node in nodes:
        fields = node.fields(("from", "to"))
        written, usual = fields["from"].text(), fields["to"].text()
        if len(written) == len(usual):
            variants.update(zip(written, usual, strict=True))
        elif written and usual:
            node.fault("from and to are not of the same length")
    return variants


def _shared(items: Iterable[Node], normalise: Normaliser) -> dict[str, Node]:
    return {normalise(text): item for item in items if (text := item.text())}


def _add_regions(items: Iterable[Node], register: Register) -> None:
    """Add the regions, each behind the one around it, which its code says."""
    coded: dict[str, tuple[Node, dict[str, Node]]] = {}
    added = {line.code: line for line in register.lines if line.code}
    codes_are_sound = True
    for item in items:
        fields = item.fields(("name", "code", "pinyin"), OPTIONAL_KEYS)
        code = fields["code"].text()
        if CODE.fullmatch(code) and code not in coded and code not in added:
            coded[code] = item, fields
            continue
        if code:
            message = f"{code!r} should be a code of six digits, and no other's"
            fields["code"].fault(message)
        codes_are_sound = False
        register.add(item, "county", fields)
    for code in sorted(coded):
        item, fields = coded[code]
        province, prefecture = code[:2] + "0000", code[:4] + "00"
        kinds: dict[str, EntityKind] = {prefecture: "prefecture", province: "province"}
        kind = kinds.get(code, "county")
        around = added.get(prefecture, added.get(province))
        if kind != "province" and around is None and codes_are_sound:
            item.fault(f"the region around {code} is missing")
        added[code] = register.add(item, kind, fields, code=code, around=around)


def _full_name(name: str, kind: EntityKind, around: EntityLine | None) -> str:
    """A county's name with its city in front. 仙桃市 lies in no city."""
    if kind != "county" or around is None:
        return name
    is_city = around.kind == "prefecture" or around.name.endswith("市")
    return around.full + name if is_city else name


def _readings(node: Node, region: str = "") -> list[str]:
    """The pinyin of a name: one reading, or a list of them, in syllables.

    Args:
        region: the name, if it is that of a region. Its pinyin is that of its short name.
    """
    node.check_filled()
    readings = []
    for item in node.items() if node.kind == "sequence" else [node]:
        text = item.text()
        syllables = text.split()
        if not all(map(SYLLABLE.fullmatch, syllables)):
            item.fault(f"{text!r} should be pinyin in syllables, such as wu han")
        elif text and region and not _is_of_short_name(len(syllables), region):
            item.fault(f"{text!r} should be that of {region} without its ending")
        elif text:
            readings.append(text)
    return readings


def _is_of_short_name(syllables: int, region: str) -> bool:
    """Whether so many syllables are a region's short name, and the rest is its ending."""
    if syllables == len(region):
        return len(region) == 2 or bool(WHOLE_NAME.fullmatch(region))
    return bool(REGION_ENDING.fullmatch(region[syllables:]))


def _former_names(node: Node) -> dict[str, int | None]:
    return {key.text(): value.whole(unknown=True) for key, value in node.table()}


def _unconfirmed(fields: Mapping[str, Node]) -> list[str]:
    """The keys of a line that it calls unconfirmed."""
    keys = [key for key, node in fields.items() if node.given and key != "unconfirmed"]
    chosen = [item.choice(keys) for item in fields["unconfirmed"].items()]
    return [key for key in chosen if key]


def _former_line(item: Node, register: Register, blame: bool) -> FormerLine:
    fields = item.fields(("name", "until", "into"), ("in", "code", "pinyin", "unconfirmed"))
    code = fields["code"].text()
    if code and not CODE.fullmatch(code):
        fields["code"].fault(f"{code!r} should be a code of six digits")
    _unconfirmed(fields)
    around = register.the_one(fields["in"], REGION_KINDS, blame=blame)
    return FormerLine(
        at=item,
        name=fields["name"].text(),
        around=around.full if around else "",
        pinyin=_readings(fields["pinyin"]),
        until=fields["until"].whole(unknown=True),
        successors=register.all_of(fields["into"], blame=blame),
    )


def _successors(register: Register, blame: bool) -> dict[int, list[EntityLine]]:
    successors: dict[int, list[EntityLine]] = {}
    for line in register.lines:
        if not line.into.given:
            continue
        found = register.all_of(line.into, blame=blame)
        if any(successor.id == line.id for successor in found):
            line.into.fault("should be another entity")
        successors[line.id] = found
    return successors
