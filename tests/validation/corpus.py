"""Small Data Packages with errors of every type, alone and mixed; made from a seed."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

GOOD: dict[str, list[str]] = {
    "string": ["a", "bc", "Ägypten", "x y", "a,b", 'say "hi"', "two\nlines", "0", "NA"],
    "integer": ["0", "1", "-5", "007", "42", "+3", "123456789012", "1_000", " 7 ", "٣"],
    "number": ["1", "1.5", "-0.25", "1e3", "007.50", "+2", "NaN", "INF", "12345678901234567.5"],
    "boolean": ["true", "false", "1", "0", "True", "FALSE"],
    "date": ["2022-01-31", "2020-02-29", "0001-01-01", "2022-1-5", "9999-12-31"],
    "year": ["2022", "0000", "9999", "1999"],
    "yearmonth": ["2022-01", "1999-12", "2022-1"],
    "time": ["10:00:00", "23:59:59", "10:00:00Z", "10:00:00.5"],
    "datetime": ["2022-01-31T10:00:00", "2022-01-31T10:00:00Z", "2022-01-31T11:00:00+01:00"],
    "duration": ["P1Y", "P2M3D", "PT5H"],
    "object": ['{"a": 1}', "{}"],
    "array": ["[1, 2]", "[]"],
    "geopoint": ["90, 45", "0,0", "-10.5, 20"],
    "geojson": ['{"type": "Point", "coordinates": [1, 2]}'],
    "any": ["x", "1", "-"],
}
BAD: dict[str, list[str]] = {
    "string": [""],
    "integer": ["x", "1.0", "", "1,5", "--1", "0x1", "5 5", "１２x"],
    "number": ["x", "1,5", "", "1.2.3", "1 000", "e5"],
    "boolean": ["yes", "TRUE ", "", "2"],
    "date": ["2022-02-30", "31.01.2022", "", "2022-13-01", "20220131", "2022-01-31 "],
    "year": ["22", "20222", "", "abcd", "-999", "2 22"],
    "yearmonth": ["2022-13", "2022", "", "2022-01-01"],
    "time": ["25:00:00", "10:00", "", "x"],
    "datetime": ["2022-01-31", "x", "", "2022-01-31T25:00:00"],
    "duration": ["1Y", "x", ""],
    "object": ["[1]", "{", "", "1"],
    "array": ["{}", "[", "", "1"],
    "geopoint": ["x", "200, 10", "", "1"],
    "geojson": ["{}", "x", ""],
    "any": [""],
}
FORMATS = {
    "string": ["email", "uri", "uuid", "binary"],
    "date": ["%d.%m.%Y", "any"],
    "time": ["%H:%M", "any"],
    "datetime": ["%d.%m.%Y %H:%M", "any"],
    "geopoint": ["array", "object"],
}
FORMATTED = {
    "email": ["a@example.org", "x", "a@b", "name@site.de"],
    "uri": ["https://example.org/a", "x", "urn:a:b"],
    "uuid": ["123e4567-e89b-12d3-a456-426614174000", "x"],
    "binary": ["YWJj", "YQ==", "?", "abc"],
    "%d.%m.%Y": ["31.01.2022", "2022-01-31", "1.2.2022"],
    "any": ["31 January 2022 10:00", "10:30", "x", "2022-01-31"],
    "%H:%M": ["10:30", "25:00", "1:5"],
    "%d.%m.%Y %H:%M": ["31.01.2022 10:30", "x"],
    "array": ["[90, 45]", "[200, 1]", "x"],
    "object": ['{"lon": 90, "lat": 45}', "{}", "x"],
}
ORDERED = {
    "integer": ("1", "42"),
    "number": ("0.5", "100"),
    "date": ("2020-03-01", "2022-01-31"),
    "year": ("1999", "2022"),
}


def packages(rounds: int, seed: int, folder: Path) -> Iterator[Path]:
    """`rounds` descriptors, one after the other, each in a folder of its own."""
    for number in range(rounds):
        yield write(random.Random(f"{seed} {number}"), folder / str(number))


def write(rng: random.Random, folder: Path) -> Path:
    """One package in this folder."""
    folder.mkdir(parents=True)
    fields = [_field(rng, n) for n in range(rng.randint(1, 5))]
    rows = [[_cell(rng, field) for field in fields] for _ in range(rng.choice([0, 1, 3, 12, 40]))]
    _repeat(rng, rows)
    schema: dict[str, Any] = {"fields": fields}
    if rng.random() < 0.4:
        schema["primaryKey"] = [f["name"] for f in rng.sample(fields, rng.randint(1, len(fields)))]
    if rng.random() < 0.2:
        schema["missingValues"] = rng.choice([["", "NA"], ["-"], ["", "0"], []])
    resources: list[dict[str, Any]] = [{"name": "table", "path": "table.csv", "schema": schema}]
    if rng.random() < 0.4:
        resources += _referenced(rng, schema, rows, folder)
    data, dialect = _bytes(rng, fields, rows)
    (folder / "table.csv").write_bytes(data)
    resources[0] |= dialect | _counted(rng, data, rows, fields)
    if rng.random() < 0.03:
        (folder / "table.csv").unlink()
    descriptor = {"name": "package", "resources": resources}
    path = folder / "datapackage.json"
    path.write_text(json.dumps(descriptor, ensure_ascii=False), "utf-8")
    return path


def _field(rng: random.Random, number: int) -> dict[str, Any]:
    kind = rng.choice([*GOOD, "string", "integer", "number", "date", "boolean", "integer"])
    field: dict[str, Any] = {"name": f"field{number}", "type": kind}
    if kind in FORMATS and rng.random() < 0.25:
        field["format"] = rng.choice(FORMATS[kind])
    constraints: dict[str, Any] = {}
    if rng.random() < 0.3:
        constraints["required"] = True
    if rng.random() < 0.15:
        constraints["unique"] = True
    if kind in ORDERED and "format" not in field and rng.random() < 0.4:
        low, high = ORDERED[kind]
        constraints[rng.choice(["minimum", "exclusiveMinimum"])] = low
        constraints[rng.choice(["maximum", "exclusiveMaximum"])] = high
    if kind == "string" and rng.random() < 0.4:
        constraints |= rng.choice(
            [
                {"minLength": 2},
                {"maxLength": 3},
                {"pattern": "[a-z]+"},
                {"pattern": "^[A-Z][a-z]*$"},
                {"pattern": "a|b"},
                {"pattern": r"\w+"},
                {"pattern": r"\d{1,2}"},
                {"enum": ["a", "bc", "0"]},
            ]
        )
    if kind in ORDERED and "format" not in field and rng.random() < 0.15:
        constraints["enum"] = rng.sample(GOOD[kind], 2)
    field |= _options(rng, kind)
    return field | ({"constraints": constraints} if constraints else {})


def _options(rng: random.Random, kind: str) -> dict[str, Any]:
    field: dict[str, Any] = {}
    if kind == "number" and rng.random() < 0.2:
        field |= rng.choice([{"decimalChar": ","}, {"groupChar": "."}, {"bareNumber": False}])
    if kind == "integer" and rng.random() < 0.1:
        field["bareNumber"] = False
    if kind == "boolean" and rng.random() < 0.2:
        field |= {"trueValues": ["yes"], "falseValues": ["no", "0"]}
    if rng.random() < 0.05:
        field["missingValues"] = ["x"]
    return field


def _cell(rng: random.Random, field: dict[str, Any]) -> str:
    if "format" in field:
        return rng.choice(FORMATTED[field["format"]])
    share = 0.05 if rng.random() < 0.5 else 0.3
    return rng.choice(BAD[field["type"]] if rng.random() < share else GOOD[field["type"]])


def _repeat(rng: random.Random, rows: list[list[str]]) -> None:
    for _ in range(rng.choice([0, 0, 1, 3])):
        if rows:
            rows.insert(rng.randint(0, len(rows)), list(rng.choice(rows)))


def _referenced(
    rng: random.Random, schema: dict[str, Any], rows: list[list[str]], folder: Path
) -> list[dict[str, Any]]:
    """Foreign keys to another resource, or to the table itself."""
    names = [field["name"] for field in schema["fields"]]
    chosen = sorted(rng.sample(range(len(names)), rng.randint(1, min(2, len(names)))))
    fields = [names[n] for n in chosen]
    if rng.random() < 0.2:
        schema["foreignKeys"] = [
            {
                "fields": fields,
                "reference": {"resource": "", "fields": rng.sample(fields, len(fields))},
            }
        ]
        return []
    own = {tuple(row[n] for n in chosen) for row in rows if rng.random() < 0.8}
    targets = [f"key{n}" for n in chosen]
    other = [
        {"name": target, "type": schema["fields"][n]["type"] if rng.random() < 0.9 else "string"}
        for target, n in zip(targets, chosen, strict=True)
    ]
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([targets, *sorted(own)])
    (folder / "other.csv").write_text(text.getvalue(), "utf-8")
    schema["foreignKeys"] = [
        {"fields": fields, "reference": {"resource": "other", "fields": targets}}
    ]
    return [{"name": "other", "path": "other.csv", "schema": {"fields": other}}]


def _bytes(
    rng: random.Random, fields: list[dict[str, Any]], rows: list[list[str]]
) -> tuple[bytes, dict[str, Any]]:
    """The file, damaged here and there, and what the descriptor says of its form."""
    labels = [field["name"] for field in fields]
    _damage_labels(rng, labels)
    made = [list(row) for row in rows]
    _damage_rows(rng, made)
    dialect: dict[str, Any] = {}
    delimiter = rng.choice([",", ",", ",", ",", ";", "\t", "|"])
    if rng.random() < 0.6 or delimiter != ",":
        dialect["delimiter"] = delimiter
    if rng.random() < 0.03:
        dialect |= {"commentChar": "#"}
        made.insert(0, ["# a remark"])
    if rng.random() < 0.03:
        dialect["skipInitialSpace"] = True
    header = [labels]
    if rng.random() < 0.04:
        dialect["header"], header = False, []
    text = io.StringIO()
    end = rng.choice(["\n", "\n", "\n", "\r\n"])
    quoting: Any = rng.choice([csv.QUOTE_MINIMAL, csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
    writer = csv.writer(text, delimiter=delimiter, lineterminator=end, quoting=quoting)
    for row in [*header, *made]:
        if row:
            writer.writerow(row)
        else:
            text.write(end)
    body = _damage_text(rng, text.getvalue())
    encoding = rng.choice(["utf-8"] * 8 + ["utf-8-sig", "cp1252", "utf-16"])
    said: dict[str, Any] = {"dialect": dialect} if dialect else {}
    if rng.random() < 0.6 or encoding in ("cp1252", "utf-16"):
        said["encoding"] = "utf-8" if encoding == "utf-8-sig" else encoding
    return body.encode(encoding, "replace"), said


def _damage_labels(rng: random.Random, labels: list[str]) -> None:
    damage = rng.choice(["none"] * 12 + ["blank", "double", "extra", "missing", "other", "order"])
    if damage == "blank":
        labels[rng.randrange(len(labels))] = ""
    elif damage == "double" and len(labels) > 1:
        labels[1] = labels[0]
    elif damage == "extra":
        labels.append("extra")
    elif damage == "missing":
        labels.pop()
    elif damage == "other":
        labels[rng.randrange(len(labels))] += "x"
    elif damage == "order":
        rng.shuffle(labels)


def _damage_rows(rng: random.Random, rows: list[list[str]]) -> None:
    for _ in range(rng.choice([0, 0, 0, 1, 3])):
        if rows:
            row = rng.choice(rows)
            damage = rng.choice(["extra", "missing", "blank", "empty"])
            if damage == "extra":
                row.append("more")
            elif damage == "missing" and len(row) > 1:
                row.pop()
            elif damage == "blank":
                rows.insert(rng.randint(0, len(rows)), [])
            else:
                row[:] = [""] * len(row)


def _damage_text(rng: random.Random, text: str) -> str:
    damage = rng.choice(["none"] * 20 + ["quote", "cut", "return", "space", "end"])
    at = rng.randint(0, len(text))
    if damage == "quote":
        return text[:at] + '"' + text[at:]
    if damage == "cut":
        return text[:at]
    if damage == "return":
        return text[:at] + "\r" + text[at:]
    if damage == "space":
        return text.replace(",", ", ")
    return text.rstrip("\n") if damage == "end" else text


def _counted(
    rng: random.Random, data: bytes, rows: list[list[str]], fields: list[dict[str, Any]]
) -> dict[str, Any]:
    """What the descriptor says of size and checksum: right, wrong or nothing."""
    said: dict[str, Any] = {}
    wrong = rng.random() < 0.3
    if rng.random() < 0.2:
        said["bytes"] = len(data) + wrong
    if rng.random() < 0.2:
        name = rng.choice(["md5", "sha256"])
        digest = hashlib.new(name, data + b"x" * wrong).hexdigest()
        said["hash"] = digest if name == "md5" and rng.random() < 0.5 else f"{name}:{digest}"
    if rng.random() < 0.1:
        said["rows"] = len(rows) + wrong
    if rng.random() < 0.1:
        said["fields"] = len(fields) + wrong
    return said
