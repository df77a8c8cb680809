"""The package in Croissant 1.1: files, tables and columns for programs that learn from data.

Specification: https://docs.mlcommons.org/croissant/docs/croissant-spec-1.1.html. The context is the
one that the specification prints; it stands in `croissant.context.json`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from annexes.base.texts import file_of
from annexes.package.about import About
from annexes.package.files import PackageFile
from annexes.package.labels import said
from annexes.package.open_tables import open_tables
from annexes.package.tables import Column, Table
from annexes.package.values import kinds_in
from annexes.portals.fields import Node, fields, filled
from annexes.portals.schema_org import agent, publisher

CONTEXT = "croissant.context.json"
TYPES = kinds_in("croissant")


def dataset(facts: About) -> Node:
    """The package as one object. PackageError where a file is not the one that is described."""
    tables, _ = open_tables(facts.package)
    known = {f"{table.name}/{column.name}" for table in tables for column in table.columns}
    files = {file.path: file for file in facts.files}
    language, context = facts.language, json.loads(file_of("portals", CONTEXT))
    return filled(
        {
            **fields("croissant", facts),
            "@context": {**context, "@language": language},
            "keywords": facts.keywords.get(language, []),
            "creator": [agent(who) for who in facts.cited],
            "publisher": publisher(facts),
            "citeAs": _cite(facts),
            "distribution": [_file(file, language) for file in facts.files],
            "recordSet": [
                _record_set(table, files[str(table.resource["path"])], language, known)
                for table in tables
                if table.columns
            ],
        }
    )


def _cite(facts: About) -> str:
    names = "; ".join(who.name for who in facts.cited)
    year = f" ({facts.day.year})" if facts.day else ""
    where = facts.doi_url or facts.homepage
    return f"{names}{year}: {facts.title}, version {facts.version}. {where}".strip()


def _file(file: PackageFile, language: str) -> Node:
    size = f"{file.size} B" if file.size is not None else ""
    return filled({**fields("croissant-file", file, language), "contentSize": size})


def _record_set(table: Table, file: PackageFile, language: str, known: set[str]) -> Node:
    return filled(
        {
            **fields("croissant-table", table),
            "description": said(table.resource, "description", language),
            "key": [{"@id": f"{table.name}/{name}"} for name in table.primary_key],
            "field": list(_fields(table, file, language, known)),
        }
    )


def _fields(table: Table, file: PackageFile, language: str, known: set[str]) -> Iterator[Node]:
    """The columns; one that refers to a column which is not told here refers to nothing."""
    targets = {
        key.columns[0]: f"{key.table or table.name}/{key.references[0]}"
        for key in table.foreign_keys
        if len(key.columns) == 1 and f"{key.table or table.name}/{key.references[0]}" in known
    }
    for column in table.columns:
        yield filled(
            {
                **fields("croissant-column", column),
                "@id": f"{table.name}/{column.name}",
                "description": _about(column, language),
                "dataType": TYPES[column.kind],
                "source": {"fileObject": {"@id": file.path}, "extract": {"column": column.name}},
                "references": _reference(targets.get(column.name, "")),
            }
        )


def _reference(target: str) -> Node:
    return {"field": {"@id": target}} if target else {}


def _about(column: Column, language: str) -> str:
    return said(column.field, "description", language) or said(column.field, "title", language)
