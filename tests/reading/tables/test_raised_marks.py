"""Small raised marks of footnotes behind years, names and figures."""

from __future__ import annotations

from pathlib import Path

import pytest
from pypdf import PdfWriter
from reportlab.pdfgen.canvas import Canvas

from annexes.reading.survey import survey
from drawing import draw_table
from reading.tables.looking import cells, lines_at, page_with, read, refusals

EDGES = (60.0, 220.0, 290.0, 360.0)
ROWS = [
    ["Staat", "2008", "2009"],
    ["Polen", "17", "21"],
    ["Malta", "14", "30"],
    ["Irland", "9", "8"],
]


def mark_behind(
    canvas: Canvas, right: float, y: float, mark: str, *, size: float = 5.5, rise: float = 3.5
) -> None:
    """Draw a mark behind a word that ends here."""
    canvas.setFont("Helvetica", size)
    canvas.drawString(right, y + rise, mark)
    canvas.setFont("Helvetica", 9)


def name_end(canvas: Canvas, name: str) -> float:
    return 60 + float(canvas.stringWidth(name, "Helvetica", 9))


def test_marks_are_raised_characters_behind_a_year_a_name_and_a_figure(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        lines_at(canvas, ROWS, EDGES)
        mark_behind(canvas, 290, 900, "1")
        mark_behind(canvas, name_end(canvas, "Polen"), 886, "a")
        mark_behind(canvas, name_end(canvas, "Irland"), 858, "2)")
        mark_behind(canvas, 220, 872, "(3)")

    found = read(page_with(tmp_path, draw))
    assert found.header == ("Staat", "2008", "2009¹")
    assert cells(found) == [
        ["Polenᵃ", "17", "21"],
        ["Malta", "14⁽³⁾", "30"],
        ["Irland²⁾", "9", "8"],
    ]


def in_one(canvas: Canvas, x: float, y: float, *parts: tuple[str, float, float]) -> None:
    """Draw texts of these sizes, raised so far, in one go."""
    line = canvas.beginText(x, y)
    for text, size, rise in parts:
        line.setFont("Helvetica", size)
        line.setRise(rise)
        line.textOut(text)
    canvas.drawText(line)


def test_a_mark_that_is_drawn_with_its_word_is_told_from_it_as_well(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        lines_at(canvas, [*ROWS, ["Zypern", "12", ""]], EDGES)
        in_one(canvas, 280, 844, ("17", 9, 0), ("2", 5.5, 3.5), ("3", 5.5, 3.5))

    assert cells(read(page_with(tmp_path, draw)))[-1] == ["Zypern", "12", "17²³"]


def test_a_raised_mark_stands_behind_the_word_of_its_line_in_a_cell(tmp_path: Path) -> None:
    rows = [["Zweck", "Betrag"], ["Ausgaben für\nden Schuldendienst", "17"], ["Summe", "21"]]

    def draw(canvas: Canvas) -> None:
        draw_table(canvas, rows, 900, (57.0, 220.0, 290.0))
        mark_behind(canvas, name_end(canvas, "den Schuldendienst"), 863, "b")

    labels = [row[0] for row in cells(read(page_with(tmp_path, draw)))]
    assert labels == ["Ausgaben für den Schuldendienstᵇ", "Summe"]


def test_raised_letters_of_a_word_are_no_mark(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        lines_at(canvas, [["Trimestre", "2008", "2009"], ["1", "9", "8"], ["2", "7", "6"]], EDGES)
        mark_behind(canvas, 65, 886, "er")

    assert cells(read(page_with(tmp_path, draw)))[0][0] == "1 er"


@pytest.mark.parametrize(("size", "rise"), [(6.5, 0.0), (9.0, 2.5), (6.5, -2.0)])
def test_another_digit_is_a_doubt_unless_it_is_both_smaller_and_raised(
    tmp_path: Path, size: float, rise: float
) -> None:
    def draw(canvas: Canvas) -> None:
        lines_at(canvas, [*ROWS, ["Zypern", "12", ""]], EDGES)
        in_one(canvas, 280, 844, ("17", 9, 0), ("2", size, rise))

    assert any(
        "of different size or height" in text for text in refusals(page_with(tmp_path, draw))
    )


def test_a_letter_behind_the_year_of_a_row_is_a_part_of_its_name(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        lines_at(canvas, [["Year", "Cases", "Rate"], ["2010-11", "17", "21"]], EDGES)
        lines_at(canvas, [["2011-12", "14", "30"], ["2012-13", "9", "8"]], EDGES, top=872)
        canvas.drawString(60 + canvas.stringWidth("2012-13", "Helvetica", 9) + 4.5, 858, "P")

    assert cells(read(page_with(tmp_path, draw)))[-1] == ["2012-13 P", "9", "8"]


def test_a_page_whose_fonts_have_no_names_is_read(tmp_path: Path) -> None:
    """As those of bitmaps, in all that LaTeX made before it had outlines."""
    page_with(tmp_path, lambda canvas: lines_at(canvas, ROWS, EDGES))
    writer = PdfWriter(tmp_path / "drawn.pdf")
    for font in writer.pages[0]["/Resources"]["/Font"].values():  # type: ignore[index]
        font.get_object().pop("/BaseFont")
    writer.write(tmp_path / "nameless.pdf")
    (page,) = survey(tmp_path / "nameless.pdf")
    assert cells(read(page)) == ROWS[1:]
