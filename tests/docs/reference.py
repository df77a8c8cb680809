"""Writes docs/reference: verbs, keys of a recipe, checks, findings, reports, from the engine.

`make pages` does so; a test says which page is stale.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import typer

from annexes.base.checks import meaning_of
from annexes.cli import VERBS, application
from annexes.reading.findings import WORDS
from annexes.recipe.metadata import PackageRecipe

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs" / "reference"
ENGINE = ROOT / "scripts" / "annexes"
NOTE = "<!-- written by tests/docs/reference.py: make pages -->\n"
RECIPES = (ROOT / "tests/fixtures/ship-inspections/scripts/recipes", ROOT / "scripts/recipes")
"""Where the examples of the keys come from."""


def _cell(text: str) -> str:
    """A text as it may stand in a cell of a table."""
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;")


def _table(heads: list[str], rows: list[list[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


# ── verbs ───────────────────────────────────────────────────────────────────────────────────


def commands_page() -> str:
    """Every verb with its help text and all that it takes, from the command line itself."""
    group: Any = typer.main.get_command(application())
    parts = [
        f"{NOTE}# Commands\n\nThe same texts as `annexes VERB --help` prints, in the order of the "
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


def checks_page() -> str:
    """Every check, by the sections of the catalogue."""
    text = (ENGINE / "base" / "checks.toml").read_text("utf-8")
    parts = [
        f"{NOTE}# Checks\n\nEvery error names its check in square brackets. `annexes explain-check "
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


def findings_page() -> str:
    """Every kind of finding, and the words of those that the engine makes."""
    text = (ENGINE / "building" / "standard_columns.toml").read_text("utf-8")
    made = {resource["name"]: resource for resource in tomllib.loads(text)["resource"]}
    (kind,) = (c for c in made["findings"]["column"] if c["name"] == "kind")
    rows = [
        [f"`{value}`", label["en"], label["de"], "the engine" if value in WORDS else "a reader"]
        for value, label in ((c["value"], c["label"]) for c in kind["category"])
    ]
    words = [
        [f"`{name}`", _cell(_filled(english)), _cell(_filled(german))]
        for name, (_, english, german) in WORDS.items()
    ]
    return (
        f"{NOTE}# Findings\n\nThe resource `findings` says what is odd in the source. It travels "
        "with the data, in English and German; nothing is corrected or filled in. What only a "
        "reader of the document can see is typed into the recipe, under `[[finding]]` of its "
        "edition. The standard kinds:\n\n"
        + _table(["kind", "is", "ist", "found by"], rows)
        + "\nA kind that is not in this list needs a category: an entry `kind` among the columns of "
        "the resource `findings`, which lists all kinds that the package uses.\n\n"
        "## What the engine says\n\n" + _table(["kind", "in English", "in German"], words)
    )


def _filled(text: str) -> str:
    """The text with `…` where a figure or a name will stand."""
    return re.sub(r"{[^}]*}", "…", text)


# ── recipes ─────────────────────────────────────────────────────────────────────────────────


def recipe_page() -> str:
    """Every key of a recipe, table by table, from the types that read it."""
    schema = msgspec.json.schema(PackageRecipe)
    return NOTE + "\n".join(_Keys(schema["$defs"]).page())


class _Keys:
    """The keys of a recipe, table by table, each type once."""

    def __init__(self, types: dict[str, Any]) -> None:
        self.types = types
        self.told: dict[str, str] = {}
        self.examples = _examples()

    def page(self) -> Iterator[str]:
        yield (
            "# Keys of a recipe\n\nA recipe is TOML: `scripts/recipes/package.toml` describes the "
            "package, and each edition (a document) stands in a file of its own beside it, "
            "`<edition>.toml`, or, as in every draft, below `[[edition]]` in `package.toml`. A key that "
            "does not stand here is refused, with its line. All keys have been there since version "
            "0.1.0. The examples are from recipes that are built by the tests.\n"
        )
        yield from self._tables("PackageRecipe", "", is_list=False)

    def _tables(self, name: str, path: str, *, is_list: bool) -> Iterator[str]:
        kind = self.types[name]
        head = f"[[{path}]]" if is_list else f"[{path}]"
        if name == "PackageRecipe":
            yield "## package.toml\n"
        elif name == "EditionRecipe":
            yield (
                "## An edition\n\nThe keys of `<edition>.toml`. In `package.toml` the same stand below "
                "`[[edition]]`, as in `[edition.document]`.\n"
            )
            path = ""
        else:
            yield f"### {head}\n"
        self.told[name] = path
        if text := kind.get("description", ""):
            yield f"{_flowing(text)}\n"
        rows, below = [], []
        for key, entry in kind.get("properties", {}).items():
            own = f"{path}.{key}".lstrip(".")
            inner, many = self._inner(entry)
            rows.append(self._row(key, own, entry, key in kind.get("required", ())))
            if inner and inner not in self.told and inner not in ("Both", "Keywords"):
                below.append((inner, own, many))
        yield _table(["key", "is", "default", "meaning", "example"], rows)
        for inner, own, many in below:
            if inner not in self.told:
                yield from self._tables(inner, own, is_list=many)

    def _inner(self, entry: dict[str, Any]) -> tuple[str, bool]:
        """The name of the type that a key holds, and whether it holds many."""
        for option in entry.get("anyOf", [entry]):
            many = option.get("type") == "array"
            reference = (option.get("items", {}) if many else option).get("$ref", "")
            if reference:
                return reference.rpartition("/")[2], many
        return "", False

    def _row(self, key: str, path: str, entry: dict[str, Any], needed: bool) -> list[str]:
        example = self.examples.get(path)
        return [
            f"`{key}`",
            _cell(self._kind(entry)),
            "needed" if needed else _default(entry.get("default")),
            _cell(entry.get("description", "")),
            "" if example is None else f"`{_cell(example)}`",
        ]

    def _kind(self, entry: dict[str, Any]) -> str:
        if "anyOf" in entry:
            kinds = [
                self._kind(option) for option in entry["anyOf"] if option.get("type") != "null"
            ]
            return " or ".join(kinds)
        if "enum" in entry:
            return "one of " + ", ".join(f"`{value or ' '}`" for value in entry["enum"])
        if "$ref" in entry:
            name = entry["$ref"].rpartition("/")[2]
            return {"Both": "text in `en` and `de`", "Keywords": "lists in `en` and `de`"}.get(
                name, "table"
            )
        kind = entry.get("type", "any value")
        if kind == "array":
            items = self._kind(entry.get("items", {}))
            return "tables" if items == "table" else f"list of {items}"
        if kind == "object":
            return "table"
        if "pattern" in entry:
            return PATTERNS.get(entry["pattern"], f"text like `{entry['pattern']}`")
        return {"string": FORMATS.get(entry.get("format", ""), "text"), "integer": "whole number",
                "boolean": "`true` or `false`"}.get(kind, kind)  # fmt: skip


FORMATS = {"date": "day", "date-time": "time"}
PATTERNS = {
    "^[a-z0-9][a-z0-9._-]*$": "short name",
    "^https?://": "address",
    "^[0-9a-f]{64}$": "SHA-256",
}


def _default(value: Any) -> str:
    return "" if value in (None, "", [], {}) else f"`{json.dumps(value)}`"


def _flowing(text: str) -> str:
    return "\n\n".join(" ".join(part.split()) for part in text.split("\n\n"))


def _examples() -> dict[str, str]:
    """The first value of each key in the recipes of this repository, on one short line."""
    found: dict[str, str] = {}
    for folder in RECIPES:
        for path in sorted(folder.glob("*.toml")):
            table = tomllib.loads(path.read_text("utf-8"))
            _collect(table, "" if path.name == "package.toml" else "edition", found)
    return {key: text for key, text in found.items() if len(text) <= 60}


def _collect(value: Any, path: str, found: dict[str, str]) -> None:
    if isinstance(value, dict):
        for key, own in value.items():
            _collect(own, f"{path}.{key}".lstrip("."), found)
    elif isinstance(value, list) and value and isinstance(value[0], dict):
        for own in value:
            _collect(own, path, found)
    if path and not isinstance(value, dict):
        text = (
            str(value)
            if hasattr(value, "isoformat")
            else json.dumps(value, ensure_ascii=False, default=str)
        )
        found.setdefault(path, text)


# ── reports ─────────────────────────────────────────────────────────────────────────────────


def reports_page() -> str:
    """The JSON of reports, from the schema that ships with the engine."""
    schema = json.loads((ENGINE / "validation" / "report.schema.json").read_text("utf-8"))
    parts = [
        f"{NOTE}# JSON for programs\n\nMost verbs take `--json`. A failure is the same everywhere: "
        "`ok` is `false`, and `errors` lists problems:\n",
        _properties(schema["$defs"]["problem"]),
        "\nIn a PDF, a problem may have a `box`: left, top, right and bottom in points from the top "
        f"left corner of the page.\n\n## {schema['title']}\n\nThe schema is part of the wheel: "
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


PAGES = {
    "commands.md": commands_page,
    "recipe.md": recipe_page,
    "checks.md": checks_page,
    "findings.md": findings_page,
    "reports.md": reports_page,
}

if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, page in PAGES.items():
        (FOLDER / name).write_text(page(), "utf-8")
