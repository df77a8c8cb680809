"""A second corpus, made independently of the first: dialects, encodings, formats, parts, zips.

All 2,600 packages: ANNEXES_CORPUS=2600.
"""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest

from annexes.validation.validate import validate
from annexes.validation.validation_options import Options
from validation.case import CRASHED, of_frictionless
from validation.seeds import generate

pytestmark = pytest.mark.slow

SEEDS = range(int(os.environ.get("ANNEXES_CORPUS", "400")) * 3 // 4)
REACHED = {
    *("type-error", "constraint-error", "unique-error", "primary-key", "foreign-key"),
    *("extra-cell", "missing-cell", "blank-row"),
    *("blank-label", "duplicate-label", "extra-label", "missing-label", "incorrect-label"),
    *("hash-count", "byte-count", "row-count", "field-count"),
    *("source-error", "encoding-error", "scheme-error", "schema-error", "field-error"),
}


def test_a_seed_always_gives_the_same_package() -> None:
    assert [generate(seed) for seed in range(20)] == [generate(seed) for seed in range(20)]


def test_the_columnar_engine_agrees_with_frictionless_itself(tmp_path: Path) -> None:
    """With `frictionless.validate`, not with our own way of calling it."""
    types: Counter[str] = Counter()
    read_by: Counter[str] = Counter()
    clean = crashed = 0
    for seed in SEEDS:
        path = generate(seed).write(tmp_path / str(seed))
        reference, report = of_frictionless(path), validate(path, Options(small=0))
        types.update(kind for _, kind, _, _ in reference)
        read_by.update(resource.engine for resource in report.resources)
        clean += not reference
        if any(kind == CRASHED for _, kind, _, _ in reference):
            crashed += 1
        elif not report.beyond or report.resources:
            assert Counter(f.place for f in report.findings) == reference, f"seed {seed}"
    assert set(types) >= REACHED
    assert read_by["columnar"] > len(SEEDS) / 6
    assert clean > len(SEEDS) / 20 > crashed
