"""What a document says of itself on its first page: title, publisher, date, question, language."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any

from annexes.building.draft.captions import follow
from annexes.building.draft.found_annexes import lines_outside
from annexes.building.draft.language_words import words_for
from annexes.building.draft.periods import days_in
from annexes.reading.pages import Page
from annexes.reading.tables.found import Found
from annexes.reading.tables.lines import Line, lines_of, pieces_of, text_of, usual_height
from annexes.reading.tables.titles import LARGER, may_be_title
from annexes.recipe.edition import Language

APART = 2.2
"""Two lines of one title stand closer than so many heights of a line."""
HEAD = 30
"""So many lines of the first page may name date and publisher."""
FEW = 6
"""A first page with no more lines than so many is a title page."""
MAX_NAME = 80
"""A longer line that names an authority says more than its name."""
UMLAUTS = frozenset("äöüßÄÖÜ")
WORD = re.compile(r"^(?!.*__).*[^\W\d_]{3}")
BETWEEN = re.compile(r"\s*[·•|]\s*")
LIST = re.compile(r"\bISO[- ]3166[\w-]*")


@dataclass(frozen=True)
class DocumentFacts:
    """Each is empty where the document does not say it."""

    title: str = ""
    publisher: str = ""
    answered: dt.date | None = None
    question: str = ""
    code_list: str = ""
    language: Language = "de"


def document_facts(
    pages: Sequence[Page], tables: Sequence[Found] = (), *, drawn: bool
) -> DocumentFacts:
    """The facts that stand on the first of these pages that is not blank, outside of its tables;
    the language is that of all.
    """
    first = next((page for page in pages if page.words), None)
    outside = lines_outside(first, tables) if first else []
    is_title_page = first is not None and len(lines_of(first.words)) <= FEW
    lines = [line for line in outside if not any(word.doubt for word in line)]
    texts = [text_of(line) for line in lines]
    words = [word.text for page in pages for word in page.words]
    said = words_for("document")
    asked, question = _question(texts[:HEAD], said)
    title = _title(lines, asked, said, is_title_page=is_title_page) if drawn else ""
    return DocumentFacts(
        title=title if drawn else _title_below(lines[asked:], said) if asked else "",
        publisher=_publisher(lines[:HEAD], said),
        answered=_date(texts[:HEAD], said) if drawn else None,
        question=question,
        code_list=next((match[0] for match in map(LIST.search, words) if match), ""),
        language=_language(words),
    )


def _question(texts: Sequence[str], said: dict[str, Any]) -> tuple[int, str]:
    """The number of the line behind that of the question, and its number; 0 and '' if none is
    named: set off by dashes, or below the words that say that it is asked.
    """
    asked = False
    for number, text in enumerate(texts, start=1):
        match = re.search(said["question"], text)
        if match and (asked or not text[0].isalpha()):
            return number, match["number"]
        asked = asked or re.search(said["asked"], text) is not None
    return 0, ""


def _title(lines: Sequence[Line], asked: int, said: dict[str, Any], *, is_title_page: bool) -> str:
    """The largest lines, the last of several, that are no standing phrase.

    In an answer the title stands below the number of the question, which `asked` lines end with.
    """
    if is_title_page or not lines:
        return " ".join(text for text in map(text_of, lines) if WORD.search(text))
    usual = median(map(usual_height, lines))
    groups: list[list[Line]] = []
    for line in lines[asked:]:
        if usual_height(line) >= LARGER * usual:
            if groups and follow(groups[-1][-1], line, APART):
                groups[-1].append(line)
            else:
                groups.append([line])
    titles = [
        (usual_height(group[0]), number, text)
        for number, group in enumerate(groups)
        for text in [" ".join(text_of(line) for line in group)]
        if _is_title(text, said)
    ]
    return max(titles)[2] if titles else ""


def _title_below(lines: Sequence[Line], said: dict[str, Any]) -> str:
    """The first lines of a text up to an empty one."""
    apart = (n for n, (own, below) in enumerate(pairwise(lines), 1) if not follow(own, below))
    text = " ".join(map(text_of, lines[: next(apart, len(lines))]))
    return text if _is_title(text, said) else ""


def _is_title(text: str, said: dict[str, Any]) -> bool:
    return may_be_title(text) and not any(re.search(said[k], text) for k in ("not_title", "number"))


def _publisher(lines: Sequence[Line], said: dict[str, Any]) -> str:
    """What names an authority, without the number of the document and its day."""
    pieces = (text_of(piece) for line in lines for piece in pieces_of(line))
    for text in (part for piece in pieces for part in BETWEEN.split(piece)):
        if re.search(said["publisher"], text):
            end = next((own.start for own in days_in(text)), len(text))
            name = re.sub(said["number"], "", text[:end])
            name = re.sub(said["beside_publisher"], "", name).strip()
            return name if len(name) <= MAX_NAME else ""
    return ""


def _date(texts: Sequence[str], said: dict[str, Any]) -> dt.date | None:
    """The first day that is printed; not the day up to which the figures count."""
    printed = ((text, own) for text in texts for own in days_in(text))
    stated = (
        own for text, own in printed if not re.search(said["before_other_day"], text[: own.start])
    )
    return next((own.day for own in stated), None)


def _language(texts: Iterable[str]) -> Language:
    """English where more of its small words stand there than German ones, or umlauts."""
    german = english = 0
    for text in texts:
        german += text in words_for("german") or not UMLAUTS.isdisjoint(text)
        english += text in words_for("english")
    return "en" if english > german else "de"
