"""What a caption says of the period that its figures cover: half-years, quarters, months, years,
from one day to another, or a single day.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator
from functools import cache
from itertools import chain, pairwise
from typing import NamedTuple

from annexes.base.texts import Texts
from annexes.building.draft.language_words import alternatives, words_for
from annexes.building.draft.naming import without_marks

MONTHS_IN = {"half": 6, "quarter": 3, "month": 1, "year": 12}
CODES = {"half": "{y}-H{n}", "quarter": "{y}-Q{n}", "month": "{y}-{n:02}", "year": "{y}"}


class Period(NamedTuple):
    """A period: its short name, its first and last day, its name, and what is printed of it."""

    code: str
    start: dt.date
    end: dt.date
    label: Texts
    printed: str


class PrintedDay(NamedTuple):
    """A day, and where the text prints it."""

    day: dt.date
    start: int
    end: int


def period_in(text: str) -> Period | None:
    """The period that this text names, None if it names none; a span of days decides before words,
    and words before a single day.
    """
    text = without_marks(text)
    days = list(days_in(text))
    for first, last in pairwise(days):
        between = text[first.end : last.start].strip()
        if first.day <= last.day and re.fullmatch(words_for("between_days"), between):
            return _of_days(first.day, last.day, text[first.start : last.end])
    single = (own for own in days if re.search(words_for("before_day"), text[: own.start]))
    of_day = (_of_days(own.day, own.day, text[own.start : own.end]) for own in single)
    return next(chain(_named(text), of_day), None)


def without_period(text: str, period: Period | None) -> str:
    """The text without the words that name the period, and the small word that leads to them."""
    if period is None:
        return text
    before, printed, behind = text.partition(period.printed)
    if printed:
        before = re.sub(words_for("before_period"), "", before)
    return " ".join(f"{before} {behind}".split()).strip(" -–:,/")


def days_in(text: str) -> Iterator[PrintedDay]:
    """The days that are printed, in numbers or with the name of the month."""
    for match in _day_pattern().finditer(text):
        month = match["m"] or _month_number(match["name"] or match["named"])
        try:
            day = dt.date(int(match["y"]), int(month), int(match["d"] or match["day"]))
        except ValueError:
            continue
        yield PrintedDay(day, *match.span())


def _named(text: str) -> Iterator[Period]:
    for kind in ("half", "quarter"):
        for pattern in words_for(kind):
            if match := re.search(pattern, text, re.IGNORECASE):
                said = match["n"].lower()
                number = int(said) if said.isdigit() else words_for("ordinals")[said]
                yield _period(kind, int(match["y"]), number, match[0])
    if match := _month_pattern().search(text):
        yield _period("month", int(match["y"]), _month_number(match["month"]), match[0])
    for pattern in words_for("year"):
        if match := re.search(pattern, text, re.IGNORECASE):
            yield _period("year", int(match["y"]), 1, match[0])


def _month_number(name: str) -> int:
    return next(n for n, own in enumerate(words_for("months"), 1) if name in own)


def _month_names() -> str:
    return alternatives(name for own in words_for("months") for name in own)


@cache
def _month_pattern() -> re.Pattern[str]:
    return re.compile(
        rf"(?<![0-9]\. )(?<![0-9] )\b(?P<month>{_month_names()}) (?P<y>(?:19|20)[0-9]{{2}})\b"
    )


@cache
def _day_pattern() -> re.Pattern[str]:
    """A day in numbers, or with the name of its month before it or behind."""
    day, name = "[0-9]{1,2}", _month_names()
    before = rf"(?P<d>{day})(?:\. ?(?P<m>{day})\. ?|\.? (?P<name>{name}) )"
    behind = rf"(?P<named>{name}) (?P<day>{day}), "
    return re.compile(rf"\b(?:{before}|{behind})(?P<y>(?:19|20)[0-9]{{2}})\b", re.A)


def _period(kind: str, year: int, number: int, printed: str) -> Period:
    months = MONTHS_IN[kind]
    first, last = (number - 1) * months + 1, number * months
    end = dt.date(year, last, calendar.monthrange(year, last)[1])
    code = CODES[kind].format(y=year, n=number)
    return Period(code, dt.date(year, first, 1), end, _label(kind, year, number), printed)


def _of_days(start: dt.date, end: dt.date, printed: str) -> Period:
    """The period from one day to another, by its usual name if it has one."""
    for kind, months in MONTHS_IN.items():
        number = (start.month - 1) // months + 1
        usual = _period(kind, start.year, number, printed)
        if (usual.start, usual.end) == (start, end):
            return usual
    texts = words_for("labels")["day" if start == end else "span"]
    label = {at: text.format(start=start, end=end) for at, text in texts.items()}
    return Period(f"{start}" if start == end else f"{start}/{end}", start, end, label, printed)


def _label(kind: str, year: int, number: int) -> Texts:
    labels = words_for("labels")
    facts = {"y": year, "n": number, "nth": labels["nth"][number - 1] if number <= 4 else ""}
    if kind == "month":
        facts["month_de"] = words_for("months")[number - 1][0]
        facts["month_en"] = words_for("english_months")[number - 1]
    return {language: text.format(**facts) for language, text in labels[kind].items()}
