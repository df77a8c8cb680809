"""Packages of another hand, made from a seed, and what is in them: known without the engine."""

from __future__ import annotations

import datetime as dt
import json
import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

Known = str | int | float | Decimal | bool | dt.date | None
Cell = tuple[str, Known]
"""How a value stands in the file, and what it is; a number is a Decimal, or a float if infinite."""
Field = dict[str, Any]

TEXTS = (
    *("", " lead", "trail ", "=1+1", "+49 211", "-5", "@x", "'quoted", '"dq"', ' "y"', 'a "b" c'),
    *(",", ";", "\t", "|", "a\nb", "a\r\nb", "a\rb", "\r", "\n", "end\n", "_x0041_", "_x000D_"),
    *("_x005F_x0041_", "__x0041_", "\x01", "\x0b", "\x1c", "\x7f", "\x85", "\u2028", "\u00a0"),
    *("\ufeff", "\u200b", "NA", "NaN", "NULL", "None", "TRUE", "1", "007", "1e5", "1.000,5", "-0"),
    *("INF", "2022-01-01", "01.02.2022", "12:30", "1/2", "MAR", "ß", "A\u030a", "日本語", "𝔘"),
    *("\u202eabc", "<b>x</b>", "&amp;", "]]>", "</script>", "{{7*7}}", "%s", "\\", "\\N", "a\\"),
    *("#REF!", "İ", "\ud7ff", "\ufffd", "\ue000", "\u0301", "١٢٣", "1\u202f000", "x" * 300),
    *("y" * 32_767, "http://example.org/?a=b&c", "`x`", "${x}", "–"),
)
NAMES = (
    *("a b", 'say "x"', "ß,;", "<b>", "=1+1", "Zeile\nzwei", "select", "rowid", "A", "table", "1"),
    *("ÄÖ", "äö", "x.y", "x[1]", "`q`", "'", "%", "\t", " lead", "trail ", "oid", "NULL", "NA"),
    *("日本", "👩", "c" * 200, "\\", "{}", "__proto__", "_x0041_", "-", "#", "name_en", "label_de"),
    *("part", "page", "I", "ı", "İ", "ss", "c0", "filled", "piece", "level_0"),
)
TABLES = (
    *("t", "t-2", "t 2", "a/b", "t.x", "index", "päckchen", "_package", "select", "notes"),
    *("Cover", "history", "x" * 60, "_columns", "t_labelled", "filled"),
)
INTEGERS = (
    0,
    -1,
    2**31,
    -(2**31),
    2**53 + 1,
    -(2**53) - 1,
    10**15,
    10**15 - 1,
    2**63 - 1,
    -(2**63),
)
NUMBERS = (
    *("0", "-0", "0.1", "-0.0", "1e300", "1e-300", "5e-324", "1.7976931348623157e308", "1E5", ".5"),
    *("0.30000000000000004", "123456789012345680", "INF", "-INF", "NaN", "1.50", "5.", "+1.5"),
    *("1e16", "2.5e-7", "100000000000000000000", "00012.5"),
)
DAYS = (
    *("0001-01-01", "1582-10-10", "1899-12-31", "1900-02-28", "1900-03-01", "1969-12-31"),
    *("2024-02-29", "9999-12-31"),
)
TEXTUAL = {
    "time": ("12:30:00", "00:00:00"),
    "datetime": ("2022-01-01T00:00:00Z", "1899-12-31T23:59:59"),
    "duration": ("P1Y", "PT0.5S"),
    "geopoint": ("90.50,45.50",),
    "geojson": ('{"type": "Point", "coordinates": [1, 2]}',),
    "object": ('{"a": 1}', "{}"),
    "array": ("[1, 2]", "[]"),
    "list": ("a,b",),
    "any": ("1", "x", "true"),
    "yearmonth": ("2022-06", "0001-01"),
}
TYPES = (*["string"] * 6, *["integer"] * 3, *["number"] * 3, "boolean", "date", "year", *TEXTUAL)
MORE: dict[str, Sequence[Field]] = {
    "boolean": [
        {"trueValues": ["ja"], "falseValues": ["nein"]},
        {"trueValues": ["1", "y|n"], "falseValues": ["0"]},
        {"trueValues": [" "], "falseValues": ["f"]},
    ],
    "integer": [{"groupChar": "."}, {"groupChar": " "}, {"bareNumber": False}],
    "number": [{"decimalChar": ",", "groupChar": "."}, {"decimalChar": ","}, {"groupChar": "'"}],
    "date": [{"format": form} for form in ("%d.%m.%Y", "%d;%m;%Y", "%Y%m%d", "any")],
}
MISSING: Sequence[list[Any]] = (
    ["-"], ["", "NA"], ["..", "x"], [{"value": "-99", "label": "not asked"}, ""], [],
)  # fmt: skip


@dataclass(frozen=True)
class OddTable:
    """What one of the tables holds."""

    header: list[str]
    rows: list[list[Known]]


def write_odd_package(folder: Path, seed: int) -> dict[str, OddTable]:
    """Write a package into a new folder; returns its tables by name."""
    rng = random.Random(seed)
    folder.mkdir(parents=True)
    tables, resources = {}, []
    for number, name in enumerate(rng.sample(TABLES, rng.randrange(1, 5))):
        width = rng.choice([1, 2, 5, 8, 300]) if number == 0 else rng.choice([1, 3, 6])
        names = list(dict.fromkeys(_name(rng, at) for at in range(width)))
        fields = [_field(rng, own) for own in names]
        many = rng.choice([0, 1, 2, 10, 40]) if width < 300 else rng.choice([0, 3])
        cells = [[_cell(rng, field) for field in fields] for _ in range(many)]
        schema: dict[str, Any] = {"fields": fields}
        if rng.random() < 0.3:
            names, fields[:0] = ["id", *names], [{"name": "id", "type": "integer"}]
            cells = [[(str(at), at), *row] for at, row in enumerate(cells)]
            reference = {"resource": rng.choice(["", name]), "fields": ["id"]}
            schema["primaryKey"] = "id"
            schema["foreignKeys"] = [{"fields": ["id"], "reference": reference}]
        path = rng.choice(["data/{}.csv", "{}.csv", "data/Ü {} #1.csv", "a/b/{}.CSV"])
        path = path.format(number)
        texts = [names, *([text for text, _ in row] for row in cells)]
        described = _write(rng, folder / path, texts)
        resources.append({"name": name, "path": path, "schema": schema, **described})
        tables[name] = OddTable(names, [[value for _, value in row] for row in cells])
    descriptor = {
        "name": rng.choice(["odd", "o-d.d"]),
        "title": rng.choice(TEXTS[:50]),
        "title@de": "<i>",
        "created": "2022-01-01T00:00:00Z",
        "resources": resources,
    }
    (folder / "datapackage.json").write_text(json.dumps(descriptor), "utf-8")
    return tables


def _name(rng: random.Random, at: int) -> str:
    return rng.choice(NAMES) if rng.random() < 0.7 else f"column {at}"


def _field(rng: random.Random, name: str) -> Field:
    kind = rng.choice(TYPES)
    field: Field = {"name": name, "type": kind}
    if rng.random() < 0.15:
        field["missingValues"] = rng.choice(MISSING)
    if rng.random() < 0.3:
        field |= {"title": rng.choice(TEXTS[:50]), "description@de": rng.choice(TEXTS[:50])}
    if kind in MORE and rng.random() < 0.5:
        field |= rng.choice(MORE[kind])
    return field


def _cell(rng: random.Random, field: Field) -> Cell:
    missing = [m["value"] if isinstance(m, dict) else m for m in field.get("missingValues", [""])]
    if missing and rng.random() < 0.12:
        return rng.choice(missing), None
    kind = field["type"]
    text, value = _MADE.get(kind, _textual)(rng, field)
    return text, None if text in missing else value


def _text(rng: random.Random, _: Field) -> Cell:
    any_text = "".join(chr(rng.randrange(1, 0x3000)) for _ in range(rng.randrange(1, 20)))
    text = rng.choice([*TEXTS, any_text])
    return text, text


def _textual(rng: random.Random, field: Field) -> Cell:
    text = rng.choice(TEXTUAL[field["type"]])
    return text, text


def _integer(rng: random.Random, field: Field) -> Cell:
    value = rng.choice([*INTEGERS, rng.randrange(-(10**6), 10**6)])
    text = f"{value:,}".replace(",", field.get("groupChar", ""))
    return (f"€ {text} %" if field.get("bareNumber") is False else text), value


def _year(rng: random.Random, _: Field) -> Cell:
    text = rng.choice(["2022", "0001", "-5", "9999"])
    return text, int(text)


def _number(rng: random.Random, field: Field) -> Cell:
    text = rng.choice([*NUMBERS, *(repr(rng.random() * 10**at) for at in (-9, -2, 2, 9))])
    if "N" in text:
        return text, float(text.replace("INF", "inf"))
    value = Decimal(text)
    if "groupChar" in field and text.isdigit() and not text.startswith("0"):
        text = f"{int(text):,}".replace(",", field["groupChar"])
    elif "decimalChar" in field:
        text = text.replace(".", field["decimalChar"])
    return text, value


def _boolean(rng: random.Random, field: Field) -> Cell:
    words = {True: ["true", "True", "TRUE", "1"], False: ["false", "False", "FALSE", "0"]}
    value = rng.random() < 0.5
    return rng.choice(field.get("trueValues" if value else "falseValues", words[value])), value


def _date(rng: random.Random, field: Field) -> Cell:
    drawn = dt.date.fromordinal(rng.randrange(1, dt.date.max.toordinal()))
    day = dt.date.fromisoformat(rng.choice([*DAYS, drawn.isoformat()]))
    form = field.get("format", "default")
    if form == "any":
        return day.isoformat(), day.isoformat()
    text = form.replace("default", "%Y-%m-%d")
    parts = {"%Y": f"{day.year:04}", "%m": f"{day.month:02}", "%d": f"{day.day:02}"}
    for mark, part in parts.items():
        text = text.replace(mark, part)
    return text, day


_MADE = {
    "string": _text,
    "integer": _integer,
    "year": _year,
    "number": _number,
    "boolean": _boolean,
    "date": _date,
}


def _write(rng: random.Random, path: Path, rows: Sequence[Sequence[str]]) -> dict[str, Any]:
    """Write the file in some dialect and encoding; returns what the resource says of them."""
    delimiter, quote = rng.choice([",", ",", ";", "\t", "|"]), rng.choice(['"', '"', "'"])
    always, end = rng.random() < 0.3, rng.choice(["\n", "\r\n"])
    special = {delimiter, quote, "\r", "\n"}

    def cell(text: str, row: Sequence[str]) -> str:
        if always or special & set(text) or (len(row) == 1 and not text):
            return quote + text.replace(quote, quote * 2) + quote
        return text

    text = "".join(delimiter.join(cell(t, row) for t in row) + end for row in rows)
    encoding = rng.choice(["utf-8", "utf-8-sig", "utf-16", "cp1252"])
    try:
        data = text.encode(encoding)
    except UnicodeEncodeError:
        encoding, data = "utf-8", text.encode()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    dialect = {"delimiter": delimiter, "quoteChar": quote}
    return {"dialect": dialect, **({} if "8" in encoding else {"encoding": encoding})}


def is_same(known: Known, found: Any) -> bool:
    """Does another program hold this value? A number may be a float, a day its ISO text."""
    match known:
        case bool():
            return found is known or (type(found) is int and found == known)
        case int():
            return type(found) is int and found == known
        case float() if math.isnan(known):
            return found == "NaN" or (isinstance(found, float) and math.isnan(found))
        case float():
            return found in (known, str(known).replace("inf", "INF"))
        case Decimal():
            return isinstance(found, float | Decimal) and Decimal(repr(found)
                if isinstance(found, float) else found) == known  # fmt: skip
        case dt.date():
            return found in (known, known.isoformat())
    return bool(found == known and type(found) is type(known))
