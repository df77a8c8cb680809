"""Tables of a row or two, as they stand between the questions and answers of a parliament."""

from __future__ import annotations

from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from reading.tables.looking import cells, lines_at, page_with, read, refusals

EDGES = (60.0, 220.0, 290.0)
HEADS = ["Region", "Cases", "Share"]
PROSE = "The cases of the last year were counted by all offices of the region without delay."


def drawn(canvas: Canvas, rows: list[list[str]], level: float = 896) -> None:
    """The rows below a heading and a rule, with a line of running text above and below."""
    canvas.drawString(60, 940, PROSE)
    bottom = lines_at(canvas, [HEADS[: len(rows[0])], *rows], EDGES)
    canvas.line(60, level, EDGES[len(rows[0]) - 1], level)
    canvas.drawString(60, bottom - 14, PROSE)


@pytest.mark.parametrize(
    "rows",
    [[["North", "17", "4.2"]], [["North", "17"]], [["North", "17"], ["South", "-"]]],
    ids=["one row", "one figure", "two figures"],
)
def test_a_heading_above_a_rule_makes_few_figures_a_table(
    tmp_path: Path, rows: list[list[str]]
) -> None:
    found = read(page_with(tmp_path, lambda c: drawn(c, rows)))
    assert (found.heading, cells(found)) == ([HEADS[: len(rows[0])]], rows)


def test_few_figures_without_a_rule_are_named(tmp_path: Path) -> None:
    page = page_with(tmp_path, lambda c: drawn(c, [["North", "17", "4.2"]], level=700))
    assert refusals(page) == ["'North 17 4.2' looks like a row of a table that cannot be read"]


def test_a_row_that_does_not_fit_the_only_one_is_named(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        drawn(canvas, [["North", "17", "4.2"], ["", "", ""]])
        lines_at(canvas, [["South", "9", "12", "1"]], (60, 190, 250, 310), top=872)

    assert refusals(page_with(tmp_path, draw))


def test_a_line_close_below_the_only_row_may_be_its_rest(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        drawn(canvas, [["Northern Woods", "17", "4.2"], ["", "", ""]])
        canvas.drawString(60, 876, "Eastern Islands")

    assert refusals(page_with(tmp_path, draw))
