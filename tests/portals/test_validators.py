"""What the portals' own validators say; each is a dependency of the tests only."""

from __future__ import annotations

import json
import logging
import subprocess
from pathlib import Path
from typing import Any

import pytest

from annexes.package.about import About
from annexes.package.disk import open_package
from annexes.package.vocabularies import vocabularies
from annexes.portals import croissant, datacite, zenodo
from annexes.portals.citation_cff import citation_file
from programs import need_validator

pytestmark = pytest.mark.slow


def test_datacite_takes_it_by_its_json_schema(facts: About) -> None:
    schema45 = pytest.importorskip("datacite.schema45")
    metadata = json.loads(json.dumps(datacite.metadata(facts)))
    assert [error.message for error in schema45.validator.iter_errors(metadata)] == []
    del metadata["creators"]
    assert not schema45.validate(metadata)


def learned(facts: About, **changes: Any) -> Any:
    """The package as mlcroissant reads it, from the files on this disk."""
    mlcroissant = pytest.importorskip("mlcroissant")
    node = {**croissant.dataset(facts), **changes}
    here = {file.path: str(facts.package.root / file.path) for file in facts.files}
    return mlcroissant.Dataset(jsonld=node, mapping=here)


def test_croissant_is_taken_without_a_warning(
    facts: About, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        dataset = learned(facts)
    issues = dataset.metadata.ctx.issues
    assert (issues.report(), caplog.messages) == ("", [])


def test_croissant_reads_the_figures(facts: About, root: Path) -> None:
    records = list(learned(facts).records("inspections"))
    rows = open_package(root).records("inspections")
    assert len(records) == len(rows)
    first = {key.partition("/")[2]: value for key, value in records[0].items()}
    assert (first["flag"], first["inspected"]) == (
        rows[0]["flag"].encode(),
        int(rows[0]["inspected"]),
    )


# ── in environments of their own ────────────────────────────────────────────────────────────


def test_citation_cff_is_taken_by_cffconvert(
    facts: About, repository: Path, tmp_path: Path
) -> None:
    program = need_validator("cff") / "cffconvert"
    file = tmp_path / "CITATION.cff"

    def valid(text: str) -> bool:
        file.write_text(text, "utf-8")
        found = subprocess.run([program, "--validate", "-i", file], capture_output=True)
        return found.returncode == 0

    assert valid(citation_file(facts))
    for licence in vocabularies().licence:
        assert valid(citation_file(facts).replace("CC0-1.0", licence.spdx)) == licence.in_cff
    assert not valid(
        citation_file(facts).replace("date-released: '2021", "date-released: 'in 2021")
    )


def schema_says(repository: Path, record: dict[str, Any], file: Path) -> dict[str, Any]:
    python = need_validator("invenio") / "python"
    file.write_text(json.dumps(record))
    script = repository / "tests" / "validators" / "check_invenio.py"
    found = subprocess.run([python, script, file], capture_output=True, check=True, text=True)
    said: dict[str, Any] = json.loads(found.stdout)
    return said


def test_zenodo_is_taken_by_the_schema_of_its_software(
    facts: About, repository: Path, tmp_path: Path
) -> None:
    record = zenodo.record(facts)
    assert schema_says(repository, record, tmp_path / "record.json") == {}
    del record["metadata"]["creators"][0]["person_or_org"]["name"]
    assert "creators" in schema_says(repository, record, tmp_path / "record.json")


PEOPLE = [
    {"title": "Ada Byron", "givenName": "Ada", "familyName": "Byron", "roles": ["author"]},
    {
        "title": "Byron",
        "familyName": "Byron",
        "organization": "Statistical Office",
        "roles": ["author"],
    },
]


def test_persons_are_persons_everywhere(changed: Any, repository: Path, tmp_path: Path) -> None:
    """A person has a family name; the legacy interface of Zenodo made one of every office."""
    facts = changed(lambda d: d.update(contributors=PEOPLE))
    creators = zenodo.metadata(facts)["creators"]
    assert [who["person_or_org"]["type"] for who in creators] == ["personal", "personal"]
    assert creators[1]["affiliations"] == [{"name": "Statistical Office"}]
    assert datacite.metadata(facts)["creators"][0]["name"] == "Byron, Ada"
    assert "family-names: Byron" in citation_file(facts)
    assert schema_says(repository, zenodo.record(facts), tmp_path / "record.json") == {}


def test_a_title_in_another_language_only_is_no_translation(changed: Any) -> None:
    facts = changed(lambda d: d.pop("title"))
    assert "additional_titles" not in zenodo.metadata(facts)
    (title,) = datacite.metadata(facts)["titles"]
    assert (title["lang"], "titleType" in title) == ("de", False)
