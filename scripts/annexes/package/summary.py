"""What is in a package: its resources, the sums of its figures, its findings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from annexes.package.disk import Package
from annexes.package.printed_totals import printed_totals
from annexes.package.unconfirmed import unconfirmed


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
