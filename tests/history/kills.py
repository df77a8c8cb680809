"""Killing a command at one of its writes: at the first, a later one, … until it gets through."""

from __future__ import annotations

import gc
import os
import signal
import stat
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

CHANGES = ("os.rename", "os.remove", "os.mkdir", "os.rmdir")
"""What Python reports, beside the opening of a file, before it asks the system for it."""
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
NOBODY = 2**31 - 1
"""No process has this number."""
KILLED, THROUGH, FAILED = b"k", b"t", b"f"


def killed_everywhere(act: Callable[[], Any], folder: Path, every: int = 1) -> Iterator[int]:
    """Run `act` in a process that kills itself before a write in this folder, some writes later
    each time, and yield the number of the write after each kill.

    The caller looks at what is left, and puts the folder back as it was. It ends when the act was
    not killed any more. What comes before the first write is done once: there the process forks,
    and each of its children goes on from there, up to its own end.
    """
    (told, tell), (asked, ask) = os.pipe(), os.pipe()
    if os.fork() == 0:
        for end in (told, ask):
            os.close(end)
        _run(act, _Writes(str(folder.resolve()), tell, asked, every))
    for end in (tell, asked):
        os.close(end)
    number = 0
    try:
        while (answer := os.read(told, 1)) == KILLED:
            yield number
            number += every
            os.write(ask, b"n")
    finally:
        for end in (told, ask):
            os.close(end)
        os.wait()
    assert answer == THROUGH, "the act itself failed, or wrote nothing"


def _run(act: Callable[[], Any], writes: _Writes) -> None:
    """In the process of its own: run the act, and never return."""
    sys.addaudithook(writes.hear)
    os.getpid = lambda: NOBODY  # what the killed one leaves behind must not name this process
    os.fsync = writes.hear_sync  # a kill is no power cut: what was written is there
    try:
        act()
    except BaseException:
        os._exit(1)
    os._exit(0 if writes.left is not None else 1)


class _Writes:
    """Counts writes; forks at the first, and kills each child at its own.

    `left` are the writes up to there, None before the first.
    """

    def __init__(self, folder: str, tell: int, asked: int, every: int) -> None:
        self.left: int | None = None
        self._folder, self._every = folder, every
        self._tell, self._asked = tell, asked

    def hear(self, event: str, args: tuple[Any, ...]) -> None:
        if event == "open":
            path, _, flags = args
            if flags & WRITING and isinstance(path, str | bytes):
                self._count(os.fsdecode(path))
        elif event in CHANGES:
            path, beside = os.fsdecode(args[0]), args[-1]
            if isinstance(beside, int) and beside >= 0:  # a name in an opened folder
                path = f"{Path(f'/proc/self/fd/{beside}').readlink()}/{path}"
            self._count(path)

    def hear_sync(self, fd: Any) -> None:
        """A file is about to be whole: who is killed here has written half of it."""
        about = os.fstat(fd)
        if stat.S_ISREG(about.st_mode):
            half = about.st_size // 2
            self._count(f"/proc/self/fd/{fd}", lambda: os.ftruncate(fd, half))

    def _count(self, path: str, spoil: Callable[[], Any] = lambda: None) -> None:
        if not f"{os.path.realpath(path)}/".startswith(f"{self._folder}/"):
            return
        if self.left is None:
            self.left = self._first_left()
        if self.left == 0:
            spoil()
            signal.raise_signal(signal.SIGKILL)
        self.left -= 1

    def _first_left(self) -> int:
        """The first process stays here; each of its children returns, with its own number."""
        gc.freeze()
        number = 0
        while child := os.fork():
            _, status = os.waitpid(child, 0)
            if not os.WIFSIGNALED(status):
                os.write(self._tell, FAILED if status else THROUGH)
                os._exit(0)
            os.write(self._tell, KILLED)
            if not os.read(self._asked, 1):  # the test has failed
                os._exit(0)
            number += self._every
        return number
