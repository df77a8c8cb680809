"""The site of docs/: made without a warning, complete, and silent on the network."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from docs.pages import DOCS, PAGES, ROOT, blocks

SPHINX = ROOT / ".venv" / "docs" / "bin" / "sphinx-build"
LINK = re.compile(r"\]\(([^)\s]+)\)")
FETCHED = re.compile(
    r"<(?:script|img|iframe|source|video|audio|link)\b[^>]*?(?:src|href)="
    r"[\"']?((?:https?:)?//[^\"' >]+)"
)
FETCHED_BY_STYLES = re.compile(r"(?:url\(|@import)\s*[\"']?((?:https?:)?//[^\"') ]+)")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, made anew as `make docs` does; a warning is an error, broken links are warnings."""
    if not SPHINX.exists():
        pytest.skip("make docs sets up what makes the site")
    out = tmp_path_factory.mktemp("site")
    options = ["--quiet", "--fail-on-warning", "--keep-going", "--fresh-env"]
    command = [str(SPHINX), *options, str(DOCS), str(out)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return out


@pytest.mark.slow
def test_every_page_is_on_the_site_and_can_be_searched(site: Path) -> None:
    index = (site / "searchindex.js").read_text("utf-8")
    for path in DOCS.rglob("*.md"):
        name = path.relative_to(DOCS).with_suffix("")
        assert (site / name).with_suffix(".html").exists()
        assert f'"{name}"' in index


@pytest.mark.slow
def test_the_site_asks_nobody_for_anything(site: Path) -> None:
    asked = [
        (path.name, address)
        for path in site.rglob("*")
        if path.suffix in (".html", ".css")
        for pattern in (FETCHED, FETCHED_BY_STYLES)
        for address in pattern.findall(path.read_text("utf-8"))
    ]
    assert asked == []


@pytest.mark.parametrize("text", ['<script src="https://x.org/a.js">', "<link href=//x.org/a.css>"])
def test_what_would_be_fetched_is_seen(text: str) -> None:
    assert FETCHED.search(text)


def test_links_lead_to_files_that_are_there() -> None:
    """Sphinx looks at those of docs/ as well, and at their anchors."""
    broken = [
        (path.name, target)
        for path in PAGES
        for target in LINK.findall(path.read_text("utf-8"))
        if "://" not in target and not (path.parent / target.partition("#")[0]).exists()
    ]
    assert broken == []


def test_the_readme_is_short() -> None:
    assert len((ROOT / "README.md").read_text("utf-8").splitlines()) <= 120


def test_every_page_is_listed_on_the_first() -> None:
    listed = set(LINK.findall((DOCS / "index.md").read_text("utf-8")))
    pages = {str(path.relative_to(DOCS)) for path in DOCS.rglob("*.md")} - {"index.md"}
    assert listed == pages


def test_a_language_is_said_of_every_block() -> None:
    """Or a reader of the site sees colours that mean nothing."""
    unsaid = [
        path.name
        for path in PAGES
        for block in blocks(path.read_text("utf-8"))
        if not block.language
    ]
    assert unsaid == []
