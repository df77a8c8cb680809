"""PDF documents, read in a child process with limits on its memory and its time."""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, Any

import msgspec

from annexes.errors import DocumentError, Place, Problem
from annexes.model import Page

SECONDS_PER_PAGE = 30.0
"""An ordinary page takes milliseconds."""
MAX_FRAME = 200_000_000

CUT = "cut the annex pages out of the document and try those"


def pdf_pages(path: Path, pages: Sequence[int] | None = None) -> Iterator[Page]:
    """The pages of a PDF, one after the other; no more than one is held.

    Raises DocumentError if the document is damaged, protected, without text, hangs, or makes the
    reader fail.
    """
    request = {"path": str(path.resolve()), "pages": list(pages) if pages else None}
    for kind, value in _answer(path, request):
        if kind == "page":
            yield msgspec.convert(value, Page)


def pdf_picture(path: Path, page: int, box: tuple[float, float, float, float]) -> bytes:
    """The page as PNG with this box (points from the top left) marked; raises DocumentError."""
    request = {"path": str(path.resolve()), "page": page, "box": box}
    return b"".join(value for _, value in _answer(path, request))


def _answer(path: Path, request: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """The frames of the answer; a refusal and a failure of the reader are DocumentErrors."""
    try:
        for kind, *values in _child().ask(request):
            if kind == "refused":
                check, page, problem, hint = values
                raise DocumentError(Problem(check, Place(str(path), page=page), problem, hint))
            yield kind, values[0]
    except TimeoutError as error:
        problem = f"a page took longer than {SECONDS_PER_PAGE:.0f} seconds"
        raise DocumentError(Problem("time", Place(str(path)), problem, CUT)) from error
    except (EOFError, BrokenPipeError) as error:
        problem = "the PDF reader gave up on this document: it is damaged or hostile"
        raise DocumentError(Problem("reader", Place(str(path)), problem, CUT)) from error


class Child:
    """A process that reads one PDF after the other; a new one is started when it was lost."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def ask(self, request: Mapping[str, Any]) -> Iterator[list[Any]]:
        """The answer, frame by frame; who stops listening halfway loses the process."""
        process = self._running()
        finished = False
        try:
            _pipe(process.stdin).write(json.dumps(request).encode() + b"\n")
            _pipe(process.stdin).flush()
            while not finished:
                frame = msgspec.msgpack.decode(_frame(_pipe(process.stdout)))
                finished = frame[0] != "page"
                yield frame
        finally:
            if not finished:
                process.kill()
                process.wait()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            engine = str(Path(__file__).parents[2])
            paths = [engine, *filter(None, [os.environ.get("PYTHONPATH")])]
            self._process = subprocess.Popen(
                [sys.executable, "-m", "annexes.document.reader"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
            )
        return self._process


_children = threading.local()


def _child() -> Child:
    """The reader of this thread: threads must not listen to each other's answers."""
    if not hasattr(_children, "own"):
        _children.own = Child()
    own: Child = _children.own
    return own


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise EOFError
    return pipe


def _frame(pipe: IO[bytes]) -> bytes:
    deadline = time.monotonic() + SECONDS_PER_PAGE
    length = int.from_bytes(_exactly(pipe.fileno(), 4, deadline), "big")
    if length > MAX_FRAME:
        raise EOFError
    return _exactly(pipe.fileno(), length, deadline)


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
