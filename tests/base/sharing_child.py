"""A child whose answer is made by three processes, and what may go wrong with a part of it."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from annexes.base.children import Frame, serve
from annexes.base.forks import in_turn

PROCESSES = 3


def answer(request: Mapping[str, Any]) -> Iterator[Frame]:
    if "no forks" in request:
        os.fork = _not_allowed
    numbers = range(request["parts"])
    shares = [partial(_share, numbers[n::PROCESSES], request) for n in range(PROCESSES)]
    for frame in in_turn(shares):
        if frame[0] != "share":
            yield frame
        if frame[0] == "refused":
            return
    yield ["done"]


def _not_allowed() -> int:
    raise BlockingIOError


def _share(numbers: range, request: Mapping[str, Any]) -> Iterator[Frame]:
    for number in numbers:
        if number == request.get("slow"):
            time.sleep(0.2)
        if number == request.get("dies"):
            os._exit(1)
        if number == request.get("refuses"):
            yield ["refused", number]
            return
        if number == request.get("hangs"):
            time.sleep(60)
        yield ["part", [number, os.getpid()]]
    yield ["share"]


if __name__ == "__main__":
    serve(answer)
