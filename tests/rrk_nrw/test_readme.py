"""What the README shows is run, where the program exists."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

README = Path(__file__).parents[2] / "README.md"


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README.read_text("utf-8"), re.M | re.S)


def run(command: list[str], folder: Path) -> str:
    if not shutil.which(command[0]):
        pytest.skip(f"{command[0]} is not installed")
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_python_snippet(root: Path) -> None:
    code, _ = blocks("python")
    output = run([sys.executable, "-c", code], root)
    assert re.search(r"2022-H1 +amit +ALB +Albania +42 +1", output)


@pytest.mark.slow
def test_the_r_snippet(root: Path) -> None:
    code, _ = blocks("r")
    assert "Afghanistan" in run(["Rscript", "--vanilla", "-e", code], root)


@pytest.mark.slow
def test_the_spreadsheet_snippet(copy: Path) -> None:
    (code,) = blocks("sh")
    if not shutil.which("soffice"):
        pytest.skip("soffice is not installed")
    run(["sh", "-c", code], copy)
    with zipfile.ZipFile(copy / "cases.xlsx") as workbook:
        assert (
            '<t xml:space="preserve">state-facility</t>'
            in workbook.read("xl/sharedStrings.xml").decode()
        )


def test_commands_print_what_the_readme_shows(
    annexes: Callable[..., Result], monkeypatch: pytest.MonkeyPatch, copy: Path
) -> None:
    monkeypatch.chdir(copy)
    for block in blocks("console"):
        for command, expected in re.findall(r"^\$ (.*)\n((?:[^$].*\n)+)", block, re.M):
            verb = command.replace("make build", "annexes build").split()
            if verb[0] == "annexes":
                assert annexes(*verb[1:]).stdout == expected


def test_all_resources_are_in_the_readme(root: Path) -> None:
    text = README.read_text("utf-8")
    for path in (root / "data").glob("*.csv"):
        assert f"`{path.stem}`" in text
