"""The `findings` resource: what the engine saw, put into words, and what a reader typed in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from annexes.base.texts import toml_of
from annexes.reading.understood_rows import Finding, Observation
from annexes.recipe.edition import EditionRecipe, Layout, OddCell
from annexes.recipe.metadata import Origin
from annexes.recipe.recipe import Recipe

TEXTS: Mapping[str, Any] = toml_of("reading", "texts.toml")
"""What is said of each kind of oddity, and the words that fill it."""


def findings(
    edition: EditionRecipe, observations: Iterable[Observation], recipe: Recipe
) -> list[Finding]:
    """All findings of an edition of this recipe, typed ones first.

    The identifier of a finding is
    `<edition>-<what it is>`, with the number of the annex where several annexes show the same.
    """
    typed = [
        Finding(f"{edition.edition}-{f.finding}", f.resource, f.key, f.kind, f.note_en, f.note_de)
        for f in edition.findings
    ]
    seen = list(observations)
    kinds = [observation.kind for observation in seen]
    return typed + [
        _in_words(edition, observation, recipe, alone=kinds.count(observation.kind) == 1)
        for observation in seen
    ]


def _layout(edition: EditionRecipe, seen: Observation) -> Layout:
    """The layout of the annex; where all are meant, of the first one that has codes."""
    if seen.annex is not None:
        return edition.layout(seen.annex)
    layouts = [edition.layout(number) for number in range(len(edition.annexes))]
    return next((layout for layout in layouts if layout.codes != "none"), layouts[0])


def _in_words(edition: EditionRecipe, seen: Observation, recipe: Recipe, *, alone: bool) -> Finding:
    said = TEXTS["kind"][seen.kind]
    layout = _layout(edition, seen)
    facts = {
        "annex": "" if seen.annex is None else edition.annexes[seen.annex].label,
        "codes": ", ".join(seen.codes),
        "count": str(len(seen.codes)),
        **seen.facts,
    }
    for language, words in TEXTS["at_break"].items():
        at_break = facts.get("page_break", "")
        facts[f"at_break_{language}"] = words.format(at_break) if at_break else ""
    suffix = "" if alone or seen.annex is None else f"-{seen.annex + 1}"
    return Finding(
        finding=f"{edition.edition}-{seen.kind}{suffix}",
        resource=_resource(edition, seen, said["about"], recipe),
        key=_key(edition, seen, said["about"], recipe),
        kind=seen.kind,
        note_en=said["en"].format(**facts, **_told(seen, layout, edition.document.language, "en")),
        note_de=said["de"].format(**facts, **_told(seen, layout, edition.document.language, "de")),
    )


def cell_in_words(kind: str, cell: OddCell, layout: Layout, language: str) -> str:
    """An odd figure in a phrase, with the heading of its column."""
    header = next((c.header for c in layout.columns if c.name == cell.column), "") or cell.column
    printed = cell.printed or TEXTS["no_figure"][language]
    words: str = TEXTS["kind"][kind]["cell"][language]
    return words.format(row=cell.row, header=header, printed=printed, parts=cell.parts)


def _told(seen: Observation, layout: Layout, of_names: str, language: str) -> dict[str, str]:
    """What is said differently in each language."""
    named = TEXTS["named_list"][language].format(layout.code_list) if layout.code_list else ""
    cells = (cell_in_words(seen.kind, cell, layout, language) for cell in seen.cells)
    return {
        "items": "; ".join(cells),
        "named_list": named,
        "language": TEXTS["language"][of_names][language],
    }


def _resource(edition: EditionRecipe, seen: Observation, origin: Origin, recipe: Recipe) -> str:
    """The resource concerned: the one that the annex fills, or the first of its origin."""
    if origin == "annexes" and seen.annex is not None:
        return recipe.filled_by(edition, seen.annex)
    return recipe.package.names_by_origin()[origin]


def _key(edition: EditionRecipe, seen: Observation, origin: Origin, recipe: Recipe) -> str:
    """The rows concerned, as `column=value,value;column=value`."""
    if origin == "codes":
        return f"code={','.join(seen.codes)}"
    shared = edition.table.values if edition.table else {}
    key = shared if seen.annex is None or seen.kind == "small-cells" else edition.values(seen.annex)
    label = _layout(edition, seen).label.name
    if seen.codes and (origin != "provenance" or _is_key(label, edition, recipe)):
        key = {**key, label: ",".join(seen.codes)}
    return ";".join(f"{column}={value}" for column, value in key.items())


def _is_key(label: str, edition: EditionRecipe, recipe: Recipe) -> bool:
    """True if rows are told apart by this label, so that provenance has it."""
    layouts = [edition.layout(number) for number in range(len(edition.annexes))]
    alone = any(own.label.name == label and not own.repeats for own in layouts)
    return alone or any(label in resource.key for resource in recipe.facts())
