"""How do other readers of tables fare on the drawn documents of the mutation bench?

    python -m bench.peers draw FOLDER                 # in .venv: pages, mutants, and what is right
    python -m bench.peers ours                        # in .venv: the engine on the same documents
    python tests/bench/peers.py read FOLDER [EVERY]   # where pdfplumber, camelot-py, tablers are

With EVERY, only each so many documents are read.

Whatever a peer adds or leaves out around the cells is forgiven: spaces, line breaks, hyphens,
headings, empty rows and columns. A peer is asked in each of its ways to read; it never says that it
is not sure, so what it gives and is not what is drawn is silently wrong.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

Table = Sequence[Sequence[str | None]]
Read = Callable[[Path], list[Table]]
TRUTH = "truth.json"
PAGES, MUTANTS, SEED = 300, 3, 42
"""How many pages, and how many mutants of each kind."""
RULED, UNRULED = "all rules drawn", "some rules, or none"
SAME, DAMAGED = "annexes, drawn otherwise", "annexes, damaged"


# ── what is drawn ───────────────────────────────────────────────────────────────────────────


def draw(folder: Path) -> None:
    """Write the made-up pages, the mutants of the drawn annexes, and what each of them shows."""
    from annexes.recipe.recipe import load_recipe
    from bench import pdf_mutations
    from bench.made_tables import made_pages
    from bench.reliability import _read

    folder.mkdir(parents=True)
    truth: dict[str, Any] = {}
    for number, made in enumerate(made_pages(PAGES, SEED)):
        name = f"page-{number}.pdf"
        (folder / name).write_bytes(made.data)
        kind = RULED if made.ruled else UNRULED
        truth[name] = {"kind": kind, "tables": [table[1:] for table in made.tables]}
    root = Path(__file__).parents[2]
    recipe = load_recipe(root)
    read = _read(recipe, root / recipe.editions[0].document.file)
    rows = [[row.key, row.name, *map(str, row.figures.values())] for row in read.rows]
    drawn = pdf_mutations.mutants(read, recipe.editions[0], MUTANTS, SEED)
    for number, (operator, data) in enumerate(drawn):
        name = f"mutant-{number}.pdf"
        (folder / name).write_bytes(data)
        kind = SAME if operator.outcome == "same" else DAMAGED
        truth[name] = {"kind": kind, "rows": rows if operator.outcome == "same" else None}
    (folder / TRUTH).write_text(json.dumps(truth), "utf-8")


def ours() -> Counter[tuple[str, str]]:
    """What the engine makes of the same documents, by kind and outcome."""
    from annexes.recipe.recipe import load_recipe
    from bench.reliability import found, outcomes

    root = Path(__file__).parents[2]
    recipe = load_recipe(root)
    counts: Counter[tuple[str, str]] = Counter()
    for (ruled, happened), number in found(PAGES, SEED).items():
        counts[RULED if ruled == "ruled" else UNRULED, happened] += number
    source = root / recipe.editions[0].document.file
    for (right, _, happened), number in outcomes(recipe, source, "pdf", MUTANTS, SEED).items():
        counts[SAME if right == "same" else DAMAGED, happened] += number
    return counts


# ── what peers read ─────────────────────────────────────────────────────────────────────────


def peers() -> Iterator[tuple[str, Read]]:
    """Each peer in each of its ways to read, by name."""
    import camelot  # type: ignore[import-not-found]
    import pdfplumber
    import tablers  # type: ignore[import-not-found]

    def plumbed(settings: dict[str, Any]) -> Read:
        def read(path: Path) -> list[Table]:
            with pdfplumber.open(path) as document:
                return [t for page in document.pages for t in page.extract_tables(settings)]

        return read

    def camelots(flavor: str) -> Read:
        def read(path: Path) -> list[Table]:
            found = camelot.read_pdf(str(path), pages="all", flavor=flavor)
            return [table.df.values.tolist() for table in found]

        return read

    def tabled(**settings: Any) -> Read:
        def read(path: Path) -> list[Table]:
            document = tablers.Document(str(path))
            found = [t for page in document.pages() for t in tablers.find_tables(page, **settings)]
            return [[[cell.text for cell in row.cells] for row in table.rows] for table in found]

        return read

    text = {"vertical_strategy": "text", "horizontal_strategy": "text"}
    yield "pdfplumber", plumbed({})
    yield "pdfplumber, by text", plumbed(text)
    yield "camelot, lattice", camelots("lattice")
    yield "camelot, stream", camelots("stream")
    yield "tablers", tabled()
    yield "tablers, by text", tabled(**text)


def outcome(read: Read, path: Path, truth: dict[str, Any]) -> str:
    """What became of the document: read, WRONG, or nothing found."""
    try:
        tables = [_cleaned(table) for table in read(path)]
    except Exception:
        return "nothing"
    if not any(tables):
        return "nothing"
    if "tables" in truth:
        right = [_cleaned(table) for table in truth["tables"]]
        found = [t for t in tables if len(t) > 1]
        fits = len(found) == len(right) and all(
            ours[-len(theirs) :] == theirs for ours, theirs in zip(found, right, strict=True)
        )
    else:
        lines = [_squeezed(row) for table in tables for row in table]
        rows = [line for line in lines if re.match(r"[A-Z]{3}.*\d$", line)]
        fits = truth["rows"] is not None and rows == [_squeezed(row) for row in truth["rows"]]
    return "read" if fits else "WRONG"


def _cleaned(table: Table) -> list[list[str]]:
    """The cells without spaces, line breaks and hyphens, without empty rows and columns."""
    rows = [[re.sub(r"[\s­-]", "", cell or "") for cell in row] for row in table]
    width = max(map(len, rows), default=0)
    full = [at for at in range(width) if any(row[at] for row in rows if at < len(row))]
    rows = [[row[at] for at in full if at < len(row)] for row in rows]
    return [row for row in rows if any(row)]


def _squeezed(row: Sequence[str | None]) -> str:
    return re.sub(r"[\s­-]", "", "".join(cell or "" for cell in row))


def main() -> None:
    """Print the shares as the rows of a table."""
    what, *folders = sys.argv[1:]
    if what == "draw":
        draw(Path(folders[0]))
    elif what == "ours":
        _print("annexes", ours())
    else:
        told = json.loads(Path(folders[0], TRUTH).read_text("utf-8"))
        truth = dict(list(told.items())[:: int(folders[1])] if folders[1:] else told)
        for name, read in peers():
            counts: Counter[tuple[str, str]] = Counter()
            for file, entry in truth.items():
                counts[entry["kind"], outcome(read, Path(folders[0], file), entry)] += 1
            _print(name, counts)


def _print(name: str, counts: Counter[tuple[str, str]]) -> None:
    for kind in (RULED, UNRULED, SAME, DAMAGED):
        own = [counts[kind, happened] for happened in ("read", "refused", "nothing", "WRONG")]
        shares = " | ".join(f"{number / sum(own):.1%}" for number in own)
        print(f"{name} | {kind} | {sum(own)} | {shares}", flush=True)


if __name__ == "__main__":
    main()
