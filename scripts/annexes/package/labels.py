"""What the codes and columns of the figures are called in the language of a reader."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from annexes.package.opened import OpenedPackage
from annexes.package.roles import Annex, Edition
from annexes.package.tables import Table
from annexes.package.texts import row_labels, said

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
        return f"{', '.join(own)} ({annex.label})" if own else annex.label

    @cached_property
    def _names(self) -> Mapping[str, Mapping[str, str]]:
        """By column: the names of its values in the table that its foreign key points at."""
        names = {}
        for key in self.table.foreign_keys:
            target = self.source.tables.get(key.table)
            if target and len(key.columns) == 1 and key.references == target.primary_key:
                labels = row_labels(target, key.references[0], self.language)
                names[key.columns[0]] = labels
        return names


def number(value: float, language: str) -> str:
    """A figure with the signs that readers of this language expect in it."""
    text = f"{value:,}"
    return text.translate(GERMAN) if language == "de" else text
