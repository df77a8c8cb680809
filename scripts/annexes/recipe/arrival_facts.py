"""What is known of a document before it is read, written into its recipe beside all comments."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from annexes.base.errors import DocumentError
from annexes.base.storage import replace_whole
from annexes.recipe.folder import recipe_files

Fact = str | dt.date | Sequence[str]


def write_document_facts(root: Path, sha256: str, facts: Mapping[str, Fact]) -> None:
    """Say these facts of the document with this SHA-256; what is empty is not said."""
    import tomlkit

    for path in recipe_files(root):
        recipe = tomlkit.parse(path.read_bytes().decode())
        own = [e for e in _editions(recipe) if e.get("expect", {}).get("sha256") == sha256]
        for edition in own:
            edition["document"].update({name: fact for name, fact in facts.items() if fact})
        if own:
            replace_whole(path, tomlkit.dumps(recipe).encode())


def check_same_document(root: Path, address: str, sha256: str) -> None:
    """Raise DocumentError where the package has other bytes from the same address.

    Nothing is overwritten: both are facts, and a person decides what the difference means.
    """
    for path in recipe_files(root):
        try:
            editions = _editions(tomllib.loads(path.read_text("utf-8")))
        except (OSError, ValueError):
            continue
        for edition in editions:
            document, kept = edition["document"], edition.get("expect", {}).get("sha256")
            if document.get("address") == address and kept != sha256:
                since = document.get("received", "an earlier day")
                problem = (
                    f"the document at {address} has changed since {since}: "
                    f"its SHA-256 was {kept}, and is {sha256}"
                )
                raise DocumentError.of("changed-document", path, problem)


def _editions(recipe: Any) -> list[Any]:
    """The editions in a recipe: it is one itself, or has them in a list."""
    listed = [recipe, *(recipe.get("edition") or [])] if "document" not in recipe else [recipe]
    return [edition for edition in listed if isinstance(edition, dict) and "document" in edition]
