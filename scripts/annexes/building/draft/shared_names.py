"""Names and codes that recipes of one language share: proposals for aliases and declared codes."""

from __future__ import annotations

from functools import cache

import msgspec

from annexes.base.texts import toml_of
from annexes.recipe.edition import Alias, Language
from annexes.recipe.metadata import DeclaredCode

ROOM = "building.draft"


@cache
def shared_names(language: Language) -> list[Alias]:
    """Printed names of states in this language that are none of their reference names."""
    return msgspec.convert(toml_of(ROOM, f"names_{language}.toml")["name"], list[Alias])


@cache
def codes_outside_iso() -> dict[str, DeclaredCode]:
    """Codes outside ISO 3166-1 that tables by nationality use, by each name they have in print."""
    return {
        name: msgspec.convert({k: v for k, v in entry.items() if k != "printed"}, DeclaredCode)
        for entry in toml_of(ROOM, "outside_iso.toml")["code"]
        for name in entry["printed"]
    }
