"""Tables without rules: columns and rows are settled by alignment, or the table is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from reading.tables.looking import cells, lines_at, page_with, read, refusals

EDGES = (60.0, 220.0, 290.0, 360.0)


def test_rows_named_by_years(tmp_path: Path) -> None:
    rows = [["Year", "Births", "Deaths"], ["2019", "1,204", "990"], ["2020", "1,198", "1,004"]]
    found = read(page_with(tmp_path, lambda c: lines_at(c, rows, EDGES)))
    assert (found.heading, cells(found)) == (rows[:1], rows[1:])


def test_rows_named_by_numbers_of_children(tmp_path: Path) -> None:
    rows = [
        ["Kinder", "Familien", "Anteil"],
        ["0", "17", "3,0"],
        ["1", "318", "4,7"],
        ["2", "629", "6,4"],
    ]
    found = read(page_with(tmp_path, lambda c: lines_at(c, rows, EDGES)))
    assert cells(found) == rows[1:]


def test_columns_of_words_among_the_figures_stay_in_their_order(tmp_path: Path) -> None:
    rows = [
        ["Datum", "Ort", "Teilnehmer", "Motto"],
        ["01.02.2015", "Leipzig", "1.500", "Frieden"],
        ["14.02.2015", "Dresden", "350", "Kein Fußbreit"],
        ["03.03.2015", "Berlin", "12.000", "Für alle"],
    ]
    edges = (60.0, 130.0, 270.0, 290.0)
    found = read(page_with(tmp_path, lambda c: lines_at(c, rows, edges, left=(0, 1, 3))))
    assert (found.heading, cells(found)) == (rows[:1], rows[1:])


def test_two_figures_in_a_cell_are_kept_as_printed(tmp_path: Path) -> None:
    rows = [
        ["Group", "n (%)"],
        ["Women", "63 (18.5%)"],
        ["Men", "189 (55.6%)"],
        ["All", "252 (74.1%)"],
    ]
    found = read(page_with(tmp_path, lambda c: lines_at(c, rows, EDGES)))
    assert cells(found) == rows[1:]


def test_dots_lead_to_the_figures_and_are_no_part_of_the_name(tmp_path: Path) -> None:
    rows = [
        ["Item", "Tons"],
        ["Crops ............", "120"],
        ["Animals ..........", "80"],
        ["Fish .............", "7"],
    ]
    page = page_with(tmp_path, lambda c: lines_at(c, rows, EDGES))
    assert cells(read(page)) == [["Crops", "120"], ["Animals", "80"], ["Fish", "7"]]
    assert page.roles["furniture"] == 3


def test_the_rest_of_a_name_is_known_by_its_words_where_all_lines_stand_equally_close(
    tmp_path: Path,
) -> None:
    rows = [
        ["Item", "Dollars"],
        ["Grants to state and", "1,200"],
        ["local governments", ""],
        ["Loans", "300"],
        ["Payments to individuals,", "900"],
        ["including benefits for", ""],
        ["families", ""],
        ["Interest", "50"],
    ]
    found = read(page_with(tmp_path, lambda c: lines_at(c, rows, EDGES, pitch=10.5)))
    assert cells(found) == [
        ["Grants to state and local governments", "1,200"],
        ["Loans", "300"],
        ["Payments to individuals, including benefits for families", "900"],
        ["Interest", "50"],
    ]


def test_a_name_that_heads_indented_rows_is_a_row(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        end = lines_at(
            canvas, [["", "Zahl"], ["Insgesamt", "70"], ["Industrie:", ""]], EDGES, pitch=10.5
        )
        lines_at(canvas, [["Metall", "40"], ["Holz", "30"]], (68.0, 220.0), top=end, pitch=10.5)

    assert cells(read(page_with(tmp_path, draw))) == [
        ["Insgesamt", "70"],
        ["Industrie:", ""],
        ["Metall", "40"],
        ["Holz", "30"],
    ]


def test_a_name_that_may_be_a_row_or_the_rest_of_another_is_refused(tmp_path: Path) -> None:
    rows = [
        ["Land", "Zahl"],
        ["Vereinigte Arabische", "17"],
        ["Emirate", ""],
        ["Jemen", "4"],
        ["Oman", "9"],
    ]
    problems = refusals(page_with(tmp_path, lambda c: lines_at(c, rows, EDGES, pitch=10.5)))
    assert "'Emirate' may be a row, or the rest of another" in problems


def test_sections_in_the_middle_of_the_table_are_rows(tmp_path: Path) -> None:
    ages = [["bis 15", "12,3", "11,0"], ["16 bis 24", "14,5", "9,1"], ["ab 25", "13,3", "8,8"]]

    def draw(canvas: Canvas) -> None:
        top = lines_at(canvas, [["Alter", "Inland", "Ausland"]], EDGES)
        for name in ("Männer", "Frauen"):
            canvas.drawCentredString(175, top, name)
            top = lines_at(canvas, ages, EDGES, top=top - 14)

    section = [["Männer", "", ""], *ages, ["Frauen", "", ""], *ages]
    assert cells(read(page_with(tmp_path, draw))) == section


def test_a_heading_over_several_columns_spans_them_in_their_middle(tmp_path: Path) -> None:
    edges = (60.0, 200.0, 250.0, 320.0, 370.0)

    def draw(canvas: Canvas) -> None:
        canvas.drawCentredString(215, 912, "Men")
        canvas.drawCentredString(335, 912, "Women")
        rows = [["Country", "2000", "2005", "2000", "2005"]]
        rows += [[name, "58.1", "59.9", "61.0", "63.2"] for name in ("Austria", "Belgium", "Malta")]
        lines_at(canvas, rows, edges)

    found = read(page_with(tmp_path, draw))
    assert found.heading[0] == ["", "Men", "", "Women", ""]
    assert found.header == ("Country", "Men / 2000", "Men / 2005", "Women / 2000", "Women / 2005")


def test_a_rule_below_a_heading_says_which_columns_it_spans(tmp_path: Path) -> None:
    edges = (60.0, 200.0, 250.0, 300.0)

    def draw(canvas: Canvas) -> None:
        canvas.drawString(215, 914, "davon")
        canvas.line(215, 911, 302, 911)
        rows = [["Land", "gesamt", "Frauen", "Männer"]]
        rows += [[name, "58", "28", "30"] for name in ("Bayern", "Berlin", "Bremen")]
        lines_at(canvas, rows, edges)

    found = read(page_with(tmp_path, draw))
    assert found.header == ("Land", "gesamt", "davon / Frauen", "davon / Männer")


def test_rows_begin_close_below_their_heading_and_notes_are_none(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        rows = [
            ["Staat", "2021", "2022"],
            ["Polen", "1", "2"],
            ["Malta", "3", "4"],
            ["Zypern", "5", "6"],
        ]
        end = lines_at(canvas, rows, EDGES, pitch=10.5)
        canvas.drawString(60, end - 8, "Quelle: Statistisches Amt, Stand Juli 2022")

    page = page_with(tmp_path, draw)
    found = read(page)
    assert found.heading == [["Staat", "2021", "2022"]]
    assert [row[0] for row in cells(found)] == ["Polen", "Malta", "Zypern"]
    assert page.roles["note"] == 6


def test_a_repeated_heading_begins_another_table(tmp_path: Path) -> None:
    rows = [
        ["Land", "2021", "2022"],
        ["Polen", "1", "2"],
        ["Malta", "3", "4"],
        ["Zypern", "5", "6"],
    ]

    def draw(canvas: Canvas) -> None:
        lines_at(canvas, rows, EDGES, top=lines_at(canvas, rows, EDGES))

    page = page_with(tmp_path, draw)
    assert [cells(table.found) for table in page.tables] == [rows[1:], rows[1:]]


def test_a_remark_column_under_no_heading_is_text_beside_the_table(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        rows = [["Land", "Zahl"], ["Polen", "1"], ["Malta", "3"], ["Zypern", "5"]]
        lines_at(canvas, rows, EDGES)
        for number, text in enumerate(("Weitere Angaben", "stehen in einer", "anderen Tabelle.")):
            canvas.drawString(300, 886 - 14 * number, text)

    page = page_with(tmp_path, draw)
    assert cells(read(page)) == [["Polen", "1"], ["Malta", "3"], ["Zypern", "5"]]
    assert page.roles["text"] == 7


def test_a_list_of_contents_is_no_table(tmp_path: Path) -> None:
    rows = [["Vorwort ..........", "3"], ["Methode ..........", "7"], ["Ergebnisse .......", "21"]]
    page = page_with(tmp_path, lambda c: lines_at(c, rows, EDGES))
    assert not page.tables
    assert not page.unread


@pytest.mark.parametrize("sign", ["$", "€"])
def test_a_sign_far_before_its_figure_belongs_to_it(tmp_path: Path, sign: str) -> None:
    def draw(canvas: Canvas) -> None:
        rows = [["Item", "Sales"], ["Food", "1,200"], ["Drink", "80"], ["Total", "1,280"]]
        lines_at(canvas, rows, EDGES)
        canvas.drawString(185, 886, sign)

    assert cells(read(page_with(tmp_path, draw)))[0] == ["Food", f"{sign} 1,200"]


WRAPPED = [
    ["Item", "Tons", "Share"],
    ["Grants to state and", "", ""],
    ["local governments", "1,200", "12"],
    ["Loans", "300", "3"],
    ["Payments to individuals,", "", ""],
    ["including benefits", "900", "9"],
]


@pytest.mark.parametrize(("pitch", "rules"), [(10.3, [897.5, 887.5]), (10.3, [])])
def test_figures_beside_the_last_line_of_the_first_name(
    tmp_path: Path, pitch: float, rules: list[float]
) -> None:
    def draw(canvas: Canvas) -> None:
        lines_at(canvas, WRAPPED, EDGES, top=890, pitch=pitch)
        for y in rules:
            canvas.line(58, y, 292, y)

    found = read(page_with(tmp_path, draw))
    assert found.heading == [["Item", "Tons", "Share"]]
    assert [row[0] for row in cells(found)] == [
        "Grants to state and local governments",
        "Loans",
        "Payments to individuals, including benefits",
    ]


@pytest.mark.parametrize("closed", [True, False])
def test_the_rest_of_the_last_name_below_its_figures(tmp_path: Path, *, closed: bool) -> None:
    rows = [
        ["Item", "Tons"],
        ["Loans", "300"],
        ["Benefits to all families in need", "90"],
        ["Payments to individuals,", "900"],
        ["workers and families", ""],
    ]

    def draw(canvas: Canvas) -> None:
        end = lines_at(canvas, rows, EDGES, pitch=10.3)
        if closed:
            canvas.line(58, end + 7, 222, end + 7)

    assert cells(read(page_with(tmp_path, draw)))[-1] == [
        "Payments to individuals, workers and families",
        "900",
    ]


def test_names_of_sections_are_known_by_their_indented_rows(tmp_path: Path) -> None:
    lines = [("Category", "Number"), ("Age", ""), (" Under 18 years", "12")]
    lines += [(" 65 years and over", "20"), ("Sex", ""), (" Male", "15"), (" Female", "17")]

    def draw(canvas: Canvas) -> None:
        for number, (name, figure) in enumerate(lines):
            y = 900 - 12 * number
            canvas.drawString(70 if name.startswith(" ") else 60, y, name.strip())
            canvas.drawRightString(220, y, figure)

    found = read(page_with(tmp_path, draw))
    assert found.header == ("Category", "Number")
    assert cells(found) == [[name.strip(), figure] for name, figure in lines[1:]]


def test_a_row_without_figures_at_the_pitch_of_all_others_is_never_joined(tmp_path: Path) -> None:
    names = ("Stuttgart", "Main-Tauber-Kreis", "Heidenheim", "Ostalbkreis", "Baden-Baden")

    def draw(canvas: Canvas) -> None:
        lines_at(canvas, [["Kreis", "2019", "2020"]], EDGES, top=914)
        for number, name in enumerate(names):  # printers round: one row is a little nearer
            y = 900 - 13.5 * number + (0.8 if name == "Heidenheim" else 0)
            lines_at(canvas, [[name, *(["", ""] if number == 2 else ["3", "4"])]], EDGES, top=y)

    page = page_with(tmp_path, draw)
    assert not any("Kreis Heidenheim" in row[0] for t in page.tables for row in cells(t.found))


@pytest.mark.parametrize("figures_at", [0, 1, 2])
def test_no_line_of_a_name_is_a_row_where_all_lines_stand_far_apart(
    tmp_path: Path, figures_at: int
) -> None:
    name = ("Grievous bodily harm and", "violence against persons", "abroad")
    rows = [["Offence", "Cases"], ["Theft", "300"]]
    rows += [[line, "9" if n == figures_at else ""] for n, line in enumerate(name)]
    rows += [["Arson", "7"], ["Murder", "2"]]
    page = page_with(tmp_path, lambda c: lines_at(c, rows, (60.0, 220.0), pitch=16))
    problems = refusals(page)
    assert problems or [" ".join(name), "9"] in cells(read(page))


def test_standard_errors_in_brackets_are_rows_without_names(tmp_path: Path) -> None:
    rows = [["Variable", "(1)", "(2)"], ["Income", "0.893", "0.219***"], ["", "(0.148)", "(0.014)"]]
    rows += [["Age", "0.979**", "0.053"], ["", "(0.115)", "(0.051)"]]
    found = read(page_with(tmp_path, lambda c: lines_at(c, rows, EDGES)))
    assert (found.heading, cells(found)) == (rows[:1], rows[1:])


def test_a_sentence_below_the_closing_rule_is_no_row(tmp_path: Path) -> None:
    rows = [["Region", "Cases", "Rate"], ["North", "12", "3.1"], ["South", "7", "2.0"]]

    def draw(canvas: Canvas) -> None:
        end = lines_at(canvas, rows, EDGES)
        canvas.line(58, end + 10, 292, end + 10)
        note = "The figures are not adjusted;     therefore, identical ones appear in both columns"
        canvas.drawString(60, end - 2, note)

    assert cells(read(page_with(tmp_path, draw))) == rows[1:]


def test_a_figure_alone_below_one_row_is_no_table(tmp_path: Path) -> None:
    rows = [["North", "12"], ["", "17"]]
    page = page_with(tmp_path, lambda c: lines_at(c, rows, EDGES))
    assert not page.tables


def test_a_word_over_the_only_figures_heads_another_table(tmp_path: Path) -> None:
    above = [["Staat", "Zahl"], ["Bayern", "72236"], ["Kosovo", "5012"], ["Irak", "1893"]]
    below = [["", "Saldo"], ["Berlin", "7135"], ["Hessen", "1541"], ["Bremen", "2418"]]

    def draw(canvas: Canvas) -> None:
        top = lines_at(canvas, above, (60.0, 200.0)) - 25
        lines_at(canvas, below, (60.0, 200.0), top=top)

    page = page_with(tmp_path, draw)
    assert [cells(table.found) for table in page.tables] == [above[1:], below[1:]]


def test_a_heading_below_one_of_years_ends_the_table(tmp_path: Path) -> None:
    """The words of the first heading stand left of its figures, those of the second below them."""
    above = [["Bayern", "2", "668", "17463"], ["Hessen", "4", "711", "1996"]]
    below = [["Berlin", "1736"], ["Bremen", "88"], ["Sachsen", "262"]]

    def draw(canvas: Canvas) -> None:
        for n, text in enumerate(["Staat", "insgesamt", "Verfahren", "2022"]):
            (canvas.drawString if not n else canvas.drawRightString)(60 + 70 * n, 700, text)
        top = lines_at(canvas, above, (60.0, 160.0, 230.0, 300.0), top=686)
        canvas.drawString(60, top - 14, "Staat")
        canvas.drawRightString(130, top - 14, "insgesamt")
        lines_at(canvas, below, (60.0, 160.0), top=top - 28)

    page = page_with(tmp_path, draw)
    assert [cells(table.found) for table in page.tables] == [above, below]


def test_a_refused_table_is_named_as_a_whole_and_not_only_the_line_below_it(tmp_path: Path) -> None:
    rows = [
        ["Land", "Births", "Deaths"],
        ["Bayern", "1,204", "990"],
        ["Hessen", "1,198", "1,004"],
        ["Berlin", "1,190", "1,010"],
    ]
    page = page_with(
        tmp_path,
        lambda c: lines_at(c, rows, EDGES),
        lambda c: lines_at(c, [["Other", "words", "here"]], EDGES, top=900.0 - 4 * 14),
    )
    (table,) = page.tables
    assert table.problems
    for problem in table.problems:
        assert "Other" in problem.problem
        assert problem.place.box is not None
        assert problem.place.box[1] <= table.found.box[1] + 0.1
        assert problem.place.box[3] >= table.found.box[3] + 5
