"""Changes of a recipe by the engine: comments, order and layout stay as a person left them."""

from __future__ import annotations

import datetime as dt

import tomlkit


def with_version(package: str, version: str, day: dt.date) -> str:
    """The text of `package.toml` with this version, created on this day."""
    recipe = tomlkit.parse(package)
    if recipe.get("version") != version:
        recipe["version"] = version
    created = dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC)
    if recipe.get("created") != created:
        recipe["created"] = created
    return tomlkit.dumps(recipe)
