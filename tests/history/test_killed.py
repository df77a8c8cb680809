"""Whoever is killed loses nothing: the same command finishes what it began, or starts over."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import Result

from history.kills import killed_everywhere
from history.small_series import SECOND, SPAN, commit, document, state

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="what is open is looked up in /proc"),
]

Run = Callable[..., Result]
ENTRY = "# Changelog\n\n### 1.1.0 – 2032-02-01\n\n- The second half-year.\n"
THERE = ("this is the document of edition", "its period")
"""What `add` says where it has finished."""


@dataclass(frozen=True)
class Step:
    """A command, killed at each of so many writes at least, and run again after some kills."""

    command: tuple[str, ...]
    least: int
    every: int = 1
    again: int = 1


STEPS = {
    "add": Step(("add", "{document}", "{series}", "--without", "Anlage 2"), 20),
    "review": Step(("review", "2031-h2", "{series}", "--yes", "Anlage 1"), 4),
    "build": Step(("build", "{series}"), 75, again=3),
    "release": Step(("release", "1.1.0", "{series}"), 55, every=3, again=30),
}
"""In the order in which a half-year is published; 150 kills in all."""


@pytest.mark.parametrize("name", STEPS)
def test_what_was_killed_is_finished_or_starts_over(
    name: str, released: Path, tmp_path: Path, annexes: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    path = tmp_path / "answer-19.txt"
    path.write_text(document({"north": SECOND["north"]}, SPAN, number=19), "utf-8")

    def run(step: str) -> Result:
        names = {"document": path, "series": released}
        return annexes(*(part.format(**names) for part in STEPS[step].command))

    def succeeds() -> None:
        done = run(name)
        assert done.exit_code == 0, done.stderr

    for earlier in list(STEPS)[: list(STEPS).index(name)]:
        assert run(earlier).exit_code == 0
    if name == "release":
        (released / "CHANGELOG.md").write_text(ENTRY, "utf-8")
        commit(released)
    kept = Path(shutil.copytree(released, tmp_path / "kept"))
    before = state(released)
    succeeds()
    finished = state(released)

    def put_back() -> None:
        shutil.rmtree(released)
        shutil.copytree(kept, released)

    put_back()
    step, kills = STEPS[name], 0
    for number in killed_everywhere(succeeds, released, step.every):
        kills += 1
        left = state(released)
        lost = [p for p in before if left.get(p) not in (before[p], finished.get(p))]
        half = [p for p in left if p not in before and left[p] != finished.get(p)]
        assert (number, lost) == (number, [])
        assert [path for path in half if "/." not in path] == [], "it may lie in a hidden place"
        if number % step.again == 0:
            done = run(name)
            is_there = any(text in done.stderr for text in THERE)
            assert done.exit_code == 0 or is_there, done.stderr
            assert state(released) == finished, number
        put_back()
    assert kills >= step.least
