"""What each word of a page is: nothing on it vanishes without a word."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, get_args

from annexes.reading.pages import Page, Word, WordDoubt
from annexes.reading.tables.found import Found, Side, words_inside
from annexes.reading.tables.lines import MARGIN, Line, text_of
from annexes.reading.tables.tables_of_page import PageTables
from annexes.reading.tables.word_kinds import opens_note, opens_title

Role = Literal["cell", "heading", "note", "furniture", "text", "refused"]
"""A cell of a table, its heading or title, a note below it, a page number or the like, running
text that no table touches, or part of what could not be read.
"""
ROLES: tuple[Role, ...] = get_args(Role)

CLOSE = 0.8
"""The lines of one note stand no further apart than this share of their height."""
NEAR = 2.5
"""A note or a title stands no further from its table than this many times its height."""


def roles_of(page: Page, found: PageTables) -> Mapping[Role, int]:
    """How many words of the page have each role; every word has exactly one."""
    given: dict[int, Role] = {}

    def give(role: Role, words: Iterable[Word]) -> None:
        for word in words:
            given.setdefault(id(word), role)

    refused = [table for table in found.tables if table.doubts]
    for table in refused:
        give("refused", _words_of(table))
        give("refused", (word for doubt in table.doubts for word in doubt.words))
        give("refused", words_inside(page.words, table.box))
    give("refused", (word for words in found.stray for word in words))
    for table in (table for table in found.tables if not table.doubts):
        give("cell", (word for row in table.rows for word in row.words))
        give("heading", (*table.header_words, *table.title_words))
        give("furniture", table.aside)
        give("note", table.notes)
        give("heading", _title_above(table, found.lines))
        give("note", _notes_below(table, found.lines))
    give("furniture", (word for word in page.words if word.doubt == WordDoubt.HIDDEN))
    give("furniture", _in_margins(page) if page.height else ())
    counted = Counter(given.get(id(word), "text") for word in page.words)
    return {role: counted[role] for role in ROLES}


def _words_of(table: Found) -> Iterator[Word]:
    yield from (word for row in table.rows for word in row.words)
    yield from (*table.header_words, *table.title_words, *table.aside, *table.notes)


def _over(line: Line, box: Side) -> bool:
    return line[-1].x1 > box[0] and line[0].x0 < box[2]


def _title_above(table: Found, lines: Iterable[Line]) -> Iterator[Word]:
    """A line right above the table that says it is its title, and its further lines."""
    box = table.box
    above = [line for line in lines if line[0].bottom <= box[1] + 2 and _over(line, box)]
    near: list[Line] = []
    top = box[1]
    for line in reversed(above):
        height = line[0].bottom - line[0].top
        if top - line[0].bottom > (NEAR if not near else CLOSE) * height:
            return
        near.append(line)
        top = line[0].top
        if opens_title(text_of(line)):
            yield from (word for own in near for word in own)
            return


def _notes_below(table: Found, lines: Iterable[Line]) -> Iterator[Word]:
    """The lines below the table that begin as notes do, and their further lines."""
    box = table.box
    bottom, noted = box[3], False
    for line in lines:
        if line[0].top < box[3] - 2 or not _over(line, box):
            continue
        height = line[0].bottom - line[0].top
        gap = line[0].top - bottom
        if not (opens_note(text_of(line)) and gap < NEAR * height) and not (
            noted and gap < CLOSE * height
        ):
            return
        noted, bottom = True, line[0].bottom
        yield from line


def _in_margins(page: Page) -> Iterator[Word]:
    """Words at the top and the bottom of the page, and turned ones."""
    for word in page.words:
        if word.angle or not MARGIN < word.middle < page.height - MARGIN:
            yield word
