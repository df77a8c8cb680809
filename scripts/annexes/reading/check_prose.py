"""What the prose of a whole document says of itself must be what its recipe says.

The tables of two half-years look alike. So where the prose before the annexes is read, the number
of the question, the period and the name of the code list that it gives are compared.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from annexes.base.errors import Place, Problem
from annexes.base.texts import toml_of
from annexes.recipe.edition import EditionRecipe

PUNCTUATION = ".,;:!?()[]\"'„“”‚‘’«»"
NUMBER = re.compile(r"[0-9]+/[0-9]+")
YEAR = re.compile(r"(?:19|20)[0-9]{2}")
BEFORE_YEAR = 3
"""So many words may stand between the name of a part of a year and the year."""


class Said(NamedTuple):
    """A word of the prose, and where it stands."""

    text: str
    place: Place


def check_prose(prose: Sequence[Said], edition: EditionRecipe) -> Iterator[Problem]:
    """A problem for everything in the prose that contradicts the recipe; none where there is no
    prose.
    """
    words = [Said(word.text.strip(PUNCTUATION), word.place) for word in prose]
    if words:
        yield from _question(words, edition)
        yield from _code_list(words, edition)
        yield from _periods(words, edition)


def _problem(said: Said, problem: str) -> Problem:
    return Problem("prose", said.place, problem)


def _question(words: Sequence[Said], edition: EditionRecipe) -> Iterator[Problem]:
    """The number of the question must be named; others may be, too."""
    question = edition.document.question
    if question and all(word.text != question for word in words):
        other = next((word for word in words if NUMBER.fullmatch(word.text)), words[0])
        named = f"; it names {other.text}" if NUMBER.fullmatch(other.text) else ""
        problem = f"the prose does not name the question {question}{named}"
        hint = "compare the document; 'annexes add' takes the number as --question"
        yield Problem("prose", other.place, problem, hint)


def _code_list(words: Sequence[Said], edition: EditionRecipe) -> Iterator[Problem]:
    """A list whose name ends as that of the code list does (after its last hyphen) must be it."""
    lists = {edition.layout(n).code_list for n in range(len(edition.annexes))} - {""}
    ends = {name.rpartition("-")[2] for name in lists if "-" in name}
    allowed = {*lists, *edition.document.names_also}
    for word in _unhyphenated(words):
        if word.text.rpartition("-")[2] in ends and word.text not in allowed:
            expected = " or ".join(sorted(lists))
            yield _problem(word, f"the prose names the list '{word.text}', the recipe {expected}")


def _unhyphenated(words: Sequence[Said]) -> Iterator[Said]:
    """The words; one that ends in a hyphen goes on with the next."""
    open_word: Said | None = None
    for word in words:
        whole = Said(open_word.text + word.text, open_word.place) if open_word else word
        open_word = whole if whole.text.endswith("-") else None
        if open_word is None:
            yield whole


# ── periods ─────────────────────────────────────────────────────────────────────────────────


class StatedPeriod(NamedTuple):
    """The first and the last day."""

    start: dt.date
    end: dt.date

    @property
    def months(self) -> int:
        """How many months it has."""
        return (self.end.year - self.start.year) * 12 + self.end.month - self.start.month + 1


def _periods(words: Sequence[Said], edition: EditionRecipe) -> Iterator[Problem]:
    """A half or quarter of a year of the recipe must be a period of it, and each kind of them that
    is named at all must once be one.
    """
    rows = edition.rows.get("periods", [])
    periods = [
        StatedPeriod(row["start"], row["end"]) for row in rows if "start" in row and "end" in row
    ]
    for months in dict.fromkeys(period.months for period in periods):
        own = [period for period in periods if period.months == months]
        named = [
            (said, period)
            for said, period in _named(words)
            if period.months == months and said.text not in edition.document.names_also
        ]
        years = {period.start.year for period in own}
        wrong = [said for said, period in named if period not in own and period.start.year in years]
        if named and not any(period in own for _, period in named):
            wrong = wrong or [named[0][0]]
        for said in wrong:
            yield _problem(said, f"the prose says '{said.text}', which is no period of the recipe")


def _named(words: Sequence[Said]) -> Iterator[tuple[Said, StatedPeriod]]:
    """Each half or quarter of a year that the prose names, as printed."""
    kinds, ordinals = _words_of("months"), _words_of("ordinals")
    for at, (ordinal, kind) in enumerate(pairwise(words)):
        number, months = ordinals.get(_plain(ordinal)), kinds.get(_plain(kind))
        if number is None or months is None or number * months > 12:
            continue
        behind = words[at + 2 : at + 3 + BEFORE_YEAR]
        years = [n for n, word in enumerate(behind) if YEAR.fullmatch(word.text)]
        if years:
            printed = " ".join(word.text for word in words[at : at + 3 + years[0]])
            year, month = int(behind[years[0]].text), number * months
            start = dt.date(year, month - months + 1, 1)
            end = dt.date(year, month, calendar.monthrange(year, month)[1])
            yield Said(printed, ordinal.place), StatedPeriod(start, end)


def _plain(word: Said) -> str:
    return word.text.casefold()


@cache
def _words_of(table: str) -> Mapping[str, int]:
    """The number that each word of this table stands for."""
    entries: Mapping[str, Sequence[str]] = toml_of("reading", "period_words.toml")[table]
    return {word.casefold(): int(number) for number, words in entries.items() for word in words}
