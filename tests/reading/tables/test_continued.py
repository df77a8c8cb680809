"""A table that goes on at the top of the next page."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from drawing import draw_table, new_canvas
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


REST = ["", "", "with several partners"]


@pytest.mark.parametrize(
    ("after", "is_torn"),
    [
        ([REST, ["Delta", "41", "It was refused."]], True),
        ([REST], True),
        ([["Gamma", "7", "It is open."], ["Delta", "41", "It was refused."]], False),
    ],
)
def test_a_row_that_is_cut_by_the_end_of_the_page_is_refused_on_both(
    annexes: Run, tmp_path: Path, after: list[list[str]], is_torn: bool
) -> None:
    heading, places = ["Project", "Amount", "Remark"], [57, 180, 240, 400]
    canvas, buffer = new_canvas()
    rows = [heading, ["Alpha", "12", "It is open."], ["Beta", "300", "It was carried out"]]
    draw_table(canvas, rows, 300, places)
    canvas.showPage()
    canvas.setFont("Helvetica", 9)
    draw_table(canvas, [heading, *after] if len(after) > 1 else after, 900, places)
    canvas.showPage()
    canvas.save()
    path = tmp_path / "torn.pdf"
    path.write_bytes(buffer.getvalue())
    output = annexes("tables", path, "--json").stdout
    refused = [line for line in map(json.loads, output.splitlines()) if line.get("errors")]
    problems = [error["problem"] for line in refused for error in line["errors"]]
    torn = "'Beta 300 It was carried out' may go on on the next page: 'with several partners'"
    cut = "'with several partners' may be the rest of a row of the page before"
    assert [problem for problem in problems if problem in (torn, cut)] == [torn, cut] * is_torn
    assert bool(problems) == is_torn
