"""Which charts there are: the sums of each annex, its highest counts, what it lists and what not.

Nothing is added across annexes, and no share is computed: each bar is a count of one annex.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from annexes.base.texts import texts_in
from annexes.exports.charts.chart import Bar, Chart, Panel, Segment
from annexes.exports.charts.tally import Development, Tally, development, tally
from annexes.exports.finding_texts import FindingText, findings, overlaps, said_periods
from annexes.package.labels import Labels, number, said
from annexes.package.opened import OpenedPackage
from annexes.package.printed_figures import PrintedFigures, printed_figures

MOST = 6
"""Tables of figures that a page draws charts of."""
LONGEST = 100_000
"""Rows of a table whose development over time is drawn."""
WHOLE, PART, NOTHING = "a", "b", "c"
"""The styles: the first count or a full list, a part of it, and what is not there."""
MARKED, BREAK = "marked", "break"
"""The styles of what stands beside columns: that a finding concerns one, a break in the series."""


def charts(source: OpenedPackage, language: str) -> list[Chart]:
    """The charts of the first tables of figures in this language; none for a package without."""
    counting = [facts for facts in printed_figures(source) if facts.counts]
    several = len(counting) > 1
    return [
        chart
        for number, facts in enumerate(counting[:MOST], start=1)
        for chart in _of(_Telling(source, language, facts, f"-{number}" if several else ""))
    ]


def _of(told: _Telling) -> Iterator[Chart]:
    """What can be said of a table: annexes are compared only where there are several and whole."""
    tallies = tally(told.facts)
    if len(tallies) > 1 and all(one.whole for one in tallies):
        if any(one.sums[0] for one in tallies):
            yield told.sums(tallies)
        if told.coded:
            yield told.listed(tallies)
    if any(one.top for one in tallies):
        yield told.highest(tallies)
    if told.facts.series and told.facts.table.length <= LONGEST:
        lines = development(told.facts, tallies)
        for number, one in enumerate(tallies, start=1):
            if own := [line for line in lines if line.annex is one.annex]:
                yield told.developed(own, one, number)


class _Telling:
    """The charts of one table in one language; `suffix` tells their names from other tables'."""

    def __init__(
        self, source: OpenedPackage, language: str, facts: PrintedFigures, suffix: str
    ) -> None:
        self.source, self.language, self.facts, self.suffix = source, language, facts, suffix
        self.words, self.labels = (
            texts_in("exports", language),
            Labels(source, facts.table, language),
        )
        self.findings = findings(source)
        self.edition, codes = facts.latest[0].edition, source.made("codes")
        keys = facts.table.foreign_keys
        self.coded = any(codes and k.table == codes.name and facts.label in k.columns for k in keys)
        own = [rule for rule in source.roles.rules if rule.resource == facts.table.name]
        within = {rule.column for rule in own if rule.at_most == facts.counts[0]}
        self.parts = [n for n, name in enumerate(facts.counts) if n and name in within]

    def sums(self, tallies: Sequence[Tally]) -> Chart:
        """The sum of each count, annex by annex."""
        bars = [self._bar(self._annex(one), one.sums) for one in tallies]
        return Chart(
            name=f"sums{self.suffix}",
            title=self._titled(self.words["chart_sums"]),
            notes=[
                *overlaps(self.source, self.language),
                self.words["one_annex_each"],
                self.words["never_added"],
            ],
            legend=self._legend(),
            limit=max(one.sums[0] for one in tallies) or 1,
            panels=[Panel("", bars)],
            header=[self.words["annex"], *map(self.labels.column, self.facts.counts)],
            rows=[[self._annex(one), *one.sums] for one in tallies],
        )

    def highest(self, tallies: Sequence[Tally]) -> Chart:
        """The rows with the highest first count, annex by annex, all on one scale."""
        code = self.facts.label
        panels = [
            Panel(
                self._annex(one),
                [self._bar(self.labels.value(code, row), counts) for counts, row in one.largest()],
            )
            for one in tallies
        ]
        columns = [code, *self.facts.counts]
        scale = [self.words["same_scale"]] if len(panels) > 1 else []
        return Chart(
            name=f"highest{self.suffix}",
            title=self._titled(f"{self.labels.column(code)}: {self.words['chart_highest']}"),
            notes=[*scale, self.words["ties"]],
            legend=self._legend(),
            limit=max(counts[0] or 0 for one in tallies for counts, _ in one.top),
            panels=[panel for panel in panels if panel.bars],
            header=[self.words["annex"], *map(self.labels.column, columns)],
            rows=[
                [self._annex(one), self._named(row), *("" if n is None else n for n in counts)]
                for one in tallies
                for counts, row in one.largest()
            ],
        )

    def listed(self, tallies: Sequence[Tally]) -> Chart:
        """How many codes each annex lists, lists with 0, and does not list."""
        known = len(set().union(*(one.codes for one in tallies)))
        rows = [
            (one, len(one.codes) - one.zero, one.zero, known - len(one.codes)) for one in tallies
        ]
        names = [self.words[word] for word in ("listed_above", "listed_zero", "not_listed")]
        in_all = self.words["codes_in_all"].format(number(known, self.language))
        return Chart(
            name=f"listed{self.suffix}",
            title=self._titled(self.words["chart_listed"]),
            notes=[in_all, self.words["zero"]],
            legend=list(zip((PART, WHOLE, NOTHING), names, strict=True)),
            limit=known,
            panels=[Panel("", [self._listing(one, counts) for one, *counts in rows])],
            header=[self.words["annex"], *names],
            rows=[[self._annex(one), *counts] for one, *counts in rows],
        )

    def developed(self, lines: Sequence[Development], one: Tally, number: int) -> Chart:
        """The first count of the largest rows of an annex, period by period, all on one scale."""
        periods = [self._called(period) for period in lines[0].periods]
        panels = [self._over_time(line) for line in lines]
        bars = [bar for panel in panels for bar in panel.bars]
        legend = [
            (WHOLE, self.labels.column(self.facts.counts[0])),
            (NOTHING, self.words["not_listed"]),
            *([(MARKED, self.words["marked"])] if any(bar.marked for bar in bars) else []),
            *([(BREAK, self.words["break"])] if any(bar.after_break for bar in bars) else []),
        ]
        odd = [self._findings_of(line) for line in lines]
        return Chart(
            name=f"series{self.suffix}-{number}",
            title=f"{self._annex(one)}: {self.words['chart_series']}",
            notes=[self.words["same_scale"], self.words["gaps"]],
            legend=legend,
            limit=max(max(line.counts.values()) for line in lines) or 1,
            panels=panels,
            header=[
                self.labels.column(self.facts.label),
                *periods,
                *([self.words["findings"]] if any(odd) else []),
            ],
            rows=[
                [
                    self._named(line.row),
                    *(line.counts.get(period, "–") for period in line.periods),
                    *([said] if any(odd) else []),
                ]
                for line, said in zip(lines, odd, strict=True)
            ],
        )

    def _over_time(self, line: Development) -> Panel:
        """A column for each period, and in words what they show."""
        marked = {period for one in self._concerning(line) for period in one.periods}
        bars = [self._period(line, period, period in marked) for period in line.periods]
        counts = {period: line.counts[period] for period in line.periods if period in line.counts}
        ends = [min(counts, key=counts.__getitem__), max(counts, key=counts.__getitem__)]
        said = [f"{number(counts[at], self.language)} ({self._called(at)})" for at in ends]
        gaps = len(line.periods) - len(counts)
        summary = self.words["series_reading"].format(len(bars), *said, gaps)
        return Panel(self.labels.value(self.facts.label, line.row), bars, True, summary)

    def _period(self, line: Development, period: str, marked: bool) -> Bar:
        """A count of a period, or the gap where the annex does not list the row."""
        label, count = self._called(period), line.counts.get(period)
        beside = {"marked": marked, "after_break": period in line.breaks}
        if count is None:
            return Bar(label, self.words["not_listed"], [], is_gap=True, **beside)
        segments = [Segment(0, count, WHOLE)] if count else []
        return Bar(label, number(count, self.language), segments, **beside)

    def _concerning(self, line: Development) -> list[FindingText]:
        """The findings that name the row itself; those of a whole annex stand below only."""
        name, label = self.facts.table.name, self.facts.label
        return [one for one in self.findings if one.names(name, label, line.values)]

    def _findings_of(self, line: Development) -> str:
        said = [
            f"{one.label(self.language)}: {said_periods(self.source, one.periods, self.language)}"
            for one in self._concerning(line)
        ]
        return "; ".join(said)

    def _called(self, period: str) -> str:
        return self.labels.value(self.facts.series, period)

    def _titled(self, title: str) -> str:
        """The title, with the period of several, behind the name of one of several tables."""
        name = said(self.facts.table.resource, "title", self.language) or self.facts.table.name
        if column := self.facts.series:
            title = f"{title} ({self._called(self.facts.latest[0].annex.values[column])})"
        return f"{name} – {title}" if self.suffix else title

    def _named(self, row: str) -> str:
        """What a row is about, with its code where it has one."""
        name = self.labels.value(self.facts.label, row)
        return name if name == row else f"{name} ({row})"

    def _annex(self, one: Tally) -> str:
        return self.labels.annex(self.edition, one.annex)

    def _bar(self, label: str, counts: Sequence[int | None]) -> Bar:
        """The first count as the bar, the counts that are part of it drawn upon it."""
        parts = [counts[part] for part in self.parts]
        shown = ", ".join("–" if n is None else number(n, self.language) for n in parts)
        whole = counts[0] or 0
        first = number(whole, self.language)
        figures = self.words["of_which"].format(first, shown) if parts else first
        segments = [Segment(0, whole, WHOLE), *(Segment(0, part or 0, PART) for part in parts)]
        return Bar(label, figures, [segment for segment in segments if segment.end])

    def _listing(self, one: Tally, counts: Sequence[int]) -> Bar:
        """What is listed and what not, one after the other on one bar."""
        names = [self.words[word] for word in ("above", "with_zero", "not_listed")]
        shown = [number(count, self.language) for count in counts]
        figures = " · ".join(map(" ".join, zip(shown, names, strict=True)))
        segments, start = [], 0
        for count, style in zip(counts, (PART, WHOLE, NOTHING), strict=True):
            segments += [Segment(start, start + count, style)] if count else []
            start += count
        return Bar(self._annex(one), figures, segments)

    def _legend(self) -> list[tuple[str, str]]:
        first, *_ = self.facts.counts
        parts = [(PART, self.labels.column(self.facts.counts[part])) for part in self.parts]
        return [(WHOLE, self.labels.column(first)), *parts]
