"""A table that goes on at the top of the next page."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from drawing import new_canvas
from reading.tables.looking import lines_at

Run = Callable[..., Result]
EDGES = (60.0, 220.0, 290.0)
HEADING = ["Land", "Fälle", "offen"]


@pytest.mark.parametrize(
    ("heading", "continues"),
    [
        ([HEADING], {"page": 1, "table": 1}),
        ([], {"page": 1, "table": 1}),
        ([["Staat", "Klagen", "Urteile"]], None),
    ],
)
def test_a_table_says_which_one_it_may_continue(
    annexes: Run, tmp_path: Path, heading: list[list[str]], continues: dict[str, int] | None
) -> None:
    canvas, buffer = new_canvas()
    lines_at(canvas, [HEADING, ["Polen", "17", "1"], ["Malta", "4", "2"]], EDGES)
    canvas.showPage()
    canvas.setFont("Helvetica", 9)
    lines_at(canvas, [*heading, ["Irak", "9", "3"], ["Iran", "12", "0"]], EDGES)
    canvas.showPage()
    canvas.save()
    path = tmp_path / "two.pdf"
    path.write_bytes(buffer.getvalue())
    output = annexes("tables", path, "--json").stdout
    tables = [line for line in map(json.loads, output.splitlines()) if "rows" in line]
    assert [table.get("continues") for table in tables] == [None, continues]
