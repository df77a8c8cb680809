"""Raised marks of footnotes: '2009' and a small raised '2' are '2009²', as the eye sees them.

A digit or a letter that is smaller than the word before it, and stands higher, is no digit of a
figure and no letter of a name. In Unicode such characters have code points of their own, so that
nothing can take the mark for a part of the figure.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import product

from annexes.reading.pages import RAISED, Box, Word

SMALLER = 0.85
"""A mark is at most so high as the word that it marks, as a share."""
HIGHER = 0.2
"""The foot of a mark stands above that of its word by this share of the height of the word."""
NEAR = 0.5
"""A mark stands no further behind its word than this share of the height of the word."""
_ONE = r"(?:\(?\d{1,2}\)?|\(?[a-z]\)|[a-z](?![a-z])|\*{1,3}|[†‡§])"
MARKS = re.compile(rf"{_ONE}(?:[,;/]?{_ONE})*")
_TO_RAISED = str.maketrans("0123456789()abcdefghijklmnoprstuvwxyz", RAISED)
"""A raised 'q' is in no font."""


def is_raised(box: Box, before: Box) -> bool:
    """True if what is in this box stands right of another, is smaller and raised."""
    room = HIGHER * (before[3] - before[1])
    smaller = box[3] - box[1] < SMALLER * (before[3] - before[1])
    raised = before[1] + room < box[3] < before[3] - room
    return smaller and raised and box[0] > (before[0] + before[2]) / 2


def start_of_mark(word: str, start: int, box_of: Callable[[int], Box]) -> int:
    """At which character of a word the raised mark at its end begins; 0 if that is no mark.

    `start` is the number of the first glyph of the word.
    """
    last = box_of(start + len(word) - 1)
    at = len(word) - 1
    while at > 1 and not is_raised(last, box_of(start + at - 1)):
        at -= 1
    raised = is_raised(last, box_of(start + at - 1))
    return at if raised and MARKS.fullmatch(word[at:]) else 0


def with_raised_marks(words: Sequence[Word]) -> list[Word]:
    """The words of a page, each with the marks that stand raised behind it."""
    found: list[Word | None] = list(words)
    tallest = max((word.bottom - word.top for word in words), default=0.0)
    small = [n for n, word in enumerate(words) if word.bottom - word.top < SMALLER * tallest]
    marks = [n for n in small if MARKS.fullmatch(words[n].text) and not words[n].angle]
    ends: dict[tuple[int, int], set[int]] = {}  # the numbers of words, by the square of their end
    for n, word in enumerate(words if marks else ()):
        ends.setdefault(_square(word.x1, word.middle, tallest), set()).add(n)
    for n in sorted(marks, key=lambda n: words[n].x0):
        mark = words[n]
        steps = product((-tallest / 2, tallest / 2), (0.0, tallest))
        squares = {_square(mark.x0 + x, mark.middle + y, tallest) for x, y in steps}
        near = {at for square in squares for at in ends.get(square, ())}
        marked = [(at, own) for at in near if (own := found[at]) and _is_behind(mark, own)]
        if marked:
            at, nearest = min(marked, key=lambda own: abs(mark.x0 - own[1].x1))
            found[at], found[n] = _with_mark(nearest, mark), None
            ends.setdefault(_square(mark.x1, nearest.middle, tallest), set()).add(at)
    return list(filter(None, found))


def _square(x: float, y: float, size: float) -> tuple[int, int]:
    return int(x // size), int(y // size)


def _is_behind(mark: Word, word: Word) -> bool:
    """True if the mark stands raised right behind this word."""
    gap, height = mark.x0 - word.x1, word.bottom - word.top
    near = not word.angle and -NEAR / 2 * height < gap < NEAR * height
    return near and is_raised(box_of_word(mark), box_of_word(word))


def box_of_word(word: Word) -> Box:
    """Where it stands."""
    return word.x0, word.top, word.x1, word.bottom


def _with_mark(word: Word, mark: Word) -> Word:
    text = word.text + mark.text.translate(_TO_RAISED)
    return Word(text, word.x0, word.top, mark.x1, word.bottom, 0, word.doubt or mark.doubt)
