"""files, flat, zip: the package itself, as it is, without folders, and as one archive."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path
from typing import IO

from annexes.base.errors import Problem
from annexes.base.storage import digest_of
from annexes.base.texts import texts_in
from annexes.exports.form import Beside, Form, titled, whole_file
from annexes.package.compare import different
from annexes.package.disk import DESCRIPTOR
from annexes.package.flat import FLAT, compare_flat, contents, flat_files, write_flat
from annexes.package.opened import OpenedPackage
from annexes.package.stored import CHUNK, pack


def _copy(source: OpenedPackage, out: Path, _: Beside) -> list[Problem]:
    """Copy the files of the package to where they stand in it."""
    files, left_out = contents(source.package)
    for path, file in files.items():
        file.copy_to(out / path)
    return left_out


def _compare_copies(source: OpenedPackage, out: Path) -> int:
    """Compare all bytes; no cell is counted."""
    for path, file in contents(source.package)[0].items():
        if digest_of(out / path) != file.digest():
            raise different(out / path, None, f"'{path}' is not that of the package")
    return 0


def _offers(source: OpenedPackage, language: str) -> dict[str, str]:
    tables = {
        str(table.resource["path"]): f"{titled(source, name, language)} – CSV"
        for name, table in source.tables.items()
    }
    return {**tables, DESCRIPTOR: texts_in("exports", language)["form_descriptor"]}


def _zip(source: OpenedPackage, path: Path) -> list[Problem]:
    """Write the archive, its names sorted."""
    files, left_out = contents(source.package)
    pack(path, files, source.moment)
    return left_out


def _compare_zip(source: OpenedPackage, path: Path) -> int:
    """Unpack in memory, piece by piece, and compare all bytes; no cell is counted."""
    files, _ = contents(source.package)
    with zipfile.ZipFile(path) as archive:
        if archive.namelist() != list(files):
            raise different(path, None, "its files are not those of the package")
        for name, file in files.items():
            with file.open() as data, archive.open(name) as packed:
                pairs = zip_longest(_pieces(data), _pieces(packed))
                if any(own != other for own, other in pairs):
                    raise different(path, None, f"'{name}' is not that of the package")
    return 0


def _pieces(stream: IO[bytes]) -> Iterator[bytes]:
    return iter(lambda: stream.read(CHUNK), b"")


FILES = Form(
    name="files",
    holds="the package as it is",
    paths=lambda source: contents(source.package)[0],
    write=_copy,
    read_back=_compare_copies,
    offers=_offers,
    media_types={"csv": "text/csv", "json": "application/json"},
)
FLATTENED = Form(
    name="flat",
    holds="the package without folders, a valid package of its own",
    paths=lambda source: [f"{FLAT}/{name}" for name in (DESCRIPTOR, *flat_files(source.package))],
    write=lambda source, out, _: write_flat(source, out),
    read_back=compare_flat,
)
ZIP = whole_file("zip", "the package as one archive", "application/zip", _zip, _compare_zip)
