"""Draws the documents that the pages use: made-up answers of a made-up parliament.

`python tests/docs/draw_answer.py` writes each PDF of `DRAWN` from the text beside it, always with
the same bytes: prose as it stands there, and lines with `|` as a ruled table. A cell `<` belongs to
the one on its left, a cell `^` to the one above.
"""

from __future__ import annotations

import io
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

DOCS = Path(__file__).parents[2] / "docs"
DRAWN = (DOCS / "tutorial" / "answer.txt", DOCS / "how-to" / "visitors.txt")
LEFT, TOP, LEADING, ROW = 70.0, A4[1] - 70, 14.0, 17.0
LABEL, FIGURE = 150.0, 80.0
"""The widths of the first column and of all others."""


def drawn(text: str) -> bytes:
    """The text as a PDF; a form feed begins a new page."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=True)
    for page in text.split("\f"):
        canvas.setFont("Helvetica", 10)
        _draw_page(canvas, page.strip("\n").split("\n"))
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _draw_page(canvas: Canvas, lines: list[str]) -> None:
    y, at = TOP, 0
    while at < len(lines):
        rows = []
        while at < len(lines) and "|" in lines[at]:
            rows.append([cell.strip() for cell in lines[at].split("|")])
            at += 1
        if rows:
            y = _draw_table(canvas, rows, y)
        else:
            y -= LEADING
            canvas.drawString(LEFT, y, lines[at])
            at += 1


def _draw_table(canvas: Canvas, rows: list[list[str]], top: float) -> float:
    """Draw the table below this height; the height below it."""
    edges = [LEFT, *(LEFT + LABEL + FIGURE * n for n in range(len(rows[0])))]
    canvas.line(edges[0], top, edges[-1], top)
    for number, cells in enumerate(rows):
        y = top - ROW * (number + 1)
        below = rows[number + 1] if number + 1 < len(rows) else [""] * len(cells)
        for at, cell in enumerate(cells):
            if cell not in ("<", "^"):
                _draw_text(canvas, cell, edges[at : at + 2], y + 5, is_label=at == 0)
            if below[at] != "^":
                canvas.line(edges[at], y, edges[at + 1], y)
            if cell != "<":
                canvas.line(edges[at], y, edges[at], y + ROW)
        canvas.line(edges[-1], y, edges[-1], y + ROW)
    return top - ROW * len(rows)


def _draw_text(canvas: Canvas, text: str, edges: list[float], y: float, *, is_label: bool) -> None:
    if is_label:
        canvas.drawString(edges[0] + 4, y, text)
    else:
        canvas.drawRightString(edges[1] - 4, y, text)


if __name__ == "__main__":
    for path in DRAWN:
        path.with_suffix(".pdf").write_bytes(drawn(path.read_text("utf-8")))
