"""The tables of a package that are surely described well, with files that surely begin well."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

from annexes.base.errors import PackageError
from annexes.package.stored import StoredFile
from annexes.validation.checked_table import CheckedTable
from annexes.validation.described.plain_descriptor import PART, PlainResource, plain_package
from annexes.validation.opening import OpenedDescriptor
from annexes.validation.relation import PIECE, Relation, lying, scan
from annexes.validation.validation_options import SMALL

SAMPLE = 100
"""Lines by which frictionless finds a delimiter."""
BUFFER = 100_000
"""Bytes by which frictionless detects an encoding."""


def plain_tables(
    found: OpenedDescriptor, resource: Callable[[str], Any]
) -> list[CheckedTable] | None:
    """All tables of a package; None if frictionless might say anything about its descriptor.

    `resource` gives a resource of frictionless by its name.
    """
    package = plain_package(found.whole) if found.is_strict else None
    if package is None or not all(map(PART.fullmatch, found.parts)):
        return None
    try:
        files = [_PlainFile(found.package.stored(own.path), own) for own in package.resources]
    except (PackageError, RuntimeError):  # a link that leads out of the package, or in a circle
        return None
    if not all(own.file.path.is_file() for own in files):
        return None
    tables: dict[str, CheckedTable] = {}

    def target(own: str, name: str) -> CheckedTable:
        return tables[name or own]

    for own, file, described in zip(
        package.resources, files, found.whole["resources"], strict=True
    ):
        tables[own.name] = CheckedTable(
            name=own.name,
            path=own.path,
            fields=described["schema"]["fields"],
            schema=described["schema"],
            relations=cache(file.in_place),
            resource=partial(resource, own.name),
            target=partial(target, own.name),
            rows=file.rows,
            is_plain=True,
        )
    return list(tables.values())


@dataclass(frozen=True)
class _PlainFile:
    """A file whose resource is plain."""

    file: StoredFile
    resource: PlainResource

    @property
    def checksum(self) -> tuple[str, str]:
        """The kind and the digits of the checksum that is stated."""
        kind, _, digest = self.resource.hash.rpartition(":")
        return (kind or "md5") if digest else "", digest

    def in_place(self, _: Path) -> list[Relation]:
        """Its rows where they lie; nothing where two readers may see different rows."""
        kind, digest = self.checksum
        seen = scan(self.file.path, kind)
        delimiter = self._delimiter(seen.head) if seen and seen.digest == digest else ""
        width = len(self.resource.schema.fields)
        return [lying(self.file.path, seen, width, delimiter)] if seen and delimiter else []

    def rows(self) -> list[list[str]] | None:
        """The cells of a small file, without its header; None where frictionless may see others."""
        kind, digest = self.checksum
        if self.file.size > SMALL or (kind and self.file.digest(kind) != digest):
            return None
        try:
            text = io.StringIO(self.file.data.decode(), newline="")
            delimiter = self._delimiter(self.file.data)
            return list(csv.reader(text, delimiter=delimiter))[1:] if delimiter else None
        except (ValueError, csv.Error):
            return None

    def _delimiter(self, head: bytes) -> str:
        """The delimiter that frictionless finds too; nothing if the file does not begin plainly, or
        has not the size that it should.
        """
        resource, begin, lines = self.resource, head[:BUFFER], head.splitlines(keepends=True)
        surely = begin.isascii() and b"\x1b" not in begin and b"~{" not in begin
        is_whole = len(head) < PIECE or len(lines) > SAMPLE
        if head.startswith(b"\xef\xbb\xbf") or not (surely or resource.encoding) or not is_whole:
            return ""
        if resource.bytes not in (0, self.file.size):
            return ""
        sample, given = b"".join(lines[:SAMPLE]).decode(), resource.dialect.get("delimiter", "")
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
        return delimiter if header == [field.name for field in resource.schema.fields] else ""
