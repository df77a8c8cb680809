"""zip: the package as one archive. The same package gives the same bytes."""

from __future__ import annotations

import zipfile
from pathlib import Path

from annexes.base.errors import Problem
from annexes.base.texts import texts_in
from annexes.exports.form import Beside, Form
from annexes.package.archive import CHUNK, pack
from annexes.package.compare import different
from annexes.package.flat import contents
from annexes.package.opened import OpenedPackage


def write(source: OpenedPackage, out: Path, _: Beside) -> list[Problem]:
    """Write the archive, its names sorted."""
    files, left_out = contents(source)
    pack(out / _path(source), files, source.moment)
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
