"""The recipe of a package: what a person has typed in, checked and typed."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from annexes.base.errors import Place, Problem, RecipeError, UsageError, raise_if_any
from annexes.recipe.agreement import disagreements
from annexes.recipe.edition import CodeListName, EditionRecipe
from annexes.recipe.metadata import PackageRecipe
from annexes.recipe.toml import read_toml
from annexes.recipe.types import TypedRows

FOLDER = Path("scripts/recipes")
PACKAGE = "package.toml"


class Recipe(Struct, frozen=True):
    """All that is typed in about one package."""

    package: PackageRecipe
    editions: list[EditionRecipe]

    def typed_in(self) -> TypedRows:
        """All typed-in rows by resource: those of the package, then those of each edition."""
        rows: TypedRows = {}
        for part in (self.package.rows, *(edition.rows for edition in self.editions)):
            for name, own in part.items():
                rows.setdefault(name, []).extend(own)
        return rows

    def code_lists(self) -> list[CodeListName]:
        """The official lists that the documents use, in the order of their first use."""
        layouts = (e.layout(number) for e in self.editions for number in range(len(e.annexes)))
        return list(dict.fromkeys(layout.codes for layout in layouts))

    def edition(self, name: str) -> EditionRecipe:
        """The edition of this name; UsageError names the others if there is none."""
        for edition in self.editions:
            if edition.edition == name:
                return edition
        known = ", ".join(edition.edition for edition in self.editions)
        problem = f"there is no edition '{name}'"
        raise UsageError(Problem("edition", Place(str(FOLDER)), problem, f"choose from: {known}"))


def load_recipe(root: Path) -> Recipe:
    """Read `package.toml` and all editions beside it, in the order of their names.

    Raises RecipeError with file and line, UsageError where there is no recipe at all.
    """
    folder = root / FOLDER
    if not (folder / PACKAGE).is_file():
        hint = "run the command in the folder of a package, or name that folder with -C"
        raise UsageError(Problem("recipe", Place(str(folder / PACKAGE)), "no recipe here", hint))
    package = read_toml(folder / PACKAGE, PackageRecipe)
    paths = sorted(path for path in folder.glob("*.toml") if path.name != PACKAGE)
    editions = [read_toml(path, EditionRecipe) for path in paths]
    for path, edition in zip(paths, editions, strict=True):
        raise_if_any(RecipeError, disagreements(path, edition))
    return Recipe(package, editions)
