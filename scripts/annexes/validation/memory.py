"""How much memory a validation may hold, and how much of that its database."""

from __future__ import annotations

import os
import re

SHARE = 0.6
"""Of the memory that may be used, DuckDB gets this much: Python and buffers take the rest."""
ENOUGH, PER_BYTE = 750_000_000, 24
PARENT = 60_000_000
"""What the process of the command itself needs beside that."""
MOST = 1 << 62
"""More bytes no system can be asked for."""
SIZE = re.compile(r"([0-9]{1,15}(?:\.[0-9]{1,15})?) ?([KMGT]?)(i?)B")


def bytes_of(size: str) -> int:
    """The bytes of a size such as '1GB' or '512MiB'; raises ValueError if it is none."""
    match = SIZE.fullmatch(size)
    if match is None:
        raise ValueError(size)
    number, prefix, binary = match.groups()
    factor = (1024 if binary else 1000) ** " KMGT".index(prefix or " ")
    return min(int(float(number) * factor), MOST)


def allowed_memory(size: str, package: int) -> int:
    """Bytes that a validation may hold: a size such as '1GB', or what is enough for a package of
    so many bytes, but never more than half of this machine.
    """
    if size:
        return max(bytes_of(size) - PARENT, PARENT)
    half = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 2
    return min(half, ENOUGH + PER_BYTE * package)


def memory_for(size: str, package: int) -> str:
    """What DuckDB may use of it."""
    return f"{max(int(allowed_memory(size, package) * SHARE) // 2**20, 64)}MiB"
