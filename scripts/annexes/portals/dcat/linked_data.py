"""JSON-LD → a graph → Turtle, RDF/XML and JSON-LD: the same bytes for the same graph.

`context.json` says of each property what its values are: texts by language, days, addresses.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from rdflib import Graph, Namespace

from annexes.base.texts import file_of
from annexes.portals.fields import Node, filled

CONTEXT: Node = json.loads(file_of("portals.dcat", "context.json"))
PREFIXES = {name: said for name, said in CONTEXT.items() if isinstance(said, str)}
DCAT, DCT = Namespace(PREFIXES["dcat"]), Namespace(PREFIXES["dct"])
FORMS = {"ttl": "turtle", "rdf": "xml", "jsonld": "json-ld"}
"""The end of a file name, and what rdflib calls the form."""


def graph_of(nodes: Iterable[Mapping[str, Any]]) -> Graph:
    """The graph of these objects, each with its address as `@id`; what is not known is no part."""
    graph = Graph(bind_namespaces="core")
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)
    text = json.dumps({"@context": CONTEXT, "@graph": [filled(node) for node in nodes]})
    for statement in sorted(parse(text.encode(), "jsonld"), key=_text):
        graph.add(statement)
    return graph


def serialise(graph: Graph, form: str) -> bytes:
    """The graph in one of the FORMS, UTF-8."""
    if form == "jsonld":
        return _json_ld(graph)
    return _in_order(graph).serialize(format=FORMS[form], encoding="utf-8").strip() + b"\n"


def parse(data: bytes, form: str) -> Graph:
    """Read a graph back; raises what rdflib raises where the data is not of this form."""
    return Graph(bind_namespaces="none").parse(data=data, format=FORMS[form])


class _InOrder(Graph):
    """A graph that gives its statements in the order of their text: RDF/XML keeps this order."""

    def triples(self, triple: Any) -> Any:
        """The statements of this pattern, sorted."""
        yield from sorted(super().triples(triple), key=_text)


def _text(statement: Any) -> list[str]:
    """By this statements are sorted: rdflib keeps them in the order of their hashes."""
    return [term.n3() for term in statement]


def _in_order(graph: Graph) -> Graph:
    ordered = _InOrder(graph.store, graph.identifier)
    ordered.namespace_manager = graph.namespace_manager
    return ordered


def _json_ld(graph: Graph) -> bytes:
    """One object for each node, sorted by its address; the serialiser keeps no order of its own."""
    text = graph.serialize(format="json-ld", context=PREFIXES, auto_compact=True)
    value = _sorted(json.loads(text))
    return f"{json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True)}\n".encode()


def _sorted(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _sorted(entry) for key, entry in value.items()}
    if isinstance(value, list):
        entries = [_sorted(entry) for entry in value]
        return sorted(entries, key=lambda entry: json.dumps(entry, sort_keys=True))
    return value
