"""Which engine this is: its version, a fingerprint of its files, what is installed beside it."""

from __future__ import annotations

import hashlib
import os
import sys
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

NAME = "annexes"


class EngineIdentity(NamedTuple):
    """The version of the engine, and the SHA-256 of its files: another may make other bytes.

    The version is '' where the engine runs from its sources alone.
    """

    version: str
    sha256: str


def engine() -> EngineIdentity:
    """The engine that runs here."""
    from importlib import metadata

    try:
        return EngineIdentity(metadata.version(NAME), fingerprint())
    except metadata.PackageNotFoundError:
        return EngineIdentity("", fingerprint())


@lru_cache
def fingerprint() -> str:
    """The SHA-256 of all files of the engine."""
    folder = Path(__file__).parents[1]
    files = (path for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc")
    total = hashlib.sha256()
    for path in sorted(files, key=lambda path: path.relative_to(folder).as_posix()):
        total.update(path.relative_to(folder).as_posix().encode() + b"\0")
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def installed() -> list[str]:
    """Python, and every distribution that it can import: name and version, as in `x-1.0`."""
    folders = (folder for folder in sys.path if os.path.isdir(folder))  # noqa: PTH112
    names = {name for folder in folders for name in os.listdir(folder)}  # noqa: PTH208
    own = (name.removesuffix(".dist-info") for name in names if name.endswith(".dist-info"))
    return [sys.version, *sorted(own)]
