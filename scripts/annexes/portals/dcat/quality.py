"""The score that data.europa.eu would give the catalogue, and what would raise it.

The metrics stand in `metrics.toml`; a dataset counts with its own and those of its best
distribution. Nothing is fetched here: whether links answer is not known, and whether the official
shapes hold is told from outside.
"""

from __future__ import annotations

from dataclasses import dataclass

import msgspec
from rdflib import RDF, Graph, URIRef
from rdflib.term import Node

from annexes.base.texts import toml_of
from annexes.package.vocabularies import vocabularies
from annexes.portals.dcat.catalogue import MEDIA_TYPES
from annexes.portals.dcat.linked_data import DCAT, DCT, PREFIXES

RATINGS = {351: "excellent", 221: "good", 121: "sufficient", 0: "bad"}
"""What data.europa.eu calls a dataset, by its points at least."""


class Metric(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A metric worth `of` points; `met` is None while nobody knows, `raise_by` says what to do."""

    dimension: str
    name: str
    of: int
    raise_by: str
    has: str = ""
    check: str = ""
    of_file: bool = False
    met: bool | None = None

    @property
    def points(self) -> int:
        """The points that are sure."""
        return self.of if self.met else 0


@dataclass(frozen=True, slots=True)
class Score:
    """All metrics of the dataset."""

    metrics: tuple[Metric, ...]

    @property
    def points(self) -> int:
        """The points that are sure."""
        return sum(metric.points for metric in self.metrics)

    @property
    def possible(self) -> int:
        """The points if all that is not known turns out well."""
        return sum(metric.of for metric in self.metrics if metric.met is not False)

    @property
    def of(self) -> int:
        """The most that a dataset can have."""
        return sum(metric.of for metric in self.metrics)

    @property
    def rating(self) -> str:
        """What data.europa.eu calls a dataset with the points that are sure."""
        return next(name for least, name in RATINGS.items() if self.points >= least)


def score(graph: Graph, *, shapes_hold: bool | None = None) -> Score:
    """The score of the dataset in the graph, and of no part of a series; ValueError without one.

    `shapes_hold` is whether the shapes of DCAT-AP found no violation.
    """
    parts = set(graph.subjects(DCAT.inSeries, None))
    dataset = next(
        (one for one in graph.subjects(RDF.type, DCAT.Dataset) if one not in parts), None
    )
    if dataset is None:
        raise ValueError("there is no dataset in the graph")
    metrics = msgspec.convert(toml_of("portals.dcat", "metrics.toml")["metric"], list[Metric])
    files = list(graph.objects(dataset, DCAT.distribution)) or [URIRef("")]
    return max(
        (Score(tuple(_judged(graph, metrics, dataset, file, shapes_hold))) for file in files),
        key=lambda found: found.points,
    )


def _judged(
    graph: Graph, metrics: list[Metric], dataset: Node, file: Node, shapes_hold: bool | None
) -> list[Metric]:
    checked = {**_listed(graph, dataset, file), "shapes": shapes_hold}
    judged = []
    for one in metrics:
        prefix, _, name = one.has.partition(":")
        node, predicate = file if one.of_file else dataset, URIRef(f"{PREFIXES.get(prefix)}{name}")
        there = checked[one.check] if one.check else (node, predicate, None) in graph
        judged.append(msgspec.structs.replace(one, met=there))
    return judged


def _listed(graph: Graph, dataset: Node, file: Node) -> dict[str, bool | None]:
    """By the name of a check: what official lists say of rights, licence, format and media type."""
    kind, media_type, licence, address = (
        str(graph.value(file, predicate) or "")
        for predicate in (DCT["format"], DCAT.mediaType, DCT.license, DCAT.accessURL)
    )
    found = (
        one
        for one in vocabularies().format
        if kind == one.file_type or (not kind and media_type.endswith(one.media_type))
    )
    known = next(found, None)
    licences = {uri for one in vocabularies().licence for uri in (one.dcat_ap_de, one.url)}
    rights = str(graph.value(dataset, DCT.accessRights))
    return {
        "rights": rights in vocabularies().concepts["access_rights"],
        "licence": licence in licences - {""},
        "format": known is not None and media_type.startswith(MEDIA_TYPES),
        "open": known is not None and known.open,
        "machine": known is not None and known.machine,
        "answers": None if address else False,
    }
