"""Where in its file a fault is: the line and the column that an editor shows."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path

from annexes.base.errors import Place
from annexes.validation.report import Fault, Report

DELIMITERS = ",;\t|"
"""That of a file is the one that comes most often in its header."""
LONGEST = 100_000
"""Signs of a header that are looked at."""


def placed(report: Report) -> list[tuple[Fault, Place]]:
    """Each fault with its file, and with the line and the column there, where they are known."""
    files = {own.name: str(Path(report.folder) / own.path) for own in report.resources}
    faults = [*report.findings, *report.beyond, *report.advice]
    wanted: dict[str, set[int]] = {name: set() for name in files}
    for fault in faults:
        if fault.row is not None and fault.resource in files:
            wanted[fault.resource].add(fault.row)
    rows = {name: _rows(Path(files[name]), numbers) for name, numbers in wanted.items() if numbers}
    descriptor = str(Path(report.folder) / "datapackage.json")
    return [
        (fault, _place(fault, files.get(fault.resource, descriptor), rows.get(fault.resource, {})))
        for fault in faults
    ]


def _place(fault: Fault, file: str, rows: Mapping[int, tuple[int, str, str]]) -> Place:
    if fault.row is None or fault.row not in rows:
        return Place(file)
    line, text, delimiter = rows[fault.row]
    cell = re.compile(rf'"(?:[^"]|"")*"[^{re.escape(delimiter)}]*|[^{re.escape(delimiter)}]*')
    at = 0
    for _ in range((fault.field or 1) - 1):
        found = cell.match(text, at)
        at = found.end() + 1 if found else len(text) + 1
    if not fault.field or at > len(text):
        return Place(file, line=line)
    before = text[:at].split("\n")
    return Place(file, line=line + len(before) - 1, column=1 + len(before[-1]))


def _rows(file: Path, numbers: set[int]) -> dict[int, tuple[int, str, str]]:
    """The first line of each of these rows of a CSV file, its text, and the delimiter: a line break
    in quotes makes a row of two lines.
    """
    found: dict[int, tuple[int, str, str]] = {}
    try:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            head = stream.readline(LONGEST)
            stream.seek(0)
            delimiter, read = max(DELIMITERS, key=head.count), list[str]()
            lines = csv.reader(_kept(stream, read), delimiter=delimiter)
            for number, _ in islice(enumerate(lines, start=1), max(numbers)):
                if number in numbers:
                    text = "".join(read).rstrip("\r\n")
                    found[number] = lines.line_num - len(read) + 1, text, delimiter
                read.clear()
    except (OSError, ValueError, csv.Error):
        return {}
    return found


def _kept(lines: Iterable[str], read: list[str]) -> Iterator[str]:
    """The same lines, each kept until it is cleared."""
    for line in lines:
        read.append(line)
        yield line
