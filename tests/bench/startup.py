"""How long does `annexes --help` take, against a Typer program that does nothing?"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path

BARE = """
import typer
app = typer.Typer()
for name in ("one", "two"):
    app.command(name)(lambda: None)
app(["--help"])
"""
OURS = "from annexes.cli import application; application()(['--help'])"


def report(root: Path, rounds: int = 15) -> None:
    """Print the median of both and their ratio; the two run in turn."""
    times: dict[str, list[float]] = {BARE: [], OURS: []}
    for _ in range(rounds):
        for program, taken in times.items():
            start = time.perf_counter()
            subprocess.run(
                [sys.executable, "-c", program], cwd=root, capture_output=True, check=True
            )
            taken.append(time.perf_counter() - start)
    bare, ours = (statistics.median(taken) for taken in times.values())
    print(f"  annexes --help {ours:.3f} s, bare Typer {bare:.3f} s: {ours / bare:.2f} times")
