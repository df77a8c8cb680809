"""What a caption says of the period that its figures cover: half-years, quarters, months, years."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from annexes.base.texts import Texts
from annexes.building.draft.language_words import alternatives, words_for

MONTHS_IN = {"half": 6, "quarter": 3, "month": 1, "year": 12}
CODES = {"half": "{y}-H{n}", "quarter": "{y}-Q{n}", "month": "{y}-{n:02}", "year": "{y}"}


class Period(NamedTuple):
    """A period: its short name, its first and last day, its name, and what is printed of it."""

    code: str
    start: dt.date
    end: dt.date
    label: Texts
    printed: str


def period_in(text: str) -> Period | None:
    """The period that this text names, None if it names none; days decide before words."""
    if match := re.search(words_for("span"), text):
        start, end = (_day(match[part]) for part in ("from", "to"))
        if start and end and start <= end:
            return _of_days(start, end, match[0])
    return next(_named(text), None)


def without_period(text: str, period: Period | None) -> str:
    """The text without the words that name the period."""
    return " ".join(text.replace(period.printed, "").split()).strip(" -–:,/") if period else text


def _named(text: str) -> Iterator[Period]:
    for kind in ("half", "quarter"):
        for pattern in words_for(kind):
            if match := re.search(pattern, text, re.IGNORECASE):
                said = match["n"].lower()
                number = int(said) if said.isdigit() else words_for("ordinals")[said]
                yield _period(kind, int(match["y"]), number, match[0])
    if match := _month_pattern().search(text):
        number = next(n for n, own in enumerate(words_for("months"), 1) if match["month"] in own)
        yield _period("month", int(match["y"]), number, match[0])
    for pattern in words_for("year"):
        if match := re.search(pattern, text, re.IGNORECASE):
            yield _period("year", int(match["y"]), 1, match[0])


@cache
def _month_pattern() -> re.Pattern[str]:
    names = alternatives(name for own in words_for("months") for name in own)
    return re.compile(rf"(?<![0-9]\. )(?<![0-9] )\b(?P<month>{names}) (?P<y>(?:19|20)[0-9]{{2}})\b")


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
    texts = words_for("labels")["span"]
    label = {at: text.format(start=start, end=end) for at, text in texts.items()}
    return Period(f"{start}/{end}", start, end, label, printed)


def _label(kind: str, year: int, number: int) -> Texts:
    labels = words_for("labels")
    facts = {"y": year, "n": number, "nth": labels["nth"][number - 1] if number <= 4 else ""}
    if kind == "month":
        facts["month_de"] = words_for("months")[number - 1][0]
        facts["month_en"] = words_for("english_months")[number - 1]
    return {language: text.format(**facts) for language, text in labels[kind].items()}


def _day(text: str) -> dt.date | None:
    day, month, year = map(int, text.split("."))
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
