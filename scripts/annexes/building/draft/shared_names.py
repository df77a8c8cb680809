"""Names and codes that recipes of one language share: proposals for aliases and declared codes."""

from __future__ import annotations

from functools import cache

import msgspec
from msgspec import field

from annexes.base.texts import toml_of
from annexes.recipe.edition import Alias, Language
from annexes.recipe.metadata import DeclaredCode
from annexes.recipe.types import Strict

ROOM = "building.draft"


class SharedNames(Strict, frozen=True):
    """The list of names; each is an alias that a recipe may take over."""

    names: list[Alias] = field(name="name", default_factory=list)


@cache
def shared_names(language: Language) -> list[Alias]:
    """Printed names of states in this language that are none of their reference names."""
    return msgspec.convert(toml_of(ROOM, f"names_{language}.toml"), SharedNames).names


@cache
def codes_outside_iso() -> dict[str, DeclaredCode]:
    """Codes outside ISO 3166-1 that tables by nationality use, by each name they have in print."""
    found = {}
    for entry in toml_of(ROOM, "outside_iso.toml")["code"]:
        own = {key: value for key, value in entry.items() if key != "printed"}
        for name in entry["printed"]:
            found[name] = msgspec.convert(own, DeclaredCode)
    return found
