"""The three-digit keys of nationality of the Federal Statistical Office, and our code for each.

The facts and their sources stand in `destatis.csv`. A key without a code names what no single code
of ISO 3166-1 names, such as several territories at once.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from annexes.base.texts import file_of


@dataclass(frozen=True, slots=True)
class DestatisKey:
    """A key, the code that means the same ('' if there is none), and the names of the lists."""

    key: str
    code: str
    names: tuple[str, ...]


@cache
def destatis_keys() -> Mapping[str, DestatisKey]:
    """All keys, by key."""
    lines = file_of("reading.codes", "destatis.csv").splitlines()
    rows = csv.DictReader(line for line in lines if line[:1] != "#")
    return {row["key"]: _entry(row) for row in rows}


def _entry(row: Mapping[str, str]) -> DestatisKey:
    names = tuple(name for name in (row["name"], row["other_name"]) if name)
    return DestatisKey(row["key"], row["code"], names)


@cache
def destatis_key_of() -> Mapping[str, str]:
    """The key of each code that has one."""
    return {entry.code: entry.key for entry in destatis_keys().values() if entry.code}
