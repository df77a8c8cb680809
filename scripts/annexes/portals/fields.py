"""Which fact stands under which name in each vocabulary: the tables of `fields.toml`, filled in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from annexes.base.errors import UsageError
from annexes.base.texts import Texts, toml_of
from annexes.package.about import About

Node = dict[str, Any]
"""An object of JSON."""


def fields(form: str, told: object, language: str | None = None) -> Node:
    """The table of a form with what `told` holds, in its order; '' for what is not known.

    Days are texts. A text is in this language, as `in_language`, or without one in all of them.
    """
    table = toml_of("portals", "fields.toml")[form]
    return {name: _value(told, path, language) for name, path in table.items()}


def _value(told: object, path: str | Mapping[str, Any], language: str | None) -> Any:
    if not isinstance(path, str):
        return path["is"]
    if not path:
        return ""
    value = told
    for name in path.split("."):
        value = getattr(value, name, None)
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, dict) and language is not None:
        return in_language(value, language)
    if isinstance(value, tuple):
        return list(value)
    return "" if value is None else value


def in_language(texts: Texts, language: str) -> str:
    """The text in this language, or in the package's own, or ''."""
    return texts.get(language) or next(iter(texts.values()), "")


def filled(node: Mapping[str, Any]) -> Node:
    """The object without what is not known."""
    return {key: value for key, value in node.items() if value not in (None, "", [], {})}


def check_language(facts: About, language: str) -> None:
    """Raise UsageError for a language in which the package says nothing."""
    if language and language not in facts.languages:
        hint = f"choose from {', '.join(facts.languages)}"
        problem = f"the package has no texts in '{language}'"
        raise UsageError.of("usage", "--language", problem, hint)
