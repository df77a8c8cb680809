"""A path → the folder of a package, its descriptor as it stands there, and nothing followed yet."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from annexes.base.errors import PackageError, UsageError
from annexes.package.disk import Package
from annexes.validation.references import PARTS, inside, referenced, size_of

DESCRIPTORS = ("datapackage.json", "datapackage.yaml", "datapackage.yml")
YAML = (".yaml", ".yml")
TABLES = (".csv", ".tsv", ".txt", ".xlsx", ".xls", ".ods")
UNPACKED, TIMES = 1_000_000_000, 200
"""A zip may unpack to so many bytes, or to so many times its own size if that is more."""


class NothingToReadError(PackageError):
    """There is no package at the path."""

    exit_code = 3


@dataclass(frozen=True)
class OpenedDescriptor:
    """The file of the descriptor, what it says, and the bytes of the package.

    `described` is False where the descriptor was made up for a table alone, and is in no file, and
    `is_strict` where it is not in UTF-8, or begins with a mark: then frictionless refuses it.
    """

    file: Path
    descriptor: Any
    size: int
    described: bool = True
    is_strict: bool = True

    @cached_property
    def package(self) -> Package:
        """The same as a package, of which each small file is read once."""
        return Package(self.file.parent, self.descriptor)

    @property
    def parts(self) -> list[str]:
        """The files of the schemas and dialects that are not in the descriptor itself."""
        return [path for _, name, path in referenced(self.descriptor) if name in PARTS]

    @cached_property
    def whole(self) -> dict[str, Any]:
        """What it says, with the schemas and dialects that are files inside the package in place.

        A file that cannot be read stays a path, and nothing is fetched.
        """
        parts = {path: self._part(path) for path in self.parts}

        def in_place(own: Any) -> Any:
            if not isinstance(own, dict):
                return own
            named = {name: own[name] for name in PARTS if isinstance(own.get(name), str)}
            return own | {name: parts[path] or path for name, path in named.items()}

        whole = dict(self.descriptor) if isinstance(self.descriptor, dict) else {}
        if isinstance(listed := whole.get("resources"), list):
            whole["resources"] = list(map(in_place, listed))
        return whole

    def _part(self, path: str) -> dict[str, Any]:
        """Frictionless reads JSON in UTF-8 only, without a mark at its beginning."""
        file = inside(self.file.parent, path)
        try:
            part = json.loads(file.read_text("utf-8")) if file and file.is_file() else None
        except (OSError, ValueError, RecursionError):
            return {}  # frictionless reports it
        return part if isinstance(part, dict) else {}


@contextmanager
def opened(path: Path, schema: str = "") -> Iterator[OpenedDescriptor]:
    """The package at a folder, a descriptor, or a zip, which is unpacked for the while.

    With a `schema`, a file, the path is that of a table. Raises NothingToReadError where nothing
    is, UsageError for what is no package, PackageError for one that cannot be read.
    """
    text = str(path)
    if "://" in text or re.match(r"https?:/", text):
        raise UsageError.of(
            "usage", path, "this is an address", "download it: only local packages are read"
        )
    if not path.exists():
        raise NothingToReadError.of("package", path, "there is no package here", "check the path")
    if not path.is_dir() and not path.is_file():
        raise UsageError.of(
            "usage", path, "this is no file", "name the folder of a package, or its descriptor"
        )
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
        raise UsageError.of("usage", path, "this is a table", hint)
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
        raise NothingToReadError.of("package", shown, "there is no datapackage.json here", hint)
    return file


def _read(file: Path) -> OpenedDescriptor:
    try:
        data = file.read_bytes()
    except OSError as error:
        raise NothingToReadError.of(
            "package", file, f"it cannot be read: {error.strerror}", "check the path"
        ) from error
    try:
        if file.suffix in YAML:
            from yaml import safe_load

            descriptor = safe_load(data)
        else:
            descriptor = json.loads(data)
    except MemoryError:
        raise
    except Exception as error:  # JSON and YAML have errors of their own, and of depth
        problem = f"the descriptor cannot be read: {' '.join(str(error).split())}"
        raise PackageError.of("package", file, problem, "correct its form") from error
    paths = {path for _, _, path in referenced(descriptor)}
    size = len(data) + sum(size_of(inside(file.parent, path)) for path in paths)
    is_strict = file.suffix not in YAML and _is_strict(data)
    return OpenedDescriptor(file, descriptor, size, is_strict=is_strict)


def _is_strict(data: bytes) -> bool:
    """True for what frictionless reads as JSON."""
    try:
        return bool(json.loads(data.decode()))
    except ValueError:
        return False


def _is_zip(path: Path) -> bool:
    if path.suffix in (".json", *YAML) or not path.is_file():
        return False
    import zipfile  # slower to load than a descriptor

    return zipfile.is_zipfile(path)


def unpack(path: Path, folder: Path) -> None:
    """Unpack a zip; raises PackageError, with nothing written, if a member would leave the folder,
    if it unpacks to more than it may, or if it is damaged.
    """
    import zipfile

    try:
        archive = zipfile.ZipFile(path)
    except (OSError, zipfile.BadZipFile) as error:
        problem = "this is no zip that can be read"
        raise PackageError.of("package", path, problem, "download it again") from error
    with archive:
        members = archive.infolist()
        most = max(UNPACKED, TIMES * path.stat().st_size)
        if sum(member.file_size for member in members) > most:
            raise PackageError.of(
                "package", path, "it unpacks to more than it may", "unpack it by hand"
            )
        for member in members:
            target = (folder / member.filename).resolve()
            if not target.is_relative_to(folder.resolve()):
                problem = f"'{member.filename}' would be written outside the package"
                raise PackageError.of("package", path, problem, "do not use this file")
        try:
            archive.extractall(folder)
        except (OSError, zipfile.BadZipFile, RuntimeError) as error:
            raise PackageError.of(
                "package", path, f"it cannot be unpacked: {error}", "download it again"
            ) from error
