"""The proof that nothing was lost or added: the annexes rendered again must equal the source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from annexes.errors import Place, Problem
from annexes.model import Document
from annexes.recipe.edition import Edition
from annexes.tables import printed_columns

Record = dict[str, str]


def check_round_trip(
    document: Document, edition: Edition, facts: Sequence[Record], provenance: Sequence[Record]
) -> Iterator[Problem]:
    """Compare, word by word, the source with the annexes rendered from the tidy resources.

    `facts` and `provenance` are the records of the resources as they will be written. Yields at
    most one problem, at the first difference.
    """
    printed = [(word, line.number) for line in document.lines for word in line.words]
    rendered = list(_render(edition, facts, provenance))
    for printed_word, word in zip_longest(printed, rendered):
        source, number = printed_word or (None, document.lines[-1].number)
        if source != word:
            yield Problem(
                "round-trip",
                Place(document.file, line=number),
                f"the source has '{source}' where the resources say '{word}'",
                "this is a fault of the engine or of the recipe: nothing was written",
            )
            return


def _render(
    edition: Edition, facts: Sequence[Record], provenance: Sequence[Record]
) -> Iterator[str]:
    """The words of all annexes, in the order of the source."""
    code = edition.table.code.name
    key = [*edition.table.values, *edition.annexes[0].values, code]
    figures = {tuple(record[column] for column in key): record for record in facts}
    own = [record for record in provenance if record["document"] == edition.document.id]
    pages = sorted({int(record["page"]) for record in own})
    for page in pages:
        rows = sorted((r for r in own if int(r["page"]) == page), key=lambda r: int(r["line"]))
        annex = edition.annexes[edition.annex_number(rows[0]["annex"])]
        yield from _words([*annex.above, *printed_columns(edition)])
        for row in rows:
            fact = figures[tuple(row[column] for column in key)]
            yield row[code]
            yield from row["name_printed"].split()
            yield from (fact[column.name] for column in edition.table.counts)
        yield from _words([*annex.below, *annex.furniture])


def _words(phrases: Sequence[str]) -> list[str]:
    return [word for phrase in phrases for word in phrase.split()]
