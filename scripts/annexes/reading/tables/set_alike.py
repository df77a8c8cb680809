"""Are two lines set alike, in typeface and size? A name never changes them between its lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from annexes.reading.pages import Word


def set_alike(one: Iterable[Word], two: Iterable[Word]) -> bool:
    """True if some words of both are set alike, or may be: of all words it is not known."""
    faces, others = ({word.face for word in own} for own in (one, two))
    return bool(faces & others) or 0 in faces or 0 in others


def usual_face(words: Iterable[Word]) -> int:
    """How most of these words are set, 0 for none of them."""
    ((face, _),) = Counter(word.face for word in words).most_common(1) or [(0, 0)]
    return face
