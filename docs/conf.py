"""Sphinx makes the site of these pages, `make docs`; they are plain Markdown."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

PROJECT = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text("utf-8"))

project = "annexes"
version = release = PROJECT["project"]["version"]
extensions = ["myst_parser"]
exclude_patterns = ["requirements.*"]
myst_heading_anchors = 3
nitpicky = True
smartquotes = False  # commands stay as they are typed

html_theme = "furo"
html_title = "annexes"
html_copy_source = False
html_show_copyright = False
html_show_sphinx = False

SECTION = re.compile(r"^## (.+)\n((?:(?!^## ).*\n?)*)", re.M)
PAGE = re.compile(r"\]\(([\w/-]+)\.md\)")


def add_contents(_: Any, page: str, source: list[str]) -> None:
    """The menu is made of the links on the first page, so that this one stays plain Markdown."""
    if page == "index":
        for title, text in SECTION.findall(source[0]):
            if pages := PAGE.findall(text):
                names = "\n".join(dict.fromkeys(pages))
                head = f":hidden:\n:caption: {title}"
                source[0] += f"\n\n```{{toctree}}\n{head}\n\n{names}\n```\n"


def setup(app: Any) -> None:
    """Called by Sphinx."""
    app.connect("source-read", add_contents)
