"""The part of Lucene's query language that portals use, against documents in memory.

What is not understood is refused: a search engine that guesses would make tests pass by chance.
"""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Callable, Iterator
from typing import Any

Values = Callable[[str], list[str]]
"""The values of a document in a field; the field '' stands for all its text."""
Test = Callable[[Values], bool]

TOKEN = re.compile(
    r"""\s*(?:(?P<sign>[+-](?=\S))|(?P<open>\()|(?P<close>\))|(?P<word>AND|OR|NOT)(?=[\s(]|$)"""
    r"""|(?P<all>\*:\*)|(?P<field>(?:\\.|[\w.*])+):|(?P<range>[\[{][^\]}]+\sTO\s[^\]}]+[\]}])"""
    r"""|"(?P<quoted>(?:[^"\\]|\\.)*)"|(?P<bare>(?:\\.|[^\s()":\[\]{}])+))"""
)


class NotUnderstoodError(ValueError):
    """A query beyond this part of the language."""


def matcher(query: str) -> Test:
    """The test that a document must pass; raises NotUnderstoodError."""
    return _Reader(query).read()


class _Reader:
    """Recursive descent: a query is clauses, joined by OR or by the default, AND."""

    def __init__(self, query: str) -> None:
        self.query = query
        self.tokens = list(_tokens(query))

    def read(self) -> Test:
        found = self._clauses("")
        if self.tokens:
            raise NotUnderstoodError(self.query)
        return found

    def _clauses(self, field: str) -> Test:
        groups: list[list[Test]] = [[]]
        while self.tokens and self.tokens[0][0] != "close":
            if self.tokens[0] in (("word", "AND"), ("word", "OR")):
                if self.tokens.pop(0)[1] == "OR":
                    groups.append([])
                continue
            groups[-1].append(self._clause(field))
        if not all(groups):
            raise NotUnderstoodError(self.query)
        return lambda values: any(all(test(values) for test in group) for group in groups)

    def _clause(self, field: str) -> Test:
        kind, text = self.tokens.pop(0) if self.tokens else ("", "")
        if kind == "sign" and text == "+":
            return self._clause(field)
        if kind == "sign" or (kind, text) == ("word", "NOT"):
            test = self._clause(field)
            return lambda values: not test(values)
        if kind == "all":
            return lambda values: True
        if kind == "field":
            return self._clause(re.sub(r"\\(.)", r"\1", text))
        if kind == "open":
            inner = self._clauses(field)
            if not self.tokens or self.tokens.pop(0)[0] != "close":
                raise NotUnderstoodError(self.query)
            return inner
        if kind == "range":
            return _range(field, text)
        if kind in ("quoted", "bare"):
            return _term(field, re.sub(r"\\(.)", r"\1", text), quoted=kind == "quoted")
        raise NotUnderstoodError(self.query)


def _tokens(query: str) -> Iterator[tuple[str, str]]:
    at, end = 0, len(query.rstrip())
    while at < end:
        found = TOKEN.match(query, at)
        if not found:
            raise NotUnderstoodError(query)
        kind = str(found.lastgroup)
        yield kind, found[kind]
        at = found.end()


def _term(field: str, text: str, *, quoted: bool) -> Test:
    """A value, the whole of it; without a field, a part of the text. `*` is any text if bare."""
    if not field:
        return lambda values: text.lower() in " ".join(values("")).lower()
    if "*" in text and not quoted:
        return lambda values: any(fnmatch.fnmatchcase(value, text) for value in values(field))
    return lambda values: text in values(field)


def _range(field: str, text: str) -> Test:
    """From one text to another in the order of the letters, as dates have it; `*` is open."""
    low, high = text[1:-1].split(" TO ")
    closed_low, closed_high = text[0] == "[", text[-1] == "]"

    def within(value: Any) -> bool:
        above = low == "*" or value > low or (closed_low and value == low)
        below = high in ("*", "NOW") or value < high or (closed_high and value == high)
        return above and below

    return lambda values: any(map(within, values(field)))
