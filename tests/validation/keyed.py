"""Packages of tables that share keys: of one field or more, with missing parts, read otherwise.

Values are few, so that rows share keys; half of the packages are made to hold.
"""

from __future__ import annotations

import csv
import io
import random
from typing import Any

from validation.case import Case, as_json

VALUES = {
    "string": ["a", "b", "", "NA", "1", " a", "-"],
    "integer": ["1", "2", "01", "+1", " 1", "", "-", "x"],
    "number": ["1", "2", "1.0", "1e0", "", "x", "NaN"],
    "boolean": ["true", "false", "1", "0", ""],
    "date": ["2022-01-01", "2022-01-02", ""],
    "year": ["2022", "2023", ""],
    "any": ["1", "a", ""],
    "time": ["10:00:00", "11:00:00", ""],
}
MISSING: list[list[str]] = [[], ["-"], ["", "NA"], ["1"], ["a"], ["", "x"]]
CONSTRAINTS: list[dict[str, bool]] = [{"required": True}, {"unique": True}]
READ_OTHERWISE: dict[str, list[dict[str, Any]]] = {
    "boolean": [{"trueValues": ["1"], "falseValues": ["0", "1"]}, {"trueValues": ["true"]}],
    "number": [{"decimalChar": ","}, {"groupChar": ","}, {"bareNumber": False}],
}
Rows = list[list[str]]


def keyed_package(seed: int) -> Case:
    """One to three tables that lead to each other."""
    rng = random.Random(f"keyed {seed}")
    holds, width = rng.random() < 0.5, rng.choice([1, 2, 2, 3])
    kinds = [rng.choice(["string", "integer", *VALUES]) for _ in range(width + 1)]
    made = [_table(rng, kinds, width, holds=holds) for _ in range(rng.choice([1, 2, 2, 3]))]
    for number, (schema, rows) in enumerate(made):
        there = number if holds else len(made) - 1
        schema["foreignKeys"] = [
            _leading(rng, schema, rows, rng.randint(0, there), made, width, holds=holds)
            for _ in range(rng.choice([0, 1, 1] if holds else [0, 1, 1, 2]))
        ]
    files, resources = {}, []
    for number, (schema, rows) in enumerate(made):
        name, delimiter = f"t{number}", rng.choice([",", ",", ";", "\t"])
        header = [field["name"] for field in schema["fields"]]
        if not holds and rng.random() < 0.1:
            header.reverse()
        text = io.StringIO()
        quoting: Any = rng.choice([csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
        writer = csv.writer(text, delimiter=delimiter, quoting=quoting, lineterminator="\n")
        writer.writerows([header, *(_damaged(rng, row, holds=holds) for row in rows)])
        encoding = rng.choice(["utf-8", "utf-8", "utf-8", "utf-16"])
        files[f"{name}.csv"] = text.getvalue().encode(encoding)
        described = {"name": name, "path": f"{name}.csv", "schema": schema}
        dialect = {"dialect": {"delimiter": delimiter}, "encoding": encoding}
        resources.append({**described, **dialect})
    package = {"name": "package", "resources": resources}
    return Case(f"keyed-{seed}", {**files, "datapackage.json": as_json(package)})


def _table(
    rng: random.Random, kinds: list[str], width: int, *, holds: bool
) -> tuple[dict[str, Any], Rows]:
    """A schema with keys of its own, and rows."""
    fields: list[dict[str, Any]] = []
    for number, kind in enumerate(kinds):
        field: dict[str, Any] = {"name": f"f{number}", "type": kind}
        if not holds:
            field["type"] = kind = kind if rng.random() < 0.9 else rng.choice(list(VALUES))
            field |= rng.choice([{}, {}, {}, *READ_OTHERWISE.get(kind, [])])
        if not holds and rng.random() < 0.1:
            field["constraints"] = rng.choice(CONSTRAINTS)
        if rng.random() < 0.1:
            field["missingValues"] = rng.choice(MISSING[: 3 if holds else None])
        fields.append(field)
    few = 2 if holds else 9
    rows = [
        [rng.choice(VALUES[field["type"]][:few]) for field in fields]
        for _ in range(rng.choice([0, 2, 5, 12, 40]))
    ]
    if holds:
        rows = _different(rows, width)
    schema: dict[str, Any] = {"fields": fields}
    names = [field["name"] for field in fields]
    if rng.random() < 0.2:
        schema["missingValues"] = rng.choice(MISSING[: 3 if holds else None])
    if rng.random() < 0.5:
        other = names[0] if not holds or width == 1 else names[:width]
        schema["primaryKey"] = rng.choice([names[:width], names[:width][::-1], other])
    if rng.random() < 0.15:
        schema["uniqueKeys"] = rng.choice([[names[:width]], [names[:1], names[-1:]], [names]])
    return schema, rows


def _leading(
    rng: random.Random,
    schema: dict[str, Any],
    rows: Rows,
    number: int,
    made: list[tuple[dict[str, Any], Rows]],
    width: int,
    *,
    holds: bool,
) -> dict[str, Any]:
    """A foreign key to the table of this number; where it holds, its rows lead somewhere."""
    other, there = made[number]
    whole, width = width, rng.choice([width, width, 1])
    own, targets = ([f["name"] for f in part["fields"][:width]] for part in (schema, other))
    if not holds and rng.random() < 0.2:
        targets.reverse()
    if holds and there and other is not schema:
        for row in rows:
            row[:width] = rng.choice(there)[:width]
        rows[:] = _different(rows, whole)
    name = rng.choice(["", f"t{number}"]) if other is schema else f"t{number}"
    return {"fields": own, "reference": {"resource": name, "fields": targets}}


def _different(rows: Rows, width: int) -> Rows:
    return list({tuple(row[:width]): row for row in rows}.values())


def _damaged(rng: random.Random, row: list[str], *, holds: bool) -> list[str]:
    if holds or rng.random() > 0.08:
        return row
    return rng.choice([row[:-1], [*row, "more"], [""] * len(row)])
