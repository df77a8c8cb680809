"""Messages that help: an error names what was found, what was expected, and whose it is."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from annexes.base.errors import Problem


@pytest.mark.parametrize(
    ("row", "problem", "hint"),
    [
        ("NER Nigeria 2 0", "that name belongs to NGA", "compare the line"),
        ("NER Nigerr 2 0", "its name is 'Niger'", "add an alias"),
        ("N1R Niger 2 0", "neither an ISO 3166-1 code", "'Niger' has the code NER"),
        ("NER Niger 1.353 0", "thousands separator", "compare"),
        ("NER Niger 02 0", "begins with a zero", "compare"),
        ("NER Niger -2 0", "is negative", "compare"),
        ("NER Niger 2,5 0", "not a whole number", "compare"),
        ("NER Niger ٢ 0", "arabic-indic digit two", "compare"),
        ("NER Niger 2000000 0", "more than 6 digits", "compare"),
        ("NER Niger 2) 0", "not a number", "compare"),
    ],
)
def test_messages(
    refusal: Callable[[str], list[Problem]], source: str, row: str, problem: str, hint: str
) -> None:
    found = refusal(source.replace("NER Niger 2 0", row))[0]
    assert problem in found.problem
    assert hint in found.hint
    assert (found.place.page, found.place.line) == (2, 70)
