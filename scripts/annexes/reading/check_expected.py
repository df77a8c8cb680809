"""Is this the document that was reviewed? The recipe's `expect` block against what was read."""

from __future__ import annotations

from collections.abc import Iterator

from annexes.base.errors import Place, Problem
from annexes.reading.sums import sum_of
from annexes.reading.understood_rows import Extraction
from annexes.recipe.edition import EditionRecipe


def check_expected(read: Extraction, edition: EditionRecipe) -> Iterator[Problem]:
    """Yield a problem for a wrong SHA-256, row count or column sum, and for an unused alias."""
    place = Place(read.document.file)
    if read.document.sha256 != edition.expect.sha256:
        problem = f"SHA-256 is {read.document.sha256}, expected {edition.expect.sha256}"
        yield Problem("expected-sha256", place, problem)
    for number, expected in enumerate(edition.expect.annexes):
        own = [row for row in read.rows if row.annex == number]
        if len(own) != expected.rows:
            problem = f"{expected.annex} has {len(own)} rows, expected {expected.rows}"
            yield Problem("expected-rows", place, problem)
        for column, total in edition.expected_sums(number).items():
            found = sum_of(row.figures[column] for row in own)
            if found != total:
                problem = f"{expected.annex}: {column} sums to {found}, expected {total}"
                yield Problem("expected-sum", place, problem)
    printed = {(row.key, row.name) for row in read.rows}
    for alias in edition.aliases:
        if (alias.code, alias.printed) not in printed:
            problem = (
                f"no row is printed '{alias.code} {alias.printed}', but there is an alias for it"
            )
            yield Problem("unused-alias", place, problem)
