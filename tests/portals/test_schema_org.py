"""The JSON-LD that search engines read from the landing page."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from annexes.package.about import about
from annexes.package.disk import Package, open_package
from annexes.portals.schema_org import dataset


@pytest.fixture
def node(root: Path) -> dict[str, Any]:
    return dataset(about(open_package(root)))


def test_it_says_what_dataset_search_asks_for(node: dict[str, Any]) -> None:
    assert (node["@context"], node["@type"]) == ("https://schema.org/", "Dataset")
    assert node["name"].startswith("Ships inspected and detained in the ports")
    assert 50 <= len(node["description"]) <= 5000
    assert node["license"] == ["https://creativecommons.org/publicdomain/zero/1.0/"]
    assert node["temporalCoverage"] == "2021-01-01/2021-03-31"
    assert node["spatialCoverage"]["name"] == "Nordland"
    assert [variable["name"] for variable in node["variableMeasured"]] == [
        "inspected",
        "detained",
    ]
    assert (node["version"], node["datePublished"]) == ("1.0.0", "2021-06-01")


def test_files_are_addressed_on_the_homepage_with_size_and_checksum(
    node: dict[str, Any], root: Path
) -> None:
    inspections = node["distribution"][0]
    descriptor = open_package(root).resource("inspections")
    assert inspections["contentUrl"] == "https://example.org/ship-inspections/data/inspections.csv"
    assert (inspections["encodingFormat"], inspections["contentSize"]) == ("text/csv", "779 B")
    assert f"sha256:{inspections['sha256']}" == descriptor["hash"]


def test_it_speaks_german(root: Path) -> None:
    node = dataset(about(open_package(root)), "de")
    assert node["name"].startswith("In den Häfen von Nordland")
    assert "Flaggenstaat" in node["keywords"]
    assert node["spatialCoverage"]["name"] == "Nordland"


def test_what_a_package_does_not_say_is_left_out() -> None:
    bare = {"name": "bare", "resources": [{"name": "a", "path": "a.csv"}, {"name": "b"}]}
    node = dataset(about(Package(Path(), bare)))
    assert node["name"] == "bare"
    assert node["distribution"][0]["name"] == "a"
    assert node["distribution"][0]["contentUrl"] == "a.csv"
    assert "null" not in json.dumps(node)
    assert "license" not in node
