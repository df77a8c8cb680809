"""The columns before the figures, the stub of a table: which name its rows, and what stands before.

A number or a code belongs to its name. A name that stands for several rows, and a code of another
list, have a column of their own before the label.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from annexes.building.draft.found_annexes import FoundAnnex, is_total
from annexes.building.draft.label_meaning import are_codes, meaning_of
from annexes.building.draft.naming import RAISED_MARK
from annexes.reading.tables.group_names import group_names, is_group_name
from annexes.recipe.columns import Reads
from annexes.recipe.edition import Language

RANK = re.compile(r"([0-9]+)\.? ")
MARK = re.compile(rf"(?<=[^\s\d(]) ?(\*{{1,3}}\)?|[†‡]|{RAISED_MARK}|[0-9]{{1,2}}\))$")
"""A mark of a footnote behind a label."""


@dataclass
class Stub:
    """The first `width` columns. `before` is how those before the label are read; `heads` are all
    their headings, that of the label last. `labels` and `fronts` have for each row what it is
    called and what stands before, `indents` where it begins; `marks` are those of footnotes behind
    labels.
    """

    width: int
    before: list[Reads] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    fronts: list[list[str]] = field(default_factory=list)
    indents: list[float] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)


def stub_of(annex: FoundAnnex, language: Language) -> Stub:
    """Tell the first columns of an annex apart; a row without a label is about what stands before.

    Other columns of words are columns of their own if each has a heading and is filled in every
    row.
    """
    every = annex.first.found.labels
    rows = [row.texts for row in annex.rows if any(row.texts[every:])]
    rows = [texts for texts in rows if not is_total(" ".join(filter(None, texts[:every])))]
    stub = _split(annex, rows, every, language) if every > 1 and rows else Stub(every)
    header, first = annex.first.found.header, len(stub.before)
    own = " ".join(dict.fromkeys(filter(None, header[first : stub.width])))
    stub.heads = [*header[:first], own]
    columns = [_front(annex, at, kind) for at, kind in enumerate(stub.before)]
    for number, row in enumerate(annex.rows):
        label = " ".join(filter(None, row.texts[first : stub.width]))
        stub.fronts.append([own[number] if label else "" for own in columns])
        stub.indents.append(min((word.x0 for word in row.words), default=0.0))
        stub.labels.append(label or " ".join(filter(None, row.texts[:first])))
    stub.marks = _marks(annex, stub)
    return stub


def _split(
    annex: FoundAnnex, rows: Sequence[Sequence[str]], every: int, language: Language
) -> Stub:
    header = annex.first.found.header
    first = int(_is_group(annex, rows, every))
    group: list[Reads] = ["group"] * first
    ranked = every - first > 1 and are_ranks(f"{texts[first]} " for texts in rows)
    at = first + ranked
    codes, names = ([texts[n] if n < every else "" for texts in rows] for n in (at, at + 1))
    meaning = meaning_of(
        [f"{code} {name}" for code, name in zip(codes, names, strict=True)], language
    )
    coded = meaning.reads == "code-name" or meaning.codes == "destatis"
    stub = Stub(at + 1 + coded, group)
    if not coded and not ranked and are_codes(codes, names, language):
        stub = Stub(at + 2, [*group, "code"])
    heads = header[stub.width - 1 : every]
    apart = all(heads) and len(set(heads)) == len(heads)
    return stub if apart and all(all(texts[first:every]) for texts in rows) else Stub(every, group)


def _is_group(annex: FoundAnnex, rows: Sequence[Sequence[str]], every: int) -> bool:
    """True if the first column names the rows of a group at its first row, and nothing at others.

    Where no rules show it, it has a heading, and the first name stands at the first of several
    rows, so that names are not centred.
    """
    named = [texts for texts in rows if any(texts[1:every])]
    if len(named) < 2 or not named[0][0]:
        return False
    remarks = ((remark, page.found) for page in annex.pages for remark in page.found.remarks)
    header = annex.first.found.header
    headed = header[0] not in ("", header[1]) and not named[1][0]
    return headed or any(is_group_name(remark, found, 1) for remark, found in remarks)


def _front(annex: FoundAnnex, column: int, kind: Reads) -> list[str]:
    """What stands in a column before the label, for each row."""
    if kind != "group":
        return [row.texts[column] for row in annex.rows]
    names: list[str] = []
    for page in annex.pages:
        names += group_names(page.found, column, names[-1] if names else "")
    return names


def are_ranks(labels: Iterable[str]) -> bool:
    """True if the numbers before these labels count them."""
    ranks = [int(match[1]) for label in labels if (match := RANK.match(label))]
    return len(ranks) > 1 and ranks == list(range(1, len(ranks) + 1))


# ── footnotes ───────────────────────────────────────────────────────────────────────────────


def _marks(annex: FoundAnnex, stub: Stub) -> list[str]:
    """The marks of footnotes behind labels: those that a note explains, and stars."""
    marks = set()
    for label in stub.labels:
        match = MARK.search(label)
        if match and ("*" in match[1] or annex.around.meaning_of(match[1])):
            marks.add(match[1])
    return sorted(marks)
