"""The code list of a package as a SKOS concept scheme.

Each code is a concept with its labels in both languages, its notations (one for each list that has
it, told apart by their datatypes) and the entry of the EU's authority table that means the same.
The categories of `status` are collections, so that what is no country is not taken for one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from rdflib import Graph, URIRef
from rdflib.namespace import SKOS

from annexes.base.errors import ExportError, Problem
from annexes.exports.form import Beside
from annexes.exports.forms.skos import code_list, path_of
from annexes.package.about import About
from annexes.package.labels import LANGUAGES, categories
from annexes.package.opened import OpenedPackage
from annexes.package.tables import Table
from annexes.portals.dcat.linked_data import graph_of, parse, serialise
from annexes.portals.fields import Node, fields

NOTATIONS = ("code", "alpha_2", "numeric", "destatis")
EU_COUNTRIES = "http://publications.europa.eu/resource/authority/country/"

Record = Mapping[str, Any]


def write(source: OpenedPackage, folder: Path, _: Beside) -> list[Problem]:
    """Write the scheme; ExportError for a package that has no list of codes."""
    table = code_list(source)
    (folder / path_of(source)).write_bytes(serialise(concept_scheme(source.about, table), "ttl"))
    return []


def read_back(source: OpenedPackage, folder: Path) -> int:
    """Compare the file with the table, cell by cell; the number of notations and labels.

    Raises ExportError for a cell that is not there.
    """
    table, cells = code_list(source), 0
    graph = parse((folder / path_of(source)).read_bytes(), "ttl")
    for record in table.records():
        concept = URIRef(_address(source.about, table, record))
        there = {str(v) for p in (SKOS.notation, SKOS.prefLabel) for v in graph.objects(concept, p)}
        wanted = [str(record[name]) for name in NOTATIONS if record.get(name)]
        wanted += _names(record).values()
        if missing := set(wanted) - there:
            problem = f"read back, {record['code']} lacks {', '.join(sorted(missing))}"
            hint = "this is a fault of annexes: please report it"
            raise ExportError.of("form", source.package.root, problem, hint)
        cells += len(wanted)
    return cells


def concept_scheme(facts: About, table: Table) -> Graph:
    """The graph of the scheme: itself, its concepts, and a collection for each status."""
    own = {column.name: column.field for column in table.columns}
    return graph_of(
        [
            _scheme(facts, table),
            *(_concept(facts, table, own, record) for record in table.records()),
            *(_collections(facts, table, own["status"]) if "status" in own else ()),
        ]
    )


def _scheme(facts: About, table: Table) -> Node:
    """Titles, version, licence, and the day on which the lists were as they are here."""
    return {
        **fields("skos-scheme", facts),
        "@id": facts.part(table.name),
        "dct:title": facts.texts(table.resource, "title"),
        "dct:description": facts.texts(table.resource, "description"),
        "skos:hasTopConcept": [_address(facts, table, record) for record in table.records()],
    }


def _concept(facts: About, table: Table, own: Mapping[str, Any], record: Record) -> Node:
    return {
        **fields("skos-concept", facts),
        "@id": _address(facts, table, record),
        "skos:inScheme": facts.part(table.name),
        "skos:topConceptOf": facts.part(table.name),
        "skos:notation": [
            {
                "@value": record[name],
                "@type": own[name].get("rdfType") or facts.part(f"{table.name}/{name}"),
            }
            for name in NOTATIONS
            if record.get(name)
        ],
        "skos:prefLabel": _names(record),
        "skos:scopeNote": {"en": record["note"]} if record.get("note") else {},
        "skos:exactMatch": f"{EU_COUNTRIES}{record['eu']}" if record.get("eu") else "",
        "skos:hiddenLabel": facts.roles.also.get(record["code"], []),
    }


def _collections(facts: About, table: Table, field: Mapping[str, Any]) -> Iterator[Node]:
    labels = {language: categories(field, language) for language in LANGUAGES}
    for record in table.records():
        status = str(record["status"])
        yield {
            "@id": facts.part(f"{table.name}/status/{status}"),
            "@type": "skos:Collection",
            "skos:member": _address(facts, table, record),
            "skos:prefLabel": {at: known.get(status, status) for at, known in labels.items()},
        }


def _names(record: Record) -> dict[str, str]:
    """The names of a code by language."""
    return {at: record[f"name_{at}"] for at in LANGUAGES if record.get(f"name_{at}")}


def _address(facts: About, table: Table, record: Record) -> str:
    return facts.part(f"{table.name}/{record['code']}")
