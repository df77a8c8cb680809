"""The folder of an export on this machine's own address, for a look before publishing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from annexes.base.errors import Place, Problem, UsageError

ADDRESS = "127.0.0.1"


class _Quiet(SimpleHTTPRequestHandler):
    """Serves files as they are now, and tells of errors only."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing of a request."""

    def end_headers(self) -> None:
        """Keep nothing in the cache: after the next export the page is another."""
        self.send_header("Cache-Control", "no-store")
        super().end_headers()


@contextmanager
def server(folder: Path, port: int) -> Iterator[ThreadingHTTPServer]:
    """A server of this folder on 127.0.0.1, to no other machine; 0 takes any free port.

    Raises UsageError where there is no page in the folder or the port cannot be had.
    """
    if not (folder / "index.html").is_file():
        hint = "run 'annexes export' first, or name its folder with --out"
        raise UsageError(Problem("serve", Place(str(folder)), "there is no page here", hint))
    handler = partial(_Quiet, directory=str(folder))
    try:
        running = ThreadingHTTPServer((ADDRESS, port), handler)
    except (OSError, OverflowError) as error:
        problem = f"port {port} cannot be had: {getattr(error, 'strerror', None) or error}"
        hint = "name another with --port"
        raise UsageError(Problem("serve", Place(ADDRESS), problem, hint)) from error
    with running:
        yield running
