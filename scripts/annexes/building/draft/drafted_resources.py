"""Annexes of one shape → one resource, with the columns that tell its annexes apart.

Of one shape are tables with the same headings, the same kinds of cells, and labels from the same
list. What tells them apart is the period in their captions, a line of these, or their label.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import msgspec

from annexes.base.texts import Texts, toml_of
from annexes.building.draft.draft_table import DraftedTable
from annexes.building.draft.known_columns import (
    CAPTION,
    PERIOD,
    column_of_codes,
    declared_column,
)
from annexes.building.draft.naming import slug_of, unique
from annexes.building.draft.periods import Period, period_in
from annexes.recipe.columns import ResourceColumn
from annexes.recipe.metadata import ResourceRecipe
from annexes.recipe.types import Both

MAX_CAPTION = 60
"""A longer line beside a table in prose is a sentence, and names no period of the table."""


NO_SEPARATOR = re.compile("[,;=]+ ?")
"""Signs between the values in the key of a finding."""


@dataclass
class DraftedResource:
    """A resource, the tables that fill it, and for each the values of its declared columns."""

    recipe: ResourceRecipe
    tables: list[DraftedTable]
    values: list[dict[str, str]]
    headings: list[dict[str, str]]
    periods: list[Period] = field(default_factory=list)
    confirm: list[str] = field(default_factory=list)


def drafted_resources(tables: Sequence[DraftedTable], *, is_whole: bool) -> list[DraftedResource]:
    """The resources that these tables fill, in the order of their first table."""
    shapes: dict[tuple[object, ...], list[DraftedTable]] = {}
    periods = {id(table): _period(table, is_whole=is_whole) for table in tables}
    for table in tables:
        shapes.setdefault(_shape(table, periods[id(table)]), []).append(table)
    alone = len(shapes) == 1
    names = unique(_name(own, periods[id(own[0])], alone=alone) for own in shapes.values())
    return [
        _resource(name, own, [periods[id(table)] for table in own])
        for name, own in zip(names, shapes.values(), strict=True)
    ]


def _shape(table: DraftedTable, period: Period | None) -> tuple[object, ...]:
    """What tables of one resource have in common; a table without headings is like no other."""
    heads = tuple(column.header for column in table.columns)
    own = (
        heads[-len(table.layout.cells) :],
        tuple((c.reads, c.unit, c.cell) for c in table.columns),
    )
    label = _without(table.annex.header[0], period)
    codes = table.meaning.codes if table.meaning.reads != "text" else label
    return (*own, codes, label) if any(heads) else (id(table),)


def _without(text: str, period: Period | None) -> str:
    """The text without the words that name the period."""
    return " ".join(text.replace(period.printed, "").split()) if period else text


def _period(table: DraftedTable, *, is_whole: bool) -> Period | None:
    """The period that the lines beside the table name, the nearest first."""
    around, found = table.annex.first.around, table.annex.first.found
    lines = [*around.below, *reversed(around.above)] if is_whole else around.above[-1:]
    texts = [found.title, table.annex.header[0], *lines]
    brief = [text for text in texts if is_whole or len(text) <= MAX_CAPTION]
    return next((period for text in brief if (period := period_in(text))), None)


def _name(tables: Sequence[DraftedTable], period: Period | None, *, alone: bool) -> str:
    if alone:
        return "figures"
    first = tables[0].annex.first
    said = slug_of(_without(tables[0].annex.header[0], period)).replace("_", "-")
    if len(tables) > 1 and said:
        return said
    return f"page-{first.page}-table-{first.number}"


def _resource(
    name: str, tables: list[DraftedTable], periods: Sequence[Period | None]
) -> DraftedResource:
    first = tables[0]
    dated = [period for period in periods if period]
    all_dated = len(dated) == len(tables)
    values: list[dict[str, str]] = [{} for _ in tables]
    columns: list[ResourceColumn] = []
    confirm: list[str] = []
    if all_dated:
        columns.append(declared_column(PERIOD))
        for own, period in zip(values, dated, strict=True):
            own[PERIOD] = period.code
    if len(tables) > 1 and len({tuple(own.values()) for own in values}) < len(tables):
        captions = _captions(tables, values)
        columns.append(declared_column(CAPTION))
        for own, caption in zip(values, captions, strict=True):
            own[CAPTION] = NO_SEPARATOR.sub(" ", caption).strip()
        confirm.append(
            f"the column '{CAPTION}' tells its annexes apart ({', '.join(captions)}): "
            "give it a better name"
        )
    if len(tables) > 1:
        listed = ", ".join(table.label for table in tables)
        confirm.append(f"{listed} have the same columns, and fill one resource")
    label = next(column for column in first.columns if column.reads == first.meaning.reads)
    heads = [table.annex.header[0] for table in tables]
    described = [*columns, *_printed(tables, label.name)]
    named = next(c for c in described if c.header == label.header and c.reads == label.reads)
    return DraftedResource(
        recipe=ResourceRecipe(
            name, "annexes", _title_of(tables, named), _texts("row"), columns=described
        ),
        tables=tables,
        values=values,
        headings=[{} if head == heads[0] else {named.name: head} for head in heads],
        periods=dated if all_dated else [],
        confirm=confirm,
    )


def _captions(tables: Sequence[DraftedTable], values: Sequence[dict[str, str]]) -> list[str]:
    """The line beside each table that is another one for each of them; else their labels."""
    around = [table.annex.first.around for table in tables]
    slots = [
        *([own.below[n] if n < len(own.below) else "" for own in around] for n in range(3)),
        *([own.above[-n] if n <= len(own.above) else "" for own in around] for n in (1, 2)),
        [table.annex.first.found.title for table in tables],
    ]
    for texts in slots:
        told = {(*own.values(), text) for own, text in zip(values, texts, strict=True)}
        if all(texts) and len(told) == len(tables):
            return texts
    return [table.label for table in tables]


def _printed(tables: Sequence[DraftedTable], label: str) -> Iterator[ResourceColumn]:
    """The printed columns as the resource describes them."""
    first = tables[0]
    for column in first.columns:
        own = ResourceColumn(
            name=column.name,
            reads=column.reads,
            header=column.header,
            unit=column.unit,
            cell=column.cell,
        )
        if column.reads == "rank":
            yield own
        elif column.name == label and first.meaning.codes != "none":
            known = column_of_codes(first.meaning.codes, column.header)
            yield msgspec.structs.replace(known, reads=column.reads, header=column.header)
        else:
            title = column.header or column.name.replace("_", " ").capitalize()
            yield msgspec.structs.replace(
                own,
                title=Both(title, title),
                description=_texts("column", title=title),
                required=_is_full(tables, column.name) or None,
            )


def _is_full(tables: Sequence[DraftedTable], name: str) -> bool:
    """True if the column has a value in each row of each table."""
    for table in tables:
        if name == table.layout.label.name and not all(table.codes):
            return False
        cells = table.layout.cells
        at = next((n for n, own in enumerate(cells) if name in [c.name for c in own]), None)
        texts = [table.cells[index][at] for index in table.told.data] if at is not None else []
        odd = {cell.printed for cell in table.misprints() if cell.column == name}
        if any(not text or text in table.grammar.nil or text in odd for text in texts):
            return False
    return True


def _title_of(tables: Sequence[DraftedTable], label: ResourceColumn) -> Both:
    """What stands above a table; of several tables, what their rows are about."""
    if len(tables) == 1:
        return _title(tables[0])
    named = label.title or Both(label.name, label.name)
    texts: Texts = toml_of("building.draft", "languages.toml")["texts"]["figures"]
    return Both(texts["en"].format(label=named.en), texts["de"].format(label=named.de))


def _title(table: DraftedTable) -> Both:
    around, found = table.annex.first.around, table.annex.first.found
    lines = [found.title, *(own for own in around.above[-1:] if len(own) <= MAX_CAPTION)]
    text = next(filter(None, [*lines, table.annex.header[0]]), table.label).rstrip(" :")
    return Both(text, text)


def _texts(name: str, **facts: str) -> Both:
    texts: Texts = toml_of("building.draft", "languages.toml")["texts"][name]
    return Both(texts["en"].format(**facts), texts["de"].format(**facts))
