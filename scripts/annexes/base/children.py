"""Child processes: whatever a hostile document does, it does it there, and not for long.

A child takes one request after the other, as JSON lines on standard input, and answers each with a
row of frames on standard output: a length of four bytes, then a MessagePack array. The frame that
ends an answer is the first whose kind (its first entry) is not 'page' or 'part'.

A child is started before the libraries are loaded that talk to it. Where its parent has only begun
itself it is a fork of that, which saves what both would load.
"""

from __future__ import annotations

import contextlib
import json
import os
import runpy
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, Any, NoReturn

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
        self._process: subprocess.Popen[bytes] | Fork | None = None

    def ask(
        self,
        request: Mapping[str, Any],
        seconds: Callable[[], float] = lambda: SECONDS,
        part: Any = Any,
    ) -> Iterator[Frame]:
        """The answer, frame by frame; who stops listening halfway loses the process.

        `seconds` says how long to wait for the next frame, `part` is the type of what the frames
        hold after which more come. Raises TimeoutError if the child hangs,
        or has used the time that it may compute; EOFError, with the signal that has ended it or 0,
        if it dies. One that was killed before it could begin is replaced once.
        """
        begun = False
        try:
            for frame in self._answer(request, seconds, part):
                begun = True
                yield frame
        except EOFError as error:
            if begun or error.args[0] not in FROM_OUTSIDE:
                raise
            yield from self._answer(request, seconds, part)

    def _answer(
        self, request: Mapping[str, Any], seconds: Callable[[], float], part: Any
    ) -> Iterator[Frame]:
        process = self.start()
        finished = False
        try:
            _pipe(process.stdin).write(json.dumps(request).encode() + b"\n")
            _pipe(process.stdin).flush()
            while not finished:
                frame = received(_pipe(process.stdout).fileno(), seconds(), part)
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

    def fork(self) -> None:
        """Start the process as a fork of this one, in which no other thread may run."""
        self._process = Fork(self._module)

    def start(self) -> subprocess.Popen[bytes] | Fork:
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


class Fork:
    """A fork of this process that runs a module; its parent knows it as it knows a `Popen`."""

    def __init__(self, module: str) -> None:
        hears, asks = os.pipe()
        frames, says = os.pipe()
        self.pid = os.fork()
        if not self.pid:
            _become(module, hears, says)
        os.close(hears)
        os.close(says)
        with contextlib.suppress(OSError):  # it has done so itself, or is gone
            os.setpgid(self.pid, self.pid)
        self.stdin, self.stdout = os.fdopen(asks, "wb"), os.fdopen(frames, "rb")
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """How it ended, if it has: its exit code, or the signal that has ended it, negative."""
        if self.returncode is None:
            ended, status = os.waitpid(self.pid, os.WNOHANG)
            self.returncode = os.waitstatus_to_exitcode(status) if ended else None
        return self.returncode

    def wait(self, timeout: float = SECONDS) -> int:
        """The same when it has ended; raises TimeoutExpired if it takes longer."""
        deadline = time.monotonic() + timeout
        while (code := self.poll()) is None:
            if time.monotonic() > deadline:
                raise subprocess.TimeoutExpired("fork", timeout)
            time.sleep(0.01)
        return code


def _become(module: str, hears: int, says: int) -> NoReturn:
    """Run the module in this fork, which hears and says nothing else, and end."""
    try:
        os.setpgid(0, 0)
        os.dup2(hears, 0)
        os.dup2(says, 1)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        os.closerange(3, says + 1)
        sys.stdin, sys.stdout = os.fdopen(0), os.fdopen(1, "w")
        runpy.run_module(module, run_name="__main__")
    finally:
        os._exit(0)


_own = threading.local()


def child_running(module: str) -> Child:
    """The child of this thread that runs the module: threads must not hear each other's answers."""
    children: dict[str, Child] = _own.__dict__.setdefault("children", {})
    return children.setdefault(module, Child(module))


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise EOFError
    return pipe


def _signal_of(process: subprocess.Popen[bytes] | Fork) -> int:
    """The signal that has ended a child that says no more; 0 if it ended on its own, or lives."""
    try:
        return max(-process.wait(1), 0)
    except subprocess.TimeoutExpired:
        return 0


def _end(process: subprocess.Popen[bytes] | Fork) -> None:
    """Kill the child with whatever it has forked: its group has no other members."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


# ── frames ──────────────────────────────────────────────────────────────────────────────────


def received(handle: int, seconds: float, part: Any = Any) -> Frame:
    """The next frame that is written to the other end of a pipe; `part` is the type of what it
    holds if more come.

    Raises TimeoutError if it takes longer, EOFError if there is none or it is too large.
    """
    from msgspec import Raw, msgpack

    deadline = time.monotonic() + seconds
    length = int.from_bytes(_exactly(handle, 4, deadline), "big")
    if length > MAX_FRAME:
        raise EOFError
    frame = msgpack.decode(_exactly(handle, length, deadline), type=list[Raw])
    kind = msgpack.decode(frame[0])
    held = part if kind in MORE else Any
    return [kind, *(msgpack.decode(value, type=held) for value in frame[1:])]


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
