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
from annexes.exports import checksums, csvw, parquet, sqlite
from annexes.exports.page import render
from annexes.exports.xlsx import workbook
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
        with sqlite3.connect(out / "rrk-nrw.sqlite") as db:
            db.execute(statement)

    return damage


def cell(sheet: str, address: str, value: object) -> Damage:
    def damage(out: Path) -> None:
        book = openpyxl.load_workbook(out / "rrk-nrw.xlsx")
        book[sheet][address] = value
        book.save(out / "rrk-nrw.xlsx")

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
    with zipfile.ZipFile(out / "rrk-nrw.zip") as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    entries["data/cases.csv"] = entries["data/cases.csv"].replace(b"MAR,109", b"MAR,108")
    with zipfile.ZipFile(out / "rrk-nrw.zip", "w") as archive:
        for name, data in entries.items():
            archive.writestr(name, data)


def test_what_was_made_is_accepted(source: OpenedPackage, exported: Path) -> None:
    assert sqlite.read_back(source, exported) == 4650
    assert parquet.read_back(source, exported) == 4650
    assert csvw.read_back(source, exported) == 4650
    assert archive.compare_flat(source, exported) == 4650
    assert workbook.read_back(source, exported) > 4650
    assert render.read_back(source, exported) == 2 * 175 * 4


@pytest.mark.parametrize(
    ("damage", "read_back", "said"),
    [
        (
            sql("UPDATE cases SET accompanied = 108 WHERE accompanied = 109"),
            sqlite.read_back,
            "'cases.accompanied' holds 108 where the resource has 109",
        ),
        (sql("DELETE FROM cases WHERE rowid = 175"), sqlite.read_back, "has this row of 'cases'"),
        (
            sql("UPDATE countries SET alpha_2 = NULL WHERE alpha_2 = 'NA'"),
            sqlite.read_back,
            "holds None where the resource has 'NA'",
        ),
        (
            column("countries", "replace(numeric, '004', '4') AS numeric"),
            parquet.read_back,
            "holds '4' where the resource has '004'",
        ),
        (
            column("cases", "accompanied::DOUBLE AS accompanied"),
            parquet.read_back,
            "holds 0.0 where the resource has 0",
        ),
        (cell("cases", "D5", 7), workbook.read_back, "'cases.accompanied' holds 7"),
        (cell("countries", "C3", 4), workbook.read_back, "where the resource has '004'"),
        (cell("cases", "A1", "when"), workbook.read_back, "header of 'cases'"),
        (cell("Anlage 1", "B3", "Afganistan"), workbook.read_back, "'Anlage 1' holds"),
        (other_entry, archive.compare_zip, "'data/cases.csv' is not that of the package"),
        (replace("flat/cases.csv", b"MAR,1,", b"MAR,2,"), archive.compare_flat, "checksum"),
        (
            replace("csv-metadata.json", b'"base": "integer"', b'"base": "string"'),
            csvw.read_back,
            "holds '0' where the resource has 0",
        ),
        (
            replace("index.html", b'data-value="109"', b'data-value="108"'),
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
    (made / "rrk-nrw.zip").write_bytes(b"")
    with pytest.raises(CheckError, match=r"'rrk-nrw.zip' is not the file that is listed"):
        checksums.check(made, ["rrk-nrw.zip"])
