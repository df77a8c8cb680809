"""One document, read and checked by all that it says about itself. Nothing is written."""

from __future__ import annotations

from pathlib import Path

from annexes.checks.document import check_document
from annexes.codes import CodeList
from annexes.document import read_document
from annexes.errors import DocumentError, raise_if_any
from annexes.findings import findings
from annexes.model import Extraction
from annexes.observe import observe
from annexes.recipe import Recipe
from annexes.recipe.edition import Edition
from annexes.rows import understand
from annexes.tables import read_tables


def extract(path: Path, edition: Edition, recipe: Recipe, codes: CodeList) -> Extraction:
    """Read the annexes of the document at `path` as this edition describes them.

    Raises DocumentError with every problem found at the first step that finds any.
    """
    document = read_document(path, edition.pages())
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
        reading.sheets,
        findings(edition, seen, recipe.package.names_by_origin()),
    )
