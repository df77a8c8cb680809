"""How far is far: distances at which lines are one table, one name, a section, or a doubt."""

from __future__ import annotations

from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from reading.tables.looking import cells, lines_at, page_with, read, refusals

EDGES = (60.0, 220.0, 290.0, 360.0)
FIRST = [["Land", "Zahl"], ["Polen", "1"], ["Malta", "3"], ["Zypern", "5"]]
PITCH = 14.0


@pytest.mark.parametrize(("step", "tables"), [(45.0, 1), (65.0, 2)])
def test_rows_much_further_down_are_another_table(tmp_path: Path, step: float, tables: int) -> None:
    def draw(canvas: Canvas) -> None:
        end = lines_at(canvas, FIRST, EDGES) + PITCH
        lines_at(canvas, [["Irak", "17"], ["Iran", "19"], ["Oman", "8"]], EDGES, top=end - step)

    page = page_with(tmp_path, draw)
    assert not refusals(page)
    assert len(page.tables) == tables


@pytest.mark.parametrize(
    ("step", "below", "is_section"), [(17.0, 14.0, True), (30.0, 14.0, True), (19.0, 24.0, False)]
)
def test_words_in_the_middle_are_a_section_unless_they_stand_nearer_to_the_rows_above(
    tmp_path: Path, step: float, below: float, is_section: bool
) -> None:
    def draw(canvas: Canvas) -> None:
        rows = [["Land", "alt", "neu", "offen"], ["Polen", "1", "3", "4"], ["Malta", "3", "7", "8"]]
        end = lines_at(canvas, rows, EDGES) + PITCH - step
        canvas.drawCentredString(210, end, "Drittstaaten")
        rows = [["Irak", "17", "2", "3"], ["Iran", "19", "4", "4"], ["Jemen", "18", "5", "2"]]
        lines_at(canvas, rows, EDGES, top=end - below)

    page = page_with(tmp_path, draw)
    if is_section:
        assert ["Drittstaaten", "", "", ""] in cells(read(page))
    else:
        assert "these rows may be in the same table as what stands above them" in refusals(page)


@pytest.mark.parametrize(("step", "certain"), [(PITCH, True), (17.0, False)])
def test_a_year_among_the_rows_may_be_a_heading_where_it_is_set_apart(
    tmp_path: Path, step: float, certain: bool
) -> None:
    def draw(canvas: Canvas) -> None:
        end = lines_at(canvas, FIRST, EDGES) + PITCH
        lines_at(canvas, [["Irak", "2012"], ["Iran", "19"]], EDGES, top=end - step)

    problems = refusals(page_with(tmp_path, draw))
    assert problems == ([] if certain else ["'Irak 2012' may be a heading or a row"])


@pytest.mark.parametrize(("step", "certain"), [(14.5, True), (16.5, False)])
def test_a_line_is_the_rest_of_a_name_where_it_is_much_nearer_than_rows_are(
    tmp_path: Path, step: float, certain: bool
) -> None:
    def draw(canvas: Canvas) -> None:
        rows = [*FIRST, ["Vereinigte Arabische", "7"]]
        end = lines_at(canvas, rows, EDGES, pitch=20) + 20
        rest = [["Emirate", ""], ["Irak", "7"], ["Iran", "9"]]
        lines_at(canvas, rest, EDGES, top=end - step, pitch=20)

    page = page_with(tmp_path, draw)
    if certain:
        assert ["Vereinigte Arabische Emirate", "7"] in cells(read(page))
    else:
        assert "'Emirate' may be a row, or the rest of another" in refusals(page)


def test_a_last_row_without_figures_is_seen_where_lines_touch(tmp_path: Path) -> None:
    rows = [["Jahr", "Zahl"], ["2006", "9"], ["2007", "1"], ["2008", "3"], ["2009", ""]]
    problems = refusals(page_with(tmp_path, lambda c: lines_at(c, rows, EDGES, pitch=10.3)))
    assert "'2009' may be a row without figures, or no row" in problems


def test_what_stands_below_the_last_row_is_no_doubt_about_the_rows(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        end = lines_at(canvas, FIRST, EDGES)
        canvas.drawString(130, end - 12, "17")
        lines_at(canvas, [["1", "", "", "Includes 12 of 2008."]], EDGES, top=end - 24, left=(0, 3))

    assert cells(read(page_with(tmp_path, draw))) == FIRST[1:]


def test_tables_below_each_other_with_headings_beside_their_figures(tmp_path: Path) -> None:
    rows = [["North", "1,370", "3,306"], ["South", "9,881", "380"], ["West", "8,118", "1,875"]]

    def draw(canvas: Canvas) -> None:
        for top, name in ((900, "Region"), (840, "Month"), (780, "Age")):
            lines_at(canvas, [[name, "Men", "All"]], (60.0, 190.0, 260.0), top=top)
            lines_at(canvas, rows, EDGES, top=top - 14, pitch=10.5)

    tables = page_with(tmp_path, draw).tables
    assert [table.found.header for table in tables] == [
        (name, "Men", "All") for name in ("Region", "Month", "Age")
    ]
    assert not any(table.problems for table in tables)
