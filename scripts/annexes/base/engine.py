"""Which engine this is: its version, and a fingerprint of all its files."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

NAME = "annexes"


class EngineIdentity(NamedTuple):
    """The version of the engine, and the SHA-256 of its files: another may make other bytes."""

    version: str
    sha256: str


@lru_cache
def engine() -> EngineIdentity:
    """The engine that runs here."""
    folder = Path(__file__).parents[1]
    files = (path for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc")
    total = hashlib.sha256()
    for path in sorted(files, key=lambda path: path.relative_to(folder).as_posix()):
        total.update(path.relative_to(folder).as_posix().encode() + b"\0")
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return EngineIdentity(metadata.version(NAME), total.hexdigest())
