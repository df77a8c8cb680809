"""Annexes in a text: every line is row, heading or furniture of its annex, or it is a problem.

The layout: on each page of an annex the headings, the rows, then the caption and the furniture.
Headings and captions are compared word by word, so it does not matter where their lines break.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, takewhile

from annexes.base.errors import DocumentError, Place, Problem, raise_if_any
from annexes.reading.check_prose import Said, check_prose
from annexes.reading.numbers import without_mark
from annexes.reading.pages import Page
from annexes.reading.tables.group_names import heads_rows
from annexes.reading.tables.lines import Line
from annexes.reading.tables.phrases import (
    CODE,
    CODE_LIKE,
    DIGIT,
    KEY,
    heading_of,
    looks_like_row,
    words_of,
)
from annexes.reading.understood_rows import CellRow, Reading, Sheet
from annexes.recipe.edition import EditionRecipe, Layout


def read_text(file: str, page: Page, edition: EditionRecipe) -> Reading:
    """The table rows of a text, in its order; pages are counted from the first annex page.

    Raises DocumentError with a problem for each line that the recipe does not account for.
    """
    lines = [tuple(line) for _, line in groupby(page.words, key=lambda word: word.top)]
    reader = TextReader(file, edition, _without_prose(lines, file, edition))
    for number, annex in enumerate(edition.annexes):
        for sheet in range(1, annex.pages + 1):
            reader.page += 1
            name = f"{annex.label}, its page {sheet} of {annex.pages}"
            reader.section = "" if sheet == 1 else reader.section
            _read_page(reader, number, sheet == 1 or not annex.header_once, name)
    if reader.left:
        text = _text(reader.line)
        reader.report(
            "unclaimed-line",
            reader.line,
            f"'{text}' stands after the last annex",
        )
    raise_if_any(DocumentError, reader.problems)
    kept = (line for at, line in enumerate(reader.lines) if at not in reader.aside)
    words = tuple(word for line in kept for word in line)
    return Reading(tuple(reader.rows), (Sheet(0, words),))


@dataclass(slots=True)
class TextReader:
    """The lines of a document, how far they are claimed, and what came of it; the last line that
    stands above rows which it is about.

    `aside` are the numbers of lines between the rows of the data that are none: totals, notes.
    """

    file: str
    edition: EditionRecipe
    lines: Sequence[Line]
    at: int = 0
    page: int = 0
    section: str = ""
    rows: list[CellRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    aside: set[int] = field(default_factory=set)

    @property
    def left(self) -> bool:
        """True while there are lines that nothing has claimed."""
        return self.at < len(self.lines)

    @property
    def line(self) -> Line:
        """The first line that nothing has claimed."""
        return self.lines[self.at]

    def place(self, line: Line) -> Place:
        """Where this line stands."""
        return Place(self.file, page=self.page or None, line=int(line[0].top))

    def report(self, check: str, line: Line, problem: str, advice: str = "") -> None:
        """Note a problem and go on, so that one run names them all."""
        self.problems.append(Problem(check, self.place(line), problem, advice))


def _text(line: Line) -> str:
    return " ".join(word.text for word in line)


# ── prose before the annexes ────────────────────────────────────────────────────────────────


def _without_prose(lines: Sequence[Line], file: str, edition: EditionRecipe) -> Sequence[Line]:
    """The lines from the first annex on.

    Only a document that begins as the recipe says its prose does may have prose; a line there
    that looks like a table row raises DocumentError, as does a document without the first annex.
    """
    opening = edition.document.opening.split()
    if not opening or _match(lines, 0, opening).stop is None:
        return lines
    heading = heading_of(edition, 0)
    starts = (at for at in range(len(lines)) if _match(lines, at, words_of(heading)).stop)
    start = next(starts, len(lines))
    hint = f"the first annex begins with: {' | '.join(heading)}"
    problems = [
        Problem(
            "row-outside-table",
            Place(file, line=int(line[0].top)),
            f"'{_text(line)}' looks like a table row, but no annex has begun",
            hint,
        )
        for line in lines[:start]
        if looks_like_row([word.text for word in line])
    ]
    if start == len(lines):
        problem = f"{edition.annexes[0].label} is not in the document"
        problems.append(Problem("heading", Place(file), problem, hint))
    prose = [Said(w.text, Place(file, line=int(w.top))) for line in lines[:start] for w in line]
    problems += check_prose(prose, edition)
    raise_if_any(DocumentError, problems)
    return lines[start:]


# ── one page ────────────────────────────────────────────────────────────────────────────────


def _read_page(reader: TextReader, number: int, with_header: bool, name: str) -> None:
    annex = reader.edition.annexes[number]
    heading = heading_of(reader.edition, number) if with_header else annex.above
    _claim(reader, heading, f"the heading of {name}")
    end = words_of([*annex.below, *annex.furniture])
    while reader.left and not _ends(reader, number, end):
        total, line = _total(reader, number), _text(reader.line)
        if total or line in annex.inside:
            if line in annex.inside and heads_rows(line):
                reader.section = line
            reader.rows += total
            reader.aside.add(reader.at)
            reader.at += 1
        else:
            _read_row(reader, number)
    _claim(reader, [*annex.below, *annex.furniture], f"the end of {name}")


def _total(reader: TextReader, number: int) -> list[CellRow]:
    """The line as the cells of a total that the recipe names; none if it is no such line."""
    layout = reader.edition.layout(number)
    width = len(layout.cells)
    words = [word.text for word in reader.line]
    label = " ".join(words[:-width])
    totals = {total.label for total in reader.edition.annexes[number].totals}
    if totals.isdisjoint((label, without_mark(label, layout.marks)[0])):
        return []
    return [CellRow(number, label, tuple(words[-width:]), reader.place(reader.line))]


def _ends(reader: TextReader, number: int, end: Sequence[str]) -> bool:
    """True if the rows of the page end here: at its caption, or where the next page begins."""
    if end:
        return _match(reader.lines, reader.at, end).reached > 0
    numbers = range(number, min(number + 2, len(reader.edition.annexes)))
    firsts = [heading_of(reader.edition, following)[0] for following in numbers]
    return any(_match(reader.lines, reader.at, first.split()).stop for first in firsts)


def _claim(reader: TextReader, phrases: Sequence[str], what: str) -> None:
    """Claim these words as heading or furniture; stop reading the document where they differ."""
    match = _match(reader.lines, reader.at, words_of(phrases))
    if match.stop is None:
        found = reader.lines[match.line] if match.line < len(reader.lines) else None
        reader.report(
            "heading",
            found or reader.lines[-1],
            f"{what} should go on with '{match.expected}', "
            + (f"but the line is '{_text(found)}'" if found else "but the document ends"),
            f"expected here: {' | '.join(phrases)}",
        )
        raise DocumentError(reader.problems)
    reader.at = match.stop


@dataclass(frozen=True, slots=True)
class Match:
    """`stop` is the line after the matched words, or None; `reached` counts the words matched."""

    stop: int | None
    reached: int
    line: int
    expected: str


def _match(lines: Sequence[Line], at: int, words: Sequence[str]) -> Match:
    """Compare the words of the lines from `at` on; a match must end where a line ends."""
    reached = 0
    for index in range(at, len(lines)):
        if reached == len(words):
            return Match(index, reached, index, "")
        for word in lines[index]:
            if reached == len(words):
                return Match(None, reached, index, "the end of the line")
            if word.text != words[reached]:
                return Match(None, reached, index, words[reached])
            reached += 1
    if reached == len(words):
        return Match(len(lines), reached, len(lines), "")
    return Match(None, reached, len(lines), words[reached])


# ── one row ─────────────────────────────────────────────────────────────────────────────────


def _read_row(reader: TextReader, number: int) -> None:
    """Claim one line, or the lines of one wrapped row, as a row; report what is neither."""
    line, layout = reader.line, reader.edition.layout(number)
    words, width = list(_unwrapped(reader, layout)), len(layout.cells)
    figures = len(list(takewhile(lambda word: _stands_for_figure(word, layout), reversed(words))))
    if figures == len(words) == width + 1 and _is_key(words[0], layout):
        figures = width
    coded = layout.label.reads == "code-name"
    if (coded and not CODE_LIKE.fullmatch(words[0])) or not (figures or coded):
        reader.report(
            "unclaimed-line",
            line,
            f"'{_text(line)}' is neither row, heading nor furniture",
            "describe it in the recipe, or restore the line as the source has it",
        )
    elif figures != width or len(words) < width + 1 + coded:
        reader.report(
            "cell-count",
            line,
            f"'{' '.join(words)}' has {figures} figures at its end, not {width}",
        )
    else:
        label, place = " ".join(words[:-width]), reader.place(line)
        row = CellRow(number, label, tuple(words[-width:]), place, reader.section)
        reader.rows.append(row)


def _is_key(word: str, layout: Layout) -> bool:
    """Is the label of a row of nothing but digits a key, as the list of the layout has them?"""
    return layout.codes == "destatis" and KEY.fullmatch(word) is not None


def _stands_for_figure(word: str, layout: Layout) -> bool:
    return DIGIT.search(word) is not None or word in layout.nil


def _unwrapped(reader: TextReader, layout: Layout) -> Iterator[str]:
    """The words of a row whose name may run over several lines; moves on behind them.

    The next line belongs to a row only if it brings more of the name, so that figures alone
    never join a row that lost its own; without codes it cannot be told where a row begins.
    """
    words = [word.text for word in reader.line]
    yield from words
    reader.at += 1
    if layout.label.reads != "code-name" or not CODE.fullmatch(words[0]):
        return
    while reader.left and not any(map(DIGIT.search, words)):
        words = [word.text for word in reader.line]
        if CODE.fullmatch(words[0]) or DIGIT.search(words[0]):
            return
        yield from words
        reader.at += 1
