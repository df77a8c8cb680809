"""Upright rules between letters: a cell ends there, though pdfium gives both sides as one word."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable

from annexes.reading.pages import OVER_EDGE, Box


class Walls:
    """The upright rules among the rules of a page."""

    def __init__(self, rules: Iterable[Box]) -> None:
        upright = (own for own in rules if own[3] - own[1] > own[2] - own[0])
        self._drawn = sorted(((own[0] + own[2]) / 2, own[1], own[3]) for own in upright)
        self._places = [place for place, _, _ in self._drawn]

    def cross(self, left: Box, right: Box) -> bool:
        """True if one runs between the outer edges of these two glyphs of a line."""
        return self._any(left[0], right[2], left)

    def part(self, left: Box, right: Box, letters: str) -> bool:
        """True if one runs at most a little beside the place at which these glyphs touch, and the
        two letters are of two kinds: a name and a figure, or the end and the beginning of names.
        """
        before, behind = letters[0], letters[1]
        numbers = before.isalnum() and behind.isalnum() and before.isdigit() != behind.isdigit()
        if not numbers and not (before.islower() and behind.isupper()):
            return False
        middle = (left[2] + right[0]) / 2
        return self._any(middle - OVER_EDGE, middle + OVER_EDGE, left)

    def _any(self, start: float, end: float, beside: Box) -> bool:
        first, last = bisect_left(self._places, start), bisect_left(self._places, end)
        height = (beside[1] + beside[3]) / 2
        own = self._drawn[first:last]
        return any(top < height < bottom for _, top, bottom in own)
