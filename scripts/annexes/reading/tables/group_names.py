"""Names that are printed once and stand for several rows: which row has which."""

from __future__ import annotations

from collections.abc import Sequence

from annexes.reading.tables.found import EMPTY, Doubt, Found, FoundRow, cell_of
from annexes.reading.tables.word_kinds import is_list_word

MERGED = "merged-cell"


def heads_rows(line: str) -> bool:
    """True for a line between rows that says what the rows below are about: 'Europa', 'davon
    Kinder', but not 'davon' alone.
    """
    return " " in line or not is_list_word(line)


def is_group_name(remark: Doubt, found: Found, columns: int) -> bool:
    """True for a cell over several rows in one of the first columns, before those of the labels."""
    own = {id(word) for row in found.rows for cell in row.cells[:columns] for word in cell.words}
    return remark.check == MERGED and own.issuperset(map(id, remark.words))


def group_names(found: Found, column: int, carried: str = "") -> list[str]:
    """What stands in this column for each row: up to where its cell ends, if rules enclose cells
    over several rows; else up to the next name. `carried` is the last name of the page before.
    """
    ends = {
        id(remark.words[0]): remark.bottom
        for remark in found.remarks
        if is_group_name(remark, found, column + 1)
    }
    names, name, end = [], carried, float("inf")
    for row in found.rows:
        cell = row.cells[column]
        if cell.words:
            name = cell.text
            own = (ends[id(word)] for word in cell.words if id(word) in ends)
            end = next(own, row.bottom if ends else float("inf"))
        names.append(name if row.top < end else "")
    return names


def with_names_first(rows: Sequence[FoundRow], labels: int) -> list[FoundRow]:
    """The rows with the names of groups in the first row of each: where what names the rows behind
    the first column comes again and again in the same order ('Count', 'Percentage'), all that
    stands in that column beside one run of them is one name, wherever it is set; but not where most
    runs have several names.
    """
    inner = [tuple(row.texts[1:labels]) for row in rows]
    each = inner.index(inner[0], 1) if inner[0] in inner[1:] else 0
    groups = [rows[n : n + each] for n in range(0, len(rows), each)] if each > 1 else []
    again = len(set(inner[:each])) == each and inner == inner[:each] * len(groups)
    named = [[row.cells[0].words for row in group if row.cells[0].words] for group in groups]
    single = sum(len(names) == 1 for names in named) * 2 > len(groups)
    if not again or not all(map(any, inner)) or not all(named) or not single:
        return list(rows)
    whole: list[FoundRow] = []
    for group, names in zip(groups, named, strict=True):
        name = cell_of([word for words in names for word in words])
        for n, row in enumerate(group):
            cells = (EMPTY if n else name, *row.cells[1:])
            whole.append(FoundRow(cells, row.top, row.bottom))
    return whole
