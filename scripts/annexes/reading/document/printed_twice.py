"""Words that are printed twice at one place, a little apart, to look bold: they are one word."""

from __future__ import annotations

from collections.abc import Iterable
from operator import attrgetter

from annexes.reading.model import Word

APART = 1.0
"""Points by which the second print may be shifted; words side by side are further apart."""

_in_order = attrgetter("text", "top")


def printed_once(words: Iterable[Word]) -> list[Word]:
    """The words in their order, each only once."""
    kept = list(words)
    alike = sorted(kept, key=_in_order)
    twice: set[int] = set()
    for n, word in enumerate(alike):
        for other in alike[n + 1 :]:
            if other.text != word.text or other.top - word.top >= APART:
                break
            if abs(other.x0 - word.x0) < APART and id(word) not in twice:
                twice.add(id(other))
    return [word for word in kept if id(word) not in twice] if twice else kept
