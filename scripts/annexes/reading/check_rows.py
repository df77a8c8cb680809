"""Does the document agree with itself? Checks of the rows of one edition, nothing else needed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from annexes.base.errors import Place, Problem
from annexes.reading.model import Observation, Row
from annexes.recipe.edition import TO_ACKNOWLEDGE, EditionRecipe
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
        *_against_rules(rows, rules),
        *_incomplete(listed, edition),
        *_unlike_twins(listed, edition),
        *_unacknowledged(listed, observations, edition),
    ]


def _doubled(rows: Iterable[Row], edition: EditionRecipe) -> Iterator[Problem]:
    first: dict[tuple[int, str], Place] = {}
    for row in (row for row in rows if not edition.layout(row.annex).repeats):
        place = first.setdefault((row.annex, row.key), row.place)
        if place is not row.place:
            problem = f"{row.key} is listed a second time (first in line {place.line})"
            yield Problem("doubled-row", row.place, problem, COMPARE)


def _against_rules(rows: Iterable[Row], rules: Iterable[RuleRecipe]) -> Iterator[Problem]:
    rules = list(rules)
    for row in rows:
        for rule in rules:
            value, limit = row.figures.get(rule.column), row.figures.get(rule.at_most)
            if value is not None and limit is not None and value > limit:
                problem = f"{row.key}: {rule.column} {value} is more than {rule.at_most} {limit}"
                yield Problem("rule", row.place, problem, f"{COMPARE}: {rule.reason}")


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
                "rows are missing at its end, or stand after it",
            )


def _unlike_twins(listed: list[list[Row]], edition: EditionRecipe) -> Iterator[Problem]:
    for group in edition.table.same_codes if edition.table else []:
        twins = [listed[edition.annex_number(label)] for label in group]
        everything = {row.key for rows in twins for row in rows}
        for label, rows in zip(group, twins, strict=True):
            for code in sorted(everything - {row.key for row in rows}):
                elsewhere = next(row for twin in twins for row in twin if row.key == code)
                problem = f"{code} is listed here, but not in {label}, which lists the same codes"
                yield Problem("twin-annexes", elsewhere.place, problem, "find the lost line")


def _unacknowledged(
    listed: list[list[Row]], observations: Iterable[Observation], edition: EditionRecipe
) -> Iterator[Problem]:
    """What was seen must be what a person has acknowledged, no more and no less."""
    seen: dict[tuple[str, str], list[str]] = {
        (o.kind, edition.annexes[o.annex].label): list(o.items)
        for o in observations
        if o.annex is not None and o.kind in TO_ACKNOWLEDGE
    }
    known: dict[tuple[str, str], list[str]] = {
        (a.observation, a.annex): a.items for a in edition.acknowledged
    }
    for kind, label in sorted({*seen, *known}):
        now, then = seen.get((kind, label), []), known.get((kind, label), [])
        if now != then:
            rows = listed[edition.annex_number(label)]
            yield Problem(
                kind,
                _place(rows, set(now) ^ set(then), edition),
                f"{label}: {kind}: {'; '.join(now) or 'none'}; the recipe acknowledges "
                f"{'; '.join(then) or 'none'}",
                "compare with the source; if it is so there, acknowledge it with a reason",
            )


def _place(rows: Sequence[Row], items: set[str], edition: EditionRecipe) -> Place:
    named = (row.place for row in rows if row.key in items or f"{row.name}, " in " ".join(items))
    return next(named, rows[-1].place if rows else Place(edition.document.file))
