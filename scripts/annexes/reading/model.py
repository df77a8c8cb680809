"""The values that travel from room to room. All are frozen; none knows where it goes next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

from annexes.base.errors import Place

if TYPE_CHECKING:
    from annexes.recipe.edition import OddCell

Box = tuple[float, float, float, float]
"""x0, top, x1, bottom, in the units of a word."""


class WordDoubt(StrEnum):
    """Why a word of a PDF may not be what a person reads on the page."""

    HIDDEN = "text without ink"
    UNEVEN = "digits of different size or height"
    OVERPRINTED = "digits drawn over each other"
    STRUCK = "a line is drawn through it"
    DRAWN_MINUS = "a line is drawn before it, which may be a minus"
    COVERED = "something is drawn over it"
    ANNOTATED = "an annotation lies over it"
    INVISIBLE = "an invisible character stands at its digits"
    NAMELESS = "it holds a character that only its font knows, or a stroke through a digit"
    OTHER_TEXT = "the document gives another text for it than it draws (ActualText)"
    OTHER_GLYPHS = "its font draws other digits than it says"


class Word(Struct, frozen=True, array_like=True, gc=False):
    """A word and where it stands, from the top left corner of the page.

    In a PDF the unit is the point; in a text `top` is the line and `x0` the column, from 1.
    `angle` is the direction of writing in degrees. `doubt` says why the word may not be what it
    seems (such as a glyph of another size inside a number), and is None if all is well.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    angle: int = 0
    doubt: WordDoubt | None = None

    @property
    def middle(self) -> float:
        """The height of its centre."""
        return (self.top + self.bottom) / 2


def box_around(words: Sequence[Word]) -> Box:
    """The smallest box around these words, of which there is at least one, with one decimal."""
    return (
        round(min(word.x0 for word in words), 1),
        round(min(word.top for word in words), 1),
        round(max(word.x1 for word in words), 1),
        round(max(word.bottom for word in words), 1),
    )


class Ruling(Struct, frozen=True, array_like=True, gc=False):
    """A drawn line, horizontal or vertical."""

    x0: float
    top: float
    x1: float
    bottom: float


class Page(Struct, frozen=True, array_like=True):
    """The words of a page and the rules drawn on it; a text is one page without rules.

    `signs` are the boxes of what is drawn instead of written: pictures, outlines, lone dashes,
    annotations.
    """

    number: int
    words: tuple[Word, ...]
    rules: tuple[Ruling, ...] = ()
    width: float = 0.0
    height: float = 0.0
    signs: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A document: its path as the user gave it, the SHA-256 of its bytes, whether it is drawn
    (a PDF) or a text, and its pages, which can be gone through once.
    """

    file: str
    sha256: str
    drawn: bool
    pages: Iterable[Page]


@dataclass(frozen=True, slots=True)
class CellRow:
    """One printed table row, split into cells but not yet understood.

    `label` is what stands before the figures, `figures` what is printed in each column of them.
    """

    annex: int
    label: str
    figures: tuple[str, ...]
    place: Place


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
