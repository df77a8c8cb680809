"""Which lines above the first row of a table without rules are its heading, and their pieces."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise

from annexes.reading.pages import Page
from annexes.reading.tables.found import Span
from annexes.reading.tables.level_rules import SAME, level_rules, wide_levels
from annexes.reading.tables.lines import (
    FIGURE_APART,
    MARGIN,
    Line,
    beside,
    bottom_of,
    gap_between,
    height_of,
    middle_of,
    pieces_of,
    set_alike,
    text_of,
)
from annexes.reading.tables.word_kinds import (
    MARK,
    RANGE,
    UNIT,
    YEAR,
    all_like_years,
    are_column_numbers,
    are_units,
    is_figure,
    is_ordinal,
    is_value,
    is_wordy,
    opens_note,
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
FEW = 4
"""So many of the next lines show what stands below a heading, …"""
SPACE = 0.3
"""… and among so few spaces, one no wider than this share of the height is one between words."""
WIDER = 1.12
"""A space this many times as wide as between words parts two headings, …"""
NOISE = 0.03
"""… and one that is wider by this share of their height."""
OF_YEAR = re.compile(rf"{YEAR.pattern}(?![\d.,])|\(0+\)")
"""A year with what stands behind it, and the zeros of thousands."""
SPANNING = re.compile(r"^[<>≤≥]|\d ?[–-] ?\D?\d|\d ?\+$")
"""From one figure to another, or up to one, as classes are named that head columns."""
WIDEST = 0.45
"""A space between words of a heading is no wider than this share of their height."""
REACH = 5.0
"""Points by which a heading may reach over the edges of its table."""
BEHIND = 1.5
"""What stands behind the last heading no further than this many of its heights belongs to it."""
TALLEST = 8
"""A band between two rules that is higher than this many lines is no heading."""


def lines_above(
    page: Page,
    lines: Sequence[Line],
    columns: Sequence[Span],
    labels: int,
    top: float,
    space: float,
) -> Iterator[list[Line]]:
    """The lines of the heading, from the lowest up, each as its pieces.

    The first `labels` columns name the rows, `top` is the upper edge of the first of these, `space`
    the usual space between two. Between two rules as wide as the table, or as its figures, stands
    its heading, however large the space.
    """
    left, right = columns[0][0], columns[-1][1]
    ceiling, closed = _ceiling(page, lines, (left, right), top)
    figures = columns[labels][0], right
    starts = [start for start, _ in level_rules(page).get(ceiling or 0.0, ())]
    # a rule over the figures alone may stand below a heading of them all
    spanned = not closed or min(starts, default=left) > columns[labels - 1][1]
    if not closed:
        over_figures, closed = _ceiling(page, lines, figures, top)
        ceiling = over_figures if closed else ceiling
    left, right = _reach(page, columns, top)
    reach = max(AS_ROWS * space, 0.0)
    over = [line for line in lines if bottom_of(line) <= top + 2]
    walls = [rule for rule in page.rules if rule.x1 - rule.x0 < rule.bottom - rule.top]
    walls = [wall for wall in walls if left < wall.x0 < right and wall.top < top]
    one = False
    for number, line in reversed(list(enumerate(over))):
        pieces = pieces_of(line, walls)
        own = _with_next(_over(pieces, columns, (left, right)), pieces, lines[len(over) :][:FEW])
        if not own:
            continue
        height = height_of(own[0])
        bottom = max(bottom_of(piece) for piece in own)
        if ceiling is None:
            near = SEVERAL if _are_heads(own, columns) else NEAR
            is_far = top - bottom > max(near * height, reach)
        else:
            above = min(piece[0].middle for piece in own) < ceiling
            before = [p for other in over[max(number - 2, 0) : number] for p in pieces_of(other)]
            level = [*own, *beside(own[0], _over(before, columns, (left, right)))]
            one = above and spanned and _is_over_all(level, figures, ceiling)
            named = spanned and own[-1][-1].x1 < figures[0]
            if above and (not closed or one or named or _are_heads(level, columns)):
                ceiling, above = None, top - bottom > SEVERAL * height
            is_far = above
        is_far |= bottom < MARGIN and top - bottom > height
        if is_far or _is_no_heading(own, columns, bounded=ceiling is not None):
            return
        if _opens_title(own) or _ends_text(over[:number], own, top):
            return
        top, reach = min(_top(piece) for piece in own), 0.0
        left = min(left, *(piece[0].x0 for piece in own))
        right = max(right, *(piece[-1].x1 for piece in own))
        yield own
        if one:
            return


def _is_over_all(pieces: Sequence[Line], figures: Span, rule: float) -> bool:
    """True for one short heading right above a rule over all figures, and over nothing else."""
    (first, *others), height = pieces, height_of(pieces[0])
    within = figures[0] - height < first[0].x0 and first[-1].x1 < figures[1] + height
    near = rule - bottom_of(first) < height / 2 and len(first) < MAX_WORDS / 2
    return within and near and not others


def _reach(page: Page, columns: Sequence[Span], top: float) -> Span:
    """How far a heading may reach to both sides: a little further than the columns, and as far as a
    rule that runs over all of them, unless another table begins there.
    """
    left, right = columns[0][0], columns[-1][1]
    pitch = max([b[1] - a[1] for a, b in pairwise(columns)], default=0.0)
    for y, rules in level_rules(page).items():
        for start, end in rules if abs(y - top) < TALLEST * REACH else ():
            if left - pitch < start < left + REACH and right - REACH < end < right + pitch:
                left, right = min(left, start), max(right, end)
    return left - REACH, right + REACH


def _over(pieces: Sequence[Line], columns: Sequence[Span], reach: Span) -> list[Line]:
    """The pieces of a line that stand over the table; one for each column may go beyond it."""
    left, right = reach
    own = [piece for piece in pieces if piece[-1].x1 > left and piece[0].x0 < right]
    if own and len(own) == len(columns) - 1 > 1:
        at = pieces.index(own[0])
        more = pieces[at : at + len(columns)]
        pitch = max(b[1] - a[1] for a, b in pairwise(columns))
        if len(more) == len(columns) == len(pieces) - at and more[-1][0].x0 < right + pitch:
            return list(more)
    return own


def _with_next(own: list[Line], pieces: Sequence[Line], below: Sequence[Line]) -> list[Line]:
    """The pieces over the table, with the one right behind the last of them, nearer than a column
    would be and above nothing: as a part of that, where it is nearer to it than all others are to
    each other.
    """
    at = pieces.index(own[-1]) + 1 if own and own[-1] in pieces else len(pieces)
    if at == len(pieces) or gap_between(own[-1], pieces[at]) > BEHIND * height_of(own[-1]):
        return own
    behind = pieces[at]
    left, right = behind[0].x0, behind[-1].x1
    if any(word.x0 < right and left < word.x1 for line in below for word in line):
        return own
    near = gap_between(own[-1], behind)
    if all(near < gap_between(one, two) for one, two in pairwise(own)):
        return [*own[:-1], (*own[-1], *behind)]
    return [*own, behind]


def _opens_title(pieces: Sequence[Line]) -> bool:
    """True for a line that begins as a title does, but for headings that all begin so."""
    first, *others = map(text_of, pieces)
    if any(map(opens_title, others)):
        return False
    return opens_title(first) or (
        any(map(is_wordy, others[:1])) and opens_title(f"{first} {others[0]}")
    )


def _ends_text(above: Sequence[Line], pieces: Sequence[Line], top: float) -> bool:
    """True for the last line of running text or of a title, nearer to the line above it than to the
    heading, and set below its beginning or its middle.
    """
    piece, *others = pieces
    gap = top - bottom_of(piece)
    for line in reversed(above if not others else ()):
        before = next((own for own in pieces_of(line) if _is_even(own, piece)), ())
        if not before or gap <= piece[0].top - bottom_of(before) or not set_alike(before, piece):
            return False
        if len(before) > MAX_WORDS or opens_title(text_of(line)):
            return True
        piece = before
    return False


def _is_even(upper: Line, lower: Line) -> bool:
    height = height_of(lower)
    centred = abs(middle_of(upper) - middle_of(lower)) < height / 2
    return centred or abs(upper[0].x0 - lower[0].x0) < height


def _are_heads(pieces: Sequence[Line], columns: Sequence[Span]) -> bool:
    """True for short words or years that stand over several columns, each over its own."""
    over = [
        [n for n, (a, b) in enumerate(columns) if piece[0].x0 < b and a < piece[-1].x1]
        for piece in pieces
    ]
    hit = [n for own in over for n in own]
    return len(pieces) > 1 and len(set(hit)) == len(hit)


def _ceiling(
    page: Page, lines: Sequence[Line], table: Span, top: float
) -> tuple[float | None, bool]:
    """Where the heading begins: at the next rule above words that stand above the first row, or
    where upright rules between its columns do; and if it ends there. Without such a rule, it begins
    at the latest where an upright rule begins that runs down between the rows.
    """
    levels = [level for level in wide_levels(page, table) if level <= top + 2]
    above = [line for line in lines if bottom_of(line) <= top + 2 and _is_over(line, table)]
    if not above:
        return None, False
    nearest = max(above, key=bottom_of)[0].middle
    height = max(map(height_of, lines))
    reach = top - TALLEST * height
    ceiling = max((level for level in levels if reach <= level < nearest), default=None)
    walls = [
        rule
        for rule in page.rules
        if rule.x1 - rule.x0 < rule.bottom - rule.top and table[0] < rule.x0 < table[1]
    ]
    if ceiling is None:
        down = [w.top for w in walls if reach <= w.top < nearest < top < w.bottom]
        return min(down, default=None), False
    through = [w.top for w in walls if w.top < ceiling - SAME and w.bottom > ceiling - SAME]
    if (
        through and min(through) >= reach - TALLEST * height
    ):  # the rules that part its columns begin further up
        ceiling = min(ceiling, *through)
    return ceiling, True


def _is_over(line: Line, table: Span) -> bool:
    return line[-1].x1 > table[0] and line[0].x0 < table[1]


def _is_no_heading(pieces: Sequence[Line], columns: Sequence[Span], *, bounded: bool) -> bool:
    """True for rows, sentences, and a line of words that begins over the labels and goes on."""
    texts = [text_of(piece) for piece in pieces]
    behind = [text_of(p) for p in pieces if middle_of(p) > columns[0][1]]
    counted = [text for text in behind if _counts(text)]
    units = are_units(behind) or are_column_numbers(texts[0], counted)
    if len(counted) > 1 and not units:
        return True
    figures = [text for text in behind if is_figure(text) and not is_ordinal(text)]
    ranges = [text for text in behind if RANGE.fullmatch(text)]
    headed = all_like_years(figures) or (len(ranges) > 1 and set(figures) <= set(ranges))
    headed |= sum(map(is_wordy, behind)) >= max(len(figures), 2)  # '1,000' below 'Rate per'
    headed |= are_units(behind)
    if figures and not headed and not are_column_numbers(texts[0], figures):
        return True
    if any(len(piece) > MAX_WORDS for piece in pieces):
        return True
    if len(pieces) == 1 and opens_note(texts[0]):  # of the table above
        return True
    first = pieces[0]
    runs_on = len(pieces) == 1 and len(columns) > 1 and first[0].x0 < sum(columns[0]) / 2
    return not bounded and runs_on and first[-1].x1 > columns[1][0]


def _counts(text: str) -> bool:
    """True for a figure that is no year, no class ('15–24'), no unit and no part of a date."""
    heads = OF_YEAR.match(text) or SPANNING.search(text) or UNIT.fullmatch(text.strip("()*$€£"))
    counted = is_value(text) and any(map(str.isdigit, text)) and not text.endswith(",")
    return counted and not heads and not is_ordinal(text) and MARK.fullmatch(text) is None


def cut_at_columns(
    lines: Sequence[Sequence[Line]], columns: Sequence[Span], is_whole: Callable[[Line], bool]
) -> list[list[Line]]:
    """The lines with their pieces, but those that are whole, cut into the headings of neighbouring
    columns that no other piece of the line heads, where more than the space between two words
    parts them.
    """
    gaps = sorted(gap for pieces in lines for piece in pieces for gap in _gaps(piece) if gap > 0)
    space = gaps[len(gaps) // 4] if gaps else 0.0
    if gaps and len(gaps) < FEW:  # too few to say which of them are wide
        space = max([gap for gap in gaps if gap < SPACE * height_of(lines[0][0])] or [space])
    return [
        [
            part
            for piece in line
            for part in (
                [piece] if is_whole(piece) else _cut(piece, _pairs(line, piece, columns), space)
            )
        ]
        for line in lines
    ]


def _pairs(
    line: Sequence[Line], piece: Line, columns: Sequence[Span]
) -> Iterator[tuple[Span, Span]]:
    """The neighbouring columns over which no other piece of the line stands."""
    others = [(own[0].x0, own[-1].x1) for own in line if own is not piece]
    headed = [any(left < b and a < right for left, right in others) for a, b in columns]
    for at, pair in enumerate(pairwise(columns)):
        if not headed[at] and not headed[at + 1]:
            yield pair


def _cut(piece: Line, pairs: Iterable[tuple[Span, Span]], space: float) -> Iterator[Line]:
    places = {_place_between(one, two, piece) for one, two in pairs} - {0}
    gaps, height = [0.0, *_gaps(piece)], height_of(piece)
    letters = [(word.x1 - word.x0) / len(word.text) for word in piece]
    even = max(letters) - min(letters) < NOISE * height  # all letters, and spaces, are as wide
    wide = min(WIDEST * height, max(WIDER * space, space + NOISE * height))
    wide = max(wide, max(letters) + NOISE * height) if even else wide
    cuts = {at for at in places if gaps[at] > wide}
    if any(gap > wide for at, gap in enumerate(gaps) if at not in cuts):  # a line set to full width
        cuts = {at for at in cuts if gaps[at] > FIGURE_APART * height}
    for start, end in pairwise([0, *sorted(cuts), len(piece)]):
        yield piece[start:end]


def _gaps(piece: Line) -> list[float]:
    return [right.x0 - left.x1 for left, right in pairwise(piece)]


def _place_between(left: Span, right: Span, piece: Line) -> int:
    """The number of the word to cut before: at the widest space between two columns, 0 for none.

    The words on both sides of it stand over the figures of these columns, or nearer to them.
    """
    edge = (left[1] + right[0]) / 2
    gaps = [
        (two.x0 - one.x1, at)
        for at, (one, two) in enumerate(pairwise(piece), start=1)
        if (one.x0 < left[1] or one.x0 + one.x1 < 2 * edge)
        and (two.x1 > right[0] or two.x0 + two.x1 > 2 * edge)
    ]
    inside = piece[0].x0 < edge < piece[-1].x1
    return max(gaps, default=(0.0, 0))[1] if inside else 0


def edges_of(columns: Sequence[Span]) -> list[float]:
    """Where one column ends and the next begins: half way between them."""
    inner = ((a[1] + b[0]) / 2 for a, b in pairwise(columns))
    return [float("-inf"), *inner, float("inf")]


def _top(line: Line) -> float:
    return min(word.top for word in line)
