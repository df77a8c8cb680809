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
from operator import ge, gt, le, lt
from typing import Any

from annexes.base.sql import listed, quoted
from annexes.package.tables import names
from annexes.package.values import missing_values
from annexes.validation.descriptor_faults import category_values

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
NO_NUMBER = "x"
"""A sign in the place of a point that is no decimal point."""
TRUE, FALSE = ("true", "True", "TRUE", "1"), ("false", "False", "FALSE", "0")
"""What frictionless reads as truth values if the field does not say otherwise."""


class NotColumnarError(Exception):
    """The table is not for this engine."""


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
        return dict(self.field.get("constraints", {}))

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
    def value(self) -> str:
        """SQL for the value of its cell if that is one that is accepted, where `valued` gives it;
        raises NotColumnarError if there is none.
        """
        if self.type in ("string", "any"):
            return self.name  # whatever the format, frictionless leaves texts as they are
        if grammar_of(self) is None:
            raise NotColumnarError
        if self.type == "boolean":
            return f"{self.name} NOT IN ({listed(self.truths[1])})"
        return f"{self.name}_value"

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


def columns_of(schema: Mapping[str, Any]) -> list[SqlColumn]:
    """The columns of a table with this schema."""
    key, columns = names(schema.get("primaryKey") or ()), list[SqlColumn]()
    for number, field in enumerate(schema["fields"]):
        missing = tuple(sorted(missing_values(schema, field)))
        is_required = field["name"] in key or field.get("constraints", {}).get("required", False)
        columns.append(SqlColumn(f"c{number}", field, missing, is_required))
    return columns


# ── types ───────────────────────────────────────────────────────────────────────────────────


def _decimal(given: float) -> Decimal | None:
    """A number that SQL holds without rounding."""
    value = Decimal(str(given))
    is_exact = abs(value) < 10**15 and int(value.as_tuple().exponent) >= -15
    return value if is_exact else None


INTEGER = "[+-]?[0-9]{1,18}"
NUMBER = r"[+-]?[0-9]{1,15}(\.[0-9]{1,15})?"
DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
YEAR = "[0-9]{4}"


def _matching(pattern: str) -> Callable[[SqlColumn], str]:
    return lambda column: f"regexp_full_match({column.text}, {quoted(pattern)})"


def _integer(column: SqlColumn) -> str:
    # That a text is what SQL writes is quick to see, and CASE stops there; OR does not.
    is_canonical = f"CAST({column.value} AS VARCHAR) = {column.text}"
    return f"CASE WHEN {is_canonical} THEN TRUE ELSE {_matching(INTEGER)(column)} END"


def _date(column: SqlColumn) -> str:
    text = column.text
    is_canonical = f"CAST({column.value} AS VARCHAR) = {text}"
    return f"length({text}) = 10 AND {is_canonical} AND {text} >= '0001'"


def _boolean(column: SqlColumn) -> str:
    true, false = column.truths
    return f"{column.name} IN ({listed([*true, *false])})"


def _truth(column: SqlColumn, cell: str) -> bool:
    true, false = column.truths
    if cell not in {*true, *false}:
        raise ValueError
    return cell not in false


def _by(pattern: str, read: Callable[[str], Any]) -> Callable[[SqlColumn, str], Any]:
    matches = re.compile(pattern).fullmatch

    def read_cell(column: SqlColumn, cell: str) -> Any:
        for old, new in column.signs:
            cell = cell.replace(old, new)
        if not matches(cell):
            raise ValueError
        return read(cell)

    return read_cell


@dataclass(frozen=True)
class CellGrammar:
    """How the cells of a type surely look, and what they mean.

    `form` is SQL for it, and `read` gives the value of such a cell, or raises ValueError. `kind` is
    the type of the values in SQL. `constant` gives the value that a plain constraint names, None
    where SQL cannot hold it.
    """

    kind: str
    form: Callable[[SqlColumn], str]
    read: Callable[[SqlColumn, str], Any]
    constant: Callable[[Any], Any] = lambda given: given


TEXT = CellGrammar("VARCHAR", lambda _: "TRUE", lambda _, cell: cell)
GRAMMARS = {
    "string": TEXT,
    "any": TEXT,
    "boolean": CellGrammar("BOOLEAN", _boolean, _truth),
    "integer": CellGrammar("BIGINT", _integer, _by(INTEGER, int)),
    "year": CellGrammar("BIGINT", _matching(YEAR), _by(YEAR, int)),
    "number": CellGrammar("DECIMAL(38,15)", _matching(NUMBER), _by(NUMBER, Decimal), _decimal),
    "date": CellGrammar("DATE", _date, _by(DAY, date.fromisoformat), date.fromisoformat),
}


def grammar_of(column: SqlColumn) -> CellGrammar | None:
    """The grammar of a field; None where its texts may be read in another way."""
    is_default = column.field.get("format", "default") == "default"
    is_bare = column.field.get("bareNumber", True)
    return GRAMMARS.get(column.type) if is_default and is_bare else None


def valued(columns: Sequence[SqlColumn], rows: str) -> str:
    """These rows of texts, in SQL, with the values of numbers and days beside them: read once,
    whatever asks for them.
    """
    casts = [
        f"TRY_CAST({own.text} AS {GRAMMARS[own.type].kind}) AS {own.value}"
        for own in columns
        if grammar_of(own) and own.type not in ("string", "any", "boolean")
    ]
    return f"(SELECT {', '.join(['*', *casts])} FROM {rows})" if casts else rows


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
    key = f"CAST({column.value} AS {kind_of(column)})"
    return key if column.is_required else f"CASE WHEN NOT ({column.is_missing}) THEN {key} END"


def conditions_of(column: SqlColumn) -> list[str | None]:
    """SQL that is true only for cells that are surely right, if they are not missing: some tests,
    None for one that SQL cannot say.
    """
    grammar = grammar_of(column)
    if grammar is None:
        return [None]
    return [grammar.form(column), *(said for said, _ in demands(column, grammar))]


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
    value = column.value
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
            bound = demand if is_length else grammar.constant(demand)
            measured = f"length({value})" if is_length else value
            said = None if bound is None else f"{measured} {sign} {_literal(bound)}"
            yield said, partial(_holds, compare, bound, is_length)
    if categories := category_values(column.field):
        allowed = list(map(str, categories))
        listing = f"CAST({value} AS VARCHAR) IN ({listed(allowed)})"
        yield listing, lambda value: str(value) in allowed


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
    return f"regexp_full_match({value}, {quoted(spaced)})"
