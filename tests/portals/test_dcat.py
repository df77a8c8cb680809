"""The catalogue: one graph in three forms, the same bytes, and what German portals ask for."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rdflib import RDF, Graph, Namespace, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import FOAF, XSD
from rdflib.term import BNode, Literal

from annexes.package.about import About
from annexes.portals.dcat.catalogue import catalogue
from annexes.portals.dcat.linked_data import DCAT, DCT, FORMS, PREFIXES, parse, serialise

DCATDE, SPDX, VCARD = (Namespace(PREFIXES[name]) for name in ("dcatde", "spdx", "vcard"))


@pytest.fixture(scope="module")
def graph(facts: About) -> Graph:
    return catalogue(facts)


def test_the_three_forms_are_the_same_graph(graph: Graph) -> None:
    read = [parse(serialise(graph, form), form) for form in FORMS]
    assert all(isomorphic(graph, other) for other in read)
    assert not any(isinstance(term, BNode) for triple in graph for term in triple)


SCRIPT = """
import hashlib, sys
from pathlib import Path
from annexes.package.disk import open_package
from annexes.portals.dcat.catalogue import catalogue
from annexes.portals.dcat.linked_data import FORMS, serialise
from annexes.package.about import about
graph = catalogue(about(open_package(Path(sys.argv[1]))))
print([hashlib.sha256(serialise(graph, form)).hexdigest() for form in FORMS])
"""


def test_the_bytes_do_not_depend_on_hash_order(root: Path, repository: Path) -> None:
    path = str(repository / "scripts")
    outputs = {
        subprocess.run(
            [sys.executable, "-c", SCRIPT, str(root)],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": path},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1


def test_literals_have_the_types_that_portals_read(graph: Graph, facts: About) -> None:
    """A date that is a plain string, or a checksum that is no hexBinary, is lost on the way."""
    types = {
        DCT.issued: XSD.date,
        DCT.modified: XSD.date,
        DCAT.startDate: XSD.date,
        DCAT.endDate: XSD.date,
        DCAT.byteSize: XSD.nonNegativeInteger,
        SPDX.checksumValue: XSD.hexBinary,
    }
    for predicate, datatype in types.items():
        values = list(graph.objects(None, predicate))
        assert values
        assert {value.datatype for value in values if isinstance(value, Literal)} == {datatype}


def test_the_place_is_the_key_of_the_state_and_stands_alone(graph: Graph, facts: About) -> None:
    """GovData's parser keeps the last dct:spatial only; the property of its own is deprecated."""
    key = "http://dcat-ap.de/def/politicalGeocoding/stateKey/01"
    assert [str(place) for place in graph.objects(URIRef(facts.uri), DCT.spatial)] == [key]
    assert not list(graph.objects(None, DCATDE.politicalGeocodingURI))


def test_a_place_without_a_national_key_keeps_its_european_one(
    changed: Callable[[Callable[[dict[str, Any]], None]], About],
) -> None:
    def elsewhere(descriptor: dict[str, Any]) -> None:
        descriptor["annexes"]["publication"].update(geocoding=[], geocoding_level="")

    graph = catalogue(facts := changed(elsewhere))
    places = [str(place) for place in graph.objects(URIRef(facts.uri), DCT.spatial)]
    assert places == ["http://data.europa.eu/nuts/code/DEF"]


def test_who_made_the_figures_is_not_who_publishes(graph: Graph, facts: About) -> None:
    made = graph.value(URIRef(facts.uri), DCT.creator)
    publishes = graph.value(URIRef(facts.uri), DCT.publisher)
    assert str(graph.value(made, FOAF.name)).startswith("Ministerium")
    assert str(graph.value(publishes, FOAF.name)) == "ship-inspections contributors"


def test_a_contact_is_an_address(
    changed: Callable[[Callable[[dict[str, Any]], None]], About],
) -> None:
    def by_mail(descriptor: dict[str, Any]) -> None:
        descriptor["annexes"]["publication"]["contact"] = {"name": "desk", "email": "desk@a.de"}

    graph = catalogue(changed(by_mail))
    contact = graph.value(None, RDF.type, VCARD.Kind)
    assert str(graph.value(contact, VCARD.hasEmail)) == "mailto:desk@a.de"
