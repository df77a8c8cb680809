"""Ruled tables: every cell the drawing encloses, merged ones at their first row and column."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from annexes.reading.pages import Word
from annexes.reading.tables.bands import Box, heading_or_row
from drawing import LEADING, draw_table
from reading.tables.looking import cells, lines_at, page_with, read, refusals


def test_words_dates_and_figures_in_any_column(tmp_path: Path) -> None:
    rows = [
        ["Mitgliedstaat", "Zahl", "Herkunftsland", "Zahl"],
        ["Belgien", "21", "darunter:", ""],
        ["", "", "Syrien", "15"],
        ["", "", "Ruanda", "2"],
        ["Bulgarien", "155", "Syrien", "81"],
    ]
    found = read(page_with(tmp_path, lambda c: draw_table(c, rows, 900, [57, 180, 240, 380, 440])))
    assert (found.heading, cells(found)) == (rows[:1], rows[1:])


def test_tables_side_by_side_under_the_same_headings_are_two(tmp_path: Path) -> None:
    rows = [
        ["Land", "absolut", "Staat", "absolut"],
        ["Polen", "4.876", "Irak", "4.575"],
        ["Malta", "251", "Iran", "34"],
        ["", "", "Syrien", "9"],
    ]
    page = page_with(tmp_path, lambda c: draw_table(c, rows, 900, [57, 180, 240, 380, 440]))
    assert [cells(table.found) for table in page.tables] == [
        [["Polen", "4.876"], ["Malta", "251"]],
        [["Irak", "4.575"], ["Iran", "34"], ["Syrien", "9"]],
    ]


def test_a_table_of_words_alone(tmp_path: Path) -> None:
    rows = [["Aufgabe", "Lehrer", "Trainer"], ["Planung", "x", ""], ["Prüfung", "ja", "nein"]]
    found = read(page_with(tmp_path, lambda c: draw_table(c, rows, 900, [57, 180, 240, 300])))
    assert cells(found) == rows[1:]


def test_a_heading_over_a_wall_that_covers_only_the_lower_half_of_its_cell(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        for y in (900, 872, 858, 844):
            canvas.line(57, y, 320, y)
        for x in (57, 180, 320):
            canvas.line(x, 900, x, 844)
        canvas.line(250, 886, 250, 844)
        canvas.drawCentredString(250, 889, "Übernahmeersuchen")
        canvas.drawString(60, 875, "Herkunftsland")
        for x, texts in ((240, ("absolut", "1.314", "27")), (310, ("in Prozent", "2,9", "0,1"))):
            for number, text in enumerate(texts):
                canvas.drawRightString(x, 875 - 14 * number, text)
        for number, text in enumerate(("Nigeria", "Iran")):
            canvas.drawString(60, 861 - 14 * number, text)

    found = read(page_with(tmp_path, draw))
    assert found.heading == [
        ["Herkunftsland", "Übernahmeersuchen", ""],
        ["", "absolut", "in Prozent"],
    ]
    assert cells(found) == [["Nigeria", "1.314", "2,9"], ["Iran", "27", "0,1"]]


def narrow(width: float) -> Callable[[Canvas], None]:
    """A table whose first figure goes on in the next line of a cell of this width."""

    def draw(canvas: Canvas) -> None:
        rows = [["Land", "Zahl", "%"], ["Syrien", "135.10\n", "94,7"], ["Irak", "14.353", "24,6"]]
        draw_table(canvas, rows, 900, [57, 140, 140 + width, 170 + width])
        canvas.drawRightString(137 + width, 900 - 16 - 2 * LEADING, "7")

    return draw


def test_a_figure_too_wide_for_its_cell_goes_on_in_the_next_line(tmp_path: Path) -> None:
    found = read(page_with(tmp_path, narrow(36)))
    assert cells(found) == [["Syrien", "135.107", "94,7"], ["Irak", "14.353", "24,6"]]


def test_two_lines_of_figures_in_a_wide_cell_are_no_single_figure(tmp_path: Path) -> None:
    problems = refusals(page_with(tmp_path, narrow(120)))
    assert "'7' may be a row, or the rest of another" in problems


def test_a_name_beside_several_rows_stands_at_the_first_and_is_remarked_upon(
    tmp_path: Path,
) -> None:
    def draw(canvas: Canvas) -> None:
        for y in (900, 884, 836):
            canvas.line(57, y, 300, y)
        for y in (868, 852):
            canvas.line(120, y, 300, y)
        for x in (57, 120, 220, 300):
            canvas.line(x, 900, x, 836)
        for number, (name, figure) in enumerate(
            (("Gruppe", "Zahl"), ("Männer", "4"), ("Frauen", "5"), ("alle", "9"))
        ):
            canvas.drawString(123, 888 - 16 * number, name)
            canvas.drawString(223, 888 - 16 * number, figure)
        canvas.drawString(60, 888, "Jahr")
        canvas.drawString(60, 856, "1991")

    page = page_with(tmp_path, draw)
    assert cells(read(page)) == [["1991", "Männer", "4"], ["", "Frauen", "5"], ["", "alle", "9"]]
    assert [remark.check for remark in page.tables[0].remarks] == ["merged-cell"]


def test_rows_without_rules_between_them_and_a_list_word_among_them(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        for y in (900, 884, 832):
            canvas.line(57, y, 260, y)
        for x in (57, 200, 260):
            canvas.line(x, 900, x, 832)
        rows = (
            ("Art", "Zahl"),
            ("Ablehnungen", "9"),
            ("davon Ablehnungen", ""),
            ("Artikel 6", "4"),
        )
        for number, (name, figure) in enumerate((*rows, ("Artikel 7", "5"))):
            canvas.drawString(60, 889 - 12 * number, name)
            canvas.drawString(220, 889 - 12 * number, figure)

    assert cells(read(page_with(tmp_path, draw))) == [
        ["Ablehnungen", "9"],
        ["davon Ablehnungen", ""],
        ["Artikel 6", "4"],
        ["Artikel 7", "5"],
    ]


def test_a_section_right_below_a_heading_of_two_lines_is_a_row(tmp_path: Path) -> None:
    """Its cell spans all columns, as that of a title would."""

    def draw(canvas: Canvas) -> None:
        for y in (900, 872, 858, 844, 830, 816):
            canvas.line(57, y, 400, y)
        canvas.line(200, 886, 330, 886)
        for x, low in ((57, 816), (200, 872), (330, 872), (400, 816)):
            canvas.line(x, 900, x, low)
        canvas.line(265, 886, 265, 872)
        for x in (200, 265, 330):
            for top in (858, 830):
                canvas.line(x, top, x, top - 14)
        for x, y, text in ((60, 882, "Kreis"), (245, 889, "Fälle"), (350, 882, "Summe")):
            canvas.drawString(x, y, text)
        for y, texts in (
            (875, ("2019", "2020", "")),
            (847, ("145", "7", "152")),
            (819, ("27", "6", "33")),
        ):
            for x, text in zip((262, 327, 397), texts, strict=True):
                canvas.drawRightString(x, y, text)
        for y, text in ((861, "Nord"), (847, "Kiel"), (833, "Süd"), (819, "Ulm")):
            canvas.drawString(60, y, text)

    found = read(page_with(tmp_path, draw))
    assert not found.title
    assert cells(found) == [
        ["Nord", "", "", ""],
        ["Kiel", "145", "7", "152"],
        ["Süd", "", "", ""],
        ["Ulm", "27", "6", "33"],
    ]


GRID = [["Land", "2021", "2022"], ["Bayern", "", "20"], ["Berlin", "3", "4"], ["Hessen", "5", "6"]]


def grid_with(canvas: Canvas, left: str, right: str) -> None:
    """A full grid; in the first row these stand at both ends of a cell."""
    draw_table(canvas, GRID, 900, [57, 240, 310, 380])
    canvas.drawString(243, 900 - 16 - 11, left)
    canvas.drawRightString(307, 900 - 16 - 11, right)


def test_a_minus_at_the_other_end_of_a_cell_belongs_to_its_figure(tmp_path: Path) -> None:
    found = read(page_with(tmp_path, lambda canvas: grid_with(canvas, "-", "582")))
    assert cells(found)[0] == ["Bayern", "- 582", "20"]


def test_two_figures_at_both_ends_of_one_cell_are_refused(tmp_path: Path) -> None:
    page = page_with(tmp_path, lambda canvas: grid_with(canvas, "12", "34"))
    assert refusals(page) == ["'12' and '34' stand apart in one cell"]


def test_a_hyphen_at_the_end_of_a_line_stays_where_it_is_part_of_the_word(tmp_path: Path) -> None:
    rows = [
        ["Staat", "minder-\njährig", "Non-\npay", "Not-for-\nprofit"],
        ["Bosnien-\nHerzegowina", "17", "3", "4"],
        ["Ein- und Aus-\nfuhr", "21", "8", "9"],
        ["Vermögens-\nund Fälschungen", "9", "1", "5"],
        ["Rights-\nof-way", "9", "1", "5"],
        ["Janvier-\naoût", "9", "1", "5"],
        ["PMK -links-\ninsgesamt", "9", "1", "5"],
    ]
    page = page_with(tmp_path, lambda c: draw_table(c, rows, 900, [57, 180, 240, 380, 440]))
    assert read(page).header == ("Staat", "minderjährig", "Non-pay", "Not-for-profit")
    assert [row[0] for row in cells(read(page))] == [
        "Bosnien-Herzegowina",
        "Ein- und Ausfuhr",
        "Vermögens- und Fälschungen",
        "Rights-of-way",
        "Janvier-août",
        "PMK -links- insgesamt",
    ]


def test_the_rest_of_a_grid_keeps_the_columns_that_are_empty_in_it(tmp_path: Path) -> None:
    rows = [["Polen", "", "17", ""], ["Malta", "", "4", ""]]
    found = read(page_with(tmp_path, lambda c: draw_table(c, rows, 900, [57, 180, 240, 380, 440])))
    assert cells(found) == rows


def test_a_name_above_the_names_of_the_rest_of_a_grid_may_be_its_first_row(tmp_path: Path) -> None:
    rows = [["Asien", "", ""], ["Irak", "4.575", "17"], ["Iran", "34", "4"]]
    page = page_with(tmp_path, lambda c: draw_table(c, rows, 900, [57, 180, 240, 300]))
    assert refusals(page) == ["'Asien' may be a heading or a row without figures"]


def test_figures_alone_in_a_grid_of_one_column_are_not_passed_over(tmp_path: Path) -> None:
    rows = [["2020"], ["4.204"], ["41"], ["105.806"]]
    page = page_with(tmp_path, lambda c: draw_table(c, rows, 900, [57, 180]))
    assert refusals(page) == ["'4.204' and the figures below it name no rows"]


def test_a_number_before_a_name_is_part_of_it_where_no_wall_parts_them(tmp_path: Path) -> None:
    rows = [["Region", "2009", "2010"], ["", "252", "34,857"], ["", "582", "3,064"]]

    def draw(canvas: Canvas) -> None:
        draw_table(canvas, rows, 900, [57, 180, 240, 300])
        for number, name in enumerate(("North East", "North West"), start=1):
            canvas.drawString(60, 900 - 11 - 14 * number, f"{number}.")
            canvas.drawString(80, 900 - 11 - 14 * number, name)

    assert cells(read(page_with(tmp_path, draw))) == [
        ["1. North East", *rows[1][1:]],
        ["2. North West", *rows[2][1:]],
    ]


def test_a_line_of_a_heading_in_which_no_cell_begins() -> None:
    word = Word("2010", 60, 10, 80, 20)
    heading, row = [Box(0, 1, 0, 2), Box(1, 2, 0, 2)], [Box(0, 1, 2, 3), Box(1, 2, 2, 3, [word])]
    (doubt,) = heading_or_row([heading, [], row], 2)
    assert doubt.words == (word,)


def test_two_columns_of_names_without_a_wall_between_them(tmp_path: Path) -> None:
    """Each name heads two rows, and what is counted in them begins at one place in all."""
    edges = (60.0, 160.0, 210.0, 260.0)

    def draw(canvas: Canvas) -> None:
        for y in (912, 896, 868, 840, 812):
            canvas.line(58, y, 262, y)
        for x in (58, 162, 212, 262):
            canvas.line(x, 912, x, 812)
        lines_at(canvas, [["County", "Int.", "Loc."]], (edges[0], *edges[2:]))
        for y, name in ((884, "Atlantic"), (856, "Bergen"), (828, "Ocean")):
            canvas.drawString(60, y, name)
            for n, measure in enumerate(("Miles", "Cars")):
                canvas.drawString(120, y - 12 * n, measure)
                lines_at(canvas, [["17", "2,012"]], edges[2:], top=y - 12 * n, left=())

    rows = cells(read(page_with(tmp_path, draw)))
    assert rows[:2] == [["Atlantic", "Miles", "17", "2,012"], ["", "Cars", "17", "2,012"]]


def test_names_left_of_a_grid_name_its_rows(tmp_path: Path) -> None:
    rows = [["2018", "2019", "Summe"], ["12", "31", "43"], ["7", "0", "7"], ["1", "4", "5"]]
    names = ["Malta", "Zypern, griechischer Teil", "Polen"]

    def draw(canvas: Canvas) -> None:
        draw_table(canvas, rows, 900, [180, 240, 300, 360])
        for number, name in enumerate(names, start=1):
            canvas.drawString(60, 900 - LEADING - 16 * number, name)

    found = read(page_with(tmp_path, draw))
    assert found.heading == [["", *rows[0]]]
    assert cells(found) == [[name, *own] for name, own in zip(names, rows[1:], strict=True)]


def test_a_text_in_the_next_column_of_the_page_names_no_rows(tmp_path: Path) -> None:
    lines = ["Im Jahr darauf waren es nach Angaben der Länder", "weniger, doch ist", "mit mehr zu"]
    years = [["Jahr", "Zahl"], ["2018", "12"], ["2019", "7"], ["2020", "1"]]

    def draw(canvas: Canvas) -> None:
        draw_table(canvas, years, 900, [280, 330, 380])
        for number, line in enumerate(lines):
            canvas.drawString(60, 900 - LEADING - 16 * (number + 1), line)

    (table,) = page_with(tmp_path, draw).tables
    assert cells(table.found) == years[1:]


def test_a_grid_around_a_part_of_a_table_is_no_table(tmp_path: Path) -> None:
    """The first rows are framed, and not their names; the other rows have no rules."""

    def draw(canvas: Canvas) -> None:
        draw_table(canvas, [["1", "2", "3"], ["12", "31", "43"]], 900, [180, 240, 300, 360])
        for number, row in enumerate(rows, start=1):
            y = 900 - LEADING - 16 * number
            canvas.drawString(60, y, row[0])
            canvas.drawString(183, y, row[1])
            canvas.drawRightString(297, y, row[2])
            canvas.drawRightString(357, y, row[3])

    rows = [["Gemeldet", "", "", ""], ["Gewählt", "71", "30", "27"], ["Ungültig", "11", "14", "15"]]
    found = read(page_with(tmp_path, draw))
    assert found.heading == [["", "1", "2", "3"]]
    assert cells(found) == [["Gemeldet", "12", "31", "43"], *rows[1:]]


def _between_columns(rows: list[list[str]]) -> Callable[[Canvas], None]:
    """Lines of words with rules around the table, below its heading and between its columns."""

    def draw(canvas: Canvas) -> None:
        edges = [57, 160, 260, 360]
        bottom = 900 - 16 * len(rows)
        for y in (900, 884, bottom):
            canvas.line(edges[0], y, edges[-1], y)
        for x in edges:
            canvas.line(x, 900, x, bottom)
        for number, row in enumerate(rows):
            for x, text in zip(edges, row, strict=False):
                canvas.drawString(x + 3, 900 - LEADING - 16 * number, text)

    return draw


def test_lines_of_words_that_face_each_other_in_all_columns_are_rows(tmp_path: Path) -> None:
    rows = [["Tag", "Sturm", "Ort"], ["2005-09-23", "Rita", "Texas"]]
    rows += [["2005-10-02", "Longwang", "Taiwan"], ["2005-11-20", "Gamma", "Florida"]]
    assert cells(read(page_with(tmp_path, _between_columns(rows)))) == rows[1:]


def test_where_a_column_has_fewer_lines_they_may_be_rows_or_not(tmp_path: Path) -> None:
    rows = [["Tag", "Sturm", "Ort"], ["2005-09-23", "Rita", "Texas"]]
    rows += [["2005-10-02", "Longwang", ""], ["2005-11-20", "Gamma", "Florida"]]
    page = page_with(tmp_path, _between_columns(rows))
    assert "'2005-09-23' may be the name of a row of its own" in refusals(page)


def test_a_grid_that_goes_on_behind_a_gap_is_one(tmp_path: Path) -> None:
    rows = [["Staat", "Zahl", "%"], ["Polen", "17", "1,5"], ["Malta", "4", "2,0"]]

    def draw(canvas: Canvas) -> None:
        draw_table(canvas, rows, 900, [57, 180, 240, 300])
        draw_table(canvas, [["Spanien", "9", "0,4"]], 852, [57, 180, 240, 300])

    found = read(page_with(tmp_path, draw))
    assert cells(found) == [*rows[1:], ["Spanien", "9", "0,4"]]


@pytest.mark.parametrize("heading", [[], [["", "Wahl", "", ""]]])
def test_a_grid_with_no_heading_above_most_columns_is_remarked_upon(
    tmp_path: Path, heading: list[list[str]]
) -> None:
    rows = [*heading, ["Polen", "17", "1,5", "2"], ["Malta", "4", "2,0", "3"]]
    page = page_with(tmp_path, lambda c: draw_table(c, rows, 900, [57, 180, 240, 300, 360]))
    (table,) = page.tables
    (remark,) = table.remarks
    assert remark.problem == "no heading was found above the columns"


def test_a_section_below_a_heading_in_a_grid_that_ends_at_a_double_rule(tmp_path: Path) -> None:
    rows = [["", "cattle", "pigs"], ["2016", "", ""], ["May", "98,6", "100,1"]]
    rows.append(["June", "98,9", "7,2"])

    def draw(canvas: Canvas) -> None:
        for y in (900, 884, 870, 856, 842):
            canvas.line(57, y, 303, y)
        for x in (57, 300, 303):
            canvas.line(x, 900, x, 842)
        for x in (180, 240):
            canvas.line(x, 900, x, 884)
            canvas.line(x, 870, x, 842)
        for number, row in enumerate(rows):
            for x, text in zip((60, 183, 243), row, strict=True):
                canvas.drawString(x, 888 - 14 * number, text)

    found = read(page_with(tmp_path, draw))
    assert found.header == ("", "cattle", "pigs")
    assert cells(found) == rows[1:]


def test_a_number_in_a_line_of_spanning_headings_is_one_of_them(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        draw_table(canvas, [["Town", "911", "Library"]], 900, [57, 180, 300, 420])
        rows = [["", "yes", "no", "yes", "no"], ["Alcona", "321", "84", "294", "109"]]
        draw_table(canvas, rows, 884, [57, 180, 240, 300, 360, 420])

    found = read(page_with(tmp_path, draw))
    assert found.header == ("Town", "911 / yes", "911 / no", "Library / yes", "Library / no")
    assert cells(found) == [["Alcona", "321", "84", "294", "109"]]


def test_names_in_one_cell_with_room_for_a_line_between_them_are_refused(tmp_path: Path) -> None:
    names, primers = "ATR\n\nCHK2\n\nATM", "GGATTTGG\nCAGAGGGC\nTACAATGT\nTTTCTTTG"
    rows = [["Gene", "Primer"], [names, primers], ["RAD", "TACAA"]]
    page = page_with(tmp_path, lambda canvas: draw_table(canvas, rows, 900, [57, 180, 300]))
    assert refusals(page) == ["'ATR CHK2 ATM' may be several rows: no rule parts them"]


def test_a_grid_of_figures_alone_says_nothing_of_what_they_are(tmp_path: Path) -> None:
    rows = [["119", "121", "17"], ["1.005", "946", "8"], ["826", "870", "9"]]
    page = page_with(tmp_path, lambda canvas: draw_table(canvas, rows, 900, [200, 260, 320, 380]))
    assert refusals(page) == ["'119 121 17' and the figures below it name no rows"]


def test_numbered_notes_below_a_grid_of_numbered_names_are_no_rows_of_it(tmp_path: Path) -> None:
    rows = [["Nr.", "Unterlage"], ["1", "Grundriss (1)"], ["2", "Schnitt (2)"], ["3", "Ansicht"]]
    notes = ["(1) Mit Maßen.", "(2) Nur für Gebäude.", "(3) In Farbe."]

    def draw(canvas: Canvas) -> None:
        bottom = draw_table(canvas, rows, 900, [57, 90, 300])
        for number, note in enumerate(notes, start=1):
            canvas.drawString(60, bottom - 11 * number, note)

    (table,) = page_with(tmp_path, draw).tables
    assert cells(table.found) == rows[1:]


@pytest.mark.parametrize(
    ("face", "text", "certain"),
    [
        ("Helvetica-Bold", "Herkunftsländer", True),
        ("Helvetica", "4. Quartal 2015", True),
        ("Helvetica", "Herkunftsländer", False),
    ],
)
def test_words_over_the_names_alone_below_a_title_in_the_grid(
    tmp_path: Path, face: str, text: str, *, certain: bool
) -> None:
    def draw(canvas: Canvas) -> None:
        rows = [["", ""], ["Syrien", "2,7"], ["Iran", "18,0"]]
        draw_table(canvas, [["Dauer in Monaten"]], 900, [57, 300])
        draw_table(canvas, rows, 884, [57, 180, 300])
        canvas.setFont(face, 9)
        canvas.drawString(60, 873, text)

    page = page_with(tmp_path, draw)
    if certain:
        assert read(page).heading == [[text, ""]]
        assert read(page).title == "Dauer in Monaten"
    else:
        assert refusals(page) == [f"'{text}' may be a heading or a row without figures"]


@pytest.mark.parametrize("name", ["Votes", ""])
def test_headings_between_which_no_rule_runs_stand_over_their_columns(
    tmp_path: Path, name: str
) -> None:
    rows = [["Blanks", "19", "18", "37"], ["Clinton", "518", "70", "588"]]

    def draw(canvas: Canvas) -> None:
        edges = [57, 180, 240, 300, 360]
        draw_table(canvas, rows, 884, edges)
        for x in edges[::4]:
            canvas.line(x, 900, x, 884)
        canvas.line(edges[0], 900, edges[-1], 900)
        canvas.drawString(60, 889, name)
        for x, text in zip(edges[2:], ("P 1", "P 2", "Summe"), strict=True):
            canvas.drawRightString(x - 3, 889, text)

    found = read(page_with(tmp_path, draw))
    assert (found.heading, cells(found)) == ([[name, "P 1", "P 2", "Summe"]], rows)


def test_rows_of_words_above_the_first_figure_of_a_grid_are_no_heading(tmp_path: Path) -> None:
    rows = [["Group", "Butter"], ["Astra", "none"], ["Cema", "Total: some"], ["Besnier", "12"]]
    found = read(page_with(tmp_path, lambda c: draw_table(c, rows, 900, [57, 180, 300])))
    assert (found.header, cells(found)) == (("Group", "Butter"), rows[1:])
