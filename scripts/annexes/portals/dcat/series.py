"""A package of several periods as a dcat:DatasetSeries: a dataset for each period, in order.

With one period there is no series. https://www.w3.org/TR/vocab-dcat-3/#dataset-series
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from annexes.package.about import About, day
from annexes.package.open_tables import found_tables
from annexes.portals.fields import Node, fields


def series_nodes(facts: About, agents: Node, files: list[str]) -> Iterator[Node]:
    """The series and its members; nothing where the package covers one period or none.

    `agents` are publisher and contact; `files` the addresses of the files, each of which holds the
    rows of all periods.
    """
    periods = _periods(facts)
    if len(periods) < 2:
        return
    members = [facts.part(f"period-{quote(name)}") for name in periods]
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
    documents = facts.package.records_of("documents")
    answered = {row["document"]: day(row.get("answered", "")) for row in documents}
    for before, member, (name, row) in zip(
        ["", *members[:-1]], members, periods.items(), strict=True
    ):
        span = f"{member}-span"
        days = {"dcat:startDate": row["start"][:10], "dcat:endDate": row["end"][:10]}
        yield {"@id": span, "@type": "dct:PeriodOfTime", **days}
        yield {
            **fields("dcat-texts", facts),
            **fields("dcat-every-dataset", facts),
            **agents,
            "@id": member,
            "@type": "dcat:Dataset",
            "dct:title": {
                at: f"{title}: {row.get(f'label_{at}') or name}"
                for at, title in facts.titles.items()
            },
            "dct:identifier": f"{facts.name}-{name}",
            "dct:temporal": span,
            "dct:issued": str(answered.get(row.get("document", "")) or ""),
            "dct:modified": str(facts.day or ""),
            "dcat:inSeries": series,
            "dcat:distribution": files,
            "dcat:prev": before,
        }
    yield {"@id": facts.part("catalogue"), "dcat:dataset": members}


def _periods(facts: About) -> dict[str, dict[str, str]]:
    """By name, in the order of time, the rows that say from when to when each period is."""
    tables, _ = found_tables(facts.package)
    for table in tables:
        kinds = {column.name: column.kind for column in table.columns}
        if (kinds.get("start"), kinds.get("end")) == ("date", "date") and table.primary_key:
            rows = facts.package.records(table.name)
            whole = (row for row in rows if day(row["start"]) and day(row["end"]))
            in_time = sorted(whole, key=lambda row: row["start"])
            return {row[table.primary_key[0]]: row for row in in_time}
    return {}
