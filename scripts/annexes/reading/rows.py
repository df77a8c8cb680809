"""Table rows → understood rows: codes that exist, names that agree with them, figures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from annexes.base.errors import DocumentError, Problem, raise_if_any
from annexes.reading.codes.code_list import CodeList
from annexes.reading.destatis_labels import code_meant
from annexes.reading.model import CellRow, Row
from annexes.reading.numbers import Printed, fault_of, understand_figure
from annexes.recipe.edition import EditionRecipe, Layout

COMPARE = "compare the line with the source"
RANK = re.compile(r"^[0-9]+\.? +")


class Understood(NamedTuple):
    """The rows of the data, and the printed totals, which are not data."""

    rows: list[Row]
    totals: list[Row]


def understand(cells: Iterable[CellRow], edition: EditionRecipe, codes: CodeList) -> Understood:
    """Turn cells into rows; raises DocumentError with every row that does not make sense."""
    understood = Understood([], [])
    problems: list[Problem] = []
    for cell in cells:
        layout = edition.layout(cell.annex)
        ranked = any(column.reads == "rank" for column in layout.columns)
        label = without_rank(cell.label) if ranked else cell.label
        is_total = label in [total.label for total in edition.annexes[cell.annex].totals]
        named = Named("", label) if is_total else _named(label, cell, edition, codes)
        figures = _figures(cell, label, edition)
        if isinstance(named, Problem):
            problems.append(named)
        problems += (figure for figure in figures if isinstance(figure, Problem))
        if isinstance(named, Named):
            (understood.totals if is_total else understood.rows).append(
                _row(cell, named, layout, figures, edition)
            )
    raise_if_any(DocumentError, problems)
    return understood


def _row(
    cell: CellRow,
    named: Named,
    layout: Layout,
    figures: Sequence[Printed | Problem],
    edition: EditionRecipe,
) -> Row:
    read = {
        column.name: figure
        for column, figure in zip(layout.figures, figures, strict=True)
        if isinstance(figure, Printed)
    }
    return Row(
        annex=cell.annex,
        values=edition.values(cell.annex),
        key=named.key,
        name=named.name,
        figures={column: figure.value for column, figure in read.items()},
        marks={
            column: figure.mark
            for column, figure in read.items()
            if figure.value is None or figure.mark
        },
        place=cell.place,
    )


# ── what a row is about ─────────────────────────────────────────────────────────────────────


class Named(NamedTuple):
    """What a row is about, and its name as printed."""

    key: str
    name: str


def without_rank(label: str) -> str:
    """The label without the number of order before it."""
    return RANK.sub("", label)


def _named(label: str, cell: CellRow, edition: EditionRecipe, codes: CodeList) -> Named | Problem:
    layout = edition.layout(cell.annex)
    if layout.codes == "destatis" and layout.label.reads != "text":
        meant = code_meant(label, cell.place, edition.aliases, codes)
        return meant if isinstance(meant, Problem) else Named(meant, label)
    match layout.label.reads:
        case "code-name":
            code, _, name = label.partition(" ")
            return _coded(code, name, cell, edition, codes)
        case "name":
            return _resolved(label, cell, edition, codes)
    return Named(label, label)


def _coded(
    code: str, name: str, cell: CellRow, edition: EditionRecipe, codes: CodeList
) -> Named | Problem:
    """A code and its name; the code must exist, and the name must be its own."""
    if code in codes and codes.agrees(code, name, edition.aliases):
        return Named(code, name)
    bearers = codes.bearers(name, edition.aliases)
    if code not in codes:
        meant = f"'{name}' has the code {bearers[0]}; " if len(bearers) == 1 else ""
        problem = f"'{code}' is neither an ISO 3166-1 code nor a declared one"
        hint = f"{meant}{COMPARE}, or declare the code in package.toml"
        return Problem("unknown-code", cell.place, problem, hint)
    owner = f"; that name belongs to {', '.join(bearers)}" if bearers else ""
    problem = f"{code} is printed as '{name}', but its name is '{codes[code].name_de}'{owner}"
    hint = COMPARE if bearers else f"{COMPARE}; if it is printed so, add an alias with its reason"
    return Problem("name-mismatch", cell.place, problem, hint)


def _resolved(name: str, cell: CellRow, edition: EditionRecipe, codes: CodeList) -> Named | Problem:
    """A name without a code; it must mean one code and no other."""
    meant = codes.resolve(name, edition.aliases)
    if len(meant) == 1:
        return Named(meant[0], name)
    if meant:
        problem = f"'{name}' may mean {', '.join(meant)}"
        hint = "say in an alias which of them this document means, with its reason"
        return Problem("ambiguous-name", cell.place, problem, hint)
    problem = f"'{name}' is no name of the code list"
    hint = f"{COMPARE}; if it is printed so, add an alias or declare a code for it"
    return Problem("unknown-name", cell.place, problem, hint)


# ── its figures ─────────────────────────────────────────────────────────────────────────────


def malformed(label: str, header: str, text: str) -> str:
    """How a recipe acknowledges a figure that is misprinted in the source."""
    return f"{label}, {header}: {text}"


def _figures(cell: CellRow, label: str, edition: EditionRecipe) -> list[Printed | Problem]:
    """Each figure, or what is wrong with it; an acknowledged misprint is kept as a mark."""
    layout = edition.layout(cell.annex)
    annex = edition.annexes[cell.annex].label
    known = [
        item
        for entry in edition.acknowledged
        if (entry.observation, entry.annex) == ("malformed-number", annex)
        for item in entry.items
    ]
    figures: list[Printed | Problem] = []
    for text, column in zip(cell.figures, layout.figures, strict=True):
        printed = understand_figure(text, column, layout)
        if printed is None and malformed(label, column.header, text) in known:
            printed = Printed(None, text)
        if printed is None:
            problem = f"'{text}' in '{label}', column '{column.header}', {fault_of(text, layout)}"
            hint = f"{COMPARE}; if it is printed so, acknowledge it as malformed-number"
            figures.append(Problem("number", cell.place, problem, hint))
        else:
            figures.append(printed)
    return figures
