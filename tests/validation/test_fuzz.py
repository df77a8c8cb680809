"""The fuzzer finds nothing in its first packages, and would find what it looks for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from annexes.validation import table
from validation.fuzz import differences, long_package, package_of, run

pytestmark = pytest.mark.slow


def test_the_first_packages_do_not_differ(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(12) == 0, capsys.readouterr().out


def test_a_seed_always_gives_the_same_package() -> None:
    assert [long_package(seed) for seed in range(6)] == [long_package(seed) for seed in range(6)]


def test_an_engine_that_looks_at_no_bytes_is_found_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the fuzzer is for: without the look at every byte, some package differs."""

    def blind(path: Path) -> Any:
        data = path.read_bytes()
        return table.Scan(b'"' in data, data.count(b"\n"))

    monkeypatch.setattr(table, "scan", blind)
    seeds: Iterator[int] = iter(range(0, 400, 2))
    assert any(differences(package_of(seed, tmp_path / str(seed))) for seed in seeds)
