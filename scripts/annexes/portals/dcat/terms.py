"""The words of the catalogue: namespaces, and how facts become statements."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping

from rdflib import RDF, Graph, Literal, Namespace, URIRef
from rdflib.namespace import XSD
from rdflib.term import Node

from annexes.base.texts import Texts

ADMS = Namespace("http://www.w3.org/ns/adms#")
DCAT = Namespace("http://www.w3.org/ns/dcat#")
DCATAP = Namespace("http://data.europa.eu/r5r/")
DCATDE = Namespace("http://dcat-ap.de/def/dcatde/")
DCT = Namespace("http://purl.org/dc/terms/")
FOAF = Namespace("http://xmlns.com/foaf/0.1/")
RDFS = Namespace("http://www.w3.org/2000/01/rdf-schema#")
SKOS = Namespace("http://www.w3.org/2004/02/skos/core#")
SPDX = Namespace("http://spdx.org/rdf/terms#")
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
PREFIXES = {
    "adms": ADMS,
    "dcat": DCAT,
    "dcatap": DCATAP,
    "dcatde": DCATDE,
    "dct": DCT,
    "foaf": FOAF,
    "rdfs": RDFS,
    "skos": SKOS,
    "spdx": SPDX,
    "vcard": VCARD,
    "xsd": XSD,
}

THEMES = "http://publications.europa.eu/resource/authority/data-theme"
MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"

Statement = tuple[URIRef, Node]


def new_graph() -> Graph:
    """An empty graph with our prefixes and no others."""
    graph = Graph(bind_namespaces="core")
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)
    return graph


def describe(graph: Graph, node: URIRef, kind: URIRef, statements: Iterable[Statement]) -> None:
    """Say what a node is, and what is stated of it."""
    graph.add((node, RDF.type, kind))
    for predicate, value in statements:
        graph.add((node, predicate, value))


def texts(predicate: URIRef, said: Texts) -> Iterator[Statement]:
    """One literal for each language."""
    return ((predicate, Literal(text, lang=language)) for language, text in said.items())


def keywords(said: Mapping[str, Iterable[str]]) -> Iterator[Statement]:
    """One literal for each search word in each language."""
    for language, words in said.items():
        yield from ((DCAT.keyword, Literal(word, lang=language)) for word in words)


def plain(predicate: URIRef, text: str) -> Iterator[Statement]:
    """A literal without a language, nothing for ''."""
    return iter([(predicate, Literal(text))] if text else [])


def links(predicate: URIRef, *uris: str) -> Iterator[Statement]:
    """One statement for each address that is not ''."""
    return ((predicate, URIRef(uri)) for uri in uris if uri)


def date(predicate: URIRef, day: dt.date | None) -> Iterator[Statement]:
    """A day as xsd:date; a portal that finds a plain string ignores it."""
    return iter([(predicate, Literal(day.isoformat(), datatype=XSD.date))] if day else [])


def typed(graph: Graph, kind: URIRef, *uris: str) -> None:
    """Say of concepts that stand elsewhere what they are: validators do not fetch them."""
    for uri in uris:
        if uri:
            graph.add((URIRef(uri), RDF.type, kind))
