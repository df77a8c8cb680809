"""Ways in which a PDF of the annexes can be drawn or damaged, each with its right outcome.

SAME: another drawing of the same figures. REFUSE: a person who looks at the page would not read
what the text says, or the page betrays the damage.
"""

from __future__ import annotations

import io
import random
from collections.abc import Callable, Iterator
from dataclasses import replace

from pypdf import PdfReader, PdfWriter, Transformation
from pypdf.annotations import FreeText
from reportlab.pdfgen.canvas import Canvas

from annexes.reading.understood_rows import Extraction, Row
from annexes.recipe.edition import EditionRecipe
from bench.text_mutations import Operator, Outcome
from drawing import SIZE, Cell, Style, draw_annexes, plain_cell, with_characters

Draw = Callable[[random.Random, Extraction, EditionRecipe], bytes]

OPERATORS: list[tuple[Outcome, Draw]] = []


def operator(outcome: Outcome) -> Callable[[Draw], Draw]:
    def register(draw: Draw) -> Draw:
        OPERATORS.append((outcome, draw))
        return draw

    return register


def mutants(
    read: Extraction, edition: EditionRecipe, rounds: int, seed: int
) -> Iterator[tuple[Operator, bytes]]:
    """`rounds` documents of each operator, drawn from the rows that the text gives."""
    for outcome, draw in OPERATORS:
        name = draw.__name__
        for number in range(rounds):
            data = draw(random.Random(f"{seed} {name} {number}"), read, edition)
            yield Operator(name, outcome, lambda *_: []), data


def any_style(rng: random.Random) -> Style:
    return rng.choice([Style(), Style(ruled=True), Style(ruled=True, code_apart=True)])


# ── the same figures ────────────────────────────────────────────────────────────────────────


@operator("same")
def other_style(rng, read, edition):
    wrap_at = rng.choice([0, 0, 14, 18])  # more of either, and the rows leave the page
    style = Style(
        ruled=rng.random() < 0.5,
        wrap_at=wrap_at,
        columns=rng.choice([(330.0, 450.0), (260.0, 310.0), (390.0, 450.0)]),
        row_height=12.5 if wrap_at else rng.choice([12.5, 14.0]),
    )
    return draw_annexes(read, edition, style)


@operator("same")
def drawn_in_another_order(rng, read, edition):
    def shuffle(canvas: Canvas, page: int) -> None:
        shown = [code.startswith("BT") and "Tf" not in code for code in canvas._code]
        texts = [n for n, is_shown in enumerate(shown) if is_shown]
        codes = [canvas._code[n] for n in texts]
        rng.shuffle(codes)
        for n, code in zip(texts, codes, strict=True):
            canvas._code[n] = code

    return draw_annexes(read, edition, any_style(rng), touch=shuffle)


@operator("same")
def glyph_by_glyph(rng, read, edition):
    def cell(canvas: Canvas, right: float, y: float, text: str) -> None:
        x = right - canvas.stringWidth(text)
        for glyph in text:
            canvas.drawString(x, y, glyph)
            x += canvas.stringWidth(glyph)

    row = rng.choice(read.rows)
    return draw_annexes(read, edition, any_style(rng), cells={(row.place.page, row.key): cell})


@operator("same")
def scaled(rng, read, edition):
    factor = rng.uniform(0.6, 1.6)
    return _rewritten(
        draw_annexes(read, edition, any_style(rng)), lambda page: page.scale_by(factor)
    )


@operator("same")
def turned_and_turned_back(rng, read, edition):
    def turn(page) -> None:
        page.rotate(90)
        page.transfer_rotation_to_content()
        page.rotate(270)

    return _rewritten(draw_annexes(read, edition, any_style(rng)), turn)


@operator("same")
def moved_within_a_larger_page(rng, read, edition):
    def move(page) -> None:
        page.mediabox.upper_right = (800, 1200)
        page.cropbox.upper_right = (800, 1200)
        page.add_transformation(
            Transformation().translate(rng.uniform(0, 150), rng.uniform(0, 100))
        )

    return _rewritten(draw_annexes(read, edition, any_style(rng)), move)


@operator("same")
def shaded_rows(rng, read, edition):
    def shade(canvas: Canvas, page: int) -> None:
        codes = ["q .9 g", *(f"50 {y} 420 14 re f" for y in range(60, 800, 28)), "Q"]
        canvas._code[:0] = codes

    return draw_annexes(read, edition, touch=shade)


@operator("same")
def texts_said_again(rng, read, edition):
    """An /ActualText that says what is drawn, as programs write it for accessibility."""

    def cell(canvas: Canvas, right: float, y: float, text: str) -> None:
        canvas._code.append(f"/Span <</ActualText ({text})>> BDC")
        plain_cell(canvas, right, y, text)
        canvas._code.append("EMC")

    cells = {(row.place.page, row.key): cell for row in rng.sample(read.rows, 5)}
    return draw_annexes(read, edition, any_style(rng), cells=cells)


@operator("same")
def fonts_that_say_what_they_draw(rng, read, edition):
    said = {chr(code): bytes([code]).decode("cp1252", "replace") for code in range(0x20, 0x100)}
    return with_characters(draw_annexes(read, edition, any_style(rng)), said)


# ── what a person would not read so ─────────────────────────────────────────────────────────


def on_a_figure(draw_cell: Callable[[random.Random], Cell]) -> Draw:
    """Draws the first figure of one row in another way."""

    def draw(rng: random.Random, read: Extraction, edition: EditionRecipe) -> bytes:
        row = rng.choice(read.rows)
        cells = {(row.place.page or 0, row.key): draw_cell(rng)}
        return draw_annexes(read, edition, any_style(rng), cells=cells)

    draw.__name__ = draw_cell.__name__
    return draw


def figure_operator(draw_cell: Callable[[random.Random], Cell]) -> Draw:
    return operator("refuse")(on_a_figure(draw_cell))


@figure_operator
def superscript(rng):
    def cell(canvas: Canvas, right: float, y: float, text: str) -> None:
        canvas.drawRightString(right - 3.5, y, text)
        canvas.setFont("Helvetica", rng.uniform(4.5, 6.5))
        canvas.drawRightString(right, y + rng.uniform(2, 4), rng.choice("123"))
        canvas.setFont("Helvetica", SIZE)

    return cell


@figure_operator
def overprinted(rng):
    def cell(canvas: Canvas, right: float, y: float, text: str) -> None:
        plain_cell(canvas, right, y, text)
        other = rng.choice([digit for digit in "0123456789" if digit != text[-1]])
        plain_cell(canvas, right - rng.uniform(0, 1.5), y, other)

    return cell


@figure_operator
def white_on_white(rng):
    def cell(canvas: Canvas, right: float, y: float, text: str) -> None:
        canvas.setFillGray(1)
        plain_cell(canvas, right, y, text)
        canvas.setFillGray(0)

    return cell


@figure_operator
def invisible_digit(rng):
    def cell(canvas: Canvas, right: float, y: float, text: str) -> None:
        plain_cell(canvas, right, y, text)
        line = canvas.beginText(right, y)
        line.setTextRenderMode(3)
        line.textOut(rng.choice("0123456789"))
        canvas.drawText(line)

    return cell


@figure_operator
def covered(rng):
    def cell(canvas: Canvas, right: float, y: float, text: str) -> None:
        plain_cell(canvas, right, y, text)
        canvas.setFillGray(1)
        canvas.rect(right - 24, y - 2, 26, 11, stroke=0, fill=1)
        canvas.setFillGray(0)

    return cell


@figure_operator
def pasted_over(rng):
    """The usual way to change a PDF: a white rectangle, and another figure on top of it."""

    def cell(canvas: Canvas, right: float, y: float, text: str) -> None:
        plain_cell(canvas, right, y, text)
        canvas.setFillGray(1)
        canvas.rect(right - 24, y - 2, 26, 11, stroke=0, fill=1)
        canvas.setFillGray(0)
        other = "".join(rng.choice("0123456789") for _ in text)
        plain_cell(canvas, right + rng.uniform(-0.5, 0.5), y, other)

    return cell


@figure_operator
def turned(rng):
    def cell(canvas: Canvas, right: float, y: float, text: str) -> None:
        canvas.saveState()
        canvas.translate(right, y)
        canvas.rotate(rng.choice([90, 180, 270]))
        canvas.drawString(0, 0, text)
        canvas.restoreState()

    return cell


@figure_operator
def clipped_away(rng):
    def cell(canvas: Canvas, right: float, y: float, text: str) -> None:
        canvas.saveState()
        path = canvas.beginPath()
        path.rect(0, 0, 1, 1)
        canvas.clipPath(path, stroke=0, fill=0)
        plain_cell(canvas, right, y, text)
        canvas.restoreState()

    return cell


@figure_operator
def between_the_columns(rng):
    def cell(canvas: Canvas, right: float, y: float, text: str) -> None:
        plain_cell(canvas, right + 62, y, text)

    return cell


@figure_operator
def lost(rng):
    return lambda canvas, right, y, text: None


@figure_operator
def on_two_lines(rng):
    def cell(canvas: Canvas, right: float, y: float, text: str) -> None:
        plain_cell(canvas, right, y, text)
        plain_cell(canvas, right, y - 6, rng.choice("0123456789"))

    return cell


@figure_operator
def struck_through(rng):
    def cell(canvas: Canvas, right: float, y: float, text: str) -> None:
        plain_cell(canvas, right, y, text)
        left, level = right - canvas.stringWidth(text), y + rng.uniform(2.6, 4)
        if rng.random() < 0.5:
            canvas.line(left - 1, level, right + 1, level + rng.choice([0, 0, 3, -3]))
        else:
            canvas.rect(left - 1, level, right - left + 2, rng.uniform(0.3, 1), stroke=0, fill=1)

    return cell


@figure_operator
def decimal_point_drawn_as_a_dot(rng):
    def cell(canvas: Canvas, right: float, y: float, text: str) -> None:
        plain_cell(canvas, right, y, text)
        at = right - canvas.stringWidth(text[-1])
        canvas.circle(at, y + 0.5, rng.uniform(0.5, 0.8), stroke=0, fill=1)

    return cell


@figure_operator
def cut_through(rng):
    """A clipping path leaves only the last digit, or half of the figure."""

    def cell(canvas: Canvas, right: float, y: float, text: str) -> None:
        figure = rng.choice("123456789") + text
        canvas.saveState()
        path = canvas.beginPath()
        path.rect(right - canvas.stringWidth(text), y - 4, 40, 14)
        canvas.clipPath(path, stroke=0, fill=0)
        plain_cell(canvas, right, y, figure)
        canvas.restoreState()

    return cell


@figure_operator
def minus_drawn_as_a_line(rng):
    def cell(canvas: Canvas, right: float, y: float, text: str) -> None:
        plain_cell(canvas, right, y, text)
        end = right - canvas.stringWidth(text) - rng.uniform(0.5, 2)
        canvas.line(end - rng.uniform(2, 5), y + 3, end, y + 3)

    return cell


@figure_operator
def another_actual_text(rng):
    def cell(canvas: Canvas, right: float, y: float, text: str) -> None:
        said = rng.choice(["", " ", *(digit for digit in "0123456789" if digit != text)])
        canvas._code.append(f"/Span <</ActualText ({said or text + '0'})>> BDC")
        plain_cell(canvas, right, y, text)
        canvas._code.append("EMC")

    return cell


@operator("refuse")
def annotation_over_a_figure(rng, read, edition):
    places = []

    def cell(canvas: Canvas, right: float, y: float, text: str) -> None:
        plain_cell(canvas, right, y, text)
        places.append((canvas.getPageNumber() - 1, (right - 12, y - 2, right + 2, y + 8)))

    row = rng.choice(read.rows)
    data = draw_annexes(read, edition, any_style(rng), cells={(row.place.page, row.key): cell})
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    ((page, box),) = places
    writer.add_annotation(page, FreeText(text=str(rng.randint(1, 99)), rect=box))
    return _bytes(writer)


@operator("refuse")
def fonts_with_a_space_for_a_digit(rng, read, edition):
    said = {chr(code): bytes([code]).decode("cp1252", "replace") for code in range(0x20, 0x100)}
    data = draw_annexes(read, edition, any_style(rng))
    return with_characters(data, {**said, rng.choice("0123456789"): " "})


@operator("refuse")
def fonts_that_say_other_digits(rng, read, edition):
    one, two = rng.sample("0123456789", 2)
    said = {chr(code): bytes([code]).decode("cp1252", "replace") for code in range(0x20, 0x100)}
    exchange = {one: two, two: one} if rng.random() < 0.5 else {one: two}
    return with_characters(draw_annexes(read, edition, any_style(rng)), {**said, **exchange})


# ── rows and pages ──────────────────────────────────────────────────────────────────────────


@operator("refuse")
def digit_beside_the_table(rng, read, edition):
    page = rng.choice(read.rows).place.page

    def add(canvas: Canvas, number: int) -> None:
        if number == page:
            canvas.drawString(
                rng.uniform(470, 550), rng.uniform(200, 700), rng.choice("0123456789")
            )

    return draw_annexes(read, edition, any_style(rng), touch=add)


@operator("refuse")
def name_lost(rng, read, edition):
    """A row keeps its figures, but not its code and name."""
    at = rng.randrange(len(read.rows))
    rows = list(read.rows)
    rows[at] = replace(rows[at], key=" ", name=" ")
    return _drawn(rng, read, edition, rows)


@operator("refuse")
def words_across_the_columns(rng, read, edition):
    """A remark is printed over the figures of a page."""
    page = rng.choice(read.rows).place.page

    def add(canvas: Canvas, number: int) -> None:
        if number == page:
            canvas.drawString(
                rng.uniform(250, 380), rng.uniform(300, 700), "vorläufig, siehe Anlage"
            )

    return draw_annexes(read, edition, any_style(rng), touch=add)


@operator("refuse")
def figure_of_a_third_column(rng, read, edition):
    """One row has a figure more, where no other row has one."""
    row = rng.choice(read.rows)

    def cell(canvas: Canvas, right: float, y: float, text: str) -> None:
        plain_cell(canvas, right, y, text)
        plain_cell(canvas, 520, y, rng.choice("123456789"))

    return draw_annexes(read, edition, any_style(rng), cells={(row.place.page or 0, row.key): cell})


@operator("refuse")
def text_beside_a_name_in_its_cell(rng, read, edition):
    """A word of another size stands between a name and its figures."""
    row = rng.choice(read.rows)

    def cell(canvas: Canvas, right: float, y: float, text: str) -> None:
        plain_cell(canvas, right, y, text)
        canvas.drawRightString(right - 30, y, "s. Anm.")

    return draw_annexes(read, edition, any_style(rng), cells={(row.place.page or 0, row.key): cell})


@operator("refuse")
def row_doubled(rng, read, edition):
    at = rng.randrange(len(read.rows))
    return _drawn(rng, read, edition, [*read.rows[: at + 1], *read.rows[at:]])


@operator("refuse")
def row_lost_from_a_twin(rng, read, edition):
    last = max(row.annex for row in read.rows)
    at = rng.choice([n for n, row in enumerate(read.rows) if row.annex == last])
    return _drawn(rng, read, edition, [*read.rows[:at], *read.rows[at + 1 :]])


@operator("refuse")
def names_exchanged(rng, read, edition):
    one, two = rng.sample(range(len(read.rows)), 2)
    while read.rows[one].key == read.rows[two].key:
        two = rng.randrange(len(read.rows))
    rows = list(read.rows)
    rows[one] = replace(rows[one], name=read.rows[two].name)
    rows[two] = replace(rows[two], name=read.rows[one].name)
    return _drawn(rng, read, edition, rows)


@operator("refuse")
def pages_in_another_order(rng, read, edition):
    reader, writer = PdfReader(io.BytesIO(draw_annexes(read, edition, any_style(rng)))), PdfWriter()
    order = list(range(len(reader.pages)))
    while order == sorted(order):
        rng.shuffle(order)
    for number in order[: rng.choice([3, 4])]:
        writer.add_page(reader.pages[number])
    return _bytes(writer)


@operator("refuse")
def cut_off(rng, read, edition):
    data = draw_annexes(read, edition, any_style(rng))
    return data[: rng.randint(20, len(data) // 2)]


def _drawn(rng: random.Random, read: Extraction, edition: EditionRecipe, rows: list[Row]) -> bytes:
    return draw_annexes(replace(read, rows=tuple(rows)), edition, any_style(rng))


def _rewritten(data: bytes, change: Callable[..., object]) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    for page in writer.pages:
        change(page)
        page.compress_content_streams()
    return _bytes(writer)


def _bytes(writer: PdfWriter) -> bytes:
    data = io.BytesIO()
    writer.write(data)
    return data.getvalue()
