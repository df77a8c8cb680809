"""What would be sent: a checked copy of the package, without folders, taken once.

The bytes of the package are copied first, and it is the copy that is checked and sent. So nothing
that changes later can slip in unchecked; and if the package changes before the end, the copy is
no longer what its owner has, and nothing is published.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from annexes.base.errors import CheckError, PackageError, Problem, PublishError, raise_if_any
from annexes.base.storage import digest_of, measured, sha256_of
from annexes.package import flat as archive
from annexes.package.about import About, about
from annexes.package.disk import DESCRIPTOR, Package, open_package
from annexes.package.opened import OpenedPackage, open_whole

CHUNK = 1 << 20
CHANGED = "the file has changed since it was checked: nothing more is sent"


@dataclass(frozen=True, slots=True)
class Item:
    """One file to send: its name at the portal, its size in bytes, its checksums as hex."""

    name: str
    path: Path
    size: int
    md5: str
    sha256: str

    def read(self) -> bytes:
        """The bytes that were checked, and no others; PublishError if they are gone."""
        data = self.path.read_bytes()
        if sha256_of(data) != self.sha256:
            raise PublishError.of("changed", self.name, CHANGED, "run the command again")
        return data


@dataclass(frozen=True, slots=True)
class Plan:
    """The files to send, the facts for the metadata, and what the package was when checked."""

    package: Package
    facts: About
    items: tuple[Item, ...]
    originals: Mapping[str, str]

    def check_unchanged(self) -> None:
        """Raise PublishError if a file of the package is not, byte for byte, the one checked."""
        for path, sha256 in self.originals.items():
            file = self.package.root / path
            try:
                same = digest_of(file) == sha256
            except OSError:
                same = False
            if not same:
                raise PublishError.of("changed", file, CHANGED)

    def as_json(self) -> list[dict[str, Any]]:
        """The files as records: name, bytes, md5, sha256."""
        return [
            {"name": item.name, "bytes": item.size, "md5": item.md5, "sha256": item.sha256}
            for item in self.items
        ]


@contextmanager
def prepare(package: Package) -> Iterator[Plan]:
    """The plan for this package; its files are there as long as the context is open.

    It is checked as it was copied, and once more without folders, as portals keep files. Raises
    CheckError for a package that is not valid, PackageError for one that is not whole.
    """
    with tempfile.TemporaryDirectory(prefix="annexes-publish-") as folder:
        copy, flat, root = Path(folder, "package"), Path(folder, archive.FLAT), package.root
        originals = _copied(package, copy)
        _check(copy, root)
        source = open_whole(open_package(copy))
        archive.write_flat(source, Path(folder))
        archive.compare_flat(source, Path(folder))
        _check(flat, root)
        flattened = open_package(flat)
        _check_documents(source, flattened, root)
        items = tuple(_item(path) for path in sorted(flat.iterdir()))
        yield Plan(package, about(flattened), items, originals)


def _item(path: Path) -> Item:
    size, sha256 = measured(path)
    return Item(path.name, path, size, digest_of(path, "md5"), sha256)


def _copied(package: Package, target: Path) -> dict[str, str]:
    """Copy the files that the descriptor names; their SHA-256 by path, of what was copied."""
    _refuse_remote(package)
    originals = {}
    for path in archive.named(package):
        file = package.file(path)
        try:
            data = file.read_bytes()
        except OSError as error:
            problem = "the descriptor names this file, but it cannot be read"
            hint = "get the whole package: only what is complete is published"
            raise PackageError.of("package", file, problem, hint) from error
        (target / path).parent.mkdir(parents=True, exist_ok=True)
        (target / path).write_bytes(data)
        originals[path] = sha256_of(data)
    return originals


def _refuse_remote(package: Package) -> None:
    """A table that stands somewhere else may be another one tomorrow."""
    for resource in package.descriptor["resources"]:
        listed = resource.get("path")
        for path in listed if isinstance(listed, list) else [listed]:
            if "://" in str(path):
                problem = f"'{path}' is not a file of the package"
                hint = "bring the file into the package: only what is complete is published"
                raise PackageError.of("package", package.root / DESCRIPTOR, problem, hint)


def _check(copy: Path, root: Path) -> None:
    """Check the copy; what is wrong is named as it stands in the package."""
    from annexes.validation.bounded import check_package

    try:
        problems = check_package(open_package(copy))
    except PackageError as error:
        problems = list(error.problems)
    raise_if_any(CheckError, (_named_as_in(root, copy, problem) for problem in problems))


def _named_as_in(root: Path, copy: Path, problem: Problem) -> Problem:
    """The problem with the place of the original instead of the copy."""
    file = problem.place.file.replace(str(copy), str(root))
    return replace(problem, place=replace(problem.place, file=file))


def _check_documents(source: OpenedPackage, flat: Package, root: Path) -> None:
    """The documents are those that the figures were read from, where the package says which."""
    listed = {row["document"]: row.get("sha256") for row in flat.records_of("documents")}
    if not listed:
        return
    for edition, before in zip(flat.own["editions"], source.package.own["editions"], strict=True):
        found = digest_of(flat.root / edition["path"])
        if listed.get(edition["document"]) not in (None, found):
            problem = "the document is not the one that the package was built from"
            raise CheckError.of("document", root / before["path"], problem)
