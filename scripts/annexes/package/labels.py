"""What columns, codes and values are called in the language of a reader.

The descriptor follows the languages recipe of the standard: `title` beside `title@de`. Tables
that name things have a column for each language, such as `label_en` and `label_de`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from annexes.base.texts import texts_of
from annexes.package.opened import OpenedPackage
from annexes.package.roles import Annex, Edition
from annexes.package.tables import Table

LANGUAGES = ("en", "de")
GERMAN = str.maketrans(",.", ".,")


class Labels:
    """Names for the values and the columns of the figures, looked up through foreign keys."""

    def __init__(self, source: OpenedPackage, table: Table, language: str) -> None:
        self.source, self.table, self.language = source, table, language

    def value(self, column: str, value: str) -> str:
        """What a value of this column is called, or the value itself."""
        return self._names.get(column, {}).get(value, value)

    def column(self, column: str) -> str:
        """The title of a column of the figures."""
        fields = {own.name: own.field for own in self.table.columns}
        return said(fields.get(column, {}), "title", self.language) or column

    def annex(self, edition: Edition, annex: Annex) -> str:
        """What an annex is about: the values in which it differs from the others, and its label."""
        first = edition.annexes[0].values
        own = [
            self.value(column, value)
            for column, value in annex.values.items()
            if any(other.values.get(column) != first.get(column) for other in edition.annexes)
        ]
        label = annex_label(annex.label, self.language)
        return f"{', '.join(own)} ({label})" if own else label

    @cached_property
    def _names(self) -> Mapping[str, Mapping[str, str]]:
        """By column: the names of its values in the table that its foreign key points at."""
        named = self.source.named_by(self.table)
        return {own: row_labels(other, other.primary_key[0], self.language) for own, other in named}


def annex_label(label: str, language: str) -> str:
    """The label of an annex as printed; one that a draft has made up, in the reader's words."""
    texts = texts_of("package")["drafted_annex"]
    pattern = re.escape(texts["en"]).replace(r"\{0\}", "([0-9]+)").replace(r"\{1\}", "([0-9]+)")
    made_up = re.fullmatch(pattern, label)
    return texts.get(language, texts["en"]).format(*made_up.groups()) if made_up else label


def number(value: float, language: str) -> str:
    """A figure with the signs that readers of this language expect in it."""
    text = f"{value:,}"
    return text.translate(GERMAN) if language == "de" else text


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


def row_label_columns(table: Table, key: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Each column that names the rows in a language, with the names by the value of `key`."""
    for language in LANGUAGES:
        if column := label_column(table, language):
            yield column, row_labels(table, key, language)


def row_labels(table: Table, key: str, language: str) -> dict[str, str]:
    """By the value of the column `key`: what the table calls the row, or the value itself."""
    wanted = label_column(table, language) or key
    places = {column.name: number for number, column in enumerate(table.columns)}
    rows = ((row[places[key]], row[places[wanted]]) for row in table.rows())
    return {str(value): str(value if label is None else label) for value, label in rows}
