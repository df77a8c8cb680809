"""Files in a zip: the same files give the same bytes."""

from __future__ import annotations

import datetime as dt
import shutil
import zipfile
from collections.abc import Mapping
from pathlib import Path

from annexes.package.stored import StoredFile

CHUNK = 1 << 20
READABLE = 0o100644 << 16
UNIX = 3


def pack(target: Path, files: Mapping[str, StoredFile], moment: dt.datetime) -> None:
    """Write a zip with these files by their path in it, in their order, all of one moment."""
    with zipfile.ZipFile(target, "w") as archive:
        for path, file in files.items():
            entry = zipfile.ZipInfo(path, moment.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = UNIX
            entry.external_attr = READABLE
            entry.file_size = file.size
            with file.open() as data, archive.open(entry, "w") as packed:
                shutil.copyfileobj(data, packed, CHUNK)
