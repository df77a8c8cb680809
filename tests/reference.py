"""What is made from the engine for people to look up: JSON Schemas of recipes, pages of docs/.

`python tests/reference.py` makes it anew.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
from msgspec import inspect

from annexes.base.checks import checks, meaning_of
from annexes.base.texts import toml_of
from annexes.recipe.edition import EditionRecipe
from annexes.recipe.folder import FOLDER
from annexes.recipe.metadata import PackageRecipe
from annexes.recipe.recipe_keys import in_toml, recipe_schemas
from house import ROOT

FOLDERS = (ROOT / FOLDER, ROOT / "tests/fixtures/ship-inspections" / FOLDER)


def pages() -> dict[str, str]:
    """The pages of docs/ that are made, by their names."""
    return {"checks.md": _checks(), "recipe.md": _recipe()}


def files() -> dict[str, bytes]:
    """All that is made, by its path below the repository."""
    made = {f"docs/{name}": text.encode() for name, text in pages().items()}
    for folder in FOLDERS:
        for name, schema in recipe_schemas().items():
            made[(folder / name).relative_to(ROOT).as_posix()] = schema
    return made


def _checks() -> str:
    lines = [
        "# Checks",
        "",
        "Every error names its check in brackets, and so does every finding of a report.",
        "`annexes explain-check NAME` says the same.",
        "",
        "| check | what it means | what to do |",
        "|---|---|---|",
    ]
    for check in checks():
        meaning, advice = map(_cell, meaning_of(check))
        lines.append(f"| `{check}` | {meaning} | {advice} |")
    return "\n".join(lines) + "\n"


def _recipe() -> str:
    lines = [
        "# What a recipe may say",
        "",
        "A recipe is TOML below `scripts/recipes/`: `package.toml` for the package, and a file for",
        "each edition. The first line of each names a JSON Schema, by which editors complete and",
        "check what is typed in. A key without a default must be said.",
    ]
    places: dict[type, list[str]] = {}
    for kind, place in ((PackageRecipe, "package.toml"), (EditionRecipe, "<edition>.toml")):
        _find(inspect.type_info(kind), place, places)
    for table, found in places.items():
        about = " ".join((table.__doc__ or "").split())
        title = ", ".join(f"`{place}`" for place in dict.fromkeys(found))
        lines += [
            "",
            f"## {title}",
            "",
            about,
            "",
            "| key | what it is | type | default | example |",
        ]
        lines += ["|---|---|---|---|---|", *_rows(table)]
    return "\n".join(lines) + "\n"


def _find(kind: inspect.Type, place: str, places: dict[type, list[str]]) -> None:
    """All tables of a recipe, each with the headers under which it stands."""
    match kind:
        case inspect.Metadata():
            _find(kind.type, place, places)
        case inspect.UnionType():
            for own in kind.types:
                _find(own, place, places)
        case inspect.ListType():
            _find(kind.item_type, f"[{place}]", places)
        case inspect.StructType():
            known = kind.cls in places
            places.setdefault(kind.cls, []).append(place)
            above = f"{place.strip('[]')}." if place.startswith("[") else ""
            inner = () if known else (own for own in kind.fields if own.encode_name != "edition")
            for field in inner:
                _find(field.type, f"[{above}{field.encode_name}]", places)


def _rows(table: type) -> Iterator[str]:
    for field in _fields(table):
        meaning, *examples = toml_of("recipe", "recipe_keys.toml")[table.__name__][
            field.encode_name
        ]
        said = field.default if field.default not in (None, "", msgspec.NODEFAULT) else None
        default = "" if field.required else "–" if said is None else f"`{in_toml(said)}`"
        example = "".join(f"`{in_toml(own)}`" for own in examples)
        row = [f"`{field.encode_name}`", meaning, _name(field.type), default, example]
        yield f"| {' | '.join(map(_cell, row))} |"


def _fields(table: type) -> tuple[inspect.Field, ...]:
    kind = inspect.type_info(table)
    assert isinstance(kind, inspect.StructType)
    return kind.fields


def _name(kind: inspect.Type) -> str:
    """What a person calls this type."""
    match kind:
        case inspect.Metadata():
            return _name(kind.type)
        case inspect.UnionType():
            return _name(next(own for own in kind.types if not isinstance(own, inspect.NoneType)))
        case inspect.ListType():
            inner = _name(kind.item_type)
            return "tables" if inner == "table" else f"list of {inner}s"
        case inspect.LiteralType():
            return " · ".join(f"`{in_toml(value)}`" for value in kind.values)
        case inspect.StructType() | inspect.DictType():
            return "table"
        case inspect.BoolType():
            return "true or false"
        case inspect.IntType():
            return "number"
        case inspect.DateType() | inspect.DateTimeType():
            return "day"
        case _:
            return "text"


def _cell(text: str) -> str:
    """A text that stays in its cell of a Markdown table."""
    return text.replace("|", "\\|")


if __name__ == "__main__":
    for name, content in files().items():
        (ROOT / name).write_bytes(content)
