"""Words for drafts: names of columns, and the lines around a table."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from annexes.reading.model import Page
from annexes.reading.tables.found import Found
from annexes.reading.tables.lines import lines_of, text_of

MAX_NAME = 60
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def slug_of(text: str) -> str:
    """A name of lower-case letters, digits and underscores."""
    plain = unicodedata.normalize("NFKD", text.lower().translate(UMLAUTS))
    plain = plain.encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:MAX_NAME].rstrip("_")


def unique(names: Iterable[str]) -> list[str]:
    """The names, those that repeat numbered from the second on."""
    seen: Counter[str] = Counter()
    result = []
    for name in names:
        seen[name] += 1
        result.append(name if seen[name] == 1 else f"{name}_{seen[name]}")
    return result


@dataclass(frozen=True)
class Surroundings:
    """The lines next to a table: the nearest above, the nearest below, and all notes below."""

    above: list[str]
    below: list[str]
    notes: Sequence[str]

    def meaning_of(self, mark: str) -> str:
        """What the notes say of a footnote mark, or nothing."""
        own = (note for note in self.notes if note.startswith(mark))
        return next((note[len(mark) :].strip() for note in own), "")


def surroundings_of(found: Found, page: Page, tables: Sequence[Found]) -> Surroundings:
    """The lines around the table, up to the next table above and below it."""
    inside = {id(word) for table in tables for row in table.rows for word in row.words}
    inside |= {id(word) for table in tables for word in table.header_words}
    lines = lines_of(w for w in page.words if id(w) not in inside and not w.doubt)
    top, bottom = found.box[1], found.rows[-1].bottom
    floor = max((t.rows[-1].bottom for t in tables if t.rows[-1].bottom <= top), default=0.0)
    ceiling = min((t.box[1] for t in tables if t.box[1] >= bottom), default=page.height)
    above = [text_of(line) for line in lines if floor < line[0].middle < top]
    below = [text_of(line) for line in lines if bottom < line[0].middle < ceiling]
    notes = [text_of(line) for line in lines if line[0].middle > bottom]
    return Surroundings(above[-1:], below[:1], notes)
