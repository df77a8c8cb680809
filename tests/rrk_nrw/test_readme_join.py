"""The README's join with a table of the Federal Statistical Office's keys, in Python and in R."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ASYLUM = (
    "LS,country,applications\n475,Syrien,70976\n150,Kosovo,211\n133,Serbien (einschl. Kosovo),3\n"
)


def snippet(language: str) -> str:
    """The one block in this language that reads the table."""
    text = (ROOT / "README.md").read_text("utf-8")
    blocks = re.findall(rf"^```{language}\n(.*?)^```", text, re.M | re.S)
    (found,) = [block for block in blocks if "asylum.csv" in block]
    return str(found)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the tables of the package, and one like those that the BAMF publishes."""
    (tmp_path / "data").mkdir()
    for name in ("cases.csv", "countries.csv"):
        shutil.copy(ROOT / "data" / name, tmp_path / "data")
    (tmp_path / "asylum.csv").write_text(ASYLUM, "utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("language", "command"),
    [("python", [sys.executable, "-c"]), ("r", ["Rscript", "--vanilla", "-e"])],
)
def test_the_join_by_key(language: str, command: list[str], folder: Path) -> None:
    if not shutil.which(command[0]):
        pytest.skip(f"{command[0]} is not installed")
    done = subprocess.run(
        [*command, snippet(language)], cwd=folder, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert re.search(r"\b133\b", done.stdout), "the key that no code has is shown"
    assert re.search(r"municipal +SYR .*70976", done.stdout)
    assert re.search(r"XKX +Kosovo +211", done.stdout)
    assert not re.search(r"\bSRB\b", done.stdout)
