"""The values that travel from room to room. All are frozen; none knows where it goes next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from annexes.errors import Place


@dataclass(frozen=True, slots=True)
class Line:
    """The words of one line; `number` is 1-based in the file. Blank lines are not kept."""

    number: int
    words: tuple[str, ...]

    def __str__(self) -> str:
        return " ".join(self.words)


@dataclass(frozen=True, slots=True)
class Document:
    """A document as read: its path as the user gave it, the SHA-256 of its bytes, its lines."""

    file: str
    sha256: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class CellRow:
    """One printed table row, split into cells but not yet understood."""

    annex: int
    code: str
    name: str
    figures: tuple[str, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Row:
    """One row of an annex, understood.

    `values` are the declared facts of its annex (such as its area), `figures` maps the name of
    each count column to a whole number >= 0, `name` is the name as printed.
    """

    annex: int
    values: Mapping[str, str]
    code: str
    name: str
    figures: Mapping[str, int]
    place: Place


@dataclass(frozen=True, slots=True)
class Observation:
    """Something odd that the engine saw in the rows of an edition.

    `annex` is None where it concerns all annexes; `codes` are the codes concerned, in order.
    """

    kind: str
    annex: int | None
    codes: tuple[str, ...]
    facts: Mapping[str, str]


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
    """The annexes of one document: the name of its edition, its rows in their order, and what
    is odd in it.
    """

    edition: str
    document: Document
    rows: Sequence[Row]
    findings: Sequence[Finding]
