"""Bounds on what a hostile table may cost: columns, the length of a cell, the work of a pattern.

They hold where frictionless reads rows. DuckDB has bounds of its own: it reads a fixed number of
columns, lines of two million bytes, and its patterns take linear time.
"""

from __future__ import annotations

import csv
import re
import signal
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from functools import partial
from operator import itemgetter
from pathlib import Path
from typing import Any

from annexes.validation.report import Fault

COLUMNS = 5_000
"""Cells of a row: each error of a row keeps all its cells, so a wide row costs their square."""
SIGNS = 1 << 20
"""Delimiters of a line, in quotes or not."""
CELL = 16 << 20
"""Characters of a cell: a quote that is never closed makes one cell of the rest of a file."""
UNBOUNDED = (1 << 31) - 2
"""What frictionless itself sets."""
SECONDS = 1.0
"""For matching one cell with a pattern, and for finding a delimiter."""
SAMPLE = 100
"""Lines by which Python finds a delimiter."""
SNIFFED = 10**7
"""Quotes times letters of such a sample, which are surely looked at in time."""
LONG = 1_000
"""Characters of a cell that takes long even where the work grows with its square only."""
CHOICES = 12
"""Of a pattern: each may double the work."""
SHOWN = 100
"""Characters of such a cell that are shown."""
DELIMITERS = b",;\t|"
REPEATED = re.compile(r"[*+]|\{\d*,\d*\}|\{\d{2,}\}")
TIMES = re.compile(r"[*+{]")

_lifted: ContextVar[bool] = ContextVar("lifted", default=False)


class TooCostlyError(Exception):
    """A table would cost more than it may."""

    def __init__(self, finding: Fault) -> None:
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


def check_width(name: str, path: Path, widths: Callable[[], Iterable[int]]) -> None:
    """Raises TooCostlyError for a file with a row of more cells than there may be columns.

    `widths` counts the cells of each row, which is done only if a line has as many delimiters:
    they may stand in quotes.
    """
    row, signs = (0, 0) if _lifted.get() else _widest_line(path)
    if signs <= COLUMNS:
        return
    wide = (number for number, width in enumerate(widths(), start=1) if width > COLUMNS)
    found = row if signs > SIGNS else next(wide, None)
    if found is not None:
        message = f"a row of more than {COLUMNS:,} cells is not read"
        raise TooCostlyError(Fault("too-costly", message, name, found))


def _widest_line(path: Path) -> tuple[int, int]:
    """The line with most delimiters, and how many; looked at in pieces: none need be in memory."""
    widest, line, signs = (0, 0), 1, 0
    with path.open("rb") as stream:
        while piece := stream.readline(CELL):
            if len(piece) > COLUMNS or signs:
                signs += max(piece.count(sign) for sign in DELIMITERS)
                widest = max(widest, (line, signs), key=itemgetter(1))
            if piece.endswith(b"\n"):
                line, signs = line + 1, 0
    return widest


def check_sample(name: str, path: Path) -> None:
    """Raises TooCostlyError for a file whose delimiter takes too long to find."""
    if not is_soon_sniffed(path):
        message = "the delimiter takes too long to find among so many quotes"
        raise TooCostlyError(Fault("too-costly", message, name))


def is_soon_sniffed(path: Path) -> bool:
    """True if the delimiter is found in time: the work may grow with the square of the quotes."""
    if _lifted.get() or not _has_alarm():
        return True
    with path.open("rb") as stream:
        sample = b"".join(stream.readline(CELL) for _ in range(SAMPLE))
    quotes = sample.count(b'"') + sample.count(b"'")
    return quotes * len(sample) < SNIFFED or _in_time(lambda: _sniff(sample.decode("latin-1")))


def _sniff(sample: str) -> None:
    with suppress(csv.Error):
        csv.Sniffer().sniff(sample, DELIMITERS.decode())


class Patterns:
    """The patterns of a table whose work may grow faster than the cell, and cells tried with them.

    Without an alarm, which only the main thread of a program has, nothing is tried.
    """

    def __init__(self, name: str, fields: Sequence[Any]) -> None:
        self.name, self.fields = name, fields
        risks = {number: _risk(field) for number, field in enumerate(fields)}
        self._risky = {n: own for n, own in risks.items() if own} if _has_alarm() else {}
        self._tried: set[tuple[int, str]] = set()

    def __bool__(self) -> bool:
        return bool(self._risky) and not _lifted.get()

    def check(self, row: int | None, cells: Sequence[Any]) -> None:
        """Raises TooCostlyError for a cell that takes too long to match with its pattern."""
        for number, (pattern, least) in self._risky.items() if self else ():
            cell = cells[number] if number < len(cells) else None
            if not isinstance(cell, str) or len(cell) < least or (number, cell) in self._tried:
                continue
            if not _in_time(partial(pattern.match, cell)):
                label = self.fields[number].name
                message = f"the pattern of '{label}' takes too long on this cell"
                place = (self.name, row, number + 1, label, cell[:SHOWN])
                raise TooCostlyError(Fault("too-costly", message, *place))
            if len(self._tried) < COLUMNS:
                self._tried.add((number, cell))


def may_be_costly(pattern: str) -> bool:
    """True if the work may double with a letter of the cell or with a sign of the pattern.

    It may if a part that repeats holds a part that repeats, or a choice, and if there are many.
    """
    pattern = _outline(pattern)
    choices = pattern.count("|") + pattern.count("?")
    return _is_nested(pattern) or choices > CHOICES or len(REPEATED.findall(pattern)) > 2


def _outline(pattern: str) -> str:
    """Its groups and what repeats, with a letter for each sign and each set."""
    pattern = re.sub(r"\\.", "a", pattern)
    return re.sub(r"\[\^?\]?[^\]]*\]", "a", pattern).replace("(?", "(")


def _is_nested(pattern: str) -> bool:
    inner = [False]
    for place, sign in enumerate(pattern):
        if sign == "(":
            inner.append(False)
        elif sign == ")" and len(inner) > 1:
            repeats = inner.pop()
            if repeats and TIMES.match(pattern, place + 1):
                return True
            inner[-1] = inner[-1] or repeats
        elif sign in "|?" or REPEATED.match(pattern, place):
            inner[-1] = True
    return False


def _risk(field: Any) -> tuple[re.Pattern[str], int] | None:
    """A pattern that may be costly, and the length of cells from which it may be."""
    pattern = field.constraints.get("pattern")
    if not isinstance(pattern, str):
        return None
    costly = may_be_costly(pattern)
    if not costly and len(REPEATED.findall(_outline(pattern))) < 2:
        return None
    try:
        return re.compile(f"^{pattern}$"), 0 if costly else LONG
    except (re.error, RecursionError, OverflowError):
        return None  # frictionless reports it


def _has_alarm() -> bool:
    return threading.current_thread() is threading.main_thread()


def _in_time(work: Callable[[], object]) -> bool:
    """Whether a match comes to an end: Python's engine looks for signals while it works."""

    def overdue(*_: object) -> None:
        raise _OverdueError

    before = signal.signal(signal.SIGALRM, overdue)
    signal.setitimer(signal.ITIMER_REAL, SECONDS)
    try:
        work()
    except _OverdueError:
        return False
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    return True
