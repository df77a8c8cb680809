"""One answer of a child process, made by several forks of it at the same time.

Each fork makes a share of the frames, within the limits of the child; the child takes them in turn,
so that the answer is the same however fast each fork is, and what goes wrong with a frame is found
where that frame is due.
"""

from __future__ import annotations

import contextlib
import gc
import os
import signal
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

import msgspec

from annexes.base.children import MORE, Frame, received, send

AHEAD = 1_000_000
"""Bytes of frames that a fork may be ahead of its turn, where the system can hold so many."""
HOUR = 3600.0
"""Who listens to the child has less patience than this, and ends it with its forks."""

Share = Callable[[], Iterable[Frame]]


class _Fork(NamedTuple):
    process: int
    frames: int
    """Where its frames are read."""


def processors() -> int:
    """How many processors this process may use; 1 where the system does not say."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        return 1


def in_turn(shares: Sequence[Share]) -> Iterator[Frame]:
    """One frame of each share, again and again, until each has ended.

    This process makes the first share itself, a frame whenever it is due, and those for which the
    system allows no fork. A share ends with a frame whose kind is not one of MORE; the values of
    all others come encoded (`msgspec.Raw`) from a fork, as they are to be handed on. Raises
    EOFError where the next frame is due of a fork that died.
    """
    gc.freeze()  # what is there is never looked through again, so the forks can share it
    own, *others = shares
    left: list[Iterator[Frame]] = [iter(own())]
    forks: list[_Fork] = []
    try:
        for share in others:
            fork = _forked(share, [fork.frames for fork in forks])
            forks += [fork] if fork else []
            left.append(_frames(fork) if fork else iter(share()))
        while left:
            for frames in tuple(left):
                frame = next(frames)
                if frame[0] not in MORE:
                    left.remove(frames)
                yield frame
    finally:
        for fork in forks:
            os.close(fork.frames)
            os.kill(fork.process, signal.SIGKILL)
            os.waitpid(fork.process, 0)


def _forked(share: Share, others: Sequence[int]) -> _Fork | None:
    """A fork that makes this share, if the system allows one; it lets go of the pipes of others."""
    frames, sink = os.pipe()
    try:
        process = os.fork()
    except OSError:
        os.close(frames)
        os.close(sink)
        return None
    if process:
        os.close(sink)
        return _Fork(process, frames)
    status = 1
    try:
        for handle in (frames, *others):
            os.close(handle)
        os.dup2(sink, 1)  # nobody waits for this fork where the child itself is gone
        _let_run_ahead(1)
        for frame in share():
            send(frame)
        status = 0
    finally:
        os._exit(status)


def _frames(fork: _Fork) -> Iterator[Frame]:
    """The frames of a fork; while more come, the values of each as they came."""
    name = MORE[0]
    while name in MORE:
        frame = received(fork.frames, HOUR, msgspec.Raw)
        name = frame[0]
        yield frame


def _let_run_ahead(pipe: int) -> None:
    with contextlib.suppress(ImportError, AttributeError, OSError):  # Linux only
        import fcntl

        fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, AHEAD)
