"""The words of the exports themselves, in English and German: `words.toml` beside this module."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources


@cache
def words(language: str) -> dict[str, str]:
    """All words in this language, by their name."""
    text = resources.files(__package__).joinpath("words.toml").read_text("utf-8")
    return {name: entry[language] for name, entry in tomllib.loads(text).items()}
