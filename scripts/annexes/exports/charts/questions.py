"""Which charts there are: the sums of each annex, its highest counts, what it lists and what not.

Nothing is added across annexes, and no share is computed: each bar is a count of one annex.
"""

from __future__ import annotations

from collections.abc import Sequence

from annexes.exports.charts.model import Bar, Chart, Panel, Segment
from annexes.exports.charts.tally import Tally, latest_edition, tally
from annexes.exports.findings import findings
from annexes.exports.labels import Labels, number
from annexes.exports.source import Source
from annexes.exports.words import words
from annexes.resources.roles import Edition

WHOLE, PART, NOTHING = "a", "b", "c"
"""The styles: the first count or a full list, a part of it, and what is not there."""


def charts(source: Source, language: str) -> list[Chart]:
    """All charts in this language; none for a package without figures from annexes."""
    edition = latest_edition(source)
    if not edition or not edition.counts:
        return []
    tallies = [one for one in tally(source, edition) if one.codes]
    told = _Telling(source, language, edition)
    return [told.sums(tallies), told.listed(tallies), told.highest(tallies)] if tallies else []


class _Telling:
    """The charts of one edition in one language."""

    def __init__(self, source: Source, language: str, edition: Edition) -> None:
        self.source, self.language, self.edition = source, language, edition
        self.words, self.labels = words(language), Labels(source, language)
        rules = source.roles.rules if source.roles else []
        within = {rule.column for rule in rules if rule.at_most == edition.counts[0]}
        self.parts = [n for n, name in enumerate(edition.counts) if n and name in within]

    def sums(self, tallies: Sequence[Tally]) -> Chart:
        """The sum of each count, annex by annex."""
        bars = [self._bar(self._annex(one), one.sums) for one in tallies]
        return Chart(
            name="sums",
            title=self.words["chart_sums"],
            notes=[*self._overlaps(), self.words["never_added"]],
            legend=self._legend(),
            limit=max(one.sums[0] for one in tallies) or 1,
            panels=[Panel("", bars)],
            header=[self.words["annex"], *map(self.labels.column, self.edition.counts)],
            rows=[[self._annex(one), *one.sums] for one in tallies],
        )

    def highest(self, tallies: Sequence[Tally]) -> Chart:
        """The rows with the highest first count, annex by annex, all on one scale."""
        code = self.edition.code
        panels = [
            Panel(
                self._annex(one),
                [self._bar(self.labels.value(code, row), counts) for counts, row in one.largest()],
            )
            for one in tallies
        ]
        columns = [code, *self.edition.counts]
        return Chart(
            name="highest",
            title=f"{self.labels.column(code)}: {self.words['chart_highest']}",
            notes=[self.words["same_scale"], self.words["ties"]],
            legend=self._legend(),
            limit=max(one.top[0][0][0] for one in tallies) or 1,
            panels=[panel for panel in panels if panel.bars],
            header=[self.words["annex"], *map(self.labels.column, columns)],
            rows=[
                [self._annex(one), f"{self.labels.value(code, row)} ({row})", *counts]
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
            name="listed",
            title=self.words["chart_listed"],
            notes=[in_all, self.words["zero"]],
            legend=list(zip((PART, WHOLE, NOTHING), names, strict=True)),
            limit=known,
            panels=[Panel("", [self._listing(one, counts) for one, *counts in rows])],
            header=[self.words["annex"], *names],
            rows=[[self._annex(one), *counts] for one, *counts in rows],
        )

    def _annex(self, one: Tally) -> str:
        return self.labels.annex(self.edition, one.annex)

    def _bar(self, label: str, counts: Sequence[int]) -> Bar:
        """The first count as the bar, the counts that are part of it drawn upon it."""
        parts = [counts[part] for part in self.parts]
        shown = ", ".join(number(part, self.language) for part in parts)
        first = number(counts[0], self.language)
        figures = self.words["of_which"].format(first, shown) if parts else first
        segments = [Segment(0, counts[0], WHOLE), *(Segment(0, part, PART) for part in parts)]
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
        first, *_ = self.edition.counts
        parts = [(PART, self.labels.column(self.edition.counts[part])) for part in self.parts]
        return [(WHOLE, self.labels.column(first)), *parts]

    def _overlaps(self) -> list[str]:
        """What the package itself says about counting twice."""
        known = findings(self.source)
        return [one.note(self.language) for one in known if one.kind == "overlap"]
