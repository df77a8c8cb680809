"""How long do all exports take, against the start of pandas; how much memory does a long table?"""

from __future__ import annotations

import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PANDAS = "import sys; sys.modules['pyarrow'] = None; import pandas"
"""pandas alone: the pyarrow of the tests, which it would load as well, would make it slower."""
STREAMED = ("parquet", "sqlite", "zip")


def report(root: Path, rounds: int = 9, rows: int = 1_000_000) -> None:
    """Print the ratio of the medians, the two run in turn; then the page, then a long table."""
    with tempfile.TemporaryDirectory(prefix="annexes-bench-") as folder:
        _report_start(root, Path(folder, "out"), rounds)
        _report_page(Path(folder, "out"), rounds)
        long = Path(folder, "long")
        write_long(long, rows)
        _report_long(long, rows)


def _report_start(root: Path, out: Path, rounds: int) -> None:
    commands = {
        "pandas": [sys.executable, "-c", PANDAS],
        "exports": [sys.executable, "-m", "annexes", "export", "-C", str(root), "--out", str(out)],
    }
    taken: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            start = time.perf_counter()
            subprocess.run(command, capture_output=True, check=True)
            taken[name].append(time.perf_counter() - start)
    pandas, exports = (statistics.median(times) for times in taken.values())
    ratio = f"{exports / pandas:.2f} times (at most 3)"
    print(f"  all exports {exports:.2f} s, start of pandas {pandas:.2f} s: {ratio}")


def _report_page(out: Path, rounds: int) -> None:
    """Size of the page, and the time from asking for the file to the end of drawing it."""
    for name in ("index.html", "index.de.html"):
        print(f"  {name}: {(out / name).stat().st_size / 1000:.0f} kB (less than 300)")
    if not (path := shutil.which("chromium")):
        print("  chromium is not installed: drawing is not measured")
        return
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-gpu"]
        )
        drawn = [_drawn(browser, (out / "index.html").as_uri()) for _ in range(rounds)]
        browser.close()
    print(f"  drawn from disk in {statistics.median(drawn):.2f} s (less than 1)")


def _drawn(browser: Browser, address: str) -> float:
    """The seconds until the page is loaded and two frames of it are on the screen."""
    page = browser.new_page()
    start = time.perf_counter()
    page.goto(address)
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    taken = time.perf_counter() - start
    page.close()
    return taken


def _report_long(root: Path, rows: int) -> None:
    total = 0.0
    for form in STREAMED:
        seconds, memory = cost(root, form)
        total += seconds
        print(f"  {form}, {rows:,} rows: {seconds:.1f} s, at most {memory} MB of memory")
    print(f"  {', '.join(STREAMED)} together: {total:.1f} s (less than 15)")


def cost(root: Path, form: str) -> tuple[float, int]:
    """The seconds that one form takes, written and read back, and its most memory in MB."""
    out = root.parent / f"out-{form}"
    command = ["annexes", "export", form, "-C", str(root), "--out", str(out)]
    start = time.perf_counter()
    pid = os.posix_spawn(
        sys.executable,
        [sys.executable, "-m", *command],
        os.environ,
        file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)],
    )
    _, status, usage = os.wait4(pid, 0)
    if status:
        raise RuntimeError(f"annexes export {form} failed")
    return time.perf_counter() - start, usage.ru_maxrss // 1024


def write_long(root: Path, rows: int) -> None:
    """A package with one long table of figures and one of codes."""
    rng, codes = random.Random(1), [f"C{number:03}" for number in range(250)]
    root.mkdir()
    lines = (
        f"{2000 + n // 50_000},area-{n % 7},{codes[n % 250]},{n},{rng.randrange(10**6)},note {n}\n"
        for n in range(rows)
    )
    with (root / "facts.csv").open("w", newline="") as file:
        file.write("year,area,code,number,value,note\n")
        file.writelines(lines)
    (root / "codes.csv").write_text("code\n" + "".join(f"{code}\n" for code in codes))
    types = {"year": "integer", "number": "integer", "value": "integer"}
    names = ("year", "area", "code", "number", "value", "note")
    facts = {
        "fields": [{"name": name, "type": types.get(name, "string")} for name in names],
        "primaryKey": ["number"],
        "foreignKeys": [{"fields": "code", "reference": {"resource": "codes", "fields": "code"}}],
    }
    codes_schema = {"fields": [{"name": "code", "type": "string"}], "primaryKey": ["code"]}
    resources = [
        {"name": "facts", "path": "facts.csv", "schema": facts},
        {"name": "codes", "path": "codes.csv", "schema": codes_schema},
    ]
    text = json.dumps({"name": "long", "resources": resources})
    (root / "datapackage.json").write_text(text)
