"""The portals' own words, in English and German: `words.toml` beside this module."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources


@cache
def words(name: str) -> dict[str, str]:
    """One text in all languages, by language."""
    text = resources.files(__package__).joinpath("words.toml").read_text("utf-8")
    entries: dict[str, dict[str, str]] = tomllib.loads(text)
    return entries[name]
