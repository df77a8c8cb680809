"""Running text with figures in it is no row, however wide its spaces are."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

from reading.tables.looking import page_with, refusals


def justified(canvas: Canvas, lines: Sequence[str], width: float = 225.0) -> None:
    """Draw lines of text, each with its words spread evenly over the width."""
    for number, line in enumerate(lines):
        words = line.split(" ")
        drawn = [canvas.stringWidth(word, "Helvetica", 9) for word in words]
        gap, x = (width - sum(drawn)) / (len(words) - 1), 60.0
        for word, own in zip(words, drawn, strict=True):
            canvas.drawString(x, 900 - 12 * number, word)
            x += own + gap


def test_a_line_set_to_full_width_is_no_row(tmp_path: Path) -> None:
    lines = [f"In fiscal year {year} the office received {n}" for year, n in ((2004, 7), (2005, 9))]
    lines += ["and it completed within the year some 12,451 of the 12,929"]
    assert not refusals(page_with(tmp_path, lambda canvas: justified(canvas, lines)))


def test_items_of_a_list_and_formulas_are_no_rows(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        for n, (name, figure) in enumerate((("Corse", "92,058"), ("Alsace", "57,345"))):
            canvas.drawString(60, 900 - 14 * n, "•")
            canvas.drawString(72, 900 - 14 * n, f"{name} – {figure} (1992)")
            canvas.drawString(60, 800 - 14 * n, "SE(x) = (0.43 x + 819 x) / 9")
            canvas.drawRightString(400, 800 - 14 * n, f"({n + 1})")

    assert not refusals(page_with(tmp_path, draw))


def test_figures_as_near_to_a_name_as_its_words_are_not_passed_over(tmp_path: Path) -> None:
    lines = ["Chronic lower respiratory diseases of all 429,886 27.5 114,209"]
    lines += ["Other diseases of the heart and lungs 97,155 49.2 4,507"]
    assert refusals(page_with(tmp_path, lambda canvas: justified(canvas, lines, 280)))
