"""Faults of the data that frictionless passes over: unique keys, categories, holes in a key.

They are seen row by row while frictionless reads: a small table, or the rows of a large one that
the columnar engine does not accept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from annexes.validation.descriptor_faults import category_values
from annexes.validation.report import Fault

SHOWN = 100
"""Rows that are named for each fault of a table; the message counts all of them."""


@dataclass
class _Rule:
    """What is asked of the values of some fields, and the rows that break it, with the first value.

    `number` is that of the field where the fault lies in one cell.
    """

    kind: str
    label: str
    fields: Sequence[str]
    is_broken: Callable[[Sequence[Any]], bool]
    number: int | None = None
    rows: list[tuple[int, Any]] = field(default_factory=list)


class RowFaults:
    """What a schema asks of its rows beyond what frictionless looks for."""

    def __init__(self, schema: Mapping[str, Any]) -> None:
        self._rules = [*_holes(schema), *_doubles(schema), *_outside(schema)]

    def take(self, row: Any) -> None:
        """One row as frictionless has read it."""
        if any(error.type == "blank-row" for error in (row.errors if self._rules else ())):
            return  # that is an error of its own
        for rule in self._rules:
            if all(name in row for name in rule.fields):
                values = [row[name] for name in rule.fields]
                if rule.is_broken(values):
                    rule.rows.append((row.row_number, values[0]))

    def findings(self, resource: str) -> Iterator[Fault]:
        """What was seen in the rows of this resource."""
        for rule in self._rules:
            facts = {"count": len(rule.rows)}
            for row, value in rule.rows[:SHOWN]:
                cell = str(value) if rule.number else None
                yield Fault(rule.kind, resource, row, rule.number, rule.label, cell, facts=facts)


def _holes(schema: Mapping[str, Any]) -> Iterator[_Rule]:
    """The standard lets no part of a primary key be missing; frictionless asks for one of them."""
    primary = schema.get("primaryKey") or []
    if isinstance(primary, str) or len(primary) < 2:
        return
    for own in schema.get("fields") or []:
        name = own.get("name")
        if name in primary and not (own.get("constraints") or {}).get("required"):
            others = [other for other in primary if other != name]
            yield _Rule("null-primary-key", name, [name, *others], lambda values: values[0] is None)


def _doubles(schema: Mapping[str, Any]) -> Iterator[_Rule]:
    given = schema.get("uniqueKeys")
    for own in given if isinstance(given, list) else []:
        key = [own] if isinstance(own, str) else own
        if not isinstance(key, list) or not key or not all(isinstance(n, str) for n in key):
            continue  # that is a fault of the schema
        yield _Rule("unique-key", ", ".join(key), key, partial(_is_double, set()))


def _is_double(before: set[Any], values: Sequence[Any]) -> bool:
    key = tuple(map(_hashable, values))
    known = None not in key and key in before
    before.add(key)
    return known


def _hashable(value: Any) -> Any:
    """Objects, lists and signaling NaN are compared as texts: Python cannot hash them."""
    try:
        hash(value)
    except TypeError:
        return repr(value)
    return value


def _outside(schema: Mapping[str, Any]) -> Iterator[_Rule]:
    for number, own in enumerate(schema.get("fields") or [], start=1):
        if values := category_values(own):
            name, allowed = own.get("name"), frozenset(map(str, values))
            yield _Rule("category", name, [name], partial(_is_outside, allowed), number)


def _is_outside(allowed: frozenset[str], values: Sequence[Any]) -> bool:
    return values[0] is not None and str(values[0]) not in allowed
