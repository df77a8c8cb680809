"""Printed figures → numbers, by the grammar that the recipe declares. Nothing else is a figure."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from annexes.reading.model import Figure
from annexes.recipe.edition import ColumnRecipe, Layout

MAX_DIGITS = 6
"""A count of a million and more is more likely two cells than one, where nothing groups it."""
SPACES = " \u00a0\u2009\u202f"


class Printed(NamedTuple):
    """A figure understood: its value, and the sign printed behind it or in its place."""

    value: Figure
    mark: str = ""


def understand_figure(text: str, column: ColumnRecipe, layout: Layout) -> Printed | None:
    """The value of a printed figure, or None if it does not follow the grammar of its column."""
    if text in layout.nil:
        return Printed(None, text)
    mark = next((m for m in sorted(layout.marks, key=len, reverse=True) if text.endswith(m)), "")
    number = text.removesuffix(mark).rstrip(SPACES) if mark else text
    if column.unit:
        number = number.removesuffix(column.unit).rstrip(SPACES)
    match = _grammar(column.reads, layout.thousands).fullmatch(number)
    if match is None:
        return None
    digits = re.sub(f"[.{SPACES}]", "", match["whole"])
    if column.reads == "count":
        return Printed(int(digits), mark)
    sign = "-" if match["sign"] in ("-", "−", "–") else ""
    fraction = f".{match['fraction']}" if match["fraction"] else ""
    return Printed(Decimal(f"{sign}{digits}{fraction}"), mark)


@lru_cache
def _grammar(reads: str, thousands: str) -> re.Pattern[str]:
    """No leading zeros, groups of three where a separator is declared, a comma for decimals."""
    group = {"": "", ".": r"(?:\.[0-9]{3})", " ": f"(?:[{SPACES}][0-9]{{3}})"}[thousands]
    many = f"[1-9][0-9]{{0,2}}{group}+" if group else f"[1-9][0-9]{{0,{MAX_DIGITS - 1}}}"
    whole = rf"(?P<whole>0|[1-9][0-9]{{0,2}}|{many})"
    if reads == "count":
        return re.compile(whole)
    unit = f"(?:[{SPACES}]?%)?" if reads == "percent" else ""
    return re.compile(rf"(?P<sign>[+\-−–]?){whole}(?:,(?P<fraction>[0-9]+))?{unit}")


def fault_of(text: str, layout: Layout) -> str:
    """Why this is no figure, in words; nothing is guessed."""
    if not text:
        return "is missing: the cell is empty"
    if any(char.isdigit() and not "0" <= char <= "9" for char in text):
        names = {unicodedata.name(char, "?").lower() for char in text if not char.isascii()}
        return f"has digits that are not 0 to 9 ({', '.join(sorted(names))})"
    if re.fullmatch(r"[0-9]+", text):
        return "begins with a zero" if text[0] == "0" else _too_long(text, layout)
    if re.fullmatch(rf"[0-9]{{1,3}}([.,'{SPACES}][0-9]{{3}})+", text):
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
