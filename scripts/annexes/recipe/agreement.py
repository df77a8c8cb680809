"""What types cannot say of a recipe: that its parts agree with each other."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from annexes.base.errors import Place, Problem
from annexes.recipe.edition import FIGURES, LABELS, EditionRecipe, Layout, names_in


def disagreements(path: Path, edition: EditionRecipe) -> Iterator[Problem]:
    """Yield one problem for each part of the edition that contradicts another."""
    texts = list(_name(path, edition)) + list(_layouts(edition))
    if not texts:  # what follows relies on columns
        texts = [*_labels(edition), *_sums(edition), *_pages(edition)]
    for text in texts:
        hint = "correct the recipe so that its parts agree"
        yield Problem("recipe", Place(str(path)), text, hint)


def _name(path: Path, edition: EditionRecipe) -> Iterator[str]:
    if path.stem != edition.edition:
        yield f"the file is {path.name}, but it says edition = '{edition.edition}'"


def _layouts(edition: EditionRecipe) -> Iterator[str]:
    for annex in edition.annexes:
        layout = annex.layout or edition.table
        if layout is None:
            yield f"'{annex.label}' has no columns: neither [table] nor a layout of its own"
        else:
            yield from _columns(layout, annex.label)


def _columns(layout: Layout, label: str) -> Iterator[str]:
    kinds = [column.reads for column in layout.columns]
    names = [column.name for column in layout.columns]
    behind_rank = kinds[1:] if kinds[0] == "rank" else kinds
    if behind_rank[0] not in LABELS or not behind_rank[1:]:
        yield f"the columns of '{label}' must begin with one of {', '.join(LABELS)}"
    elif not set(behind_rank[1:]) <= set(FIGURES):
        yield f"behind its first, the columns of '{label}' must be one of {', '.join(FIGURES)}"
    if len(set(names)) != len(names):
        yield f"two columns of '{label}' have the same name"
    if layout.thousands and layout.thousands == layout.decimal:
        yield f"'{layout.decimal}' cannot separate both thousands and decimals in '{label}'"
    for first, *more in layout.cells:
        own = [column.name for column in (first, *more)]
        if (first.cell and names_in(first.cell) != own) or any(column.cell for column in more):
            yield f"the cell '{first.cell}' of '{label}' must name its column and those behind it"
    for whole in layout.parts:
        for name in {whole.column, *whole.parts} - set(names):
            yield f"'{name}' in the parts of '{label}' is not the name of a column"


def _labels(edition: EditionRecipe) -> Iterator[str]:
    labels = [annex.label for annex in edition.annexes]
    if len(set(labels)) != len(labels):
        yield "two annexes have the same label"
    twins = edition.table.same_codes if edition.table else []
    used = [label for group in twins for label in group]
    used += [entry.annex for entry in edition.acknowledged]
    for label in dict.fromkeys(used):
        if label not in labels:
            yield f"'{label}' is not the label of an annex"
    if [expected.annex for expected in edition.expect.annexes] != labels:
        yield "expect must list every annex once, in the order of the document"


def _sums(edition: EditionRecipe) -> Iterator[str]:
    for number, expected in enumerate(edition.expect.annexes[: len(edition.annexes)]):
        figures = edition.layout(number).figures
        counts = {column.name for column in figures if column.reads == "count"}
        if set(expected.sums) != counts:
            yield f"expect for '{expected.annex}' must sum every count column"


def _pages(edition: EditionRecipe) -> Iterator[str]:
    placed = [bool(annex.page) for annex in edition.annexes]
    if any(placed) and not all(placed):
        yield "either every annex says on which page it stands, or none does"
