"""Where a person said a fact of the descriptor: the line of the recipe to change."""

from __future__ import annotations

import re
from pathlib import Path

from annexes.base.errors import Place
from annexes.recipe.folder import FOLDER, PACKAGE
from annexes.recipe.toml import line_of

IN_BOTH_LANGUAGES = ("title", "description", "keywords")
LISTS = {"licenses": "license", "contributors": "contributor", "resources": "resource"}


def recipe_place(root: Path, fact: str) -> Place | None:
    """The line of `package.toml` for a fact such as `annexes.publication.contact.email`.

    Where the recipe does not say the fact itself, it is the table that it belongs into, and no
    line where there is none. None for a package that came without its recipe.
    """
    path = root / FOLDER / PACKAGE
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return None
    return Place(str(path), line=line_of(text, f"$.{_in_recipe(fact)}"))


def recipe_entry(root: Path, fact: str) -> tuple[Place, str] | None:
    """The line for a fact, as `recipe_place`, and what the recipe calls it."""
    place = recipe_place(root, fact)
    return (place, _in_recipe(fact).removesuffix("[0]")) if place else None


def _in_recipe(fact: str) -> str:
    """What the recipe calls a fact of the descriptor."""
    plain = fact.removeprefix("annexes.")
    name, _, language = plain.partition("@")
    if name in IN_BOTH_LANGUAGES:
        return f"{name}.{language or 'en'}"
    kind = re.split(r"\W", plain)[0]
    if plain in LISTS:
        return f"{LISTS[plain]}[0]"
    return LISTS.get(kind, kind) + plain[len(kind) :]
