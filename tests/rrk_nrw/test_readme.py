"""What the README and the page on the data say of this package, and what they show."""

from __future__ import annotations

import subprocess
import zipfile
from pathlib import Path

import pytest

from docs.pages import DOCS, ROOT, blocks, check_page
from programs import need

DATA_PAGE = DOCS / "how-to" / "use-the-data.md"


@pytest.mark.parametrize(
    "path",
    [ROOT / "README.md", pytest.param(DATA_PAGE, marks=pytest.mark.slow)],
    ids=lambda path: path.name,
)
def test_what_a_page_shows_is_what_happens(path: Path, tmp_path: Path) -> None:
    check_page(path, tmp_path)


def test_all_resources_are_on_the_page(root: Path) -> None:
    text = DATA_PAGE.read_text("utf-8")
    for path in (root / "data").glob("*.csv"):
        assert f"`{path.stem}`" in text


def test_the_join_shows_the_key_that_no_code_has() -> None:
    """133, Serbia with Kosovo, is a key of two states: it must not be taken for one of them."""
    shown = [b.output.text for b in blocks(DATA_PAGE.read_text("utf-8")) if b.output]
    joins = [text for text in shown if "133" in text]
    assert len(joins) == 2, "in Python and in R"
    assert all("SRB" not in text and "XKX" in text for text in joins)


@pytest.mark.slow
def test_the_spreadsheet_keeps_texts(copy: Path) -> None:
    need("soffice")
    (command,) = [
        line.removeprefix("$ ")
        for block in blocks(DATA_PAGE.read_text("utf-8"))
        for line in block.text.splitlines()
        if line.startswith("$ soffice")
    ]
    subprocess.run(["sh", "-c", command], cwd=copy, check=True, capture_output=True)
    with zipfile.ZipFile(copy / "cases.xlsx") as workbook:
        strings = workbook.read("xl/sharedStrings.xml").decode()
    assert '<t xml:space="preserve">state-facility</t>' in strings
