"""What the engine can see for itself in the rows of an edition."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any

from annexes.reading.codes.code_list import CodeList
from annexes.reading.rows import Understood
from annexes.reading.sums import disagreeing_sums, disagreeing_totals
from annexes.reading.understood_rows import Observation, Row
from annexes.recipe.edition import TO_ACKNOWLEDGE, Acknowledged, EditionRecipe, OddCell
from annexes.recipe.recipe import UNDECIDED

SMALL = 2
"""Cells of 1 or 2 are what statistical offices usually withhold (a frequency rule of three)."""


def observe(understood: Understood, edition: EditionRecipe, codes: CodeList) -> list[Observation]:
    """All that is odd in the rows, in a fixed order: by kind, then by annex."""
    rows = understood.rows
    listed = [
        [row for row in rows if row.annex == number] for number in range(len(edition.annexes))
    ]
    coded = [
        number
        for number in range(len(edition.annexes))
        if edition.layout(number).label.reads == "code-name"
    ]
    return [
        *_missing(listed, coded, edition),
        *_alone(listed, coded),
        *_disorder(listed, coded, edition),
        *_outside(rows, codes),
        *_differing([row for row in rows if not _is_keyed(row, edition)], codes),
        *_small(rows, edition),
        *disagreeing_totals(understood, edition),
        *disagreeing_sums(rows, edition),
        *_misprinted(understood, edition),
    ]


def to_acknowledge(seen: Iterable[Observation], edition: EditionRecipe) -> Iterator[Acknowledged]:
    """What of it a person must acknowledge, as entries of the recipe; the reasons are left open."""
    for own in seen:
        if own.annex is not None and own.kind in TO_ACKNOWLEDGE:
            kind: Any = own.kind
            label = edition.annexes[own.annex].label
            yield Acknowledged(kind, label, UNDECIDED, list(own.codes), list(own.cells))


def order_key(code: str, last: Sequence[str]) -> tuple[int, str]:
    """Codes stand in alphabetical order, the declared last ones behind them in theirs."""
    return (last.index(code) + 1, "") if code in last else (0, code)


def _missing(
    listed: list[list[Row]], coded: Sequence[int], edition: EditionRecipe
) -> Iterator[Observation]:
    """Codes that every other annex lists and one does not, and between which rows they belong."""
    if len(coded) < 3:
        return
    sets = {number: {row.key for row in listed[number]} for number in coded}
    for number in coded:
        last = edition.layout(number).last
        others = set.intersection(*(codes for n, codes in sets.items() if n != number))
        lost = sorted(others - sets[number], key=lambda code: order_key(code, last))
        if lost:
            facts = {"page_break": _page_break(listed[number], lost, last)}
            yield Observation("missing-codes", number, tuple(lost), facts=facts)


def _page_break(rows: Sequence[Row], lost: Sequence[str], last: Sequence[str]) -> str:
    """'A | B' if all lost codes belong between A, the last of a page, and B, the next, else ''."""
    for before, after in pairwise(rows):
        if before.place.page != after.place.page:
            low, high = order_key(before.key, last), order_key(after.key, last)
            if all(low < order_key(code, last) < high for code in lost):
                return f"{before.key} | {after.key}"
    return ""


def _alone(listed: list[list[Row]], coded: Sequence[int]) -> Iterator[Observation]:
    """Codes that only one annex lists."""
    for number in coded:
        others = {row.key for n in coded if n != number for row in listed[n]}
        if others and (alone := sorted({row.key for row in listed[number]} - others)):
            yield Observation("not-listed", number, tuple(alone))


def _disorder(
    listed: list[list[Row]], coded: Sequence[int], edition: EditionRecipe
) -> Iterator[Observation]:
    """Pairs of neighbours of which the second should stand first, where rows do not stand in the
    order of their names.
    """
    for number in coded:
        last = edition.layout(number).last
        names = [_plain(row.name) for row in listed[number] if row.key not in last]
        if names == sorted(names):
            continue
        pairs = [
            (before.key, after.key)
            for before, after in pairwise(listed[number])
            if order_key(before.key, last) >= order_key(after.key, last)
        ]
        if pairs:
            words = {"en": "{} before {}", "de": "{} vor {}"}
            facts = {
                language: ", ".join(text.format(*pair) for pair in pairs)
                for language, text in words.items()
            }
            codes = tuple(code for pair in pairs for code in pair)
            yield Observation("order", number, codes, facts=facts)


def _plain(name: str) -> str:
    """The name as lists are sorted: without case, accents and signs."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in letters if letter.isalpha())


def _outside(rows: Sequence[Row], codes: CodeList) -> Iterator[Observation]:
    """Codes that are on the list of the package, but on no list of ISO."""
    own = {row.key: codes[row.key] for row in rows if row.key in codes}
    outside = {code: entry for code, entry in own.items() if not entry.is_iso}
    if outside:
        facts = {
            "en": "; ".join(f"{c} ({e.name_en}): {e.status}" for c, e in outside.items()),
            "de": "; ".join(f"{c} ({e.name_de}): {e.status}" for c, e in outside.items()),
        }
        yield Observation("outside-iso", None, tuple(outside), facts=facts)


def _differing(rows: Sequence[Row], codes: CodeList) -> Iterator[Observation]:
    """Printed names on which a join with the ISO or the CLDR list would fail."""
    own = [row for row in rows if row.key in codes]
    names = {row.key: row.name for row in own if codes[row.key].differs(row.name)}
    if names:
        printed = "; ".join(f"{code} {names[code]}" for code in sorted(names))
        facts = {"printed": printed}
        yield Observation("name-differs", None, tuple(sorted(names)), facts=facts)


def _is_keyed(row: Row, edition: EditionRecipe) -> bool:
    """Is its label of a list that others join by its key, not by its name?"""
    return edition.layout(row.annex).codes == "destatis"


def _small(rows: Sequence[Row], edition: EditionRecipe) -> Iterator[Observation]:
    """How many of the counts are 1 or 2, in each resource that the annexes fill."""
    by_resource: dict[str, list[Row]] = {}
    for row in rows:
        by_resource.setdefault(edition.annexes[row.annex].resource, []).append(row)
    for own in by_resource.values():
        figures = [figure for row in own for figure in row.figures.values()]
        counts = [figure for figure in figures if isinstance(figure, int) and figure > 0]
        if small := sum(figure <= SMALL for figure in counts):
            facts = {"small": str(small), "cells": str(len(counts))}
            annex = None if len(by_resource) == 1 else own[0].annex
            yield Observation("small-cells", annex, facts=facts)


def _misprinted(understood: Understood, edition: EditionRecipe) -> Iterator[Observation]:
    """Figures that a person has acknowledged to be misprinted; they have no value."""
    for number in range(len(edition.annexes)):
        rows = [row for row in (*understood.rows, *understood.totals) if row.annex == number]
        layout = edition.layout(number)
        cells = [
            OddCell(row.name, column, mark)
            for row in rows
            for column, mark in row.marks.items()
            if mark not in layout.marks and mark not in layout.nil
        ]
        if cells:
            yield Observation("malformed-number", number, cells=tuple(cells))
