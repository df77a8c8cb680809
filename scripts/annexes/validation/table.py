"""The rows of a table as a relation of DuckDB: read where they lie, or written down plainly first.

A CSV file is read where it lies if Python's csv module and DuckDB surely see the same cells in
it. If not, frictionless reads its rows, those of the right width are written to a plain file with
their numbers, and the others are kept apart.
"""

from __future__ import annotations

import csv
import mmap
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from annexes.base.sql import quoted
from annexes.validation.reference import NumberedRow, numbered_rows

LONE_QUOTE = re.compile(rb'(?<![,;\t|\n\r"])"(?![,;\t|\n\r"])')
SPACE_QUOTE = re.compile(rb' "(?<=[,;\t|\n\r" ] ")(?!"[^,;\t|\n\r" ])')
"""Python sees text here, and DuckDB the beginning of a quoted cell."""
QUOTE_SPACE = re.compile(rb'" (?=[,;\t|\n\r ]|$)')
"""DuckDB drops this space."""
BLANK = re.compile(rb"\n\n")
LONE_RETURN = re.compile(rb"\r(?!\n|$)")
WINDOW = 1 << 26
OVERLAP = 4
"""Bytes of the next window that are looked at with each: signs that belong together are short."""
NOTHING = "\0"
"""What DuckDB shall take for NULL: no text that it reads has it."""


@dataclass
class Relation:
    """`source` is a table in SQL, its columns are `names`; `odd` are rows that it does not hold.

    `number` is SQL for the number of a row; it costs a pass through the file in order.
    """

    source: str
    names: list[str]
    number: str
    odd: list[NumberedRow] = field(default_factory=list)


@dataclass(frozen=True)
class Shape:
    """What the bytes of a file show: quotes, and what two readers may see differently."""

    quotes: bool
    unclear: bool


def shape_of(path: Path) -> Shape:
    """Look through the file, window by window, so that little of it is in memory."""
    quotes = unclear = False
    size = path.stat().st_size
    with path.open("rb") as stream:
        for start in range(0, size, WINDOW):
            length = min(WINDOW + OVERLAP, size - start)
            with mmap.mmap(stream.fileno(), length, access=mmap.ACCESS_READ, offset=start) as data:
                has_quotes = data.find(b'"') >= 0
                quotes = quotes or has_quotes
                unclear = unclear or (start == 0 and data[:1] in b"\r\n ")
                unclear = unclear or _is_unclear(data, has_quotes=has_quotes)
            if unclear:
                break
        if size:
            stream.seek(size - 1)
            unclear = unclear or stream.read() == b"\r"
    return Shape(quotes, unclear or not size)


def _is_unclear(data: mmap.mmap, *, has_quotes: bool) -> bool:
    """True for a blank line, a return that ends no line, a quote within a cell or beside spaces at
    its edge, and NUL.
    """
    if BLANK.search(data) or data.find(b"\0") >= 0:
        return True
    if data.find(b"\r") >= 0 and (data.find(b"\n\r\n") >= 0 or LONE_RETURN.search(data)):
        return True
    odd = (LONE_QUOTE, SPACE_QUOTE, QUOTE_SPACE)
    return has_quotes and any(pattern.search(data) for pattern in odd)


def file_of(table: Any) -> Path | None:
    """The file of a table that is one plain file on this disk."""
    is_file = table.scheme == "file" and not table.compression and not table.extrapaths
    path = table.normpath if is_file else None
    return Path(path) if path and Path(path).is_file() else None


def in_place(table: Any, width: int) -> Relation | None:
    """The file where it lies, if that is safe."""
    path, control = file_of(table), table.dialect.get_control("csv")
    plain = (
        path is not None
        and table.format == "csv"
        and table.encoding in ("utf-8", "utf-8-sig")
        and table.dialect.header
        and list(table.dialect.header_rows) == [1]
        and not table.dialect.comment_char
        and not table.dialect.comment_rows
        and not table.dialect.skip_blank_rows
        and len(control.delimiter) == 1
        and control.quote_char == '"'
        and control.double_quote
        and not control.escape_char
        and not control.skip_initial_space
    )
    if not plain or path is None:
        return None
    return read_where_it_lies(path, width, control.delimiter)


def read_where_it_lies(path: Path, width: int, delimiter: str) -> Relation | None:
    """A file in UTF-8 with one row of header; None if two readers may see it differently."""
    shape = shape_of(path)
    if shape.unclear:
        return None
    names = [f"c{number}" for number in range(width)]
    quote = '"' if shape.quotes else ""
    source = _read_csv(path, names, delimiter, quote, header=True)
    return Relation(source, names, "row_number() OVER () + 1")


def written_down(table: Any, width: int, folder: Path) -> Relation | None:
    """A plain copy of the rows that have the right width; None if cells are not texts."""
    names = [f"c{number}" for number in range(width)]
    path = folder / "rows.csv"
    odd: list[NumberedRow] = []
    with path.open("w", encoding="utf-8", newline="") as file:
        write = csv.writer(file, lineterminator="\n").writerow
        for number, cells in numbered_rows(table):
            if not all(isinstance(cell, str) for cell in cells):
                return None
            if len(cells) != width or any("\0" in cell or "\r" in cell for cell in cells):
                odd.append((number, cells))
            else:
                write([number, *cells])
    source = _read_csv(path, ["n", *names], ",", '"', header=False)
    return Relation(source, names, "CAST(n AS BIGINT)", odd)


def _read_csv(path: Path, names: Sequence[str], delimiter: str, quote: str, *, header: bool) -> str:
    columns = ", ".join(f"'{name}': 'VARCHAR'" for name in names)
    options = {
        "auto_detect": "false",
        "header": str(header).lower(),
        "delim": quoted(delimiter),
        "quote": quoted(quote),
        "escape": quoted(quote),
        "nullstr": quoted(NOTHING),
        "strict_mode": "true",
        "columns": f"{{{columns}}}",
    }
    given = ", ".join(f"{name}={value}" for name, value in options.items())
    return f"read_csv({quoted(str(path))}, {given})"
