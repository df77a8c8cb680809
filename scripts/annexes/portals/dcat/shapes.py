"""The official SHACL shapes, where their files are at hand: what the German validator would say.

The vocabularies go into the data, not beside it: given as an ontology they would be copied for
each shape, which takes minutes.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rdflib import RDF, SH, Graph, URIRef
from rdflib.term import Node

from annexes.base.errors import UsageError
from annexes.portals.dcat.linked_data import PREFIXES

PROFILES = {
    "DCAT-AP.de 3.0": ("de30/*.ttl", "semic300/dcat-ap-SHACL.ttl"),
    "GovData dashboard": ("dashboard/dashboard-live-*shapes.ttl",),
    "GovData dashboard (next)": ("dashboard/dashboard-alpha-*shapes.ttl",),
}
"""By the name of each profile: the files of its shapes, relative to the folder."""
VOCABULARIES = ("vocab/*", "mirror/*")
FORMATS = {".ttl": "turtle", ".rdf": "xml"}
COUNTERS = "http://govdata.de/mqa/#count_"
CONTRIBUTOR = URIRef(f"{PREFIXES['dcatde']}contributorID")
NOTE = "no contributorID: only who delivers directly to the national portal has one"


@dataclass(frozen=True, slots=True)
class Result:
    """What a shape says of a node: `severity` is `violation`, `warning` or `note`."""

    profile: str
    severity: str
    message: str
    node: str
    path: str
    value: str

    def __str__(self) -> str:
        return f"{self.profile}, {self.severity}: {self.message} ({self.node} {self.path})"


def validate(graph: Graph, folder: Path) -> dict[str, list[Result]]:
    """By profile, what its shapes say of the graph. UsageError without shapes or pyshacl."""
    files = {name: _files(folder, patterns) for name, patterns in PROFILES.items()}
    _require(folder, *files.values())
    logging.getLogger("rdflib").setLevel(logging.ERROR)
    data = _read(_files(folder, VOCABULARIES))
    data += graph
    found = {name: _results(name, graph, data, _read(own)) for name, own in files.items() if own}
    return {name: sorted(results, key=str) for name, results in found.items()}


def _results(profile: str, graph: Graph, data: Graph, shapes: Graph) -> Iterator[Result]:
    from pyshacl import validate as run

    _, report, _ = run(data, shacl_graph=shapes, advanced=False, inplace=False)
    assert isinstance(report, Graph)  # noqa: S101 - the report of a run, not of an error
    for node in set(report.objects(None, SH.result)):
        if severity := _severity(graph, report, node):
            message = (
                NOTE if severity == "note" else str(report.value(node, SH.resultMessage) or "")
            )
            parts = (SH.focusNode, SH.resultPath, SH.value)
            yield Result(
                profile, severity, message, *(str(report.value(node, part) or "") for part in parts)
            )


def _severity(graph: Graph, report: Graph, node: Node) -> str:
    """How bad it is; '' for what only counts. Severities of a dashboard's own are violations."""
    severity = report.value(node, SH.resultSeverity)
    if str(severity).startswith(COUNTERS):
        return ""
    about = report.value(node, SH.resultPath)
    if about == CONTRIBUTOR and not list(graph.objects(None, CONTRIBUTOR)):
        return "note"
    return "warning" if severity in (SH.Warning, SH.Info) else "violation"


def _files(folder: Path, patterns: tuple[str, ...]) -> list[Path]:
    return [
        path
        for pattern in patterns
        for path in sorted(folder.glob(pattern))
        if path.suffix in FORMATS
    ]


def _read(files: list[Path]) -> Graph:
    graph = Graph()
    for path in files:
        try:
            graph.parse(path, format=FORMATS[path.suffix])
        except Exception as error:
            problem = f"this file of the shapes cannot be read: {type(error).__name__}"
            hint = "get it again from where it came from"
            raise UsageError.of("shapes", path, problem, hint) from error
    return graph


def _require(folder: Path, first: list[Path], *_: list[Path]) -> None:
    """Raise UsageError where the shapes of the first profile, or what checks them, are missing."""
    if not first:
        problem = "the official shapes are not in this folder"
        named = " and ".join(next(iter(PROFILES.values())))
        raise UsageError.of("shapes", folder, problem, f"it must hold {named}")
    try:
        import pyshacl  # noqa: F401
    except ImportError as error:
        hint = "install it with: pip install 'annexes[shapes]'"
        problem = "shapes are checked by pyshacl, which is missing"
        raise UsageError.of("shapes", folder, problem, hint) from error
    if (None, RDF.type, SH.NodeShape) not in _read(first):
        hint = "name the folder that holds the official files"
        raise UsageError.of("shapes", folder, "there is no shape in these files", hint)
