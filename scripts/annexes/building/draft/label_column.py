"""The labels of a table → which rows are data, which are totals, and which lines are no rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from annexes.building.draft.found_annexes import is_total
from annexes.building.draft.language_words import is_one_of
from annexes.building.draft.stub import Stub, are_ranks
from annexes.reading.numbers import without_mark
from annexes.reading.rows import without_rank
from annexes.reading.tables.group_names import heads_rows
from annexes.reading.tables.word_kinds import is_list_word
from annexes.recipe.edition import Adds, Total

FEW, LARGE = 3, 100
"""The sum of fewer rows, or one that is smaller, may be a chance."""
INDENT = 1.0
"""Points by which a row stands further to the right than the line above that it belongs to."""
Figures = Sequence[Sequence[int | None]]
"""Whole numbers by row and column; None where there is none."""


@dataclass
class LabelColumn:
    """What stands before the figures. `data` are the rows that are data, `inside` the lines
    between them that are none; `names` are the labels without numbers of order and marks
    of footnotes.
    """

    names: list[str]
    indents: list[float]
    ranked: bool = False
    inside: list[int] = field(default_factory=list)
    totals: dict[int, Total] = field(default_factory=dict)
    data: list[int] = field(default_factory=list)

    @cached_property
    def sections(self) -> dict[int, str]:
        """What each row is about by the last line above it; nothing, if rows stand above the first
        of these lines, if it is the only one, or if they may be rows without figures: rows below
        them are neither indented nor called alike.
        """
        heads = [n for n in self.inside if heads_rows(self.names[n])]
        own = {row: max((n for n in heads if n < row), default=-1) for row in self.data}
        indented = all(self.indents[head] + INDENT < self.indents[n] for n, head in own.items())
        alike = len({*self.of_data}) < len(self.data)
        if len(heads) < 2 or {*own.values()} != {*heads} or not (indented or alike):
            return {}
        return {row: self.names[head] for row, head in own.items()}

    @property
    def of_data(self) -> list[str]:
        """The labels of the rows of data."""
        return [self.names[index] for index in self.data]


def labels_of(stub: Stub, figures: Figures, filled: Sequence[bool]) -> LabelColumn:
    """Tell the rows apart; `filled` says which of them have anything but a label.

    A row that is called a total is one, whatever it adds up to. Another one is only if it adds up:
    whatever it is called, if all its figures do, of the rows right below it, or of all others if it
    is the first or the last one.
    """
    ranked = are_ranks(stub.labels)
    plain = [without_rank(label) if ranked else label for label in stub.labels]
    names = [without_mark(label, stub.marks)[0] for label in plain]
    rows = [n for n, is_filled in enumerate(filled) if is_filled]
    blank = [n for n in rows if not names[n]]
    unnamed = blank if len(blank) == 1 and blank[0] in (rows[0], rows[-1]) else []
    named = [n for n in rows if is_total(names[n]) or n in unnamed]
    named = named if len(named) < len(rows) else []
    named += _heads_of_parts(figures, [n for n in rows if n not in named])
    others = [n for n in rows if n not in named]
    named += [n for n in {*others[:1], *others[-1:]} if _is_sum(n, figures, others)]
    opens = {
        n: line.split()[0].rstrip(":")
        for n, (line, is_row) in enumerate(zip(names[1:], filled[1:], strict=True))
        if is_list_word(line) and not is_row
    }
    perhaps = [n for n in rows if n in opens or is_one_of(names[n], "perhaps_totals")]
    listing = [n for n in perhaps if n not in named]
    while True:  # who is no total is data, which the other candidates must add up to as well
        data = [n for n in rows if n not in named and n not in listing]
        adds = {n: _adds(n, figures, data, opens.get(n, "")) for n in (*named, *listing)}
        if all(adds[n] for n in listing):
            break
        listing = [n for n in listing if adds[n]]
    totals = {
        n: Total(
            label=names[n], adds=adds[n] or _disagreeing(n, figures, data, alone=len(adds) == 1)
        )
        for n in sorted(adds)
    }
    return LabelColumn(
        names, stub.indents, ranked, [n for n, own in enumerate(filled) if not own], totals, data
    )


def _sums(figures: Figures, rows: Sequence[int], columns: Sequence[int]) -> list[int]:
    return [sum(figures[row][column] or 0 for row in rows) for column in columns]


def _is_sum(index: int, figures: Figures, rows: Sequence[int], few: int = FEW) -> bool:
    """True if every figure of this row is the sum of the other rows, and that is no chance."""
    others = [n for n in rows if n != index]
    sums = _sums(figures, others, range(len(figures[index])))
    return len(others) >= few and list(figures[index]) == sums and max(sums, default=0) >= LARGE


def _heads_of_parts(figures: Figures, rows: Sequence[int]) -> list[int]:
    """The rows whose figures are all the sums of two rows and more right below them, if there are
    several such rows or several figures, so that it is no chance.
    """
    heads, at = [], 0
    while at < len(rows):
        ends = range(at + 3, len(rows) + 1)
        end = next((n for n in ends if _is_sum(rows[at], figures, rows[at:n], few=2)), at)
        heads += [rows[at]] if end > at else []
        at = max(end, at + 1)
    return heads if len(heads) > 1 or (heads and len(figures[heads[0]]) > 1) else []


def _adds(index: int, figures: Figures, data: Sequence[int], word: str) -> Adds | None:
    """Whether the rows add up to this one or are some of it; None if it is no total of them.

    `word` opens a list below the row, if there is one: 'davon' or 'darunter'.
    """
    columns = [n for n, figure in enumerate(figures[index]) if figure is not None]
    pairs = [*zip(_sums(figures, data, columns), _sums(figures, [index], columns), strict=True)]
    below = all(own <= whole for own, whole in pairs)
    if word == "darunter" and below:
        return "at most"
    if not columns or not data:
        return None
    if sum(own == whole for own, whole in pairs) * 2 >= len(columns) or (
        word == "davon" and not below
    ):
        return "equal"
    return "at most" if below else None


def _disagreeing(index: int, figures: Figures, data: Sequence[int], *, alone: bool) -> Adds:
    """'some' if rows right beside this one add up to it, or if it is too little to be the sum of
    all and not the only total; else 'equal': what it should be.
    """
    columns = [n for n, figure in enumerate(figures[index]) if figure is not None]
    wanted, every = _sums(figures, [index], columns), _sums(figures, data, columns)
    before, after = [n for n in data if n < index], [n for n in data if n > index]
    beside = [before[-n:] for n in range(1, len(before) + 1)]
    beside += [after[:n] for n in range(1, len(after) + 1)]
    less = all(own < whole for own, whole in zip(wanted, every, strict=True))
    if any(_sums(figures, rows, columns) == wanted for rows in beside) or not columns:
        return "some"
    return "some" if less and not (alone and (before == [] or after == [])) else "equal"


def rows_to_confirm(told: LabelColumn) -> Iterator[str]:
    """The decisions about rows."""
    relations = {
        "equal": "is the sum of the rows",
        "at most": "is more than the rows listed",
        "some": "is the sum of some of the rows",
    }
    for total in told.totals.values():
        label = f"'{total.label}'" if total.label else "a row without a label"
        yield f"{label} {relations[total.adds]}, and no row of the data"
    sections = dict.fromkeys(told.sections.values())
    if sections:
        yield f"lines that are about the rows below them: {', '.join(sections)}"
    for line in dict.fromkeys(told.names[index] for index in told.inside):
        if line not in sections:
            yield f"the line '{line}' has no figures, and is no row of the data"
