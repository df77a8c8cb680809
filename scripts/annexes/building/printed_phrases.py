"""Phrases that a recipe knows, found in another document of the series.

Two phrases are alike if they differ in numbers only: a caption of another half-year, a question of
another number. What is found is what the document prints, word by word.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import groupby

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
    """Phrases as a document prints them, from one word of it up to another; on this page."""

    phrases: tuple[str, ...]
    start: int
    stop: int
    page: int


@dataclass(frozen=True)
class PrintedLines:
    """The words of a document in their order, line by line, each line with its page."""

    lines: Sequence[tuple[int, tuple[str, ...]]]
    words: list[str] = field(init=False)
    starts: dict[int, int] = field(init=False)
    """By the number of the word with which a line begins: the number of the line."""

    def __post_init__(self) -> None:
        words: list[str] = []
        starts: dict[int, int] = {}
        for number, (_, line) in enumerate(self.lines):
            starts[len(words)] = number
            words += line
        object.__setattr__(self, "words", words)
        object.__setattr__(self, "starts", starts)

    def find(self, phrases: Sequence[str]) -> list[FoundPhrases]:
        """All places at which these phrases stand one after the other, whole lines in all."""
        wanted = [word for phrase in phrases for word in masked(phrase).split()]
        found = []
        for start, line in self.starts.items():
            stop = start + len(wanted)
            ends = stop == len(self.words) or stop in self.starts
            if wanted and ends and [*map(masked, self.words[start:stop])] == wanted:
                parts = tuple(self._parts(phrases, start))
                found.append(FoundPhrases(parts, start, stop, self.lines[line][0]))
        return found

    def printed_as(self, phrase: str) -> str:
        """How these words are printed where they first stand, numbers aside; '' if nowhere."""
        wanted = masked(phrase).split()
        every = [masked(word) for word in self.words]
        for start in range(len(every) - len(wanted) + 1):
            if wanted and every[start : start + len(wanted)] == wanted:
                return " ".join(self.words[start : start + len(wanted)])
        return ""

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
        firsts = list(self.starts)
        for number in range(len(self.lines) - len(phrases) + 1):
            if firsts[number] in taken:
                continue
            lines = [" ".join(line) for _, line in self.lines[number : number + len(phrases)]]
            likeness = min(map(_likeness, lines, phrases), default=0.0)
            if likeness > best:
                best, found = likeness, []
            if likeness == best and likeness > ALIKE:
                end = number + len(phrases)
                stop = firsts[end] if end < len(firsts) else len(self.words)
                page = self.lines[number][0]
                found.append(FoundPhrases(tuple(lines), firsts[number], stop, page))
        return found

    def between(self, start: int, stop: int) -> Iterator[str]:
        """The lines that begin with a word from `start` on, before `stop`."""
        for at, number in self.starts.items():
            if start <= at < stop:
                yield " ".join(self.lines[number][1])

    def before_rows(self, start: int) -> str:
        """What stands from this word on up to the first line that looks like a row of figures."""
        texts: list[str] = []
        for at, number in self.starts.items():
            line = self.lines[number][1]
            if at >= start:
                if looks_like_row(line):
                    break
                texts += line
        return " ".join(texts)


def printed_lines(document: Document) -> PrintedLines:
    """The lines of a document from the first page to the last."""
    lines: list[tuple[int, tuple[str, ...]]] = []
    for page in document.pages:
        own = (
            lines_of(word for word in page.words if not word.doubt)
            if document.drawn
            else [tuple(line) for _, line in groupby(page.words, key=lambda word: word.top)]
        )
        lines += [(page.number, tuple(word.text for word in line)) for line in own]
    return PrintedLines(lines)


def _likeness(line: str, phrase: str) -> float:
    return SequenceMatcher(None, masked(line), masked(phrase)).ratio()
