"""xlsx: a workbook for Excel and LibreOffice."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from annexes.base.errors import Problem
from annexes.base.texts import texts_in
from annexes.exports.form import Beside, Form
from annexes.package.opened import OpenedPackage


def _path(source: OpenedPackage) -> str:
    return f"{source.stem}.xlsx"


def _write(source: OpenedPackage, out: Path, _: Beside) -> Sequence[Problem]:
    from annexes.exports.xlsx.workbook import write

    return write(source, out / _path(source))


def _read_back(source: OpenedPackage, out: Path) -> int:
    from annexes.exports.xlsx.workbook import read_back

    return read_back(source, out / _path(source))


FORM = Form(
    name="xlsx",
    holds="a workbook for Excel and LibreOffice: cover, contents, notes, a sheet per table",
    paths=lambda source: [_path(source)],
    write=_write,
    read_back=_read_back,
    offers=lambda source, language: {_path(source): texts_in("exports", language)["form_xlsx"]},
    media_types={"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
    is_whole=True,
)
