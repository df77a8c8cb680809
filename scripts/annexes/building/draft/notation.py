"""The printed cells of a table → the grammar that they follow."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from annexes.building.draft.language_words import words_for
from annexes.reading.numbers import understand_cell
from annexes.reading.pages import RAISED
from annexes.reading.rows import date_of
from annexes.reading.separators import Separators, readings_of
from annexes.reading.tables.word_kinds import NIL_MARKS, is_value
from annexes.recipe.columns import WORDS, ColumnRecipe, Reads
from annexes.recipe.edition import DecimalSign, Language, Layout, Thousands

FEW = 20
"""One fraction is a misprint, and so are two among more than so many figures each."""
USUAL: dict[Language, Thousands] = {"de": ".", "en": ","}
"""What separates thousands in a document of this language, where nothing else is proven."""
MARK = re.compile(rf"(?<=[0-9%])(?:\*{{1,3}}|[0-9]?\)|[{RAISED}]+)+$")
YEAR = re.compile(r"(?:19|20)[0-9]{2}")
UNIT = re.compile("[%‰€$£¥]$|^[€$£¥]")
TWO_FIGURES = {
    "{{{}}} ({{{}}})": re.compile(r"([^()]+?) \(([^()]+)\)"),
    "{{{}}} / {{{}}}": re.compile(r"([^/]+?) / ([^/]+)"),
}
"""How a cell with two figures is printed."""
SECOND = "share"


@dataclass
class Grammar:
    """How the cells of a table are printed.

    `kinds` and `units` say what each printed column reads, `cells` how a column with two figures
    is printed, with the kind of the second. `misprints` are the row and column of the cells that
    follow no grammar. `open` is a figure whose sign may separate thousands or decimals.
    """

    kinds: list[Reads]
    units: list[str]
    thousands: Thousands
    decimal: DecimalSign
    nil: list[str]
    marks: list[str]
    seconds: dict[int, tuple[str, Reads]] = field(default_factory=dict)
    misprints: list[tuple[int, int]] = field(default_factory=list)
    open: str = ""

    def columns(self, names: Sequence[str], heads: Sequence[str]) -> Iterator[ColumnRecipe]:
        """The columns of these names below these headings, two where a cell has two figures."""
        for n, (name, head) in enumerate(zip(names, heads, strict=True)):
            cell, second = self.seconds.get(n, ("", "percent"))
            behind = f"{name}_{SECOND}"
            filled = cell.format(name, behind) if cell else ""
            yield ColumnRecipe(name, head, self.kinds[n], self.units[n], filled)
            if cell:
                yield ColumnRecipe(behind, "", second)

    def layout(self, columns: list[ColumnRecipe]) -> Layout:
        """The layout of a table with these columns, its marks without a meaning."""
        return Layout(
            columns=columns,
            thousands=self.thousands,
            decimal=self.decimal,
            nil=self.nil,
            marks=dict.fromkeys(self.marks, ""),
        )


def grammar_of(
    rows: Sequence[Sequence[str]],
    heads: Sequence[str],
    language: Language,
    elsewhere: Thousands = "",
    meaning_of: Callable[[str], str] = lambda _: "",
) -> Grammar:
    """The grammar of these rows of printed cells, below these headings, behind the labels.

    `elsewhere` separates thousands in other tables of the document, `meaning_of` is what its notes
    say of a mark: a raised one of which they say nothing may be a power ('10⁶'), and is none.
    """
    texts = [text for row in rows for text in row]
    nil = [sign for sign in ("", *NIL_MARKS) if sign in texts]
    columns = [[text for text in column if text not in nil] for column in zip(*rows, strict=True)]
    seconds = {n: cell for n, column in enumerate(columns) if (cell := _two_figures(column))}
    split = [[_split(t, n in seconds) for t in column] for n, column in enumerate(columns)]
    figures = [part for column in split for parts in column for part in parts if is_value(part)]
    marked = (MARK.search(text) for text in figures if "(" not in text)
    behind = {match[0] for match in marked if match}
    marks = sorted(mark for mark in behind if mark[0] not in RAISED or meaning_of(mark))
    read = [[_figure(text, n in seconds) for n, text in enumerate(row)] for row in rows]
    (thousands, decimal), undecided = _signs(read, elsewhere or USUAL[language])
    usual: DecimalSign = "." if thousands == "," else ","
    firsts = [[parts[0] for parts in column] for column in split]

    def kind_of(column: Sequence[str], head: str = "") -> Reads:
        years = are_years(column) and re.search(words_for("years"), head, re.IGNORECASE)
        return "text" if years else _kind(column, decimal or usual, grouped=thousands)

    grammar = Grammar(
        kinds=list(map(kind_of, firsts, heads)),
        units=list(map(_unit, firsts)),
        thousands=thousands,
        decimal="" if decimal == usual else decimal,
        nil=nil,
        marks=marks,
        seconds={n: (cell, kind_of([p[1] for p in split[n]])) for n, cell in seconds.items()},
        open=undecided,
    )
    grammar.misprints = [] if undecided else list(_misprints(rows, grammar))
    return grammar


def _figure(text: str, is_pair: bool) -> str:
    """The cell without marks and units if it holds figures, else nothing."""
    parts = _split(text, is_pair)
    return text if all(map(is_value, parts)) and not date_of(text) else ""


def _two_figures(column: Sequence[str]) -> str:
    """How the cells of a column with two figures are printed, '' where they hold one."""
    for cell, pattern in TWO_FIGURES.items():
        matches = [pattern.fullmatch(text) for text in column]
        fits = [match for match in matches if match and all(map(is_value, match.groups()))]
        if column and len(fits) == len(column):
            return cell
    return ""


def _split(text: str, is_pair: bool) -> tuple[str, ...]:
    matches = (pattern.fullmatch(text) for pattern in TWO_FIGURES.values() if is_pair)
    return next((match.groups() for match in matches if match), (text,))


def _signs(rows: Sequence[Sequence[str]], usual: Thousands) -> tuple[Separators, str]:
    """What separates thousands and decimals, and a figure if that is left open.

    Where the table proves nothing, groups of three are read as is usual in the document; what is
    not usual there stays open, and the build stops until a person says it.
    """
    found = readings_of(rows)
    if found.proven:
        return found.proven, ""
    if not found.readings:  # something is misprinted
        grouped = re.compile(rf"[0-9]{{1,3}}(?:[{usual}][0-9]{{3}})+")
        has_groups = any(grouped.fullmatch(text) for row in rows for text in row)
        return Separators(usual if has_groups else "", ""), ""
    fitting = [own for own in found.readings if own.thousands == usual]
    if fitting:
        return fitting[0], ""
    return (Separators("", ""), found.open[0]) if found.open else (found.readings[0], "")


def are_years(texts: Sequence[str]) -> bool:
    """True for years and nothing else."""
    return bool(texts) and all(YEAR.fullmatch(text) for text in texts)


def _kind(column: Sequence[str], decimal: str, *, grouped: str) -> Reads:
    """What most cells of a column are; a column without figures counts nothing."""
    plain = [MARK.sub("", text) for text in column]
    if plain and all(date_of(text) for text in plain):
        return "date"
    if sum(map(is_value, plain)) * 2 < len(plain):
        return "text"
    if sum("%" in text for text in plain) * 2 > len(plain):
        return "percent"
    signed = any(text.startswith(("+", "-", "−", "–")) for text in plain)
    fractions = sum(decimal in text for text in plain) if decimal != grouped else 0
    several = fractions > 1 and fractions * FEW >= len(plain)
    return "decimal" if signed or several or fractions * 2 > len(plain) else "count"


def _unit(column: Sequence[str]) -> str:
    """The sign of a currency beside the figures of the column."""
    signs = {match[0] for text in column if (match := UNIT.search(MARK.sub("", text)))}
    return signs.pop() if len(signs) == 1 and signs != {"%"} else ""


def _misprints(rows: Sequence[Sequence[str]], grammar: Grammar) -> Iterator[tuple[int, int]]:
    names = [f"c{n}" for n in range(len(grammar.kinds))]
    columns = [ColumnRecipe("label", "", "text"), *grammar.columns(names, [""] * len(names))]
    layout = grammar.layout(columns)
    for row, own in enumerate(rows):
        for column, (text, cell) in enumerate(zip(own, layout.cells, strict=True)):
            if cell[0].reads not in WORDS and understand_cell(text, cell, layout) is None:
                yield row, column
