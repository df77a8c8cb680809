"""One resource of a package: its columns, its keys, and its rows as a stream of values."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from annexes.base.errors import PackageError, Place, Problem
from annexes.package.values import Kind, Read, Value, kind_of, missing_values, reader

Row = tuple[Value, ...]

LONGEST = 1 << 24
"""Characters of a cell; the limit of the csv library, 131 072, is for no reason of ours."""
csv.field_size_limit(LONGEST)


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, the kind of its values, whether a value must be there, its field."""

    name: str
    kind: Kind
    required: bool
    field: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """The values of `columns` are found in the columns `references` of the resource `table`."""

    columns: tuple[str, ...]
    table: str
    references: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A CSV resource with its schema; `resource` is its entry in the descriptor."""

    path: Path
    resource: Mapping[str, Any]
    schema: Mapping[str, Any]
    encoding: str = "utf-8-sig"
    csv_options: Mapping[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The name of the resource."""
        return str(self.resource["name"])

    @property
    def primary_key(self) -> tuple[str, ...]:
        """The columns of the primary key, none if there is none."""
        return names(self.schema.get("primaryKey"))

    @property
    def unique_keys(self) -> list[tuple[str, ...]]:
        """Further sets of columns whose values are unique together."""
        declared = [names(key) for key in self.schema.get("uniqueKeys") or []]
        alone = [(c.name,) for c in self.columns if c.field.get("constraints", {}).get("unique")]
        return [key for key in [*declared, *alone] if key and key != self.primary_key]

    @property
    def foreign_keys(self) -> list[ForeignKey]:
        """Where values of other resources, or of this one, are named."""
        declared = self.schema.get("foreignKeys") or []
        return [
            ForeignKey(
                names(key.get("fields")),
                str(key.get("reference", {}).get("resource") or self.name),
                names(key.get("reference", {}).get("fields")),
            )
            for key in declared
        ]

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The fields of the schema; without a schema the header, every column as text."""
        fields = self.schema.get("fields") or [{"name": name} for name in self.header()]
        return tuple(
            Column(
                name=str(entry["name"]),
                kind=kind_of(entry),
                required=bool(entry.get("constraints", {}).get("required"))
                or entry["name"] in self.primary_key,
                field=entry,
            )
            for entry in fields
        )

    def header(self) -> list[str]:
        """The first record of the file."""
        return next((cells for _, cells in self.lines()), [])

    def rows(self) -> Iterator[Row]:
        """The rows in their order, one value for each column, None where it is missing.

        Raises PackageError at the first cell that is no value of its field, and where the header
        or the length of a row is not that of the schema.
        """
        reads = [_read(column, self.schema) for column in self.columns]
        lines = self.lines()
        _, header = next(lines, (1, []))
        if header != [column.name for column in self.columns]:
            raise self.error(1, None, f"the header is not that of its schema: {', '.join(header)}")
        for line, cells in lines:
            if len(cells) != len(reads):
                problem = f"{len(cells)} cells where the header has {len(reads)}"
                raise self.error(line, None, problem)
            try:
                row = tuple([read(cell) for read, cell in zip(reads, cells, strict=True)])
            except ValueError:
                raise self._misfit(reads, line, cells) from None
            yield row

    def records(self) -> Iterator[dict[str, Value]]:
        """The rows, each by the names of its columns."""
        names = [column.name for column in self.columns]
        return (dict(zip(names, row, strict=True)) for row in self.rows())

    def lines(self) -> Iterator[tuple[int, list[str]]]:
        """Every record as text, the header first, each with the line on which it ends."""
        try:
            with self.path.open(encoding=self.encoding, newline="") as file:
                lines = csv.reader(file, strict=True, **self.csv_options)
                for cells in lines:
                    yield lines.line_num, cells or [""]
        except OSError as error:
            raise self.error(None, None, f"cannot be read: {error.strerror}") from error
        except UnicodeDecodeError as error:
            raise self.error(None, None, f"is not {error.encoding}: {error.reason}") from error
        except csv.Error as error:
            raise self.error(lines.line_num, None, f"is no CSV: {error}") from error

    def error(self, line: int | None, column: int | None, problem: str) -> PackageError:
        """The refusal of this file at this place."""
        place = Place(str(self.path), line=line, column=column)
        hint = "'annexes validate' lists all that is wrong; correct it, or get the file again"
        return PackageError(Problem("table", place, problem, hint))

    def _misfit(self, reads: Sequence[Read], line: int, cells: Sequence[str]) -> PackageError:
        """Why the first unreadable cell of this record is unreadable."""
        for number, (read, cell) in enumerate(zip(reads, cells, strict=True), start=1):
            try:
                read(cell)
            except ValueError as error:
                name = self.columns[number - 1].name
                return self.error(line, number, f"'{_short(cell)}' in '{name}': {error}")
        raise AssertionError("some cell was unreadable")


def names(entry: Any) -> tuple[str, ...]:
    """Field names as a tuple; the standard also allows a single string."""
    return (entry,) if isinstance(entry, str) else tuple(map(str, entry or ()))


def _read(column: Column, schema: Mapping[str, Any]) -> Read:
    missing = missing_values(schema, column.field)
    return reader(column.field, missing, required=column.required)


def _short(cell: str) -> str:
    return cell if len(cell) <= 40 else f"{cell[:39]}…"
