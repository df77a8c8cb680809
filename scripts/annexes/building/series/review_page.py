"""The review as one HTML file: each table as read beside the place where it is printed.

A row and its place on the page mark each other, by pointer and by keyboard. The file needs nothing
else, and whatever comes from the document is escaped.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import dataclass

from annexes.base.templates import rendered
from annexes.building.series.review import EditionReview
from annexes.reading.document.read_document import pdf_picture, read_document

NOWHERE = (-20.0, -20.0, -10.0, -10.0)
"""A mark outside of the page: the picture is marked by the reader's pointer."""

ABOVE = 15
"""So many lines of a text are shown above the first row of a page: its heading, no prose."""


@dataclass(frozen=True)
class PrintedSheet:
    """What is printed: the picture of a page of a PDF with boxes in per cent, or lines of a text.

    `marks` are, for each row, its number and its place: left, top, width, height, or the line.
    """

    page: int
    picture: str
    lines: list[tuple[int, str]]
    marks: dict[int, tuple[float, float, float, float]]
    rows_by_line: dict[int, int]

    @property
    def rows(self) -> set[int]:
        """The numbers of the rows that stand on it."""
        return {*self.marks, *self.rows_by_line.values()}


def review_page(found: EditionReview) -> str:
    """The page for an edition."""
    numbers = {id(row): number for number, row in enumerate(found.read.rows)}
    annexes = [(own, [(numbers[id(row)], row) for row in own.rows]) for own in found.annexes]
    sheets = list(_drawn(found) if found.read.document.drawn else _printed(found))
    return rendered(
        "building.series",
        "review.html",
        edition=found.edition,
        findings=found.findings,
        annexes=annexes,
        sheets={
            annex.label: [sheet for sheet in sheets if sheet.rows & {number for number, _ in rows}]
            for annex, rows in annexes
        },
        columns=[
            [column for cell in found.edition.layout(n).cells for column in cell]
            for n in range(len(found.annexes))
        ],
    )


def _drawn(found: EditionReview) -> Iterator[PrintedSheet]:
    rows = dict(enumerate(found.read.rows))
    pages = sorted({row.place.page for row in rows.values() if row.place.page})
    read = list(read_document(found.document, pages).pages)  # one child answers, one by one
    for page in read:
        boxes = {n: row.place.box for n, row in rows.items() if row.place.page == page.number}
        marks = {
            number: (
                100 * box[0] / page.width,
                100 * box[1] / page.height,
                100 * (box[2] - box[0]) / page.width,
                100 * (box[3] - box[1]) / page.height,
            )
            for number, box in boxes.items()
            if box
        }
        png = pdf_picture(found.document, page.number, NOWHERE)
        picture = f"data:image/png;base64,{base64.b64encode(png).decode()}"
        yield PrintedSheet(page.number, picture, [], marks, {})


def _printed(found: EditionReview) -> Iterator[PrintedSheet]:
    """A text, cut where its pages begin: each page from a little above its first row on."""
    lines = found.document.read_text("utf-8-sig").splitlines()
    by_page: dict[int, dict[int, int]] = {}
    for number, row in enumerate(found.read.rows):
        if row.place.page and row.place.line:
            by_page.setdefault(row.place.page, {})[row.place.line] = number
    ends = [0, *(max(own) for own in by_page.values())]
    for (page, own), start in zip(sorted(by_page.items()), ends, strict=False):
        stop = len(lines) if max(own) == max(ends) else max(own)
        first = max(start, min(own) - ABOVE)
        shown = [(n, lines[n - 1]) for n in range(first + 1, stop + 1)]
        yield PrintedSheet(page, "", shown, {}, own)
