"""An edition as a person reviews it: rows, sums, and what is not as in the edition before it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from annexes.base.errors import UsageError
from annexes.base.storage import replace_whole
from annexes.building.series.edition_periods import last_day, values_but_period
from annexes.reading.codes.code_list import codes_of
from annexes.reading.extract import extract
from annexes.reading.understood_rows import CellValue, Extraction, Row
from annexes.recipe.edition import EditionRecipe
from annexes.recipe.edits import with_review
from annexes.recipe.folder import FOLDER, PACKAGE
from annexes.recipe.recipe import Recipe, load_recipe

Earlier = tuple[EditionRecipe, Extraction]
LEAST, FACTOR = 10, 2
"""A figure has jumped if it differs by so much, and one value is so many times the other."""


@dataclass(frozen=True, slots=True)
class Jump:
    """A figure that is far from what it was; both values, and no judgement."""

    key: str
    column: str
    before: CellValue
    after: CellValue


@dataclass(frozen=True)
class AnnexReview:
    """An annex: its sums by column, its rows, and what differs from the edition before it.

    `findings` are in words; `before` is the edition compared with, '' if there is none.
    """

    label: str
    values: Mapping[str, str]
    reviewed: bool
    sums: Mapping[str, int]
    rows: Sequence[Row]
    before: str
    new: Sequence[str]
    gone: Sequence[str]
    jumped: Sequence[Jump]
    findings: Sequence[str]


@dataclass(frozen=True)
class EditionReview:
    """An edition with all its annexes, and the document they were read from; `findings` are those
    that are about no single annex.
    """

    edition: EditionRecipe
    document: Path
    read: Extraction
    annexes: Sequence[AnnexReview]
    findings: Sequence[str]


def review(root: Path, edition: str = "") -> EditionReview:
    """What there is to review of an edition: by default the first that nobody has reviewed, else
    the last.

    Raises UsageError where there is no such edition, DocumentError where it cannot be read.
    """
    recipe = load_recipe(root)
    codes = codes_of(recipe)
    chosen = _chosen(recipe, edition)
    document = root / chosen.document.file
    read = extract(document, chosen, recipe, codes)
    before = None
    if earlier := _before(recipe, chosen):
        before = (earlier, extract(root / earlier.document.file, earlier, recipe, codes))
    annexes = [_annex(chosen, read, n, before) for n in range(len(chosen.annexes))]
    labels = [annex.label for annex in chosen.annexes]
    notes = [finding.note_en for finding in read.findings]
    general = [note for note in notes if not any(label in note for label in labels)]
    return EditionReview(chosen, document, read, annexes, general)


def accept(root: Path, edition: str, annex: str) -> None:
    """Write into the recipe that a person has compared this annex with the document."""
    own = root / FOLDER / f"{edition}.toml"
    path = own if own.is_file() else root / FOLDER / PACKAGE
    text = path.read_text("utf-8")
    told = with_review(text, edition, annex)
    if told != text:
        replace_whole(path, told.encode())


def _chosen(recipe: Recipe, name: str) -> EditionRecipe:
    if name:
        return recipe.edition(name)
    if not recipe.editions:
        raise UsageError.of("edition", FOLDER, "there is no edition yet")
    waiting = (edition for edition in recipe.editions if edition.not_reviewed)
    return next(waiting, recipe.editions[-1])


def _before(recipe: Recipe, chosen: EditionRecipe) -> EditionRecipe | None:
    """The edition that it corrects, else the last one that ends before it."""
    if chosen.replaces:
        return recipe.edition(chosen.replaces.edition)
    others = [e for e in recipe.standing if e is not chosen and last_day(e) <= last_day(chosen)]
    return max(others, key=lambda e: (last_day(e), e.edition), default=None)


def _annex(
    edition: EditionRecipe, read: Extraction, number: int, earlier: Earlier | None
) -> AnnexReview:
    annex, expected = edition.annexes[number], edition.expect.annexes[number]
    rows = [row for row in read.rows if row.annex == number]
    before = _rows_before(edition, number, earlier) if earlier else []
    keys, keys_before = {row.key: row for row in rows}, {row.key: row for row in before}
    return AnnexReview(
        label=annex.label,
        values=edition.values(number),
        reviewed=expected.reviewed,
        sums=edition.expected_sums(number),
        rows=rows,
        before=earlier[0].edition if earlier and before else "",
        new=[key for key in keys if before and key not in keys_before],
        gone=[key for key in keys_before if key not in keys],
        jumped=[
            Jump(key, column, value, row.figures[column])
            for key, row in keys.items()
            if key in keys_before
            for column, value in keys_before[key].figures.items()
            if column in row.figures and _has_jumped(value, row.figures[column])
        ],
        findings=[f.note_en for f in read.findings if annex.label in f.note_en],
    )


def _rows_before(edition: EditionRecipe, number: int, earlier: Earlier) -> list[Row]:
    """The rows of the annex with the same values but for the period, of the same label, or of the
    only one in its resource.
    """
    recipe, read = earlier
    own, annex = values_but_period(edition, number), edition.annexes[number]
    same = [
        n
        for n, other in enumerate(recipe.annexes)
        if other.resource == annex.resource and values_but_period(recipe, n) == own
    ]
    named = [n for n, other in enumerate(recipe.annexes) if other.label == annex.label]
    alike = [*(same if own else []), *named, *(same if len(same) == 1 else [])]
    return [row for row in read.rows if row.annex in alike[:1]]


def _has_jumped(before: CellValue, after: CellValue) -> bool:
    if not isinstance(before, int | Decimal) or not isinstance(after, int | Decimal):
        return before != after
    low, high = sorted((before, after))
    return high - low >= LEAST and high >= FACTOR * low
