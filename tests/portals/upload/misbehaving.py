"""A server on the loopback that can misbehave at any request, in every way that portals do."""

from __future__ import annotations

import contextlib
import json
import socket
import struct
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Protocol
from urllib.parse import parse_qsl, unquote, urlsplit

HANGING = 1.0
"""Seconds that a hanging server stays silent; who waits gives up long before."""
BEFORE = {"500": 500, "502": 502, "503": 503, "507": 507, "413": 413, "401": 401}
FAULTS = (
    *BEFORE,
    "504-after",
    "429",
    "429-retry-after",
    "reset",
    "lost-after",
    "hang",
    "hang-after",
    "drip",
    "corrupt",
    "html",
    "cut-off",
    "redirect",
    *(f"nonsense-{number}" for number in range(5)),
)
NONSENSE: tuple[Any, ...] = (
    [],
    {},
    {"success": True, "result": 7},
    {"id": "../../x", "entries": 1},
    "text",
)
"""JSON that is no answer to anything."""


@dataclass(frozen=True)
class Request:
    """What arrived."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    data: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.data or b"null")

    @property
    def token(self) -> str:
        return self.headers.get("Authorization", "")


@dataclass(frozen=True)
class Reply:
    """What is answered: JSON, or bytes as they are."""

    status: int
    value: Any = None
    headers: dict[str, str] = field(default_factory=dict)


class Application(Protocol):
    """A stand-in for a portal; `corrupt` makes it keep the next file with one byte changed."""

    corrupt: bool

    def answer(self, request: Request) -> Reply: ...


@dataclass
class Fault:
    """A way to misbehave, at the request of this number (from 1), once or from then on."""

    kind: str
    at: int
    always: bool = False

    def strikes(self, number: int) -> bool:
        return number >= self.at if self.always else number == self.at


class Server:
    """A running server: what arrived, and how it misbehaves."""

    def __init__(self, http: ThreadingHTTPServer) -> None:
        self.http = http
        self.application: Application | None = None
        self.fault: Fault | None = None
        self.elsewhere = ""
        self.other: Server | None = None
        self.requests: list[Request] = []
        self.lock = threading.Lock()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.http.server_address[1]}"

    def begin(self, application: Application, fault: Fault | None = None) -> None:
        """Start anew with this portal and this fault."""
        self.application, self.fault, self.requests = application, fault, []

    def writes(self) -> list[str]:
        return [f"{r.method} {r.path}" for r in self.requests if r.method != "GET"]


@contextlib.contextmanager
def serving() -> Iterator[Server]:
    """A server on a free port of the loopback."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: Any) -> None:
            pass

        def handle_any(self) -> None:
            _handle(self, server)

        do_GET = do_POST = do_PUT = do_DELETE = handle_any  # noqa: N815

    class Quiet(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: Any) -> None:
            """Clients that go away are what is tested."""

    with Quiet(("127.0.0.1", 0), Handler) as http:
        server = Server(http)
        threading.Thread(target=http.serve_forever, args=(0.01,), daemon=True).start()
        yield server
        http.shutdown()


def _handle(handler: BaseHTTPRequestHandler, server: Server) -> None:
    data = handler.rfile.read(int(handler.headers.get("Content-Length") or 0))
    parts = urlsplit(handler.path)
    path = unquote(parts.path)
    query = dict(parse_qsl(parts.query))
    request = Request(handler.command, path, query, dict(handler.headers.items()), data)
    with server.lock:
        server.requests.append(request)
        number, fault, application = len(server.requests), server.fault, server.application
        kind = fault.kind if fault and fault.strikes(number) else ""
        if application is None:
            reply = Reply(404, {})
        elif kind in ("", "corrupt") or (kind.endswith("-after") and kind != "429-retry-after"):
            application.corrupt = application.corrupt or kind == "corrupt"
            reply = application.answer(request)
        else:
            reply = _misbehaved(kind, server)
    _send(handler, reply, kind)


def _misbehaved(kind: str, server: Server) -> Reply:
    if kind in BEFORE:
        return Reply(BEFORE[kind], {"message": "out of order"})
    if kind == "redirect":
        return Reply(302, b"", {"Location": f"{server.elsewhere}/api/records/stolen"})
    if kind == "html":
        page = b"<!doctype html><title>Log in</title>"
        return Reply(200, page, {"Content-Type": "text/html"})
    if kind.startswith("nonsense"):
        return Reply(200, NONSENSE[int(kind.rpartition("-")[2])])
    wait = {"Retry-After": "7"} if kind == "429-retry-after" else {}
    return Reply(429 if kind.startswith("429") else 200, {"message": "slow down"}, wait)


def _send(handler: BaseHTTPRequestHandler, reply: Reply, kind: str) -> None:
    handler.close_connection = bool(kind)
    if kind in ("reset", "lost-after"):
        handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        handler.connection.close()
        return
    if kind.startswith("hang"):
        time.sleep(HANGING)
        return
    status = 504 if kind == "504-after" else reply.status
    body = reply.value if isinstance(reply.value, bytes) else json.dumps(reply.value).encode()
    body = b"" if status == 204 else body
    headers = {"Content-Type": "application/json", **reply.headers}
    if kind:  # or the next request would race against the end of this connection
        headers["Connection"] = "close"
    headers["Content-Length"] = str(len(body) + 100 * (kind == "cut-off"))
    head = f"HTTP/1.1 {status} Said\r\n" + "".join(f"{k}: {v}\r\n" for k, v in headers.items())
    whole = f"{head}\r\n".encode() + body
    with contextlib.suppress(OSError):
        if kind == "drip":
            _drip(handler, whole)
        else:
            handler.wfile.write(whole)


def _drip(handler: BaseHTTPRequestHandler, data: bytes) -> None:
    """One byte after the other, each well within any limit for a single read."""
    for sign in data[: int(HANGING / 0.02)]:
        handler.wfile.write(bytes([sign]))
        handler.wfile.flush()
        time.sleep(0.02)
