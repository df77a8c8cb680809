"""The three-digit keys of nationality of the Federal Statistical Office, and our code for each.

The facts stand in `destatis.csv`: the official list as distributed on 2021-02-19, compared with
that of the school administration of a state of 2025-09-05, whose names stand in `other_name`. A key
without a code names what no single code of ISO 3166-1 names, such as several territories at once.
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
    """The keys in a list with the columns key, code, name, other_name.

    Raises CheckError where keys and codes do not pair off one to one.
    """
    rows = list(csv.DictReader(text.splitlines()))
    raise_if_any(
        CheckError, (p for column in ("key", "code") for p in _doubles(rows, column, file))
    )
    return {
        row["key"]: DestatisKey(
            row["key"], row["code"], tuple(n for n in (row["name"], row["other_name"]) if n)
        )
        for row in rows
    }


def _doubles(rows: list[dict[str, str]], column: str, file: str) -> Iterator[Problem]:
    seen: dict[str, int] = {}
    for line, row in enumerate(rows, start=2):
        value = row[column]
        if value and value in seen:
            problem = f"the {column} '{value}' stands here and in line {seen[value]}"
            hint = "keys and codes pair off one to one: keep one of the two lines"
            yield Problem("code-list", Place(file, line=line), problem, hint)
        seen.setdefault(value, line)
