"""Do the glyphs of a font show what its text says? Each is drawn and compared.

The text of a PDF comes from a table in the font that nobody sees (ToUnicode): a font may draw 1 and
say 2, draw a comma and say a point, or draw a minus and say a space. So the glyph of every code
that says a digit, a letter, a sign of figures or a space is drawn. A digit or a letter that clearly
is another one in well-known typefaces is a lie, and so is a sign that is drawn as another one. A
typeface that looks like none of these proves nothing, and is believed.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from ctypes import cast
from enum import Enum
from functools import cache
from pathlib import Path
from string import ascii_letters, ascii_uppercase, digits
from typing import NamedTuple

import pypdfium2_raw as pdfium

from annexes.reading.document.drawn_glyphs import (
    ACROSS,
    DOWN,
    FontCode,
    Glyph,
    codes_of,
    glyphs_of,
    kept_in,
)
from annexes.reading.document.plain_calls import Address, address_of, font_of

KNOWN = Path(__file__).with_name("known_glyphs.txt")
"""Glyphs of the typefaces that every PDF reader brings: a character and its squares, in hex."""
UPRIGHT = {
    **dict.fromkeys("acemnorsuvwxz", (False, False)),
    **dict.fromkeys({*"bdhkl", *ascii_uppercase} - {*"JQ"}, (True, False)),
    **dict.fromkeys("gpqy", (False, True)),
}
"""Is the letter tall, and does it reach below the line? The others differ between typefaces."""
TALL, DEEP = 0.82, -0.12
"""Shares of the height of the highest letter."""
NOTHING = 0.01
"""The height of a glyph that is empty, in sizes of its font."""
NARROW = frozenset("lIi1jJ")
"""Some of these look alike in most typefaces."""
SAME = 0.08
"""Share of squares by which a glyph may differ from what it says and is believed at once."""
ALIKE, NEARER = 0.15, 0.65
"""It is another digit if it differs from that by this share of squares or less, and by this share
of what it differs from the digit that it says."""
ALIKE_LETTER, NEARER_LETTER = 0.08, 0.4
"""The same for letters, of which typefaces have more forms."""


class Sign(Enum):
    """The small signs of figures, told apart by where they stand and how wide they are."""

    POINT = "."
    COMMA = ","
    DASH = "-–−"
    HIGH = "'’"


SAYS = {char: sign for sign in Sign for char in sign.value}
BLANKS = " \u00a0"
CHECKED = frozenset((*digits, *ascii_letters, *SAYS, *"+", *BLANKS))
UNMAPPED = "\0"
"""What a code says of which the font says nothing."""
SMALL = 0.62
"""The height of a sign, as are all shares of it, as a share of the height of a digit."""
FLAT = 1.3
"""A dash is so many times as wide as it is high …"""
ABOVE_LINE = 0.08
"""… and stands above the line; …"""
BELOW_LINE = -0.09
"""… a comma reaches below it, …"""
HIGH = 0.35
"""… and an apostrophe stands high above it."""
DIGIT = 0.7
"""The height of a digit in most fonts, for one that has none …"""
LEAST, MOST = 0.35, 1.05
"""… and that of the highest letter or digit: a font made of drawings may have another."""


class Lie(NamedTuple):
    """The proportions of the glyphs that do not draw the character that they say, and of others
    of the same font that do.
    """

    lying: list[float]
    honest: list[float]

    def is_told_by(self, proportions: float) -> bool:
        """True if a glyph of these proportions is more likely one of the lying ones."""

        def nearest(own: list[float]) -> float:
            return min((abs(proportions - other) for other in own), default=math.inf)

        return nearest(self.lying) <= nearest(self.honest)


class GlyphShapes:
    """The fonts of a document, each looked at once; fonts stay loaded until `close`."""

    def __init__(self, document: pdfium.FPDF_DOCUMENT) -> None:
        self._document = address_of(document)
        self._lies: dict[Address, Mapping[str, Lie]] = {}
        self._looked: list[Address] = []

    def lies_of(self, text: Address) -> Mapping[str, Lie]:
        """The characters that the font of this object of text says and does not always draw."""
        font = font_of(text)
        if font not in self._lies:
            self._looked.append(kept_in(self._document, font))
            self._lies[font] = _lies_in(self._document, font)
        return self._lies[font]

    def close(self) -> None:
        """Let go of the fonts; to be called before the document is closed."""
        for item in self._looked:
            pdfium.FPDFPageObj_Destroy(cast(item, pdfium.FPDF_PAGEOBJECT))


def _lies_in(document: Address, font: Address) -> Mapping[str, Lie]:
    """Letters are drawn only where one of them is not as high or deep as it should be."""
    codes = list(codes_of(document, font, CHECKED | {UNMAPPED}))
    missing = [own[2:] for own in codes if own.code == 0]  # what stands for a missing glyph
    shown = [own for own in codes if own[2:] not in missing and own.top - own.bottom > NOTHING]
    height = max((own.top for own in shown if own.said.isalnum()), default=DIGIT)
    odd = not all(_stands_right(own, height) for own in shown)
    drawn = CHECKED if odd else CHECKED - frozenset(ascii_letters)
    em = DIGIT / height if 0 < height < LEAST or height > MOST else 1.0
    glyphs = glyphs_of(document, font, [own.code for own in codes if own.said in drawn], em)
    return _lies([(said, glyph) for said, glyph in glyphs if said in drawn])


def _stands_right(own: FontCode, height: float) -> bool:
    """True unless it is a letter that is not as high or deep as in all typefaces; `height` is that
    of the highest letter or digit of its font.
    """
    is_tall, is_deep = own.top > TALL * height, own.bottom < DEEP * height
    return UPRIGHT.get(own.said) in (None, (is_tall, is_deep))


# ── what it says and what it shows ──


def _lies(glyphs: Sequence[tuple[str, Glyph]]) -> dict[str, Lie]:
    """The characters that codes of a font say and do not draw."""
    digit = max((g.top - g.bottom for said, g in glyphs if said.isdigit()), default=DIGIT)
    found: dict[str, Lie] = {}
    for said, glyph in glyphs:
        lie = found.setdefault(said, Lie([], []))
        own = lie.lying if _is_lie(said, glyph, digit) else lie.honest
        own.append(glyph.proportions)
    return {said: lie for said, lie in found.items() if lie.lying}


def _is_lie(said: str, glyph: Glyph, digit: float) -> bool:
    """True if the glyph shows another character, given the height of a digit in its font."""
    if said in BLANKS:
        return True
    sign = _sign_of(glyph, digit)
    if said in SAYS:
        return sign != SAYS[said]
    if said.isalpha() or sign in (None, Sign.HIGH):  # a digit or a plus may be small and raised
        return said.isalnum() and _is_another(glyph.squares, said)
    return True


def _sign_of(glyph: Glyph, digit: float) -> Sign | None:
    """The small sign that is drawn, if it is one, given the height of a digit in its font."""
    height, bottom = (glyph.top - glyph.bottom) / digit, glyph.bottom / digit
    if height > SMALL:
        return None
    if bottom < BELOW_LINE:
        return Sign.COMMA
    if bottom < ABOVE_LINE:
        return Sign.POINT
    if glyph.width > FLAT * height * digit:
        return Sign.DASH
    return Sign.HIGH if bottom > HIGH else None


def _is_another(squares: int, said: str) -> bool:
    """True if these squares clearly show another digit or letter than it says."""
    own = _nearest(squares, said)
    if own <= SAME * ACROSS * DOWN:
        return False
    alike, nearer = (ALIKE, NEARER) if said.isdigit() else (ALIKE_LETTER, NEARER_LETTER)
    best = min(_nearest(squares, char) for char in _others(said))
    return best <= alike * ACROSS * DOWN and best <= nearer * own


def _others(said: str) -> Iterable[str]:
    """The characters for which nobody takes this one."""
    if said.isdigit():
        return (char for char in digits if char != said)
    narrow = NARROW if said in NARROW else ()
    return (c for c in ascii_letters if c.lower() != said.lower() and c not in narrow)


def _nearest(squares: int, char: str) -> int:
    """By how many squares they differ from the character in the typeface that is most alike."""
    return min(map(int.bit_count, map(squares.__xor__, _known()[char])))


@cache
def _known() -> dict[str, list[int]]:
    """The squares of each character, in each of the known typefaces."""
    known: dict[str, list[int]] = {}
    for line in KNOWN.read_text().splitlines():
        char, squares = line.split()
        known.setdefault(char, []).append(int(squares, 16))
    return known
