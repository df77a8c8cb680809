"""files: the package as it is, byte for byte."""

from __future__ import annotations

from pathlib import Path

from annexes.base.errors import Problem
from annexes.base.storage import digest_of
from annexes.base.texts import texts_in
from annexes.exports.form import Beside, Form, titled
from annexes.package.compare import different
from annexes.package.disk import DESCRIPTOR
from annexes.package.flat import contents
from annexes.package.opened import OpenedPackage


def write(source: OpenedPackage, out: Path, _: Beside) -> list[Problem]:
    """Copy the files of the package to where they stand in it."""
    files, left_out = contents(source.package)
    for path, file in files.items():
        file.copy_to(out / path)
    return left_out


def read_back(source: OpenedPackage, out: Path) -> int:
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


FORM = Form(
    name="files",
    holds="the package as it is",
    paths=lambda source: contents(source.package)[0],
    write=write,
    read_back=read_back,
    offers=_offers,
    media_types={"csv": "text/csv", "json": "application/json"},
)
