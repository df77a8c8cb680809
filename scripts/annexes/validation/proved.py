"""What was proved of some bytes by some engine need not be proved again."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path

READERS = ("duckdb", "frictionless", "msgspec")
"""The libraries on which a proof depends, beside the engine itself."""


def seal_of(files: Mapping[str, bytes]) -> str:
    """The SHA-256 of these files, of the engine, and of the versions of its libraries."""
    digest = hashlib.sha256()
    engine = Path(__file__).parents[1]
    own = [path for path in engine.rglob("*") if path.suffix in (".py", ".toml")]
    sources = {path.relative_to(engine).as_posix(): path.read_bytes() for path in own}
    versions = {name: version(name).encode() for name in READERS}
    for name, data in [*sorted(sources.items()), *versions.items(), *sorted(files.items())]:
        for part in (name.encode(), data):
            digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()


def is_proved(seal: str) -> bool:
    """True if these bytes were proved by this engine on this machine."""
    return (_folder() / seal).is_file()


def remember(seal: str) -> None:
    """These bytes are proved; where nothing can be kept, they are proved again the next time."""
    with suppress(OSError):
        _folder().mkdir(parents=True, exist_ok=True, mode=0o700)
        (_folder() / seal).touch()


def _folder() -> Path:
    cache = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")  # noqa: PTH111
    return Path(cache, "annexes", "proved")
