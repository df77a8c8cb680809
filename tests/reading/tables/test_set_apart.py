"""What stands at another height than the rows, or is set in another type: seen at once."""

from __future__ import annotations

from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

from reading.tables.looking import Grid, cells, lines_at, page_with, read, refusals

EDGES = (60.0, 260.0, 330.0, 400.0)
LAND: Grid = [["Ammonia", "10", "4", "7"], ["Halons", "25", "1", "6"], ["Mercury", "5", "3", "8"]]


def bold(canvas: Canvas, text: str, x: float, y: float, *, size: float = 8) -> None:
    """Draw bold words in the middle of `x`, then go on as before."""
    canvas.saveState()
    canvas.setFont("Helvetica-Bold", size)
    canvas.drawCentredString(x, y, text)
    canvas.restoreState()


def test_figures_in_the_middle_of_a_name_of_two_lines(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        end = lines_at(canvas, [["Gas", "Air", "Water", "Land"], *LAND], EDGES)
        name = [["Chlorine and inorganic"], ["compounds of it"]]
        end = lines_at(canvas, name, EDGES, top=end, pitch=12)
        lines_at(canvas, [["", "12", "2", "9"]], EDGES, top=end + 18)
        lines_at(canvas, [["Zinc", "1", "1", "1"]], EDGES, top=end)

    whole = ["Chlorine and inorganic compounds of it", "12", "2", "9"]
    found = read(page_with(tmp_path, draw))
    assert cells(found) == [*LAND, whole, ["Zinc", "1", "1", "1"]]


def test_the_number_of_a_page_below_the_figures_is_no_row(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        end = lines_at(canvas, [["Gas", "Air", "Water", "Land"], *LAND], EDGES)
        bold(canvas, "17", 396, end - 16, size=10)

    assert cells(read(page_with(tmp_path, draw))) == LAND


def test_smaller_words_below_the_last_row_are_a_note(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        end = lines_at(canvas, [["Gas", "Air", "Water", "Land"], *LAND], EDGES)
        canvas.setFontSize(6)
        lines_at(canvas, [["EEA", "European Economic Area"]], (60, 180), top=end, left=(0, 1))

    assert cells(read(page_with(tmp_path, draw))) == LAND


def test_words_as_large_as_the_rows_below_the_last_one_are_refused(tmp_path: Path) -> None:
    rows = [["Gas", "Air", "Water", "Land"], *LAND]

    def draw(canvas: Canvas) -> None:
        end = lines_at(canvas, rows, EDGES)
        lines_at(canvas, [["EEA", "European Economic Area"]], (60, 180), top=end, left=(0, 1))

    problems = refusals(page_with(tmp_path, draw))
    assert "'EEA European Economic Area' may be a row or a heading" in problems


def test_a_title_in_another_type_in_the_middle_above_a_heading(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        bold(canvas, "Releases by gas", 230, 935)
        canvas.drawCentredString(350, 914, "Threshold")
        lines_at(canvas, [["Gas", "Air", "Water", "Land"], *LAND], EDGES)

    found = read(page_with(tmp_path, draw))
    assert found.title == "Releases by gas"
    assert all("Releases" not in text for line in found.heading for text in line)


def test_years_set_as_the_heading_above_them_are_its_last_line(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        for x, words in zip(EDGES[1:], ("outlets", "persons", "outlets"), strict=True):
            bold(canvas, words, x - 12, 910)
        for x, year in zip(EDGES[1:], ("1996/7 (000)", "1996/7", "1992/3"), strict=True):
            bold(canvas, year, x - 12, 900)
        lines_at(canvas, LAND, EDGES, top=887)

    found = read(page_with(tmp_path, draw))
    assert found.header[1:] == ("outlets 1996/7 (000)", "persons 1996/7", "outlets 1992/3")
    assert cells(found) == LAND


def test_a_name_above_two_lines_of_the_heading_begins_in_the_first(tmp_path: Path) -> None:
    rows = [["Ammonia", "10", "4"], ["Halons", "25", "1"], ["Mercury", "5", "3"]]

    def draw(canvas: Canvas) -> None:
        canvas.drawCentredString(285, 924, "Threshold for all")
        canvas.drawString(60, 918, "Gas")
        lines_at(canvas, [["", "Air", "Water"], *rows], EDGES, top=912)

    found = read(page_with(tmp_path, draw))
    assert found.heading == [["Gas", "Threshold for all", ""], ["", "Air", "Water"]]


def test_totals_set_to_the_right_of_the_names_are_names(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        end = lines_at(canvas, [["Gas", "Air", "Water", "Land"], *LAND], EDGES)
        canvas.drawRightString(190, end, "Total")
        lines_at(canvas, [["", "40", "8", "21"]], EDGES, top=end)

    assert cells(read(page_with(tmp_path, draw))) == [*LAND, ["Total", "40", "8", "21"]]


def test_remarks_of_several_lines_go_on_below_the_row_that_begins_them(tmp_path: Path) -> None:
    edges = (60.0, 160.0, 210.0, 230.0)
    rows = [
        ["UK", "42.3", "29", "Sainsbury 55; Tesco 46; Safeway"],
        ["", "", "", "38; Asda 32."],
        ["Belgium", "24.9", "22", ""],
        ["Sweden", "19.1", "16", ""],
        ["France", "18.2", "16", "Monoprix 28; Casino 25; Cora 9;"],
        ["", "", "", "Intermarche 23; Auchan 19; Aldi"],
        ["", "", "", "Leclerc 10"],
        ["Denmark", "7.0", "13", ""],
    ]

    def draw(canvas: Canvas) -> None:
        heading = [["", "1997", "1995", "By retailers"]]
        end = lines_at(canvas, heading, edges, pitch=10, left=(0, 3))
        lines_at(canvas, rows, edges, top=end, pitch=10, left=(0, 3))

    assert [row[3] for row in cells(read(page_with(tmp_path, draw)))] == [
        "Sainsbury 55; Tesco 46; Safeway 38; Asda 32.",
        "",
        "",
        "Monoprix 28; Casino 25; Cora 9; Intermarche 23; Auchan 19; Aldi Leclerc 10",
        "",
    ]


def test_brackets_below_a_name_are_the_rest_of_it(tmp_path: Path) -> None:
    rows = [["Maison", "14.9", "16.5", "2"], ["(Egberts)", "", "", ""], *LAND]
    found = read(page_with(tmp_path, lambda c: lines_at(c, rows, EDGES, pitch=10)))
    assert cells(found) == [["Maison (Egberts)", "14.9", "16.5", "2"], *LAND]


def test_one_row_below_a_numbered_title_and_its_headings(tmp_path: Path) -> None:
    rows = [["Product", "Roast", "Instant"], ["Turnover", "7,581", "2,517"]]

    def draw(canvas: Canvas) -> None:
        bold(canvas, "Table 8.20 - Sales of coffee", 190, 920)
        lines_at(canvas, rows, EDGES)

    found = read(page_with(tmp_path, draw))
    assert (found.heading, cells(found)) == (rows[:1], rows[1:])


def test_one_row_without_a_title_is_refused(tmp_path: Path) -> None:
    rows = [["Product", "Roast", "Instant"], ["Turnover", "7,581", "2,517"]]
    problems = refusals(page_with(tmp_path, lambda c: lines_at(c, rows, EDGES)))
    assert problems == ["'Turnover 7,581 2,517' looks like a row of a table that cannot be read"]


def test_words_right_behind_the_last_heading_belong_to_it(tmp_path: Path) -> None:
    rows = [["Austria", "81.5", "12"], ["Denmark", "7.0", "4"], ["Finland", "5.1", "3"]]

    def draw(canvas: Canvas) -> None:
        for x, words in zip((60, 180, 300, 330), ("Land", "Funds bn", "Total", "bn"), strict=True):
            canvas.drawString(x, 900, words)
        lines_at(canvas, rows, (60, 180, 300), top=886, left=(0, 1, 2))

    found = read(page_with(tmp_path, draw))
    assert found.heading == [["Land", "Funds bn", "Total bn"]]


def test_words_of_a_chart_beside_a_table_are_no_column_of_it(tmp_path: Path) -> None:
    names = ("Enquiries", "Air passengers", "Justice", "Enterprise", "Education", "Customs")
    rows = [[name, str(40 - 3 * number)] for number, name in enumerate(names)]

    def draw(canvas: Canvas) -> None:
        bold(canvas, "Topic", 72, 914)
        bold(canvas, "Cases", 248, 914)
        lines_at(canvas, rows, EDGES)
        canvas.setFont("Times-Roman", 7)
        lines_at(canvas, [[name] for name in names], (400,), top=905, pitch=12.5, left=())

    found = read(page_with(tmp_path, draw))
    assert (found.header, cells(found)) == (("Topic", "Cases"), rows)


def test_a_line_with_figures_beside_words_is_no_heading(tmp_path: Path) -> None:
    edges = (60.0, 130.0, 220.0, 330.0, 380.0)
    rows = [
        ["30-Aug", "Minera", "Chile", "40", "100%"],
        ["Aug", "Minera", "Chile", "closed", "open"],
        ["23-Jul", "Black Iron", "Cyprus", "20", "49%"],
        ["24-Jun", "Afferro", "Canada", "200", "75%"],
        ["20-Jun", "Jimblebar", "Oman", "150", "15%"],
    ]

    def draw(canvas: Canvas) -> None:
        end = lines_at(canvas, rows[:1], edges, pitch=9, left=(0, 1, 2))
        end = lines_at(canvas, rows[1:2], edges, top=end, left=(0, 1, 2))
        lines_at(canvas, rows[2:], edges, top=end, left=(0, 1, 2))

    page = page_with(tmp_path, draw)
    assert all("40" not in text for table in page.tables for text in table.found.header)


def test_more_lines_above_the_first_row_than_a_heading_has_are_refused(tmp_path: Path) -> None:
    words = [["Total", "all of it", "none"] for _ in range(10)]

    def draw(canvas: Canvas) -> None:
        end = lines_at(canvas, words, EDGES, pitch=10)
        lines_at(canvas, LAND, EDGES, top=end)

    assert refusals(page_with(tmp_path, draw))


def test_names_below_the_rule_of_the_heading_head_rows(tmp_path: Path) -> None:
    wards = [
        [["  Jensen 1"], ["    Polling", "559"], ["    Early", "127"], ["    Absent", "28"]],
        [["  Davis 2"], ["    Polling", "448"], ["    Early", "91"], ["    Absent", "17"]],
        [["  Maeser 3"], ["    Polling", "301"], ["    Early", "60"], ["    Absent", "9"]],
    ]
    rows = [["Jurisdiction wide"], *(row for ward in wards for row in ward)]

    def draw(canvas: Canvas) -> None:
        lines_at(canvas, [["", "Voters"]], EDGES, top=914)
        canvas.line(58, 911, 262, 911)
        for n, (name, *figures) in enumerate(rows):
            left = 60 + 5 * (len(name) - len(name.lstrip()))
            lines_at(canvas, [[name.strip(), *figures]], (left, 260.0), top=900 - 10.5 * n)

    found = read(page_with(tmp_path, draw))
    assert found.heading == [["", "Voters"]]
    assert [row[0] for row in cells(found)] == [row[0].strip() for row in rows]


def test_columns_of_words_behind_figures_are_of_one_table(tmp_path: Path) -> None:
    rows = [
        ["Name", "Number", "Code", "Kind", "Amount"],
        ["MENA", "27,083", "20-27-5", "cash", "10,000"],
        ["MOLLE", "25,348", "20-25-8", "card", "12,500"],
        ["PISONI", "26,034", "20-26-0", "cash", "9,000"],
    ]
    edges = (60.0, 160.0, 180.0, 240.0, 340.0)
    found = read(page_with(tmp_path, lambda c: lines_at(c, rows, edges, left=(0, 2, 3))))
    assert cells(found) == rows[1:]


def test_rows_with_names_and_figures_of_their_own_behind_a_name_that_is_printed_once(
    tmp_path: Path,
) -> None:
    rows = [
        ["State", "All", "Origin", "Cases"],
        ["France", "36", "Syria", "24"],
        ["", "", "Iraq", "7"],
        ["", "", "Mali", "5"],
        ["Malta", "9", "Libya", "9"],
    ]
    edges = (60.0, 160.0, 180.0, 340.0)
    found = read(page_with(tmp_path, lambda c: lines_at(c, rows, edges, left=(0, 2))))
    assert cells(found) == rows[1:]


def test_a_name_as_far_below_a_complete_heading_as_rows_are_is_a_row(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        bold(canvas, "Revenues", 80, 884)
        lines_at(canvas, [["Item", "2009", "2010"]], EDGES)
        rows = [["Income", "717", "806"], ["Sales", "286", "424"], ["Fuel", "99", "131"]]
        lines_at(canvas, rows, (72.0, *EDGES[1:]), top=868)

    found = read(page_with(tmp_path, draw))
    assert found.heading == [["Item", "2009", "2010"]]
    assert [row[0] for row in cells(found)] == ["Revenues", "Income", "Sales", "Fuel"]


def test_a_unit_below_the_heading_of_the_names_is_no_row(tmp_path: Path) -> None:
    rows = [["Income", "717", "806"], ["Sales", "286", "424"], ["Fuel", "99", "131"]]

    def draw(canvas: Canvas) -> None:
        lines_at(canvas, [["Item", "2009", "2010"], ["(dollars)", "", ""]], EDGES)
        lines_at(canvas, rows, EDGES, top=868)

    page = page_with(tmp_path, draw)
    assert all("dollars" not in row.texts[0] for table in page.tables for row in table.found.rows)


def test_a_narrow_section_has_its_middle_where_wide_ones_have_theirs(tmp_path: Path) -> None:
    rows = [["2009", "10", "4", "7"], ["2010", "25", "1", "6"], ["2011", "5", "3", "8"]]

    def draw(canvas: Canvas) -> None:
        top = lines_at(canvas, [["Year", "Total", "Men", "Women"]], EDGES)
        for section in ("Public institutions of the State", "Male"):
            canvas.drawCentredString(325, top, section)
            top = lines_at(canvas, rows, EDGES, top=top - 14)

    found = read(page_with(tmp_path, draw))
    assert [row[0] for row in cells(found) if not row[1]] == [
        "Public institutions of the State",
        "Male",
    ]


def test_small_letters_below_a_line_without_figures_are_the_rest_of_it(tmp_path: Path) -> None:
    rows = [
        ["Item", "2009", "2010"],
        ["Mining", "45", "108"],
        ["Private industries and salary", "", ""],
        ["workers", "48", "160"],
        ["Trade", "76", "450"],
    ]
    found = read(page_with(tmp_path, lambda c: lines_at(c, rows, EDGES)))
    assert [row[0] for row in cells(found)] == [
        "Mining",
        "Private industries and salary workers",
        "Trade",
    ]


def test_dollars_in_brackets_are_figures(tmp_path: Path) -> None:
    rows = [
        ["Agency", "2011", "2012"],
        ["Education", "$ 8,734", "$ 25,616"],
        ["Highways", "$ (26,412)", "$ (3,737)"],
        ["Justice", "$ 15,464", "$ 7,605"],
    ]
    found = read(page_with(tmp_path, lambda c: lines_at(c, rows, EDGES)))
    assert cells(found) == rows[1:]


def test_signs_of_few_cases_beside_figures_do_not_make_a_heading(tmp_path: Path) -> None:
    rows = [
        ["Code", "Industry", "2009", "2010", "2011"],
        ["A", "Agriculture", "<5", "794", "c"],
        ["B", "Mining", "7,365", "<5", "<5"],
        ["C", "Manufacturing", "2,313", "6", "12"],
        ["E", "Water supply", "932", "41", "8,337"],
    ]
    edges = (60.0, 90.0, 260.0, 320.0, 380.0)
    found = read(page_with(tmp_path, lambda c: lines_at(c, rows, edges, left=(0, 1))))
    assert cells(found) == rows[1:]


def test_a_figure_and_a_word_in_the_middle_of_a_column_are_one_cell(tmp_path: Path) -> None:
    rows = [["Methane", "100 million", "4"], ["Zinc", "500", "12"], ["Lead", "1 000", "7"]]

    def draw(canvas: Canvas) -> None:
        for n, row in enumerate([["Gas", "Air", "Water"], *rows]):
            canvas.drawString(60, 900 - 14 * n, row[0])
            canvas.drawCentredString(250, 900 - 14 * n, row[1])
            canvas.drawCentredString(330, 900 - 14 * n, row[2])

    assert cells(read(page_with(tmp_path, draw))) == rows


def test_a_sign_under_the_words_over_two_columns_may_stand_in_place_of_a_figure(
    tmp_path: Path,
) -> None:
    rows = [
        ["2008", "162", "", "11.6"],
        ["2009", "39", "14.6", "4.2"],
        ["2010", "24", "9.9", "4.9"],
    ]

    def draw(canvas: Canvas) -> None:
        canvas.drawCentredString(368, 914, "Length of sentence")
        lines_at(canvas, [["Year", "Juries", "Median", "Mean"], *rows], EDGES)
        canvas.drawString(350, 886, "*")

    problems = refusals(page_with(tmp_path, draw))
    assert any("'*' may belong to what stands beside it" in problem for problem in problems)
