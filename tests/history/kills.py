"""Killing a command at one of its writes: at the first, the second, … until it gets through."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

WRITES = ("replace", "rename", "unlink", "mkdir", "open")


def killed_everywhere(
    act: Callable[[], Any], folders: Sequence[Path], *, every: int = 1
) -> Iterator[int]:
    """Run `act` in a fork that kills itself before a write, one write later each time.

    Only writes in these folders count.
    Yields the number of the write after each kill, so that the caller can look and put things
    back; ends when the act was not killed any more.
    """
    at = 0
    while _is_killed(act, folders, at):
        yield at
        at += every


def _is_killed(act: Callable[[], Any], folders: Sequence[Path], at: int) -> bool:
    child = os.fork()
    if child == 0:
        _arm(folders, at)
        try:
            act()
        except BaseException:
            os._exit(1)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0, "the act itself failed"
    return os.WIFSIGNALED(status)


def _arm(folders: Sequence[Path], at: int) -> None:
    left = [at]
    for name in WRITES:
        setattr(Path, name, _deadly(getattr(Path, name), folders, left))


def _deadly(
    write: Callable[..., Any], folders: Sequence[Path], left: list[int]
) -> Callable[..., Any]:
    def writes(path: Path, *args: Any, **options: Any) -> Any:
        if any(path.absolute().is_relative_to(folder) for folder in folders):
            left[0] -= 1
            if left[0] < 0:
                os.kill(os.getpid(), signal.SIGKILL)
        return write(path, *args, **options)

    return writes
