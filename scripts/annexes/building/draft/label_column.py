"""The labels of a table → which rows are data, which are totals, and what the data are about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from annexes.reading.codes.code_list import CodeList
from annexes.reading.rows import without_rank
from annexes.reading.tables.word_kinds import is_list_word
from annexes.recipe.edition import Alias, CodeListName, Total

RANK = re.compile(r"([0-9]+)\.? ")
TOTAL = re.compile(r"\b(?:ins)?gesamt\b|\w*summe\b|\btotal\b|\bzusammen\b", re.IGNORECASE)
SHARE = 0.6
"""If at least so many labels are names of a list, all of them are meant to be."""
MIN_NAMES = 3

Adds = Literal["equal", "at most"]
Figures = Sequence[Sequence[int | None]]
"""Whole numbers by row and column; None where there is none."""


@dataclass
class LabelColumn:
    """What stands before the figures. `data` are the rows that are data, `inside` the lines
    between them that are none; `names` are the labels without numbers of order.
    """

    names: list[str]
    ranked: bool = False
    inside: list[int] = field(default_factory=list)
    totals: dict[int, Total] = field(default_factory=dict)
    data: list[int] = field(default_factory=list)


def labels_of(labels: Sequence[str], figures: Figures, filled: Sequence[bool]) -> LabelColumn:
    """Tell the rows apart; `filled` says which of them have anything but a label."""
    ranks = [int(match[1]) for label in labels if (match := RANK.match(label))]
    ranked = len(ranks) > 1 and ranks == list(range(1, len(ranks) + 1))
    names = [without_rank(label) if ranked else label for label in labels]
    found = LabelColumn(
        names, ranked, inside=[n for n, is_filled in enumerate(filled) if not is_filled]
    )
    candidates = [n for n in range(len(names)) if filled[n] and _may_be_total(n, names, filled)]
    while True:  # who is no total is data, which the other candidates must add up to as well
        found.data = [n for n in range(len(names)) if filled[n] and n not in candidates]
        adds = {n: _adds(n, names, filled, figures, found.data) for n in candidates}
        if all(adds.values()):
            break
        candidates = [n for n in candidates if adds[n]]
    found.totals = {n: Total(label=names[n], adds=how) for n, how in adds.items() if how}
    return found


def _may_be_total(index: int, names: Sequence[str], filled: Sequence[bool]) -> bool:
    return TOTAL.search(names[index]) is not None or _list_word_after(index, names, filled) != ""


def _list_word_after(index: int, names: Sequence[str], filled: Sequence[bool]) -> str:
    """'davon' or 'darunter' if the row opens such a list, else ''."""
    following = index + 1
    if following < len(names) and not filled[following] and is_list_word(names[following]):
        return names[following].split()[0].rstrip(":")
    return ""


def _adds(
    index: int, names: Sequence[str], filled: Sequence[bool], figures: Figures, data: Sequence[int]
) -> Adds | None:
    """Whether the rows add up to this one or are some of it; None if it is no total of them."""
    columns = [n for n, figure in enumerate(figures[index]) if figure is not None]
    sums = {n: sum(figures[row][n] or 0 for row in data) for n in columns}
    equal = sum(sums[n] == figures[index][n] for n in columns)
    below = all(sums[n] <= (figures[index][n] or 0) for n in columns)
    word = _list_word_after(index, names, filled)
    if word == "darunter" and below:
        return "at most"
    if not columns or not data:
        return None
    if equal * 2 >= len(columns) or (word == "davon" and not below):
        return "equal"
    return "at most" if below else None


# ── names ───────────────────────────────────────────────────────────────────────────────────


@dataclass
class Meaning:
    """What the labels name: the code list, the aliases needed, and what is not decided."""

    codes: CodeListName = "none"
    aliases: list[Alias] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    ambiguous: dict[str, list[str]] = field(default_factory=dict)


def meaning_of(names: Sequence[str], shared: Sequence[Alias]) -> Meaning:
    """The list that most of these names are taken from, or none."""
    lists: tuple[CodeListName, ...] = ("iso-3166-1", "iso-3166-2:DE")
    best = max((_meaning(names, name, shared) for name in lists), key=lambda m: -len(m.unknown))
    known = len(names) - len(best.unknown)
    return best if known >= MIN_NAMES and known >= SHARE * len(names) else Meaning()


def _meaning(names: Sequence[str], codes: CodeListName, shared: Sequence[Alias]) -> Meaning:
    listed = CodeList([codes], [])
    meaning = Meaning(codes)
    for name in dict.fromkeys(names):
        meant = listed.resolve(name, [])
        alias = [own for own in shared if own.printed == name and own.code in listed]
        if len(meant) == 1:
            continue
        if alias:
            meaning.aliases.append(alias[0])
        elif meant:
            meaning.ambiguous[name] = meant
        else:
            meaning.unknown.append(name)
    return meaning
