"""Which rows of a table are surely right, and which keys are the same: as SQL."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from annexes.validation.database import NotColumnarError
from annexes.validation.grammar import SqlColumn
from annexes.validation.keys import KEY_TYPES, key_of
from annexes.validation.source import CheckedTable


@dataclass(frozen=True)
class Acceptance:
    """What the keys of a table demand of its rows."""

    source: CheckedTable

    @property
    def by_name(self) -> dict[str, SqlColumn]:
        """The columns by the names of their fields."""
        return {column.field.name: column for column in self.source.columns}

    def keyed(self) -> Iterator[str]:
        """SQL: neither a row nor its primary key is missing as a whole."""
        yield "NOT (" + " AND ".join(column.is_missing for column in self.source.columns) + ")"
        primary = self._primary()
        if primary:
            yield "NOT (" + " AND ".join(column.is_missing for column in primary) + ")"

    def hole(self) -> str:
        """SQL: a part of the primary key is missing, which frictionless lets pass."""
        primary = [own for own in self._primary() if not own.field.constraints.get("required")]
        return " OR ".join(column.is_missing for column in primary) or "FALSE"

    def groups(self) -> list[list[str]]:
        """The fields of each key that no two rows may share."""
        primary = self.source.primary_key
        groups = [primary] if primary and set(primary) <= set(self.by_name) else []
        unique = [field.name for field in self.source.fields if field.constraints.get("unique")]
        return [*groups, *([name] for name in unique)]

    def keys(self) -> list[str]:
        """SQL for each key: a number that is the same wherever the key is.

        Raises NotColumnarError where the values of a field cannot be compared in SQL.
        """
        return [hash_of([self._key(name) for name in group]) for group in self.groups()]

    def key_types(self) -> list[list[str]]:
        """The types of SQL in which the values of each key are compared."""
        by_name = self.by_name
        return [[KEY_TYPES[by_name[name].field.type] for name in own] for own in self.groups()]

    def _key(self, name: str) -> str:
        value = key_of(self.by_name[name])
        if value is None:
            raise NotColumnarError
        return value

    def _primary(self) -> list[SqlColumn]:
        by_name = self.by_name
        return [by_name[name] for name in self.source.primary_key if name in by_name]


def hash_of(values: Sequence[str]) -> str:
    """SQL: a number for a key; nothing for one that is missing as a whole."""
    missing = " AND ".join(f"({value}) IS NULL" for value in values)
    return f"CASE WHEN {missing} THEN NULL ELSE hash({', '.join(values)}) END"
