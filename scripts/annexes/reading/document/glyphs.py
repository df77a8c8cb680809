"""The glyphs of a PDF page → words with boxes, and doubts about words that hold digits.

Only the first and the last glyph of a word are asked for their boxes, and every glyph of a word
with digits: this is what makes reading fast. pdfium marks a hyphen at the end of a line with
U+FFFE and gives the word in one piece; here it is two words again, as it is printed.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from ctypes import byref, c_byte, c_int
from itertools import pairwise
from struct import Struct
from typing import NamedTuple

import pypdfium2_raw as pdfium

from annexes.reading.document.drawn_glyphs import proportions_of, text_of
from annexes.reading.document.geometry import Affine, apply
from annexes.reading.document.glyph_shapes import Lie
from annexes.reading.document.ink import HasInk
from annexes.reading.document.invisible import AT_DIGITS, NAMELESS, visible
from annexes.reading.document.plain_calls import (
    Address,
    object_of_glyph,
    plain,
    reference_to,
)
from annexes.reading.document.raised_marks import (
    is_other_face,
    is_raised,
    is_raised_behind,
    start_of_mark,
)
from annexes.reading.document.typefaces import typefaces
from annexes.reading.document.walls import Walls
from annexes.reading.pages import Box, Word, WordDoubt

HYPHEN = "\ufffe"
DOTS = ".·…_"
"""What rows of dots are made of, and signs in place of figures."""
FOOT = 0.4
"""Share of their height by which dots, which stand on the line, are looked for below it as well."""
UNKNOWN = "\ufffd"
"""Stands for a glyph of which no character is known."""
BLANK = re.compile("[ \u00a0]")
NO_CHARACTER = re.compile("[\x00\x01\x03-\x08\x0b\x0c\x0e-\x1f]")
"""What a glyph says that says nothing; \x02 is pdfium's for a hyphen."""
WORD = re.compile(r"[^\s\ufffe\x00-\x1f]+\ufffe?|(?<!\S)\ufffe")
LEADER = re.compile(rf"[{DOTS}]{{4,}}")
"""Dots that lead from a name to a figure, also where no space parts these."""
OTHER_SIZE = 0.08
"""Share of the height by which digits of one number may differ; a superscript is a third off."""
OVERLAP = 0.45
"""Share of the width by which neighbouring glyphs may overlap; kerning stays far below."""
FAR = 0.8
"""Share of the height by which glyphs stand further apart than in any word."""
WIDE = 0.55
"""Share of the height that a glyph of most words takes at most, on the average."""
TOUCH = 0.12
"""Share of the height by which glyphs of one word may stand apart; a space is far wider."""
BREAKS = ("", "\r\n")
"""What pdfium puts between two lines, and between all glyphs of a page of narrow columns, which it
may take for one that is written downwards."""


BoxOf = Callable[[int], Box]
"""The box of a glyph on the page, given its number."""


class Looks(NamedTuple):
    """How a word is compared with what is drawn: is there ink in a box, what is drawn over this
    word, which objects of text are not to be believed (by their addresses), which characters of
    some of them are drawn as others, and where do rules part cells?
    """

    has_ink: HasInk
    over_word: Callable[[Box], WordDoubt | None]
    doubtful: Mapping[Address, WordDoubt]
    lies: Mapping[Address, Mapping[str, Lie]]
    walls: Walls


def words_of(
    textpage: pdfium.FPDF_TEXTPAGE, to_page: Affine, turned: int, looks: Looks
) -> Iterator[Word]:
    """All words of the page in the order of its content; `turned` is the rotation of the page."""
    box_of = _boxes(textpage, to_page)
    text, at, last = _text_shown(textpage, box_of, looks), 0, None
    for start, end, word in _between_breaks(textpage, text, box_of, turned, looks):
        one = None
        if last and text[at:start] in BREAKS and not _are_walled(last, word, looks.walls):
            one = _as_one(last, word)
        if last and not one:
            yield last
        last = one or word
        at = end
    if last:
        yield last


def _are_walled(left: Word, right: Word, walls: Walls) -> bool:
    """True if a rule parts the two into cells."""
    one, two = ((own.x0, own.top, own.x1, own.bottom) for own in (left, right))
    return walls.part(one, two, left.text[-1] + right.text[0])


def _as_one(left: Word, right: Word) -> Word | None:
    """The word of which these are upright parts that touch, of one size and on one line; digits
    that touch are parts of one figure, and a doubt, unless the second is a raised mark.
    """
    height, doubt = right.bottom - right.top, left.doubt or right.doubt
    near = -OVERLAP * height < right.x0 - left.x1 < TOUCH * height
    level = min(left.bottom, right.bottom) - max(left.top, right.top) > height / 2
    leads = LEADER.fullmatch(left.text) or LEADER.fullmatch(right.text)
    if not (near and level) or left.angle or right.angle or leads:
        return None
    if max(abs(right.top - left.top), abs(right.bottom - left.bottom)) > OTHER_SIZE * height:
        digits = left.text[-1].isdigit() and right.text[0].isdigit()
        if not digits or is_raised_behind(right, left):
            return None
        doubt = doubt or WordDoubt.UNEVEN
    top, bottom = min(left.top, right.top), max(left.bottom, right.bottom)
    return Word(left.text + right.text, left.x0, top, right.x1, bottom, 0, doubt, left.face)


def _between_breaks(
    textpage: pdfium.FPDF_TEXTPAGE, text: str, box_of: BoxOf, turned: int, looks: Looks
) -> Iterator[tuple[int, int, Word]]:
    """The words as pdfium parts them, with the numbers of their first glyph and behind the last."""
    face_of = typefaces(textpage)
    has_ink, over_word, doubtful, lies, walls = looks
    lying = frozenset[str]().union(*lies.values())
    for start, end, first, last in _spans(textpage, text, box_of, face_of, walls):
        said = text[start:end]
        single = end - start == 1
        (x0, top, x1, bottom), (left, upper, right, lower) = first, last
        if top == upper and bottom == lower and x0 < left and x1 < right:  # as nearly always
            around, angle = (x0, top, right, bottom), 0
        else:
            around = _around(first, last)
            upright = _is_upright(first, last) and not (single and said.isdigit())
            angle = 0 if upright else _angle(textpage, start, turned)
        ends = not single and said[0].isalnum() and said[-1].isalnum()
        checked = [first, last] if ends else [around if said.strip(DOTS) else _with_foot(around)]
        numbers: list[Box] = []
        if not single and not said.isalpha() and any(map(str.isdigit, said)):
            inner = [first, *map(box_of, range(start + 1, end - 1)), last]
            numbers = [box for box, glyph in zip(inner, said, strict=True) if glyph.isdigit()]
            checked = numbers
        doubt = None if has_ink(checked) else _unseen([*checked, around], has_ink)
        if not doubt and (doubtful or (lying and not lying.isdisjoint(said))):
            doubt = _disbelief(textpage, start, said, looks)
        if not doubt and not angle:
            doubt = (_uneven(numbers) if numbers else None) or over_word(around)
        if not said.isascii():
            if AT_DIGITS.search(said):
                doubt = doubt or WordDoubt.INVISIBLE
            if NAMELESS.search(said):
                doubt = doubt or WordDoubt.NAMELESS
            said = visible(said).replace(HYPHEN, "-")
        if said:
            yield start, end, Word(said, *around, angle, doubt, face_of(start, end))


def _spans(
    textpage: pdfium.FPDF_TEXTPAGE,
    text: str,
    box_of: BoxOf,
    face_of: Callable[[int, int], int],
    walls: Walls,
) -> Iterator[tuple[int, int, Box, Box]]:
    """The number of the first glyph of each word, that behind its last, and the boxes of both; a
    raised mark at the end of a word is one of its own.
    """
    led = LEADER.search(text) is not None
    for match in WORD.finditer(text):
        start, end = match.span()
        first = box_of(start)
        last = first if end - start == 1 else box_of(end - 1)
        leads = led and LEADER.search(match[0])
        wide = last[2] - first[0] > WIDE * (end - start) * (first[3] - first[1])
        starts = _starts(match, box_of) if leads or (wide and end - start > 1) else []
        if not starts and last[1] > first[3]:
            starts = _starts_of_next_line(start, end, box_of)
        if not starts and last is not first and walls.cross(first, last):
            starts = list(_starts_behind_walls(textpage, match, box_of, walls))
        if not starts and last[3] < first[3] and is_raised(last, first):
            at = start_of_mark(match[0], start, box_of)
            if at > start and is_other_face(face_of(start, at), face_of(at, end)):
                starts = [at]
        for at in starts:
            yield start, at, first, box_of(at - 1)
            start, first = at, box_of(at)
        yield start, end, first, last


def _starts(match: re.Match[str], box_of: BoxOf) -> list[int]:
    """Where dots lead from a name to a figure, and where glyphs stand far behind others, as in
    cells of one character each; pdfium gives these as one word.
    """
    if match[0].strip(DOTS) and LEADER.search(match[0]):
        runs = (run.span() for run in LEADER.finditer(match[0]))
        return [match.start() + at for span in runs for at in span if 0 < at < len(match[0])]
    boxes = list(map(box_of, range(*match.span())))
    pairs = enumerate(pairwise(boxes), start=match.start() + 1)
    return [n for n, (one, two) in pairs if two[0] - one[2] > FAR * (one[3] - one[1])]


def _starts_of_next_line(start: int, end: int, box_of: BoxOf) -> list[int]:
    """Where glyphs stand below the first few of a word: what pdfium takes for one are two words
    of a column. Below the first alone they are letters of a word that is turned.
    """
    foot = box_of(start)[3]
    at = next(n for n in range(start + 1, end) if box_of(n)[1] > foot)
    return [at] if at > start + 1 else []


def _starts_behind_walls(
    textpage: pdfium.FPDF_TEXTPAGE, match: re.Match[str], box_of: BoxOf, walls: Walls
) -> Iterator[int]:
    """Where glyphs that another object draws begin beside a rule, as in the next cell."""
    handle, said = reference_to(textpage), match[0]
    for n, at in enumerate(range(match.start() + 1, match.end())):
        walled = walls.part(box_of(at - 1), box_of(at), said[n : n + 2])
        if walled and object_of_glyph(handle, at - 1) != object_of_glyph(handle, at):
            yield at


def _with_foot(box: Box) -> Box:
    """The box of dots, with some room below the line on which they stand."""
    x0, top, x1, bottom = box
    return x0, top, x1, bottom + FOOT * (bottom - top)


def _unseen(boxes: Sequence[Box], has_ink: HasInk) -> WordDoubt:
    """What is wrong with a word of which not all is seen, given boxes of it."""
    return WordDoubt.CUT if any(has_ink([box]) for box in boxes) else WordDoubt.HIDDEN


def _disbelief(
    textpage: pdfium.FPDF_TEXTPAGE, start: int, said: str, looks: Looks
) -> WordDoubt | None:
    """Why the objects that draw this word, or their fonts, are not to be believed."""
    handle = reference_to(textpage)
    for index, glyph in enumerate(said, start):
        item = object_of_glyph(handle, index)
        if item in looks.doubtful:
            return looks.doubtful[item]
        lie = looks.lies.get(item, {}).get(glyph)
        if lie and lie.is_told_by(proportions_of(handle, index)):
            return WordDoubt.OTHER_GLYPHS
    return None


def _is_upright(first: Box, last: Box) -> bool:
    """True if it is plain without asking: glyphs side by side, or one higher than wide.

    One alone may be upside down, which matters where it is a digit.
    """
    if first is last:
        return first[3] - first[1] > first[2] - first[0]
    return first[1] == last[1] and first[0] < last[0]


_loose_char_box = plain(pdfium.FPDFText_GetLooseCharBox, c_int)
_four_floats = Struct("4f").unpack


def _boxes(textpage: pdfium.FPDF_TEXTPAGE, to_page: Affine) -> BoxOf:
    """The box of a glyph, by index, as its font declares it: one height for all of a size."""
    rect = bytearray(16)
    place = byref(c_byte.from_buffer(rect))
    ask, handle = _loose_char_box, reference_to(textpage)
    a, b, c, d, e, f = to_page

    def upright(index: int) -> Box:
        ask(handle, index, place)
        left, top, right, bottom = _four_floats(rect)
        return a * left + e, d * top + f, a * right + e, d * bottom + f

    def turned(index: int) -> Box:
        ask(handle, index, place)
        left, top, right, bottom = _four_floats(rect)
        one, two = apply(to_page, (left, bottom)), apply(to_page, (right, top))
        return _around((*one, *one), (*two, *two))

    return upright if (b, c) == (0, 0) and a > 0 > d else turned


def _around(one: Box, two: Box) -> Box:
    """The smallest box around both."""
    return min(one[0], two[0]), min(one[1], two[1]), max(one[2], two[2]), max(one[3], two[3])


def _text_shown(textpage: pdfium.FPDF_TEXTPAGE, box_of: BoxOf, looks: Looks) -> str:
    """The text of the page, with a mark for each glyph that says nothing, or a space, and has ink.

    A space is looked at only where the font is known to draw something for one.
    """
    text, handle = text_of(textpage), reference_to(textpage)
    spaces = {item for item, said in looks.lies.items() if any(map(BLANK.match, said))}
    found = [match.start() for match in NO_CHARACTER.finditer(text)]
    if spaces:
        blanks = (match.start() for match in BLANK.finditer(text))
        found += [n for n in blanks if object_of_glyph(handle, n) in spaces]
    glyphs = list(text) if found else []
    for index in found:
        if proportions_of(handle, index) and looks.has_ink([box_of(index)]):
            glyphs[index] = UNKNOWN
    return "".join(glyphs) or text


def _angle(textpage: pdfium.FPDF_TEXTPAGE, index: int, turned: int) -> int:
    """The direction of writing, counter-clockwise; slanted letters are not turned ones."""
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(textpage, index, byref(matrix))
    return (round(math.degrees(math.atan2(matrix.b, matrix.a))) + turned) % 360


def _uneven(boxes: Sequence[Box]) -> WordDoubt | None:
    """What is odd about the digits of a number; signs between them may come from another font."""
    _, top, last, bottom = boxes[0]
    height = max(bottom - top, 0.1)
    for start, other_top, end, other_bottom in boxes[1:]:
        if max(abs(other_top - top), abs(other_bottom - bottom)) > OTHER_SIZE * height:
            return WordDoubt.UNEVEN
        if last - start > OVERLAP * (end - start):
            return WordDoubt.OVERPRINTED
        last = end
    return None
