"""The folder of an export on this machine's own address, for a look before publishing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import BinaryIO
from urllib.parse import unquote, urlsplit

from annexes.base.errors import UsageError

ADDRESS = "127.0.0.1"
NAMES = {ADDRESS, "localhost"}
"""Under any other name a page of a stranger could read this one through the visitor's browser."""


class ExportHandler(SimpleHTTPRequestHandler):
    """Serves the files of a folder as they are now, nothing else, and tells of errors only."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing of a request."""

    def log_error(self, format: str, *args: object) -> None:  # noqa: A002 – the name of the library
        """Say nothing of a refused one: the browser is told."""

    def end_headers(self) -> None:
        """Keep nothing in the cache: after the next export the page is another."""
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        super().end_headers()

    def send_head(self) -> BinaryIO | None:
        """The file that is asked for; no folder is listed, and no link leads out of this one."""
        if self._host() not in NAMES:
            self.send_error(HTTPStatus.MISDIRECTED_REQUEST, "this is no name of this machine")
            return None
        if not self._is_here():
            self.send_error(HTTPStatus.NOT_FOUND)
            return None
        return super().send_head()

    def _host(self) -> str:
        host = self.headers.get("Host", "")
        try:
            return urlsplit(f"//{host}").hostname or ""
        except ValueError:
            return ""

    def _is_here(self) -> bool:
        path = unquote(self.path.partition("?")[0].partition("#")[0])
        if "\0" in path:
            return False
        try:
            named = Path(self.translate_path(self.path)).resolve()
            if named.is_dir() and path.endswith("/"):
                named = (named / "index.html").resolve()
            return named.is_file() and named.is_relative_to(Path(self.directory).resolve())
        except (OSError, RuntimeError):  # too long a name, a circle of links
            return False


@contextmanager
def server(folder: Path, port: int) -> Iterator[ThreadingHTTPServer]:
    """A server of this folder on 127.0.0.1, to no other machine; 0 takes any free port.

    Raises UsageError where there is no page in the folder or the port cannot be had.
    """
    if not (folder / "index.html").is_file():
        raise UsageError.of("serve", folder, "there is no page here")
    handler = partial(ExportHandler, directory=str(folder))
    try:
        running = ThreadingHTTPServer((ADDRESS, port), handler)
    except (OSError, OverflowError) as error:
        problem = f"port {port} cannot be had: {getattr(error, 'strerror', None) or error}"
        raise UsageError.of("serve", ADDRESS, problem, "name another with --port") from error
    with running:
        yield running
