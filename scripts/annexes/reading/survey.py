"""Which tables does a document have? Found without a recipe, with what is not certain of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from annexes.base.errors import Place, Problem
from annexes.reading.document.read_document import read_document
from annexes.reading.pages import Page, Word, box_around

if TYPE_CHECKING:
    from annexes.reading.tables.found import Doubt, Found
    from annexes.reading.tables.word_roles import Role


@dataclass(frozen=True)
class SurveyedTable:
    """The `number`-th table of its page, from 1; it is certain if there are no problems.

    `remarks` are what a person should look at though its cells are certain, such as its heading.
    """

    number: int
    found: Found
    problems: tuple[Problem, ...]
    remarks: tuple[Problem, ...]


@dataclass(frozen=True)
class SurveyedPage:
    """A page and its tables; `unread` are lines that look like rows but are in no table, `roles`
    says what its words are: how many have each role.
    """

    page: Page
    tables: tuple[SurveyedTable, ...]
    unread: tuple[Problem, ...]
    roles: Mapping[Role, int]


def survey(path: Path, pages: Sequence[int] | None = None) -> Iterator[SurveyedPage]:
    """The pages of a document with their tables, one page after the other.

    A page of a text is one table with the lines that belong to it. Raises DocumentError if the
    document cannot be read.
    """
    document = read_document(path, pages)
    # loaded here, while the reader of the document starts
    from annexes.reading.tables.lines import text_of
    from annexes.reading.tables.tables_of_page import PageTables, tables_of
    from annexes.reading.tables.text_tables import tables_of_text
    from annexes.reading.tables.word_roles import roles_of

    if not document.drawn:
        (text,) = document.pages
        for table in tables_of_text(text):
            if not pages or table.page.number in pages:
                roles = roles_of(table.page, PageTables([], (table.found,), ()))
                only = SurveyedTable(1, table.found, (), ())
                yield SurveyedPage(table.page, (only,), (), roles)
        return
    for page in document.pages:
        found = tables_of(page)
        tables = (
            SurveyedTable(
                number,
                table,
                tuple(_problems(path, table.page, table.doubts)),
                tuple(_problems(path, table.page, table.remarks)),
            )
            for number, table in enumerate(found.tables, start=1)
        )
        unread = (
            Problem(
                "unread",
                place_of(path, page.number, words),
                f"'{text_of(words)}' looks like a row of a table that cannot be read",
            )
            for words in found.stray
        )
        yield SurveyedPage(page, tuple(tables), tuple(unread), roles_of(page, found))


def _problems(path: Path, page: int, doubts: Sequence[Doubt]) -> Iterator[Problem]:
    for doubt in doubts:
        yield Problem(doubt.check, place_of(path, page, doubt.words), doubt.problem)


def place_of(path: Path, page: int, words: Sequence[Word]) -> Place:
    """The box around these words of a page, in points with one decimal."""
    return Place(str(path), page=page, box=box_around(words))
