"""What is in a package: its resources, sums and printed totals, its findings, what is a draft."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from annexes.base.errors import Problem
from annexes.package.disk import Package

SOME = "some"
"""A total of only some of the listed rows says nothing of their sum."""


def summarise(package: Package) -> dict[str, Any]:
    """Name, version, title; rows per resource; sums of the count columns; what the source prints
    as totals; what is to be confirmed; findings.
    """
    resources = [resource["name"] for resource in package.descriptor["resources"]]
    return {
        **{key: package.descriptor.get(key, "") for key in ("name", "version", "title")},
        "resources": {name: len(package.records(name)) for name in resources},
        "sums": _sums(package),
        "totals": [asdict(total) for total in printed_totals(package)],
        "unconfirmed": unconfirmed(package),
        "findings": package.records(package.made("findings")),
    }


def _sums(package: Package) -> list[dict[str, str | int]]:
    """One record for each annex of each edition: its values, its rows, the sum of each column."""
    main = package.made("annexes")
    return [
        _sum(edition, annex, package.records(annex.get("resource") or main))
        for edition in package.own["editions"]
        for annex in edition["annexes"]
    ]


def _sum(
    edition: Mapping[str, Any], annex: Mapping[str, Any], facts: list[dict[str, str]]
) -> dict[str, str | int]:
    """The sums of an annex; cells without a figure are counted, so that no sum seems whole."""
    values, label = annex["values"], annex["label"]
    columns = annex.get("columns") or edition["columns"]
    counts = [column["name"] for column in columns if column["reads"] == "count"]
    own = [
        row
        for row in facts
        if row.get("annex", label) == label and all(row[name] == values[name] for name in values)
    ]
    sums = {name: sum(int(row[name]) for row in own if row[name]) for name in counts}
    blank = sum(not row[name] for row in own for name in counts)
    named = values or {"annex": label}
    return {**named, "rows": len(own), **sums, **({"without a figure": blank} if blank else {})}


@dataclass(frozen=True, slots=True)
class PrintedTotal:
    """A printed total of one column of an annex, with the number of rows that the annex lists and
    their sum; `listed` is empty for what is not counted.
    """

    annex: str
    label: str
    column: str
    printed: str
    rows: int
    listed: str


def printed_totals(package: Package) -> Iterator[PrintedTotal]:
    """The totals of all rows of an annex, in the order of the resource; none without one."""
    made = package.parts
    if "totals" not in made or "provenance" not in made:
        return
    rows = Counter((row["document"], row["annex"]) for row in package.records(made["provenance"]))
    for record in package.records(made["totals"]):
        if record["covers"] != SOME and record["printed"]:
            yield PrintedTotal(
                record["annex"],
                record["total"],
                record["column"],
                record["printed"],
                rows[record["document"], record["annex"]],
                record["listed"],
            )


def unconfirmed(package: Package) -> list[str]:
    """Each in words; none for a package that was not drafted, or is confirmed."""
    listed = package.own.get("unconfirmed")
    return [str(text) for text in listed] if isinstance(listed, list) else []


def draft_problem(package: Package) -> Problem | None:
    """Why the package is a draft, in one sentence; None if it is none."""
    left = unconfirmed(package)
    if not left:
        return None
    more = f", and {len(left) - 1} more" * (len(left) > 1)
    problem = f"this is a draft: to be confirmed is '{left[0]}'{more}"
    return Problem("unconfirmed", package.place, problem)
