"""What the next edition is drafted from: the document that is added, and the edition before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from annexes.base.errors import UsageError
from annexes.building.printed_phrases import PrintedLines, printed_lines
from annexes.building.series.edition_periods import last_day
from annexes.reading.document.read_document import read_document
from annexes.reading.document.received import read_bytes
from annexes.reading.pages import Document
from annexes.reading.tables.phrases import heading_of
from annexes.recipe.edition import AnnexRecipe, EditionRecipe, Layout, Replaced
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
