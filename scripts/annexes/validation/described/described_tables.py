"""The tables of a package that are surely described well, with files that surely begin well."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Callable, Mapping
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

from annexes.validation.described.described_fields import PlainField
from annexes.validation.described.plain_descriptor import PART, is_plain
from annexes.validation.source import CheckedTable
from annexes.validation.stricter.file_parts import with_parts
from annexes.validation.table import Relation, read_where_it_lies

SAMPLE = 100
"""Lines by which frictionless finds a delimiter."""
BUFFER = 100_000
"""Bytes by which frictionless detects an encoding."""


def plain_tables(
    descriptor: Any, file: Path, resource: Callable[[str], Any]
) -> list[CheckedTable] | None:
    """All tables of a package; None if frictionless might say anything about its descriptor.

    `file` is that of the descriptor; `resource` gives a resource of frictionless by its name. A
    table is not plain if its file begins oddly, or has not the size or checksum that it should.
    """
    if not isinstance(descriptor, Mapping):
        return None
    whole = with_parts(descriptor, file.parent)
    if not is_plain(whole) or not _are_plain_files(descriptor, file):
        return None
    sources: dict[str, CheckedTable] = {}
    for own in whole["resources"]:
        if not (file.parent / own["path"]).is_file():
            return None
        sources[own["name"]] = _source(own, file.parent, resource, sources)
    return list(sources.values())


def _source(
    own: Mapping[str, Any],
    folder: Path,
    resource: Callable[[str], Any],
    sources: Mapping[str, CheckedTable],
) -> CheckedTable:
    name, schema, path = own["name"], own["schema"], folder / own["path"]
    fields = [PlainField(field) for field in schema["fields"]]
    names = [field.name for field in fields]
    delimiter = _delimiter(path, own, names) if _is_as_stated(path, own) else ""

    @cache
    def in_place() -> Relation | None:
        return read_where_it_lies(path, len(fields), delimiter) if delimiter else None

    return CheckedTable(
        name=name,
        path=own["path"],
        fields=fields,
        schema=schema,
        in_place=in_place,
        resource=lambda: resource(name),
        target=lambda target: sources[target or name],
        is_plain=True,
    )


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


def _delimiter(path: Path, resource: Mapping[str, Any], names: list[str]) -> str:
    """The delimiter that frictionless finds too; nothing if the file does not begin plainly."""
    with path.open("rb") as stream:
        head = stream.read(BUFFER)
    surely = head.isascii() and b"\x1b" not in head and b"~{" not in head
    if head.startswith(b"\xef\xbb\xbf") or not (surely or "encoding" in resource):
        return ""
    try:
        with path.open(encoding="utf-8", newline="") as text:
            sample = list(islice(text, SAMPLE))
    except UnicodeDecodeError:
        return ""
    given = resource.get("dialect", {}).get("delimiter", "")
    found = _sniffed("".join(sample), given or ",\t;|")
    if found.quotechar not in ('"', "'") or found.skipinitialspace or found.escapechar:
        return ""
    delimiter = given or found.delimiter
    try:
        header = next(csv.reader(sample, delimiter=delimiter), [])
    except csv.Error:
        return ""
    return delimiter if header == names else ""


def _sniffed(sample: str, delimiters: str) -> type[csv.Dialect] | csv.Dialect:
    try:
        return csv.Sniffer().sniff(sample, delimiters)
    except csv.Error:
        return csv.excel()


def _is_as_stated(path: Path, resource: Mapping[str, Any]) -> bool:
    """Size and checksum are those that the descriptor states, where it does."""
    if resource.get("bytes", path.stat().st_size) != path.stat().st_size:
        return False
    stated = resource.get("hash")
    if stated is None:
        return True
    kind, _, digest = stated.rpartition(":")
    with path.open("rb") as stream:
        return bool(hashlib.file_digest(stream, kind or "md5").hexdigest() == digest)
