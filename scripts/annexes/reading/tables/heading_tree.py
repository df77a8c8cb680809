"""Lines of a heading → its cells: those over one column, and those over several."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from annexes.reading.pages import Page, Word
from annexes.reading.tables.blocks import is_centred
from annexes.reading.tables.found import HeadCell, Span
from annexes.reading.tables.heading_lines import edges_of
from annexes.reading.tables.level_rules import joined
from annexes.reading.tables.lines import (
    APART,
    Line,
    beside,
    bottom_of,
    gap_between,
    height_of,
    middle_of,
    set_alike,
    text_of,
)
from annexes.reading.tables.row_lines import NOISE, WRAPPED
from annexes.reading.tables.titles import is_unit
from annexes.reading.tables.word_kinds import goes_on, opens_title

STACKED = 0.6
"""The lines of one heading stand no further apart than this share of their height."""
EVEN = 1.5
"""Points by which lines set below each other may differ at their side or in their middle."""
CLOSE = 0.6
"""Two pieces are one heading if they are nearer to each other than this share of all other gaps."""
THIN = 3.0
"""Points: a wider one is a coloured field, not a rule."""
NEARLY = 3.0
"""Points by which the middles of two groups of columns may differ that may both be meant."""
OFF = 6.0
"""Points from the middle of the columns in which a heading is surely not meant to stand there."""
CENTRED = 0.12
"""A heading over several columns stands in their middle, give or take this share of their width."""


@dataclass
class Heading:
    """The cells above the columns, what stands above all of them.

    `doubled` are words of two headings that stand beside each other above one column, `bare` those
    of them that stand above nothing; `uncertain` says that words may stand above another column
    than they are put.
    """

    cells: list[HeadCell] = field(default_factory=list)
    title: str = ""
    title_words: tuple[Word, ...] = ()
    doubled: list[Line] = field(default_factory=list)
    bare: list[Line] = field(default_factory=list)
    uncertain: bool = False


@dataclass
class _GrowingHead:
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


class HeadingTree:
    """Builds the cells of a heading from its lines."""

    def __init__(self, page: Page, columns: Sequence[Span], labels: int) -> None:
        self.columns, self.labels = columns, labels
        self.rules = [rule for rule in page.rules if rule.x1 - rule.x0 > rule.bottom - rule.top]
        self.walls = [r for r in page.rules if THIN > r.x1 - r.x0 < r.bottom - r.top]
        self.edges = edges_of(columns)
        self.cells: list[_GrowingHead] = []
        self.over: list[_GrowingHead | None] = [None] * len(columns)  # the highest cell so far
        self.spans = list(columns)
        self.texts = list(columns)  # from where to where the headings of single columns reach
        self.pieces: list[Line] = []

    def read(self, lines: Sequence[Sequence[Line]]) -> Heading:
        """The heading that these lines, from the lowest up, make up."""
        heading = Heading()
        title: list[Line] = []
        self.pieces = [piece for line in lines for piece in line]
        for number, line in enumerate(lines, start=1):
            topmost = all(len(other) == 1 for other in lines[number:])
            if len(line) == 1 and (
                title
                or self._is_title(line[0])
                or self._is_apart(line[0], topmost=topmost)
                or (topmost and self._is_set_unlike(line[0]))
            ):
                title.insert(0, line[0])
                continue
            if title:  # what stands above a title is not part of the heading
                break
            hits = self._hits(line)
            line, hits = self._whole(line, hits)
            for left, right in self._doubled(line, hits):
                heading.doubled.append((*left, *right))
                heading.bare += (own for own in (left, right) if self._is_bare(own))
            heading.uncertain |= self._may_reach(line, hits) or self._may_be_apart(line)
            if number == 2 and len(lines[0]) == 1 < len(line):
                heading.uncertain |= self._may_hold_for_all(lines[0][0], line)
            for piece, (first, last) in zip(line, hits, strict=True):
                self._add(piece, first, last)
        heading.title_words = tuple(word for line in title for word in line)
        heading.title = text_of(heading.title_words) if title else ""
        heading.cells = self._levelled()
        return heading

    def _may_hold_for_all(self, lowest: Line, above: Sequence[Line]) -> bool:
        """True for words alone in the lowest line, if the line above it heads all the figures."""
        over = [n for first, last in self._hits(above) for n in range(first, last)]
        upper = [piece for piece in above if self._hits([piece]) == self._hits([lowest])]
        on = upper and (goes_on(text_of(upper[0])) or text_of(lowest)[0] in "(&)/")
        figures = range(self.labels, len(self.columns))
        return len(figures) > 1 and not on and set(over) >= set(figures)

    def _doubled(
        self, line: Sequence[Line], hits: Sequence[tuple[int, int]]
    ) -> Iterator[tuple[Line, Line]]:
        """Pieces over one column that stand as far from each other as pieces over two do, or of
        which one stands above nothing in it.
        """
        pairs = list(pairwise(zip(line, hits, strict=True)))
        usual = min((gap_between(a, b) for (a, one), (b, two) in pairs if one != two), default=0.0)
        for (before, one), (piece, two) in pairs:
            gap, height = gap_between(before, piece), height_of(piece)
            far = gap > min(height, max(usual - 1, CLOSE * height))
            far |= gap > APART * height
            if one == two and far:
                yield before, piece

    def _is_bare(self, piece: Line) -> bool:
        """True for a piece that is apart from all others, and above none of the columns."""
        spans = [*self.columns, *((own[0].x0, own[-1].x1) for own in beside(piece, self.pieces))]
        left, right, apart = piece[0].x0, piece[-1].x1, APART * height_of(piece)
        return not any(a < right + apart and left - apart < b for a, b in spans)

    def _is_title(self, piece: Line) -> bool:
        """True for words over all columns, or that say that they are a title."""
        first, last = self.columns[0], self.columns[-1]
        covers = piece[0].x0 < sum(first) / 2 and piece[-1].x1 > sum(last) / 2
        return len(self.columns) > 1 and (covers or opens_title(text_of(piece)))

    def _is_apart(self, piece: Line, *, topmost: bool) -> bool:
        """True for words over the names of the rows alone, set apart above a complete heading, or
        unlike it, or in brackets, and for words in brackets above all of it, unless they stand over
        its figures by themselves. What goes on in small letters below is no line of its own.
        """
        below = self.over[0]
        if not all(self.over[self.labels :]) or (below and below.words[0].text[0].islower()):
            return False
        stacked = self._stacked(piece)
        if stacked and stacked[0] >= self.labels and not _in_brackets(piece):
            return False
        top = min(cell.top for cell in self.cells)
        gap = top - bottom_of(piece)
        if is_unit(text_of(piece)) and not self.over[0]:
            return True
        names = self.columns[self.labels - 1][1]
        if piece[0].x0 < names and piece[-1].x1 < self.columns[self.labels][0]:
            complete = all(self.over)
            if topmost and (complete or _in_brackets(piece)) and self._is_unlike(piece):
                return True
            apart = gap > WRAPPED * height_of(piece) and not goes_on(text_of(piece))
            return apart and (complete or topmost)
        whole = self.columns[0][0], self.columns[-1][1]
        return _in_brackets(piece) and is_centred((piece[0].x0, piece[-1].x1), whole)

    def _is_set_unlike(self, piece: Line) -> bool:
        """True for words in the middle of the table, set unlike all of a complete heading, and
        further above it than its lines from each other: the title.
        """
        whole = self.columns[0][0], self.columns[-1][1]
        top = min((cell.top for cell in self.cells), default=float("inf"))
        return (
            all(self.over[self.labels :])
            and top - bottom_of(piece) > STACKED * height_of(piece)
            and is_centred((piece[0].x0, piece[-1].x1), whole)
            and not set_alike(piece, [word for cell in self.cells for word in cell.words])
        )

    def _is_unlike(self, piece: Line) -> bool:
        """True for words in brackets, or set otherwise, above the heading of the names."""
        below = self.over[0].lines[-1] if self.over[0] else ()
        return not _in_brackets(below) and (_in_brackets(piece) or not set_alike(piece, below))

    def _may_be_apart(self, line: Sequence[Line]) -> bool:
        """True for words that stand alone above a complete heading, over the names of the rows: its
        first line, unless a rule above says so, or the two belong together, may as well say what
        all figures count.
        """
        (piece, *others), below = line, self.over[0]
        if others or piece[-1].x1 >= self.columns[self.labels][0] or not (below and all(self.over)):
            return False
        on = goes_on(text_of(piece)) or not below.words[0].text[:1].isupper()
        top, height = piece[0].top, height_of(piece)
        ruled = any(
            top - height < rule.bottom < top + 1 and rule.x0 < piece[0].x1 and rule.x1 > piece[0].x0
            for rule in self.rules
        )
        return not on and not ruled

    def _whole(
        self, line: Sequence[Line], hits: list[tuple[int, int]]
    ) -> tuple[Sequence[Line], list[tuple[int, int]]]:
        """The pieces and their columns: two above one column that are closer to each other than to
        all others are one; otherwise each gets the nearest column that leaves one for all.
        """
        single = all(last - first == 1 for first, last in hits)
        if not single or len(set(hits)) == len(hits):
            return line, hits
        gaps = [gap_between(a, b) for a, b in pairwise(line)]
        same = [n for n, (one, two) in enumerate(pairwise(hits)) if one == two]
        others = [gap for n, gap in enumerate(gaps) if n not in same]
        over = all(self._are_over(line[n : n + 2], hits[n][0]) for n in same)
        if others and over and all(gaps[n] < CLOSE * min(others) for n in same):
            whole: list[Line] = []
            for n, piece in enumerate(line):
                whole[-1:] = [(*whole[-1], *piece)] if n - 1 in same else [*whole[-1:], piece]
            return whole, [hit for n, hit in enumerate(hits) if n - 1 not in same]
        first = 0 if line[0][0].x0 < self.spans[self.labels - 1][1] else self.labels
        if len(line) > len(self.columns) - first:
            return line, hits
        return line, self._nearest(line, first)

    def _are_over(self, pieces: Sequence[Line], column: int) -> bool:
        """True if each of the pieces stands above something in the column."""
        start, end = self.spans[column]
        return all(piece[0].x0 < end and piece[-1].x1 > start for piece in pieces)

    def _nearest(self, line: Sequence[Line], first: int) -> list[tuple[int, int]]:
        """A column for each piece, from `first` on, in order and as near as possible."""
        middles = [(a + b) / 2 for a, b in self.spans]
        best: list[tuple[float, list[int]]]
        best = [(0.0, []) for _ in range(len(middles) + 1)]  # up to a column: cost, columns
        for piece in line:
            center = middle_of(piece)
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
            above = _GrowingHead(first, last, [piece])
            self.cells.append(above)
        for column in range(first, last):
            self.over[column] = above
        if last - first == 1:
            own = (piece[0].x0, piece[-1].x1)
            headed = self.texts[first] != self.columns[first]
            self.texts[first] = _around(self.texts[first], own) if headed else own
            self.spans[first] = _around(self.spans[first], own)

    def _joins(self, cell: _GrowingHead, piece: Line) -> bool:
        """True if the piece is the line above in the same cell: no rule runs between them."""
        top, bottom = cell.top, bottom_of(piece)
        middle = middle_of(piece)
        return not any(
            bottom - 3 <= (rule.top + rule.bottom) / 2 <= top + 3 and rule.x0 <= middle <= rule.x1
            for rule in self.rules
        )

    def _hits(self, line: Sequence[Line]) -> list[tuple[int, int]]:
        """First and last (excluded) of the columns that each piece of a line stands over.

        Of all ways to put a heading over several columns into the middle of them, the one that
        leaves the fewest columns without a heading is taken.
        """
        self.edges = edges_of(self.spans)
        if self._is_one_for_each(line):
            return [(n, n + 1) for n in range(len(line))]
        if groups := self._in_groups(line):
            return groups
        choices = [self._choices(piece) for piece in line]
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

    def _is_one_for_each(self, line: Sequence[Line]) -> bool:
        """True for as many pieces as columns, each of them above some of its own."""
        return len(line) == len(self.columns) and all(
            piece[0].x0 < end and piece[-1].x1 > start
            for piece, (start, end) in zip(line, pairwise(self.edges), strict=True)
        )

    def _choices(self, piece: Line) -> list[tuple[int, int, float]]:
        """The columns that a piece may stand over, and how far it is from their middle."""
        start, end = piece[0].x0, piece[-1].x1
        center = (start + end) / 2
        if ruled := self._between_walls(piece) or self._under_rule(piece):
            return [(*ruled, 0.0)]
        if run := self._over_run(piece):
            return [(*run, 0.0)]
        covered = [n for n, (a, b) in enumerate(self.spans) if start <= (a + b) / 2 <= end]
        own = sum(edge <= center for edge in self.edges) - 1
        inside = self.spans[own][0] - 1 <= center <= self.spans[own][1] + 1
        under = [n for n, (a, b) in enumerate(self.spans) if start < b - 1 and end > a + 1]
        wide = len([n for n in under if n >= self.labels]) > 2
        wide |= own > self.labels and start < self.edges[own] and end > self.edges[own + 1]
        stacked = self._stacked(piece)
        rest = stacked and text_of(self._words_at(stacked[0]))[:1] in tuple("(&)/")
        if stacked and (rest or (not wide and len(covered) < 2)):
            return [(*stacked, 0.0)]
        tiles = list(self._tiles(piece))
        tiles = [tile for tile in tiles if tile[2] < min(off for *_, off in tiles) + NEARLY]
        tiles.sort(key=lambda tile: (tile[1] - tile[0], tile[2]))
        if len(covered) < 2:  # between columns, or in their middle: they have headings of their own
            tiles = [t for t in tiles if all(self.over[n] for n in range(*t[:2]))]
        at = own if inside or not covered else covered[0]
        below = self.over[at]  # what stands above a heading of several columns stands over all
        alone = [(below.first, below.last, 0.0) if below else (at, at + 1, 0.0)]
        if len(covered) < 2 and inside and not wide:
            off = abs(center - sum(self.spans[own]) / 2)
            return [*(t for t in tiles if t[0] <= own < t[1] and t[2] < off / 2), *alone]
        if tiles:
            return tiles
        return [(covered[0], covered[-1] + 1, 0.0)] if len(covered) > 1 else alone

    def _stacked(self, piece: Line) -> tuple[int, int] | None:
        """The columns of the cell right below, if the piece is its upper line: set in the middle
        of it, or to the same side.
        """
        for cell in self.over:
            if cell and _is_upper_line(piece, cell):
                return cell.first, cell.last
        return None

    def _words_at(self, column: int) -> Line:
        """The words of the lowest cell of this column so far."""
        cell = self.over[column]
        return cell.words if cell else ()

    def _between_walls(self, piece: Line) -> tuple[int, int] | None:
        """The columns from the upright rule left of the piece up to the next, or to the last one,
        if further down rules run between each two of them as well, or the piece is alone in a box.
        """
        level, center = piece[0].middle, middle_of(piece)
        beside = [w.x0 for w in self.walls if w.top <= level <= w.bottom]
        left = max((x for x in beside if x <= center), default=None)
        if left is None:
            return None
        right = min((x for x in beside if x > center), default=float("inf"))
        over = [n for n, (a, b) in enumerate(self.columns) if left < (a + b) / 2 < right]
        boxed = self._is_boxed(piece, (left, right)) and all(self.over[n] for n in over)
        for one, two in pairwise(() if boxed else over):
            gap = self.columns[one][1], self.columns[two][0]
            if not any(gap[0] - 2 <= w.x0 <= gap[1] + 2 and w.top > level for w in self.walls):
                return None
        return (over[0], over[-1] + 1) if over else None

    def _is_boxed(self, piece: Line, walls: Span) -> bool:
        """True if the piece is alone between these upright rules, above a level one between them
        that has the headings of the columns below it.
        """
        foot = max((cell.top for cell in self.cells), default=0.0)
        below = [r for r in self.rules if bottom_of(piece) - 1 < r.bottom and r.top < foot]
        alone = not any(walls[0] < middle_of(own) < walls[1] for own in beside(piece, self.pieces))
        spans = joined([(rule.x0, rule.x1) for rule in below])
        return alone and any(a < walls[0] + THIN and walls[1] - THIN < b for a, b in spans)

    def _under_rule(self, piece: Line) -> tuple[int, int] | None:
        """The columns over which a rule runs right below the piece and no other of the line, if
        these are not all.
        """
        center = middle_of(piece)
        lengths = self._rules_below([piece])
        own = next(((a, b) for a, b in lengths if a - 2 <= center <= b + 2), None)
        others = map(middle_of, beside(piece, self.pieces))
        if own is None or any(own[0] <= x <= own[1] for x in others):
            return None
        over = [
            n for n, (a, b) in enumerate(self.columns) if own[0] - 2 <= (a + b) / 2 <= own[1] + 2
        ]
        figures = len(self.columns) - self.labels
        if len(over) < 2 or len(over) > figures:
            return None
        return over[0], over[-1] + 1

    def is_ruled(self, piece: Line) -> bool:
        """True if rules show over which columns the piece stands."""
        return bool(self._between_walls(piece) or self._under_rule(piece))

    def _rules_below(self, line: Sequence[Line]) -> list[Span]:
        """From where to where rules run right below the line, within the width of the table."""
        bottom, height = max(word.bottom for piece in line for word in piece), height_of(line[0])
        spans = [
            (rule.x0, rule.x1)
            for rule in self.rules
            if -0.3 * height < (rule.top + rule.bottom) / 2 - bottom < 0.5 * height
            and rule.x1 > self.columns[0][0]
            and rule.x0 < self.columns[-1][1]  # not of a table beside it
        ]
        return joined(spans)

    def _in_groups(self, line: Sequence[Line]) -> list[tuple[int, int]] | None:
        """The columns of each piece of a line that heads groups of as many columns: set apart above
        the same headings for each, at one side of them, or in the middle of three and more.
        """
        names = [p for p in line if middle_of(p) <= self.spans[self.labels - 1][1]]
        pieces = line[len(names) :]
        each, rest = divmod(len(self.columns) - self.labels, max(len(pieces), 1))
        heads = [text_of(cell.words) if cell else "" for cell in self.over[self.labels :]]
        if len(pieces) < 2 or rest or each < 2 or not all(heads):
            return None
        starts = range(self.labels, len(self.columns), each)
        spans = [(self.texts[at][0], self.texts[at + each - 1][1]) for at in starts]
        sides = [
            (p[0].x0 - a, p[-1].x1 - b, (p[0].x0 + p[-1].x1 - a - b) / 2)
            for p, (a, b) in zip(pieces, spans, strict=True)
        ]
        off = CENTRED * min(b - a for a, b in spans) + 2
        centred = each % 2 and all(abs(middle) < off for *_, middle in sides)
        top = min(cell.top for cell in self.cells)
        apart = all(top - bottom_of(p) > NOISE * height_of(p) for p in pieces)
        even = any(all(abs(off) < EVEN for off in own) for own in zip(*sides, strict=True))
        within = all(left > -EVEN and right < EVEN for left, right, _ in sides)
        set_so = (even and apart) or (within and not any(map(self._stacked, pieces)))
        again = heads == heads[:each] * len(pieces)
        spanned = [(at, at + each) for at in starts]
        if len({text_of(piece) for piece in pieces}) == 1 or not (centred or (again and set_so)):
            return None
        ruled = [
            self._between_walls(piece) or self._under_rule(piece) or span
            for piece, span in zip(pieces, spanned, strict=True)
        ]
        if ruled != spanned:
            return None
        return [*((0, 1) for _ in names), *spanned]

    def _over_run(self, piece: Line) -> tuple[int, int] | None:
        """The columns within which the piece stands and whose headings come again beside them, with
        one piece of the line over each time they do.
        """
        heads = [text_of(cell.words) if cell else "" for cell in self.over]
        level = [piece, *beside(piece, self.pieces)]
        for each in range((len(heads) - self.labels) // 2, 1, -1):
            for first in range(self.labels, len(heads) - 2 * each + 1):
                own = heads[first : first + each]
                if len(set(own)) < each or not all(own) or own != heads[first + each :][:each]:
                    continue
                starts = [first]
                while heads[starts[-1] + each :][:each] == own:
                    starts.append(starts[-1] + each)
                runs = [(at, at + each) for at in starts]
                inside = [[p for p in level if self._is_within(p, run)] for run in runs]
                if all(len(pieces) == 1 for pieces in inside):
                    over = (run for run, (p,) in zip(runs, inside, strict=True) if p is piece)
                    return next(over, None)
        return None

    def _is_within(self, piece: Line, columns: tuple[int, int]) -> bool:
        left, right = self.texts[columns[0]][0], self.texts[columns[1] - 1][1]
        return (
            left - EVEN < piece[0].x0 and piece[-1].x1 < right + EVEN and not self._stacked(piece)
        )

    def _may_reach(self, line: Sequence[Line], hits: Sequence[tuple[int, int]]) -> bool:
        """True if words of the line may stand over other columns than these: a rule runs below the
        line over further ones, nothing stands below them, or they are the upper lines of what does.
        """
        ruled = [bool(self._between_walls(p) or self._under_rule(p)) for p in line]
        sure = [(a, b) for (a, b), own in zip(hits, ruled, strict=True) if own or b - a == 1]
        taken = {n for hit in sure for n in range(*hit)}
        bare = {n for n, cell in enumerate(self.over) if cell and n >= self.labels}
        bare -= {n for hit in hits for n in range(*hit)}
        rules = self._rules_below(line)
        if any(a < sum(self.columns[n]) / 2 < b for n in bare for a, b in rules):
            return True
        if any(one[1] > two[0] for one, two in pairwise(hits)):
            return True
        for piece, (first, last), own in zip(line, hits, ruled, strict=True):
            if first < self.labels:
                if piece[0].x0 > self.columns[self.labels - 1][1]:  # right of all names
                    return True
                continue
            if own:
                continue
            reaches = self._may_span_others(piece, line, hits, (first, last))
            reaches |= self._may_reach_beside(piece, first, last, taken)
            reaches |= self._may_reach_both_sides(piece, first, last)
            if last - first > 1:
                all_headed = all(self.over[first:last])
                reaches |= not all_headed or self._are_upper_lines(piece, first, last)
            if reaches:
                return True
        return False

    def _may_span_others(
        self, piece: Line, line: Sequence[Line], hits: Sequence[Span], own: Span
    ) -> bool:
        """True if the piece may as well be meant to stand over other columns than its own, which no
        other piece of the line has, or if it stands in the middle of none.
        """
        others = [hit for hit in hits if hit != own]
        for first, last, off in self._choices(piece):
            free = not any(first < b and a < last for a, b in others)
            if last - first > 1 and (off > OFF if (first, last) == own else free):
                return self._in_groups(line) != hits
        return False

    def _may_reach_beside(self, piece: Line, first: int, last: int, taken: set[int]) -> bool:
        """True if beside the cell below the piece, over these columns, a column that is not taken
        has a heading of its own further down,
        unless what stands close below the piece goes on from it as a heading does, or has the same
        middle, but other sides.
        """
        below, text = self.over[first], text_of(piece)
        if below is None or (below.first, below.last) != (first, last):
            return False
        if goes_on(text) and not text[-1].isalpha():
            return False
        beside = {first - 1, last} & set(range(self.labels, len(self.columns)))
        others = [cell for n in beside - taken if (cell := self.over[n])]
        lower = [c for c in others if c.top > piece[0].middle]
        gap, height = below.top - bottom_of(piece), height_of(piece)
        below_others = [text_of(own.words) for own in lower]
        small = any(text[0].islower() or is_unit(text) for text in below_others)
        on = text_of(below.words)[0] in "(&)/" or (_is_small(below) and not small)
        sides = piece[0].x0 - below.lines[-1][0].x0, piece[-1].x1 - below.lines[-1][-1].x1
        centred = abs(sum(sides)) < EVEN < min(map(abs, sides)) and gap <= WRAPPED * height
        centred &= last - first == 1 or len(lower) < 2
        return bool(lower) and not centred and not (on and gap <= STACKED * height)

    def _may_reach_both_sides(self, piece: Line, start: int, end: int) -> bool:
        """True if the piece stands close above the heading of these columns, which begins as a
        heading does, and in the middle of further columns that are headed lower down.
        """
        below = self.over[start]
        if below is None or (below.first, below.last) != (start, end):
            return False
        if goes_on(text_of(piece)) or below.words[0].text[:1].islower():
            return False
        return any(
            off < NEARLY
            and first < start
            and end < last
            and all(cell and cell.top > piece[0].middle for cell in self.over[first:last])
            for first, last, off in self._tiles(piece)
        )

    def _are_upper_lines(self, piece: Line, first: int, last: int) -> bool:
        """True if the piece is set over one column between its first and its last, or one there
        begins as no heading does, or its first and its last words are set over these.
        """
        below = [c if c and c.last - c.first == 1 else None for c in self.over[first:last]]
        inner = [cell for cell in below[1:-1] if cell]
        rest = [cell for cell in inner if _in_brackets(cell.lines[-1]) or _is_small(cell)]
        if rest or any(_is_upper_line(piece, cell) for cell in inner):
            return True
        one, two, ends = below[0], below[-1], range(1, len(piece))
        starts = one and any(_is_upper_line(piece[:at], one) for at in ends)
        return bool(starts and two and any(_is_upper_line(piece[at:], two) for at in ends))

    def _tiles(self, piece: Line) -> Iterator[tuple[int, int, float]]:
        """The columns in whose middle the piece stands: none of them names rows or has another
        piece of the line above it, and headings over several stand below it as a whole.
        """
        start, end = piece[0].x0, piece[-1].x1
        covered = [n for n, (a, b) in enumerate(self.spans) if start <= (a + b) / 2 <= end]
        others = [middle_of(other) for other in beside(piece, self.pieces)]
        for first in range(self.labels, len(self.columns)):
            for last in range(first + 2, len(self.columns) + 1):
                low, high = self.texts[first][0], self.texts[last - 1][1]
                off = abs((low + high) / 2 - (start + end) / 2)
                if any(low <= center <= high for center in others):
                    continue
                below = [cell for cell in self.over[first:last] if cell]
                if any(cell.first < first or cell.last > last for cell in below):
                    continue
                within = self.edges[first] <= start and end <= self.edges[last]
                within |= covered == list(range(first, last))
                if within and off <= CENTRED * (high - low) + 2:
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
        """A cell of the lowest line begins in the line of the heading at which its words begin: in
        a higher one, if it begins above those over which others stand.
        """
        raised = dict(depth)
        higher = [cell for cell in self.cells if depth[id(cell)] == 1]
        under = {n for cell in higher for n in range(cell.first, cell.last)}
        lowest = [cell for cell in self.cells if not depth[id(cell)]]
        top = min((cell.top for cell in lowest if cell.first in under), default=float("-inf"))
        for cell in lowest:
            if cell.first not in under and cell.top < top - NOISE * height_of(cell.lines[0]):
                raised[id(cell)] = 1
        return raised


def _is_small(cell: _GrowingHead) -> bool:
    """True if the cell begins with a small letter, as the rest of a heading does, but 'in %'."""
    text = text_of(cell.words)
    return text[0].islower() and not is_unit(text)


def _is_upper_line(piece: Line, cell: _GrowingHead) -> bool:
    """True if the piece stands close above the cell, in its middle or at the same side."""
    last = cell.lines[-1]
    sides = (
        piece[0].x0 - last[0].x0,
        piece[-1].x1 - last[-1].x1,
        (piece[0].x0 + piece[-1].x1 - last[0].x0 - last[-1].x1) / 2,
    )
    close = cell.top - bottom_of(piece) <= STACKED * height_of(piece)
    return close and min(map(abs, sides)) < EVEN


def _in_brackets(line: Line) -> bool:
    text = text_of(line)
    return text[:1] in ("(", "[") and text[-1:] in (")", "]")


def _around(one: Span, two: Span) -> Span:
    return min(one[0], two[0]), max(one[1], two[1])
