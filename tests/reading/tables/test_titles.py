"""What a table is called, and what it counts in: the lines above it, or the caption below."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from annexes.reading.tables.found import Found
from drawing import draw_table
from reading.tables.looking import lines_at, page_with, read

EDGES = (60.0, 220.0, 290.0)
ROWS = [["Land", "2021", "2022"], ["Polen", "17", "1"], ["Malta", "4", "2"], ["Zypern", "9", "3"]]
PLAIN, BOLD, SMALL = ("Helvetica", 9), ("Helvetica-Bold", 9), ("Helvetica", 7)
PROSE = "Im Jahr 2022 wurden in allen Ländern zusammen sechs Anträge mehr gestellt"

Lines = Sequence[tuple[float, tuple[str, int], str]]
"""Baseline, font and text."""


def beside(tmp_path: Path, lines: Lines, *, ruled: bool = False) -> Found:
    """The table with these lines above or below it."""

    def draw(canvas: Canvas) -> None:
        for y, font, text in lines:
            canvas.setFont(*font)
            canvas.drawString(60, y, text)
        canvas.setFont(*PLAIN)
        if ruled:
            draw_table(canvas, ROWS, 900, [57, 180, 240, 300])
        else:
            lines_at(canvas, ROWS, EDGES, top=888)

    return read(page_with(tmp_path, draw))


@pytest.mark.parametrize("ruled", [False, True], ids=["open", "ruled"])
def test_a_numbered_title_of_two_lines_and_its_unit(tmp_path: Path, *, ruled: bool) -> None:
    lines = [
        (960, PLAIN, PROSE),
        (934, BOLD, "Tabelle 3: Anträge nach dem Land"),
        (923, BOLD, "der Herkunft"),
        (912, PLAIN, "in Tsd."),
    ]
    found = beside(tmp_path, lines, ruled=ruled)
    assert found.title == "Tabelle 3: Anträge nach dem Land der Herkunft"
    assert found.note_lines == ["in Tsd."]
    assert found.header == ("Land", "2021", "2022")


def test_a_line_below_the_title_that_is_set_otherwise_is_a_note(tmp_path: Path) -> None:
    lines = [(920, BOLD, "Table 3. Crime by offence"), (909, PLAIN, "England and Wales")]
    found = beside(tmp_path, lines)
    assert (found.title, found.note_lines) == ("Table 3. Crime by offence", ["England and Wales"])


def test_a_bold_line_is_a_title(tmp_path: Path) -> None:
    found = beside(tmp_path, [(940, PLAIN, PROSE), (906, BOLD, "Anträge nach Ländern")])
    assert found.title == "Anträge nach Ländern"


@pytest.mark.parametrize(
    "lines",
    [
        [(917, PLAIN, PROSE), (906, PLAIN, "und in den Ländern")],
        [(917, PLAIN, PROSE), (906, PLAIN, "Tabelle 3 zeigt ihre Zahl.")],
        [(917, PLAIN, PROSE), (906, PLAIN, "Table 3 (see the annex) shows how many these were.")],
        [(940, PLAIN, PROSE), (906, BOLD, "Die Zahlen sind in der Tabelle enthalten:")],
        [(911, BOLD, "Anträge nach Ländern"), (900, SMALL, "Quelle: eigene Zählung")],
    ],
    ids=[
        "end of a sentence",
        "sentence",
        "sentence with brackets",
        "bold sentence",
        "note of another",
    ],
)
def test_what_is_not_certain_to_be_a_title_is_none(tmp_path: Path, lines: Lines) -> None:
    assert beside(tmp_path, lines).title == ""


def test_a_caption_below_the_table(tmp_path: Path) -> None:
    lines = [(826, PLAIN, "Tabelle 1: Anträge"), (790, PLAIN, PROSE)]
    assert beside(tmp_path, lines).title == "Tabelle 1: Anträge"


def test_a_title_above_the_next_table_is_no_caption(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        lines_at(canvas, ROWS, EDGES, top=888)
        canvas.drawString(60, 820, "Tabelle 2: Klagen")
        lines_at(canvas, ROWS, EDGES, top=804)

    titles = [table.found.title for table in page_with(tmp_path, draw).tables]
    assert titles == ["", "Tabelle 2: Klagen"]
