"""The house: its rooms, their floors and libraries; what is tested and drawn comes from here.

`python tests/house.py` draws the pictures anew: the whole house into docs/house.md, its floors into
the README.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
ENGINE = ROOT / "scripts" / "annexes"

FLOORS: list[dict[str, str]] = [
    {"base": "errors, child processes with limits, files, texts in two languages, SQL"},
    {
        "package": "THE WAIST: a package on disk, opened, read as typed tables, written whole",
        "recipe": "what a person typed in, typed and checked",
    },
    {
        "validation": "package → verdict: frictionless's, and our own rules",
        "reading": "document → understood rows: arrival/, document/, tables/, codes/, checks",
    },
    {
        "building": "recipe + rows → package, proved; draft/ a first recipe, series/ the next",
        "portals": "package → metadata for portals, checks/ of them, upload/",
    },
    {"exports": "package → the forms that people load; traps/ what their programs change"},
    {"history": "packages over time: the story of a figure, diff, release, verify"},
    {"commands": "one module per verb; the only room that prints"},
    {"cli": "the door"},
    {"__main__": "the other door"},
]
"""From the ground up: a room imports only from the floors below its own."""

RIGHT_OF_THE_WAIST = {"package", "validation", "exports", "portals", "history"}
LEFT_OF_THE_WAIST = {"recipe", "reading", "building"}
OUT_OF_REACH = {
    **dict.fromkeys(RIGHT_OF_THE_WAIST, LEFT_OF_THE_WAIST),
    "reading": RIGHT_OF_THE_WAIST,
    "recipe": RIGHT_OF_THE_WAIST,
}
"""What a room never imports, on whatever floor it lies."""
EXCEPTIONS = {
    "history.trace": ("reading.document", "reading.pages", "reading.tables.lines"),
    "history.assemble": ("building.build", "recipe.folder", "recipe.recipe"),
    "history.release": ("building.build", "recipe.edits", "recipe.folder", "recipe.recipe"),
}
"""Right of the waist, only these modules reach to its left: to open the source document, and to
build a release.
"""

LIBRARIES = {
    "typer": ("commands", "cli"),
    "rich": ("commands", "cli"),
    "distributed": ("reading.batch",),
    "pycountry": ("reading.codes",),
    "babel": ("reading.codes",),
    "frictionless": ("validation",),
    "duckdb": ("base.database", "validation.columnar", "exports.forms", "history"),
    "numpy": ("exports.forms",),
    "pandas": ("exports.traps",),
    "pypdfium2": ("reading.document",),
    "pypdfium2_raw": ("reading.document",),
    "PIL": ("reading.document",),
    "tomlkit": ("recipe.edits",),
    "xlsxwriter": ("exports.xlsx",),
    "python_calamine": ("exports.xlsx",),
    "jinja2": ("exports.page", "base.templates"),
    "markupsafe": ("exports.page",),
    "sqlite3": ("exports.forms", "history.as_of"),
    "rdflib": ("portals.dcat", "portals.prepare", "exports.concept_scheme"),
    "pyshacl": ("portals.dcat",),
    "yaml": ("portals", "validation"),
    "requests": ("portals.upload",),
    "urllib3": ("portals.upload", "reading.arrival.web"),
    "certifi": ("reading.arrival.web",),
}
"""Each library has its room; one that is not named here may be used anywhere."""


def floor_of(room: str) -> int:
    """The number of the floor, from 0; KeyError for what is no room."""
    return {name: at for at, rooms in enumerate(FLOORS) for name in rooms}[room]


def modules() -> Iterator[tuple[str, Path]]:
    """All modules by their dotted name within the engine, such as `package.disk`."""
    for path in sorted(ENGINE.rglob("*.py")):
        parts = path.relative_to(ENGINE).with_suffix("").parts
        yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts), path


def imports(path: Path) -> set[str]:
    """All modules that this one imports, also inside functions; what is taken from them, too."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            found |= {node.module or "", *(f"{node.module}.{name.name}" for name in node.names)}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return found


def lies_in(module: str, places: tuple[str, ...]) -> bool:
    """Is the module one of these places, or inside one?"""
    return any(module == place or module.startswith(f"{place}.") for place in places)


def faults(module: str, imported: set[str]) -> list[str]:
    """What a module must not import, each in a sentence."""
    room, found = module.partition(".")[0], []
    for name in sorted(imported):
        library, _, target = name.partition(".")
        other = target.partition(".")[0]
        if library != "annexes":
            if library in LIBRARIES and not lies_in(module, LIBRARIES[library]):
                found.append(f"{module} must not import {library}: its room is elsewhere")
        elif other and other != room:
            if floor_of(other) >= floor_of(room):
                found.append(f"{module} must not import {target}: it is not below")
            is_let = lies_in(target, EXCEPTIONS.get(module, ()))
            if other in OUT_OF_REACH.get(room, ()) and not is_let:
                found.append(f"{module} must not import {target}: it is out of its reach")
    return found


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in sorted(names))


def picture() -> str:
    """The house, from the roof down; a room may use what stands below it."""
    lines = ["```text", "scripts/annexes/"]
    for floor in reversed(range(len(FLOORS))):
        for name, holds in FLOORS[floor].items():
            if (ENGINE / name).is_dir():
                lines.append(f"  {floor + 1}  {name + '/':<12} {holds}")
    lines += [
        "```",
        "",
        f"A room imports only from lower floors. {_listed(RIGHT_OF_THE_WAIST)} never reach",
        f"{_listed(LEFT_OF_THE_WAIST)}, but for {_listed(EXCEPTIONS)}; nor do `reading` and",
        "`recipe` reach the package.",
    ]
    return "\n".join(lines)


def floors() -> str:
    """The rooms in one line, from the ground up."""
    return "; ".join(
        ", ".join(f"`{name}`" for name in floor if (ENGINE / name).is_dir())
        for floor in FLOORS
        if any((ENGINE / name).is_dir() for name in floor)
    )


PICTURES: dict[Path, tuple[str, str, Callable[[], str]]] = {
    ROOT / "docs" / "house.md": (
        "<!-- the house, drawn by tests/house.py -->\n",
        "\n<!-- end of the house -->",
        picture,
    ),
    ROOT / "README.md": ("<!-- drawn by tests/house.py -->", "<!-- end -->", floors),
}
"""By file: the marks between which a picture stands in it, and what draws it."""


def drawn(path: Path) -> str:
    """The text of a file with its picture; AssertionError where it has no place for one."""
    begin, end, draw = PICTURES[path]
    before, found, rest = path.read_text("utf-8").partition(begin)
    _, ended, after = rest.partition(end)
    assert (found, ended) == (begin, end), f"{path} has no marks for the picture"
    return f"{before}{begin}{draw()}{end}{after}"


if __name__ == "__main__":
    for place in PICTURES:
        place.write_text(drawn(place), "utf-8")
