"""Packages of another hand: each form, read by another program, holds every value of them."""

from __future__ import annotations

import datetime as dt
import json
import re
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from python_calamine import CalamineWorkbook

from annexes.exports.export import Exported, export
from annexes.exports.xlsx.workbook import SheetPlan
from annexes.package.disk import open_package
from annexes.package.opened import OpenedPackage, open_whole
from exports.odd_packages import Known, OddTable, is_same, write_odd_package

FEW, MANY = range(4), range(4, 60)


def made(folder: Path, seed: int) -> tuple[OpenedPackage, dict[str, OddTable], Exported]:
    tables = write_odd_package(folder / "package", seed)
    package = open_package(folder / "package")
    return open_whole(package), tables, export(package, folder / "out")


def check(table: OddTable, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    assert list(header) == table.header
    found = list(rows)
    assert len(found) == len(table.rows)
    for number, (expected, own) in enumerate(zip(table.rows, found, strict=True), start=1):
        for name, known, cell in zip(header, expected, own, strict=True):
            assert is_same(known, cell), f"{name}, row {number}: {cell!r} is not {known!r}"


def held_in_a_sheet(value: Known) -> Known:
    """Ends of lines are one sign in a cell, control characters are none, an empty text is none."""
    if not isinstance(value, str):
        return value
    text = value.replace("\r\n", "\n").replace("\r", "\n")
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f]", "\ufffd", text) or None


def from_a_sheet(known: Known, cell: Any) -> Any:
    """What a cell says, given what kind of value it ought to be."""
    if cell == "":
        return None
    match known:
        case int() if not isinstance(known, bool) and isinstance(cell, float | str):
            return int(cell)
        case Decimal() if isinstance(cell, str):
            return Decimal(cell)
        case dt.date() if isinstance(cell, dt.datetime):
            return cell.date()
    return cell


@pytest.mark.parametrize(
    "seed", [*FEW, *(pytest.param(seed, marks=pytest.mark.slow) for seed in MANY)]
)
def test_every_value_of_an_odd_package_is_in_every_form(tmp_path: Path, seed: int) -> None:
    source, tables, exported = made(tmp_path, seed)
    assert exported.failed == {}
    out, stems = tmp_path / "out", source.file_stems
    book = CalamineWorkbook.from_path(out / f"{source.stem}.xlsx")
    sheets = {sheet.table.name: sheet for sheet in SheetPlan(source).tables}
    with closing(sqlite3.connect(out / f"{source.stem}.sqlite")) as db:
        for name, table in tables.items():
            parquet = pq.read_table(out / f"parquet/{stems[name]}.parquet")
            columns = [column.to_pylist() for column in parquet.columns]
            check(table, parquet.column_names, zip(*columns, strict=True))

            rows = db.execute(f'SELECT * FROM "{name}"')
            check(table, [column[0] for column in rows.description], rows)

            with (out / f"jsonl/{stems[name]}.jsonl").open(newline="\n") as lines:
                records = [json.loads(line, parse_float=Decimal) for line in lines]
            header = list(records[0]) if records else table.header
            check(table, header, [list(record.values()) for record in records])

            sheet = sheets[name]
            own = [place for place, one in enumerate(sheet.columns) if one.names is None]
            above = 2 * len(SheetPlan(source).languages)
            width, height = len(sheet.columns), above + 1 + len(table.rows)
            grid: list[list[Any]] = book.get_sheet_by_name(sheet.name).to_python(
                skip_empty_area=False
            )
            grid = [[*row, *[""] * width][:width] for row in [*grid, *[[]] * height][:height]]
            held = [[held_in_a_sheet(value) for value in row] for row in table.rows]
            cells = [[row[place] for place in own] for row in grid[above + 1 :]]
            read = [
                [from_a_sheet(*pair) for pair in zip(row, line, strict=True)]
                for row, line in zip(held, cells, strict=True)
            ]
            titles = [str(held_in_a_sheet(title) or "") for title in table.header]
            check(OddTable(titles, held), [str(grid[above][place]) for place in own], read)
