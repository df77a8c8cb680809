"""The tables of a text that no recipe describes: its rows, headings and captions, page by page.

A row is a line that ends in figures; rows with as many figures that follow each other are a
table, also with lines between them that are about the rows below. What stands between two tables is
the caption of the first, then what begins the second.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, takewhile

from annexes.base.texts import toml_of
from annexes.reading.pages import Page, Word
from annexes.reading.tables.found import EMPTY, Cell, Found, FoundRow, HeadCell
from annexes.reading.tables.lines import Line
from annexes.reading.tables.phrases import CODE, DIGIT
from annexes.reading.tables.word_kinds import are_years, goes_on, is_head_word, is_value

MIN_ROWS = 2
APART = 1.5
"""Lines that stand further apart have an empty one between them."""


@dataclass(frozen=True)
class TextTable:
    """The `number`-th page of a text with a table; `page` holds its words alone."""

    page: Page
    found: Found


@dataclass
class _Block:
    """Rows that follow each other, and the lines before them since the last such rows."""

    width: int
    before: list[Line]
    rows: list[list[Word]] = field(default_factory=list)


def tables_of_text(text: Page) -> Iterator[TextTable]:
    """Each table of the text as a page of its own, in their order."""
    lines = [tuple(line) for _, line in groupby(text.words, key=lambda word: word.top)]
    blocks, rest = _blocks(lines)
    alike = _common_end([block.before for block in blocks])
    headings = [_heading(block, alike) for block in blocks]
    starts = [
        _page_begins(block.before[: heading.start])
        for block, heading in zip(blocks, headings, strict=True)
    ]
    behind = [own.before[:start] for own, start in zip(blocks[1:], starts[1:], strict=True)]
    for number, after in enumerate([*behind, rest] if blocks else []):
        block, start = blocks[number], starts[number] if number else 0
        parts = (block.before[start:], block.rows, after)
        words = tuple(word for part in parts for line in part for word in line)
        page = Page(number + 1, words, text.rules, text.width, text.height)
        yield TextTable(page, _found(number + 1, block, headings[number]))


@dataclass(frozen=True)
class _Heading:
    """The headings of the columns, and at which of the lines before the rows they start."""

    heads: tuple[HeadCell, ...]
    start: int


# ── rows ────────────────────────────────────────────────────────────────────────────────────


def _blocks(lines: Sequence[Line]) -> tuple[list[_Block], list[Line]]:
    """The blocks of rows, and the lines behind the last."""
    blocks: list[_Block] = []
    before: list[Line] = []
    at = 0
    while at < len(lines):
        rows, stop, width = _rows_with_sections(lines, at, before) or _rows_from(lines, at)
        if len(rows) >= MIN_ROWS:
            blocks.append(_Block(width, before, rows))
            before, at = [], stop
        else:
            before.append(lines[at])
            at += 1
    return blocks, before


def _rows_with_sections(
    lines: Sequence[Line], at: int, before: list[Line]
) -> tuple[list[list[Word]], int, int] | None:
    """The same for rows among which at least two lines of words are about those below; the first
    may stand above all rows, and is taken from the lines `before` them.
    """
    rows, stop, width = _rows_from(lines, at)
    sections = 0
    while rows and stop + 1 < len(lines) and _is_section(*lines[stop : stop + 2]):
        more, end, other = _rows_from(lines, stop + 1)
        if other != width or _are_apart(lines[stop - 1], lines[stop]):
            break
        rows, stop, sections = [*rows, list(lines[stop]), *more], end, sections + 1
    stands_alone = len(before) == 1 or (before and _are_apart(*before[-2:]))
    if sections and stands_alone and _is_section(before[-1], lines[at]):
        rows.insert(0, list(before.pop()))
        sections += 1
    return (rows, stop, width) if sections > 1 else None


def _is_section(line: Line, below: Line) -> bool:
    """True for words right above a row that is not the rest of them."""
    text = _text([line])
    words = any(map(str.isalpha, text)) and not DIGIT.search(text) and not goes_on(text)
    return words and not _are_apart(line, below)


def _are_apart(line: Line, below: Line) -> bool:
    """True for lines with an empty one, or the end of a page, between them."""
    return below[0].top - line[0].top >= APART or _begins_page(below)


def _rows_from(lines: Sequence[Line], at: int) -> tuple[list[list[Word]], int, int]:
    """The rows that begin at this line, the line behind them, and their number of figures."""
    rows: list[list[Word]] = []
    width = 0
    while at < len(lines):
        row, stop = _row_at(lines, at)
        count = _figures(row)
        numbers_a_page = row[0].text in toml_of("reading.tables", "page_words.toml")["counted"]
        if not count or (width and count != width) or _is_heading(row, count) or numbers_a_page:
            break
        width = count
        rows.append(row)
        at = stop
    return rows, at, width


def _row_at(lines: Sequence[Line], at: int) -> tuple[list[Word], int]:
    """The words of a row: a code whose name runs over the end of its line goes on behind it."""
    words = list(lines[at])
    stop = at + 1
    if CODE.fullmatch(words[0].text) and not any(DIGIT.search(word.text) for word in words):
        following = lines[stop] if stop < len(lines) else ()
        if following and _figures(list(following)) and not CODE.fullmatch(following[0].text):
            return [*words, *following], stop + 1
    return words, stop


def _figures(row: Sequence[Word]) -> int:
    """How many figures stand at the end of a line, behind a label; 0 if it is no row."""
    count = len(list(takewhile(lambda word: is_value(word.text), reversed(row))))
    has_digit = any(DIGIT.search(word.text) for word in row[len(row) - count :])
    label = row[: len(row) - count]
    return count if has_digit and any(map(str.isalpha, "".join(w.text for w in label))) else 0


def _is_heading(row: Sequence[Word], count: int) -> bool:
    label, values = row[: len(row) - count], [word.text for word in row[len(row) - count :]]
    return are_years(values) or (len(label) == 1 and is_head_word(label[0].text) and count > 1)


# ── what stands around them ─────────────────────────────────────────────────────────────────


def _common_end(befores: Sequence[Sequence[Line]]) -> int:
    """How many lines before the rows are the same for all tables; 0 if there is only one."""
    if len(befores) < 2:
        return 0
    ends = zip(*([_text([line]) for line in reversed(before)] for before in befores), strict=False)
    return len(list(takewhile(lambda texts: len(set(texts)) == 1, ends)))


def _heading(block: _Block, alike: int) -> _Heading:
    """The headings of the columns, from a word that heads names on, or from where all tables are
    alike, or as many groups of lines as there are columns.
    """
    before, wanted = block.before, block.width + 1
    groups = _groups(before)
    named = [n for n, line in enumerate(before) if is_head_word(_text([line]))]
    if named:
        start = named[-1]
    elif alike >= wanted:
        start = len(before) - alike
    else:
        start = groups[-wanted][0] if len(groups) > wanted else groups[-1][0] if groups else 0
    parts = _split(before[start:], wanted, headed=bool(named)) if start < len(before) else []
    words = [tuple(word for line in part for word in line) for part in parts]
    heads = (HeadCell(n, n + 1, 0, own, _text([own])) for n, own in enumerate(words))
    return _Heading(tuple(heads), start)


def _split(lines: Sequence[Line], wanted: int, *, headed: bool) -> list[Sequence[Line]]:
    """The lines in so many parts: at empty lines, behind a word that heads names, or at each line;
    if nothing fits, the first line is apart from all others.
    """
    groups = [[lines[n] for n in group] for group in _groups(lines)]
    apart = [groups[0][:1], groups[0][1:], *groups[1:]]
    for parts in (groups, apart if headed else [], [[line] for line in lines]):
        if len(parts) == wanted and all(parts):
            return list(parts)
    return [part for part in (lines[:1], lines[1:]) if part]


def _groups(lines: Sequence[Line]) -> list[list[int]]:
    """The numbers of the lines, apart where an empty line stands between."""
    groups: list[list[int]] = []
    for number, line in enumerate(lines):
        if groups and not _are_apart(lines[number - 1], line):
            groups[-1].append(number)
        else:
            groups.append([number])
    return groups


def _page_begins(lines: Sequence[Line]) -> int:
    """At which of the lines between two tables the page of the second begins."""
    marked = [number for number, line in enumerate(lines) if _begins_page(line)]
    if marked:
        return marked[-1]
    groups = _groups(lines)
    return groups[-1][0] if groups else 0


def _begins_page(line: Line) -> bool:
    """True behind a form feed, and for a line that is set in by a space."""
    return line[0].top % 1 != 0 or line[0].x0 == 2


def _text(lines: Iterable[Line]) -> str:
    return " ".join(word.text for line in lines for word in line)


def _found(number: int, block: _Block, heading: _Heading) -> Found:
    rows = [_found_row(row, block.width) for row in block.rows]
    right = max(word.x1 for row in block.rows for word in row)
    return Found(
        page=number,
        columns=((1.0, right),) * (block.width + 1),
        labels=1,
        heads=heading.heads,
        title="",
        rows=tuple(rows),
        ruled=False,
    )


def _found_row(row: Sequence[Word], width: int) -> FoundRow:
    count = width if _figures(row) else 0
    label, figures = row[: len(row) - count], row[len(row) - count :]
    named = Cell(tuple(label), " ".join(word.text for word in label)) if label else EMPTY
    cells = [named, *(Cell((word,), word.text) for word in figures)]
    cells += [EMPTY] * (width - count)
    return FoundRow(cells, row[0].top, max(word.bottom for word in row))
