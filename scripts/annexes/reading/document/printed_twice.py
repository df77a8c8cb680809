"""Words that are printed twice at one place, a little apart, to look bold: they are one word."""

from __future__ import annotations

from collections.abc import Iterable
from operator import attrgetter

from annexes.reading.pages import Word

APART = 1.0
"""Points by which the second print may be shifted; words side by side are further apart."""

_height = attrgetter("top")


def printed_once(words: Iterable[Word]) -> list[Word]:
    """The words in their order, each only once."""
    kept = list(words)
    places: dict[str, list[Word]] = {}
    for word in kept:
        places.setdefault(word.text, []).append(word)
    twice: set[int] = set()
    for same in places.values():
        before: list[Word] = []
        for word in sorted(same, key=_height) if len(same) > 1 else ():
            if before and word.top - before[0].top >= APART:
                before = []
            if any(abs(other.x0 - word.x0) < APART for other in before):
                twice.add(id(word))
            else:
                before.append(word)
    return [word for word in kept if id(word) not in twice] if twice else kept
