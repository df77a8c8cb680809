"""Drawn rules → frames: grids of cells that rules enclose."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from annexes.reading.pages import Box, Ruling

SNAP = 2.5
"""Points: rules this close stand on one line, and rules this close to each other touch."""

LOW, NARROW = 6.0, 4.0
"""Points: no cell is lower than the one, nor narrower than the other: upright rules
that stand closer to each other are one double rule."""

Span = tuple[float, float]
Lines = list[tuple[float, list[Span]]]
"""Position of each line of rules, and the spans along it that are drawn."""


class Frame:
    """The lines of a grid: `xs` are the left edges of its columns and the right edge of the last,
    `ys` the top edges of its bands and the bottom edge of the last.
    """

    def __init__(self, vertical: Lines, horizontal: Lines) -> None:
        self.vertical, self.horizontal = vertical, horizontal
        self.xs = [x for x, _ in vertical]
        self.ys = [y for y, _ in horizontal]

    def wall_right_of(self, column: int, y: float) -> bool:
        """True if a rule separates this column from the next at this height."""
        return any(start - SNAP <= y <= end + SNAP for start, end in self.vertical[column + 1][1])

    def has_floor(self, band: int, first: int, last: int) -> bool:
        """True if a rule runs below this band along any of these columns (last excluded)."""
        drawn = self.horizontal[band + 1][1]
        for n in range(first, last):
            middle = (self.xs[n] + self.xs[n + 1]) / 2
            for start, end in drawn:
                if start - SNAP <= middle <= end + SNAP:
                    return True
        return False

    @property
    def box(self) -> Box:
        """Its sides."""
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]

    def with_below(self, frame: Frame) -> Frame:
        """It and one below it of the same columns, as one."""
        pairs = zip(self.vertical, frame.vertical, strict=True)
        walls = [(x, [*upper, *lower]) for (x, upper), (_, lower) in pairs]
        floors = [*self.horizontal, *frame.horizontal]
        return Frame(walls, _lines((y, *span) for y, spans in floors for span in spans))


@lru_cache(maxsize=1)
def frames_of(rules: tuple[Ruling, ...]) -> Sequence[Frame]:
    """The grids that the rules form, from top to bottom; rules without cells are left out."""
    upright = [rule for rule in rules if rule.bottom - rule.top > rule.x1 - rule.x0]
    level = [rule for rule in rules if rule.bottom - rule.top <= rule.x1 - rule.x0]
    verticals = _merged((rule.x0, rule.x1, rule.top, rule.bottom) for rule in upright)
    horizontals = _merged((rule.top, rule.bottom, rule.x0, rule.x1) for rule in level)
    groups = _connected(verticals, horizontals)
    frames = [_levelled(_closed(_lines(own_v, NARROW), _lines(own_h))) for own_v, own_h in groups]
    frames = [f for f in frames if len(f.vertical) >= 2 and len(f.horizontal) >= 2]
    return sorted(frames, key=lambda frame: (frame.ys[0], frame.xs[0]))


Stroke = tuple[float, float, float]
"""Position across, and from where to where along."""


def _merged(rules: Iterable[tuple[float, float, float, float]]) -> list[Stroke]:
    """Rules on one line that touch or overlap become one stroke."""
    lines: list[tuple[float, list[Span]]] = []
    for low, high, start, end in sorted(rules):
        if lines and (low + high) / 2 - lines[-1][0] <= SNAP:
            lines[-1][1].append((start, end))
        else:
            lines.append(((low + high) / 2, [(start, end)]))
    return [(at, *span) for at, spans in lines for span in _joined(spans)]


def _joined(spans: Iterable[Span]) -> Iterator[Span]:
    """Spans that touch or overlap, as one."""
    start, end = None, 0.0
    for next_start, next_end in sorted(spans):
        if start is None:
            start, end = next_start, next_end
        elif next_start <= end + SNAP:
            end = max(end, next_end)
        else:
            yield start, end
            start, end = next_start, next_end
    if start is not None:
        yield start, end


def _connected(
    verticals: Sequence[Stroke], horizontals: Sequence[Stroke]
) -> list[tuple[list[Stroke], list[Stroke]]]:
    """Strokes that cross or touch, directly or through others."""
    group = list(range(len(verticals) + len(horizontals)))

    def root(index: int) -> int:
        while group[index] != index:
            index = group[index]
        return index

    for v, (x, top, bottom) in enumerate(verticals):
        for h, (y, left, right) in enumerate(horizontals, start=len(verticals)):
            if left - SNAP <= x <= right + SNAP and top - SNAP <= y <= bottom + SNAP:
                group[root(h)] = root(v)
    found: dict[int, tuple[list[Stroke], list[Stroke]]] = defaultdict(lambda: ([], []))
    for index in range(len(group)):
        side = index >= len(verticals)
        stroke = horizontals[index - len(verticals)] if side else verticals[index]
        found[root(index)][side].append(stroke)
    return list(found.values())


def _lines(strokes: Iterable[Stroke], apart: float = SNAP) -> Lines:
    """Strokes at about the same position form one line of the grid."""
    lines: Lines = []
    for at, start, end in sorted(strokes):
        if lines and at - lines[-1][0] <= apart:
            lines[-1][1].append((start, end))
        else:
            lines.append((at, [(start, end)]))
    return lines


def _closed(vertical: Lines, horizontal: Lines) -> Frame:
    """A frame with all four sides: rules that reach further than the outermost ones they cross
    end at a side that is not drawn.
    """
    across = [span for _, spans in horizontal for span in spans]
    along = [span for _, spans in vertical for span in spans]
    return Frame(_with_ends(vertical, across), _with_ends(horizontal, along))


def _levelled(frame: Frame) -> Frame:
    """The frame with a level more wherever an inner wall ends between two level rules: there, a
    heading over several columns ends, though no rule is drawn below it.
    """
    if len(frame.ys) < 2:
        return frame
    ends = sorted({end for _, spans in frame.vertical[1:-1] for span in spans for end in span})
    levels = list(frame.horizontal)
    for end in ends:
        if frame.ys[0] < end < frame.ys[-1] and all(abs(end - y) > LOW for y, _ in levels):
            levels.append((end, []))
    return Frame(frame.vertical, sorted(levels)) if len(levels) > len(frame.ys) else frame


def _with_ends(lines: Lines, across: list[Span]) -> Lines:
    if not lines or not across:
        return lines
    start, end = min(start for start, _ in across), max(end for _, end in across)
    whole = [(float("-inf"), float("inf"))]
    before = [(start, whole)] if start < lines[0][0] - 2 * SNAP else []
    behind = [(end, whole)] if end > lines[-1][0] + 2 * SNAP else []
    return [*before, *lines, *behind]
