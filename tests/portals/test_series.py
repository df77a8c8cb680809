"""Several periods are a series of datasets, in order; one period is none."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from rdflib import RDF, Graph, URIRef

from annexes.building.build import build
from annexes.building.series.next_edition import add_edition
from annexes.building.series.review import accept
from annexes.package.about import about
from annexes.package.disk import open_package
from annexes.portals.dcat.catalogue import catalogue
from annexes.portals.dcat.linked_data import DCAT, DCT
from annexes.portals.dcat.quality import score
from history.small_series import FIRST, document, write_series

SPANS = ["01.07.2031 - 31.12.2031", "01.01.2032 - 30.06.2032"]
PUBLICATION = """
[publication]
themes = ["http://publications.europa.eu/resource/authority/data-theme/GOVE"]
languages = ["http://publications.europa.eu/resource/authority/language/DEU"]
spatial = []
geocoding_level = "http://dcat-ap.de/def/politicalGeocoding/Level/state"
geocoding = ["http://dcat-ap.de/def/politicalGeocoding/stateKey/05"]
frequency = "http://publications.europa.eu/resource/authority/frequency/ANNUAL_2"
access_rights = "http://publications.europa.eu/resource/authority/access-right/PUBLIC"
availability = "http://publications.europa.eu/resource/authority/planned-availability/STABLE"
status = "http://publications.europa.eu/resource/authority/distribution-status/COMPLETED"
dataset_type = "http://publications.europa.eu/resource/authority/dataset-type/STATISTICAL"
contact = { name = "Someone", email = "someone@someone.test" }
place = { en = "Here", de = "Hier" }
provenance = { en = "Read.", de = "Gelesen." }
rights = { en = "Free.", de = "Frei." }

[publication.publisher]
name = "Someone"
url = "https://someone.test"
type = "http://purl.org/adms/publishertype/NonProfitOrganisation"
"""
HOME = 'homepage = "https://someone.test/visits"\n'
LICENCE = """
[[license]]
name = "CC0-1.0"
path = "https://creativecommons.org/publicdomain/zero/1.0/"
title = "Creative Commons Zero 1.0 Universal"
"""


def graph_of(root: Path) -> Graph:
    return catalogue(about(open_package(root)))


@pytest.fixture(scope="module")
def one(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package with one half-year that can be published."""
    root = write_series(tmp_path_factory.mktemp("series") / "one")
    package = root / "scripts/recipes/package.toml"
    package.write_text(HOME + package.read_text() + LICENCE + PUBLICATION)
    build(root)
    return root


@pytest.fixture(scope="module")
def three(one: Path) -> Path:
    """The same with three half-years."""
    root = one.with_name("three")
    shutil.copytree(one, root)
    for number, span in enumerate(SPANS, start=20):
        path = root.parent / f"{number}.txt"
        path.write_text(document(FIRST, span, number=number), "utf-8")
        added = add_edition(root, path)
        for label in added.rows:
            accept(root, added.edition, label)
    build(root)
    return root


def test_one_period_is_no_series(one: Path) -> None:
    assert not list(graph_of(one).subjects(RDF.type, DCAT.DatasetSeries))


def test_the_periods_are_members_in_order(three: Path) -> None:
    graph = graph_of(three)
    (series,) = graph.subjects(RDF.type, DCAT.DatasetSeries)
    home = "https://someone.test/visits#period-"
    members = [URIRef(f"{home}{name}") for name in ("2031-H1", "2031-H2", "2032-H1")]
    assert set(graph.subjects(DCAT.inSeries, series)) == set(members)
    assert (graph.value(series, DCAT.first), graph.value(series, DCAT.last)) == (
        members[0],
        members[-1],
    )
    assert [graph.value(member, DCAT.prev) for member in members] == [None, *members[:2]]
    titles = {str(title) for title in graph.objects(members[1], DCT.title)}
    assert titles == {"Visits: second half of 2031", "Besuche: 2. Halbjahr 2031"}
    start = graph.value(graph.value(members[1], DCT.temporal), DCAT.startDate)
    assert str(start) == "2031-07-01"


def test_the_score_is_that_of_the_whole_and_of_no_period(one: Path, three: Path) -> None:
    assert score(graph_of(three)) == score(graph_of(one))


@pytest.mark.slow
def test_no_shape_is_violated_by_a_series(three: Path, shared: Path) -> None:
    pytest.importorskip("pyshacl", reason="pyshacl is not installed")
    from annexes.portals.dcat.shapes import validate

    shapes = shared / "portals"
    if not shapes.is_dir():
        pytest.skip("../shared/portals with the official shapes is not here")
    found = validate(graph_of(three), shapes)
    assert found
    said = [r for results in found.values() for r in results if r.severity == "violation"]
    assert said == []
