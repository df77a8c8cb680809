"""The one fact that a portal gives: a reserved DOI, written into the recipe beside all comments."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from annexes.base.errors import Place, RecipeError, UsageError
from annexes.base.storage import replace_whole
from annexes.recipe.fact_lines import recipe_place
from annexes.recipe.folder import FOLDER, PACKAGE

if TYPE_CHECKING:
    from tomlkit import TOMLDocument

FACT = "annexes.publication.doi"


def check_takes_doi(root: Path) -> None:
    """Raise UsageError where no recipe could take a DOI, RecipeError where it has no place."""
    _recipe(root / FOLDER / PACKAGE)


def write_doi(root: Path, doi: str) -> Place:
    """Say this DOI under [publication]; every other byte stays. Returns the line.

    Raises as `check_takes_doi` does, before anything is written.
    """
    import tomlkit

    path = root / FOLDER / PACKAGE
    recipe = _recipe(path)
    recipe["publication"]["doi"] = doi
    replace_whole(path, tomlkit.dumps(recipe).encode())
    return recipe_place(root, FACT) or Place(str(path))


def _recipe(path: Path) -> TOMLDocument:
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        recipe = tomlkit.parse(path.read_bytes().decode())
    except OSError as error:
        hint = "reserve a DOI where the package is built: its recipe keeps it"
        raise UsageError.of("recipe", path, "no recipe here", hint) from error
    except (TOMLKitError, UnicodeDecodeError) as error:
        hint = "correct it, until 'annexes build' takes it"
        raise RecipeError.of("recipe", path, str(error), hint) from error
    if not isinstance(recipe.get("publication"), dict):
        problem, hint = "the recipe has no [publication]", "say there what portals ask for"
        raise RecipeError.of("recipe", path, problem, hint)
    return recipe
