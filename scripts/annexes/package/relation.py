"""The rows of a CSV file as a relation of DuckDB, read where they lie.

That is so only if Python's csv module and DuckDB surely see the same cells in the file.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from dataclasses import dataclass
from pathlib import Path

from annexes.base.sql import quoted

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
"""Bytes on both sides of a seam of two pieces: signs that belong together are short."""
NOTHING = "\0"
"""What DuckDB shall take for NULL: no text that it reads has it."""


@dataclass(frozen=True)
class Relation:
    """`source` is a table in SQL, its columns are `names`.

    `lines` are those of the file below its header: as many as the rows, with the line breaks in
    their cells, or a reader has lost one. `quotes` says whether there may be line breaks in cells.
    """

    source: str
    names: list[str]
    lines: int
    quotes: bool

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
    """What all bytes of a file show: whether there are quotes, how many lines, how it begins."""

    quotes: bool
    lines: int
    head: bytes


def scan(path: Path) -> Scan | None:
    """Look at every byte of a file; None where two readers may see different cells in it.

    That is so where it is not UTF-8 (DuckDB decodes no column that a query does not read), where a
    line is long, and where signs may be understood in two ways.
    """
    decode = codecs.getincrementaldecoder("utf-8")().decode
    quotes, lines, plain, before, head = False, 0, True, b"\n", b""
    try:
        with path.open("rb", buffering=0) as stream:
            while piece := stream.read(PIECE):
                head = head or piece
                plain = plain and piece.isascii()
                if not plain:
                    decode(piece)
                own, seam = piece.count(b"\n"), before[-OVERLAP:] + piece[:OVERLAP]
                has_quotes = b'"' in piece or b'"' in seam
                if (not own and len(piece) == PIECE) or any(
                    _is_unclear(part, has_quotes=has_quotes) for part in (piece, seam)
                ):
                    return None
                quotes, lines, before = quotes or has_quotes, lines + own, piece
        decode(b"", True)
    except UnicodeDecodeError:
        return None
    if not head or before[-1:] in b'\r"':
        return None
    lines += not before.endswith(b"\n")
    return Scan(quotes, lines, head)


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


def read_where_it_lies(path: Path, width: int, delimiter: str) -> Relation | None:
    """A file in UTF-8 with one row of header; None if two readers may see it differently."""
    seen = scan(path)
    return lying(path, seen, width, delimiter) if seen else None


def lying(path: Path, seen: Scan, width: int, delimiter: str) -> Relation:
    """The same for a file that was looked at."""
    header = csv.reader(io.StringIO(seen.head.decode("utf-8", "ignore")), delimiter=delimiter)
    next(header, None)
    names = [f"c{number}" for number in range(width)]
    columns = ", ".join(f"'{name}': 'VARCHAR'" for name in names)
    quote = quoted('"' if seen.quotes else "")
    source = (
        f"read_csv({quoted(str(path))}, auto_detect=false, header=true, strict_mode=true,"
        f" delim={quoted(delimiter)}, quote={quote}, escape={quote}, nullstr={quoted(NOTHING)},"
        f" columns={{{columns}}})"
    )
    return Relation(source, names, seen.lines - header.line_num, seen.quotes)
