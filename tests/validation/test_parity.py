"""The columnar engine finds what frictionless finds: the same types at the same rows and fields.

Where frictionless itself fails with an exception (keys of objects and lists, which Python cannot
hash, and bounds that are no values), there is no verdict to compare with: it is 'unreadable', and
the columnar engine may say more. That is the only difference that is let pass.
"""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest

from annexes.validation.report import Report, differences
from annexes.validation.validate import validate
from annexes.validation.validation_options import Options
from validation.corpus import packages

pytestmark = pytest.mark.slow

ROUNDS = int(os.environ.get("ANNEXES_CORPUS", "400"))
"""All 2,500 packages: ANNEXES_CORPUS=2500; `make bench` runs them as well."""


def both(path: Path) -> tuple[Report, Report]:
    return validate(path, Options(small=0)), validate(path, Options(engine="frictionless"))


def test_a_corpus_of_small_packages(tmp_path: Path) -> None:
    types: Counter[str] = Counter()
    engines: Counter[str] = Counter()
    for path in packages(ROUNDS, 2026, tmp_path):
        ours, reference = both(path)
        found = {finding.type for finding in reference.findings}
        types.update(found)
        engines.update(resource.engine for resource in ours.resources)
        if "unreadable" not in found:
            assert not differences(ours, reference), path.read_text("utf-8")
    assert engines["columnar"] > ROUNDS / 12
    assert set(types) >= {
        "type-error", "constraint-error", "unique-error", "primary-key", "foreign-key",
        "blank-row", "extra-cell", "missing-cell", "blank-label", "extra-label", "missing-label",
        "incorrect-label", "duplicate-label", "byte-count", "hash-count", "row-count",
        "field-count", "scheme-error", "field-error",
    }  # fmt: skip
