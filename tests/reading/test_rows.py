"""Messages that help: an error names what was found, what was expected, and whose it is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from annexes.base.errors import Problem
from annexes.reading.codes.code_list import CodeList
from annexes.reading.document.read_document import read_document
from annexes.reading.rows import understand
from annexes.reading.tables.text_rows import read_text
from annexes.reading.understood_rows import Row
from annexes.recipe.edition import EditionRecipe


@pytest.mark.parametrize(
    ("row", "problem", "hint"),
    [
        ("MLT Malediven 22 1", "that name belongs to MDV", "compare the line"),
        ("MLT Maltaa 22 1", "its name is 'Malta'", "add an alias"),
        ("M1T Malta 22 1", "neither an ISO 3166-1 code", "'Malta' has the code MLT"),
        ("MLT Malta 1.353 1", "thousands separator", "compare"),
        ("MLT Malta 022 1", "begins with a zero", "compare"),
        ("MLT Malta -22 1", "is negative", "compare"),
        ("MLT Malta 2,5 1", "not a whole number", "compare"),
        ("MLT Malta ٢ 1", "arabic-indic digit two", "compare"),
        ("MLT Malta 2000000 1", "more than 6 digits", "compare"),
        ("MLT Malta 2) 1", "not a number", "compare"),
    ],
)
def test_messages(
    refusal: Callable[[str], list[Problem]], source: str, row: str, problem: str, hint: str
) -> None:
    found = refusal(source.replace("MLT Malta 22 1", row))[0]
    assert problem in found.problem
    assert hint in found.hint
    assert (found.place.page, found.place.line) == (2, 29)


def rows_of(path: Path, text: str, columns: list[dict[str, str]], **table: object) -> list[Row]:
    """The rows of a text with these columns, between the lines Nord and Süd."""
    path.write_text(text, "utf-8")
    said = {
        "edition": "one",
        "document": {"id": "d", "title": "D", "publisher": "P", "file": "d.txt"},
        "table": {"column": columns, **table},
        "annex": [{"label": "Anlage 1", "above": ["Anlage 1"], "inside": ["Nord", "Süd"]}],
        "expect": {"sha256": "0" * 64, "annex": []},
    }
    edition = msgspec.convert(said, EditionRecipe)
    (page,) = read_document(path).pages
    codes = CodeList(["iso-3166-1"], [])
    return understand(read_text(str(path), page, edition).rows, edition, codes).rows


STATE = {"name": "state", "header": "Staat", "reads": "name"}
CASES = {"name": "cases", "header": "Fälle", "reads": "count"}


def test_a_row_is_about_the_last_line_above_it(tmp_path: Path) -> None:
    text = "Anlage 1\nStaat Fälle\nNord\nSyrien 17\nIrak 28\nSüd\nIran 9\n"
    section = {"name": "part", "header": "", "reads": "section"}
    rows = rows_of(tmp_path / "d.txt", text, [section, STATE, CASES])
    assert [(row.key, row.figures["part"]) for row in rows] == [
        ("SYR", "Nord"),
        ("IRQ", "Nord"),
        ("IRN", "Süd"),
    ]


def test_a_mark_behind_a_name_is_no_part_of_it(tmp_path: Path) -> None:
    text = "Anlage 1\nStaat Fälle\nNord\nSyrien* 17\nSüd\nIrak 281\n"
    marks = {"*": "provisional", "1": "a number is no mark of a figure"}
    rows = rows_of(tmp_path / "d.txt", text, [STATE, CASES], marks=marks)
    assert [(row.key, row.name, row.figures["cases"], row.marks) for row in rows] == [
        ("SYR", "Syrien", 17, {"state": "*"}),
        ("IRQ", "Irak", 281, {}),
    ]
