"""Files: written whole or not at all, and measured."""

from __future__ import annotations

import glob
import hashlib
import os
from pathlib import Path
from typing import NamedTuple


class Measured(NamedTuple):
    """The size of a file in bytes, and its SHA-256 as hex."""

    size: int
    sha256: str


def sha256_of(data: bytes) -> str:
    """The SHA-256 of these bytes as hex."""
    return hashlib.sha256(data).hexdigest()


def digest_of(path: Path, algorithm: str = "sha256") -> str:
    """A checksum of a file as hex; OSError if it cannot be read.

    MD5 is asked for where a portal or a descriptor names it: it guards nothing here.
    """
    with path.open("rb") as file:
        return hashlib.file_digest(file, lambda: _new(algorithm)).hexdigest()


def measured(path: Path) -> Measured:
    """Size and SHA-256 of a file; OSError if it cannot be read."""
    return Measured(path.stat().st_size, digest_of(path))


def write_durably(path: Path, data: bytes) -> None:
    """Write a file, with its folders, and return when it is on the disk."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def replace_whole(path: Path, data: bytes) -> None:
    """Write a file so that others see the old one or all of the new one, whatever happens."""
    aside = path.with_name(f".{path.name}.{os.getpid()}.new")
    _remove_left_behind(path)
    try:
        write_durably(aside, data)
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)


def _remove_left_behind(path: Path) -> None:
    """What writers of this file have left that were killed."""
    for left in path.parent.glob(f".{glob.escape(path.name)}.*.new"):
        pid = left.name.split(".")[-2]
        if pid.isdecimal() and not _is_running(int(pid)):
            left.unlink(missing_ok=True)


def _is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def sync_folder(folder: Path) -> None:
    """Return when the names in this folder are on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _new(algorithm: str) -> hashlib._Hash:
    """ValueError for an algorithm that is not known."""
    return hashlib.new(algorithm, usedforsecurity=False)
