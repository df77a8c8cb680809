"""Tables as monthly statistics print them: partial rules, marks of notes, two lines of figures."""

from __future__ import annotations

from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

from reading.tables.looking import cells, lines_at, page_with, read, refusals

EDGES = (60.0, 220.0, 290.0, 360.0)


def test_small_letters_stand_in_the_line_of_their_taller_neighbours(tmp_path: Path) -> None:
    """A program that measures the ink of each word makes those of small letters lower."""

    def draw(canvas: Canvas) -> None:
        lines_at(canvas, [["Land", "Zahl"], ["Polen", "17"], ["Malta", "4"]], EDGES)
        canvas.setFont("Helvetica", 9)
        canvas.drawString(60, 858, "Summe")
        canvas.setFont("Helvetica", 5)
        canvas.drawString(94, 858, "aller")
        canvas.setFont("Helvetica", 9)
        canvas.drawString(110, 858, "Länder")
        canvas.drawRightString(220, 860, "21")

    assert cells(read(page_with(tmp_path, draw)))[-1] == ["Summe aller Länder", "21"]


def test_a_sign_before_a_figure_is_never_dropped(tmp_path: Path) -> None:
    rows = [["Alter", "Personen", "Quote"], ["10", "< 5", "> 20"], ["20", "12", "≥ 30"]]
    rows += [["30", "14", "± 4"]]
    found = read(page_with(tmp_path, lambda c: lines_at(c, rows, EDGES)))
    assert cells(found) == rows[1:]


def test_a_legend_with_signs_and_figures_is_no_table(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        for top, word in ((900, "Zuwachs"), (888, "Rückgang")):
            canvas.drawString(60, top, f"{word} > 20%")
            canvas.drawString(240, top, f"{word} > 10% und < 20%")

    page = page_with(tmp_path, draw)
    assert not page.tables
    assert not page.unread


def test_raised_marks_in_a_column_of_their_own_belong_to_the_names(tmp_path: Path) -> None:
    rows = [["Staat", "Januar", "Februar"], ["Belgien", "1.715", "1.640"], ["Irland", "215", "200"]]
    rows += [["Malta", "95", "170"]]

    def draw(canvas: Canvas) -> None:
        lines_at(canvas, rows, EDGES)
        canvas.setFont("Helvetica", 5)
        for top, marks in ((889, "2) 3)"), (875, "3)"), (861, "3)")):
            canvas.drawString(160, top, marks)
        canvas.drawString(60, 841, "1)")
        canvas.setFont("Helvetica", 7)
        canvas.drawString(66, 838, "Hauptantragsteller")

    assert cells(read(page_with(tmp_path, draw))) == [
        ["Belgien 2) 3)", "1.715", "1.640"],
        ["Irland 3)", "215", "200"],
        ["Malta 3)", "95", "170"],
    ]


def _two_lines(canvas: Canvas, *, closed: bool) -> None:
    rows = [["Zeitraum", "Alle", "Positiv"], ["2016", "49.384", "31.160"], ["", "", "63,1%"]]
    rows += [["2015", "17.835", "7.780"], ["", "", "43,6%"]]
    lines_at(canvas, rows, EDGES, top=900, pitch=10)
    for level in (898, 877, 857) if closed else (898,):
        canvas.line(60, level, 290, level)


def test_a_name_between_rules_stands_for_the_lines_of_figures_below_it(tmp_path: Path) -> None:
    found = read(page_with(tmp_path, lambda c: _two_lines(c, closed=True)))
    assert cells(found) == [
        ["2016", "49.384", "31.160"],
        ["", "", "63,1%"],
        ["2015", "17.835", "7.780"],
        ["", "", "43,6%"],
    ]
    assert "'2016' spans several rows" in [remark.problem for remark in found.remarks]


def test_without_rules_lines_of_figures_without_a_name_are_refused(tmp_path: Path) -> None:
    problems = refusals(page_with(tmp_path, lambda c: _two_lines(c, closed=False)))
    assert "'63,1%' may be a row, or the rest of another" in problems


def test_upright_rules_say_over_which_columns_a_heading_stands(tmp_path: Path) -> None:
    """Its words stand over the right one of two columns, which a lower rule tells apart."""

    def draw(canvas: Canvas) -> None:
        canvas.drawString(240, 912, "Rechtsstellung")
        lines_at(canvas, [["Land", "alle", "Asyl", "andere"]], EDGES)
        rows = [["Polen", "4", "1", "9"], ["Malta", "7", "2", "8"], ["Zypern", "6", "3", "7"]]
        lines_at(canvas, rows, EDGES, top=886)
        for x, top in ((180, 922), (230, 909), (310, 922)):
            canvas.line(x, 850, x, top)

    assert read(page_with(tmp_path, draw)).header == (
        "Land",
        "Rechtsstellung / alle",
        "Rechtsstellung / Asyl",
        "andere",
    )


def test_a_column_without_a_heading_is_a_remark(tmp_path: Path) -> None:
    rows = [["Land", "", "Zahl"], ["Polen", "17", "3"], ["Malta", "4", "5"], ["Zypern", "9", "1"]]
    found = read(page_with(tmp_path, lambda c: lines_at(c, rows, EDGES)))
    assert [remark.problem for remark in found.remarks] == [
        "no heading was found above the column of '17'"
    ]


def test_the_note_of_a_table_is_no_heading_of_the_next(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        rows = [["Polen", "17"], ["Malta", "4"], ["Zypern", "5"]]
        end = lines_at(canvas, [["Land", "Zahl"], *rows], EDGES)
        canvas.drawString(70, end, "* Reihung nach der Liste der Anträge im Monat Januar.")
        lines_at(canvas, [["Land", "Quote"], *rows], EDGES, top=end - 14)

    first, second = page_with(tmp_path, draw).tables
    assert [*first.problems, *second.problems] == []
    assert second.found.header == ("Land", "Quote")


def test_rules_over_the_figures_alone_bound_their_heading(tmp_path: Path) -> None:
    """Its lines stand far apart, but no rule runs above the names of the rows."""

    def draw(canvas: Canvas) -> None:
        canvas.line(170, 950, 370, 950)
        lines_at(canvas, [["", "Fälle", "Anträge", "Klagen"]], EDGES, top=938)
        lines_at(canvas, [["Land", "neu", "alt", "offen"]], EDGES, top=908)
        rows = [["Polen", "4", "1", "9"], ["Malta", "7", "2", "8"], ["Zypern", "6", "3", "7"]]
        lines_at(canvas, rows, EDGES, top=894)

    assert read(page_with(tmp_path, draw)).header[1:] == (
        "Fälle neu",
        "Anträge alt",
        "Klagen offen",
    )


def test_one_before_the_first_figure_of_a_ruled_table_is_a_row(tmp_path: Path) -> None:
    """'0-4 | 1' looks like the numbers of columns to a program that drops the name."""
    rows = [["Alter", "Zahl"], ["0-4", "1"], ["5-9", "6"], ["10-14", "960"]]

    def draw(canvas: Canvas) -> None:
        lines_at(canvas, rows, EDGES)
        for level in range(5):
            canvas.line(50, 910 - 14 * level, 230, 910 - 14 * level)
        for x in (50, 150, 230):
            canvas.line(x, 910, x, 854)

    assert cells(read(page_with(tmp_path, draw))) == rows[1:]


def test_a_heading_that_comes_again_among_the_rows_is_refused(tmp_path: Path) -> None:
    rows = [["Land", "Zahl"], ["Polen", "1"], ["Malta", "6"], ["Land", "Quote"], ["Polen", "9"]]

    def draw(canvas: Canvas) -> None:
        lines_at(canvas, rows, EDGES)
        for level in range(6):
            canvas.line(50, 910 - 14 * level, 230, 910 - 14 * level)
        for x in (50, 150, 230):
            canvas.line(x, 910, x, 840)

    problems = refusals(page_with(tmp_path, draw))
    assert "'Land Quote' may be a heading or a row" in problems


def test_a_figure_with_a_mark_alone_in_its_column_is_no_mark_of_the_name(tmp_path: Path) -> None:
    rows = [["Land", "Zahl"], ["Polen", "81)"], ["Malta", "11)"], ["Zypern", "35"]]
    found = read(page_with(tmp_path, lambda c: lines_at(c, rows, (60.0, 140.0))))
    assert cells(found) == rows[1:]


def test_of_two_headings_over_one_column_that_over_nothing_has_a_column(tmp_path: Path) -> None:
    """Between the figures is a column in which none stands."""
    rows = [["Land", "Fälle", "Klagen", "Offene"], ["Polen", "14.648", "", "7"]]
    rows += [["Malta", "62.930", "", "12"], ["Zypern", "1", "", "3"]]
    edges = (60.0, 220.0, 258.0, 360.0)
    found = read(page_with(tmp_path, lambda c: lines_at(c, rows, edges)))
    assert (found.header, cells(found)) == (tuple(rows[0]), rows[1:])


def test_small_tables_of_numbers_below_a_heading_are_not_passed_over(tmp_path: Path) -> None:
    rows = [["Alter", "Zahl"], ["0-4", "461"], ["5-9", "5"]]
    problems = refusals(page_with(tmp_path, lambda c: lines_at(c, rows, EDGES)))
    assert [problem.split("'")[1] for problem in problems] == ["0-4 461", "5-9 5"]


def test_other_alone_is_the_whole_name_of_a_row(tmp_path: Path) -> None:
    """A rule says that the first section is no heading; the second is a row by its distance."""

    def draw(canvas: Canvas) -> None:
        rows = [["Land", "Zahl"], ["Europa", ""], ["Other", "9"], ["Asien", ""], ["Irak", "8"]]
        lines_at(canvas, [*rows, ["Iran", "7"]], EDGES, pitch=20)
        canvas.line(60, 890, 220, 890)

    assert cells(read(page_with(tmp_path, draw))) == [
        ["Europa", ""],
        ["Other", "9"],
        ["Asien", ""],
        ["Irak", "8"],
        ["Iran", "7"],
    ]


def test_words_that_come_again_are_no_names_of_a_second_table(tmp_path: Path) -> None:
    rows = [["Land", "Fälle", "Stand", "offen"], ["Polen", "17", "in Prüfung", "3"]]
    rows += [["Malta", "4", "abgelehnt", "5"], ["Zypern", "9", "in Prüfung", "1"]]
    edges = (60.0, 180.0, 200.0, 310.0)
    found = read(page_with(tmp_path, lambda c: lines_at(c, rows, edges, left=(0, 2))))
    assert cells(found) == rows[1:]


def test_rows_beside_a_table_with_too_few_figures_are_refused(tmp_path: Path) -> None:
    left = [["Land", "Fälle", "offen"], ["Malta", "", ""], ["Polen", "", "–"], ["Kongo", "x", ""]]
    right = [["Staat", "Klagen", "Urteile"], ["Zypern", "12598", "."], ["Jemen", "610", "49652"]]

    def draw(canvas: Canvas) -> None:
        lines_at(canvas, left, (30.0, 135.0, 161.0))
        lines_at(canvas, right, (284.0, 357.0, 390.0))

    assert any("beside a table" in problem for problem in refusals(page_with(tmp_path, draw)))


def test_the_rows_of_a_table_set_sideways_are_refused(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.translate(500, 0)
        canvas.rotate(90)
        rows = [["Land", "Zahl"], ["Polen", "17"], ["Malta", "4"]]
        lines_at(canvas, rows, EDGES, top=400)

    problems = refusals(page_with(tmp_path, draw))
    assert [problem.split("'")[1] for problem in problems] == ["Polen 17", "Malta 4"]
