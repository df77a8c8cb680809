"""Phrases that a recipe knows, found in another document of the series.

Two phrases are alike if they differ in numbers only: a caption of another half-year, a question of
another number. What is found is what the document prints, word by word.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from itertools import accumulate, groupby, takewhile

from annexes.reading.pages import Document
from annexes.reading.tables.lines import lines_of
from annexes.reading.tables.phrases import looks_like_row

NUMBER = re.compile(r"\d+|{page}")
ALIKE = 0.6
"""So much of a line is the same where a caption was put in other words."""


def masked(text: str) -> str:
    """The text with a sign in place of each number."""
    return NUMBER.sub("#", text)


@dataclass(frozen=True, slots=True)
class FoundPhrases:
    """Phrases as a document prints them, from one word of it up to another."""

    phrases: tuple[str, ...]
    start: int
    stop: int


@dataclass(frozen=True)
class PrintedLines:
    """The words of a document in their order, line by line."""

    lines: Sequence[tuple[str, ...]]

    @cached_property
    def words(self) -> list[str]:
        """All words."""
        return [word for line in self.lines for word in line]

    @cached_property
    def _masked(self) -> list[str]:
        return [masked(word) for word in self.words]

    @cached_property
    def bounds(self) -> list[int]:
        """For each line the number of the word with which it begins, then the number of words."""
        return [0, *accumulate(map(len, self.lines))]

    def find(self, phrases: Sequence[str]) -> list[FoundPhrases]:
        """All places at which these phrases stand one after the other, whole lines in all."""
        wanted = masked(" ".join(phrases)).split()
        return [
            FoundPhrases(tuple(self._parts(phrases, start)), start, start + len(wanted))
            for start in self.bounds[:-1]
            if self._stands_at(start, wanted) and start + len(wanted) in self.bounds
        ]

    def printed_as(self, phrase: str) -> str:
        """How these words are printed where they first stand, numbers aside; '' if nowhere."""
        wanted = masked(phrase).split()
        starts = (start for start in range(len(self.words)) if self._stands_at(start, wanted))
        start = next(starts, len(self.words))
        return " ".join(self.words[start : start + len(wanted)])

    def _stands_at(self, start: int, wanted: Sequence[str]) -> bool:
        return bool(wanted) and self._masked[start : start + len(wanted)] == wanted

    def _parts(self, phrases: Sequence[str], start: int) -> Iterator[str]:
        """Each phrase as it is printed; a place for the number of the page stays one."""
        for phrase in phrases:
            length = len(phrase.split())
            pairs = zip(phrase.split(), self.words[start : start + length], strict=True)
            yield " ".join(own if "{page}" in own else word for own, word in pairs)
            start += length

    def find_renamed(self, phrases: Sequence[str], taken: Collection[int]) -> list[FoundPhrases]:
        """The places at which the lines are most like these phrases, one line for each.

        A place that begins with a word whose number is `taken` is another's.
        """
        best, found = ALIKE, list[FoundPhrases]()
        for number in range(len(self.lines) - len(phrases) + 1):
            own = self.lines[number : number + len(phrases)]
            start, stop = self.bounds[number], self.bounds[number + len(phrases)]
            lines = tuple(map(" ".join, own))
            likeness = 0.0 if start in taken else min(map(_likeness, lines, phrases), default=0.0)
            if likeness > best:
                best, found = likeness, []
            if likeness == best and likeness > ALIKE:
                found.append(FoundPhrases(lines, start, stop))
        return found

    def between(self, start: int, stop: int) -> Iterator[str]:
        """The lines that begin with a word from `start` on, before `stop`."""
        for at, line in zip(self.bounds, self.lines, strict=False):
            if start <= at < stop:
                yield " ".join(line)

    def before_rows(self, start: int) -> str:
        """What stands from this word on up to the first line that looks like a row of figures."""
        lines = zip(self.bounds, self.lines, strict=False)
        behind = (line for at, line in lines if at >= start)
        before = takewhile(lambda line: not looks_like_row(line), behind)
        return " ".join(word for line in before for word in line)


def printed_lines(document: Document) -> PrintedLines:
    """The lines of a document from the first page to the last."""
    lines: list[tuple[str, ...]] = []
    for page in document.pages:
        own = (
            lines_of(word for word in page.words if not word.doubt)
            if document.drawn
            else [tuple(line) for _, line in groupby(page.words, key=lambda word: word.top)]
        )
        lines += [tuple(word.text for word in line) for line in own]
    return PrintedLines(lines)


def _likeness(line: str, phrase: str) -> float:
    return SequenceMatcher(None, masked(line), masked(phrase)).ratio()
