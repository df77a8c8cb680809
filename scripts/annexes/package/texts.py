"""Texts of a package in the language of a reader.

The descriptor follows the languages recipe of the standard: `title` beside `title@de`. Tables
that name things have a column for each language, such as `label_en` and `label_de`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from annexes.package.tables import Table

LANGUAGES = ("en", "de")


def said(entry: Mapping[str, Any], text: str, language: str) -> str:
    """The text in this language, else as the entry gives it without a mark, else ''."""
    return str(entry.get(f"{text}@{language}") or entry.get(text) or "")


def label_column(table: Table, language: str) -> str | None:
    """The column that names a row of the table in this language, if there is one."""
    suffix = f"_{language}"
    return next((column.name for column in table.columns if column.name.endswith(suffix)), None)


def categories(field: Mapping[str, Any], language: str) -> dict[str, str]:
    """The values of a field that has categories, each with its label, '' where it has none."""
    declared = (c if isinstance(c, dict) else {"value": c} for c in field.get("categories") or [])
    return {str(c.get("value")): said(c, "label", language) for c in declared}


def row_labels(table: Table, key: str, language: str) -> dict[str, str]:
    """By the value of the column `key`: what the table calls the row, or the value itself."""
    wanted = label_column(table, language) or key
    places = {column.name: number for number, column in enumerate(table.columns)}
    rows = ((row[places[key]], row[places[wanted]]) for row in table.rows())
    return {str(value): str(value if label is None else label) for value, label in rows}
