"""A drafted edition → its aliases, oddities and expected figures, as its document has them."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from annexes.base.errors import DocumentError, UsageError, raise_if_any
from annexes.building.draft.label_meaning import (
    Meaning,
    alias_reason,
    codes_and_names,
    named_by,
    names_to_confirm,
)
from annexes.building.series.predecessor import AddedDocument
from annexes.reading.check_rows import check_document
from annexes.reading.codes.code_list import CodeList, codes_of
from annexes.reading.document.read_document import read_document
from annexes.reading.extract import read_tables
from annexes.reading.numbers import without_mark
from annexes.reading.oddities import observe, to_acknowledge
from annexes.reading.rows import Understood, understand
from annexes.reading.sums import sum_of
from annexes.reading.understood_rows import CellRow, Row
from annexes.recipe.edition import Alias, CodeListName, EditionRecipe, Expect, ExpectedAnnex
from annexes.recipe.metadata import DeclaredCode
from annexes.recipe.recipe import UNDECIDED, Recipe, recipe_of


class MeasuredEdition(NamedTuple):
    """The recipe of the edition; codes that the package must declare for it, and columns that are
    optional from now on, each with its resource.
    """

    edition: EditionRecipe
    codes: Sequence[DeclaredCode]
    optional: Sequence[tuple[str, str]]


def measured_edition(
    document: AddedDocument,
    draft: EditionRecipe,
    recipe: Recipe,
    aliases: Mapping[str, str],
    say: Callable[[str], None],
) -> MeasuredEdition:
    """What was found in the document; nobody has reviewed it.

    `aliases` are codes by printed names, as a person has decided. Raises DocumentError where the
    document cannot be read with certainty, UsageError for an alias that does not hold. `say` is
    told of names that no list knows, and of columns that are no longer filled in every row.
    """
    nothing = [ExpectedAnnex(annex.label, 0, []) for annex in draft.annexes]
    draft = replace(draft, expect=Expect(document.read.sha256, nothing))
    full = recipe_of(recipe.package, [draft]).editions[0]
    known = codes_of(Recipe(recipe.package, [*recipe.editions, full]))
    full = replace(full, aliases=[*full.aliases, *_decided(aliases, known)])
    reading = read_tables(read_document(document.path, full.pages()), full)
    new = list(_new_names(full, reading.rows, known))
    for text in dict.fromkeys(text for meaning in new for text in names_to_confirm(meaning)):
        say(text)
    named = {(own.code, own.printed): own for meaning in new for own in meaning.aliases}
    declared = {own.code: own for own in (code for meaning in new for code in meaning.declared)}
    declared = {code: own for code, own in declared.items() if code not in known}
    full = replace(full, aliases=[*full.aliases, *named.values()])
    package = replace(recipe.package, codes=[*recipe.package.codes, *declared.values()])
    codes = codes_of(Recipe(package, [*recipe.editions, full]))
    understood = _understood(reading.rows, full, codes)
    seen = observe(understood, full, codes)
    acknowledged = list(to_acknowledge(seen, full))
    full = replace(full, acknowledged=acknowledged)
    raise_if_any(DocumentError, check_document(understood.rows, seen, full, recipe.package.rules))
    printed = {(row.key, row.name) for row in understood.rows}
    if unused := aliases.keys() - {name for _, name in printed}:
        problem = f"no row is called '{min(unused)}'"
        raise UsageError.of("unused-alias", "--alias", problem, "write it as it is printed")
    measured = replace(
        draft,
        aliases=[alias for alias in full.aliases if (alias.code, alias.printed) in printed],
        acknowledged=acknowledged,
        expect=Expect(document.read.sha256, list(_expected(full, understood.rows))),
    )
    optional = list(dict.fromkeys(_without_value(full, understood.rows, recipe)))
    for _, column in optional:
        say(f"'{column}' has no value in some rows, so it is no longer required")
    return MeasuredEdition(measured, list(declared.values()), optional)


def _decided(aliases: Mapping[str, str], codes: CodeList) -> Iterator[Alias]:
    """Codes by printed names as entries of the recipe; UsageError for a code that there is not."""
    for name, code in aliases.items():
        if code not in codes:
            problem = f"'{code}' is no code of the lists of this package"
            raise UsageError.of("unknown-code", "--alias", problem, "write it as NAME=CODE")
        yield Alias(code, name, alias_reason(name, sorted(codes[code].known_as)), UNDECIDED)


def _understood(rows: Sequence[CellRow], edition: EditionRecipe, codes: CodeList) -> Understood:
    """The rows; what a person must decide of a name is decided by an option."""
    try:
        return understand(rows, edition, codes)
    except DocumentError as error:
        advice = "look it up in the document, and say which: --alias 'NAME=CODE'"
        raise DocumentError(
            dataclasses.replace(own, advice=advice) if own.check == "ambiguous-name" else own
            for own in error.problems
        ) from error


def _new_names(
    edition: EditionRecipe, rows: Sequence[CellRow], codes: CodeList
) -> Iterator[Meaning]:
    """What names mean that no list and no alias has: those beside a code that is known, and those
    alone, by their list. A name of another code is none of them.
    """
    language = edition.document.language
    coded: dict[tuple[str, str], None] = {}
    alone: dict[CodeListName, dict[str, None]] = {}
    for row in rows:
        layout = edition.layout(row.annex)
        totals = [total.label for total in edition.annexes[row.annex].totals]
        name, _ = without_mark(row.label, layout.marks)
        reads, listed = layout.label.reads, layout.codes in ("iso-3166-1", "iso-3166-2:DE")
        is_known = name in totals or codes.resolve(name, edition.aliases)
        if reads == "name" and listed and not is_known:
            alone.setdefault(layout.codes, {})[name] = None
        code, _, name = row.label.partition(" ")
        if reads == "code-name" and code in codes and not codes.bearers(name, edition.aliases):
            coded[code, name] = None
    yield codes_and_names(list(coded), codes, language)
    for codes_of_names, names in alone.items():
        yield named_by(list(names), codes_of_names, language)


def _without_value(
    edition: EditionRecipe, rows: Sequence[Row], recipe: Recipe
) -> Iterator[tuple[str, str]]:
    """The resources and columns of figures that must have a value, but have none in a row."""
    required = {(r.name, c.name) for r in recipe.facts() for c in r.columns if c.required}
    for row in rows:
        resource = recipe.filled_by(edition, row.annex)
        empty = ((resource, column) for column, value in row.figures.items() if value is None)
        yield from (place for place in empty if place in required)


def _expected(edition: EditionRecipe, rows: Sequence[Row]) -> Iterator[ExpectedAnnex]:
    for number, annex in enumerate(edition.annexes):
        own = [row for row in rows if row.annex == number]
        sums = [sum_of(row.figures[c.name] for row in own) for c in edition.layout(number).counts]
        yield ExpectedAnnex(annex.label, len(own), sums, reviewed=False)
