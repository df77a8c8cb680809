"""From the text of a cell to its value, as Table Schema defines it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from annexes.package.values import missing_values, reader


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        ({"type": "string"}, "004", "004"),
        ({"type": "string"}, "NA", "NA"),
        ({"type": "string"}, " x ", " x "),
        ({"type": "integer"}, "+5", 5),
        ({"type": "integer"}, "-0", 0),
        ({"type": "integer", "groupChar": "."}, "1.353", 1353),
        ({"type": "integer", "bareNumber": False}, "95 %", 95),
        ({"type": "integer"}, "-9223372036854775808", -(2**63)),
        ({"type": "integer"}, "9223372036854775808", 2**63),
        ({"type": "number"}, "0.1", 0.1),
        ({"type": "number"}, "0.10000000000000000555", Decimal("0.10000000000000000555")),
        ({"type": "number"}, "1e999", Decimal("1e999")),
        ({"type": "year"}, "2022", 2022),
        ({"type": "number"}, "1e3", 1000.0),
        ({"type": "number"}, "-INF", float("-inf")),
        ({"type": "number", "decimalChar": ",", "groupChar": "."}, "1.234,50", 1234.5),
        ({"type": "number", "bareNumber": False}, "€ -2.5", -2.5),
        ({"type": "boolean"}, "TRUE", True),
        ({"type": "boolean", "trueValues": ["ja"], "falseValues": ["nein"]}, "nein", False),
        ({"type": "date"}, "2022-06-30", dt.date(2022, 6, 30)),
        ({"type": "date", "format": "%d.%m.%Y"}, "30.06.2022", dt.date(2022, 6, 30)),
        ({"type": "date", "format": "any"}, "some day", "some day"),
        ({"type": "duration"}, "P1Y", "P1Y"),
        ({}, "x", "x"),
    ],
)
def test_a_text_becomes_the_value_of_its_field(
    field: dict[str, Any], text: str, value: object
) -> None:
    found = reader(field, frozenset({""}))(text)
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ({"type": "integer"}, "1.0"),
        ({"type": "integer"}, "1_000"),
        ({"type": "integer"}, " 5"),
        ({"type": "integer"}, "٣"),
        ({"type": "integer"}, "9" * 5000),
        ({"type": "number"}, "1,5"),
        ({"type": "number"}, "0x1A"),
        ({"type": "number"}, "1e99999999999999999999"),
        ({"type": "boolean"}, "yes"),
        ({"type": "date"}, "20220630"),
        ({"type": "date"}, "2022-W26-4"),
        ({"type": "date"}, "2022-02-30"),
    ],
)
def test_what_is_no_value_of_its_field_is_refused(field: dict[str, Any], text: str) -> None:
    with pytest.raises(ValueError, match=r"no |neither|too large"):
        reader(field, frozenset({""}))(text)


def test_missing_stands_in_the_field_or_in_the_schema() -> None:
    schema = {"missingValues": ["-", {"value": "x", "label": "withheld"}]}
    assert missing_values(schema, {}) == {"-", "x"}
    assert missing_values(schema, {"missingValues": ["?"]}) == {"?"}
    assert missing_values({}, {}) == {""}
    assert reader({"type": "integer"}, frozenset({"-"}))("-") is None


def test_a_required_value_that_is_missing_is_refused() -> None:
    for kind in ("string", "integer"):
        with pytest.raises(ValueError, match="required"):
            reader({"type": kind}, frozenset({""}), required=True)("")
