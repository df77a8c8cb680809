"""The tables of a package that are surely described well, with files that surely begin well."""

from __future__ import annotations

import codecs
import csv
import io
import re
import shutil
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

from annexes.base.database import Database
from annexes.base.errors import PackageError
from annexes.package.relation import PIECE, Relation, lying, scan
from annexes.package.stored import StoredFile
from annexes.package.tables import Table
from annexes.validation.by_frictionless import cell_reader
from annexes.validation.grammar import (
    NotColumnarError,
    SqlColumn,
    columns_of,
    conditions_of,
    key_of,
)
from annexes.validation.opening import OpenedDescriptor
from annexes.validation.plain_descriptor import PART, PlainResource, plain_package
from annexes.validation.validation_options import SMALL

UTF_8 = "utf-8"
SAMPLE = 100
"""Lines by which frictionless finds a delimiter."""
BUFFER = 100_000
"""Bytes by which frictionless detects an encoding."""
ENCODED = re.compile(rb"[^\t\n\r -~]|\+[a-z0-9+/]{3}|~\{|charset|coding", re.IGNORECASE)
"""What frictionless may take for another encoding than UTF-8, where none is said: UTF-7, HZ, and
what declares one."""

MANY = 1_000_000
"""Texts of a column that memory holds in any case."""


@dataclass(frozen=True)
class PlainTable:
    """A table of which frictionless surely finds nothing wrong but in its rows.

    `resource` gives it as a resource of frictionless; `others` are the tables of its package by
    their names. All of them share a database.
    """

    table: Table
    described: PlainResource
    database: Database
    resource: Callable[[], Any]
    others: Mapping[str, PlainTable]

    @property
    def name(self) -> str:
        """The name of its resource."""
        return self.described.name

    @property
    def path(self) -> str:
        """Where its file is in the package."""
        return self.described.path

    @property
    def schema(self) -> Mapping[str, Any]:
        """Its schema, as the descriptor has it."""
        return self.table.schema

    @property
    def file(self) -> StoredFile:
        """Where its cells are."""
        return self.table.file

    @cached_property
    def columns(self) -> list[SqlColumn]:
        """Its fields with their names in SQL."""
        return columns_of(self.schema)

    def columns_named(self, names: Sequence[str]) -> list[SqlColumn]:
        """The columns of these fields."""
        by_name = {column.field["name"]: column for column in self.columns}
        return [by_name[name] for name in names]

    # ── what is asked of its rows ───────────────────────────────────────────────────────────

    @property
    def unique_fields(self) -> list[Sequence[str]]:
        """Fields of which no two rows may have the same values."""
        return [key for key in (self.table.primary_key, *self.table.unique_keys) if key]

    def keys(self, *, are_read: bool = False) -> list[str]:
        """SQL for each key that no two rows may share: a number that is the same wherever the key
        is, or NULL where it is missing.

        It may be the same for others as well: such rows are looked at again. `are_read` says
        whether cells are texts of values, as `key_of` takes them.
        """
        keys = []
        for group in self.unique_fields:
            columns = self.columns_named(group)
            values = [key_of(column, is_read=are_read) for column in columns]
            is_missing = " AND ".join(f"({value}) IS NULL" for value in values)
            is_there = "TRUE" if any(own.is_required for own in columns) else f"NOT ({is_missing})"
            keys.append(f"CASE WHEN {is_there} THEN hash({', '.join(values)}) END")
        return keys

    def accepts(self, column: SqlColumn, rows: str) -> str:
        """SQL that is true only for cells of these rows that are surely right.

        Where SQL cannot say, they are those whose texts frictionless accepts. Raises
        NotColumnarError where there are too many of these.
        """
        tests = conditions_of(column)
        if None in tests:
            read = cell_reader(column.field, column.missing)
            found = self.database.run(f"SELECT DISTINCT {column.name} FROM {rows}")
            texts = found.fetchmany(MANY + 1)
            if len(texts) > MANY:
                raise NotColumnarError
            right = [own for (own,) in texts if not read(own)[1]]
            good = self.database.written(["text"], [right])
            tests.append(f"{column.name} IN (FROM {good})")
        is_right = " AND ".join(filter(None, tests))
        if column.is_required:
            return f"(NOT ({column.is_missing}) AND {is_right})"
        return f"({column.is_missing} OR ({is_right}))"

    # ── what is in its file ─────────────────────────────────────────────────────────────────

    @cached_property
    def relation(self) -> Relation | None:
        """Its rows where they lie, or in a copy of it in UTF-8; None where two readers may see
        different rows. Raises UnicodeDecodeError for what is not in its encoding.
        """
        if not self._is_as_stated:
            return None
        path = self.file.path
        if self._encoding != UTF_8:
            path = self.database.folder / f"{self.name}.csv"
            with (
                self.file.path.open(encoding=self._encoding, newline="") as own,
                path.open("w", encoding=UTF_8, newline="") as copy,
            ):
                shutil.copyfileobj(own, copy, PIECE)
        seen = scan(path)
        delimiter = self._delimiter(seen.head) if seen else ""
        return lying(path, seen, len(self.columns), delimiter) if seen and delimiter else None

    def rows(self) -> list[list[str]] | None:
        """The cells of a small file, without its header; None where frictionless may see others."""
        if self.file.size > SMALL or not self._is_as_stated:
            return None
        try:
            text = self.file.data.decode(self._encoding)
            delimiter = self._delimiter(text.encode())
            lines = io.StringIO(text, newline="")
            return list(csv.reader(lines, delimiter=delimiter))[1:] if delimiter else None
        except (ValueError, csv.Error):
            return None

    @property
    def _encoding(self) -> str:
        return codecs.lookup(self.described.encoding or UTF_8).name

    @property
    def _is_as_stated(self) -> bool:
        """Whether the file has the size and the checksum that it should have."""
        kind, _, digest = self.described.hash.rpartition(":")
        is_whole = self.described.bytes in (0, self.file.size)
        return is_whole and digest in ("", self.file.digest(kind or "md5") if digest else "")

    def _delimiter(self, head: bytes) -> str:
        """The delimiter that frictionless finds too; nothing if the file does not begin plainly."""
        own, begin, lines = self.described, head[:BUFFER], head.splitlines(keepends=True)
        surely = own.encoding or not ENCODED.search(begin)
        is_whole = len(head) < PIECE or len(lines) > SAMPLE
        if head.startswith(b"\xef\xbb\xbf") or not surely or not is_whole:
            return ""
        sample, given = b"".join(lines[:SAMPLE]).decode(), own.dialect.get("delimiter", "")
        found: type[csv.Dialect] | csv.Dialect = csv.excel()
        with suppress(csv.Error):
            found = csv.Sniffer().sniff(sample, given or ",\t;|")
        if found.quotechar not in ('"', "'") or found.skipinitialspace or found.escapechar:
            return ""
        delimiter = given or found.delimiter
        try:
            header = next(csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter), [])
        except csv.Error:
            return ""
        return delimiter if header == [field.name for field in own.schema.fields] else ""


def plain_tables(
    found: OpenedDescriptor, database: Database, resource: Callable[[str], Any]
) -> list[PlainTable] | None:
    """All tables of a package; None if frictionless might say anything about its descriptor.

    `resource` gives a resource of frictionless by its name.
    """
    package = plain_package(found.whole) if found.is_strict else None
    if package is None or not all(map(PART.fullmatch, found.parts)):
        return None
    tables: dict[str, PlainTable] = {}
    try:
        for own, described in zip(package.resources, found.whole["resources"], strict=True):
            table = Table(found.package.stored(own.path), described, described["schema"])
            again = partial(resource, own.name)
            tables[own.name] = PlainTable(table, own, database, again, tables)
    except (PackageError, RuntimeError):  # a link that leads out of the package, or in a circle
        return None
    are_there = all(own.file.path.is_file() for own in tables.values())
    return list(tables.values()) if are_there else None
