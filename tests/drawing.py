"""Draws the annexes as PDF, in the ways in which authorities draw tables.

The content comes from the recipe and the text of the document; only the layout is made up.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from annexes.model import Extraction, Row
from annexes.recipe.edition import Annex, Edition

WIDTH, HEIGHT = A4
SIZE = 9.0
LEADING = 11.0


@dataclass(frozen=True)
class Style:
    """How tables are drawn: with rules or without, and where the columns stand.

    `code_apart` sets the code in a place of its own, `wrap_at` breaks names at that many
    characters, `columns` are the right edges of the figures, in points.
    """

    ruled: bool = False
    code_apart: bool = False
    wrap_at: int = 0
    columns: tuple[float, float] = (330.0, 450.0)
    row_height: float = 14.0
    stamp: str = ""
    note: str = ""


def draw(read: Extraction, edition: Edition, style: Style = Style(), title: bool = False) -> bytes:
    """The annexes as a PDF, one page for each page of the source."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=True)
    if title:
        _prose(canvas, edition)
    for page in sorted({row.place.page or 0 for row in read.rows}):
        rows = [row for row in read.rows if row.place.page == page]
        _page(canvas, edition.annexes[rows[0].annex], edition, rows, style)
    canvas.save()
    return buffer.getvalue()


def _prose(canvas: Canvas, edition: Edition) -> None:
    canvas.setFont("Helvetica", 11)
    canvas.drawString(60, 780, edition.document.opening)
    canvas.drawString(
        60, 750, "Im Jahr 2022 wurden 1.353 Fälle erfasst, wovon 264 begleitet wurden."
    )
    canvas.showPage()


def _page(canvas: Canvas, annex: Annex, edition: Edition, rows: list[Row], style: Style) -> None:
    canvas.setFont("Helvetica", SIZE)
    y = HEIGHT - 50.0
    for phrase in annex.above:
        canvas.drawString(60, y, phrase)
        y -= 2 * LEADING
    top = y + LEADING
    y = _header(canvas, edition, style, y)
    edges = [top, y + LEADING - 2]
    for row in rows:
        lines = list(_wrapped(row.name, style.wrap_at))
        _row(canvas, row, lines, style, y)
        y -= style.row_height + (len(lines) - 1) * LEADING
        edges.append(y + LEADING - 2)
    if style.ruled:
        _rules(canvas, style, edges)
    for phrase in [*annex.below, *annex.furniture]:
        y -= LEADING
        canvas.drawString(60, y, phrase)
    if style.stamp:
        canvas.saveState()
        canvas.translate(30, 300)
        canvas.rotate(90)
        canvas.drawString(0, 0, style.stamp)
        canvas.restoreState()
    canvas.showPage()


def _header(canvas: Canvas, edition: Edition, style: Style, y: float) -> float:
    """Headings of the figures stand on two lines, the first heading on the lower one."""
    first, *others = edition.table.columns
    canvas.drawString(60, y - LEADING, first.header)
    for column, right in zip(others, style.columns, strict=True):
        *upper, last = column.header.rsplit(" ", 1)
        canvas.drawRightString(right, y, " ".join(upper))
        canvas.drawRightString(right, y - LEADING, last)
    return y - 2 * LEADING - 4


def _row(canvas: Canvas, row: Row, lines: list[str], style: Style, y: float) -> None:
    canvas.drawString(60, y, row.code if style.code_apart else f"{row.code} {lines[0]}")
    if style.code_apart:
        canvas.drawString(95, y, lines[0])
    for number, line in enumerate(lines[1:], start=1):
        canvas.drawString(95 if style.code_apart else 60, y - number * LEADING, line)
    for figure, right in zip(row.figures.values(), style.columns, strict=True):
        canvas.drawRightString(right, y, str(figure))


def _rules(canvas: Canvas, style: Style, edges: list[float]) -> None:
    left, right = 56.0, style.columns[1] + 6
    verticals = [left, 210.0, style.columns[0] + 6, right]
    if style.code_apart:
        verticals.insert(1, 90.0)
    for y in edges:
        canvas.line(left, y, right, y)
    for x in verticals:
        canvas.line(x, edges[0], x, edges[-1])


def _wrapped(name: str, at: int) -> Iterator[str]:
    line = ""
    for word in name.split():
        if at and line and len(line) + 1 + len(word) > at:
            yield line
            line = word
        else:
            line = f"{line} {word}".strip()
    yield line
