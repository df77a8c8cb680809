"""From a fresh document to a new package on disk, built if nothing stands against it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from string import Template

from annexes.base.engine import engine
from annexes.base.errors import AnnexesError, Problem, UsageError
from annexes.base.texts import file_of
from annexes.building.build import build
from annexes.building.draft.draft_package import Asked, PackageDraft, draft_package
from annexes.building.draft.naming import slug_of
from annexes.building.draft.written import to_toml
from annexes.reading.document.received import read_bytes
from annexes.recipe.folder import FOLDER, PACKAGE
from annexes.recipe.metadata import PackageRecipe
from annexes.recipe.recipe_keys import write_schemas

UNCLAIMED = ("unclaimed-line", "unclaimed-digit", "heading", "furniture")
"""What stands against a draft that takes the whole document for annexes, though more is in it."""
TEMPLATES = {
    "README.md": "README.md",
    "LICENSE": "LICENSE",
    ".gitignore": "gitignore",
    ".github/workflows/check.yml": "check.yml",
    ".gitlab-ci.yml": "gitlab-ci.yml",
}
"""The file of the repository, and the template that it is made from."""
MAY_BE_THERE = {".git", "engine", *(path.partition("/")[0] for path in TEMPLATES)}
"""What may stand in a folder before a package is drafted into it."""


@dataclass(frozen=True)
class Created:
    """The new package: `rows` by resource if it was built, `stopped` if it was not; `confirm` is
    what a person still has to look at, by what it is about.
    """

    folder: Path
    recipe: Path
    rows: Mapping[str, int]
    confirm: Mapping[str, Sequence[str]]
    refused: list[Problem]
    stopped: list[Problem]


def create(document: Path, folder: Path | None, asked: Asked) -> Created:
    """Draft a package for the document in a new folder, and try to build it.

    A folder may be a repository already: the document and what a repository has for itself, such
    as a licence, stay as they are.
    Raises UsageError if anything else is in it, DocumentError if nothing can be drafted.
    """
    folder = folder or Path(asked.name)
    data = read_bytes(document)
    there = list(folder.iterdir()) if folder.exists() else []
    others = [
        own for own in there if own.name not in MAY_BE_THERE and own.resolve() != document.resolve()
    ]
    if others:
        problem = f"there is something here: {min(own.name for own in others)}"
        raise UsageError.of("folder", folder, problem)
    draft = draft_package(document, data, asked)
    created = _written(folder, draft, data)
    if draft.is_whole and any(problem.check in UNCLAIMED for problem in created.stopped):
        draft = draft_package(document, data, replace(asked, pages=draft.pages))
        created = _written(folder, draft, data)
    return created


def _written(folder: Path, draft: PackageDraft, data: bytes) -> Created:
    """The package of this draft, built; files of the repository that are there stay as they are."""
    files = {
        **_repository_files(draft.package),
        f"{FOLDER}/{PACKAGE}": to_toml(draft.package),
        draft.package.editions[0].document.file: data,
    }
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        if path not in TEMPLATES or not (folder / path).exists():
            (folder / path).write_bytes(content)
    write_schemas(folder / FOLDER)
    recipe = folder / FOLDER / PACKAGE
    confirm, refused = draft.package.confirm, draft.refused
    try:
        return Created(folder, recipe, build(folder).rows, confirm, refused, [])
    except AnnexesError as error:
        return Created(folder, recipe, {}, confirm, refused, list(error.problems))


def _repository_files(package: PackageRecipe) -> dict[str, bytes]:
    """What a package needs beside itself to be a repository of its own: how to read it, its
    licence, a job that proves it. They are written once; from then on they are a person's.
    """
    file = package.editions[0].document.file
    facts = {"name": package.name, "file": file, "version": engine().version}
    texts = {path: file_of("building.draft", f"repository/{t}") for path, t in TEMPLATES.items()}
    return {path: Template(text).substitute(facts).encode() for path, text in texts.items()}


def name_of(document: Path) -> str:
    """The name of a package for this document, after its file."""
    return slug_of(document.stem).replace("_", "-") or "package"
