"""Lines without figures: the rest of a name, or rows that head others. The whole table tells."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

from reading.tables.looking import Grid, cells, lines_at, page_with, read, refusals

EDGES = (60.0, 240.0)
PITCH = 10.5
NATIVE = [
    ["White", "9,201"],
    ["American Indian and Alaska", "310"],
    ["Native", ""],
    ["Asian", "82"],
]


def lines_of(tmp_path: Path, rows: Sequence[Sequence[str]]) -> Grid:
    """The cells of a table of names and one column of figures, drawn without rules."""
    lines = [["Group", "Cases"], *rows]
    return cells(read(page_with(tmp_path, lambda c: lines_at(c, lines, EDGES, pitch=PITCH))))


def test_dots_show_how_wide_a_name_may_be(tmp_path: Path) -> None:
    rows = [["Provence-Alpes", ""], ["Cadres", "12"], ["Bourgogne", ""], ["Ouvriers", "7"]]
    rows += [["Hommes", "31"], ["Grand Est", ""], ["Femmes", "44"]]

    def draw(canvas: Canvas) -> None:
        lines_at(canvas, [["Group", "Cases"], *rows], EDGES, pitch=PITCH)
        for number, (_, figure) in enumerate(rows, start=1):
            canvas.drawString(110, 900 - PITCH * number, ". " * 14 if figure else "")

    assert cells(read(page_with(tmp_path, draw))) == rows


def test_a_name_that_comes_again_is_whole(tmp_path: Path) -> None:
    groups = [["Under 18 years", "12"], ["Chinese or other ethnic group", "88"]]
    rows = [["North", ""], *groups, ["Yorkshire", ""], *groups, ["Wales", ""], *groups]
    assert lines_of(tmp_path, rows) == rows


def test_figures_stand_at_the_same_line_of_all_names(tmp_path: Path) -> None:
    rows = [["Married", "12"], ["Households with own children under", "9"]]
    rows += [["18 years living with parents", ""], ["Employed civilian population in", "66"]]
    rows += [["management occupations", ""], ["Never married, 18 years and over,", "4"]]
    rows += [["Alaska or Hawaii", ""], ["All", "91"]]
    assert lines_of(tmp_path, rows) == [
        ["Married", "12"],
        ["Households with own children under 18 years living with parents", "9"],
        ["Employed civilian population in management occupations", "66"],
        ["Never married, 18 years and over, Alaska or Hawaii", "4"],
        ["All", "91"],
    ]


def test_a_full_line_among_sections_may_be_wrapped(tmp_path: Path) -> None:
    rows = [["Group", "Cases"], ["Race", ""], *NATIVE, ["Sex", ""], ["Men", "41"], ["Women", "52"]]
    problems = refusals(page_with(tmp_path, lambda c: lines_at(c, rows, EDGES, pitch=PITCH)))
    assert problems == ["'Native' may be a row, or the rest of another"]


def test_a_full_line_is_the_rest_of_a_name_where_other_names_go_on_like_it(tmp_path: Path) -> None:
    rows = [*NATIVE, ["Born in a country of the", "3"], ["European Union", ""], ["All", "7"]]
    assert lines_of(tmp_path, rows) == [
        ["White", "9,201"],
        ["American Indian and Alaska Native", "310"],
        ["Asian", "82"],
        ["Born in a country of the European Union", "3"],
        ["All", "7"],
    ]


def test_a_line_further_off_than_rows_are_heads_the_rows_below_it(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        top = lines_at(canvas, [["Group", "Cases"], ["Men born abroad", "3"]], EDGES)
        top = lines_at(canvas, [["Men born in Utah", "4"]], EDGES, top=top) - 3
        lines_at(canvas, [["Foreigners", ""], ["Men", "7"], ["All", "14"]], EDGES, top=top)

    assert ["Foreigners", ""] in cells(read(page_with(tmp_path, draw)))


def test_the_first_section_is_a_row_as_the_others_are(tmp_path: Path) -> None:
    rows = [["North", ""], ["Women", "12"], ["All persons", "88"], ["Wales", ""], ["Women", "3"]]
    rows += [["All persons", "40"]]
    assert lines_of(tmp_path, rows) == rows


def test_one_small_word_goes_on_in_a_name_but_unknown_may_be_one(tmp_path: Path) -> None:
    def rows(last: str) -> Grid:
        start = [["White", "9,201"], ["Civilian noninstitutional", ""], [last, "310"]]
        return [*start, ["Asian", "82"], ["Black", "15"]]

    assert lines_of(tmp_path, rows("population"))[1] == [
        "Civilian noninstitutional population",
        "310",
    ]
    drawn = [["Group", "Cases"], *rows("unknown")]
    page = page_with(tmp_path, lambda c: lines_at(c, drawn, EDGES, pitch=PITCH))
    assert refusals(page) == ["'Civilian noninstitutional' may be a row, or the rest of another"]


def test_bold_names_and_inner_ones_are_not_one_name_though_they_stand_close(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        lines_at(canvas, [["Group", "Cases"]], EDGES, top=920)
        canvas.setFont("Helvetica-Bold", 9)
        canvas.drawString(60, 900, "Total")
        canvas.drawString(66, 889.5, "First applications")
        canvas.setFont("Helvetica", 9)
        rows = [["Syria", "325"], ["Eritrea", "12"], ["Other applications", ""], ["(2)", "1,041"]]
        top = lines_at(canvas, rows, (72.0, 240.0), top=879, pitch=PITCH)
        lines_at(canvas, [["Relatives", "117"]], (66.0, 240.0), top=top - 12)

    page = page_with(tmp_path, draw)
    shown = [row[0] for table in page.tables if not table.problems for row in cells(table.found)]
    assert not any("Total First" in name or "applications Syria" in name for name in shown)


def test_an_equals_sign_is_a_word_of_a_note(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        end = lines_at(canvas, [["Group", "Cases"], *NATIVE[:2], ["All", "7"]], EDGES, pitch=PITCH)
        canvas.drawString(60, end - 4, "CI = confidence interval; n = 1,204.")

    assert len(cells(read(page_with(tmp_path, draw)))) == 3


def test_lines_further_in_than_the_row_above_and_the_next_are_the_rest_of_a_name(
    tmp_path: Path,
) -> None:
    """A line that heads others is never further in than these."""
    rows = [["Buses in mixed traffic or upon", "12"], ["    Exclusive Lanes", ""], ["Rail", "3"]]
    rows += [["Ferries", "8"], ["Trams", "9"]]
    name = "Buses in mixed traffic or upon Exclusive Lanes"
    assert lines_of(tmp_path, rows) == [[name, "12"], *rows[2:]]


def test_a_line_further_out_than_the_name_above_it_is_not_its_rest(tmp_path: Path) -> None:
    rows = [["  Baltimore, Maryland", "12"], ["  Denver, Colorado, and Utah", "31"]]
    rows += [["Operated directly", ""], ["  Seattle", "5"]]
    assert lines_of(tmp_path, rows) == [[cell.strip() for cell in row] for row in rows]


def test_of_which_begins_a_name_however_full_the_line_above_is(tmp_path: Path) -> None:
    rows = [["Ausländer insgesamt, alle", "12"], ["Frauen und Männer zusammen", "8"]]
    rows += [["darunter Schutzberechtigte", "3"], ["Kinder", "4"]]
    assert lines_of(tmp_path, rows) == rows


def test_a_dash_at_the_end_of_a_line_goes_on(tmp_path: Path) -> None:
    rows = [["Boston", "12"], ["Dallas–Fort Worth–", ""], ["Arlington, TX", "3"], ["Denver", "4"]]
    expected = [["Boston", "12"], ["Dallas–Fort Worth–Arlington, TX", "3"], ["Denver", "4"]]
    assert lines_of(tmp_path, rows) == expected


def test_marks_of_notes_make_no_other_name(tmp_path: Path) -> None:
    groups = [["Under 18 years", "12"], ["Chinese or other ethnic group", "88"]]
    marked = [["Under 18 years*", "12"], ["Chinese or other ethnic group†", "88"]]
    rows = [["North", ""], *groups, ["Yorkshire", ""], *marked, ["Wales", ""], *groups]
    assert lines_of(tmp_path, rows) == rows


def test_a_section_where_no_row_begins_is_one_like_the_others(tmp_path: Path) -> None:
    rows = [["Total, eighteen years and over", "12"], ["  Sex", ""], ["    Male", "5"]]
    rows += [["    Female", "7"], ["  Age", ""], ["    18–24", "3"], ["    25–34", "9"]]
    assert lines_of(tmp_path, rows) == [[cell.strip() for cell in row] for row in rows]


def test_a_total_in_bold_and_the_section_below_it_are_not_one_name(tmp_path: Path) -> None:
    rows = [
        ["Women of age", ""],
        ["18–24", "3"],
        ["25–34", "9"],
        ["Men of age", ""],
        ["18–24", "7"],
    ]
    rows += [["unknown", "1"]]

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica-Bold", 9)
        top = lines_at(
            canvas, [["Group", "Cases"], ["All persons of it", "19"]], EDGES, pitch=PITCH
        )
        canvas.setFont("Helvetica", 9)
        lines_at(canvas, rows, EDGES, pitch=PITCH, top=top)

    assert cells(read(page_with(tmp_path, draw))) == [["All persons of it", "19"], *rows]


def test_texts_that_stand_whole_in_other_rows_are_whole(tmp_path: Path) -> None:
    """Also those that begin with a small letter, as all of their column do."""
    rows = [["Georgia", "17", "project of the state in"], ["", "", "all of the schools"]]
    rows += [["Iraq", "4", "no data given there"], ["Syria", "9", "closed"]]
    rows += [["Eritrea", "3", "no data given there"], ["Chad", "2", "open"]]

    def draw(canvas: Canvas) -> None:
        heading = [["Country", "Cases", "State"]]
        lines_at(canvas, [*heading, *rows], (60, 200, 240), pitch=PITCH, left=(0, 2))

    joined = ["Georgia", "17", "project of the state in all of the schools"]
    assert cells(read(page_with(tmp_path, draw))) == [joined, *rows[2:]]


def test_columns_of_figures_of_one_width_show_how_wide_the_names_may_be(tmp_path: Path) -> None:
    rows = [["Hamburg and all", "7", "3"], ["Western Germany", ""], ["Rhineland", "12", "8"]]
    rows += [["Saarland", "5", "9"]]

    def draw(canvas: Canvas) -> None:
        lines_at(canvas, [["Land", "2008", "2009"], *rows], (60, 250, 310), pitch=PITCH)

    read(page_with(tmp_path, draw))


def test_a_row_whose_name_ends_with_a_colon_goes_on(tmp_path: Path) -> None:
    rows = [["Ministries", "12"], ["of which:", "8"], ["National Education", ""], ["All", "20"]]
    expected = [["Ministries", "12"], ["of which: National Education", "8"], ["All", "20"]]
    assert lines_of(tmp_path, rows) == expected
