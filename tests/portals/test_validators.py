"""What the portals' own validators say; each is a dependency of the tests only."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Any

import pytest

from annexes.package import open_package
from annexes.portals import croissant, datacite
from annexes.portals.facts import Facts


def test_datacite_takes_it_by_its_json_schema(facts: Facts) -> None:
    schema45 = pytest.importorskip("datacite.schema45")
    metadata = json.loads(json.dumps(datacite.metadata(facts)))
    assert [error.message for error in schema45.validator.iter_errors(metadata)] == []
    del metadata["creators"]
    assert not schema45.validate(metadata)


def learned(facts: Facts, **changes: Any) -> Any:
    """The package as mlcroissant reads it, from the files on this disk."""
    mlcroissant = pytest.importorskip("mlcroissant")
    node = {**croissant.dataset(facts), **changes}
    here = {file.path: str(facts.package.root / file.path) for file in facts.files}
    return mlcroissant.Dataset(jsonld=node, mapping=here)


def test_croissant_is_taken_without_a_warning(
    facts: Facts, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        dataset = learned(facts)
    issues = dataset.metadata.ctx.issues
    assert (issues.report(), caplog.messages) == ("", [])


def test_croissant_reads_the_figures(facts: Facts, root: Path) -> None:
    records = list(learned(facts).records("cases"))
    rows = open_package(root).records("cases")
    assert len(records) == len(rows)
    first = {key.partition("/")[2]: value for key, value in records[0].items()}
    assert (first["nationality"], first["accompanied"]) == (
        rows[0]["nationality"].encode(),
        int(rows[0]["accompanied"]),
    )
