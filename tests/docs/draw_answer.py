"""Draws the documents of the tutorial: made-up answers of a made-up parliament.

`python tests/docs/draw_answer.py` writes each docs/tutorial/*.pdf from the text beside it: prose as
it stands there, and each block of lines with `|` as a ruled table; always the same bytes.
"""

from __future__ import annotations

import io
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

FOLDER = Path(__file__).parents[2] / "docs" / "tutorial"
LEFT, TOP, LEADING, ROW = 70.0, A4[1] - 70, 14.0, 17.0
EDGES = (LEFT, LEFT + 190, LEFT + 280, LEFT + 370)


def drawn(text: str) -> bytes:
    """The text as a PDF; a form feed begins a new page."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=True)
    for page in text.split("\f"):
        _draw_page(canvas, page.strip("\n").split("\n"))
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _draw_page(canvas: Canvas, lines: list[str]) -> None:
    canvas.setFont("Helvetica", 10)
    y, was_row = TOP, False
    for line in lines:
        is_row = "|" in line
        if is_row:
            if not was_row:
                canvas.line(EDGES[0], y, EDGES[-1], y)
            _draw_row(canvas, [cell.strip() for cell in line.split("|")], y)
            y -= ROW
        else:
            y -= LEADING
            canvas.drawString(LEFT, y, line)
        was_row = is_row


def _draw_row(canvas: Canvas, cells: list[str], top: float) -> None:
    baseline = top - ROW + 5
    canvas.drawString(EDGES[0] + 4, baseline, cells[0])
    for right, cell in zip(EDGES[2:], cells[1:], strict=True):
        canvas.drawRightString(right - 4, baseline, cell)
    canvas.line(EDGES[0], top - ROW, EDGES[-1], top - ROW)
    for edge in EDGES:
        canvas.line(edge, top, edge, top - ROW)


if __name__ == "__main__":
    for path in FOLDER.glob("*.txt"):
        path.with_suffix(".pdf").write_bytes(drawn(path.read_text("utf-8")))
