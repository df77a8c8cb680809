"""The printed figures of a table → the grammar that they follow."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from annexes.reading.numbers import SPACES, understand_figure
from annexes.reading.tables.word_kinds import NIL_MARKS
from annexes.recipe.edition import ColumnRecipe, Layout, Reads

DOTTED = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]+)?")
SPACED = re.compile(f"[0-9]{{1,3}}(?:[{SPACES}][0-9]{{3}})+(?:,[0-9]+)?")
MARK = re.compile(r"(?<=[0-9%])(?:\*{1,3}|[0-9]?\))+$")
UNIT = re.compile(f"[{SPACES}]?[%‰€]$")

Thousands = Literal["", ".", " "]


class Grammar(NamedTuple):
    """How the figures of a table are printed, and what each of its columns reads."""

    kinds: list[Reads]
    units: list[str]
    thousands: Thousands
    nil: list[str]
    marks: list[str]
    misprints: list[tuple[int, int]]
    """Row and column of the figures that follow no grammar."""


def grammar_of(rows: Sequence[Sequence[str]]) -> Grammar:
    """The grammar of these rows of printed figures."""
    texts = [text for row in rows for text in row]
    nil = [sign for sign in ("", *NIL_MARKS) if sign in texts]
    figures = [text for text in texts if text not in nil]
    marks = sorted({match[0] for text in figures if (match := MARK.search(text))})
    plain = [MARK.sub("", text) for text in figures]
    thousands = _thousands(plain)
    columns = list(zip(*rows, strict=True))
    kinds = [_kind([t for t in column if t not in nil]) for column in columns]
    units = [_unit([text for text in column if text not in nil]) for column in columns]
    layout = _layout(kinds, units, thousands, nil, marks)
    misprints = [
        (row, column)
        for row, own in enumerate(rows)
        for column, text in enumerate(own)
        if understand_figure(text, layout.figures[column], layout) is None
    ]
    return Grammar(kinds, units, thousands, nil, marks, misprints)


def _thousands(figures: Iterable[str]) -> Thousands:
    """The separator that most figures of four digits and more have."""
    bare = [UNIT.sub("", figure.lstrip("+-−–")) for figure in figures]
    dotted, spaced = (sum(bool(p.fullmatch(text)) for text in bare) for p in (DOTTED, SPACED))
    if not dotted and not spaced:
        return ""
    return "." if dotted >= spaced else " "


def _kind(column: Sequence[str]) -> Reads:
    """What most figures of a column are; a column without figures counts nothing."""
    plain = [MARK.sub("", text) for text in column]
    if sum("%" in text for text in plain) * 2 > len(plain):
        return "percent"
    signed = any(text.startswith(("+", "-", "−", "–")) for text in plain)
    decimal = sum("," in text for text in plain) * 2 > len(plain)
    return "decimal" if signed or decimal else "count"


def _unit(column: Sequence[str]) -> str:
    """The sign of a currency behind every figure of the column."""
    signs = {match[0][-1] for text in column if (match := UNIT.search(MARK.sub("", text)))}
    return signs.pop() if len(signs) == 1 and signs != {"%"} else ""


def _layout(
    kinds: Sequence[Reads],
    units: Sequence[str],
    thousands: Thousands,
    nil: list[str],
    marks: Iterable[str],
) -> Layout:
    figures = zip(kinds, units, strict=True)
    columns = [ColumnRecipe(name="label", header="", reads="text")]
    columns += [ColumnRecipe(f"c{n}", "", kind, unit) for n, (kind, unit) in enumerate(figures)]
    return Layout(columns=columns, thousands=thousands, nil=nil, marks=dict.fromkeys(marks, ""))
