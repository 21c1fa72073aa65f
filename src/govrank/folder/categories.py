"""categories.yaml: the lists that come back every year, and the groups they are in."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from govrank.folder.nodes import Node
from govrank.models import ENTITY_KINDS, LIST_KINDS, EntityKind, Group, ListKind
from govrank.names.normal import Normaliser

# The one key of the first level that is no category.
GROUPS = "groups"
# Whom a list can be of. Who is of no other kind stands in tables of one's own only.
KINDS = [kind for kind in ENTITY_KINDS if kind != "other"]
# How much a name counts where several categories have it, as `Store.categories_named` says.
AS_ID, AS_GROUP, AS_NAME = 3, 2, 1


class CategoryLine(NamedTuple):
    """A category, as the file has it.

    Attributes:
        group: the label of its group.
        kind: None if it, or one of `of`, is faulty. Then no list of the category is read:
            it would be blamed for that.
        of: the kinds of entities that may be in its lists. If it is empty, all may.
        population: the kind of entity that it ranks all of, if there is one.
    """

    label: str
    english: str
    group: str
    kind: ListKind | None
    who: dict[str, str]
    aliases: list[str]
    of: list[EntityKind]
    population: EntityKind | None


class Categories(NamedTuple):
    """The categories by id and the groups by label, both in the order of the file."""

    lines: dict[str, CategoryLine]
    groups: dict[str, Group]


def read_categories(file: Node) -> Categories:
    lines: dict[str, CategoryLine] = {}
    groups: dict[str, Group] = {}
    labels: set[str] = set()
    table = file.table()
    for key, value in table:
        if key.written == GROUPS:
            groups = _declared_groups(value)
    for key, value in table:
        if key.written == GROUPS:
            continue
        id = key.text()
        line = _category(id, value, groups)
        if line.label and line.label in labels:
            key.fault(f"the label {line.label!r} is another category's")
        labels.add(line.label)
        lines[id] = line
        if line.group not in groups:
            groups[line.group] = Group(line.group, line.group, line.group)
    return Categories(lines, groups)


def _declared_groups(node: Node) -> dict[str, Group]:
    groups: dict[str, Group] = {}
    for key, value in node.table():
        fields = value.fields(("label", "english"))
        label = fields["label"].text()
        if label and label in groups:
            key.fault(f"the label {label!r} is another group's")
        groups[label] = Group(key.text(), label, fields["english"].text())
    return groups


def _category(id: str, node: Node, groups: Mapping[str, Group]) -> CategoryLine:
    fields = node.fields(
        ("label", "group", "kind", "who"), ("aliases", "of", "english", "population")
    )
    kind = fields["kind"].choice(LIST_KINDS)
    kinds = [item.choice(KINDS) for item in fields["of"].items()]
    return CategoryLine(
        label=fields["label"].text(),
        english=fields["english"].text() or id,
        group=_group(fields["group"], groups),
        kind=None if None in kinds else kind,
        who=fields["who"].languages(),
        aliases=fields["aliases"].texts(),
        of=[kind for kind in kinds if kind],
        population=fields["population"].choice(KINDS),
    )


def _group(node: Node, groups: Mapping[str, Group]) -> str:
    """The label of a group, which need not be declared."""
    label = node.text()
    for group in groups.values():
        if label == group.group and label not in groups:
            node.fault(f"{label!r} is the id of a group; write its label, {group.label!r}")
    return label


def category_names(
    categories: Categories, titles: Mapping[str, Iterable[str]], normalise: Normaliser
) -> list[tuple[str, str, int]]:
    """Every way of naming a category: the normalised name, the id, and how much it counts.

    Args:
        titles: the titles of its lists in the editions, by the id of a category.
    """
    strengths: dict[tuple[str, str], int] = {}
    for id, line in categories.lines.items():
        group = categories.groups[line.group]
        named = [(id, AS_ID)]
        named += [(text, AS_GROUP) for text in (group.group, group.label, group.english)]
        named += [(text, AS_NAME) for text in (line.label, line.english, *line.aliases)]
        named += [(text, AS_NAME) for text in titles.get(id, ())]
        for text, strength in named:
            key = normalise(text), id
            strengths[key] = max(strength, strengths.get(key, 0))
    written = {name for name, _id in strengths}
    for (name, id), strength in list(strengths.items()):
        partner = _partner(name)
        if name.isascii() and partner not in written:
            # The singular of an id is no id: it need not mean the list alone.
            weaker = AS_NAME if strength == AS_ID else strength
            strengths[partner, id] = max(weaker, strengths.get((partner, id), 0))
    return [(name, id, strength) for (name, id), strength in strengths.items() if name]


def _partner(name: str) -> str:
    """The singular of an English plural, or the plural of a singular."""
    if name.endswith("ies"):
        return name.removesuffix("ies") + "y"
    if name.endswith("y"):
        return name.removesuffix("y") + "ies"
    if name.endswith("ss"):
        return name + "es"
    if name.endswith("s"):
        return name.removesuffix("s")
    return name + "s"
