"""Pages in columns, and tables beside each other: nothing of one is read into the other."""

from __future__ import annotations

from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

from annexes.reading.tables.gutters import parts_of
from annexes.reading.tables.level_rules import level_rules
from annexes.reading.tables.lines import lines_of
from reading.tables.looking import Grid, cells, lines_at, page_with, read

LEFT, RIGHT = (60.0, 190.0, 240.0), (330.0, 450.0, 500.0)
HEADING = ["Land", "2021", "2022"]
ROWS = [["Polen", "17", "1"], ["Malta", "4", "2"], ["Zypern", "9", "3"], ["Irland", "12", "8"]]
YEARS = [["2008", "21", "5"], ["2009", "34", "7"], ["2010", "12", "6"], ["2011", "30", "4"]]
PROSE = [
    "Im Berichtszeitraum wurden mehr Verfahren",
    "abgeschlossen als in dem Jahr davor. Die",
    "mittlere Dauer aller dieser Verfahren blieb",
    "gleich, wie auch die Zahl der Anträge.",
]


def prose_at(canvas: Canvas, x: float, top: float, lines: int = 4, pitch: float = 11.0) -> None:
    for number in range(lines):
        canvas.drawString(x, top - number * pitch, PROSE[number % len(PROSE)])


def ruled_at(canvas: Canvas, rows: Grid, edges: tuple[float, ...], top: float) -> None:
    """A table between level rules, as wide as it is."""
    bottom = lines_at(canvas, rows, edges, top=top)
    for y in (top + 11, top - 4, bottom + 10):
        canvas.line(edges[0] - 2, y, edges[-1] + 2, y)


def test_a_table_in_one_of_two_columns_of_a_page(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        prose_at(canvas, 60, 960)
        lines_at(canvas, [HEADING, *ROWS], LEFT)
        prose_at(canvas, 60, 810)
        prose_at(canvas, 290, 962, lines=18)

    found = read(page_with(tmp_path, draw))
    assert (found.header, cells(found)) == (("Land", "2021", "2022"), ROWS)


def test_tables_side_by_side_whose_rows_stand_at_other_heights(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        ruled_at(canvas, [HEADING, *ROWS], LEFT, 900)
        ruled_at(canvas, [["Jahr", "Fälle", "offen"], *YEARS], RIGHT, 887)

    tables = page_with(tmp_path, draw).tables
    assert [cells(table.found) for table in tables if not table.problems] == [ROWS, YEARS]


def test_a_table_beside_a_paragraph(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        ruled_at(canvas, [HEADING, *ROWS], LEFT, 900)
        prose_at(canvas, 290, 903, lines=6)

    assert cells(read(page_with(tmp_path, draw))) == ROWS


def test_columns_of_a_page_end_above_a_table_over_both(tmp_path: Path) -> None:
    wide = (60.0, 290.0, 470.0)

    def draw(canvas: Canvas) -> None:
        prose_at(canvas, 60, 960)
        prose_at(canvas, 290, 960)
        lines_at(canvas, [HEADING, *ROWS], wide)

    found = read(page_with(tmp_path, draw))
    assert (found.header, cells(found)) == (("Land", "2021", "2022"), ROWS)


def test_long_remarks_beside_the_figures_are_no_column_of_the_page(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        for number, row in enumerate(ROWS):
            lines_at(canvas, [row], LEFT, top=900 - number * 60)
            prose_at(canvas, 290, 900 - number * 60)

    page = page_with(tmp_path, draw)
    parts = parts_of(lines_of(page.page.words), level_rules(page.page))
    assert len(parts) == 1


def test_a_last_row_at_the_top_of_the_next_column_comes_after_the_table_of_this_one(
    tmp_path: Path,
) -> None:
    last = [["65+", "5", "6"]]

    def draw(canvas: Canvas) -> None:
        prose_at(canvas, 60, 960)
        ruled_at(canvas, [HEADING, *ROWS], LEFT, 900)
        ruled_at(canvas, [HEADING, *last], RIGHT, 960)
        prose_at(canvas, 328, 900, lines=8)

    page = page_with(tmp_path, draw)
    assert [cells(table.found) for table in page.tables if not table.problems] == [ROWS, last]
    assert not page.unread
