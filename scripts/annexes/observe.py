"""What the engine can see for itself in the rows of an edition."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from annexes.codes import ISO_STATUS, CodeList
from annexes.model import Observation, Row
from annexes.recipe.edition import Edition

SMALL = 2
"""Cells of 1 or 2 are what statistical offices usually withhold (a frequency rule of three)."""


def observe(rows: Sequence[Row], edition: Edition, codes: CodeList) -> list[Observation]:
    """All that is odd in the rows, in a fixed order: by kind, then by annex."""
    listed = [
        [row for row in rows if row.annex == number] for number in range(len(edition.annexes))
    ]
    return [
        *_missing(listed, edition),
        *_alone(listed),
        *_disorder(listed, edition),
        *_outside(rows, codes),
        *_differing(rows, codes),
        *_small(rows),
    ]


def order_key(code: str, edition: Edition) -> tuple[int, str]:
    """Codes stand in alphabetical order, the declared last ones behind them in theirs."""
    last = edition.table.last
    return (last.index(code) + 1, "") if code in last else (0, code)


def _missing(listed: list[list[Row]], edition: Edition) -> Iterator[Observation]:
    """Codes that every other annex lists and one does not, and between which rows they belong."""
    if len(listed) < 3:
        return
    sets = [{row.code for row in rows} for rows in listed]
    for number, rows in enumerate(listed):
        others = set.intersection(*(codes for n, codes in enumerate(sets) if n != number))
        lost = sorted(others - sets[number], key=lambda code: order_key(code, edition))
        if lost:
            facts = {"page_break": _page_break(rows, lost, edition)}
            yield Observation("missing-codes", number, tuple(lost), facts)


def _page_break(rows: Sequence[Row], lost: Sequence[str], edition: Edition) -> str:
    """'A | B' if all lost codes belong between A, the last of a page, and B, the next, else ''."""
    for before, after in pairwise(rows):
        if before.place.page != after.place.page:
            low, high = order_key(before.code, edition), order_key(after.code, edition)
            if all(low < order_key(code, edition) < high for code in lost):
                return f"{before.code} | {after.code}"
    return ""


def _alone(listed: list[list[Row]]) -> Iterator[Observation]:
    """Codes that only one annex lists."""
    for number, rows in enumerate(listed):
        others = {row.code for n, other in enumerate(listed) if n != number for row in other}
        if others and (alone := sorted({row.code for row in rows} - others)):
            yield Observation("not-listed", number, tuple(alone), {})


def _disorder(listed: list[list[Row]], edition: Edition) -> Iterator[Observation]:
    """Pairs of neighbours of which the second should stand first."""
    for number, rows in enumerate(listed):
        pairs = [
            (before.code, after.code)
            for before, after in pairwise(rows)
            if order_key(before.code, edition) >= order_key(after.code, edition)
        ]
        if pairs:
            words = {"en": "{} before {}", "de": "{} vor {}"}
            facts = {
                lang: ", ".join(text.format(*pair) for pair in pairs)
                for lang, text in words.items()
            }
            yield Observation(
                "order", number, tuple(code for pair in pairs for code in pair), facts
            )


def _outside(rows: Sequence[Row], codes: CodeList) -> Iterator[Observation]:
    outside = {row.code: codes[row.code] for row in rows if codes[row.code].status != ISO_STATUS}
    if outside:
        facts = {
            "en": "; ".join(
                f"{code} ({entry.name_en}): {entry.status}" for code, entry in outside.items()
            ),
            "de": "; ".join(
                f"{code} ({entry.name_de}): {entry.status}" for code, entry in outside.items()
            ),
        }
        yield Observation("outside-iso", None, tuple(outside), facts)


def _differing(rows: Sequence[Row], codes: CodeList) -> Iterator[Observation]:
    """Printed names on which a join with the ISO or the CLDR list would fail."""
    names = {row.code: row.name for row in rows if codes[row.code].differs(row.name)}
    if names:
        printed = "; ".join(f"{code} {names[code]}" for code in sorted(names))
        yield Observation("name-differs", None, tuple(sorted(names)), {"printed": printed})


def _small(rows: Sequence[Row]) -> Iterator[Observation]:
    cells = [figure for row in rows for figure in row.figures.values() if figure > 0]
    small = sum(figure <= SMALL for figure in cells)
    if small:
        yield Observation("small-cells", None, (), {"small": str(small), "cells": str(len(cells))})
