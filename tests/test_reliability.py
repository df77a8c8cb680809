"""No damage that the text betrays is read; no harmless change is refused."""

from __future__ import annotations

from pathlib import Path

from annexes.recipe import Recipe
from bench.reliability import outcomes


def test_damage_is_refused_and_harmless_changes_are_read(root: Path, recipe: Recipe) -> None:
    counts = outcomes(recipe, root / recipe.editions[0].document.file, rounds=4, seed=1)
    assert {(right, happened) for right, _, happened in counts} == {
        ("same", "read"),
        ("refuse", "refused"),
    }
