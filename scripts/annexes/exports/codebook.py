"""What the package says of itself, as rows: its facts, its columns, its categories.

The same rows stand in the workbook and in the database. Texts are there in both languages.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from annexes.package.labels import LANGUAGES, said
from annexes.package.labels import categories as labels
from annexes.package.opened import OpenedPackage

FACTS = ("name", "value")
COLUMNS = (
    "resource",
    "column",
    "title_en",
    "title_de",
    "description_en",
    "description_de",
    "type",
    "key",
    "rules",
)
CATEGORIES = ("resource", "column", "value", "label_en", "label_de")

Record = tuple[str, ...]


def facts(source: OpenedPackage) -> Iterator[Record]:
    """Name and value of what the descriptor says of the package as a whole."""
    descriptor = source.descriptor
    for name in ("name", "id", "version", "created", "homepage"):
        if descriptor.get(name):
            yield name, str(descriptor[name])
    for text in ("title", "description"):
        for language in LANGUAGES:
            yield f"{text}_{language}", said(descriptor, text, language)
    for licence in descriptor.get("licenses") or []:
        yield "license", " ".join(str(licence.get(key) or "") for key in ("name", "path")).strip()
    for agent in descriptor.get("contributors") or []:
        yield "contributor", f"{agent.get('title', '')} ({', '.join(agent.get('roles') or [])})"
    for document in descriptor.get("sources") or []:
        yield "source", str(document.get("title") or document.get("path") or "")


def columns(source: OpenedPackage) -> Iterator[Record]:
    """One record for each column of each table."""
    for table in source.tables.values():
        for column in table.columns:
            field = column.field
            texts = [
                said(field, text, language)
                for text in ("title", "description")
                for language in LANGUAGES
            ]
            kind = str(field.get("type") or "any")
            key = _key(source, table.name, column.name)
            yield (table.name, column.name, *texts, kind, key, _rules(field))


def categories(source: OpenedPackage) -> Iterator[Record]:
    """One record for each value that a field with categories may have."""
    for table in source.tables.values():
        for column in table.columns:
            english, german = (labels(column.field, language) for language in LANGUAGES)
            for value in english:
                yield table.name, column.name, value, english[value], german[value]


def _key(source: OpenedPackage, table: str, column: str) -> str:
    """'primary key' and '→ other.column', where the column is one."""
    own = source.tables[table]
    parts = ["primary key"] if column in own.primary_key else []
    for key in own.foreign_keys:
        pairs = dict(zip(key.columns, key.references, strict=False))
        if column in pairs:
            parts.append(f"→ {key.table}.{pairs[column]}")
    return ", ".join(parts)


def _rules(field: Mapping[str, Any]) -> str:
    """The constraints of a field, as the schema writes them."""
    constraints = field.get("constraints") or {}
    return "; ".join(
        name if value is True else f"{name} {_flat(value)}"
        for name, value in constraints.items()
        if value is not False
    )


def _flat(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
