"""A document → a draft of its package: recipe, schemas, and the decisions that remain."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from annexes.base.errors import DocumentError, Place, Problem
from annexes.building.draft.draft_table import Draft, draft_table
from annexes.building.draft.shared_names import shared_names
from annexes.building.draft.surroundings import slug_of, surroundings_of
from annexes.reading.survey import survey
from annexes.recipe.edition import Alias, DocumentRecipe, EditionRecipe, Expect
from annexes.recipe.metadata import DeclaredCode, Origin, PackageRecipe, ResourceRecipe
from annexes.recipe.types import Both, Keywords

UNDECIDED = "to be confirmed"


@dataclass(frozen=True)
class PackageDraft:
    """What `annexes new` proposes: `refused` are tables and lines that it could not read."""

    package: PackageRecipe
    edition: EditionRecipe
    drafts: list[Draft]
    refused: list[Problem]


def draft_package(path: Path, sha256: str, name: str, pages: Sequence[int] | None) -> PackageDraft:
    """Propose a package named `name` for the tables on these pages of a PDF.

    Raises DocumentError if the document cannot be read, or no table of it with certainty.
    """
    shared = shared_names()
    drafts: list[Draft] = []
    refused: list[Problem] = []
    for surveyed in survey(path, pages):
        refused += surveyed.unread
        found = [table.found for table in surveyed.tables]
        for table in surveyed.tables:
            refused += table.problems
            if not table.problems:
                around = surroundings_of(table.found, surveyed.page, found)
                drafts.append(draft_table(table.found, table.number, around, shared))
    if not drafts:
        problem = Problem(
            "no-table",
            Place(str(path)),
            "no table can be read with certainty",
            "choose other pages with --pages, or see 'annexes tables' for what was found",
        )
        raise DocumentError([problem, *refused])
    return PackageDraft(
        _package(name, drafts), _edition(path, sha256, name, drafts), drafts, refused
    )


def code_for(label: str) -> str:
    """A code for a label that is on no list, to be replaced by a better one."""
    return f"X-{slug_of(label).upper()}"


def _edition(path: Path, sha256: str, name: str, drafts: Sequence[Draft]) -> EditionRecipe:
    aliases = {(alias.code, alias.printed): alias for draft in drafts for alias in draft.aliases}
    own = [
        Alias(code=code_for(label), printed=label, reason="not ISO", note=UNDECIDED)
        for label in _undeclared(drafts)
    ]
    return EditionRecipe(
        edition=name,
        document=DocumentRecipe(
            id=name, title=path.stem, publisher=UNDECIDED, file=f"data/raw/{name}/{path.name}"
        ),
        annexes=[draft.annex for draft in drafts],
        expect=Expect(sha256=sha256, annexes=[draft.expected for draft in drafts]),
        aliases=[*aliases.values(), *own],
    )


def _undeclared(drafts: Sequence[Draft]) -> list[str]:
    return list(dict.fromkeys(label for draft in drafts for label in draft.codes))


def _package(name: str, drafts: Sequence[Draft]) -> PackageRecipe:
    named = any(draft.annex.layout and draft.annex.layout.codes != "none" for draft in drafts)
    made: list[tuple[str, Origin]] = [(draft.annex.resource, "annexes") for draft in drafts]
    made += [("codes", "codes")] if named else []
    made += [("provenance", "provenance"), ("documents", "documents"), ("findings", "findings")]
    title = f"Tables of {name}", f"Tabellen aus {name}"
    return PackageRecipe(
        name=name,
        version="0.1.0",
        created=dt.datetime.now(dt.UTC).replace(hour=0, minute=0, second=0, microsecond=0),
        title=Both(*title),
        description=Both(*title),
        keywords=Keywords(en=[], de=[]),
        resources=[ResourceRecipe(name=resource, rows_from=origin) for resource, origin in made],
        codes=[
            DeclaredCode(code_for(label), label, label, status="declared", note=UNDECIDED)
            for label in _undeclared(drafts)
        ],
    )
