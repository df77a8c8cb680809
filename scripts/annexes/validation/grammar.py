"""What a cell may surely look like: expressions in SQL that accept, and never accept too much.

A cell that is accepted here is one that frictionless reads without an error. What is not accepted
is not wrong: it is read again, by frictionless itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from annexes.base.sql import listed, quoted
from annexes.validation.database import NotColumnarError

PATTERN = re.compile(
    r"(?:[\w \-/,:;@#%&=!<>~'\"äöüÄÖÜß]"  # letters that mean themselves
    r"|\\[.\-/+*?()\[\]{}|^$\\]"  # signs that mean themselves
    r"|\\d|\."
    r"|\[\^?(?:[\w \-/,:;.@#%&=+*]|\\[.\-/+*\]\[\\^s])+\]"  # sets of plain characters, and spaces
    r"|\((?:\?:)?|\)|\|"
    r"|[*+?]|\{[0-9]{1,3}(?:,[0-9]{0,3})?\})*"
)
"""Patterns in which RE2 accepts no more than Python does; `\\d` is ASCII here, and more there."""
SPACES = "".join(sign for sign in map(chr, range(0x3001)) if sign.isspace())
"""What `\\s` is for Python; it is less for RE2."""
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
    grammar = GRAMMARS.get(column.field.type)
    tests = [grammar.form(column), *_demands(column, grammar)] if grammar else [None]
    if None in tests:
        return None
    joined = " AND ".join(filter(None, tests))
    if column.field.constraints.get("required"):
        return f"(NOT ({column.is_missing}) AND {joined})"
    return f"({column.is_missing} OR ({joined}))"


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


@dataclass(frozen=True)
class CellGrammar:
    """How the cells of a type surely look, and how its values are compared.

    `form` is SQL for a column: its text has this form; None where that cannot be said. `value` is
    SQL for the value of such a text, and `literal` writes a value of Python, one of `kinds`.
    """

    form: Callable[[SqlColumn], str | None]
    value: Callable[[SqlColumn], str]
    literal: Callable[[Any], str]
    kinds: tuple[type, ...]


def _text(column: SqlColumn) -> str:
    return column.name


def _whole(column: SqlColumn) -> str:
    return f"TRY_CAST({column.name} AS BIGINT)"


def _decimal(column: SqlColumn) -> str:
    return f"TRY_CAST({plain_number(column)} AS {DECIMAL})"


def _day(column: SqlColumn) -> str:
    return f"TRY_CAST({column.name} AS DATE)"


def _default_text(column: SqlColumn) -> str | None:
    return "TRUE" if column.field.format == "default" else None


def _integer(column: SqlColumn) -> str | None:
    if not column.field.bare_number:
        return None
    # That a number is written as SQL writes it is quick to see, and CASE stops there; OR does not.
    is_canonical = f"CAST({_whole(column)} AS VARCHAR) = {column.name}"
    form = f"regexp_full_match({column.name}, {quoted(INTEGER)})"
    return f"CASE WHEN {is_canonical} THEN TRUE ELSE {form} END"


def _number(column: SqlColumn) -> str | None:
    field = column.field
    if not field.bare_number or field.float_number:
        return None
    if not (SIGN.fullmatch(field.decimal_char) and SIGN.fullmatch(field.group_char or ",")):
        return None
    form = f"regexp_full_match({plain_number(column)}, {quoted(NUMBER)})"
    ungrouped = f"replace({column.name}, {quoted(field.group_char or NEVER)}, '')"
    return form if field.decimal_char == "." else f"NOT contains({ungrouped}, '.') AND {form}"


def _boolean(column: SqlColumn) -> str:
    return f"{column.name} IN ({listed([*column.field.true_values, *column.field.false_values])})"


def _date(column: SqlColumn) -> str | None:
    if column.field.format != "default":
        return None
    is_canonical = f"CAST({_day(column)} AS VARCHAR) = {column.name}"
    return f"length({column.name}) = 10 AND {is_canonical} AND {column.name} >= '0001'"


def _year(column: SqlColumn) -> str:
    return f"regexp_full_match({column.name}, '^[0-9]{{4}}$')"


GRAMMARS = {
    "string": CellGrammar(_default_text, _text, quoted, (str,)),
    "integer": CellGrammar(_integer, _whole, str, (int,)),
    "number": CellGrammar(
        _number, _decimal, lambda n: f"CAST('{Decimal(n):f}' AS {DECIMAL})", (Decimal, int)
    ),
    "boolean": CellGrammar(_boolean, _text, str, ()),
    "date": CellGrammar(_date, _day, lambda day: f"DATE '{day.isoformat()}'", (date,)),
    "year": CellGrammar(_year, _whole, str, (int,)),
    "any": CellGrammar(lambda _: "TRUE", _text, str, ()),
}


def plain_number(column: SqlColumn) -> str:
    """The number as frictionless writes it before it reads it."""
    field = column.field
    plain = column.name
    if field.group_char:
        plain = f"replace({plain}, {quoted(field.group_char)}, '')"
    if field.decimal_char != ".":
        plain = f"replace({plain}, {quoted(field.decimal_char)}, '.')"
    return plain


# ── constraints ─────────────────────────────────────────────────────────────────────────────


def _demands(column: SqlColumn, grammar: CellGrammar) -> Iterator[str | None]:
    """SQL for each constraint; None for one that SQL cannot hold exactly."""
    read, value = column.field.create_value_reader(), grammar.value(column)
    for name, demand in column.field.constraints.items():
        if demand is None or name in ("required", "unique"):
            continue
        if name == "pattern":
            yield _matches(value, demand)
        elif name in LENGTHS:
            yield f"length({value}) {LENGTHS[name]} {min(int(demand), LONGEST)}"
        elif not grammar.kinds:
            yield None
        elif name == "enum":
            exact = [own for own in map(read, demand) if _is_exact(own, grammar.kinds)]
            allowed = ", ".join(map(grammar.literal, exact))
            yield f"{value} IN ({allowed})" if exact else "FALSE"
        else:
            bound = read(demand)
            exactly = name in BOUNDS and _is_exact(bound, grammar.kinds)
            yield f"{value} {BOUNDS[name]} {grammar.literal(bound)}" if exactly else None


LENGTHS = {"minLength": ">=", "maxLength": "<="}
BOUNDS = {"minimum": ">=", "maximum": "<=", "exclusiveMinimum": ">", "exclusiveMaximum": "<"}


def _matches(value: str, pattern: str) -> str | None:
    inner = pattern.removeprefix("^").removesuffix("$")
    if inner.endswith("\\") or not PATTERN.fullmatch(inner):
        return None
    spaced = re.sub(r"\\(.)", lambda own: SPACES if own[1] == "s" else own[0], inner)
    return f"regexp_full_match({value}, {quoted(spaced)})"


def _is_exact(value: Any, kinds: tuple[type, ...]) -> bool:
    """True for a value of these types that SQL holds without rounding."""
    if isinstance(value, Decimal):
        return value.is_finite() and abs(value) < 10**15 and value == round(value, 15)
    if isinstance(value, int):
        return int in kinds and abs(value) < 10**18
    return isinstance(value, kinds)
