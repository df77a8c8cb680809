"""Texts for people and lists of facts: each room keeps its own in TOML files beside its modules.

A text is a table with an entry for each language: `[cite]`, `en = "…"`, `de = "…"`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

Texts = dict[str, str]
"""A text for people by its language."""


def some_of(texts: Sequence[str], most: int = 3) -> str:
    """The first of these texts, and how many more there are: 'a, b, c and 2 more'."""
    more = f" and {len(texts) - most} more" if len(texts) > most else ""
    return ", ".join(texts[:most]) + more


@cache
def file_of(room: str, name: str) -> str:
    """The text of a file beside the modules of a room, such as `exports.page`."""
    return Path(__file__).parents[1].joinpath(*room.split("."), name).read_text("utf-8")


@cache
def toml_of(room: str, name: str) -> dict[str, Any]:
    """A TOML file beside the modules of a room."""
    return tomllib.loads(file_of(room, name))


def texts_of(room: str) -> Mapping[str, Texts]:
    """The texts of a room by name: its `texts.toml`."""
    return toml_of(room, "texts.toml")


@cache
def texts_in(room: str, language: str) -> Texts:
    """The texts of a room in one language, by name."""
    return {name: text[language] for name, text in texts_of(room).items()}
