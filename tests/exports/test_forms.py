"""A form declares itself in one module: help, page, downloads and the runner find it there."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from annexes.exports import forms
from annexes.exports.export import export
from annexes.exports.form import all_forms
from annexes.package.disk import open_package
from exports.made_up import write_package

NEW = """
from annexes.exports.form import Form

def write(source, out, beside):
    (out / "list.txt").write_text("".join(f"{name}\\n" for name in source.tables))
    return []

def read_back(source, out):
    assert (out / "list.txt").read_text().split() == [*source.tables]
    return 0

FORM = Form("list", "the names of all tables", lambda source: ["list.txt"], write, read_back,
            lambda source, language: {"list.txt": "A list"}, {"txt": "text/plain"})
"""


def test_a_module_is_all_that_a_form_needs(
    annexes: Callable[..., Result], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "forms").mkdir()
    (tmp_path / "forms/listed.py").write_text(NEW)
    monkeypatch.setattr(forms, "__path__", [*forms.__path__, str(tmp_path / "forms")])
    all_forms.cache_clear()
    try:
        assert "list: the names of all" in " ".join(annexes("export", "--help").stdout.split())
        package = write_package(tmp_path / "package", ["one"])
        exported = export(open_package(package), tmp_path / "out", ["list", "page"])
        assert {"list.txt", "index.html"} <= set(exported.files)
        assert "list.txt" in (tmp_path / "out/SHA256SUMS").read_text()
        page = (tmp_path / "out/index.html").read_text("utf-8")
        assert '<a href="list.txt" download>A list</a>' in page
        assert '"encodingFormat": "text/plain"' in page
    finally:
        all_forms.cache_clear()
        sys.modules.pop("annexes.exports.forms.listed", None)


def test_the_page_comes_last_because_it_tells_of_all_others() -> None:
    assert [*all_forms()][-1] == "page"
