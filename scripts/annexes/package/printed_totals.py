"""What the source prints as totals, beside the sum of the rows that it lists."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from annexes.package.disk import Package

SOME = "some"
"""A total of only some of the listed rows says nothing of their sum."""


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
    rows: dict[tuple[str, str], int] = {}
    for record in package.records(made["provenance"]):
        at = record["document"], record["annex"]
        rows[at] = rows.get(at, 0) + 1
    for record in package.records(made["totals"]):
        if record["covers"] != SOME and record["printed"]:
            yield PrintedTotal(
                record["annex"],
                record["total"],
                record["column"],
                record["printed"],
                rows.get((record["document"], record["annex"]), 0),
                record["listed"],
            )
