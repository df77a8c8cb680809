"""Names that are printed once and stand for several rows: which row has which."""

from __future__ import annotations

from annexes.reading.tables.found import Doubt, Found
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
