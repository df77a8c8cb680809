"""The annexes of the last edition, found again in a text by the lines below or above their rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from msgspec.structs import replace

from annexes.base.errors import DocumentError, Problem, raise_if_any
from annexes.building.draft.found_annexes import is_total
from annexes.building.printed_phrases import FoundPhrases, masked
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
from annexes.recipe.columns import ColumnRecipe
from annexes.recipe.edition import AnnexRecipe, Layout, Total

Found = tuple[AnnexRecipe, list[FoundPhrases]]
"""An annex of the last edition, and where this document has its caption."""


def annexes_in_text(
    document: AddedDocument, last: Predecessor, wanted: Sequence[AnnexRecipe], say: Say
) -> list[Matched]:
    """The wanted annexes of the last edition as this document prints them, in its order.

    `say` is told each difference of the layout. Raises DocumentError where an annex is missing, or
    is not as the recipe could describe it.
    """
    found = _found(document, last, wanted)
    ordered = sorted(found, key=lambda own: own[1][0].start)
    say_order(wanted, [annex for annex, _ in ordered], say)
    return [_matched(document, last, own, ordered, say) for own in ordered]


def _found(
    document: AddedDocument, last: Predecessor, wanted: Sequence[AnnexRecipe]
) -> list[Found]:
    exact = [(annex, document.lines.find(last.caption(annex))) for annex in wanted]
    taken = {place.start for _, places in exact for place in places}
    found = [
        (annex, places or document.lines.find_renamed(last.caption(annex), taken))
        for annex, places in exact
    ]
    missing = [annex for annex, places in found if not places]
    refuse_other_kind(document, last, len(wanted) - len(missing))
    raise_if_any(DocumentError, (_missing(document, annex) for annex in missing))
    return found


def _missing(document: AddedDocument, annex: AnnexRecipe) -> Problem:
    phrases = " | ".join([*annex.below, *annex.furniture] or annex.above)
    problem = f"{annex.label} is not in it: nothing is printed like '{phrases}'"
    return missing_annex(document, annex, problem)


def _matched(
    document: AddedDocument, last: Predecessor, found: Found, every: Sequence[Found], say: Say
) -> Matched:
    annex, places = found
    typed = last.typed.annexes[last.full.annex_number(annex.label)]
    caption, printed = last.caption(annex), places[0].phrases
    if odd := [own for own in places if own.phrases != printed]:
        problem = f"{annex.label} ends with '{' | '.join(printed)}' on one page and with"
        problem += f" '{' | '.join(odd[0].phrases)}' on another"
        raise DocumentError.of("caption", document.path, problem)
    if [*map(masked, printed)] != [*map(masked, caption)]:
        say(f"{annex.label} ends with '{' | '.join(printed)}', not with '{' | '.join(caption)}'")
    if len(places) != annex.pages:
        say(f"{annex.label} has {len(places)} pages, not {annex.pages}")
    above, columns = _headed(document, last, found)
    if columns:
        names = ", ".join(c.name for c in columns if c is not last.layout(annex).label)
        say(f"{annex.label} has its columns in another order: {names}")
        layout = typed.layout or last.typed.table or Layout()
        typed = replace(typed, layout=replace(layout, columns=columns))
    around = list(printed) if annex.below or annex.furniture else []
    told = replace(
        typed,
        pages=len(places),
        page=0,
        table=0,
        above=above,
        below=around[: len(annex.below)],
        furniture=around[len(annex.below) :],
        totals=_totals(annex, list(_lines_of(document, found, every)), say),
    )
    return Matched(told, [*told.below, *told.above])


# ── above its rows ──────────────────────────────────────────────────────────────────────────


def _headed(
    document: AddedDocument, last: Predecessor, found: Found
) -> tuple[list[str], list[ColumnRecipe]]:
    """What stands above the annex, and its columns if they stand in another order, else none."""
    annex, (end, *_) = found
    wanted, known = last.heading(annex), last.layout(annex).columns
    for phrases in (wanted, annex.above):
        places = [own for own in document.lines.find(phrases) if own.start <= end.start]
        if places:
            break
    above = list(places[-1].phrases[: len(annex.above)]) if places else []
    if places and len(places[-1].phrases) == len(wanted):
        return above, []
    here = document.lines.before_rows(places[-1].start) if places else ""
    turned = sorted(known, key=lambda own: masked(here).find(masked(own.header)))
    told = masked(" ".join([*above, *(column.header for column in turned if column.header)]))
    if masked(here) == told and not any(column.cell for column in known):
        return above, turned
    words = {masked(word) for phrase in wanted for word in phrase.split()}
    new = [word for word in here.split() if masked(word) not in words]
    more = f"; new in it: {' '.join(new)}" if new else ""
    problem = f"above {annex.label} stands '{here or 'nothing like it'}', not '{' '.join(wanted)}'"
    raise DocumentError.of("heading", document.path, problem + more)


# ── among its rows ──────────────────────────────────────────────────────────────────────────


def _lines_of(document: AddedDocument, found: Found, every: Sequence[Found]) -> Iterator[str]:
    """The lines on the side of its captions on which the rows of an annex stand."""
    annex, places = found
    captions = [caption for _, its_own in every for caption in its_own]
    end = len(document.lines.words)
    for place in places:
        if annex.below or annex.furniture:
            stops = [own.stop for own in captions if own.start < place.start]
            yield from document.lines.between(max(stops, default=0), place.start)
        else:
            starts = [own.start for own in captions if own.start > place.start]
            yield from document.lines.between(place.stop, min(starts, default=end))


def _totals(annex: AnnexRecipe, lines: Sequence[str], say: Say) -> list[Total]:
    """The rows of totals that are printed among these lines."""
    words = (takewhile(lambda word: not re.search("[0-9]", word), line.split()) for line in lines)
    labels = dict.fromkeys(map(" ".join, words))
    new = [Total(label) for label in labels if is_total(label)]
    return known_totals(annex.label, annex.totals, new, lines, say)
