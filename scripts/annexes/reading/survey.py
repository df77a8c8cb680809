"""Which tables does a document have? Found without a recipe, with what is not certain of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from annexes.base.errors import Place, Problem
from annexes.reading.document.read_document import read_document
from annexes.reading.pages import Page, Word, box_around

if TYPE_CHECKING:
    from annexes.reading.tables.found import Found
    from annexes.reading.tables.lines import Line
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
    says what its words are: how many have each role. `lines` are those that are seen on it.
    """

    page: Page
    tables: tuple[SurveyedTable, ...]
    unread: tuple[Problem, ...]
    roles: Mapping[Role, int]
    lines: Sequence[Line] = ()


def survey(path: Path, pages: Sequence[int] | None = None) -> Iterator[SurveyedPage]:
    """The pages of a document with their tables, one page after the other.

    A page of a text is one table with the lines that belong to it. Raises DocumentError if the
    document cannot be read.
    """
    document = read_document(path, pages)
    # loaded here, while the reader of the document starts
    from annexes.reading.tables.tables_of_page import PageTables
    from annexes.reading.tables.word_roles import roles_of

    if not document.drawn:
        from annexes.reading.tables.text_tables import tables_of_text

        (text,) = document.pages
        for table in tables_of_text(text):
            if not pages or table.page.number in pages:
                roles = roles_of(table.page, PageTables([], (table.found,), ()))
                only = SurveyedTable(1, table.found, (), ())
                yield SurveyedPage(table.page, (only,), (), roles)
        return
    before: SurveyedPage | None = None
    for page in document.pages:
        surveyed = _surveyed(path, page)
        if before:
            before, surveyed = _with_torn_row(path, before, surveyed)
            surveyed = _with_lone_row(path, before, surveyed)
            yield before
        before = surveyed
    if before:
        yield before


def _surveyed(path: Path, page: Page) -> SurveyedPage:
    from annexes.reading.tables.lines import text_of
    from annexes.reading.tables.tables_of_page import tables_of
    from annexes.reading.tables.word_roles import roles_of

    found = tables_of(page)
    tables = (
        SurveyedTable(number, table, tuple(_refusals(path, table)), tuple(_remarks(path, table)))
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
    return SurveyedPage(page, tuple(tables), tuple(unread), roles_of(page, found), found.lines)


def _with_torn_row(
    path: Path, before: SurveyedPage, after: SurveyedPage
) -> tuple[SurveyedPage, SurveyedPage]:
    """The two pages, with a problem on both where a row of the first goes on at the top of the
    second: neither shows it whole.
    """
    from annexes.reading.tables.continued import rest_of_row, rest_of_words
    from annexes.reading.tables.lines import text_of

    last = before.tables[-1] if before.tables else None
    if last is None:
        return before, after
    rest = rest_of_row(last.found, after.page)
    rest = rest or rest_of_words(last.found, before.lines, after.lines)
    if not rest:
        return before, after
    row = last.found.rows[-1].words
    problem = f"'{text_of(row)}' may go on on the next page: '{text_of(rest)}'"
    torn = Problem("row", _whole(path, last.found), problem)
    problem = f"'{text_of(rest)}' may be the rest of a row of the page before"
    last = replace(last, problems=(*last.problems, torn))
    before = replace(before, tables=(*before.tables[:-1], last))
    if not after.tables:
        cut = Problem("row", place_of(path, after.page.number, rest), problem)
        return before, replace(after, unread=(*after.unread, cut))
    first, *others = after.tables
    cut = Problem("row", _whole(path, first.found, rest), problem)
    first = replace(first, problems=(*first.problems, cut))
    return before, replace(after, tables=(first, *others))


def _with_lone_row(path: Path, before: SurveyedPage, after: SurveyedPage) -> SurveyedPage:
    """The page, with a problem if a row of the last table of the page before stands at its top."""
    from annexes.reading.tables.continued import lone_row
    from annexes.reading.tables.lines import text_of

    if not before.tables:
        return after
    top = after.tables[0].found.box[1] if after.tables else after.page.height
    row = lone_row(before.tables[-1].found, before.lines, after.lines, top)
    if not row:
        return after
    problem = f"'{text_of(row)}' may be a row of the table on the page before"
    lost = Problem("unread", place_of(path, after.page.number, row), problem)
    return replace(after, unread=(*after.unread, lost))


def _refusals(path: Path, table: Found) -> Iterator[Problem]:
    if table.doubts:
        place = _whole(path, table)
        yield from (Problem(doubt.check, place, doubt.problem) for doubt in table.doubts)


def _remarks(path: Path, table: Found) -> Iterator[Problem]:
    for remark in table.remarks:
        yield Problem(remark.check, place_of(path, table.page, remark.words), remark.problem)


def _whole(path: Path, table: Found, beside: Sequence[Word] = ()) -> Place:
    """A table that is refused is refused as a whole: its place is where all of it stands, with the
    words beside it that make it doubtful.
    """
    doubtful = (word for doubt in table.doubts for word in doubt.words)
    return place_of(path, table.page, (*table.header_words, *table.row_words, *doubtful, *beside))


def place_of(path: Path, page: int, words: Sequence[Word]) -> Place:
    """The box around these words of a page, in points with one decimal."""
    return Place(str(path), page=page, box=box_around(words))
