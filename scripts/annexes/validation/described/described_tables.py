"""The tables of a package that are surely described well, with files that surely begin well."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Callable, Mapping
from functools import cache, partial
from itertools import islice
from pathlib import Path
from typing import Any

from annexes.validation.described.plain_descriptor import PART, PlainResource, plain_package
from annexes.validation.opening import OpenedDescriptor
from annexes.validation.source import CheckedTable
from annexes.validation.table import Relation, read_where_it_lies

SAMPLE = 100
"""Lines by which frictionless finds a delimiter."""
BUFFER = 100_000
"""Bytes by which frictionless detects an encoding."""


def plain_tables(
    found: OpenedDescriptor, resource: Callable[[str], Any]
) -> list[CheckedTable] | None:
    """All tables of a package; None if frictionless might say anything about its descriptor.

    `resource` gives a resource of frictionless by its name. A table is not plain if its file begins
    oddly, or has not the size or checksum that it should.
    """
    package, folder = plain_package(found.whole), found.file.parent
    if package is None or not _are_plain_files(found.descriptor, found.file):
        return None
    if not all((folder / own.path).is_file() for own in package.resources):
        return None
    sources: dict[str, CheckedTable] = {}
    for own, described in zip(package.resources, found.whole["resources"], strict=True):
        path = folder / own.path
        sources[own.name] = CheckedTable(
            name=own.name,
            path=own.path,
            fields=own.schema.fields,
            schema=described["schema"],
            in_place=cache(partial(_in_place, path, own)),
            resource=partial(resource, own.name),
            target=partial(_target, sources, own.name),
            is_plain=True,
        )
    return list(sources.values())


def _target(sources: Mapping[str, CheckedTable], own: str, name: str) -> CheckedTable:
    return sources[name or own]


def _in_place(path: Path, resource: PlainResource) -> Relation | None:
    delimiter = _delimiter(path, resource) if _is_as_stated(path, resource) else ""
    return read_where_it_lies(path, len(resource.schema.fields), delimiter) if delimiter else None


# ── descriptor ──────────────────────────────────────────────────────────────────────────────


def _are_plain_files(descriptor: Mapping[str, Any], file: Path) -> bool:
    """The files of the descriptor and of its parts are JSON that frictionless reads, too."""
    resources = descriptor.get("resources")
    maps = [own for own in resources if isinstance(own, Mapping)] if resources else []
    parts = [own.get(name) for own in maps for name in ("schema", "dialect")]
    named = [part for part in parts if isinstance(part, str)]
    return _is_utf8_json(file) and all(
        PART.fullmatch(part) and _is_utf8_json(file.parent / part) for part in named
    )


def _is_utf8_json(file: Path) -> bool:
    """Frictionless reads JSON in UTF-8 only, without a mark at its beginning."""
    try:
        return bool(json.loads(file.read_text("utf-8")))
    except (OSError, ValueError):
        return False


# ── file ────────────────────────────────────────────────────────────────────────────────────


def _delimiter(path: Path, resource: PlainResource) -> str:
    """The delimiter that frictionless finds too; nothing if the file does not begin plainly."""
    with path.open("rb") as stream:
        head = stream.read(BUFFER)
    surely = head.isascii() and b"\x1b" not in head and b"~{" not in head
    if head.startswith(b"\xef\xbb\xbf") or not (surely or resource.encoding):
        return ""
    try:
        with path.open(encoding="utf-8", newline="") as text:
            sample = list(islice(text, SAMPLE))
    except UnicodeDecodeError:
        return ""
    given = resource.dialect.delimiter or ""
    found = _sniffed("".join(sample), given or ",\t;|")
    if found.quotechar not in ('"', "'") or found.skipinitialspace or found.escapechar:
        return ""
    delimiter = given or found.delimiter
    try:
        header = next(csv.reader(sample, delimiter=delimiter), [])
    except csv.Error:
        return ""
    return delimiter if header == [field.name for field in resource.schema.fields] else ""


def _sniffed(sample: str, delimiters: str) -> type[csv.Dialect] | csv.Dialect:
    try:
        return csv.Sniffer().sniff(sample, delimiters)
    except csv.Error:
        return csv.excel()


def _is_as_stated(path: Path, resource: PlainResource) -> bool:
    """Size and checksum are those that the descriptor states, where it does."""
    if resource.bytes not in (0, path.stat().st_size):
        return False
    kind, _, digest = resource.hash.rpartition(":")
    with path.open("rb") as stream:
        return not digest or hashlib.file_digest(stream, kind or "md5").hexdigest() == digest
