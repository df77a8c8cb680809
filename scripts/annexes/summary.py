"""What is in a package: its resources, the sums of its figures, its findings."""

from __future__ import annotations

from typing import Any

from annexes.package import Package


def summarise(package: Package) -> dict[str, Any]:
    """Name, version, title; rows per resource; sums of the count columns; findings."""
    resources = [resource["name"] for resource in package.descriptor["resources"]]
    return {
        **{key: package.descriptor.get(key, "") for key in ("name", "version", "title")},
        "resources": {name: len(package.records(name)) for name in resources},
        "sums": _sums(package),
        "findings": package.records(package.made("findings")),
    }


def _sums(package: Package) -> list[dict[str, str | int]]:
    """One record for each annex of each edition: its values, its rows, the sum of each column."""
    facts = package.records(package.made("annexes"))
    sums: list[dict[str, str | int]] = []
    for edition in package.descriptor["annexes"]["editions"]:
        counts = [column["name"] for column in edition["columns"] if column["reads"] == "count"]
        for annex in edition["annexes"]:
            values = annex["values"]
            own = [row for row in facts if all(row[name] == values[name] for name in values)]
            totals = {name: sum(int(row[name]) for row in own) for name in counts}
            sums.append({**values, "rows": len(own), **totals})
    return sums
