"""Which tables does a document have? Found without a recipe, with what is not certain of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from annexes.base.errors import Place, Problem
from annexes.reading.document.read_document import read_document
from annexes.reading.model import Page, Word, box_around
from annexes.reading.tables.found import Found
from annexes.reading.tables.lines import text_of
from annexes.reading.tables.tables_of_page import tables_of
from annexes.reading.tables.text_tables import tables_of_text

BY_HAND = "read this table by hand, or ask its publisher for the figures as data"


@dataclass(frozen=True)
class SurveyedTable:
    """The `number`-th table of its page, from 1; it is certain if there are no problems."""

    number: int
    found: Found
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class SurveyedPage:
    """A page and its tables; `unread` are lines that look like rows but are in no table."""

    page: Page
    tables: tuple[SurveyedTable, ...]
    unread: tuple[Problem, ...]


def survey(path: Path, pages: Sequence[int] | None = None) -> Iterator[SurveyedPage]:
    """The pages of a document with their tables, one page after the other.

    A page of a text is one table with the lines that belong to it. Raises DocumentError if the
    document cannot be read.
    """
    document = read_document(path, pages)
    if not document.drawn:
        (text,) = document.pages
        for table in tables_of_text(text):
            if not pages or table.page.number in pages:
                yield SurveyedPage(table.page, (SurveyedTable(1, table.found, ()),), ())
        return
    for page in document.pages:
        found = tables_of(page)
        tables = (
            SurveyedTable(number, table, tuple(_problems(path, table)))
            for number, table in enumerate(found.tables, start=1)
        )
        unread = (
            Problem(
                "unread",
                place_of(path, page.number, words),
                f"'{text_of(words)}' looks like a row of a table that cannot be read",
                BY_HAND,
            )
            for words in found.stray
        )
        yield SurveyedPage(page, tuple(tables), tuple(unread))


def _problems(path: Path, table: Found) -> Iterator[Problem]:
    for doubt in table.doubts:
        yield Problem(doubt.check, place_of(path, table.page, doubt.words), doubt.problem, BY_HAND)


def place_of(path: Path, page: int, words: Sequence[Word]) -> Place:
    """The box around these words of a page, in points with one decimal."""
    return Place(str(path), page=page, box=box_around(words))
