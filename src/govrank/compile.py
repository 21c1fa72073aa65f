"""Checks a data folder and compiles it.

A folder holds categories.yaml, entities.yaml, sources.yaml and, in editions/, one file
an edition. What does not hold is refused, with its file and line.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeGuard

from govrank.data import LEVELS
from govrank.models import Category, Entity, ExitCode, GovrankError, Listing, Scale, Source
from govrank.names import Names, Normaliser, derived_names

if TYPE_CHECKING:
    import yaml

# Why places that the official list has are missing: published as pictures only,
# on a page of which a part could be read, or not stated by the source.
RESTS = ("pictures", "cut", "unstated")
SOURCE_KINDS = ("official", "reprint", "press", "local", "translated")
NUMBERINGS = ("dense", "competition")
MEMBERS = {"ranked": "places", "tiered": "tiers", "award": "named"}
KINDS = tuple(MEMBERS)
# No honest file of a data folder comes near these.
LARGEST = 64 << 20
DEEPEST = 8
LONGEST_NUMBER = 16
UNKNOWN = ("~", "null")
KEY_WITHOUT_COLON = "is not YAML: a key needs ': ' behind it"
REGION_KINDS = ("province", "prefecture", "county")
ENTITY_KINDS = (*REGION_KINDS, "body", "zone")
SYLLABLE = re.compile("(?:[bpmfdtnlgkhjqxzcsryw]|[zcs]h)?[aeiouv]{1,3}(?:ng?|r)?")
REGION_ENDING = re.compile("(?:.*自治|特别行政|地|林|特|新)?[省市区县州盟旗]")


class Fault(NamedTuple):
    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


class Row(NamedTuple):
    """A placement as it is compiled, behind the index of its list."""

    rank: int | None = None
    tied: bool | None = None
    tier: str | None = None
    score: float | None = None
    name: str = ""
    entity: int = 0
    source: str = ""


def compile_folder(folder: Path) -> dict[str, Any]:
    """The parts of a data folder's compiled form, as data.dump() takes them.

    Raises:
        GovrankError: the folder does not hold; names the first fault (exit code 3).
    """
    compiler = Compiler(folder)
    plain = compiler.compile()
    if compiler.faults:
        first, *others = compiler.faults
        more = f" (and {len(others)} more)" if others else ""
        raise GovrankError(f"{folder}/{first}{more}", ExitCode.DATA)
    return plain


def romanised(pinyin: str) -> str:
    """How the syllables of a place's name are joined: Wuhan, Lu'an, Xi'an."""
    first, *others = pinyin.split() or [""]
    return first.title() + "".join("'" * s.startswith(("a", "e", "o")) + s for s in others)


class Node(NamedTuple):
    """A scalar with its text, a sequence of nodes, or a mapping of pairs of nodes."""

    kind: str
    value: Any
    line: int


class _RefusedError(Exception):
    pass


def _node(events: Iterator[Any], event: Any, depth: int = 0) -> Node:
    """The node that begins with an event. yaml.compose() would do, but it follows aliases,
    and a thousand brackets end the process.

    Raises:
        _RefusedError: with a line and what is wrong there.
    """
    kind = type(event).__name__.removesuffix("Event").removesuffix("Start").lower()
    line = event.start_mark.line + 1
    if kind == "alias":
        raise _RefusedError(line, "is an alias; write it out")
    if kind == "scalar":
        return Node(kind, event.value, line)
    if depth > DEEPEST:
        raise _RefusedError(line, "is nested too deep")
    inner = []
    for event in events:
        if type(event).__name__.endswith("EndEvent"):
            break
        inner.append(_node(events, event, depth + 1))
    pairs = list(zip(inner[::2], inner[1::2], strict=False))
    return Node(kind, inner if kind == "sequence" else pairs, line)


def _noticed(error: yaml.MarkedYAMLError, lines: list[str]) -> tuple[int, str]:
    """The line of a fault of YAML, and what it is. What is left open is noticed on a later
    line only, and what breaks off at the end even on a line behind it."""
    mark, opened, context = error.problem_mark, error.context_mark, str(error.context)
    line = min(mark.line, len(lines) - 1) if mark else 0
    message = f"is not YAML: {error.problem}"
    if opened and "scanning" in context:
        line = opened.line
    elif opened and "parsing a flow" in context and opened.line < line:
        message += f" of what is opened in line {opened.line + 1}"
    if "simple key" in context:
        message = KEY_WITHOUT_COLON
    elif "mapping values" in message and mark and ": " not in lines[line][: mark.column]:
        # The line before has 标题：x or title:x, which is no key and goes on in this line.
        line = max((i for i in range(line) if lines[i].strip()), default=line)
        message = KEY_WITHOUT_COLON
    return line + 1, message


class _Reader:
    """Reads YAML as nodes, so that no scalar turns into what nobody wrote (no, 1:30,
    3.10) and every fault knows its line. Each method gives what it can and goes on;
    in the place of a text with a fault that is an empty one, of which nothing more is said."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.faults: list[Fault] = []
        self._file = ""

    def fault(self, node: Node | None, message: str) -> None:
        self.faults.append(Fault(self._file, node.line if node else 1, message))

    def document(self, path: Path) -> Node | None:
        """The one document of a file, or None and a fault."""
        import yaml

        self._file = path.relative_to(self.folder).as_posix()
        line = 1
        try:
            size = path.stat().st_size
            if not path.resolve().is_relative_to(self.folder.resolve()):
                raise _RefusedError(line, "leads out of the folder")
            if not path.is_file():
                raise _RefusedError(line, "is no file")
            if size > LARGEST:
                raise _RefusedError(line, f"is larger than {LARGEST >> 20} MB")
            text = path.read_bytes().decode()
            if refused := re.search(
                f"{yaml.reader.Reader.NON_PRINTABLE.pattern}|[\x85\u2028\u2029]|\r(?!\n)", text
            ):
                line = text.count("\n", 0, refused.start()) + 1
                raise _RefusedError(line, f"has the character U+{ord(refused[0]):04X}")
            events = yaml.parse(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))
            documents = []
            for event in events:
                if isinstance(event, yaml.DocumentStartEvent):
                    documents.append(_node(events, next(events)))
            if len(documents) == 1:
                return documents[0]
            message = "has more than one document" if documents else "is empty"
        except OSError as error:
            message = f"cannot be read: {error.strerror}"
        except UnicodeDecodeError as error:
            line = error.object.count(b"\n", 0, error.start) + 1
            message = f"is not UTF-8: {error.reason} at byte {error.start}"
        except (ValueError, OverflowError) as error:  # the loader in Python lets them through
            message = f"is not YAML: {error}"
        except _RefusedError as error:
            line, message = error.args
        except yaml.MarkedYAMLError as error:
            line, message = _noticed(error, text.rstrip("\n").split("\n"))
        self.faults.append(Fault(self._file, line, message))
        return None

    def _is(self, node: Node | None, kind: str, expected: str) -> TypeGuard[Node]:
        if node is not None and node.kind != kind:
            self.fault(node, f"should be {expected}")
        return node is not None and node.kind == kind

    def table(self, node: Node | None) -> list[tuple[Node, Node]]:
        """The keys and values of a mapping, a repeated key refused."""
        found: dict[str, tuple[Node, Node]] = {}
        if self._is(node, "mapping", "a mapping"):
            for key, value in node.value:
                if key.kind != "scalar":
                    self.fault(key, "should be a text")
                elif key.value in found:
                    self.fault(key, f"{key.value!r} is there twice")
                else:
                    found[key.value] = key, value
        return list(found.values())

    def fields(
        self, node: Node | None, required: Iterable[str], optional: Iterable[str] = ()
    ) -> dict[str, Node]:
        """The values of a mapping of known keys, all that are required among them."""
        found: dict[str, Node] = {}
        known = (*required, *optional)
        for key, value in self.table(node):
            if key.value not in known:
                self.fault(key, f"{key.value!r} is no key here; known are {', '.join(known)}")
            else:
                found[key.value] = value
        if node is not None and node.kind == "mapping":
            for name in required:
                if name not in found:
                    self.fault(node, f"{name!r} is missing")
        return found

    def filled(self, node: Node | None) -> None:
        """Refuse a list or a mapping with nothing in it."""
        if node is not None and node.kind != "scalar" and not node.value:
            self.fault(node, "is empty")

    def items(self, node: Node | None) -> list[Node]:
        return list(node.value) if self._is(node, "sequence", "a list") else []

    def text(self, node: Node | None, unknown: bool = False) -> str:
        """A scalar as written: not empty, and with nothing in it that a terminal obeys or hides.

        Args:
            unknown: whether ~ may be written, and is returned then.
        """
        if not self._is(node, "scalar", "a text"):
            return ""
        text: str = node.value
        if text in UNKNOWN and unknown:
            return "~"
        faults = [
            f"has the character U+{ord(character):04X}"
            for character in dict.fromkeys(text)
            if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp", "Zs")
            and character != " "
        ]
        if not faults and text != text.strip():
            faults = ["begins or ends with a blank"]
        if not text.strip():
            faults = ["is empty"]
        if text in UNKNOWN:
            faults = ["must be known"]
        for fault in faults:
            self.fault(node, fault)
        return "" if faults else text

    def known(self, node: Node | None) -> str | None:
        """A text, or None where ~ is written."""
        text = self.text(node, unknown=True)
        return None if text == "~" else text

    def texts(self, node: Node | None) -> list[str]:
        return [self.text(item) for item in self.items(node)]

    def choice(self, node: Node | None, allowed: Iterable[str]) -> str:
        text = self.text(node)
        if not text or text in allowed:
            return text
        self.fault(node, f"{text!r} is none of {', '.join(allowed)}")
        return ""

    def whole(self, node: Node | None, unknown: bool = False) -> int | None:
        """A whole number above 0, or None, for which ~ may be written if it can be unknown."""
        text = self.text(node, unknown)
        if text in ("", "~"):
            return None
        if text.isascii() and text.isdigit() and len(text) < LONGEST_NUMBER and int(text) > 0:
            return int(text)
        self.fault(node, f"{text!r} should be a whole number above 0")
        return None

    def date(self, node: Node | None) -> str | None:
        """A day, a month or a year, or None where ~ is written."""
        text = self.known(node)
        if text:
            try:
                if not re.fullmatch("[0-9]{4}(-[0-9]{2}){0,2}", text):
                    raise ValueError
                date.fromisoformat(text + "-01-01"[len(text) - 4 :])
            except ValueError:
                self.fault(node, f"{text!r} should be a date such as 2024-12-20")
        return text

    def number(self, node: Node | None) -> float:
        text = self.text(node)
        digits = text.replace(".", "", 1)
        if digits.isascii() and digits.isdigit() and len(digits) < LONGEST_NUMBER:
            return float(text)
        if text:
            self.fault(node, f"{text!r} should be a number such as 88.3")
        return 0.0


class Compiler(_Reader):
    """Reads the files of a folder in the order in which they need each other."""

    def compile(self) -> dict[str, Any]:
        categories = self.document(self.folder / "categories.yaml")
        self.categories = self.read_categories(categories)
        sources = self.document(self.folder / "sources.yaml")
        self.sources = self.read_sources(sources)
        entities = self.document(self.folder / "entities.yaml")
        self.read_entities(entities)
        self.names = Names(self.entities, self.keys, self.normalise)
        self.lists: list[Listing] = []
        self.placements: list[list[Any]] = []
        self.scales: list[Scale] = []
        self.printed: list[tuple[str, int]] = []
        for path in self.editions():
            edition = self.document(path)
            # Where one of the others cannot be read, each name of an edition would be a fault.
            if edition and all(
                node and node.kind == "mapping" for node in (categories, sources, entities)
            ):
                self.read_edition(edition, path.stem)
        # Not before, or what a name means would depend on what was printed before it.
        for name, entity in self.printed:
            self.add_key("exact", name, entity)
        self.add_successors()
        self.faults = sorted(set(self.faults))
        return {
            "categories": self.categories,
            "lists": self.lists,
            "placements": self.placements,
            "sources": list(self.sources.values()),
            "scales": self.scales,
            "entities": self.entities,
            **self.keys,
            "variants": self.variants,
        }

    def editions(self) -> list[Path]:
        """The files of the editions, newest first."""
        folder = self.folder / "editions"
        try:
            paths = sorted(folder.iterdir(), reverse=True)
        except OSError as error:
            self.faults.append(Fault(folder.name, 1, f"cannot be read: {error.strerror}"))
            return []
        # Editors and systems keep things of their own behind a dot: .#2024.yaml, ._2024.yaml.
        paths = [path for path in paths if not path.name.startswith(".")]
        editions = [path for path in paths if path.suffix == ".yaml"]
        misnamed = [p for p in paths if p.suffix.lower() in (".yml", ".yaml") and p not in editions]
        for path in misnamed:
            self.faults.append(Fault(f"{folder.name}/{path.name}", 1, "should end in .yaml"))
        if not editions and not misnamed:
            self.faults.append(Fault(folder.name, 1, "holds no edition, such as 2024.yaml"))
        return editions

    def read_categories(self, node: Node | None) -> dict[str, Category]:
        categories: dict[str, Category] = {}
        labels: set[str] = set()
        self.kinds_of: dict[str, list[str]] = {}
        for key, value in self.table(node):
            id = self.text(key)
            fields = self.fields(value, ("label", "group", "kind", "who"), ("aliases", "of"))
            label = self.text(fields.get("label"))
            if label and label in labels:
                self.fault(key, f"the label {label!r} is another category's")
            labels.add(label)
            of = self.items(fields.get("of"))
            self.kinds_of[id] = [self.choice(item, ENTITY_KINDS) for item in of]
            categories[id] = Category(
                label,
                self.text(fields.get("group")),
                self.choice(fields.get("kind"), KINDS),
                self.localised(fields.get("who")),
                self.texts(fields.get("aliases")),
            )
        return categories

    def localised(self, node: Node | None) -> dict[str, str]:
        return {key: self.text(text) for key, text in self.fields(node, ("zh", "en")).items()}

    def read_sources(self, node: Node | None) -> dict[str, Source]:
        sources: dict[str, Source] = {}
        for key, value in self.table(node):
            fields = self.fields(value, ("publisher", "title", "date", "kind", "url"), ("note",))
            self.text(fields.get("note"))
            sources[key.value] = Source(
                self.text(key),
                self.text(fields.get("publisher")),
                self.text(fields.get("title")),
                self.date(fields.get("date")),
                self.choice(fields.get("kind"), SOURCE_KINDS),
                self.known(fields.get("url")),
            )
        return sources

    def source(self, node: Node | None) -> str:
        source = self.text(node)
        if source and source not in self.sources:
            self.fault(node, f"{source!r} is no source of sources.yaml")
        return source

    def read_entities(self, node: Node | None) -> None:
        """Fills entities and keys; a name of two entities must be declared shared."""
        faults = len(self.faults)
        fields = self.fields(node, ("shared", "regions", "bodies", "zones"), ("variants",))
        variants = self.fields(fields.get("variants"), ("from", "to"))
        self.variants = [self.text(variants.get("from")), self.text(variants.get("to"))]
        if len(self.variants[0]) != len(self.variants[1]):
            if all(self.variants):
                self.fault(fields.get("variants"), "from and to are not of the same length")
            self.variants = ["", ""]
        self.normalise = Normaliser(self.variants)
        self.entities: list[Entity] = []
        self.keys: dict[str, dict[str, list[int]]] = {level: {} for level in LEVELS}
        self._nodes_of: list[Node] = []
        self._full_names: set[str] = set()
        self._known_keys: set[tuple[str, str, int]] = set()
        self._successors: dict[int, tuple[Node, bool]] = {}  # and whether there is an 'until'
        optional = ("aliases", "former", "english", "until", "into")
        self.read_regions(self.items(fields.get("regions")), optional)
        for item in self.items(fields.get("bodies")):
            body = self.fields(item, ("name", "pinyin"), optional)
            self.add_entity(item, body, "body", None)
        # Where an entity is not known, no other name that means none is a fault.
        self.complete = len(self.faults) == faults
        for item in self.items(fields.get("zones")):
            zone = self.fields(item, ("name", "in", "pinyin"), optional)
            parent = self.entity_named(zone.get("in"), REGION_KINDS)
            self.add_entity(item, zone, "zone", parent)
        self.complete = len(self.faults) == faults
        if self.complete:
            self.check_shared(fields.get("shared"))
            self.complete = len(self.faults) == faults
        for index, (successor, dated) in self._successors.items():
            into = self.entity_named(successor, ENTITY_KINDS)
            if into == index:
                self.fault(successor, "should be another entity")
            if not dated:
                self.fault(successor, "has no 'until' beside it")
            self.entities[index] = self.entities[index]._replace(into=into)

    def read_regions(self, items: list[Node], optional: Sequence[str]) -> None:
        """Each behind the one around it, which its code says."""
        by_code: dict[str, int] = {}
        waiting: dict[str, list[tuple[str, Node]]] = {}  # counties, by the code of their prefecture
        codes_hold = True
        for item in items:
            region = self.fields(item, ("name", "code", "pinyin"), optional)
            code = self.text(region.get("code"))
            if not re.fullmatch("[0-9]{6}", code) or code in by_code:
                if code:
                    message = f"{code!r} should be a code of six digits, and no other's"
                    self.fault(region.get("code"), message)
                codes_hold = False
                self.add_entity(item, region, "county", None)
                continue
            province, prefecture = code[:2] + "0000", code[:4] + "00"
            kind = {prefecture: "prefecture", province: "province"}.get(code, "county")
            parent = by_code.get(prefecture, by_code.get(province))
            early = waiting.pop(code, [])
            if kind == "county" and prefecture not in by_code:
                waiting.setdefault(prefecture, []).append((code, item))
            if kind != "province" and parent is None and codes_hold:
                early.append((code, item))
            for before, node in early:
                self.fault(node, f"the region around {before} must stand before it")
            by_code[code] = len(self.entities)
            self.add_entity(item, region, kind, parent)
            self.add_key("alias", code)

    def entity_named(self, node: Node | None, kinds: Sequence[str]) -> int | None:
        text = self.text(node)
        found = self.keys["exact"].get(self.normalise(text), [])
        found = [i for i in found if self.entities[i].kind in kinds]
        if len(found) == 1:
            return found[0]
        if text and self.complete:
            one = "entity" if "body" in kinds else "region"
            self.fault(node, f"{text!r} should be the official name of one {one} of this file")
        return None

    def add_entity(
        self, node: Node, fields: dict[str, Node], kind: str, parent: int | None
    ) -> None:
        name = self.text(fields.get("name"))
        pinyin = self.readings(fields.get("pinyin"), name, kind)
        former = {
            self.text(key): self.whole(value, unknown=True)
            for key, value in self.table(fields.get("former"))
        }
        english = self.text(fields.get("english")) or None
        usual = english or (romanised(pinyin[0]) if kind in REGION_KINDS else None)
        around = self.entities[parent] if parent is not None else None
        # 仙桃市 lies in no city, so its full name is its own.
        city = around and (around.kind == "prefecture" or around.name.endswith("市"))
        if "into" in fields:
            self._successors[len(self.entities)] = fields["into"], "until" in fields
        full = around.name + name if around and city and kind == "county" else name
        self._nodes_of.append(node)
        self.entities.append(
            Entity(full, kind, parent, usual, former, self.whole(fields.get("until")), None)
        )
        if not name:
            return
        if full in self._full_names:
            self.fault(node, f"{full!r} is there twice")
            return
        self._full_names.add(full)
        for text in dict.fromkeys((name, full)):
            self.add_key("exact", text)
        aliases = self.texts(fields.get("aliases"))
        for text in (*aliases, *former, *([english] if english else [])):
            self.add_key("alias", text)
        for text, level in derived_names(name, kind, pinyin, aliases):
            self.add_key(level, text)

    def readings(self, node: Node | None, name: str, kind: str) -> list[str]:
        """The pinyin of a name: one reading, or a list of them, in syllables. They are those of
        a region's short name, which is the whole one only in two characters, as 单县."""
        region = name and kind in REGION_KINDS
        readings: Sequence[Node | None] = [node]
        if node is not None and node.kind == "sequence":
            self.filled(node)
            readings = self.items(node)
        pinyin = []
        for reading in readings:
            text = self.text(reading)
            syllables = text.split()
            ending = name[len(syllables) :]
            whole = not ending and len(name) == 2
            if not all(map(SYLLABLE.fullmatch, syllables)):
                self.fault(reading, f"{text!r} should be pinyin in syllables, such as wu han")
            elif region and text and not whole and not REGION_ENDING.fullmatch(ending):
                self.fault(reading, f"{text!r} should be that of {name} without its ending")
            pinyin.append(text)
        return pinyin or [""]

    def add_key(self, level: str, text: str, index: int | None = None) -> None:
        key = self.normalise(text)
        if key:
            index = len(self.entities) - 1 if index is None else index
            if (level, key, index) not in self._known_keys:
                self._known_keys.add((level, key, index))
                self.keys[level].setdefault(key, []).append(index)

    def check_shared(self, node: Node | None) -> None:
        declared = {
            self.normalise(text): item for item in self.items(node) if (text := self.text(item))
        }
        bearers: dict[str, set[int]] = {}
        for level in ("exact", "alias"):
            for key, entities in self.keys[level].items():
                bearers.setdefault(key, set()).update(entities)
        for key, bearing in bearers.items():
            if len(bearing) > 1 and key not in declared:
                names = " and ".join(self.entities[i].name for i in sorted(bearing))
                message = f"{key!r} names {names}, and is not declared shared"
                # An official name is none to change.
                others = bearing.difference(self.keys["exact"].get(key, ())) or bearing
                self.fault(self._nodes_of[max(others)], message)
        for key, item in declared.items():
            if len(bearers.get(key, ())) < 2:
                self.fault(item, f"{item.value!r} is declared shared, but names no two entities")

    def read_edition(self, node: Node, stem: str) -> None:
        fields = self.fields(node, ("year", "number", "published", "lists"), ("tiers",))
        year = self.whole(fields.get("year")) or 0
        if year and str(year) != stem:
            self.fault(fields.get("year"), f"{year} should be the year that names the file")
        self.whole(fields.get("number"), unknown=True)
        self.date(fields.get("published"))
        self.tiers: list[str] = []
        if "tiers" in fields:
            faults = len(self.faults)
            scale = self.read_scale(fields["tiers"], year)
            self.scales.append(scale)
            if len(self.faults) == faults:  # or a tier of a list may be right, and the scale wrong
                self.tiers = [tier for tier, _bound in scale.tiers]
        for key, value in self.table(fields.get("lists")):
            if key.value not in self.categories:
                self.fault(key, f"{key.value!r} is no category of categories.yaml")
            elif self.categories[key.value].kind:
                self.read_list(value, year, key.value)

    def read_scale(self, node: Node | None, year: int) -> Scale:
        fields = self.fields(node, ("source", "full_marks", "from"))
        self.source(fields.get("source"))
        full_marks = self.whole(fields.get("full_marks")) or 0
        tiers: list[list[Any]] = []
        above = full_marks
        steps = self.table(fields.get("from"))
        self.filled(fields.get("from"))
        for key, value in steps[:-1]:
            bound = self.whole(value)
            if bound and above and bound >= above:
                self.fault(value, f"{bound} should be a bound below {above}")
            tiers.append([self.text(key), bound])
            above = bound or above
        for key, value in steps[-1:]:
            if self.known(value):
                self.fault(value, "the lowest tier should have ~ for its bound")
            tiers.append([self.text(key), None])
        return Scale(year, full_marks, tiers)

    def read_list(self, node: Node | None, year: int, id: str) -> None:
        category = self.categories[id]
        members = MEMBERS[category.kind]
        optional = ("confirmed", "listed", "rest", "numbering", "note", "more", members)
        fields = self.fields(node, ("title", "source"), optional)
        source = self.source(fields.get("source"))
        listed = self.whole(fields.get("listed"))
        rest = self.choice(fields.get("rest"), RESTS)
        numbering = self.choice(fields.get("numbering"), NUMBERINGS)
        self.filled(fields.get(members))
        self.filled(fields.get("more"))
        parts = [(source, fields.get(members))]
        parts += [(self.source(key), part) for key, part in self.table(fields.get("more"))]
        self._placed: set[int] = set()
        self._rank_nodes: dict[int, Node] = {}
        rows: list[Row] = []
        places = 0
        faults = len(self.faults)
        for of_part, part in parts:
            if category.kind == "ranked":
                rows += self.read_places(part, id, of_part, listed)
            elif category.kind == "tiered":
                for key, names in self.table(part):
                    tier = self.choice(key, self.tiers) if self.tiers else self.text(key)
                    rows += self.read_names(names, id, Row(tier=tier, source=of_part))
            else:
                rows += self.read_names(part, id, Row(source=of_part))
        if category.kind == "ranked":
            # A place without its faulty names proves nothing.
            if len(self.faults) > faults or not self.complete:
                numbering = ""
            rows = self.with_ties(rows, numbering, cut=rest == "cut")
            # In competition numbering each of the tied fills a place, if there is one left.
            gaps = numbering == "competition"
            places = min(len(rows if gaps else {row.rank for row in rows}), listed or len(rows))
        self.placements += [[len(self.lists), *row] for row in rows]
        self.lists.append(
            Listing(
                year,
                id,
                category.label,
                self.text(fields.get("title")),
                category.group,
                category.kind,
                places,
                len(rows),
                listed,
                source,
                rest or None,
                self.localised(fields.get("note")) or None,
                [self.source(item) for item in self.items(fields.get("confirmed"))],
            )
        )

    def read_places(self, node: Node | None, id: str, source: str, listed: int | None) -> list[Row]:
        """One source's ranks and names."""
        rows: list[Row] = []
        last = 0
        for key, names in self.table(node):
            rank = self.whole(key)
            if rank is None:
                self.read_names(names, id, Row(source=source))
                continue
            if rank <= last:
                self.fault(key, f"rank {rank} goes back")
            if listed and rank > listed >= last:
                self.fault(key, f"rank {rank} is beyond the {listed} places listed")
            self._rank_nodes[rank] = key
            rows += self.read_names(names, id, Row(rank=rank, source=source))
            last = rank
        return rows

    def with_ties(self, rows: list[Row], numbering: str, cut: bool) -> list[Row]:
        """The rows in the order of their ranks, and which of them are tied: yes where one
        source names several, no where the list is there from its first place to the next
        one, and otherwise not known."""
        settled: list[Row] = []
        follows, whole = {1}, True
        for rank, group in groupby(sorted(rows, key=lambda r: r.rank or 0), lambda r: r.rank or 0):
            place = list(group)
            if numbering and rank not in follows:
                message = f"rank {rank} does not follow in {numbering} numbering"
                self.fault(self._rank_nodes[rank], message)
            whole = whole and rank in follows
            breaks_off = cut and len(settled) + len(place) == len(rows)
            together = Counter(row.source for row in place)
            for row in place:
                alone = len(place) == 1 and whole and not breaks_off
                tied = True if together[row.source] > 1 else False if alone else None
                settled.append(row._replace(tied=tied))
            after = {"dense": rank + 1, "competition": rank + len(place)}
            follows = {after[numbering]} if numbering in after else set(after.values())
        return settled

    def read_names(self, node: Node | None, id: str, row: Row) -> list[Row]:
        """A list of names, or a mapping of names to scores, all of one place or tier."""
        rows: list[Row] = []
        scored = node is not None and node.kind == "mapping"
        named = self.table(node) if scored else [(name, None) for name in self.items(node)]
        self.filled(node)
        for name, score in named:
            text = self.text(name)
            entity = self.entity_printed(name, text, self.kinds_of[id])
            if entity is not None:
                if entity in self._placed:
                    self.fault(name, f"{text!r} is in this list twice")
                self._placed.add(entity)
                points = None if score is None else self.number(score)
                rows.append(row._replace(score=points, name=text, entity=entity))
        return rows

    def entity_printed(self, node: Node | None, name: str, kinds: list[str]) -> int | None:
        """The one entity that a printed name means, by the rules that answer `find`."""
        meant = [hit.entity for hit in self.names.find(self.normalise(name))]
        found = [i for i in meant if not kinds or self.entities[i].kind in kinds]
        if len(found) == 1:
            self.printed.append((name, found[0]))
            return found[0]
        if name and self.complete and "" not in kinds:
            named = " or ".join(self.entities[i].name for i in found or meant)
            message = f"{name!r} means {named or 'no entity of entities.yaml'}"
            if meant and not found:
                message += f", and this list is of {', '.join(kinds)}"
            self.fault(node, message)
        return None

    def add_successors(self) -> None:
        """Lets the names of a merged body find its successor too."""
        for level, successor_level in (
            ("exact", "alias"),
            ("alias", "alias"),
            ("pinyin", "pinyin"),
        ):
            for key, entities in list(self.keys[level].items()):
                for successor in [self.entities[i].into for i in entities]:
                    if successor is not None:
                        self.add_key(successor_level, key, successor)
