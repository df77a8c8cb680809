"""Pages → table rows: every word is row, heading or furniture, or the document is refused."""

from __future__ import annotations

from annexes.reading.pages import Document
from annexes.reading.tables.drawn_rows import read_drawn
from annexes.reading.tables.text_rows import read_text
from annexes.reading.understood_rows import Reading
from annexes.recipe.edition import EditionRecipe


def read_tables(document: Document, edition: EditionRecipe) -> Reading:
    """The table rows of the document as this edition describes them.

    Raises DocumentError with a problem for everything that the recipe does not account for.
    """
    if document.drawn:
        return read_drawn(document, edition)
    (page,) = document.pages
    return read_text(document.file, page, edition)
