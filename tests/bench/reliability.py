"""How much damage to a document is read silently wrong? Shares of outcomes over many mutants."""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path

from annexes.codes import CodeList
from annexes.errors import DocumentError
from annexes.extraction import extract
from annexes.recipe import Recipe
from bench.text_mutations import Operator, mutants

Outcomes = Counter[tuple[str, str, str]]
"""How often: (right outcome, operator, what happened: 'read', 'refused' or 'WRONG')."""


def outcomes(recipe: Recipe, source: Path, rounds: int, seed: int = 42) -> Outcomes:
    """Read `rounds` mutants of each operator and count what happened."""
    counts: Outcomes = Counter()
    truth = _read(recipe, source)
    with tempfile.TemporaryDirectory() as folder:
        mutant = Path(folder, "mutant.txt")
        for operator, data in mutants(source.read_text("utf-8"), rounds, seed):
            mutant.write_bytes(data)
            counts[operator.outcome, operator.name, _outcome(operator, truth, mutant, recipe)] += 1
    return counts


def _outcome(operator: Operator, truth: object, mutant: Path, recipe: Recipe) -> str:
    found = _read(recipe, mutant)
    if found is None:
        return "refused"
    return "read" if operator.outcome == "same" and found == truth else "WRONG"


def _read(recipe: Recipe, path: Path) -> list[tuple[object, ...]] | None:
    """Annex, code, name and figures of every row, or None if the document is refused."""
    codes = CodeList(recipe.code_lists(), recipe.package.codes)
    try:
        rows = extract(path, recipe.editions[0], recipe, codes).rows
    except DocumentError:
        return None
    return [(row.annex, row.key, row.name, *row.figures.values()) for row in rows]


def report(recipe: Recipe, source: Path, rounds: int = 60) -> None:
    """Print the shares, and every operator that had a wrong outcome."""
    counts = outcomes(recipe, source, rounds)
    for right, label in (("same", "harmless"), ("refuse", "damaging")):
        total = sum(n for (outcome, _, _), n in counts.items() if outcome == right)
        shares = Counter[str]()
        for (outcome, _, happened), n in counts.items():
            shares[happened] += n if outcome == right else 0
        text = ", ".join(f"{happened} {n / total:.1%}" for happened, n in shares.items() if n)
        print(f"  {total} {label} mutants of the text: {text}")
    for (_, name, happened), n in counts.items():
        if happened == "WRONG":
            print(f"  silently wrong: {name}, {n} of {rounds}")
