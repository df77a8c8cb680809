"""The proof that nothing was lost or added: the annexes rendered again must equal the source."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import zip_longest

from annexes.base.errors import Place, Problem
from annexes.building.table_schemas import MARK
from annexes.reading.pages import Word
from annexes.reading.rows import date_of
from annexes.reading.tables.lines import lines_of
from annexes.reading.tables.phrases import heading_of, words_of
from annexes.reading.understood_rows import Extraction, Sheet
from annexes.recipe.columns import WORDS, ColumnRecipe
from annexes.recipe.edition import EditionRecipe, Layout

Record = Mapping[str, str]

IGNORED = re.compile(r"[\s%+]")
"""Signs that a number does not keep."""
LEADING = re.compile(r"[.·…_]{3,}")
"""Dots that lead to figures."""
MINUS = str.maketrans("−–—", "---")
RANK = re.compile(r"^[0-9]+\.?")
WORD_SPACE = 0.4
"""Words of one line stand at most so many heights apart."""


def check_round_trip(
    read: Extraction, edition: EditionRecipe, facts: TracedFacts
) -> Iterator[Problem]:
    """Compare the source with the annexes rendered from the tidy resources.

    A text is compared word by word from its first annex on, and yields at most one problem. In a
    PDF each row is compared with the words that stand where provenance says.
    """
    own = [record for record in facts.traces if record["document"] == edition.document.id]
    if read.document.drawn:
        labels = [annex.label for annex in edition.annexes]  # tables side by side share lines
        places = {
            (row.place.page, row.place.line, labels[row.annex]): row.place for row in read.rows
        }
        sheets = {sheet.page: sheet for sheet in read.sheets}
        for record in own:
            page = int(record["page"])
            place = places[page, int(record["line"]), record["annex"]]
            yield from _row_of_page(place, sheets[page], record, edition, facts)
    else:
        (sheet,) = read.sheets
        yield from _text(read.document.file, sheet.words, list(_words(own, edition, facts)))


class TracedFacts:
    """The rows of figures of all editions, each found by its row of provenance.

    All are the records as they will be written, those of figures by their resource; `keys` has the
    key of each. Where there are several, a row of provenance names its own.
    """

    def __init__(
        self,
        facts: Mapping[str, Iterable[Record]],
        traces: Sequence[Record],
        keys: Mapping[str, Sequence[str]],
    ) -> None:
        self.traces = traces
        self._keys = keys
        self._facts = {
            (name, *(fact[column] for column in keys[name])): fact
            for name, own in facts.items()
            for fact in own
        }

    def fact(self, trace: Record) -> Record:
        """The row of figures that the trace is about."""
        name = trace.get("resource") or next(iter(self._keys))
        return self._facts[name, *(trace[column] for column in self._keys[name])]


# ── rendering ───────────────────────────────────────────────────────────────────────────────


def _label(trace: Record, fact: Record, layout: Layout) -> str:
    """What stands before the figures, with the mark of a footnote, of which a number is apart."""
    label = layout.label
    code = f"{trace[label.name]} " if label.reads == "code-name" else ""
    mark = fact.get(MARK.format(label.name), "")
    return code + trace["name_printed"] + " " * mark.isdecimal() + mark


def _figures(fact: Record, layout: Layout) -> list[str]:
    """The cells behind the label as printed, without the empty ones."""
    texts = []
    for columns in layout.cells:
        if columns[0].reads == "group":  # its words stand beside other rows
            continue
        printed = [
            _printed(fact[c.name], c, layout, fact.get(MARK.format(c.name), "")) for c in columns
        ]
        texts.append(_in_one_cell(printed, columns, fact))
    return [text for text in texts if text]


def _words(traces: Sequence[Record], edition: EditionRecipe, facts: TracedFacts) -> Iterator[str]:
    """All words of a text, in its order."""
    for page in sorted({int(trace["page"]) for trace in traces}):
        rows = [trace for trace in traces if int(trace["page"]) == page]
        number = edition.annex_number(rows[0]["annex"])
        annex, layout = edition.annexes[number], edition.layout(number)
        yield from words_of(heading_of(edition, number))
        for row in sorted(rows, key=lambda row: int(row["line"])):
            fact = facts.fact(row)
            yield from _label(row, fact, layout).split()
            yield from _figures(fact, layout)
        yield from words_of([*annex.below, *annex.furniture])


def _in_one_cell(printed: list[str], columns: Sequence[ColumnRecipe], fact: Record) -> str:
    """What is printed of several figures in one cell; one sign, where it has no figure at all."""
    cell = columns[0].cell
    if not cell or not any(fact[column.name] for column in columns):
        return printed[0]
    for column, text in zip(columns, printed, strict=True):
        cell = cell.replace(f"{{{column.name}}}", text)
    return cell


def _printed(value: str, column: ColumnRecipe, layout: Layout, mark: str) -> str:
    """The cell as the layout prints it, with its mark; only the mark, if it has no value."""
    if value == "":
        return mark
    if column.reads in WORDS:
        return value
    whole, _, fraction = value.partition(".")
    grouped = f"{int(whole):,}".replace(",", layout.thousands)
    sign = "-" if whole == "-0" else ""
    behind = f"{layout.decimal_sign}{fraction}" if fraction else ""
    return f"{sign}{grouped}{behind}{column.unit}{mark}"


# ── comparing ───────────────────────────────────────────────────────────────────────────────


def _text(file: str, words: Sequence[Word], rendered: Sequence[str]) -> Iterator[Problem]:
    last = words[-1]
    for printed, word in zip_longest(words, rendered):
        if printed is None or printed.text != word:
            place = Place(file, line=int((printed or last).top))
            source = printed.text if printed else None
            problem = f"the source has '{source}' where the resources say '{word}'"
            yield Problem("round-trip", place, problem)
            return


def _row_of_page(
    place: Place, sheet: Sheet, trace: Record, edition: EditionRecipe, facts: TracedFacts
) -> Iterator[Problem]:
    """The figures must end the row in their order; the label must have the same letters."""
    layout = edition.layout(edition.annex_number(trace["annex"]))
    x0, top, x1, bottom = place.box or (0.0, 0.0, 0.0, 0.0)
    inside = [
        word
        for word in sheet.words
        if x0 - 0.1 <= word.x0 and word.x1 <= x1 + 0.1 and top <= word.middle <= bottom
    ]
    printed = _plain(_iso(word.text) for word in _in_reading_order(inside))
    fact = facts.fact(trace)
    label = _plain(map(_iso, _label(trace, fact, layout).split()))
    figures = _plain(_figures(fact, layout))
    reads = {column.reads for columns in layout.cells for column in columns}
    if reads & {*WORDS}:  # a wrapped text has no one order
        label, figures = label + figures, ""
    is_ranked = any(column.reads == "rank" for column in layout.columns)
    units = {column.unit for columns in layout.cells for column in columns if column.unit}
    told = tuple(_without(units, text) for text in (printed, label, figures))
    led = (LEADING.sub("", text) for text in told)
    if not (_says(*told, is_ranked=is_ranked) or _says(*led, is_ranked=is_ranked)):
        problem = f"the source has '{printed}' where the resources say '{label}{figures}'"
        yield Problem("round-trip", place, problem)


def _says(printed: str, label: str, figures: str, *, is_ranked: bool) -> bool:
    """Does this row end with these figures, and has it the letters of this label before them?

    Dots that lead to the figures stand in between: a dot in place of a figure is none of them.
    """
    before = LEADING.sub("", printed[: len(printed) - len(figures)])
    before = RANK.sub("", before) if is_ranked else before
    return printed.endswith(figures) and _letters(before) == _letters(LEADING.sub("", label))


def _in_reading_order(words: Iterable[Word]) -> Iterator[Word]:
    """The cells of a row from left to right, each with its lines from top to bottom.

    Words that stand above each other, or no further apart than words of one line, are one cell.
    """
    cells: list[list[Word]] = []
    for word in sorted(words, key=lambda word: word.x0):
        space = WORD_SPACE * (word.bottom - word.top)
        if cells and word.x0 < max(own.x1 for own in cells[-1]) + space:
            cells[-1].append(word)
        else:
            cells.append([word])
    for cell in cells:
        yield from (word for line in lines_of(cell) for word in line)
        yield from (word for word in cell if word.angle)


def _iso(text: str) -> str:
    """A date as the resources have it; every other text as it is."""
    day = date_of(text)
    return day.isoformat() if day else text


def _without(units: Iterable[str], text: str) -> str:
    """The text without units, which may stand beside some figures alone."""
    for unit in units:
        text = text.replace(unit, "")
    return text


def _plain(texts: Iterable[str]) -> str:
    return IGNORED.sub("", "".join(texts)).translate(MINUS)


def _letters(label: str) -> Counter[str]:
    """A hyphen may be one of the name or one of the end of a line."""
    return Counter(label.replace("-", ""))
