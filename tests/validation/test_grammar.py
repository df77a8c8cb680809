"""The proof of the columnar engine: what SQL accepts, frictionless reads, and as the same value."""

from __future__ import annotations

import itertools
import string
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from typing import Any

import duckdb
import pytest
from frictionless import Field
from hypothesis import given, settings
from hypothesis import strategies as st

from annexes.validation.cell_by_cell import _reader
from annexes.validation.grammar import (
    NotColumnarError,
    SqlColumn,
    columns_of,
    conditions_of,
    key_of,
    valued,
)

ALPHABETS = {
    "integer": "019+-._ e٣",
    "number": "01+-._, eN",
    "year": "019+-._ ٣",
    "boolean": "01trueTRUE",
    "any": "a 0",
}
FIELDS: list[dict[str, Any]] = [
    {"type": "integer"},
    {"type": "integer", "constraints": {"minimum": 0, "maximum": 10}},
    {"type": "integer", "constraints": {"enum": [1, 10]}},
    {"type": "integer", "bareNumber": False},
    {"type": "number"},
    {"type": "number", "decimalChar": ","},
    {"type": "number", "decimalChar": ",", "groupChar": "."},
    {"type": "number", "groupChar": " "},
    {"type": "number", "constraints": {"minimum": 0.5, "maximum": 1.5}},
    {"type": "number", "constraints": {"enum": [0, 1.1, "10"]}},
    {"type": "year"},
    {"type": "year", "constraints": {"minimum": 1000}},
    {"type": "boolean"},
    {"type": "boolean", "trueValues": ["t", "1"], "falseValues": ["r", "1"]},
    {"type": "any", "constraints": {"required": True}},
]


SHORT = {"type": "string", "constraints": {"maxLength": 3}}


def texts_of(kind: str) -> Iterator[str]:
    """All short texts of the signs that this type is about."""
    signs = ALPHABETS[kind]
    for length in range(5 if len(signs) < 10 else 4 if kind != "year" else 5):
        yield from map("".join, itertools.product(dict.fromkeys(signs), repeat=length))


def proved(descriptor: dict[str, Any], texts: list[str]) -> int:
    """How many of these texts are accepted, after a look at each of them."""
    field = Field.from_descriptor({"name": "x", **descriptor})
    column = replace(columns_of({"fields": [field.to_descriptor()]})[0], name="x")
    tests = conditions_of(column)
    if None in tests:
        return 0
    test = f"({column.is_missing}) OR ({' AND '.join(filter(None, tests))})"
    if column.is_required:
        test = f"NOT ({column.is_missing}) AND ({test})"
    read_by_cell(column, field, texts)
    try:
        key, key_as_read = key_of(column), key_of(column, is_read=True)
    except NotColumnarError:
        key = key_as_read = "NULL"
    connection = duckdb.connect()
    connection.execute("CREATE TABLE t AS SELECT unnest(?::VARCHAR[]) AS x", [texts])
    right = connection.execute(f"SELECT x FROM {valued([column], 't')} WHERE {test}").fetchall()
    accepted = [text for (text,) in right]
    read, again = field.create_cell_reader(), []
    for text in accepted:
        value, notes = read(text)
        assert not notes, (descriptor, text, notes)
        again.append(None if value is None else str(value))
    connection.execute("CREATE TABLE r AS SELECT unnest(?::VARCHAR[]) AS x", [accepted])
    keys = connection.execute(f"SELECT {key} FROM {valued([column], 'r')}").fetchall()
    connection.execute("CREATE OR REPLACE TABLE r AS SELECT unnest(?::VARCHAR[]) AS x", [again])
    of_values = connection.execute(f"SELECT {key_as_read} FROM r").fetchall()
    for text, one, other in zip(accepted, keys, of_values, strict=True):
        assert one == other, (descriptor, text, one, other)
    return len(accepted)


def read_by_cell(column: SqlColumn, field: Field, texts: list[str]) -> None:
    """What a small table is read with accepts no other texts, and gives the same values."""
    ours, theirs = _reader(column), field.create_cell_reader()
    for text in texts:
        with suppress(ValueError):
            value = ours(text)
            assert theirs(text) == (value, None), (column.field, text, value)


@pytest.mark.parametrize("descriptor", FIELDS, ids=str)
def test_every_short_text_that_is_accepted_is_right(descriptor: dict[str, Any]) -> None:
    refused = descriptor.get("bareNumber") is False
    assert (proved(descriptor, list(texts_of(descriptor["type"]))) == 0) == refused


def test_every_day_that_is_accepted_is_right() -> None:
    years = ["0000", "0001", "1582", "1900", "2000", "2023", "2024", "9999", "10000", "-001"]
    numbers = [f"{n:02}" for n in range(33)] + ["1", "001", " 1"]
    days = ["-".join(own) for own in itertools.product(years, numbers[:15], numbers)]
    for constraints in ({}, {"minimum": "1999-01-01"}, {"maximum": "2023-06-15"}):
        assert proved({"type": "date", "constraints": constraints}, days) > 300
    some = {"enum": ["2023-01-01", "2024-02-29"]}
    assert proved({"type": "date", "constraints": some}, days) == 2


PATTERNS = ["[a-c]+", "a|b", "^ab$", r"\d{2}", "a.c", "(?:a|bc)*", "[^a]", r"a\.b", "", "a?b{1,2}",
            "^a|b$", r"\w+", "a$", "a\\",
            r"[^a\s].*", r"[\s\\]*", r"[\\s]+", r"[^\s\-=]+"]  # fmt: skip


@pytest.mark.parametrize("pattern", PATTERNS)
def test_every_text_that_a_pattern_accepts_is_right(pattern: str) -> None:
    texts = ["".join(own) for n in range(5) for own in itertools.product("abc.1\n٣", repeat=n)]
    texts += [f"{space}{own}" for space in map(chr, range(0x3010)) for own in ("", "a")]
    try:
        proved({"type": "string", "constraints": {"pattern": pattern}}, texts)
    except Exception as error:
        assert "pattern" in str(error)  # noqa: PT017 – frictionless refuses it as well


@settings(max_examples=150, deadline=None, derandomize=True)
@given(
    st.sampled_from([*FIELDS, {"type": "date"}, SHORT]),
    st.lists(st.one_of(st.text(max_size=12), st.integers().map(str), st.decimals().map(str),
                       st.floats().map(repr), st.dates().map(str),
                       st.text(string.digits + "+-.,e_ ", max_size=25)), max_size=60),
)  # fmt: skip
def test_whatever_is_accepted_is_right(descriptor: dict[str, Any], texts: list[str]) -> None:
    proved(descriptor, [text.encode("utf-8", "replace").decode() for text in texts])
