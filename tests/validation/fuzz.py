"""A differential fuzzer: packages on which the columnar engine might say something else.

`python -m validation.fuzz [PACKAGES] [FIRST SEED]`, or `make fuzz`. Each seed makes one package,
the same on every machine; each is read on all ways through our engine and by frictionless. What
differs is printed with its seed, and belongs into `test_wrong_verdicts` as a story. Half of the
packages are valid: a verdict that is wrong in silence is worse than none.
"""

from __future__ import annotations

import csv
import io
import random
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

from annexes.validation.validate import validate
from annexes.validation.validation_options import Options
from validation.case import CRASHED, Case, as_json, of_frictionless
from validation.corpus import write as damaged
from validation.keyed import keyed_package
from validation.seeds import generate

WAYS = {
    "plain": Options(small=0),
    "one thread": Options(small=0, threads=1),
    "small": Options(),
    "rows": Options("frictionless"),
}
VALUES: dict[str, list[str]] = {
    "string": ["a", "b c", "Ä", "x,y", 'q"q', "two\nlines", "\u2028", "NA", "-", "'", " a", "a "],
    "integer": ["0", "7", "-3", "+4", "007", "1_0", " 5", "٣", "999999999999999999"],
    "number": ["0", "1.5", "-.5", "1e3", "1.", "NaN", "INF", "0.1000000000000000001"],
    "boolean": ["true", "false", "1", "0", "TRUE"],
    "date": ["2022-01-31", "0001-01-01", "9999-12-31"],
    "year": ["2022", "0001"],
    "any": ["x", "1", ""],
}
ODD = ["x", "", "-", "1,5", "2022-02-30", "\x85", "\u00a0", "é", "1" * 400, "\ufeff", "\t", "#"]


def long_package(seed: int) -> Case:
    """A long table with nothing odd, or with one odd thing behind all samples."""
    rng = random.Random(f"long {seed}")
    kinds = [rng.choice([*VALUES, "string", "integer"]) for _ in range(rng.randint(1, 4))]
    names = [f"c{n}" for n in range(len(kinds))]
    few = {kind: rng.sample(own, min(len(own), rng.randint(1, 4))) for kind, own in VALUES.items()}
    rows = [[rng.choice(few[kind]) for kind in kinds] for _ in range(rng.choice([150, 3_000]))]
    rows *= rng.choice([1, 1, 8])
    fields: list[dict[str, Any]] = [
        {"name": name, "type": kind} for name, kind in zip(names, kinds, strict=True)
    ]
    schema: dict[str, Any] = {"fields": fields}
    files: dict[str, bytes] = {}
    resources = [{"name": "table", "path": "table.csv", "schema": schema}]
    if rng.random() < 0.4:
        number = rng.randrange(len(kinds))
        fields.append({"name": "id", "type": rng.choice(["integer", "string", "number", "any"])})
        rows = [[*row, str(n)] for n, row in enumerate(rows)]
        schema["primaryKey"] = rng.choice([["id"], [names[number], "id"], "id"])
    if rng.random() < 0.3:
        schema["missingValues"] = rng.choice([[], ["", "-"], ["NA"], [""], ["0"]])
    is_valid = rng.random() < 0.75
    if rng.random() < 0.4:
        resources.append(_target(rng, schema, rows, files, is_valid))
    if not is_valid:
        for _ in range(rng.choice([1, 1, 3])):
            row = rng.choice(rows[-20:])
            row[rng.randrange(len(row))] = rng.choice(ODD)
    files["table.csv"] = _written(rng, resources[0], [[f["name"] for f in fields], *rows], is_valid)
    package = {"name": "package", "resources": resources}
    return Case(f"long-{seed}", {**files, "datapackage.json": as_json(package)})


def _target(
    rng: random.Random,
    schema: dict[str, Any],
    rows: list[list[str]],
    files: dict[str, bytes],
    is_valid: bool,
) -> dict[str, Any]:
    """A table that holds all the values of a field, some of them missing, or nearly all."""
    own = schema["fields"][0]
    values = sorted({row[0] for row in rows})
    if not is_valid and rng.random() < 0.3:
        values = values[1:]
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([["key"], *([own] for own in values)])
    files["keys.csv"] = text.getvalue().encode()
    field = {**own, "name": "key"}
    schema["foreignKeys"] = [
        {"fields": [own["name"]], "reference": {"resource": "keys", "fields": ["key"]}}
    ]
    other: dict[str, Any] = {"fields": [field]}
    if "missingValues" in schema and rng.random() < 0.5:
        other["missingValues"] = schema["missingValues"]
    return {"name": "keys", "path": "keys.csv", "schema": other, "encoding": "utf-8"}


def _written(
    rng: random.Random, resource: dict[str, Any], table: list[list[str]], is_valid: bool
) -> bytes:
    delimiter = rng.choice([",", ",", ",", ";", "\t", "|"])
    quoting: Any = rng.choice([csv.QUOTE_MINIMAL, csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
    encoding = rng.choice(["utf-8"] * 8 + ["utf-8-sig", "utf-16"] + ["cp1252"] * (not is_valid))
    end = rng.choice(["\n", "\n", "\r\n", "\r"])
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator=end, quoting=quoting)
    writer.writerows(table)
    if delimiter != "," or rng.random() < 0.7:
        resource["dialect"] = {"delimiter": delimiter}
    if encoding not in ("utf-8", "utf-8-sig") or rng.random() < 0.7:
        resource["encoding"] = "utf-8" if encoding == "utf-8-sig" else encoding
    body = text.getvalue()
    if rng.random() < 0.1:
        body = body.rstrip("\r\n")
    data = body.encode(encoding, "replace")
    if not is_valid and rng.random() < 0.4:
        at = len(data) - rng.randint(1, min(200, len(data)))
        odd = [b"\xff", b"\xc3", b'"', b"\r", b"\n\n", b"\0", b'" ', b' "', b"\xe2\x80", b","]
        data = data[:at] + rng.choice(odd) + data[at:]
    return data


def package_of(seed: int, folder: Path) -> Path:
    """The package of this seed: a long one, one with keys, or of the two corpora of small ones."""
    if seed % 5 < 2:
        return long_package(seed).write(folder)
    if seed % 5 == 2:
        return keyed_package(seed).write(folder)
    if seed % 5 == 3:
        return generate(1_000_000 + seed).write(folder)
    return damaged(random.Random(f"fuzz {seed}"), folder)


def differences(path: Path) -> dict[str, str]:
    """The ways on which our engine says something else than frictionless, and what."""
    expected = of_frictionless(path)
    if any(kind == CRASHED for _, kind, _, _ in expected):
        return {}
    found = {}
    for way, options in WAYS.items():
        report = validate(path, options)
        own = Counter(finding.place for finding in report.findings)
        if own != expected and not (report.beyond and not report.resources):
            more, less = list((own - expected).items())[:3], list((expected - own).items())[:3]
            found[way] = f"more {more}, less {less}"
    return found


def run(packages: int, first: int = 0) -> int:
    """Try so many packages, and print what differs; returns how many of them do."""
    wrong = valid = 0
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(first, first + packages):
            path = package_of(seed, Path(folder, str(seed)))
            valid += not of_frictionless(path)
            for way, what in differences(path).items():
                print(f"seed {seed}, {way}: {what}")
                wrong += 1
    print(f"{packages} packages from seed {first}, {valid} of them valid: {wrong} differences")
    return wrong


if __name__ == "__main__":
    given = [int(own) for own in sys.argv[1:]]
    sys.exit(bool(run(*(given or [400]))))
