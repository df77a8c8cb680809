"""Headings of tables without rules around their cells: what stands over which columns."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from annexes.reading.survey import SurveyedPage
from reading.tables.looking import cells, lines_at, page_with, read, refusals

EDGES = (60.0, 200.0, 250.0, 320.0, 370.0)
YEARS = ["Country", "2000", "2005", "2000", "2005"]
ROWS = [[name, "58.1", "59.9", "61.0", "63.2"] for name in ("Austria", "Belgium", "Malta")]
MEN_AND_WOMEN = ("Country", "Men / 2000", "Men / 2005", "Women / 2000", "Women / 2005")


@pytest.mark.parametrize(
    "places", [(180, 300), (232.5, 339), (206, 323)], ids=["left", "right", ""]
)
def test_words_over_groups_of_the_same_headings_span_them(
    tmp_path: Path, places: tuple[float, float]
) -> None:
    def draw(canvas: Canvas) -> None:
        for x, text in zip(places, ("Men", "Women"), strict=True):
            canvas.drawString(x, 914, text)
        lines_at(canvas, [YEARS, *ROWS], EDGES)

    assert read(page_with(tmp_path, draw)).header == MEN_AND_WOMEN


def test_the_first_lines_of_headings_span_no_others(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        for x in (200, 320):
            canvas.drawRightString(x, 910, "Number of")
        lines_at(canvas, [["Region", "cases", "All", "cases", "All"], *ROWS], EDGES)

    header = ("Region", "Number of cases", "All", "Number of cases", "All")
    assert read(page_with(tmp_path, draw)).header == header


def test_headings_that_nearly_touch_are_parted(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawCentredString(190.5, 900, "Error rate")
        canvas.drawCentredString(232, 900, "Per head")
        lines_at(canvas, [[row[0], *row[1:3]] for row in ROWS], (60.0, 200.0, 240.0), top=886)

    assert read(page_with(tmp_path, draw)).header == ("", "Error rate", "Per head")


@pytest.mark.parametrize(
    ("draw_word", "places"),
    [(Canvas.drawString, (180, 300)), (Canvas.drawRightString, (200, 370))],
    ids=["over groups", "over the first and the last"],
)
def test_words_that_may_reach_over_other_headings_are_a_remark(
    tmp_path: Path, draw_word: Callable[..., None], places: tuple[float, float]
) -> None:
    def draw(canvas: Canvas) -> None:
        for x, text in zip(places, ("Men", "Women"), strict=True):
            draw_word(canvas, x, 914, text)
        lines_at(canvas, [["Country", "born", "died", "here", "away"], *ROWS], EDGES)

    page = page_with(tmp_path, draw)
    assert cells(read(page)) == ROWS
    assert [remark.check for remark in page.tables[0].remarks] == ["heading"]


def test_a_rule_below_a_whole_line_of_headings_joins_none_of_them(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawCentredString(215, 912, "Men")
        canvas.drawCentredString(335, 912, "Women")
        lines_at(canvas, [YEARS], EDGES)
        canvas.line(180, 897, 372, 897)
        lines_at(canvas, ROWS, EDGES, top=886)

    assert read(page_with(tmp_path, draw)).header == MEN_AND_WOMEN


def test_a_heading_goes_on_above_a_rule_that_runs_through_it(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawCentredString(215, 914, "Men")
        canvas.drawCentredString(335, 914, "Women")
        for y in (925, 910, 896):
            canvas.line(58, y, 372, y)
        lines_at(canvas, [YEARS, *ROWS], EDGES, pitch=14)

    assert read(page_with(tmp_path, draw)).header == MEN_AND_WOMEN


def test_an_upright_rule_reaches_as_high_as_the_heading(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.line(165, 960, 165, 850)
        canvas.drawCentredString(215, 940, "Men")
        canvas.drawCentredString(335, 940, "Women")
        lines_at(canvas, [YEARS, *ROWS], EDGES)

    assert read(page_with(tmp_path, draw)).header == MEN_AND_WOMEN


@pytest.mark.parametrize("title", ["Table A-4. Men", "Table II. Men", "Selected figures"])
def test_a_title_set_apart_above_the_names_is_no_heading_of_them(
    tmp_path: Path, title: str
) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(60, 914, title)
        lines_at(canvas, [YEARS, *ROWS], EDGES)

    found = read(page_with(tmp_path, draw))
    assert (found.title, found.header) == (title, tuple(YEARS))


def test_the_last_line_of_a_sentence_above_the_table_is_no_heading(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        words = "All figures of this table are based on a sample and so they may differ from"
        canvas.drawString(60, 923, words)
        canvas.drawString(60, 912.5, "others.")
        lines_at(canvas, [YEARS, *ROWS], EDGES, top=900)

    found = read(page_with(tmp_path, draw))
    assert (found.title, found.header) == ("", tuple(YEARS))


def test_ages_head_columns(tmp_path: Path) -> None:
    rows = [["State", "<18", "18–24", "25–64", "65+"], *ROWS]
    assert read(page_with(tmp_path, lambda c: lines_at(c, rows, EDGES))).heading == rows[:1]


def test_dots_apart_from_each_other_lead_to_the_figures(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        lines_at(canvas, [YEARS, *ROWS], EDGES)
        for number in range(3):
            for dot in range(8):
                canvas.drawString(100 + 6 * dot, 886 - 14 * number, ".")

    assert cells(read(page_with(tmp_path, draw))) == ROWS


def test_a_rule_below_words_over_columns_that_they_are_not_put_over_is_a_remark(
    tmp_path: Path,
) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawRightString(200, 910.5, "Men")
        canvas.drawRightString(370, 910.5, "Women")
        canvas.line(175, 908, 372, 908)
        lines_at(canvas, [["Country", "born", "died", "here", "away"], *ROWS], EDGES)

    page = page_with(tmp_path, draw)
    assert [remark.check for remark in page.tables[0].remarks] == ["heading"]


HEADS = (60.0, 203.0, 206.0)


def test_upper_lines_of_two_headings_that_run_together_are_a_remark(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        lines_at(
            canvas,
            [["", "Rate of", "Change in"], ["", "errors", "all"]],
            HEADS,
            left=(2,),
            pitch=11,
        )
        lines_at(canvas, [[row[0], *row[1:3]] for row in ROWS], (60.0, 200.0, 235.0), top=874)

    page = page_with(tmp_path, draw)
    header = page.tables[0].found.header[1:]
    assert page.tables[0].remarks or header == ("Rate of errors", "Change in all")


def test_a_unit_among_the_words_of_a_heading_is_no_figure_of_a_row(tmp_path: Path) -> None:
    rows = [["", "Total", "Rate per", "Margin of"], ["Region", "population", "1,000", "error"]]
    rows += [["North", "2,010", "14", "0.3"], ["South", "1,530", "9", "0.4"]]
    found = read(page_with(tmp_path, lambda c: lines_at(c, rows, EDGES, pitch=11)))
    assert found.header == ("Region", "Total population", "Rate per 1,000", "Margin of error")


def test_a_heading_reaches_as_far_as_the_rule_below_it(tmp_path: Path) -> None:
    rows = [["North", "2,010", "14"], ["South", "1,530", "9"], ["West", "870", "11"]]

    def draw(canvas: Canvas) -> None:
        lines_at(canvas, [["Region", "Total", "Rate"]], (60.0, 220.0, 340.0))
        canvas.line(58, 897, 342, 897)
        lines_at(canvas, rows, EDGES, top=884)

    assert read(page_with(tmp_path, draw)).header == ("Region", "Total", "Rate")


def test_one_heading_for_each_column_though_the_last_stands_beyond_it(tmp_path: Path) -> None:
    rows = [["North", "2,010", "14"], ["South", "1,530", "9"], ["West", "870", "11"]]

    def draw(canvas: Canvas) -> None:
        top = lines_at(canvas, [["Region", "Total", "Rate"]], (60.0, 220.0, 340.0))
        lines_at(canvas, rows, EDGES, top=top)

    assert read(page_with(tmp_path, draw)).header == ("Region", "Total", "Rate")


def test_the_running_head_of_a_page_is_no_heading(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        lines_at(
            canvas, [["Report 17/800", "page 12", "Parliament"]], (60.0, 220.0, 360.0), top=970
        )
        rows = [["Region", "2019", "2020"], ["North", "14", "3"], ["South", "9", "8"]]
        lines_at(canvas, rows, (60.0, 220.0, 290.0), top=943)
        for y in (955, 940):
            canvas.line(58, y, 292, y)

    assert read(page_with(tmp_path, draw)).header == ("Region", "2019", "2020")


THREE = (60.0, 220.0, 290.0, 360.0)
FIGURES = [["North", "2,010", "14", "3"], ["South", "1,530", "9", "2"], ["West", "870", "11", "4"]]


def headed(tmp_path: Path, *above: tuple[float, float, str]) -> SurveyedPage:
    """A page with a table headed 'Region Men Women All', and these texts above its heading, each
    with the place of its middle.
    """

    def draw(canvas: Canvas) -> None:
        for x, y, text in above:
            canvas.drawCentredString(x, y, text)
        lines_at(canvas, [["Region", "Men", "Women", "All"]], THREE)
        lines_at(canvas, FIGURES, THREE, top=884)

    return page_with(tmp_path, draw)


def test_one_heading_over_all_figures_above_a_rule(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawRightString(360, 914, "Completions")
        canvas.line(195, 911, 362, 911)
        lines_at(canvas, [["Region", "Men", "Women", "All"]], THREE)
        canvas.line(58, 896, 362, 896)
        lines_at(canvas, FIGURES, THREE, top=884)

    header = ("Region", "Completions / Men", "Completions / Women", "Completions / All")
    assert read(page_with(tmp_path, draw)).header == header


def test_words_in_brackets_above_a_heading_are_a_note(tmp_path: Path) -> None:
    found = read(headed(tmp_path, (210, 914, "(Dollars in millions)")))
    assert found.header == ("Region", "Men", "Women", "All")
    assert (found.title, found.note_lines) == ("", ["(Dollars in millions)"])


def test_a_unit_below_one_heading_may_hold_for_all(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        lines_at(canvas, [["Region", "Men", "Women", "All"]], THREE, top=914)
        canvas.drawCentredString(285, 903, "percent")
        lines_at(canvas, FIGURES, THREE, top=884)

    (table,) = page_with(tmp_path, draw).tables
    assert [remark.check for remark in table.remarks] == ["heading"]


def test_a_line_of_units_is_part_of_the_heading(tmp_path: Path) -> None:
    rows = [["Region", "Men", "Women", "All"], ["", "1,000", "1,000", "%"], *FIGURES]
    found = read(page_with(tmp_path, lambda c: lines_at(c, rows, THREE, pitch=11)))
    assert found.header == ("Region", "Men 1,000", "Women 1,000", "All %")


def test_upper_lines_of_the_same_headings_are_no_headings_over_them(tmp_path: Path) -> None:
    rows = [["", "", "Rate per", "", "Rate per"], ["Region", "Number", "1,000", "Number", "1,000"]]
    found = read(page_with(tmp_path, lambda c: lines_at(c, [*rows, *ROWS], EDGES, pitch=11)))
    rate = "Rate per 1,000"
    assert found.header == ("Region", "Number", rate, "Number", rate)


def test_a_lone_last_line_below_a_rule_over_the_figures_is_not_all_of_the_heading(
    tmp_path: Path,
) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.line(170, 928, 372, 928)
        y = lines_at(canvas, [["Country", "All", "Women", "Men", "Other"]], EDGES, top=918)
        y = lines_at(canvas, [["", "", "", "", "cases"]], EDGES, top=y + 4)
        lines_at(canvas, ROWS, EDGES, top=y - 4)

    header = ("Country", "All", "Women", "Men", "Other cases")
    assert read(page_with(tmp_path, draw)).header == header


STAFF = [
    ["Region", "Posts", "Filled"],
    ["North", "17", "12"],
    ["South", "9", "8"],
    ["West", "3", "1"],
]


def staffed(tmp_path: Path, *draw: Callable[[Canvas], object]) -> SurveyedPage:
    """A page with the rows of a table without rules, and what else is drawn above them."""
    return page_with(tmp_path, *draw, lambda c: lines_at(c, STAFF, EDGES))


def remarks(page: SurveyedPage) -> list[str]:
    (table,) = page.tables
    return [remark.problem for remark in table.remarks]


@pytest.mark.parametrize("face", ["Helvetica", "Helvetica-Oblique"])
def test_a_unit_above_the_heading_of_the_names_is_no_part_of_it(tmp_path: Path, face: str) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont(face, 9)
        canvas.drawString(60, 910, "(persons)" if face == "Helvetica" else "persons")
        canvas.setFont("Helvetica", 9)

    page = staffed(tmp_path, draw)
    assert (read(page).header[0], remarks(page)) == ("Region", [])


def test_words_above_the_heading_of_the_names_may_be_a_unit(tmp_path: Path) -> None:
    page = staffed(tmp_path, lambda c: c.drawString(60, 910, "Persons"))
    assert remarks(page) == ["words of the heading may stand over other columns than is shown"]


def test_the_second_line_of_a_title_in_the_middle_is_no_heading(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawCentredString(
            160, 928, "Table 3. Posts of the offices of the counties and cities"
        )
        canvas.drawCentredString(160, 917, "by region and year")

    assert read(staffed(tmp_path, draw)).header == ("Region", "Posts", "Filled")


def test_words_in_the_middle_of_three_columns_and_of_five_are_a_remark(tmp_path: Path) -> None:
    rows = [["Region", "2004", "Men", "Women", "All", "2005"]]
    rows += [[name, "10", "11", "12", "13", "14"] for name in ("North", "South", "West")]
    edges = (60.0, 200.0, 250.0, 300.0, 350.0, 400.0)

    def draw(canvas: Canvas) -> None:
        canvas.drawCentredString(290, 911, "Filled posts")
        lines_at(canvas, rows, edges)

    page = page_with(tmp_path, draw)
    assert remarks(page) == ["words of the heading may stand over other columns than is shown"]


def test_the_number_of_an_axis_may_be_no_heading_of_the_names(tmp_path: Path) -> None:
    rows = [["0", *STAFF[0][1:]], *STAFF[1:]]
    page = page_with(tmp_path, lambda c: lines_at(c, rows, EDGES))
    assert remarks(page) == ["words of the heading may stand over other columns than is shown"]


def test_years_above_a_table_without_another_heading_are_no_row_of_it(tmp_path: Path) -> None:
    """As where what stands beside it on the page has another heading in the same lines."""
    rows = [["Region", "2003", "2004"], ["North", "17", "12"], ["South", "9", "8"]]

    def draw(canvas: Canvas) -> None:
        lines_at(canvas, rows, EDGES)
        beside = [["Office", "Posts", "Filled"], *STAFF[1:]]
        lines_at(canvas, beside, (340.0, 440.0, 500.0))

    for table in page_with(tmp_path, draw).tables:
        assert table.problems or cells(table.found)[0][0] != "Region"


def test_a_heading_far_above_all_others_is_a_remark(tmp_path: Path) -> None:
    page = staffed(tmp_path, lambda c: c.drawCentredString(225, 930, "Year 2005"))
    assert remarks(page) == ["'Year 2005' may be part of the heading"]


def test_a_heading_in_the_middle_of_no_columns_is_a_remark(tmp_path: Path) -> None:
    rows = [["Region", "2004", "Men", "Women"]]
    rows += [[name, "10", "11", "12"] for name in ("North", "South", "West")]

    def draw(canvas: Canvas) -> None:
        canvas.drawCentredString(272, 911, "Filled posts")
        lines_at(canvas, rows, (60.0, 200.0, 260.0, 320.0))

    assert "may stand over other columns" in " ".join(remarks(page_with(tmp_path, draw)))


def test_a_title_whose_words_stand_far_apart_is_no_heading(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        for x, text in (
            (60, "Table 4."),
            (130, "Posts of"),
            (185, "the offices"),
            (265, "by year"),
        ):
            canvas.drawString(x, 912, text)

    assert read(staffed(tmp_path, draw)).header == ("Region", "Posts", "Filled")


def test_a_heading_of_two_lines_beside_such_of_one_line_set_in_the_middle_of_its_height(
    tmp_path: Path,
) -> None:
    """The rule right below its second line is no rule of its own over the columns beside it."""

    def draw(canvas: Canvas) -> None:
        lines_at(canvas, [["", "Day", "Night"]], (60.0, 220.0, 270.0), top=912)
        for y, text in ((918, "Standing"), (906, "charge")):
            canvas.drawCentredString(305, y, text)
        canvas.line(180, 903, 332, 903)
        lines_at(canvas, [["Region", "kWh", "kWh", "days"]], (60.0, 220.0, 270.0, 320.0), top=892)
        lines_at(canvas, FIGURES, (60.0, 220.0, 270.0, 320.0), top=878)

    header = ("Region", "Day / kWh", "Night / kWh", "Standing charge / days")
    assert read(page_with(tmp_path, draw)).header == header


def test_a_heading_of_two_words_beside_that_of_the_column_before_it(tmp_path: Path) -> None:
    """A little more than a space parts its words, the first of which reaches over that column."""

    def draw(canvas: Canvas) -> None:
        canvas.drawString(60, 900, "Region")
        for x, text in ((202, "Vaccinated"), (255, "Total"), (279.5, "per region"), (345, "All")):
            canvas.drawString(x, 900, text)
        lines_at(canvas, FIGURES, (60.0, 223.0, 320.0, 360.0), top=886)

    header = ("Region", "Vaccinated", "Total per region", "All")
    assert read(page_with(tmp_path, draw)).header == header


def test_a_heading_over_nothing_heads_an_empty_column(tmp_path: Path) -> None:
    page = page_with(
        tmp_path,
        lambda c: lines_at(c, [["Region", "Men", "Women", "All", "Percent"]], (*THREE, 420.0)),
        lambda c: c.rect(58, 850, 364, 60),
        lambda c: lines_at(c, FIGURES, THREE, top=886),
    )
    assert read(page).header == ("Region", "Men", "Women", "All", "Percent")
    assert cells(read(page)) == [[*row, ""] for row in FIGURES]
    assert remarks(page) == ["nothing stands in the column below 'Percent'"]


def test_a_sign_below_a_heading_leaves_its_column_uncertain(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        lines_at(canvas, [["Region", "Men", "Women", "All", "Trend"], *FIGURES], (*THREE, 420.0))
        canvas.line(58, 897, 422, 897)
        canvas.drawRightString(414, 872, "|")

    assert "'All Trend': two headings over one column" in refusals(page_with(tmp_path, draw))


def test_a_heading_of_the_names_with_a_line_in_brackets_is_whole(tmp_path: Path) -> None:
    """What begins with a small letter goes on from the line above it."""

    def draw(canvas: Canvas) -> None:
        for y, text in ((930, "Regions in"), (920, "two years"), (910, "(see page 13)")):
            canvas.drawString(60, y, text)
        lines_at(canvas, [["were", *STAFF[0][1:]]], EDGES)
        lines_at(canvas, STAFF[1:], EDGES, top=884)

    found = read(page_with(tmp_path, draw))
    assert found.header[0] == "Regions in two years (see page 13) were"


def test_a_wall_parts_headings_that_nearly_touch(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        for x, text in ((60, "Region"), (182, "Pr. Art.-FE"), (234, "Pr. Art.-Ot")):
            canvas.drawString(x, 900, text)
        canvas.line(58, 896, 300, 896)
        canvas.line(232.5, 911, 232.5, 850)
        lines_at(canvas, STAFF[1:], (60.0, 228.0, 280.0), top=884)

    assert read(page_with(tmp_path, draw)).header == ("Region", "Pr. Art.-FE", "Pr. Art.-Ot")


def test_an_upright_rule_at_both_sides_and_one_below_box_a_heading_over_all_between(
    tmp_path: Path,
) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawCentredString(205, 914, "First")
        canvas.drawString(262, 914, "Second")
        for x in (150, 240, 400):
            canvas.line(x, 926, x, 880)
        canvas.line(150, 909, 400, 909)
        canvas.line(150, 926, 400, 926)
        heads = [["Region", "Men", "Women", "Men", "Women"]]
        lines_at(canvas, [*heads, *ROWS], (60.0, 190.0, 230.0, 320.0, 390.0))

    header = ("Region", "First / Men", "First / Women", "Second / Men", "Second / Women")
    assert read(page_with(tmp_path, draw)).header == header


def test_one_heading_for_the_sections_and_one_for_the_rows_below_them(tmp_path: Path) -> None:
    """A short name of a section stands left of the names of all rows."""
    counties = ["ALLEN", "BARBER", "BROWN", "ELK"]

    def draw(canvas: Canvas) -> None:
        lines_at(
            canvas, [["County", "Candidate", "Votes"]], (60.0, 110.0, 290.0), top=914, left=(0, 1)
        )
        y = 898.0
        for county in counties:
            canvas.setFont("Helvetica-Bold", 9)
            canvas.drawString(60, y, county)
            canvas.setFont("Helvetica", 9)
            votes = [["Derek Schmidt", "328"], ["Sarah Swain", "120"]]
            y = lines_at(canvas, votes, (85.0, 290.0), top=y - 14)

    page = page_with(tmp_path, draw)
    assert read(page).header == ("County Candidate", "Votes")
    assert [row[0] for row in cells(read(page)) if not row[1]] == counties
