"""Our short lists are parts of the official ones."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from rdflib import Graph
from rdflib.namespace import SKOS

from annexes.package.vocabularies import file_format, iso_639_3, licence, vocabularies

LISTS = {
    "themes": "data-theme-skos.rdf",
    "frequency": "frequencies-skos.rdf",
    "access_rights": "access-right-skos.rdf",
    "publisher_type": "ADMS_SKOS_v1.00.rdf",
}


def concepts(shared: Path, *names: str) -> set[str]:
    graph = Graph()
    for name in names:
        path = shared / "portals" / "vocab" / name
        if not path.is_file():
            pytest.skip(f"../shared/portals/vocab/{name} is not here")
        graph.parse(path, format="xml" if path.suffix == ".rdf" else "turtle")
    return {str(node) for node in graph.subjects(SKOS.prefLabel)} | {
        str(node) for node in graph.subjects(SKOS.inScheme)
    }


LATER = {"BIHOURLY", "TRIHOURLY", "1MIN", "5MIN", "10MIN", "15MIN", "30MIN", "12HRS"}
LATER |= {"HOURLY", "WEEKLY_5", "QUADRENNIAL", "QUINQUENNIAL", "DECENNIAL", "BIDECENNIAL"}
LATER |= {"TRIDECENNIAL", "AS_NEEDED", "NOT_PLANNED", "CONFIDENTIAL", "NORMAL", "SENSITIVE"}
"""Concepts that came into the lists after the copies at hand, which are of 2019."""


@pytest.mark.parametrize("name", LISTS)
def test_concepts_are_in_the_official_list(shared: Path, name: str) -> None:
    ours, official = vocabularies().concepts[name], concepts(shared, LISTS[name])
    missing = {end for end in ours.ends if f"{ours.list}{end}" not in official}
    assert missing <= LATER


def test_licences_are_in_the_list_of_the_national_portal(shared: Path) -> None:
    official = concepts(shared, "dashboard-live-dcat-ap-de-licenses-open.rdf")
    assert {known.dcat_ap_de for known in vocabularies().licence} <= official


def test_formats_are_in_the_official_list(shared: Path) -> None:
    official = concepts(shared, "filetypes-skos.rdf")
    assert {known.file_type for known in vocabularies().format} <= official


def test_licences_and_roles_are_in_the_lists_of_the_software_of_zenodo(repository: Path) -> None:
    library = repository / ".venv" / "validators" / "invenio" / "lib"
    fixtures = "*/site-packages/invenio_rdm_records/fixtures/data/vocabularies"
    folder = next(iter(library.glob(fixtures)), None)
    if folder is None:
        pytest.skip("the validator 'invenio' is not installed: run 'make validators'")
    with (folder / "licenses.csv").open(encoding="utf-8") as file:
        licences = {row[0] for row in csv.reader(file)}
    assert {known.zenodo for known in vocabularies().licence if known.zenodo} <= licences
    roles = (folder / "roles.yaml").read_text("utf-8")
    used = {*vocabularies().contributor_types.values(), "Other"}
    assert [role for role in used if f"- id: {role.lower()}\n" not in roles] == []


@pytest.mark.parametrize(
    ("name", "url", "spdx"),
    [
        ("CC0-1.0", "", "CC0-1.0"),
        ("cc-zero", "", "CC0-1.0"),
        ("", "http://creativecommons.org/publicdomain/zero/1.0/deed.de", "CC0-1.0"),
        ("", "https://www.govdata.de/dl-de/by-2-0", "DL-DE-BY-2.0"),
        ("", "http://dcat-ap.de/def/licenses/dl-zero-de/2.0", "DL-DE-ZERO-2.0"),
        ("CC-BY-3.0", "https://creativecommons.org/licenses/by/3.0/", None),
        ("", "", None),
    ],
)
def test_a_licence_is_known_by_name_or_address(name: str, url: str, spdx: str | None) -> None:
    found = licence(name, url)
    assert (found.spdx if found else None) == spdx


def test_languages_and_formats_are_known_in_any_case() -> None:
    assert (iso_639_3("de-AT"), iso_639_3("EN"), iso_639_3("xx")) == ("deu", "eng", "")
    assert file_format("CSV") == file_format("", "text/csv")
    assert file_format("wpd") is None
