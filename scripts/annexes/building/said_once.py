"""The findings of all editions, each said once: with all its periods, all that it counts and names.

Most findings come again in every edition. Those that differ in their period only are one; so are
those that say the same of other codes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from annexes.building.series.edition_periods import period_rows
from annexes.package.row_keys import key_text, parts_of
from annexes.reading.understood_rows import Finding
from annexes.recipe.recipe import Recipe

NUMBER = re.compile("[0-9]+")
COUNTS = {"small-cells": 2, "not-listed": 1}
"""Kinds of findings whose notes count something, and how many of their numbers do."""
LIST = re.compile("(?<=: ).*(?=[.] )")
LISTING = ("name-differs",)
"""Kinds of findings whose notes name things one by one, with semicolons between them."""


def said_once(found: Iterable[Finding], recipe: Recipe) -> Iterator[Finding]:
    """The findings in their order; those that say the same have the name of the first, and all
    periods and codes in their key: `period=one,other;area=north`.
    """
    periods = {str(value) for row in period_rows(recipe) for value in row.values()}
    annexes = ((edition, n) for edition in recipe.editions for n in range(len(edition.annexes)))
    labels = {edition.layout(number).label.name for edition, number in annexes}
    alike: dict[Finding, list[Finding]] = {}
    for finding in found:
        kind, key = finding.kind, parts_of(finding.key)
        of_others = labels if kind in (*COUNTS, *LISTING) else set()
        key |= {name: "" for name, value in key.items() if name in of_others or value in periods}
        frames = _frame(kind, finding.note_en), _frame(kind, finding.note_de)
        one = Finding("", finding.resource, key_text(key), kind, *frames)
        alike.setdefault(one, []).append(finding)
    for one, same in alike.items():
        keys = [parts_of(finding.key) for finding in same]
        told = {
            column: ",".join(dict.fromkeys(v for own in keys for v in own[column].split(",")))
            for column in keys[0]
        }
        english = _told(one.kind, [finding.note_en for finding in same])
        german = _told(one.kind, [finding.note_de for finding in same])
        yield Finding(same[0].finding, one.resource, key_text(told), one.kind, english, german)


def _frame(kind: str, note: str) -> str:
    """The note without what may be another in another edition."""
    if kind in LISTING:
        return LIST.sub("", note)
    return NUMBER.sub("#", note, COUNTS[kind]) if kind in COUNTS else note


def _told(kind: str, notes: Sequence[str]) -> str:
    """The notes as one: all that they list, and `3–7 of the 9–12 cells` where they count."""
    if len({*notes}) == 1:
        return notes[0]
    if kind in LISTING:
        listed = {item for note in notes for item in "".join(LIST.findall(note)).split("; ")}
        return LIST.sub(lambda _: "; ".join(sorted(listed)), notes[0])
    columns = zip(*map(NUMBER.findall, notes), strict=True)
    spans = (
        own[0] if len({*own}) == 1 else f"{min(own, key=int)}–{max(own, key=int)}"
        for own in columns
    )
    return NUMBER.sub(lambda _: next(spans), notes[0])
