"""Words that are printed twice at one place, a little apart, to look bold: they are one word."""

from __future__ import annotations

from collections.abc import Iterable
from operator import attrgetter

from annexes.reading.pages import Word

APART = 1.0
"""Points by which the second print may be shifted; words side by side are further apart."""

_in_order = attrgetter("text", "top")


def printed_once(words: Iterable[Word]) -> list[Word]:
    """The words in their order, each only once."""
    kept = list(words)
    twice: set[int] = set()
    before: list[Word] = []
    for word in sorted(kept, key=_in_order):
        if before and (before[-1].text != word.text or word.top - before[0].top >= APART):
            before = []
        if any(abs(other.x0 - word.x0) < APART for other in before):
            twice.add(id(word))
        else:
            before.append(word)
    return [word for word in kept if id(word) not in twice] if twice else kept
