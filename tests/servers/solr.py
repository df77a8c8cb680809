"""A stand-in for Solr, as far as CKAN asks it: the registries have no Solr.

It keeps documents by their `index_id` and answers `update`, `select`, `admin/ping` and `schema`.
A query or a parameter that it does not know is answered with 400, as Solr does.
"""

from __future__ import annotations

import json
import threading
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from servers.lucene import NotUnderstoodError, matcher

Document = dict[str, Any]
Answer = tuple[int, str, bytes]

FREE_TEXT = ("name", "title", "notes", "tags", "organization")
UNUSED = {"wt", "df", "q.op", "defType", "tie", "mm", "qf", "fq_list"}
"""They say how answers are ranked and written; the order here is that of `sort`. Solr does not
know `fq_list` either: CKAN has merged it into `fq` and sends it along."""
KNOWN = {"q", "fq", "fl", "rows", "start", "sort"} | UNUSED


class Solr(ThreadingHTTPServer):
    """One core; `address` is what CKAN calls `solr_url`."""

    daemon_threads = True

    def __init__(self, schema: Path) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.schema = schema.read_bytes()
        self.documents: dict[str, Document] = {}
        self.lock = threading.Lock()
        self.address = f"http://127.0.0.1:{self.server_port}/solr/ckan"
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def answer(self, path: str, asked: Mapping[str, list[str]], body: bytes) -> Answer:
        name = path.removeprefix("/solr/ckan").strip("/")
        with self.lock:
            if name == "schema":
                return 200, "application/xml", self.schema
            if name == "select":
                return _json(self._select(asked))
            if name == "update":
                self._update(body)
                return _json({"responseHeader": {"status": 0}})
            if name == "admin/ping":
                return _json({"status": "OK"})
        raise NotUnderstoodError(path)

    def _select(self, asked: Mapping[str, list[str]]) -> Document:
        unknown = {key for key in asked if key not in KNOWN and not key.startswith("facet")}
        if unknown:
            raise NotUnderstoodError(f"parameters {sorted(unknown)}")
        one = {key: values[-1] for key, values in asked.items()}
        tests = [matcher(query) for query in [one.get("q", "*:*"), *asked.get("fq", [])]]
        found = [
            doc
            for doc in self.documents.values()
            if all(test(lambda field, doc=doc: _values(doc, field)) for test in tests)
        ]
        _sort(found, one.get("sort", ""))
        start, rows = int(one.get("start", 0)), int(one.get("rows", 10))
        fields = one.get("fl", "*").replace(",", " ").split()
        shown = [_shown(doc, fields) for doc in found[start : start + rows]]
        empty = {"facet_fields": {name: [] for name in asked.get("facet.field", [])}}
        response = {"numFound": len(found), "start": start, "docs": shown}
        return {"responseHeader": {"status": 0}, "response": response, "facet_counts": empty}

    def _update(self, body: bytes) -> None:
        """Documents as JSON, or a deletion or a commit as XML, as pysolr writes them."""
        if not body.lstrip().startswith(b"<"):
            for doc in json.loads(body):
                self.documents[doc["index_id"]] = doc
            return
        command = ET.fromstring(body)
        if command.tag not in ("delete", "commit"):
            raise NotUnderstoodError(body.decode())
        for query in command.findall("query") if command.tag == "delete" else []:
            gone = matcher(query.text or "")
            self.documents = {
                key: doc
                for key, doc in self.documents.items()
                if not gone(lambda field, doc=doc: _values(doc, field))
            }


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Solr

    def do_GET(self) -> None:
        self._reply(b"")

    def do_POST(self) -> None:
        self._reply(self.rfile.read(int(self.headers["Content-Length"])))

    def _reply(self, body: bytes) -> None:
        parts = urlsplit(self.path)
        form = "form-urlencoded" in self.headers.get("Content-Type", "")
        asked = parse_qs(body.decode() if form else parts.query)
        try:
            status, kind, text = self.server.answer(parts.path, asked, body)
        except NotUnderstoodError as error:
            status, kind, text = 400, *_json({"error": {"msg": str(error), "code": 400}})[1:]
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - its name upstream
        pass


def _json(node: Document) -> Answer:
    return 200, "application/json", json.dumps(node).encode()


def _values(doc: Document, field: str) -> list[str]:
    if not field:
        return [value for name in FREE_TEXT for value in _values(doc, name)]
    value = doc.get(field)
    values = value if isinstance(value, list) else [value]
    return [item if isinstance(item, str) else json.dumps(item) for item in values if item != ""]


def _sort(found: list[Document], order: str) -> None:
    """In place; by relevance means in the order of arrival."""
    for part in reversed([part.split() for part in order.split(",") if part.strip()]):
        name, direction = part
        if name != "score":
            found.sort(key=lambda doc: str(doc.get(name, "")), reverse=direction == "desc")


def _shown(doc: Document, fields: list[str]) -> Document:
    return doc if "*" in fields else {key: doc[key] for key in fields if key in doc}
