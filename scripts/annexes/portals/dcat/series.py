"""A package of several periods as a dcat:DatasetSeries: a dataset for each period, in order.

With one period there is no series. https://www.w3.org/TR/vocab-dcat-3/#dataset-series
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

from annexes.base.texts import Texts
from annexes.package.about import About, day
from annexes.package.open_tables import found_tables
from annexes.portals.fields import Node, fields


@dataclass(frozen=True)
class CoveredPeriod:
    """A period that the figures cover: its name, its days, its name in each language, and the day
    on which its document was published.
    """

    name: str
    start: dt.date
    end: dt.date
    labels: Texts
    published: dt.date | None


def covered_periods(facts: About) -> list[CoveredPeriod]:
    """The rows of the table that says from when to when each period is, in the order of time."""
    tables, _ = found_tables(facts.package)
    for table in tables:
        kinds = {column.name: column.kind for column in table.columns}
        if (kinds.get("start"), kinds.get("end")) == ("date", "date") and table.primary_key:
            rows = facts.package.records(table.name)
            found = [_period(facts, row, row[table.primary_key[0]]) for row in rows]
            return sorted(filter(None, found), key=lambda period: period.start)
    return []


def _period(facts: About, row: dict[str, str], name: str) -> CoveredPeriod | None:
    start, end = day(row["start"]), day(row["end"])
    labels = {at: row.get(f"label_{at}") or name for at in facts.languages}
    dated = facts.package.records_of("documents")
    said = (one.get("answered", "") for one in dated if one["document"] == row.get("document"))
    return CoveredPeriod(name, start, end, labels, day(next(said, ""))) if start and end else None


def series_nodes(facts: About, agents: Node, files: list[str]) -> Iterator[Node]:
    """The series and its members; nothing where the package covers one period or none.

    `agents` are publisher and contact; `files` the addresses of the files, each of which holds the
    rows of all periods.
    """
    periods = covered_periods(facts)
    if len(periods) < 2:
        return
    members = [facts.part(f"period-{quote(period.name)}") for period in periods]
    series = facts.part("series")
    yield {
        **fields("dcat-series", facts),
        **fields("dcat-texts", facts),
        **fields("dcat-days", facts),
        **agents,
        "@id": series,
        "dcat:first": members[0],
        "dcat:last": members[-1],
    }
    for before, member, period in zip(["", *members], members, periods, strict=False):
        span = f"{member}-span"
        days = {"dcat:startDate": str(period.start), "dcat:endDate": str(period.end)}
        yield {"@id": span, "@type": "dct:PeriodOfTime", **days}
        yield {
            **fields("dcat-texts", facts),
            **fields("dcat-every-dataset", facts),
            **agents,
            "@id": member,
            "@type": "dcat:Dataset",
            "dct:title": {at: f"{said}: {period.labels[at]}" for at, said in facts.titles.items()},
            "dct:identifier": f"{facts.name}-{period.name}",
            "dct:temporal": span,
            "dct:issued": str(period.published or ""),
            "dct:modified": str(facts.day or ""),
            "dcat:inSeries": series,
            "dcat:distribution": files,
            "dcat:prev": before,
        }
    yield {"@id": facts.part("catalogue"), "dcat:dataset": members}
