"""The cells of a line, and what the lines of a table show: spaces, typefaces, room for words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf
from statistics import median

from annexes.reading.pages import Word
from annexes.reading.tables.found import Span
from annexes.reading.tables.lines import Line, middle_of, text_of, usual_face
from annexes.reading.tables.word_kinds import (
    GROUPED,
    THOUSANDS,
    is_parted,
    is_value,
    may_be_one_figure,
)

WRAPPED = 0.25
"""The lines of one cell stand no further apart than this share of their height."""
DOUBLE = 0.5
"""The lines of one cell never stand further apart than this share of their height."""
NOISE = 0.1
"""Share of the height of a line by which equal spaces may differ: printers round."""
INDENT = 2.5
"""Points by which the lines of one level of names may differ at their left."""
HALF, HARDLY = 0.5, 0.25
"""Names that fill less than these shares of the space up to the next column may not have been, and
have not been, wrapped."""
SET_APART = 1.5
"""A row with this many times the usual space above it may begin another table."""
EVEN = 1.5
"""Points by which words may differ at the side at which they are set below each other."""


@dataclass
class LineRow:
    """The cells of one line by column; `is_row` if it has a figure in a column of figures,
    `is_section` if it is words over several columns, which head the rows below them; `is_rest` if
    it is the rest of figures of the line above. `led` is how far dots lead from its name to the
    first figure, None if they do not.
    """

    cells: dict[int, Line]
    is_row: bool
    is_section: bool = False
    is_rest: bool = False
    led: float | None = None
    top: float = 0.0
    bottom: float = 0.0

    def __post_init__(self) -> None:
        words = [word for cell in self.cells.values() for word in cell]
        self.top = min(word.top for word in words)
        self.bottom = max(word.bottom for word in words)

    def lead(self, dots: Sequence[Word]) -> None:
        """Note how far these dots lead to its first figure."""
        figure = min((cell[0].x0 for n, cell in self.cells.items() if n), default=inf)
        self.led = max((word.x1 for word in dots if word.x1 < figure), default=None)

    @property
    def height(self) -> float:
        """From the top of its highest word to the bottom of its lowest."""
        return self.bottom - self.top

    @property
    def words(self) -> tuple[Word, ...]:
        """All its words."""
        return tuple(word for cell in self.cells.values() for word in cell)


def name_sections(lines: Sequence[LineRow], middle: Span) -> None:
    """Words alone over a column of figures, but set unlike these, name a section if their middle
    stands in the middle of all figures, which is somewhere between these two places, or where that
    of wider ones stands.
    """
    middles = [middle_of(line.words) for line in lines if line.is_section]
    for line in lines:
        column, words = next(iter(line.cells.items()))
        if line.is_row or line.is_section or len(line.cells) > 1 or not column:
            continue
        figures = [own.cells[column] for own in lines if own.is_row and column in own.cells]
        own = middle_of(words)
        central = middle[0] - EVEN <= own <= middle[1] + EVEN
        central |= any(abs(own - other) <= EVEN for other in middles)
        are_figures = bool(figures) and all(is_value(text_of(cell)) for cell in figures)
        if central and are_figures:
            line.cells, line.is_section = {0: words}, True


def join_figures(lines: Sequence[LineRow]) -> None:
    """Note the lines that hold nothing but the rest of figures of the line above, and of its name:
    the name goes on, or such figures have full groups of digits in all other rows.
    """
    open_rows: list[tuple[LineRow, LineRow]] = []
    for upper, lower in pairwise(lines):
        rests = {n: cell for n, cell in lower.cells.items() if n}
        if upper.is_row and rests and all(_is_torn(upper, n, cell) for n, cell in rests.items()):
            if 0 in lower.cells and is_parted(text_of(upper.cells.get(0, ()))):
                lower.is_row, lower.is_rest = False, True
            elif 0 not in lower.cells:
                open_rows.append((upper, lower))
    torn = [id(upper) for upper, lower in pairwise(lines) if lower.is_rest]
    torn += [id(upper) for upper, _ in open_rows]
    whole = [line for line in lines if id(line) not in torn]
    for upper, lower in open_rows:
        if all(_ends_open(upper, n) or _has_groups(whole, n) for n in lower.cells):
            lower.is_row, lower.is_rest = False, True


def _is_torn(upper: LineRow, column: int, rest: Line) -> bool:
    return may_be_one_figure([text_of(upper.cells.get(column, ())), text_of(rest)])


def _ends_open(line: LineRow, column: int) -> bool:
    return not text_of(line.cells[column])[-1].isdigit()


def _has_groups(lines: Sequence[LineRow], column: int) -> bool:
    """True if all figures of this column with a sign have three digits behind it."""
    texts = (text_of(line.cells[column]) for line in lines if column in line.cells)
    signed = [text for text in texts if GROUPED.fullmatch(text)]
    return bool(signed) and all(map(THOUSANDS.fullmatch, signed))


def space_between(lines: Sequence[LineRow]) -> float:
    """The usual space between two rows with no other line between them; half a line for a single
    row.
    """
    clean: list[float] = []
    rest: list[float] = []
    before: int | None = None
    for number, line in enumerate(lines):
        if line.is_row:
            if before is not None:
                gap = line.top - lines[before].bottom
                (clean if before == number - 1 else rest).append(gap)
            before = number
    return median(clean) if clean else min(rest, default=HALF * lines[0].height)


def limits_of(lines: Sequence[LineRow], hardly: float = HALF) -> dict[int, float]:
    """How far to the right there was room for the words of each column: as far as they reach, and
    the dots behind them but for the last few, or up to the next column where they fill less than
    this share of the space before it.
    """
    starts: dict[int, float] = {}
    limits: dict[int, float] = {}
    for line in (line for line in lines if not line.is_section):
        for column, cell in line.cells.items():
            led = line.led - line.height if line.led and not column else 0.0
            limits[column] = max(limits.get(column, 0.0), cell[-1].x1, led)
            starts[column] = min(starts.get(column, inf), cell[0].x0)
    for column, following in pairwise(sorted(starts)):
        if limits[column] - starts[column] < hardly * (starts[following] - starts[column]):
            limits[column] = starts[following]
    return limits


def reach_of(lines: Sequence[LineRow]) -> dict[int, float]:
    """How far to the right there surely was room for the words of each column: names that fill less
    than half of the space had it up to where the first column of figures begins, which is no wider
    than from the right edge of one to that of the next.
    """
    reach, limits = limits_of(lines, HARDLY), limits_of(lines)
    ends: dict[int, list[float]] = {}
    for line in (line for line in lines if line.is_row):
        for column, cell in line.cells.items():
            ends.setdefault(column, []).append(cell[-1].x1)
    edges = [median(own) for _, own in sorted(ends.items())][1:]
    if len(edges) > 1 and limits.get(0, 0.0) > reach.get(0, inf):
        widest = max(b - a for a, b in pairwise(edges))
        reach[0] = max(reach[0], min(limits[0], edges[0] - widest))
    return reach


def face_of_figures(lines: Iterable[LineRow]) -> int:
    """How most figures of the rows are set."""
    figures = (cell for line in lines if line.is_row for n, cell in line.cells.items() if n)
    return usual_face(word for cell in figures for word in cell)


def set_apart(lines: Sequence[LineRow]) -> set[int]:
    """The numbers of the lines of words that are set unlike the rows, in another typeface or size,
    and head the rows below them. If each has one row alone, both may be one cell.
    """
    usual = face_of_figures(lines)
    heads = {
        n
        for n, line in enumerate(lines)
        if not line.is_row and all(word.face not in (0, usual) for word in line.words)
    }
    several = any(
        n in heads and a.is_row and b.is_row for n, (a, b) in enumerate(pairwise(lines[1:]))
    )
    return heads if usual and several and len(lines) - 1 not in heads else set()
