"""The score that data.europa.eu would give the catalogue, and what would raise it.

Method: https://data.europa.eu/mqa/methodology: 405 points in five dimensions; a dataset counts
with its own metrics and those of its best distribution. Nothing is fetched here: whether links
answer, and whether the official shapes hold, is told from outside or not known.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rdflib import RDF, Graph, URIRef
from rdflib.term import Node

from annexes.package.vocabularies import Format, vocabularies
from annexes.portals.dcat.terms import DCAT, DCT, MEDIA_TYPES

EXCELLENT = 351
GOOD = 221
SUFFICIENT = 121
RATINGS = {EXCELLENT: "excellent", GOOD: "good", SUFFICIENT: "sufficient", 0: "bad"}
UNTRIED = "the link was not tried: say with --answers which links answer"


@dataclass(frozen=True, slots=True)
class Metric:
    """A metric worth `of` points; `met` is None while nobody knows, `raise_by` says what to do."""

    dimension: str
    name: str
    of: int
    met: bool | None
    raise_by: str

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


def score(
    graph: Graph, *, answers: Mapping[str, int] | None = None, shapes_hold: bool | None = None
) -> Score:
    """The score of the dataset in the graph; ValueError where there is none.

    `answers` has the HTTP status by address; `shapes_hold` is whether the shapes of DCAT-AP found
    no violation.
    """
    dataset = next(graph.subjects(RDF.type, DCAT.Dataset), None)
    if dataset is None:
        raise ValueError("there is no dataset in the graph")
    files = list(graph.objects(dataset, DCAT.distribution))
    own = tuple(_of_dataset(graph, dataset, shapes_hold))
    each = [tuple(_of_file(graph, file, answers)) for file in files] or [
        tuple(_of_file(graph, URIRef(""), answers))
    ]
    best = max(each, key=lambda metrics: sum(metric.points for metric in metrics))
    order = {name: number for number, name in enumerate(DIMENSIONS)}
    return Score(tuple(sorted((*own, *best), key=lambda metric: order[metric.dimension])))


DIMENSIONS = ("findability", "accessibility", "interoperability", "reusability", "contextuality")


def _of_dataset(graph: Graph, dataset: Node, shapes_hold: bool | None) -> Iterator[Metric]:
    said = {
        name: next(graph.objects(dataset, predicate), None)
        for name, predicate in {
            "keyword": DCAT.keyword,
            "theme": DCAT.theme,
            "place": DCT.spatial,
            "period": DCT.temporal,
            "access rights": DCT.accessRights,
            "contact": DCAT.contactPoint,
            "publisher": DCT.publisher,
        }.items()
    }
    yield _told("findability", "keyword", 30, said, "add keywords")
    yield _told("findability", "theme", 30, said, "add a theme of the EU's list")
    yield _told("findability", "place", 20, said, "say which place the data are about")
    yield _told("findability", "period", 20, said, "say which period the data cover")
    hint = "mend what the official shapes find" if shapes_hold is False else "pass --shapes"
    yield Metric("interoperability", "shapes of DCAT-AP hold", 30, shapes_hold, hint)
    yield _told("reusability", "access rights", 10, said, "say who may get the data")
    known = str(said["access rights"]) in vocabularies().concepts["access_rights"]
    hint = "name the access rights by the EU's list"
    yield Metric("reusability", "access rights of the list", 5, known, hint)
    yield _told("reusability", "contact", 20, said, "say where questions go")
    yield _told("reusability", "publisher", 10, said, "say who publishes")
    for name, predicate in {"issued": DCT.issued, "modified": DCT.modified}.items():
        dated = next(graph.objects(dataset, predicate), None) is not None
        yield Metric("contextuality", name, 5, dated, "say on which day")


def _of_file(graph: Graph, file: Node, answers: Mapping[str, int] | None) -> Iterator[Metric]:
    def first(predicate: URIRef) -> str:
        return str(graph.value(file, predicate) or "")

    access, download = first(DCAT.accessURL), first(DCAT.downloadURL)
    kind, media_type, licence = first(DCT["format"]), first(DCAT.mediaType), first(DCT.license)
    known = _format(kind, media_type)
    yield _answered("accessURL answers", 50, access, answers)
    yield Metric("accessibility", "downloadURL", 20, bool(download), "say where the file is")
    yield _answered("downloadURL answers", 30, download, answers)
    yield Metric("interoperability", "format", 20, bool(kind), "say the format of the file")
    yield Metric("interoperability", "media type", 10, bool(media_type), "say its media type")
    listed = known is not None and media_type.startswith(MEDIA_TYPES)
    hint = "name format and media type by their lists"
    yield Metric("interoperability", "format and media type of the lists", 10, listed, hint)
    is_open, machine = bool(known and known.open), bool(known and known.machine)
    hint = "offer the table as CSV"
    yield Metric("interoperability", "format is not proprietary", 20, is_open, hint)
    yield Metric("interoperability", "format is machine-readable", 20, machine, hint)
    yield Metric("reusability", "licence", 20, bool(licence), "say under which licence")
    hint = "name the licence by an official list"
    yield Metric("reusability", "licence of the list", 10, _known_licence(licence), hint)
    rights, size = first(DCT.rights), first(DCAT.byteSize)
    yield Metric("contextuality", "rights", 5, bool(rights), "say what may be done with it")
    yield Metric("contextuality", "size", 5, bool(size), "say how many bytes it has")


def _told(dimension: str, name: str, of: int, said: Mapping[str, object], hint: str) -> Metric:
    return Metric(dimension, name, of, said[name] is not None, hint)


def _answered(name: str, of: int, url: str, answers: Mapping[str, int] | None) -> Metric:
    if not url:
        return Metric("accessibility", name, of, False, "say where the file is")
    if answers is None or url not in answers:
        return Metric("accessibility", name, of, None, UNTRIED)
    fine = 200 <= answers[url] < 300
    return Metric("accessibility", name, of, fine, f"{url} answers {answers[url]}: put it there")


def _format(kind: str, media_type: str) -> Format | None:
    for known in vocabularies().format:
        if kind == known.file_type or (not kind and media_type.endswith(known.media_type)):
            return known
    return None


def _known_licence(uri: str) -> bool:
    return any(uri and uri in (known.dcat_ap_de, known.url) for known in vocabularies().licence)
