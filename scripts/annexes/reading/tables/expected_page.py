"""One page of a PDF against the recipe: which table is meant, and is all of it accounted for?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from annexes.base.errors import Place, Problem
from annexes.reading.pages import Page, Word, box_around
from annexes.reading.tables.found import Found
from annexes.reading.tables.group_names import MERGED, group_names, heads_rows, is_group_name
from annexes.reading.tables.heading import words_over
from annexes.reading.tables.lines import Line, lines_of, pieces_of, text_of, upright
from annexes.reading.tables.phrases import words_of
from annexes.reading.tables.tables_of_page import tables_of
from annexes.reading.understood_rows import CellRow
from annexes.recipe.edition import AnnexRecipe, EditionRecipe, Layout

COMPARE = "compare the page with the source"
SAY_PLACE = "'annexes tables' shows them; `page` and `table` of the annex say which is meant"
SAY_HEADINGS = f"{COMPARE}; `headings` of an annex say what is printed otherwise there"
SAY_GROUP = f"{COMPARE}; a name that holds for several rows is a column that reads 'group'"
PAGE_NUMBER = "{page}"
"""Stands for the printed number of the page in a phrase of the recipe."""


class Claim:
    """A page, the annex that is expected on it, and what comes of comparing the two.

    `last` is the last row of the page before, if the annex goes on from there.
    """

    def __init__(
        self,
        file: str,
        page: Page,
        edition: EditionRecipe,
        number: int,
        sheet: int,
        last: CellRow | None = None,
    ) -> None:
        self.file, self.page, self.number, self.sheet = file, page, number, sheet
        self.annex: AnnexRecipe = edition.annexes[number]
        self.layout: Layout = edition.layout(number)
        self.in_prose = bool(self.annex.page)
        self.headed = sheet == 0 or not self.annex.header_once
        self.section = last.section if last else ""
        self.carried = last.figures if last else [""] * len(self.layout.before)
        self.line_numbers: dict[int, int] = {}
        self.rows: list[CellRow] = []
        self.problems: list[Problem] = []

    def read(self) -> None:
        """Fill `rows` and `problems`."""
        found = tables_of(self.page)
        self.line_numbers = {id(w): n for n, line in enumerate(found.lines, 1) for w in line}
        tables = found.tables
        meant = [table for table in tables if self._fits(table)]
        if self.annex.table:  # an annex goes on with the first table of its next page
            number = 1 if self.sheet else self.annex.table
            meant = list(tables[number - 1 : number])
        if len(meant) != 1 or not (self.in_prose or len(tables) == 1):
            counts = f"{len(tables)} tables, " + (
                f"and no number {self.annex.table}"
                if self.annex.table
                else f"{len(meant)} of them with the expected columns"
            )
            problem = f"{self.annex.label}: the page has {counts}"
            self._report("table-count", problem, (), SAY_PLACE)
            return
        (table,) = meant
        if not self._fits(table):
            figures = len(table.columns) - table.labels
            wanted = len(self.layout.cells) - len(self.layout.before)
            problem = (
                f"{self.annex.label} has {figures} columns of figures, but its recipe {wanted}"
            )
            self._report("columns", problem, table.rows[0].words, COMPARE)
            return
        before = len(self.layout.before)
        merged = (own for own in table.remarks if own.check == MERGED)
        unclear = [own for own in merged if not is_group_name(own, table, before)]
        for doubt in table.doubts:
            self._report(doubt.check, doubt.problem, doubt.words, COMPARE)
        for doubt in unclear[:1]:
            more = f" (and {len(unclear) - 1} more)" * (len(unclear) > 1)
            self._report(doubt.check, doubt.problem + more, doubt.words, SAY_GROUP)
        self.rows = list(self._rows(table))
        self._surroundings(table)

    def _fits(self, table: Found) -> bool:
        return len(self.layout.before) < self._labels(table) <= table.labels

    def _labels(self, table: Found) -> int:
        """How many of its first columns are the label and what stands before it: the others are
        columns of the recipe.
        """
        return len(table.columns) - len(self.layout.cells) + len(self.layout.before)

    # ── rows ──

    def _rows(self, table: Found) -> Iterator[CellRow]:
        """Its rows; one without a label of its own is about what stands before the label."""
        before, labels = self.layout.before, self._labels(table)
        groups = {
            n: group_names(table, n, self.carried[n])
            for n, column in enumerate(before)
            if column.reads == "group"
        }
        section = self.section
        for number, row in enumerate(table.rows):
            line = " ".join(text for text in row.texts if text)
            if line in self.annex.inside:
                section = line if heads_rows(line) else section
                continue
            front = [groups[n][number] if n in groups else row.texts[n] for n in range(len(before))]
            label = " ".join(text for text in row.texts[len(before) : labels] if text)
            own = [cell for n, cell in enumerate(row.cells) if n not in groups or not label]
            place = self._place([word for cell in own for word in cell.words])
            if not label:
                label, front = " ".join(filter(None, row.texts[: len(before)])), [""] * len(before)
            elif number == 0 and not all(front):
                self._report(MERGED, f"nothing before '{label}' says what it belongs to", row.words)
            yield CellRow(self.number, label, (*front, *row.texts[labels:]), place, section)

    # ── what stands around the rows ──

    def _surroundings(self, table: Found) -> None:
        taken = {id(word) for word in table.row_words}
        rest = self._without_furniture([w for w in self.page.words if id(w) not in taken])
        top, bottom = table.rows[0].top, table.rows[-1].bottom
        upright_rest = [word for word in rest if not word.angle]
        above = [word for word in upright_rest if word.middle < top]
        below = [word for word in upright_rest if word.middle > bottom]
        self._heading(table, above)
        self._below(below)
        if not self.in_prose:
            others = {id(word) for word in (*above, *below)}
            self._unclaimed(word for word in rest if id(word) not in others)

    def _without_furniture(self, words: Sequence[Word]) -> list[Word]:
        """The words without those of stamps, page numbers and the like."""
        lines = [line for angle in (0, 90, 180, 270) for line in _turned_lines(words, angle)]
        left = list(words)
        for phrase in self.annex.furniture:
            line = next((line for line in lines if _says(text_of(line), phrase)), None)
            if line is None:
                problem = f"{self.annex.label}: '{phrase}' is not on the page"
                self._report("furniture", problem, ())
                continue
            lines.remove(line)
            gone = set(map(id, line))
            left = [word for word in left if id(word) not in gone]
        return left

    def _heading(self, table: Found, words: Sequence[Word]) -> None:
        """Compare the lines above the table, then the headings of its columns."""
        own = set(map(id, table.header_words)) if table.ruled else set()
        lines = lines_of(word for word in words if id(word) not in own)
        at = self._end_of_phrases(lines)
        if at is None:
            expected = " | ".join(self.annex.above)
            found = text_of(lines[0]) if lines else "nothing"
            problem = f"{self.annex.label} should stand below '{expected}', but there is '{found}'"
            self._report("heading", problem, lines[0] if lines else table.rows[0].words, COMPARE)
            return
        if not self.in_prose and (table.ruled or not self.headed):
            self._unclaimed(word for line in lines[at:] for word in line)
        if self.headed:
            self._compare_headings(self._headers(table, lines[at:]), table)

    def _headers(self, table: Found, lines: Sequence[Line]) -> list[Sequence[str]]:
        """What may stand above each column.

        Where no rules separate them, headings may be so close that a line of them looks like one
        piece: then each word counts for itself.
        """
        if table.ruled or (self.in_prose and not self.annex.above):
            return [table.header]
        left, right = table.columns[0][0] - 5, table.columns[-1][1] + 5
        words = [word for line in lines for word in line]
        if self.in_prose:
            pieces = (piece for line in lines for piece in pieces_of(line))
            words = [w for p in pieces if p[-1].x1 > left and p[0].x0 < right for w in p]
        claimed = set(map(id, table.header_words))
        found = [table.header] if all(id(word) in claimed for word in words) else []
        return [*found, tuple(map(text_of, words_over(words, table.columns)))]

    def _end_of_phrases(self, lines: Sequence[Line]) -> int | None:
        """The line behind the phrases above the table: the nearest such place, in prose."""
        phrases = words_of(self.annex.above)
        if not phrases:
            return len(lines) if self.in_prose else 0
        starts = range(len(lines) - 1, -1, -1) if self.in_prose else range(min(1, len(lines)))
        for start in starts:
            said: list[str] = []
            for at in range(start, len(lines)):
                said += (word.text for word in lines[at])
                if len(said) >= len(phrases):
                    break
            if len(said) == len(phrases) and all(map(_says, said, phrases)):
                return at + 1
        return None

    def _compare_headings(self, headers: Sequence[Sequence[str]], table: Found) -> None:
        cells = [columns[0].header for columns in self.layout.cells]
        before, labels = len(self.layout.before), self._labels(table)
        expected = [*cells[:before], self.layout.label.header, *cells[before:]]
        read = [
            [
                *header[:before],
                " ".join(dict.fromkeys(filter(None, header[before:labels]))),
                *header[labels:],
            ]
            for own in headers
            for header in (own, [text.replace(" / ", " ") for text in own])
        ]
        if expected in read:
            return
        pairs = [own for own in zip(read[0], expected, strict=True) if own[0] != own[1]]
        said = "; ".join(f"a column is headed '{found}', expected '{own}'" for found, own in pairs)
        words = table.header_words or table.rows[0].words
        self._report("heading", f"{self.annex.label}: {said}", words, SAY_HEADINGS)

    def _below(self, words: Sequence[Word]) -> None:
        expected = words_of(self.annex.below)
        lines = lines_of(words)
        said = [word.text for line in lines for word in line]
        own = said[: len(expected)] if self.in_prose else said
        if len(own) != len(expected) or not all(map(_says, own, expected)):
            found = " | ".join(map(text_of, lines)) or "nothing"
            problem = f"{self.annex.label}: below the table stands '{found}'"
            hint = f"expected there: {' | '.join(self.annex.below) or 'nothing'}"
            self._report("heading", problem, words, hint)

    def _unclaimed(self, words: Iterable[Word]) -> None:
        for line in lines_of(map(upright, words)):
            kind = "unclaimed-digit" if any(map(str.isdigit, text_of(line))) else "unclaimed-line"
            problem = f"'{text_of(line)}' is neither row, heading nor furniture"
            self._report(kind, problem, line)

    # ── problems ──

    def _report(self, check: str, problem: str, words: Sequence[Word], advice: str = "") -> None:
        self.problems.append(Problem(check, self._place(words), problem, advice))

    def _place(self, words: Sequence[Word]) -> Place:
        if not words:
            return Place(self.file, page=self.page.number)
        numbers = (self.line_numbers.get(id(word)) for word in words)
        line = next((number for number in numbers if number), None)
        return Place(self.file, page=self.page.number, line=line, box=box_around(words))


def _turned_lines(words: Iterable[Word], angle: int) -> Iterator[Line]:
    """The lines of the words that are written in this direction."""
    own = {upright(word): word for word in words if word.angle == angle}
    for line in lines_of(own):
        yield tuple(own[word] for word in line)


def _says(text: str, phrase: str) -> bool:
    """True if the text is the phrase, with any number where the phrase stands for the page."""
    pattern = re.escape(phrase).replace(re.escape(PAGE_NUMBER), "[0-9]+")
    return re.fullmatch(pattern, text) is not None
