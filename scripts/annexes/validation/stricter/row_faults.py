"""The same faults as in `data`, seen row by row while frictionless reads a small table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from annexes.validation.reference import is_blank
from annexes.validation.report import Fault
from annexes.validation.stricter.column_faults import SHOWN, unique_keys
from annexes.validation.stricter.descriptor_faults import category_values


@dataclass
class _Seen:
    """One rule: the rows that break it, with the cell."""

    kind: str
    label: str
    number: int | None = None
    rows: list[tuple[int, str | None]] = field(default_factory=list)


class RowFaults:
    """What a schema asks of its rows beyond what frictionless looks for."""

    def __init__(self, schema: Mapping[str, Any]) -> None:
        primary = schema.get("primaryKey") or []
        self._primary = list(primary)
        self._holes = [_Seen("null-primary-key", name) for name in primary if len(primary) > 1]
        self._unique = [
            (_Seen("unique-key", ", ".join(key)), key, set[Any]()) for key in unique_keys(schema)
        ]
        self._categories = [
            (_Seen("category", own["name"], number), set(map(str, values)))
            for number, own in enumerate(schema.get("fields") or [], start=1)
            if own.get("categories") is not None and (values := category_values(own))
        ]

    def take(self, row: Any) -> None:
        """One row as frictionless has read it."""
        if is_blank(row):
            return
        for seen in self._holes if all(name in row for name in self._primary) else ():
            if row[seen.label] is None:
                seen.rows.append((row.row_number, None))
        for seen, key, before in self._unique:
            values = tuple(_hashable(row[name]) for name in key if name in row)
            if len(values) == len(key) and None not in values:
                if values in before:
                    seen.rows.append((row.row_number, None))
                before.add(values)
        for seen, allowed in self._categories:
            if seen.label not in row:
                continue
            value = row[seen.label]
            if value is not None and str(value) not in allowed:
                seen.rows.append((row.row_number, str(value)))

    def findings(self, resource: str) -> Iterator[Fault]:
        """What was seen, as `data` says it."""
        rules = [
            *self._holes,
            *(own[0] for own in self._unique),
            *(own[0] for own in self._categories),
        ]
        for seen in rules:
            for row, cell in seen.rows[:SHOWN]:
                facts = {"count": len(seen.rows)}
                yield Fault(seen.kind, resource, row, seen.number, seen.label, cell, facts=facts)


def _hashable(value: Any) -> Any:
    """Objects and lists are compared as texts: Python cannot hash them."""
    return repr(value) if isinstance(value, dict | list) else value
