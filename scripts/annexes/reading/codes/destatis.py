"""The three-digit keys of nationality of the Federal Statistical Office, and our code for each.

The facts and their sources stand in `destatis.csv`. A key without a code names what no single code
of ISO 3166-1 names, such as several territories at once.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from annexes.base.errors import CheckError, Place, Problem, raise_if_any
from annexes.base.texts import file_of

FILE = "destatis.csv"


@dataclass(frozen=True, slots=True)
class DestatisKey:
    """A key, the code that means the same ('' if there is none), and the names of the lists."""

    key: str
    code: str
    names: tuple[str, ...]


@cache
def destatis_keys() -> Mapping[str, DestatisKey]:
    """All keys, by key."""
    return read_keys(file_of("reading.codes", FILE), FILE)


@cache
def destatis_key_of() -> Mapping[str, str]:
    """The key of each code that has one."""
    return {entry.code: entry.key for entry in destatis_keys().values() if entry.code}


def read_keys(text: str, file: str) -> dict[str, DestatisKey]:
    """The keys in a list with the columns key, code, name, other_name; a line may be a comment.

    Raises CheckError where keys and codes do not pair off one to one.
    """
    numbered = [(n, line) for n, line in enumerate(text.splitlines(), start=1) if line[:1] != "#"]
    rows = list(csv.DictReader(line for _, line in numbered))
    lines = [number for number, _ in numbered[1:]]
    raise_if_any(
        CheckError, [*_doubles(rows, lines, "key", file), *_doubles(rows, lines, "code", file)]
    )
    names = [tuple(name for name in (row["name"], row["other_name"]) if name) for row in rows]
    entries = (
        DestatisKey(row["key"], row["code"], own) for row, own in zip(rows, names, strict=True)
    )
    return {entry.key: entry for entry in entries}


def _doubles(
    rows: list[dict[str, str]], lines: list[int], column: str, file: str
) -> Iterator[Problem]:
    seen: dict[str, int] = {}
    for line, row in zip(lines, rows, strict=True):
        value = row[column]
        if value and value in seen:
            problem = f"the {column} '{value}' stands here and in line {seen[value]}"
            yield Problem("code-list", Place(file, line=line), problem)
        seen.setdefault(value, line)
