"""What a drawn page can lie about: a figure that a person reads otherwise is refused, with its box.

Each page has one table, in which the figure 15 of Bayern is drawn in another way.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import reportlab
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText, Link
from pypdf.constants import AnnotationFlag
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    Fit,
    FloatObject,
    NameObject,
    NumberObject,
)
from reportlab.lib.colors import black
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from annexes.reading.document.drawn_glyphs import ACROSS, DOWN
from annexes.reading.document.glyph_shapes import KNOWN, SAME
from annexes.reading.document.read_document import read_document
from annexes.reading.pages import Word, WordDoubt
from annexes.reading.survey import SurveyedTable, survey
from drawing import SIZE, draw_table, new_canvas, with_characters
from reading.document.known_glyphs import drawn

EDGES = [57.0, 240.0, 310.0, 380.0]
TOP = 900.0
RIGHT, BASE = EDGES[2] - 3, TOP - 16 - 11
"""Where the figure of Bayern for 2021 ends."""

Draw = Callable[[Canvas], None]


def page_with(figure: Draw, *, ruled: bool = True, name: str = "Bayern") -> bytes:
    canvas, buffer = new_canvas()
    rows = [["Land", "2021", "2022"], [name, "", "20"], ["Berlin", "3", "4"], ["Hessen", "5", "6"]]
    canvas.drawString(60, TOP + 12, "Die Zahlen stehen in der folgenden Tabelle:")
    draw_table(canvas, rows, TOP, EDGES, ruled=ruled)
    figure(canvas)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def printed(canvas: Canvas, text: str = "15") -> None:
    canvas.drawRightString(RIGHT, BASE, text)


def table_of(path: Path, data: bytes) -> SurveyedTable:
    path.write_bytes(data)
    ((table,),) = (page.tables for page in survey(path))
    return table


def word_at_figure(path: Path) -> Word:
    (page,) = read_document(path).pages
    return next(w for w in page.words if abs(w.x1 - RIGHT) < 2 and abs(w.bottom - 1000 + BASE) < 5)


# ── lies ────────────────────────────────────────────────────────────────────────────────────


def actual_text(canvas: Canvas) -> None:
    canvas._code.append("/Span <</ActualText (22)>> BDC")
    printed(canvas)
    canvas._code.append("EMC")


def actual_text_for_each_digit(canvas: Canvas) -> None:
    for digit, said, right in (("1", "2", RIGHT - 5), ("5", "2", RIGHT)):
        canvas._code.append(f"/Span <</ActualText ({said})>> BDC")
        canvas.drawRightString(right, BASE, digit)
        canvas._code.append("EMC")


def nothing_as_actual_text(canvas: Canvas) -> None:
    canvas._code.append("/Span <</ActualText ( )>> BDC")
    canvas.drawRightString(RIGHT - 5, BASE, "1")
    canvas._code.append("EMC")
    canvas.drawRightString(RIGHT, BASE, "5")


def struck_by_a_line(canvas: Canvas) -> None:
    printed(canvas)
    canvas.line(RIGHT - 12, BASE + 3.2, RIGHT + 1, BASE + 3.2)


def struck_by_a_thin_rectangle(canvas: Canvas) -> None:
    printed(canvas)
    canvas.rect(RIGHT - 11, BASE + 2.8, 11, 0.7, stroke=0, fill=1)


def struck_by_a_slanted_line(canvas: Canvas) -> None:
    printed(canvas)
    canvas.line(RIGHT - 12, BASE - 1, RIGHT + 1, BASE + 7)


def struck_by_a_line_that_rises_a_little(canvas: Canvas) -> None:
    printed(canvas)
    canvas.line(RIGHT - 12, BASE + 2.8, RIGHT + 1, BASE + 6)


def one_digit_struck(canvas: Canvas) -> None:
    printed(canvas)
    canvas.line(RIGHT - 5, BASE + 3.2, RIGHT, BASE + 3.2)


def minus_as_a_line(canvas: Canvas) -> None:
    printed(canvas)
    left = RIGHT - canvas.stringWidth("15")
    canvas.line(left - 5, BASE + 3, left - 1, BASE + 3)


def minus_as_a_short_rectangle(canvas: Canvas) -> None:
    printed(canvas)
    left = RIGHT - canvas.stringWidth("15")
    canvas.rect(left - 3.5, BASE + 2.6, 2.5, 0.6, stroke=0, fill=1)


def pasted_over(canvas: Canvas) -> None:
    printed(canvas)
    canvas.setFillGray(1)
    canvas.rect(RIGHT - 12, BASE - 2, 13, 10, stroke=0, fill=1)
    canvas.setFillGray(0)
    printed(canvas, "22")


def a_picture_over_the_figure(canvas: Canvas) -> None:
    printed(canvas)
    picture = Image.new("L", (13, 10), 255)
    picture.paste(0, (2, 2, 11, 4))
    canvas.drawImage(ImageReader(picture), RIGHT - 12, BASE - 2, 13, 10)


DRAWN: dict[Draw, WordDoubt] = {
    pasted_over: WordDoubt.COVERED,
    a_picture_over_the_figure: WordDoubt.COVERED,
    actual_text: WordDoubt.OTHER_TEXT,
    actual_text_for_each_digit: WordDoubt.OTHER_TEXT,
    nothing_as_actual_text: WordDoubt.OTHER_TEXT,
    struck_by_a_line: WordDoubt.STRUCK,
    struck_by_a_thin_rectangle: WordDoubt.STRUCK,
    struck_by_a_slanted_line: WordDoubt.STRUCK,
    struck_by_a_line_that_rises_a_little: WordDoubt.STRUCK,
    one_digit_struck: WordDoubt.STRUCK,
}


@pytest.mark.parametrize("ruled", [True, False], ids=["ruled", "unruled"])
@pytest.mark.parametrize("lie", DRAWN, ids=lambda lie: lie.__name__)
def test_a_figure_drawn_otherwise_is_refused(tmp_path: Path, lie: Draw, ruled: bool) -> None:
    table = table_of(tmp_path / "page.pdf", page_with(lie, ruled=ruled))
    said = [problem for problem in table.problems if DRAWN[lie] in problem.problem]
    assert said
    box = said[0].place.box
    assert box is not None
    assert box[0] < RIGHT < box[2] + 2
    assert box[1] < 1000 - BASE < box[3]


@pytest.mark.parametrize("ruled", [True, False], ids=["ruled", "unruled"])
def test_the_same_page_without_a_lie_is_read(tmp_path: Path, ruled: bool) -> None:
    table = table_of(tmp_path / "page.pdf", page_with(printed, ruled=ruled))
    assert not table.problems
    assert table.found.rows[0].texts == ["Bayern", "15", "20"]


def test_a_row_whose_name_is_struck_through_is_refused(tmp_path: Path) -> None:
    def struck(canvas: Canvas) -> None:
        printed(canvas)
        canvas.line(EDGES[0] + 2, BASE + 3, EDGES[0] + 40, BASE + 3)

    table = table_of(tmp_path / "page.pdf", page_with(struck))
    assert any(WordDoubt.STRUCK in problem.problem for problem in table.problems)


# ── what is drawn instead of written ────────────────────────────────────────────────────────


def figure_as_a_picture(canvas: Canvas) -> None:
    picture = Image.new("L", (26, 16), 255)
    picture.paste(0, (4, 2, 8, 14))
    canvas.drawImage(ImageReader(picture), RIGHT - 13, BASE, 13, 8)


def first_digit_as_an_outline(canvas: Canvas) -> None:
    printed(canvas, "5")
    seven = canvas.beginPath()
    for x, y in ((-12, 7), (-7, 7), (-10, 0), (-11, 0), (-8.5, 6), (-12, 6)):
        (seven.lineTo if seven.getCode() else seven.moveTo)(RIGHT + x, BASE + y)
    canvas.drawPath(seven, stroke=0, fill=1)


def in_drawn_parentheses(canvas: Canvas) -> None:
    printed(canvas)
    for x, out in ((RIGHT - 12, -2), (RIGHT + 1, 2)):
        canvas.bezier(x, BASE - 1, x + out, BASE + 2, x + out, BASE + 5, x, BASE + 8)


def minus_at_the_edge_of_the_cell(canvas: Canvas) -> None:
    printed(canvas)
    canvas.line(EDGES[1] + 4, BASE + 3, EDGES[1] + 8, BASE + 3)


def struck_by_a_wave(canvas: Canvas) -> None:
    printed(canvas)
    canvas.bezier(RIGHT - 14, BASE + 2, RIGHT - 9, BASE + 6, RIGHT - 5, BASE, RIGHT + 2, BASE + 4)


def decimal_comma_as_a_drop(canvas: Canvas) -> None:
    canvas.drawRightString(RIGHT - 8, BASE, "1")
    canvas.drawRightString(RIGHT, BASE, "5")
    canvas.circle(RIGHT - 6.5, BASE, 1.6, stroke=0, fill=1)


def decimal_point_as_a_square(canvas: Canvas) -> None:
    canvas.drawRightString(RIGHT - 8, BASE, "1")
    canvas.drawRightString(RIGHT, BASE, "5")
    canvas.rect(RIGHT - 7, BASE, 1, 1, stroke=0, fill=1)


def decimal_point_as_a_dot(canvas: Canvas) -> None:
    printed(canvas)
    canvas.circle(RIGHT - 5, BASE + 0.5, 0.6, stroke=0, fill=1)


def decimal_point_as_a_large_dot(canvas: Canvas) -> None:
    canvas.drawRightString(RIGHT - 8, BASE, "1")
    canvas.drawRightString(RIGHT, BASE, "5")
    canvas.circle(RIGHT - 6.5, BASE + 1, 1.2, stroke=0, fill=1)


def decimal_points_below_each_other(canvas: Canvas) -> None:
    """In one straight line at even distances, as in a dotted rule, but far apart."""
    printed(canvas)
    for row in range(6):
        canvas.rect(RIGHT - 6, BASE - 12 * row, 2.5, 2.5, stroke=0, fill=1)


def figure_of_bars(canvas: Canvas) -> None:
    """As long as a dashed rule, of bars that are higher than wide: 1111111."""
    for n in range(7):
        canvas.rect(RIGHT - 3 - 5 * n, BASE, 2.4, 5, stroke=0, fill=1)


def figure_of_upright_lines(canvas: Canvas) -> None:
    for x in (8, 4):
        canvas.line(RIGHT - x, BASE, RIGHT - x, BASE + 6.5)


def minus_of_two_pieces(canvas: Canvas) -> None:
    printed(canvas)
    for x in (18, 16):
        canvas.rect(RIGHT - x, BASE + 3, 2, 0.7, stroke=0, fill=1)


def decimal_comma_as_a_stroke(canvas: Canvas) -> None:
    printed(canvas)
    canvas.line(RIGHT - 5.1, BASE + 0.5, RIGHT - 5.6, BASE - 1.5)


def minus_drawn_twice(canvas: Canvas) -> None:
    minus_at_the_edge_of_the_cell(canvas)
    canvas.line(EDGES[1] + 4.1, BASE + 3, EDGES[1] + 8.1, BASE + 3)


def minus_drawn_again_and_again(canvas: Canvas) -> None:
    printed(canvas)
    for _ in range(8):
        canvas.rect(RIGHT - 20, BASE + 2, 4, 2.2, stroke=0, fill=1)


def percent_of_strokes(canvas: Canvas) -> None:
    canvas.drawRightString(RIGHT - 8, BASE, "15")
    canvas.circle(RIGHT - 6, BASE + 5, 1.2)
    canvas.circle(RIGHT - 1.5, BASE + 1.3, 1.2)
    canvas.line(RIGHT - 6.5, BASE, RIGHT - 1, BASE + 6.5)


def struck_by_a_shading(canvas: Canvas) -> None:
    printed(canvas)
    bar = canvas.beginPath()
    bar.rect(RIGHT - 12, BASE + 2.7, 13, 0.7)
    canvas.saveState()
    canvas.clipPath(bar, stroke=0)
    canvas.linearGradient(0, 0, 600, 0, (black, black))
    canvas.restoreState()


SIGNS = (
    minus_as_a_line,
    minus_as_a_short_rectangle,
    decimal_point_as_a_square,
    decimal_point_as_a_dot,
    decimal_point_as_a_large_dot,
    decimal_points_below_each_other,
    figure_of_bars,
    figure_of_upright_lines,
    minus_of_two_pieces,
    decimal_comma_as_a_stroke,
    minus_drawn_twice,
    minus_drawn_again_and_again,
    percent_of_strokes,
    struck_by_a_shading,
    figure_as_a_picture,
    first_digit_as_an_outline,
    in_drawn_parentheses,
    minus_at_the_edge_of_the_cell,
    struck_by_a_wave,
    decimal_comma_as_a_drop,
)


@pytest.mark.parametrize("ruled", [True, False], ids=["ruled", "unruled"])
@pytest.mark.parametrize("sign", SIGNS, ids=lambda sign: sign.__name__)
def test_a_sign_that_is_no_text_is_refused(tmp_path: Path, sign: Draw, ruled: bool) -> None:
    table = table_of(tmp_path / "page.pdf", page_with(sign, ruled=ruled))
    assert "drawn" in {problem.check for problem in table.problems}


def test_text_that_is_blended_away_is_no_figure(tmp_path: Path) -> None:
    """Black that only lightens the white of the page is not seen."""

    def blended(canvas: Canvas) -> None:
        canvas._code.append("q /Blend gs")
        printed(canvas)
        canvas._code.append("Q")

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(page_with(blended))))
    lighten = DictionaryObject({NameObject("/BM"): NameObject("/Lighten")})
    states = DictionaryObject({NameObject("/Blend"): lighten})
    resources: Any = writer.pages[0]["/Resources"]
    resources[NameObject("/ExtGState")] = states
    path = tmp_path / "page.pdf"
    writer.write(path)
    assert word_at_figure(path).doubt is WordDoubt.HIDDEN


def around_the_figure(canvas: Canvas) -> None:
    canvas.roundRect(RIGHT - 16, BASE - 4, 20, 15, 4, stroke=1, fill=0)
    printed(canvas)


def white_on_white(canvas: Canvas) -> None:
    printed(canvas)
    canvas.setFillGray(1)
    canvas.circle(EDGES[1] + 12, BASE + 3, 3, stroke=0, fill=1)
    canvas.setFillGray(0)


def beside_the_table(canvas: Canvas) -> None:
    printed(canvas)
    canvas.circle(EDGES[3] + 40, BASE + 3, 3, stroke=0, fill=1)


def watermark_behind_the_table(canvas: Canvas) -> None:
    canvas.saveState()
    canvas.setFillGray(0.85)
    canvas.setFont("Helvetica-Bold", 60)
    canvas.translate(EDGES[0] + 60, TOP - 120)
    canvas.rotate(40)
    canvas.drawString(0, 0, "ENTWURF")
    canvas.restoreState()
    printed(canvas)


def dotted_border_of_a_cell(canvas: Canvas) -> None:
    printed(canvas)
    for x in range(100):
        canvas.rect(EDGES[0] + 4 + 1.5 * x, BASE - 3, 0.75, 0.75, stroke=0, fill=1)
    for y in range(10):
        canvas.rect(EDGES[1] + 4, BASE - 3 + 1.2 * y, 0.75, 0.75, stroke=0, fill=1)


def thick_borders_of_a_cell(canvas: Canvas) -> None:
    """Dashed above and below, dotted at both sides; the corners are drawn twice."""
    printed(canvas)
    left, right, low, high = EDGES[1] + 2, EDGES[2] + 2, BASE - 6, BASE + 12
    for y in (low, high):
        for n in range(12):
            canvas.rect(left + (right - left - 4) / 11 * n, y, 4, 2.4, stroke=0, fill=1)
    for x in (left, right - 2.4):
        for n in range(7):
            canvas.circle(x + 1.2, low + 1.2 + (high - low) / 6 * n, 1.2, stroke=0, fill=1)


def dotted_leader(canvas: Canvas) -> None:
    printed(canvas)
    for x in range(int(EDGES[0]) + 40, int(EDGES[1]) - 4, 3):
        canvas.circle(x, BASE, 0.8, stroke=0, fill=1)


def flag_beside_the_name(canvas: Canvas) -> None:
    """Of one colour, as a ground is."""
    printed(canvas)
    canvas.drawImage(ImageReader(Image.new("RGB", (12, 8), (200, 30, 60))), 186, BASE, 10, 7)


HARMLESS = (
    flag_beside_the_name,
    watermark_behind_the_table,
    dotted_border_of_a_cell,
    thick_borders_of_a_cell,
    dotted_leader,
    around_the_figure,
    white_on_white,
    beside_the_table,
)


@pytest.mark.parametrize("shape", HARMLESS, ids=lambda shape: shape.__name__)
def test_a_shape_that_says_nothing_is_harmless(tmp_path: Path, shape: Draw) -> None:
    assert not table_of(tmp_path / "page.pdf", page_with(shape)).problems


def test_a_character_that_only_its_font_knows_is_refused(tmp_path: Path) -> None:
    data = with_characters(page_with(printed), {**HONEST, "1": "\ue031"})
    problems = table_of(tmp_path / "page.pdf", data).problems
    assert any(WordDoubt.NAMELESS in problem.problem for problem in problems)


def test_text_recognised_in_a_picture_is_refused(tmp_path: Path) -> None:
    """As in a scan whose text a program has recognised: it stands over the picture, unseen."""

    def scanned(canvas: Canvas) -> None:
        picture = Image.new("L", (26, 16), 255)
        for x in (9, 19):
            picture.paste(0, (x, 2, x + 3, 14))
        canvas.drawImage(ImageReader(picture), RIGHT - 13, BASE, 13, 8)
        canvas.drawRightString(RIGHT, BASE, "15", mode=3)

    problems = table_of(tmp_path / "page.pdf", page_with(scanned)).problems
    assert any(WordDoubt.RECOGNISED in problem.problem for problem in problems)


def test_two_figures_over_each_other_are_refused(tmp_path: Path) -> None:
    def both(canvas: Canvas) -> None:
        printed(canvas, "15")
        printed(canvas, "761")

    problems = table_of(tmp_path / "page.pdf", page_with(both)).problems
    assert any("over each other" in problem.problem for problem in problems)


def test_what_is_printed_twice_to_look_bold_is_read_once(tmp_path: Path) -> None:
    def bold(canvas: Canvas) -> None:
        for shift in (0, 0.3):
            canvas.drawRightString(RIGHT + shift, BASE, "15")
            canvas.drawString(EDGES[0] + 3 + shift, BASE, "Freistaat Bayern")

    table = table_of(tmp_path / "page.pdf", page_with(bold, name=""))
    assert not table.problems
    assert table.found.rows[0].texts == ["Freistaat Bayern", "15", "20"]


def test_a_name_that_is_cut_off_is_refused(tmp_path: Path) -> None:
    """As a cell of a spreadsheet cuts a text that is longer than it."""

    def cut(canvas: Canvas) -> None:
        printed(canvas)
        cell = canvas.beginPath()
        cell.rect(EDGES[0], BASE - 4, 30, 14)
        canvas.saveState()
        canvas.clipPath(cell, stroke=0)
        canvas.drawString(EDGES[0] + 3, BASE, "Oberbayern")
        canvas.restoreState()

    problems = table_of(tmp_path / "page.pdf", page_with(cut, name="")).problems
    assert any(WordDoubt.CUT in problem.problem for problem in problems)


def test_a_hidden_name_with_a_hyphen_is_not_read(tmp_path: Path) -> None:
    def hidden(canvas: Canvas) -> None:
        printed(canvas)
        canvas.setFillGray(1)
        canvas.drawString(EDGES[0] + 3, BASE, "Baden-Baden")
        canvas.setFillGray(0)

    assert table_of(tmp_path / "page.pdf", page_with(hidden, name="")).problems


# ── annotations ─────────────────────────────────────────────────────────────────────────────


def annotated(
    annotation: FreeText | Link, flags: int | None = None, figure: Draw = printed
) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(page_with(figure))))
    if flags is not None:
        annotation.flags = AnnotationFlag(flags)
    writer.add_annotation(0, annotation)
    data = io.BytesIO()
    writer.write(data)
    return data.getvalue()


OVER = (RIGHT - 12, BASE - 2, RIGHT + 2, BASE + 8)


def test_an_annotation_over_a_figure_is_refused(tmp_path: Path) -> None:
    table = table_of(tmp_path / "page.pdf", annotated(FreeText(text="22", rect=OVER)))
    assert [WordDoubt.ANNOTATED in problem.problem for problem in table.problems] == [True]


@pytest.mark.parametrize("text", ["22", ""], ids=["with a figure", "without"])
def test_an_annotation_in_an_empty_cell_is_refused(tmp_path: Path, text: str) -> None:
    note = FreeText(text=text, rect=OVER)
    table = table_of(tmp_path / "page.pdf", annotated(note, figure=lambda canvas: None))
    assert table.problems


def test_links_and_hidden_annotations_are_harmless(tmp_path: Path) -> None:
    link = Link(rect=OVER, url="https://example.org/", fit=Fit.fit())
    assert not table_of(tmp_path / "link.pdf", annotated(link)).problems
    hidden = FreeText(text="22", rect=OVER)
    assert not table_of(tmp_path / "hidden.pdf", annotated(hidden, flags=2)).problems


# ── fonts ───────────────────────────────────────────────────────────────────────────────────


HONEST = {chr(code): chr(code) for code in range(0x20, 0x7F)}
SOFT_HYPHEN, NO_WIDTH, DIAERESIS = "\u00ad", "\u200b", "\u0308"
ODD = {**HONEST, "~": DIAERESIS, "^": SOFT_HYPHEN, "|": NO_WIDTH}
"""Stands in for fonts that say such characters."""


def embedded(canvas: Canvas) -> None:
    folder = Path(reportlab.__file__).parent / "fonts"
    pdfmetrics.registerFont(TTFont("Vera", str(folder / "Vera.ttf")))
    canvas.setFont("Vera", SIZE)
    printed(canvas)


def test_a_font_that_says_other_digits_than_it_draws_is_refused(tmp_path: Path) -> None:
    lying = with_characters(page_with(printed), {**HONEST, "1": "2", "5": "2"})
    table = table_of(tmp_path / "lying.pdf", lying)
    assert any(WordDoubt.OTHER_GLYPHS in problem.problem for problem in table.problems)
    honest = with_characters(page_with(printed), HONEST)
    assert not table_of(tmp_path / "honest.pdf", honest).problems


def fonts_of(page: Any) -> list[Any]:
    return list(page["/Resources"]["/Font"].values())


def test_one_exchanged_digit_in_an_embedded_font_is_seen(tmp_path: Path) -> None:
    data = page_with(embedded)
    assert not table_of(tmp_path / "honest.pdf", data).problems
    reader = PdfReader(io.BytesIO(data))
    fonts = fonts_of(reader.pages[0])
    tables = [
        f.get_object()["/ToUnicode"].get_data() for f in fonts if "/ToUnicode" in f.get_object()
    ]
    assert any(b"0031" in table for table in tables)
    writer = PdfWriter(clone_from=reader)
    for font in fonts_of(writer.pages[0]):
        if "/ToUnicode" in font.get_object():
            stream = font.get_object()["/ToUnicode"].get_object()
            stream.set_data(stream.get_data().replace(b"0031", b"0037"))
    path = tmp_path / "lying.pdf"
    writer.write(path)
    assert word_at_figure(path).doubt == WordDoubt.OTHER_GLYPHS


@pytest.mark.parametrize("exchange", [",.", ".,", "-,", "',", "+-", "-+", "1-"])
def test_a_sign_that_is_drawn_as_another_is_refused(tmp_path: Path, exchange: str) -> None:
    drawn, said = exchange[0], exchange[1]
    data = page_with(lambda canvas: printed(canvas, f"{drawn}15"))
    path = tmp_path / "page.pdf"
    path.write_bytes(with_characters(data, HONEST))
    assert word_at_figure(path).doubt is None
    path.write_bytes(with_characters(data, {**HONEST, drawn: said}))
    assert word_at_figure(path).doubt is WordDoubt.OTHER_GLYPHS


@pytest.mark.parametrize("drawn", ["1", "-", ","])
def test_a_sign_that_says_it_is_a_space_is_refused(tmp_path: Path, drawn: str) -> None:
    data = page_with(lambda canvas: printed(canvas, f"{drawn}5"))
    table = table_of(tmp_path / "page.pdf", with_characters(data, {**HONEST, drawn: " "}))
    assert any(WordDoubt.NAMELESS in problem.problem for problem in table.problems)


@pytest.mark.parametrize("code", ["\x01", "\x94"])
def test_a_glyph_that_says_nothing_is_refused(tmp_path: Path, code: str) -> None:
    """Of the 1 it is not said what it is: a code that stands for no character."""
    said = {char: own for char, own in HONEST.items() if char != "1"}
    data = with_characters(page_with(lambda canvas: printed(canvas, "1")), {**said, "1": code})
    table = table_of(tmp_path / "page.pdf", data)
    assert any(WordDoubt.NAMELESS in problem.problem for problem in table.problems)


@pytest.mark.parametrize("unknown", ["~", "~0123456789"], ids=["a box", "all digits"])
@pytest.mark.parametrize("ruled", [True, False], ids=["ruled", "unruled"])
def test_a_table_of_glyphs_that_say_nothing_is_refused(
    tmp_path: Path, unknown: str, ruled: bool
) -> None:
    """As where a font has no thin space and draws a box in its place."""
    canvas, buffer = new_canvas()
    rows = [["Bayern", "1~500", "2~040"], ["Berlin", "3~100", "4~200"], ["Hessen", "5~3", "6~4"]]
    draw_table(canvas, [["Land", "Frauen", "Herren"], *rows], TOP, EDGES, ruled=ruled)
    canvas.showPage()
    canvas.save()
    data = with_characters(buffer.getvalue(), {**HONEST, **dict.fromkeys(unknown, "\x01")})
    problems = table_of(tmp_path / "page.pdf", data).problems
    assert any(WordDoubt.NAMELESS in problem.problem for problem in problems)


def test_a_name_of_which_the_letters_are_exchanged_is_refused(tmp_path: Path) -> None:
    data = page_with(printed, name="Baden")
    lying = with_characters(data, {**HONEST, "B": "H", "d": "s", "e": "k"})
    problems = table_of(tmp_path / "page.pdf", lying).problems
    assert any(WordDoubt.OTHER_GLYPHS in problem.problem for problem in problems)


@pytest.mark.parametrize(
    ("said", "doubt"), [("1", WordDoubt.OTHER_GLYPHS), ("7", None), (" ", WordDoubt.NAMELESS)]
)
@pytest.mark.parametrize("size", [SIZE, 0.1], ids=["of usual size", "of large drawings"])
def test_a_font_made_of_drawings_is_compared_as_well(
    tmp_path: Path, said: str, doubt: WordDoubt | None, size: float
) -> None:
    def in_it(canvas: Canvas) -> None:
        canvas._code.append(f"BT /Drawn {size} Tf {RIGHT - 11} {BASE} Td (15) Tj ET")

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(page_with(in_it))))
    resources: Any = writer.pages[0]["/Resources"]
    resources["/Font"][NameObject("/Drawn")] = drawn_font(writer, SEVEN, said, SIZE / size)
    path = tmp_path / "page.pdf"
    writer.write(path)
    (page,) = read_document(path).pages
    words = [word for word in page.words if abs(word.bottom - 1000 + BASE) < 5]
    assert [word.doubt for word in words if RIGHT - 12 < word.x0 < RIGHT] == [doubt]


SEVEN = """550 0 40 0 520 700 d1 40 700 m 520 700 l 520 630 l 370 450 l 270 220 l 230 0 l 140 0 l
170 200 l 270 430 l 420 615 l 40 615 l f"""


def drawn_font(writer: PdfWriter, glyph: str, said: str, large: float) -> DictionaryObject:
    """A font of which the codes of 1 to 5 draw this glyph, so many times as large, and say this."""
    scale = 0.001 * large
    drawing, table = DecodedStreamObject(), DecodedStreamObject()
    drawing.set_data(glyph.encode())
    pairs = "".join(f"<{code:02x}> <{ord(said):04x}>\n" for code in (0x31, 0x35))
    table.set_data(f"begincmap 2 beginbfchar\n{pairs}endbfchar endcmap".encode())
    own = writer._add_object(drawing)
    names = ArrayObject([NumberObject(0x31), *[NameObject("/glyph")] * 5])
    return DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type3"),
            NameObject("/FontBBox"): ArrayObject(map(NumberObject, (0, 0, 600, 800))),
            NameObject("/FontMatrix"): ArrayObject(map(FloatObject, (scale, 0, 0, scale, 0, 0))),
            NameObject("/CharProcs"): DictionaryObject({NameObject("/glyph"): own}),
            NameObject("/Encoding"): DictionaryObject({NameObject("/Differences"): names}),
            NameObject("/FirstChar"): NumberObject(0x31),
            NameObject("/LastChar"): NumberObject(0x35),
            NameObject("/Widths"): ArrayObject([NumberObject(550)] * 5),
            NameObject("/Resources"): DictionaryObject(),
            NameObject("/ToUnicode"): writer._add_object(table),
        }
    )


def test_the_glyphs_that_are_compared_are_those_of_the_typefaces() -> None:
    known = [line.split() for line in KNOWN.read_text().splitlines()]
    compared = zip(known, drawn(), strict=True)
    assert all(
        said == char and (int(squares, 16) ^ own).bit_count() < SAME * ACROSS * DOWN
        for (said, squares), (char, own) in compared
    )


# ── characters that nobody sees ─────────────────────────────────────────────────────────────


@pytest.mark.parametrize("figure", ["1|5", "1^5", "^15"], ids=["no width", "soft hyphen", "before"])
def test_an_invisible_character_at_digits_is_refused(tmp_path: Path, figure: str) -> None:
    data = page_with(lambda canvas: printed(canvas, figure))
    table = table_of(tmp_path / "page.pdf", with_characters(data, ODD))
    assert any(WordDoubt.INVISIBLE in problem.problem for problem in table.problems)


def test_in_names_letters_are_composed_and_invisible_characters_dropped(tmp_path: Path) -> None:
    """Thüringen, decomposed, with a soft hyphen and a space without width in it."""
    data = page_with(printed, name="Thu~rin^gen|")
    table = table_of(tmp_path / "page.pdf", with_characters(data, ODD))
    assert not table.problems
    assert table.found.rows[0].texts == ["Thüringen", "15", "20"]


# ── what is harmless ────────────────────────────────────────────────────────────────────────


def test_an_actual_text_that_says_what_is_drawn_is_read(tmp_path: Path) -> None:
    def honest(canvas: Canvas) -> None:
        for given, digit, right in (("1", "1", RIGHT - 5), ("5", "5", RIGHT)):
            canvas._code.append(f"/Span <</ActualText ({given})>> BDC")
            canvas.drawRightString(right, BASE, digit)
            canvas._code.append("EMC")

    table = table_of(tmp_path / "page.pdf", page_with(honest))
    assert not table.problems
    assert table.found.rows[0].texts == ["Bayern", "15", "20"]


def test_small_capitals_and_soft_hyphens_as_actual_text_are_read(tmp_path: Path) -> None:
    def name(canvas: Canvas) -> None:
        printed(canvas)
        canvas._code.append("/Span <</ActualText (BAYERN)>> BDC")
        canvas.drawString(EDGES[0] + 3, BASE, "bayern")
        canvas._code.append("EMC")

    table = table_of(tmp_path / "page.pdf", page_with(name, name=""))
    assert not table.problems
    assert table.found.rows[0].texts == ["BAYERN", "15", "20"]


def test_shaded_cells_are_read(tmp_path: Path) -> None:
    """Shades are drawn before the figures that stand on them."""

    def shaded(canvas: Canvas) -> None:
        canvas.setFillGray(0.8)
        canvas.rect(EDGES[1], BASE - 4, EDGES[2] - EDGES[1], 14, stroke=0, fill=1)
        canvas.setFillGray(0)
        printed(canvas)

    assert not table_of(tmp_path / "page.pdf", page_with(shaded)).problems


def test_a_line_under_a_figure_and_a_rule_between_rows_are_no_strokes(tmp_path: Path) -> None:
    def underlined(canvas: Canvas) -> None:
        printed(canvas)
        canvas.line(RIGHT - 11, BASE - 1.2, RIGHT, BASE - 1.2)

    assert not table_of(tmp_path / "page.pdf", page_with(underlined)).problems
