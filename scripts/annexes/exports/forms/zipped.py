"""zip: the package as one archive. The same package gives the same bytes."""

from __future__ import annotations

import zipfile
from pathlib import Path

from annexes.base.errors import Problem
from annexes.exports.form import whole_file
from annexes.package.archive import CHUNK, pack
from annexes.package.compare import different
from annexes.package.flat import contents
from annexes.package.opened import OpenedPackage


def write(source: OpenedPackage, path: Path) -> list[Problem]:
    """Write the archive, its names sorted."""
    files, left_out = contents(source.package)
    pack(path, files, source.moment)
    return left_out


def read_back(source: OpenedPackage, path: Path) -> int:
    """Unpack in memory, piece by piece, and compare all bytes; no cell is counted."""
    files, _ = contents(source.package)
    with zipfile.ZipFile(path) as archive:
        if archive.namelist() != list(files):
            raise different(path, None, "its files are not those of the package")
        for name, file in files.items():
            with file.open() as data, archive.open(name) as packed:
                while chunk := data.read(CHUNK):
                    if packed.read(len(chunk)) != chunk:
                        raise different(path, None, f"'{name}' is not that of the package")
                if packed.read(1):
                    raise different(path, None, f"'{name}' is longer than in the package")
    return 0


FORM = whole_file("zip", "the package as one archive", "application/zip", write, read_back)
