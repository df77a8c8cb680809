"""Names that recipes of one language share: proposals for aliases, kept out of the code."""

from __future__ import annotations

from pathlib import Path

from msgspec import field

from annexes.recipe.edition import Alias
from annexes.recipe.toml import read_toml
from annexes.recipe.types import Strict

FILE = Path(__file__).with_name("names_de.toml")


class SharedNames(Strict, frozen=True):
    """The list of names; each is an alias that a recipe may take over."""

    names: list[Alias] = field(name="name", default_factory=list)


def shared_names() -> list[Alias]:
    """The names that stand beside the recipes of this checkout; none in an install without it."""
    return read_toml(FILE, SharedNames).names if FILE.is_file() else []
