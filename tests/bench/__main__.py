"""`make bench`: everything that is measured, one part after the other."""

from __future__ import annotations

from pathlib import Path

from annexes.recipe.recipe import load_recipe
from bench import exports, portals, reading, reliability, startup, validation

ROOT = Path(__file__).parents[2]


def main() -> None:
    recipe = load_recipe(ROOT)
    print("Start-up:")
    startup.report(ROOT)
    print("Reading:")
    reading.report(recipe, ROOT / recipe.editions[0].document.file)
    print("Validation:")
    validation.report(ROOT)
    print("Exports:")
    exports.report(ROOT)
    print("Portals:")
    portals.report(ROOT)
    print("Reliability:")
    reliability.report(recipe, ROOT / recipe.editions[0].document.file)


if __name__ == "__main__":
    main()
