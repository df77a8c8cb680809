"""Who waits for a long table is told how much of it is read."""

from __future__ import annotations

from pathlib import Path

import pytest

from annexes.base import database
from annexes.validation.validate import validate
from annexes.validation.validation_options import Engine, Options
from validation.case import one_table

ROWS: dict[Engine, int] = {"columnar": 300_000, "frictionless": 5_000}
FIELDS = [{"name": "area", "type": "string"}, {"name": "count", "type": "integer"}]


@pytest.mark.parametrize("engine", ["columnar", "frictionless"])
def test_a_long_table_is_told_by_its_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, engine: Engine
) -> None:
    monkeypatch.setattr(database, "PATIENCE", 0)
    rows = "".join(f"area {number},{number}\n" for number in range(ROWS[engine]))
    package = one_table("long", f"area,count\n{rows}", FIELDS).write(tmp_path)
    told = list[tuple[str, int, int]]()
    report = validate(package, Options(engine=engine, small=0), lambda *own: told.append(own))
    assert report.ok
    size = told[0][2]
    assert size > (tmp_path / "table.csv").stat().st_size > 0
    assert [*dict.fromkeys(name for name, _, _ in told)] == ["", "table"]
    done = [bytes_done for _, bytes_done, _ in told]
    assert done == sorted(done)
    assert len(done) > 3
    assert 0 < done[-1] <= size
