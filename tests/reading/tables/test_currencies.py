"""Signs of currencies that stand apart from their figures, as in the budgets of states."""

from __future__ import annotations

from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

from reading.tables.looking import cells, lines_at, page_with, read

EDGES = (60.0, 220.0, 290.0, 360.0)


def test_a_sign_at_the_left_edge_of_its_column_belongs_to_the_figure_there(
    tmp_path: Path,
) -> None:
    """It may stand nearer to the figure before it; only the first row and the total have one."""
    rows = [["Function", "2010", "2011", "2012"], ["Health", "947", "479", "—"]]
    rows += [["Justice", "10", "75", "263"], ["Total", "957", "—", "263"]]

    def draw(canvas: Canvas) -> None:
        lines_at(canvas, rows, EDGES)
        for x, y in ((180, 886), (225, 886), (295, 886), (180, 858), (295, 858)):
            canvas.drawString(x, y, "$")

    assert cells(read(page_with(tmp_path, draw))) == [
        ["Health", "$ 947", "$ 479", "$ —"],
        ["Justice", "10", "75", "263"],
        ["Total", "$ 957", "—", "$ 263"],
    ]


def test_a_sign_behind_its_figure_stays_there(tmp_path: Path) -> None:
    rows = [["Land", "Kosten", "Zahl"], ["Polen", "947 €", "12"], ["Malta", "10 €", "75"]]
    rows += [["Zypern", "263 €", "4"]]
    found = read(page_with(tmp_path, lambda c: lines_at(c, rows, EDGES)))
    assert cells(found) == rows[1:]
