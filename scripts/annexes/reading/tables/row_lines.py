"""Lines of cells → rows: which lines are rows, and which are the rest of a cell that was wrapped.

Used where no rule is drawn between rows, in a ruled table as in one without rules. A line with a
figure in a column of figures is a row of its own. Any other line is the rest of a name above or
below it, or a row of words; where neither the words, nor the spaces, nor the width of the column
settle it, it is a doubt.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from annexes.reading.pages import Word
from annexes.reading.tables.found import Cell, Doubt, FoundRow, cell_of
from annexes.reading.tables.lines import Line, text_of
from annexes.reading.tables.word_kinds import goes_on, is_list_word

WRAPPED = 0.25
"""The lines of one cell stand no further apart than this share of their height."""
DOUBLE = 0.5
"""The lines of one cell never stand further apart than this share of their height."""
NEARER = 0.6
"""A line joins another if it stands nearer to it than this share of the space between rows, and
nearer than this share of its distance to the other."""
NOISE = 0.1
"""Share of the height of a line by which equal spaces may differ: printers round."""
INDENT = 2.5
"""Points by which the lines of one level of names may differ at their left."""
HALF, HARDLY = 0.5, 0.25
"""Names that fill less than these shares of the space up to the next column may not have been, and
have not been, wrapped."""
SPACE = 0.3
"""A space between words, as a share of their height."""

Crosses = Callable[[float, float, float], bool]
"""Is a rule drawn between these two heights, at this place from the left?"""


@dataclass
class LineRow:
    """The cells of one line by column; `is_row` if it has a figure in a column of figures,
    `is_section` if it is words over several columns, which head the rows below them.
    """

    cells: dict[int, Line]
    is_row: bool
    is_section: bool = False
    top: float = 0.0
    bottom: float = 0.0

    def __post_init__(self) -> None:
        words = [word for cell in self.cells.values() for word in cell]
        self.top = min(word.top for word in words)
        self.bottom = max(word.bottom for word in words)

    @property
    def words(self) -> tuple[Word, ...]:
        """All its words."""
        return tuple(word for cell in self.cells.values() for word in cell)


@dataclass
class _GrowingRow:
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
    limits = limits_of(lines)
    owners = _owners(lines, space, limits, crosses, doubts)
    rows: dict[int, _GrowingRow] = {}
    for number, line in enumerate(lines):
        if owners[number] == number:
            rows[number] = _GrowingRow(line)
    for number, line in enumerate(lines):
        if (owner := owners[number]) != number and owner in rows:
            for column, cell in line.cells.items():
                rows[owner].cells.setdefault(column, []).append(cell)
    return [_row(rows[number], width) for number in sorted(rows)], doubts


def _row(row: _GrowingRow, width: int) -> FoundRow:
    cells: list[Cell] = []
    for column in range(width):
        cells.append(cell_of([word for line in row.cells.get(column, ()) for word in line]))
    words = [word for cell in cells for word in cell.words]
    return FoundRow(cells, min(w.top for w in words), max(w.bottom for w in words))


def space_between(lines: Sequence[LineRow]) -> float:
    """The usual space between two rows with no other line between them."""
    clean: list[float] = []
    rest: list[float] = []
    before: int | None = None
    for number, line in enumerate(lines):
        if line.is_row:
            if before is not None:
                gap = line.top - lines[before].bottom
                (clean if before == number - 1 else rest).append(gap)
            before = number
    return median(clean) if clean else min(rest, default=0.0)


def limits_of(lines: Sequence[LineRow], hardly: float = HALF) -> dict[int, float]:
    """How far to the right there was room for the words of each column: as far as they reach, or up
    to the next column where they fill less than this share of the space before it.
    """
    starts: dict[int, float] = {}
    limits: dict[int, float] = {}
    for line in (line for line in lines if not line.is_section):
        for column, cell in line.cells.items():
            limits[column] = max(limits.get(column, 0.0), cell[-1].x1)
            starts[column] = min(starts.get(column, float("inf")), cell[0].x0)
    for column, following in pairwise(sorted(starts)):
        if limits[column] - starts[column] < hardly * (starts[following] - starts[column]):
            limits[column] = starts[following]
    return limits


def _owners(
    lines: Sequence[LineRow],
    space: float,
    limits: Mapping[int, float],
    crosses: Crosses,
    doubts: list[Doubt],
) -> list[int]:
    """For each line the number of the row that it is part of; its own number if it is a row."""
    owners = [n if _is_row(line) else -1 for n, line in enumerate(lines)]
    gaps = [_gap(a, b, crosses) for a, b in pairwise([None, *lines, None])]
    for start, end in _loose(owners):
        split = _split(gaps[start : end + 1], space, lines[start].bottom - lines[start].top)
        for number in range(start, end):
            if split is None:
                side = _side(lines, number, space, limits, gaps[number : number + 2])
            else:
                side = -1 if number - start < split else 1
            if side is None:
                doubts.append(_row_or_rest(lines[number]))
            owners[number] = number + (side or 0)
            if number > start and owners[number - 1] == number and owners[number] == number - 1:
                owners[number - 1] = number - 1  # each is the rest of the other: one row of words
                if not (_ends_at(lines, number - 2, limits) and _ends_at(lines, number, limits)):
                    doubts.append(_row_or_rest(lines[number - 1]))
    return [_followed(owners, number) for number in range(len(lines))]


def _row_or_rest(line: LineRow) -> Doubt:
    problem = f"'{text_of(line.words)}' may be a row, or the rest of another"
    return Doubt("row", problem, line.words)


def _ends_at(lines: Sequence[LineRow], number: int, limits: Mapping[int, float]) -> bool:
    """True if the first word of the next line would have fitted into this one."""
    if not 0 <= number < len(lines) - 1:
        return True
    column = min(lines[number + 1].cells)
    own = _neighbour(lines, number, column)
    return own is None or _fits(lines[number + 1].cells[column][0], own, limits[column])


def _is_row(line: LineRow) -> bool:
    text = text_of(line.cells[min(line.cells)])
    what = text.partition(" ")[2].rstrip(":")  # 'including homicide' may be the rest of a name
    opens_list = is_list_word(text) and (not what[:1].islower() or text.endswith(":"))
    return line.is_row or line.is_section or opens_list


def _loose(owners: Sequence[int]) -> list[tuple[int, int]]:
    """Where lines begin and end that are no rows, between two that are."""
    found: list[tuple[int, int]] = []
    for number, owner in enumerate(owners):
        if owner < 0:
            begins = not found or found[-1][1] < number
            found[-1:] = (
                [*found[-1:], (number, number + 1)] if begins else [(found[-1][0], number + 1)]
            )
    return found


def _split(gaps: Sequence[float], space: float, height: float) -> int | None:
    """How many of the lines between two rows belong to the upper one; None if no gap shows it.

    `gaps` are the spaces around and between them: one must be wide, all others close.
    """
    widest = max(range(len(gaps)), key=gaps.__getitem__)
    wide = min(max(space, NOISE), gaps[widest])
    close = all(is_nearer(gap, wide, height) for n, gap in enumerate(gaps) if n != widest)
    return widest if close else None


def is_nearer(gap: float, other: float, height: float) -> bool:
    """True if one space between lines of this height is clearly smaller than the other."""
    return gap < NEARER * other and other - gap > NOISE * height


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
    gaps: Sequence[float],
) -> int | None:
    """-1 if the line is part of the one above, 1 of the one below, 0 if it is a row of its own,
    None if that is not certain.
    """
    line = lines[number]
    column = min(line.cells)
    height = line.bottom - line.top
    own, limit = line.cells[column], limits[column]
    above = _neighbour(lines, number - 1, column) if gaps[0] != float("inf") else None
    below = _neighbour(lines, number + 1, column) if gaps[1] != float("inf") else None
    text, before, behind = text_of(own), text_of(above or ()), text_of(below or ())
    rest_above, rest_below = text, behind
    if not _small_is_rest(lines) or (
        gaps[0] > 0.8 * space and above and not lines[number - 1].is_row
    ):
        rest_above = ""
    if not _small_is_rest(lines) or (
        gaps[1] > 0.8 * space and below and not lines[number + 1].is_row
    ):
        rest_below = ""
    fits_above = above is None or _fits(own[0], above, limit)
    fits_below = below is None or _fits(below[0], own, limit)
    levels = [other.cells[column][0].x0 for other in lines if column in other.cells]
    outdented = above is not None and _is_indented(above, own, levels)
    indented = below is not None and below[0].x0 > own[0].x0 + INDENT
    from_above = above is not None and (
        goes_on(before) or (_is_rest(rest_above) and not fits_above and not outdented)
    )
    to_below = below is not None and (goes_on(text) or (_is_rest(rest_below) and not fits_below))
    if from_above != to_below:
        return -1 if from_above else 1
    if from_above:  # the middle of three lines, unless the last of them has figures
        return None if lines[number + 1].is_row else -1
    if (above is None or outdented) and below is not None and _is_indented(below, own, levels):
        return 0
    if text.endswith(":") and (indented or fits_above):
        return 0
    reach = limits_of(lines, HARDLY)[column]
    full = any(
        line is not None and not _fits(word, line, reach)
        for line, word in ((above, own[0]), (own, below[0] if below else own[0]))
    )
    if full or text[:1].islower():
        return None
    apart = min(gaps) > max(0.8 * space, WRAPPED * height)
    even = all(abs(gap - space) < NOISE * height for gap in gaps)
    return 0 if apart or indented or even else None


def _is_indented(inner: Line, outer: Line, levels: Sequence[float]) -> bool:
    """True if the one begins further in than the other, and further lines as far in as each."""
    return inner[0].x0 > outer[0].x0 + INDENT and all(
        sum(abs(x - line[0].x0) < 1 for x in levels) > 1 for line in (inner, outer)
    )


def is_continued(line: Line, following: Line, limit: float) -> bool:
    """True if the words of the next line of a name show that it goes on there."""
    return goes_on(text_of(line)) or (
        _is_rest(text_of(following)) and not _fits(following[0], line, limit)
    )


def _gap(upper: LineRow | None, lower: LineRow | None, crosses: Crosses) -> float:
    """The space between two lines; infinite across a drawn rule, and where there is no line."""
    if upper is None or lower is None:
        return float("inf")
    middle = (lower.cells[min(lower.cells)][0].x0 + lower.cells[min(lower.cells)][-1].x1) / 2
    if crosses(upper.bottom, lower.top, middle):
        return float("inf")
    return max(lower.top - upper.bottom, 0.0)


def _neighbour(lines: Sequence[LineRow], number: int, column: int) -> Line | None:
    """The cell of this column in another line, if there is one."""
    if 0 <= number < len(lines):
        return lines[number].cells.get(column)
    return None


def _is_rest(text: str) -> bool:
    """True for words that begin no name: several with a small letter, or in brackets.

    A single one such as 'unknown' may be the name of a row.
    """
    words = text.split()
    small = text[:1].islower() and len(words) > 1 and not is_list_word(" ".join(words[:2]))
    return bool(text) and (small or text[0] in "(&)/")


def _small_is_rest(lines: Sequence[LineRow]) -> bool:
    """True unless a name that stands below a row, and so is not the rest of one, begins small."""
    names = (
        b.cells[0][0].text for a, b in pairwise(lines) if a.is_row and b.is_row and 0 in b.cells
    )
    return not any(name[:1].islower() for name in names)


def _fits(word: Word, line: Line, limit: float) -> bool:
    """True if there was room for this word at the end of the line, so it was not wrapped there."""
    height = line[-1].bottom - line[-1].top
    return line[-1].x1 + SPACE * height + (word.x1 - word.x0) <= limit
