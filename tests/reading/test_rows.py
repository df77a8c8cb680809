"""Messages that help: an error names what was found, what was expected, and whose it is."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from annexes.base.errors import Problem


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
