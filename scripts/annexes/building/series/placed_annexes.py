"""The tables of the last edition that stand in prose, found again in another document.

Where they stand there, nothing says: a table is known by its headings, and of several that have
these, by its caption.
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
from annexes.building.printed_phrases import ALIKE, masked
from annexes.building.series.matched_annexes import Matched, Say, known_totals, missing_annex
from annexes.building.series.predecessor import AddedDocument, Predecessor
from annexes.reading.survey import survey
from annexes.reading.tables.phrases import words_of
from annexes.recipe.columns import ColumnRecipe
from annexes.recipe.edition import AnnexRecipe, Layout

PLACE = re.compile(r"pages? [0-9-]+ table [0-9]+")
"""The label of an annex that the document does not call anything."""


def placed_annexes(
    document: AddedDocument, last: Predecessor, without: Sequence[str], say: Say
) -> list[Matched]:
    """The annexes of the last edition, each with the table that this document has in its place.

    `say` is told each difference of the layout. Raises DocumentError where a table is missing.
    """
    language = last.typed.document.language
    found = found_document(list(survey(document.path)), drawn=True, chosen=True).annexes
    tables = [draft_table(own, own.place, language) for own in found]
    wanted = [annex for annex in last.full.annexes if annex.label not in without]
    meant = _meant(wanted, tables, last)
    missing = (_missing(document, annex, last) for annex in wanted if annex.label not in meant)
    raise_if_any(DocumentError, missing)
    return [_matched(annex, meant[annex.label], last, say) for annex in wanted]


def _meant(
    wanted: Sequence[AnnexRecipe], tables: Sequence[DraftedTable], last: Predecessor
) -> dict[str, DraftedTable]:
    """The table of each annex, by its label: those that are most alike first."""
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
    return {wanted[at].label: tables[n] for at, n in meant.items()}


def _likeness(annex: AnnexRecipe, table: DraftedTable, last: Predecessor) -> float:
    """How much of headings and caption is the same, numbers aside; 0 for a table that has other
    columns.
    """
    known, here = _headed(last.layout(annex).columns), _headed(table.columns)
    headed = _same(*(sorted(words_of(c.header for c in columns)) for columns in (known, here)))
    captions = annex.above, table.annex.around.above
    is_alike = len(known) == len(here) and headed >= ALIKE
    return headed + _same(*map(words_of, captions)) if is_alike else 0.0


def _same(one: Sequence[str], other: Sequence[str]) -> float:
    return SequenceMatcher(None, [*map(masked, one)], [*map(masked, other)]).ratio()


def _headed(columns: Sequence[ColumnRecipe]) -> list[ColumnRecipe]:
    return [column for column in columns if column.header]


def _missing(document: AddedDocument, annex: AnnexRecipe, last: Predecessor) -> Problem:
    heads = " | ".join(column.header for column in _headed(last.layout(annex).columns))
    problem = f"{annex.label} is not in it: no table is headed like '{heads}'"
    return missing_annex(document.path, annex.label, problem)


def _matched(annex: AnnexRecipe, table: DraftedTable, last: Predecessor, say: Say) -> Matched:
    typed = last.typed.annexes[last.full.annex_number(annex.label)]
    own = table.as_recipe(is_placed=True)
    label = own.label if PLACE.fullmatch(typed.label) else typed.label
    layout, headings = typed.layout, dict(typed.headings)
    known, here = _headed(last.layout(annex).columns), _headed(table.columns)
    ordered = _ordered(known, here)
    if ordered != known and len(known) == len(last.layout(annex).columns):
        say(f"{label} has its columns in another order: {', '.join(c.name for c in ordered)}")
        layout = replace(layout or last.typed.table or Layout(), columns=ordered)
    for column, printed in zip(ordered, here, strict=True):
        if column.header != printed.header:
            say(f"{label}: '{column.name}' is headed '{printed.header}', not '{column.header}'")
            headings[column.name] = printed.header
    before = layout or last.typed.table or Layout()
    if new := [sign for sign in table.layout.nil if sign not in before.nil]:
        signs = " and ".join(f"'{sign}'" if sign else "an empty cell" for sign in new)
        say(f"{label}: {signs} stands in place of a figure")
        layout = replace(before, nil=[*before.nil, *new])
    told = replace(
        own,
        label=label,
        values=typed.values,
        totals=known_totals(label, annex.totals, own.totals, table.told.names, say),
        layout=layout,
        headings=headings,
        resource=typed.resource,
    )
    return Matched(told, texts_beside(table, is_whole=False))


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
