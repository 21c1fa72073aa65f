"""How the program is built: which module may know which, and what must stand once."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from graphlib import TopologicalSorter
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

import govrank
from govrank import models, words

PACKAGE = Path(govrank.__file__).parent
# A module, or a package as a whole, imports only what stands in a line above its own.
ORDER = (
    ("models", "i18n"),
    ("words",),
    ("store",),
    ("names",),
    ("ask", "folder"),
    ("read",),
    ("dataset",),
    ("govrank",),  # the public API, and the version
    ("show",),
    ("cli",),
    ("__main__",),
)
LEVELS = {unit: level for level, units in enumerate(ORDER) for unit in units}
# About 150 lines a class, about 40 a function.
LONGEST_CLASS = 160
LONGEST_FUNCTION = 42


def modules() -> dict[str, ast.Module]:
    """Every module by its name in the package, such as names.lookup; "" is the package."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        name = ".".join(part for part in parts if part != "__init__")
        found[name] = ast.parse(path.read_text(encoding="utf-8"))
    return found


MODULES = modules()


def imported(tree: ast.Module) -> Iterator[str]:
    """The modules of the package that a module imports, wherever in it that stands.

    In a function and under `if TYPE_CHECKING` too: who names a thing knows of it.
    """
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.split(".")[0] == "govrank":
                    yield alias.name.partition(".")[2]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "a relative import"
            package, _dot, inner = (node.module or "").partition(".")
            if package == "govrank":
                for alias in node.names:
                    whole = f"{inner}.{alias.name}".removeprefix(".")
                    yield whole if whole in MODULES else inner


ARROWS = {name: sorted({*imported(tree)} - {name}) for name, tree in MODULES.items()}


def unit(module: str) -> str:
    return module.split(".")[0] or "govrank"


def test_every_module_has_its_place_in_the_order() -> None:
    assert {unit(module) for module in MODULES} == set(LEVELS)
    assert set().union(*ARROWS.values()) <= set(MODULES)


def test_imports_point_one_way() -> None:
    upward = []
    for module, others in ARROWS.items():
        for other in others:
            here, there = unit(module), unit(other)
            if here != there and LEVELS[there] >= LEVELS[here]:
                upward.append(f"{module} imports {other}")
    assert upward == []


def test_no_imports_go_round_in_a_circle() -> None:
    """Within a package too."""
    TopologicalSorter(ARROWS).prepare()


# vocabularies


def vocabularies() -> dict[str, tuple[str, ...]]:
    found = {}
    for name, value in vars(models).items():
        if name.isupper() and isinstance(value, tuple) and isinstance(value[0], str):
            found[name] = value
    return found


def labels(module: ModuleType) -> dict[str, dict[str, str]]:
    return {
        name: value
        for name, value in vars(module).items()
        if name in vocabularies() and isinstance(value, dict)
    }


def test_every_value_that_is_shown_has_a_label() -> None:
    assert {"LIST_KINDS", "ENTITY_KINDS", "SOURCE_KINDS", "RESTS"} <= set(labels(words))
    inner = [import_module(f"govrank.{name}") for name in MODULES if name.startswith("words.")]
    for module in (words, *inner):
        for name, by_value in labels(module).items():
            assert tuple(by_value) == vocabularies()[name], name


def test_a_vocabulary_stands_once() -> None:
    """No other module lists all of its values again."""
    again = []
    for name, tree in MODULES.items():
        for node in ast.walk(tree):
            if name != "models" and isinstance(node, (ast.Tuple, ast.List, ast.Set)):
                values = [item.value for item in node.elts if isinstance(item, ast.Constant)]
                for vocabulary, words_of in vocabularies().items():
                    if len(words_of) > 2 and set(words_of) == set(values):
                        again.append(f"{name}:{node.lineno} lists {vocabulary}")
    assert again == []


# what is imported at the start


def loaded_by(script: str) -> set[str]:
    """The packages that a script imports, in an interpreter of its own."""
    result = subprocess.run(
        [sys.executable, "-c", f"{script}\nimport sys; print(*sys.modules)"],
        capture_output=True,
        check=True,
        text=True,
    )
    return {name.split(".")[0] for name in result.stdout.split()}


HEAVY = {"typer", "click", "rich", "yaml", "numpy", "xlsxwriter", "python_calamine", "rapidocr"}


def test_importing_govrank_imports_no_command_line() -> None:
    assert not loaded_by("import govrank") & HEAVY


@pytest.mark.parametrize("module", ["dataset", "store", "names.lookup", "ask.find", "words"])
def test_what_is_asked_needs_no_command_line(module: str) -> None:
    assert not loaded_by(f"import govrank.{module}") & HEAVY


# sizes


def classes() -> list[tuple[str, ast.ClassDef]]:
    found = []
    for name, tree in MODULES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                found.append((f"{name}.{node.name}", node))
    return found


def length(node: ast.stmt) -> int:
    assert node.end_lineno is not None
    return node.end_lineno - node.lineno + 1


def test_no_class_is_long() -> None:
    """But for the store, which has a short method for each question."""
    long = {name: length(node) for name, node in classes() if length(node) > LONGEST_CLASS}
    long.pop("store.Store", None)
    assert long == {}


def assigned(function: ast.FunctionDef) -> set[str]:
    """The attributes of self that a method assigns."""
    found = set()
    for node in ast.walk(function):
        if not isinstance(node, ast.Attribute) or not isinstance(node.ctx, ast.Store):
            continue
        if isinstance(node.value, ast.Name) and node.value.id == "self":
            found.add(node.attr)
    return found


def test_no_attribute_is_born_outside_of_init() -> None:
    born = []
    for name, node in classes():
        methods = [item for item in node.body if isinstance(item, ast.FunctionDef)]
        at_start: set[str] = set()
        for item in node.body:
            if isinstance(item, ast.AnnAssign) and isinstance(item.target, ast.Name):
                at_start.add(item.target.id)
        for method in methods:
            if method.name == "__init__":
                at_start |= assigned(method)
        for method in methods:
            born += [f"{name}.{attribute}" for attribute in assigned(method) - at_start]
    assert born == []


def test_no_function_is_long() -> None:
    """Without its docstring; but for what only declares: the options of a command."""
    long = {}
    for name, tree in MODULES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef) and ast.get_docstring(node) is not None:
                lines = length(node) - length(node.body[0])
            elif isinstance(node, ast.FunctionDef):
                lines = length(node)
            else:
                continue
            if lines > LONGEST_FUNCTION and name != "cli.commands":
                long[f"{name}.{node.name}"] = lines
    assert long == {}
