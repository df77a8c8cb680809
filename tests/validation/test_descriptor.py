"""What is odd in a descriptor though frictionless lets it pass, and what is left in peace."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from annexes.validation.descriptor_faults import advice, faults
from annexes.validation.opening import OpenedDescriptor
from annexes.validation.validate import validate


def whole(descriptor: dict[str, Any], folder: Path) -> dict[str, Any]:
    return OpenedDescriptor(folder / "datapackage.json", descriptor, 0).whole


FIELDS = [{"name": "id", "type": "integer"}, {"name": "area", "type": "string"}]
V1 = {
    "profile": "tabular-data-package",
    "name": "gdp",
    "id": "b03ec84-77fd-4270-813b-0c698943f7ce",
    "licenses": [{"name": "ODC-PDDL-1.0", "path": "https://example.org/", "title": "PDDL"}],
    "version": "2011.5.0",
    "last_updated": "2011-09-21",
    "keywords": ["GDP"],
    "contributors": [{"title": "Joe Bloggs", "role": "author", "email": "joe@example.org"}],
    "sources": [{"title": "World Bank", "path": "https://example.org/indicator"}],
    "image": "https://example.org/a.png",
    "views": [{"name": "graph", "resources": ["gdp"]}],
    "readme": "text",
    "datapackage_version": "1.0",
    "resources": [
        {
            "name": "gdp",
            "path": "data/gdp.csv",
            "profile": "tabular-data-resource",
            "dialect": {"csvddfVersion": 1.2, "delimiter": ",", "caseSensitiveHeader": False},
            "schema": {
                "fields": [
                    {"name": "Country Name", "type": "string", "rdfType": "https://schema.org/x"},
                    {"name": "Year", "type": "year", "format": "default", "description": "y"},
                    {"name": "Value", "type": "number", "bareNumber": True, "unit": "USD"},
                ],
                "missingValues": ["", "-"],
                "primaryKey": "Year",
            },
        }
    ],
}
V2 = {
    "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
    "name": "cases",
    "version": "1.0.0-rc.1+build.5",
    "languages": ["en", "de"],
    "title@de": "Fälle",
    "dcterms:spatial": "DE",
    "_cache": True,
    "annexes": {"made": {}},
    "contributors": [{"title": "x", "roles": ["creator", "dataCurator", "conceptualization"]}],
    "resources": [
        {
            "name": "cases",
            "path": ["a.csv", "b.csv"],
            "type": "table",
            "hash": "sha256:00",
            "bytes": 5,
            "schema": {
                "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
                "fieldsMatch": ["subset"],
                "fields": [
                    {
                        "name": "id",
                        "type": "integer",
                        "title@de": "Nummer",
                        "categories": [{"value": 1, "label": "one"}, {"value": 2, "label": "two"}],
                        "categoriesOrdered": True,
                        "constraints": {"required": True, "exclusiveMinimum": 0},
                    },
                    {"name": "area", "type": "string", "categories": ["a", "b"]},
                ],
                "primaryKey": ["id"],
                "uniqueKeys": [["id"], ["id", "area"]],
                "foreignKeys": [
                    {"fields": ["id"], "reference": {"fields": ["id"]}},
                    {
                        "fields": ["id"],
                        "reference": {"package": "x", "resource": "y", "fields": []},
                    },
                ],
            },
        }
    ],
}


def said(descriptor: dict[str, Any]) -> list[tuple[str, str]]:
    return [(f.type, f.message) for f in [*faults(descriptor), *advice(descriptor)]]


def of_schema(**schema: Any) -> list[tuple[str, str]]:
    return said({"resources": [{"name": "table", "schema": {"fields": FIELDS, **schema}}]})


@pytest.mark.parametrize("descriptor", [V1, V2], ids=["v1", "v2"])
def test_a_package_as_publishers_write_it_is_left_in_peace(descriptor: dict[str, Any]) -> None:
    assert said(descriptor) == []


@pytest.mark.parametrize(
    ("part", "meant"),
    [
        ({"licences": []}, "licenses"),
        ({"resources": [{"name": "t", "encodng": "utf-8"}]}, "encoding"),
        ({"resources": [{"schema": {"primarykey": "a"}}]}, "primaryKey"),
        ({"resources": [{"schema": {"fields": [{"name": "a", "tpye": "string"}]}}]}, "type"),
        (
            {"resources": [{"schema": {"fields": [{"name": "a", "constraints": {"minmum": 1}}]}}]},
            "minimum",
        ),
        ({"resources": [{"dialect": {"delimeter": ";"}}]}, "delimiter"),
    ],
)
def test_a_misspelt_property_is_named_with_the_one_that_is_meant(
    part: dict[str, Any], meant: str
) -> None:
    ((kind, message),) = said(part)
    assert kind == "unknown-property"
    assert f"is '{meant}' meant?" in message


@pytest.mark.parametrize(
    ("schema", "message"),
    [
        ({"primaryKey": []}, "names no field"),
        ({"primaryKey": ["id", "id"]}, "names 'id' twice"),
        ({"uniqueKeys": "id"}, "must be a list"),
        ({"uniqueKeys": [[]]}, "must name fields"),
        ({"uniqueKeys": [["id"], ["ara"]]}, "is 'area' meant?"),
        ({"uniqueKeys": [["id", "id"]]}, "names 'id' twice"),
        ({"foreignKeys": [{"fields": "id", "reference": {"fields": "ara"}}]}, "is 'area' meant?"),
        (
            {"foreignKeys": [{"fields": "id", "reference": {"resource": "tabel", "fields": "id"}}]},
            "is 'table' meant?",
        ),
    ],
)
def test_malformed_keys(schema: dict[str, Any], message: str) -> None:
    ((kind, found),) = of_schema(**schema)
    assert kind == "malformed-schema"
    assert message in found


@pytest.mark.parametrize(
    "categories",
    [
        [{"value": "a", "label": "A"}, {"value": "b"}],
        [{"value": "a", "label": "A"}, "b"],
        [{"value": "a", "label": "A"}, {"value": "b", "label": "A"}],
    ],
)
def test_labels_of_categories_are_advice(categories: list[Any]) -> None:
    ((kind, _),) = of_schema(fields=[{"name": "a", "type": "string", "categories": categories}])
    assert kind == "category-label"


@pytest.mark.parametrize("descriptor", [{}, {"resources": 5}, {"resources": [5, {"schema": 5}]}])
def test_a_descriptor_of_the_wrong_shape_is_left_to_frictionless(
    tmp_path: Path, descriptor: dict[str, Any]
) -> None:
    assert said(whole(descriptor, tmp_path)) == []


def test_a_schema_and_a_dialect_in_files_are_looked_at_as_well(tmp_path: Path) -> None:
    (tmp_path / "schema.json").write_text('{"fields": [{"name": "a"}], "uniqueKeys": [["b"]]}')
    (tmp_path / "dialect.json").write_text('{"delimeter": ","}')
    (tmp_path / "a.csv").write_text("a\n1\n")
    table = {"name": "t", "path": "a.csv", "schema": "schema.json", "dialect": "dialect.json"}
    package = tmp_path / "datapackage.json"
    package.write_text(json.dumps({"name": "p", "resources": [table]}))
    report = validate(package)
    assert [finding.type for finding in report.beyond] == ["malformed-schema"]
    assert [finding.type for finding in report.advice] == ["unknown-property"]


def test_a_schema_outside_the_package_is_not_opened(tmp_path: Path) -> None:
    (tmp_path / "schema.json").write_text('{"uniqueKeys": 5}')
    descriptor = {"resources": [{"name": "t", "schema": "../schema.json"}]}
    assert whole(descriptor, tmp_path / "package") == descriptor
