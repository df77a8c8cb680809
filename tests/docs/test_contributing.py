"""What helps people to contribute is true: hooks, templates, one screen."""

from __future__ import annotations

import re

import yaml

from docs.pages import ROOT

GITHUB = ROOT / ".github" / "ISSUE_TEMPLATE"
GITLAB = ROOT / ".gitlab" / "issue_templates"


def test_a_commit_is_checked_as_make_lint_does() -> None:
    target = re.search(r"^lint:.*\n((?:\t.*\n)+)", (ROOT / "Makefile").read_text("utf-8"), re.M)
    assert target
    linted = [line.strip("\t@").replace("$(BIN)", ".venv/bin") for line in target[1].splitlines()]
    config = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))
    hooks = [hook["entry"] for repository in config["repos"] for hook in repository["hooks"]]
    assert hooks == linted


def test_both_forges_ask_the_same() -> None:
    names = sorted(path.name for path in GITHUB.iterdir())
    assert names == ["document-is-not-read.md", "figure-is-wrong.md"]
    for name in names:
        _, _, asked = (GITHUB / name).read_text("utf-8").partition("---\n\n")
        assert (GITLAB / name).read_text("utf-8") == asked


def test_contributing_fits_on_a_screen() -> None:
    assert len((ROOT / "CONTRIBUTING.md").read_text("utf-8").splitlines()) <= 60


def test_what_is_to_be_touched_is_there() -> None:
    """Files that the table names without a NAME in them."""
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    named = re.findall(r"`([\w/.-]+\.(?:py|toml|md))`", text)
    engine = [name for name in named if "NAME" not in name and "PREFIX" not in name]
    assert len(engine) > 8
    for name in engine:
        assert (ROOT / name).exists() or (ROOT / "scripts" / "annexes" / name).exists(), name
