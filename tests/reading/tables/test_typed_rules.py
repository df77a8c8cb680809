"""Rules that are typed instead of drawn, as old programs of statistics and word processors do."""

from __future__ import annotations

from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from reading.tables.looking import Grid, cells, lines_at, page_with, read

EDGES = (60.0, 220.0, 290.0)
HEADS = [["Region", "2008", "2009"]]
ROWS = [["North", "17", "4"], ["South", "26", "-"], ["West", "31", "9"]]


@pytest.mark.parametrize("sign", ["-", "=", "_"])
def test_signs_alone_in_their_line_are_a_rule(tmp_path: Path, sign: str) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Courier", 9)
        rule = [[sign * 42]]
        lines_at(canvas, [*rule, *HEADS, *rule, *ROWS, *rule], EDGES)

    page = page_with(tmp_path, draw)
    assert (read(page).heading, cells(read(page))) == (HEADS, ROWS)
    assert page.roles["furniture"] == 3


def test_underscores_below_the_words_of_their_line_are_a_rule(tmp_path: Path) -> None:
    """They also run below a heading of two columns."""
    heads: Grid = [["", "Cases", ""], ["Region", "2008", "2009"]]

    def draw(canvas: Canvas) -> None:
        canvas.drawCentredString(245, 924, "Cases")
        canvas.drawString(200, 923, "_" * 18)
        lines_at(canvas, HEADS, EDGES, top=912)
        canvas.drawString(60, 911, "_" * 46)
        lines_at(canvas, ROWS, EDGES)

    found = read(page_with(tmp_path, draw))
    assert (found.heading[0], cells(found)) == (heads[0], ROWS)


def test_underscores_that_lead_to_a_figure_are_none(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        lines_at(canvas, [*HEADS, *ROWS], EDGES)
        for number in range(1, 4):
            canvas.drawString(100, 900 - 14 * number, "_" * 18)

    page = page_with(tmp_path, draw)
    assert (cells(read(page)), len(read(page).aside)) == (ROWS, 3)
