"""Validation in a child process: what a hostile package does, it does there, and not for long.

The child may not reach the network, may open files of the package only, may hold so much memory,
and may compute so many seconds, both by the size of the package. `python -m` of this module is the
child. A request is a package and how to validate it. The frames are ["part", resource, bytes that
are done, bytes of the package] before each resource is read and now and then, and in the end
["report", report], ["refused", exit code, problems], ["failed", why], or ["memory"].
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from mimetypes import knownfiles
from pathlib import Path
from typing import Any

import msgspec

from annexes.base.children import (
    FROM_OUTSIDE,
    Frame,
    child_running,
    limit_computing,
    limit_memory,
    send,
    serve,
)
from annexes.base.database import PATIENCE
from annexes.base.errors import AnnexesError, PackageError, Problem, UsageError
from annexes.package.disk import DESCRIPTOR, Package
from annexes.validation.memory import allowed_memory
from annexes.validation.opening import NothingToReadError
from annexes.validation.report import Fault, Report
from annexes.validation.validation_options import Options

SECONDS, PER_MEGABYTE = 10.0, 9.0
"""What a package may take: so long in any case, and so much longer for each of its megabytes, which
frictionless may need for a narrow table."""
WALL = 15
"""So many times as long it may take by the clock, where other programs compute as well: nothing
that is allowed waits for anything else."""
WALLED = ("socket.connect", "socket.getaddrinfo", "socket.sendto", "subprocess.Popen",
          "os.system", "os.exec", "os.posix_spawn", "os.fork", "sqlite3.connect")  # fmt: skip
LIBRARIES = tuple(
    {os.path.realpath(path) for path in (sys.prefix, sys.base_prefix, *sys.path, *knownfiles)}
)
"""Where Python itself reads: its modules, and what types of files there are."""


def validate_bounded(
    path: Path,
    options: Options | None = None,
    progress: Callable[[str, int, int], None] | None = None,
) -> Report:
    """The report on a package that nobody vouches for, as `validate` gives it, in bounds.

    What takes too long or too much memory is not read, and the report says so. A trusted package
    has no bounds but the memory that was asked for. `progress` is told now and then which
    resource is read, how many bytes are done, and those of the package. Raises PackageError where
    there is none.
    """
    options = options or Options()
    start, name, size = time.monotonic(), "", 0

    def left() -> float:
        patience = WALL * _seconds(options, size, SECONDS, PER_MEGABYTE)
        return max(start + patience - time.monotonic(), 0)

    def unread(check: str, says: str = "", **facts: int) -> Report:
        return Report(str(path), beyond=[Fault(check, name, says=says, facts=facts)])

    with tempfile.TemporaryDirectory(prefix="annexes-") as scratch:
        request = {
            "path": str(path),
            "options": asdict(options),
            "scratch": scratch,
            "cwd": str(Path.cwd()),
            "seconds": [SECONDS, PER_MEGABYTE],
        }
        try:
            for kind, *values in child_running("annexes.validation.bounded").ask(request, left):
                if kind == "part":
                    name, done, size = values
                    if progress:
                        progress(name, done, size)
                elif kind != "memory":
                    return _outcome(path, name, kind, values)
        except TimeoutError:
            seconds = _seconds(options, size, SECONDS, PER_MEGABYTE)
            return unread("too-costly", seconds=round(seconds))
        except EOFError as error:
            if error.args[0] in FROM_OUTSIDE:
                return unread("ended", signal=error.args[0])
    memory = allowed_memory(options.memory, size) // 1_000_000
    return unread("too-costly", "too-large", memory=memory)


def _outcome(path: Path, name: str, kind: str, values: list[Any]) -> Report:
    """What the last frame says; raises what the child has refused."""
    if kind == "refused":
        code, problems = values
        kinds = {own.exit_code: own for own in (PackageError, UsageError, NothingToReadError)}
        raise kinds[code](msgspec.convert(problems, list[Problem]))
    if kind == "failed":
        return Report(str(path), (), [Fault("unreadable", name, note=values[0])], total=1)
    return msgspec.msgpack.decode(values[0], type=Report)


def _seconds(options: Options, size: int, least: float, more: float) -> float:
    """How long a package of so many bytes may be computed."""
    return 1e8 if options.trusted else least + more * size / 1e6


def check_package(package: Package) -> list[Problem]:
    """The problems of a package: with the standard, and if there are none, with its own rules."""
    file = package.root / DESCRIPTOR
    return validate_bounded(file).problems(file)


# ── the side of the child ───────────────────────────────────────────────────────────────────

_is_walled = False
_within: tuple[str, ...] = ()
"""What may be opened: the package, and what Python itself needs."""


def _wall(event: str, args: tuple[Any, ...]) -> None:
    if _is_walled and event in WALLED:
        raise PermissionError("nothing is fetched, and no program is run")
    if _is_walled and event == "open" and not _may_be_opened(args[0]):
        raise PermissionError("no file outside the package is opened, and nothing that is no file")


def _may_be_opened(path: Any) -> bool:
    """Whether it lies in the package or in a library, and is no pipe that keeps one waiting.

    However it was named: frictionless follows more in a descriptor than `unsafe` knows of.
    """
    if isinstance(path, int):
        return True
    real = Path(os.path.realpath(os.fsdecode(path)))
    is_within = any(real.is_relative_to(own) for own in _within)
    return is_within and (real.is_file() or real.is_dir() or not real.exists())


def answer(request: Mapping[str, Any]) -> Iterator[Frame]:
    """The frames for one request."""
    global _is_walled, _within
    from annexes.validation.validate import validate

    options = msgspec.convert(request["options"], Options)
    tempfile.tempdir = request["scratch"]
    os.chdir(request["cwd"])
    path = Path(request["path"])
    folder = path if path.is_dir() else path.parent
    named = map(os.path.realpath, (path, folder, options.schema or path, request["scratch"]))
    _is_walled, _within = not options.trusted, (*named, *LIBRARIES)

    def limit(size: int) -> None:
        limit_memory(allowed_memory(options.memory, size))
        limit_computing(_seconds(options, size, *request["seconds"]))

    told, at = None, 0.0

    def tell(resource: str, done: int, size: int) -> None:
        nonlocal told, at
        if told is None:
            limit(size)
        if resource != told or time.monotonic() > at + PATIENCE:
            told, at = resource, time.monotonic()
            send(["part", resource, done, size])

    limit(0)
    try:
        report = validate(path, options, tell)
        yield ["report", msgspec.msgpack.encode(report)]
    except AnnexesError as error:
        yield ["refused", error.exit_code, [asdict(problem) for problem in error.problems]]
    except MemoryError:
        yield ["memory"]
    except Exception as error:  # a fault of ours, or of a library: no verdict, and no silence
        yield ["failed", f"{type(error).__name__}: {error}"]


if __name__ == "__main__":
    # Slow to load: while the parent gets ready.
    import annexes.validation.columnar
    import annexes.validation.validate  # noqa: F401

    sys.addaudithook(_wall)
    serve(answer, memory=None)
