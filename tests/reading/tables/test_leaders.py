"""Rows of dots between names and figures, and dots that stand in place of a figure."""

from __future__ import annotations

from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from annexes.reading.survey import survey
from drawing import draw_table
from reading.tables.looking import cells, lines_at, page_with, read

EDGES = (57.0, 220.0, 290.0, 360.0)
NAMES = ("Polen", "Malta", "Zypern")


@pytest.mark.parametrize("dots", ["." * 40, ". " * 30, " ..."], ids=["tight", "spaced", "few"])
def test_dots_lead_to_the_figures_of_a_grid(tmp_path: Path, dots: str) -> None:
    """They may be as long as the cell, and end at its edge."""
    rows = [["Staat", "2008", "2009"], *([name, "17", "–"] for name in NAMES)]

    def draw(canvas: Canvas) -> None:
        draw_table(canvas, rows, 900, EDGES)
        for n, name in enumerate(NAMES):
            canvas.drawString(60.5 + canvas.stringWidth(name, "Helvetica", 9), 873 - 16 * n, dots)

    found = read(page_with(tmp_path, draw))
    assert cells(found) == rows[1:]
    assert all(word.text.startswith(".") for word in found.aside)


@pytest.mark.parametrize("ruled", [True, False])
@pytest.mark.parametrize("sign", ["....", "...", "..", "…", "."])
def test_dots_in_place_of_a_figure_are_kept(tmp_path: Path, sign: str, ruled: bool) -> None:
    rows = [["Staat", "2008", "2009"], ["Polen", "17", sign], ["Malta", sign, "21"]]
    rows += [["Zypern", "3", "8"]]
    found = read(page_with(tmp_path, lambda c: draw_table(c, rows, 900, EDGES, ruled=ruled)))
    assert cells(found) == rows[1:]


def test_signs_of_dots_in_neighbouring_columns_are_no_row_of_dots(shared: Path) -> None:
    """The reader of PDFs gives those of one row of this document as one word."""
    (page,) = survey(shared / "documents/icdar2013-eu/eu-004.pdf", [9])
    assert ["Finland", "..", "..", "..", ".."] in cells(read(page))


def test_dots_reach_from_the_name_to_the_figure(tmp_path: Path) -> None:
    """No space parts them, and the reader of PDFs gives all three as one word."""
    rows = [
        ["Staat", "Fälle"],
        *([name, figure] for name, figure in zip(NAMES, "7-3", strict=True)),
    ]

    def draw(canvas: Canvas) -> None:
        lines_at(canvas, rows, (60.0, 220.0))
        for n, (name, figure) in enumerate(rows[1:], start=1):
            start, end = (canvas.stringWidth(text, "Helvetica", 9) for text in (name, figure))
            canvas.drawString(60 + start, 900 - 14 * n, "." * int((160 - start - end) / 2.502))

    assert cells(read(page_with(tmp_path, draw))) == rows[1:]


def test_two_dots_close_to_each_other_are_a_row_as_well(tmp_path: Path) -> None:
    rows = [["Staat", "2008", "2009"], *([name, "17", "8"] for name in NAMES)]

    def draw(canvas: Canvas) -> None:
        draw_table(canvas, rows, 900, EDGES, ruled=False)
        for n, name in enumerate(NAMES):
            canvas.drawString(66 + canvas.stringWidth(name, "Helvetica", 9), 873 - 16 * n, ". .")

    assert cells(read(page_with(tmp_path, draw))) == rows[1:]
