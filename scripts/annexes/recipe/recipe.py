"""The recipe of a package: what a person has typed in, checked and typed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
from msgspec import Struct

from annexes.base.errors import Place, Problem, RecipeError, UsageError, raise_if_any
from annexes.recipe.agreement import (
    Disagreement,
    disagreements_of_edition,
    disagreements_of_package,
)
from annexes.recipe.edition import CodeListName, EditionRecipe, Language
from annexes.recipe.folder import FOLDER, PACKAGE, edition_files
from annexes.recipe.metadata import PackageRecipe, ResourceRecipe
from annexes.recipe.toml import line_at, read_toml
from annexes.recipe.types import TypedRows

UNDECIDED = "to be confirmed"
"""Stands in a draft where a text is needed that only a person knows."""


class Recipe(Struct, frozen=True):
    """All that is typed in about one package; each layout has its columns."""

    package: PackageRecipe
    editions: list[EditionRecipe]

    def typed_in(self) -> TypedRows:
        """All typed-in rows by resource: those of the package, then those of each edition."""
        rows: TypedRows = {}
        for part in (self.package.rows, *(edition.rows for edition in self.standing)):
            for name, own in part.items():
                rows.setdefault(name, []).extend(own)
        return rows

    @property
    def standing(self) -> list[EditionRecipe]:
        """The editions whose figures count today: those that no corrected document replaces."""
        replaced = {edition.replaces.edition for edition in self.editions if edition.replaces}
        return [edition for edition in self.editions if edition.edition not in replaced]

    def code_lists(self) -> list[CodeListName]:
        """The official lists that the documents use, in the order of their first use."""
        layouts = (e.layout(number) for e in self.editions for number in range(len(e.annexes)))
        return list(dict.fromkeys(layout.codes for layout in layouts))

    def language(self) -> Language:
        """The language of the names in its documents, which is that of the first."""
        return self.editions[0].document.language if self.editions else "de"

    def edition(self, name: str) -> EditionRecipe:
        """The edition of this name; UsageError names the others if there is none."""
        for edition in self.editions:
            if edition.edition == name:
                return edition
        known = ", ".join(edition.edition for edition in self.editions)
        problem = f"there is no edition '{name}'"
        raise UsageError.of("edition", FOLDER, problem, f"choose from: {known}")

    def facts(self) -> list[ResourceRecipe]:
        """The resources that annexes fill, in the order of the package."""
        return self.package.facts

    def filled_by(self, edition: EditionRecipe, annex: int) -> str:
        """The name of the resource that this annex fills."""
        return edition.annexes[annex].resource or self.facts()[0].name

    def unconfirmed(self) -> list[str]:
        """What a person still has to confirm, in the words of the recipe."""
        listed = (f"{about}: {text}" for about, own in self.package.confirm.items() for text in own)
        package = msgspec.to_builtins(self.package)
        package.pop("edition", None)
        texts = [("", package)]
        texts += [(f"edition {e.edition}", msgspec.to_builtins(e)) for e in self.editions]
        open_ones = (text for at, part in texts for text in _undecided(at, part))
        return list(dict.fromkeys([*listed, *open_ones]))


def load_recipe(root: Path) -> Recipe:
    """Read `package.toml` and all editions beside it, in the order of their names.

    Raises RecipeError with file and line, UsageError where there is no recipe at all.
    """
    folder = root / FOLDER
    if not (folder / PACKAGE).is_file():
        raise UsageError.of("no-recipe", folder / PACKAGE, "no recipe here")
    package = read_toml(folder / PACKAGE, PackageRecipe)
    _raise_faults(folder / PACKAGE, disagreements_of_package(package))
    editions = _editions(root, package)
    rows = Recipe(package, editions).typed_in()
    for number, edition in enumerate(editions[: len(package.editions)]):
        faults = disagreements_of_edition(edition.edition, edition, package, rows)
        _raise_faults(folder / PACKAGE, faults, f"$.edition[{number}]")
    for path, edition in zip(edition_files(root), editions[len(package.editions) :], strict=True):
        _raise_faults(path, disagreements_of_edition(path.stem, edition, package, rows))
    return recipe_of(package, editions)


def as_typed(root: Path) -> list[EditionRecipe]:
    """All editions as a person has typed them in, without the columns of the resources."""
    return _editions(root, read_toml(root / FOLDER / PACKAGE, PackageRecipe))


def _editions(root: Path, package: PackageRecipe) -> list[EditionRecipe]:
    return [*package.editions, *(read_toml(path, EditionRecipe) for path in edition_files(root))]


def recipe_of(package: PackageRecipe, editions: list[EditionRecipe]) -> Recipe:
    """The recipe, with the columns of the resources in the layouts that list none."""
    return Recipe(package, list(map(package.completed, editions)))


def _raise_faults(path: Path, faults: Iterator[Disagreement], at: str = "$") -> None:
    """Raise what is wrong in a file, or in the entry of it that stands at this place."""
    found = [(line_at(path, fault.at.replace("$", at)), fault.text) for fault in faults]
    problems = [Problem("recipe", Place(str(path), line=line), text) for line, text in found]
    raise_if_any(RecipeError, problems)


def _undecided(at: str, value: object) -> Iterator[str]:
    """Where a text is still the one that a draft puts in its place."""
    if value == UNDECIDED:
        yield f"{at.lstrip('.')}: {UNDECIDED}"
    elif isinstance(value, dict):
        for key, own in value.items():
            yield from _undecided(f"{at}.{key}", own)
    elif isinstance(value, list):
        for number, own in enumerate(value):
            yield from _undecided(f"{at}[{number}]", own)
