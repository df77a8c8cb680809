"""Does the document agree with itself? Checks of the rows of one edition, nothing else needed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from annexes.base.errors import Place, Problem
from annexes.reading.findings import cell_in_words
from annexes.reading.oddities import to_acknowledge
from annexes.reading.understood_rows import Observation, Row
from annexes.recipe.edition import EditionRecipe, Layout, OddCell
from annexes.recipe.metadata import RuleRecipe

COMPARE = "compare the line with the source"


def check_document(
    rows: Sequence[Row],
    observations: Iterable[Observation],
    edition: EditionRecipe,
    rules: Iterable[RuleRecipe],
) -> list[Problem]:
    """All problems of the rows: doubled, against a rule, incomplete, or odd in an unknown way."""
    listed = [
        [row for row in rows if row.annex == number] for number in range(len(edition.annexes))
    ]
    return [
        *_doubled(rows, edition),
        *_against_rules(listed, edition, rules),
        *_incomplete(listed, edition),
        *_unlike_twins(listed, edition),
        *_unacknowledged(listed, observations, edition),
    ]


def _doubled(rows: Iterable[Row], edition: EditionRecipe) -> Iterator[Problem]:
    """One problem for each annex in which rows have the same label."""
    first: dict[tuple[int, str], Place] = {}
    again: dict[int, list[Row]] = {}
    for row in (row for row in rows if not edition.layout(row.annex).repeats):
        if first.setdefault((row.annex, row.key), row.place) is not row.place:
            again.setdefault(row.annex, []).append(row)
    for annex, doubled in again.items():
        row = doubled[0]
        line = first[annex, row.key].line
        more = f", and {len(doubled) - 1} more in {edition.annexes[annex].label}"
        problem = f"{row.key} is listed a second time (first in line {line})"
        hint = f"{COMPARE}; if several rows may have the same label, say repeats = true"
        problem += more * (len(doubled) > 1)
        yield Problem("doubled-row", row.place, problem, hint)


def _against_rules(
    listed: Sequence[Sequence[Row]], edition: EditionRecipe, rules: Iterable[RuleRecipe]
) -> Iterator[Problem]:
    """One problem for each annex and rule: the first row that breaks it, and how many more do."""
    for rule in rules:
        for annex, rows in zip(edition.annexes, listed, strict=True):
            broken = [row for row in rows if _breaks(row, rule)]
            for row in broken[:1]:
                value, limit = row.figures[rule.column], row.figures[rule.at_most]
                problem = f"{row.key}: {rule.column} {value} is more than {rule.at_most} {limit}"
                more = f", and so in {len(broken) - 1} more of {len(rows)} rows of {annex.label}"
                problem += more * (len(broken) > 1)
                yield Problem("rule", row.place, problem, f"{COMPARE}: {rule.reason}")


def _breaks(row: Row, rule: RuleRecipe) -> bool:
    value, limit = row.figures.get(rule.column), row.figures.get(rule.at_most)
    if isinstance(value, int | Decimal) and isinstance(limit, int | Decimal):
        return value > limit
    return False


def _incomplete(listed: list[list[Row]], edition: EditionRecipe) -> Iterator[Problem]:
    """An annex that does not end with its last codes has lost its end."""
    for number, (annex, rows) in enumerate(zip(edition.annexes, listed, strict=True)):
        last = edition.layout(number).last
        end = [row.key for row in rows][len(rows) - len(last) :]
        if end != last:
            yield Problem(
                "incomplete-annex",
                rows[-1].place if rows else Place(edition.document.file),
                f"{annex.label} ends with {', '.join(end) or 'nothing'}, not {', '.join(last)}",
            )


def _unlike_twins(listed: list[list[Row]], edition: EditionRecipe) -> Iterator[Problem]:
    for group in edition.table.same_codes if edition.table else []:
        twins = [listed[edition.annex_number(label)] for label in group]
        everything = {row.key for rows in twins for row in rows}
        for label, rows in zip(group, twins, strict=True):
            for code in sorted(everything - {row.key for row in rows}):
                elsewhere = next(row for twin in twins for row in twin if row.key == code)
                problem = f"{code} is listed here, but not in {label}, which lists the same codes"
                yield Problem("twin-annexes", elsewhere.place, problem)


Seen = tuple[tuple[str, ...], tuple[OddCell, ...]]
"""The codes and the figures that are odd in one way in one annex."""


def _unacknowledged(
    listed: list[list[Row]], observations: Iterable[Observation], edition: EditionRecipe
) -> Iterator[Problem]:
    """What was seen must be what a person has acknowledged, no more and no less."""
    seen, known = (
        {(a.observation, a.annex): (tuple(a.codes), tuple(a.cells)) for a in entries}
        for entries in (to_acknowledge(observations, edition), edition.acknowledged)
    )
    nothing: Seen = (), ()
    for kind, label in sorted({*seen, *known}):
        now, then = seen.get((kind, label), nothing), known.get((kind, label), nothing)
        if now != then:
            number = edition.annex_number(label)
            layout = edition.layout(number)
            yield Problem(
                kind,
                _place(listed[number], now, then, edition),
                f"{label}: {kind}: {_say(kind, now, layout)}; the recipe acknowledges "
                f"{_say(kind, then, layout)}",
            )


def _say(kind: str, seen: Seen, layout: Layout) -> str:
    codes, cells = seen
    return "; ".join([*codes, *(cell_in_words(kind, c, layout, "en") for c in cells)]) or "none"


def _place(rows: Sequence[Row], now: Seen, then: Seen, edition: EditionRecipe) -> Place:
    """Where the first row stands about which seen and acknowledged differ."""
    codes = set(now[0]) ^ set(then[0])
    names = {cell.row for cell in set(now[1]) ^ set(then[1])}
    named = (row.place for row in rows if row.key in codes or row.name in names)
    return next(named, rows[-1].place if rows else Place(edition.document.file))
