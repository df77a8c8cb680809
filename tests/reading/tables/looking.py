"""What is found on pages that a test draws."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

from annexes.reading.survey import SurveyedPage, survey
from annexes.reading.tables.found import Found
from drawing import new_canvas

Grid = list[list[str]]


def page_with(tmp_path: Path, *draw: Callable[[Canvas], None]) -> SurveyedPage:
    """The only page of a PDF on which these functions draw."""
    canvas, buffer = new_canvas()
    for function in draw:
        function(canvas)
    canvas.showPage()
    canvas.save()
    path = tmp_path / "drawn.pdf"
    path.write_bytes(buffer.getvalue())
    (page,) = survey(path)
    return page


def read(page: SurveyedPage) -> Found:
    """The one table of the page, which must be certain."""
    (table,) = page.tables
    assert not table.problems, [problem.problem for problem in table.problems]
    assert not page.unread
    return table.found


def refusals(page: SurveyedPage) -> list[str]:
    """What is wrong with the page; every refusal names a place."""
    problems = [*page.unread, *(p for table in page.tables for p in table.problems)]
    assert all(problem.place.page and problem.place.box for problem in problems)
    return [problem.problem for problem in problems]


def cells(found: Found) -> Grid:
    """The cells of its rows."""
    return [list(row.texts) for row in found.rows]


def lines_at(
    canvas: Canvas,
    rows: Sequence[Sequence[str]],
    edges: Sequence[float],
    *,
    top: float = 900.0,
    pitch: float = 14.0,
    left: Sequence[int] = (0,),
) -> float:
    """Draw rows without rules: the columns in `left` begin at their edge, all others end at it.

    Returns the baseline of the next row.
    """
    for row in rows:
        for column, text in enumerate(row):
            draw = canvas.drawString if column in left else canvas.drawRightString
            draw(edges[column], top, text)
        top -= pitch
    return top
