"""Annexes in a PDF: the tables found on its pages must be those that the recipe describes.

A document of nothing but annexes is claimed word by word: what is neither row nor heading nor
furniture is a problem. Where the recipe says on which page an annex stands, the rest of that page
is prose, and only the lines next to the table are compared.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from annexes.base.errors import DocumentError, Place, Problem, raise_if_any
from annexes.reading.check_prose import Said, check_prose
from annexes.reading.pages import Document, Page, box_around
from annexes.reading.tables.expected_page import Claim
from annexes.reading.tables.lines import lines_of, text_of
from annexes.reading.tables.phrases import looks_like_row, words_of
from annexes.reading.understood_rows import CellRow, Reading, Sheet
from annexes.recipe.edition import EditionRecipe


def read_drawn(document: Document, edition: EditionRecipe) -> Reading:
    """The table rows of a PDF, in its order.

    Raises DocumentError with a problem for everything that the recipe does not account for, and
    for everything that cannot be read with certainty.
    """
    reader = DrawnReader(document.file, edition)
    placed = any(annex.page for annex in edition.annexes)
    try:
        for page in document.pages:
            if placed:
                reader.read_placed(page)
            elif page.words:
                reader.read_next(page)
    except DocumentError as error:
        raise DocumentError(reader.with_annex(own) for own in error.problems) from error
    reader.finish()
    return Reading(tuple(reader.rows), tuple(reader.sheets))


@dataclass
class DrawnReader:
    """What is still expected, and what came of the pages so far."""

    file: str
    edition: EditionRecipe
    rows: list[CellRow] = field(default_factory=list)
    sheets: list[Sheet] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    prose: list[Said] = field(default_factory=list)
    started: bool = False
    missing: list[tuple[int, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.missing = [
            (number, sheet)
            for number, annex in enumerate(self.edition.annexes)
            for sheet in range(annex.pages)
        ]

    def read_placed(self, page: Page) -> None:
        """Read the annexes that the recipe places on this page."""
        annexes = self.edition.annexes
        for number, sheet in list(self.missing):
            if annexes[number].page + sheet == page.number:
                self.missing.remove((number, sheet))
                self._read(page, number, sheet)

    def read_next(self, page: Page) -> None:
        """Read the next annex page, or skip a page of the prose before the first."""
        if not self.started and self._is_prose(page):
            return
        self.started = True
        if self.missing:
            self._read(page, *self.missing.pop(0))
        else:
            problem = f"page {page.number} stands after the last annex"
            self.problems.append(Problem("unclaimed-page", self._place(page), problem))

    def with_annex(self, problem: Problem) -> Problem:
        """What is wrong with a page, with the annex that the recipe places there if it has none."""
        page = problem.place.page or 0
        meant = [a.label for a in self.edition.annexes if a.page <= page < a.page + a.pages]
        if problem.check != "page-range" or not meant:
            return problem
        hint = f"correct `page` or `pages` of the annex: {problem.hint}"
        return replace(problem, problem=f"{meant[0]}: {problem.problem}", advice=hint)

    def finish(self) -> None:
        """Raise DocumentError if anything was missing or wrong."""
        for number, sheet in self.missing:
            label = self.edition.annexes[number].label
            problem = f"{label}, its page {sheet + 1}, is not in the document"
            self.problems.append(Problem("missing-page", Place(self.file), problem))
        self.problems += check_prose(self.prose, self.edition)
        raise_if_any(DocumentError, self._said_once())

    def _said_once(self) -> Iterator[Problem]:
        """The problems, each once where several annexes have the same."""
        labels = sorted((f"{annex.label}: " for annex in self.edition.annexes), key=len)
        alike: dict[tuple[str, str], list[Problem]] = {}
        for problem in self.problems:
            own = next((x for x in labels if problem.problem.startswith(x)), "")
            text = problem.problem.removeprefix(own)
            alike.setdefault((problem.check, text), []).append(problem)
        for same in alike.values():
            more = f" (in {len(same)} annexes)" * (len(same) > 1)
            yield replace(same[0], problem=same[0].problem + more)

    def _read(self, page: Page, number: int, sheet: int) -> None:
        last = next((row for row in reversed(self.rows) if row.annex == number), None)
        claim = Claim(self.file, page, self.edition, number, sheet, last)
        claim.read()
        self.rows += claim.rows
        self.problems += claim.problems
        self.sheets.append(Sheet(page.number, page.words))

    def _is_prose(self, page: Page) -> bool:
        """True for a page before the first annex, in a document that begins with prose."""
        lines = [text_of(line) for line in lines_of(page.words)]
        opening = self.edition.document.opening.split()
        begins = words_of(lines)[: len(opening)] == opening
        if page.number == 1 and not (opening and begins):
            return False
        first = self.edition.annexes[0].above
        if first and first[0] in lines:
            return False
        for word in (word for line in lines_of(page.words) for word in line):
            place = Place(self.file, page=page.number, box=box_around([word]))
            self.prose.append(Said(word.text, place))
        for number, line in enumerate(lines, start=1):
            if looks_like_row(line.split()):
                place = Place(self.file, page=page.number, line=number)
                problem = f"'{line}' looks like a table row, but no annex has begun"
                hint = f"the first annex begins with: {' | '.join(first)}"
                self.problems.append(Problem("row-outside-table", place, problem, hint))
        return True

    def _place(self, page: Page) -> Place:
        return Place(self.file, page=page.number)
