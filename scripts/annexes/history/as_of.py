"""What was known on a day: the documents published by then, corrections taken back.

Three dates are told apart: the period that a figure is about, the day on which a document said it,
and the day on which another document said otherwise.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from annexes.package.about import day as day_of
from annexes.package.disk import Package

Record = Mapping[str, str]
Place = tuple[str, str]
"""A resource, and the key of a row in it as findings and revisions write it."""


@dataclass(frozen=True)
class KnownRow:
    """A row of figures as it was known: its resource and key, its figures, the document then."""

    resource: str
    key: Record
    figures: Record
    document: str


@dataclass(frozen=True)
class Known:
    """All rows that were known on a day; `undated` are documents that do not say when they were
    published, whose rows are left out.
    """

    day: dt.date
    rows: Sequence[KnownRow]
    undated: Sequence[str]

    def sums(self, code: str) -> list[dict[str, str | int]]:
        """Rows and sums for each group of rows that differ in the column `code` only."""
        groups: dict[tuple[tuple[str, str], ...], list[KnownRow]] = {}
        for row in self.rows:
            group = tuple((column, value) for column, value in row.key.items() if column != code)
            groups.setdefault(group, []).append(row)
        return [{**dict(group), "rows": len(own), **_sums(own)} for group, own in groups.items()]


def known_on(package: Package, day: dt.date) -> Known:
    """The rows of figures as they stood on this day, in the order of the package."""
    published = {
        record["document"]: day_of(record.get("answered", ""))
        for record in package.records(package.made("documents"))
    }
    before: dict[str, str] = {}
    revisions: dict[Place, list[Record]] = {}
    for own in package.records_of("revisions"):
        before[own["document"]] = own["document_before"]
        revisions.setdefault((own["resource"], own["key"]), []).append(own)

    def standing(place: Place, figures: dict[str, str], document: str) -> KnownRow | None:
        """The row with all corrections taken back that came later than the day."""
        while (said := published.get(document)) is None or said > day:
            if document not in before:
                return None
            for own in revisions.get(place, []):
                if own["document"] == document:
                    figures[own["measure"]] = own["before"]
            document = before[document]
        there = {name: value for name, value in figures.items() if value}
        return KnownRow(place[0], _key(place[1]), there, document) if there else None

    rows = [standing(*row) for row in _rows(package, revisions)]
    undated = [document for document, said in published.items() if said is None]
    return Known(day, [row for row in rows if row], undated)


def _rows(
    package: Package, revisions: Mapping[Place, Sequence[Record]]
) -> Iterator[tuple[Place, dict[str, str], str]]:
    """The rows that stand now, then those that a correction has removed."""
    seen: set[Place] = set()
    main = package.made("annexes")
    facts = {name: package.records(name) for name in _resources(package)}
    by_key: dict[Place, Record] = {}
    for record in package.records(package.made("provenance")):
        name = record.get("resource") or main
        columns = [c for c in (facts[name] or [{}])[0] if c in record]
        by_key[name, ";".join(f"{c}={record[c]}" for c in columns)] = record
    for name, rows in facts.items():
        for row in rows:
            shared = [c for c in row if c in next(iter(by_key.values()), {})]
            place = name, ";".join(f"{column}={row[column]}" for column in shared)
            seen.add(place)
            figures = {column: value for column, value in row.items() if column not in shared}
            yield place, figures, by_key[place]["document"]
    for place, own in revisions.items():
        if place not in seen:
            last = max(own, key=lambda record: record["published"])
            yield place, {}, last["document"]


def _resources(package: Package) -> list[str]:
    own = package.own
    filled = (annex.get("resource") for e in own["editions"] for annex in e["annexes"])
    return list(dict.fromkeys(name or own["made"]["annexes"] for name in filled))


def _key(text: str) -> dict[str, str]:
    parts = (part.partition("=") for part in text.split(";"))
    return {column: value for column, _, value in parts}


def _sums(rows: Sequence[KnownRow]) -> dict[str, int]:
    """The sums of the columns in which every figure is a whole number."""
    names = dict.fromkeys(name for row in rows for name in row.figures)
    own = {name: [row.figures.get(name, "") for row in rows] for name in names}
    whole = {n: values for n, values in own.items() if all(v.isdecimal() for v in values if v)}
    return {name: sum(int(value) for value in values if value) for name, values in whole.items()}
