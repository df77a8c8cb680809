"""Every line is row, heading or furniture, or it is an error with its place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from annexes.base.errors import Problem
from annexes.reading.model import Extraction

Read = Callable[[str | bytes], Extraction]
Refusal = Callable[[str | bytes], list[Problem]]


def figures(extraction: Extraction) -> list[tuple[object, ...]]:
    return [(row.annex, row.key, row.name, *row.figures.values()) for row in extraction.rows]


def test_rows_and_sums_are_those_of_the_document(read: Read, source: str) -> None:
    rows = read(source).rows
    sums = [
        (
            len(own),
            sum(row.figures["accompanied"] for row in own),
            sum(row.figures["returned"] for row in own),
        )
        for number in range(3)
        for own in [[row for row in rows if row.annex == number]]
    ]
    assert sums == [(79, 1826, 65), (48, 215, 40), (48, 810, 26)]


def test_every_row_is_traced_to_its_line(read: Read, source: str) -> None:
    lines = source.split("\n")
    for row in read(source).rows:
        expected = " ".join([row.key, row.name, *map(str, row.figures.values())])
        assert lines[row.place.line - 1] == expected


def test_pages_are_counted_from_the_first_annex_page(read: Read, source: str) -> None:
    pages = [row.place.page for row in read(source).rows]
    assert [pages.count(page) for page in (1, 2, 3, 4)] == [46, 33, 48, 48]


def test_the_whole_document_gives_the_same_rows(read: Read, source: str, shared: Path) -> None:
    whole = (shared / "source" / "drucksache-ka42.txt").read_text("utf-8")
    assert figures(read(whole)) == figures(read(source))


def test_the_annex_pages_are_kept_byte_for_byte(source: str, shared: Path) -> None:
    whole = (shared / "source" / "drucksache-ka42.txt").read_bytes()
    assert whole.endswith(source.encode())
    assert b"Anlage zu Frage" not in whole.removesuffix(source.encode())


def test_a_row_in_the_prose_is_refused(refusal: Refusal, source: str) -> None:
    prose = "Antwort der Landesregierung\nauf die Kleine Anfrage 42\n"
    problem = refusal(f"{prose}TCD Tschad 3 1\n{source}")[0]
    assert (problem.check, problem.place.line) == ("row-outside-table", 3)


def test_prose_is_skipped_only_where_the_document_begins_as_declared(
    read: Read, refusal: Refusal, source: str
) -> None:
    opening = "Antwort\nder Landesregierung auf die Kleine Anfrage 42\nDrucksache 18/97\n"
    assert len(read(opening + source).rows) == 175
    assert refusal("Entwurf\n" + source)[0].check == "heading"


def test_a_document_without_annexes_is_refused(refusal: Refusal) -> None:
    prose = "Antwort der Landesregierung auf die Kleine Anfrage 42\nNur Text.\n"
    assert refusal(prose)[0].problem == "Anlage 1 is not in the document"


def test_a_wrapped_name_is_joined(read: Read, source: str) -> None:
    wrapped = source.replace("Vereinigte Arabische Emirate", "Vereinigte\nArabische\nEmirate", 1)
    assert figures(read(wrapped)) == figures(read(source))


@pytest.mark.parametrize(
    ("line", "replacement", "check", "at"),
    [
        ("AGO Angola 4 0", "AGO Angola 4", "cell-count", 11),
        ("AGO Angola 4 0", "AGO Angola 4 0 0", "cell-count", 11),
        ("AGO Angola 4 0", "AGO Angola\n4 0", "cell-count", 11),
        ("AGO Angola 4 0", "AGO Angola 40", "cell-count", 11),
        ("AGO Angola 4 0", "AGOAngola 4 0", "unclaimed-line", 11),
        ("AGO Angola 4 0", "AGO Angola 4 0\nSumme 1826 65", "unclaimed-line", 12),
        ("AGO Angola 4 0", "AG0 Angola 4 0", "unknown-code", 11),
        ("AGO Angola 4 0", "AUT Angola 4 0", "name-mismatch", 11),
        ("AGO Angola 4 0", "AGO Angola 1.353 0", "number", 11),
        ("AGO Angola 4 0", "AGO Angola -4 0", "number", 11),
        ("AGO Angola 4 0", "AGO Angola 4* 0", "number", 11),
        ("AGO Angola 4 0", "AGO Angola ٤ 0", "number", 11),
        ("AGO Angola 4 0", "AGO Angola 04 0", "number", 11),
        ("AGO Angola 4 0", "AGO Angola 4 5", "rule", 11),
        ("AGO Angola 4 0", "AGO Angola 4 0\nAGO Angola 4 0", "doubled-row", 12),
        ("AGO Angola 4 0\n", "", "missing-codes", None),
        ("Landeseinrichtung", "Landesbehörde", "unclaimed-line", 162),
        ("1. JH 2022 (01.01.2022 - 30.06.2022)", "2. JH 2022", "heading", 58),
        ("Nationalität", "Staatsangehörigkeit", "heading", 3),
        ("Seite 1 von 1", "", "heading", 167),
    ],
)
def test_damage_is_refused_with_its_place(
    refusal: Refusal, source: str, line: str, replacement: str, check: str, at: int | None
) -> None:
    problems = refusal(source.replace(line, replacement, 1))
    assert check in [problem.check for problem in problems]
    if at:
        assert at in [problem.place.line for problem in problems if problem.check == check]
    for problem in problems:
        assert problem.place.file.endswith("document.txt")
        assert problem.hint


def test_one_run_names_all_damaged_rows(refusal: Refusal, source: str) -> None:
    damaged = source.replace("AGO Angola 4 0", "AGO Angola 4", 1).replace(
        "CUB Kuba 1 0", "CUB Kuba", 1
    )
    assert [problem.place.line for problem in refusal(damaged)] == [11, 27]


def test_nothing_may_follow_the_last_annex(refusal: Refusal, source: str) -> None:
    assert "after the last annex" in refusal(source + "\nEnde")[0].problem
