"""Letters that touch at a rule stand in two cells."""

from __future__ import annotations

from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

from drawing import draw_table
from reading.tables.looking import cells, page_with, read, refusals


def name_and_figure(canvas: Canvas, name: str, *, at_one_go: bool) -> None:
    """A grid whose first name reaches up to the figure behind the rule."""
    draw_table(canvas, [["Name", "Zahl"], ["", ""], ["Ulm", "405"]], 900, [57, 120, 180])
    left, base = 121 - canvas.stringWidth(name), 900 - 16 - 11
    if at_one_go:
        canvas.drawString(left, base, name + "2165")
    else:
        canvas.drawString(left, base, name)
        canvas.drawString(121, base, "2165")


def test_a_rule_between_a_name_and_a_figure_that_touch_parts_them(tmp_path: Path) -> None:
    page = page_with(tmp_path, lambda canvas: name_and_figure(canvas, "Elizab", at_one_go=False))
    assert cells(read(page)) == [["Elizab", "2165"], ["Ulm", "405"]]


def test_a_word_drawn_at_one_go_that_reaches_over_a_rule_is_refused(tmp_path: Path) -> None:
    page = page_with(tmp_path, lambda canvas: name_and_figure(canvas, "Elizab", at_one_go=True))
    assert "'Elizab2165' reaches over the edge of its cell" in refusals(page)


def test_a_name_drawn_in_parts_that_reaches_over_a_rule_is_refused(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        draw_table(canvas, [["Name", "Zahl"], ["", ""], ["Ulm", "405"]], 900, [57, 120, 180])
        canvas.drawString(121 - canvas.stringWidth("Protect"), 873, "Protect")
        canvas.drawString(121, 873, "ion")

    page = page_with(tmp_path, draw)
    assert "'Protection' reaches over the edge of its cell" in refusals(page)
