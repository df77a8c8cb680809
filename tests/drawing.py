"""Draws tables as PDF, in the ways in which authorities draw them.

What is drawn comes from a recipe and the rows of its document, or from the test; only the layout is
made up.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.generic import DecodedStreamObject, NameObject
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from annexes.reading.understood_rows import Extraction, Row
from annexes.recipe.edition import AnnexRecipe, EditionRecipe

HEIGHT = 1000.0
"""Higher than A4, so that the annexes with wrapped names still fit on their pages."""
SIZE = 9.0
LEADING = 11.0


def new_canvas() -> tuple[Canvas, io.BytesIO]:
    """A canvas that draws the same bytes every time."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(A4[0], HEIGHT), invariant=True)
    canvas.setFont("Helvetica", SIZE)
    return canvas, buffer


# ── the annexes of the document ─────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Style:
    """How the annexes are drawn.

    `columns` are the right edges of the figures; `head_wrap_at` breaks their headings at that many
    characters, long words with a hyphen if `hyphenated`; `wrap_at` does so with names; `code_apart`
    sets the code in a column of its own.
    """

    ruled: bool = False
    code_apart: bool = False
    wrap_at: int = 0
    columns: tuple[float, float] = (330.0, 450.0)
    head_wrap_at: int = 11
    hyphenated: bool = False
    row_height: float = 14.0
    stamp: str = ""


PLAIN = Style()
RULED = Style(ruled=True)
TIGHT = Style(wrap_at=14, columns=(240.0, 280.0), head_wrap_at=1, hyphenated=True)


Cell = Callable[[Canvas, float, float, str], None]
"""Draws a figure that ends at x, on the baseline y."""
Touch = Callable[[Canvas, int], None]
"""Draws something more on a page, given its number."""


def plain_cell(canvas: Canvas, right: float, y: float, text: str) -> None:
    canvas.drawRightString(right, y, text)


def draw_annexes(
    read: Extraction,
    edition: EditionRecipe,
    style: Style = PLAIN,
    *,
    prose: Sequence[str] = (),
    cells: Mapping[tuple[int, str], Cell] = MappingProxyType({}),
    touch: Touch | None = None,
) -> bytes:
    """The annexes as a PDF, one page for each page of the source.

    `prose` are lines of a page before them, below the opening of the document. `cells` draws the
    first figure of the row with this page and key in another way; `touch` adds to each page.
    """
    canvas, buffer = new_canvas()
    if prose:
        for number, line in enumerate([edition.document.opening, *prose]):
            canvas.drawString(60, 780 - 20 * number, line)
        canvas.showPage()
    for page in sorted({row.place.page or 0 for row in read.rows}):
        rows = [row for row in read.rows if row.place.page == page]
        own = {key: cell for (number, key), cell in cells.items() if number == page}
        _page(canvas, edition.annexes[rows[0].annex], edition, rows, style, own)
        if touch:
            touch(canvas, page)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _page(
    canvas: Canvas,
    annex: AnnexRecipe,
    edition: EditionRecipe,
    rows: list[Row],
    style: Style,
    cells: Mapping[str, Cell],
) -> None:
    canvas.setFont("Helvetica", SIZE)
    y = HEIGHT - 50.0
    for phrase in annex.above:
        canvas.drawString(60, y, phrase)
        y -= 3 * LEADING
    top = y + LEADING
    y = _header(canvas, edition, style, y)
    edges = [top, y + LEADING - 2]
    for row in rows:
        lines = list(_wrapped(row.name, style.wrap_at))
        _row(canvas, row, lines, style, y, cells.get(row.key, plain_cell))
        y -= style.row_height + (len(lines) - 1) * LEADING
        edges.append(y + LEADING - 2)
    if style.ruled:
        _rules(canvas, style, edges)
    for phrase in [*annex.below, *annex.furniture]:
        y -= 2 * LEADING
        canvas.drawString(60, y, phrase)
    if style.stamp:
        canvas.saveState()
        canvas.translate(30, 300)
        canvas.rotate(90)
        canvas.drawString(0, 0, style.stamp)
        canvas.restoreState()


def _header(canvas: Canvas, edition: EditionRecipe, style: Style, y: float) -> float:
    """Headings of the figures stand on several lines, the first heading on the lowest one."""
    layout = edition.layout(0)
    heads = [_head(column.header, style) for column in layout.figures]
    height = max(map(len, heads))
    canvas.drawString(60, y - (height - 1) * LEADING, layout.label.header)
    for lines, right in zip(heads, style.columns, strict=True):
        for number, line in enumerate(lines):
            canvas.drawRightString(right, y - number * LEADING, line)
    return y - height * LEADING - 4


def _head(text: str, style: Style) -> list[str]:
    """The lines of a heading; a hyphenated word breaks after its sixth letter."""
    if style.hyphenated:
        text = re.sub(r"\b(\w{6})(\w{2,})", r"\1- \2", text)
    return list(_wrapped(text, style.head_wrap_at))


def _row(canvas: Canvas, row: Row, lines: list[str], style: Style, y: float, first: Cell) -> None:
    canvas.drawString(60, y, row.key if style.code_apart else f"{row.key} {lines[0]}")
    if style.code_apart:
        canvas.drawString(95, y, lines[0])
    for number, line in enumerate(lines[1:], start=1):
        canvas.drawString(95 if style.code_apart else 60, y - number * LEADING, line)
    draw = [first, plain_cell]
    for cell, figure, right in zip(draw, row.figures.values(), style.columns, strict=True):
        cell(canvas, right, y, str(figure))


def _rules(canvas: Canvas, style: Style, edges: list[float]) -> None:
    left, right = 56.0, style.columns[1] + 6
    inner = [90.0] if style.code_apart else []
    verticals = [left, *inner, style.columns[0] - 50, style.columns[0] + 6, right]
    for y in edges:
        canvas.line(left, y, right, y)
    for x in verticals:
        canvas.line(x, edges[1] if x in inner else edges[0], x, edges[-1])


def _wrapped(name: str, at: int) -> Iterator[str]:
    line = ""
    for word in name.split():
        if at and line and len(line) + 1 + len(word) > at:
            yield line
            line = word
        else:
            line = f"{line} {word}".strip()
    yield line


# ── any table ───────────────────────────────────────────────────────────────────────────────


def draw_table(
    canvas: Canvas,
    rows: Sequence[Sequence[str]],
    top: float,
    edges: Sequence[float],
    *,
    ruled: bool = True,
    height: float = 16.0,
) -> float:
    """Draw cells between these upright edges; a line break in a cell starts a new line.

    The first column is set to the left, all others to the right. Returns where the table ends.
    """
    y = top
    ys = [y]
    for row in rows:
        lines = max(cell.count("\n") + 1 for cell in row)
        for column, cell in enumerate(row):
            for number, line in enumerate(cell.split("\n")):
                baseline = y - LEADING - number * LEADING
                if column == 0:
                    canvas.drawString(edges[0] + 3, baseline, line)
                else:
                    canvas.drawRightString(edges[column + 1] - 3, baseline, line)
        y -= height + (lines - 1) * LEADING
        ys.append(y)
    if ruled:
        for level in ys:
            canvas.line(edges[0], level, edges[-1], level)
        for edge in edges:
            canvas.line(edge, ys[0], edge, ys[-1])
    return y


def table_pdf(*tables: Sequence[Sequence[str]], ruled: bool = True, title: str = "") -> bytes:
    """A page with these tables below each other, each with four or fewer columns."""
    canvas, buffer = new_canvas()
    y = HEIGHT - 60.0
    for table in tables:
        canvas.drawString(60, y, title or "Die Zahlen stehen in der folgenden Tabelle:")
        width = len(table[0]) - 1
        edges = [57.0, 240.0, *(240.0 + 70.0 * (n + 1) for n in range(width))]
        y = draw_table(canvas, table, y - 12, edges, ruled=ruled) - 40
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def document_pdf(*pages: Any) -> bytes:
    """Pages of lines (the size of the letters, the text) and tables, from top to bottom."""
    canvas, buffer = new_canvas()
    for page in pages:
        y = HEIGHT - 60.0
        for part in page:
            if isinstance(part, list):
                edges = [57.0, *(200.0 + 75.0 * n for n in range(len(part[0])))]
                y = draw_table(canvas, part, y, edges) - 30
            else:
                canvas.setFont("Helvetica", part[0])
                canvas.drawString(57, y, part[1])
                y -= 12 + 1.2 * part[0]
            canvas.setFont("Helvetica", 9)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def with_characters(data: bytes, said: Mapping[str, str]) -> bytes:
    """The PDF with a /ToUnicode in each of its fonts, by which these characters are others."""
    lines = "\n".join(f"<{ord(drawn):02x}> <{ord(char):04x}>" for drawn, char in said.items())
    table = DecodedStreamObject()
    table.set_data(
        b"/CIDInit /ProcSet findresource begin begincmap /CMapName /X def\n"
        b"1 begincodespacerange <00> <ff> endcodespacerange\n"
        + f"{len(said)} beginbfchar\n{lines}\nendbfchar endcmap end".encode()
    )
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    reference = writer._add_object(table)
    for page in writer.pages:
        resources: Any = page["/Resources"]
        for font in resources["/Font"].values():
            font.get_object()[NameObject("/ToUnicode")] = reference
    changed = io.BytesIO()
    writer.write(changed)
    return changed.getvalue()
