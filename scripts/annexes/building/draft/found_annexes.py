"""The tables that were found on the pages of a document → its annexes, each with all its pages.

The pages of one annex have the same headings and the same lines around them; a page that begins
with its table, with these headings or none, goes on with a table that ends the page before.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import dropwhile, takewhile

from annexes.building.draft.captions import caption_above, ends_in_page_number
from annexes.building.draft.language_words import is_one_of, words_for
from annexes.building.printed_phrases import masked
from annexes.reading.pages import Page
from annexes.reading.survey import SurveyedPage, SurveyedTable
from annexes.reading.tables.continued import may_continue
from annexes.reading.tables.expected_page import PAGE_NUMBER
from annexes.reading.tables.found import Found, FoundRow
from annexes.reading.tables.lines import Line, lines_of, text_of

MAX_LINES = 8
"""A page with more lines than so many beside its table is prose with a table in it."""
MAX_LENGTH = 100
SENTENCE = re.compile(r"(?:\S+ ){4,}\S*[^\W\d_]{2}[.:]$")
OPENING_WORDS = 5
OUTER = 2
"""So many lines at the top and at the bottom of a page may stand on others as well."""
GROUP_APART = 1.5
"""Lines of a text that stand further apart have an empty one between them."""


@dataclass(frozen=True)
class Surroundings:
    """The lines next to a table: those above and below it that belong to it, page numbers and the
    like, and all lines below, among which are the notes. `caption` is what it is called there.
    """

    above: tuple[str, ...] = ()
    below: tuple[str, ...] = ()
    furniture: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    caption: str = ""

    @property
    def claimed(self) -> tuple[tuple[str, ...], ...]:
        """What a recipe says of them."""
        return self.above, self.below, self.furniture

    def meaning_of(self, mark: str) -> str:
        """What the notes say of a footnote mark, or nothing."""
        plain = unicodedata.normalize("NFKC", mark)
        sign = re.escape(plain.strip("()") or plain)
        note = re.compile(rf"\(?{sign}\)?(?![\d.,*)]|(?<=[a-z])\w)\s*(?P<text>.*)")
        said = (note.fullmatch(line) for line in self.notes)
        return next((match["text"] for match in said if match), "")


@dataclass(frozen=True)
class AnnexPage:
    """One page of an annex: its table, the `number`-th of the page, and the lines around it."""

    page: int
    number: int
    found: Found
    around: Surroundings
    is_last: bool = True

    @property
    def labels(self) -> list[str]:
        """What stands before the figures of each row."""
        return [" ".join(row.texts[: self.found.labels]) for row in self.found.rows]


@dataclass
class FoundAnnex:
    """The pages of one annex, in their order; `guessed` says that no caption joins them."""

    pages: list[AnnexPage]
    guessed: bool = False

    @property
    def first(self) -> AnnexPage:
        """Its first page."""
        return self.pages[0]

    @property
    def around(self) -> Surroundings:
        """What stands around the table on each of its pages."""
        around = self.first.around
        if all(page.around.claimed == around.claimed for page in self.pages):
            return around
        notes = tuple(note for page in self.pages for note in page.around.notes)
        return Surroundings(notes=notes, caption=around.caption)

    @property
    def rows(self) -> list[FoundRow]:
        """All its rows."""
        return [row for page in self.pages for row in page.found.rows]

    @property
    def place(self) -> str:
        """Where it stands, in words."""
        last = self.pages[-1].page
        several = f"pages {self.first.page}-{last}"
        pages = several if len(self.pages) > 1 else f"page {self.first.page}"
        return f"{pages} table {self.first.number}"


@dataclass(frozen=True)
class FoundDocument:
    """The annexes of a document; `is_whole` says that it holds nothing else.

    `opening` is how it begins where prose stands before them.
    """

    annexes: list[FoundAnnex]
    is_whole: bool
    opening: str = ""


def found_document(surveyed: Sequence[SurveyedPage], *, drawn: bool, chosen: bool) -> FoundDocument:
    """The annexes on these pages; `chosen` says that a person has named the pages or tables."""
    certain = [(page, [table for table in page.tables if not table.problems]) for page in surveyed]
    if not drawn:
        return _in_text([(page.page, tables[0]) for page, tables in certain if tables])
    whole = not chosen and _is_whole(surveyed)
    running = _running([page.page for page in surveyed])
    pages = [
        AnnexPage(
            page.page.number,
            table.number,
            table.found,
            _around(table.found, page, running, whole=whole),
            is_last=table.number == len(page.tables),
        )
        for page, tables in certain
        for table in tables
    ]
    begins_with_prose = whole and not surveyed[0].tables
    opening = _opening(lines_of(surveyed[0].page.words)) if begins_with_prose else ""
    return FoundDocument(_joined(pages), whole, opening)


# ── which pages are one annex ───────────────────────────────────────────────────────────────


def _joined(pages: Sequence[AnnexPage]) -> list[FoundAnnex]:
    annexes: list[FoundAnnex] = []
    for page in pages:
        how = _goes_on(annexes[-1], page) if annexes else ""
        if how:
            annexes[-1].pages.append(page)
            annexes[-1].guessed |= how == "guessed"
        else:
            annexes.append(FoundAnnex([page]))
    return annexes


def _goes_on(annex: FoundAnnex, page: AnnexPage) -> str:
    """'' if the page does not go on with the annex, 'guessed' if only its rows say so."""
    last = annex.pages[-1]
    alike = (
        page.number == 1
        and last.is_last
        and may_continue(last.found, page.found)
        and page.found.labels == last.found.labels
        and page.found.ruled == last.found.ruled
    )
    before = [label for own in annex.pages for label in own.labels]
    if not alike or {*page.labels} & {*before} or is_total(before[-1]):
        return ""
    if page.around.claimed == last.around.claimed:
        captioned = any(page.around.above) or any(page.around.below)
        return "captioned" if any(page.found.header) and captioned else "guessed"
    return "" if page.around.above or last.around.below else "guessed"


def is_total(label: str) -> bool:
    """True for the label of a row of totals, in the languages that are known."""
    return is_one_of(label.rstrip(" :*"), "totals")


# ── what stands around them ─────────────────────────────────────────────────────────────────


def _is_whole(surveyed: Sequence[SurveyedPage]) -> bool:
    """True if from its first table on the document has one table on each page, and little else."""
    printed = (page for page in surveyed if page.page.words)
    with_table = list(dropwhile(lambda page: not page.tables, printed))
    return bool(with_table) and all(
        len(page.tables) == 1
        and not page.tables[0].problems
        and not page.unread
        and not any(word.angle or word.doubt for word in page.page.words)
        and _is_brief(lines_outside(page.page, [page.tables[0].found]))
        for page in with_table
    )


def _is_brief(lines: Sequence[Line]) -> bool:
    """True for few lines without prose: no sentence, and no number of a printed paper."""
    texts = list(map(text_of, lines))
    number = words_for("document")["number"]
    prose = (SENTENCE.search(text) or re.search(number, text) for text in texts)
    return (
        len(texts) <= MAX_LINES and max(map(len, texts), default=0) <= MAX_LENGTH and not any(prose)
    )


def lines_outside(page: Page, tables: Sequence[Found]) -> list[Line]:
    """The lines outside of these tables."""
    inside = {id(word) for table in tables for word in table.row_words}
    inside |= {id(word) for table in tables for word in (*table.header_words, *table.aside)}
    return lines_of(word for word in page.words if id(word) not in inside)


def _around(
    found: Found, page: SurveyedPage, running: Collection[str], *, whole: bool
) -> Surroundings:
    """The lines up to the next table above and below; only the nearest, where there is prose.

    `running` are the lines that several pages begin or end with.
    """
    tables = [table.found for table in page.tables]
    lines = lines_outside(page.page, tables)
    top, bottom = found.box[1], found.rows[-1].bottom
    floor = max((t.rows[-1].bottom for t in tables if t.rows[-1].bottom <= top), default=0.0)
    others = [t for t in tables if t is not found and t.rows[-1].bottom > bottom]
    ceiling = min((t.box[1] for t in others), default=page.page.height)
    above = [line for line in lines if floor < line[0].middle < top]
    below = [line for line in lines if bottom < line[0].middle < ceiling]
    notes = tuple(text_of(line) for line in lines if line[0].middle > bottom)
    said = [line for line in lines if _is_said(line, lines, page.page.number, running)]
    caption = caption_above([line for line in above if line in said], lines)
    if whole:
        captions, furniture = _apart([text_of(line) for line in below])
        numbered = tuple(_without_number(text, page.page.number) for text in furniture)
        return Surroundings(tuple(map(text_of, above)), captions, numbered, notes, caption)
    nearest_above, nearest_below = (
        tuple(_without_number(text_of(line), page.page.number) for line in own if line in said)
        for own in (above[-1:], below[:1])
    )
    return Surroundings(nearest_above, nearest_below, notes=notes, caption=caption)


def _is_said(line: Line, lines: Sequence[Line], page: int, running: Collection[str]) -> bool:
    """False for a line with a doubtful word, which no recipe can name, and for a running head: a
    line that several pages begin or end with, or that has the number of the page.
    """
    outer = line in (lines[0], lines[-1]) and any(word.text == str(page) for word in line)
    text = text_of(line)
    is_head = outer or ends_in_page_number(text) or masked(text) in running
    return not is_head and not any(word.doubt for word in line)


def _running(pages: Sequence[Page]) -> set[str]:
    """The lines that several pages begin or end with, without their numbers."""
    counts: Counter[str] = Counter()
    for page in pages:
        lines = lines_of(page.words)
        counts.update({masked(text_of(line)) for line in [*lines[:OUTER], *lines[-OUTER:]]})
    return {text for text, count in counts.items() if count > 1 and 2 * count >= len(pages)}


def _apart(below: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The captions below a table, and the page numbers and the like behind them."""
    running = takewhile(lambda text: is_one_of(text, "furniture"), reversed(below))
    end = len(below) - len(list(running))
    return tuple(below[:end]), tuple(below[end:])


def _without_number(text: str, page: int) -> str:
    """The line with a sign in place of the number of its page, as its last or first word."""
    words = text.split()
    for at in (0, -1):
        if len(words) > 1 and words[at] == str(page):
            words[at] = PAGE_NUMBER
    return " ".join(words)


# ── texts ───────────────────────────────────────────────────────────────────────────────────


def _in_text(pages: Sequence[tuple[Page, SurveyedTable]]) -> FoundDocument:
    """All lines of a text belong to one of its tables, but for prose before the first."""
    opening = ""
    found = []
    for number, (page, table) in enumerate(pages):
        lines = lines_outside(page, [table.found])
        top = table.found.rows[0].top
        above = [line for line in lines if line[0].top < top]
        if number == 0 and not _is_brief(above):
            opening = _opening(above)
            above = _last_group(above)
        captions, furniture = _apart([text_of(line) for line in lines if line[0].top > top])
        texts = tuple(text_of(line) for line in above)
        around = Surroundings(texts, captions, furniture, captions, caption_above(above, lines))
        found.append(AnnexPage(page.number, 1, table.found, around))
    return FoundDocument(_joined(found), True, opening)


def _opening(lines: Sequence[Line]) -> str:
    """The first lines, until they say something."""
    words: list[str] = []
    for line in lines:
        if len(words) < OPENING_WORDS:
            words += (word.text for word in line)
    return " ".join(words)


def _last_group(lines: Sequence[Line]) -> list[Line]:
    """The lines behind the last empty one."""
    group: list[Line] = []
    for line in reversed(lines):
        if group and group[-1][0].top - line[0].top > GROUP_APART:
            break
        group.append(line)
    return group[::-1]


def annex_labels(annexes: Sequence[FoundAnnex]) -> list[str]:
    """What the document calls its annexes, else where they stand.

    One that is printed as 'Anlage 2' and is the second tells what the others are called.
    """
    printed = [
        (number, match)
        for number, annex in enumerate(annexes, start=1)
        for lines in annex.first.around.claimed
        for line in lines
        if (match := re.fullmatch(words_for("annex"), line))
    ]
    if printed and all(number == int(match["n"]) for number, match in printed):
        word = printed[0][1]["word"]
        return [f"{word} {number}" for number in range(1, len(annexes) + 1)]
    return [annex.place for annex in annexes]
