"""What a package needs beside itself to be a repository of its own: how to read it, its licence, a
job that proves it. They are written once; from then on they are a person's.
"""

from __future__ import annotations

from string import Template

from annexes.base.engine import engine
from annexes.base.texts import file_of
from annexes.building.draft.draft_package import PackageDraft

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


def repository_files(draft: PackageDraft) -> dict[str, bytes]:
    """The bytes of each of these files, by path."""
    package = draft.package
    document = package.editions[0].document
    facts = {
        "title": package.title.en,
        "description": package.description.en,
        "document": document.title,
        "answered": f" ({document.publisher}, {document.answered})" if document.answered else "",
        "file": document.file,
        "resource": package.resources[0].name,
        "version": engine().version,
    }
    texts = {path: file_of("building.draft", f"repository/{t}") for path, t in TEMPLATES.items()}
    return {path: Template(text).substitute(facts).encode() for path, text in texts.items()}
