"""What the next edition is drafted from: the document that is added, and the edition before it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from annexes.base.errors import DocumentError, Place, Problem, UsageError
from annexes.building.printed_phrases import PrintedLines, printed_lines
from annexes.building.series.edition_periods import last_day
from annexes.reading.document.read_document import read_document
from annexes.reading.document.received import read_bytes
from annexes.reading.pages import Document
from annexes.reading.tables.phrases import heading_of
from annexes.recipe.edition import AnnexRecipe, EditionRecipe, Layout, Replaced, Total
from annexes.recipe.folder import FOLDER
from annexes.recipe.recipe import Recipe


@dataclass(frozen=True)
class AddedDocument:
    """The document that is added, with the lines that it prints."""

    path: Path
    data: bytes
    read: Document
    lines: PrintedLines


def added_document(path: Path) -> AddedDocument:
    """Read the document; DocumentError where it cannot be read."""
    data, read = read_bytes(path), read_document(path)
    read = replace(read, pages=tuple(read.pages))  # its lines and its first page are looked at
    return AddedDocument(path, data, read, printed_lines(read))


@dataclass(frozen=True)
class Predecessor:
    """The edition to draft from, as a person has typed it in, and with all its columns.

    The one drafted after it `replaces` it, if a corrected document is added.
    """

    typed: EditionRecipe
    full: EditionRecipe
    replaces: Replaced | None = None

    @property
    def labels(self) -> list[str]:
        """The labels of its annexes."""
        return [annex.label for annex in self.full.annexes]

    def layout(self, annex: AnnexRecipe) -> Layout:
        """The columns of one of its annexes."""
        return self.full.layout(self.full.annex_number(annex.label))

    def heading(self, annex: AnnexRecipe) -> list[str]:
        """What is printed above the rows of the annex, with the headings of its columns."""
        return heading_of(self.full, self.full.annex_number(annex.label))

    def caption(self, annex: AnnexRecipe) -> list[str]:
        """What is printed below the rows of the annex on each page, else what is above them."""
        return [*annex.below, *annex.furniture] or self.heading(annex)


class Matched(NamedTuple):
    """An annex as a document prints it, and the texts beside it that may name its period."""

    annex: AnnexRecipe
    captions: Sequence[str]


Say = Callable[[str], None]
"""Is told each difference between the last edition and the document."""


def say_order(wanted: Sequence[AnnexRecipe], here: Sequence[AnnexRecipe], say: Say) -> None:
    """Tell of annexes that stand in another order here than in the last edition."""
    if list(here) != list(wanted):
        order = ", ".join(annex.label for annex in here)
        say(f"the annexes stand in another order: {order}")


def refuse_other_kind(document: AddedDocument, last: Predecessor, found: int) -> None:
    """Raise DocumentError where no annex was found."""
    if not found:
        problem = f"no annex of edition '{last.full.edition}' is in it: it is of no known kind"
        raise DocumentError.of("series", document.path, problem)


def missing_annex(document: AddedDocument, annex: AnnexRecipe, problem: str) -> Problem:
    """The problem of an annex that the document does not have."""
    advice = f"if the document does not have it, say: --without '{annex.label}'"
    return Problem("missing-annex", Place(str(document.path)), problem, advice)


def known_totals(
    label: str, before: Sequence[Total], here: Sequence[Total], rows: Collection[str], say: Say
) -> list[Total]:
    """The totals of the last edition with which one of the rows begins, then those that are new."""
    kept = [own for own in before if any(f"{row} ".startswith(f"{own.label} ") for row in rows)]
    known = {own.label for own in before}
    new = [own for own in here if own.label not in known]
    for own in new:
        say(f"{label} has a row of totals: '{own.label}'")
    for own in before:
        if own not in kept:
            say(f"{label} has no row '{own.label}'")
    return kept + new


def predecessor(
    typed: Sequence[EditionRecipe], recipe: Recipe, replaces: Replaced | None
) -> Predecessor:
    """The edition that is corrected, or that of the latest period; UsageError without any."""
    if not typed:
        raise UsageError.of("edition", FOLDER, "there is no edition yet")
    latest = max(typed, key=lambda edition: (last_day(edition), edition.edition))
    full = recipe.edition(replaces.edition if replaces else latest.edition)
    own = next(edition for edition in typed if edition.edition == full.edition)
    return Predecessor(own, full, replaces)
