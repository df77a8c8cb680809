"""Bounds on what a hostile table may cost: columns, the length of a cell, the work of a pattern.

They hold where frictionless reads rows. DuckDB has bounds of its own: it reads a fixed number of
columns, lines of two million bytes, and its patterns take linear time.
"""

from __future__ import annotations

import csv
import re
import signal
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any

from annexes.validation.model import Finding

COLUMNS = 5_000
"""Cells of a row: each error of a row keeps all its cells, so a wide row costs their square."""
CELL = 16 << 20
"""Characters of a cell: a quote that is never closed makes one cell of the rest of a file."""
UNBOUNDED = (1 << 31) - 2
"""What frictionless itself sets."""
SECONDS = 1.0
"""For matching one cell with a pattern."""
SHOWN = 100
"""Characters of such a cell that are shown."""
DELIMITERS = b",;\t|"
REPEATED = re.compile(r"[*+]|\{\d*,\d*\}|\{\d{2,}\}")

_lifted: ContextVar[bool] = ContextVar("lifted", default=False)


class TooCostlyError(Exception):
    """A table would cost more than it may."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


class _OverdueError(Exception):
    """Raised by the alarm."""


@contextmanager
def lifted(*, trusted: bool) -> Iterator[None]:
    """While this is open, a package that is trusted may cost what it costs."""
    token = _lifted.set(trusted)
    try:
        yield
    finally:
        _lifted.reset(token)


def limit_cells() -> None:
    """Make Python's reader of CSV refuse a cell that is longer than it may be."""
    csv.field_size_limit(UNBOUNDED if _lifted.get() else CELL)


def check_width(name: str, path: Path) -> None:
    """Raises TooCostlyError for a file with a line of more cells than there may be columns."""
    if _lifted.get():
        return
    with path.open("rb") as stream:
        # A line is looked at in pieces, so that none need be in memory.
        row, cells = 1, 0
        while piece := stream.readline(CELL):
            if len(piece) > COLUMNS or cells:
                cells += max(piece.count(sign) for sign in DELIMITERS)
            if cells > COLUMNS:
                message = f"a row of more than {COLUMNS:,} cells is not read"
                raise TooCostlyError(Finding("too-costly", message, name, row))
            if piece.endswith(b"\n"):
                row, cells = row + 1, 0


class Patterns:
    """The patterns of a table whose work may grow faster than the cell, and cells tried with them.

    Without an alarm, which only the main thread of a program has, nothing is tried.
    """

    def __init__(self, name: str, fields: Sequence[Any]) -> None:
        self.name, self.fields = name, fields
        compiled = {number: _compiled(field) for number, field in enumerate(fields)}
        is_main = threading.current_thread() is threading.main_thread()
        self._risky = {n: own for n, own in compiled.items() if own} if is_main else {}
        self._tried: set[tuple[int, str]] = set()

    def __bool__(self) -> bool:
        return bool(self._risky) and not _lifted.get()

    def check(self, row: int | None, cells: Sequence[Any]) -> None:
        """Raises TooCostlyError for a cell that takes too long to match with its pattern."""
        for number, pattern in self._risky.items() if self else ():
            cell = cells[number] if number < len(cells) else None
            if not isinstance(cell, str) or (number, cell) in self._tried:
                continue
            if not _in_time(pattern, cell):
                label = self.fields[number].name
                message = f"the pattern of '{label}' takes too long on this cell"
                place = (self.name, row, number + 1, label, cell[:SHOWN])
                raise TooCostlyError(Finding("too-costly", message, *place))
            if len(self._tried) < COLUMNS:
                self._tried.add((number, cell))


def may_be_costly(pattern: str) -> bool:
    """True if a part that repeats holds a part that repeats, or a choice."""
    pattern = re.sub(r"\\.", "a", pattern)
    pattern = re.sub(r"\[\^?\]?[^\]]*\]", "a", pattern)
    inner = [False]
    for place, sign in enumerate(pattern):
        if sign == "(":
            inner.append(False)
        elif sign == ")" and len(inner) > 1:
            repeats = inner.pop()
            if repeats and REPEATED.match(pattern, place + 1):
                return True
            inner[-1] = inner[-1] or repeats
        elif sign == "|" or REPEATED.match(pattern, place):
            inner[-1] = True
    return len(REPEATED.findall(pattern)) > 2


def _compiled(field: Any) -> re.Pattern[str] | None:
    pattern = field.constraints.get("pattern")
    if not isinstance(pattern, str) or not may_be_costly(pattern):
        return None
    try:
        return re.compile(f"^{pattern}$")
    except (re.error, RecursionError, OverflowError):
        return None  # frictionless reports it


def _in_time(pattern: re.Pattern[str], cell: str) -> bool:
    """Whether a match comes to an end: Python's engine looks for signals while it works."""

    def overdue(*_: object) -> None:
        raise _OverdueError

    before = signal.signal(signal.SIGALRM, overdue)
    signal.setitimer(signal.ITIMER_REAL, SECONDS)
    try:
        pattern.match(cell)
    except _OverdueError:
        return False
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    return True
