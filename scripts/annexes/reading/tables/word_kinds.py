"""What a printed figure looks like, before anyone knows what it means."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

NIL_MARKS = ("-", "–", "—", "−", ".", "x", "X", "/", "•")
"""Signs that statistics print in place of a figure (DIN 55301 and habit)."""

FIGURE = re.compile(
    r"[+\-−–±]?"
    r"(?:\d[\d.,'\u2019]*|\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3})+(?:[.,]\d+)?)"
    r"(?: ?[%‰€])?"
    r"(?:\*{1,3}|\d?\))*"
)
"""A sign; digits with separators, or groups of three set apart; a unit; marks of footnotes."""
LIST_WORD = re.compile(r"(?:davon|darunter)(?: \w+)?:?")
HEAD_WORD = re.compile(
    r"(?:\w*(?:länder|land|staaten|staat|bezirke?|kreise?|alter|jahre?|raum|monate?|quartale?))"
    r"|Staatsangehörigkeit(?:en)?|Nationalität(?:en)?|Länder|Jahr|Monat|Quartal|Alter(?:sgruppen?)?",
    re.IGNORECASE,
)
YEAR = re.compile(r"(?:19|20)\d\d")


@lru_cache(maxsize=10_000)
def is_figure(text: str) -> bool:
    """True for a number in any national style, with or without sign, unit and footnote marks."""
    return FIGURE.fullmatch(text) is not None


def is_ordinal(text: str) -> bool:
    """True for a number such as '1.', which a heading may begin with."""
    return text[:-1].isdecimal() and text.endswith(".") and len(text) < 4


@lru_cache(maxsize=10_000)
def is_value(text: str) -> bool:
    """True for a figure and for a sign that stands in place of one."""
    return is_figure(text) or text in NIL_MARKS


def is_wordy(text: str) -> bool:
    """True for text with letters that is not a value; arrows and other signs are not wordy."""
    return not is_value(text) and any(char.isalpha() for char in text)


def is_list_word(text: str) -> bool:
    """True for the words that open a list of parts, such as 'davon' and 'darunter:'."""
    return LIST_WORD.fullmatch(text) is not None


def is_head_word(text: str) -> bool:
    """True for a word that heads a column of names or periods, such as 'Herkunftsland'."""
    return HEAD_WORD.fullmatch(text) is not None


def are_years(values: Sequence[str]) -> bool:
    """True for two or more years in a row: they head a table, they are not counted in it."""
    if len(values) < 2 or not all_like_years(values):
        return False
    steps = {int(later) - int(earlier) for earlier, later in pairwise(values)}
    return steps in ({1}, {-1}) or len(set(values)) < len(values)


def are_column_numbers(label: str, values: Sequence[str]) -> bool:
    """True for 1, 2, 3 … below the headings of the columns."""
    numbers = [str(n) for n in range(1, len(values) + 2)]
    return not any(map(str.isalpha, label)) and list(values) in (numbers[:-1], numbers[1:])


def all_like_years(values: Sequence[str]) -> bool:
    """True if each of these, and there is one, has the form of a year."""
    return bool(values) and all(map(YEAR.fullmatch, values))


def are_head_numbers(values: Sequence[str]) -> bool:
    """True for years and ordinals, as they stand among the words of a heading."""
    return all(is_ordinal(value) or YEAR.fullmatch(value) for value in values)


def may_be_year(values: Sequence[str]) -> bool:
    """True for one number that may be a year above a column, or a figure in it."""
    return len(values) == 1 and all_like_years(values)
