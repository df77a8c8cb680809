"""A chart before it is drawn: bars with their labels, and the table behind them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a bar, from one value to another; `style` is a letter that the page colours."""

    start: int
    end: int
    style: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: what it is, its figures in words, and its parts; a gap is not a bar of 0.

    It may be `marked`, because a finding concerns it, and begin after a break in the series.
    """

    label: str
    figures: str
    segments: Sequence[Segment]
    is_gap: bool = False
    marked: bool = False
    after_break: bool = False


@dataclass(frozen=True, slots=True)
class Panel:
    """Bars that are drawn together; `title` is '' where the chart has one panel only.

    Those `over_time` stand side by side, one for each period; `summary` says in words what many of
    them show.
    """

    title: str
    bars: Sequence[Bar]
    over_time: bool = False
    summary: str = ""

    @property
    def reading(self) -> str:
        """What the panel shows, in words, for those who do not see it."""
        if self.summary:
            return f"{self.title}: {self.summary}"
        bars = "; ".join(f"{bar.label}: {bar.figures}" for bar in self.bars)
        return f"{self.title}: {bars}." if self.title else f"{bars}."


@dataclass(frozen=True, slots=True)
class Chart:
    """Panels on one scale from 0 to `limit`.

    `legend` names the styles; `notes` say what must be known to read the chart; `header` and
    `rows` are the data behind it.
    """

    name: str
    title: str
    notes: Sequence[str]
    legend: Sequence[tuple[str, str]]
    limit: int
    panels: Sequence[Panel]
    header: Sequence[str]
    rows: Sequence[Sequence[str | int]]
