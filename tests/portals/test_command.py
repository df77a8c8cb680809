"""annexes portals: what it writes, says and refuses."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

Run = Callable[..., Result]

FILES = [
    "CITATION.cff",
    "ckan.json",
    "croissant.json",
    "datacite.json",
    "dcat-ap-de.jsonld",
    "dcat-ap-de.rdf",
    "dcat-ap-de.ttl",
    "feed.xml",
    "ro-crate-metadata.json",
    "schema-org.jsonld",
    "zenodo.json",
]


def edit(folder: Path, change: Callable[[dict[str, Any]], Any]) -> None:
    path = folder / "datapackage.json"
    descriptor = json.loads(path.read_bytes())
    change(descriptor)
    path.write_text(json.dumps(descriptor, ensure_ascii=False, indent=2), "utf-8")


def test_all_files_are_written_and_the_placeholder_is_named(
    annexes: Run, root: Path, tmp_path: Path
) -> None:
    result = annexes("portals", "-C", root, "--out", tmp_path)
    assert result.exit_code == 0, result.output
    assert sorted(path.name for path in tmp_path.iterdir()) == FILES
    assert "https://example.org/ship-inspections only holds a place" in result.stderr
    assert "Score of data.europa.eu: 295 of 405 points, good" in result.stdout


def test_the_same_package_gives_the_same_bytes(annexes: Run, root: Path, tmp_path: Path) -> None:
    for name in ("a", "b"):
        assert annexes("portals", "-C", root, "--out", tmp_path / name).exit_code == 0
    for name in FILES:
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_json_has_files_warnings_and_score(annexes: Run, root: Path, tmp_path: Path) -> None:
    where = ["-C", root, "--out", tmp_path / "out"]
    result = annexes("portals", "dcat", *where, "--json")
    said = json.loads(result.stdout)
    assert [file["path"] for file in said["files"]] == [
        "dcat-ap-de.ttl",
        "dcat-ap-de.rdf",
        "dcat-ap-de.jsonld",
    ]
    assert (said["score"]["points"], said["score"]["possible"]) == (295, 405)
    assert {warning["check"] for warning in said["warnings"]} == {"placeholder"}


def test_the_official_shapes_give_the_last_points(
    annexes: Run, root: Path, shared: Path, tmp_path: Path
) -> None:
    pytest.importorskip("pyshacl")
    shapes = shared / "portals"
    result = annexes("portals", "dcat", "-C", root, "--out", tmp_path, "--shapes", shapes)
    assert result.exit_code == 0, result.output
    assert "DCAT-AP.de 3.0: 0 violations, 0 warnings, 0 notes" in result.stdout
    assert "325 of 405 points" in result.stdout


def test_a_portal_with_one_language_is_told_the_chosen_one(
    annexes: Run, root: Path, tmp_path: Path
) -> None:
    annexes("portals", "ckan", "schema-org", "-C", root, "--out", tmp_path, "--language", "de")
    ckan, page = (
        json.loads((tmp_path / name).read_bytes()) for name in ("ckan.json", "schema-org.jsonld")
    )
    assert ckan["title"] == page["name"]
    assert ckan["title"].startswith("In den Häfen von Nordland")


def refused(result: Result, out: Path, *texts: str) -> None:
    assert result.exit_code == 1, result.output
    assert all(text in result.stderr for text in texts), result.stderr
    assert "Traceback" not in result.stderr
    assert not out.exists()


def test_a_package_that_does_not_validate_is_refused(
    annexes: Run, copy: Path, tmp_path: Path
) -> None:
    inspections = copy / "data" / "inspections.csv"
    inspections.write_bytes(inspections.read_bytes().replace(b",31,", b",30,", 1))
    out = tmp_path / "out"
    refused(annexes("portals", "-C", copy, "--out", out), out, "inspections.csv")


def test_a_licence_that_a_portal_does_not_know_is_refused_for_it_only(
    annexes: Run, copy: Path, tmp_path: Path
) -> None:
    edit(copy, lambda d: d.update(licenses=[{"name": "dl-de/zero-2-0"}]))
    out = tmp_path / "out"
    refused(annexes("portals", "-C", copy, "--out", out), out, "zenodo", "annexes portals dcat")
    assert annexes("portals", "dcat", "ckan", "-C", copy, "--out", out).exit_code == 0
    assert "dl-zero-de/2.0" in (out / "dcat-ap-de.ttl").read_text("utf-8")


def test_a_missing_contact_is_refused(annexes: Run, copy: Path, tmp_path: Path) -> None:
    edit(copy, lambda d: d["annexes"]["publication"].pop("contact"))
    out = tmp_path / "out"
    refused(annexes("portals", "-C", copy, "--out", out), out, "no contact")


def test_a_foreign_package_is_told_what_it_lacks(annexes: Run, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("a\n1\n")
    resource = {"name": "a", "path": "a.csv", "schema": {"fields": [{"name": "a"}]}}
    descriptor = {"name": "bare", "resources": [resource]}
    (tmp_path / "datapackage.json").write_text(json.dumps(descriptor))
    out = tmp_path / "out"
    refused(annexes("portals", "-C", tmp_path, "--out", out), out, "there is no title", "licence")


@pytest.mark.parametrize(
    ("args", "text"),
    [
        (["excel"], "there is no such form"),
        (["--shapes", "."], "the official shapes are not in this folder"),
        (["--guide", "--language", "fr"], "there is no 'fr'"),
        (["--language", "fr"], "no texts in 'fr'"),
        (["--out", "datapackage.json"], "this is not a folder"),
    ],
)
def test_wrong_use_is_told(
    annexes: Run, root: Path, monkeypatch: pytest.MonkeyPatch, args: list[str], text: str
) -> None:
    monkeypatch.chdir(root)
    result = annexes("portals", *args)
    assert (result.exit_code, text in result.stderr) == (2, True), result.output


# ── by hand ─────────────────────────────────────────────────────────────────────────────────


def test_the_guide_names_the_ways_in_german(annexes: Run, root: Path) -> None:
    text = annexes("portals", "-C", root, "--guide", "--language", "de").stdout
    for said in (
        "# Zenodo: für alle, mit DOI",
        "# Open.Nordland: für Behörden in Nordland",
        "Wer keine Behörde ist, kann nicht an Open.Nordland liefern",
        "https://example.org/ship-inspections ist nur ein Platzhalter",
        "dct:license: http://dcat-ap.de/def/licenses/cc-zero",
        "Publication date: 2021-06-01",
    ):
        assert said in text


def test_the_guide_names_no_authority_that_the_package_does_not_name(
    annexes: Run, copy: Path
) -> None:
    edit(copy, lambda d: d["annexes"]["publication"].pop("authority"))
    text = annexes("portals", "-C", copy, "--guide").stdout
    assert "# Everyone else" in text
    assert "Nordland (" not in text
    assert "cannot deliver" not in text
