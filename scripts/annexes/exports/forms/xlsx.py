"""xlsx: a workbook for Excel and LibreOffice."""

from __future__ import annotations

from pathlib import Path

from annexes.base.errors import Problem
from annexes.exports.form import whole_file
from annexes.package.opened import OpenedPackage


def _write(source: OpenedPackage, file: Path) -> list[Problem]:
    from annexes.exports.xlsx.workbook import write

    return write(source, file)


def _read_back(source: OpenedPackage, file: Path) -> int:
    from annexes.exports.xlsx.workbook import read_back

    return read_back(source, file)


FORM = whole_file(
    "xlsx",
    "a workbook for Excel and LibreOffice: cover, contents, notes, a sheet per table",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    _write,
    _read_back,
)
