"""What types cannot say of a recipe: that its parts agree with each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import dropwhile, islice, zip_longest
from typing import NamedTuple

from annexes.recipe.columns import BEFORE, FIGURES, LABELS, WORDS, ColumnRecipe, names_in
from annexes.recipe.edition import EditionRecipe, Layout
from annexes.recipe.metadata import PackageRecipe, ResourceRecipe
from annexes.recipe.types import TypedRows


class Disagreement(NamedTuple):
    """What does not agree, and the entry that says so, such as `$.annex[0].layout`."""

    at: str
    text: str


def disagreements_of_package(package: PackageRecipe) -> Iterator[Disagreement]:
    """The resources: each named once, each column named once, keys and references that exist."""
    yield from _doubled("$.resource", [r.name for r in package.resources], "resources")
    named = {r.name: {column.name for column in r.columns} for r in package.resources}
    made = {r.name for r in package.resources if r.rows_from not in ("annexes", "recipe")}
    for number, resource in enumerate(package.resources):
        at = f"$.resource[{number}]"
        names = [column.name for column in resource.columns]
        yield from _doubled(f"{at}.column", names, f"columns of '{resource.name}'")
        if resource.rows_from == "recipe" and not names:
            yield Disagreement(at, f"'{resource.name}' has no columns")
        if resource.rows_from == "recipe" and not resource.key:
            yield Disagreement(
                at, f"'{resource.name}' has no key: name the columns that tell rows apart"
            )
        wrong = [name for name in resource.key if names and name not in names]
        if wrong and resource.rows_from == "recipe":
            text = f"the key of '{resource.name}' names '{wrong[0]}', which is no column of it"
            yield Disagreement(f"{at}.key", text)
        for place, column in enumerate(resource.columns):
            target, _, field = column.refers_to.partition(".")
            known = target in made or field in named.get(target, set())
            if column.refers_to and not (field and known):
                text = f"'{column.name}' refers to '{column.refers_to}', which is not there"
                yield Disagreement(f"{at}.column[{place}].refers_to", text)
        if resource.rows_from == "annexes":
            yield from _of_facts(at, resource)
    if not any(resource.rows_from == "annexes" for resource in package.resources):
        yield Disagreement("$", "there is no resource with rows_from = 'annexes'")


def _of_facts(at: str, resource: ResourceRecipe) -> Iterator[Disagreement]:
    order = [column.name for column in resource.columns]
    for n, column in enumerate(resource.columns):
        own = names_in(column.cell)
        if own and own != order[n : n + len(own)]:
            text = (
                f"the cell '{column.cell}' must name its column '{column.name}' and those behind it"
            )
            yield Disagreement(f"{at}.column[{n}].cell", text)


def disagreements_of_edition(
    stem: str, edition: EditionRecipe, package: PackageRecipe, rows: TypedRows
) -> Iterator[Disagreement]:
    """What contradicts something else; columns first, as all the rest relies on them.

    `rows` are the typed-in rows of all editions.
    """
    full = package.completed(edition)
    faults = [*_name(stem, edition), *_resources(edition, package)]
    faults = faults or list(_layouts(edition, full, package))
    faults = faults or [*_labels(full), *_sums(full)]
    faults = faults or [*_cells(full), *_values(full, package, rows)]
    yield from [*faults, *_pages(edition)]


def _name(stem: str, edition: EditionRecipe) -> Iterator[Disagreement]:
    if stem != edition.edition:
        yield Disagreement(
            "$.edition", f"the file is {stem}.toml, but it says edition = '{edition.edition}'"
        )


def _resources(edition: EditionRecipe, package: PackageRecipe) -> Iterator[Disagreement]:
    for number, annex in enumerate(edition.annexes):
        if package.filled_by(annex) is None:
            text = f"'{annex.label}' fills '{annex.resource}', which no annex can fill"
            yield Disagreement(f"$.annex[{number}].resource", text)


def _layouts(
    edition: EditionRecipe, full: EditionRecipe, package: PackageRecipe
) -> Iterator[Disagreement]:
    """The faults of the first annex for all that share its layout."""
    said: set[str] = set()
    for number, annex in enumerate(edition.annexes):
        place = f"$.annex[{number}].layout" if annex.layout else "$.table"
        resource = package.filled_by(annex)
        faults = _columns(full.layout(number), resource, annex.label) if resource else ()
        found = [Disagreement(place, text) for text in faults if place not in said]
        yield from found
        said |= {fault.at for fault in found}


def _columns(layout: Layout, resource: ResourceRecipe, label: str) -> Iterator[str]:
    if not layout.columns:
        yield f"'{resource.name}' has no column that reads what '{label}' prints"
        return
    names, known = [c.name for c in layout.columns], {c.name for c in resource.columns}
    if doubled := [name for name, count in Counter(names).items() if count > 1]:
        yield f"two columns of '{label}' have the same name: {', '.join(doubled)}"
    for column in layout.columns:
        if column.name not in known and column.reads != "rank":
            yield f"'{column.name}', a column of '{label}', is no column of '{resource.name}'"
    yield from _kinds(layout.columns, label)
    if layout.thousands and layout.thousands == layout.decimal:
        yield f"'{layout.decimal}' cannot separate both thousands and decimals in '{label}'"
    for whole in layout.parts:
        if unknown := sorted({whole.column, *whole.parts} - set(names)):
            yield f"{_listed(unknown)} in the parts of '{label}': no such column"


def _kinds(printed: Sequence[ColumnRecipe], label: str) -> Iterator[str]:
    kinds = list(dropwhile(lambda kind: kind in BEFORE, (column.reads for column in printed)))
    allowed = [kind for kind in (*FIGURES, *WORDS) if kind != "group"]
    if len(kinds) < 2 or kinds[0] not in LABELS:
        yield (
            f"the columns of '{label}' must begin with one of {', '.join(LABELS)}, or with "
            f"{', '.join(BEFORE)} before it"
        )
    elif not set(kinds[1:]) <= {*allowed}:
        yield f"behind its label, the columns of '{label}' must be one of {', '.join(allowed)}"


def _labels(edition: EditionRecipe) -> Iterator[Disagreement]:
    labels = [annex.label for annex in edition.annexes]
    if len(set(labels)) != len(labels):
        number = max(n for n, label in enumerate(labels) if labels.index(label) < n)
        text = f"two annexes have the label '{labels[number]}'"
        yield Disagreement(f"$.annex[{number}].label", text)
        return
    twins = edition.table.same_codes if edition.table else []
    used = [("$.table.same_codes", label) for group in twins for label in group]
    used += [
        (f"$.acknowledge[{n}].annex", entry.annex) for n, entry in enumerate(edition.acknowledged)
    ]
    unknown = {label: at for at, label in reversed(used) if label not in labels}
    for label, at in unknown.items():
        yield Disagreement(at, f"'{label}' is not the label of an annex")
    pairs = zip_longest(labels, (expected.annex for expected in edition.expect.annexes))
    for number, (label, expected) in enumerate(pairs):
        if label != expected:
            text = (
                f"expect must list every annex once, in the order of the document: it has "
                f"{_listed([expected])} in place of {_listed([label])}"
            )
            yield Disagreement(f"$.expect.annex[{number}]" if expected else "$.expect", text)
            return


def _cells(edition: EditionRecipe) -> Iterator[Disagreement]:
    """The columns with headings of their own, and those that acknowledged figures stand in."""
    columns = {
        annex.label: {column.name for column in edition.layout(n).columns}
        for n, annex in enumerate(edition.annexes)
    }
    named = [
        (f"$.annex[{n}].headings", annex.label, [*annex.headings])
        for n, annex in enumerate(edition.annexes)
    ]
    named += [
        (f"$.acknowledge[{n}]", entry.annex, [cell.column for cell in entry.cells])
        for n, entry in enumerate(edition.acknowledged)
    ]
    for at, label, used in named:
        if unknown := [name for name in dict.fromkeys(used) if name not in columns[label]]:
            yield Disagreement(at, f"'{label}' has no column {_listed(unknown)}")


def _sums(edition: EditionRecipe) -> Iterator[Disagreement]:
    """One fault for all annexes that need the same sums."""
    wrong: dict[str, list[int]] = {}
    for number, expected in enumerate(edition.expect.annexes[: len(edition.annexes)]):
        counts = [column.name for column in edition.layout(number).counts]
        if len(expected.sums) != len(counts):
            wrong.setdefault(", ".join(counts) or "none", []).append(number)
    for names, numbers in wrong.items():
        expected = edition.expect.annexes[numbers[0]]
        more = f" (in {len(numbers)} annexes)" * (len(numbers) > 1)
        text = (
            f"expect for '{expected.annex}' must sum every count column, in order: {names}; "
            f"it has {len(expected.sums)}{more}"
        )
        yield Disagreement(f"$.expect.annex[{numbers[0]}].sums", text)


def _values(
    edition: EditionRecipe, package: PackageRecipe, rows: TypedRows
) -> Iterator[Disagreement]:
    """The declared columns: each annex has those that tell annexes apart, with values that exist
    where they refer to typed-in rows. One fault for each resource.
    """
    for resource in package.facts:
        own = {
            n: edition.values(n)
            for n, annex in enumerate(edition.annexes)
            if package.filled_by(annex) is resource
        }
        printed = {column.name for column in resource.columns if column.reads}
        key = resource.key or dict.fromkeys(name for values in own.values() for name in values)
        yield from islice(_valueless(edition, resource, own, {*key} - printed - {"row"}), 1)
        yield from islice(_dangling(resource, own, rows), 1)


Declared = Mapping[int, Mapping[str, str]]
"""The declared values of annexes, by the number of the annex."""


def _valueless(
    edition: EditionRecipe, resource: ResourceRecipe, own: Declared, key: set[str]
) -> Iterator[Disagreement]:
    for n, values in own.items():
        for name in sorted(key - set(values)):
            text = (
                f"'{edition.annexes[n].label}' has no value of '{name}', which tells the rows of "
                f"'{resource.name}' apart"
            )
            yield Disagreement(f"$.annex[{n}]", text)


def _dangling(resource: ResourceRecipe, own: Declared, rows: TypedRows) -> Iterator[Disagreement]:
    for column in resource.columns:
        target, _, name = column.refers_to.partition(".")
        known = {row.get(name) for row in rows.get(target, [])}
        for n, values in own.items():
            if target in rows and values.get(column.name) not in (None, *known):
                text = f"'{values[column.name]}' is no {name} of '{target}'"
                yield Disagreement(f"$.annex[{n}].values", text)


def _listed(names: Sequence[str | None]) -> str:
    return ", ".join(f"'{name}'" if name else "nothing" for name in names)


def _pages(edition: EditionRecipe) -> Iterator[Disagreement]:
    placed = [bool(annex.page) for annex in edition.annexes]
    if any(placed) and not all(placed):
        number = placed.index(False)
        text = "either every annex says on which page it stands, or none does"
        yield Disagreement(f"$.annex[{number}]", text)


def _doubled(at: str, names: Sequence[str], what: str) -> Iterator[Disagreement]:
    for name, count in Counter(names).items():
        if count > 1:
            last = len(names) - 1 - names[::-1].index(name)
            yield Disagreement(f"{at}[{last}].name", f"two {what} are named '{name}'")
