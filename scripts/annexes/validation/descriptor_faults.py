"""Faults of a descriptor that the profiles of the standard let pass."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from annexes.base.texts import toml_of
from annexes.validation.report import Fault

Said = tuple[str, dict[str, Any]]
"""The name of a text, and what stands in it."""
SEMVER = re.compile(
    r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?"
)
"""https://semver.org, as the versioning recipe of the standard asks for."""


def faults(descriptor: Mapping[str, Any]) -> Iterator[Fault]:
    """Keys and categories that cannot hold, whatever the data are."""
    schemas = {str(r.get("name")): r.get("schema") for r in _maps(descriptor.get("resources"))}
    for resource in _maps(descriptor.get("resources")):
        schema = resource.get("schema")
        if isinstance(schema, Mapping):
            name = str(resource.get("name", ""))
            for says, facts in [*_keys(schema, schemas, name), *_categories(schema)]:
                yield Fault("malformed-schema", name, says=says, facts=facts)


def advice(descriptor: Mapping[str, Any]) -> Iterator[Fault]:
    """What is perhaps meant otherwise: properties nobody knows, odd roles and versions."""
    version = descriptor.get("version")
    if version is not None and not SEMVER.fullmatch(str(version)):
        yield Fault("version", facts={"version": version})
    roles = _standard()["roles"]
    for contributor in _maps(descriptor.get("contributors")):
        given = contributor.get("roles", contributor.get("role"))
        for role in [given] if isinstance(given, str) else _texts(given):
            like = {} if role in roles else _like(role, roles, 0.8)
            if like:  # others may come from any vocabulary
                yield Fault("role", facts={"role": role, **like})
    for resource in _maps(descriptor.get("resources")):
        schema = resource.get("schema")
        for field in _maps(schema.get("fields")) if isinstance(schema, Mapping) else ():
            for says, facts in _labels(field):
                own, label = str(resource.get("name", "")), str(field.get("name"))
                yield Fault("category-label", own, label=label, says=says, facts=facts)
    yield from _properties(descriptor, "package", "")


# ── keys and categories ─────────────────────────────────────────────────────────────────────


def _keys(schema: Mapping[str, Any], schemas: Mapping[Any, Any], own: str) -> Iterator[Said]:
    primary = schema.get("primaryKey")
    if primary in ([], ""):
        yield "empty-key", {}
    for name in _repeated(primary):
        yield "twice-in-primary-key", {"name": name}
    yield from _unique_keys(schema)
    for key in _maps(schema.get("foreignKeys")):
        reference = key.get("reference")
        if isinstance(reference, Mapping) and not reference.get("package"):
            yield from _reference(reference, {own: schema, "": schema, None: schema, **schemas})


def _unique_keys(schema: Mapping[str, Any]) -> Iterator[Said]:
    fields, unique = _names(schema), schema.get("uniqueKeys", [])
    if not isinstance(unique, list):
        yield "no-list-of-keys", {}
    for key in unique if isinstance(unique, list) else []:
        named = [key] if isinstance(key, str) else key
        if not isinstance(named, list) or not named or not all(isinstance(n, str) for n in named):
            yield "no-fields-in-key", {"key": repr(key)}
        elif missing := [name for name in named if name not in fields]:
            facts = {"name": missing[0], **_like(missing[0], fields)}
            yield "no-field-of-unique-key", facts
        for name in _repeated(key):
            yield "twice-in-unique-key", {"name": name}


def _reference(reference: Mapping[str, Any], schemas: Mapping[Any, Any]) -> Iterator[Said]:
    """`schemas` are those of all resources, and at '' that of the table itself."""
    target, named = reference.get("resource"), reference.get("fields")
    if not isinstance(target, str | None) or target not in schemas:
        yield "no-such-resource", {"name": target, **_like(target, list(schemas))}
        return
    there = schemas[target]
    known = _names(there) if isinstance(there, Mapping) else []
    for name in [named] if isinstance(named, str) else _texts(named):
        if known and name not in known:
            yield "no-such-field", {"name": name, "table": target or "", **_like(name, known)}


def _names(schema: Mapping[str, Any]) -> list[Any]:
    return [field.get("name") for field in _maps(schema.get("fields"))]


def _repeated(names: Any) -> list[str]:
    given = _texts(names)
    return [name for name in dict.fromkeys(given) if given.count(name) > 1]


def _categories(schema: Mapping[str, Any]) -> Iterator[Said]:
    for field in _maps(schema.get("fields")):
        given = field.get("categories")
        if given is None:
            continue
        name = field.get("name")
        if field.get("type") not in ("string", "integer"):
            yield "type-of-categories", {"name": name}
        values = category_values(field)
        if values is None:
            yield "form-of-categories", {"name": name}
        elif len(set(map(str, values))) < len(values):
            yield "same-categories", {"name": name}


def _labels(field: Mapping[str, Any]) -> Iterator[Said]:
    """Labels are for people: where some categories have one, all have one of their own."""
    given = field.get("categories")
    labels = [entry.get("label") for entry in _maps(given)]
    if any(labels) and isinstance(given, list):
        if len([label for label in labels if label]) < len(given):
            yield "some-labels", {}
        for name in _repeated(labels):
            yield "same-labels", {"name": name}


def category_values(field: Mapping[str, Any]) -> list[Any] | None:
    """The values of the categories of a field; None if they are malformed."""
    given = field.get("categories")
    if not isinstance(given, list) or not given:
        return None
    values = [entry.get("value") if isinstance(entry, Mapping) else entry for entry in given]
    return None if any(value is None for value in values) else values


# ── properties ──────────────────────────────────────────────────────────────────────────────


def _properties(part: Mapping[str, Any], level: str, resource: str) -> Iterator[Fault]:
    """Only a property that is nearly one of the standard: others are somebody's own extension."""
    known, parts = _standard()["properties"][level], _standard()["parts"]
    resource = str(part.get("name", "")) if level == "resource" else resource
    for key, value in part.items():
        if key not in known and not re.search(r"[:@_]|^\$", key):
            swapped = [own for own in known if sorted(own) == sorted(key)]
            meant = swapped or difflib.get_close_matches(key, known, 1, cutoff=0.8)
            if meant:
                facts = {"name": key, "level": level, "meant": meant[0]}
                label = str(part.get("name") or "") if level == "field" else ""
                yield Fault("unknown-property", resource, label=label, facts=facts)
        for inner in [value] if isinstance(value, Mapping) else _maps(value):
            if key in parts and key in known:
                yield from _properties(inner, parts[key], resource)


def _standard() -> dict[str, Any]:
    return toml_of("validation", "properties.toml")


def _like(name: Any, known: Sequence[Any], cutoff: float = 0.6) -> dict[str, str]:
    meant = difflib.get_close_matches(str(name), [str(k) for k in known if k], 1, cutoff)
    return {"meant": meant[0]} if meant else {}


def _maps(value: Any) -> list[Mapping[str, Any]]:
    given = value if isinstance(value, list) else []
    return [entry for entry in given if isinstance(entry, Mapping)]


def _texts(value: Any) -> list[str]:
    return [entry for entry in value if isinstance(entry, str)] if isinstance(value, list) else []
