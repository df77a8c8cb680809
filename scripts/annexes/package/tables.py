"""One resource of a package: its columns, its keys, and its rows as a stream of values."""

from __future__ import annotations

import contextlib
import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any

from annexes.base.errors import PackageError, Place, Problem
from annexes.package.stored import StoredFile
from annexes.package.values import Kind, Value, column_reader, kind_of, missing_values, reader

Row = tuple[Value, ...]
Piece = Sequence[Sequence[Value]]
"""Some rows, column by column."""
PIECE = 2_000
"""Rows of a piece."""

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

    file: StoredFile
    resource: Mapping[str, Any]
    schema: Mapping[str, Any]
    encoding: str = "utf-8-sig"
    csv_options: Mapping[str, Any] = field(default_factory=dict)

    @property
    def path(self) -> Path:
        """Where its file stands."""
        return self.file.path

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

    @property
    def matching(self) -> str:
        """How header and fields go together: `exact` unless the schema says otherwise."""
        said = self.schema.get("fieldsMatch") or "exact"
        return str(said[0] if isinstance(said, list) else said)

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The fields of the schema; columns that it has no field for are text.

        They stand in the order of the file where the schema says that fields go by their names.
        """
        fields = self.schema.get("fields") or []
        if not fields or self.matching != "exact":
            known = {entry["name"]: entry for entry in fields}
            fields = [known.get(name, {"name": name}) for name in self.header()]
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
        for piece in self.pieces():
            yield from zip(*piece, strict=True)

    def records(self) -> Iterator[dict[str, Value]]:
        """The rows, each by the names of its columns."""
        names = [column.name for column in self.columns]
        return (dict(zip(names, row, strict=True)) for row in self.rows())

    def pieces(self) -> Iterator[Piece]:
        """The rows in pieces, column by column: how a long table is read quickly.

        A small table is read once and kept. Raises PackageError as `rows` does.
        """
        return iter(self._kept) if self.file.is_small else self._read_pieces()

    @cached_property
    def length(self) -> int:
        """The number of rows; those of a long table are counted without being read as values."""
        if self.file.is_small:
            return sum(len(piece[0]) for piece in self._kept)
        with self._records() as records:
            return sum(1 for _ in records) - 1

    @cached_property
    def _kept(self) -> list[Piece]:
        return list(self._read_pieces())

    def _read_pieces(self) -> Iterator[Piece]:
        columns = [
            column_reader(c.field, missing_values(self.schema, c.field), required=c.required)
            for c in self.columns
        ]
        with self._records() as records:
            self._check_header(next(records, []))
            while found := list(islice(records, PIECE)):
                if not all(found):
                    found = [cells or [""] for cells in found]
                try:
                    cells = zip(*found, strict=True)
                    yield [read(own) for read, own in zip(columns, cells, strict=True)]
                except ValueError:
                    raise self._first_misfit() from None

    def _check_header(self, header: list[str]) -> None:
        """Raise PackageError where the header is not one that the schema allows."""
        fields = [str(entry["name"]) for entry in self.schema.get("fields") or []]
        missing, further = set(fields) - set(header), set(header) - set(fields)
        wrong = {
            "exact": header != [column.name for column in self.columns],
            "equal": missing | further,
            "subset": missing,
            "superset": further,
            "partial": missing == set(fields),
        }
        if wrong.get(self.matching, True) and (fields or self.matching == "exact"):
            raise self.error(1, None, f"the header is not that of its schema: {', '.join(header)}")

    def lines(self) -> Iterator[tuple[int, list[str]]]:
        """Every record as text, the header first, each with the line on which it ends."""
        with self._records() as records:
            for cells in records:
                yield records.line_num, cells or [""]

    @contextlib.contextmanager
    def _records(self) -> Iterator[Any]:
        """The records as the csv library reads them; what it cannot read is a PackageError."""
        records = None
        try:
            with self.file.open() as data:
                text = io.TextIOWrapper(data, self.encoding, newline="")
                records = csv.reader(text, strict=True, **self.csv_options)
                yield records
        except OSError as error:
            raise self.error(None, None, f"cannot be read: {error.strerror}") from error
        except UnicodeDecodeError as error:
            raise self.error(None, None, f"is not {error.encoding}: {error.reason}") from error
        except csv.Error as error:
            line = records.line_num if records else None
            raise self.error(line, None, f"is no CSV: {error}") from error

    def error(self, line: int | None, column: int | None, problem: str) -> PackageError:
        """The refusal of this file at this place."""
        place = Place(str(self.path), line=line, column=column)
        return PackageError(Problem("table", place, problem))

    def _first_misfit(self) -> PackageError:
        """Why the first row that cannot be read cannot be read."""
        reads = [
            reader(c.field, missing_values(self.schema, c.field), required=c.required)
            for c in self.columns
        ]
        lines = self.lines()
        next(lines)
        for line, cells in lines:
            if len(cells) != len(reads):
                problem = f"{len(cells)} cells where the header has {len(reads)}"
                return self.error(line, None, problem)
            for number, (read, cell) in enumerate(zip(reads, cells, strict=True), start=1):
                try:
                    read(cell)
                except ValueError as error:
                    name = self.columns[number - 1].name
                    return self.error(line, number, f"'{_short(cell)}' in '{name}': {error}")
        raise AssertionError("some row was unreadable")


def names(entry: Any) -> tuple[str, ...]:
    """Field names as a tuple; the standard also allows a single string."""
    return (entry,) if isinstance(entry, str) else tuple(map(str, entry or ()))


def _short(cell: str) -> str:
    return cell if len(cell) <= 40 else f"{cell[:39]}…"
