"""Tables as monthly statistics print them: partial rules, marks in a column, two lines of figures."""

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
    assert not (first.problems or second.problems)
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
