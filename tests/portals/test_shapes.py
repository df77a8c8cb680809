"""The official shapes and the score of data.europa.eu."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rdflib import Graph, Literal, URIRef

from annexes.base.errors import UsageError
from annexes.package.about import About
from annexes.portals.dcat.catalogue import catalogue
from annexes.portals.dcat.linked_data import DCAT, DCT
from annexes.portals.dcat.quality import score
from annexes.portals.dcat.shapes import validate

pytest.importorskip("pyshacl", reason="pyshacl is not installed: pip install 'annexes[shapes]'")

Changed = Callable[[Callable[[dict[str, Any]], None]], About]


@pytest.fixture(scope="session")
def shapes(shared: Path) -> Path:
    folder = shared / "portals"
    if not folder.is_dir():
        pytest.skip("../shared/portals with the official shapes is not here")
    return folder


def delivering(descriptor: dict[str, Any]) -> None:
    ids = ["http://dcat-ap.de/def/contributors/openNRW"]
    descriptor["annexes"]["publication"]["contributor_ids"] = ids


@pytest.mark.slow
def test_no_shape_finds_anything(facts: About, shapes: Path) -> None:
    found = validate(catalogue(facts), shapes)
    assert list(found) == ["DCAT-AP.de 3.0", "GovData dashboard", "GovData dashboard (next)"]
    results = [result for results in found.values() for result in results]
    assert {result.severity for result in results} == {"note"}
    assert all("contributorID" in result.message for result in results)


@pytest.mark.slow
def test_nor_for_who_delivers_directly(changed: Changed, shapes: Path) -> None:
    assert not any(validate(catalogue(changed(delivering)), shapes).values())


@pytest.mark.slow
@pytest.mark.parametrize(
    ("predicate", "value", "severity"),
    [
        (DCT.publisher, None, "violation"),
        (DCAT.theme, URIRef("http://publications.europa.eu/resource/authority/x"), "violation"),
        (DCT.type, URIRef("http://publications.europa.eu/resource/authority/x"), "warning"),
        (DCAT.keyword, None, "violation"),
    ],
)
def test_the_shapes_are_really_asked(
    facts: About, shapes: Path, predicate: URIRef, value: URIRef | None, severity: str
) -> None:
    graph, dataset = catalogue(facts), URIRef(facts.uri)
    graph.remove((dataset, predicate, None))
    if value:
        graph.add((dataset, predicate, value))
    results = [result for results in validate(graph, shapes).values() for result in results]
    assert severity in {result.severity for result in results}


def test_a_folder_without_shapes_is_refused(facts: About, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="the official shapes are not in this folder"):
        validate(catalogue(facts), tmp_path)


def test_shapes_that_are_no_turtle_are_refused(facts: About, tmp_path: Path) -> None:
    (tmp_path / "de30").mkdir()
    (tmp_path / "de30" / "shapes.ttl").write_text("<html>")
    with pytest.raises(UsageError, match="cannot be read"):
        validate(catalogue(facts), tmp_path)


def test_without_pyshacl_it_says_what_to_install(
    facts: About, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "de30").mkdir()
    (tmp_path / "de30" / "shapes.ttl").write_text("")
    monkeypatch.setitem(sys.modules, "pyshacl", None)
    with pytest.raises(UsageError, match=r"annexes\[shapes\]"):
        validate(catalogue(facts), tmp_path)


# ── the score ───────────────────────────────────────────────────────────────────────────────


def test_all_405_points_where_all_links_answer(facts: About) -> None:
    found = score(catalogue(facts), shapes_hold=True)
    assert (found.points, found.possible, found.of) == (405 - 50 - 30, 405, 405)
    assert found.rating == "good"
    assert all(metric.met for metric in found.metrics if "answers" not in metric.name)


def test_what_nobody_knows_is_not_counted(facts: About) -> None:
    found = score(catalogue(facts))
    assert (found.points, found.possible) == (405 - 50 - 30 - 30, 405)
    unknown = {metric.name for metric in found.metrics if metric.met is None}
    assert unknown == {"accessURL answers", "downloadURL answers", "shapes of DCAT-AP hold"}


def test_a_broken_shape_costs_its_points(facts: About) -> None:
    assert score(catalogue(facts), shapes_hold=False).possible == 405 - 30


def test_a_file_without_an_address_has_no_link_that_could_answer(facts: About) -> None:
    graph = catalogue(facts)
    graph.remove((None, DCAT.accessURL, None))
    assert score(graph).possible == 405 - 50 - 30


@pytest.mark.parametrize(
    ("predicate", "of"),
    [
        (DCAT.keyword, 30),
        (DCAT.theme, 30),
        (DCT.spatial, 20),
        (DCT.temporal, 20),
        (DCT.accessRights, 15),
        (DCAT.contactPoint, 20),
        (DCT.publisher, 10),
        (DCT.issued, 5),
    ],
)
def test_what_is_missing_of_the_dataset_costs_its_points(
    facts: About, predicate: URIRef, of: int
) -> None:
    graph = catalogue(facts)
    graph.remove((URIRef(facts.uri), predicate, None))
    assert score(graph, shapes_hold=True).possible == 405 - of


def test_the_best_file_counts(facts: About) -> None:
    """One file in a format of nobody's list does not lower the score; all of them do."""
    graph = catalogue(facts)
    files = sorted(graph.objects(URIRef(facts.uri), DCAT.distribution), key=str)
    graph.set((files[0], DCT["format"], Literal("wpd")))
    assert score(graph).possible == 405
    for file in files:
        graph.set((file, DCT["format"], Literal("wpd")))
    assert score(graph).possible == 405 - 10 - 20 - 20


def test_without_a_dataset_there_is_no_score() -> None:
    with pytest.raises(ValueError, match="no dataset"):
        score(Graph())
