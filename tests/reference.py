"""What is made from the engine for people to look up: JSON Schemas of recipes, docs/reference/.

`python tests/reference.py` makes it anew.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from typing import Any

import msgspec
import typer
from msgspec import inspect

from annexes.base.checks import meaning_of
from annexes.base.texts import toml_of
from annexes.cli import VERBS, application
from annexes.reading.findings import TEXTS
from annexes.recipe.edition import EditionRecipe
from annexes.recipe.folder import FOLDER
from annexes.recipe.metadata import PackageRecipe
from annexes.recipe.recipe_keys import recipe_schemas
from annexes.recipe.toml import in_toml
from house import ENGINE, ROOT

FOLDERS = (ROOT / FOLDER, ROOT / "tests/fixtures/ship-inspections" / FOLDER)


def pages() -> dict[str, str]:
    """The pages of docs/reference that are made, by their names."""
    return {
        "checks.md": _checks(),
        "commands.md": _commands(),
        "findings.md": _findings(),
        "recipe.md": _recipe(),
        "reports.md": _reports(),
    }


def files() -> dict[str, bytes]:
    """All that is made, by its path below the repository."""
    made = {f"docs/reference/{name}": text.encode() for name, text in pages().items()}
    for folder in FOLDERS:
        for name, schema in recipe_schemas().items():
            made[(folder / name).relative_to(ROOT).as_posix()] = schema
    return made


# ── recipes ─────────────────────────────────────────────────────────────────────────────────


def _recipe() -> str:
    lines = [
        "# What a recipe may say",
        "",
        "A recipe is TOML below `scripts/recipes/`: `package.toml` for the package, and a file for",
        "each edition. The first line of each names a JSON Schema, by which editors complete and",
        "check what is typed in. A key without a default must be said; one that does not stand",
        "here is refused, with its line. All have been there since version 0.1.0 of the engine.",
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
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;")


def _table(heads: list[str], rows: list[list[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


# ── verbs ───────────────────────────────────────────────────────────────────────────────────


def _commands() -> str:
    """Every verb with its help text and all that it takes, from the command line itself."""
    group: Any = typer.main.get_command(application())
    parts = [
        "# Commands\n\nThe same texts as `annexes VERB --help` prints, in the order of the "
        "pipeline. Exit codes: 0 fine, 1 invalid or refused, 2 wrong use; `validate` also has 3, "
        "nothing there to read. `annexes` alone lists the verbs.\n"
    ]
    parts += [_command(group.commands[verb], f"annexes {verb}", 2) for verb in VERBS]
    return "\n".join(parts)


def _command(command: Any, name: str, level: int) -> str:
    context = typer.Context(command, info_name=name)
    usage = " ".join(command.collect_usage_pieces(context))
    parts = [f"{'#' * level} {name}\n"]
    for paragraph in (command.help or "").split("\n\n"):
        example = paragraph.removeprefix("Example: ")
        parts.append(f"```sh\n{example}\n```\n" if example != paragraph else f"{paragraph}\n")
    parts.insert(1, f"`{name} {usage}`\n")
    rows = [_parameter(parameter, context) for parameter in command.params]
    if rows := [row for row in rows if row]:
        parts.append(_table(["", "takes", "what it is"], rows))
    parts += [_command(own, f"{name} {word}", level + 1) for word, own in _under(command)]
    return "\n".join(parts)


def _under(command: Any) -> Iterator[tuple[str, Any]]:
    yield from getattr(command, "commands", {}).items()


def _parameter(parameter: Any, context: Any) -> list[str]:
    if parameter.name == "help":
        return []
    is_option = parameter.param_type_name == "option"
    name = (
        ", ".join(f"`{own}`" for own in parameter.opts)
        if is_option
        else (f"`{parameter.metavar or parameter.name.upper()}`")
    )
    takes = "" if getattr(parameter, "is_flag", False) else _taken(parameter)
    default = getattr(parameter, "show_default", None)
    default = default if isinstance(default, str) else parameter.default
    shown = "" if default in (None, False, "", (), []) or callable(default) else str(default)
    needed = " Needed." if is_option and parameter.required else ""
    said = f"{parameter.help or ''}{needed}{f' Default: {shown}.' if shown else ''}"
    return [name, takes, _cell(said)]


def _taken(parameter: Any) -> str:
    choices = getattr(parameter.type, "choices", None)
    if choices:
        return _cell(", ".join(str(getattr(c, "value", c)) for c in choices))
    names = {"str": "text", "int": "number", "int range": "number"}
    return str(names.get(parameter.type.name, parameter.type.name))


# ── checks and findings ─────────────────────────────────────────────────────────────────────


def _checks() -> str:
    """Every check, by the sections of the catalogue."""
    text = (ENGINE / "base" / "checks.toml").read_text("utf-8")
    parts = [
        "# Checks\n\nEvery error names its check in square brackets. `annexes explain-check "
        "NAME` prints what stands here. Each check is either passed, or nothing is written.\n"
    ]
    for part in re.split(r"^# ── ", text, flags=re.M)[1:]:
        title, _, rest = part.partition("──")
        names = list(tomllib.loads(rest.partition("\n")[2]))
        parts.append(f"## {title.strip().capitalize()}\n")
        for name in names:
            meaning, advice = meaning_of(name)
            parts.append(f"### {name}\n\n{_sentence(meaning)}\n\n→ {_sentence(advice)}\n")
    return "\n".join(parts)


def _sentence(text: str) -> str:
    text = text.replace("<", "&lt;")
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?", ")")) else ".")


def _findings() -> str:
    """Every kind of finding, and the words of those that the engine makes."""
    text = (ENGINE / "building" / "standard_columns.toml").read_text("utf-8")
    made = {resource["name"]: resource for resource in tomllib.loads(text)["resource"]}
    (kind,) = (c for c in made["findings"]["column"] if c["name"] == "kind")
    seen = TEXTS["kind"]
    rows = [
        [f"`{value}`", label["en"], label["de"], "the engine" if value in seen else "a reader"]
        for value, label in ((c["value"], c["label"]) for c in kind["category"])
    ]
    words = [
        [f"`{name}`", _cell(_filled(said["en"])), _cell(_filled(said["de"]))]
        for name, said in seen.items()
    ]
    return (
        "# Findings\n\nThe resource `findings` says what is odd in the source. It travels "
        "with the data, in English and German; nothing is corrected or filled in. What only a "
        "reader of the document can see is typed into the recipe, under `[[finding]]` of its "
        "edition. The standard kinds:\n\n"
        + _table(["kind", "is", "ist", "found by"], rows)
        + "\nA kind that is not in this list needs a category: an entry `kind` among the columns "
        "of the resource `findings`, which lists all kinds that the package uses.\n\n"
        "## What the engine says\n\n" + _table(["kind", "in English", "in German"], words)
    )


def _filled(text: str) -> str:
    """The text with `…` where a figure or a name will stand."""
    return re.sub(r"{[^}]*}", "…", text)


# ── reports ─────────────────────────────────────────────────────────────────────────────────


def _reports() -> str:
    """The JSON of reports, from the schema that ships with the engine."""
    schema = json.loads((ENGINE / "validation" / "report.schema.json").read_text("utf-8"))
    parts = [
        "# JSON for programs\n\nMost verbs take `--json`. A failure is the same everywhere: "
        "`ok` is `false`, and `errors` lists problems:\n",
        _properties(schema["$defs"]["problem"]),
        "\nIn a PDF, a problem may have a `box`: left, top, right and bottom in points from the "
        f"top left corner of the page.\n\n## {schema['title']}\n\nThe schema is part of the wheel: "
        "`annexes/validation/report.schema.json`. `--format junit` and `--format github` say the "
        "same in the forms of jobs, `--format frictionless` in that of frictionless.\n",
        _properties(schema),
        "\n### resources\n\n" + _properties(schema["properties"]["resources"]["items"]),
        "\n### errors, beyond, advice\n\n" + _properties(schema["$defs"]["finding"]),
    ]
    return "\n".join(parts)


def _properties(kind: dict[str, Any]) -> str:
    rows = [
        [f"`{name}`", _json_kind(entry), _cell(entry.get("description", ""))]
        for name, entry in kind["properties"].items()
    ]
    return _table(["key", "is", "meaning"], rows)


def _json_kind(entry: dict[str, Any]) -> str:
    if "$ref" in entry:
        return "texts in `en` and `de`"
    if "enum" in entry:
        return ", ".join(f"`{value}`" for value in entry["enum"])
    kinds = entry["type"] if isinstance(entry["type"], list) else [entry["type"]]
    return " or ".join(kinds)


if __name__ == "__main__":
    for name, content in files().items():
        (ROOT / name).write_bytes(content)
