"""Where a person said a fact of the descriptor: the line of the recipe to change."""

from __future__ import annotations

import re
from functools import cached_property
from pathlib import Path

from annexes.base.errors import Place
from annexes.recipe.folder import FOLDER, PACKAGE
from annexes.recipe.toml import line_of

IN_BOTH_LANGUAGES = ("title", "description", "keywords")
LISTS = {"licenses": "license", "contributors": "contributor", "resources": "resource"}


class FactLines:
    """Where facts stand in the recipe of a package, whose text is read once."""

    def __init__(self, root: Path) -> None:
        self.root, self.path = root, root / FOLDER / PACKAGE

    @cached_property
    def text(self) -> str | None:
        """The text of `package.toml`; None for a package that came without its recipe."""
        try:
            return self.path.read_text("utf-8")
        except (OSError, UnicodeDecodeError):
            return None

    def place(self, fact: str) -> Place | None:
        """The line for a fact such as `annexes.publication.contact.email`.

        Where the recipe does not say the fact itself, it is the table that it belongs into, and no
        line where there is none. None without a recipe.
        """
        if self.text is None:
            return None
        return Place(str(self.path), line=line_of(self.text, f"$.{_in_recipe(fact)}"))

    def entry(self, fact: str) -> tuple[Place, str] | None:
        """The line for a fact, as `place`, and what the recipe calls it."""
        place = self.place(fact)
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
