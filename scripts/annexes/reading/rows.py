"""Table rows → understood rows: codes that exist, names that agree with them, figures."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from annexes.base.errors import DocumentError, Problem, raise_if_any
from annexes.reading.codes.code_list import CodeList
from annexes.reading.destatis_labels import code_meant
from annexes.reading.numbers import fault_of, understand_cell, without_mark
from annexes.reading.pages import RAISED
from annexes.reading.understood_rows import CellRow, CellValue, Row
from annexes.recipe.columns import WORDS, ColumnRecipe
from annexes.recipe.edition import EditionRecipe, Layout

COMPARE = "compare the line with the source"
RANK = re.compile(r"^[0-9]+\.? +")
DAY = re.compile(r"(?P<d>[0-9]{1,2})\. ?(?P<m>[0-9]{1,2})\. ?(?P<y>[0-9]{4})")
ISO_DAY = re.compile(r"(?P<y>[0-9]{4})-(?P<m>[0-9]{2})-(?P<d>[0-9]{2})")
SEPARATED = re.compile(r"[0-9]{1,3}(?:([.,' \u00a0\u2009\u202f])[0-9]{3})+")


class Understood(NamedTuple):
    """The rows of the data, and the printed totals, which are not data."""

    rows: list[Row]
    totals: list[Row]


def understand(cells: Iterable[CellRow], edition: EditionRecipe, codes: CodeList) -> Understood:
    """Turn cells into rows; raises DocumentError with every row that does not make sense."""
    understood = Understood([], [])
    problems: list[Problem] = []
    faults: list[UnreadCell] = []
    for cell in cells:
        layout = edition.layout(cell.annex)
        ranked = any(column.reads == "rank" for column in layout.columns)
        printed = without_rank(cell.label) if ranked else cell.label
        totals = [total.label for total in edition.annexes[cell.annex].totals]
        label, mark = without_mark(printed, () if printed in totals else layout.marks)
        is_total = label in totals
        values = _values(cell, label, edition)
        named = Named("", label) if is_total else _named(label, cell, edition, codes)
        if isinstance(named, Named):
            problems += _other_codes(named, cell, layout, codes)
        faults += (value for value in values.values() if isinstance(value, UnreadCell))
        if isinstance(named, Problem):
            problems.append(named)
        else:
            (understood.totals if is_total else understood.rows).append(
                _row(cell, named, {layout.label.name: mark}, values, edition)
            )
    raise_if_any(DocumentError, [*_counted(problems), *_said_once(faults, edition)])
    return understood


def _row(
    cell: CellRow,
    named: Named,
    marks: Mapping[str, str],
    values: Mapping[str, Value | UnreadCell],
    edition: EditionRecipe,
) -> Row:
    """The row; `marks` has the one behind its label."""
    read = {column: value for column, value in values.items() if isinstance(value, Value)}
    signs = {**marks, **{column: value.mark for column, value in read.items()}}
    return Row(
        annex=cell.annex,
        values=edition.values(cell.annex),
        key=named.key,
        name=named.name,
        figures={column: value.value for column, value in read.items()},
        marks={column: mark for column, mark in signs.items() if mark},
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
    if len(meant) == 1 and meant[0] in codes:
        return Named(meant[0], name)
    if len(meant) == 1:
        problem = f"an alias says that '{name}' means {meant[0]}, which is no code of this package"
        hint = f"correct the alias, or declare {meant[0]} in package.toml as a [[code]]"
        return Problem("unknown-code", cell.place, problem, hint)
    if meant:
        problem = f"'{name}' may mean {', '.join(meant)}"
        return Problem("ambiguous-name", cell.place, problem)
    problem = f"'{name}' is no name of the code list"
    hint = (
        f"{COMPARE}; if it is printed so, add an alias or declare a code for it; a row of totals "
        "is a [[total]] of its annex"
    )
    return Problem("unknown-name", cell.place, problem, hint)


def _other_codes(named: Named, cell: CellRow, layout: Layout, codes: CodeList) -> Iterator[Problem]:
    """Codes beside the label that are not its own."""
    for text, (column, *_) in zip(cell.figures, layout.cells, strict=True):
        if column.reads == "code" and text and not codes.is_same(named.key, text):
            owners = " or ".join(f"{own} {codes[own].name_de}" for own in codes.carriers(text))
            said = f", which is {owners}" * bool(owners)
            problem = f"'{named.name}' is {named.key}, but beside it stands '{text}'{said}"
            hint = (
                f"{COMPARE}; if it is printed so, say that the column '{column.name}' reads 'text'"
            )
            yield Problem("name-mismatch", cell.place, problem, hint)


# ── its cells ───────────────────────────────────────────────────────────────────────────────


class Value(NamedTuple):
    """What a cell comes to, and the sign printed behind it or in its place."""

    value: CellValue
    mark: str = ""


class UnreadCell(NamedTuple):
    """A cell that follows no grammar: its row, its column, its text, and what is wrong with it."""

    cell: CellRow
    label: str
    column: ColumnRecipe
    text: str
    reason: str


def _values(cell: CellRow, label: str, edition: EditionRecipe) -> dict[str, Value | UnreadCell]:
    """Each column's value, or what is wrong with it; an acknowledged misprint is kept as a mark."""
    layout = edition.layout(cell.annex)
    known = {
        (odd.row, odd.column, odd.printed)
        for entry in edition.acknowledged
        if entry.observation == "malformed-number"
        and entry.annex == edition.annexes[cell.annex].label
        for odd in entry.cells
    }
    names = (label, label.partition(" ")[2]) if layout.label.reads == "code-name" else (label,)
    values: dict[str, Value | UnreadCell] = {}
    if layout.section:
        values[layout.section] = Value(cell.section or None)
    for text, columns in zip(cell.figures, layout.cells, strict=True):
        read = _read(text, columns, layout)
        if read is None and any((name, columns[0].name, text) in known for name in names):
            read = [Value(None, text), *([Value(None)] * (len(columns) - 1))]
        if read is None:
            reason = _reason(text, columns, layout)
            values[columns[0].name] = UnreadCell(cell, label, columns[0], text, reason)
        else:
            values |= {column.name: own for column, own in zip(columns, read, strict=True)}
    return values


def _read(text: str, columns: Sequence[ColumnRecipe], layout: Layout) -> list[Value] | None:
    """The values of a cell, or None if it does not follow the grammar of its columns."""
    reads = columns[0].reads
    if reads in WORDS and (text in layout.nil or not text):
        return [Value(None, text)]
    if reads == "date":
        day = date_of(text)
        return [Value(day)] if day else None
    if reads in WORDS:
        return [Value(text)]
    figures = understand_cell(text, columns, layout)
    return [Value(*figure) for figure in figures] if figures else None


def date_of(text: str) -> dt.date | None:
    """The day that is printed as 31.12.1980 or 1980-12-31, and in no other way."""
    match = DAY.fullmatch(text) or ISO_DAY.fullmatch(text)
    try:
        return dt.date(*(int(match[part]) for part in ("y", "m", "d"))) if match else None
    except ValueError:
        return None


def _reason(text: str, columns: Sequence[ColumnRecipe], layout: Layout) -> str:
    if columns[0].cell:
        return f"is not printed as '{columns[0].cell}'"
    return "is no date" if columns[0].reads == "date" else fault_of(text, layout)


def _counted(problems: Sequence[Problem]) -> Iterator[Problem]:
    """Each problem once, at its first place, with the number of places."""
    counts = Counter(problem.problem for problem in problems)
    first = {problem.problem: problem for problem in reversed(problems)}
    for text, count in counts.items():
        more = f" (and {count - 1} more like it)" * (count > 1)
        yield replace(first[text], problem=text + more)


def _said_once(faults: Sequence[UnreadCell], edition: EditionRecipe) -> Iterator[Problem]:
    """One problem for all cells, of annexes with the same separators, that are wrong in the same
    way.
    """
    alike: dict[tuple[str, str, str], list[UnreadCell]] = {}
    for fault in faults:
        layout = edition.layout(fault.cell.annex)
        alike.setdefault((layout.thousands, layout.decimal, fault.reason), []).append(fault)
    for (*_, reason), own in alike.items():
        first = own[0]
        where = f"'{first.label}', column '{first.column.header or first.column.name}'"
        labels = dict.fromkeys(edition.annexes[fault.cell.annex].label for fault in own)
        there = " and ".join([*labels][:2]) if len(labels) < 3 else f"{len(labels)} annexes"
        more = f" (and {len(own) - 1} more in {there})" * (len(own) > 1)
        hint = f"{COMPARE}; {_advice(first)}"
        problem = f"'{first.text}' in {where}, {reason}{more}"
        yield Problem("number", first.cell.place, problem, hint)


def _advice(fault: UnreadCell) -> str:
    """What the recipe would have to say if the cell is printed so."""
    if match := SEPARATED.fullmatch(fault.text):
        return f'if thousands are printed so, say thousands = "{match[1]}" in its table'
    if match := re.search(f"[{RAISED}]+$", fault.text):
        return f'if it is the mark of a footnote, say marks = {{ "{match[0]}" = "its note" }}'
    if fault.column.reads == "count" and re.fullmatch(r"[-−–+]?[0-9]+[.,][0-9]+", fault.text):
        return "if the column has decimals, say that it reads 'decimal'"
    if fault.column.reads == "date":
        return "if it is no date, say that the column reads 'text'"
    return "if it is printed so, acknowledge it as malformed-number, with a reason"
