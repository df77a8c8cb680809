"""Raised marks of footnotes: '17.4' and a small raised '4' are '17.4⁴', as the eye sees them.

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


def is_other_face(face: int, before: int) -> bool:
    """True if these are numbers of two typefaces or sizes: the boxes of glyphs alone may differ
    within one, where a font does not say how high it is.
    """
    return 0 != face != before != 0


def is_raised_behind(mark: Word, word: Word) -> bool:
    """The same of two words."""
    boxes = ((own.x0, own.top, own.x1, own.bottom) for own in (mark, word))
    return is_other_face(mark.face, word.face) and is_raised(*boxes)


def start_of_mark(word: str, start: int, box_of: Callable[[int], Box]) -> int:
    """The number of the glyph at which the raised mark at the end of a word begins; `start`, the
    number of its first glyph, if that is no mark.
    """
    last = box_of(start + len(word) - 1)
    at = len(word) - 1
    while at > 1 and not is_raised(last, box_of(start + at - 1)):
        at -= 1
    raised = is_raised(last, box_of(start + at - 1))
    return start + at if raised and MARKS.fullmatch(word[at:]) else start


def with_raised_marks(words: Sequence[Word]) -> list[Word]:
    """The words of a page, each with the marks that stand raised behind it."""
    found: list[Word | None] = list(words)
    tallest = max((word.bottom - word.top for word in words if word.face), default=0.0)
    small = [n for n, word in enumerate(words) if word.bottom - word.top < SMALLER * tallest]
    marks = [n for n in small if MARKS.fullmatch(words[n].text) and not words[n].angle]
    if not marks:
        return list(words)
    lowest = min(words[n].bottom - words[n].top for n in marks)
    ends: dict[tuple[int, int], set[int]] = {}  # the numbers of words, by the square of their end
    for n, word in enumerate(words):
        if lowest < SMALLER * (word.bottom - word.top):
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
    return near and is_raised_behind(mark, word)


def _with_mark(word: Word, mark: Word) -> Word:
    text, doubt = word.text + mark.text.translate(_TO_RAISED), word.doubt or mark.doubt
    return Word(text, word.x0, word.top, mark.x1, word.bottom, 0, doubt, word.face)
