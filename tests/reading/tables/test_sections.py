"""Lines of words among the rows: the name of a section, the rest of a name, or a note."""

from __future__ import annotations

from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from annexes.reading.pages import Word
from annexes.reading.tables.bonds import rows_of_lines
from annexes.reading.tables.lines import Line
from annexes.reading.tables.row_lines import LineRow
from reading.tables.looking import Grid, cells, lines_at, page_with, read, refusals

EDGES = (60.0, 190.0, 245.0, 300.0)
HEADING = [["Area of the police", "2009", "2010", "2011"]]
NORTH = [["Northumbria and Durham", "17", "3", "4"], ["Cumbria", "31", "7", "8"]]
SOUTH = [["Devon and Cornwall", "19", "5", "2"], ["Dorset", "12", "6", "1"]]
LONG = "Other parts of Scotland"
"""As long as the names of rows: what would follow it might have been wrapped."""


def in_bold(canvas: Canvas, text: str, y: float, x: float = 60.0) -> float:
    """Draw a bold line between lines that are not; returns the baseline of the next one."""
    canvas.setFont("Helvetica-Bold", 9)
    canvas.drawString(x, y, text)
    canvas.setFont("Helvetica", 9)
    return y - 14


def section(name: str) -> list[str]:
    return [name, "", "", ""]


def test_a_name_in_another_typeface_heads_the_rows_below_it(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        y = lines_at(canvas, [*HEADING, *NORTH], EDGES)
        y = in_bold(canvas, LONG, y)
        lines_at(canvas, SOUTH, EDGES, top=y)

    assert cells(read(page_with(tmp_path, draw))) == [*NORTH, section(LONG), *SOUTH]


def test_the_same_name_in_the_typeface_of_the_rows_has_two_readings(tmp_path: Path) -> None:
    rows = [*HEADING, *NORTH, section(LONG), *SOUTH]
    problems = refusals(page_with(tmp_path, lambda canvas: lines_at(canvas, rows, EDGES)))
    assert problems == [f"'{LONG}' may be a row, or the rest of another"]


def test_a_bold_line_above_each_single_row_may_be_its_name(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        y = lines_at(canvas, [*HEADING, *NORTH[:1]], EDGES)
        for row in (*SOUTH, NORTH[1]):
            y = lines_at(canvas, [row], EDGES, top=in_bold(canvas, LONG, y))

    assert f"'{LONG}' may be a row, or the rest of another" in refusals(page_with(tmp_path, draw))


def test_a_bold_line_that_goes_on_in_small_letters_has_two_readings(tmp_path: Path) -> None:
    rows = [["and of the whole of Wales", "19", "5", "2"], ["Dorset", "12", "6", "1"]]

    def draw(canvas: Canvas) -> None:
        y = lines_at(canvas, [*HEADING, *NORTH, *SOUTH], EDGES)
        lines_at(canvas, rows, EDGES, top=in_bold(canvas, LONG, y))

    assert f"'{LONG}' may be a row, or the rest of another" in refusals(page_with(tmp_path, draw))


def test_the_first_sections_below_a_bold_heading_are_no_part_of_it(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica-Bold", 9)
        y = lines_at(canvas, HEADING, EDGES)
        y = in_bold(canvas, "All of England", y)
        y = in_bold(canvas, "North", y, 66)
        y = lines_at(canvas, NORTH, EDGES, top=y)
        y = in_bold(canvas, LONG, y, 66)
        y = lines_at(canvas, SOUTH, EDGES, top=y)
        y = in_bold(canvas, "Wales", y)
        lines_at(canvas, [["Dyfed and Powys", "3", "2", "5"]], EDGES, top=y)

    rows = cells(read(page_with(tmp_path, draw)))
    assert rows[:3] == [section("All of England"), section("North"), NORTH[0]]


def test_smaller_words_below_the_last_row_are_a_note(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        y = lines_at(canvas, [*HEADING, *NORTH, *SOUTH], EDGES)
        canvas.setFont("Helvetica", 8)
        canvas.drawString(60, y, "Provisional figures")
        canvas.line(60, y - 40, 300, y - 40)  # of what comes next

    assert cells(read(page_with(tmp_path, draw))) == [*NORTH, *SOUTH]


def test_words_of_the_same_size_below_the_last_row_may_be_one(tmp_path: Path) -> None:
    rows = [*HEADING, *NORTH, *SOUTH, section("Provisional figures")]
    problems = refusals(page_with(tmp_path, lambda canvas: lines_at(canvas, rows, EDGES)))
    assert problems == ["'Provisional figures' may be a row without figures, or no row"]


def test_words_in_the_middle_of_the_figures_head_the_rows_below_them(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        y = lines_at(canvas, HEADING, EDGES)
        for name, rows in (("Men", NORTH), ("Women", SOUTH)):
            canvas.drawCentredString(236, y, name)
            y = lines_at(canvas, rows, EDGES, top=y - 14)

    rows = [section("Men"), *NORTH, section("Women"), *SOUTH]
    assert cells(read(page_with(tmp_path, draw))) == rows


def test_a_year_among_the_names_heads_the_months_below_it(tmp_path: Path) -> None:
    def months(year: str, *figures: str) -> Grid:
        names = ("January", "February", "March")
        rows = [[name, own, own, own] for name, own in zip(names, figures, strict=True)]
        return [section(year), *rows]

    rows = [*months("2010", "4", "15", "6"), *months("2011", "17", "8", "9")]
    page = page_with(tmp_path, lambda canvas: lines_at(canvas, [*HEADING, *rows], EDGES))
    assert cells(read(page)) == rows


def test_a_section_behind_a_bold_total_is_one_as_the_others_are(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica-Bold", 9)
        y = lines_at(canvas, [*HEADING, ["England and Wales", "48", "10", "12"]], EDGES)
        for name, rows in (("North and North East", NORTH), ("South", SOUTH)):
            y = lines_at(canvas, rows, EDGES, top=in_bold(canvas, name, y))

    rows = cells(read(page_with(tmp_path, draw)))
    assert rows[1:] == [section("North and North East"), *NORTH, section("South"), *SOUTH]


def test_space_above_a_line_makes_it_a_section_as_it_does_others(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        y = lines_at(canvas, [*HEADING, *NORTH], EDGES) - 5
        y = lines_at(canvas, [section("Wales"), *SOUTH], EDGES, top=y) - 5
        lines_at(canvas, [section(LONG), ["Greater Glasgow", "3", "2", "5"], *SOUTH], EDGES, top=y)

    rows = cells(read(page_with(tmp_path, draw)))
    assert [row for row in rows if not row[1]] == [section("Wales"), section(LONG)]


def test_a_line_with_a_colon_above_indented_rows_begins_a_name(tmp_path: Path) -> None:
    rows = [*HEADING, ["Use in all of the country", "17", "3", "4"], section("Disappearance:")]

    def draw(canvas: Canvas) -> None:
        y = lines_at(canvas, rows, EDGES)
        lines_at(
            canvas, [["Food", "3", "2", "5"], ["Seed", "4", "1", "2"]], (65, *EDGES[1:]), top=y
        )

    assert cells(read(page_with(tmp_path, draw)))[1] == section("Disappearance:")


def test_a_name_that_comes_again_with_the_same_rest_is_not_whole(tmp_path: Path) -> None:
    rest = section("and Family Services")
    rows = [*HEADING, *NORTH]
    for figure in ("3", "14", "5"):
        rows += [["Health", figure, figure, figure], rest, *SOUTH]
    problems = refusals(page_with(tmp_path, lambda canvas: lines_at(canvas, rows, EDGES)))
    assert problems[:3] == ["'and Family Services' may be a row, or the rest of another"] * 3
    assert "'and Family Services' may be the rest of the row above it" in problems


def test_letters_that_reach_below_their_line_make_no_space_between_lines() -> None:
    """As the boxes of some fonts are: as high and as low as the letters of the word."""
    names = (
        ("Agriculture,", 8.2),
        ("Food and", 7.0),
        ("the Marine", 7.0),
        ("Pay", 8.4),
        ("Health", 7.0),
    )
    lines = []
    for number, (name, height) in enumerate(names):
        top = 100 + 13.3 * number
        words: dict[int, Line] = {0: (Word(name, 60, top, 60 + 5 * len(name), top + height),)}
        if number not in (1, 2):
            words[1] = (Word("17", 150, top, 160, top + 7),)
        lines.append(LineRow(words, is_row=1 in words))
    rows, doubts = rows_of_lines(lines, 2, lambda *_: False)
    assert (rows[0].texts[0], doubts) == ("Agriculture, Food and the Marine", [])


def test_a_place_that_ends_like_an_article_is_whole(tmp_path: Path) -> None:
    rows = [["Houston, TX", "83", "2", "4"], ["New Orleans, LA", "232", "12", "3"]]
    rows += [section("Purchased transportation"), ["New York, NY", "185", "65", "9"]]
    problems = refusals(page_with(tmp_path, lambda c: lines_at(c, [*HEADING, *rows], EDGES)))
    assert problems == ["'Purchased transportation' may be a row, or the rest of another"]


def test_names_set_unlike_the_rows_are_not_bound_to_them_by_spaces_alone() -> None:
    """Most rows stand further apart than the first of them and the names of two levels above it."""

    def line(x: float, y: float, name: str, face: int, figure: str = "") -> LineRow:
        words = Word(name, x, y, x + 25, y + 8, 0, None, face), Word(figure, 200, y, 220, y + 8)
        return LineRow({n: (word,) for n, word in enumerate(words) if word.text}, bool(figure))

    lines = [line(54, 0, "All", 2), line(64, 10, "North", 2), line(74, 20, "Kent", 1, "7")]
    lines += [line(74, 30, "Bath", 1, "8"), line(64, 50, "East", 1, "9")]
    lines += [line(54, 70, "Rest", 1, "2"), line(54, 90, "Sum", 1, "26")]
    rows, doubts = rows_of_lines(lines, 2, lambda *_: False)
    assert [row.texts[0] for row in rows][:3] == ["All", "North", "Kent"]
    assert "'All' may be a row, or the rest of another" in [doubt.problem for doubt in doubts]


def test_rows_of_codes_words_and_one_figure_below_sections(tmp_path: Path) -> None:
    """Most of what stands in them is words; each row has a code of its own."""
    edges = (60.0, 100.0, 220.0, 290.0, 310.0)
    head = [["Code", "Place", "Date", "Cases", "Status"]]
    towns = ["Atlanta, GA", "Boston, MA", "Chicago, IL", "Denver, CO"]
    rows = [
        [f"A10{n}", town, f"{n}/7/1999", f"{n}58", "In progress"]
        for n, town in enumerate(towns, start=1)
    ]

    def draw(canvas: Canvas) -> None:
        top = lines_at(canvas, head, edges, left=(0, 1, 4))
        for number, name in enumerate(("Small areas", "Directly operated")):
            canvas.setFont("Helvetica-Oblique", 9)
            canvas.drawString(60, top, name)
            canvas.setFont("Helvetica", 9)
            own = rows[2 * number : 2 * number + 2]
            top = lines_at(canvas, own, edges, top=top - 14, left=(0, 1, 4))

    shown = cells(read(page_with(tmp_path, draw)))
    assert [row for row in shown if row[1]] == rows


def test_a_word_over_the_only_figure_of_the_next_rows_heads_another_table(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        top = lines_at(canvas, [*HEADING, *NORTH, *SOUTH], EDGES, pitch=20)
        canvas.drawRightString(190, top - 8, "Cases")
        lines_at(canvas, [["Malta", "182"], ["Cyprus", "96"], ["Spain", "41"]], EDGES, top=top - 28)

    shown = [cells(table.found) for table in page_with(tmp_path, draw).tables]
    assert not any(len(rows) > 4 for rows in shown)


@pytest.mark.parametrize("first", ["England", "Total", "Regions:"])
def test_words_right_below_the_heading_that_are_a_row(tmp_path: Path, first: str) -> None:
    """Set unlike the heading and like the rows, or a whole name, or with a colon at their end."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica-Bold" if first == "England" else "Helvetica", 9)
        y = lines_at(canvas, HEADING, EDGES)
        canvas.setFont("Helvetica", 9)
        lines_at(canvas, [section(first), *NORTH, *SOUTH], EDGES, top=y)

    assert cells(read(page_with(tmp_path, draw))) == [section(first), *NORTH, *SOUTH]
