"""A package of many editions: the one edition of a built package again and again, made up.

Every copy has a period, a document and findings of its own; its figures go up and down, some rows
and findings are gone, and from the middle on the columns are headed otherwise. Nothing of it is
ever published.
"""

from __future__ import annotations

import copy
import csv
import json
import random
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Record = dict[str, str]
GONE = 0.05
"""The share of rows, and of findings, that an edition does not list."""
NAMED = ("period", "document", "key", "finding")
"""Columns in which the names of an edition stand."""


def write_many_editions(root: Path, folder: Path, many: int) -> Path:
    """Write the package at `root` into a new folder with as many editions, a half-year each."""
    shutil.copytree(root, folder)
    descriptor = json.loads((folder / "datapackage.json").read_text("utf-8"))
    tables = {resource["name"]: resource for resource in descriptor["resources"]}
    rows = {name: _read(folder / resource["path"]) for name, resource in tables.items()}
    (edition,) = descriptor["annexes"]["editions"]
    old = (rows["periods"][0]["period"], edition["document"], edition["edition"])
    names = [_names(old, number) for number in range(many)]
    late = range(many // 2, many)
    descriptor["annexes"]["editions"] = [
        _edition(edition, new, headed=" (neu)" if number in late else "")
        for number, new in enumerate(names)
    ]
    grown: dict[str, list[Record]] = {name: [] for name in rows}
    rng = random.Random(many)
    for new in names:
        for table, record in _grown(rng, rows, new, descriptor["annexes"]["made"], edition):
            if record not in grown[table]:
                grown[table].append(record)
    for name, records in grown.items():
        for measured in ("hash", "bytes"):
            tables[name].pop(measured, None)
        with (folder / tables[name]["path"]).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, rows[name][0], lineterminator="\n")
            writer.writeheader()
            writer.writerows(records)
    text = json.dumps(descriptor, ensure_ascii=False)
    (folder / "datapackage.json").write_text(text, "utf-8")
    return folder


def _read(path: Path) -> list[Record]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _names(old: tuple[str, ...], number: int) -> dict[str, str]:
    """The names of the edition of this number, by those of the first one."""
    year, half = 2003 + number // 2, number % 2 + 1
    names = (f"{year}-H{half}", f"document-{number + 1}", f"{year}-h{half}")
    return dict(zip(old, names, strict=True))


def _edition(edition: dict[str, Any], new: dict[str, str], headed: str) -> dict[str, Any]:
    """The edition under its new names; its document stays the file it is."""
    one = copy.deepcopy(edition)
    one |= {"edition": new[edition["edition"]], "document": new[edition["document"]]}
    for annex in one["annexes"]:
        annex["values"] = {key: new.get(value, value) for key, value in annex["values"].items()}
    for column in one["columns"]:
        column["header"] += headed
    return one


def _grown(
    rng: random.Random,
    rows: dict[str, list[Record]],
    new: dict[str, str],
    made: dict[str, str],
    edition: dict[str, Any],
) -> Iterator[tuple[str, Record]]:
    """The rows of an edition, each with its table; milestones stay those of the first."""
    place, (period, *_) = ("area", edition["code"]), new.values()
    counts = [column["name"] for column in edition["columns"] if column["reads"] == "count"]
    listed = {tuple(row[name] for name in place) for row in rows[made["annexes"]]}
    gone = {one for one in sorted(listed) if rng.random() < GONE}
    year, half = period.split("-H")
    days = ("01-01", "06-30", "08-01") if half == "1" else ("07-01", "12-31", "12-31")
    start, end, answered = (f"{year}-{day}" for day in days)
    labels = {"label_en": f"half {half} of {year}", "label_de": f"{half}. Halbjahr {year}"}
    for table, records in rows.items():
        for record in records:
            row = {name: _renamed(text, new) if name in NAMED else text
                   for name, text in record.items()}  # fmt: skip
            if table in (made["annexes"], made["provenance"]):
                if tuple(row[name] for name in place) in gone:
                    continue
                factor = rng.choice([0, 1, 1, 1, 2]) + (int(year) - 2003) / 40
                row |= {name: str(int(int(row[name]) * factor)) for name in counts if name in row}
            elif table == made["findings"] and rng.random() < GONE:
                continue
            elif table == "periods":
                row |= {"start": start, "end": end, **labels}
            elif table == "documents":
                row["answered"] = answered
            elif table == "milestones" and half + year != "12003":
                continue
            yield table, row


def _renamed(text: str, new: dict[str, str]) -> str:
    for was, name in new.items():
        text = text.replace(was, name)
    return text
