"""Table rows → understood rows: codes that exist, names that agree with them, whole numbers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from annexes.codes import CodeList
from annexes.errors import DocumentError, Problem
from annexes.model import CellRow, Row
from annexes.recipe.edition import Edition

MAX_DIGITS = 6
NUMBER = re.compile(rf"0|[1-9][0-9]{{0,{MAX_DIGITS - 1}}}")
COMPARE = "compare the line with the source"


def understand(cells: Iterable[CellRow], edition: Edition, codes: CodeList) -> list[Row]:
    """Turn cells into rows; raises DocumentError with every row that does not make sense."""
    cells = list(cells)
    problems = [problem for row in cells for problem in _problems(row, edition, codes)]
    if problems:
        raise DocumentError(problems)
    counts = [column.name for column in edition.table.counts]
    return [
        Row(
            annex=row.annex,
            values={**edition.table.values, **edition.annexes[row.annex].values},
            code=row.code,
            name=row.name,
            figures=dict(zip(counts, map(int, row.figures), strict=True)),
            place=row.place,
        )
        for row in cells
    ]


def _problems(row: CellRow, edition: Edition, codes: CodeList) -> Iterator[Problem]:
    if row.code not in codes:
        yield Problem("unknown-code", row.place, *_unknown(row, edition, codes))
    elif not codes.agrees(row.code, row.name, edition.aliases):
        yield Problem("name-mismatch", row.place, *_mismatch(row, edition, codes))
    for figure in row.figures:
        if not NUMBER.fullmatch(figure):
            yield Problem("number", row.place, f"'{figure}' {_fault(figure)}", COMPARE)


def _unknown(row: CellRow, edition: Edition, codes: CodeList) -> tuple[str, str]:
    bearers = codes.bearers(row.name, edition.aliases)
    meant = f"'{row.name}' has the code {bearers[0]}; " if len(bearers) == 1 else ""
    return (
        f"'{row.code}' is neither an ISO 3166-1 code nor a declared one",
        f"{meant}{COMPARE}, or declare the code in package.toml",
    )


def _mismatch(row: CellRow, edition: Edition, codes: CodeList) -> tuple[str, str]:
    bearers = codes.bearers(row.name, edition.aliases)
    expected = codes[row.code].name_de
    owner = f"; that name belongs to {', '.join(bearers)}" if bearers else ""
    return (
        f"{row.code} is printed as '{row.name}', but its name is '{expected}'{owner}",
        COMPARE if bearers else f"{COMPARE}; if it is printed so, add an alias with its reason",
    )


def _fault(figure: str) -> str:
    """Why this is no figure, in words; nothing is guessed."""
    if any(char.isdigit() and not char.isascii() for char in figure):
        names = {unicodedata.name(char, "?").lower() for char in figure if not char.isascii()}
        return f"has digits that are not 0 to 9 ({', '.join(sorted(names))})"
    if re.fullmatch(r"[0-9]+", figure):
        too_long = len(figure) > MAX_DIGITS
        return f"has more than {MAX_DIGITS} digits" if too_long else "begins with a zero"
    if re.fullmatch(r"[0-9]{1,3}([.,'][0-9]{3})+", figure):
        return "has a thousands separator that the recipe does not declare"
    if re.fullmatch(r"[-−–][0-9]+", figure):
        return "is negative"
    if re.fullmatch(r"[0-9]+[.,][0-9]+", figure):
        return "is not a whole number"
    return "is not a number: it may hold a mark or a letter that looks like a digit"
