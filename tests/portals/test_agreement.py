"""All portals are told the same: title, licence, version, dates, publisher, checksums."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from rdflib import Graph, Namespace, URIRef
from rdflib.namespace import FOAF

from annexes.package.about import About
from annexes.portals import ckan, croissant, datacite, schema_org, zenodo
from annexes.portals.citation_cff import citation_file
from annexes.portals.dcat.catalogue import catalogue
from annexes.portals.dcat.linked_data import DCAT, DCT, PREFIXES

SPDX = Namespace(PREFIXES["spdx"])
CC0 = "https://creativecommons.org/publicdomain/zero/1.0/"
DCAT_CC0 = "http://dcat-ap.de/def/licenses/cc-zero"


def extras(node: dict[str, Any]) -> dict[str, str]:
    return {entry["key"]: entry["value"] for entry in node["extras"]}


@pytest.fixture(scope="module")
def told(facts: About, exported: Path) -> dict[str, Any]:
    """What each of them says, as it would be read there."""
    return {
        "zenodo": zenodo.metadata(facts),
        "datacite": datacite.metadata(facts),
        "ckan": ckan.package_dict(facts),
        "schema_org": schema_org.dataset(facts),
        "croissant": croissant.dataset(facts),
        "cff": yaml.safe_load(citation_file(facts)),
        "csvw": json.loads((exported / "csv-metadata.json").read_bytes()),
    }


@pytest.fixture(scope="module")
def graph(facts: About) -> Graph:
    return catalogue(facts)


def one(graph: Graph, facts: About, *path: URIRef) -> str:
    """The only value at the end of this path from the dataset."""
    found: set[Any] = {URIRef(facts.uri)}
    for predicate in path:
        found = {value for node in found for value in graph.objects(node, predicate)}
    assert len(found) == 1, found
    return str(found.pop())


def test_title(told: dict[str, Any], graph: Graph, facts: About) -> None:
    title = str(facts.descriptor["title"])
    csvw = [text["@value"] for text in told["csvw"]["dc:title"] if text["@language"] == "en"]
    english = [
        str(text)
        for text in graph.objects(URIRef(facts.uri), DCT.title)
        if getattr(text, "language", "") == "en"
    ]
    assert {
        told["zenodo"]["title"],
        told["datacite"]["titles"][0]["title"],
        told["ckan"]["title"],
        told["schema_org"]["name"],
        told["croissant"]["name"],
        told["cff"]["title"],
        *csvw,
        *english,
    } == {title}


def test_licence(told: dict[str, Any], graph: Graph, facts: About) -> None:
    """Each calls it by the name of its own list; all are the one licence of the descriptor."""
    assert facts.descriptor["licenses"][0]["path"] == CC0
    assert told["zenodo"]["rights"] == [{"id": "cc0-1.0"}]
    assert told["datacite"]["rightsList"][0]["rightsUri"] == CC0
    assert told["datacite"]["rightsList"][0]["rightsIdentifier"] == "CC0-1.0"
    assert told["ckan"]["license_id"] == "cc-zero"
    assert {resource["license"] for resource in told["ckan"]["resources"]} == {DCAT_CC0}
    assert told["schema_org"]["license"] == told["croissant"]["license"] == [CC0]
    assert told["cff"]["license"] == "CC0-1.0"
    assert told["csvw"]["dc:license"] == [{"@id": CC0}]
    assert one(graph, facts, DCAT.distribution, DCT.license) == DCAT_CC0


def test_version(told: dict[str, Any], graph: Graph, facts: About) -> None:
    said = {told[name]["version"] for name in told if name != "csvw"}
    version = one(graph, facts, DCAT.version)
    assert {*said, version, told["csvw"]["schema:version"]} == {facts.descriptor["version"]}


def test_dates(told: dict[str, Any], graph: Graph, facts: About) -> None:
    datacite_dates = {d["dateType"]: d["date"] for d in told["datacite"]["dates"]}
    assert {
        told["zenodo"]["publication_date"],
        datacite_dates["Issued"],
        extras(told["ckan"])["issued"],
        extras(told["ckan"])["modified"],
        told["schema_org"]["datePublished"],
        told["schema_org"]["dateModified"],
        told["croissant"]["datePublished"],
        told["cff"]["date-released"],
        one(graph, facts, DCT.issued),
        one(graph, facts, DCT.modified),
    } == {str(facts.day), str(facts.issued)}
    assert {
        told["zenodo"]["dates"][0]["date"],
        datacite_dates["Other"],
        told["schema_org"]["temporalCoverage"],
        f"{extras(told['ckan'])['temporal_start']}/{extras(told['ckan'])['temporal_end']}",
        f"{one(graph, facts, DCT.temporal, DCAT.startDate)}/"
        f"{one(graph, facts, DCT.temporal, DCAT.endDate)}",
    } == {"2021-01-01/2021-03-31"}


def test_publisher(told: dict[str, Any], graph: Graph, facts: About) -> None:
    assert {
        told["zenodo"]["publisher"],
        told["datacite"]["publisher"]["name"],
        extras(told["ckan"])["publisher_name"],
        told["schema_org"]["publisher"]["name"],
        told["croissant"]["publisher"]["name"],
        told["cff"]["authors"][0]["name"],
        one(graph, facts, DCT.publisher, FOAF.name),
    } == {facts.descriptor["annexes"]["publication"]["publisher"]["name"]}


def test_checksums(told: dict[str, Any], graph: Graph, facts: About) -> None:
    """Of each file by its address as the descriptor has them; the descriptor itself is measured."""
    expected = {
        f"{facts.homepage}/{resource['path']}": resource["hash"].removeprefix("sha256:")
        for resource in facts.descriptor["resources"]
    }
    rdf = {
        str(graph.value(node, DCAT.downloadURL)): str(
            graph.value(graph.value(node, SPDX.checksum), SPDX.checksumValue)
        )
        for node in graph.objects(URIRef(facts.uri), DCAT.distribution)
    }
    ckan_sums = {entry["url"]: entry["hash"] for entry in told["ckan"]["resources"]}
    page = {file["contentUrl"]: file["sha256"] for file in told["schema_org"]["distribution"]}
    learned = {file["contentUrl"]: file["sha256"] for file in told["croissant"]["distribution"]}
    assert rdf == ckan_sums == page == learned
    assert {url: rdf[url] for url in expected} == expected
    assert len(rdf) == len(expected) + 1
