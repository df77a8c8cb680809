"""Validation in a child process: what a hostile package does, it does there, and not for long.

The child may not reach the network, may hold so much memory, and has so many seconds, both by the
size of the package. `python -m` of this module is the child. A request is a package and how to
validate it. The frames are ["part", resource, bytes that are done, bytes of the package] before
each resource is read, then ["report", report], ["refused", exit code, problems], ["failed", why],
or ["memory"].
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import msgspec

from annexes.base.children import Frame, child_running, limit_memory, serve
from annexes.base.errors import AnnexesError, PackageError, Problem, UsageError
from annexes.package.disk import DESCRIPTOR, Package
from annexes.validation.database import allowed_memory
from annexes.validation.opening import NothingToReadError
from annexes.validation.report import Fault, Report
from annexes.validation.validate import Options, ResourceStep, steps

SECONDS, PER_MEGABYTE = 10.0, 4.0
"""What a package may take: so long in any case, and so much longer for each of its megabytes."""
WALLED = ("socket.connect", "socket.getaddrinfo", "socket.sendto", "subprocess.Popen",
          "os.system", "os.exec", "os.posix_spawn", "os.fork")  # fmt: skip


def validate_bounded(
    path: Path,
    options: Options | None = None,
    progress: Callable[[str, int, int], None] | None = None,
) -> Report:
    """The report on a package that nobody vouches for, as `validate` gives it, in bounds.

    What takes too long or too much memory is not read, and the report says so. A trusted package
    has no bounds but the memory that was asked for. `progress` is told each resource before it
    is read, with the bytes that are done and those of the package. Raises PackageError where
    there is none.
    """
    options = options or Options()
    start, name, size = time.monotonic(), "", 0

    def left() -> float:
        allowed = SECONDS + PER_MEGABYTE * size / 1e6
        return 1e9 if options.trusted else max(start + allowed - time.monotonic(), 0)

    with tempfile.TemporaryDirectory(prefix="annexes-") as scratch:
        request = {
            "path": str(path),
            "options": asdict(options),
            "scratch": scratch,
            "cwd": str(Path.cwd()),
        }
        try:
            for kind, *values in child_running("annexes.validation.bounded").ask(request, left):
                if kind == "part":
                    name, done, size = values
                    if progress:
                        progress(name, done, size)
                elif kind == "report":
                    return msgspec.convert(values[0], Report)
                elif kind == "refused":
                    raise _refused(*values)
                elif kind == "failed":
                    return Report(
                        str(path), (), [Fault("unreadable", name, note=values[0])], total=1
                    )
        except TimeoutError:
            seconds = round(SECONDS + PER_MEGABYTE * size / 1e6)
            fault = Fault("too-costly", name, facts={"seconds": seconds})
            return Report(str(path), beyond=[fault])
        except (EOFError, BrokenPipeError):
            pass
    memory = allowed_memory(options.memory, size) // 1_000_000
    return Report(
        str(path), beyond=[Fault("too-costly", name, says="too-large", facts={"memory": memory})]
    )


def check_package(package: Package) -> list[Problem]:
    """The problems of a package: with the standard, and if there are none, with its own rules."""
    file = package.root / DESCRIPTOR
    return validate_bounded(file).problems(file)


def _refused(code: int, problems: list[Any]) -> AnnexesError:
    kinds = {kind.exit_code: kind for kind in (PackageError, UsageError, NothingToReadError)}
    return kinds[code](msgspec.convert(problems, list[Problem]))


# ── the side of the child ───────────────────────────────────────────────────────────────────

_is_walled = False


def _wall(event: str, _: tuple[Any, ...]) -> None:
    if _is_walled and event in WALLED:
        raise PermissionError("nothing is fetched, and no program is run")


def answer(request: Mapping[str, Any]) -> Iterator[Frame]:
    """The frames for one request."""
    global _is_walled
    options = msgspec.convert(request["options"], Options)
    tempfile.tempdir = request["scratch"]
    os.chdir(request["cwd"])
    _is_walled = not options.trusted
    limit_memory(allowed_memory(options.memory, 0))
    try:
        for step in steps(Path(request["path"]), options):
            if isinstance(step, ResourceStep):
                limit_memory(allowed_memory(options.memory, step.size))
                yield ["part", step.resource, step.done, step.size]
            else:
                yield ["report", msgspec.to_builtins(step)]
    except AnnexesError as error:
        yield ["refused", error.exit_code, [asdict(problem) for problem in error.problems]]
    except MemoryError:
        yield ["memory"]
    except Exception as error:  # a fault of ours, or of a library: no verdict, and no silence
        yield ["failed", f"{type(error).__name__}: {error}"]


if __name__ == "__main__":
    import annexes.validation.columnar  # noqa: F401 – slow to load: while the parent gets ready

    sys.addaudithook(_wall)
    serve(answer, memory=None)
