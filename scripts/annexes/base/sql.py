"""Texts as DuckDB's SQL writes them."""

from __future__ import annotations

from collections.abc import Iterable


def quoted(text: str) -> str:
    """The text as a literal."""
    inner = text.replace("'", "''")
    return f"'{inner}'"


def identifier(name: str) -> str:
    """The name of a table or a column."""
    inner = name.replace('"', '""')
    return f'"{inner}"'


def listed(texts: Iterable[str]) -> str:
    """Literals with commas between them."""
    return ", ".join(map(quoted, texts))
