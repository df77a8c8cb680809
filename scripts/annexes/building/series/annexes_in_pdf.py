"""The annexes of the last edition, found again in a PDF by their tables.

On which page a table stands there, nothing says: it is known by its headings, and of several that
have these, by the lines beside it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from msgspec.structs import replace

from annexes.base.errors import DocumentError, Problem, raise_if_any
from annexes.building.draft.draft_table import DraftedTable, draft_table
from annexes.building.draft.drafted_resources import texts_beside
from annexes.building.draft.found_annexes import found_document
from annexes.building.draft.periods import period_in, without_period
from annexes.building.printed_phrases import ALIKE, masked
from annexes.building.series.predecessor import (
    AddedDocument,
    Matched,
    Predecessor,
    Say,
    known_totals,
    missing_annex,
    refuse_other_kind,
    say_order,
)
from annexes.reading.survey import survey
from annexes.reading.tables.phrases import words_of
from annexes.recipe.columns import ColumnRecipe
from annexes.recipe.edition import AnnexRecipe, Layout

PLACE = re.compile(r"pages? [0-9-]+ table [0-9]+")
"""The label of an annex that the document does not call anything."""


def annexes_in_pdf(
    document: AddedDocument, last: Predecessor, wanted: Sequence[AnnexRecipe], say: Say
) -> list[Matched]:
    """The wanted annexes of the last edition as this document prints them, in its order.

    `say` is told each difference of the layout. Raises DocumentError where a table is missing, with
    why tables of the document are not read.
    """
    language = last.typed.document.language
    is_placed = any(annex.page for annex in last.typed.annexes)
    surveyed = list(survey(document.path))
    found = found_document(surveyed, drawn=True, chosen=is_placed)
    tables = [draft_table(own, own.place, language) for own in found.annexes]
    meant = _meant(wanted, tables, last)
    refused = [p for page in surveyed for table in page.tables for p in table.problems]
    refuse_other_kind(document, last, len(meant) + len(refused))
    missing = [_missing(document, own, last) for n, own in enumerate(wanted) if n not in meant]
    raise_if_any(DocumentError, [*missing, *refused] if missing else ())
    ordered = sorted(meant, key=meant.__getitem__)
    say_order(wanted, [wanted[n] for n in ordered], say)
    for problem in (problem for page in surveyed for problem in page.unread):
        say(f"page {problem.place.page} is not all in the data: {problem.problem}")
    placed = not found.is_whole
    return [_matched(wanted[n], tables[meant[n]], last, say, is_placed=placed) for n in ordered]


def _meant(
    wanted: Sequence[AnnexRecipe], tables: Sequence[DraftedTable], last: Predecessor
) -> dict[int, int]:
    """The number of the table of each annex, by its own: those that are most alike first."""
    pairs = [
        (likeness, -abs(at - n), at, n)
        for at, annex in enumerate(wanted)
        for n, table in enumerate(tables)
        if (likeness := _likeness(annex, table, last))
    ]
    meant: dict[int, int] = {}
    for *_, at, n in sorted(pairs, reverse=True):
        if at not in meant and n not in meant.values():
            meant[at] = n
    return meant


def _likeness(annex: AnnexRecipe, table: DraftedTable, last: Predecessor) -> float:
    """How much of headings and caption is the same, numbers aside; 0 for a table that has other
    columns.
    """
    known, here = _headed(last.layout(annex).columns), _headed(table.columns)
    headed = _same(*(sorted(words_of(c.header for c in columns)) for columns in (known, here)))
    around = table.annex.around
    beside = [*annex.above, *annex.below], [*around.above, *around.below]
    is_alike = len(known) == len(here) and headed >= ALIKE
    return headed + _same(*map(words_of, beside)) if is_alike else 0.0


def _same(one: Sequence[str], other: Sequence[str]) -> float:
    return SequenceMatcher(None, [*map(masked, one)], [*map(masked, other)]).ratio()


def _headed(columns: Sequence[ColumnRecipe]) -> list[ColumnRecipe]:
    return [column for column in columns if column.header]


def _missing(document: AddedDocument, annex: AnnexRecipe, last: Predecessor) -> Problem:
    heads = " | ".join(column.header for column in _headed(last.layout(annex).columns))
    problem = f"{annex.label} is not in it: no table is headed like '{heads}'"
    return missing_annex(document, annex, problem)


def _matched(
    annex: AnnexRecipe, table: DraftedTable, last: Predecessor, say: Say, *, is_placed: bool
) -> Matched:
    typed = last.typed.annexes[last.full.annex_number(annex.label)]
    own = table.as_recipe(is_placed=is_placed)
    label = own.label if PLACE.fullmatch(typed.label) else typed.label
    here, before = ([*a.above, *([] if is_placed else a.below)] for a in (own, annex))
    if [*map(_plain, here)] != [*map(_plain, before)]:
        say(f"{label} stands beside '{' | '.join(here)}', not '{' | '.join(before)}'")
    layout, headings = typed.layout, dict(typed.headings)
    known, heads = _headed(last.layout(annex).columns), _headed(table.columns)
    ordered = _ordered(known, heads)
    if ordered != known and len(known) == len(last.layout(annex).columns):
        say(f"{label} has its columns in another order: {', '.join(c.name for c in ordered)}")
        layout = replace(layout or last.typed.table or Layout(), columns=ordered)
    for column, printed in zip(ordered, heads, strict=True):
        if column.header != printed.header:
            say(f"{label}: '{column.name}' is headed '{printed.header}', not '{column.header}'")
            headings[column.name] = printed.header
    shared = layout or last.typed.table or Layout()
    if new := [sign for sign in table.layout.nil if sign not in shared.nil]:
        signs = " and ".join(f"'{sign}'" if sign else "an empty cell" for sign in new)
        say(f"{label}: {signs} stands in place of a figure")
        layout = replace(shared, nil=[*shared.nil, *new])
    told = replace(
        own,
        label=label,
        values=typed.values,
        totals=known_totals(label, annex.totals, own.totals, table.told.names, say),
        layout=layout,
        headings=headings,
        resource=typed.resource,
    )
    return Matched(told, texts_beside(table, is_whole=not is_placed))


def _plain(text: str) -> str:
    """The text without its period and its numbers."""
    return masked(without_period(text, period_in(text)))


def _ordered(known: Sequence[ColumnRecipe], here: Sequence[ColumnRecipe]) -> list[ColumnRecipe]:
    """The known columns in the order in which their headings stand here; a heading that is new
    belongs to the column that is left.
    """
    heads = [masked(column.header) for column in known]
    if len(set(heads)) < len(heads):
        return list(known)
    at = [heads.index(own) if (own := masked(c.header)) in heads else None for c in here]
    left = iter(number for number in range(len(known)) if number not in at)
    return [known[next(left) if number is None else number] for number in at]
