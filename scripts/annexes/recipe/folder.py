"""Where the recipe of a package lies: one file for the package, and one for each edition."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path("scripts/recipes")
PACKAGE = "package.toml"


def recipe_files(root: Path) -> list[Path]:
    """All files of the recipe under `root`, in the order of their names."""
    return sorted((root / FOLDER).glob("*.toml"))


def edition_files(root: Path) -> list[Path]:
    """Those of the editions that have a file of their own."""
    return [path for path in recipe_files(root) if path.name != PACKAGE]
