"""xlsx: a workbook for Excel and LibreOffice."""

from __future__ import annotations

from annexes.exports.form import later, whole_file

WORKBOOK = "annexes.exports.xlsx.workbook"

FORM = whole_file(
    "xlsx",
    "a workbook for Excel and LibreOffice: cover, contents, notes, a sheet per table",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    later(WORKBOOK, "write"),
    later(WORKBOOK, "read_back"),
)
