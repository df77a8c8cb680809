"""An annex as it was found → what its cells and labels mean, and what a person must confirm."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import msgspec

from annexes.base.errors import Place
from annexes.base.texts import some_of
from annexes.building.draft.found_annexes import FoundAnnex
from annexes.building.draft.label_column import LabelColumn, labels_of, rows_to_confirm
from annexes.building.draft.label_meaning import (
    Meaning,
    are_codes,
    compare_codes,
    meaning_of,
    names_to_confirm,
)
from annexes.building.draft.naming import LEVELS, MAX_NAME, column_names, slug_of, unique
from annexes.building.draft.notation import Grammar, grammar_of
from annexes.building.draft.periods import Period, period_in, without_period
from annexes.building.draft.stub import stub_of
from annexes.building.table_schemas import BOX, ROW
from annexes.reading.numbers import understand_cell
from annexes.reading.tables.group_names import MERGED
from annexes.reading.understood_rows import CellRow
from annexes.recipe.columns import FIGURES, ColumnRecipe
from annexes.recipe.edition import (
    AnnexRecipe,
    ExpectedAnnex,
    Language,
    Layout,
    OddCell,
    Parts,
    Thousands,
)

SECTION = "section"
TAKEN = {ROW, *BOX, SECTION, "period", "caption", "resource", "document", "annex", "page", "line"}
"""Columns that the engine adds beside those that are printed."""
PARTS_SHARE = 0.9
"""A column is taken for the sum of the others if it is in so many rows."""


@dataclass
class DraftedTable:
    """What the cells of one annex mean. `columns` begin with the label, behind a number of order
    if there is one; `labels` and `cells` are all rows as printed, data or not, `figures` the whole
    numbers in them. `heading` is what stands above the labels, `period` what its figures cover, if
    that is said beside it. `values` are what its resource says of all its rows.
    """

    annex: FoundAnnex
    label: str
    heading: str
    told: LabelColumn
    meaning: Meaning
    grammar: Grammar
    columns: list[ColumnRecipe]
    labels: list[str]
    cells: list[list[str]]
    figures: list[dict[str, int | None]]
    parts: list[Parts] = field(default_factory=list)
    period: Period | None = None
    values: dict[str, str] = field(default_factory=dict)

    @property
    def subject(self) -> str:
        """What its labels are, as their heading says it without the period."""
        return without_period(self.heading, self.period)

    @property
    def layout(self) -> Layout:
        """How the annex is laid out."""
        names, around = self.told.of_data, self.annex.around
        return msgspec.structs.replace(
            self.grammar.layout(self.columns),
            codes=self.meaning.codes,
            marks={mark: around.meaning_of(mark) for mark in self.grammar.marks},
            parts=self.parts,
            repeats=len(set(names)) < len(names) or not all(names),
        )

    @property
    def inside(self) -> list[str]:
        """The lines between its rows that are none, as printed."""
        rows = self.annex.rows
        return [" ".join(filter(None, rows[index].texts)) for index in self.told.inside]

    @property
    def codes(self) -> list[str]:
        """What its rows of data are about, in their order: codes where they are printed."""
        coded = self.meaning.reads == "code-name"
        return [name.partition(" ")[0] if coded else name for name in self.told.of_data]

    def texts(self, name: str) -> list[str]:
        """What is printed in this column, or as label, in the rows of data."""
        cells = self.layout.cells
        if name == self.layout.section:
            return [self.told.sections[index] for index in self.told.data]
        at = next((n for n, own in enumerate(cells) if name in [c.name for c in own]), None)
        return self.codes if at is None else [self.cells[index][at] for index in self.told.data]

    def expected(self) -> ExpectedAnnex:
        """Its rows and the sums of its columns, as they were read."""
        values = [self.figures[index] for index in self.told.data]
        sums = [sum(row[column.name] or 0 for row in values) for column in self.layout.counts]
        return ExpectedAnnex(annex=self.label, rows=len(self.told.data), sums=sums)

    def as_recipe(self, *, is_placed: bool) -> AnnexRecipe:
        """Where it is and what is printed around it; on which page, only if it stands in prose."""
        pages, around, first = self.annex.pages, self.annex.around, self.annex.first
        return AnnexRecipe(
            label=self.label,
            values=self.values,
            pages=len(pages),
            page=first.page if is_placed else 0,
            table=first.number if is_placed else 0,
            above=list(around.above),
            below=list(around.below),
            furniture=list(around.furniture),
            inside=self.inside,
            header_once=len(pages) > 1 and not any(pages[1].found.header),
            totals=list({t.label: t for t in self.told.totals.values()}.values()),
        )

    def misprints(self) -> list[OddCell]:
        """The cells that follow no grammar."""
        filled = [index for index in range(len(self.cells)) if index not in self.told.inside]
        before = len(self.layout.before)
        found = [(filled[row], at + before) for row, at in self.grammar.misprints]
        found.sort(key=lambda place: place[0] not in self.told.data)
        columns, names = self.layout.cells, dict(enumerate(self.told.names))
        if self.meaning.reads == "code-name":
            names |= {index: names[index].partition(" ")[2] for index in self.told.data}
        return [OddCell(names[row], columns[at][0].name, self.cells[row][at]) for row, at in found]

    def cell_rows(self, annex: int, file: str) -> Iterator[CellRow]:
        """Its rows as a reader with a recipe finds them."""
        pages = [(page.page, row) for page in self.annex.pages for row in page.found.rows]
        for index, (page, _) in enumerate(pages):
            if index not in self.told.inside:
                place = Place(file, page=page)
                section = self.told.sections.get(index, "")
                yield CellRow(annex, self.labels[index], tuple(self.cells[index]), place, section)

    def to_confirm(self) -> Iterator[str]:
        """The decisions that only a person can make, in words."""
        heads = [self.heading, *(own[0].header for own in self.layout.cells)]
        if not self.annex.first.found.ruled and any(heads):
            shown = ", ".join(f"'{heading}'" for heading in heads)
            yield f"no rules tell which words stand above which column; read: {shown}"
        for remark in (r for page in self.annex.pages for r in page.found.remarks):
            if remark.check != MERGED:
                yield f"{remark.problem} ({remark.check})"
        for group in (column for column in self.columns if column.reads == "group"):
            names = [*dict.fromkeys(filter(None, self.texts(group.name)))]
            yield f"a name in '{group.name}' holds for the rows below it as well: {some_of(names)}"
        if self.annex.guessed:
            yield f"{self.annex.place} is one table, which goes on over the page"
        yield from rows_to_confirm(self.told)
        yield from names_to_confirm(self.meaning)
        yield from _about_cells(self)
        expected = self.expected()
        pairs = zip(self.layout.counts, expected.sums, strict=True)
        sums = "".join(f", {column.name} {total}" for column, total in pairs)
        by_hand = "count and add up in the source" if sums else "count them in the source"
        yield f"read: {expected.rows} rows{sums}; {by_hand}"


def draft_table(
    annex: FoundAnnex, label: str, language: Language, thousands: Thousands = ""
) -> DraftedTable:
    """Propose what the cells of this annex mean.

    `thousands` separates them elsewhere in the document, where its own figures prove nothing.
    """
    stub = stub_of(annex, language)
    first, found = len(stub.before), annex.first.found
    *fronts, heading = stub.heads
    heads = [*fronts, *found.header[stub.width :]]
    rows = [row.texts[stub.width :] for row in annex.rows]
    cells = [[*front, *texts] for front, texts in zip(stub.fronts, rows, strict=True)]
    filled = [any(row.texts[found.labels :]) for row in annex.rows]
    printed = [texts for texts, own in zip(rows, filled, strict=True) if own]
    grammar = grammar_of(printed, heads[first:], language, thousands, annex.around.meaning_of)
    for at, texts in enumerate(zip(*rows, strict=True)):
        if are_codes(texts, stub.labels, language):
            grammar.kinds[at] = "code"
    kinds = zip(fronts, stub.before, strict=True)
    named = [head or kind for head, kind in kinds] + heads[first:]
    label_name, *names = _names([heading, *named])
    front = [ColumnRecipe(*own) for own in zip(names, fronts, stub.before, strict=False)]
    figures = list(grammar.columns(names[first:], heads[first:]))
    columns = [*front, ColumnRecipe(label_name, heading, "text"), *figures]
    values = list(_whole_numbers(cells, grammar.layout(columns)))
    counts = [column.name for column in columns if column.reads == "count"]
    told = labels_of(stub, [[row[name] for name in counts] for row in values], filled)
    grammar.marks = sorted({*grammar.marks, *stub.marks})
    meaning = meaning_of(told.of_data, language)
    rank = [ColumnRecipe("rank", "", "rank")] if told.ranked else []
    rank += [ColumnRecipe(SECTION, "", "section")] if told.sections else []
    every = [*rank, *front, ColumnRecipe(label_name, heading, meaning.reads), *figures]
    parts = list(_parts(counts, [values[index] for index in told.data]))
    table = DraftedTable(
        annex, label, heading, told, meaning, grammar, every, stub.labels, cells, values, parts
    )
    for column in every:
        if column.reads == "code":
            compare_codes(meaning, told.of_data, table.texts(column.name), language)
    return table


def _names(headings: Sequence[str]) -> list[str]:
    """The names of the label and of the columns behind it; none that the engine gives itself."""
    label, *others = headings
    label = without_period(label, period_in(label))
    own = slug_of(label if len(label) <= MAX_NAME else label.split(LEVELS)[-1]) or "label"
    names = [f"printed_{name}" if name in TAKEN else name for name in [*column_names(others), own]]
    return [unique(names)[-1], *names[:-1]]


def _whole_numbers(
    cells: Sequence[Sequence[str]], layout: Layout
) -> Iterator[dict[str, int | None]]:
    """The whole numbers of each row, by column."""
    for own in cells:
        row: dict[str, int | None] = {}
        for text, columns in zip(own, layout.cells, strict=True):
            row |= dict.fromkeys(column.name for column in columns)
            if columns[0].reads in FIGURES and (read := understand_cell(text, columns, layout)):
                for column, figure in zip(columns, read, strict=True):
                    row[column.name] = figure.value if isinstance(figure.value, int) else None
        yield row


def _parts(counts: Sequence[str], rows: Sequence[dict[str, int | None]]) -> Iterator[Parts]:
    """The first count, if the other counts add up to it in nearly every row."""
    if len(counts) < 3 or len(rows) < 3:
        return
    first, *others = counts
    equal = sum(sum(row[name] or 0 for name in others) == row[first] for row in rows)
    if equal >= PARTS_SHARE * len(rows):
        yield Parts(column=first, parts=others)


def _about_cells(table: DraftedTable) -> Iterator[str]:
    yield from _about_signs(table.grammar, table.layout)
    for column in table.columns:
        if column.cell:
            yield f"a cell below '{column.header}' holds two figures: {column.cell}"
    for whole in table.parts:
        yield f"'{whole.column}' is the sum of {', '.join(whole.parts)}"
    if misprints := table.misprints():
        first = misprints[0]
        more = f" and {len(misprints) - 1} more" * (len(misprints) > 1)
        yield f"'{first.printed}' in '{first.row}'{more} is no figure, and has no value"


def _about_signs(grammar: Grammar, layout: Layout) -> Iterator[str]:
    for sign in grammar.nil:
        shown = f"'{sign}'" if sign else "an empty cell"
        yield f"{shown} stands in place of a figure and is kept as it is"
    for mark, text in layout.marks.items():
        yield f"the mark '{mark}' means: {text or '?'}"
    if layout.thousands:
        yield f"'{layout.thousands}' separates thousands"
    if layout.decimal:
        yield f"'{layout.decimal}' separates decimals"
    if grammar.open:
        sign = re.sub("[0-9]", "", grammar.open)[:1]
        yield (
            f"'{grammar.open}' may have thousands or decimals: say thousands = '{sign}' or "
            f"decimal = '{sign}'"
        )
