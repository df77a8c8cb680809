"""Packages from the specification, each named by its story: schema, file, and what is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple


class Case(NamedTuple):
    """`expected` are type, row and field; `resource` is what else the descriptor says of it."""

    schema: dict[str, Any]
    data: bytes
    expected: list[tuple[str, int | None, int | None]]
    resource: Mapping[str, Any] = MappingProxyType({})


def fields(*types: str, **constraints: Any) -> dict[str, Any]:
    return {
        "fields": [
            {"name": f"f{n}", "type": kind, "constraints": dict(constraints)}
            for n, kind in enumerate(types, start=1)
        ]
    }


CASES: dict[str, Case] = {
    "a quoted newline is part of its row": Case(
        fields("string", "integer"), b'f1,f2\n"a\nb",1\nc,x\n', [("type-error", 3, 2)]
    ),
    "blank rows count": Case(
        fields("string", "integer"),
        b"f1,f2\na,1\n\nb,x\n",
        [("blank-row", 3, None), ("type-error", 4, 2)],
    ),
    "ragged rows": Case(
        fields("string", "integer"),
        b"f1,f2\na,1,2\nb\n",
        [("extra-cell", 2, 3), ("missing-cell", 3, 2)],
    ),
    "windows line ends": Case(
        fields("string", "integer"), b"f1,f2\r\na,1\r\nb,x\r\n", [("type-error", 3, 2)]
    ),
    "a lone return ends a row": Case(fields("string"), b"f1\na\rb\n", [], {"encoding": "utf-8"}),
    "no newline at the end": Case(fields("integer"), b"f1\n1\nx", [("type-error", 3, 1)]),
    "an integer as Python reads it": Case(
        fields("integer"), "f1\n+5\n1_000\n 7\n٣\n007\n1.0\n".encode(), [("type-error", 7, 1)]
    ),
    "keys compare values, not texts": Case(
        {**fields("integer"), "primaryKey": ["f1"]},
        b"f1\n5\n005\n+5\n6\n",
        [("primary-key", 3, None), ("primary-key", 4, None)],
    ),
    "a bad cell may hide a key": Case(
        {**fields("integer", "string"), "primaryKey": ["f1"]},
        b"f1,f2\nx,a\n5,b\ny,c\n5,d\n",
        [
            ("type-error", 2, 1),
            ("primary-key", 2, None),
            ("type-error", 4, 1),
            ("primary-key", 4, None),
            ("primary-key", 5, None),
        ],
    ),
    "unique lets nothing repeat but nothing": Case(
        fields("string", unique=True),
        b'f1\na\n""\n""\na\n',
        [("blank-row", 3, None), ("blank-row", 4, None), ("unique-error", 5, 1)],
    ),
    "a foreign key to its own table": Case(
        {
            **fields("integer", "integer"),
            "foreignKeys": [{"fields": ["f2"], "reference": {"resource": "", "fields": ["f1"]}}],
        },
        b"f1,f2\n1,\n2,1\n3,9\n4,01\n",
        [("foreign-key", 4, None)],
    ),
    "bounds are exact": Case(
        fields("number", minimum="0.1", maximum="0.3"),
        b"f1\n0.1\n0.3\n0.30000000000000001\n0.09\n",
        [("constraint-error", 4, 1), ("constraint-error", 5, 1)],
    ),
    "a pattern spans the cell": Case(
        fields("string", pattern="[a-z]{2}"),
        b"f1\nab\nabc\na\nAB\n",
        [("constraint-error", n, 1) for n in (3, 4, 5)],
    ),
    "an alternative in a pattern binds as it is written": Case(
        fields("string", pattern="a|b"), b"f1\na\nb\nax\nxb\n", [("constraint-error", 5, 1)]
    ),
    "dates that are none": Case(
        fields("date"),
        b"f1\n2022-02-29\n2020-02-29\n0000-01-01\n2022-1-5\n",
        [("type-error", 2, 1), ("type-error", 4, 1)],
    ),
    "missing values of a field go before those of the schema": Case(
        {
            "fields": [{"name": "f1", "type": "integer", "missingValues": ["-"]}],
            "missingValues": ["NA"],
        },
        b"f1\n-\nNA\n1\n",
        [("blank-row", 2, None), ("type-error", 3, 1)],
    ),
    "semicolons and decimal commas": Case(
        {"fields": [{"name": "f1", "type": "number", "decimalChar": ",", "groupChar": "."}]},
        b"f1;\n1;\n",
        [("extra-label", None, 2)],
        {"dialect": {"delimiter": ";"}},
    ),
    "an old encoding": Case(
        fields("string", enum=["ä"]),
        "f1\nä\nö\n".encode("cp1252"),
        [("constraint-error", 3, 1)],
        {"encoding": "cp1252"},
    ),
    "a byte-order mark": Case(fields("integer"), b"\xef\xbb\xbff1\n1\n", []),
    "columns in another order": Case(
        fields("string", "integer"),
        b"f2,f1\n1,a\n",
        [("incorrect-label", None, 1), ("incorrect-label", None, 2), ("type-error", 2, 2)],
    ),
    "size and rows": Case(
        fields("integer"),
        b"f1\n1\n",
        [("byte-count", None, None), ("row-count", None, None)],
        {"bytes": 99, "rows": 7},
    ),
    "a file that is not there": Case(
        fields("integer"), b"", [("scheme-error", None, None)], {"path": "other.csv"}
    ),
    "spaces beside quotes are part of the cell": Case(
        fields("string", "integer"),
        b"f1,f2\n" + b"a,1\n" * 120 + b'a,"" \na, ""\na,"3"\n',
        [("type-error", 122, 2), ("type-error", 123, 2)],
    ),
    "control characters are a text": Case(
        fields("string", "string", required=True), b"f1,f2\n\x01\x02,a\n\x01,\x02\n", []
    ),
    "a value that is true and false is false": Case(
        {
            "fields": [
                {
                    "name": "f1",
                    "type": "boolean",
                    "trueValues": ["x", "z"],
                    "falseValues": ["x", "y"],
                }
            ],
            "primaryKey": ["f1"],
        },
        b"f1\nx\nz\ny\n",
        [("primary-key", 4, None)],
    ),
    "a length that no text has": Case(
        fields("string", minLength=10**400), b"f1\na\n", [("constraint-error", 2, 1)]
    ),
    "a formula is a text": Case(fields("string"), b"f1\n=1+1\n", []),
}
