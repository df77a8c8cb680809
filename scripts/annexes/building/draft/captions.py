"""What a table is called: the line above it that is neither a sentence nor the head of the page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from statistics import median

from annexes.building.draft.language_words import words_for
from annexes.reading.tables.lines import Line, text_of, usual_height
from annexes.reading.tables.titles import LARGER, is_numbered, is_unit, may_be_title

LINES_APART = 1.6
"""Lines of one paragraph follow each other within so many heights of a word."""


def caption_above(above: Sequence[Line], lines: Sequence[Line]) -> str:
    """What a table is called that stands below the lines `above`, of all `lines` of the page.

    It is the paragraph right above the table, if that may be a caption; else the nearest that is
    printed larger than the text, or that begins as a caption does.
    """
    usual = median(map(usual_height, lines)) if lines else 0.0
    paragraphs = [own for own in _paragraphs(above) if not is_unit(" ".join(map(text_of, own)))]
    for number, paragraph in enumerate(paragraphs):
        text = " ".join(map(text_of, paragraph))
        larger = usual_height(paragraph[0]) >= LARGER * usual > 0
        if may_be_title(text) and (number == 0 or larger or is_numbered(text)):
            return text.rstrip(" :")
    return ""


def _paragraphs(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """The paragraphs from the last one up; one that is set larger is one of its own."""
    own: list[Line] = []
    for line in reversed(lines):
        if own and not follow(line, own[0]):
            yield own
            own = []
        own.insert(0, line)
    if own:
        yield own


def follow(line: Line, below: Line, apart: float = LINES_APART) -> bool:
    """True for two lines of one paragraph: alike in size, and at most so many heights apart."""
    heights = usual_height(line), usual_height(below)
    near = below[0].top - line[0].top < max(apart * max(heights), LINES_APART)
    return near and max(heights) < LARGER * max(min(heights), 0.1)


def ends_in_page_number(text: str) -> bool:
    """True for a line with a page number behind it, such as 'Seite 4 von 10'."""
    return re.search(f"(?:{words_for('furniture')[0]})$", text) is not None
