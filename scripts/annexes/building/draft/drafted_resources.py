"""Annexes of one shape → one resource, with the columns that tell its annexes apart.

Of one shape are tables with the same headings, the same kinds of cells, and labels from the same
list. What tells them apart is the period in their captions, a line of these, or their label.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import msgspec

from annexes.base.texts import some_of, toml_of
from annexes.building.draft.draft_table import DraftedTable
from annexes.building.draft.language_words import both
from annexes.building.draft.naming import LEVELS, slug_of, unique
from annexes.building.draft.notation import are_years
from annexes.building.draft.periods import Period, period_in, without_period
from annexes.building.table_schemas import ROW
from annexes.reading.tables.titles import is_numbered, may_be_title, unnumbered
from annexes.recipe.columns import WITHOUT_CELL, WORDS, ResourceColumn
from annexes.recipe.edition import CodeListName
from annexes.recipe.metadata import ResourceRecipe
from annexes.recipe.types import Both

PERIOD, CAPTION = "period", "caption"
MAX_CAPTION = 60
"""A longer line beside a table in prose is a sentence, and names no period of the table."""
DATE = re.compile("[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?")
EMPTY_BRACKETS = re.compile(r"\(\s*\)")
NO_SEPARATOR = re.compile("[,;=]+ ?")
"""Signs between the values in the key of a finding."""


@dataclass
class DraftedResource:
    """A resource, and the tables that fill it with their values; `headings` are, by table, those
    of labels that are headed otherwise than in the first.
    """

    recipe: ResourceRecipe
    tables: list[DraftedTable]
    headings: dict[str, dict[str, str]]
    periods: list[Period] = field(default_factory=list)
    confirm: list[str] = field(default_factory=list)


def drafted_resources(
    tables: Sequence[DraftedTable], title: Both, *, is_whole: bool
) -> list[DraftedResource]:
    """The resources that these tables fill, in the order of their first table.

    The only one may have the `title` of the package, if its tables have none in common.
    """
    shapes: dict[tuple[object, ...], list[DraftedTable]] = {}
    for table in tables:
        dated = replace(table, period=_period(table, is_whole=is_whole), values={})
        shapes.setdefault(_shape(dated), []).append(dated)
    alike = list(shapes.values())
    captions = [_caption(own) for own in alike]
    if len(alike) == 1:
        names, titles = ["figures"], [Both(own, own) if own else title for own in captions]
    else:
        captions = ["" if own == title.de else own for own in captions]
        names = unique(map(_name, alike, captions))
        titles = _told_apart(list(map(_title_of, alike, captions)), alike)
    return list(map(_resource, names, titles, alike))


def _shape(table: DraftedTable) -> tuple[object, ...]:
    """What tables of one resource have in common; a table without headings is like no other."""
    label = table.layout.label
    if not any(column.header for column in table.columns):
        return (table.label,)
    heads = tuple(c.header for c in table.columns if c is not label and c.reads not in WITHOUT_CELL)
    kinds = tuple((column.reads, column.unit, column.cell) for column in table.columns)
    codes = table.meaning.codes if table.meaning.reads != "text" else table.subject
    return heads, kinds, codes, table.subject


def _period(table: DraftedTable, *, is_whole: bool) -> Period | None:
    """The period that the texts beside the table name."""
    periods = map(period_in, texts_beside(table, is_whole=is_whole))
    return next(filter(None, periods), None)


def texts_beside(table: DraftedTable, *, is_whole: bool) -> list[str]:
    """Title, heading and lines beside the table, the nearest first; no sentences."""
    around, found = table.annex.around, table.annex.first.found
    lines = [*around.below, *reversed(around.above)] if is_whole else around.above[-1:]
    texts = [found.title, table.heading, *lines, around.caption]
    return [text for text in texts if is_whole or len(text) <= MAX_CAPTION or is_numbered(text)]


def _resource(name: str, title: Both, tables: list[DraftedTable]) -> DraftedResource:
    first = tables[0]
    periods = [table.period for table in tables if table.period]
    periods = periods if len(periods) == len(tables) else []
    columns: list[ResourceColumn] = []
    confirm: list[str] = []
    if periods:
        columns.append(_of_periods(_declared_column(PERIOD), periods))
        for table, period in zip(tables, periods, strict=True):
            table.values[PERIOD] = period.code
    if len({tuple(table.values.values()) for table in tables}) < len(tables):
        captions = _captions(tables)
        columns.append(_declared_column(CAPTION))
        for table, caption in zip(tables, captions, strict=True):
            table.values[CAPTION] = NO_SEPARATOR.sub(" ", caption).strip()
        confirm.append(
            f"the column '{CAPTION}' tells its annexes apart ({', '.join(captions)}): "
            "give it a better name"
        )
    if len(tables) > 1:
        listed = ", ".join(table.label for table in tables)
        confirm.append(f"{listed} have the same columns, and fill one resource")
    label = next(column for column in first.columns if column.reads == first.meaning.reads)
    described = [*columns, *_printed(tables, label.name)]
    named = next(c for c in described if c.header == label.header and c.reads == label.reads)
    key = _key([column.name for column in columns], named.name, tables)
    if key[-1:] == [ROW]:
        confirm.append("labels repeat, so rows are told apart by their order")
    elif key:
        confirm.append(f"rows are told apart by {' and '.join(key)}")
    if untranslated := [c.name for c in described if c.title and c.title.en == c.title.de]:
        confirm.append(f"to be translated: the titles of {some_of(untranslated)}")
    return DraftedResource(
        recipe=ResourceRecipe(
            name, "annexes", title, both("row"), [] if ROW in key else key, described
        ),
        tables=tables,
        headings={
            table.label: {named.name: table.heading}
            for table in tables
            if table.heading != first.heading
        },
        periods=periods,
        confirm=confirm,
    )


def _key(declared: list[str], label: str, tables: Sequence[DraftedTable]) -> list[str]:
    """The columns that tell rows apart where labels repeat: words behind the label, else the number
    of the row; nothing is said where no label repeats.
    """
    if not any(table.layout.repeats for table in tables):
        return []
    rows = [[*table.values.values(), name] for table in tables for name in table.told.of_data]
    key = [*declared, label]
    names = (c.name for c in tables[0].columns if c.reads in (*WORDS, "section"))
    for name in (name for name in names if name != label):
        for row, text in zip(rows, (t for own in tables for t in own.texts(name)), strict=True):
            row.append(text)
        key.append(name)
        if len(set(map(tuple, rows))) == len(rows) and all(map(all, rows)):
            return key
    return [*declared, ROW]


def _captions(tables: Sequence[DraftedTable]) -> list[str]:
    """The line beside each table that is another one for each of them; else their labels."""
    around = [table.annex.around for table in tables]
    slots = [
        *([own.below[n] if n < len(own.below) else "" for own in around] for n in range(3)),
        [own.caption for own in around],
        [table.annex.first.found.title for table in tables],
    ]
    for texts in slots:
        told = {(*own.values.values(), text) for own, text in zip(tables, texts, strict=True)}
        if all(texts) and len(told) == len(tables):
            return texts
    return [table.label for table in tables]


def _printed(tables: Sequence[DraftedTable], label: str) -> Iterator[ResourceColumn]:
    """The printed columns as the resource describes them."""
    first = tables[0]
    for column in first.columns:
        own = ResourceColumn(**msgspec.structs.asdict(column))
        if column.reads == "rank":
            yield own
        elif column.reads == "section":
            yield msgspec.structs.replace(_declared_column(column.name), reads=column.reads)
        elif column.name == label and first.meaning.codes != "none":
            known = _column_of_codes(first.meaning.codes, column.header)
            yield msgspec.structs.replace(known, reads=column.reads, header=column.header)
        else:
            texts = [text for table in tables for text in table.texts(column.name)]
            title = column.header or column.name.replace("_", " ").capitalize()
            yield msgspec.structs.replace(
                own,
                title=Both(title, title),
                description=both("column", title=title),
                type="year" if are_years(texts) else None,
                required=_is_full(tables, column.name) or None,
            )


def _is_full(tables: Sequence[DraftedTable], name: str) -> bool:
    """True if the column has a value in each row of each table."""
    for table in tables:
        nil = [] if name == table.layout.label.name else table.grammar.nil
        odd = [cell.printed for cell in table.misprints() if cell.column == name]
        if not {"", *nil, *odd}.isdisjoint(table.texts(name)):
            return False
    return True


# ── what they are called ────────────────────────────────────────────────────────────────────


def _name(tables: Sequence[DraftedTable], caption: str) -> str:
    """After the caption; else after the heading over all figures and, if several tables share it,
    the heading of the labels; else after the place.
    """
    table, first = tables[0], tables[0].annex.first
    tops = {cells[0].header.split(LEVELS)[0] for cells in table.layout.cells}
    topic = without_period(tops.pop(), table.period) if len(tops) == 1 else ""
    subject = table.subject if len(tables) > 1 else ""
    said = slug_of(caption) or slug_of(f"{topic} {subject}" if topic[:1].isalpha() else subject)
    return said.replace("_", "-") or f"page-{first.page}-table-{first.number}"


def _caption(tables: Sequence[DraftedTable]) -> str:
    """What stands above all these tables, without a number and the period that a column says."""
    captions = {_caption_of(table) for table in tables}
    return captions.pop() if len(captions) == 1 else ""


def _caption_of(table: DraftedTable) -> str:
    title = table.annex.first.found.title
    caption = title if may_be_title(title) else table.annex.around.caption
    told = without_period(caption, table.period)
    return EMPTY_BRACKETS.sub("", unnumbered(told) or told).strip()


def _title_of(tables: Sequence[DraftedTable], caption: str) -> Both:
    """The caption, else what the rows are about, else the place."""
    first = tables[0]
    named = Both(first.subject, first.subject) if first.subject else None
    if first.meaning.codes != "none":
        named = _column_of_codes(first.meaning.codes, first.heading).title
    if caption:
        return Both(caption, caption)
    return both("figures", label=named) if named else _place(first)


def _place(table: DraftedTable) -> Both:
    first = table.annex.first
    return both("place", number=str(first.number), page=str(first.page))


def _told_apart(titles: list[Both], resources: Sequence[Sequence[DraftedTable]]) -> list[Both]:
    """The titles, those that are said twice with the highest heading, or with the place."""
    tops = [own[0].layout.cells[0][0].header.split(LEVELS)[0] for own in resources]
    for behind in ([Both(top, top) for top in tops], [_place(own[0]) for own in resources]):
        titles = [
            Both(f"{own.en} – {more.en}", f"{own.de} – {more.de}")
            if titles.count(own) > 1 and more.en
            else own
            for own, more in zip(titles, behind, strict=True)
        ]
    return titles


# ── columns that many tables have ───────────────────────────────────────────────────────────


def _column_of_codes(codes: CodeListName, heading: str) -> ResourceColumn:
    """The column for codes of this list below this heading."""
    return _known_column(
        lambda known: (
            codes in known.get("codes", ())
            and re.search(known["heads"], heading, re.IGNORECASE) is not None
        )
    )


def _declared_column(name: str) -> ResourceColumn:
    """The column of this name that tells annexes apart."""
    return _known_column(lambda known: known["name"] == name)


def _known_column(is_meant: Callable[[Mapping[str, Any]], bool]) -> ResourceColumn:
    """The first of the listed columns; each has the codes that it holds, and its usual heading."""
    known = next(filter(is_meant, toml_of("building.draft", "known_columns.toml")["column"]))
    said = {key: value for key, value in known.items() if key not in ("heads", "codes")}
    return msgspec.convert(said, ResourceColumn)


def periods_resource(periods: Sequence[Period]) -> ResourceRecipe:
    """The resource of the periods that captions name."""
    known = toml_of("building.draft", "known_columns.toml")["periods"]
    resource = msgspec.convert(known, ResourceRecipe)
    columns = [_of_periods(c, periods) if c.name == PERIOD else c for c in resource.columns]
    return msgspec.structs.replace(resource, columns=columns)


def _of_periods(column: ResourceColumn, periods: Sequence[Period]) -> ResourceColumn:
    """The column for these periods; spreadsheets take the code of a month or a day for a date."""
    dates = any(DATE.fullmatch(period.code) for period in periods)
    return msgspec.structs.replace(column, traps=["date"] if dates else [])
