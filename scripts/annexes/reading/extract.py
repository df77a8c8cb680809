"""One document, read and checked by all that it says about itself. Nothing is written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from annexes.base.errors import DocumentError, raise_if_any
from annexes.reading.check_rows import check_document
from annexes.reading.codes.code_list import CodeList
from annexes.reading.document.read_document import read_document
from annexes.reading.findings import findings
from annexes.reading.oddities import observe
from annexes.reading.pages import Document
from annexes.reading.rows import understand
from annexes.reading.tables.drawn_rows import read_drawn
from annexes.reading.tables.text_rows import read_text
from annexes.reading.understood_rows import Extraction, Reading
from annexes.recipe.edition import EditionRecipe
from annexes.recipe.recipe import Recipe

Read = Callable[[Path, Sequence[int] | None], Document]


def extract(
    path: Path, edition: EditionRecipe, recipe: Recipe, codes: CodeList, read: Read = read_document
) -> Extraction:
    """Read the annexes of the document at `path` as this edition describes them.

    `read` opens the document; the default reads a PDF in a child process. Raises DocumentError
    with every problem found at the first step that finds any.
    """
    document = read(path, edition.pages())
    reading = read_tables(document, edition)
    understood = understand(reading.rows, edition, codes)
    seen = observe(understood, edition, codes)
    raise_if_any(
        DocumentError, check_document(understood.rows, seen, edition, recipe.package.rules)
    )
    return Extraction(
        edition.edition,
        document,
        understood.rows,
        understood.totals,
        reading.sheets,
        findings(edition, seen, recipe),
    )


def read_tables(document: Document, edition: EditionRecipe) -> Reading:
    """The table rows of the document as this edition describes them.

    Raises DocumentError with a problem for everything that the recipe does not account for.
    """
    if document.drawn:
        return read_drawn(document, edition)
    (page,) = document.pages
    return read_text(document.file, page, edition)
