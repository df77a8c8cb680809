"""What must hold of the editions together: reviewed, of different periods, and told so."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from annexes.base.errors import Place, Problem
from annexes.building.series.edition_periods import PERIODS, following, is_period, period_rows
from annexes.package.disk import DESCRIPTOR
from annexes.recipe.edition import DocumentRecipe
from annexes.recipe.folder import FOLDER, PACKAGE
from annexes.recipe.metadata import PackageRecipe
from annexes.recipe.recipe import Recipe


def check_editions(recipe: Recipe, root: Path) -> Iterator[Problem]:
    """A problem for each edition that nobody has reviewed, or that the package under `root` has
    and the recipe has not; for periods that are the same, and for a title or description that
    tells of one period or document where there are several.
    """
    yield from _not_reviewed(recipe)
    yield from _removed(recipe, root)
    yield from _replacing(recipe)
    yield from _same_periods(recipe)
    yield from _stale_texts(recipe)


def _file(edition: str) -> Place:
    return Place(str(FOLDER / f"{edition}.toml"))


def _not_reviewed(recipe: Recipe) -> Iterator[Problem]:
    for edition in recipe.editions:
        if labels := edition.not_reviewed:
            problem = f"nobody has reviewed {', '.join(labels)} of edition '{edition.edition}'"
            yield Problem("not-reviewed", _file(edition.edition), problem)


def _removed(recipe: Recipe, root: Path) -> Iterator[Problem]:
    """An edition is there as long as its name is, or its document."""
    known = {name for edition in recipe.editions for name in (edition.edition, edition.document.id)}
    for edition in _built(root / DESCRIPTOR):
        if not {edition.get("edition"), edition.get("document")} & known:
            name = edition["edition"]
            problem = f"the package has an edition '{name}', of which the recipe knows nothing"
            yield Problem("lost-edition", _file(name), problem)


def _built(descriptor: Path) -> list[dict[str, Any]]:
    """The editions in the package on disk, none where there is no package."""
    try:
        return list(json.loads(descriptor.read_bytes())["annexes"]["editions"])
    except (OSError, ValueError, KeyError, TypeError):
        return []


def _replacing(recipe: Recipe) -> Iterator[Problem]:
    known = {edition.edition for edition in recipe.editions}
    for edition in recipe.editions:
        if edition.replaces and edition.replaces.edition not in known - {edition.edition}:
            problem = f"it replaces '{edition.replaces.edition}', which is no other edition"
            hint = f"choose from {', '.join(sorted(known))}"
            yield Problem("edition", _file(edition.edition), problem, hint)


def _same_periods(recipe: Recipe) -> Iterator[Problem]:
    """Two rows of a resource with the same dates, or with the same label."""
    for name, rows in recipe.typed_in().items():
        spans = [row for row in rows if is_period(row)]
        seen: dict[tuple[str, str], int] = {}
        for number, row in enumerate(spans, start=1):
            facts = {c: str(v) for c, v in row.items() if c.startswith("label")}
            facts["start and end"] = f"{row['start']} to {row['end']}"
            for column, value in facts.items():
                if first := seen.get((column, value)):
                    problem = f"rows {first} and {number} of {name} have the same {column}: {value}"
                    yield Problem("same-period", Place(str(FOLDER)), problem)
                seen.setdefault((column, value), number)


def _stale_texts(recipe: Recipe) -> Iterator[Problem]:
    """One document alone may rightly be named, with its period."""
    rows, place = period_rows(recipe), Place(str(FOLDER / PACKAGE))
    for text in _texts(recipe.package) if len(recipe.standing) > 1 else ():
        if PERIODS not in text and following(text, rows).count(PERIODS) == 1 < len(rows):
            problem = f"a title or description names one of {len(rows)} periods: '{text[:80]}'"
            yield Problem("stale-text", place, problem)
    documents = [edition.document for edition in recipe.standing]
    for named in named_documents(recipe.package, documents) if len(documents) > 1 else ():
        problem = f"title or description name one of {len(documents)} documents: {named}"
        yield Problem("stale-text", place, problem)


def named_documents(package: PackageRecipe, documents: Sequence[DocumentRecipe]) -> list[str]:
    """The printed papers that title and description name, if they are not those of all."""
    numbers = [{own.number, own.question} - {""} for own in documents]
    words = {word.strip("().,;:") for text in _texts(package) for word in text.split()}
    named = [sorted(own & words) for own in numbers]
    return [] if all(named) else [number for own in named for number in own]


def _texts(package: PackageRecipe) -> tuple[str, ...]:
    return (package.title.en, package.title.de, package.description.en, package.description.de)
