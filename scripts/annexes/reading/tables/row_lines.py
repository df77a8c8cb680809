"""Lines of cells → rows: which lines are rows, and which are the rest of a cell that was wrapped.

Used where no rule is drawn between rows, in a ruled table as in one without rules. A line with a
figure in a column of figures is a row of its own. Any other line is the rest of a name above or
below it, or a row of words; where neither the words, nor the spaces, nor the width of the column
settle it, it is a doubt.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

from annexes.reading.model import Word
from annexes.reading.tables.found import Cell, Doubt, FoundRow, cell_of
from annexes.reading.tables.lines import Line, text_of
from annexes.reading.tables.word_kinds import goes_on, is_list_word

WRAPPED = 0.25
"""The lines of one cell stand no further apart than this share of their height."""
NEARER = 0.6
"""A line joins another if it stands nearer to it than this share of the space between rows, and
nearer than this share of its distance to the other."""
INDENT = 2.5
"""Points by which the lines of one level of names may differ at their left."""
SPACE = 0.3
"""A space between words, as a share of their height."""

Crosses = Callable[[float, float, float], bool]
"""Is a rule drawn between these two heights, at this place from the left?"""


@dataclass
class LineRow:
    """The cells of one line by column; `is_row` if it has a figure in a column of figures."""

    cells: dict[int, Line]
    is_row: bool
    top: float = 0.0
    bottom: float = 0.0

    def __post_init__(self) -> None:
        words = [word for cell in self.cells.values() for word in cell]
        self.top = min(word.top for word in words)
        self.bottom = max(word.bottom for word in words)

    @property
    def words(self) -> tuple[Word, ...]:
        return tuple(word for cell in self.cells.values() for word in cell)


@dataclass
class _Growing:
    """A row and the lines of each of its cells so far."""

    line: LineRow
    cells: dict[int, list[Line]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.cells = {column: [cell] for column, cell in self.line.cells.items()}


def rows_of_lines(
    lines: Sequence[LineRow], width: int, crosses: Crosses
) -> tuple[list[FoundRow], list[Doubt]]:
    """The rows that these lines, from top to bottom, make up in a table of `width` columns."""
    doubts: list[Doubt] = []
    space = space_between(lines)
    limits = _limits(lines)
    owners = _owners(lines, space, limits, crosses, doubts)
    rows: dict[int, _Growing] = {}
    for number, line in enumerate(lines):
        if owners[number] == number:
            rows[number] = _Growing(line)
    for number, line in enumerate(lines):
        if (owner := owners[number]) != number and owner in rows:
            for column, cell in line.cells.items():
                rows[owner].cells.setdefault(column, []).append(cell)
    return [_row(rows[number], width) for number in sorted(rows)], doubts


def _row(row: _Growing, width: int) -> FoundRow:
    cells: list[Cell] = []
    for column in range(width):
        cells.append(cell_of([word for line in row.cells.get(column, ()) for word in line]))
    words = [word for cell in cells for word in cell.words]
    return FoundRow(cells, min(w.top for w in words), max(w.bottom for w in words))


def space_between(lines: Sequence[LineRow]) -> float:
    """The usual space between two rows with no other line between them."""
    clean, rest = [], []
    before = None
    for number, line in enumerate(lines):
        if line.is_row:
            if before is not None:
                gap = line.top - lines[before].bottom
                (clean if before == number - 1 else rest).append(gap)
            before = number
    return median(clean) if clean else min(rest, default=0.0)


def _limits(lines: Sequence[LineRow]) -> dict[int, float]:
    """How far to the right the words of each column reach at most: there is room up to there."""
    limits: dict[int, float] = {}
    for line in lines:
        for column, cell in line.cells.items():
            limits[column] = max(limits.get(column, 0.0), cell[-1].x1)
    return limits


def _owners(
    lines: Sequence[LineRow],
    space: float,
    limits: Mapping[int, float],
    crosses: Crosses,
    doubts: list[Doubt],
) -> list[int]:
    """For each line the number of the row that it is part of; its own number if it is a row."""
    owners = [n if line.is_row else -1 for n, line in enumerate(lines)]
    for number, line in enumerate(lines):
        if line.is_row:
            continue
        side = _side(lines, number, space, limits, crosses)
        if side is None:
            text = text_of(line.words)
            doubts.append(
                Doubt("row", f"'{text}' may be a row, or the rest of another", line.words)
            )
            owners[number] = number
        else:
            owners[number] = number + side
    return [_followed(owners, number) for number in range(len(lines))]


def _followed(owners: Sequence[int], number: int) -> int:
    """The row at the end of a chain of lines that are each part of the next."""
    seen = set()
    while owners[number] != number and number not in seen:
        seen.add(number)
        number = owners[number]
    return number


def _side(
    lines: Sequence[LineRow],
    number: int,
    space: float,
    limits: Mapping[int, float],
    crosses: Crosses,
) -> int | None:
    """-1 if the line is part of the one above, 1 of the one below, 0 if it is a row of its own,
    None if that is not certain.
    """
    line = lines[number]
    above = lines[number - 1] if number else None
    below = lines[number + 1] if number + 1 < len(lines) else None
    column = min(line.cells)
    text = text_of(line.cells[column])
    if is_list_word(text):
        return 0
    gaps = _gap(above, line, crosses), _gap(line, below, crosses)
    to_above, to_below = gaps
    near = NEARER * max(space, 0.1)
    if to_above < near and to_above < NEARER * to_below:
        return -1
    if to_below < near and to_below < NEARER * to_above:
        return 1
    height = line.bottom - line.top
    far = max(WRAPPED * height, 0.8 * space)
    if all(far < gap for gap in gaps):
        return 0
    return _by_words(lines, number, column, text, gaps, limits)


def _gap(upper: LineRow | None, lower: LineRow | None, crosses: Crosses) -> float:
    """The space between two lines; infinite across a drawn rule, and where there is no line."""
    if upper is None or lower is None:
        return float("inf")
    middle = (lower.cells[min(lower.cells)][0].x0 + lower.cells[min(lower.cells)][-1].x1) / 2
    if crosses(upper.bottom, lower.top, middle):
        return float("inf")
    return max(lower.top - upper.bottom, 0.0)


def _by_words(
    lines: Sequence[LineRow],
    number: int,
    column: int,
    text: str,
    gaps: tuple[float, float],
    limits: Mapping[int, float],
) -> int | None:
    """What the words of a line tell, and the room that there was beside it and above it."""
    line = lines[number]
    above = _neighbour(lines, number - 1, column) if gaps[0] != float("inf") else None
    below = _neighbour(lines, number + 1, column) if gaps[1] != float("inf") else None
    own = line.cells[column]
    limit = limits[column]
    before, behind = text_of(above or ()), text_of(below or ())
    fits_above = above is None or _fits(own[0], above, limit)
    fits_below = below is None or _fits(below[0], own, limit)
    from_above = above is not None and (goes_on(before) or (_is_rest(text) and not fits_above))
    to_below = below is not None and (goes_on(text) or (_is_rest(behind) and not fits_below))
    if from_above != to_below:
        return -1 if from_above else 1
    if from_above or not (fits_above and fits_below) or _is_rest(text):
        return None
    indented = below is not None and below[0].x0 > own[0].x0 + INDENT
    return 0 if indented or text.endswith(":") else None


def _neighbour(lines: Sequence[LineRow], number: int, column: int) -> Line | None:
    """The cell of this column in another line, if there is one."""
    if 0 <= number < len(lines):
        return lines[number].cells.get(column)
    return None


def _is_rest(text: str) -> bool:
    """True for words that begin no name: they begin with a small letter or in brackets."""
    return text[:1].islower() or text[:1] in "(&)/"


def _fits(word: Word, line: Line, limit: float) -> bool:
    """True if there was room for this word at the end of the line, so it was not wrapped there."""
    height = line[-1].bottom - line[-1].top
    return line[-1].x1 + SPACE * height + (word.x1 - word.x0) <= limit
