"""What is known of a document before it is read, written into its recipe beside all comments."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from annexes.base.errors import DocumentError, Place, Problem
from annexes.base.storage import replace_whole
from annexes.recipe.recipe import FOLDER, PACKAGE

Fact = str | dt.date | Sequence[str]


def write_document_facts(root: Path, sha256: str, facts: Mapping[str, Fact]) -> None:
    """Say these facts of the document with this SHA-256; what is empty is not said."""
    import tomlkit

    for path, recipe in _editions(root):
        if recipe.get("expect", {}).get("sha256") == sha256:
            text = tomlkit.parse(path.read_bytes().decode())
            document: Any = text["document"]
            document.update({name: fact for name, fact in facts.items() if fact})
            replace_whole(path, tomlkit.dumps(text).encode())


def check_same_document(root: Path, address: str, sha256: str) -> None:
    """Raise DocumentError where the package has other bytes from the same address.

    Nothing is overwritten: both are facts, and a person decides what the difference means.
    """
    for path, recipe in _editions(root):
        document, expected = recipe.get("document", {}), recipe.get("expect", {})
        if document.get("address") == address and expected.get("sha256") != sha256:
            since = document.get("received", "an earlier day")
            problem = (
                f"the document at {address} has changed since {since}: its SHA-256 was "
                f"{expected.get('sha256')}, and is {sha256}"
            )
            hint = "the package keeps what it has; compare both, and add the new one by its file"
            raise DocumentError(Problem("changed-document", Place(str(path)), problem, hint))


def _editions(root: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    """The recipes of documents that can be read, in the order of their names."""
    for path in sorted((root / FOLDER).glob("*.toml")):
        if path.name != PACKAGE:
            try:
                yield path, tomllib.loads(path.read_text("utf-8"))
            except (OSError, ValueError):
                continue
