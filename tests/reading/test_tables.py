"""Every line is row, heading or furniture, or it is an error with its place."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from annexes.base.errors import Problem
from annexes.reading.understood_rows import Extraction, Row

Read = Callable[[str | bytes], Extraction]
Refusal = Callable[[str | bytes], list[Problem]]


def figures(extraction: Extraction) -> list[tuple[object, ...]]:
    return [(row.annex, row.key, row.name, *row.figures.values()) for row in extraction.rows]


def count(row: Row, column: str) -> int:
    figure = row.figures[column]
    assert isinstance(figure, int)
    return figure


def test_rows_and_sums_are_those_of_the_document(read: Read, source: str) -> None:
    rows = read(source).rows
    sums = [
        (
            len(own),
            sum(count(row, "inspected") for row in own),
            sum(count(row, "detained") for row in own),
        )
        for number in range(3)
        for own in [[row for row in rows if row.annex == number]]
    ]
    assert sums == [(14, 163, 20), (7, 19, 1), (7, 44, 12)]


def test_every_row_is_traced_to_its_line(read: Read, source: str) -> None:
    lines = source.split("\n")
    for row in read(source).rows:
        expected = " ".join([row.key, row.name, *map(str, row.figures.values())])
        assert row.place.line
        assert lines[row.place.line - 1] == expected


def test_pages_are_counted_from_the_first_annex_page(read: Read, source: str) -> None:
    pages = [row.place.page for row in read(source).rows]
    assert [pages.count(page) for page in (1, 2, 3, 4)] == [7, 7, 7, 7]


def test_a_row_in_the_prose_is_refused(refusal: Refusal, source: str) -> None:
    prose = "Antwort der Landesregierung\nauf die Kleine Anfrage 7\n"
    problem = refusal(f"{prose}TCD Tschad 3 1\n{source}")[0]
    assert (problem.check, problem.place.line) == ("row-outside-table", 3)


def test_prose_is_skipped_only_where_the_document_begins_as_declared(
    read: Read, refusal: Refusal, source: str
) -> None:
    opening = "Antwort\nder Landesregierung auf die Kleine Anfrage 7\nDrucksache 9/12\n"
    assert len(read(opening + source).rows) == 28
    assert refusal("Entwurf\n" + source)[0].check == "heading"


def test_a_document_without_annexes_is_refused(refusal: Refusal) -> None:
    prose = "Antwort der Landesregierung auf die Kleine Anfrage 7\nNur Text.\n"
    assert refusal(prose)[0].problem == "Anlage 1 is not in the document"


def test_a_wrapped_name_is_joined(read: Read, source: str) -> None:
    wrapped = source.replace("Antigua und Barbuda", "Antigua\nund\nBarbuda", 1)
    assert figures(read(wrapped)) == figures(read(source))


@pytest.mark.parametrize(
    ("line", "replacement", "check", "at"),
    [
        ("BHS Bahamas 9 0", "BHS Bahamas 9", "cell-count", 11),
        ("BHS Bahamas 9 0", "BHS Bahamas 9 0 0", "cell-count", 11),
        ("BHS Bahamas 9 0", "BHS Bahamas\n9 0", "cell-count", 11),
        ("BHS Bahamas 9 0", "BHS Bahamas 90", "cell-count", 11),
        ("BHS Bahamas 9 0", "BHSBahamas 9 0", "unclaimed-line", 11),
        ("BHS Bahamas 9 0", "BHS Bahamas 9 0\nSumme 163 20", "unclaimed-line", 12),
        ("BHS Bahamas 9 0", "BH5 Bahamas 9 0", "unknown-code", 11),
        ("BHS Bahamas 9 0", "AUT Bahamas 9 0", "name-mismatch", 11),
        ("BHS Bahamas 9 0", "BHS Bahamas 1.353 0", "number", 11),
        ("BHS Bahamas 9 0", "BHS Bahamas -9 0", "number", 11),
        ("BHS Bahamas 9 0", "BHS Bahamas 9* 0", "number", 11),
        ("BHS Bahamas 9 0", "BHS Bahamas ٩ 0", "number", 11),
        ("BHS Bahamas 9 0", "BHS Bahamas 09 0", "number", 11),
        ("BHS Bahamas 9 0", "BHS Bahamas 9 10", "rule", 11),
        ("BHS Bahamas 9 0", "BHS Bahamas 9 0\nBHS Bahamas 9 0", "doubled-row", 12),
        ("DEU Deutschland 5 0\n", "", "missing-codes", None),
        ("Binnenhäfen", "Landhäfen", "unclaimed-line", 56),
        ("1. Quartal 2021 (01.01.2021 - 31.03.2021)", "2. Quartal 2021", "heading", 19),
        ("Flaggenstaat", "Heimathafen", "heading", 3),
        ("Seite 1 von 1", "", "heading", 59),
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
    damaged = source.replace("BHS Bahamas 9 0", "BHS Bahamas 9", 1).replace(
        "DEU Deutschland 5 0", "DEU Deutschland", 1
    )
    assert [problem.place.line for problem in refusal(damaged)] == [11, 13]


def test_nothing_may_follow_the_last_annex(refusal: Refusal, source: str) -> None:
    assert "after the last annex" in refusal(source + "\nEnde")[0].problem
