"""Changes of a recipe by the engine: comments, order and layout stay as a person left them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import Any

import tomlkit

from annexes.building.period_texts import PeriodRow, following

TEXTS = re.compile(r"(?ms)^\[(?:title|description)\]\n.*?(?=^\[|\Z)")


def with_version(package: str, version: str, day: dt.date) -> str:
    """The text of `package.toml` with this version, created on this day."""
    recipe = tomlkit.parse(package)
    if recipe.get("version") != version:
        recipe["version"] = version
    created = dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC)
    if recipe.get("created") != created:
        recipe["created"] = created
    return tomlkit.dumps(recipe)


def with_periods(package: str, rows: Sequence[PeriodRow]) -> str:
    """The text of `package.toml` in which title and description follow the periods."""
    return TEXTS.sub(lambda match: following(match[0], rows), package)


def with_review(recipe: str, edition: str, annex: str) -> str:
    """The text of a recipe in which a person has confirmed the figures of this annex."""
    document: Any = tomlkit.parse(recipe)
    editions = [document, *document.get("edition", [])] if "name" in document else [document]
    for own in editions:
        if own.get("edition") == edition:
            for expected in own["expect"]["annex"]:
                if expected["annex"] == annex:
                    expected.pop("reviewed", None)
    return tomlkit.dumps(document)


def with_revisions(package: str) -> str:
    """The text of `package.toml` with a resource for what corrected documents change."""
    recipe: Any = tomlkit.parse(package)
    if any(resource.get("rows_from") == "revisions" for resource in recipe["resource"]):
        return package
    *_, last = re.finditer(r"(?ms)^\[\[resource(?:\.column)?\]\].*?(?=^\[|\Z)", package)
    head = package[: last.end()].rstrip("\n")
    own = '[[resource]]\nname = "revisions"\nrows_from = "revisions"\n'
    return f"{head}\n\n{own}\n{package[last.end() :]}"
