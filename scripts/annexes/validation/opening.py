"""A path → the folder of a package, its descriptor as it stands there, and nothing followed yet."""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from annexes.base.errors import PackageError, Place, Problem, UsageError

DESCRIPTORS = ("datapackage.json", "datapackage.yaml", "datapackage.yml")
SUFFIXES = (".json", ".yaml", ".yml")
TABLES = (".csv", ".tsv", ".txt", ".xlsx", ".xls", ".ods")
UNPACKED, TIMES = 1_000_000_000, 200
"""A zip may unpack to so many bytes, or to so many times its own size if that is more."""


class NothingToReadError(PackageError):
    """There is no package at the path."""

    exit_code = 3


@dataclass(frozen=True)
class OpenedDescriptor:
    """The file of the descriptor, what it says, and the bytes of the package.

    `described` is False where the descriptor was made up for a table alone, and is in no file.
    """

    file: Path
    descriptor: Any
    size: int
    described: bool = True

    @cached_property
    def whole(self) -> dict[str, Any]:
        """What it says, with the schemas and dialects that are files inside the package in place.

        A file that cannot be read stays a path, and nothing is fetched.
        """
        whole = dict(self.descriptor) if isinstance(self.descriptor, dict) else {}
        if isinstance(listed := whole.get("resources"), list):
            whole["resources"] = [self._with_parts(own) for own in listed]
        return whole

    def _with_parts(self, resource: Any) -> Any:
        given = resource if isinstance(resource, dict) else {}
        parts = {name: self._part(given.get(name)) for name in ("schema", "dialect")}
        return {**given, **{name: own for name, own in parts.items() if own}} or resource

    def _part(self, path: Any) -> dict[str, Any]:
        file = inside(self.file.parent, path) if isinstance(path, str) else None
        try:
            part = json.loads(file.read_bytes()) if file and file.is_file() else None
        except (OSError, ValueError, RecursionError):
            return {}  # frictionless reports it
        return part if isinstance(part, dict) else {}

    @property
    def is_yaml(self) -> bool:
        """True for a descriptor in YAML."""
        return self.file.suffix in SUFFIXES[1:]


@contextmanager
def opened(path: Path, schema: str = "") -> Iterator[OpenedDescriptor]:
    """The package at a folder, a descriptor, or a zip, which is unpacked for the while.

    With a `schema`, a file, the path is that of a table. Raises NothingToReadError where nothing
    is, UsageError for what is no package, PackageError for one that cannot be read.
    """
    text = str(path)
    if "://" in text or re.match(r"https?:/", text):
        raise _usage(path, "this is an address", "download it: only local packages are read")
    if not path.exists():
        raise _nothing(path, "there is no package here", "check the path")
    if not path.is_dir() and not path.is_file():
        raise _usage(path, "this is no file", "name the folder of a package, or its descriptor")
    if path.suffix.lower() in TABLES:
        yield _table(path, schema)
    elif _is_zip(path):
        with tempfile.TemporaryDirectory(prefix="annexes-") as folder:
            unpack(path, Path(folder))
            inner = Path(folder)
            entries = list(inner.iterdir())
            alone = len(entries) == 1 and entries[0].is_dir()
            found = _read(_descriptor(entries[0] if alone else inner, path))
            yield replace(found, size=path.stat().st_size)
    else:
        yield _read(_descriptor(path, path) if path.is_dir() else path)


def _table(path: Path, schema: str) -> OpenedDescriptor:
    """A table alone, with the schema that describes it."""
    if not schema:
        hint = "name its package, or its schema with --schema FILE"
        raise _usage(path, "this is a table", hint)
    described = _read(Path(schema))
    name = re.sub(r"[^a-z0-9._-]", "-", path.stem.lower()).strip("-._") or "table"
    resource = {"name": name, "path": path.name, "schema": described.descriptor}
    descriptor = {"name": name, "resources": [resource]}
    size = described.size + path.stat().st_size
    return OpenedDescriptor(path.parent / DESCRIPTORS[0], descriptor, size, described=False)


def _descriptor(folder: Path, shown: Path) -> Path:
    found = (folder / name for name in DESCRIPTORS)
    file = next((file for file in found if file.is_file()), None)
    if file is None:
        hint = "name the folder of a package, its descriptor, or a zip of it"
        raise _nothing(shown, "there is no datapackage.json here", hint)
    return file


def _read(file: Path) -> OpenedDescriptor:
    try:
        data = file.read_bytes()
    except OSError as error:
        raise _nothing(file, f"it cannot be read: {error.strerror}", "check the path") from error
    try:
        if file.suffix in SUFFIXES[1:]:
            from yaml import safe_load

            descriptor = safe_load(data)
        else:
            descriptor = json.loads(data)
    except MemoryError:
        raise
    except Exception as error:  # JSON and YAML have errors of their own, and of depth
        problem = f"the descriptor cannot be read: {' '.join(str(error).split())}"
        raise _error(file, problem, "correct its form") from error
    return OpenedDescriptor(file, descriptor, len(data) + sum(_sizes(descriptor, file.parent)))


def _sizes(descriptor: Any, folder: Path) -> Iterator[int]:
    """The bytes of each file that a descriptor names, however often; outside of its folder none."""
    resources = descriptor.get("resources") if isinstance(descriptor, dict) else None
    listed = resources if isinstance(resources, list) else []
    maps = [own for own in listed if isinstance(own, dict)]
    for path in {path for own in maps for path in _paths(own)}:
        if file := inside(folder, path):
            with suppress(OSError):
                yield file.stat().st_size


def inside(folder: Path, path: str) -> Path | None:
    """Where a path leads, links followed; None if that is outside of the folder."""
    if "\0" in path:
        return None
    file = Path(os.path.realpath(folder / path))
    return file if file.is_relative_to(os.path.realpath(folder)) else None


def _paths(resource: dict[str, Any]) -> list[str]:
    given = resource.get("path")
    named = [*(given if isinstance(given, list) else [given])]
    named += resource["extrapaths"] if isinstance(resource.get("extrapaths"), list) else []
    return [path for path in named if isinstance(path, str)]


def _is_zip(path: Path) -> bool:
    if path.suffix in SUFFIXES or not path.is_file():
        return False
    import zipfile  # slower to load than a descriptor

    return zipfile.is_zipfile(path)


def unpack(path: Path, folder: Path) -> None:
    """Unpack a zip; raises PackageError, with nothing written, if a member would leave the folder,
    if it unpacks to more than it may, or if it is damaged.
    """
    import zipfile

    with _zip(path) as archive:
        members = archive.infolist()
        most = max(UNPACKED, TIMES * path.stat().st_size)
        if sum(member.file_size for member in members) > most:
            raise _error(path, "it unpacks to more than it may", "unpack it by hand")
        for member in members:
            target = (folder / member.filename).resolve()
            if not target.is_relative_to(folder.resolve()):
                problem = f"'{member.filename}' would be written outside the package"
                raise _error(path, problem, "do not use this file")
        try:
            archive.extractall(folder)
        except (OSError, zipfile.BadZipFile, RuntimeError) as error:
            raise _error(path, f"it cannot be unpacked: {error}", "download it again") from error


def _zip(path: Path) -> Any:
    import zipfile

    try:
        return zipfile.ZipFile(path)
    except (OSError, zipfile.BadZipFile) as error:
        raise _error(path, "this is no zip that can be read", "download it again") from error


def _nothing(path: Path, problem: str, hint: str) -> NothingToReadError:
    return NothingToReadError(Problem("package", Place(str(path)), problem, hint))


def _usage(path: Path, problem: str, hint: str) -> UsageError:
    return UsageError(Problem("usage", Place(str(path)), problem, hint))


def _error(path: Path, problem: str, hint: str) -> PackageError:
    return PackageError(Problem("package", Place(str(path)), problem, hint))
