"""The annexes of the dataset, drafted from nothing but the document, against the recipe by hand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from annexes.package.disk import open_package
from annexes.reading.extract import extract
from annexes.recipe.recipe import Recipe, load_recipe
from drawing import PLAIN, RULED, draw_annexes

Run = Callable[..., Result]


@pytest.mark.parametrize("kind", ["text", "unruled", "ruled"])
def test_the_draft_says_what_was_written_by_hand(
    tmp_path: Path, root: Path, recipe: Recipe, codes, annexes: Run, kind: str
) -> None:
    by_hand = recipe.editions[0]
    source = root / by_hand.document.file
    document = tmp_path / ("answer.txt" if kind == "text" else "answer.pdf")
    if kind == "text":
        document.write_bytes(source.read_bytes())
    else:
        style = RULED if kind == "ruled" else PLAIN
        document.write_bytes(draw_annexes(extract(source, by_hand, recipe, codes), by_hand, style))
    result = annexes("new", document, tmp_path / "package")
    assert result.exit_code == 0, result.output
    draft = load_recipe(tmp_path / "package").editions[0]
    assert [(a.label, a.pages, a.above, a.below, a.furniture) for a in draft.annexes] == [
        (a.label, a.pages, a.above, a.below, a.furniture) for a in by_hand.annexes
    ]
    assert draft.expect.annexes == by_hand.expect.annexes
    assert draft.layout(0).last == by_hand.layout(0).last
    assert draft.table is not None
    assert by_hand.table is not None
    assert draft.table.same_codes == by_hand.table.same_codes
    assert {(a.code, a.printed, a.reason) for a in draft.aliases} == {
        (a.code, a.printed, a.reason) for a in by_hand.aliases
    }
    assert [(a.observation, a.annex, a.codes) for a in draft.acknowledged] == [
        (a.observation, a.annex, a.codes) for a in by_hand.acknowledged
    ]
    figures = open_package(tmp_path / "package").records("figures")
    cases = open_package(root).records("cases")
    captions = {a.values["area"]: a.below[0] for a in by_hand.annexes}
    assert sorted(tuple(row.values()) for row in figures) == sorted(
        (row["period"], captions[row["area"]], *tuple(row.values())[2:]) for row in cases
    )
