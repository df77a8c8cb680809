"""The workbook follows the guidance of the UK's Government Analysis Function for spreadsheets.

https://analysisfunction.civilservice.gov.uk/policy-store/releasing-statistics-in-spreadsheets/
"""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from annexes.exports.export import export
from annexes.package.disk import open_package
from exports.made_up import write_package
from programs import need, office

COVERS = ("Cover", "Deckblatt")


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("guidance")
    export(open_package(write_package(folder / "package", ["Peru", "Österreich"])), folder / "out")
    return folder / "out/made-up.xlsx"


@pytest.fixture(scope="module")
def book(file: Path) -> Workbook:
    return openpyxl.load_workbook(file)


def sheets_of_tables(book: Workbook) -> list[Worksheet]:
    return [sheet for sheet in book if sheet.title not in COVERS]


def test_cover_contents_and_notes_come_first(book: Workbook) -> None:
    assert book.sheetnames[:6] == [*COVERS, "Contents", "Notes", "Columns", "Values"]
    for name, heading in zip(COVERS, ("How to cite", "So zitieren Sie"), strict=True):
        assert heading in [cell.value for cell in book[name]["A"]]
        assert book[name].max_column == 1


def test_the_contents_link_to_every_other_sheet(book: Workbook) -> None:
    sheet = book["Contents"]
    names = [row[0].value for row in sheet.iter_rows(min_row=6)]
    assert names == book.sheetnames[3:]
    for row, name in enumerate(names, start=6):
        assert sheet.cell(row, 1).hyperlink.location == f"'{name}'!A1"


def test_each_sheet_has_one_marked_table_under_title_and_note(book: Workbook) -> None:
    for sheet in sheets_of_tables(book):
        (table,) = sheet.tables.values()
        width = openpyxl.utils.get_column_letter(sheet.max_column)
        assert table.ref.startswith("A5:"), sheet.title
        assert table.ref == f"A5:{width}{max(sheet.max_row, 6)}", sheet.title
        assert [column.name for column in table.tableColumns] == [c.value for c in sheet[5]]
        assert all(sheet.cell(row, 1).value for row in (1, 2, 3, 4)), sheet.title
        assert "one table" in sheet["A3"].value


def test_nothing_is_merged_hidden_frozen_or_empty(book: Workbook) -> None:
    for sheet in book:
        assert not sheet.merged_cells.ranges, sheet.title
        assert sheet.freeze_panes is None, sheet.title
        assert sheet.sheet_state == "visible"
        assert not any(row.hidden for row in sheet.row_dimensions.values())
        assert not any(column.hidden for column in sheet.column_dimensions.values())
        for row in sheet.iter_rows(max_row=max(5, sheet.max_row)):
            empty = all(cell.value is None for cell in row)
            assert not empty or sheet.max_row == 5, f"{sheet.title} {row[0].row}"


def test_names_stand_beside_their_codes(book: Workbook) -> None:
    header, first = [*book["counts"].values][4:6]
    assert header[:6] == ("area", "area_label_en", "area_label_de", "code", "code_name_en",
                          "code_name_de")  # fmt: skip
    assert first[:6] == ("one", "text", "text", "C00", "Peru", "Peru")


def test_an_annex_is_one_table_of_its_lines(book: Workbook) -> None:
    rows = [*book["Annex 1"].values][4:]
    assert rows[0] == ("page", "part_", "code", "name_printed", "n", "part")
    assert [row[1] for row in rows[1:]] == ["above", "heading", "row", "row", "below"]
    assert rows[3] == (1, "row", "C00", "Peru", 10, 0)


@pytest.mark.slow
def test_libreoffice_shows_it(file: Path, tmp_path: Path) -> None:
    need("soffice")
    sheets = office(tmp_path, file)
    assert "Österreich" in sheets["counts"].read_text("utf-8")
    assert sheets["Deckblatt"].read_text("utf-8").startswith("text\n")
