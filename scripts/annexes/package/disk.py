"""A package on disk: read it, compare it, replace it whole.

A new package is written beside the old one into NEXT, then NEXT is renamed to COMMIT: from that
moment on it is the package. What remains is to move its files to their places, the descriptor
last. Whoever is killed before the rename leaves the old package; whoever is killed after it
leaves work that the next command finishes (`recover`). Both folders are on the disk of the
package, so a move is a rename and no file is ever half.
"""

from __future__ import annotations

import contextlib
import csv
import errno
import io
import json
import os
import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from annexes.base.errors import PackageError, Place, Problem
from annexes.base.storage import sync_folder, write_durably
from annexes.package.stored import ROOM, Progress, StoredFile, silent

DESCRIPTOR = "datapackage.json"
KEY = "annexes"
"""Under it the engine says in the descriptor what the standard has no words for."""
DATA = "data"
SCHEMAS = "schema"
NEXT = ".next"
COMMIT = ".commit"

Files = Mapping[str, bytes]
"""A package in memory: the bytes of each file the machine owns, by path relative to the root."""


NO_ROOM = {errno.ENOSPC, errno.EFBIG, errno.EDQUOT}
"""A full disk, a file larger than a process may write, a used-up quota: all ask for room."""


@dataclass(frozen=True)
class Package:
    """A package on disk, opened through its descriptor; each file of it is read once."""

    root: Path
    descriptor: Mapping[str, Any]
    progress: Progress = field(default=silent, repr=False, compare=False)
    _stored: dict[Path, StoredFile] = field(default_factory=dict, repr=False, compare=False)
    _records: dict[str, list[dict[str, str]]] = field(
        default_factory=dict, repr=False, compare=False
    )

    @property
    def place(self) -> Place:
        """The descriptor, as the place of what is wrong with the package."""
        return Place(str(self.root / DESCRIPTOR))

    @property
    def own(self) -> Mapping[str, Any]:
        """What 'annexes build' has written under its key; nothing in other packages."""
        own = self.descriptor.get(KEY)
        return own if isinstance(own, dict) else {}

    @property
    def parts(self) -> Mapping[str, str]:
        """The resources by the part that they play, such as 'annexes' for the figures."""
        made = self.own.get("made")
        return made if isinstance(made, dict) else {}

    def resource(self, name: str) -> Mapping[str, Any]:
        """The descriptor of one resource; PackageError if there is none of this name."""
        for resource in self.descriptor["resources"]:
            if resource["name"] == name:
                return dict(resource)
        problem = f"there is no resource '{name}'"
        raise _error(self.root / DESCRIPTOR, problem, "run 'annexes info' to see what is there")

    def made(self, origin: str) -> str:
        """The name of the resource with this role, such as 'annexes' for the figures."""
        if origin in self.parts:
            return str(self.parts[origin])
        problem = f"the descriptor does not say which resource has the role '{origin}'"
        raise _error(self.root / DESCRIPTOR, problem, "use a package that 'annexes build' has made")

    def file(self, path: object) -> Path:
        """The file that the descriptor names by this path.

        Raises PackageError where the path is not relative, is a URL, or leaves the package, also
        through a symbolic link; whether there is such a file is not asked.
        """
        named = self.root / str(path)
        plain = isinstance(path, str) and not re.search(r"\0|://|^/", path)
        if plain and named.resolve().is_relative_to(self.root.resolve()):
            return named
        problem = f"the path '{path}' does not stay inside the package"
        hint = "name files by relative paths that stay inside the folder of the descriptor"
        raise _error(self.root / DESCRIPTOR, problem, hint)

    def stored(self, path: object) -> StoredFile:
        """The file that the descriptor names by this path, as `file`, to be read."""
        place = self.file(path)
        if place not in self._stored:
            room = ROOM - sum(one.kept for one in self._stored.values())
            self._stored[place] = StoredFile(place, self.progress, room)
        return self._stored[place]

    def records(self, name: str) -> list[dict[str, str]]:
        """The rows of a resource, every cell as the text it is; not to be changed."""
        if name not in self._records:
            self._records[name] = records(self._data(self.resource(name).get("path")))
        return self._records[name]

    def records_of(self, origin: str) -> list[dict[str, str]]:
        """The rows of the resource with this role, such as 'provenance'; none where none has it."""
        return self.records(self.parts[origin]) if origin in self.parts else []

    def schema(self, name: str) -> Mapping[str, Any]:
        """The schema of a resource; nothing where it has none."""
        return self.described(self.resource(name).get("schema"))

    def described(self, part: Any) -> Mapping[str, Any]:
        """A schema or dialect, given in place or by the path of a JSON file; nothing for None."""
        found = part if isinstance(part, dict) or part is None else self.json_in(part)
        return found if isinstance(found, dict) else {}

    def json_in(self, path: object) -> Any:
        """What the JSON file at this path says; PackageError if it is none."""
        file = self.stored(path)
        try:
            return json.loads(file.data)
        except (OSError, ValueError) as error:
            raise _error(file.path, "this is no JSON file", "restore it") from error

    def _data(self, path: object) -> bytes:
        try:
            return self.stored(path).data
        except OSError as error:
            hint = "restore the file, or build the package anew"
            problem = "the file of the resource cannot be read"
            raise _error(self.file(path), problem, hint) from error


def open_package(path: Path, progress: Progress = silent) -> Package:
    """Open the package at this folder or descriptor; finishes an interrupted build first.

    `progress` is told of large files while they are read.
    """
    file = path / DESCRIPTOR if path.is_dir() else path
    recover(file.parent)
    stored = StoredFile(file, progress)
    try:
        descriptor = json.loads(stored.data)
    except OSError as error:
        hint = "run 'annexes build', or name the folder of a package"
        raise _error(file, "there is no package here", hint) from error
    except ValueError as error:
        raise _error(file, f"the descriptor is not JSON: {error}", "restore it") from error
    resources = descriptor.get("resources") if isinstance(descriptor, dict) else None
    if not are_objects(resources):
        raise _error(file, "the descriptor has no list of resources", "restore it")
    return Package(file.parent, descriptor, progress, {file: stored})


def are_objects(entries: Any) -> bool:
    """Whether this is a list of objects."""
    return isinstance(entries, list) and all(isinstance(entry, dict) for entry in entries)


def records(data: bytes) -> list[dict[str, str]]:
    """The records of a CSV file as `tidy.to_csv` writes it."""
    return list(csv.DictReader(io.StringIO(data.decode(), newline="")))


def differences(root: Path, files: Files) -> list[str]:
    """The paths at which the package on disk is not, byte for byte, this one."""
    stale = owned(root) - set(files)
    return sorted(stale | {path for path, data in files.items() if _read(root / path) != data})


def write_package(root: Path, files: Files) -> None:
    """Replace the package at `root` by these files, all or nothing.

    Raises PackageError, with the old package in place, when the disk is full or read-only.
    """
    with _only_writer(root):
        _finish(root)
        stage = root / DATA / NEXT
        try:
            for path, data in files.items():
                write_durably(stage / path, data)
            for folder in {stage, *((stage / path).parent for path in files)}:
                sync_folder(folder)
            stage.rename(root / DATA / COMMIT)
        except OSError as error:
            shutil.rmtree(stage, ignore_errors=True)
            full = "there is no room: " if error.errno in NO_ROOM else ""
            hint = "the package is as it was; make room or allow writing, then build again"
            raise _error(stage, f"cannot write: {full}{error.strerror}", hint) from error
        _finish(root)


def recover(root: Path) -> None:
    """Finish a build that was interrupted after its commit, forget one interrupted before it."""
    if any((root / DATA / name).exists() for name in (NEXT, COMMIT)):
        with _only_writer(root):
            _finish(root)


@contextlib.contextmanager
def unchanged(root: Path) -> Iterator[None]:
    """Let no build replace the package while it is read; what was interrupted is finished first.

    A build that goes on is waited for. Do not write the package inside: it would wait for itself.
    """
    import fcntl

    if not (root / DATA).is_dir():
        yield
        return
    folder = os.open(root / DATA, os.O_RDONLY)
    try:
        while True:
            recover(root)
            fcntl.flock(folder, fcntl.LOCK_SH)
            if not any((root / DATA / name).exists() for name in (NEXT, COMMIT)):
                break
            fcntl.flock(folder, fcntl.LOCK_UN)
        yield
    finally:
        os.close(folder)


def _finish(root: Path) -> None:
    commit = root / DATA / COMMIT
    shutil.rmtree(root / DATA / NEXT, ignore_errors=True)
    if not commit.exists():
        return
    staged = [path for path in commit.rglob("*") if path.is_file()]
    for path in sorted(staged, key=lambda path: (path.name == DESCRIPTOR, path)):
        target = root / path.relative_to(commit)
        target.parent.mkdir(parents=True, exist_ok=True)
        path.replace(target)
    _remove_stale(root)
    sync_folder(root / DATA)
    sync_folder(root)
    shutil.rmtree(commit)


def _remove_stale(root: Path) -> None:
    """Delete the data and schemas of resources that the package no longer has."""
    descriptor = json.loads((root / DESCRIPTOR).read_bytes())
    resources = descriptor["resources"]
    named = {resource.get(key) for resource in resources for key in ("path", "schema")}
    for path in owned(root) - {path for path in named if isinstance(path, str)}:
        (root / path).unlink()


def owned(root: Path) -> set[str]:
    """The paths of all files of resources on disk, but for the descriptor."""
    found = [*(root / DATA).glob("*.csv"), *(root / SCHEMAS).glob("*.json")]
    return {path.relative_to(root).as_posix() for path in found}


@contextlib.contextmanager
def _only_writer(root: Path) -> Iterator[None]:
    """Hold the lock of the package; a second writer waits for the first."""
    import fcntl

    (root / DATA).mkdir(parents=True, exist_ok=True)
    folder = os.open(root / DATA, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def _error(path: Path, problem: str, hint: str) -> PackageError:
    return PackageError(Problem("package", Place(str(path)), problem, hint))
