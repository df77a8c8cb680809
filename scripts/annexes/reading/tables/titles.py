"""What a table is called, what it counts in and what is remarked on it: the lines around it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import pairwise

from annexes.base.texts import toml_of
from annexes.reading.pages import Page, Word
from annexes.reading.tables.found import Found
from annexes.reading.tables.level_rules import wide_levels
from annexes.reading.tables.lines import (
    MARGIN,
    Line,
    bottom_of,
    pieces_of,
    set_alike,
    text_of,
    usual_face,
    usual_height,
)
from annexes.reading.tables.word_kinds import TITLE, opens_note

_WORDS = toml_of("reading.tables", "table_words.toml")
SENTENCE, STAMP = re.compile(_WORDS["sentence"]), re.compile(_WORDS["stamp"])
NUMBERED = re.compile(rf"(?P<number>{TITLE.pattern}[\w/-]*(?:\.\w+)*)(?P<behind>\W*)")
UNIT = re.compile("|".join(_WORDS["unit"]), re.IGNORECASE)

NEAR = 2.5
"""A note or a title stands no further from its table than this many times its height."""
FAR = 4.5
"""The same for a title with a number: an empty line may stand between."""
CLOSE = 0.8
"""The lines of one title or note stand no further apart than this share of their height."""
DENSE = 0.5
"""The same for notes below a table, behind which running text may follow."""
LARGER = 1.12
"""Words that are so much higher are of another size."""
LONG, LONGER = 110, 220
"""A longer text is a paragraph, unless it begins as a title does: 'Table 3'."""
MANY = 8
"""More words than this in one line are running text."""
LINES = 5
"""A title has no more lines than this, …"""
FEW = 6
"""… and a line that says what is counted no more words than this."""


def with_titles(tables: Sequence[Found], page: Page, lines: Sequence[Line]) -> list[Found]:
    """The tables of a page, of which these are all lines, with their titles; what they count in,
    printed between title and table, and the notes below them become their notes.

    A title stands above its table, or below it where no table of the page has one above. What is
    not certain to be one is left out.
    """
    taken = {id(word) for table in tables for word in (*table.header_words, *table.row_words)}
    named = [_named_above(table, page, lines, taken) for table in tables]
    if not any(is_numbered(table.title) for table in named):
        named = [t if t.title else _named_below(t, lines, taken) for t in named]
    return [t.saying(notes=(*t.notes, *_notes_below(t, lines))) for t in named]


def may_be_title(text: str) -> bool:
    """False for a sentence, for the end of one, for a date, and for a line without words."""
    numbered = is_numbered(text)
    return (
        len(text) <= (LONGER if numbered else LONG)
        and re.search(r"[^\W\d_]{3}", text) is not None
        and not text[0].islower()
        and not SENTENCE.search(text)
        and not STAMP.search(text)
        and (numbered or not text.endswith((".", ";", ",", "-", "?")))
    )


def is_numbered(text: str) -> bool:
    """True for 'Table 3: Votes' and the like, but not for 'Table 3 shows that'."""
    match = NUMBERED.match(text)
    return match is not None and not (match["behind"] == " " and text[match.end()].islower())


def number_of(title: str) -> str:
    """'Table 3' of 'Table 3: Votes (continued)'; nothing for a title without a number."""
    match = NUMBERED.match(title)
    return match["number"] if match else ""


def _is_number(text: str) -> bool:
    """True for 'Table 3:' alone."""
    return is_numbered(text) and not unnumbered(text)


def unnumbered(title: str) -> str:
    """The title without 'Table 3:' before it."""
    match = NUMBERED.match(title)
    return title[match.end() :] if match else title


def is_unit(text: str) -> bool:
    """True for a line that says what all figures are counted in: 'in Tsd.', '(% of GDP)'."""
    bracketed = text[0] in "([" and text[-1] in ")]"
    return bracketed or (len(text.split()) <= FEW and UNIT.match(text) is not None)


# ── above and below ─────────────────────────────────────────────────────────────────────────


def _named_above(table: Found, page: Page, lines: Sequence[Line], taken: Collection[int]) -> Found:
    """The table with the title right above it; lines of units between the two are notes."""
    units: list[Line] = []
    title: list[Line] = []
    top, space, above = table.box[1], 0.0, float("inf")
    before = (line for line in reversed(lines) if line[0].top < table.box[1] + 2)
    for line in (own for own in _over(table, before) if bottom_of(own) <= table.box[1] + 2):
        text, height = text_of(line), usual_height(line)
        above = top - bottom_of(line)
        near = FAR if is_numbered(text) else CLOSE if title else NEAR
        if above > near * height or len(title) == LINES or id(line[0]) in taken:
            break
        if not title and is_unit(text):
            units.insert(0, line)
        else:
            space = space if title else above
            title.insert(0, line)
        top, above = line[0].top, float("inf")
        if is_numbered(text):
            break
    words = tuple(word for line in title for word in line)
    noted = any(opens_note(text_of(line)) for line in title)
    if not (title and is_numbered(text_of(title[0]))):
        if table.title and not is_unit(table.title):
            certain = table.ruled or (may_be_title(table.title) and not noted)
            return table if certain else table.saying(title="", title_words=())
        apart = above > space and not noted and _is_set_apart(title, table, page, lines)
        words = words if apart else ()
    else:
        end = _end_of(title, wide_levels(page, (table.box[0], table.box[2])))
        units[:0] = title[end:]
        words = tuple(word for line in title[:end] for word in line)
        words = words if may_be_title(text_of(words)) else ()
    said = tuple(word for line in units for word in line)
    notes = said or (() if words else table.title_words)
    return table.saying(title=text_of(words), title_words=words, notes=(*table.notes, *notes))


def _end_of(title: Sequence[Line], levels: Sequence[float]) -> int:
    """The number of the line behind a title, whose lines are set alike, but for a first one that
    is its number alone, and above a rule.
    """
    first = int(_is_number(text_of(title[0])))
    for n, (upper, lower) in enumerate(pairwise(title), start=1):
        ruled = any(upper[0].middle < y < lower[0].middle for y in levels)
        if ruled or opens_note(text_of(lower)) or (n > first and not set_alike(upper, lower)):
            return n
    return len(title)


def _is_set_apart(title: Sequence[Line], table: Found, page: Page, lines: Sequence[Line]) -> bool:
    """True for a line or two that are set unlike the rows and unlike all running text, and no
    smaller: in bold or larger letters.
    """
    words = [word for line in title for word in line]
    face = usual_face(words)
    running = (usual_face(line) for line in lines if len(line) > MANY and line[0] is not words[0])
    return (
        0 < len(title) <= FEW / 2
        and not any(len(pieces_of(line)) > 1 for line in title)
        and (table.ruled or any(table.header))
        and title[0][0].bottom > MARGIN
        and face not in (0, usual_face(table.row_words), usual_face(page.words), *running)
        and usual_height(words) * LARGER > usual_height(table.row_words)
        and may_be_title(text_of(words))
    )


def _named_below(table: Found, lines: Sequence[Line], taken: Collection[int]) -> Found:
    """The table with the title right below it, which is further from all below than from it."""
    title: list[Line] = []
    bottom, space = table.box[3], 0.0
    for line in _behind(table, lines):
        gap, height, text = line[0].top - bottom, usual_height(line), text_of(line)
        if not title:
            if gap > NEAR * height or not is_numbered(text):
                return table
            space = gap
        elif gap > CLOSE * height or not set_alike(title[0], line):
            if id(line[0]) in taken or (gap < space and not opens_note(text)):
                return table
            break
        title.append(line)
        bottom = bottom_of(line)
    words = tuple(word for line in title for word in line)
    if not words or not may_be_title(text_of(words)):
        return table
    return table.saying(title=text_of(words), title_words=words)


def _notes_below(table: Found, lines: Iterable[Line]) -> Iterator[Word]:
    """The lines below the table that begin as notes do, and their further lines."""
    named = {id(word) for word in table.title_words}
    bottom = table.box[3]
    noted: Line = ()
    for line in _behind(table, lines):
        if id(line[0]) in named:
            continue
        gap, height = line[0].top - bottom, usual_height(line)
        begins = opens_note(text_of(line)) and gap < NEAR * height
        if not begins and not (noted and gap < DENSE * height and set_alike(noted, line)):
            return
        noted, bottom = line, bottom_of(line)
        yield from line


def _behind(table: Found, lines: Iterable[Line]) -> Iterator[Line]:
    """The lines below the table."""
    bottom = table.box[3]
    behind = (line for line in lines if bottom_of(line) > bottom - 2)
    return (line for line in _over(table, behind) if line[0].top > bottom - 2)


def _over(table: Found, lines: Iterable[Line]) -> Iterator[Line]:
    """The parts of the lines that stand over or under the table, without what is beside it."""
    left, _, right, _ = table.box
    for line in lines:
        if line[-1].x1 > left and line[0].x0 < right:
            pieces = pieces_of(line)
            over = [n for n, p in enumerate(pieces) if p[-1].x1 > left and p[0].x0 < right]
            if over and over[0] and _is_number(text_of(pieces[over[0] - 1])):
                over.insert(0, over[0] - 1)  # 'Table 3' may stand apart from its words
            if over:
                yield tuple(word for n in over for word in pieces[n])
