"""The house: imports point downwards, and each library has its room."""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path

import pycountry
import pytest

ENGINE = Path(__file__).parents[1] / "scripts" / "annexes"

FLOORS = [
    {"errors", "children"},
    {"model"},
    {"recipe", "document", "package"},
    {"codes", "figures", "tables", "summary", "resources"},
    {"rows", "survey", "tracing", "validation"},
    {"sums"},
    {"observe", "findings", "tidy", "descriptor"},
    {"checks", "drafting", "readers"},
    {"portals"},
    {"exports"},
    {"publishing"},
    {"extraction"},
    {"build", "worker"},
    {"creation", "batch"},
    {"commands"},
    {"cli"},
    {"__main__"},
]
ROOMS_OF = {
    "typer": {"commands", "cli"},
    "rich": {"commands", "cli"},
    "distributed": {"batch"},
    "pycountry": {"codes"},
    "babel": {"codes"},
    "frictionless": {"validation"},
    "duckdb": {"validation", "exports"},
    "pandas": {"tidy", "readers"},
    "msgspec": {"children", "model", "document", "recipe", "descriptor", "drafting"}
    | {"worker", "batch", "resources", "portals"},
    "pypdfium2": {"document"},
    "PIL": {"document"},
    "tomli_w": {"drafting"},
    "xlsxwriter": {"exports"},
    "python_calamine": {"exports"},
    "vl_convert": {"exports"},
    "jinja2": {"exports"},
    "rdflib": {"portals"},
    "yaml": {"portals", "validation"},
    "pyshacl": {"portals"},
    "markupsafe": {"exports"},
    "sqlite3": {"exports"},
    "requests": {"publishing"},
    "urllib3": {"publishing"},
}
MODULES = sorted(ENGINE.rglob("*.py"))


def room(path: Path) -> str:
    return path.relative_to(ENGINE).parts[0].removesuffix(".py")


def imports(path: Path) -> set[str]:
    """All modules that this one imports, also inside functions."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            found.add(node.module or "")
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ENGINE)))
def test_imports_point_downwards(path: Path) -> None:
    floor = {name: number for number, rooms in enumerate(FLOORS) for name in rooms}
    for name in imports(path):
        package, _, rest = name.partition(".")
        target = rest.split(".")[0]
        if package == "annexes" and target and target != room(path):
            assert floor[target] < floor[room(path)], f"{room(path)} must not import {target}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ENGINE)))
def test_each_library_has_its_room(path: Path) -> None:
    for name in imports(path):
        library = name.split(".")[0]
        assert room(path) in ROOMS_OF.get(library, {room(path)}), f"{library} has another room"


def test_verbs_import_nothing_heavy_before_they_run() -> None:
    """Imports at the top of these modules are paid by every `annexes --help`."""
    light = {
        "annexes.commands",
        "annexes.base.errors",
        "typer",
        "typer.core",
        *sys.stdlib_module_names,
    }
    for path in [*(ENGINE / "commands").glob("*.py"), ENGINE / "cli.py"]:
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.ImportFrom | ast.Import):
                name = node.module if isinstance(node, ast.ImportFrom) else node.names[0].name
                parts = str(name).split(".")
                assert parts[0] in light or ".".join(parts[:2]) in light, f"{path.name}: {name}"


def test_only_verbs_print() -> None:
    for path in MODULES:
        calls = (n for n in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(n, ast.Call))
        names = {call.func.id for call in calls if isinstance(call.func, ast.Name)}
        assert "print" not in names or room(path) in {"commands", "cli"}, path


def test_the_engine_names_no_country_area_year_or_ministry() -> None:
    countries = {name for c in pycountry.countries for name in (c.name, c.alpha_3)}
    countries -= {"PNG", "AND"}  # also a kind of picture, and a word of SQL
    typed_in = {"municipal", "state-facility", "amit", "Ministerium", "Nordrhein", "Kommun", "RRK"}
    for path in MODULES:
        text = path.read_text("utf-8")
        words = set(re.findall(r"[\w-]+", text))
        assert not words & countries, path
        assert not [name for name in typed_in if name.lower() in text.lower()], path
        beside_addresses = re.sub(r"https?://[^\s\"]+", "", text)
        years = set(re.findall(r"\b(?:19|20)[0-9]{2}\b", beside_addresses))
        assert years <= {"1900", "1980"}, path  # the first that Excel and zip know


def test_modules_stay_small() -> None:
    for path in MODULES:
        assert len(path.read_text("utf-8").splitlines()) <= 250, path
