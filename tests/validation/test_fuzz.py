"""The fuzzer finds nothing in its first packages, and would find what it looks for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from annexes.package import relation
from annexes.validation import plain_table
from validation.case import Case, as_json
from validation.fuzz import differences, long_package, run

pytestmark = pytest.mark.slow


def test_the_first_packages_do_not_differ(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(12) == 0, capsys.readouterr().out


def test_a_seed_always_gives_the_same_package() -> None:
    assert [long_package(seed) for seed in range(6)] == [long_package(seed) for seed in range(6)]


def test_an_engine_that_looks_at_no_bytes_is_found_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the look at every byte, a bad one in a column that no query reads is passed over."""

    def blind(path: Path) -> Any:
        data = path.read_bytes()
        return relation.Scan(b'"' in data, data.count(b"\n"), data)

    schema = {
        "fields": [{"name": "a", "type": "string"}, {"name": "b", "type": "string"}],
        "missingValues": [],
    }
    resource = {"name": "table", "path": "table.csv", "encoding": "utf-8", "schema": schema}
    package = as_json({"name": "package", "resources": [resource]})
    rows = b"a,b\n" + b"x,y\n" * 30_000 + b"x,\xff\n"
    path = Case("blind", {"table.csv": rows, "datapackage.json": package}).write(tmp_path)
    assert not differences(path)
    monkeypatch.setattr(plain_table, "scan", blind)
    assert differences(path)
