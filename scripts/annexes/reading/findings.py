"""The `findings` resource: what the engine saw, put into words, and what a reader typed in."""

from __future__ import annotations

from collections.abc import Iterable

from annexes.reading.understood_rows import Finding, Observation
from annexes.recipe.edition import EditionRecipe, Layout, OddCell
from annexes.recipe.metadata import Origin
from annexes.recipe.recipe import Recipe

WORDS: dict[str, tuple[Origin, str, str]] = {
    "missing-codes": (
        "annexes",
        "{annex} does not list {codes}, which all other annexes list.{at_break_en} Probably lost "
        "in the source document or in its text; nothing is filled in.",
        "{annex} führt {codes} nicht auf, obwohl alle anderen Anlagen sie führen.{at_break_de} "
        "Vermutlich im Dokument oder in seinem Text verloren gegangen; ergänzt ist nichts.",
    ),
    "not-listed": (
        "annexes",
        "{count} codes of {annex} are in no other annex. 'Not listed' and 'listed with 0' differ: "
        "a row that the source does not have is not here either, and the grid is never filled "
        "with zeros.",
        "{count} Codes aus {annex} stehen in keiner anderen Anlage. „Nicht aufgeführt“ und „mit 0 "
        "aufgeführt“ sind zweierlei: Eine Zeile, die in der Quelle fehlt, fehlt auch hier; mit "
        "Nullen aufgefüllt ist nichts.",
    ),
    "order": (
        "provenance",
        "{annex} is not strictly in the order of its codes: {en}. The figures are taken from the "
        "lines as they stand.",
        "{annex} ist nicht streng nach Codes geordnet: {de}. Die Zahlen stammen aus den Zeilen, "
        "wie sie dastehen.",
    ),
    "outside-iso": (
        "codes",
        "Not in ISO 3166-1{named_list}: {en}.",
        "Nicht in ISO 3166-1{named_list}: {de}.",
    ),
    "name-differs": (
        "provenance",
        "Names as printed that differ from the {language} name in ISO 3166-1 or in Unicode CLDR: "
        "{printed}. Join on the code, not on the name.",
        "Gedruckte Namen, die vom {language} Namen in ISO 3166-1 oder in Unicode CLDR abweichen: "
        "{printed}. Verknüpfen Sie über den Code, nicht über den Namen.",
    ),
    "small-cells": (
        "annexes",
        "{small} of the {cells} non-zero cells are 1 or 2. The figures are already public in the "
        "source; they are published unchanged.",
        "{small} der {cells} Zellen größer als null sind 1 oder 2. Die Zahlen sind durch die "
        "Quelle bereits öffentlich; sie sind unverändert übernommen.",
    ),
    "total": (
        "annexes",
        "Totals of {annex} that do not equal their rows: {items}. The rows are published as they "
        "are printed.",
        "Summen in {annex}, die nicht zu ihren Zeilen passen: {items}. Die Zeilen sind "
        "übernommen, wie sie gedruckt sind.",
    ),
    "part-columns": (
        "annexes",
        "Figures of {annex} that do not equal their parts: {items}. All are published as they are "
        "printed.",
        "Zahlen in {annex}, die nicht zu ihren Teilen passen: {items}. Alle sind übernommen, wie "
        "sie gedruckt sind.",
    ),
    "malformed-number": (
        "annexes",
        "Misprinted figures in {annex}: {items}. They have no value here.",
        "Fehlerhaft gedruckte Zahlen in {annex}: {items}. Sie haben hier keinen Wert.",
    ),
}
CELLS: dict[str, dict[str, str]] = {
    "total": {
        "en": "{row}, {header}: {printed} printed, the rows sum to {parts}",
        "de": "{row}, {header}: {printed} gedruckt, die Zeilen ergeben {parts}",
    },
    "part-columns": {
        "en": "{row}, {header}: {printed} printed, its parts sum to {parts}",
        "de": "{row}, {header}: {printed} gedruckt, ihre Teile ergeben {parts}",
    },
    "malformed-number": {"en": "{row}, {header}: {printed}", "de": "{row}, {header}: {printed}"},
}
LANGUAGES = {
    "de": {"en": "German", "de": "deutschen"},
    "en": {"en": "English", "de": "englischen"},
}
NO_FIGURE = {"en": "no figure", "de": "keine Zahl"}
NAMED_LIST = {
    "en": ", though the source names its list '{0}'",
    "de": ", obwohl die Quelle ihre Liste „{0}“ nennt",
}
AT_BREAK = {
    "en": " They belong exactly at its page break ({0}).",
    "de": " Sie gehören genau an den Seitenwechsel ({0}).",
}


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
    origin, english, german = WORDS[seen.kind]
    layout = _layout(edition, seen)
    facts = {
        "annex": "" if seen.annex is None else edition.annexes[seen.annex].label,
        "codes": ", ".join(seen.codes),
        "count": str(len(seen.codes)),
        **seen.facts,
    }
    for language, words in AT_BREAK.items():
        at_break = facts.get("page_break", "")
        facts[f"at_break_{language}"] = words.format(at_break) if at_break else ""
    suffix = "" if alone or seen.annex is None else f"-{seen.annex + 1}"
    return Finding(
        finding=f"{edition.edition}-{seen.kind}{suffix}",
        resource=_resource(edition, seen, origin, recipe),
        key=_key(edition, seen, origin, recipe),
        kind=seen.kind,
        note_en=english.format(**facts, **_told(seen, layout, edition.document.language, "en")),
        note_de=german.format(**facts, **_told(seen, layout, edition.document.language, "de")),
    )


def cell_in_words(kind: str, cell: OddCell, layout: Layout, language: str) -> str:
    """An odd figure in a phrase, with the heading of its column."""
    header = next((c.header for c in layout.columns if c.name == cell.column), "") or cell.column
    return CELLS[kind][language].format(
        row=cell.row, header=header, printed=cell.printed or NO_FIGURE[language], parts=cell.parts
    )


def _told(seen: Observation, layout: Layout, of_names: str, language: str) -> dict[str, str]:
    """What is said differently in each language."""
    named = NAMED_LIST[language].format(layout.code_list) if layout.code_list else ""
    cells = (cell_in_words(seen.kind, cell, layout, language) for cell in seen.cells)
    return {
        "items": "; ".join(cells),
        "named_list": named,
        "language": LANGUAGES[of_names][language],
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
