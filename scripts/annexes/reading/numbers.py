"""Printed figures → numbers, by the grammar that the recipe declares. Nothing else is a figure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from annexes.reading.pages import RAISED
from annexes.reading.understood_rows import Figure
from annexes.recipe.columns import ColumnRecipe
from annexes.recipe.edition import Layout

MAX_DIGITS = 6
"""A count of a million and more is more likely two cells than one, where nothing groups it."""
SPACES = " \u00a0\u2007\u2009\u202f"
MINUS = "-−–"


class Printed(NamedTuple):
    """A figure understood: its value, and the sign printed behind it or in its place."""

    value: Figure
    mark: str = ""


def without_mark(text: str, marks: Iterable[str]) -> tuple[str, str]:
    """What is printed without the mark behind it, and the mark, '' if it has none of these; one
    that is a number stands apart or is raised, or it could not be told from a figure.
    """
    for mark in sorted(marks, key=len, reverse=True):
        if text.endswith(f" {mark}" if mark.isdecimal() else mark):
            return text.removesuffix(mark).rstrip(SPACES), mark
    return text, ""


def understand_figure(text: str, column: ColumnRecipe, layout: Layout) -> Printed | None:
    """The value of a printed figure, or None if it does not follow the grammar of its column."""
    if text in layout.nil:
        return Printed(None, text)
    number, mark = without_mark(text, layout.marks)
    if column.unit:
        number = number.removeprefix(column.unit).removesuffix(column.unit).strip(SPACES)
    match = _grammar(column.reads, layout.thousands, layout.decimal_sign).fullmatch(number)
    if match is None or is_open(number, layout):
        return None
    digits = re.sub("[^0-9]", "", match["whole"])
    if column.reads == "count":
        return Printed(int(digits), mark)
    sign = "-" if match["sign"] and match["sign"] in MINUS else ""
    fraction = f".{match['fraction']}" if match["fraction"] else ""
    return Printed(Decimal(f"{sign}{digits}{fraction}"), mark)


def understand_cell(
    text: str, columns: Sequence[ColumnRecipe], layout: Layout
) -> tuple[Printed, ...] | None:
    """The figures of a printed cell, one for each of its columns (see `Layout.cells`); None if it
    does not follow the pattern of the first of them, or one of its figures not its grammar.

    A sign in place of all figures stands in place of each.
    """
    pattern = columns[0].cell
    if not pattern:
        texts: Sequence[str] = (text,)
    elif text in layout.nil:
        texts = [text] * len(columns)
    elif match := _pattern(pattern).fullmatch(text):
        texts = match.groups()
    else:
        return None
    figures = [understand_figure(t, c, layout) for t, c in zip(texts, columns, strict=True)]
    read = tuple(figure for figure in figures if figure is not None)
    return read if len(read) == len(columns) else None


@lru_cache
def _pattern(cell: str) -> re.Pattern[str]:
    """The printed cell with a group for each figure; spaces between them may be of any width."""
    literals = re.split(r"{[^{}]+}", cell)
    parts = [rf"[{SPACES}]*".join(map(re.escape, re.split(" +", text))) for text in literals]
    return re.compile(r"(\S(?:.*?\S)?)".join(parts))


@lru_cache
def _grammar(reads: str, thousands: str, decimal: str) -> re.Pattern[str]:
    """No leading zeros, and groups of three where a separator is declared."""
    group = rf"(?:[{SPACES if thousands == ' ' else thousands}][0-9]{{3}})"
    many = f"[1-9][0-9]{{0,2}}{group}+" if thousands else f"[1-9][0-9]{{0,{MAX_DIGITS - 1}}}"
    whole = rf"(?P<whole>0|[1-9][0-9]{{0,2}}|{many})"
    if reads == "count":
        return re.compile(whole)
    unit = f"(?:[{SPACES}]?%)?" if reads == "percent" else ""
    return re.compile(rf"(?P<sign>[{MINUS}+]?){whole}(?:[{decimal}](?P<fraction>[0-9]+))?{unit}")


def is_open(text: str, layout: Layout) -> bool:
    """True if the sign in this figure may separate thousands or decimals, and nobody says which."""
    undeclared = not layout.thousands and not layout.decimal
    return (
        undeclared
        and re.search(r"(?<![0-9.,])[1-9][0-9]{0,2},[0-9]{3}(?![0-9.,])", text) is not None
    )


def fault_of(text: str, layout: Layout) -> str:
    """Why this is no figure, in words; nothing is guessed."""
    if not text:
        return "is missing: the cell is empty"
    if text[-1] in RAISED:
        return "ends with a raised mark that the recipe does not declare"
    if any(char.isdigit() and not "0" <= char <= "9" for char in text):
        names = {unicodedata.name(char, "?").lower() for char in text if not char.isascii()}
        return f"has digits that are not 0 to 9 ({', '.join(sorted(names))})"
    if re.fullmatch(r"[0-9]+", text):
        return "begins with a zero" if text[0] == "0" else _too_long(text, layout)
    if is_open(text, layout):
        return (
            "may have a separator of thousands or decimals: the recipe must say thousands = ',' "
            "or decimal = ','"
        )
    if re.fullmatch(rf"[0-9]{{1,3}}([.,'’{SPACES}][0-9]{{3}})+", text):
        return "has a thousands separator that the recipe does not declare"
    if re.fullmatch(r"[-−–][0-9]+", text):
        return "is negative"
    if re.fullmatch(r"[0-9]+[.,][0-9]+", text):
        return "is not a whole number"
    return "is not a number: it may hold a mark or a letter that looks like a digit"


def _too_long(text: str, layout: Layout) -> str:
    if layout.thousands and len(text) > 3:
        return f"lacks the thousands separator '{layout.thousands}'"
    return f"has more than {MAX_DIGITS} digits"
