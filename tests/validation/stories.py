"""Cases written by hand from the specification: what each package says, and what is wrong in it.

Sources: Table Schema, Table Dialect, Data Resource and Data Package at datapackage.org (v2) and
specs.frictionlessdata.io (v1). Rows and fields are counted as frictionless counts them.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from validation.case import Case, as_json, one_table

Place = tuple[str, int | None, int | None]
V2 = "https://datapackage.org/profiles/2.0/datapackage.json"


@dataclass(frozen=True, slots=True)
class Story:
    """A case, and what the specification finds in it: type, row, field."""

    case: Case
    expected: frozenset[Place]


def _typed(
    name: str, field: dict[str, Any], right: list[str], wrong: list[str], **schema: Any
) -> Story:
    """One field whose first cells are right and whose last are wrong. v2 of the standard."""
    cells = [*right, *wrong]
    quoted = ['"' + cell.replace('"', '""') + '"' for cell in cells]
    data = "x,y\n" + "".join(f"{cell},y\n" for cell in quoted)
    fields = [{"name": "x", **field}, {"name": "y", "type": "string"}]
    case = _v2(one_table(name, data, fields, schema=schema))
    kind = "constraint-error" if "constraints" in field else "type-error"
    rows = range(len(right) + 2, len(cells) + 2)
    return Story(case, frozenset((kind, row, 1) for row in rows))


def _v2(case: Case) -> Case:
    package = {"$schema": V2, **json.loads(case.files["datapackage.json"])}
    return Case(case.name, {**case.files, "datapackage.json": as_json(package)})


def _table(
    name: str,
    content: str | bytes,
    expected: set[Place],
    *,
    schema: dict[str, Any] | None = None,
    fields: list[dict[str, Any]] | None = None,
    **resource: Any,
) -> Story:
    own = fields or [{"name": "id", "type": "integer"}, {"name": "name", "type": "string"}]
    return Story(
        one_table(name, content, own, schema=schema, resource=resource), frozenset(expected)
    )


TYPES = [
    _typed("any text is a string", {"type": "string"}, ["a", " ", "日本"], []),
    _typed("an email has an at sign", {"type": "string", "format": "email"}, ["a@b.de"], ["a"]),
    _typed("a uri has a scheme", {"type": "string", "format": "uri"}, ["http://a.de/b"], ["a b"]),
    _typed("binary is base64", {"type": "string", "format": "binary"}, ["YQ=="], ["%"]),
    _typed(
        "a uuid is 32 hexadecimal digits",
        {"type": "string", "format": "uuid"},
        ["550e8400-e29b-41d4-a716-446655440000"],
        ["550e8400"],
    ),
    _typed("an integer has no fraction", {"type": "integer"}, ["1", "-1", "007"], ["1.5", "a"]),
    _typed("an integer has no underscore", {"type": "integer"}, ["1"], ["1_000"]),
    _typed("an integer has ASCII digits", {"type": "integer"}, ["1"], ["٣"]),
    _typed("an integer with groups", {"type": "integer", "groupChar": ","}, ["1,000"], ["1.000"]),
    _typed(
        "an integer within other text",
        {"type": "integer", "bareNumber": False},
        ["95%", "€ 95", "95"],
        ["a"],
    ),
    _typed("a number", {"type": "number"}, ["1", "1.5", "-1e3", "NaN", "INF", "-INF"], ["1,5"]),
    _typed("a number has ASCII digits and no underscore", {"type": "number"}, ["1"], ["1_0", "٣"]),
    _typed(
        "a German number",
        {"type": "number", "decimalChar": ",", "groupChar": "."},
        ["1.234,5"],
        ["x"],
    ),
    _typed("a boolean", {"type": "boolean"}, ["true", "True", "TRUE", "1", "0"], ["yes", "tRuE"]),
    _typed(
        "a boolean in own words",
        {"type": "boolean", "trueValues": ["ja"], "falseValues": ["nein"]},
        ["ja", "nein"],
        ["true"],
    ),
    _typed("a date is ISO", {"type": "date"}, ["2024-02-29"], ["2023-02-29", "1.2.2023"]),
    _typed(
        "a date of a pattern",
        {"type": "date", "format": "%d.%m.%Y"},
        ["01.02.2023"],
        ["2023-02-01"],
    ),
    _typed("a time", {"type": "time"}, ["12:00:00"], ["25:00:00", "noon"]),
    _typed("a datetime", {"type": "datetime"}, ["2022-01-01T00:00:00Z"], ["2022-01-01", "x"]),
    _typed("a year", {"type": "year"}, ["2022"], ["x", "20.5"]),
    _typed("a year may have a sign or five digits", {"type": "year"}, ["-0044", "12022"], []),
    _typed("a month of a year", {"type": "yearmonth"}, ["2022-01"], ["2022-13", "2022"]),
    _typed("a duration", {"type": "duration"}, ["P1Y2M3DT4H5M6S", "PT1S"], ["1 day"]),
    _typed("an object", {"type": "object"}, ['{"a": 1}'], ["[]", "{"]),
    _typed("an array", {"type": "array"}, ["[1]"], ["{}", "["]),
    _typed("a list", {"type": "list", "itemType": "integer"}, ["1,2"], ["1,x"]),
    _typed("a point on earth", {"type": "geopoint"}, ["7.1, 51.2"], ["200, 0", "x"]),
    _typed(
        "a point as object",
        {"type": "geopoint", "format": "object"},
        ['{"lon": 7, "lat": 51}'],
        ["7, 51"],
    ),
    _typed(
        "geojson",
        {"type": "geojson"},
        ['{"type": "Point", "coordinates": [7, 51]}'],
        ['{"type": "Dot"}'],
    ),
    _typed("anything goes", {"type": "any"}, ["1", "a", "{}"], []),
    _typed(
        "a missing value is not wrong",
        {"type": "integer"},
        ["", "-"],
        ["x"],
        missingValues=["", "-"],
    ),
    _typed(
        "without missing values the empty cell is wrong",
        {"type": "integer"},
        ["1"],
        [""],
        missingValues=[],
    ),
    _typed(
        "missing values of a field outrank those of the schema",
        {"type": "integer", "missingValues": ["-"]},
        ["-"],
        ["NA"],
        missingValues=["NA"],
    ),
]
CONSTRAINTS = [
    _typed("required", {"type": "integer", "constraints": {"required": True}}, ["1"], [""]),
    _typed("minimum", {"type": "integer", "constraints": {"minimum": 2}}, ["2", ""], ["1"]),
    _typed("maximum", {"type": "number", "constraints": {"maximum": 2}}, ["2.0"], ["2.01"]),
    _typed(
        "exclusive minimum",
        {"type": "integer", "constraints": {"exclusiveMinimum": 2}},
        ["3"],
        ["2"],
    ),
    _typed(
        "exclusive maximum",
        {"type": "integer", "constraints": {"exclusiveMaximum": 2}},
        ["1"],
        ["2"],
    ),
    _typed("length", {"constraints": {"minLength": 2, "maxLength": 3}}, ["ab"], ["a", "abcd"]),
    _typed("length counts characters", {"constraints": {"maxLength": 1}}, ["ü", "𝔘"], []),
    _typed(
        "a pattern matches the whole cell",
        {"constraints": {"pattern": "[0-9]{2}"}},
        ["12"],
        ["123"],
    ),
    _typed(
        "a pattern of two branches is whole as well",
        {"constraints": {"pattern": "a|b"}},
        ["a", "b"],
        ["ab", "ba"],
    ),
    _typed("enum", {"constraints": {"enum": ["a", "b"]}}, ["a"], ["c", "A"]),
    _typed("enum of numbers", {"type": "number", "constraints": {"enum": [1, 2]}}, ["1.0"], ["3"]),
]
KEYS = [
    _table(
        "a primary key twice",
        "id,name\n1,a\n1,b\n",
        {("primary-key", 3, None)},
        schema={"primaryKey": ["id"]},
    ),
    _table(
        "a key compares values",
        "id,name\n5,a\n05,b\n",
        {("primary-key", 3, None)},
        schema={"primaryKey": "id"},
    ),
    _table(
        "two columns make a key",
        "id,name\n1,a\n1,b\n",
        set(),
        schema={"primaryKey": ["id", "name"]},
    ),
    _table(
        "an empty primary key",
        "id,name\n,a\n",
        {("primary-key", 2, None)},
        schema={"primaryKey": ["id"]},
    ),
    _table(
        "a parent that is not there",
        "id,name\n1,\n2,1\n3,9\n",
        {("foreign-key", 4, None)},
        fields=[{"name": "id", "type": "integer"}, {"name": "name", "type": "integer"}],
        schema={"foreignKeys": [{"fields": "name", "reference": {"resource": "", "fields": "id"}}]},
    ),
    _table(
        "unique twice",
        "id,name\n1,a\n1,b\n,c\n,d\n",
        {("unique-error", 3, 1)},
        fields=[
            {"name": "id", "type": "integer", "constraints": {"unique": True}},
            {"name": "name"},
        ],
    ),
]
ROWS = [
    _table("a clean table", "id,name\n1,a\n2,b\n", set()),
    _table("only a header", "id,name\n", set()),
    _table("a row too long", "id,name\n1,a,x\n", {("extra-cell", 2, 3)}),
    _table("a row too short", "id,name\n1\n2,b\n", {("missing-cell", 2, 2)}),
    _table("a blank row", "id,name\n1,a\n\n2,b\n", {("blank-row", 3, None)}),
    _table("an error after a quoted newline", 'id,name\n1,"a\nb"\nx,c\n', {("type-error", 3, 1)}),
    _table(
        "an error after a blank row",
        "id,name\n\nx,c\n",
        {("blank-row", 2, None), ("type-error", 3, 1)},
    ),
    _table("ends of line of Windows", "id,name\r\n1,a\r\nx,b\r\n", {("type-error", 3, 1)}),
    _table("ends of line of an old Mac", "id,name\r1,a\rx,b\r", {("type-error", 3, 1)}),
    _table("no end of the last line", "id,name\nx,a", {("type-error", 2, 1)}),
    _table("a quote within quotes", 'id,name\n1,"a ""b"""\n', set()),
    _table("a very long cell", "id,name\n1," + "x" * 200_000 + "\n", set()),
    _table("a cell with NUL", "id,name\n1,a\0b\n", set()),
]
LABELS = [
    _table("a blank label", "id,\n1,a\n", {("blank-label", None, 2)}),
    _table(
        "a label twice",
        "id,id\n1,2\n",
        {("duplicate-label", None, 2)},
    ),
    _table("a label too many", "id,name,x\n1,a,b\n", {("extra-label", None, 3)}),
    _table("a label too few", "id\n1\n", {("missing-label", None, 2)}),
    _table("another label", "id,nome\n1,a\n", {("incorrect-label", None, 2)}),
    _table(
        "labels in another order",
        "name,id\na,1\n",
        {("incorrect-label", None, 1), ("incorrect-label", None, 2), ("type-error", 2, 1)},
    ),
]
FILES = [
    _table("a byte-order mark is no part of the label", b"\xef\xbb\xbfid,name\n1,a\n", set()),
    _table("declared utf-16", "id,name\n1,ü\n".encode("utf-16"), set(), encoding="utf-16"),
    _table("declared cp1252", "id,name\n1,ü\n".encode("cp1252"), set(), encoding="cp1252"),
    _table(
        "not utf-8 as declared",
        "id,name\n1,ü\n".encode("cp1252"),
        {("encoding-error", None, None)},
        encoding="utf-8",
    ),
    _table("an empty file", "", {("source-error", None, None)}),
    _table(
        "a wrong hash", "id,name\n1,a\n", {("hash-count", None, None)}, hash="sha256:" + "0" * 64
    ),
    _table("a wrong size", "id,name\n1,a\n", {("byte-count", None, None)}, bytes=5),
    _table(
        "a file that is not there", "id,name\n", {("scheme-error", None, None)}, path="other.csv"
    ),
    _table(
        "a path out of the package", "id,name\n", {("resource-error", None, None)}, path="../x.csv"
    ),
    _table("inline rows", "", {("type-error", 2, 1)}, path=None, data=[["id", "name"], ["x", "a"]]),
    _table("inline records", "", set(), path=None, data=[{"id": 1, "name": "a"}]),
]
DIALECTS = [
    _table(
        "semicolons", "id;name\n1;a,b\nx;c\n", {("type-error", 3, 1)}, dialect={"delimiter": ";"}
    ),
    _table("tabs", "id\tname\n1\ta\n", set(), dialect={"delimiter": "\t"}),
    _table("another quote", "id,name\n1,'a,b'\n", set(), dialect={"quoteChar": "'"}),
    _table(
        "an escape",
        'id,name\n1,"a\\"b"\n',
        set(),
        dialect={"escapeChar": "\\", "doubleQuote": False},
    ),
    _table("no header", "1,a\nx,b\n", {("type-error", 2, 1)}, dialect={"header": False}),
    _table(
        "a header in the second row",
        "note,\nid,name\nx,a\n",
        {("type-error", 3, 1)},
        dialect={"headerRows": [2]},
    ),
    _table(
        "comments", "id,name\n# hello\nx,a\n", {("type-error", 3, 1)}, dialect={"commentChar": "#"}
    ),
    _table(
        "spaces after the delimiter", "id, name\n1, a\n", set(), dialect={"skipInitialSpace": True}
    ),
    _table("a sequence for null", "id,name\n\\N,a\n", set(), dialect={"nullSequence": "\\N"}),
    _table("the spelling of v1", "id;name\n1;a\n", set(), dialect={"csv": {"delimiter": ";"}}),
    _table(
        "the case of a label is free where declared",
        "ID,name\n1,a\n",
        set(),
        dialect={"headerCase": False},
    ),
]


def _zipped(story: Story) -> Story:
    case = story.case
    return Story(Case(f"{case.name}, in a zip", case.files, zipped=True), story.expected)


def _in_parts() -> Story:
    files = {
        "a.csv": b"id,name\n1,a\n",
        "b.csv": b"id,name\nx,b\n",
        "datapackage.json": as_json(
            {
                "name": "package",
                "resources": [
                    {
                        "name": "table",
                        "path": ["a.csv", "b.csv"],
                        "schema": {"fields": [{"name": "id", "type": "integer"}, {"name": "name"}]},
                    }
                ],
            }
        ),
    }
    return Story(
        Case("a table in two files, each with its header", files), frozenset({("type-error", 3, 1)})
    )


STORIES = [
    *(*TYPES, *CONSTRAINTS, *KEYS, *ROWS, *LABELS, *FILES, *DIALECTS),
    *(_zipped(ROWS[0]), _zipped(ROWS[5]), _in_parts()),
]
