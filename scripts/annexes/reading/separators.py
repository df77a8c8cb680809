"""What separates thousands, and what decimals? Only what the figures of a table prove.

`1,530` is 1530 in one country and 1.53 in another. A figure that fits one reading alone settles it
for the table (`12,004,551`), as does a total that adds up in one reading alone. Where two readings
remain, both are given, and a person must say which.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import product
from typing import NamedTuple, get_args

from annexes.reading.numbers import MINUS, SPACES
from annexes.recipe.edition import DecimalSign, Thousands

NUMBER = re.compile(rf"[{MINUS}+]?[0-9]+(?:[.,'’{SPACES}][0-9]+)*")
LONE_MISPRINT = 1
"""So many figures may be misprinted: they do not prove that the others have decimals."""

THOUSANDS: tuple[Thousands, ...] = get_args(Thousands)
DECIMALS: tuple[DecimalSign, ...] = (",", ".")

Rows = Sequence[Sequence[str]]


class Separators(NamedTuple):
    """A reading: what separates thousands and decimals; empty where no figure of it has that."""

    thousands: Thousands
    decimal: DecimalSign


@dataclass(frozen=True)
class SeparatorReadings:
    """All readings in which each figure of a table is a number; none, if there is no such reading.

    `open` are printed figures that are another number in another reading, in their order.
    """

    readings: tuple[Separators, ...]
    open: tuple[str, ...] = ()

    @property
    def proven(self) -> Separators | None:
        """The only reading, if there is only one."""
        return self.readings[0] if len(self.readings) == 1 else None


def readings_of(rows: Rows) -> SeparatorReadings:
    """The possible readings of these rows of printed figures, with signs, units and marks or not.

    A table that ends or begins with its total, or whose first column is the sum of the others,
    proves more than one without.
    """
    texts = [number[0] for row in rows for text in row for number in NUMBER.finditer(text)]
    possible = dict(_possible(tuple(dict.fromkeys(texts))))
    if len(possible) > 1:
        adding = [separators for separators in possible if _adds_up(rows, separators)]
        if len(adding) == 1:
            possible = {adding[0]: possible[adding[0]]}
    values = list(possible.values())
    undecided = [
        text for n, text in enumerate(dict.fromkeys(texts)) if len({v[n] for v in values}) > 1
    ]
    return SeparatorReadings(tuple(possible), tuple(undecided))


def _possible(texts: Sequence[str]) -> Iterator[tuple[Separators, tuple[Decimal | None, ...]]]:
    """Each reading that is no other in disguise, with the values of all figures in it."""
    read = {
        Separators(thousands, decimal): tuple(_value(text, thousands, decimal) for text in texts)
        for thousands, decimal in product(THOUSANDS, DECIMALS)
        if thousands != decimal
    }
    fit = {separators: values for separators, values in read.items() if None not in values}
    given = {*fit, *_with_a_misprint(read, fit)} if fit else set()
    seen: list[tuple[Decimal | None, ...]] = []
    for separators in (s for s in read if s in given):
        if read[separators] not in seen:
            seen.append(read[separators])
            yield _without_unused(separators, texts), read[separators]


def _with_a_misprint(
    read: dict[Separators, tuple[Decimal | None, ...]],
    fit: dict[Separators, tuple[Decimal | None, ...]],
) -> Iterator[Separators]:
    """Readings with thousands that one figure alone contradicts, though others are grouped so."""
    for separators, values in read.items():
        others = [v for n, v in enumerate(values) if any(own[n] != v for own in fit.values())]
        misfits = sum(value is None for value in values)
        if separators.thousands and misfits == LONE_MISPRINT and len(others) > 2 * LONE_MISPRINT:
            yield separators


def _without_unused(separators: Separators, texts: Sequence[str]) -> Separators:
    thousands, decimal = separators
    grouped = any(_grammar(thousands, "").fullmatch(re.split(f"[{decimal}]", t)[0]) for t in texts)
    with_decimals = any(re.search(f"[{decimal}][0-9]+$", text) for text in texts)
    used = grouped and any(sign in text for sign in _signs(thousands) for text in texts)
    return Separators(thousands if used else "", decimal if with_decimals else "")


def _signs(thousands: str) -> str:
    return SPACES if thousands == " " else thousands


@lru_cache
def _grammar(thousands: str, decimal: str) -> re.Pattern[str]:
    """Groups of three; figures of four digits are often printed without a separator."""
    whole = "0|[1-9][0-9]{0,3}" if thousands else "0|[1-9][0-9]*"
    if thousands:
        whole += rf"|[1-9][0-9]{{0,2}}(?:[{_signs(thousands)}][0-9]{{3}})+"
    fraction = rf"(?:[{decimal}]([0-9]+))?" if decimal else "()"
    return re.compile(rf"([{MINUS}+]?)({whole}){fraction}")


@lru_cache(maxsize=10_000)
def _value(text: str, thousands: str, decimal: str) -> Decimal | None:
    match = _grammar(thousands, decimal).fullmatch(text)
    if match is None:
        return None
    sign = "-" if match[1] and match[1] in MINUS else ""
    return Decimal(f"{sign}{re.sub('[^0-9]', '', match[2])}.{match[3] or 0}")


# ── totals ──────────────────────────────────────────────────────────────────────────────────


def _adds_up(rows: Rows, separators: Separators) -> bool:
    """True if a column adds up to its last or first figure, or each row to its first."""
    values = [[_only(text, separators) for text in row] for row in rows]
    columns = [list(column) for column in zip(*values, strict=True)]
    totals = [(column[-1], column[:-1]) for column in columns]
    totals += [(column[0], column[1:]) for column in columns]
    if any(total and _sum(parts) == total for total, parts in totals):
        return True
    return len(values) > 1 and all(row[0] is not None and _sum(row[1:]) == row[0] for row in values)


def _only(text: str, separators: Separators) -> Decimal | None:
    """The value of a cell with one figure; nothing for any other."""
    numbers = NUMBER.findall(text)
    thousands, decimal = separators
    return (
        _value(numbers[0], thousands, decimal or ",.".replace(thousands, "")[0])
        if len(numbers) == 1
        else None
    )


def _sum(parts: Sequence[Decimal | None]) -> Decimal | None:
    """The sum of two and more figures; empty cells count nothing."""
    own = [part for part in parts if part is not None]
    return sum(own, Decimal(0)) if len(own) > 1 else None
