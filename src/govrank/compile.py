"""Checks a data folder and compiles it.

A folder holds categories.yaml, entities.yaml, sources.yaml and, in editions/, one file
an edition. What does not hold is refused, with its file and line.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from govrank.models import Category, Entity, ExitCode, GovrankError, Listing, Scale, Source
from govrank.names import Names, Normaliser, derived_names

KINDS = ("ranked", "tiered", "award")
# Why places that the official list has are missing: published as pictures only,
# on a page of which a part could be read, or not stated by the source.
RESTS = ("pictures", "cut", "unstated")
SOURCE_KINDS = ("official", "reprint", "press", "local", "translated")
NUMBERINGS = ("dense", "competition")
MEMBERS = {"ranked": "places", "tiered": "tiers", "award": "named"}
ENTITY_KINDS = ("province", "prefecture", "county", "body", "zone")


class Fault(NamedTuple):
    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


def compile_folder(folder: Path) -> dict[str, Any]:
    """The parts of a data folder's compiled form, as data.dump() takes them.

    Raises:
        GovrankError: the folder does not hold; names the first fault (exit code 3).
    """
    compiler = Compiler(folder)
    plain = compiler.compile()
    if compiler.faults:
        first, *others = sorted(compiler.faults)
        more = f" (and {len(others)} more)" if others else ""
        raise GovrankError(f"{folder}/{first}{more}", ExitCode.DATA)
    return plain


def romanised(pinyin: str) -> str:
    """How the syllables of a place's name are joined: Wuhan, Lu'an, Xi'an."""
    first, *others = pinyin.split() or [""]
    return first.title() + "".join("'" * s.startswith(("a", "e", "o")) + s for s in others)


class _Reader:
    """Reads YAML as nodes, so that no scalar turns into what nobody wrote (no, 1:30,
    3.10) and every fault knows its line. Each method gives what it can and goes on."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.faults: list[Fault] = []
        self._seen: set[int] = set()
        self._nodes: list[Any] = []  # keeps ids unique while they are compared
        self._file = ""

    def fault(self, node: Any, message: str) -> None:
        line = node.start_mark.line + 1 if node is not None else 1
        self.faults.append(Fault(self._file, line, message))

    def document(self, path: Path) -> Any:
        import yaml

        self._file = path.relative_to(self.folder).as_posix()
        try:
            node = yaml.compose(
                path.read_text(encoding="utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader)
            )
        except OSError as error:
            self.fault(None, f"cannot be read: {error.strerror}")
        except UnicodeDecodeError as error:
            self.fault(None, f"is not UTF-8: {error.reason} at byte {error.start}")
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 1
            self.faults.append(Fault(self._file, line, f"is not YAML: {error.problem}"))
        except yaml.YAMLError as error:
            self.fault(None, f"is not YAML: {' '.join(str(error).split())}")
        else:
            if node is not None:
                return node
            self.fault(None, "is empty")
        return None

    def _is(self, node: Any, kind: str, expected: str) -> bool:
        if node is None:
            return False
        if id(node) in self._seen:
            self.fault(node, "is an alias; write it out")
            return False
        self._seen.add(id(node))
        self._nodes.append(node)
        if node.id != kind:
            self.fault(node, f"should be {expected}")
            return False
        return True

    def table(self, node: Any) -> list[tuple[Any, Any]]:
        """The keys and values of a mapping, a repeated key refused."""
        found: dict[str, tuple[Any, Any]] = {}
        if self._is(node, "mapping", "a mapping"):
            for key, value in node.value:
                if key.id != "scalar":
                    self.fault(key, "should be a text")
                elif key.value in found:
                    self.fault(key, f"{key.value!r} is there twice")
                else:
                    found[key.value] = key, value
        return list(found.values())

    def fields(
        self, node: Any, required: Iterable[str], optional: Iterable[str] = ()
    ) -> dict[str, Any]:
        """The values of a mapping of known keys; an empty one where ~ is written."""
        found: dict[str, Any] = {}
        known = (*required, *optional)
        for key, value in self.table(node):
            if key.value not in known:
                self.fault(key, f"{key.value!r} is no key here; known are {', '.join(known)}")
            else:
                found[key.value] = value
        for name in required:
            if node is not None and name not in found:
                self.fault(node, f"{name!r} is missing")
        return found

    def items(self, node: Any) -> list[Any]:
        return list(node.value) if self._is(node, "sequence", "a list") else []

    def text(self, node: Any) -> str:
        """A scalar as written: not empty, and with nothing in it that a terminal obeys."""
        if not self._is(node, "scalar", "a text"):
            return ""
        text: str = node.value
        if not text.strip():
            self.fault(node, "is empty")
        for character in text:
            if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp"):
                self.fault(node, f"has the character U+{ord(character):04X}")
        return text

    def known(self, node: Any) -> str | None:
        """A text, or None where ~ is written."""
        text = self.text(node)
        return None if text == "~" else text

    def texts(self, node: Any) -> list[str]:
        return [self.text(item) for item in self.items(node)]

    def choice(self, node: Any, allowed: Iterable[str]) -> str:
        text = self.text(node)
        if node is not None and text not in allowed:
            self.fault(node, f"{text!r} is none of {', '.join(allowed)}")
        return text

    def whole(self, node: Any) -> int | None:
        """A whole number above 0, or None where ~ is written."""
        text = self.known(node)
        if text is None or node is None:
            return None
        if not (text.isascii() and text.isdigit() and int(text) > 0):
            self.fault(node, f"{text!r} should be a whole number above 0")
            return None
        return int(text)

    def number(self, node: Any) -> float:
        text = self.text(node)
        if text.replace(".", "", 1).isascii() and text.replace(".", "", 1).isdigit():
            return float(text)
        self.fault(node, f"{text!r} should be a number such as 88.3")
        return 0.0


class Compiler(_Reader):
    """Reads the files of a folder in the order in which they need each other."""

    def compile(self) -> dict[str, Any]:
        self.categories = self.read_categories(self.document(self.folder / "categories.yaml"))
        self.sources = self.read_sources(self.document(self.folder / "sources.yaml"))
        self.read_entities(self.document(self.folder / "entities.yaml"))
        self.lists: list[Listing] = []
        self.placements: list[list[Any]] = []
        self.scales: list[Scale] = []
        for path in sorted((self.folder / "editions").glob("*.yaml"), reverse=True):
            self.read_edition(self.document(path), path.stem)
        self.add_successors()
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

    def read_categories(self, node: Any) -> dict[str, Category]:
        categories: dict[str, Category] = {}
        labels: set[str] = set()
        self.kinds_of: dict[str, list[str]] = {}
        for key, value in self.table(node):
            fields = self.fields(value, ("label", "group", "kind", "who"), ("aliases", "of"))
            label = self.text(fields.get("label"))
            if label in labels:
                self.fault(key, f"the label {label!r} is another category's")
            labels.add(label)
            self.kinds_of[key.value] = [
                self.choice(item, ENTITY_KINDS) for item in self.items(fields.get("of"))
            ]
            categories[self.text(key)] = Category(
                label,
                self.text(fields.get("group")),
                self.choice(fields.get("kind"), KINDS),
                self.localised(fields.get("who")),
                self.texts(fields.get("aliases")),
            )
        return categories

    def localised(self, node: Any) -> dict[str, str]:
        return {key: self.text(text) for key, text in self.fields(node, ("zh", "en")).items()}

    def read_sources(self, node: Any) -> dict[str, Source]:
        sources: dict[str, Source] = {}
        for key, value in self.table(node):
            fields = self.fields(value, ("publisher", "title", "date", "kind", "url"), ("note",))
            self.text(fields.get("note"))
            sources[key.value] = Source(
                self.text(key),
                self.text(fields.get("publisher")),
                self.text(fields.get("title")),
                self.known(fields.get("date")),
                self.choice(fields.get("kind"), SOURCE_KINDS),
                self.known(fields.get("url")),
            )
        return sources

    def source(self, node: Any) -> str:
        source = self.text(node)
        if node is not None and source not in self.sources:
            self.fault(node, f"{source!r} is no source of sources.yaml")
        return source

    def read_entities(self, node: Any) -> None:
        """Fills entities and keys; a name of two entities must be declared shared."""
        fields = self.fields(node, ("shared", "variants", "regions", "bodies", "zones"))
        variants = self.fields(fields.get("variants"), ("from", "to"))
        self.variants = [self.text(variants.get("from")), self.text(variants.get("to"))]
        if len(self.variants[0]) != len(self.variants[1]):
            self.fault(fields.get("variants"), "from and to are not of the same length")
            self.variants = ["", ""]
        self.normalise = Normaliser(self.variants)
        self.entities: list[Entity] = []
        self.keys: dict[str, dict[str, list[int]]] = {
            level: {} for level in ("exact", "alias", "pinyin", "initials")
        }
        self._nodes_of: list[Any] = []
        self._successors: dict[int, Any] = {}
        by_code: dict[str, int] = {}
        optional = ("aliases", "former", "english", "until", "into")
        for item in self.items(fields.get("regions")):
            region = self.fields(item, ("name", "code", "pinyin"), optional)
            code = self.text(region.get("code"))
            if len(code) != 6 or not code.isdigit() or code in by_code:
                self.fault(
                    region.get("code"), f"{code!r} should be a code of six digits, and no other's"
                )
            kind = (
                "province"
                if code.endswith("0000")
                else "prefecture"
                if code.endswith("00")
                else "county"
            )
            parent = by_code.get(code[:4] + "00", by_code.get(code[:2] + "0000"))
            if parent is None and kind != "province":
                self.fault(region.get("code"), f"the region around {code} must stand before it")
            by_code[code] = len(self.entities)
            self.add_entity(item, region, kind, parent)
            self.add_key("alias", code)
        for item in self.items(fields.get("bodies")):
            body = self.fields(item, ("name", "pinyin"), optional)
            self.add_entity(item, body, "body", None)
        for item in self.items(fields.get("zones")):
            zone = self.fields(item, ("name", "in", "pinyin"), optional)
            self.add_entity(item, zone, "zone", self.entity_named(zone.get("in")))
        for index, successor in self._successors.items():
            self.entities[index] = self.entities[index]._replace(into=self.entity_named(successor))
        self.check_shared(fields.get("shared"))

    def entity_named(self, node: Any) -> int | None:
        found = self.keys["exact"].get(self.normalise(self.text(node)), [])
        if node is not None and len(found) != 1:
            self.fault(
                node, f"{node.value!r} should be the official name of one entity of this file"
            )
            return None
        return found[0] if found else None

    def add_entity(self, node: Any, fields: dict[str, Any], kind: str, parent: int | None) -> None:
        name = self.text(fields.get("name"))
        readings = fields.get("pinyin")
        pinyin = (
            self.texts(readings)
            if readings is not None and readings.id == "sequence"
            else [self.text(readings)]
        )
        former = {
            self.text(key): self.whole(value) for key, value in self.table(fields.get("former"))
        }
        english = self.text(fields.get("english")) or None
        usual = english or (romanised(pinyin[0]) if kind not in ("body", "zone") else None)
        around = self.entities[parent] if parent is not None else None
        # 仙桃市 lies in no city, so its full name is its own.
        city = around and (around.kind == "prefecture" or around.name.endswith("市"))
        if "into" in fields:
            self._successors[len(self.entities)] = fields["into"]
        full = around.name + name if around and city and kind == "county" else name
        if full in (entity.name for entity in self.entities):
            self.fault(node, f"{full!r} is there twice")
        self._nodes_of.append(node)
        self.entities.append(
            Entity(full, kind, parent, usual, former, self.whole(fields.get("until")), None)
        )
        for text in {name, full}:
            self.add_key("exact", text)
        for text in (*self.texts(fields.get("aliases")), *former, *([english] if english else [])):
            self.add_key("alias", text)
        for text, level in derived_names(name, kind, pinyin):
            self.add_key(level, text)

    def add_key(self, level: str, text: str, index: int | None = None) -> None:
        key = self.normalise(text)
        if key:
            entities = self.keys[level].setdefault(key, [])
            index = len(self.entities) - 1 if index is None else index
            if index not in entities:
                entities.append(index)

    def check_shared(self, node: Any) -> None:
        declared = {self.normalise(self.text(item)): item for item in self.items(node)}
        bearers: dict[str, set[int]] = {}
        for level in ("exact", "alias"):
            for key, entities in self.keys[level].items():
                bearers.setdefault(key, set()).update(entities)
        for key, bearing in bearers.items():
            if len(bearing) > 1 and key not in declared:
                names = " and ".join(self.entities[i].name for i in sorted(bearing))
                message = f"{key!r} names {names}, and is not declared shared"
                self.fault(self._nodes_of[max(bearing)], message)
        for key, item in declared.items():
            if len(bearers.get(key, ())) < 2:
                self.fault(item, f"{item.value!r} is declared shared, but names no two entities")

    def read_edition(self, node: Any, stem: str) -> None:
        fields = self.fields(node, ("year", "number", "published", "lists"), ("tiers",))
        year = self.whole(fields.get("year")) or 0
        if str(year) != stem:
            self.fault(fields.get("year"), f"{year} should be the year that names the file")
        self.whole(fields.get("number"))
        self.text(fields.get("published"))
        if "tiers" in fields:
            self.read_scale(fields["tiers"], year)
        for key, value in self.table(fields.get("lists")):
            if key.value not in self.categories:
                self.fault(key, f"{key.value!r} is no category of categories.yaml")
            else:
                self.read_list(value, year, key.value)

    def read_scale(self, node: Any, year: int) -> None:
        fields = self.fields(node, ("source", "full_marks", "from"))
        self.source(fields.get("source"))
        full_marks = self.whole(fields.get("full_marks")) or 0
        tiers: list[list[Any]] = []
        above = full_marks
        *upper, lowest = self.table(fields.get("from")) or [(None, None)]
        for key, value in upper:
            bound = self.whole(value) or 0
            if not 0 < bound < above:
                self.fault(value, f"{value.value!r} should be a bound below {above}")
            tiers.append([self.text(key), bound])
            above = bound
        if self.whole(lowest[1]) is not None:
            self.fault(lowest[1], "the lowest tier should have ~ for its bound")
        tiers.append([self.text(lowest[0]), None])
        self.scales.append(Scale(year, full_marks, tiers))

    def read_list(self, node: Any, year: int, id: str) -> None:
        category = self.categories[id]
        members = MEMBERS.get(category.kind, "places")
        fields = self.fields(
            node,
            ("title", "source"),
            ("confirmed", "listed", "rest", "numbering", "note", "more", members),
        )
        source = self.source(fields.get("source"))
        for item in self.items(fields.get("confirmed")):
            self.source(item)
        if "rest" in fields:
            self.choice(fields["rest"], RESTS)
        if "numbering" in fields:
            self.choice(fields["numbering"], NUMBERINGS)
        note = self.localised(fields.get("note"))
        listed = self.whole(fields.get("listed"))
        parts = [(source, fields.get(members))]
        for key, value in self.table(fields.get("more")):
            parts.append((self.source(key), value))
        first = len(self.placements)
        self._placed: set[int] = set()
        for source_of_part, part in parts:
            if part is not None:
                self.read_members(part, category.kind, id, source_of_part, listed)
        rows = self.placements[first:]
        sources_of_rank: dict[int, set[str]] = {}
        for _, rank, *_, source_of_row in rows:
            sources_of_rank.setdefault(rank, set()).add(source_of_row)
        for row in rows:
            # Two sources name one entity each for a rank: neither says they are tied.
            if not row[2] and row[1] is not None and len(sources_of_rank[row[1]]) > 1:
                row[2] = None
        self.lists.append(
            Listing(
                year,
                id,
                category.label,
                self.text(fields.get("title")),
                category.group,
                category.kind,
                len({rank for _, rank, *_ in rows if rank is not None}),
                len(rows),
                listed,
                source,
                fields["rest"].value if "rest" in fields else None,
                note or None,
            )
        )

    def read_members(self, node: Any, kind: str, id: str, source: str, listed: int | None) -> None:
        """One source's part of a list: {rank: names}, {tier: names} or names."""
        if kind == "award":
            self.read_names(self.items(node), None, None, id, source)
            return
        last = 0
        for key, value in self.table(node):
            rank = tier = None
            if kind == "ranked":
                rank = self.whole(key) or 0
                if rank <= last:
                    self.fault(key, f"rank {rank} goes back")
                if listed and rank > listed:
                    self.fault(key, f"rank {rank} is beyond the {listed} places listed")
                last = rank
            else:
                tier = self.text(key)
            scored = value.id == "mapping"
            self.read_names(
                self.table(value) if scored else self.items(value), rank, tier, id, source
            )

    def read_names(
        self, nodes: Iterable[Any], rank: int | None, tier: str | None, id: str, source: str
    ) -> None:
        nodes = list(nodes)
        if not nodes:
            return
        for node in nodes:
            node, score = node if isinstance(node, tuple) else (node, None)
            name = self.text(node)
            entity = self.entity_printed(node, name, self.kinds_of[id])
            if entity is None:
                continue
            if entity in self._placed:
                self.fault(node, f"{name!r} is in this list twice")
            self._placed.add(entity)
            self.placements.append(
                [
                    len(self.lists),
                    rank,
                    None if rank is None else len(nodes) > 1,
                    tier,
                    None if score is None else self.number(score),
                    name,
                    entity,
                    source,
                ]
            )

    def entity_printed(self, node: Any, name: str, kinds: list[str]) -> int | None:
        """The one entity that a printed name means, by the rules that answer `find`."""
        names = Names(self.entities, self.keys, self.normalise)
        found = [
            hit.entity
            for hit in names.find(self.normalise(name))
            if not kinds or self.entities[hit.entity].kind in kinds
        ]
        if len(found) == 1:
            self.add_key("exact", name, found[0])
            return found[0]
        candidates = (
            " or ".join(self.entities[i].name for i in found) or "no entity of entities.yaml"
        )
        self.fault(node, f"{name!r} means {candidates}")
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
                        found = self.keys[successor_level].setdefault(key, [])
                        if successor not in found:
                            found.append(successor)
