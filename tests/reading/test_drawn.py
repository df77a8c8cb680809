"""The annexes drawn as PDF: the same rows as from the text, or a refusal with page and place."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from annexes.base.errors import DocumentError, Problem
from annexes.building.build import build
from annexes.reading.codes.code_list import CodeList
from annexes.reading.extract import extract
from annexes.reading.understood_rows import Extraction
from annexes.recipe.recipe import Recipe
from drawing import HEIGHT, PLAIN, RULED, TIGHT, Cell, Style, draw_annexes, plain_cell

STYLES = {
    "unruled": PLAIN,
    "ruled": RULED,
    "codes in a column of their own": Style(ruled=True, code_apart=True),
    "names wrapped, columns tight, headings hyphenated": TIGHT,
    "the same, ruled": dataclasses.replace(TIGHT, ruled=True),
    "rows close together": Style(wrap_at=14, row_height=12.5),
}
Draw = Callable[..., bytes]
Refusal = Callable[[bytes], list[Problem]]


@pytest.fixture
def text(read: Callable[[str], Extraction], source: str) -> Extraction:
    return read(source)


@pytest.fixture
def draw(text: Extraction, recipe: Recipe) -> Draw:
    return lambda *args, **kwargs: draw_annexes(text, recipe.editions[0], *args, **kwargs)


@pytest.fixture
def read_pdf(tmp_path: Path, recipe: Recipe, codes: CodeList) -> Callable[[bytes], Extraction]:
    def read_bytes(data: bytes) -> Extraction:
        path = tmp_path / "annexes.pdf"
        path.write_bytes(data)
        return extract(path, recipe.editions[0], recipe, codes)

    return read_bytes


@pytest.fixture
def refusal_of(read_pdf: Callable[[bytes], Extraction]) -> Refusal:
    def problems(data: bytes) -> list[Problem]:
        with pytest.raises(DocumentError) as caught:
            read_pdf(data)
        return list(caught.value.problems)

    return problems


def figures(extraction: Extraction) -> list[tuple[object, ...]]:
    return [(row.annex, row.key, row.name, *row.figures.values()) for row in extraction.rows]


def checks(problems: list[Problem]) -> set[tuple[str, int | None]]:
    return {(problem.check, problem.place.page) for problem in problems}


# ── the same rows ───────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("style", STYLES.values(), ids=STYLES)
def test_a_drawing_gives_the_rows_of_the_text(text, draw, read_pdf, style) -> None:
    read = read_pdf(draw(style))
    assert figures(read) == figures(text)
    assert [row.place.page for row in read.rows] == [row.place.page for row in text.rows]
    assert all(row.place.box for row in read.rows)


def test_prose_before_the_annexes_is_skipped(text, draw, read_pdf) -> None:
    read = read_pdf(
        draw(prose=["Drucksache 9/12", "Es liefen 1.204 Schiffe ein, davon wurden 226 überprüft."])
    )
    assert figures(read) == figures(text)
    assert read.rows[0].place.page == 2


def test_a_stamp_in_the_margin_is_furniture_if_the_recipe_says_so(
    text, draw, tmp_path, recipe, codes, refusal_of
) -> None:
    data = draw(Style(stamp="Eingang 04.05.2021"))
    assert ("unclaimed-digit", 1) in checks(refusal_of(data))
    edition = recipe.editions[0]
    stamped = [
        _changed(annex, furniture=[*annex.furniture, "Eingang 04.05.2021"])
        for annex in edition.annexes
    ]
    path = tmp_path / "stamped.pdf"
    path.write_bytes(data)
    read = extract(path, _changed(edition, annexes=stamped), recipe, codes)
    assert figures(read) == figures(text)


def _changed(struct, **changes):
    import msgspec

    return msgspec.structs.replace(struct, **changes)


def test_a_pdf_builds_the_same_cases_and_is_traced_by_page_and_box(
    copy: Path, draw: Draw, annexes
) -> None:
    import hashlib
    import json

    golden = {path.name: path.read_bytes() for path in (copy / "data").glob("*.csv")}
    data = draw(RULED)
    (copy / "data/raw/2021-q1/anlagen.pdf").write_bytes(data)
    recipe = copy / "scripts/recipes/2021-q1.toml"
    old = hashlib.sha256((copy / "data/raw/2021-q1/antwort-ka7.txt").read_bytes())
    changed = recipe.read_text("utf-8").replace("antwort-ka7.txt", "anlagen.pdf")
    changed = changed.replace(old.hexdigest(), hashlib.sha256(data).hexdigest())
    recipe.write_text(changed, "utf-8")
    build(copy)
    built = {path.name: path.read_bytes() for path in (copy / "data").glob("*.csv")}
    assert {name for name in golden if built[name] != golden[name]} == {
        "provenance.csv",  # other lines
        "documents.csv",  # another SHA-256
    }
    asked = ["explain", "LBR", "--area", "sea-ports", "-C", copy]
    found = json.loads(annexes(*asked, "--json").stdout)["figures"][0]["trace"]
    assert (found["place"]["page"], found["text"]) == (1, "LBR Liberia 31 4")
    assert len(found["place"]["box"]) == 4
    picture = copy / "liberia.png"
    assert annexes(*asked, "--picture", picture).exit_code == 0
    assert picture.read_bytes().startswith(b"\x89PNG")


# ── what text cannot betray ─────────────────────────────────────────────────────────────────


def _superscript(canvas: Canvas, right: float, y: float, text: str) -> None:
    canvas.drawRightString(right - 3.5, y, text)
    canvas.setFont("Helvetica", 5.5)
    canvas.drawRightString(right, y + 3.5, "1")
    canvas.setFont("Helvetica", 9)


def _drawn_twice(canvas: Canvas, right: float, y: float, text: str) -> None:
    plain_cell(canvas, right, y, text)
    plain_cell(canvas, right - 0.8, y, "8")


def _white(canvas: Canvas, right: float, y: float, text: str) -> None:
    canvas.setFillColorRGB(1, 1, 1)
    plain_cell(canvas, right, y, text)
    canvas.setFillColorRGB(0, 0, 0)


def _invisible_digit(canvas: Canvas, right: float, y: float, text: str) -> None:
    plain_cell(canvas, right, y, text)
    line = canvas.beginText(right, y)
    line.setTextRenderMode(3)
    line.textOut("7")
    canvas.drawText(line)


def _covered(canvas: Canvas, right: float, y: float, text: str) -> None:
    plain_cell(canvas, right, y, text)
    canvas.setFillColorRGB(1, 1, 1)
    canvas.rect(right - 20, y - 2, 22, 11, stroke=0, fill=1)
    canvas.setFillColorRGB(0, 0, 0)


def _turned(canvas: Canvas, right: float, y: float, text: str) -> None:
    canvas.saveState()
    canvas.translate(right, y)
    canvas.rotate(90)
    canvas.drawString(0, 0, text)
    canvas.restoreState()


@pytest.mark.parametrize(
    "cell",
    [_superscript, _drawn_twice, _white, _invisible_digit, _covered, _turned],
    ids=lambda cell: cell.__name__.strip("_"),
)
@pytest.mark.parametrize("style", [PLAIN, RULED], ids=["unruled", "ruled"])
def test_what_a_person_would_not_read_so_is_refused(
    draw: Draw, refusal_of: Refusal, style: Style, cell: Cell
) -> None:
    problems = refusal_of(draw(style, cells={(1, "CYP"): cell}))
    assert 1 in {problem.place.page for problem in problems}


def test_a_digit_that_nothing_claims_is_refused(draw: Draw, refusal_of: Refusal) -> None:
    def add(canvas: Canvas, page: int) -> None:
        if page == 2:
            canvas.drawString(500, 300, "7")

    assert 2 in {page for _, page in checks(refusal_of(draw(touch=add)))}


@pytest.mark.parametrize(
    ("touch", "expected"),
    [
        (
            lambda canvas, page: page == 3 and canvas.drawString(60, HEIGHT - 52, "Entwurf"),
            "heading",
        ),
        (lambda canvas, page: page == 3 and canvas.drawString(60, 40, "Ende"), "heading"),
    ],
    ids=["above", "below"],
)
def test_words_around_the_table_that_the_recipe_does_not_know(
    draw: Draw, refusal_of: Refusal, touch, expected: str
) -> None:
    assert (expected, 3) in checks(refusal_of(draw(touch=touch)))


def test_a_lost_page_and_a_page_too_many(draw: Draw, refusal_of: Refusal, tmp_path: Path) -> None:
    from pypdf import PdfReader, PdfWriter

    def rearranged(*pages: int) -> bytes:
        import io

        reader, writer = PdfReader(io.BytesIO(draw())), PdfWriter()
        for page in pages:
            writer.add_page(reader.pages[page - 1])
        data = io.BytesIO()
        writer.write(data)
        return data.getvalue()

    assert "missing-page" in {check for check, _ in checks(refusal_of(rearranged(1, 2, 3)))}
    assert ("unclaimed-page", 5) in checks(refusal_of(rearranged(1, 2, 3, 4, 4)))
    assert refusal_of(rearranged(2, 1, 3, 4))
    assert refusal_of(rearranged(1, 2, 4, 3))


def test_a_row_in_the_prose_is_refused(draw: Draw, refusal_of: Refusal) -> None:
    problems = refusal_of(draw(prose=["TCD Tschad 3 1"]))
    assert ("row-outside-table", 1) in checks(problems)
