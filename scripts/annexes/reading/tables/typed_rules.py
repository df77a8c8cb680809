"""Rules that are typed instead of drawn: signs of one kind that run along a line."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from annexes.reading.pages import Page, Ruling, Word
from annexes.reading.tables.lines import Line, lines_of

SIGNS = re.compile(r"([_=–—─━═-])\1{3,}")
FOOT = 0.1
"""Underscores are drawn this share of their height above their lower edge."""


def typed_rules(words: Sequence[Word]) -> list[Word]:
    """The words that are rules: alone in their line, or underscores that run below other words of
    it; beside these they may lead from a name to its figures.
    """
    if not any(map(_is_of_signs, words)):
        return []
    return [word for line in lines_of(words) for word in _rules_in(line)]


def with_typed_rules(page: Page) -> Page:
    """The page with these words as rules."""
    typed = typed_rules(page.words)
    if not typed:
        return page
    words, rules = set(map(id, typed)), (*page.rules, *map(_ruling, typed))
    others = tuple(word for word in page.words if id(word) not in words)
    return msgspec.structs.replace(page, words=others, rules=rules)


def _is_of_signs(word: Word) -> bool:
    return SIGNS.fullmatch(word.text) is not None and not word.angle and not word.doubt


def _rules_in(line: Line) -> list[Word]:
    rules = [word for word in line if _is_of_signs(word)]
    others = [word for word in line if not _is_of_signs(word)]
    below = [word for word in rules if word.text[0] == "_"]
    over = any(rule.x0 < word.x1 - 1 and word.x0 + 1 < rule.x1 for rule in below for word in others)
    return rules if not others else below if over else []


def _ruling(word: Word) -> Ruling:
    y = word.bottom - FOOT * (word.bottom - word.top) if word.text[0] == "_" else word.middle
    return Ruling(word.x0, y, word.x1, y)
