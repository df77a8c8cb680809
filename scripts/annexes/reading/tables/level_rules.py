"""Level rules as wide as a table: they set its heading and its rows apart, not its columns."""

from __future__ import annotations

from collections import defaultdict

from annexes.reading.pages import Page

WIDE = 0.8
"""Share of the width of the table that a rule, or its pieces together, must run along."""
SAME = 2.0
"""Points by which the pieces of one rule may differ in height."""

Span = tuple[float, float]


def wide_levels(page: Page, table: Span) -> list[float]:
    """The heights at which level rules run over the width of the table, from top to bottom."""
    left, right = table
    drawn: dict[float, list[Span]] = defaultdict(list)
    for rule in sorted(page.rules, key=lambda rule: rule.top):
        if rule.x1 - rule.x0 > rule.bottom - rule.top:
            at = next((y for y in drawn if abs(y - rule.top) < SAME), rule.top)
            drawn[at].append((max(rule.x0, left), min(rule.x1, right)))
    return [y for y, spans in sorted(drawn.items()) if _length(spans) > WIDE * (right - left)]


def _length(spans: list[Span]) -> float:
    """The length that the spans cover together."""
    covered, end = 0.0, float("-inf")
    for start, stop in sorted(spans):
        covered += max(0.0, stop - max(start, end))
        end = max(end, stop)
    return covered
