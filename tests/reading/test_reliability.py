"""No damage that the document betrays is read; no harmless change is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from annexes.recipe.recipe import Recipe
from bench.reliability import found, outcomes

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(("kind", "rounds"), [("text", 4), ("pdf", 2)])
def test_damage_is_refused_and_harmless_changes_are_read(
    root: Path, recipe: Recipe, kind: str, rounds: int
) -> None:
    counts = outcomes(recipe, root / recipe.editions[0].document.file, kind, rounds, seed=1)
    wrong = {(name, what) for right, name, what in counts if (right == "same") != (what == "read")}
    assert not wrong


def test_tables_without_a_recipe_are_read_exactly_or_refused() -> None:
    counts = found(200, seed=1)
    assert not counts["ruled", "WRONG"] + counts["unruled", "WRONG"]
    # A name alone at the pitch of the rows may be a row, or the upper line of the next name.
    assert counts["ruled", "read"] + counts["unruled", "read"] >= 170
