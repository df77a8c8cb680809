"""Changes of a recipe by the engine: comments, order and layout stay as a person left them."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError

from annexes.base.errors import DocumentError, Place, RecipeError, UsageError
from annexes.base.storage import replace_whole
from annexes.recipe.fact_lines import FactLines
from annexes.recipe.folder import FOLDER, PACKAGE, recipe_files
from annexes.recipe.metadata import DeclaredCode, Origin
from annexes.recipe.types import said

DOI = "annexes.publication.doi"


# ── versions, reviews, corrections ──────────────────────────────────────────────────────────


def with_version(package: str, version: str, day: dt.date) -> str:
    """The text of `package.toml` with this version, created on this day."""
    recipe = tomlkit.parse(package)
    if recipe.get("version") != version:
        recipe["version"] = version
    created = dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC)
    if recipe.get("created") != created:
        recipe["created"] = created
    return tomlkit.dumps(recipe)


def with_texts(package: str, changed: Callable[[str], str]) -> str:
    """The text of `package.toml` with title and description changed, in both languages."""
    recipe: Any = tomlkit.parse(package)
    for texts in (recipe[key] for key in ("title", "description")):
        for language in texts:
            written = texts.item(language).as_string()  # with its line breaks
            if changed(written) != written:
                texts[language] = tomlkit.value(changed(written))
    return tomlkit.dumps(recipe)


def with_codes(package: str, codes: Iterable[DeclaredCode]) -> str:
    """The text of `package.toml` in which these codes are declared, too."""
    for code in codes:
        entries = {entry.name: value for entry, value in said(code)}
        package = f"{package.rstrip()}\n\n{tomlkit.dumps({'code': [entries]})}"
    return package


def with_optional(package: str, resource: str, column: str) -> str:
    """The text of `package.toml` in which not every row must have a value in this column."""
    recipe: Any = tomlkit.parse(package)
    columns = (own["column"] for own in recipe["resource"] if own["name"] == resource)
    for described in next(columns):
        if described["name"] == column:
            described.pop("required", None)
    return tomlkit.dumps(recipe)


def with_review(recipe: str, edition: str, annex: str) -> str:
    """The text of a recipe in which a person has confirmed the figures of this annex."""
    document = tomlkit.parse(recipe)
    for own in _editions(document):
        for expected in own["expect"]["annex"] if own["edition"] == edition else ():
            if expected["annex"] == annex:
                expected.pop("reviewed", None)
    return tomlkit.dumps(document)


def with_resource(package: str, origin: Origin) -> str:
    """The text of `package.toml` with a resource for what the engine makes of this origin."""
    recipe: Any = tomlkit.parse(package)
    if any(resource.get("rows_from") == origin for resource in recipe["resource"]):
        return package
    *_, last = re.finditer(r"(?ms)^\[\[resource(?:\.column)?\]\].*?(?=^\[|\Z)", package)
    head = package[: last.end()].rstrip("\n")
    own = f'[[resource]]\nname = "{origin}"\nrows_from = "{origin}"\n'
    return f"{head}\n\n{own}\n{package[last.end() :]}"


def _editions(recipe: Any) -> list[Any]:
    """The editions in a recipe: it is one itself, or has them in a list."""
    listed = [recipe, *(recipe.get("edition") or [])] if "document" not in recipe else [recipe]
    return [edition for edition in listed if isinstance(edition, dict) and "document" in edition]


# ── a document that is known by its address ─────────────────────────────────────────────────


def check_same_document(root: Path, address: str, sha256: str) -> None:
    """Raise DocumentError where the package has other bytes from the same address.

    Nothing is overwritten: both are facts, and a person decides what the difference means.
    """
    for path in recipe_files(root):
        try:
            editions = _editions(tomllib.loads(path.read_text("utf-8")))
        except (OSError, ValueError):
            continue
        for edition in editions:
            document, kept = edition["document"], edition.get("expect", {}).get("sha256")
            if document.get("address") == address and kept != sha256:
                since = document.get("received", "an earlier day")
                problem = (
                    f"the document at {address} has changed since {since}: "
                    f"its SHA-256 was {kept}, and is {sha256}"
                )
                raise DocumentError.of("changed-document", path, problem)


# ── the one fact that a portal gives ────────────────────────────────────────────────────────


def check_takes_doi(root: Path) -> None:
    """Raise UsageError where no recipe could take a DOI, RecipeError where it has no place."""
    _publishable(root / FOLDER / PACKAGE)


def write_doi(root: Path, doi: str) -> Place:
    """Say this DOI under [publication]; every other byte stays. Returns the line.

    Raises as `check_takes_doi` does, before anything is written.
    """
    path = root / FOLDER / PACKAGE
    recipe: Any = _publishable(path)
    recipe["publication"]["doi"] = doi
    replace_whole(path, tomlkit.dumps(recipe).encode())
    return FactLines(root).place(DOI) or Place(str(path))


def _publishable(path: Path) -> tomlkit.TOMLDocument:
    """The recipe, which says what portals ask for."""
    try:
        recipe = tomlkit.parse(path.read_bytes().decode())
    except OSError as error:
        raise UsageError.of("doi-place", path, "no recipe here") from error
    except (TOMLKitError, UnicodeDecodeError) as error:
        raise RecipeError.of("doi-place", path, str(error)) from error
    if not isinstance(recipe.get("publication"), dict):
        raise RecipeError.of("doi-place", path, "the recipe has no [publication]")
    return recipe
