"""TOML file → typed object, and back. An unknown key or a wrong type is an error with its line."""

from __future__ import annotations

import datetime as dt
import json
import re
import tomllib
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from annexes.base.errors import Place, Problem, RecipeError
from annexes.base.texts import toml_of

T = TypeVar("T")

HEADER = re.compile(r"\s*(\[{1,2})\s*([\w.\-\"]+)\s*\]{1,2}")
ENTRY = re.compile(r"\s*([\w\-\"]+)(?:\.[\w.\-]+)?\s*=")
SYNTAX_PLACE = re.compile(r"\(at line (\d+), column (\d+)\)")
REFERENCE = "docs/reference/recipe.md"
"""The page of the documentation that says what a recipe may say."""
VALUE_PLACE = re.compile(r" - at `(\$.*)`$")
NAMED_KEY = re.compile(r"(?:unknown|missing required) field `(.+?)`")
STEP = re.compile(r"\.([^.\[\]]+)|\[(\d+)\]")
NAMES = ("name", "label", "edition", "annex", "code", "finding", "row")
"""The keys by which an entry of a list is called, the first that it has."""
BARE = re.compile("[A-Za-z0-9_-]+")
"""A key that needs no quotes."""
MAX_BYTES = 5_000_000


def read_toml(path: Path, kind: type[T]) -> T:
    """Read the file as an object of this msgspec type, or raise RecipeError."""
    text = _text(path)
    try:
        typed = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        at = SYNTAX_PLACE.search(str(error))
        place = Place(str(path), line=int(at[1]), column=int(at[2])) if at else Place(str(path))
        raise RecipeError.of("recipe-syntax", place, str(error)) from error
    try:
        return msgspec.convert(typed, kind)
    except msgspec.ValidationError as error:
        raise RecipeError(_misfit(error, path, text, typed, kind)) from error


def line_at(path: Path, where: str) -> int | None:
    """The line of an entry such as `$.annex[0].label`, or that of the table around it."""
    return line_of(_text(path), where)


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise RecipeError.of("recipe-file", path, "the recipe is too large")
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise RecipeError.of("recipe-file", path, f"cannot read the recipe: {error}") from error


def _misfit(
    error: msgspec.ValidationError, path: Path, text: str, typed: dict[str, Any], kind: type
) -> Problem:
    """The entry that does not fit, and what may stand there."""
    from annexes.recipe.recipe_keys import advice_at

    message = VALUE_PLACE.sub("", str(error))
    at = VALUE_PLACE.search(str(error))
    where = at[1] if at else "$"
    named = _by_names(where, typed)
    if key := NAMED_KEY.search(message):
        where = f"{where}.{key[1]}"
    return Problem(
        "recipe",
        Place(str(path), line=line_of(text, where)),
        ": ".join(filter(None, [named, _in_words(message)])),
        f"{advice_at(kind, where.removeprefix('$'))} (all keys: {REFERENCE})".lstrip(),
    )


def _by_names(where: str, typed: Any) -> str:
    """The place `$.resource[0].title` as a person calls it: resource 'cases', title."""
    parts: list[str] = []
    for key, number in STEP.findall(where):
        try:
            typed = typed[key or int(number)]
        except (LookupError, TypeError, ValueError):
            break
        if key:
            parts.append(key)
        else:
            said = typed if isinstance(typed, dict) else {}
            named = (f"'{said[name]}'" for name in NAMES if name in said)
            parts[-1] += f" {next(named, int(number) + 1)}"
    return ", ".join(parts)


def _in_words(message: str) -> str:
    """What does not fit, without the words of the library that says so."""
    words = toml_of("recipe", "misfits.toml")
    for own in words["message"]:
        if match := re.fullmatch(own["pattern"], message):
            kinds = (re.split(r" \| ", text.removesuffix(" | null")) for text in match.groups())
            said = (" or ".join(words["kinds"].get(kind, kind) for kind in own) for own in kinds)
            return str(own["says"]).format(*said)
    return f"{message[0].lower()}{message[1:]}"


def line_of(text: str, target: str) -> int | None:
    """The line on which `$.annex[0].pages` stands, or that of the table around it."""
    table, counts, best, best_length = "$", {"": -1}, None, 0
    for number, line in enumerate(text.splitlines(), start=1):
        if header := HEADER.match(line):
            table = _resolve(header[2], counts, is_list=header[1] == "[[")
            here = table
        elif entry := ENTRY.match(line):
            here = f"{table}.{entry[1].strip(chr(34))}"
        else:
            continue
        if (target + ".").startswith((here + ".", here + "[")) and len(here) > best_length:
            best, best_length = number, len(here)
    return best


def _resolve(name: str, counts: dict[str, int], *, is_list: bool) -> str:
    """The full path of a table header; `counts` remembers how often each list was opened."""
    path = "$"
    parts = name.replace('"', "").split(".")
    for depth, part in enumerate(parts, start=1):
        path = f"{path}.{part}"
        if is_list and depth == len(parts):
            counts[path] = counts.get(path, -1) + 1
        if path in counts:
            path = f"{path}[{counts[path]}]"
    return path


# ── back ────────────────────────────────────────────────────────────────────────────────────


def in_toml(value: Any) -> str:
    """A value as it is written in a recipe, on one line."""
    if isinstance(value, dict):
        entries = (f"{toml_key(key)} = {in_toml(own)}" for key, own in value.items())
        return f"{{ {', '.join(entries)} }}"
    if isinstance(value, list):
        return f"[{', '.join(map(in_toml, value))}]"
    if isinstance(value, dt.date):
        return value.isoformat().replace("+00:00", "Z")
    return json.dumps(value, ensure_ascii=False)


def toml_key(key: str) -> str:
    """A key as it is written in a recipe."""
    return key if BARE.fullmatch(key) else json.dumps(key, ensure_ascii=False)
