"""What no finished table has: a cell that goes on, a figure torn in two, rows set elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from annexes.reading.survey import survey
from drawing import new_canvas
from reading.tables.looking import Grid, cells, lines_at, page_with, read, refusals

EDGES = (60.0, 200.0, 240.0, 280.0)
HEADING = ["Country", "Cases", "Share", "Closed"]
ROWS = [["Syria", "99.970", "1,5", "61"], ["Iraq", "14.353", "0,7", "289"]]
ROWS += [["Eritrea", "8.870", "2,4", "347"], ["Somalia", "434", "1,3", "265"]]


def drawn(tmp_path: Path, rows: Grid, edges: tuple[float, ...] = EDGES) -> Grid:
    """The cells of these rows below the heading, which must be certain."""
    lines = [HEADING[: len(rows[0])], *rows]
    return cells(read(page_with(tmp_path, lambda c: lines_at(c, lines, edges))))


def refused(tmp_path: Path, rows: Grid, edges: tuple[float, ...] = EDGES) -> list[str]:
    lines = [HEADING[: len(rows[0])], *rows]
    return refusals(page_with(tmp_path, lambda c: lines_at(c, lines, edges)))


def test_figures_and_a_name_that_go_on_in_the_next_line_are_one_row(tmp_path: Path) -> None:
    torn = [["All countries of ori-", "135.10", "0,7", "1.70"], ["gin", "7", "", "7"]]
    whole = ["All countries of origin", "135.107", "0,7", "1.707"]
    assert drawn(tmp_path, [*torn, *ROWS]) == [whole, *ROWS]


def test_a_lone_digit_belongs_to_the_figure_that_is_not_whole(tmp_path: Path) -> None:
    torn = [["Albania", "18.75", "3,2", "7"], ["", "7", "", ""]]
    assert drawn(tmp_path, [*torn, *ROWS])[0] == ["Albania", "18.757", "3,2", "7"]
    torn = [["Albania", "57", "3,2", "7"], ["", "4", "", ""]]
    assert refused(tmp_path, [*ROWS, *torn, *ROWS[:2]])


def test_a_name_that_goes_on_is_no_row(tmp_path: Path) -> None:
    rows = [*ROWS[:2], ["Bosnia and Herze-", "1", "2,0", "3"], *ROWS[2:]]
    assert refused(tmp_path, rows) == ["'Bosnia and Herze-' goes on, but not in its cell"]


def test_a_figure_and_words_in_one_cell_of_figures(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        y = lines_at(canvas, [HEADING, *ROWS, ["Ghana", "7", "1,2", "33"]], EDGES)
        canvas.drawString(282.5, y + 14, "pending")

    problems = refusals(page_with(tmp_path, draw))
    assert problems == ["'33 pending' may be a figure and words of another cell"]


def test_rows_whose_figures_stand_elsewhere_may_be_another_table(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        y = lines_at(canvas, [HEADING, *ROWS], EDGES) - 14
        y = lines_at(canvas, [["Before 2013", "24"]], (60.0, 190.0), top=y)
        lines_at(canvas, [["Guinea", "12"], ["Nigeria", "9"]], (60.0, 190.0), top=y)

    assert refusals(page_with(tmp_path, draw)) == ["'Before 2013 24' may begin another table"]


def test_the_title_of_the_next_panel_is_no_row(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        y = lines_at(canvas, [HEADING, *ROWS], EDGES, pitch=11) - 12
        canvas.drawString(60, y, "Panel B. All borders")
        lines_at(canvas, [HEADING, *ROWS], EDGES, pitch=11, top=y - 22)
        canvas.line(58, y - 24, 282, y - 24)

    shown = page_with(tmp_path, draw).tables
    assert [cells(t.found) for t in shown if not t.problems] == [ROWS] * len(shown)


def test_the_title_of_the_next_table_in_two_lines_is_no_section(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        y = lines_at(canvas, [HEADING, *ROWS], EDGES, pitch=22)
        canvas.drawCentredString(170, y, "Mean length of the proceedings")
        canvas.drawCentredString(170, y - 11, "in months")
        lines_at(canvas, ROWS, EDGES, pitch=22, top=y - 33)

    assert refusals(page := page_with(tmp_path, draw))
    assert all(table.problems for table in page.tables)


def test_the_last_line_of_a_bold_heading_is_no_first_section(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica-Bold", 9)
        lines_at(canvas, [["Country", "files", "note § 18", "open"]], EDGES, top=928)
        canvas.drawString(203, 914, "VI")
        canvas.setFont("Helvetica", 9)
        rows = [["Quarter 4", "19", "6", "5"], ["of which:", "", "", ""], *ROWS]
        lines_at(canvas, rows, EDGES)

    found = read(page_with(tmp_path, draw))
    assert [row.texts[0] for row in found.rows[:2]] == ["Quarter 4", "of which:"]
    assert "VI" in " ".join(found.header)


def test_a_name_that_had_room_for_the_next_word_may_head_the_rows_below(tmp_path: Path) -> None:
    rows = [["Protection under", ""], ["§ 60 II of the law", "12"], ["§ 60 III of the law", "7"]]
    rows += [["All kinds of protection by any law", "19"], ["Refused", "4"]]
    problems = refused(tmp_path, rows, (60.0, 300.0))
    assert problems == ["'Protection under' may be a row, or the rest of another"]


def test_words_below_the_last_row_that_stand_as_wrapped_ones_do(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        rows = [[name, figure, "open"] for name, figure, *_ in ROWS]
        edges = (60.0, 200.0, 220.0)
        y = lines_at(canvas, [["Country", "Cases", "State"], *rows], edges, left=(0, 2))
        lines_at(canvas, [["Ghana", "7", "Convention"]], edges, top=y, left=(0, 2))
        canvas.drawString(220, y - 11, "pluriannual")

    problems = refusals(page_with(tmp_path, draw))
    assert problems == ["'pluriannual' may be a row without figures, or no row"]


def test_a_line_of_a_remark_above_small_letters_is_not_theirs(tmp_path: Path) -> None:
    rows = [["Country", "Cases", "State"], ["Syria", "12", "closed under §"], ["", "", "170 StPO"]]
    rows += [["Iraq", "7", "not known"], ["Ghana", "3", "refused"], ["Chad", "2", "granted"]]
    page = page_with(tmp_path, lambda c: lines_at(c, rows, (60.0, 200.0, 220.0), left=(0, 2)))
    assert cells(read(page))[0] == ["Syria", "12", "closed under § 170 StPO"]


@pytest.mark.parametrize("sign", ["*", "+", "†"])
def test_a_sign_alone_is_a_cell_of_a_row(tmp_path: Path, sign: str) -> None:
    rows = [["1.1", sign], ["1.2", "24"], ["1.3", sign], ["1.4", "7"], ["1.5", "112"]]
    assert drawn(tmp_path, rows, EDGES[:2]) == rows


def test_a_sign_set_apart_belongs_to_its_figure(tmp_path: Path) -> None:
    rows = [["Syria", "+ 32,7", "– 13,5"], ["Iraq", "– 11,9", "– 2,6"], ["Chad", "+ 4,0", "+ 8,5"]]
    assert drawn(tmp_path, rows, EDGES[:3]) == rows


@pytest.mark.parametrize(("first", "others"), [("60", ["10", "", "4"]), ("1", ["", "", ""])])
def test_thousands_that_stand_apart_are_no_column(
    tmp_path: Path, first: str, others: list[str]
) -> None:
    def draw(canvas: Canvas) -> None:
        lines_at(canvas, [["Country", "Cases"]], (60.0, 200.0))
        for n, thousands in enumerate([first, *others]):
            y = 886 - 14 * n
            canvas.drawString(60, y, ROWS[n][0])
            canvas.drawRightString(200, y, "507" if n != 2 else "86")
            canvas.drawRightString(180.5, y, thousands)

    figures = [[row[1]] for row in cells(read(page_with(tmp_path, draw)))]
    thousands = [f"{text} 507".strip() for text in (first, *others)]
    assert figures == [[thousands[0]], [thousands[1]], ["86"], [thousands[3]]]


def test_a_word_that_begins_all_names_names_none(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        lines_at(canvas, [["Year", "Cases", "Closed"]], EDGES[:3])
        for n in range(4):
            canvas.drawString(60, 886 - 14 * n, "FY")
            lines_at(
                canvas,
                [[f"200{n}", f"{n + 3}", f"{n + 1}"]],
                (76.5, 200.0, 240.0),
                top=886 - 14 * n,
            )

    assert [row[0] for row in cells(read(page_with(tmp_path, draw)))] == [
        f"FY 200{n}" for n in range(4)
    ]


def test_of_which_with_figures_is_no_whole_name(tmp_path: Path) -> None:
    rows = [["State", "90"], ["dont :", "41"], ["Éducation", ""], ["dont : Intérieur", "24"]]
    joined = [["State", "90"], ["dont : Éducation", "41"], ["dont : Intérieur", "24"]]
    assert drawn(tmp_path, rows, EDGES[:2]) == joined


def test_a_name_right_above_rows_without_a_heading_may_be_one_of_them(tmp_path: Path) -> None:
    page = page_with(tmp_path, lambda c: lines_at(c, [["Females"], *ROWS], EDGES))
    assert "'Females' may be a heading or a row without figures" in refusals(page)


def test_words_with_a_colon_below_a_heading_are_no_part_of_it(tmp_path: Path) -> None:
    rows = [["Assets:", "", "", ""], *ROWS[:2], ["Liabilities:", "", "", ""], *ROWS[2:]]
    lines = [["", *HEADING[1:]], *rows]
    page = page_with(tmp_path, lambda c: lines_at(c, lines, EDGES))
    for table in page.tables:
        assert table.problems or "Assets:" not in table.found.header[0]


def test_a_note_that_ends_with_a_figure_is_no_row(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        y = lines_at(canvas, [HEADING, *ROWS], EDGES)
        canvas.drawString(60, y - 12, "† Group of reference; adjusted; n =")
        canvas.drawString(204, y - 12, "1,204.")

    assert cells(read(page_with(tmp_path, draw))) == ROWS


def test_the_first_words_of_a_page_that_begin_as_the_cells_of_a_row_above(tmp_path: Path) -> None:
    canvas, buffer = new_canvas()
    rows = [[name, figure, "closed"] for name, figure, *_ in ROWS]
    edges = (60.0, 200.0, 220.0)
    lines = [["Country", "Cases", "State"], *rows, ["Bosnia and", "7", "stopped"]]
    lines_at(canvas, lines, edges, left=(0, 2))
    canvas.showPage()
    lines_at(canvas, [["Herzegovina", "", "by law"], *rows], edges, left=(0, 2))
    canvas.save()
    path = tmp_path / "two.pdf"
    path.write_bytes(buffer.getvalue())
    for page in survey(path):
        assert all(table.problems for table in page.tables)


def test_lines_of_a_heading_with_figures_are_no_rows(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        lines_at(canvas, [["", "Sept."], ["Commodity", "15,"], ["and unit", "2003"]], EDGES[:2])
        lines_at(canvas, [["Wool", "35.8"], ["Lentils", "0.9"]], EDGES[:2], top=858)

    page = page_with(tmp_path, draw)
    assert all(t.problems or len(t.found.rows) == 2 for t in page.tables)


def test_words_over_one_column_that_may_span_the_next_are_a_remark(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawRightString(280, 911, "Budget")
        lines_at(canvas, [["Country", "Total", "Soll", "Ist"], *ROWS], EDGES)

    remarks = [remark.problem for remark in read(page_with(tmp_path, draw)).remarks]
    assert remarks == ["words of the heading may stand over other columns than is shown"]
