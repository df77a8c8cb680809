"""What stands above the columns of a table that has no rules to say so: a proposal, not a fact."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise

from annexes.reading.model import Page, Word
from annexes.reading.tables.found import HeadCell, Span
from annexes.reading.tables.level_rules import wide_levels
from annexes.reading.tables.lines import FIGURE_APART, Line, pieces_of, text_of
from annexes.reading.tables.word_kinds import (
    all_like_years,
    are_column_numbers,
    is_figure,
    is_ordinal,
    opens_title,
)

NEAR = 0.9
"""A heading line stands no further above the next line than this many of its heights."""
SEVERAL = 1.8
"""The same for a line of headings over several columns, which can hardly be anything else."""
AS_ROWS = 1.3
"""The lowest line of a heading stands as far above the first row as rows do, give or take."""
MAX_WORDS = 12
"""A longer piece of a line is a sentence."""
TALLEST = 8
"""A band between two rules that is higher than this many lines is no heading."""
LEVELS = 4
"""A heading of more lines of cells than this was not understood."""
STACKED = 0.6
"""The lines of one heading stand no further apart than this share of their height."""
EVEN = 1.5
"""Points by which lines set below each other may differ at their side or in their middle."""
CLOSE = 0.6
"""Two pieces are one heading if they are nearer to each other than this share of all other gaps."""
CENTRED = 0.12
"""A heading over several columns stands in their middle, give or take this share of their width."""


@dataclass
class Heading:
    """The cells above the columns, what stands above all of them.

    `doubled` are words of two headings that stand beside each other above one column; `uncertain`
    says that words may stand above another column than they are put.
    """

    cells: list[HeadCell] = field(default_factory=list)
    title: str = ""
    title_words: tuple[Word, ...] = ()
    doubled: list[Line] = field(default_factory=list)
    uncertain: bool = False


def heading_above(
    page: Page,
    lines: Sequence[Line],
    columns: Sequence[Span],
    labels: int,
    top: float,
    space: float,
) -> Heading:
    """The heading of a table of these columns, the first `labels` of which name its rows.

    `top` is the upper edge of the first row, `space` the usual space between two rows.
    """
    found = list(_heading_lines(page, lines, columns, top, space))
    gaps: list[Span] = []
    for _ in range(2):  # what is cut in one line shows where to cut another
        found = [[part for piece in line for part in _cut(piece, columns, gaps)] for line in found]
        gaps = [(a[-1].x1, b[0].x0) for line in found for a, b in pairwise(line)]
    heading = _Tree(page, columns, labels).read(found)
    if max((cell.level for cell in heading.cells), default=0) < LEVELS:
        return heading
    return _word_by_word(found, columns, heading)


def _word_by_word(
    lines: Sequence[Sequence[Line]], columns: Sequence[Span], heading: Heading
) -> Heading:
    """The heading with each word put above the column in which its middle stands: for headings
    so close to each other that their lines run together.
    """
    edges = edges_of(columns)
    over: list[list[Word]] = [[] for _ in columns]
    titled = {id(word) for word in heading.title_words}
    for word in (word for line in lines for piece in line for word in piece):
        if id(word) not in titled:
            over[sum(edge <= (word.x0 + word.x1) / 2 for edge in edges) - 1].append(word)
    cells = [HeadCell(n, n + 1, 0, own, text_of(own)) for n, own in enumerate(over) if own]
    return Heading(cells, heading.title, heading.title_words, uncertain=True)


@dataclass
class _Growing:
    """A cell of the heading while its lines are read from the lowest up."""

    first: int
    last: int
    lines: list[Line]

    @property
    def top(self) -> float:
        return min(word.top for word in self.lines[-1])

    @property
    def bottom(self) -> float:
        return max(word.bottom for word in self.lines[0])

    @property
    def words(self) -> tuple[Word, ...]:
        return tuple(word for line in reversed(self.lines) for word in line)


class _Tree:
    """Lines of a heading → its cells: those over one column, and those over several."""

    def __init__(self, page: Page, columns: Sequence[Span], labels: int) -> None:
        self.columns, self.labels = columns, labels
        self.rules = [rule for rule in page.rules if rule.x1 - rule.x0 > rule.bottom - rule.top]
        self.edges = edges_of(columns)
        self.cells: list[_Growing] = []
        self.over: list[_Growing | None] = [None] * len(columns)  # the highest cell so far
        self.spans = list(columns)

    def read(self, lines: Sequence[Sequence[Line]]) -> Heading:
        heading = Heading()
        title: list[Line] = []
        for line in lines:
            if len(line) == 1 and (title or self._is_title(line[0])):
                title.insert(0, line[0])
                continue
            if title:  # what stands above a title is not part of the heading
                break
            hits = self._hits(line)
            line, hits = self._whole(line, hits)
            heading.doubled += [
                (*before, *piece)
                for (before, one), (piece, two) in pairwise(zip(line, hits, strict=True))
                if one == two and two[0] >= self.labels and _gap(before, piece) > _height(piece)
            ]
            for piece, (first, last) in zip(line, hits, strict=True):
                self._add(piece, first, last)
        heading.title_words = tuple(word for line in title for word in line)
        heading.title = text_of(heading.title_words) if title else ""
        heading.cells = self._levelled()
        return heading

    def _is_title(self, piece: Line) -> bool:
        """True for words over all columns, or that say that they are a title."""
        first, last = self.columns[0], self.columns[-1]
        covers = piece[0].x0 < sum(first) / 2 and piece[-1].x1 > sum(last) / 2
        return len(self.columns) > 1 and (covers or opens_title(text_of(piece)))

    def _whole(
        self, line: Sequence[Line], hits: list[tuple[int, int]]
    ) -> tuple[Sequence[Line], list[tuple[int, int]]]:
        """The pieces and their columns: two above one column that are closer to each other than to
        all others are one; otherwise each gets the nearest column that leaves one for all.
        """
        single = all(last - first == 1 for first, last in hits)
        if not single or len(set(hits)) == len(hits):
            return line, hits
        gaps = [_gap(a, b) for a, b in pairwise(line)]
        same = [n for n, (one, two) in enumerate(pairwise(hits)) if one == two]
        others = [gap for n, gap in enumerate(gaps) if n not in same]
        if others and all(gaps[n] < CLOSE * min(others) for n in same):
            joined: list[Line] = []
            for n, piece in enumerate(line):
                joined[-1:] = [(*joined[-1], *piece)] if n - 1 in same else [*joined[-1:], piece]
            return joined, [hit for n, hit in enumerate(hits) if n - 1 not in same]
        first = 0 if line[0][0].x0 < self.spans[self.labels - 1][1] else self.labels
        if len(line) > len(self.columns) - first:
            return line, hits
        return line, self._nearest(line, first)

    def _nearest(self, line: Sequence[Line], first: int) -> list[tuple[int, int]]:
        """A column for each piece, from `first` on, in order and as near as possible."""
        middles = [(a + b) / 2 for a, b in self.spans]
        best: list[tuple[float, list[int]]]
        best = [(0.0, []) for _ in range(len(middles) + 1)]  # up to a column: cost, columns
        for piece in line:
            center = (piece[0].x0 + piece[-1].x1) / 2
            then: list[tuple[float, list[int]]] = [(float("inf"), [])]
            for column, middle in enumerate(middles):
                cost, own = best[column]
                far = float("inf") if column < first else abs(center - middle)
                then.append(min(then[-1], (cost + far, [*own, column])))
            best = then
        return [(column, column + 1) for column in best[-1][1]]

    def _add(self, piece: Line, first: int, last: int) -> None:
        """Put the piece into a cell over these columns."""
        above = self.over[first]
        same = above is not None and (above.first, above.last) == (first, last)
        if same and above is not None and self._joins(above, piece):
            above.lines.append(piece)
        else:
            above = _Growing(first, last, [piece])
            self.cells.append(above)
        for column in range(first, last):
            self.over[column] = above
        if last - first == 1:
            span = self.spans[first]
            self.spans[first] = min(span[0], piece[0].x0), max(span[1], piece[-1].x1)

    def _joins(self, cell: _Growing, piece: Line) -> bool:
        """True if the piece is the line above in the same cell: no rule runs between them."""
        bottom = max(word.bottom for word in piece)
        middle = (piece[0].x0 + piece[-1].x1) / 2
        return not any(
            bottom - 3 <= (rule.top + rule.bottom) / 2 <= cell.top + 3
            and rule.x0 <= middle <= rule.x1
            for rule in self.rules
        )

    def _hits(self, line: Sequence[Line]) -> list[tuple[int, int]]:
        """First and last (excluded) of the columns that each piece of a line stands over.

        Of all ways to put a heading over several columns into the middle of them, the one that
        leaves the fewest columns without a heading is taken.
        """
        self.edges = edges_of(self.spans)
        choices = [self._choices(piece, line) for piece in line]
        best: dict[int, tuple[int, float, list[tuple[int, int]]]] = {0: (0, 0.0, [])}
        for options in choices:
            then: dict[int, tuple[int, float, list[tuple[int, int]]]] = {}
            for free, (covered, off, own) in best.items():
                for first, last, distance in options:
                    if first >= free:
                        found = covered + last - first, off - distance, [*own, (first, last)]
                        then[last] = max(then.get(last, found), found)
            best = then
        if best:
            return max(best.values())[2]
        return [options[0][:2] for options in choices]

    def _choices(self, piece: Line, line: Sequence[Line]) -> list[tuple[int, int, float]]:
        """The columns that a piece may stand over, and how far it is from their middle."""
        start, end = piece[0].x0, piece[-1].x1
        center = (start + end) / 2
        if ruled := self._under_rule(piece):
            return [(*ruled, 0.0)]
        covered = [n for n, (a, b) in enumerate(self.spans) if start <= (a + b) / 2 <= end]
        own = next(n for n, (a, b) in enumerate(pairwise(self.edges)) if a <= center < b)
        inside = self.spans[own][0] - 1 <= center <= self.spans[own][1] + 1
        several = self._stands_for_several(line, own)
        wide = start < self.edges[own] and end > self.edges[own + 1]
        if not (several or wide) and (stacked := self._stacked(piece)):
            return [(*stacked, 0.0)]
        tiles = list(self._tiles(piece))
        if len(covered) < 2:  # between columns, or in their middle: they have headings of their own
            tiles = [t for t in tiles if all(self.over[n] for n in range(*t[:2]))]
        alone = [(own, own + 1, 0.0)] if inside or not covered else [(covered[0], covered[0] + 1, 0.0)]
        if len(covered) < 2 and inside and not (several or wide):
            off = abs(center - sum(self.spans[own]) / 2)
            return [*(t for t in tiles if t[0] <= own < t[1] and t[2] < off / 2), *alone]
        if tiles:
            return tiles
        return [(covered[0], covered[-1] + 1, 0.0)] if len(covered) > 1 else alone

    def _stacked(self, piece: Line) -> tuple[int, int] | None:
        """The columns of the cell right below, if the piece is its upper line: set in the middle
        of it, or to the same side.
        """
        bottom = max(word.bottom for word in piece)
        for cell in self.over:
            if cell is None or cell.top - bottom > STACKED * _height(piece):
                continue
            last = cell.lines[-1]
            sides = (
                piece[0].x0 - last[0].x0,
                piece[-1].x1 - last[-1].x1,
                (piece[0].x0 + piece[-1].x1 - last[0].x0 - last[-1].x1) / 2,
            )
            if min(map(abs, sides)) < EVEN:
                return cell.first, cell.last
        return None

    def _under_rule(self, piece: Line) -> tuple[int, int] | None:
        """The columns over which a rule runs right below the piece, if these are not all."""
        bottom, height = max(w.bottom for w in piece), piece[0].bottom - piece[0].top
        center = (piece[0].x0 + piece[-1].x1) / 2
        spans = [
            (rule.x0, rule.x1)
            for rule in self.rules
            if -0.3 * height < (rule.top + rule.bottom) / 2 - bottom < 0.5 * height
        ]
        joined = _joined(spans)
        own = next(((a, b) for a, b in joined if a - 2 <= center <= b + 2), None)
        if own is None:
            return None
        over = [
            n for n, (a, b) in enumerate(self.columns) if own[0] - 2 <= (a + b) / 2 <= own[1] + 2
        ]
        figures = len(self.columns) - self.labels
        if len(over) < 2 or (len(over) > figures and len(joined) == 1):
            return None
        if len(over) == figures and own[0] < self.columns[0][1]:
            return None  # the rule runs along the whole table
        return over[0], over[-1] + 1

    def _stands_for_several(self, line: Sequence[Line], own: int) -> bool:
        """True for a piece over the middle one of three or more columns, each with a heading of
        its own further down, where every piece of the line stands so.
        """
        if own < self.labels or len(line) < 2:
            return False
        figures = range(self.labels, len(self.columns))
        if not all(self.over[n] for n in figures):
            return False
        pieces = [p for p in line if (p[0].x0 + p[-1].x1) / 2 > self.columns[self.labels][0]]
        each, rest = divmod(len(figures), max(len(pieces), 1))
        if rest or each < 3 or each % 2 == 0:
            return False
        middles = [
            sum(self.spans[self.labels + n * each + each // 2]) / 2 for n in range(len(pieces))
        ]
        return all(
            abs((p[0].x0 + p[-1].x1) / 2 - m) < CENTRED * (self.columns[-1][1] - self.columns[0][0])
            for p, m in zip(pieces, middles, strict=True)
        )

    def _tiles(self, piece: Line) -> Iterator[tuple[int, int, float]]:
        """The columns in whose middle the piece stands, none of which names rows."""
        start, end = piece[0].x0, piece[-1].x1
        for first in range(self.labels, len(self.columns)):
            for last in range(first + 2, len(self.columns) + 1):
                low, high = self.spans[first][0], self.spans[last - 1][1]
                off = abs((low + high) / 2 - (start + end) / 2)
                if start >= low - 3 and end <= high + 3 and off <= CENTRED * (high - low) + 2:
                    yield first, last, off

    def _levelled(self) -> list[HeadCell]:
        """The cells with their lines of the heading, counted from the top."""
        depth: dict[int, int] = {}
        height: list[int] = [0] * len(self.columns)
        for cell in self.cells:  # from the lowest up
            level = max(height[cell.first : cell.last])
            depth[id(cell)] = level
            for column in range(cell.first, cell.last):
                height[column] = level + 1
        raised = self._raised(depth)
        top = max(raised.values(), default=0)
        cells = [
            HeadCell(c.first, c.last, top - raised[id(c)], c.words, text_of(c.words))
            for c in self.cells
        ]
        return sorted(cells, key=lambda cell: (cell.level, cell.first))

    def _raised(self, depth: dict[int, int]) -> dict[int, int]:
        """A cell that ends above where the cells of its line begin stands beside a higher one."""
        raised = dict(depth)
        for cell in self.cells:
            if depth[id(cell)] or cell.last - cell.first > 1:
                continue
            others = [o for o in self.cells if depth[id(o)] == 0 and o is not cell]
            higher = [o for o in self.cells if depth[id(o)] == 1]
            if others and higher and cell.bottom <= min(o.top for o in others) + 1:
                raised[id(cell)] = 1
        return raised


def _joined(spans: Sequence[Span]) -> list[Span]:
    """Spans that touch, as one."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1] + 2:
            joined[-1] = joined[-1][0], max(joined[-1][1], end)
        else:
            joined.append((start, end))
    return joined


def over_columns(pieces: Sequence[Line], columns: Sequence[Span]) -> tuple[tuple[str, ...], str]:
    """The text above each column, and the text above all of them."""
    edges = edges_of(columns)
    over: list[list[Word]] = [[] for _ in columns]
    title: list[Word] = []
    for piece in pieces:
        hits = _columns_of(piece, columns, edges)
        if len(hits) == len(columns) > 1:
            title += piece
        for column in hits if len(hits) < len(columns) or len(columns) == 1 else ():
            over[column] += piece
    return tuple(text_of(own) for own in over), text_of(title)


def _heading_lines(
    page: Page, lines: Sequence[Line], columns: Sequence[Span], top: float, space: float
) -> Iterator[list[Line]]:
    """The pieces over the table of the lines above `top`, from the nearest one up.

    Between two rules as wide as the table stands its heading, however large the space.
    """
    left, right = columns[0][0], columns[-1][1]
    ceiling = _ceiling(page, lines, (left, right), top)
    reach = max(AS_ROWS * space, 0.0)
    for line in reversed([line for line in lines if _bottom(line) <= top + 2]):
        own = [p for p in pieces_of(line) if p[-1].x1 > left - 5 and p[0].x0 < right + 5]
        if not own:
            continue
        height = own[0][0].bottom - own[0][0].top
        bottom = max(_bottom(piece) for piece in own)
        if ceiling is None:
            near = SEVERAL if _are_heads(own, columns) else NEAR
            is_far = top - bottom > max(near * height, reach)
        else:
            is_far = min(_top(piece) for piece in own) < ceiling - 2
        if is_far or _is_no_heading(own, columns, bounded=ceiling is not None):
            return
        top, reach = min(_top(piece) for piece in own), 0.0
        left = min(left, *(piece[0].x0 for piece in own))
        right = max(right, *(piece[-1].x1 for piece in own))
        yield own


def _are_heads(pieces: Sequence[Line], columns: Sequence[Span]) -> bool:
    """True for short words or years that stand over several columns, each over its own."""
    over = [
        [n for n, (a, b) in enumerate(columns) if piece[0].x0 < b and a < piece[-1].x1]
        for piece in pieces
    ]
    hit = [n for own in over for n in own]
    return len(pieces) > 1 and len(set(hit)) == len(hit)


def _ceiling(page: Page, lines: Sequence[Line], table: Span, top: float) -> float | None:
    """The rule above the heading: the next one above words that stand above the first row."""
    levels = [level for level in wide_levels(page, table) if level <= top + 2]
    above = [_bottom(line) for line in lines if _bottom(line) <= top + 2 and _is_over(line, table)]
    if not levels or not above:
        return None
    nearest = max(above)
    ceiling = max((level for level in levels if level < nearest - 2), default=None)
    height = max(line[0].bottom - line[0].top for line in lines)
    if ceiling is None or top - ceiling > TALLEST * height:
        return None
    return ceiling


def _is_over(line: Line, table: Span) -> bool:
    return line[-1].x1 > table[0] and line[0].x0 < table[1]


def _is_no_heading(pieces: Sequence[Line], columns: Sequence[Span], *, bounded: bool) -> bool:
    """True for rows, sentences, and a line of words that begins over the labels and goes on."""
    texts = [text_of(piece) for piece in pieces]
    behind = [text_of(p) for p in pieces if (p[0].x0 + p[-1].x1) / 2 > columns[0][1]]
    figures = [text for text in behind if is_figure(text) and not is_ordinal(text)]
    if figures and not all_like_years(figures) and not are_column_numbers(texts[0], figures):
        return True
    if any(len(piece) > MAX_WORDS for piece in pieces):
        return True
    first = pieces[0]
    runs_on = len(pieces) == 1 and len(columns) > 1 and first[0].x0 < sum(columns[0]) / 2
    return not bounded and runs_on and first[-1].x1 > columns[1][0]


def _cut(piece: Line, columns: Sequence[Span], gaps: Sequence[Span]) -> Iterator[Line]:
    """The headings of neighbouring columns, where they stand so close that they look like one.

    They are cut between two columns where the space is wide, where there is a gap in another line
    of the heading, and where each of several columns has words of its own.
    """
    edges = [edge for edge in edges_of(columns)[1:-1] if piece[0].x0 < edge < piece[-1].x1]
    places = [_place_for(edge, piece) for edge in edges]
    in_each = len(edges) > 1 and all(map(partial(_is_between, piece), places, edges))
    narrow = {p for p in places if p and (in_each or _is_below_gap(piece, p, gaps))}
    if narrow and not _is_each_in_place(piece, sorted(narrow), columns):
        narrow = set()
    cuts = narrow | {place for place in places if place and _is_wide(piece, place)}
    for start, end in pairwise([0, *sorted(cuts), len(piece)]):
        yield piece[start:end]


def _place_for(edge: float, piece: Line) -> int:
    """The number of the word to cut before: at the widest space around the edge, 0 for none."""
    spaces = [
        (right.x0 - left.x1, at)
        for at, (left, right) in enumerate(pairwise(piece), start=1)
        if (left.x0 + left.x1) / 2 < edge < (right.x0 + right.x1) / 2 and not is_ordinal(left.text)
    ]
    return max(spaces, default=(0.0, 0))[1]


def _is_between(piece: Line, place: int, edge: float) -> bool:
    """True if no word crosses the edge."""
    return place > 0 and piece[place - 1].x1 - 1 < edge < piece[place].x0 + 1


def _is_wide(piece: Line, place: int) -> bool:
    """True if the space before this word is wider than between words."""
    left, right = piece[place - 1], piece[place]
    return right.x0 - left.x1 > FIGURE_APART * (right.bottom - right.top)


def _is_below_gap(piece: Line, place: int, gaps: Sequence[Span]) -> bool:
    """True if there is a gap in another line where this word begins."""
    left, right = piece[place - 1], piece[place]
    return any(start < right.x0 and left.x1 < end for start, end in gaps)


def _is_each_in_place(piece: Line, places: Sequence[int], columns: Sequence[Span]) -> bool:
    """True if each part, cut at these places, stands nearer to the middle of a column than the
    whole to the middle of all columns that it stands over.
    """
    middles = [sum(column) / 2 for column in columns]
    edges = edges_of(columns)
    offs, hits = [], []
    for start, end in pairwise([0, *places, len(piece)]):
        center = (piece[start].x0 + piece[end - 1].x1) / 2
        column = sum(edge <= center for edge in edges) - 1
        hits.append(column)
        offs.append(abs(center - middles[column]))
    center = (piece[0].x0 + piece[-1].x1) / 2
    off = min(
        abs(center - (columns[first][0] + columns[last][1]) / 2)
        for first in range(min(1, hits[0]), hits[0] + 1)
        for last in range(hits[-1], len(columns))
    )
    return len(set(hits)) == len(hits) and max(offs) < off


def edges_of(columns: Sequence[Span]) -> list[float]:
    """Where one column ends and the next begins: half way between them."""
    inner = ((a[1] + b[0]) / 2 for a, b in pairwise(columns))
    return [float("-inf"), *inner, float("inf")]


def _columns_of(piece: Line, columns: Sequence[Span], edges: Sequence[float]) -> list[int]:
    """The columns that the piece stands over: the one of its centre, and all that it covers."""
    start, end = piece[0].x0, piece[-1].x1
    center = (start + end) / 2
    covered = [n for n, (a, b) in enumerate(columns) if start <= (a + b) / 2 <= end]
    own = [n for n, (a, b) in enumerate(pairwise(edges)) if a <= center < b]
    return covered if len(covered) > 1 else own or covered


def _gap(left: Line, right: Line) -> float:
    return right[0].x0 - left[-1].x1


def _height(line: Line) -> float:
    return line[0].bottom - line[0].top


def _bottom(line: Line) -> float:
    return max(word.bottom for word in line)


def _top(line: Line) -> float:
    return min(word.top for word in line)
