"""What each word of a page is: nothing on it vanishes without a word."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, get_args

from annexes.reading.pages import Page, Word, WordDoubt
from annexes.reading.tables.found import Found, words_inside
from annexes.reading.tables.lines import MARGIN
from annexes.reading.tables.tables_of_page import PageTables
from annexes.reading.tables.typed_rules import typed_rules

Role = Literal["cell", "heading", "note", "furniture", "text", "refused"]
"""A cell of a table, its heading or title, a note below it, a page number, a typed rule or the
like, running text that no table touches, or part of what could not be read.
"""
ROLES: tuple[Role, ...] = get_args(Role)


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
        give("cell", table.row_words)
        give("heading", (*table.header_words, *table.title_words))
        give("furniture", table.aside)
        give("note", table.notes)
    give("furniture", (word for word in page.words if word.doubt == WordDoubt.HIDDEN))
    give("furniture", _in_margins(page) if page.height else ())
    give("furniture", typed_rules(page.words))
    counted = Counter(given.get(id(word), "text") for word in page.words)
    return {role: counted[role] for role in ROLES}


def _words_of(table: Found) -> Iterator[Word]:
    yield from (*table.row_words, *table.header_words, *table.title_words)
    yield from (*table.aside, *table.notes)


def _in_margins(page: Page) -> Iterator[Word]:
    """Words at the top and the bottom of the page, and turned ones."""
    for word in page.words:
        if word.angle or not MARGIN < word.middle < page.height - MARGIN:
            yield word
