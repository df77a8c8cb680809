"""The inner parts of XlsxWriter that `exports.xlsx.exact_sheet` uses: a release may change them."""

from __future__ import annotations

import inspect
import tomllib
from pathlib import Path

import pytest
import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from annexes.exports.xlsx.exact_sheet import ExactSheet

ROOT = Path(__file__).parents[2]


def test_the_parts_are_there(tmp_path: Path) -> None:
    own = inspect.signature(Worksheet._xml_number_element).parameters
    assert [*own] == [*inspect.signature(ExactSheet._xml_number_element).parameters]
    assert "re_control_chars_1.sub" in inspect.getsource(Worksheet._escape_control_characters)
    with xlsxwriter.Workbook(tmp_path / "w.xlsx", {"constant_memory": True}) as book:
        sheet = book.add_worksheet("s", ExactSheet)
        assert sheet.constant_memory
        assert sheet.index == 0
        sheet.mark_table("t", "title", ["a", "b"], 2, 1000)
        assert sheet.constant_memory
        (table,) = sheet.tables
        assert {table[key] for key in ("range", "a_range", "autofilter")} == {"A3:B1003"}


@pytest.mark.parametrize("number", [0.1, 0.30000000000000004, 1e300, -5e-324, 123456789012345680.0])
def test_a_number_is_written_as_itself(tmp_path: Path, number: float) -> None:
    import openpyxl

    with xlsxwriter.Workbook(tmp_path / "w.xlsx") as book:
        book.add_worksheet("s", ExactSheet).write_number(0, 0, number)
    assert openpyxl.load_workbook(tmp_path / "w.xlsx")["s"]["A1"].value == number


def test_a_release_that_was_not_looked_at_is_not_installed() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    (pin,) = (own for own in project["dependencies"] if own.startswith("xlsxwriter"))
    assert ",<" in pin
