"""A document as its reader gives it: pages, the words on them, and the lines that are drawn."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from msgspec import Struct

Box = tuple[float, float, float, float]
"""x0, top, x1, bottom, in the units of a word."""


RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ"
"""Characters of raised marks, as they stand at the end of a word."""
OVER_EDGE = 2.5
"""Points by which a word may reach over the edge of its cell."""


class WordDoubt(StrEnum):
    """Why a word of a PDF may not be what a person reads on the page."""

    HIDDEN = "text without ink"
    CUT = "a part of it is cut off or hidden"
    UNEVEN = "digits of different size or height"
    OVERPRINTED = "digits drawn over each other"
    STRUCK = "a line is drawn through it"
    COVERED = "something is drawn over it"
    ANNOTATED = "an annotation lies over it"
    INVISIBLE = "an invisible character stands at its digits"
    RECOGNISED = "it was recognised in a picture, and is not drawn itself"
    NAMELESS = "it holds a character that only its font knows, or a stroke through a digit"
    OTHER_TEXT = "the document gives another text for it than it draws (ActualText)"
    OTHER_GLYPHS = "its font draws other characters than it says"


class Word(Struct, frozen=True, array_like=True, gc=False):
    """A word and where it stands, from the top left corner of the page.

    In a PDF the unit is the point; in a text `top` is the line and `x0` the column, from 1.
    A raised mark behind it is a part of it, in raised characters: '17.4⁴', 'Ausgabenᵃ'.
    `angle` is the direction of writing in degrees. `doubt` says why the word may not be what it
    seems (such as a glyph of another size inside a number), and is None if all is well. `face` is
    the number of its typeface and size on this page, 0 if that is not known.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    angle: int = 0
    doubt: WordDoubt | None = None
    face: int = 0

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
