"""How fast are PDFs read, all checks on, against pdfplumber's `extract_tables` on the same file?"""

from __future__ import annotations

import io
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pdfplumber
from pypdf import PdfReader, PdfWriter

from annexes.reading.batch import extract_many, local
from annexes.reading.codes.code_list import CodeList, codes_of
from annexes.reading.extract import extract
from annexes.reading.survey import survey
from annexes.reading.understood_rows import Extraction
from annexes.recipe.recipe import Recipe
from drawing import PLAIN, RULED, TIGHT, draw_annexes

HARD = TIGHT
STYLES = {"ruled": RULED, "unruled": PLAIN, "names wrapped, columns tight": HARD}
SECONDS = 1.5
"""For each side of a pair; pairs are measured in turn."""
REAL = Path(__file__).parents[3] / "shared" / "documents"
"""Documents that are not part of the project; without them only drawn ones are read."""
PAIRS = 5


def report(recipe: Recipe, source: Path) -> None:
    """Print pages per second and ratios, the gain of a second worker, and memory."""
    codes = codes_of(recipe)
    read = extract(source, recipe.editions[0], recipe, codes)
    with tempfile.TemporaryDirectory() as folder:
        for name, style in STYLES.items():
            path = Path(folder, "annexes.pdf")
            path.write_bytes(draw_annexes(read, recipe.editions[0], style))
            _against_pdfplumber(name, path, read, recipe, codes)
        _workers(Path(folder, "annexes.pdf"), Path(folder), recipe)
        _whole_processes([_repeated(Path(folder, "annexes.pdf"), 20), *sorted(REAL.glob("*.pdf"))])
        _memory(Path(folder, "annexes.pdf"))


def _against_pdfplumber(
    name: str, path: Path, truth: Extraction, recipe: Recipe, codes: CodeList
) -> None:
    def by_recipe() -> int:
        rows = extract(path, recipe.editions[0], recipe, codes).rows
        assert [row.figures for row in rows] == [row.figures for row in truth.rows]
        return 4

    def without_recipe() -> int:
        return sum(1 for _ in survey(path))

    def plumber() -> int:
        with pdfplumber.open(path) as pdf:
            return sum(1 for page in pdf.pages if page.extract_tables() is not None)

    rates: dict[Callable[[], int], list[float]] = {by_recipe: [], without_recipe: [], plumber: []}
    for _ in range(3):
        for function, own in rates.items():
            own.append(_pages_per_second(function))
    ours, finding, theirs = (statistics.median(own) for own in rates.values())
    print(
        f"  {name}: {ours:.0f} pages/s by recipe, {finding:.0f} without one, "
        f"pdfplumber {theirs:.1f}: {ours / theirs:.1f} and {finding / theirs:.1f} times"
    )


def _pages_per_second(function: Callable[[], int]) -> float:
    start, pages = time.perf_counter(), 0
    while time.perf_counter() - start < SECONDS:
        pages += function()
    return pages / (time.perf_counter() - start)


TABLES = "from annexes.__main__ import main; main()"
PLUMBER = """
import sys, pdfplumber
with pdfplumber.open(sys.argv[1]) as pdf:
    print(sum(len(page.extract_tables()) for page in pdf.pages))
"""


def _whole_processes(documents: Sequence[Path]) -> None:
    """The command line, its start included, in pairs with pdfplumber in a process of its own."""
    for path in documents:
        ratios = []
        for _ in range(PAIRS):
            ours = _seconds(TABLES, "tables", str(path), "--json")
            ratios.append(_seconds(PLUMBER, str(path)) / ours)
        middle, low, high = statistics.median(ratios), min(ratios), max(ratios)
        print(
            f"  {path.name}, whole process: {middle:.1f} times pdfplumber ({low:.1f} to {high:.1f})"
        )


def _seconds(program: str, *arguments: str) -> float:
    """How long it takes; that a table is refused (exit code 1) is no failure."""
    start = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", program, *arguments], stdout=subprocess.DEVNULL)
    assert done.returncode in (0, 1)
    return time.perf_counter() - start


def _repeated(path: Path, times: int) -> Path:
    """The document so many times over, as one beside it."""
    many = path.with_name(f"many-{times}.pdf")
    writer = PdfWriter()
    for _ in range(times):
        writer.append(PdfReader(io.BytesIO(path.read_bytes())))
    writer.write(many)
    return many


def _workers(path: Path, folder: Path, recipe: Recipe, documents: int = 150) -> None:
    files = [folder / f"{number}.pdf" for number in range(documents)]
    for file in files:
        file.write_bytes(path.read_bytes())
    edition = recipe.editions[0].edition
    seconds: dict[int, list[float]] = {1: [], 2: []}
    for _ in range(3):
        for jobs, own in seconds.items():
            with local(jobs) as executor:
                list(extract_many(files[: 2 * jobs], recipe, edition, executor))  # started
                start = time.perf_counter()
                list(extract_many(files, recipe, edition, executor))
                own.append(time.perf_counter() - start)
    one, two = (statistics.median(own) for own in seconds.values())
    print(
        f"  {documents} documents: {one:.1f} s with one worker, {two:.1f} s with two: "
        f"{one / two:.2f} times, on {os.cpu_count()} cores"
    )


MEASURE = """
import resource, sys
from pathlib import Path
from annexes.reading.survey import survey
pages = sum(1 for _ in survey(Path(sys.argv[1])))
own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(pages, own // 1024)
"""


def _memory(path: Path) -> None:
    for repeat in (5, 250):
        many = _repeated(path, repeat)
        done = subprocess.run(
            [sys.executable, "-c", MEASURE, str(many)], capture_output=True, text=True, check=True
        )
        pages, parent = done.stdout.split()
        child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
        print(
            f"  {pages} pages: {parent} MB in the command, at most {child} MB in any child so far"
        )
