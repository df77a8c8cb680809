"""Annexes of the kind that this engine was made for: the draft says what a person wrote by hand.

The hand-made recipe is that of the small package. Its annexes, drawn as PDF in several ways and as
the text that they are, go into `annexes new` with nothing else; what a person still has to give are
names of things, reasons, and what the document does not say.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from annexes.package.disk import open_package
from annexes.reading.codes.code_list import CodeList
from annexes.reading.extract import extract
from annexes.recipe.edition import EditionRecipe
from annexes.recipe.recipe import Recipe, load_recipe
from drawing import PLAIN, RULED, TIGHT, Style, draw_annexes

Run = Callable[..., Result]
STYLES = {
    "unruled": PLAIN,
    "ruled": RULED,
    "wrapped": TIGHT,
    "code-apart": Style(ruled=True, code_apart=True),
}


@pytest.fixture(scope="module", params=[*STYLES, "text"])
def drafted(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    root: Path,
    recipe: Recipe,
    codes: CodeList,
) -> Path:
    """The package that is drafted from the annexes, drawn or as text."""
    from typer.testing import CliRunner

    from annexes.cli import application

    by_hand = recipe.editions[0]
    source = root / by_hand.document.file
    folder = tmp_path_factory.mktemp("drafted")
    if request.param == "text":
        document = folder / "answer.txt"
        text = source.read_text("utf-8")
        document.write_text(text[text.index("Anlage zu Frage") :], "utf-8")
    else:
        read = extract(source, by_hand, recipe, codes)
        document = folder / "answer.pdf"
        document.write_bytes(draw_annexes(read, by_hand, STYLES[request.param]))
    result = CliRunner().invoke(application(), ["new", str(document), str(folder / "package")])
    assert result.exit_code == 0, result.output
    return folder / "package"


@pytest.fixture
def draft(drafted: Path) -> EditionRecipe:
    return load_recipe(drafted).editions[0]


@pytest.fixture
def by_hand(recipe: Recipe) -> EditionRecipe:
    return recipe.editions[0]


def test_annexes_pages_and_captions(draft: EditionRecipe, by_hand: EditionRecipe) -> None:
    assert [(a.label, a.pages, a.above, a.below, a.furniture) for a in draft.annexes] == [
        (a.label, a.pages, a.above, a.below, a.furniture) for a in by_hand.annexes
    ]


def test_printed_columns_are_read_alike(draft: EditionRecipe, by_hand: EditionRecipe) -> None:
    for number in range(len(by_hand.annexes)):
        ours, theirs = draft.layout(number), by_hand.layout(number)
        assert [(c.header, c.reads) for c in ours.columns] == [
            (c.header, c.reads) for c in theirs.columns
        ]
        assert (ours.codes, ours.thousands, ours.nil) == (
            theirs.codes,
            theirs.thousands,
            theirs.nil,
        )


def test_twins_and_the_codes_that_stand_last(draft: EditionRecipe, by_hand: EditionRecipe) -> None:
    assert draft.layout(0).last == by_hand.layout(0).last
    assert draft.table
    assert by_hand.table
    assert draft.table.same_codes == by_hand.table.same_codes


def test_one_resource_with_a_column_for_the_period_and_one_from_the_captions(
    drafted: Path, draft: EditionRecipe, by_hand: EditionRecipe
) -> None:
    recipe = load_recipe(drafted)
    assert len(recipe.facts()) == 1
    ours = [draft.values(number) for number in range(len(draft.annexes))]
    theirs = [by_hand.values(number) for number in range(len(by_hand.annexes))]
    assert [own["period"] for own in ours] == [own["period"] for own in theirs]
    captions = [annex.below[0] for annex in by_hand.annexes]
    assert [own["caption"] for own in ours] == captions
    (row,), (typed,) = recipe.typed_in()["periods"], by_hand.rows["periods"]
    assert {**row, "document": ""} == {**typed, "document": ""}


def test_aliases_with_their_reasons(draft: EditionRecipe, by_hand: EditionRecipe) -> None:
    assert {(a.code, a.printed, a.reason) for a in draft.aliases} == {
        (a.code, a.printed, a.reason) for a in by_hand.aliases
    }


def test_what_is_odd_is_acknowledged_and_left_to_be_explained(
    draft: EditionRecipe, by_hand: EditionRecipe
) -> None:
    assert [(a.observation, a.annex, a.codes) for a in draft.acknowledged] == [
        (a.observation, a.annex, a.codes) for a in by_hand.acknowledged
    ]
    assert {a.reason for a in draft.acknowledged} == {"to be confirmed"}


def test_expected_rows_and_sums(draft: EditionRecipe, by_hand: EditionRecipe) -> None:
    assert draft.expect.annexes == by_hand.expect.annexes


def test_the_data_are_those_of_the_package_by_hand(drafted: Path, root: Path) -> None:
    ours, theirs = open_package(drafted), open_package(root)
    (edition,) = load_recipe(root).editions
    captions = {a.values["area"]: a.below[0] for a in edition.annexes}
    rows = [list(row.values()) for row in ours.records("figures")]
    assert sorted(rows) == sorted(
        [row["period"], captions[row["area"]], *list(row.values())[2:]]
        for row in theirs.records("inspections")
    )
    foreign = load_schema(drafted, "figures")["foreignKeys"]
    assert {key["reference"]["resource"] for key in foreign} == {"periods", "countries"}


def load_schema(package: Path, name: str) -> dict:
    import json

    return json.loads((package / "schema" / f"{name}.json").read_bytes())


def test_the_draft_is_valid_and_says_what_is_to_be_confirmed(drafted: Path, annexes: Run) -> None:
    assert annexes("validate", drafted).exit_code == 0
    said = load_recipe(drafted).unconfirmed()
    assert any("tells its annexes apart" in text for text in said)
    assert any("'Großbritannien' means GBR" in text for text in said)
    assert open_package(drafted).descriptor["annexes"]["unconfirmed"] == said


def test_a_pair_that_does_not_agree_is_a_doubt_and_no_label(
    tmp_path: Path, root: Path, by_hand: EditionRecipe, annexes: Run
) -> None:
    text = (root / by_hand.document.file).read_text("utf-8")
    text = text[text.index("Anlage zu Frage") :].replace("BHS Bahamas", "BHS Barbados", 1)
    (tmp_path / "answer.txt").write_text(text, "utf-8")
    result = annexes("new", tmp_path / "answer.txt", tmp_path / "package")
    assert result.exit_code == 1
    assert "'BHS Barbados' does not agree: that is the name of BRB" in result.stdout
    assert result.stdout.count("[name-mismatch]") == 1
