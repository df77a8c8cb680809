"""What would be sent: a checked copy of the package, without folders, taken once; how it ended.

Each file is read once while it is copied, and it is the copy that is checked and sent. So nothing
that changes later can slip in unchecked; and if the package changes before the end, the copy is
no longer what its owner has, and nothing is published.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from operator import attrgetter
from pathlib import Path
from typing import IO, Any

from annexes.base.errors import (
    CheckError,
    PackageError,
    Place,
    Problem,
    PublishError,
    raise_if_any,
)
from annexes.base.storage import digest_of, sha256_of
from annexes.package.about import About, about
from annexes.package.disk import DESCRIPTOR, Package
from annexes.package.flat import flat_descriptor, flat_files, named
from annexes.package.opened import check_shape
from annexes.package.summary import draft_problem
from annexes.portals.checks.all_checks import Locate, nowhere, refusals

CHUNK = 1 << 20
MOST_FILES = 100
MOST_BYTES = 50_000_000_000
"""Of one record at Zenodo: https://help.zenodo.org/docs/deposit/manage-files/."""
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

    def refuse_unready(self, portal: str, *, practice: bool, locate: Locate = nowhere) -> None:
        """Raise CheckError with everything that `portal` ('zenodo' or 'ckan') would miss.

        It is refused before a portal is asked anything. An address that only holds a place is
        fine where publishing is practised, and nowhere else. `locate` knows where a fact is
        corrected; without it, each place is the descriptor.
        """
        told = refusals(self.facts, (portal,), publishing=True, practice=practice, locate=locate)
        copy, original = self.facts.package.place, self.package.place
        problems = [replace(p, place=original) if p.place == copy else p for p in told]
        if draft := draft_problem(self.package):
            problems.append(draft)
        if portal == "zenodo":
            problems += self._too_much()
        raise_if_any(CheckError, problems)

    def _too_much(self) -> Iterator[Problem]:
        """What Zenodo takes of no record, however it is described."""
        place, size = Place(str(self.package.root)), sum(item.size for item in self.items)
        if len(self.items) > MOST_FILES:
            text = f"the package has {len(self.items)} files; a record takes {MOST_FILES}"
            yield Problem("files", place, text)
        if size > MOST_BYTES:
            text = f"the package has {size} bytes; a record takes {MOST_BYTES}"
            hint = "publish it in parts, or ask Zenodo for a larger quota"
            yield Problem("files", place, text, hint)


@contextmanager
def prepare(package: Package) -> Iterator[Plan]:
    """The plan for this package; its files are there as long as the context is open.

    Raises CheckError for a package that is not valid, PackageError for one that is not whole.
    """
    check_shape(package)
    _refuse_incomplete(package)
    with tempfile.TemporaryDirectory(prefix="annexes-publish-") as folder:
        root, paths, descriptor = Path(folder), flat_files(package), flat_descriptor(package)
        items = [_copied(package.stored(path).open(), root / name) for name, path in paths.items()]
        by_path = {path: item.sha256 for path, item in zip(paths.values(), items, strict=True)}
        items.append(_copied(io.BytesIO(descriptor), root / DESCRIPTOR))
        # what was read for the copies is not read again for the facts
        known = {root / name: package.stored(path) for name, path in paths.items()}
        flat = Package(root, json.loads(descriptor), package.progress, known)
        _check(flat, package, paths)
        _check_documents(package, by_path)
        originals = {p: by_path.get(p) or package.stored(p).digest() for p in named(package)}
        yield Plan(package, about(flat), tuple(sorted(items, key=attrgetter("path"))), originals)


def _copied(data: IO[bytes], copy: Path) -> Item:
    """Write a file that is read once, for its bytes and for its checksums."""
    md5, sha256 = hashlib.md5(usedforsecurity=False), hashlib.sha256()
    with data, copy.open("wb") as out:
        while chunk := data.read(CHUNK):
            out.write(chunk)
            md5.update(chunk)
            sha256.update(chunk)
    return Item(copy.name, copy, copy.stat().st_size, md5.hexdigest(), sha256.hexdigest())


def _refuse_incomplete(package: Package) -> None:
    """What stands somewhere else may be another file tomorrow; what is not here cannot be sent."""
    listed = [resource.get("path") for resource in package.descriptor["resources"]]
    for path in (one for own in listed for one in (own if isinstance(own, list) else [own])):
        if "://" in str(path):
            problem = f"'{path}' is not a file of the package"
            hint = "bring the file into the package: only what is complete is published"
            raise PackageError.of("package", package.place, problem, hint)
    for path in named(package):
        file = package.file(path)
        if not (file.is_file() and os.access(file, os.R_OK)):
            problem = "the descriptor names this file, but it cannot be read"
            hint = "get the whole package: only what is complete is published"
            raise PackageError.of("package", file, problem, hint)


def _check(flat: Package, package: Package, paths: Mapping[str, str]) -> None:
    """Check the copy; what is wrong is named as it stands in the package."""
    from annexes.validation.bounded import check_package

    try:
        problems = check_package(flat)
    except PackageError as error:
        problems = list(error.problems)
    places = {str(flat.root / name): package.root / path for name, path in paths.items()}
    places[str(flat.root / DESCRIPTOR)] = package.root / DESCRIPTOR
    raise_if_any(CheckError, (_placed(problem, places) for problem in problems))


def _placed(problem: Problem, places: Mapping[str, Path]) -> Problem:
    """The problem with the place of the original instead of the copy."""
    file = problem.place.file
    return replace(problem, place=replace(problem.place, file=str(places.get(file, file))))


def _check_documents(package: Package, sha256: Mapping[str, str]) -> None:
    """The documents are those that the figures were read from, where the package says which."""
    listed = {row["document"]: row.get("sha256") for row in package.records_of("documents")}
    for edition in package.own.get("editions", []):
        if listed.get(edition["document"]) not in (None, sha256.get(edition["path"])):
            problem = "the document is not the one that the package was built from"
            raise CheckError.of("document", package.root / edition["path"], problem)


# ── how it ended ────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Outcome:
    """`state` is 'published', 'updated', 'reserved' (a DOI, of a draft that stays one), or
    'unchanged', where nothing had to be sent.
    """

    state: str
    url: str
    version: str
    record: str
    doi: str = ""


def is_later(version: str, other: str) -> bool:
    """Whether the first version is later than the second; False if they cannot be compared."""
    numbers = [_numbers(version), _numbers(other)]
    return all(numbers) and numbers[0] > numbers[1]


def _numbers(version: str) -> list[int]:
    plain = re.fullmatch(r"v?([0-9]{1,9}(?:\.[0-9]{1,9})*)", version.strip())
    return [int(part) for part in plain[1].split(".")] if plain else []
