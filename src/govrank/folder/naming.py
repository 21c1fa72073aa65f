"""Which names lead to which entity, and how strongly: the tables that a look-up reads."""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import count

from govrank.folder.entities import Entities, EntityLine, FormerLine
from govrank.folder.rules import (
    TOLD_APART,
    Bearer,
    LevelsOf,
    check_clashes,
    check_shared,
)
from govrank.models import REGION_KINDS, Level
from govrank.names.normal import ZONE_ENDING, Normaliser
from govrank.names.spelling import (
    FORMER_ENDING,
    derived_names,
    english_name,
    english_stem,
    former_names,
    former_spellings,
    is_latin,
    short_name,
    spelt_pinyin,
)

# The names of what has ended that lead to what it became, too.
INHERITED = TOLD_APART


def short_of(line: EntityLine) -> str:
    """The official name without its ending."""
    return short_name(line.name, line.kind, line.pinyin[0])


def english_of(line: EntityLine) -> str | None:
    """The English name, as it is written or as it follows from the pinyin."""
    return line.english or english_name(line.name, line.kind, line.pinyin[0])


class NameTable:
    """Who bears each normalised name, and at which levels.

    A bearer has a number: an entity its id, and a name that has ended the next one that is
    free. Such a name leads to the first of its successors. An heir need not be a bearer: a
    folder that only adds names those that are there already.
    """

    def __init__(self, entities: Entities) -> None:
        self.entities = entities
        self.normalise = Normaliser(entities.variants)
        self._bearers: dict[int, Bearer] = {}
        self._free = count(max((line.id for line in entities.lines), default=0) + 1)
        self._names: dict[str, LevelsOf] = {}
        # Those of the names that are told apart: not what only follows from a former name.
        self._told_apart: dict[str, LevelsOf] = {}
        self._paths = _paths(entities)
        # What would stand in the way of others, unless nobody else has it.
        self._yielding = list(_stems_of_zones(entities.lines))
        for line in entities.lines:
            self._add_entity(line)
        for former in entities.former:
            self._add_former(former)
        self._add_free(self._yielding)

    def _add_entity(self, line: EntityLine) -> None:
        self._bearers[line.id] = Bearer(
            at=line.at,
            name=line.full,
            entities=frozenset({line.id}),
            heirs=_heirs([line], self.entities.successors),
        )
        for text, level in _names_of(line):
            self._add(text, level, line.id)
        for name in line.former:
            self._add_former_names(former_names(name, ""), line.id)
        for text, _name in _latin_of_line(line):
            self._yielding.append((text, "former", line.id))

    def _add_former(self, former: FormerLine) -> None:
        number = next(self._free)
        self._bearers[number] = Bearer(
            at=former.at,
            name=former.around + former.name,
            entities=frozenset({former.successors[0].id}),
            heirs=_heirs(former.successors, self.entities.successors),
        )
        self._add_former_names(_forms_of(former, self._paths), number)
        for text in _latin_of_former(former):
            self._yielding.append((text, "former", number))

    def _add_former_names(self, forms: Iterator[str], bearer: int) -> None:
        """Add a former name as it is written, and what follows from it."""
        self._add(next(forms), "former", bearer)
        for text in forms:
            self._add(text, "former", bearer, told_apart=False)

    def _add_free(self, names: Iterable[tuple[str, Level, int]]) -> None:
        """Add names that would stand in the way of others, where nobody has them."""
        free = [entry for entry in names if self.normalise(entry[0]) not in self._names]
        for text, level, bearer in free:
            self._add(text, level, bearer, told_apart=False)

    def _add(self, text: str, level: Level, bearer: int, *, told_apart: bool = True) -> None:
        name = self.normalise(text)
        if not name:
            return
        self._names.setdefault(name, {}).setdefault(bearer, set()).add(level)
        if told_apart and level in TOLD_APART:
            self._told_apart.setdefault(name, {}).setdefault(bearer, set()).add(level)

    def add_printed(self, names: Iterable[tuple[str, int]]) -> None:
        """Add the names that lists have for entities."""
        for text, entity in names:
            self._add(text, "printed", entity)

    def add_inherited(self) -> None:
        """Let the names of what has ended lead to all that it became, too."""
        for levels_of in self._names.values():
            for number, levels in list(levels_of.items()):
                if levels & INHERITED:
                    for heir in sorted(self._bearers[number].heirs):
                        levels_of.setdefault(heir, set()).add("former")

    def check_clashes(self) -> None:
        check_clashes(self._told_apart, self._bearers, self.entities.shared)

    def check_shared(self) -> None:
        shared = self.entities.shared.items()
        check_shared(self._names, {name: (node, node.written) for name, node in shared})

    def rows(self) -> list[tuple[str, Level, int]]:
        """The rows of the table `names`, in the order of its key."""
        found: set[tuple[str, Level, int]] = set()
        for name, levels_of in self._names.items():
            for number, levels in levels_of.items():
                bearer = self._bearers.get(number)
                for entity in bearer.entities if bearer else (number,):
                    found.update((name, level, entity) for level in levels)
        return sorted(found)


def _heirs(
    lines: Iterable[EntityLine], successors: Mapping[int, list[EntityLine]]
) -> frozenset[int]:
    """The ids of all that some entities gave way to, at last or on the way."""
    start = {line.id for line in lines}
    found: set[int] = set()
    ahead = list(start)
    while ahead:
        for successor in successors.get(ahead.pop(), ()):
            if successor.id not in found:
                found.add(successor.id)
                ahead.append(successor.id)
    return frozenset(found - start)


def _names_of(line: EntityLine) -> Iterator[tuple[str, Level]]:
    """The names of today of an entity."""
    yield line.name, "official"
    yield line.full, "official"
    for alias in line.aliases:
        yield alias, "alias"
    if line.english:
        yield line.english, "alias"
    if line.code:
        yield line.code, "alias"
    aliases = [*line.aliases, *([line.english] if line.english else [])]
    yield from derived_names(line.name, line.kind, line.pinyin, aliases)
    derived = english_of(line)
    if derived and not line.english:
        yield derived, "pinyin"


def _stems_of_zones(lines: Iterable[EntityLine]) -> Iterator[tuple[str, Level, int]]:
    """The English names of zones as an overview has them, without their ending."""
    for line in lines:
        if line.kind == "zone":
            yield re.sub(ZONE_ENDING, "", english_of(line) or ""), "pinyin", line.id


def _paths(entities: Entities) -> set[str]:
    """The names of all entities with each of the regions in front that they lie in."""
    paths = set()
    for line in entities.lines:
        around = line.around
        while around is not None:
            paths.add(around.full + line.name)
            around = around.around
    return paths


def _forms_of(former: FormerLine, paths: set[str]) -> Iterator[str]:
    """The ways of writing a name that has ended, as it is written first.

    Args:
        paths: what means an entity of today: 湖北省随州市 is 随州市, and was the name of 曾都区.
    """
    for text in former_names(former.name, former.around):
        if text not in paths and text != former.around * 2:
            yield text
    for reading in former.pinyin:
        yield from spelt_pinyin(reading)


def _latin_of_line(line: EntityLine) -> Iterator[tuple[str, str]]:
    """The Latin ways of writing earlier names of an entity, each with the name it writes."""
    spelt = [name for name in line.former if is_latin(name)]
    for name in line.former:
        for text in former_spellings(name, *_spelt_as(name, line)):
            yield text, name
        if not name.startswith(short_of(line)):  # 伊克昭盟 was no 鄂尔多斯盟
            for text in former_spellings(name, FORMER_ENDING.sub("", name), spelt):
                yield text, name


def _latin_of_former(former: FormerLine) -> Iterator[str]:
    """The Latin ways of writing a name that has ended, with the endings of its kind."""
    name = former.name
    if former.pinyin:
        short = short_name(name, "county", former.pinyin[0])
        spelt = [text for reading in former.pinyin for text in spelt_pinyin(reading)]
        if short == name:  # 滦县 is Luan County
            short, spelt = name[:-1], [reading.split()[0] for reading in former.pinyin]
        yield from former_spellings(name, short, spelt)
        return
    yield from former_spellings(name, *_spelt_as(name, former.successors[0]))


def _spelt_as(name: str, line: EntityLine) -> tuple[str, list[str]]:
    """The short name and its Latin forms of an entity that only had another ending."""
    short = short_of(line)
    if not name.startswith(short) or not FORMER_ENDING.fullmatch(name[len(short) :]):
        return name, []
    spelt = [text for reading in line.pinyin for text in spelt_pinyin(reading)]
    spelt += filter(is_latin, line.aliases)
    return short, spelt + ([english_stem(line.english, line.name)] if line.english else [])


Succession = tuple[str, str, int | None, int | None, int, int]


def succession_rows(entities: Entities, normalise: Normaliser) -> list[Succession]:
    """The rows of the table `successions`."""
    found: dict[tuple[str, str], dict[int, tuple[int | None, int | None]]] = {}

    def add(text: str, former: str, entity: int | None, until: int | None, into: int) -> None:
        name = normalise(text)
        if name:
            found.setdefault((name, former), {}).setdefault(into, (entity, until))

    for line in entities.lines:
        for former, until in line.former.items():
            for text in former_names(former, ""):
                add(text, former, None, until, line.id)
        for text, former in _latin_of_line(line):
            add(text, former, None, line.former[former], line.id)
        for successor in entities.successors.get(line.id, ()):
            add(line.full, line.full, line.id, line.until, successor.id)
    paths = _paths(entities)
    for ended in entities.former:
        for text in (*_forms_of(ended, paths), *_latin_of_former(ended)):
            for successor in ended.successors:
                add(text, ended.name, None, ended.until, successor.id)
    rows: list[Succession] = []
    for (name, former), successors in found.items():
        for position, (into, (entity, until)) in enumerate(successors.items()):
            rows.append((name, former, entity, until, into, position))
    return rows


def spellings_of(line: EntityLine, printed: Iterable[str], normalise: Normaliser) -> list[str]:
    """What a mistyped name, or a part of a name, is compared with."""
    aliases = [alias for alias in line.aliases if not any(map(str.isdigit, alias))]
    spellings = [normalise(text) for text in (line.name, short_of(line), *printed, *aliases)]
    spellings += ["".join(reading.split()) for reading in line.pinyin]
    # That of other regions is the pinyin.
    if line.english or line.kind not in REGION_KINDS:
        words = [normalise(word) for word in (english_of(line) or "").split()]
        spellings.append(" ".join(word for word in words if word))
    return [name for name in dict.fromkeys(spellings) if name]
