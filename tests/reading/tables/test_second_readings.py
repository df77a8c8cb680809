"""Words with a second reading, or with none, refuse their table with a place."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from drawing import draw_table
from reading.tables.looking import Grid, cells, lines_at, page_with, read, refusals

EDGES = (60.0, 130.0, 290.0, 360.0)
STATES = ("Idaho", "Maine", "Texas")


def grouped(names: Sequence[str], groups: Sequence[str] = ("Male", "Female")) -> Grid:
    """Rows of the same groups again and again, with these names before them."""
    rows = [
        [name, groups[number % len(groups)], "12", str(number)] for number, name in enumerate(names)
    ]
    return [["State", "Group", "2019", "2020"], *rows]


def test_names_of_groups_that_stand_between_two_rows(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        lines_at(canvas, grouped([""] * 6), EDGES, left=(0, 1))
        for y in (910, 896, 812):
            canvas.line(58, y, 362, y)
        for number, name in enumerate(STATES):
            canvas.drawString(60, 879 - 28 * number, name)

    problems = refusals(page_with(tmp_path, draw))
    assert "'Idaho', 'Maine', 'Texas': words among the rows, but in no cell" in problems


def test_names_of_groups_that_stand_below_their_first_row(tmp_path: Path) -> None:
    names = [name for state in STATES for name in ("", state, "")]
    rows = grouped(names, ("Male", "Female", "All", "Total"))
    problems = refusals(page_with(tmp_path, lambda c: lines_at(c, rows, EDGES, left=(0, 1))))
    assert "'Idaho' may be the name of rows above it as well" in problems


def test_a_name_of_a_group_that_is_wrapped_over_its_rows(tmp_path: Path) -> None:
    kinds = ("Male", "Female", "Boys", "Girls", "Sons", "Daughters")
    rows = grouped(["New", "Hampshire", "Maine", "", "Texas", ""], kinds)
    problems = refusals(page_with(tmp_path, lambda c: lines_at(c, rows, EDGES, left=(0, 1))))
    assert "'Hampshire' may be a name, or the rest of the one above it" in problems


@pytest.mark.parametrize(
    ("names", "groups"),
    [
        (["", "Idaho", "", "", "Maine", "", "", "Texas", ""], ("Male", "Female", "All")),
        (["Idaho", "", "New", "Hampshire", "Texas", ""], ("Male", "Female")),
    ],
    ids=["in the middle", "wrapped"],
)
def test_a_name_beside_rows_that_come_again_in_the_same_order(
    tmp_path: Path, names: list[str], groups: tuple[str, ...]
) -> None:
    rows = grouped(names, groups)
    found = read(page_with(tmp_path, lambda c: lines_at(c, rows, EDGES, left=(0, 1))))
    each = len(groups)
    runs = [names[n : n + each] for n in range(0, len(names), each)]
    whole = [name for run in runs for name in (" ".join(filter(None, run)), *[""] * (each - 1))]
    assert cells(found) == grouped(whole, groups)[1:]


def test_a_rank_is_not_the_rest_of_the_one_above_it(tmp_path: Path) -> None:
    grid = [
        ["Rank", "State", "2019", "2020"],
        ["1", "Idaho", "12", "30"],
        ["2", "Maine", "8", "20"],
    ]
    rows = [
        *grid,
        ["3", "Texas", "5", "9"],
        ["", "All of these", "25", "59"],
        ["", "All", "40", "80"],
    ]
    grid_lines = [(58, y, 362, y) for y in range(913, 813, -14)]
    page = page_with(
        tmp_path, lambda c: lines_at(c, rows, EDGES, left=(0, 1)), lambda c: c.lines(grid_lines)
    )
    assert cells(read(page)) == rows[1:]


def test_the_first_line_of_the_first_row_below_the_rule_of_the_heading(tmp_path: Path) -> None:
    rows = [["Project", "Amount", "Remark"], ["", "", "approved under"], ["Alpha", "12", "terms"]]
    rows += [["", "", "after review"], ["Beta", "300", "open"], ["Gamma", "41", "refused"]]

    def draw(canvas: Canvas) -> None:
        lines_at(canvas, rows, (60.0, 200.0, 240.0), pitch=11, left=(0, 2))
        for y in (910, 897.5, 842):
            canvas.line(58, y, 320, y)

    problems = refusals(page_with(tmp_path, draw))
    assert "'approved under' may be part of the heading, or of the first row" in problems


def test_the_rest_of_a_cell_that_was_cut_by_the_end_of_a_page(tmp_path: Path) -> None:
    rows = [["Project", "Amount", "Remark"], ["", "", "and was carried out."]]
    rows += [["Beta", "300", "It is open."], ["Gamma", "41", "It was refused."]]
    page = page_with(tmp_path, lambda c: draw_table(c, rows, 900, [57, 180, 240, 400]))
    assert refusals(page) == [
        "'and was carried out.' may be part of the heading, or of the first row"
    ]


def test_groups_of_digits_that_stand_below_a_heading_each(tmp_path: Path) -> None:
    rows = [["Region", "A", "B", "C"], ["North", "574", "943", "684"]]
    rows += [["South", "475", "924", "112"], ["West", "870", "959", "296"]]
    edges = (60.0, 200.0, 217.5, 235.0)
    problems = refusals(page_with(tmp_path, lambda c: lines_at(c, rows, edges)))
    assert problems == ["'A B C' may stand over several columns of '574 943 684'"]


@pytest.mark.parametrize("figures_at", [0, 1])
def test_a_full_line_without_figures_at_the_pitch_of_all_rows(
    tmp_path: Path, figures_at: int
) -> None:
    name = ("Violence against the person", "Injury or death")
    rows = [["Offence", "Cases"], ["Theft", "300"], ["Arson", "7"]]
    rows += [[line, "9" if number == figures_at else ""] for number, line in enumerate(name)]
    rows += [["Murder", "2"], ["Burglary", "120"]]
    page = page_with(tmp_path, lambda c: lines_at(c, rows, (60.0, 400.0), pitch=16))
    assert refusals(page) == [f"'{name[1 - figures_at]}' may be a row, or the rest of another"]


def test_dots_that_lead_to_figures_in_a_column_of_their_own(tmp_path: Path) -> None:
    rows = [["Region", "", "Cases"], ["North", ". .", "300"], ["South", "", "12"]]
    rows += [["West", ". .", "41"], ["East", ". .", "9"]]
    page = page_with(tmp_path, lambda c: lines_at(c, rows, (60.0, 180.0, 240.0)))
    assert not any(
        ". ." in row.texts for t in page.tables if not t.problems for row in t.found.rows
    )


NAMES = ("North", "South", "West", "East")


@pytest.mark.parametrize(
    "cells",
    [("{}", "1,614,571 3,767,204 7,328,804"), ("{}............135........69.1", "")],
    ids=["too close to each other", "led to by dots"],
)
def test_figures_that_cannot_be_parted(tmp_path: Path, cells: Sequence[str]) -> None:
    rows = [[text.format(name) for text in cells] for name in NAMES]
    problems = refusals(page_with(tmp_path, lambda c: lines_at(c, rows, (60.0, 300.0))))
    assert len(problems) == 4
    assert all("looks like a row of a table that cannot be read" in text for text in problems)


def test_signs_that_stand_apart_from_their_figures(tmp_path: Path) -> None:
    rows = [["Region", "", "2019", "2020"], *([name, "-", "1,252", "90"] for name in NAMES)]
    edges = (60.0, 140.0, 220.0, 290.0)
    problems = refusals(page_with(tmp_path, lambda c: lines_at(c, rows, edges)))
    assert "'-' may belong to what stands beside it" in problems


def test_tables_side_by_side_with_the_same_names(tmp_path: Path) -> None:
    ages = ("0–9", "10–19", "20–29", "30–39")
    rows = [["Age", "Men", "Age", "Men"], *([age, "12", age, "7"] for age in ages)]
    edges = (90.0, 150.0, 220.0, 290.0)
    problems = refusals(page_with(tmp_path, lambda c: lines_at(c, rows, edges, left=())))
    assert "'0–9' names the row as well: two tables may stand side by side" in problems


def test_two_lines_with_figures_between_rules_that_part_all_rows(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        lines_at(canvas, [["Region", "Cases", "Rate", "Share"]], EDGES, top=914)
        top = 900.0
        for name in NAMES:
            canvas.line(58, top + 10.5, 362, top + 10.5)
            rows = [[name, "693", "12", "45.3"]]
            rows += [["Coast", "", "", "(5.1)"]] if name == "West" else []
            top = lines_at(canvas, rows, EDGES, top=top)
        canvas.line(58, top + 10.5, 362, top + 10.5)

    problems = refusals(page_with(tmp_path, draw))
    assert problems == ["'Coast (5.1)' may be a row, or the rest of the one above"]


def test_two_figures_far_from_each_other_in_one_cell_of_a_grid(tmp_path: Path) -> None:
    rows = [["Region", "2019", "2020"], *([name, "", "90"] for name in NAMES)]

    def draw(canvas: Canvas) -> None:
        draw_table(canvas, rows, 900, [57, 180, 300, 400])
        for number in range(4):
            canvas.drawString(190, 900 - 14 * (number + 1) - 10, "56")
            canvas.drawRightString(296, 900 - 14 * (number + 1) - 10, "(66.0%)")

    problems = refusals(page_with(tmp_path, draw))
    assert "'56 (66.0%)' may be one cell: no rule parts it" in problems


@pytest.mark.parametrize("blank", ["unknown", "Democratic Republic of Congo"])
def test_unknown_may_be_the_name_of_a_row(tmp_path: Path, blank: str) -> None:
    names = ["Burkina Faso", "Malta", "Democratic Republic of Congo", "unknown", "Peru", "Togo"]
    grid = [["State", "2019", "2020"], *([name, *["7", "12"] * (name != blank)] for name in names)]
    problems = refusals(page_with(tmp_path, lambda c: lines_at(c, grid, (60, 240, 300))))
    assert problems == [f"'{blank}' may be a row, or the rest of another"]


def test_a_name_of_two_lines_between_rules_is_no_two_sections(tmp_path: Path) -> None:
    names = ["Malta", "Ireland", "Peru", "Central African", "Republic", "Sri Lanka", "Togo"]
    blank = ("Ireland", "Central African", "Republic", "Sri Lanka")
    rows = [[name, *["7"] * (name not in blank)] for name in names]

    def draw(canvas: Canvas) -> None:
        lines_at(canvas, [["State", "2019"], *rows], (60, 240))
        for number in (0, 1, 2, 3, 4, 6, 7, 8):
            canvas.line(58, 909 - 14 * number, 242, 909 - 14 * number)

    problem, *_ = refusals(page_with(tmp_path, draw))
    assert problem == "'Central African' may be a row, or the rest of another"


def test_a_row_of_few_figures_between_the_rule_of_the_heading_and_the_rows(tmp_path: Path) -> None:
    names = ("Innovation,", "Science", "Families,", "Youth", "Work", "Finance", "Total")
    rows = [[name, *("15", "7", "709") * (name[-1] != ",")] for name in names]

    def draw(canvas: Canvas) -> None:
        lines_at(canvas, [["Ministry", "2009", "2010", "2011"]], EDGES, top=930)
        for y in (945, 920, 760):
            canvas.line(58, y, 362, y)
        lines_at(canvas, [["Education", "", ""], ["and Training", "313", ""]], EDGES, top=905)
        lines_at(canvas, rows, EDGES, top=865)

    problems = refusals(page_with(tmp_path, draw))
    assert "'Education', 'and', 'Training', '313': words among the rows, but in no cell" in problems


@pytest.mark.parametrize(
    "rows",
    [
        [["Poland", "Article 3(2)", "EUR 39"], ["Malta", "Article 5(2)", "EUR 15"]],
        [["Poland", "Yes", "No"], ["Malta", "No", "No"], ["Cyprus", "Yes", "Yes"]],
    ],
    ids=["units", "words"],
)
def test_what_stands_below_a_ruled_heading_is_not_passed_over(tmp_path: Path, rows: Grid) -> None:
    def draw(canvas: Canvas) -> None:
        lines_at(canvas, [["Name", "Basis", "Fee"], *rows], (60.0, 230.0, 340.0))
        canvas.line(60, 896, 340, 896)
        canvas.drawString(
            60, 800, "The Agency carried out three operations in which officers took part."
        )

    assert refusals(page_with(tmp_path, draw)) == [
        f"'{' '.join(row)}' looks like a row of a table that cannot be read" for row in rows
    ]


def test_words_among_the_figures_of_the_first_row_may_be_a_heading(tmp_path: Path) -> None:
    heading = [["", "", "", "Rate"], ["Nature of suit", "Percent", "Median", "per"]]
    heading += [["district", "convicted", "(months)", "1,000"]]
    groups = [["Second Circuit", "", "", ""], ["Private cases", "", "", ""]]
    rows = [["  Maine", "*", "0.8", "0.1*"], ["  Idaho", "31", "0.2", "0.7"]]
    edges = (60.0, 190.0, 245.0, 300.0)

    def draw(canvas: Canvas) -> None:
        y = lines_at(canvas, heading, edges, pitch=11) - 4
        lines_at(canvas, [groups[0], *rows, groups[1], *rows], edges, pitch=11, top=y)

    problem = "'district convicted (months) 1,000' may be a heading or a row"
    assert refusals(page_with(tmp_path, draw)) == [problem]


def test_the_rest_of_the_last_row_below_it_is_not_passed_over(tmp_path: Path) -> None:
    rows = [["Region", "2003", "2004", "Status"], ["Maine", "4", "8", "In progress"]]
    rows += [["Idaho", "31", "2", "Not required"], ["Texas", "15", "3", "Open, pending"]]
    rows += [["", "", "", "report"]]
    edges = (60.0, 190.0, 245.0, 280.0)
    page = page_with(tmp_path, lambda c: lines_at(c, rows, edges, left=(0, 3)))
    assert refusals(page) == ["'report' may be a row without figures, or no row"]


def test_a_title_in_the_margin_beside_the_rows_is_no_name(tmp_path: Path) -> None:
    margin = ["", "Table III.", "Changes in the", "counties, by", "year"]
    names = ["Posts", "North", "South", "East", "West"]
    rows = [["Region", "2004", "2005"]] + [[name, "17", "12"] for name in names]

    def draw(canvas: Canvas) -> None:
        lines_at(canvas, [[text] for text in margin], (60.0,), top=886)
        lines_at(canvas, rows, (150.0, 260.0, 310.0))

    problem = "'Table III.' may be a title beside the rows, and no name"
    assert problem in refusals(page_with(tmp_path, draw))


def test_footnotes_below_a_rule_in_columns_of_running_text_are_no_rows(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        said = [*["The office counts all its posts", "in the two years before it and"] * 6, "so"]
        rows = [[said[(n + 4 * column) % 13] for column in range(3)] for n in range(14)]
        lines_at(canvas, rows, (60.0, 205.0, 350.0), left=(0, 1, 2), pitch=11)
        canvas.line(60, 820, 120, 820)

    page = page_with(tmp_path, draw)
    assert not page.tables
    assert not refusals(page)


def test_words_below_each_other_behind_figures_are_a_column(tmp_path: Path) -> None:
    rows = [["Item", "2008", "Share"], ["Imports", "63", "80,5"], ["Seed", "7", "5,8"]]
    rows += [["Food", "31", "120,4"], ["Feed", "12", "7,7"]]

    def draw(canvas: Canvas) -> None:
        lines_at(canvas, rows, (60, 200, 260))
        lines_at(canvas, [[""], ["closed"], ["graffiti"], ["open again"], ["closed"]], (262,))

    assert refusals(page_with(tmp_path, draw)) == ["'80,5 closed' may stand in two columns"]


def test_a_colon_behind_a_figure_stands_for_a_rule(tmp_path: Path) -> None:
    rows = [["Item", "2008:", "2009"], ["Imports", "634.81:", "159.1"], ["Food", "7.7:", "4.6"]]
    rows += [["Seed", "770.87:", "402.6"]]
    problems = refusals(page_with(tmp_path, lambda c: lines_at(c, rows, (60.0, 200.0, 260.0))))
    assert "'634.81:' may hold dots or a sign that belong to a figure beside it" in problems
