"""The house stands as it is drawn: floors, the waist, the rooms of libraries, names."""

from __future__ import annotations

import ast
import re
import sys
from collections import Counter
from pathlib import Path

import pycountry
import pytest

from house import ENGINE, PICTURES, drawn, faults, imports, modules

ODD = [
    ("base.errors", "annexes.package.disk"),
    ("package.labels", "annexes.recipe.edition"),
    ("package.labels", "annexes.reading.tables.found"),
    ("package.labels", "annexes.recipe"),
    ("exports.csvw", "annexes.recipe.edition"),
    ("exports.csvw", "annexes.reading.tables"),
    ("history.trace", "annexes.reading.rows"),
    ("portals.zenodo", "annexes.history.explain"),
    ("reading.rows", "annexes.package.disk"),
    ("building.build", "pypdfium2"),
    ("validation.validate", "typer"),
]


def test_the_house_stands() -> None:
    assert [fault for name, path in modules() for fault in faults(name, imports(path))] == []


@pytest.mark.parametrize(("module", "imported"), ODD)
def test_the_guard_sees(module: str, imported: str) -> None:
    assert faults(module, {imported})


def test_nothing_stands_loose_beside_the_rooms() -> None:
    loose = {path.name for path in ENGINE.iterdir() if path.is_file()}
    assert loose == {"__init__.py", "__main__.py", "cli.py"}


def test_one_class_name_has_one_owner() -> None:
    owners = Counter(
        node.name
        for _, path in modules()
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ClassDef)
    )
    assert [name for name, number in owners.items() if number > 1] == []


def test_module_names_are_used_once_but_for_a_verb_and_what_it_calls() -> None:
    names = [name for name, path in modules() if path.stem != "__init__"]
    stems = Counter(name.rpartition(".")[2] for name in names if not name.startswith("commands."))
    assert [name for name, number in stems.items() if number > 1] == []


def test_no_module_is_named_by_what_any_module_holds() -> None:
    stems = {name.rpartition(".")[2] for name, _ in modules()}
    assert stems & {"common", "helpers", "misc", "model", "run", "utils", "words"} == set()


@pytest.mark.parametrize("path", PICTURES, ids=lambda path: path.name)
def test_the_picture_is_the_house(path: Path) -> None:
    """`make house` draws it anew; every room that a person finds in the engine is in it."""
    text = path.read_text("utf-8")
    assert drawn(path) == text
    rooms = {folder.name for folder in ENGINE.iterdir() if (folder / "__init__.py").is_file()}
    assert [room for room in rooms if f"`{room}`" not in text and f"  {room}/" not in text] == []


def test_verbs_import_nothing_heavy_before_they_run() -> None:
    """Imports at the top of these modules are paid by every `annexes --help`."""
    light = ("annexes.commands", "annexes.base.errors", "typer")
    for path in [*(ENGINE / "commands").glob("*.py"), ENGINE / "cli.py"]:
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.ImportFrom | ast.Import):
                name = str(node.module if isinstance(node, ast.ImportFrom) else node.names[0].name)
                is_light = name.startswith(light) or name.split(".")[0] in sys.stdlib_module_names
                assert is_light, f"{path.name}: {name}"


def test_only_verbs_print() -> None:
    for name, path in modules():
        calls = (n for n in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(n, ast.Call))
        called = {call.func.id for call in calls if isinstance(call.func, ast.Name)}
        assert "print" not in called or name.startswith(("commands", "cli")), name


def test_the_engine_names_no_country_area_year_or_ministry() -> None:
    countries = {name for c in pycountry.countries for name in (c.name, c.alpha_3)}
    countries -= {"PNG", "AND"}  # also a kind of picture, and a word of SQL
    typed_in = {"municipal", "state-facility", "amit", "Ministerium", "Nordrhein", "Kommun", "RRK"}
    for name, path in modules():
        text = path.read_text("utf-8")
        words = set(re.findall(r"[\w-]+", text))
        assert not words & countries, name
        assert not [word for word in typed_in if word.lower() in text.lower()], name
        beside_addresses = re.sub(r"https?://[^\s\"]+", "", text)
        years = set(re.findall(r"\b(?:19|20)[0-9]{2}\b", beside_addresses))
        assert years <= {"1900", "1980"}, name  # the first that Excel and zip know
