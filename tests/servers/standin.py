"""An HTTP server on this machine that stands in for a search engine which no registry has."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote, urlsplit

Answer = tuple[int, str, bytes]


class StandIn(ThreadingHTTPServer):
    """Answers one request after the other, as `answer` does; what it refuses is kept."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.lock = threading.Lock()
        self.refused: list[str] = []
        self.address = f"http://127.0.0.1:{self.server_port}"
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def answer(self, method: str, path: str, query: str, body: bytes) -> Answer:
        """Status, media type and body; ValueError for what is not understood."""
        raise NotImplementedError

    def refusal(self, problem: str) -> Answer:
        """How this engine says that it does not understand."""
        raise NotImplementedError

    def end(self) -> None:
        self.shutdown()
        self.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: StandIn

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        form = "form-urlencoded" in self.headers.get("Content-Type", "")
        query = body.decode() if form else parts.query
        with self.server.lock:
            try:
                found = self.server.answer(self.command, unquote(parts.path), query, body)
            except ValueError as error:
                self.server.refused.append(f"{self.command} {self.path}: {error}")
                found = self.server.refusal(str(error))
        status, kind, text = found
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(text)

    do_HEAD = do_POST = do_PUT = do_DELETE = do_GET  # noqa: N815 - their names upstream

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - its name upstream
        pass


def as_json(node: Any, status: int = 200) -> Answer:
    return status, "application/json", json.dumps(node).encode()
