"""An export that is not its package is not let out: one changed cell is enough."""

from __future__ import annotations

import shutil
import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path

import duckdb
import openpyxl
import pytest

from annexes.base.errors import AnnexesError, CheckError
from annexes.exports import checksums
from annexes.exports.forms import csvw, package_files, parquet, sqlite, xlsx
from annexes.exports.page import render
from annexes.package import flat as archive
from annexes.package.disk import open_package
from annexes.package.opened import OpenedPackage, open_whole

Damage = Callable[[Path], None]


@pytest.fixture(scope="module")
def source(root: Path) -> OpenedPackage:
    return open_whole(open_package(root))


@pytest.fixture
def made(exported: Path, tmp_path: Path) -> Path:
    """A copy of the exports, to damage."""
    return Path(shutil.copytree(exported, tmp_path / "made"))


def replace(name: str, old: bytes, new: bytes) -> Damage:
    def damage(out: Path) -> None:
        data = (out / name).read_bytes()
        assert old in data
        (out / name).write_bytes(data.replace(old, new, 1))

    return damage


def sql(statement: str) -> Damage:
    def damage(out: Path) -> None:
        with sqlite3.connect(out / "ship-inspections.sqlite") as db:
            db.execute(statement)

    return damage


def cell(sheet: str, address: str, value: object) -> Damage:
    def damage(out: Path) -> None:
        book = openpyxl.load_workbook(out / "ship-inspections.xlsx")
        book[sheet][address] = value
        book.save(out / "ship-inspections.xlsx")

    return damage


def column(table: str, change: str) -> Damage:
    def damage(out: Path) -> None:
        path = out / f"parquet/{table}.parquet"
        duckdb.execute(
            f"COPY (SELECT * REPLACE ({change}) FROM '{path}') TO '{path}.new' (FORMAT parquet)"
        )
        (out / f"parquet/{table}.parquet.new").replace(path)

    return damage


def other_entry(out: Path) -> None:
    with zipfile.ZipFile(out / "ship-inspections.zip") as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    entries["data/inspections.csv"] = entries["data/inspections.csv"].replace(b"LBR,31", b"LBR,30")
    with zipfile.ZipFile(out / "ship-inspections.zip", "w") as archive:
        for name, data in entries.items():
            archive.writestr(name, data)


def test_what_was_made_is_accepted(source: OpenedPackage, exported: Path) -> None:
    assert sqlite.FORM.read_back(source, exported) == 2218
    assert parquet.FORM.read_back(source, exported) == 2218
    assert csvw.read_back(source, exported) == 2218
    assert archive.compare_flat(source, exported) == 2218
    assert xlsx.FORM.read_back(source, exported) > 2218
    assert render.read_back(source, exported) == 2 * 28 * 4


@pytest.mark.parametrize(
    ("damage", "read_back", "said"),
    [
        (
            sql("UPDATE inspections SET inspected = 30 WHERE inspected = 31"),
            sqlite.FORM.read_back,
            "'inspections.inspected' holds 30 where the resource has 31",
        ),
        (
            sql("DELETE FROM inspections WHERE rowid = 28"),
            sqlite.FORM.read_back,
            "has this row of 'inspections'",
        ),
        (
            sql("UPDATE flags SET alpha_2 = NULL WHERE alpha_2 = 'NA'"),
            sqlite.FORM.read_back,
            "holds None where the resource has 'NA'",
        ),
        (
            column("flags", "replace(numeric, '004', '4') AS numeric"),
            parquet.FORM.read_back,
            "holds '4' where the resource has '004'",
        ),
        (
            column("inspections", "inspected::DOUBLE AS inspected"),
            parquet.FORM.read_back,
            "holds 4.0 where the resource has 4",
        ),
        (cell("inspections", "J9", 7), xlsx.FORM.read_back, "'inspections.inspected' holds 7"),
        (
            cell("inspections", "F9", "elsewhere"),
            xlsx.FORM.read_back,
            "'elsewhere' is not the name of",
        ),
        (cell("flags", "C7", 4), xlsx.FORM.read_back, "where the resource has '004'"),
        (cell("inspections", "A5", "when"), xlsx.FORM.read_back, "header of 'inspections'"),
        (cell("Anlage 1", "D9", "Antigua"), xlsx.FORM.read_back, "'Anlage 1' holds"),
        (
            other_entry,
            package_files.ZIP.read_back,
            "'data/inspections.csv' is not that of the package",
        ),
        (replace("flat/inspections.csv", b"LBR,9,", b"LBR,8,"), archive.compare_flat, "checksum"),
        (
            replace("csv-metadata.json", b'"base": "integer"', b'"base": "string"'),
            csvw.read_back,
            "holds '4' where the resource has 4",
        ),
        (
            replace("index.html", b'data-value="31"', b'data-value="30"'),
            render.read_back,
            "the table has",
        ),
    ],
)
def test_a_changed_cell_is_found(
    source: OpenedPackage,
    made: Path,
    damage: Damage,
    read_back: Callable[[OpenedPackage, Path], int],
    said: str,
) -> None:
    damage(made)
    with pytest.raises(AnnexesError, match=said):
        read_back(source, made)


def test_a_file_that_is_not_the_listed_one_is_found(made: Path) -> None:
    (made / "ship-inspections.zip").write_bytes(b"")
    with pytest.raises(CheckError, match=r"'ship-inspections.zip' is not the file that is listed"):
        checksums.check(made, ["ship-inspections.zip"])
