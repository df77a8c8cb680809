"""A found table → the part of a recipe that describes it, and what a person must confirm."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from annexes.building.draft.label_column import LabelColumn, Meaning, labels_of, meaning_of
from annexes.building.draft.notation import Grammar, grammar_of
from annexes.building.draft.surroundings import Surroundings, slug_of, unique
from annexes.reading.model import Figure
from annexes.reading.numbers import understand_figure
from annexes.reading.rows import malformed
from annexes.reading.tables.found import Found
from annexes.recipe.edition import Alias, AnnexRecipe, ColumnRecipe, ExpectedAnnex, Layout, Parts

PARTS_SHARE = 0.9
"""A column is taken for the sum of the others if it is in so many rows."""


@dataclass
class Draft:
    """A proposal for one table.

    `codes` are labels for which a code must be declared, `misprints` figures that follow no
    grammar, `confirm` decisions that only a person can make, in words.
    """

    annex: AnnexRecipe
    expected: ExpectedAnnex
    aliases: list[Alias]
    codes: list[str]
    misprints: list[str] = field(default_factory=list)
    confirm: list[str] = field(default_factory=list)


def draft_table(found: Found, number: int, around: Surroundings, shared: Sequence[Alias]) -> Draft:
    """Propose a description of the table that is the `number`-th of its page."""
    labels = [" ".join(text for text in row.texts[: found.labels] if text) for row in found.rows]
    printed = [row.texts[found.labels :] for row in found.rows]
    filled = [any(texts) for texts in printed]
    grammar = grammar_of([texts for texts, own in zip(printed, filled, strict=True) if own])
    layout = _layout(found, grammar, around)
    values = [_values(texts, layout) for texts in printed]
    told = labels_of(labels, [[_whole(value) for value in row] for row in values], filled)
    meaning = meaning_of([told.names[index] for index in told.data], shared)
    layout = _named(layout, told, meaning, found, [values[index] for index in told.data])
    label = f"page {found.page}, table {number}"
    return Draft(
        annex=AnnexRecipe(
            label=label,
            page=found.page,
            table=number,
            above=around.above,
            below=around.below,
            inside=[labels[index] for index in told.inside],
            totals=list(told.totals.values()),
            layout=layout,
            resource=f"page-{found.page}-table-{number}",
        ),
        expected=ExpectedAnnex(
            annex=label,
            rows=len(told.data),
            sums={
                column.name: sum(_whole(values[index][n]) or 0 for index in told.data)
                for n, column in enumerate(layout.figures)
                if column.reads == "count"
            },
        ),
        aliases=meaning.aliases,
        codes=meaning.unknown,
        misprints=list(_misprints(grammar, told, printed, filled, layout)),
        confirm=[
            *_about_headings(found, label),
            *_to_confirm(label, told, meaning, grammar, layout),
        ],
    )


def _values(texts: Sequence[str], layout: Layout) -> list[Figure]:
    read = (understand_figure(t, c, layout) for t, c in zip(texts, layout.figures, strict=True))
    return [printed.value if printed else None for printed in read]


def _whole(value: Figure) -> int | None:
    return value if isinstance(value, int) else None


# ── columns ─────────────────────────────────────────────────────────────────────────────────


def _layout(found: Found, grammar: Grammar, around: Surroundings) -> Layout:
    """The layout with its columns of figures; what the labels are is settled later."""
    heads = found.header[found.labels :]
    names = unique([slug_of(head) or f"column-{n}" for n, head in enumerate(heads, start=1)])
    figures = zip(names, heads, grammar.kinds, grammar.units, strict=True)
    return Layout(
        columns=[
            ColumnRecipe(name="label", header="", reads="text"),
            *(ColumnRecipe(*figure) for figure in figures),
        ],
        thousands=grammar.thousands,
        nil=grammar.nil,
        marks={mark: around.meaning_of(mark) for mark in grammar.marks},
    )


def _named(
    layout: Layout,
    told: LabelColumn,
    meaning: Meaning,
    found: Found,
    values: Sequence[Sequence[Figure]],
) -> Layout:
    """The layout with its column of labels, its code list, and its sums of columns."""
    header = " ".join(text for text in found.header[: found.labels] if text)
    coded = meaning.codes != "none"
    label = ColumnRecipe("code", header, "name") if coded else ColumnRecipe("label", header, "text")
    rank = [ColumnRecipe(name="rank", header="", reads="rank")] if told.ranked else []
    names = [told.names[index] for index in told.data]
    return Layout(
        columns=[*rank, label, *layout.figures],
        codes=meaning.codes,
        thousands=layout.thousands,
        nil=layout.nil,
        marks=layout.marks,
        parts=list(_parts(layout, values)),
        repeats=len(set(names)) < len(names),
    )


def _parts(layout: Layout, values: Sequence[Sequence[Figure]]) -> Iterator[Parts]:
    """The first count, if the other counts add up to it in nearly every row."""
    counts = [n for n, column in enumerate(layout.figures) if column.reads == "count"]
    if len(counts) < 3 or counts[0] != 0 or len(values) < 3:
        return
    first, *others = counts
    sums = [sum(_whole(row[n]) or 0 for n in others) == row[first] for row in values]
    if sum(sums) >= PARTS_SHARE * len(values):
        names = [column.name for column in layout.figures]
        yield Parts(column=names[first], parts=[names[n] for n in others])


# ── what a person must decide ───────────────────────────────────────────────────────────────


def _misprints(
    grammar: Grammar,
    told: LabelColumn,
    printed: Sequence[Sequence[str]],
    filled: Sequence[bool],
    layout: Layout,
) -> Iterator[str]:
    rows = [index for index, own in enumerate(filled) if own]
    for row, column in grammar.misprints:
        index = rows[row]
        yield malformed(told.names[index], layout.figures[column].header, printed[index][column])


def _to_confirm(
    label: str, told: LabelColumn, meaning: Meaning, grammar: Grammar, layout: Layout
) -> Iterator[str]:
    for text in (*_about_rows(told), *_about_names(meaning), *_about_figures(grammar, layout)):
        yield f"{label}: {text}"


def _about_headings(found: Found, label: str) -> Iterator[str]:
    if not found.ruled and any(found.header):
        shown = ", ".join(f"'{heading}'" for heading in found.header)
        yield f"{label}: no rules tell which words stand above which column; read: {shown}"


def _about_rows(told: LabelColumn) -> Iterator[str]:
    for total in told.totals.values():
        relation = "the sum of the rows" if total.adds == "equal" else "more than the rows listed"
        yield f"'{total.label}' is {relation}, and no row of the data"
    for index in told.inside:
        yield f"the line '{told.names[index]}' has no figures, and is no row of the data"


def _about_names(meaning: Meaning) -> Iterator[str]:
    for alias in meaning.aliases:
        yield f"'{alias.printed}' means {alias.code} ({alias.reason})"
    for name in meaning.unknown:
        yield f"'{name}' is no name of {meaning.codes}; give the code declared for it"
    for name, codes in meaning.ambiguous.items():
        yield f"'{name}' may mean {' or '.join(codes)}: say which, in an alias"


def _about_figures(grammar: Grammar, layout: Layout) -> Iterator[str]:
    for sign in grammar.nil:
        shown = f"'{sign}'" if sign else "an empty cell"
        yield f"{shown} stands in place of a figure and is kept as it is"
    for mark, text in layout.marks.items():
        yield f"the mark '{mark}' behind a figure means: {text or '?'}"
    if layout.thousands:
        yield f"'{layout.thousands}' separates thousands"
    if layout.repeats:
        yield "labels repeat, so rows are told apart by their order"
    for whole in layout.parts:
        yield f"'{whole.column}' is the sum of {', '.join(whole.parts)}"
