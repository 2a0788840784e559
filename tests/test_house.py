"""The house stands as it is drawn: imports point down, no room is crowded, the tests mirror the rooms."""

from __future__ import annotations

import re
from collections import Counter
from copy import deepcopy
from graphlib import TopologicalSorter
from typing import Any

import grimp
import pytest
from importlinter import Contract
from importlinter.application.use_cases import read_user_options
from importlinter.configuration import configure
from importlinter.contracts.forbidden import ForbiddenContract
from importlinter.contracts.layers import LayersContract

from tests.places import ROOT

TESTS = ROOT / "tests"
TYPES: dict[str, type[Contract]] = {"layers": LayersContract, "forbidden": ForbiddenContract}
configure()
OPTIONS = read_user_options(str(ROOT / "pyproject.toml"))
CONTRACTS: dict[str, dict[str, Any]] = {each["name"]: each for each in OPTIONS.contracts_options}
WRONG = {
    "Imports point down; the window and the command line do not know each other": (
        "planner.words.texts",
        "planner.files.whole",
    ),
    "The core builds on the model, and its questions do not know each other": (
        "planner.core.model.lines",
        "planner.core.edits.values",
    ),
    "Files: what is handed over builds on what is plain": (
        "planner.files.plain.sheet",
        "planner.files.submission.submission",
    ),
    "Sheets: later years and internal papers take from the figures, never the other way": (
        "planner.files.submission.sheets.figures.summary",
        "planner.files.submission.sheets.internal.changes",
    ),
    "The window puts subjects together, and they do not know each other": (
        "planner.app.widgets.theme",
        "planner.app.session.session",
    ),
    "The core is pure: no window, no database, no file format": ("planner.core.money", "sqlite3"),
    "Only the window knows Qt, directly or through others": ("planner.resources", "PySide6"),
}
"""For each contract an import that must not be."""


@pytest.fixture(scope="module")
def imports() -> grimp.ImportGraph:
    """Every import of the program, those for types and those inside functions too."""
    return grimp.build_graph("planner", include_external_packages=True, cache_dir=None)


def stands(name: str, imports: grimp.ImportGraph) -> bool:
    """Whether the contract holds; checking it may change the graph, which stays as it is here."""
    options = CONTRACTS[name]
    session = OPTIONS.session_options | {"root_packages": ["planner"]}
    contract = TYPES[options["type"]](name, session, options)
    return contract.check(deepcopy(imports), verbose=False).kept


@pytest.mark.parametrize("name", CONTRACTS)
def test_each_contract_stands_and_can_fail(imports: grimp.ImportGraph, name: str) -> None:
    assert stands(name, imports)
    wrong = deepcopy(imports)
    importer, imported = WRONG[name]
    assert importer in wrong.modules
    wrong.add_import(importer=importer, imported=imported)
    assert not stands(name, wrong)


@pytest.mark.parametrize("name", [name for name, each in CONTRACTS.items() if each["type"] == "layers"])
def test_a_room_that_no_layer_names_is_told(imports: grimp.ImportGraph, name: str) -> None:
    wrong = deepcopy(imports)
    wrong.add_module(f"{CONTRACTS[name]['containers'][0]}.attic")
    assert not stands(name, wrong)


def test_no_circle_of_imports(imports: grimp.ImportGraph) -> None:
    """Told as `CycleError` with the modules of the circle."""
    ours = [module for module in imports.modules if module.partition(".")[0] == "planner"]
    TopologicalSorter({module: imports.find_modules_directly_imported_by(module) for module in ours}).prepare()


def test_no_folder_is_crowded() -> None:
    modules = [path for top in ("src", "tests", "benchmarks") for path in (ROOT / top).rglob("*.py")]
    crowded = Counter(path.parent.relative_to(ROOT) for path in modules if path.name != "__init__.py")
    assert {folder: count for folder, count in crowded.items() if count > 20} == {}


def test_the_tests_mirror_the_rooms() -> None:
    rooms = {path.parent.relative_to(TESTS) for path in TESTS.rglob("*.py")}
    assert {room for room in rooms if not (ROOT / "src" / "planner" / room).is_dir()} == set()


def test_no_test_is_imported() -> None:
    """What several need stands in a module of its own, beside those who use it."""
    texts = [path.read_text(encoding="utf-8") for path in TESTS.rglob("*.py")]
    imported = {module for text in texts for module in re.findall(r"^from (tests\S*) import", text, re.MULTILINE)}
    assert imported
    assert {module for module in imported if module.rpartition(".")[2].startswith(("test_", "conftest"))} == set()
