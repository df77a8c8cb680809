"""Lines of cells → rows: which lines are rows, and which are the rest of a cell that was wrapped.

Used where no rule is drawn between rows, in a ruled table as in one without rules. A line with a
figure in a column of figures is a row of its own. For any other line it is asked whether it is
bound to the line above and to the line below: whether the words of a cell go on from the one to the
other. What spaces, words and the width of the column do not settle is settled by the rest of the
table, where all of it speaks one way, and is a doubt elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise, product
from math import inf
from statistics import median

from annexes.reading.pages import RAISED, Word
from annexes.reading.tables.found import Cell, Doubt, FoundRow, cell_of
from annexes.reading.tables.leaders import LEADER
from annexes.reading.tables.lines import Line, middle_of, set_alike, text_of
from annexes.reading.tables.row_lines import (
    EVEN,
    INDENT,
    NOISE,
    WRAPPED,
    LineRow,
    face_of_figures,
    limits_of,
    reach_of,
    set_apart,
)
from annexes.reading.tables.word_kinds import (
    MARK,
    begins_list,
    begins_none,
    goes_on,
    is_list_word,
    is_parted,
    is_whole_name,
    is_wordy,
    may_be_one_figure,
    opens_list,
)

NEARER = 0.6
"""A line joins another if it stands nearer to it than this share of the space between rows, and
nearer than this share of its distance to the other."""
SPACE = 0.3
"""A space between words, as a share of their height."""

MARKS = f"{RAISED}*†‡ "
"""Marks of notes at the end of a name."""

Crosses = Callable[[float, float, float], bool]
"""Is a rule drawn between these two heights, at this place from the left?"""


def rows_of_lines(
    lines: Sequence[LineRow], width: int, crosses: Crosses
) -> tuple[list[FoundRow], list[Doubt]]:
    """The rows that these lines, from top to bottom, make up in a table of `width` columns."""
    found = Bonds(lines, crosses)
    rows: list[list[LineRow]] = []
    for line, is_bound in zip(lines, [False, *found.bonds], strict=True):
        if is_bound:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [_row(own, width) for own in rows], list(found.doubts())


def _row(lines: Sequence[LineRow], width: int) -> FoundRow:
    cells: list[Cell] = []
    for column in range(width):
        own = [line.cells[column] for line in lines if column in line.cells]
        cell, texts = cell_of([word for line in own for word in line]), list(map(text_of, own))
        cells.append(Cell(cell.words, "".join(texts)) if may_be_one_figure(texts) else cell)
    return FoundRow(cells, min(line.top for line in lines), max(line.bottom for line in lines))


class Bonds:
    """For each two lines below each other: do the words of a cell go on from one to the other?

    True and False are certain; None is open.
    """

    def __init__(self, lines: Sequence[LineRow], crosses: Crosses) -> None:
        self.lines = lines
        self.gaps, self.space = _gaps(lines, crosses)
        self.limits, self.reach = limits_of(lines), reach_of(lines)
        self.levels = [line.cells[0][0].x0 for line in lines if 0 in line.cells]
        begun = [b.cells for a, b in pairwise(lines) if a.is_row and b.is_row and 0 in b.cells]
        self.small = {  # the columns of which entries begin with a small letter
            column
            for own in begun
            for column, (first, *_) in own.items()
            if first.text[:1].islower() and not is_list_word(first.text)
        }
        self.usual = face_of_figures(lines)
        self.heads = set_apart(lines)
        self.bonds = [self._between(number) for number in range(len(lines) - 1)]
        self._settle()

    def doubts(self) -> Iterator[Doubt]:
        """A doubt about each line without figures of which a bond stays open."""
        unclear = [n for n, bond in enumerate(self.bonds) if bond is None]
        for n in sorted({n + int(self.lines[n].is_row) for n in unclear}):
            problem = f"'{text_of(self.lines[n].words)}' may be a row, or the rest of another"
            yield Doubt("row", problem, self.lines[n].words)

    def alone(self) -> Iterator[LineRow]:
        """The lines of words that are certainly rows by themselves, or the first of one."""
        return (self.lines[n] for n in self._alone())

    def _alone(self) -> Iterator[int]:
        start: int | None = 0
        for n, bond in enumerate([*self.bonds, False]):
            if bond is None:
                start = None
            elif not bond:
                if start is not None and not any(own.is_row for own in self.lines[start : n + 1]):
                    yield start
                start = n + 1

    def _settle(self) -> None:
        groups = list(self._groups())
        for group in groups:
            self._by_spaces(group)
        self._by_whole_names()
        self._by_height_of_figures()
        self._by_names()
        self._by_sections()
        self._by_levels()
        self._by_hanging()
        self._by_indents()
        for group in groups:
            self._by_the_others(group)
        if True in self.bonds and all(line.is_section for line in self.alone()):
            self._by_wrapped_names(groups)

    def _groups(self) -> Iterator[range]:
        """The bonds around and between lines without figures, for each few of these in a row."""
        start = 0
        for number in range(len(self.lines)):
            if _begins(self.lines[number]) or number + 1 == len(self.lines):
                if number - start > 1:
                    yield range(start, number)
                start = number

    # ── two lines by themselves

    def _between(self, number: int) -> bool | None:
        """What two lines say by themselves in the columns in which both have words."""
        upper, lower = self.lines[number : number + 2]
        both = upper.cells.keys() & lower.cells.keys()
        more = (self.gaps[number] - self.space) / lower.height
        if lower.is_rest:
            return True
        titled = upper.is_section and lower.is_section and self._begins_none(self._text(number + 1))
        if titled and more <= WRAPPED:
            return None
        parted = more > WRAPPED or (_begins(upper) and _begins(lower))
        if parted or not both:
            return False
        said = [self._in_column(number, column) for column in sorted(both)]
        bond = True if True in said else None if None in said and more <= NOISE else False
        if self.heads & {number, number + 1} and not set_alike(upper.words, lower.words):
            return None if bond else False
        return False if bond is None and self._are_set_unlike(upper, lower) else bond

    def _are_set_unlike(self, upper: LineRow, lower: LineRow) -> bool:
        """True for a row of which all is set otherwise than rows are, such as a total in bold, and
        a line that is set as they are.
        """
        faces = [{word.face for word in line.words} for line in (upper, lower)]
        odd = [own for own in faces if own.isdisjoint((0, self.usual))]
        row = upper if odd == faces[:1] else lower
        return bool(self.usual and {self.usual} in faces and odd and row.is_row)

    def _in_column(self, number: int, column: int) -> bool | None:
        upper, lower = self.lines[number : number + 2]
        above, below = upper.cells[column], lower.cells[column]
        text = LEADER.sub(" ", text_of(above)).strip()
        dotted = not column and lower.led and not lower.is_row and upper.is_row
        behind = text_of(below)
        if dotted or MARK.fullmatch(behind.lstrip("(")):
            return True
        if goes_on(text):
            heads = lower.is_row and not is_parted(text) and behind[:1] not in tuple("(&)/")
            room = _fits(below[0], above, self.limits[column])
            return None if heads and room and not self._begins_none(behind) else True
        begun = text.rstrip(" :")
        opens = upper.is_row and is_list_word(begun) and " " not in begun
        opens |= upper.is_row and text.endswith(":")
        if opens and not lower.is_row:  # 'davon:' is no name of figures
            return True
        is_small = self._begins_none(behind, column if lower.is_row else 0)
        hangs = is_small and below[0].x0 > above[0].x0  # further in, as the rest of a name may be
        heads = not hangs and self._heads(number, column)
        if (upper.led and not column) or text.endswith(":") or heads or begins_list(behind):
            return False
        if is_small and behind[0] == "(" and abs(below[0].x0 - above[0].x0) < EVEN:
            return True
        if is_small:
            rest = " " in behind or not is_whole_name(behind)
            rest &= not (column and column in self.small)
            if rest and not column and self._is_one_name(number):
                return True
            return True if rest and not _fits(below[0], above, self.reach[column]) else None
        if column == 0 and self._hangs_alone(number):
            return None
        if _fits(below[0], above, self.reach[column]):
            return None if is_nearer(self.gaps[number], self.space, lower.height) else False
        return None

    def _heads(self, number: int, column: int) -> bool:
        """True if the lower line begins a name by where it stands: further out than the upper one,
        as far in as the line below it, which begins one as well, or with a colon above such lines.
        """
        above, below = (line.cells[column] for line in self.lines[number : number + 2])
        third = self.lines[number + 2].cells.get(column) if number + 2 < len(self.lines) else None
        if third and below[-1].text.endswith(":"):
            return True
        if below[0].x0 < above[0].x0 - EVEN:
            return sum(abs(x - above[0].x0) < 1 for x in self.levels) > 1
        if third is None:
            return False
        inner = below[0].x0 > above[0].x0 + INDENT
        return self.lines[number + 1].is_row and inner and abs(third[0].x0 - below[0].x0) < 1

    def _is_one_name(self, number: int) -> bool:
        """True for two lines as far to the left of which the upper one begins a name and has no
        figures, or which are set alike, and unlike the row below them.
        """
        upper, lower = self.lines[number : number + 2]
        third = self.lines[number + 2 : number + 3]
        if abs(upper.cells[0][0].x0 - lower.cells[0][0].x0) > EVEN or upper.is_section:
            return False
        alike = set_alike(upper.words, lower.words)
        other = alike and any(not set_alike(lower.words, line.words) for line in third)
        if upper.is_row:
            return other and not lower.is_row
        return lower.is_row and not self._begins_none(text_of(upper.cells[0]))

    def _hangs_alone(self, number: int) -> bool:
        """True if the lower line is a row set further in than the upper one and than all others,
        and both would make the longest name: it may be the rest of the upper one, or part of it.
        """
        above, below = (line.cells[0] for line in self.lines[number : number + 2])
        inner = below[0].x0 > above[0].x0 + INDENT and self.lines[number + 1].is_row
        inner &= not is_list_word(below[0].text)
        longest = max(line.cells[0][-1].x1 for line in self.lines if 0 in line.cells)
        alone = sum(level > above[0].x0 + INDENT for level in self.levels) == 1
        return inner and alone and not _fits(below[0], above, longest)

    def _begins_none(self, text: str, column: int = 0) -> bool:
        """True for words that begin no name, where none of the names begins with a small letter."""
        return begins_none(text) and column not in self.small

    # ── the lines between two rows

    def _by_spaces(self, group: range) -> None:
        """Of the spaces between two rows some are wide, all others close: the wide ones part."""
        gaps = {n: self.gaps[n] for n in group}
        height = self.lines[group.start].height
        two = self._are_two_rows(group)
        wide = min(max(self.space, NOISE), max(gaps.values())) if two else self.space
        close = {n for n, gap in gaps.items() if is_nearer(gap, wide, height)}
        apart = {n for n, gap in gaps.items() if gap > wide - NOISE * height}
        if close and close | apart == set(group) and (apart or not two):
            for n in group:
                self.bonds[n] = False if n in apart else None if self._parts_names(n) else True

    def _by_indents(self) -> None:
        """Lines that stand further in than the row above them, and than the line below, head
        nothing: they are the rest of the one above, or rows without figures where there was room.
        """
        starts = [line.cells[0][0].x0 if 0 in line.cells else -inf for line in self.lines]
        for row in (n for n, line in enumerate(self.lines) if line.is_row):
            end = row + 1
            while end < len(starts) and not _begins(self.lines[end]):
                name, own = self.lines[row].words, self.lines[end].words
                if starts[end] < starts[row] + 2 * INDENT or not set_alike(name, own):
                    break
                end += 1
            inner, below = range(row, end - 1), range(end - 1, min(end, len(self.bonds)))
            near = all(self.gaps[n] - self.space <= NOISE * self.lines[n].height for n in inner)
            level = min(starts[row + 1 : end], default=0.0) - INDENT
            headed = any(starts[n + 1] > level or self.bonds[n] for n in below)
            if not inner or headed or not near:
                continue
            whole = False in [self.bonds[n] for n in inner]
            for n in inner:
                self.bonds[n] = None if whole else True
            for n in below:
                self.bonds[n] = False

    def _by_the_others(self, group: range) -> None:
        """Two rows are not one: of the bonds between them one at least is none."""
        bonds = [self.bonds[n] for n in group]
        if self._are_two_rows(group) and False not in bonds:
            for n in group:
                self.bonds[n] = None

    def _are_two_rows(self, group: range) -> bool:
        return _begins(self.lines[group.start]) and _begins(self.lines[group.stop])

    # ── the whole table

    def _by_whole_names(self) -> None:
        """A name that stands whole elsewhere in the table, or comes again beside another line, is
        whole here; what is whole elsewhere in another column is no end of a text here.
        """
        ends = [False, *self.bonds, False]
        rows = [n for n, line in enumerate(self.lines) if line.is_row]
        whole = {
            (column, self._text(n, column))
            for n in rows
            if ends[n] is ends[n + 1] is False
            for column in self.lines[n].cells
        }
        beside: dict[tuple[str, int], set[str]] = {}  # what stands on this side of rows so named
        for n, step in product(rows, (1, -1)):
            if 0 <= n + step < len(self.lines):
                beside.setdefault((self._text(n), step), set()).add(self._text(n + step))
        for n, bond in enumerate(self.bonds):
            if bond is None:
                both = self.lines[n].cells.keys() & self.lines[n + 1].cells.keys()
                for m, step in ((n, 1), (n + 1, -1)):
                    own = {c for c in both if (c, self._text(m, c)) in whole}
                    own -= both - {0} if step > 0 else set()
                    if len(beside.get((self._text(m), step), ())) > 1:
                        own |= both & {0}
                    if self.lines[m].is_row and own == both:
                        self.bonds[n] = False

    def _by_levels(self) -> None:
        """A line further in than the one above it begins a name where names begin that head rows
        further down, if the rest of none does.
        """
        begun = [line.cells[0][0].x0 for line in self.alone() if 0 in line.cells]
        rests = [line for line, bond in zip(self.lines[1:], self.bonds, strict=True) if bond]
        begun = [x for x in begun if not any(_is_at(x, line) for line in rests)]
        for n, bond in enumerate(self.bonds):
            upper, lower = (line.cells.get(0) for line in self.lines[n : n + 2])
            inner = upper and lower and lower[0].x0 > upper[0].x0 + INDENT
            if bond is None and inner and sum(_is_at(x, self.lines[n + 1]) for x in begun) > 1:
                self.bonds[n] = False

    def _by_hanging(self) -> None:
        """A line as far in below another as the rest of a name is elsewhere, where no name begins,
        may be the rest of one as well.
        """
        names = [line.cells[0][0].x0 if 0 in line.cells else inf for line in self.lines]
        steps = [lower - upper for upper, lower in pairwise(names)]
        hangs = [step for step, bond in zip(steps, self.bonds, strict=True) if bond]
        hangs = [step for step in hangs if INDENT < step < inf]
        for n, step in enumerate(steps):
            upper, lower = self.lines[n : n + 2]
            hung = any(abs(step - own) < 1 for own in hangs)
            headed = hung and lower.is_row and not upper.is_row
            headed &= not begins_list(self._text(n + 1))
            alone = sum(abs(own - names[n + 1]) < 1 for own in names) == 1
            if headed and alone and self.bonds[n] is False:
                self.bonds[n] = None

    def _text(self, number: int, column: int = 0) -> str:
        """What a line says in a column, at first its name, without the marks of notes."""
        return text_of(self.lines[number].cells.get(column, ())).rstrip(MARKS)

    def _by_sections(self) -> None:
        """A line that stands and is set as a certain section further up or down is one as well."""
        certain = list(self._alone())
        for n, line in enumerate(self.lines):
            if not line.is_row and any(self._are_alike(n, other) for other in certain):
                for bond in (n - 1, n):
                    if 0 <= bond < len(self.bonds) and self.bonds[bond] is None:
                        self.bonds[bond] = False

    def _are_alike(self, one: int, other: int) -> bool:
        """True for two lines without figures as far to the left and set alike: unlike rows, where
        no row begins, or with more space above them than is between rows.
        """
        own, model = (self.lines[n].cells.get(0, ()) for n in (one, other))
        if not (own and model and abs(own[0].x0 - model[0].x0) < 1 and set_alike(own, model)):
            return False
        apart = (
            n and float("inf") > self.gaps[n - 1] > self.space + NOISE * self.lines[n].height
            for n in (one, other)
        )
        begins = not self._begins_none(text_of(own))
        inner = not any(abs(x - own[0].x0) < INDENT for x in self._levels_of_rows())
        return begins and (self.heads >= {one, other} or all(apart) or inner)

    def _levels_of_rows(self) -> list[float]:
        """Where the names of rows begin, and the further lines of names."""
        bound = (n + 1 for n, bond in enumerate(self.bonds) if bond)
        rows = (n for n, line in enumerate(self.lines) if line.is_row)
        lines = (self.lines[n] for n in (*rows, *bound))
        return [line.cells[0][0].x0 for line in lines if 0 in line.cells]

    def _by_height_of_figures(self) -> None:
        """The figures stand at the first line of all names, or at the last of all."""
        ends = [False, *self.bonds, False]
        sides = [ends[n : n + 2] for n, line in enumerate(self.lines) if line.is_row]
        first, last = [False, True] in sides, [True, False] in sides
        if first == last:
            return
        for n, bond in enumerate(self.bonds):
            at = n + 1 if first else n
            if bond is None and self.lines[at].is_row:
                self.bonds[n] = False

    def _by_names(self) -> None:
        """Where each row has a name, lines of words without one are no rows: what cannot go on
        below goes on from the words above.
        """
        if any(0 not in line.cells for line in self.lines if line.is_row):
            return
        bonds = [False, *self.bonds, False]  # above each line, and below the last
        bare = [n for n, line in enumerate(self.lines) if not (0 in line.cells or line.is_row)]
        for first in (n for n in bare if n - 1 not in bare):
            end = next(n for n in range(first, len(bonds)) if n not in bare)
            own = bonds[first : end + 1]
            above = self.lines[first - 1].cells if first else {}
            words = [text_of(above.get(column, ())) for column in self.lines[first].cells]
            if own[-1] is False and own.count(False) == 1 and all(map(is_wordy, words)):
                bonds[first : end + 1] = [bond is not False for bond in own]
        self.bonds = bonds[1:-1]

    def _by_wrapped_names(self, groups: Sequence[range]) -> None:
        """Where names are wrapped, and no line without figures is a row, open bonds are some, if
        their spaces are those of the wrapped names; a line set further in may be one of several
        parts of the line above it.
        """
        usual = max(self.gaps[n] for n, bond in enumerate(self.bonds) if bond)
        for group in groups:
            unclear = [n for n in group if self.bonds[n] is None]
            if not self._are_two_rows(group) or any(self.bonds[n] is False for n in group):
                for n in unclear:
                    more, height = self.gaps[n] - usual, self.lines[n].height
                    if more < NOISE / 2 * height and not self._parts_names(n):
                        self.bonds[n] = True
                    elif is_nearer(usual, self.gaps[n], height):
                        self.bonds[n] = False

    def _parts_names(self, number: int) -> bool:
        """True if the next line is set in another typeface, or begins as a name does further in."""
        upper, lower = self.lines[number : number + 2]
        if self.heads & {number, number + 1} and not set_alike(upper.words, lower.words):
            return True
        above, below = upper.cells.get(0), lower.cells.get(0)
        inner = above and below and below[0].x0 > above[0].x0 + INDENT
        return bool(inner) and not self._begins_none(self._text(number + 1))


def _is_at(place: float, line: LineRow) -> bool:
    """True if its name begins there."""
    return 0 in line.cells and abs(line.cells[0][0].x0 - place) < 1


def _begins(line: LineRow) -> bool:
    """True for a line with figures, and for one that opens a list or heads the rows below it."""
    return line.is_row or line.is_section or opens_list(text_of(line.cells[min(line.cells)]))


def is_nearer(gap: float, other: float, height: float) -> bool:
    """True if one space between lines of this height is clearly smaller than the other."""
    return gap < NEARER * other and other - gap > NOISE * height


def is_continued(line: Line, following: Line, limit: float) -> bool:
    """True if the words of the next line of a name show that it goes on there."""
    text = text_of(following)  # 'unknown' alone may be the name of a row
    small = begins_none(text) and " " in text
    return goes_on(text_of(line)) or (small and not _fits(following[0], line, limit))


def _gaps(lines: Sequence[LineRow], crosses: Crosses) -> tuple[list[float], float]:
    """The space between each two lines, infinite across a drawn rule, and what is usual between
    rows. It is measured from foot to foot or from head to head, whichever is nearer to the usual:
    an accent adds to the height of a line, and so does a letter that reaches below it.
    """
    height = median(line.height for line in lines)
    feet, heads = [], []
    for upper, lower in pairwise(lines):
        own = lower.cells[min(lower.cells)]
        ruled = crosses(upper.bottom, lower.top, middle_of(own))
        foot = own[0].bottom - upper.words[0].bottom - min(lower.height, height)
        feet.append(inf if ruled else foot)
        heads.append(lower.top - upper.top - height)
    rows = [upper.is_row and lower.is_row for upper, lower in pairwise(lines)]
    space, other = _usual(feet, rows), _usual(heads, rows)
    off = ((foot - space, head - other) for foot, head in zip(feet, heads, strict=True))
    return [
        space + (foot if foot == inf else min(foot, head, key=abs)) for foot, head in off
    ], space


def _usual(gaps: Sequence[float], between_rows: Sequence[bool]) -> float:
    """The median of these between rows, or of all if there is none between rows."""
    finite = [(gap, own) for gap, own in zip(gaps, between_rows, strict=True) if gap < inf]
    return median([gap for gap, own in finite if own] or [gap for gap, _ in finite] or [0.0])


def _fits(word: Word, line: Line, limit: float) -> bool:
    """True if there was room at the end of the line for this word, or for what stands before its
    hyphen, so it was not wrapped there.
    """
    height = line[-1].bottom - line[-1].top
    part = (word.text.find("-", 2) + 1 or len(word.text)) / len(word.text)
    return line[-1].x1 + SPACE * height + part * (word.x1 - word.x0) <= limit
