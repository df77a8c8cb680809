"""The rows of a table as a relation of DuckDB: read where they lie, or written down plainly first.

A CSV file is read where it lies if Python's csv module and DuckDB surely see the same cells in
it. If not, frictionless reads its rows, those of the right width are written to a plain file with
their numbers, and the others are kept apart.
"""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
import re
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from annexes.base.sql import quoted
from annexes.validation.by_frictionless import NumberedRow, file_of, numbered_rows

LONE_QUOTE = re.compile(rb'(?<![,;\t|\n\r"])"(?=[^,;\t|\n\r"])')
SPACE_QUOTE = re.compile(rb' "(?<=[,;\t|\n\r" ] ")(?!"[^,;\t|\n\r" ])')
"""Python sees text here, and DuckDB the beginning of a quoted cell."""
QUOTE_SPACE = re.compile(rb'" (?=[,;\t|\n\r ]|$)')
"""DuckDB drops this space."""
BLANK = re.compile(rb"\n\n")
RETURN = re.compile(rb"\r(?!\n|$)|\n\r")
"""A return that ends no line, or ends a blank one."""
PIECE = 1 << 19
"""Bytes that are looked at in one go. A line as long as this is not read by DuckDB, which loses
the last line of a file without a word where it is longer than its buffer."""
OVERLAP = 4
"""Bytes of the piece before that are looked at with each: signs that belong together are short."""
ODD_SIGN = re.compile("[\0\r\ud800-\udfff]").search
"""What a plain copy cannot hold."""
NOTHING = "\0"
"""What DuckDB shall take for NULL: no text that it reads has it."""


@dataclass
class Relation:
    """`source` is a table in SQL, its columns are `names`; `odd` are rows that it does not hold.

    `number` is SQL for the number of a row; it costs a pass through the file in order. `lines` are
    those of the file below its header: as many as the rows, with the line breaks in their cells,
    or a reader has lost one. `quotes` says whether there may be line breaks in cells.
    """

    source: str
    names: list[str]
    number: str
    lines: int
    quotes: bool
    odd: list[NumberedRow] = field(default_factory=list)

    @property
    def breaks(self) -> str:
        """SQL: how many line breaks there are in the cells of a row."""
        if not self.quotes:
            return "0"
        counted = (
            "CASE WHEN contains({0}, {1}) THEN length({0}) - length(replace({0}, {1}, '')) END"
        )
        own = (f"coalesce({counted.format(name, 'chr(10)')}, 0)" for name in self.names)
        return f"({' + '.join(own)})"


@dataclass(frozen=True)
class Scan:
    """What all bytes of a file show: whether there are quotes, how many lines there are, how it
    begins, and its checksum in hexadecimal digits, if one is asked for.
    """

    quotes: bool
    lines: int
    head: bytes
    digest: str = ""


def scan(path: Path, checksum: str = "") -> Scan | None:
    """Look at every byte of a file; None where two readers may see different cells in it.

    That is so where it is not UTF-8 (DuckDB decodes no column that a query does not read), where a
    line is long, and where signs may be understood in two ways.
    """
    decode = codecs.getincrementaldecoder("utf-8")().decode
    quotes, lines, plain, before, head = False, 0, True, b"\n", b""
    digest = hashlib.new(checksum) if checksum else None
    try:
        with path.open("rb", buffering=0) as stream:
            while piece := stream.read(PIECE):
                head = head or piece
                if digest:
                    digest.update(piece)
                plain = plain and piece.isascii()
                if not plain:
                    decode(piece)
                window, own = before[-OVERLAP:] + piece, piece.count(b"\n")
                has_quotes = b'"' in window
                if (not own and len(piece) == PIECE) or _is_unclear(window, has_quotes=has_quotes):
                    return None
                quotes, lines, before = quotes or has_quotes, lines + own, window
        decode(b"", True)
    except UnicodeDecodeError:
        return None
    if before == b"\n" or before[-1:] in b'\r"':
        return None
    lines += not before.endswith(b"\n")
    return Scan(quotes, lines, head, digest.hexdigest() if digest else "")


def _is_unclear(window: bytes, *, has_quotes: bool) -> bool:
    """True for a blank line, a return that ends no line, a quote within a cell or beside spaces at
    its edge, and NUL.
    """
    if BLANK.search(window) or b"\0" in window:
        return True
    if b"\r" in window and RETURN.search(window):
        return True
    odd = (LONE_QUOTE, SPACE_QUOTE, QUOTE_SPACE)
    return has_quotes and any(pattern.search(window, 1) for pattern in odd)


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
    seen = scan(path)
    return lying(path, seen, width, delimiter) if seen else None


def lying(path: Path, seen: Scan, width: int, delimiter: str) -> Relation:
    """The same for a file that was looked at."""
    header = csv.reader(io.StringIO(seen.head.decode("utf-8", "ignore")), delimiter=delimiter)
    next(header, None)
    names = [f"c{number}" for number in range(width)]
    source = _read_csv(path, names, delimiter, '"' if seen.quotes else "", header=True)
    lines = seen.lines - header.line_num
    return Relation(source, names, "row_number() OVER () + 1", lines, seen.quotes)


def written_down(table: Any, width: int, folder: Path) -> Relation | None:
    """A plain copy of the rows that have the right width; None if cells are not texts."""
    names = [f"c{number}" for number in range(width)]
    lines, odd = 0, list[NumberedRow]()
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", newline="", dir=folder, delete=False
    ) as file:
        write = csv.writer(file, lineterminator="\n").writerow
        for number, cells in numbered_rows(table):
            if not all(isinstance(cell, str) for cell in cells):
                return None
            if len(cells) != width or any(map(ODD_SIGN, cells)) or sum(map(len, cells)) > PIECE:
                odd.append((number, cells))
            else:
                write([number, *cells])
                lines += 1 + sum(cell.count("\n") for cell in cells)
    source = _read_csv(Path(file.name), ["n", *names], ",", '"', header=False)
    return Relation(source, names, "CAST(n AS BIGINT)", lines, True, odd)


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
