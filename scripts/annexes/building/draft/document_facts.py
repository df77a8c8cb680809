"""What a document says of itself on its first page: title, publisher, date, question, language."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from annexes.base.texts import toml_of
from annexes.reading.model import Page, Word
from annexes.reading.tables.lines import lines_of, text_of
from annexes.recipe.edition import Language

LARGER = 1.12
"""Words of a title are so much higher than those of the text."""
APART = 2.2
"""Two lines of one title stand closer than so many heights of a line."""
HEAD = 30
"""So many lines of the first page may name date and publisher."""
FEW = 6
"""A first page with no more lines than so many is a title page."""
DATE = re.compile(r"\b([0-3]?[0-9])\. ?([01]?[0-9])\. ?((?:19|20)[0-9]{2})\b")
LIST = re.compile(r"\bISO[- ]3166[\w-]*")

Line = tuple[Word, ...]


@dataclass(frozen=True)
class DocumentFacts:
    """Each is empty where the document does not say it."""

    title: str = ""
    publisher: str = ""
    answered: dt.date | None = None
    question: str = ""
    code_list: str = ""
    language: Language = "de"


def document_facts(pages: Sequence[Page], *, drawn: bool) -> DocumentFacts:
    """The facts that stand on the first of these pages; the language is that of all."""
    words = toml_of("building.draft", "languages.toml")
    if not pages:
        return DocumentFacts()
    lines = [line for line in lines_of(w for w in pages[0].words if not w.doubt) if line]
    texts = [text_of(line) for line in lines]
    said = words["document"]
    questions = (re.search(said["question"], text) for text in texts[:HEAD])
    return DocumentFacts(
        title=_title(lines, said) if drawn else "",
        publisher=_publisher(texts[:HEAD], said),
        answered=_date(texts[:HEAD]) if drawn else None,
        question=next((match["number"] for match in questions if match), ""),
        code_list=next((m[0] for page in pages for m in _lists(page)), ""),
        language=_language((word.text for page in pages for word in page.words), words),
    )


def _lists(page: Page) -> Iterable[re.Match[str]]:
    return filter(None, (LIST.search(word.text) for word in page.words))


def _title(lines: Sequence[Line], said: dict[str, Any]) -> str:
    """The largest lines, the last of several, that are no standing phrase."""
    if not lines:
        return ""
    usual = median(_height(line) for line in lines)
    large = [line for line in lines if _height(line) >= LARGER * usual]
    if len(lines) <= FEW:
        return " ".join(text_of(line) for line in lines)
    groups: list[list[Line]] = []
    for line in large:
        if groups and line[0].top - groups[-1][-1][0].top < APART * _height(line):
            groups[-1].append(line)
        else:
            groups.append([line])
    standing = re.compile(said["not_title"])
    titles = [
        (_height(group[0]), number, text)
        for number, group in enumerate(groups)
        for text in [" ".join(text_of(line) for line in group)]
        if not standing.search(text) and not _names(text, said)
    ]
    return max(titles)[2] if titles else ""


def _names(text: str, said: dict[str, Any]) -> bool:
    """True for a line that names the publisher and a number."""
    return re.search(said["number"], text) is not None


def _publisher(texts: Sequence[str], said: dict[str, Any]) -> str:
    """The line that names an authority, without the number of the document."""
    for text in texts:
        if re.search(said["publisher"], text):
            name = re.sub(said["number"], "", text).strip()
            return name if len(name) <= 80 else ""
    return ""


def _date(texts: Sequence[str]) -> dt.date | None:
    for match in filter(None, map(DATE.search, texts)):
        try:
            return dt.date(int(match[3]), int(match[2]), int(match[1]))
        except ValueError:
            continue
    return None


def _language(texts: Iterable[str], words: dict[str, Any]) -> Language:
    """English where more of its small words stand there than German ones."""
    german = english = 0
    for text in texts:
        german += text in words["german"]
        english += text in words["english"]
    return "en" if english > german else "de"


def _height(line: Line) -> float:
    return median(word.bottom - word.top for word in line)
