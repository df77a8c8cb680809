"""What types cannot say of a recipe: that its parts agree with each other."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from annexes.errors import Place, Problem
from annexes.recipe.edition import Edition


def disagreements(path: Path, edition: Edition) -> Iterator[Problem]:
    """Yield one problem for each part of the edition that contradicts another."""
    for text in (*_name(path, edition), *_columns(edition), *_labels(edition), *_sums(edition)):
        hint = "correct the recipe so that its parts agree"
        yield Problem("recipe", Place(str(path)), text, hint)


def _name(path: Path, edition: Edition) -> Iterator[str]:
    if path.stem != edition.edition:
        yield f"the file is {path.name}, but it says edition = '{edition.edition}'"


def _columns(edition: Edition) -> Iterator[str]:
    kinds = [column.reads for column in edition.table.columns]
    if kinds[0] != "code-name" or set(kinds[1:]) != {"count"}:
        yield "the columns must be one 'code-name', then one or more 'count'"


def _labels(edition: Edition) -> Iterator[str]:
    labels = [annex.label for annex in edition.annexes]
    if len(set(labels)) != len(labels):
        yield "two annexes have the same label"
    used = [label for group in edition.table.same_codes for label in group]
    used += [entry.annex for entry in edition.acknowledged]
    for label in dict.fromkeys(used):
        if label not in labels:
            yield f"'{label}' is not the label of an annex"
    if [expected.annex for expected in edition.expect.annexes] != labels:
        yield "expect must list every annex once, in the order of the document"


def _sums(edition: Edition) -> Iterator[str]:
    counts = {column.name for column in edition.table.counts}
    for expected in edition.expect.annexes:
        if set(expected.sums) != counts:
            yield f"expect for '{expected.annex}' must sum every count column"
