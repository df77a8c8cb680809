"""R without arguments: `read.csv` of base R, and `read_csv` of readr.

Both look at a column as a whole: it becomes logical, a number or a date only if every cell that is
not missing can be one. Rules: `?type.convert`, `?read.csv`, the guessing of readr 2; the tests
compare them with the programs themselves.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from annexes.exports.traps.trap import Change, TrapKind
from annexes.package.tables import Column

MISSING = ("", "NA")
GUESSED = 1000
"""The rows by which readr guesses the type of a column."""

DIGITS = r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)"
BASE_LOGICAL = {"T": "TRUE", "TRUE": "TRUE", "F": "FALSE", "FALSE": "FALSE"}
BASE_INTEGER = re.compile(r"\s*[+-]?[0-9]+\s*")
BASE_DOUBLE = re.compile(
    rf"\s*({DIGITS}([eEdD][+-]?[0-9]*)?|[+-]?0[xX][0-9a-fA-F]+|[+-]?(nan|inf(inity)?))\s*", re.I
)
READR_LOGICAL = {
    **dict.fromkeys(("T", "TRUE", "True", "true", "t"), "TRUE"),
    **dict.fromkeys(("F", "FALSE", "False", "false", "f"), "FALSE"),
}
READR_DOUBLE = re.compile(rf"(?!0[0-9])({DIGITS}([eE][+-]?[0-9]*)?[dfL]?|[+-]?([nN]a[nN]|[iI]nf))")
READR_NUMBER = re.compile(r"(?!0[0-9])-?[0-9][0-9,]*(\.[0-9,]*)?")
"""Commas wherever they stand, and at most one point."""
READR_TIME = re.compile(r"[0-9]{1,2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?( ?[aApP][mM])?")
READR_DATE = re.compile(r"[0-9]{4}([-/])[0-9]{2}\1[0-9]{2}")
READR_DATETIME = re.compile(r"[0-9]{4}-?[0-9]{2}-?[0-9]{2}[T ][0-9]{2}(:?[0-9]{2}){0,2}.*")

Render = Callable[[str], str]


def base(_: Column, cells: Sequence[str]) -> list[Change | None]:
    """What `read.csv` makes of a column."""
    present = [cell for cell in cells if cell not in MISSING]
    if all(cell in BASE_LOGICAL for cell in present):
        return _changes(cells, "logical", BASE_LOGICAL.__getitem__)
    if all(BASE_INTEGER.fullmatch(cell) for cell in present):
        return _changes(cells, "number", _base_integer)
    if all(BASE_DOUBLE.fullmatch(cell) for cell in present):
        return _changes(cells, "number", _base_double)
    return _changes(cells, "line-end", lambda cell: re.sub("\r\n?", "\n", cell))


def readr(_: Column, cells: Sequence[str]) -> list[Change | None]:
    """What `readr::read_csv` makes of a column; it strips every cell first."""
    stripped = [cell.strip(" \t") for cell in cells]
    fits, kind, render = _guess(cell for cell in stripped[:GUESSED] if cell not in MISSING)
    changes = _changes(
        [cell if cell in MISSING or fits(cell) else "NA" for cell in stripped], kind, render
    )
    return [
        change or (Change("space", short) if short != cell else None)
        for cell, short, change in zip(cells, stripped, changes, strict=True)
    ]


def header(names: Sequence[str]) -> list[Change | None]:
    """What `read.csv` makes of the names of columns: names that R can use as they are."""
    usable = [re.sub(r"[^\w.]", ".", name) for name in names]
    usable = [name if re.match(r"[^\W\d_]|\.(?![0-9])", name) else f"X{name}" for name in usable]
    pairs = zip(names, usable, strict=True)
    return [Change("name", changed) if changed != name else None for name, changed in pairs]


def _changes(cells: Sequence[str], kind: TrapKind, render: Render) -> list[Change | None]:
    """The cells that are another text when they are written again."""
    found: list[Change | None] = []
    for cell in cells:
        if cell == "NA":
            found.append(Change("missing", ""))
        elif cell and (written := render(cell)) != cell:
            found.append(Change(kind if written else "missing", written))
        else:
            found.append(None)
    return found


def _guess(present: Iterable[str]) -> tuple[Callable[[str], object], TrapKind, Render]:
    """What fits the type that readr guesses, what kind of trap it is, how a value is written."""
    sample = list(present)
    types: list[tuple[Callable[[str], object], TrapKind, Render]] = [
        (READR_LOGICAL.__contains__, "logical", READR_LOGICAL.__getitem__),
        (READR_DOUBLE.fullmatch, "number", _readr_double),
        (READR_NUMBER.fullmatch, "number", lambda cell: _readr_double(cell.replace(",", ""))),
        (READR_TIME.fullmatch, "date", _readr_time),
        (READR_DATE.fullmatch, "date", lambda cell: cell.replace("/", "-")),
        (READR_DATETIME.fullmatch, "date", _readr_datetime),
    ]
    fitting = (own for own in types if all(own[0](cell) for cell in sample))
    return next(fitting, (lambda _: True, "missing", str))


# ── how a value is written again ────────────────────────────────────────────────────────────


def _base_integer(cell: str) -> str:
    number = int(cell)
    return str(number if abs(number) < 2**31 else int(float(number)))


def _base_double(cell: str) -> str:
    """Fifteen digits, and of the plain and the scientific form the shorter."""
    plain = re.sub(r"[eEdD][+-]?$", "", cell.strip()).lower().replace("d", "e", 1)
    if "x" in plain:
        return str(int(plain, 16))
    if "nan" in plain:
        return ""
    value = float(plain)
    if value in (float("inf"), float("-inf")):
        return "Inf" if value > 0 else "-Inf"
    if value.is_integer() and abs(value) >= 10**15:
        return str(int(value))
    digits = next(n for n in range(1, 16) if float(f"{value:.{n - 1}e}") == float(f"{value:.14e}"))
    scientific = f"{value:.{digits - 1}e}"
    fixed = f"{value:.{max(0, digits - 1 - int(scientific.rpartition('e')[2]))}f}"
    return fixed if len(fixed) <= len(scientific) else scientific


def _readr_double(cell: str) -> str:
    plain = re.sub(r"([eE][+-]?)?[dfL]?$", "", cell).lower()
    if "nan" in plain:
        return ""
    value = float(plain)
    if value in (float("inf"), float("-inf")):
        return "Inf" if value > 0 else "-Inf"
    if value.is_integer() and abs(value) < 10**15:
        return str(int(value))
    return repr(value).replace("e-0", "e-").replace("e+", "e")


def _readr_time(cell: str) -> str:
    hours, *rest = re.sub(r"[^0-9:.]", "", cell).split(":")
    return ":".join([hours.zfill(2), *rest, *(["00"] if len(rest) == 1 else [])])


def _readr_datetime(cell: str) -> str:
    full = re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z", cell)
    return cell if full else f"{cell} UTC"
