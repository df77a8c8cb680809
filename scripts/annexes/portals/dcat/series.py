"""A package of several periods as a dcat:DatasetSeries: a dataset for each period, in order.

With one period there is no series. https://www.w3.org/TR/vocab-dcat-3/#dataset-series
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import chain, pairwise
from urllib.parse import quote

from rdflib import Graph, URIRef

from annexes.base.texts import Texts
from annexes.package.about import About, day
from annexes.package.open_tables import found_tables
from annexes.portals.dcat.terms import (
    DCAT,
    DCATDE,
    DCT,
    date,
    describe,
    keywords,
    links,
    plain,
    texts,
)


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


def add_series(graph: Graph, facts: About, publisher: str, contact: str) -> None:
    """Add the series and its members; nothing where the package covers one period or none.

    `publisher` and `contact` are the addresses of these nodes, '' where there are none.
    """
    periods = covered_periods(facts)
    if len(periods) < 2:
        return
    series, said = URIRef(facts.part("series")), facts.publication
    members = [URIRef(facts.part(f"period-{quote(period.name)}")) for period in periods]
    agents = [*links(DCT.publisher, publisher), *links(DCAT.contactPoint, contact)]
    shared = [
        *agents,
        *keywords(facts.keywords),
        *links(DCAT.theme, *said.themes),
        *links(DCATDE.politicalGeocodingLevelURI, said.geocoding_level),
        *links(DCATDE.contributorID, *said.contributor_ids),
        *links(DCAT.landingPage, facts.homepage),
    ]
    describe(
        graph,
        series,
        DCAT.DatasetSeries,
        chain(
            texts(DCT.title, facts.titles),
            texts(DCT.description, facts.descriptions),
            agents,
            links(DCT.accrualPeriodicity, said.frequency),
            date(DCT.issued, facts.issued),
            date(DCT.modified, facts.day),
            links(DCAT.first, str(members[0])),
            links(DCAT.last, str(members[-1])),
        ),
    )
    for member, period in zip(members, periods, strict=True):
        span = URIRef(f"{member}-span")
        days = (*date(DCAT.startDate, period.start), *date(DCAT.endDate, period.end))
        describe(graph, span, DCT.PeriodOfTime, days)
        titles = {at: f"{text}: {period.labels[at]}" for at, text in facts.titles.items()}
        describe(
            graph,
            member,
            DCAT.Dataset,
            chain(
                texts(DCT.title, titles),
                texts(DCT.description, facts.descriptions),
                plain(DCT.identifier, f"{facts.name}-{period.name}"),
                shared,
                links(DCT.temporal, str(span)),
                date(DCT.issued, period.published),
                date(DCT.modified, facts.day),
                links(DCAT.inSeries, str(series)),
                links(DCAT.distribution, *_distributions(graph, facts)),
            ),
        )
        graph.add((URIRef(facts.part("catalogue")), DCAT.dataset, member))
    for before, after in pairwise(members):
        graph.add((after, DCAT.prev, before))


def _distributions(graph: Graph, facts: About) -> list[str]:
    """The distributions of the whole dataset: each holds the rows of all periods."""
    return sorted(str(one) for one in graph.objects(URIRef(facts.uri), DCAT.distribution))
