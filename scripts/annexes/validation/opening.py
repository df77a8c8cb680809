"""A path → the folder of a package, its descriptor as it stands there, and nothing followed yet."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from annexes.base.errors import PackageError, Place, Problem

DESCRIPTORS = ("datapackage.json", "datapackage.yaml", "datapackage.yml")
SUFFIXES = (".json", ".yaml", ".yml")
LARGEST = 200 << 30
"""Bytes that a zip may unpack to."""


@dataclass(frozen=True)
class Opened:
    """The file of the descriptor, and what it says; None if it is neither JSON nor YAML."""

    file: Path
    descriptor: Any

    @property
    def is_yaml(self) -> bool:
        """True for a descriptor in YAML."""
        return self.file.suffix in SUFFIXES[1:]


@contextmanager
def opened(path: Path) -> Iterator[Opened]:
    """The package at a folder, a descriptor, or a zip, which is unpacked for the while.

    Raises PackageError if there is none.
    """
    if _is_zip(path):
        with tempfile.TemporaryDirectory(prefix="annexes-") as folder:
            unpack(path, Path(folder))
            inner = Path(folder)
            entries = list(inner.iterdir())
            alone = len(entries) == 1 and entries[0].is_dir()
            yield _read(_descriptor(entries[0] if alone else inner, path))
    else:
        yield _read(_descriptor(path, path) if path.is_dir() else path)


def _descriptor(folder: Path, shown: Path) -> Path:
    found = (folder / name for name in DESCRIPTORS)
    file = next((file for file in found if file.is_file()), None)
    if file is None:
        hint = "name the folder of a package, its descriptor, or a zip of it"
        raise _error(shown, "there is no datapackage.json here", hint)
    return file


def _read(file: Path) -> Opened:
    try:
        data = file.read_bytes()
    except OSError as error:
        raise _error(file, "there is no package here", "check the path") from error
    try:
        if file.suffix in SUFFIXES[1:]:
            import yaml

            return Opened(file, yaml.safe_load(data))
        return Opened(file, json.loads(data))
    except (ValueError, RecursionError) as error:
        raise _error(file, f"the descriptor cannot be read: {error}", "correct its form") from error
    except Exception as error:  # YAML has errors of its own
        raise _error(file, "the descriptor is not YAML", "correct its form") from error


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
        if sum(member.file_size for member in members) > LARGEST:
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


def _error(path: Path, problem: str, hint: str) -> PackageError:
    return PackageError(Problem("package", Place(str(path)), problem, hint))
