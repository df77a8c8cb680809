"""The text of a cell → its value, as Table Schema defines it.

Spreadsheets, SQL and Parquet have five kinds of value in common: text, integer, number, boolean
and date. Table Schema types beyond these (time, duration, geopoint …) stay the text they are.
Lexical forms: https://datapackage.org/standard/table-schema/#field-types
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, Literal

from annexes.base.texts import toml_of

Kind = Literal["text", "integer", "number", "boolean", "date"]
Value = str | int | float | Decimal | bool | dt.date | None
"""A number is a Decimal only where no double is the same number."""
Read = Callable[[str], Value]

KINDS: dict[str, Kind] = {
    "integer": "integer",
    "year": "integer",
    "number": "number",
    "boolean": "boolean",
    "date": "date",
}
INTEGER = re.compile(r"[+-]?[0-9]+")
NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?|-?INF|NaN")
DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
BARE = re.compile(r"^[^0-9+.-]+|[^0-9.]+$")
EXPONENT = re.compile(r"[eEI]")
FEW = 15
LONGEST_INTEGER = 4000
"""Digits; Python itself takes 4,300 from a text."""
REMEMBERED = 1 << 16


def kinds_in(vocabulary: str) -> Mapping[Kind, str]:
    """What a vocabulary of `kinds.toml` calls each kind."""
    called: Mapping[Kind, str] = toml_of("package", "kinds.toml")[vocabulary]
    return called


def kind_of(field: Mapping[str, Any]) -> Kind:
    """The kind of the values of a field; a date of format `any` stays text."""
    if field.get("format") == "any":
        return "text"
    return KINDS.get(str(field.get("type")), "text")


def reader(field: Mapping[str, Any], missing: frozenset[str], *, required: bool = False) -> Read:
    """A function from the text of a cell to its value, None where the text stands for missing.

    It raises ValueError, saying why, for a text that is no value of the field, or for a missing
    one where a value is required. It is called for every cell: it does no more than it must.
    """
    kind = kind_of(field)
    if kind == "text" and not required:
        return lambda text: None if text in missing else text
    read = _READERS[kind](field)

    def read_cell(text: str) -> Value:
        if text not in missing:
            return read(text)
        if required:
            raise ValueError("missing, though the field is required")
        return None

    return read_cell


class Meanings(dict[str, Value]):
    """What each text of a column means, found out once; it forgets when it knows too many."""

    def __init__(self, read: Read) -> None:
        super().__init__()
        self.read = read

    def __missing__(self, text: str) -> Value:
        if len(self) >= REMEMBERED:
            self.clear()
        value = self[text] = self.read(text)
        return value


def column_reader(
    field: Mapping[str, Any], missing: frozenset[str], *, required: bool = False
) -> Callable[[Sequence[str]], Sequence[Value]]:
    """A function from the texts of a column to what `reader` makes of each, for long columns.

    It raises ValueError where `reader` would.
    """
    kind = kind_of(field)
    meanings = Meanings(reader(field, missing, required=required))
    is_plain = not {"groupChar", "decimalChar", "bareNumber"} & set(field)

    def read(cells: Sequence[str]) -> Sequence[Value]:
        if not any(text in cells for text in missing):
            if kind == "text":
                return cells
            if is_plain and kind == "integer" and "" not in cells and _all_digits(cells):
                return list(map(int, cells))
            if is_plain and kind == "number" and (numbers := _plain_numbers(cells)):
                return numbers
        return list(map(meanings.__getitem__, cells))

    return read


def _all_digits(cells: Sequence[str]) -> bool:
    together = "".join(cells)
    return together.isascii() and together.isdigit()


def _plain_numbers(cells: Sequence[str]) -> list[Value]:
    """The numbers where each is written as its double is, else none."""
    try:
        numbers = list(map(float, cells))
    except ValueError:
        return []
    plain = list(map(repr, numbers)) == list(cells) and "n" not in "".join(cells)
    return [*numbers] if plain else []


def missing_values(schema: Mapping[str, Any], field: Mapping[str, Any]) -> frozenset[str]:
    """The texts that stand for missing: those of the field or of the schema, by default ''."""
    declared = field.get("missingValues", schema.get("missingValues", [""]))
    return frozenset(str(v.get("value") if isinstance(v, dict) else v) for v in declared)


def _text(_: Mapping[str, Any]) -> Read:
    return lambda text: text


def _integer(field: Mapping[str, Any]) -> Read:
    group, bare = str(field.get("groupChar", "")), field.get("bareNumber", True)

    def read(text: str) -> int:
        digits = _stripped(text, group, bare=bare)
        if not INTEGER.fullmatch(digits):
            raise ValueError("no integer")
        if len(digits) > LONGEST_INTEGER:
            raise ValueError("too large a number; declare the field as string")
        return int(digits)

    return read


def _number(field: Mapping[str, Any]) -> Read:
    group, bare = str(field.get("groupChar", "")), field.get("bareNumber", True)
    decimal = str(field.get("decimalChar", "."))

    def read(text: str) -> float | Decimal:
        digits = _stripped(text, group, bare=bare).replace(decimal, ".")
        if not NUMBER.fullmatch(digits):
            raise ValueError("no number")
        return exact_number(digits)

    return read


def exact_number(digits: str) -> float | Decimal:
    """The number as a double, if writing the double again gives the same number.

    ValueError for a number with too large an exponent.
    """
    value = float(digits)
    if repr(value) == digits or math.isnan(value):
        return value
    if len(digits) <= FEW and not EXPONENT.search(digits):
        return value  # fifteen digits: any double gives them back
    try:
        exact = Decimal(digits.replace("INF", "Infinity"))
    except InvalidOperation as error:
        raise ValueError("too large a number; declare the field as string") from error
    return value if exact == Decimal(repr(value)) else exact


def _stripped(text: str, group: str, *, bare: bool) -> str:
    text = text if bare else BARE.sub("", text)
    return text.replace(group, "") if group else text


def _boolean(field: Mapping[str, Any]) -> Read:
    true = field.get("trueValues", ["true", "True", "TRUE", "1"])
    false = field.get("falseValues", ["false", "False", "FALSE", "0"])
    meaning = {**dict.fromkeys(false, False), **dict.fromkeys(true, True)}

    def read(text: str) -> bool:
        if text not in meaning:
            raise ValueError("neither true nor false")
        return meaning[text]

    return read


def _date(field: Mapping[str, Any]) -> Read:
    pattern = field.get("format", "default")

    def read(text: str) -> dt.date:
        try:
            if pattern == "default":
                return dt.date.fromisoformat(text if DATE.fullmatch(text) else "")
            return dt.datetime.strptime(text, pattern).date()
        except ValueError as error:
            raise ValueError("no date") from error

    return read


_READERS: dict[Kind, Callable[[Mapping[str, Any]], Read]] = {
    "text": _text,
    "integer": _integer,
    "number": _number,
    "boolean": _boolean,
    "date": _date,
}
