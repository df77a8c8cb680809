"""What a cell may surely look like: expressions in SQL that accept, and never accept too much.

A cell that is accepted here is one that frictionless reads without an error. What is not accepted
is not wrong: it is read again, by frictionless itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from annexes.base.sql import listed, quoted
from annexes.validation.database import NotColumnarError

PATTERN = re.compile(
    r"(?:[\w \-/,:;@#%&=!<>~'\"äöüÄÖÜß]"  # letters that mean themselves
    r"|\\[.\-/+*?()\[\]{}|^$\\]"  # signs that mean themselves
    r"|\\d|\."
    r"|\[\^?(?:[\w \-/,:;.@#%&=+*]|\\[.\-/+*\]\[\\^])+\]"  # sets of plain characters
    r"|\((?:\?:)?|\)|\|"
    r"|[*+?]|\{[0-9]{1,3}(?:,[0-9]{0,3})?\})*"
)
"""Patterns in which RE2 accepts no more than Python does; `\\d` is ASCII here, and more there."""
INTEGER = "^[+-]?[0-9]{1,18}$"
NUMBER = r"^[+-]?[0-9]{1,15}(\.[0-9]{1,15})?$"
SIGN = re.compile(r"[^\w\s+\-]|[ \u00a0\u202f]")
"""What may stand between groups of digits, and before a fraction: no part of a number itself."""
NEVER = "\0"
DECIMAL = "DECIMAL(38,15)"
LONGEST = 1 << 31
"""More letters than DuckDB reads in a cell: larger bounds are the same, and not always numbers."""


@dataclass(frozen=True, slots=True)
class SqlColumn:
    """A field of frictionless, and the name that its column has in SQL.

    `missing` are its missing values, as frictionless takes them; `categories` are all other values
    that it may have, where it says so.
    """

    name: str
    field: Any
    missing: tuple[str, ...]
    categories: Sequence[Any] | None = None

    @property
    def is_missing(self) -> str:
        """SQL: the cell stands for nothing."""
        if len(self.missing) == 1:
            return f"{self.name} = {quoted(self.missing[0])}"
        return f"{self.name} IN ({listed(self.missing)})" if self.missing else "FALSE"


def accepts(column: SqlColumn) -> str | None:
    """SQL that is true only for cells that are surely right; None where SQL cannot say."""
    make = READERS.get(column.field.type)
    value = make(column) if make else None
    if value is None:
        return None
    if column.field.constraints.get("required"):
        return f"(NOT ({column.is_missing}) AND {value})"
    return f"({column.is_missing} OR {value})"


def in_categories(column: SqlColumn) -> str:
    """SQL: the cell is missing or one of the categories, where the field has some.

    Raises NotColumnarError where a text may be no category though its value is one.
    """
    if column.categories is None:
        return "TRUE"
    text = {"string": column.name, "integer": f"CAST(TRY_CAST({column.name} AS BIGINT) AS VARCHAR)"}
    if column.field.type not in text:
        raise NotColumnarError
    allowed = listed(map(str, column.categories))
    return f"({column.is_missing} OR {text[column.field.type]} IN ({allowed}))"


# ── types ───────────────────────────────────────────────────────────────────────────────────


def _string(column: SqlColumn) -> str | None:
    field, name = column.field, column.name
    if field.format != "default":
        return None
    tests = []
    for constraint, sign in (("minLength", ">="), ("maxLength", "<=")):
        limit = field.constraints.get(constraint)
        if limit is not None:
            tests.append(f"length({name}) {sign} {min(int(limit), LONGEST)}")
    pattern = field.constraints.get("pattern")
    if pattern is not None:
        inner = pattern.removeprefix("^").removesuffix("$")
        if inner.endswith("\\") or not PATTERN.fullmatch(inner):
            return None
        tests.append(f"regexp_full_match({name}, {quoted(inner)})")
    return _all([*tests, *_enum(column, name, quoted, str)])


def _integer(column: SqlColumn) -> str | None:
    if not column.field.bare_number:
        return None
    name = column.name
    value = f"TRY_CAST({name} AS BIGINT)"
    limited = _limited(column, value, "", str, int)
    # That a number is written as SQL writes it is quick to see, and CASE stops there; OR does not.
    form = f"regexp_full_match({name}, {quoted(INTEGER)})"
    form = f"CASE WHEN CAST({value} AS VARCHAR) = {name} THEN TRUE ELSE {form} END"
    return limited and f"({form} AND {limited})"


def _number(column: SqlColumn) -> str | None:
    field = column.field
    if not field.bare_number or field.float_number:
        return None
    if not (SIGN.fullmatch(field.decimal_char) and SIGN.fullmatch(field.group_char or ",")):
        return None
    plain = plain_number(column)
    ungrouped = f"replace({column.name}, {quoted(field.group_char or NEVER)}, '')"
    tests = [f"NOT contains({ungrouped}, '.')"] * (field.decimal_char != ".")
    value = f"TRY_CAST({plain} AS {DECIMAL})"
    limited = _limited(column, value, NUMBER, _decimal, Decimal, plain)
    return _all([*tests, limited]) if limited else None


def _boolean(column: SqlColumn) -> str | None:
    field = column.field
    if "enum" in field.constraints:
        return None
    return f"{column.name} IN ({listed([*field.true_values, *field.false_values])})"


def _date(column: SqlColumn) -> str | None:
    if column.field.format != "default":
        return None
    value = f"TRY_CAST({column.name} AS DATE)"
    form = f"length({column.name}) = 10 AND CAST({value} AS VARCHAR) = {column.name}"
    real = f"{column.name} >= '0001'"
    literal = lambda day: f"DATE '{day.isoformat()}'"  # noqa: E731
    limits = _limits(column, value, literal)
    return _all([form, real, *limits]) if limits is not None else None


def _year(column: SqlColumn) -> str | None:
    return _limited(column, f"TRY_CAST({column.name} AS BIGINT)", "^[0-9]{4}$", str, int)


def _any(column: SqlColumn) -> str | None:
    return "TRUE" if set(column.field.constraints) <= {"required"} else None


READERS: dict[str, Callable[[SqlColumn], str | None]] = {
    "string": _string,
    "integer": _integer,
    "number": _number,
    "boolean": _boolean,
    "date": _date,
    "year": _year,
    "any": _any,
}


# ── pieces ──────────────────────────────────────────────────────────────────────────────────


def _limited(
    column: SqlColumn,
    value: str,
    form: str,
    literal: Callable[[Any], str],
    kind: type,
    text: str = "",
) -> str | None:
    limits = _limits(column, value, literal)
    if limits is None:
        return None
    enum = _enum(column, value, literal, kind)
    shape = [f"regexp_full_match({text or column.name}, {quoted(form)})"] if form else []
    return _all([*shape, *limits, *enum])


def _limits(column: SqlColumn, value: str, literal: Callable[[Any], str]) -> list[str] | None:
    """The bounds as SQL; None if one of them cannot be written exactly."""
    read, tests = column.field.create_value_reader(), []
    signs = {"minimum": ">=", "maximum": "<=", "exclusiveMinimum": ">", "exclusiveMaximum": "<"}
    for constraint, sign in signs.items():
        bound = column.field.constraints.get(constraint)
        if bound is not None:
            typed = read(bound)
            if typed is None or not _is_exact(typed):
                return None
            tests.append(f"{value} {sign} {literal(typed)}")
    if "enum" in column.field.constraints and column.field.type == "date":
        return None
    return tests


def _enum(column: SqlColumn, value: str, literal: Callable[[Any], str], kind: type) -> list[str]:
    allowed = column.field.constraints.get("enum")
    if allowed is None:
        return []
    typed = [column.field.create_value_reader()(entry) for entry in allowed]
    exact = [entry for entry in typed if isinstance(entry, kind) and _is_exact(entry)]
    return [f"{value} IN ({', '.join(map(literal, exact))})" if exact else "FALSE"]


def _is_exact(value: Any) -> bool:
    """True for a value that SQL holds without rounding."""
    if isinstance(value, Decimal):
        return value.is_finite() and abs(value) < 10**15 and value == round(value, 15)
    if isinstance(value, int):
        return abs(value) < 10**18
    return value is not None


def _decimal(value: Decimal) -> str:
    return f"CAST('{value:f}' AS {DECIMAL})"


def plain_number(column: SqlColumn) -> str:
    """The number as frictionless writes it before it reads it."""
    field = column.field
    plain = column.name
    if field.group_char:
        plain = f"replace({plain}, {quoted(field.group_char)}, '')"
    if field.decimal_char != ".":
        plain = f"replace({plain}, {quoted(field.decimal_char)}, '.')"
    return plain


def _all(tests: Sequence[str]) -> str:
    return f"({' AND '.join(tests or ['TRUE'])})"
