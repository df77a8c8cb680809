"""A package → its tables, and a plain word about each resource that is none."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator, Mapping
from typing import Any

from annexes.base.errors import PackageError, Place, Problem, raise_if_any
from annexes.package.disk import Package
from annexes.package.tables import Table

DELIMITERS = {"csv": ",", "tsv": "\t"}
CSV_OPTIONS = {
    "delimiter": "delimiter",
    "quoteChar": "quotechar",
    "doubleQuote": "doublequote",
    "escapeChar": "escapechar",
    "skipInitialSpace": "skipinitialspace",
}
WITHOUT_EFFECT = {"$schema", "header", "lineTerminator", "caseSensitiveHeader", "csvddfVersion"}


def open_tables(package: Package) -> tuple[list[Table], list[Problem]]:
    """The tables of a package in the order of the descriptor, and what is left out and why.

    Raises PackageError where a path or a schema reaches out of the package, or a file is not the
    one whose size and checksum the descriptor gives.
    """
    tables, reasons = found_tables(package)
    raise_if_any(PackageError, (p for table in tables for p in _changed(table)))
    return tables, [_left_out(package, name, reason) for name, reason in reasons]


def found_tables(package: Package) -> tuple[list[Table], list[tuple[str, str]]]:
    """The same, whatever size and checksum the descriptor gives; what is left out by its name."""
    tables: list[Table] = []
    left_out = []
    for resource in package.descriptor["resources"]:
        reason = _unreadable(package, resource)
        if resource.get("name") in {None, *(table.name for table in tables)}:
            reason = reason or "it has no name of its own"
        table = None if reason else _table(package, resource)
        if table and table.file.path.is_file():
            reason = _headless(table)
        if reason or not table:
            left_out.append((str(resource.get("name")), reason))
        else:
            tables.append(table)
    return tables, left_out


def _unreadable(package: Package, resource: Mapping[str, Any]) -> str:
    """Why a resource cannot be read as a table, '' if it can."""
    path = resource.get("path")
    if "data" in resource or not isinstance(path, str):
        return "its data is not one file of its own"
    if "://" in path:
        return "its data is on the network, and nothing is fetched from there"
    if _format(resource) not in DELIMITERS:
        return f"its format is '{_format(resource)}', not csv"
    try:
        codecs.lookup(_encoding(resource))
    except LookupError:
        return f"its encoding '{_encoding(resource)}' is unknown"
    dialect = package.described(resource.get("dialect"))
    if dialect.get("header") is False:
        return "it has no header"
    if odd := set(dialect) - set(CSV_OPTIONS) - WITHOUT_EFFECT:
        return f"its dialect says {', '.join(sorted(odd))}"
    try:
        csv.reader([], strict=True, **_options(resource, dialect))
    except (TypeError, ValueError) as error:
        return f"its dialect cannot be read: {error}"
    return _fault(package.described(resource.get("schema")))


def _fault(schema: Mapping[str, Any]) -> str:
    """What a schema must have for its columns to be told apart."""
    fields = schema.get("fields", [])
    if not isinstance(fields, list) or not all(isinstance(entry, dict) for entry in fields):
        return "the fields of its schema are no list of fields"
    names = [entry.get("name") for entry in fields]
    own = all(isinstance(name, str) and name for name in names) and len(set(names)) == len(names)
    return "" if own else "a field of its schema has no name of its own"


def _headless(table: Table) -> str:
    """Where the header decides over the columns, it names each of them."""
    if table.schema.get("fields") and table.matching == "exact":
        return ""
    names = table.header()
    own = all(names) and len(set(names)) == len(names)
    return "" if own else "a column of its header has no name of its own"


def _table(package: Package, resource: Mapping[str, Any]) -> Table:
    return Table(
        file=package.stored(resource["path"]),
        resource=resource,
        schema=package.described(resource.get("schema")),
        encoding=_encoding(resource),
        csv_options=_options(resource, package.described(resource.get("dialect"))),
    )


def _options(resource: Mapping[str, Any], dialect: Mapping[str, Any]) -> dict[str, Any]:
    """What the csv library is told of the dialect."""
    options = {CSV_OPTIONS[key]: value for key, value in dialect.items() if key in CSV_OPTIONS}
    return {"delimiter": DELIMITERS[_format(resource)], **options}


def _format(resource: Mapping[str, Any]) -> str:
    return str(resource.get("format") or str(resource["path"]).rpartition(".")[2]).lower()


def _encoding(resource: Mapping[str, Any]) -> str:
    """The encoding; a byte-order mark is no part of the text."""
    encoding = str(resource.get("encoding") or "utf-8").lower()
    return "utf-8-sig" if encoding in ("utf-8", "utf8") else encoding


def _changed(table: Table) -> Iterator[Problem]:
    """A file that is not the one the descriptor was written for."""
    size, digest = table.resource.get("bytes"), str(table.resource.get("hash") or "")
    algorithm, _, expected = digest.rpartition(":")
    try:
        found = table.file.digest(algorithm or "md5") if expected else ""
        read = table.file.size
    except OSError as error:
        yield _refused(table, f"cannot be read: {error.strerror}")
    except ValueError:
        return  # an algorithm that we do not know: nothing to compare
    else:
        if size not in (None, read) or expected not in ("", found):
            yield _refused(table, "is not the file whose size and checksum the descriptor gives")


def _refused(table: Table, problem: str) -> Problem:
    return Problem("integrity", Place(str(table.path)), problem)


def _left_out(package: Package, name: str, reason: str) -> Problem:
    problem = f"resource '{name}' is left out: {reason}"
    hint = "convert it to a CSV file with a header, described by the resource"
    return Problem("left-out", package.place, problem, hint)
