"""How much damage to a document is read silently wrong? Shares of outcomes over many mutants."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from annexes.base.errors import DocumentError
from annexes.reading.codes.code_list import codes_of
from annexes.reading.extract import extract
from annexes.reading.survey import survey
from annexes.recipe.edition import EditionRecipe
from annexes.recipe.recipe import Recipe
from bench import pdf_mutations, text_mutations
from bench.made_tables import Made, made_pages
from bench.text_mutations import Operator

Outcomes = Counter[tuple[str, str, str]]
"""How often: (right outcome, operator, what happened: 'read', 'refused' or 'WRONG')."""
KINDS = ("text", "pdf")
OUTCOMES = {"WRONG": "silent", "refused": "refused", "read": "read"}
"""As they are printed; silent is what is read and is not what the document shows."""


def outcomes(recipe: Recipe, source: Path, kind: str, rounds: int, seed: int = 42) -> Outcomes:
    """Read `rounds` mutants of each operator on the text or on drawn PDFs; what happened?"""
    truth = _rows(_read(recipe, source))
    if kind == "text":
        made: Iterable[tuple[Operator, bytes]]
        prose = _prose(recipe.editions[0])
        made = text_mutations.mutants(source.read_text("utf-8"), prose, rounds, seed)
    else:
        made = pdf_mutations.mutants(_read(recipe, source), recipe.editions[0], rounds, seed)
    counts: Outcomes = Counter()
    with tempfile.TemporaryDirectory() as folder:
        mutant = Path(folder, f"mutant.{kind}")
        for operator, data in made:
            mutant.write_bytes(data)
            counts[operator.outcome, operator.name, _outcome(operator, truth, mutant, recipe)] += 1
    return counts


def _prose(edition: EditionRecipe) -> list[str]:
    """Lines as they may stand before the annexes: what the document is, and what it is about."""
    periods = [f"Gefragt ist nach: {row['label_de']}" for row in edition.rows["periods"]]
    lists = [f"Namen und Codes nach der {edition.layout(0).code_list}"]
    return [edition.document.opening, f"Drucksache {edition.document.question}", *periods, *lists]


def _outcome(operator: Operator, truth: object, mutant: Path, recipe: Recipe) -> str:
    try:
        found = _rows(_read(recipe, mutant))
    except DocumentError:
        return "refused"
    return "read" if operator.outcome == "same" and found == truth else "WRONG"


def _read(recipe: Recipe, path: Path):
    codes = codes_of(recipe)
    return extract(path, recipe.editions[0], recipe, codes)


def _rows(read) -> list[tuple[object, ...]]:
    """Annex, code, name and figures of every row."""
    return [(row.annex, row.key, row.name, *row.figures.values()) for row in read.rows]


# ── tables that no recipe describes ─────────────────────────────────────────────────────────


def found(rounds: int, seed: int = 42) -> Counter[tuple[str, str]]:
    """Find the tables of made up pages: ('ruled' or 'unruled', 'read', 'refused' or 'WRONG')."""
    counts: Counter[tuple[str, str]] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "page.pdf")
        for made in made_pages(rounds, seed):
            path.write_bytes(made.data)
            counts["ruled" if made.ruled else "unruled", _found(made, path)] += 1
    return counts


def _found(made: Made, path: Path) -> str:
    """Cells only: what stands above the columns of an unruled table is a proposal."""
    pages = list(survey(path))
    refused = any(table.problems for page in pages for table in page.tables)
    refused |= any(page.unread for page in pages)
    tables = [table.found for page in pages for table in page.tables if not table.problems]
    read = [[list(row.texts) for row in table.rows] for table in tables]
    truth = [rows[1:] for rows in made.tables]
    if any(rows not in truth for rows in read) or (read != truth and not refused):
        return "WRONG"
    return "refused" if refused else "read"


# ── printing ────────────────────────────────────────────────────────────────────────────────


def report(recipe: Recipe, source: Path, rounds: int = 60) -> None:
    """Print the shares, and every operator that had a wrong outcome."""
    for kind, share in zip(KINDS, (1, 3), strict=True):
        counts = outcomes(recipe, source, kind, rounds // share)
        for right, label in (("same", "harmless"), ("refuse", "damaging")):
            own = {key: n for key, n in counts.items() if key[0] == right}
            _shares(f"{label} mutants of the {kind}", [(key[2], n) for key, n in own.items()])
        for (_, name, happened), n in counts.items():
            if happened == "WRONG":
                print(f"  silently wrong: {name}, {n} of {rounds // share}")
    pages = found(rounds * 20)
    for ruled in ("ruled", "unruled"):
        own_pages = [(key[1], n) for key, n in pages.items() if key[0] == ruled]
        _shares(f"made up pages with {ruled} tables", own_pages)


def _shares(what: str, happened: Iterable[tuple[str, int]]) -> None:
    shares: Counter[str] = Counter()
    for outcome, n in happened:
        shares[outcome] += n
    total = shares.total()
    text = ", ".join(f"{OUTCOMES[o]} {shares[o] / total:.1%}" for o in OUTCOMES)
    print(f"  {total} {what}: {text}")
