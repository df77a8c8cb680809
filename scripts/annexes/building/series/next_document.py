"""The entry of an added document: what it says of itself, in the form of the last one's entry."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from annexes.building.draft.document_facts import document_facts
from annexes.building.draft.periods import Period, period_in
from annexes.building.series.predecessor import AddedDocument
from annexes.recipe.edition import AnnexRecipe, DocumentRecipe
from annexes.recipe.recipe import UNDECIDED


def next_document(
    document: AddedDocument,
    last: DocumentRecipe,
    first: AnnexRecipe,
    name: str,
    period: Period | None,
    taken: Collection[str],
) -> DocumentRecipe:
    """The entry of the document of the edition of this name; `taken` are identifiers of others.

    Publisher and language are those of the last one; title and identifier follow the numbers in
    what is printed like its opening; days and questions are read. A title with a number that does
    not stand before the `first` annex would be that of another document, so it is left open. The
    document opens as the last one does, or with its first line, unless that is one of the annex.
    """
    words = document.lines.words
    printed = document.lines.printed_as(last.opening)
    numbers = dict(zip(_numbers(last.opening), _numbers(printed), strict=False))
    title, identifier = _renumbered(last.title, numbers), _renumbered(last.id, numbers)
    named = period_in(title) if period else None
    of_title = _numbers(title.replace(named.printed, "") if named else title)
    if period and named:
        title = title.replace(named.printed, period.label[last.language])
    begins = [place.start for place in document.lines.find(first.above)]
    if not {*of_title} <= {*_numbers(" ".join(words[: min(begins, default=None)]))}:
        title, identifier = UNDECIDED, name
    begins_alike = printed and words[: len(printed.split())] == printed.split()
    opening = printed if begins_alike else " ".join(document.lines.lines[0][1])
    has_prose = bool(last.opening if not first.above else 0 not in begins) and not first.page
    facts = document_facts(list(document.read.pages)[:1], drawn=document.read.drawn)
    return DocumentRecipe(
        id=f"{identifier}-{name}" if identifier in taken else identifier,
        title=title,
        publisher=last.publisher,
        language=last.language,
        names_also=last.names_also,
        file=f"data/raw/{name}/{document.path.name}",
        answered=facts.answered,
        question=facts.question,
        opening=opening if has_prose else "",
    )


def _numbers(text: str) -> list[str]:
    return re.findall(r"\d+", text)


def _renumbered(text: str, numbers: Mapping[str, str]) -> str:
    return re.sub(r"\d+", lambda match: numbers.get(match[0], match[0]), text)
