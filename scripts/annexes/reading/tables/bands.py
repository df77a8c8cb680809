"""Frames → bands: the cells between two level rules, and where the heading ends."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from annexes.reading.pages import OVER_EDGE, Word
from annexes.reading.tables.found import Doubt
from annexes.reading.tables.frames import Frame
from annexes.reading.tables.lines import Line, lines_of, text_of
from annexes.reading.tables.word_kinds import (
    RANGE,
    all_like_years,
    are_column_numbers,
    are_units,
    are_years,
    is_head_word,
    is_value,
    is_wordy,
    may_be_year,
)


@dataclass
class Box:
    """A cell of a frame: the columns and the bands it takes (last ones excluded), its words."""

    first: int
    last: int
    top: int
    bottom: int
    words: list[Word] = field(default_factory=list)

    @cached_property
    def text(self) -> str:
        """What it says."""
        return text_of(self.words)

    @cached_property
    def lines(self) -> list[tuple[Line, str]]:
        """Its lines from top to bottom, and what each says."""
        lines = lines_of(self.words) if len(self.words) > 1 else []
        return [(line, text_of(line)) for line in lines] if len(lines) > 1 else self._one_line()

    def _one_line(self) -> list[tuple[Line, str]]:
        return [(tuple(self.words), self.text)] if self.words else []

    @property
    def is_figures(self) -> bool:
        """True if each of its lines is a figure."""
        if len(self.words) == 1:
            return is_value(self.words[0].text)
        return bool(self.words) and all(is_value(text) for _, text in self.lines)


Band = list[Box]
"""The cells that begin in one band, from left to right."""


def bands_of(frame: Frame, words: Sequence[Word]) -> list[Band]:
    """The bands of the frame, from top to bottom.

    Columns between which no wall is drawn are one cell, and so are two cells above each other of
    the same width with no floor between them.
    """
    bands: list[Band] = []
    at: list[list[Box]] = []  # the cell at each place of a band, whichever band it began in
    for number in range(len(frame.ys) - 1):
        edges = _edges(frame, number)
        own, places = [], []
        for first, last in pairwise(edges):
            above = at[-1][first] if at else None
            same = above is not None and (above.first, above.last) == (first, last)
            if above is not None and same and not frame.has_floor(number - 1, first, last):
                box = above
                box.bottom = number + 1
            else:
                box = Box(first, last, number, number + 1)
                own.append(box)
            places += [box] * (last - first)
        bands.append(own)
        at.append(places)
    xs, ys = frame.xs, frame.ys
    for word in words:
        number = bisect_right(ys, word.middle, 1, len(ys) - 1) - 1
        column = bisect_right(xs, center_of(word), 1, len(xs) - 1) - 1
        at[number][column].words.append(word)
    return bands


def _edges(frame: Frame, number: int) -> list[int]:
    middle = (frame.ys[number] + frame.ys[number + 1]) / 2
    inner = range(len(frame.xs) - 2)
    walls = [column + 1 for column in inner if frame.wall_right_of(column, middle)]
    return [0, *walls, len(frame.xs) - 1]


def center_of(word: Word) -> float:
    """Where the middle of the word stands, from the left."""
    return (word.x0 + word.x1) / 2


# ── heading and rows ────────────────────────────────────────────────────────────────────────


def body_of(bands: Sequence[Band], width: int) -> int:
    """The number of the first band that is no heading.

    A table of words alone has a heading of one band, below its title; so has one that begins with
    more than two bands of one cell for each column: all but the first are rows.
    """
    for number, band in enumerate(bands):
        if _has_figures(band):
            above = [n for n in range(number) if not _is_title(bands[n], width)]
            single = all(_is_single(bands[n]) for n in above)
            return above[1] if single and len(above) > 2 else number
        if number and _is_section(bands, number, width):
            if any(map(_has_figures, bands[number:])):
                return number
            break
    filled = [n for n, band in enumerate(bands) if any(box.words for box in band)]
    heads = [n for n in filled if not _is_title(bands[n], width)][:1]
    return max((box.bottom for n in heads for box in bands[n]), default=len(bands))


def _is_title(band: Band, width: int) -> bool:
    return len(band) == 1 and band[0].last - band[0].first == width > 1


def _is_single(band: Band) -> bool:
    """True for words in the first and in further columns, each in a cell of one band."""
    own = [box for box in band if box.words]
    single = all(box.last - box.first == box.bottom - box.top == 1 for box in own)
    return len(own) > 1 and not own[0].first and single


def _has_figures(band: Band) -> bool:
    """True if a cell behind the first holds figures that are not part of a heading.

    A single year among headings of words is a heading as well, and so is a number in a line of
    cells that each take several columns, some of them with words.
    """
    texts = _texts_behind(band)
    spans = [box.last - box.first for box in band if box.first and box.words]
    if min(spans, default=1) > 1 and any(map(is_wordy, texts)):
        return False
    values = [text for text in texts if is_value(text)]
    label = band[0].text if band and not band[0].first else ""
    if are_years(values) or are_column_numbers(label, values):
        return False
    ranges = len(values) > 1 and all(map(RANGE.fullmatch, values))
    if not label and (are_units(texts) or ranges):
        return False
    headed = any(map(is_wordy, texts)) or is_head_word(label)
    return bool(values) and not (all_like_years(values) and headed)


def _is_section(bands: Sequence[Band], number: int, width: int) -> bool:
    """True for a name alone in its band, below a complete heading: it heads the rows below it.

    It either has an empty cell of its own in each column, or takes all of them.
    """
    band = bands[number]
    if not band or band[0].first or not band[0].words:
        return False
    above = [box for own in bands[:number] for box in own if box.first and box.words]
    heads = [box.last - box.first for box in above if box.bottom == number]
    alone = not any(box.words for box in band[1:])
    own = len(band) == width or _is_title(band, width)
    return heads == [1] * (width - 1) and alone and own


def heading_or_row(bands: Sequence[Band], body: int) -> Iterator[Doubt]:
    """The first row, if all it holds is one number that may be a year above the column."""
    first = bands[body]
    values = [text for text in _texts_behind(first) if is_value(text)]
    words = tuple(word for box in first for word in box.words)
    headed = all(any(band[at].words for band in bands[:body] if band) for at in (0, -1))
    alone = sum(bool(box.words) for box in first if box.first) == 1
    if may_be_year(values) and alone and not (headed and first[0].words):
        yield Doubt("heading", f"'{text_of(words)}' may be a heading or a row", words)


def _texts_behind(band: Band) -> list[str]:
    """The texts of the cells behind the first: their lines, where these are all figures."""
    texts: list[str] = []
    for box in band:
        if box.first and box.words:
            texts += [text for _, text in box.lines] if box.is_figures else [box.text]
    return texts


def over_edges(frame: Frame, bands: Sequence[Band]) -> Iterator[Doubt]:
    """Words that reach into the next cell: it is not certain which of the two they belong to."""
    for box in (box for band in bands for box in band):
        left = frame.xs[box.first] - OVER_EDGE if box.first else float("-inf")
        right = frame.xs[box.last] + OVER_EDGE if box.last + 1 < len(frame.xs) else float("inf")
        for word in box.words:
            if word.x0 < left or word.x1 > right:
                yield Doubt(
                    "cell-edge", f"'{word.text}' reaches over the edge of its cell", (word,)
                )
