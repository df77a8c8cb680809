"""Columns of a page, and what stands side by side on it: parts between which no line runs on.

A gutter is a white strip from top to bottom, with texts on both sides that have nothing to do with
each other: paragraphs, or tables with rules of their own, or rows at other heights.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import or_

from annexes.reading.pages import Word
from annexes.reading.tables.found import Span
from annexes.reading.tables.lines import (
    Line,
    is_running,
    lines_of,
    pieces_of,
    set_alike,
    text_of,
    usual_height,
)
from annexes.reading.tables.word_kinds import RANGE, all_like_years, is_value, is_wordy

WIDTH = 0.8
"""A gutter is as wide as this share of the height of a line, at least."""
BAND = 0.8
"""Above a gutter and below it, so much of the height of a line is white from left to right."""
EDGE = 1.0
"""Points by which lines of one column may differ at their left."""
MIN_LINES = 3
"""Fewer lines that begin below each other are no column of a page, and no paragraph."""
PROSE = 4
"""A line of a paragraph has so many words, …"""
FULL = 0.8
"""… and fills this share of its column, but for the last; so does a rule of a table."""
SPACE = 1.5
"""The words of a line set to full width stand no further apart than this share of their height."""
BESIDE = 0.15
"""Words of one row differ in height by no more than this share of it."""
FEW = 0.4
"""If no more than this share of the lines stand beside one of the other side, these are not rows of
one table."""
Rules = Mapping[float, Sequence[Span]]


def parts_of(lines: Sequence[Line], rules: Rules) -> list[list[Line]]:
    """The lines in parts that are read one by one: above a gutter, on both sides of it, below.

    `rules` are the level rules of the page by their height; a gutter crosses none of them.
    """
    gutter = max(_gutters(lines, rules), key=lambda own: own.end - own.start, default=None)
    if gutter is None:
        return [list(lines)] if lines else []
    sides = gutter.sides(lines)
    return [
        part
        for own in (lines[: gutter.start], *sides, lines[gutter.end :])
        for part in parts_of(own, rules)
    ]


@dataclass(frozen=True)
class _Gutter:
    """A white strip that ends at `x`, from one line to another (excluded)."""

    x: float
    start: int
    end: int

    def sides(self, lines: Sequence[Line]) -> tuple[list[Line], list[Line]]:
        """What stands left and right of it, as lines of their own."""
        left, right = _words_beside(lines[self.start : self.end], self.x)
        return lines_of(left), lines_of(right)


def _words_beside(lines: Sequence[Line], x: float) -> tuple[list[Word], list[Word]]:
    """The words of these lines left of `x`, and those right of it."""
    words = [word for line in lines for word in line]
    left, right = ([w for w in words if (w.x0 < x - EDGE) is side] for side in (True, False))
    return left, right


def _gutters(lines: Sequence[Line], rules: Rules) -> Iterator[_Gutter]:
    """The strips left of where several lines begin, or right of where several end, that part texts
    which are independent.
    """
    pieces = [piece for line in lines for piece in pieces_of(line)]
    if len(pieces) < 2 * MIN_LINES:
        return
    height = usual_height(word for line in lines for word in line)
    begun = sorted(piece[0].x0 for piece in pieces)
    ended = _aligned(sorted(piece[-1].x1 for piece in pieces))
    behind = (bisect_left(begun, end + WIDTH * height) for end in ended)
    edges = sorted({*_aligned(begun), *(begun[n] for n in behind if n < len(begun))})
    bands = list(_bands(lines, height))
    last = begun[0]
    for x in edges:
        if x - last <= EDGE:
            continue
        last = x
        alike = set_alike(*_words_beside(lines, x))
        for start, end in _white(lines, (x - WIDTH * height, x), rules, alike=alike):
            if end - start < MIN_LINES:
                continue
            if not (start and _runs_over(lines[start - 1], x)):
                start = min((n for n in bands if n >= start), default=end)
            if not (end < len(lines) and _runs_over(lines[end], x)):
                end = max((n for n in bands if n <= end), default=start)
            gutter = _Gutter(x, start, end)
            left, right = gutter.sides(lines)
            if min(len(left), len(right)) >= MIN_LINES and _are_independent(left, right, rules):
                yield gutter


def _aligned(places: Sequence[float]) -> Iterator[float]:
    """The first of those of these places, from left to right, that are several lines' own."""
    pairs = zip(places, places[MIN_LINES - 1 :], strict=False)
    return (first for first, last in pairs if last - first <= EDGE)


def _bands(lines: Sequence[Line], height: float) -> Iterator[int]:
    """The numbers of the lines above which all of the page is white, and of the one behind all."""
    bottom = float("-inf")
    for n, line in enumerate(lines):
        if min(word.top for word in line) - bottom > BAND * height:
            yield n
        bottom = max(bottom, *(word.bottom for word in line))
    yield len(lines)


def _runs_over(line: Line, x: float) -> bool:
    """True for running text that goes on from one side of `x` to the other."""
    return line[0].x0 < x - EDGE and line[-1].x1 > x and _is_prose(line)


def _white(
    lines: Sequence[Line], strip: Span, rules: Rules, *, alike: bool
) -> Iterator[tuple[int, int]]:
    """From which to which line (excluded) no word and no rule stands in the strip, and, if both
    sides are set alike, no figures stand right of it beside words left of it, as those of a row do.
    """
    low, high = strip
    crossed = [y for y, own in rules.items() if any(a < low and b > high for a, b in own)]
    start = 0
    for n, line in enumerate(lines):
        ruled = n > start and any(lines[n - 1][0].middle < y < line[0].middle for y in crossed)
        blocked = any(word.x0 < high - EDGE and word.x1 > low for word in line)
        if blocked or (alike and _is_row(line, high)) or ruled:
            yield start, n
            start = n if ruled and not blocked else n + 1
    yield start, len(lines)


def _is_row(line: Line, x: float) -> bool:
    """True for a line with nothing but figures right of `x`, beside what stands left of it; years
    and ages that begin there may name a row of their own.
    """
    left, right = _words_beside([line], x)
    if not left or not right or not all(is_value(text_of(p)) for p in pieces_of(right)):
        return False
    named = right[0].x0 < x + EDGE and _may_name(right[0].text) and len(right) > 1
    return not named and any(_are_beside(a, b) for a in left for b in right)


def _may_name(text: str) -> bool:
    """True for words, years and ages, as they name rows."""
    return is_wordy(text) or all_like_years([text]) or RANGE.fullmatch(text) is not None


def _are_beside(one: Word, two: Word) -> bool:
    return abs(one.bottom - two.bottom) <= BESIDE * (one.bottom - one.top)


def _are_independent(left: Sequence[Line], right: Sequence[Line], rules: Rules) -> bool:
    """True if the texts on both sides of a gutter are no parts of one table: whole by themselves,
    or rows beside what is set in none of their typefaces, and at other heights.
    """
    whole = [_has_paragraph(side) or _is_ruled(side, rules) for side in (left, right)]
    if all(whole):
        return True
    rows = list(map(_has_rows, (left, right)))
    words = [[word for line in side for word in line] for side in (left, right)]
    unlike = any(rows) and not set_alike(*words)
    if not unlike and not all(map(or_, whole, rows)):
        return False
    return max(_beside(left, right), _beside(right, left)) <= FEW


def _beside(lines: Sequence[Line], others: Sequence[Line]) -> float:
    """Share of the lines that stand beside one of the others, of those between their ends."""
    top, bottom = others[0][0].top, others[-1][0].bottom
    own = [line for line in lines if top <= line[0].middle <= bottom]
    beside = [any(_are_beside(line[0], other[0]) for other in others) for line in own]
    return sum(beside) / len(own) if len(own) >= MIN_LINES else 1.0


def _has_paragraph(lines: Sequence[Line]) -> bool:
    """True if some lines are running text: as far from each other, from one side to the other, or
    set to full width.
    """
    if sum(map(is_running, lines)) >= MIN_LINES:
        return True
    left, right = min(line[0].x0 for line in lines), max(line[-1].x1 for line in lines)
    full = [_is_prose(line) and line[-1].x1 - line[0].x0 >= FULL * (right - left) for line in lines]
    pitches = [round(b[0].top - a[0].top) for a, b in pairwise(lines)]
    return any(
        all(full[n : n + MIN_LINES]) and pitches[n] - pitches[n + 1] in (-1, 0, 1)
        for n in range(len(lines) - MIN_LINES + 1)
    )


def _is_prose(line: Line) -> bool:
    """True for words that stand together as in running text."""
    near = all(b.x0 - a.x1 < SPACE * (a.bottom - a.top) for a, b in pairwise(line))
    words = sum(is_wordy(word.text) for word in line)
    return near and words >= PROSE and words * 2 > len(line)


def _is_ruled(lines: Sequence[Line], rules: Rules) -> bool:
    """True if some lines stand between two rules that begin and end below each other, and reach no
    further than these lines.
    """
    left, right = min(line[0].x0 for line in lines), max(line[-1].x1 for line in lines)
    near = lines[0][0].bottom - lines[0][0].top
    spans = [(y, round(a), round(b)) for y, own in rules.items() for a, b in own]
    spans = [(y, a, b) for y, a, b in spans if a > left - near and b < right + near]
    for top, a, b in spans:
        for bottom in (y for y, *span in spans if y > top and span == [a, b]):
            own = [line for line in lines if top < line[0].middle < bottom]
            if len(own) >= MIN_LINES:
                return all(a - EDGE < line[0].x0 and line[-1].x1 < b + EDGE for line in own)
    return False


def _has_rows(lines: Sequence[Line]) -> bool:
    """True if some lines are names with figures behind them."""
    pieces = [[text_of(piece) for piece in pieces_of(line)] for line in lines]
    rows = [own for own in pieces if _may_name(own[0]) and any(map(is_value, own[1:]))]
    return len(rows) >= MIN_LINES
