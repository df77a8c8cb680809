"""Do printed totals equal their parts? A difference is what the source says, and is not mended."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from annexes.reading.model import Figure, Observation, Row
from annexes.reading.rows import Understood
from annexes.recipe.edition import EditionRecipe, Layout


def disagreeing_totals(understood: Understood, edition: EditionRecipe) -> Iterator[Observation]:
    """Total rows that are not the sum of the rows ('davon') or are less ('darunter')."""
    for number, annex in enumerate(edition.annexes):
        rows = [row for row in understood.rows if row.annex == number]
        adds = {total.label: total.adds for total in annex.totals}
        items = [
            item
            for total in understood.totals
            if total.annex == number
            for item in _differences(total, rows, edition.layout(number), adds[total.name])
        ]
        if items:
            yield Observation("total", number, tuple(items), {})


def _differences(total: Row, rows: Sequence[Row], layout: Layout, adds: str) -> Iterator[str]:
    for column in (column for column in layout.figures if column.reads == "count"):
        printed, parts = total.figures[column.name], _sum(r.figures[column.name] for r in rows)
        if _disagree(printed, parts, adds):
            figures = f"{_say(printed)} printed, the rows sum to {parts}"
            yield f"{total.name}, {column.header}: {figures}"


def disagreeing_sums(rows: Sequence[Row], edition: EditionRecipe) -> Iterator[Observation]:
    """Rows in which a column is not the sum of the columns declared to be its parts."""
    for number in range(len(edition.annexes)):
        items = [
            item
            for row in rows
            if row.annex == number
            for item in _within(row, edition.layout(number))
        ]
        if items:
            yield Observation("part-columns", number, tuple(items), {})


def _within(row: Row, layout: Layout) -> Iterator[str]:
    headers = {column.name: column.header for column in layout.figures}
    for whole in layout.parts:
        printed, parts = row.figures[whole.column], _sum(row.figures[p] for p in whole.parts)
        if _disagree(printed, parts, whole.adds):
            figures = f"{_say(printed)} printed, its parts sum to {parts}"
            yield f"{row.name}, {headers[whole.column]}: {figures}"


def _sum(figures: Iterable[Figure]) -> int:
    """A sign in place of a figure counts as nothing: it stands for zero, or for no information."""
    return sum(figure for figure in figures if isinstance(figure, int))


def _disagree(printed: Figure, parts: int, adds: str) -> bool:
    whole = printed if isinstance(printed, int) else 0
    return parts > whole if adds == "at most" else parts != whole


def _say(figure: Figure) -> str:
    return "no figure" if figure is None else str(figure)
