"""What an added document says of itself: its entry in the form of the last one's, its periods, and
all that follows from these.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from annexes.base.errors import DocumentError, RecipeError
from annexes.building.draft.document_facts import document_facts
from annexes.building.draft.periods import Period, period_in
from annexes.building.series.edition_periods import periods_of
from annexes.building.series.predecessor import AddedDocument, Matched, Predecessor
from annexes.recipe.edition import AnnexRecipe, DocumentRecipe, EditionRecipe, Layout
from annexes.recipe.recipe import UNDECIDED, Recipe

Periods = Mapping[str, Period]
"""The period of each annex, by its label."""


def next_periods(
    document: AddedDocument, recipe: Recipe, last: Predecessor, annexes: Sequence[Matched]
) -> Periods:
    """What the captions of the annexes that have a period name; all have the same one, where those
    of the last edition had.

    Raises DocumentError where captions name several or none, RecipeError where a period is there
    already, or is not the one to be corrected.
    """
    before = periods_of(last.typed)
    dated = [own.annex for own in annexes if _has_period(own.annex, last)]
    named = {
        own.annex.label: {p.code: p for p in map(period_in, own.captions) if p}
        for own in annexes
        if own.annex in dated
    }
    every = {code: period for own in named.values() for code, period in own.items()}
    periods = {}
    for label, own in named.items():
        found = every if len(before) == 1 or not own else own
        if len(found) != 1:
            said = ", ".join(found) or "none"
            problem = f"the captions name no single period of {label}: {said}"
            raise DocumentError.of("period", document.path, problem)
        (periods[label],) = found.values()
    for period in periods.values():
        _refuse_misfit(period, recipe, last, document.path)
    return periods


def _has_period(annex: AnnexRecipe, last: Predecessor) -> bool:
    layout = annex.layout or last.typed.table or Layout()
    return not _names(last).isdisjoint({*annex.values.values(), *layout.values.values()})


def _names(last: Predecessor) -> set[Any]:
    """What the periods of the last edition are called."""
    return {value for _, row in periods_of(last.typed) for value in row.values()}


def _refuse_misfit(period: Period, recipe: Recipe, last: Predecessor, path: Path) -> None:
    days = (period.start, period.end)
    corrected = last.replaces.edition if last.replaces else ""
    there = [
        edition.edition
        for edition in recipe.standing
        if days in [(row["start"], row["end"]) for _, row in periods_of(edition)]
    ]
    if others := [edition for edition in there if edition != corrected]:
        hint = f"a corrected document replaces it: --replaces {others[0]}"
        problem = f"its period {period.code} is there: edition '{others[0]}'"
        raise RecipeError.of("period", path, problem, hint)
    if corrected and corrected not in there:
        problem = f"its period is {period.code}, not that of '{corrected}'"
        raise RecipeError.of("period", path, problem, "leave out --replaces")


def edition_name(
    document: AddedDocument, period: Period | None, recipe: Recipe, last: Predecessor
) -> str:
    """The name of the edition: that of its latest period, or of its file, with a number if it is
    used.
    """
    base = period.code if period else document.path.stem
    name = re.sub(r"[^a-z0-9._-]+", "-", base.lower()).strip("-.")
    taken = {edition.edition for edition in recipe.editions}
    number, free = 2, name
    while free in taken and (last.replaces or not period):
        free, number = f"{name}-{number}", number + 1
    return free


def with_periods(edition: EditionRecipe, periods: Periods, last: Predecessor) -> EditionRecipe:
    """The edition with its periods among the values of its annexes, and with a row for each."""
    named = _names(last)

    def renewed(values: Mapping[str, str], period: Period) -> dict[str, str]:
        return {column: period.code if v in named else v for column, v in values.items()}

    def of_annex(annex: AnnexRecipe) -> AnnexRecipe:
        if annex.label not in periods:
            return annex
        period, layout = periods[annex.label], annex.layout
        layout = layout and replace(layout, values=renewed(layout.values, period))
        return replace(annex, values=renewed(annex.values, period), layout=layout)

    if not periods:
        return replace(edition, rows={})
    distinct = list({period.code: period for period in periods.values()}.values())
    shared = edition.table and replace(
        edition.table, values=renewed(edition.table.values, distinct[-1])
    )
    rows = [_period_row(period, edition.document, last) for period in distinct]
    ((name, _), *_) = periods_of(last.typed)
    return replace(
        edition, table=shared, annexes=list(map(of_annex, edition.annexes)), rows={name: rows}
    )


def _period_row(period: Period, document: DocumentRecipe, last: Predecessor) -> dict[str, Any]:
    """The typed-in row of a period, with the columns of that of the last edition."""
    ((_, before), *_) = periods_of(last.typed)
    used = {v for n in range(len(last.full.annexes)) for v in last.full.values(n).values()}
    row: dict[str, Any] = {}
    for column, value in before.items():
        if column in ("start", "end"):
            row[column] = getattr(period, column)
        elif value == last.typed.document.id:
            row[column] = document.id
        elif value in used:
            row[column] = period.code
        else:
            row[column] = period.label.get(column.rpartition("_")[2], value)
    return row


# ── its entry ────────────────────────────────────────────────────────────────────────────────


def next_document(
    document: AddedDocument,
    last: DocumentRecipe,
    first: AnnexRecipe,
    name: str,
    taken: Collection[str],
) -> DocumentRecipe:
    """The entry of the document of the edition of this name; `taken` are identifiers of others.

    Publisher and language are those of the last one; title, day and question are read, and left
    open where they are not printed. The document opens as the last one does, or with its first
    line, unless that is one of the `first` annex; its identifier follows the numbers there.
    """
    words = document.lines.words
    printed = document.lines.printed_as(last.opening)
    begins_alike = bool(printed) and words[: len(printed.split())] == printed.split()
    opening = printed if begins_alike else " ".join(document.lines.lines[0])
    begins = [place.start for place in document.lines.find(first.above)]
    has_prose = bool(last.opening if not first.above else 0 not in begins) and not first.page
    facts = document_facts(list(document.read.pages)[:1], drawn=document.read.drawn)
    is_title = begins_alike and last.title == last.opening
    identifier = _renumbered(last.id, last.opening, opening) if begins_alike else name
    return DocumentRecipe(
        id=f"{identifier}-{name}" if identifier in taken else identifier,
        title=facts.title or (opening if is_title else UNDECIDED),
        publisher=last.publisher,
        language=last.language,
        names_also=last.names_also,
        file=f"data/raw/{name}/{document.path.name}",
        answered=facts.answered,
        question=facts.question,
        opening=opening if has_prose else "",
    )


def _renumbered(text: str, before: str, here: str) -> str:
    """The text with the numbers of what is printed here in place of those that were before."""
    numbers = dict(zip(re.findall(r"\d+", before), re.findall(r"\d+", here), strict=False))
    return re.sub(r"\d+", lambda match: numbers.get(match[0], match[0]), text)
