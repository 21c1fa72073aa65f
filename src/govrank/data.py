"""Finds and reads the dataset.

The source is a folder of YAML; a wheel holds the one file compiled from it, so that a
query reads no YAML. A source tree has no such file, and compiles its folder at each start.
"""

import json
import zlib
from collections.abc import Callable
from functools import cached_property
from io import StringIO
from os.path import isdir
from pathlib import Path
from typing import Any, TextIO

from govrank.i18n import _
from govrank.models import (
    Category,
    Entity,
    ExitCode,
    GovrankError,
    Listing,
    Placement,
    Scale,
    Source,
)

COMPILED = Path(__file__).with_name("dataset.json")
SOURCE = Path(__file__).parents[2] / "data"
# The compiled form: its version, and what its lines hold, in their order.
VERSION = 2
LEVELS = ("exact", "alias", "pinyin", "initials")
PARTS = ("categories", "lists", "placements", "sources", "scales", "entities", *LEVELS, "variants")
LONGEST_HEAD = 1000  # what is longer is another file, and not read to its end


class Dataset:
    """All that is known. Its parts are parsed when they are asked for, since a query needs few.

    Args:
        file: a compiled form, as dump() makes it.

    Raises:
        ValueError, TypeError, KeyError, RecursionError: the file is none.
    """

    def __init__(self, file: TextIO) -> None:
        description = json.loads(file.readline(LONGEST_HEAD))
        if description["version"] != VERSION:
            raise ValueError
        body = file.read()
        if description["crc32"] != zlib.crc32(body.encode()):
            raise ValueError
        self._parts = dict(zip(PARTS, body.split("\n"), strict=True))

    def _part(self, name: str) -> Any:
        return json.loads(self._parts.pop(name))

    @cached_property
    def categories(self) -> dict[str, Category]:
        return {id: Category._make(row) for id, row in self._part("categories").items()}

    @cached_property
    def lists(self) -> list[Listing]:
        """Newest first."""
        return list(map(Listing._make, self._part("lists")))

    @cached_property
    def entities(self) -> list[Entity]:
        return list(map(Entity._make, self._part("entities")))

    @cached_property
    def placements(self) -> list[Placement]:
        """In the order of the lists, and as printed in each."""
        entities = [(entity.name, self._region(entity)) for entity in self.entities]
        return [
            Placement._make((None, None, *self.lists[i][:3], *place, *entities[entity], source))
            for i, *place, entity, source in self._part("placements")
        ]

    def _region(self, entity: Entity) -> str | None:
        """The province-level division that an entity lies in or is; None for a ministry."""
        while entity.kind != "province":
            if entity.parent is None:
                return None
            entity = self.entities[entity.parent]
        return entity.name

    @cached_property
    def sources(self) -> list[Source]:
        return list(map(Source._make, self._part("sources")))

    @cached_property
    def scales(self) -> list[Scale]:
        """Newest first."""
        return list(map(Scale._make, self._part("scales")))

    @cached_property
    def variants(self) -> list[str]:
        """Two strings, of variant characters and of the usual ones for them."""
        variants: list[str] = self._part("variants")
        return variants

    @cached_property
    def keys(self) -> dict[str, dict[str, list[int]]]:
        """By level: a name written so -> indexes of entities."""
        return _Levels(self._part)


class _Levels(dict[str, dict[str, list[int]]]):
    def __init__(self, parse: Callable[[str], Any]) -> None:
        super().__init__()
        self._parse = parse

    def __missing__(self, level: str) -> dict[str, list[int]]:
        self[level] = self._parse(level)
        return self[level]


def dump(parts: dict[str, Any]) -> str:
    """The compiled form: a line that describes the others, and a line of JSON for each part."""
    lines = [json.dumps(parts[p], ensure_ascii=False, separators=(",", ":")) for p in PARTS]
    body = "\n".join(lines)
    return json.dumps({"version": VERSION, "crc32": zlib.crc32(body.encode())}) + "\n" + body


def load(path: Path | None = None) -> Dataset:
    """A dataset: the bundled one, that of a folder of YAML, or that of a compiled file.

    Raises:
        GovrankError: there is none, or it does not hold (exit code 3).
    """
    path = path or (COMPILED if COMPILED.exists() else SOURCE)
    if isdir(path):  # unlike that of Path, it answers no where it may not look
        from govrank.compile import compile_folder

        return Dataset(StringIO(dump(compile_folder(path))))
    try:
        with path.open(encoding="utf-8") as file:
            return Dataset(file)
    except OSError as error:
        message = _("{path} cannot be read: {error}").format(path=path, error=error.strerror)
    except (ValueError, TypeError, KeyError, RecursionError):
        message = _("{path} is neither a data folder nor compiled from one by this version").format(
            path=path
        )
    raise GovrankError(message, ExitCode.DATA)
