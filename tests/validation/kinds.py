"""Fields of every type and format, with cells that may be right or wrong for them.

Which cells are right is the business of the reference; here they only have to be near the edge.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Kind:
    """A field without its name, cells that mostly pass, and cells that mostly fail."""

    field: dict[str, Any]
    good: tuple[str, ...]
    odd: tuple[str, ...]


def _kind(field: dict[str, Any], good: str, odd: str) -> Kind:
    """Cells stand in one text, `|` between them; `␠` is a space at an edge."""
    split = [tuple(cell.replace("␠", " ") for cell in text.split("|")) for text in (good, odd)]
    return Kind(field, *split)


UUID = "550e8400-e29b-41d4-a716-446655440000"
INTEGERS = "0|1|-1|7|42|100|2022"
ODD_INTEGERS = "+5|1_000|␠5|5␠|05|1.0|1e3|x|٣|1,000|--1|0x1f|99999999999999999999|5 %|−3|NaN"
NUMBERS = "0|1.5|-2.25|100|0.001|1e3|7."
ODD_NUMBERS = "NaN|INF|-INF|inf|1,5|1.5.2|.5|+1|1_0|␠1|abc|1e|0x1|1 000|1.0e400|--1|5%|€ 5"

KINDS: tuple[Kind, ...] = (
    _kind({"type": "string"}, "a|b|Zürich|x y|none", "␠a|A|a␠|日本|a'b|tab\there"),
    _kind({"type": "string", "format": "default"}, "a|b|c", "NA|null|-"),
    _kind({"type": "string", "format": "email"}, "a@b.de|x.y@example.org", "a@|@b|a b@c.de|a@b|x"),
    _kind({"type": "string", "format": "uri"}, "https://example.org/a", "http//x|example|a b"),
    _kind({"type": "string", "format": "uuid"}, UUID, "550e8400|" + UUID.upper() + "|" + UUID[:-1]),
    _kind({"type": "string", "format": "binary"}, "YQ==|YWJj", "YQ=|a|%%|YWJj␠"),
    _kind({"type": "integer"}, INTEGERS, ODD_INTEGERS),
    _kind({"type": "integer", "bareNumber": False}, "5 %|€5|5|-3", "a|€|5.5%|1 2"),
    _kind({"type": "integer", "groupChar": ","}, "1,000|5|1,000,000", "1.000|,|1,0|x"),
    _kind({"type": "integer", "groupChar": "."}, "1.000|5", "1,000|1.5|."),
    _kind({"type": "number"}, NUMBERS, ODD_NUMBERS),
    _kind({"type": "number", "bareNumber": False}, "5%|€1.5|-2", "x|%|1.5.5"),
    _kind({"type": "number", "decimalChar": ","}, "1,5|2|-0,25", "1.5|1,5,5|x"),
    _kind({"type": "number", "decimalChar": ",", "groupChar": "."}, "1.000,5|2", "1,000.5|,|a"),
    _kind({"type": "number", "groupChar": " "}, "1 000.5|2", "1,0|x"),
    _kind({"type": "boolean"}, "true|false|True|FALSE|1|0", "yes|t|TrUe|2|␠true"),
    _kind({"type": "boolean", "trueValues": ["ja"], "falseValues": ["nein"]}, "ja|nein", "true|Ja"),
    _kind({"type": "date"}, "2022-01-31|1999-12-01|0001-01-01", "2022-02-30|22-1-1|31.12.2022|x"),
    _kind({"type": "date", "format": "any"}, "2022-01-31|31 Jan 2022", "x|2022-13-45|32.1.2022"),
    _kind({"type": "date", "format": "%d.%m.%Y"}, "31.12.2022|01.02.1999", "2022-01-01|1.2.22"),
    _kind({"type": "date", "format": "%y%m%d"}, "220131|991201", "2022|229931"),
    _kind({"type": "time"}, "12:00:00|00:00:01", "24:00:00|12:00|12:00:00Z|noon|12:61:00"),
    _kind({"type": "time", "format": "any"}, "12:00|1 pm", "x|25:00"),
    _kind({"type": "time", "format": "%H:%M"}, "12:30|23:59", "24:00|1230|12:30:00"),
    _kind(
        {"type": "datetime"},
        "2022-01-01T12:00:00Z|2022-01-01T12:00:00",
        "2022-01-01|2022-01-01 12:00|2022-01-01T12:00:00.5Z|2022-01-01T12:00:00+01:00|x",
    ),
    _kind({"type": "datetime", "format": "any"}, "2022-01-01 12:00|1 Jan 2022 3pm", "x|2022-99-99"),
    _kind({"type": "datetime", "format": "%Y/%m/%d %H:%M"}, "2022/01/31 12:00", "2022-01-31"),
    _kind({"type": "year"}, "2022|1999|0001", "22|-0044|10000|20x2|␠2022|2022.0|+202"),
    _kind({"type": "yearmonth"}, "2022-01|1999-12", "2022-13|2022|2022-1|22-01|x|-1-05"),
    _kind({"type": "duration"}, "P1D|P1Y2M|PT5H|P1DT12H", "P|1D|PT|P1S|x|-P1D"),
    _kind({"type": "object"}, '{}|{"a": 1}', '[]|{|"a"|{a:1}|1'),
    _kind({"type": "array"}, '[]|[1, 2]|["a"]', "{}|[|a|1"),
    _kind({"type": "array", "arrayItem": {"type": "integer"}}, "[1, 2]|[]", '["x"]|[1.5]|{}'),
    _kind({"type": "list"}, "a,b|a|1,2,3", ",|a,,b|;"),
    _kind({"type": "list", "delimiter": ";", "itemType": "integer"}, "1;2|7", "1,2|a;b|1;"),
    _kind({"type": "list", "itemType": "date"}, "2022-01-01|2022-01-01,2022-01-02", "x|2022"),
    _kind({"type": "geopoint"}, "7.1,51.2|-180,90|0, 0", "181,0|0,91|a,b|1|1,2,3|7;51"),
    _kind({"type": "geopoint", "format": "array"}, "[7.1, 51.2]", "7.1,51.2|[1]|[200,0]|x"),
    _kind({"type": "geopoint", "format": "object"}, '{"lon": 7, "lat": 51}', '{"lon": 7}|[7,51]|x'),
    _kind({"type": "geojson"}, '{"type": "Point", "coordinates": [7, 51]}', "[]|x|{}"),
    _kind({"type": "geojson", "format": "topojson"}, '{"type": "Topology", "objects": {}}', "{}|x"),
    _kind({"type": "any"}, "a|1|{}|2022-01-01", "␠|NaN|-"),
    _kind({}, "a|1", "x|␠"),
    _kind({"type": "integer", "missingValues": ["-", "n/a"]}, "1|-|2", "n/a|NA|x"),
    _kind({"type": "string", "missingValues": ["NA"]}, "a|NA", "-|n/a"),
)

CONSTRAINTS: tuple[tuple[Kind, tuple[dict[str, Any], ...]], ...] = (
    (
        _kind({"type": "string"}, "a|bb|ccc", "dddd|B|␠a|x1"),
        (
            {"required": True},
            {"unique": True},
            {"minLength": 2},
            {"maxLength": 2},
            {"pattern": "[a-c]+"},
            {"pattern": "^(?=b)b+$"},
            {"enum": ["a", "bb"]},
            {"required": True, "unique": True, "maxLength": 3},
            {"minLength": 2, "pattern": "[a-z]*", "enum": ["bb", "ccc", "A"]},
        ),
    ),
    (
        _kind({"type": "integer"}, "1|5|9", "-5|100|x|+5|05"),
        (
            {"required": True},
            {"unique": True},
            {"minimum": 2},
            {"maximum": 8},
            {"minimum": "2", "maximum": "8"},
            {"exclusiveMinimum": 1},
            {"exclusiveMaximum": 9},
            {"enum": [1, 5]},
            {"enum": ["1", "5"]},
            {"minimum": 0, "maximum": 50, "unique": True},
        ),
    ),
    (
        _kind({"type": "number"}, "1.5|2|3.25", "NaN|-INF|x|2.0|1e1"),
        (
            {"minimum": 1.5},
            {"maximum": "2.5"},
            {"exclusiveMinimum": 1.5},
            {"exclusiveMaximum": 3.25},
            {"enum": [1.5, 2]},
            {"unique": True},
            {"required": True, "minimum": 0},
        ),
    ),
    (
        _kind({"type": "date"}, "2022-01-01|2022-06-30", "2021-12-31|2023-01-01|x"),
        (
            {"minimum": "2022-01-01"},
            {"maximum": "2022-12-31"},
            {"exclusiveMinimum": "2022-01-01"},
            {"enum": ["2022-01-01"]},
            {"unique": True},
        ),
    ),
    (
        _kind({"type": "datetime"}, "2022-01-01T00:00:00Z", "2021-01-01T00:00:00Z|x"),
        ({"minimum": "2022-01-01T00:00:00Z"}, {"unique": True}, {"required": True}),
    ),
    (
        _kind({"type": "time"}, "12:00:00|13:00:00", "11:00:00|x"),
        ({"minimum": "12:00:00"}, {"maximum": "12:30:00"}, {"enum": ["12:00:00"]}),
    ),
    (
        _kind({"type": "year"}, "2022|2023", "1999|x|3000"),
        ({"minimum": 2000}, {"maximum": 2022}, {"enum": [2022]}, {"unique": True}),
    ),
    (
        _kind({"type": "yearmonth"}, "2022-01|2022-02", "1999-01|x"),
        ({"minimum": "2022-01"}, {"enum": ["2022-01"]}, {"required": True}),
    ),
    (
        _kind({"type": "boolean"}, "true|false", "x|1"),
        ({"enum": [True]}, {"required": True}, {"unique": True}),
    ),
    (
        _kind({"type": "array"}, "[1]|[1,2]", "[1,2,3]|[]|x"),
        ({"minLength": 2}, {"maxLength": 1}, {"required": True}),
    ),
    (_kind({"type": "object"}, '{"a":1}', "{}|x"), ({"minLength": 1}, {"required": True})),
    (_kind({"type": "duration"}, "P1D|P2D", "P9D|x"), ({"required": True}, {"enum": ["P1D"]})),
    (
        _kind({"type": "integer", "missingValues": ["", "-"]}, "1|2|-", "x|9"),
        ({"required": True}, {"unique": True}, {"maximum": 5}),
    ),
)
