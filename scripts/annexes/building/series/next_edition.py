"""The next document of a series → a draft of its recipe, from the recipe of the last one.

What belongs to one document is measured or asked anew: period, figures, oddities, findings, rows
that were typed in. What does not fit is refused, and nothing is written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from msgspec.structs import replace

from annexes.base.errors import RecipeError, UsageError
from annexes.base.storage import replace_whole
from annexes.building.draft.written import edition_to_toml
from annexes.building.series.annexes_in_pdf import annexes_in_pdf
from annexes.building.series.annexes_in_text import annexes_in_text
from annexes.building.series.check_editions import named_documents
from annexes.building.series.edition_periods import following, period_rows
from annexes.building.series.measured_edition import MeasuredEdition, measured_edition
from annexes.building.series.next_document import (
    edition_name,
    next_document,
    next_periods,
    with_periods,
)
from annexes.building.series.predecessor import (
    AddedDocument,
    Predecessor,
    added_document,
    predecessor,
)
from annexes.recipe.edition import EditionRecipe, Layout, Replaced
from annexes.recipe.edits import with_codes, with_optional, with_resource, with_texts
from annexes.recipe.folder import FOLDER, PACKAGE
from annexes.recipe.recipe import UNDECIDED, Recipe, as_typed, load_recipe
from annexes.recipe.recipe_keys import write_schemas


@dataclass(frozen=True)
class Added:
    """A drafted edition: its file, its rows by annex, how its layout differs from that of the
    last one, and what a person must look at.
    """

    edition: str
    recipe: Path
    document: Path
    rows: Mapping[str, int]
    differences: Sequence[str]
    confirm: Sequence[str]


def add_edition(
    root: Path,
    path: Path,
    replaces: Replaced | None = None,
    without: Sequence[str] = (),
    known: Mapping[str, Any] = MappingProxyType({}),
    aliases: Mapping[str, str] = MappingProxyType({}),
) -> Added:
    """Draft the next edition of the package under `root` from the document at `path`, and write it.

    `replaces` is the edition that it corrects, `without` are labels of annexes that it does not
    have, `known` is what a person or a parliament says of the document, by the names of the entries
    of a recipe, `aliases` are codes by printed names. Raises DocumentError, RecipeError or
    UsageError, with nothing written, where the document is not of the series, is of a period that
    is there, lacks an annex, or is not read with certainty.
    """
    recipe, typed = load_recipe(root), as_typed(root)
    last = predecessor(typed, recipe, replaces)
    document = added_document(path)
    for edition in typed:
        if edition.expect.sha256 == document.read.sha256:
            problem = f"this is the document of edition '{edition.edition}'"
            raise RecipeError.of("edition", path, problem, "there is nothing to add")
    differences: list[str] = []
    measured = _drafted(document, recipe, last, without, known, aliases, differences.append)
    edition = measured.edition
    confirm = list(_to_confirm(recipe, last.typed, edition))
    file = _write(root, document, recipe, measured, [*differences, *confirm])
    rows = {expected.annex: expected.rows for expected in edition.expect.annexes}
    target = root / edition.document.file
    return Added(edition.edition, file, target, rows, differences, confirm)


def _drafted(
    document: AddedDocument,
    recipe: Recipe,
    last: Predecessor,
    without: Sequence[str],
    known: Mapping[str, Any],
    aliases: Mapping[str, str],
    say: Callable[[str], None],
) -> MeasuredEdition:
    for label in without:
        if label not in last.labels:
            problem, hint = f"there is no annex '{label}'", f"choose from {', '.join(last.labels)}"
            raise UsageError.of("annex", "--without", problem, hint)
        say(f"{label} is not in this document")
    find = annexes_in_pdf if document.read.drawn else annexes_in_text
    wanted = [annex for annex in last.full.annexes if annex.label not in without]
    matched = find(document, last, wanted, say)
    annexes = [own.annex for own in matched]
    periods = next_periods(document, recipe, last, matched)
    period = max(periods.values(), key=lambda own: own.end, default=None)
    name = edition_name(document, period, recipe, last)
    taken = {edition.document.id for edition in recipe.editions}
    before, table = last.typed.document, last.typed.table
    entry = next_document(document, before, annexes[0], name, taken)
    draft = replace(
        last.typed,
        edition=name,
        document=replace(entry, **known),
        annexes=annexes,
        table=table and _with_twins_among(table, [annex.label for annex in annexes]),
        acknowledged=[],
        findings=[],
        replaces=last.replaces,
    )
    return measured_edition(document, with_periods(draft, periods, last), recipe, aliases, say)


def _with_twins_among(table: Layout, labels: Sequence[str]) -> Layout:
    """The layout with those of the annexes that list the same codes that are still there."""
    twins = [[own for own in group if own in labels] for group in table.same_codes]
    return replace(table, same_codes=[group for group in twins if len(group) > 1])


def _write(
    root: Path,
    document: AddedDocument,
    recipe: Recipe,
    measured: MeasuredEdition,
    look_at: Sequence[str],
) -> Path:
    """Write document and recipe, the recipe of the edition last; returns its path."""
    edition = measured.edition
    path, package = root / FOLDER / f"{edition.edition}.toml", root / FOLDER / PACKAGE
    if path.exists():
        problem = f"there is an edition '{edition.edition}' already"
        raise RecipeError.of("edition", path, problem, "remove it, or review it")
    before = package.read_bytes().decode()
    rows = period_rows(recipe)
    text = with_texts(before, lambda own: following(own, rows)) if edition.rows else before
    text = with_codes(text, measured.codes)
    for resource, column in measured.optional:
        text = with_optional(text, resource, column)
    if edition.replaces:
        text = with_resource(text, "revisions")
    if any(annex.totals for annex in edition.annexes):
        text = with_resource(text, "totals")
    target = root / edition.document.file
    if not target.exists() or target.read_bytes() != document.data:
        replace_whole(target, document.data)
    if text != before:
        replace_whole(package, text.encode())
    write_schemas(root / FOLDER)
    replace_whole(path, edition_to_toml(edition, look_at))
    return path


def _to_confirm(recipe: Recipe, last: EditionRecipe, edition: EditionRecipe) -> Iterator[str]:
    """What a person looks at before the first review."""
    yield f"the title of the document: {edition.document.title}"
    if not edition.document.answered:
        yield "the day of the answer: answered = YYYY-MM-DD below [document]"
    if last.document.question and not edition.document.question:
        yield 'the printed paper with the question: question = "…" below [document]'
    for alias in edition.aliases:
        if alias.note == UNDECIDED:
            yield f"the alias {alias.code} '{alias.printed}': its reason"
    for entry in edition.acknowledged:
        odd = ", ".join([*entry.codes, *(cell.row for cell in entry.cells)])
        yield f"{entry.annex}: {entry.observation} ({odd}): the reason in [[acknowledge]]"
    every = [*(own.document for own in recipe.standing), edition.document]
    if named := named_documents(recipe.package, every):
        yield f"title and description in {PACKAGE}, which name one document: {', '.join(named)}"
    for name in dict.fromkeys(name for own in recipe.editions for name in own.rows):
        if name not in edition.rows:
            yield f"rows of '{name}' from the text of this document: [[rows.{name}]]"
    for finding in last.findings:
        yield f"does this hold again? [[finding]] {finding.finding}: {finding.note_en}"
