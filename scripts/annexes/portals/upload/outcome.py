"""How an upload ended, and which of two versions is the later one."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Outcome:
    """`state` is 'published', 'updated', 'reserved' (a DOI, of a draft that stays one), or
    'unchanged', where nothing had to be sent.
    """

    state: str
    url: str
    version: str
    record: str
    doi: str = ""


def is_later(version: str, other: str) -> bool:
    """Whether the first version is later than the second; False if they cannot be compared."""
    numbers = [_numbers(version), _numbers(other)]
    return all(numbers) and numbers[0] > numbers[1]


def _numbers(version: str) -> list[int]:
    plain = re.fullmatch(r"v?([0-9]{1,9}(?:\.[0-9]{1,9})*)", version.strip())
    return [int(part) for part in plain[1].split(".")] if plain else []
