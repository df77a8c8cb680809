"""What a build was made with, so that it can be repeated: the engine, and the recipes."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from annexes.base.storage import digest_of
from annexes.recipe.recipe import FOLDER

ENGINE = "annexes"


def built_by(root: Path) -> dict[str, Any]:
    """The entry `built` of the descriptor: name and version of the engine, the recipes' SHA-256."""
    recipes = sorted((root / FOLDER).glob("*.toml"))
    return {
        "engine": ENGINE,
        "version": _version(),
        "recipes": [
            {"path": path.relative_to(root).as_posix(), "sha256": digest_of(path)}
            for path in recipes
        ],
    }


def _version() -> str:
    """The version of the engine; '' where it runs from its sources alone."""
    try:
        return version(ENGINE)
    except PackageNotFoundError:
        return ""
