"""A stand-in for Solr, as far as CKAN asks it: the registries have no Solr.

It keeps documents by their `index_id` and answers `update`, `select` and `schema`.
A query or a parameter that it does not know is answered with 400, as Solr does.
"""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from servers.lucene import NotUnderstoodError, matcher
from servers.standin import Answer, StandIn, as_json

Document = dict[str, Any]

FREE_TEXT = ("name", "title", "notes", "tags", "organization")
UNUSED = {"wt", "df", "q.op", "defType", "tie", "mm", "qf", "fq_list"}
"""They say how answers are ranked and written; the order here is that of `sort`. Solr does not
know `fq_list` either: CKAN has merged it into `fq` and sends it along."""
KNOWN = {"q", "fq", "fl", "rows", "start", "sort"} | UNUSED


class Solr(StandIn):
    """One core; `url` is what CKAN calls `solr_url`."""

    def __init__(self, schema: Path) -> None:
        self.schema = schema.read_bytes()
        self.documents: dict[str, Document] = {}
        super().__init__()
        self.url = f"{self.address}/solr/ckan"

    def answer(self, method: str, path: str, query: str, body: bytes) -> Answer:
        name = path.removeprefix("/solr/ckan").strip("/")
        if name == "schema":
            return 200, "application/xml", self.schema
        if name == "select":
            return as_json(self._select(parse_qs(query)))
        if name == "update":
            self._update(body)
            return as_json({"responseHeader": {"status": 0}})
        raise NotUnderstoodError(path)

    def refusal(self, problem: str) -> Answer:
        return as_json({"error": {"msg": problem, "code": 400}}, 400)

    def _select(self, asked: Mapping[str, list[str]]) -> Document:
        unknown = {key for key in asked if key not in KNOWN and not key.startswith("facet")}
        if unknown:
            raise NotUnderstoodError(f"parameters {sorted(unknown)}")
        one = {key: values[-1] for key, values in asked.items()}
        tests = [matcher(query) for query in [one.get("q", "*:*"), *asked.get("fq", [])]]
        found = [
            doc
            for doc in self.documents.values()
            if all(test(partial(_values, doc)) for test in tests)
        ]
        _sort(found, one.get("sort", ""))
        start, rows = int(one.get("start", 0)), int(one.get("rows", 10))
        fields = one.get("fl", "*").replace(",", " ").split()
        shown = [_shown(doc, fields) for doc in found[start : start + rows]]
        empty: Document = {"facet_fields": {name: [] for name in asked.get("facet.field", [])}}
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
                key: doc for key, doc in self.documents.items() if not gone(partial(_values, doc))
            }


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
