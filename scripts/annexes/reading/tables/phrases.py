"""Phrases of the recipe and words of a document: what both readers of tables compare."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from annexes.recipe.edition import EditionRecipe

CODE = re.compile(r"[A-Z]{3}")
CODE_LIKE = re.compile(r"\w{3}")
KEY = re.compile(r"[0-9]{3}")
DIGIT = re.compile(r"\d")


def words_of(phrases: Iterable[str]) -> list[str]:
    """The words of all phrases, in order."""
    return [word for phrase in phrases for word in phrase.split()]


def heading_of(edition: EditionRecipe, annex: int) -> list[str]:
    """What stands above the rows of an annex: its own headings, then those of its columns."""
    columns = edition.layout(annex).columns
    return [*edition.annexes[annex].above, *(c.header for c in columns if c.header)]


def looks_like_row(words: Sequence[str]) -> bool:
    """True for words that could be a table row, where no table is expected."""
    ends_in_numbers = sum(word.isdigit() for word in words[-2:]) == 2
    begins_with_code = CODE.fullmatch(words[0]) is not None
    return ends_in_numbers or (begins_with_code and DIGIT.search(words[-1]) is not None)
