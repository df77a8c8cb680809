"""What a document comes to: the cells of its rows, what is understood of them, what is odd."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from annexes.base.errors import Place
from annexes.reading.pages import Document, Word

if TYPE_CHECKING:
    from annexes.recipe.edition import OddCell


@dataclass(frozen=True, slots=True)
class CellRow:
    """One printed table row, split into cells but not yet understood.

    `label` is what stands before the figures, `figures` what is printed in each column of them,
    `section` the last line above the row that is no row itself.
    """

    annex: int
    label: str
    figures: tuple[str, ...]
    place: Place
    section: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The words of one page (of a PDF) or of all annexes (of a text), as they are printed."""

    page: int
    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """All table rows of a document in their order, and the pages that they stand on."""

    rows: tuple[CellRow, ...]
    sheets: tuple[Sheet, ...]


Figure = int | Decimal | None
"""A whole number, a number with decimals, or nothing where a sign stands in its place."""
CellValue = Figure | str | date
"""What a printed cell comes to: a figure, or a text or a date that stands among the figures."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of an annex, understood.

    `values` are the declared facts of its annex (such as its area). `key` is what the row is
    about: a code, or the printed label where there is no code list; `name` is the label as printed,
    without its code. `figures` maps each column behind the label to its value, `marks` some of
    them to the sign that is printed behind the figure or in its place.
    """

    annex: int
    values: Mapping[str, str]
    key: str
    name: str
    figures: Mapping[str, CellValue]
    marks: Mapping[str, str]
    place: Place


@dataclass(frozen=True, slots=True)
class Observation:
    """Something odd that the engine saw in the rows of an edition.

    `annex` is None where it concerns all annexes; `codes` are the keys concerned, in order, `cells`
    the figures that are misprinted or do not add up.
    """

    kind: str
    annex: int | None
    codes: tuple[str, ...] = ()
    cells: tuple[OddCell, ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Finding:
    """One row of the `findings` resource: an oddity of the source that travels with the data."""

    finding: str
    resource: str
    key: str
    kind: str
    note_en: str
    note_de: str


@dataclass(frozen=True, slots=True)
class Extraction:
    """The annexes of one document: the name of its edition, its rows and its printed totals in
    their order, and what is odd in it.
    """

    edition: str
    document: Document
    rows: Sequence[Row]
    totals: Sequence[Row]
    sheets: Sequence[Sheet]
    findings: Sequence[Finding]
