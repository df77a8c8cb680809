"""Child processes: whatever a hostile document does, it does it there, and not for long.

A child takes one request after the other, as JSON lines on standard input, and answers each with a
row of frames on standard output: a length of four bytes, then a MessagePack array. The frame that
ends an answer is the first whose kind (its first entry) is not 'page' or 'part'.

A child is started before the libraries are loaded that talk to it.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, Any

SECONDS = 30.0
"""For one frame: a page or a small document takes milliseconds."""
MAX_FRAME = 200_000_000
MAX_MEMORY = 1_000_000_000
"""Bytes of address space of a child, where the system can limit it."""

FROM_OUTSIDE = (signal.SIGKILL, signal.SIGTERM, signal.SIGHUP, signal.SIGINT)
"""Signals by which a person, or the system for want of memory, ends a process."""

MORE = ("page", "part")
"""Kinds of frames after which more come."""

Frame = list[Any]


# ── the side of the parent ──────────────────────────────────────────────────────────────────


class Child:
    """A process that runs a module and answers requests; a new one is started when it was lost."""

    def __init__(self, module: str) -> None:
        self._module = module
        self._process: subprocess.Popen[bytes] | None = None

    def ask(
        self, request: Mapping[str, Any], seconds: Callable[[], float] = lambda: SECONDS
    ) -> Iterator[Frame]:
        """The answer, frame by frame; who stops listening halfway loses the process.

        `seconds` says how long to wait for the next frame. Raises TimeoutError if the child hangs,
        or has used the time that it may compute; EOFError, with the signal that has ended it or 0,
        if it dies. One that was killed before it could begin is replaced once.
        """
        begun = False
        try:
            for frame in self._answer(request, seconds):
                begun = True
                yield frame
        except EOFError as error:
            if begun or error.args[0] not in FROM_OUTSIDE:
                raise
            yield from self._answer(request, seconds)

    def _answer(self, request: Mapping[str, Any], seconds: Callable[[], float]) -> Iterator[Frame]:
        from msgspec import msgpack

        process = self.start()
        finished = False
        try:
            _pipe(process.stdin).write(json.dumps(request).encode() + b"\n")
            _pipe(process.stdin).flush()
            while not finished:
                data = received(_pipe(process.stdout).fileno(), seconds())
                frame = msgpack.decode(data)
                finished = frame[0] not in MORE
                yield frame
        except (EOFError, BrokenPipeError) as error:
            ended_by = _signal_of(process)
            if ended_by == signal.SIGXCPU:
                raise TimeoutError from error
            raise EOFError(ended_by) from error
        finally:
            if not finished:
                _end(process)

    def start(self) -> subprocess.Popen[bytes]:
        """The process; who is going to ask starts it early, as it takes a moment to be ready."""
        if self._process is None or self._process.poll() is not None:
            engine = str(Path(__file__).parents[2])
            paths = [engine, *filter(None, [os.environ.get("PYTHONPATH")])]
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", self._module],  # no module of the folder we are in
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
                process_group=0,
            )
        return self._process


_own = threading.local()


def child_running(module: str) -> Child:
    """The child of this thread that runs the module: threads must not hear each other's answers."""
    children: dict[str, Child] = _own.__dict__.setdefault("children", {})
    return children.setdefault(module, Child(module))


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise EOFError
    return pipe


def _signal_of(process: subprocess.Popen[bytes]) -> int:
    """The signal that has ended a child that says no more; 0 if it ended on its own, or lives."""
    try:
        return max(-process.wait(1), 0)
    except subprocess.TimeoutExpired:
        return 0


def _end(process: subprocess.Popen[bytes]) -> None:
    """Kill the child with whatever it has forked: its group has no other members."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


# ── frames ──────────────────────────────────────────────────────────────────────────────────


def received(handle: int, seconds: float) -> bytes:
    """The next frame, encoded, that is written to the other end of a pipe.

    Raises TimeoutError if it takes longer, EOFError if there is none or it is too large.
    """
    deadline = time.monotonic() + seconds
    length = int.from_bytes(_exactly(handle, 4, deadline), "big")
    if length > MAX_FRAME:
        raise EOFError
    return _exactly(handle, length, deadline)


def _exactly(handle: int, length: int, deadline: float) -> bytes:
    """Read so many bytes, or raise TimeoutError, or EOFError if the child is gone."""
    parts = bytearray()
    while len(parts) < length:
        ready, _, _ = select.select([handle], [], [], max(deadline - time.monotonic(), 0))
        if not ready:
            raise TimeoutError
        if not (part := os.read(handle, length - len(parts))):
            raise EOFError
        parts += part
    return bytes(parts)


def send(frame: Frame) -> None:
    """Write a frame to standard output."""
    from msgspec import msgpack

    data = msgpack.encode(frame)
    sys.stdout.buffer.write(len(data).to_bytes(4, "big") + data)
    sys.stdout.buffer.flush()


# ── the side of the child ───────────────────────────────────────────────────────────────────


def serve(
    answer: Callable[[Mapping[str, Any]], Iterable[Frame]], memory: int | None = MAX_MEMORY
) -> None:
    """Answer requests until standard input ends, within the limit on memory.

    None leaves that limit to the answer, which knows what it needs (`limit_memory`).
    """
    if memory is not None:
        _limit("RLIMIT_AS", memory, for_good=True)
    _limit("RLIMIT_CORE", 0, for_good=True)
    for line in sys.stdin.buffer:
        for frame in answer(json.loads(line)):
            send(frame)


def limit_memory(size: int) -> None:
    """Let this process hold at most so many bytes of its own, if the system can limit that.

    Address space would be the wrong measure: a database reserves much more than it uses.
    """
    _limit("RLIMIT_DATA", size)


def limit_computing(seconds: float) -> None:
    """Let this process compute so many seconds more, on all processors together; then it ends.

    Seconds of waiting do not count: a busy machine does not make a request more costly.
    """
    _limit("RLIMIT_CPU", int(time.process_time() + seconds) + 1)


def _limit(name: str, most: int, *, for_good: bool = False) -> None:
    """Take no more of this than so much, or than is allowed anyway."""
    with contextlib.suppress(ImportError, OSError, ValueError):  # not all systems can limit all
        import resource

        kind = getattr(resource, name)
        _, allowed = resource.getrlimit(kind)
        most = most if allowed == resource.RLIM_INFINITY else min(most, allowed)
        resource.setrlimit(kind, (most, most if for_good else allowed))
