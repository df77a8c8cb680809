"""The code list of a package as a SKOS concept scheme.

Each code is a concept with its labels in both languages, its notations (one for each list that has
it, told apart by their datatypes) and the entry of the EU's authority table that means the same.
The categories of `status` are collections, so that what is no country is not taken for one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, OWL, RDF, SKOS, XSD

from annexes.package.about import About
from annexes.package.labels import LANGUAGES, categories, said
from annexes.package.tables import Table

NOTATIONS = ("code", "alpha_2", "numeric", "destatis")
EU_COUNTRIES = "http://publications.europa.eu/resource/authority/country/"
PREFIXES = {"skos": SKOS, "dct": DCTERMS, "owl": OWL, "xsd": XSD}

Record = Mapping[str, Any]


def concept_scheme(facts: About, table: Table) -> Graph:
    """The graph of the scheme: itself, its concepts, and a collection for each status."""
    graph = Graph(bind_namespaces="none")
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)
    _add_scheme(graph, facts, table)
    for record in table.records():
        _add_concept(graph, facts, table, record)
    for field in (column.field for column in table.columns if column.name == "status"):
        _add_collections(graph, facts, table, field)
    return graph


def compared(graph: Graph, facts: About, table: Table, record: Record) -> tuple[int, set[str]]:
    """How many notations and labels a code has, and those that its concept lacks."""
    concept = URIRef(_concept(facts, table, record))
    there = {str(v) for p in (SKOS.notation, SKOS.prefLabel) for v in graph.objects(concept, p)}
    wanted = [str(record[name]) for name in (*NOTATIONS, *_names(record)) if record.get(name)]
    return len(wanted), set(wanted) - there


def _add_scheme(graph: Graph, facts: About, table: Table) -> None:
    """Titles, version, licence, and the day on which the lists were as they are here."""
    scheme = URIRef(facts.part(table.name))
    graph.add((scheme, RDF.type, SKOS.ConceptScheme))
    for language in LANGUAGES:
        for key, predicate in (("title", DCTERMS.title), ("description", DCTERMS.description)):
            if text := said(table.resource, key, language):
                graph.add((scheme, predicate, Literal(text, lang=language)))
    if facts.version:
        graph.add((scheme, OWL.versionInfo, Literal(facts.version)))
    if facts.licence:
        graph.add((scheme, DCTERMS.license, URIRef(facts.licence.url)))
    if facts.day:
        graph.add((scheme, DCTERMS.valid, Literal(facts.day)))


def _add_concept(graph: Graph, facts: About, table: Table, record: Record) -> None:
    concept, scheme = URIRef(_concept(facts, table, record)), URIRef(facts.part(table.name))
    graph.add((concept, RDF.type, SKOS.Concept))
    graph.add((concept, SKOS.inScheme, scheme))
    graph.add((concept, SKOS.topConceptOf, scheme))
    graph.add((scheme, SKOS.hasTopConcept, concept))
    fields = {column.name: column.field for column in table.columns}
    for name in NOTATIONS:
        if record.get(name):
            kind = URIRef(fields[name].get("rdfType") or facts.part(f"{table.name}/{name}"))
            graph.add((concept, SKOS.notation, Literal(record[name], datatype=kind)))
    for name in _names(record):
        graph.add((concept, SKOS.prefLabel, Literal(record[name], lang=name[-2:])))
    if record.get("note"):
        graph.add((concept, SKOS.scopeNote, Literal(record["note"], lang="en")))
    if record.get("eu"):
        graph.add((concept, SKOS.exactMatch, URIRef(f"{EU_COUNTRIES}{record['eu']}")))
    for other in facts.roles.also.get(record["code"], []):
        graph.add((concept, SKOS.hiddenLabel, Literal(other)))
    if facts.day:
        graph.add((concept, DCTERMS.valid, Literal(facts.day)))


def _add_collections(graph: Graph, facts: About, table: Table, field: Mapping[str, Any]) -> None:
    labels = {language: categories(field, language) for language in LANGUAGES}
    for record in table.records():
        status = str(record["status"])
        collection = URIRef(facts.part(f"{table.name}/status/{status}"))
        graph.add((collection, RDF.type, SKOS.Collection))
        graph.add((collection, SKOS.member, URIRef(_concept(facts, table, record))))
        for language, known in labels.items():
            label = Literal(known.get(status, status), lang=language)
            graph.add((collection, SKOS.prefLabel, label))


def _names(record: Record) -> Iterator[str]:
    """The columns of names, one for each language."""
    return (f"name_{at}" for at in LANGUAGES if record.get(f"name_{at}"))


def _concept(facts: About, table: Table, record: Record) -> str:
    return facts.part(f"{table.name}/{record['code']}")
