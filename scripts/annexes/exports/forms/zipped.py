"""zip: the package as one archive. The same package gives the same bytes."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

from annexes.base.errors import Problem
from annexes.base.texts import texts_in
from annexes.exports.form import Beside, Form
from annexes.package.compare import different
from annexes.package.flat import contents
from annexes.package.opened import OpenedPackage

CHUNK = 1 << 20
READABLE = 0o100644 << 16
UNIX = 3


def write(source: OpenedPackage, out: Path, _: Beside) -> list[Problem]:
    """Write the archive: sorted names, one moment and one mode for all."""
    files, left_out = contents(source)
    with zipfile.ZipFile(out / _path(source), "w") as archive:
        for path, file in files.items():
            entry = zipfile.ZipInfo(path, source.moment.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = UNIX
            entry.external_attr = READABLE
            entry.file_size = file.size
            with file.open() as data, archive.open(entry, "w") as packed:
                shutil.copyfileobj(data, packed, CHUNK)
    return left_out


def read_back(source: OpenedPackage, out: Path) -> int:
    """Unpack in memory, piece by piece, and compare all bytes; no cell is counted."""
    path = out / _path(source)
    files, _ = contents(source)
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


def _path(source: OpenedPackage) -> str:
    return f"{source.stem}.zip"


FORM = Form(
    name="zip",
    holds="the package as one archive",
    paths=lambda source: [_path(source)],
    write=write,
    read_back=read_back,
    offers=lambda source, language: {_path(source): texts_in("exports", language)["form_zip"]},
    media_types={"zip": "application/zip"},
    is_whole=True,
)
