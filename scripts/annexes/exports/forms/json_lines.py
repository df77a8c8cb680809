"""jsonl: JSON Lines, a file for each resource, a row a line, numbers as numbers.

JSON has no words for days and for what is no number: they stand as the text that the schema has.
"""

from __future__ import annotations

import datetime as dt
import json
import math
from collections.abc import Iterator
from decimal import Decimal
from json.encoder import encode_basestring
from typing import Any

from annexes.exports.form import Tables, file_per_table
from annexes.package.compare import Back, compare
from annexes.package.tables import Table
from annexes.package.values import Value

NO_NUMBERS = {"NaN": math.nan, "INF": math.inf, "-INF": -math.inf}


def write(tables: Tables) -> None:
    """Write all tables."""
    for path, table in tables.items():
        with path.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(_lines(table))


def read_back(tables: Tables) -> int:
    """Compare all tables with their resources; returns the number of cells."""
    cells = 0
    for path, table in tables.items():
        with path.open(encoding="utf-8", newline="\n") as file:
            rows = ([*json.loads(line, parse_float=_number).values()] for line in file)
            cells += compare(table, rows, path, BACK)
    return cells


def _lines(table: Table) -> Iterator[str]:
    keys = [json.dumps(column.name, ensure_ascii=False) for column in table.columns]
    for piece in table.pieces():
        columns = [
            [f"{key}: {_json(value)}" for value in values]
            for key, values in zip(keys, piece, strict=True)
        ]
        for members in zip(*columns, strict=True):
            yield f"{{{', '.join(members)}}}\n"


def _json(value: Value) -> str:
    if isinstance(value, str):
        return encode_basestring(value)
    if isinstance(value, dt.date):
        return f'"{value.isoformat()}"'
    if isinstance(value, Decimal):
        return f"{value:E}"
    if isinstance(value, float) and not math.isfinite(value):
        return '"NaN"' if math.isnan(value) else f'"{"-" if value < 0 else ""}INF"'
    return json.dumps(value, ensure_ascii=False)


def _number(text: str) -> float | Decimal:
    number = float(text)
    return number if repr(number) == text else Decimal(text)


def _back(cell: Any) -> Value:
    return NO_NUMBERS[cell] if isinstance(cell, str) else cell


BACK: Back = {
    "number": _back,
    "date": lambda cell: cell and dt.date.fromisoformat(cell),
}


FORM = file_per_table(
    "jsonl",
    "JSON Lines",
    "JSON Lines: one file for each resource, a row a line",
    "application/jsonl",
    write,
    read_back,
)
