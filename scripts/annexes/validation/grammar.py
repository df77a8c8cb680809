"""What a cell may surely look like: a grammar for each type, and SQL that never accepts too much.

A cell that is accepted here is one that frictionless reads without an error, to the same value.
What is not accepted is not wrong: it is read again, by frictionless itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from math import isfinite
from operator import ge, gt, le, lt
from typing import Any

from annexes.base.sql import listed, quoted
from annexes.package.tables import names
from annexes.package.values import missing_values
from annexes.validation.database import NotColumnarError
from annexes.validation.stricter.descriptor_faults import category_values

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
SIGN = re.compile(r"[^\w\s+\-]|[ \u00a0\u202f]")
"""What may stand between groups of digits, and before a fraction: no part of a number itself."""
NO_NUMBER = "x"
"""A sign in the place of a point that is no decimal point."""
LONGEST = 1 << 31
"""More letters than DuckDB reads in a cell: larger bounds are the same, and not always numbers."""
TRUE, FALSE = ("true", "True", "TRUE", "1"), ("false", "False", "FALSE", "0")
"""What frictionless reads as truth values if the field does not say otherwise."""


@dataclass(frozen=True, slots=True)
class SqlColumn:
    """The descriptor of a field, the name of its column in SQL, and what is missing in it.

    It `is_required` where the field says so, and where it is part of a primary key.
    """

    name: str
    field: Mapping[str, Any]
    missing: tuple[str, ...] = ("",)
    is_required: bool = False

    @property
    def type(self) -> str:
        """The type of its field."""
        return str(self.field["type"])

    @property
    def constraints(self) -> dict[str, Any]:
        """What its field demands."""
        demands = (self.field.get("constraints") or {}).items()
        return {name: demand for name, demand in demands if demand is not None}

    @property
    def signs(self) -> list[tuple[str, str]]:
        """What is replaced in a number before it is read."""
        if self.type != "number":
            return []
        group, point = self.field.get("groupChar", ""), self.field.get("decimalChar", ".")
        decimal = [] if point == "." else [(".", NO_NUMBER), (point, ".")]
        return [(group, ""), *decimal] if group else decimal

    @property
    def text(self) -> str:
        """SQL: its cell, as a number is written plainly."""
        text = self.name
        for old, new in self.signs:
            text = f"replace({text}, {quoted(old)}, {quoted(new)})"
        return text

    @property
    def truths(self) -> tuple[Sequence[str], Sequence[str]]:
        """What is read as true, and as false; what is both is false."""
        return self.field.get("trueValues", TRUE), self.field.get("falseValues", FALSE)

    @property
    def is_missing(self) -> str:
        """SQL: the cell stands for nothing."""
        if len(self.missing) == 1:
            return f"{self.name} = {quoted(self.missing[0])}"
        return f"{self.name} IN ({listed(self.missing)})" if self.missing else "FALSE"


def columns_of(fields: Sequence[Mapping[str, Any]], schema: Mapping[str, Any]) -> list[SqlColumn]:
    """The columns of a table with these fields, as its schema describes them."""
    key, columns = names(schema.get("primaryKey") or ()), list[SqlColumn]()
    for number, field in enumerate(fields):
        required = field["name"] in key or (field.get("constraints") or {}).get("required", False)
        missing = tuple(sorted(missing_values(schema, field)))
        columns.append(SqlColumn(f"c{number}", field, missing, required))
    return columns


# ── types ───────────────────────────────────────────────────────────────────────────────────


def _whole(given: Any) -> int | None:
    return given if type(given) is int and abs(given) < 10**18 else None


def _decimal(given: Any) -> Decimal | None:
    """A number that SQL holds without rounding."""
    value = Decimal(str(given)) if type(given) in (int, float) and isfinite(given) else None
    if value is None or abs(value) >= 10**15 or int(value.as_tuple().exponent) < -15:
        return None
    return value


def _day(given: Any) -> date | None:
    try:
        return date.fromisoformat(given) if re.fullmatch(DAY, given) else None
    except (TypeError, ValueError):
        return None


INTEGER = "[+-]?[0-9]{1,18}"
NUMBER = r"[+-]?[0-9]{1,15}(\.[0-9]{1,15})?"
DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
YEAR = "[0-9]{4}"


def _matching(text: str, pattern: str) -> str:
    return f"regexp_full_match({text}, {quoted(pattern)})"


def _integer(text: str) -> str:
    # That a text is what SQL writes is quick to see, and CASE stops there; OR does not.
    is_canonical = f"CAST(TRY_CAST({text} AS BIGINT) AS VARCHAR) = {text}"
    return f"CASE WHEN {is_canonical} THEN TRUE ELSE {_matching(text, INTEGER)} END"


def _date(text: str) -> str:
    is_canonical = f"CAST(TRY_CAST({text} AS DATE) AS VARCHAR) = {text}"
    return f"length({text}) = 10 AND {is_canonical} AND {text} >= '0001'"


@dataclass(frozen=True)
class CellGrammar:
    """How the cells of a type surely look, and what they mean.

    `form` is SQL for it, `pattern` what all such texts match, and `read` gives their value, or
    raises ValueError. `kind` is the type of the values in SQL. `constant` gives the value that a
    constraint names; None where frictionless may read it otherwise, or SQL cannot hold it.
    """

    kind: str
    form: Callable[[str], str] = lambda _: "TRUE"
    pattern: str = r"[\s\S]*"
    read: Callable[[str], Any] = str
    constant: Callable[[Any], Any] = lambda given: given if isinstance(given, str) else None


GRAMMARS = {
    "string": CellGrammar("VARCHAR"),
    "any": CellGrammar("VARCHAR"),
    "boolean": CellGrammar("BOOLEAN", constant=lambda _: None),
    "integer": CellGrammar("BIGINT", _integer, INTEGER, int, _whole),
    "year": CellGrammar("BIGINT", lambda text: _matching(text, YEAR), YEAR, int, _whole),
    "number": CellGrammar(
        "DECIMAL(38,15)", lambda text: _matching(text, NUMBER), NUMBER, Decimal, _decimal
    ),
    "date": CellGrammar("DATE", _date, DAY, date.fromisoformat, _day),
}


def grammar_of(column: SqlColumn) -> CellGrammar | None:
    """The grammar of a field; None where its texts may be read in another way."""
    field = column.field
    is_plain = field.get("format", "default") == "default" and field.get("bareNumber", True)
    signs = [sign for sign, _ in column.signs if sign != "."]
    is_plain = is_plain and all(map(SIGN.fullmatch, signs)) and not field.get("floatNumber")
    return GRAMMARS.get(column.type) if is_plain else None


def value_of(column: SqlColumn) -> str:
    """SQL for the value of a cell that is accepted; raises NotColumnarError if there is none."""
    if column.type in ("string", "any"):
        return column.name  # whatever the format, frictionless leaves texts as they are
    if grammar_of(column) is None:
        raise NotColumnarError
    if column.type == "boolean":
        return f"{column.name} NOT IN ({listed(column.truths[1])})"
    return f"TRY_CAST({column.text} AS {GRAMMARS[column.type].kind})"


def kind_of(column: SqlColumn) -> str:
    """The type of its keys in SQL: any number that frictionless reads is nearly a DOUBLE."""
    if column.type not in GRAMMARS:
        raise NotColumnarError
    return "DOUBLE" if column.type == "number" else GRAMMARS[column.type].kind


def key_of(column: SqlColumn, *, is_read: bool = False) -> str:
    """SQL that is the same wherever frictionless reads the same value, NULL for a missing cell.

    The cell is one that is accepted; or it `is_read`, and the text of its value. Raises
    NotColumnarError where SQL cannot compare the values.
    """
    if is_read:
        return f"TRY_CAST({column.name} AS {kind_of(column)})"
    key = f"CAST({value_of(column)} AS {kind_of(column)})"
    return key if column.is_required else f"CASE WHEN NOT ({column.is_missing}) THEN {key} END"


def form_of(column: SqlColumn) -> str | None:
    """SQL: the text of a cell has surely a value; None where SQL cannot say."""
    grammar = grammar_of(column)
    if grammar and column.type == "boolean":
        return f"{column.name} IN ({listed([*column.truths[0], *column.truths[1]])})"
    return grammar.form(column.text) if grammar else None


def accepts(column: SqlColumn) -> str | None:
    """SQL that is true only for cells that are surely right; None where SQL cannot say."""
    grammar, form = grammar_of(column), form_of(column)
    if grammar is None or form is None:
        return None
    tests = [form, *(said for said, _ in demands(column, grammar))]
    if None in tests:
        return None
    joined = " AND ".join(filter(None, tests))
    if not column.is_required:
        return f"({column.is_missing} OR ({joined}))"
    is_apart = not column.signs and not any(
        re.fullmatch(grammar.pattern, m) for m in column.missing
    )
    return f"({joined})" if is_apart else f"(NOT ({column.is_missing}) AND {joined})"


def in_categories(column: SqlColumn) -> str:
    """SQL: the cell is missing or one of the categories, where the field has some.

    Raises NotColumnarError where a text may be no category though its value is one.
    """
    categories = category_values(column.field)
    if categories is None:
        return "TRUE"
    if column.type not in ("string", "integer"):
        raise NotColumnarError
    text = f"CAST({value_of(column)} AS VARCHAR)"
    return f"({column.is_missing} OR {text} IN ({listed(map(str, categories))}))"


# ── constraints ─────────────────────────────────────────────────────────────────────────────

COMPARED = {
    "minLength": (">=", ge),
    "maxLength": ("<=", le),
    "minimum": (">=", ge),
    "maximum": ("<=", le),
    "exclusiveMinimum": (">", gt),
    "exclusiveMaximum": ("<", lt),
}
"""How a value, or its length, is compared with each of these, in SQL and in Python."""
Demand = tuple[str | None, Callable[[Any], object]]


def demands(column: SqlColumn, grammar: CellGrammar) -> Iterator[Demand]:
    """What each constraint asks of a value: in SQL, None where SQL cannot hold it exactly, and as a
    test in Python.
    """
    value = value_of(column)
    for name, demand in column.constraints.items():
        if name == "pattern":
            yield _matches(value, demand), re.compile(f"^{demand}$").match
        elif name == "enum":
            known = [own for own in map(grammar.constant, demand) if own is not None]
            listing = f"{value} IN ({', '.join(map(_literal, known))})"
            yield listing if known else None, frozenset(known).__contains__
        elif name not in ("required", "unique"):
            sign, compare = COMPARED[name]
            is_length = name.endswith("Length")
            bound = min(int(demand), LONGEST) if is_length else grammar.constant(demand)
            measured = f"length({value})" if is_length else value
            said = None if bound is None else f"{measured} {sign} {_literal(bound)}"
            yield said, partial(_holds, compare, bound, is_length)


def _holds(compare: Callable[[Any, Any], bool], bound: Any, is_length: bool, value: Any) -> bool:
    return bound is not None and compare(len(value) if is_length else value, bound)


def _literal(value: Any) -> str:
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, date):
        return f"DATE '{value.isoformat()}'"
    return f"CAST('{value:f}' AS DECIMAL(38,15))" if isinstance(value, Decimal) else str(value)


def _matches(value: str, pattern: str) -> str | None:
    inner = pattern.removeprefix("^").removesuffix("$")
    if inner.endswith("\\") or not PATTERN.fullmatch(inner):
        return None
    spaced = re.sub(r"\\(.)", lambda own: SPACES if own[1] == "s" else own[0], inner)
    return _matching(value, spaced)
