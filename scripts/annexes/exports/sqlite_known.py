"""A view of what was known when: each figure, which document first said it, from when to when.

`known.sql` is the SQL of `annexes info --as-of`: a correction ends what was known before, and takes
nothing away.
"""

from __future__ import annotations

from collections.abc import Iterator

from annexes.base.sql import identifier, quoted
from annexes.base.texts import file_of
from annexes.package.opened import OpenedPackage
from annexes.package.printed_figures import PrintedFigures, printed_figures
from annexes.package.tables import Table

NO_REVISION = "SELECT NULL, NULL, NULL, NULL, NULL, NULL, NULL WHERE false"
REVISED = "resource, key, measure, before, document, document_before, published"
SAME = (
    "own.resource = every.resource AND own.key = every.key AND own.measure = every.measure"
    " AND (known_until IS NULL OR own.published < known_until)"
)
"""The revisions of a figure that came before it was known no more."""


def known_view(source: OpenedPackage, name: str) -> str:
    """The statement that creates the view; '' for a package that does not trace its figures."""
    provenance, documents = source.made("provenance"), source.made("documents")
    figures = [
        select
        for facts in (printed_figures(source) if provenance and documents else ())
        for select in _selects(facts, provenance)
    ]
    if not figures or not documents:
        return ""
    revisions = source.made("revisions")
    known = f"SELECT {REVISED} FROM {identifier(revisions.name)}" if revisions else ""  # noqa: S608
    view = file_of("exports", "known.sql").strip()
    return view.format(
        name=identifier(name),
        revised=REVISED,
        revisions=known or NO_REVISION,
        documents=identifier(documents.name),
        figures=" UNION ALL ".join(figures),
        same=SAME,
    )


def _selects(facts: PrintedFigures, provenance: Table | None) -> Iterator[str]:
    """For each column of figures its rows, each with its key as revisions and findings write it."""
    if provenance is None:
        return
    theirs = {column.name for column in provenance.columns}
    table = facts.table
    shared = [column.name for column in table.columns if column.name in theirs]
    key = " || ';' || ".join(f"{quoted(f'{n}=')} || t.{identifier(n)}" for n in shared)
    on = [f"p.{identifier(n)} = t.{identifier(n)}" for n in shared]
    on += [f"p.resource = {quoted(table.name)}"] if "resource" in theirs else []
    for figure in facts.figures:
        yield (
            f"SELECT {quoted(table.name)}, {key}, {quoted(figure)}, "  # noqa: S608
            f"t.{identifier(figure)}, p.document "
            f"FROM {identifier(table.name)} AS t JOIN {identifier(provenance.name)} AS p "
            f"ON {' AND '.join(on)}"
        )
