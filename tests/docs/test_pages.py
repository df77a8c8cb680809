"""Every command on a page prints what the page shows, and every snippet runs.

The pages that show the figures of this repository are run by tests/rrk_nrw.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from docs.pages import (
    PAGES,
    REPOSITORY,
    ROOT,
    TUTORIAL,
    check_page,
    commands,
    is_run,
    place_of,
    run_page,
)

RUN = [path for path in PAGES if is_run(path.read_text("utf-8"))]
OF_THE_ENGINE = [path for path in RUN if place_of(path.read_text("utf-8")) != REPOSITORY]


@pytest.mark.parametrize(
    "path",
    [
        pytest.param(
            path, id=str(path.relative_to(ROOT)), marks=() if path == TUTORIAL else pytest.mark.slow
        )
        for path in OF_THE_ENGINE
    ],
)
def test_what_a_page_shows_is_what_happens(path: Path, tmp_path: Path) -> None:
    """After a change that is meant, `make pages` writes the new output into the pages."""
    check_page(path, tmp_path)


def test_pages_with_commands_say_where_they_run() -> None:
    assert [path.name for path in RUN if not place_of(path.read_text("utf-8"))] == []


@pytest.mark.parametrize(
    ("shown", "is_seen"),
    [("a\nc\n", False), ("a\nb\n", True), ("a\n…\n", True), ("… b\n", False), ("a\n…b\n", True)],
)
def test_a_page_that_shows_something_else_is_seen(
    shown: str, is_seen: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        f"<!-- runs in: an empty folder -->\n```console\n$ printf 'a\\nb\\n'\n{shown}```\n"
    )
    monkeypatch.setattr("docs.pages.ROOT", tmp_path)
    folder = tmp_path / "here"
    folder.mkdir()
    outcome = run_page(page, folder)
    assert (outcome.faults == []) is is_seen
    assert "a\nb\n```" in outcome.text or is_seen


def test_a_change_of_what_is_not_there_is_a_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "<!-- runs in: an empty folder -->\n<!-- file: a.txt -->\n```text\none\n```\n\n"
        "```diff\n--- a.txt\n-two\n+three\n```\n"
    )
    monkeypatch.setattr("docs.pages.ROOT", tmp_path)
    folder = tmp_path / "here"
    folder.mkdir()
    assert len(run_page(page, folder).faults) == 1


def test_commands_may_go_on_in_the_next_line() -> None:
    assert list(commands("$ a \\\n    b\nout\n$ c\n")) == [("a \\\n    b", "out\n"), ("c", "")]
