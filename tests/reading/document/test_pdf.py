"""Hostile and broken PDFs: one clear error each, in bounded time and memory."""

from __future__ import annotations

import io
import os
import signal
import threading
import time
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter

from annexes.base import children
from annexes.base.errors import DocumentError, Problem
from annexes.reading.document import pdf_child
from annexes.reading.document.glyphs import WORD
from annexes.reading.document.read_document import read_document
from annexes.reading.survey import survey
from drawing import new_canvas, table_pdf

GOOD = table_pdf([["Land", "2021", "2022"], ["Bayern", "10", "20"], ["Berlin", "3", "4"]])


def refusal(path: Path, data: bytes, pages: list[int] | None = None) -> Problem:
    path.write_bytes(data)
    with pytest.raises(DocumentError) as caught:
        list(read_document(path, pages).pages)
    return caught.value.problems[0]


def encrypted() -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(GOOD)))
    writer.encrypt("secret")
    data = io.BytesIO()
    writer.write(data)
    return data.getvalue()


def scanned() -> bytes:
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    canvas, buffer = new_canvas()
    picture = Image.new("L", (200, 100), 200)
    canvas.drawImage(ImageReader(picture), 50, 500)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def without_pages() -> bytes:
    data = io.BytesIO()
    PdfWriter().write(data)
    return data.getvalue()


def a_million_operations() -> bytes:
    canvas, buffer = new_canvas()
    canvas.drawString(60, 700, "Text")
    canvas._code.append("1 1 m 2 2 l S " * 1_000_000)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def a_page_full_of_figures() -> bytes:
    """One digit beside the other: the search for tables would take hours."""
    canvas, buffer = new_canvas()
    canvas.setFont("Helvetica", 1)
    for height in range(50, 58):
        canvas.drawString(50, height, "1 " * 15_000)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def nested_forms() -> bytes:
    canvas, buffer = new_canvas()
    for level in range(40):
        canvas.beginForm(f"f{level}")
        canvas.drawString(60, 700, "Text")
        if level:
            canvas.doForm(f"f{level - 1}")
        canvas.endForm()
    canvas.doForm("f39")
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def four_million_areas() -> bytes:
    """They would take nearly two gigabytes."""
    canvas, buffer = new_canvas()
    canvas.drawString(60, 700, "Text")
    canvas._code.append("1 1 5 5 re f " * 4_000_000)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("make", "check"),
    [
        (lambda: b"%PDF-1.7 this is no PDF", "damaged"),
        (lambda: GOOD[: len(GOOD) // 3], "damaged"),
        (encrypted, "encrypted"),
        (scanned, "no-text"),
        (without_pages, "no-pages"),
        (a_million_operations, "drawing"),
        (a_page_full_of_figures, "drawing"),
        (nested_forms, "drawing"),
        pytest.param(four_million_areas, "reader", marks=pytest.mark.slow),
    ],
    ids=[
        "no pdf",
        "cut off",
        "encrypted",
        "scan",
        "no pages",
        "million",
        "figures",
        "nested",
        "areas",
    ],
)
def test_bad_documents_are_refused_in_bounded_time(tmp_path: Path, make, check: str) -> None:
    data = make()
    start = time.monotonic()
    problem = refusal(tmp_path / "bad.pdf", data)
    assert problem.check == check
    assert problem.hint
    assert time.monotonic() - start < 20


def states_without_end() -> str:
    return "q " * 5_000_000


def an_endless_word() -> str:
    return "BT /F1 9 Tf 50 50 Td (" + "1" * 30_000_000 + ") Tj ET "


def a_picture_that_is_too_large() -> str:
    return "BI /W 30000 /H 30000 /CS /RGB /BPC 8 ID " + "0" * 30_000_000 + " EI "


@pytest.mark.parametrize("make", [states_without_end, an_endless_word, a_picture_that_is_too_large])
def test_what_is_only_large_is_read_without_a_table(tmp_path: Path, make) -> None:
    canvas, buffer = new_canvas()
    canvas.drawString(60, 700, "Text")
    canvas._code.append(make())
    canvas.showPage()
    canvas.save()
    path = tmp_path / "large.pdf"
    path.write_bytes(buffer.getvalue())
    (surveyed,) = survey(path)
    assert "Text" in [word.text for word in surveyed.page.words]
    assert not surveyed.tables


def many_pages(wrong: int | None = None) -> bytes:
    """Twelve pages that say their number; one may have more on it than is read."""
    canvas, buffer = new_canvas()
    for number in range(1, 13):
        canvas.drawString(60, 700, f"Page {number}")
        if number == wrong:
            canvas._code.append("1 1 m 2 2 l S " * 150_000)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def said(path: Path, found: list[str], pages: list[int] | None = None) -> None:
    """Add what each page says, as long as they can be read."""
    for page in read_document(path, pages).pages:
        found.append(f"{page.number}: {' '.join(word.text for word in page.words)}")


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="needs Linux")
@pytest.mark.parametrize("pages", [None, list(range(12, 0, -1))])
def test_one_processor_reads_what_all_of_them_read(tmp_path: Path, pages: list[int] | None) -> None:
    path = tmp_path / "many.pdf"
    path.write_bytes(many_pages())
    alone: list[str] = []
    together: list[str] = []

    def on_one_processor() -> None:
        os.sched_setaffinity(0, [min(os.sched_getaffinity(0))])  # of this thread and its reader
        said(path, alone, pages)

    thread = threading.Thread(target=on_one_processor)
    thread.start()
    thread.join()
    said(path, together, pages)
    assert alone == together == [f"{n}: Page {n}" for n in pages or range(1, 13)]


def test_a_document_that_is_opened_again_and_again_is_read_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf_child, "PAGES_AT_ONCE", 5)
    path = tmp_path / "many.pdf"
    path.write_bytes(many_pages())
    assert [page.number for page in pdf_child.pages_of(str(path), None)] == list(range(1, 13))


@pytest.mark.parametrize("wrong", [1, 6, 7, 12])
def test_the_first_page_that_cannot_be_read_is_named_after_those_before(
    tmp_path: Path, wrong: int
) -> None:
    path = tmp_path / "many.pdf"
    path.write_bytes(many_pages(wrong))
    found: list[str] = []
    with pytest.raises(DocumentError) as caught:
        said(path, found)
    problem = caught.value.problems[0]
    assert (problem.check, problem.place.page) == ("drawing", wrong)
    assert found == [f"{n}: Page {n}" for n in range(1, wrong)]


def test_a_page_that_does_not_exist(tmp_path: Path) -> None:
    problem = refusal(tmp_path / "good.pdf", GOOD, [1, 7])
    assert (problem.check, problem.problem) == ("page-range", "there is no page 7")


def test_the_reader_survives_a_document_that_kills_its_child(tmp_path: Path) -> None:
    path = tmp_path / "good.pdf"
    path.write_bytes(GOOD)
    pages = read_document(path).pages
    assert next(iter(pages)).words
    child = children.child_running("annexes.reading.document.pdf_child")
    assert child._process
    os.kill(child._process.pid, signal.SIGKILL)
    child._process.wait()
    assert len(list(read_document(path).pages)) == 1


def test_a_document_that_hangs_costs_one_clear_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "good.pdf"
    path.write_bytes(GOOD)
    list(read_document(path).pages)  # the child is up
    child = children.child_running("annexes.reading.document.pdf_child")
    assert child._process
    os.kill(child._process.pid, signal.SIGSTOP)
    with monkeypatch.context() as impatient:
        impatient.setattr(children, "SECONDS", 0.5)
        with pytest.raises(DocumentError) as caught:
            list(read_document(path).pages)
    assert caught.value.problems[0].check == "time"
    assert len(list(read_document(path).pages)) == 1


def test_memory_stays_flat_over_many_pages(tmp_path: Path) -> None:
    """The parent holds one page at a time: 400 pages need no more than 40."""
    import tracemalloc

    def peak(count: int) -> int:
        writer = PdfWriter()
        page = PdfReader(io.BytesIO(GOOD)).pages[0]
        for _ in range(count):
            writer.add_page(page)
        path = tmp_path / f"{count}.pdf"
        writer.write(path)
        tracemalloc.start()
        assert sum(1 for _ in read_document(path).pages) == count
        used = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return used - 2 * path.stat().st_size

    peak(40)
    assert peak(400) < 2 * max(peak(40), 500_000)


def test_words_are_read_where_they_are_shown(tmp_path: Path) -> None:
    """A page that is turned or cropped is read as a person sees it."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(GOOD)))
    writer.pages[0].rotate(90)
    turned = tmp_path / "turned.pdf"
    writer.write(turned)
    (page,) = read_document(turned).pages
    assert page.width > page.height
    assert {word.angle for word in page.words} == {270}
    writer.pages[0].rotate(270)
    writer.pages[0].cropbox.lower_left = (20, 30)
    writer.write(turned)
    (cropped,) = read_document(turned).pages
    plain_path = tmp_path / "plain.pdf"
    plain_path.write_bytes(GOOD)
    (plain,) = read_document(plain_path).pages
    shift = {round(a.x0 - b.x0) for a, b in zip(plain.words, cropped.words, strict=True)}
    assert shift == {20}


def test_words_drawn_letter_by_letter_on_a_page_of_narrow_columns(tmp_path: Path) -> None:
    """PDFium takes such a page for one written downwards, and begins a new line at each letter."""
    canvas, buffer = new_canvas()
    rows = [["Land", "2018", "2019"], *[["Bayern", "572,6", "1.578"]] * 40]
    for number, row in enumerate(rows):
        for x, text in zip((60, 300, 500), row, strict=True):
            for letter in text:
                canvas.drawString(x, 900 - 9 * number, letter)
                x += canvas.stringWidth(letter)
    canvas.showPage()
    canvas.save()
    path = tmp_path / "letters.pdf"
    path.write_bytes(buffer.getvalue())
    (page,) = read_document(path).pages
    assert [word.text for word in page.words] == [text for row in rows for text in row]


def test_a_lone_hyphen_that_pdfium_takes_for_one_between_two_lines_is_a_word() -> None:
    """It stands in place of the last figure of a row; only some producers lead pdfium to this."""
    assert WORD.findall("Irak 304 \ufffeEritrea Flücht\ufffelinge") == [
        *("Irak", "304", "\ufffe", "Eritrea", "Flücht\ufffe", "linge")
    ]


def test_characters_further_apart_than_in_any_word_are_words(tmp_path: Path) -> None:
    """A program may draw the figures of a row as one text with room between its characters."""
    canvas, buffer = new_canvas()
    for number, (said, apart) in enumerate([("5444", 50.0), ("0510", 9.5), ("2018", 3.0)]):
        text = canvas.beginText(60, 900 - 20 * number)
        text.setCharSpace(apart)
        text.textOut(said)
        canvas.drawText(text)
    canvas.showPage()
    canvas.save()
    path = tmp_path / "apart.pdf"
    path.write_bytes(buffer.getvalue())
    (page,) = read_document(path).pages
    assert [word.text for word in page.words] == [*"5444", *"0510", "2018"]
