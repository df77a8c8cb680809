"""The dictionary for CKAN: what its validators and the way to DCAT ask of it."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from annexes.package.about import About
from annexes.portals.ckan import SHA256, dataset_name, package_dict


@pytest.fixture(scope="module")
def node(facts: About) -> dict[str, Any]:
    return package_dict(facts)


def extra(node: dict[str, Any], key: str) -> str:
    return str(next(entry["value"] for entry in node["extras"] if entry["key"] == key))


def test_names_and_tags_are_such_as_ckan_takes(node: dict[str, Any]) -> None:
    assert re.fullmatch(r"[a-z0-9_-]{2,100}", node["name"])
    assert all(re.fullmatch(r"[\w .-]{2,100}", tag["name"]) for tag in node["tags"])
    assert dataset_name("Fälle / 2.0") == "f-lle-2-0"
    assert dataset_name("x") == "x-"


def test_each_resource_has_what_survives_the_way_to_dcat(node: dict[str, Any]) -> None:
    assert len(node["resources"]) == 9
    for resource in node["resources"]:
        assert re.fullmatch("[0-9a-f]{64}", resource["hash"])
        assert resource["hash_algorithm"] == SHA256
        assert resource["license"] == "http://dcat-ap.de/def/licenses/cc-zero"
        assert resource["format"].startswith("http://publications.europa.eu/resource/")
        assert resource["mimetype"] in ("text/csv", "application/json")
        assert resource["size"] > 0


def test_extras_are_texts_with_keys_of_their_own(node: dict[str, Any]) -> None:
    keys = [entry["key"] for entry in node["extras"]]
    assert len(set(keys)) == len(keys)
    assert all(isinstance(entry["value"], str) and entry["value"] for entry in node["extras"])
    assert len(json.loads(extra(node, "theme"))) == 3
    assert extra(node, "temporal_end") == "2021-03-31"


def test_it_speaks_german(facts: About) -> None:
    node = package_dict(facts, "de")
    assert node["title"].startswith("In den Häfen von Nordland")
    assert {"name": "Schiffe"} in node["tags"]
    assert extra(node, "spatial_text") == "Nordland"
    assert node["resources"][0]["name"] == "Überprüfungen und Festhaltungen nach Flaggenstaat"
