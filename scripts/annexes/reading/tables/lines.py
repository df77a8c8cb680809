"""Words of a page → visual lines, and the pieces of a line that stand apart from each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import attrgetter, itemgetter

from annexes.reading.pages import Ruling, Word
from annexes.reading.tables.word_kinds import (
    COMPARING,
    MARK,
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
RECENT = 4
MARGIN = 50.0
"""Points at the top and the bottom of a page in which running heads and page numbers stand."""
MARK_APART = 10.0
"""A mark stands no further behind its word than this many times its height."""

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
    return [tuple(sorted(line, key=_left)) for line in _with_marks(lines)]


def _with_marks(lines: list[list[Word]]) -> list[list[Word]]:
    """The lines, with marks of footnotes, which stand higher, put behind the words they mark."""
    marks = [line for line in lines if len(line[0].text) < 4 and _are_marks(line)]
    if not marks:
        return lines
    rest = [line for line in lines if not any(line is own for own in marks)]
    for line in marks:
        alone = [word for word in line if not _put_behind(word, rest)]
        if alone:
            rest.append(alone)
    return sorted(rest, key=lambda line: line[0].middle)


def _are_marks(line: list[Word]) -> bool:
    return all(MARK.fullmatch(word.text) for word in line)


def _put_behind(mark: Word, lines: list[list[Word]]) -> bool:
    """Add the mark to the line with words to its left that stands a little lower than it."""
    height = mark.bottom - mark.top
    best: tuple[float, list[Word]] | None = None
    for line in lines:
        beside = [mark.x0 - word.x1 for word in line if -0.2 * height <= mark.x0 - word.x1]
        lower = min(line[0].bottom, mark.bottom) - max(line[0].top, mark.top) > 0.4 * height
        near = min(beside, default=MARK_APART * height)
        if lower and near < (best[0] if best else MARK_APART * height):
            best = near, line
    if best:
        best[1].append(mark)
    return best is not None


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
    return [tuple(piece) for piece in pieces]


def _apart(left: Word, right: Word, *, opens: bool) -> bool:
    """True if there is more than a space between them; a letter behind the year that opens the line
    ('1980 P') is the mark of a name, and no column.
    """
    beside_figure = is_value(left.text) or is_value(right.text)
    lettered = opens and len(right.text) == 1 and is_wordy(right.text)
    beside_figure = beside_figure and left.text not in COMPARING and not lettered
    limit = FIGURE_APART if beside_figure else APART
    return right.x0 - left.x1 > limit * max(_height(left), _height(right))


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


def _height(word: Word) -> float:
    return max(word.bottom - word.top, 0.1)
