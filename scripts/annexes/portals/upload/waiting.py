"""How long a portal may take, and how an attempt is repeated whose outcome is not clear."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from annexes.base.errors import Problem, PublishError

Result = TypeVar("Result")
Said = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds. `total` bounds a whole request, however slowly it drips; files get more by size.

    `waits` stand between attempts that fail at the same step; `searches` between two looks for a
    record that may just have been made, which the search of a portal shows late. A wait that the
    portal asks for may be as long as `longest`; `silence` bounds, over all attempts, how long it
    may leave requests without an answer.
    """

    connect: float = 10
    read: float = 60
    total: float = 120
    bytes_per_second: float = 50_000
    waits: tuple[float, ...] = (1, 2, 4, 8, 16, 30)
    searches: tuple[float, ...] = (2, 4, 8, 16)
    longest: float = 300
    silence: float = 290
    sleep: Callable[[float], None] = time.sleep

    def deadline(self, size: int) -> float:
        """For a request that carries so many bytes, there or back."""
        return self.total + size / self.bytes_per_second


class UnclearError(PublishError):
    """It is not known, or not certain, what the portal did: look, then repeat what is missing.

    `wait` are the seconds that the portal asks for; `tries` how often the step may be repeated;
    `silence` how long the portal gave no answer.
    """

    def __init__(
        self,
        problem: Problem,
        step: str,
        *,
        wait: float | None = None,
        tries: int | None = None,
        silence: float = 0,
    ) -> None:
        super().__init__(problem)
        self.step, self.wait, self.tries, self.silence = step, wait, tries, silence


MOST = 40
"""Attempts in all, even if each fails at another step."""


PATIENCE = Patience()


def quiet(_: str) -> None:
    """Say nothing."""


def settle(act: Callable[[], Result], patience: Patience, say: Said) -> Result:
    """Repeat `act`, which must look before it writes, until its outcome is clear.

    Raises the last UnclearError when the same step failed too often, when it is to wait too long,
    or when one more attempt like this could leave us without an answer for too long.
    """
    failures, step, silence = 0, "", 0.0
    for number in range(1, MOST + 1):
        try:
            return act()
        except UnclearError as error:
            failures = failures + 1 if error.step == step else 1
            step = error.step
            tries = len(patience.waits) if error.tries is None else error.tries
            wait = patience.waits[failures - 1] if failures <= len(patience.waits) else 0
            wait = max(wait, error.wait or 0)
            silence += error.silence + (wait if error.silence else 0)
            silent = bool(error.silence) and silence + error.silence > patience.silence
            if failures > tries or wait > patience.longest or silent or number == MOST:
                raise
            say(f"{error.problems[0].problem}; again in {wait:.0f} s")
            patience.sleep(wait)
    raise AssertionError("unreachable")


def within(seconds: float, call: Callable[[], Result]) -> Result:
    """The result of the call, or TimeoutError; it is then left to end on its own."""
    done: queue.SimpleQueue[tuple[Result | None, Exception | None]] = queue.SimpleQueue()

    def run() -> None:
        try:
            done.put((call(), None))
        except Exception as error:
            done.put((None, error))

    threading.Thread(target=run, daemon=True).start()
    try:
        result, error = done.get(timeout=seconds)
    except queue.Empty:
        raise TimeoutError from None
    if error is not None:
        raise error
    return result  # type: ignore[return-value]
