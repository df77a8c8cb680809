"""A child that takes as much memory and time as it is asked to, and says what came of it."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from typing import Any

from annexes.base.children import Frame, limit_computing, limit_memory, serve


def answer(request: Mapping[str, Any]) -> Iterator[Frame]:
    if "own" in request:
        limit_memory(request["own"])
    if "seconds" in request:
        limit_computing(request["seconds"])
    time.sleep(request.get("wait", 0))
    end = time.process_time() + request.get("compute", 0)
    while time.process_time() < end:
        pass
    try:
        yield ["taken", len(bytearray(request["bytes"]))]
    except MemoryError:
        yield ["refused", request["bytes"]]


if __name__ == "__main__":
    serve(answer)
