"""Functions of pdfium with plain addresses for arguments, which takes a third of the time."""

from __future__ import annotations

from collections.abc import Callable
from ctypes import PYFUNCTYPE, c_void_p, cast
from typing import Any

Address = int
"""Where an object of pdfium stands in memory; 0 for none."""


def plain(function: Any, result: Any, *arguments: Any) -> Callable[..., Any]:
    """The same function; objects come and go as addresses (`c_void_p`)."""
    return PYFUNCTYPE(result, *arguments)(cast(function, c_void_p).value or 0)


def address_of(item: Any) -> Address:
    """The address behind a pointer of pdfium."""
    return cast(item, c_void_p).value or 0
