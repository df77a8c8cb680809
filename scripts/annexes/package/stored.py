"""A file of a package: a small one is read once and kept, a large one is streamed; and a zip."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import shutil
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import IO

from annexes.base.storage import Measured, digest_of

SMALL = 1 << 22
"""Bytes up to which a file is kept."""
CHUNK = 1 << 20
READABLE, UNIX = 0o100644 << 16, 3
"""What a zip says of each file: its mode, and the system that knows such modes."""
ROOM = 1 << 24
"""Bytes that are kept of all files of a package together."""
Progress = Callable[[Path, float], None]
"""Told of each large file while it is read: the file, and how much of it, from 0 to 1."""


def silent(_: Path, __: float) -> None:
    """Tell nobody."""


@dataclass(frozen=True)
class StoredFile:
    """A file that is there, or not: what reads it raises OSError then."""

    path: Path
    progress: Progress = silent
    room: int = ROOM

    @cached_property
    def size(self) -> int:
        """Its size in bytes."""
        return self.path.stat().st_size

    @property
    def is_small(self) -> bool:
        """Whether it is kept once it was read."""
        return self.size <= min(SMALL, self.room)

    @property
    def kept(self) -> int:
        """The bytes that it takes of the room, 0 also of a file that is not there."""
        try:
            return self.size if self.is_small else 0
        except OSError:
            return 0

    @cached_property
    def data(self) -> bytes:
        """All of it; of a large file this is called by no one who can stream."""
        return self.path.read_bytes()

    def open(self) -> IO[bytes]:
        """Its bytes as a stream."""
        if self.is_small:
            return io.BytesIO(self.data)
        return io.BufferedReader(_Watched(self), 1 << 20)

    def copy_to(self, target: Path) -> None:
        """Copy it there, with the folders that it needs."""
        target.parent.mkdir(parents=True, exist_ok=True)
        if self.is_small:
            target.write_bytes(self.data)
        else:
            shutil.copyfile(self.path, target)

    def digest(self, algorithm: str = "sha256") -> str:
        """A checksum as hex; ValueError for an algorithm that is not known."""
        if self.is_small:
            return hashlib.new(algorithm, self.data, usedforsecurity=False).hexdigest()
        return digest_of(self.path, algorithm)

    @cached_property
    def measured(self) -> Measured:
        """Its size and its SHA-256."""
        return Measured(self.size, self.digest())


class _Watched(io.FileIO):
    """A large file that says how far it was read."""

    def __init__(self, file: StoredFile) -> None:
        super().__init__(file.path)
        self._file, self._done = file, 0

    def readinto(self, buffer: object) -> int:
        """Read as any file, and say how far."""
        many = super().readinto(buffer) or 0  # type: ignore[arg-type]
        self._done += many
        self._file.progress(self._file.path, self._done / max(1, self._file.size))
        return many


def pack(target: Path, files: Mapping[str, StoredFile], moment: dt.datetime) -> None:
    """Write a zip with these files by their path in it, in their order, all of one moment.

    The same files give the same bytes.
    """
    with zipfile.ZipFile(target, "w") as archive:
        for path, file in files.items():
            entry = zipfile.ZipInfo(path, moment.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = UNIX
            entry.external_attr = READABLE
            entry.file_size = file.size
            with file.open() as data, archive.open(entry, "w") as packed:
                shutil.copyfileobj(data, packed, CHUNK)
