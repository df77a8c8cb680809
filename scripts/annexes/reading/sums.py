"""Do printed totals equal their parts? A difference is what the source says, and is not mended."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from annexes.reading.rows import Understood
from annexes.reading.understood_rows import CellValue, Observation, Row
from annexes.recipe.edition import EditionRecipe, Layout, OddCell


def disagreeing_totals(understood: Understood, edition: EditionRecipe) -> Iterator[Observation]:
    """Total rows that are not the sum of the rows ('davon') or are less ('darunter')."""
    for number, annex in enumerate(edition.annexes):
        rows = [row for row in understood.rows if row.annex == number]
        adds = {total.label: total.adds for total in annex.totals}
        cells = [
            cell
            for total in understood.totals
            if total.annex == number
            for cell in _differences(total, rows, edition.layout(number), adds[total.name])
        ]
        if cells:
            yield Observation("total", number, cells=tuple(cells))


def _differences(total: Row, rows: Sequence[Row], layout: Layout, adds: str) -> Iterator[OddCell]:
    for column in layout.counts:
        printed, parts = total.figures[column.name], sum_of(r.figures[column.name] for r in rows)
        if printed is not None and _disagree(printed, parts, adds):
            yield OddCell(total.name, column.name, _say(printed), parts)


def disagreeing_sums(rows: Sequence[Row], edition: EditionRecipe) -> Iterator[Observation]:
    """Rows in which a column is not the sum of the columns declared to be its parts."""
    for number in range(len(edition.annexes)):
        cells = [
            cell
            for row in rows
            if row.annex == number
            for cell in _within(row, edition.layout(number))
        ]
        if cells:
            yield Observation("part-columns", number, cells=tuple(cells))


def _within(row: Row, layout: Layout) -> Iterator[OddCell]:
    for whole in layout.parts:
        printed, parts = row.figures[whole.column], sum_of(row.figures[p] for p in whole.parts)
        if _disagree(printed, parts, whole.adds):
            yield OddCell(row.name, whole.column, _say(printed), parts)


def sum_of(figures: Iterable[CellValue]) -> int:
    """A sign in place of a figure counts as nothing: it stands for zero, or for no information."""
    return sum(figure for figure in figures if isinstance(figure, int))


def _disagree(printed: CellValue, parts: int, adds: str) -> bool:
    whole = printed if isinstance(printed, int) else 0
    if adds == "some":
        return False
    return parts > whole if adds == "at most" else parts != whole


def _say(figure: CellValue) -> str:
    return "" if figure is None else str(figure)
