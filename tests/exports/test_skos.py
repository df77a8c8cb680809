"""The code list as a SKOS concept scheme, as a program that knows only SKOS reads it."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

from annexes.base.errors import ExportError
from annexes.exports.export import export
from annexes.exports.forms import skos
from annexes.package.disk import open_package
from annexes.package.opened import open_whole
from portals.upload.conftest import write_package

rdflib = pytest.importorskip("rdflib")
SKOS = rdflib.namespace.SKOS
DCT = rdflib.namespace.DCTERMS
ROWS = [
    {"code": "AUT", "alpha_2": "AT", "numeric": "040", "destatis": "151", "eu": "AUT"},
    {"code": "XKX", "destatis": "150", "eu": "1A0", "note": "also seen as XXK"},
    {"code": "XXX", "destatis": "998", "note": "not a country"},
]
NAMES = {"AUT": ("Austria", "Österreich"), "XKX": ("Kosovo", "Kosovo"), "XXX": ("none", "keine")}
STATUS = {"AUT": "iso", "XKX": "own", "XXX": "none"}
COLUMNS = ["code", "alpha_2", "numeric", "destatis", "eu", "name_en", "name_de", "status", "note"]
ALPHA_3 = "https://www.omg.org/spec/LCC/Countries/CountryRepresentation/Alpha3Code"


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A package whose second table is a list of three codes."""
    fields: list[dict[str, Any]] = [{"name": name, "type": "string"} for name in COLUMNS]
    fields[0] |= {"rdfType": ALPHA_3, "constraints": {"required": True}}
    categories = [{"value": "own", "label": "of our own", "label@de": "eigene"}, {"value": "iso"}]
    fields[7]["categories"] = [*categories, {"value": "none", "label": "no country"}]

    def change(descriptor: dict[str, Any]) -> None:
        schema = {"fields": fields, "primaryKey": "code", "missingValues": [""]}
        listed = {"name": "lands", "path": "data/lands.csv", "title": "Lands", "schema": schema}
        descriptor["resources"].append(listed | {"title@de": "Länder"})
        descriptor["languages"] = ["en", "de"]
        descriptor["homepage"] = "https://www.office.de/data"
        descriptor["annexes"] |= {"made": {"codes": "lands"}, "editions": []}
        descriptor["annexes"]["also"] = {"XKX": ["XXK"]}

    root = write_package(tmp_path / "package", change)
    with (root / "data" / "lands.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, restval="", lineterminator="\n")
        writer.writeheader()
        for row in ROWS:
            english, german = NAMES[row["code"]]
            own = {"name_en": english, "name_de": german, "status": STATUS[row["code"]]}
            writer.writerow({**row, **own})
    return root


@pytest.fixture
def graph(package: Path, tmp_path: Path) -> Any:
    exported = export(open_package(package), tmp_path / "out", ["skos"])
    assert exported.compared["skos"] == 8 + 6  # notations and names
    return rdflib.Graph().parse(tmp_path / "out" / "lands.skos.ttl")


def concept(code: str) -> Any:
    return rdflib.URIRef(f"https://www.office.de/data#lands/{code}")


def test_each_list_has_its_notation(graph: Any) -> None:
    notations = {str(n.datatype): str(n) for n in graph.objects(concept("AUT"), SKOS.notation)}
    assert set(notations.values()) == {"AUT", "AT", "040", "151"}
    assert notations[ALPHA_3] == "AUT"
    assert len(notations) == 4


def test_labels_in_both_languages(graph: Any) -> None:
    labels = {label.language: str(label) for label in graph.objects(concept("AUT"), SKOS.prefLabel)}
    assert labels == {"en": "Austria", "de": "Österreich"}
    (scheme,) = graph.subjects(rdflib.RDF.type, SKOS.ConceptScheme)
    assert {str(title) for title in graph.objects(scheme, DCT.title)} == {"Lands", "Länder"}
    assert set(graph.subjects(SKOS.inScheme, scheme)) == {concept(code) for code in NAMES}


def test_the_eu_and_the_day_of_validity(graph: Any) -> None:
    same = {str(c)[-3:]: str(eu)[-3:] for c, eu in graph.subject_objects(SKOS.exactMatch)}
    assert same == {"AUT": "AUT", "XKX": "1A0"}
    assert {str(day) for day in graph.objects(concept("AUT"), DCT.valid)} == {"2026-11-23"}


def test_xkx_xxk_and_xxx_are_told_apart(graph: Any) -> None:
    assert list(graph.subjects(SKOS.hiddenLabel, rdflib.Literal("XXK"))) == [concept("XKX")]
    members = {
        str(c).rpartition("/")[2]: str(m)[-3:] for c, m in graph.subject_objects(SKOS.member)
    }
    assert members == {"iso": "AUT", "own": "XKX", "none": "XXX"}
    assert [str(note) for note in graph.objects(concept("XXX"), SKOS.scopeNote)] == [
        "not a country"
    ]


def test_a_cell_that_is_not_there_is_seen(package: Path, tmp_path: Path) -> None:
    source = open_whole(open_package(package))
    skos.FORM.write(source, tmp_path, {})
    file = tmp_path / "lands.skos.ttl"
    file.write_text(file.read_text("utf-8").replace('"1A0"', "").replace('"150"', '"151"'), "utf-8")
    with pytest.raises(ExportError, match="read back, XKX lacks 150"):
        skos.FORM.read_back(source, tmp_path)


def test_a_package_without_codes_has_no_scheme(
    annexes: Callable[..., Result], tmp_path: Path
) -> None:
    root = write_package(tmp_path / "package")
    told = annexes("export", "skos", "-C", root, "--out", tmp_path / "out")
    assert told.exit_code == 1
    assert "has no list of codes" in told.stderr
