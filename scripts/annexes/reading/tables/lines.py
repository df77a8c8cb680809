"""Words of a page → visual lines, and the pieces of a line that stand apart from each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from operator import attrgetter, itemgetter
from statistics import median

from annexes.reading.pages import Ruling, Word
from annexes.reading.tables.word_kinds import (
    COMPARING,
    MIN_FIGURES,
    across_lines,
    is_parted,
    is_value,
    is_wordy,
)

APART = 0.7
"""Gap between two pieces of a line, as a share of the height of a word; a space is about 0.22."""
FIGURE_APART = 0.4
"""The same beside a figure: figures stand closer than words of a justified line may."""
SAME_LINE = 0.5
"""Share of the mean of two heights by which the middles of two words of one line may differ: a word
of small letters alone is lower than its neighbours."""
SENTENCE, SMALL = 6, 3
"""A line of running text has so many words, and one in so many begins with a small letter; …"""
UNEVEN, WIDEST = 1.35, 1.3
"""… its widest space is this many times the usual one at most, and this share of its height."""
OVERLAP = 0.2
"""Lines below each other share no more than this of their height."""
RECENT = 4
MARGIN = 50.0
"""Points at the top and the bottom of a page in which running heads and page numbers stand."""

_first = itemgetter(0)
_left = attrgetter("x0")

Line = tuple[Word, ...]


def lines_of(words: Iterable[Word]) -> list[Line]:
    """Upright words grouped into lines, from top to bottom, each from left to right.

    Texts beside each other may be set at heights that differ a little, so a word is compared with
    the last few lines and joins the nearest.
    """
    own = [word for word in words if not word.angle]
    if len(own) < 2:
        return [tuple(own)] if own else []
    top, bottom = own[0].top, own[0].bottom
    if all(word.top == top and word.bottom == bottom for word in own):
        return [tuple(sorted(own, key=_left))]
    lines: list[list[Word]] = []
    middles: list[tuple[float, float]] = []  # of the first word of each line, and its height
    before = None  # where the word before stood: one that stands as high joins its line
    for double, word in sorted([(w.top + w.bottom, w) for w in own], key=_first):
        middle, height = double / 2, word.bottom - word.top
        if (middle, height) != before:
            before, best, nearest = (middle, height), -1, float("inf")
            for index in range(max(len(lines) - RECENT, 0), len(lines)):
                other, other_height = middles[index]
                distance = abs(middle - other)
                if distance < SAME_LINE * (height + other_height) / 2 and distance < nearest:
                    best, nearest = index, distance
            if best < 0:
                lines.append([])
                middles.append((middle, max(height, 0.1)))
        lines[best].append(word)
    return [tuple(sorted(line, key=_left)) for line in lines]


def pieces_of(line: Sequence[Word], walls: Sequence[Ruling] = ()) -> list[Line]:
    """The line cut where its words stand further apart than words of a sentence do, and where one
    of the upright rules runs between them.
    """
    middle = line[0].middle
    crossing = [r.x0 for r in walls if r.top <= middle <= r.bottom]
    pieces: list[list[Word]] = []
    for word in line:
        if (
            pieces
            and not _apart(pieces[-1][-1], word, opens=word is line[1])
            and not _walled(pieces[-1][-1], word, crossing)
        ):
            pieces[-1].append(word)
        else:
            pieces.append([word])
    if len(pieces) > 1 and not crossing and is_running(line):
        return [tuple(line)]
    return [tuple(piece) for piece in pieces]


def is_running(line: Sequence[Word]) -> bool:
    """True for a line of running text set to full width: its spaces are even, though wide, and many
    of its words begin with a small letter; rows end with figures.
    """
    if len(line) < SENTENCE or sum(w.text[:1].islower() for w in line) * SMALL < len(line):
        return False
    last = [word.text for word in line[-MIN_FIGURES:]]
    if all(map(is_value, last)) and not is_value(" ".join(last)):  # not one, nor one and its note
        return False
    gaps = [right.x0 - left.x1 for left, right in pairwise(line)]
    return max(gaps) < UNEVEN * median(gaps) and max(gaps) < WIDEST * height_of(tuple(line))


def _apart(left: Word, right: Word, *, opens: bool) -> bool:
    """True if there is more than a space between them; a letter behind the year that opens the line
    ('1980 P') is the mark of a name, and no column.
    """
    share = (right.x0 - left.x1) / max(left.bottom - left.top, right.bottom - right.top, 0.1)
    if share <= FIGURE_APART or share > APART:
        return share > APART
    if left.text in COMPARING or (opens and len(right.text) == 1 and is_wordy(right.text)):
        return False
    return is_value(left.text) or is_value(right.text)


def _walled(left: Word, right: Word, walls: Sequence[float]) -> bool:
    if not walls:
        return False
    from_x, to_x = (left.x0 + left.x1) / 2, (right.x0 + right.x1) / 2
    return any(from_x < x < to_x for x in walls)


def text_of(words: Iterable[Word]) -> str:
    """The words of a cell in reading order; a word that a hyphen parts between lines is joined."""
    own = words if isinstance(words, tuple | list) else list(words)
    if len(own) == 1:
        return own[0].text
    if len({(word.top, word.angle) for word in own}) == 1 and not own[0].angle:
        return " ".join(word.text for word in sorted(own, key=_left))
    text = ""
    for line in lines_of(map(upright, own)):
        part = " ".join(word.text for word in line)
        if is_parted(text) and text[-2].isalpha() and part[:1].isalpha():
            text = across_lines(text, part)
        else:
            text = f"{text} {part}" if text else part
    return text


def height_of(line: Line) -> float:
    """The height of the first word of a line."""
    return line[0].bottom - line[0].top


def usual_height(words: Iterable[Word]) -> float:
    """The median height of the words: a few that are larger or smaller do not count."""
    return median(word.bottom - word.top for word in words)


def bottom_of(line: Line) -> float:
    """Where the lowest word of a line ends."""
    return max([word.bottom for word in line])


def middle_of(line: Line) -> float:
    """Where the middle of these words of a line stands, from the left."""
    return (line[0].x0 + line[-1].x1) / 2


def gap_between(left: Line, right: Line) -> float:
    """The space between two pieces of a line."""
    return right[0].x0 - left[-1].x1


def beside(piece: Line, others: Iterable[Line]) -> list[Line]:
    """Those of the other pieces that stand beside this one: in its line, or in one at nearly the
    same height, as where headings are set in the middle of the height that they share.
    """
    noise = OVERLAP * height_of(piece)
    top, bottom = piece[0].top + noise, bottom_of(piece) - noise
    return [
        other
        for other in others
        if other[0].top < bottom
        and other[0].bottom > top
        and (other[-1].x1 <= piece[0].x0 or other[0].x0 >= piece[-1].x1)
    ]


def upright(word: Word) -> Word:
    """The word turned so that it reads from left to right; its place is then only relative."""
    match word.angle:
        case 90:
            return Word(word.text, -word.bottom, word.x0, -word.top, word.x1)
        case 270:
            return Word(word.text, word.top, -word.x1, word.bottom, -word.x0)
        case 180:
            return Word(word.text, -word.x1, -word.bottom, -word.x0, -word.top)
    return word


def set_alike(one: Iterable[Word], two: Iterable[Word]) -> bool:
    """True if some words of two lines are set alike, in typeface and size, or may be: of all words
    it is not known. A name never changes them between its lines.
    """
    faces, others = ({word.face for word in own} for own in (one, two))
    return bool(faces & others) or 0 in faces or 0 in others


def usual_face(words: Iterable[Word]) -> int:
    """How most of these words are set, 0 for none of them."""
    ((face, _),) = Counter(word.face for word in words).most_common(1) or [(0, 0)]
    return face
