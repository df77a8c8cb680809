"""Lines → table rows. Every line is row, heading or furniture of its annex, or it is a problem.

The layout: on each page of an annex the headings, the rows, then the caption and the furniture.
Headings and captions are compared word by word, so it does not matter where their lines break.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile

from annexes.errors import DocumentError, Place, Problem, raise_if_any
from annexes.model import CellRow, Document, Line
from annexes.recipe.edition import Annex, Edition

CODE = re.compile(r"[A-Z]{3}")
CODE_LIKE = re.compile(r"\w{3}")
DIGIT = re.compile(r"\d")


@dataclass(slots=True)
class Reader:
    """The lines of a document, how far they are claimed, and what came of it."""

    document: Document
    edition: Edition
    at: int = 0
    page: int = 0
    rows: list[CellRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def left(self) -> bool:
        """True while there are lines that nothing has claimed."""
        return self.at < len(self.document.lines)

    def line(self) -> Line:
        """The first line that nothing has claimed."""
        return self.document.lines[self.at]

    def place(self, line: Line) -> Place:
        """Where this line stands."""
        return Place(self.document.file, page=self.page or None, line=line.number)

    def report(self, check: str, line: Line, problem: str, hint: str) -> None:
        """Note a problem and go on, so that one run names them all."""
        self.problems.append(Problem(check, self.place(line), problem, hint))


def read_rows(document: Document, edition: Edition) -> list[CellRow]:
    """The table rows of a document that begins with its first annex, in its order.

    Pages are counted from the first annex page. Raises DocumentError with a problem for each
    line that the recipe does not account for.
    """
    reader = Reader(document, edition)
    for number, annex in enumerate(edition.annexes):
        for sheet in range(1, annex.pages + 1):
            reader.page += 1
            _read_page(reader, number, annex, f"{annex.label}, its page {sheet} of {annex.pages}")
    if reader.left:
        reader.report(
            "unclaimed-line",
            reader.line(),
            f"'{reader.line()}' stands after the last annex",
            "describe it in the recipe, or remove what does not belong to the document",
        )
    raise_if_any(DocumentError, reader.problems)
    return reader.rows


def printed_columns(edition: Edition) -> list[str]:
    """The headings of the columns, in the order in which a text gives them."""
    return [column.header for column in edition.table.columns]


# ── prose before the annexes ────────────────────────────────────────────────────────────────


def without_prose(document: Document, edition: Edition) -> Document:
    """The document from its first annex on.

    Only a document that begins as the recipe says its prose does may have prose; a line there
    that looks like a table row raises DocumentError, as does a document without the first annex.
    """
    lines = document.lines
    if _match(lines, 0, edition.document.opening.split()).stop is None:
        return document
    heading = edition.annexes[0].above + printed_columns(edition)
    starts = (at for at in range(len(lines)) if _match(lines, at, _words(heading)).stop is not None)
    start = next(starts, len(lines))
    hint = f"the first annex begins with: {' | '.join(heading)}"
    stray = [line for line in lines[:start] if _looks_like_row(line)]
    problems = [
        Problem(
            "row-outside-table",
            Place(document.file, line=line.number),
            f"'{line}' looks like a table row, but no annex has begun",
            hint,
        )
        for line in stray
    ]
    if start == len(lines):
        problem = f"{edition.annexes[0].label} is not in the document"
        problems.append(Problem("heading", Place(document.file), problem, hint))
    raise_if_any(DocumentError, problems)
    return replace(document, lines=lines[start:])


def _looks_like_row(line: Line) -> bool:
    ends_in_numbers = sum(word.isdigit() for word in line.words[-2:]) == 2
    begins_with_code = CODE.fullmatch(line.words[0]) is not None
    return ends_in_numbers or (begins_with_code and DIGIT.search(line.words[-1]) is not None)


# ── one page ────────────────────────────────────────────────────────────────────────────────


def _read_page(reader: Reader, number: int, annex: Annex, name: str) -> None:
    _claim(reader, annex.above + printed_columns(reader.edition), f"the heading of {name}")
    end = _words(annex.below + annex.furniture)
    while reader.left and not _ends(reader, end):
        _read_row(reader, number)
    _claim(reader, annex.below + annex.furniture, f"the end of {name}")


def _ends(reader: Reader, end: Sequence[str]) -> bool:
    """True if the rows of the page end here: at its caption, or where no row can be."""
    if end:
        return _match(reader.document.lines, reader.at, end).reached > 0
    return CODE_LIKE.fullmatch(reader.line().words[0]) is None


def _claim(reader: Reader, phrases: Sequence[str], what: str) -> None:
    """Claim these words as heading or furniture; stop reading the document where they differ."""
    lines = reader.document.lines
    match = _match(lines, reader.at, _words(phrases))
    if match.stop is None:
        found = lines[match.line] if match.line < len(lines) else None
        reader.report(
            "heading",
            found or lines[-1],
            f"{what} should go on with '{match.expected}', "
            + (f"but the line is '{found}'" if found else "but the document ends"),
            f"expected here: {' | '.join(phrases)}",
        )
        raise DocumentError(reader.problems)
    reader.at = match.stop


def _words(phrases: Sequence[str]) -> list[str]:
    return [word for phrase in phrases for word in phrase.split()]


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
        for word in lines[index].words:
            if reached == len(words):
                return Match(None, reached, index, "the end of the line")
            if word != words[reached]:
                return Match(None, reached, index, words[reached])
            reached += 1
    if reached == len(words):
        return Match(len(lines), reached, len(lines), "")
    return Match(None, reached, len(lines), words[reached])


# ── one row ─────────────────────────────────────────────────────────────────────────────────


def _read_row(reader: Reader, annex: int) -> None:
    """Claim one line, or the lines of one wrapped row, as a row; report what is neither."""
    line, width = reader.line(), len(reader.edition.table.counts)
    words = tuple(_unwrapped(reader))
    figures = len(list(takewhile(DIGIT.search, reversed(words))))
    if not CODE_LIKE.fullmatch(words[0]):
        reader.report(
            "unclaimed-line",
            line,
            f"'{line}' is neither row, heading nor furniture",
            "describe it in the recipe, or restore the line as the source has it",
        )
    elif figures != width or len(words) < width + 2:
        reader.report(
            "cell-count",
            line,
            f"'{' '.join(words)}' has {figures} figures at its end, not {width}",
            "a cell is empty, glued, split or not a number: compare the line with the source",
        )
    else:
        name = " ".join(words[1:-width])
        reader.rows.append(CellRow(annex, words[0], name, words[-width:], reader.place(line)))


def _unwrapped(reader: Reader) -> Iterator[str]:
    """The words of a row whose name may run over several lines; moves on behind them.

    The next line belongs to a row only if it brings more of the name, so that figures alone
    never join a row that lost its own.
    """
    words = reader.line().words
    yield from words
    reader.at += 1
    if not CODE.fullmatch(words[0]):
        return
    while reader.left and not any(map(DIGIT.search, words)):
        words = reader.line().words
        if CODE.fullmatch(words[0]) or DIGIT.search(words[0]):
            return
        yield from words
        reader.at += 1
