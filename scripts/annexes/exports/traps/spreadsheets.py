"""Excel and LibreOffice with a German locale, when they are given the text of a cell.

Both look at each cell alone. The rules are those of LibreOffice, which the tests ask, and beyond
them what Excel is known to do (days from `1/2` and `DEC-22`, formulas from a sign): a cell that
either of the two changes is a trap.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from annexes.exports.traps.trap import Change
from annexes.package.tables import Column

SHOWN = 11
"""Excel shows, and so exports, integers of more digits in scientific notation."""

MONTHS = (
    r"(jan(uary?|uar)?|feb(ruary?|ruar)?|m(a|ä)r(ch|z)?|mrz|apr(il)?|ma[iy]|jun[ei]?|jul[iy]?|"
    r"aug(ust)?|sept?(ember)?|o[ck]t(ober)?|nov(ember)?|de[cz](ember)?)"
)
INTEGER = re.compile(r"[+-]?[0-9]+")
GROUPED = re.compile(r"[+-]?[0-9]{1,3}(\.[0-9]{3})+(,[0-9]*)?")
DECIMAL = re.compile(r"[+-]?([0-9]+,[0-9]*|,[0-9]+)")
POINTED = re.compile(r"[+-]?([0-9]*\.[0-9]+|[0-9]+\.)([eE][+-]?[0-9]+)?")
SCIENTIFIC = re.compile(r"[+-]?[0-9]+(,[0-9]*)?[eE][+-]?[0-9]+")
DECORATED = re.compile(
    r"[+-]?[0-9.,]+ ?[%€$£]|[€$£] ?[+-]?[0-9.,]+|\([0-9.,]+\)|[+-]?[0-9]+ [0-9]+/[0-9]+"
)
LOGICAL = re.compile("wahr|falsch", re.IGNORECASE)
TIME = re.compile(r"[0-9]{1,4}:[0-9]{1,2}(:[0-9]{1,2}([.,][0-9]+)?)?( ?[ap]m?)?", re.IGNORECASE)
WORDED = re.compile(
    rf"([0-9]{{1,2}}\.?[ ./-]*)?{MONTHS}\.?[ ./-]*[0-9]{{1,4}}|[0-9]{{1,2}}\.?[ ./-]*{MONTHS}\.?",
    re.IGNORECASE,
)
TWO = re.compile(r"([0-9]{1,2})([./-])([0-9]{1,4})\.?")
THREE = re.compile(r"([0-9]{1,4})([./-])([0-9]{1,2})\2([0-9]{1,4})(T.*| [0-9]{1,2}:.*)?")
FORMULA = re.compile(r"[=@+-].+", re.DOTALL)


def german(column: Column, cells: Sequence[str]) -> list[Change | None]:
    """What a German spreadsheet makes of each cell, given what the field says it should be."""
    return [_change(column, cell) for cell in cells]


def _change(column: Column, cell: str) -> Change | None:
    text = cell.strip(" ")
    if not text:
        return None
    if column.kind == "number" and POINTED.fullmatch(text) and not GROUPED.fullmatch(text):
        return Change("number", "text or a day, not a number")
    if INTEGER.fullmatch(text):
        return _integer(cell, text)
    if found := _number(text):
        return Change("number", found) if found != cell else None
    if _is_day(text):
        return Change("date", "a day or time")
    if LOGICAL.fullmatch(text):
        return Change("logical", text.upper()) if text.upper() != cell else None
    return Change("formula", "a formula") if FORMULA.fullmatch(text) else None


def _integer(cell: str, text: str) -> Change | None:
    number = int(text)
    if len(str(abs(number))) > SHOWN:
        return Change("precision", f"{number:.5E}")
    return Change("number", str(number)) if str(number) != cell else None


def _number(text: str) -> str:
    """The number, as it is written with a German comma, '' where the text is none."""
    if GROUPED.fullmatch(text):
        return text.replace(".", "").lstrip("+")
    if DECIMAL.fullmatch(text):
        whole, _, decimals = text.lstrip("+").partition(",")
        kept = decimals.rstrip("0")
        return f"{int(whole or 0) if whole not in ('', '-') else whole + '0'}" + (
            f",{kept}" if kept else ""
        )
    if SCIENTIFIC.fullmatch(text) or DECORATED.fullmatch(text):
        return "a number"
    return ""


def _is_day(text: str) -> bool:
    if TIME.fullmatch(text) or WORDED.fullmatch(text):
        return True
    if match := TWO.fullmatch(text):
        first, second = int(match[1]), int(match[3])
        day = 1 <= first <= 31 and 1 <= second <= 12 and len(match[3]) <= 2
        year = 1 <= first <= 12 and len(match[3]) in (2, 4)
        return day or year
    if match := THREE.fullmatch(text):
        numbers = [int(match[group]) for group in (1, 3, 4)]
        one_first = 1 <= numbers[0] <= 31 and 1 <= numbers[1] <= 31
        year_first = len(match[1]) == 4 and 1 <= numbers[1] <= 12 and 1 <= numbers[2] <= 31
        return one_first or year_first
    return False
