"""A child that takes as much memory as it is asked to, and says what came of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from annexes.base.children import Frame, limit_memory, serve


def answer(request: Mapping[str, Any]) -> Iterator[Frame]:
    if "own" in request:
        limit_memory(request["own"])
    try:
        yield ["taken", len(bytearray(request["bytes"]))]
    except MemoryError:
        yield ["refused", request["bytes"]]


if __name__ == "__main__":
    serve(answer)
