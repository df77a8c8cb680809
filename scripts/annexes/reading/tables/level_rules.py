"""Level rules as wide as a table: they set its heading and its rows apart, not its columns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache
from operator import attrgetter

from annexes.reading.pages import Page, Ruling

WIDE = 0.8
"""Share of the width of the table that a rule, or its pieces together, must run along."""
SAME = 2.0
"""Points by which the pieces of one rule may differ in height."""

Span = tuple[float, float]


def wide_levels(page: Page, table: Span) -> list[float]:
    """The heights at which level rules run over the width of the table, from top to bottom."""
    left, right = table
    drawn = level_rules(page)
    inside = {y: [(max(a, left), min(b, right)) for a, b in spans] for y, spans in drawn.items()}
    return [y for y, spans in inside.items() if _length(spans) > WIDE * (right - left)]


def level_rules(page: Page) -> Mapping[float, Sequence[Span]]:
    """The level rules by their height, from top to bottom: from where to where they run."""
    return _levels(page.rules)


@lru_cache(maxsize=1)
def _levels(rules: Sequence[Ruling]) -> Mapping[float, Sequence[Span]]:
    drawn: dict[float, list[Span]] = defaultdict(list)
    level = float("-inf")
    for rule in sorted(rules, key=attrgetter("top")):
        if rule.x1 - rule.x0 > rule.bottom - rule.top:
            level = level if rule.top - level < SAME else rule.top
            drawn[level].append((rule.x0, rule.x1))
    return {y: joined(spans) for y, spans in drawn.items()}


def joined(spans: Sequence[Span]) -> list[Span]:
    """Spans that touch, as one."""
    whole: list[Span] = []
    for start, end in sorted(spans):
        if whole and start <= whole[-1][1] + SAME:
            whole[-1] = whole[-1][0], max(whole[-1][1], end)
        else:
            whole.append((start, end))
    return whole


def _length(spans: Sequence[Span]) -> float:
    """The length that spans that nowhere touch cover together."""
    return sum(max(0.0, end - start) for start, end in spans)
