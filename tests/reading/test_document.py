"""Reading text: what looks alike to a person is the same data, what deceives is refused."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

import pytest

from annexes.base.errors import DocumentError, Problem
from annexes.reading.document.read_document import read_document


def problem_of(path: Path, data: bytes) -> Problem:
    path.write_bytes(data)
    with pytest.raises(DocumentError) as caught:
        read_document(path)
    return caught.value.problems[0]


def words(path: Path, data: bytes) -> list[tuple[int, tuple[str, ...]]]:
    path.write_bytes(data)
    (page,) = read_document(path).pages
    lines = groupby(page.words, key=lambda word: word.top)
    return [(int(top), tuple(word.text for word in line)) for top, line in lines]


@pytest.mark.parametrize(
    "data",
    [
        "Ägypten 1\nBelize 2",
        "\ufeffÄgypten 1\r\nBelize 2\r\n",
        "Ägypten\t1\rBelize\u00a0\u20092",
        "A\u0308gyp\u00adten 1 \n  Belize\u200b 2\f",
    ],
    ids=["plain", "windows", "old mac, other spaces", "decomposed, invisible signs"],
)
def test_the_same_data(tmp_path: Path, data: str) -> None:
    expected = [(1, ("Ägypten", "1")), (2, ("Belize", "2"))]
    assert words(tmp_path / "d.txt", data.encode()) == expected


def test_a_form_feed_ends_a_line_but_is_not_counted(tmp_path: Path) -> None:
    expected = [(1, ("one",)), (1, ("two",)), (2, ("three",))]
    assert words(tmp_path / "d.txt", b"one\ftwo\nthree") == expected


def test_another_encoding_is_named_with_its_line(tmp_path: Path) -> None:
    problem = problem_of(tmp_path / "d.txt", "eins\nÄgypten".encode("latin-1"))
    assert (problem.check, problem.place.line) == ("encoding", 2)


def test_utf_16_is_recognised(tmp_path: Path) -> None:
    assert "UTF-16" in problem_of(tmp_path / "d.txt", "eins".encode("utf-16")).problem


@pytest.mark.parametrize("sign", "\u202e\u200f\x07\x85\u2028\u212a\ue000\ufffd")
def test_deceptive_characters_are_refused_with_their_column(tmp_path: Path, sign: str) -> None:
    problem = problem_of(tmp_path / "d.txt", f"eins\nzw{sign}ei".encode())
    assert (problem.check, problem.place.line, problem.place.column) == ("character", 2, 3)
    assert f"U+{ord(sign):04X}" in problem.problem


@pytest.mark.parametrize("figure", ["86\u200b1", "8\u00ad61", "1.\u2060861", "\u00ad861"])
def test_an_invisible_character_at_digits_is_refused(tmp_path: Path, figure: str) -> None:
    """It may be what is left of a footnote mark or of a minus; in names it is dropped."""
    problem = problem_of(tmp_path / "d.txt", f"eins\nzwei {figure} 2".encode())
    assert (problem.check, problem.place.line) == ("character", 2)
    assert problem.place.column == 6 + next(n for n, c in enumerate(figure) if not c.isascii())


@pytest.mark.parametrize("data", [b"", b" \n\t\n", "\ufeff".encode()])
def test_a_document_without_words_is_refused(tmp_path: Path, data: bytes) -> None:
    assert problem_of(tmp_path / "d.txt", data).check == "empty-file"


def test_a_missing_document_is_an_error_not_a_traceback(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="no such file"):
        read_document(tmp_path / "nowhere.txt")


def test_a_folder_is_no_document(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="is a directory"):
        read_document(tmp_path)
