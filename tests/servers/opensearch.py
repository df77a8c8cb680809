"""A stand-in for OpenSearch, as far as InvenioRDM asks it: the registries have no OpenSearch.

Documents lie in indices, which have aliases and templates. A query that it does not know is
answered with 400, as OpenSearch does. Facets are empty, and nothing is ranked.
"""

from __future__ import annotations

import fnmatch
import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import parse_qs

from servers.opensearch_query import chosen, in_order
from servers.standin import Answer, StandIn, as_json

Node = dict[str, Any]
Found = tuple[str, str, Node]
"""An index, the id of a document in it, and the document with its version."""


class OpenSearch(StandIn):
    """One node, with what is written visible at once."""

    def __init__(self) -> None:
        self.indices: dict[str, dict[str, Node]] = {}
        self.mappings: dict[str, Node] = {}
        self.aliases: dict[str, set[str]] = {}
        super().__init__()

    def answer(self, method: str, path: str, query: str, body: bytes) -> Answer:
        asked = {key: values[-1] for key, values in parse_qs(query).items()}
        parts = [part for part in path.split("/") if part]
        if not parts:
            version = {"number": "2.19.0", "distribution": "opensearch"}
            return as_json({"name": "tests", "cluster_name": "tests", "version": version})
        for number, part in enumerate(parts):
            if part in self._verbs:
                names, rest = ",".join(parts[:number]), parts[number + 1 :]
                return self._verbs[part](self, method, names, rest, asked, body)
        if len(parts) == 1 and not parts[0].startswith("_"):
            return self._index(method, parts[0], body)
        raise ValueError("this address is not known")

    def refusal(self, problem: str) -> Answer:
        error = {"type": "parsing_exception", "reason": problem, "root_cause": []}
        return as_json({"error": error, "status": 400}, 400)

    # ── indices ─────────────────────────────────────────────────────────────────────────────

    def _index(self, method: str, name: str, body: bytes) -> Answer:
        if method == "PUT":
            if name in self.indices:
                return _failed(400, "resource_already_exists_exception", name)
            said = json.loads(body or b"{}")
            self.indices[name], self.mappings[name] = {}, said.get("mappings", {})
            for alias in said.get("aliases", {}):
                self.aliases.setdefault(alias, set()).add(name)
            return _done(index=name)
        found = list(self._named(name))
        if not found:
            return _failed(404, "index_not_found_exception", name)
        if method == "DELETE":
            for index in found:
                del self.indices[index], self.mappings[index]
                for members in self.aliases.values():
                    members.discard(index)
            return _done()
        return as_json({index: self._described(index) for index in found})

    def _described(self, index: str) -> Node:
        aliases: Node = {alias: {} for alias, members in self.aliases.items() if index in members}
        return {"aliases": aliases, "mappings": self.mappings[index], "settings": {}}

    def _named(self, names: str) -> Iterator[str]:
        """The indices that go by these names, patterns or aliases, with commas between them."""
        for name in names.split(",") if names not in ("", "_all") else ["*"]:
            members = [m for a, ms in self.aliases.items() if fnmatch.fnmatch(a, name) for m in ms]
            yield from sorted({*members, *fnmatch.filter(self.indices, name)})

    def _alias(
        self, method: str, names: str, rest: list[str], asked: Mapping[str, str], body: bytes
    ) -> Answer:
        if method == "PUT":
            self.aliases.setdefault(rest[0], set()).update(self._named(names))
            return _done()
        wanted = rest[0] if rest else names or "*"
        found = {
            index: {"aliases": self._described(index)["aliases"]} for index in self._named(wanted)
        }
        return as_json(found) if found else _failed(404, "aliases_not_found_exception", wanted)

    def _mapping(
        self, method: str, names: str, rest: list[str], asked: Mapping[str, str], body: bytes
    ) -> Answer:
        if method == "PUT":
            for index in self._named(names):
                known = self.mappings[index].setdefault("properties", {})
                known.update(json.loads(body).get("properties", {}))
            return _done()
        return as_json({index: {"mappings": self.mappings[index]} for index in self._named(names)})

    def _accepted(
        self, method: str, names: str, rest: list[str], asked: Mapping[str, str], body: bytes
    ) -> Answer:
        """Templates, refreshing and flushing change nothing here."""
        if method in ("GET", "HEAD") and "refresh" not in asked and rest:
            return _failed(404, "resource_not_found_exception", rest[-1])
        return _done(_shards={"total": 1, "successful": 1, "failed": 0}, status="green")

    # ── documents ───────────────────────────────────────────────────────────────────────────

    def _doc(
        self, method: str, names: str, rest: list[str], asked: Mapping[str, str], body: bytes
    ) -> Answer:
        if method in ("PUT", "POST"):
            name = rest[0] if rest else f"made-{sum(map(len, self.indices.values()))}"
            status, said = self._write("index", names, name, json.loads(body), asked)
            return as_json(said, status)
        index = next(self._named(names), names)
        if method == "DELETE":
            status, said = self._write("delete", index, rest[0], None, asked)
            return as_json(said, status)
        doc = self.indices.get(index, {}).get(rest[0])
        if doc is None:
            return as_json({"_index": index, "_id": rest[0], "found": False}, 404)
        return as_json({"_index": index, "_id": rest[0], "found": True, **doc})

    def _write(
        self, action: str, names: str, name: str, source: Node | None, asked: Mapping[str, Any]
    ) -> tuple[int, Node]:
        """Write or delete one document, unless a later version of it is there."""
        index = next(self._named(names), names)
        docs = self.indices.setdefault(index, {})
        self.mappings.setdefault(index, {})
        there = docs.get(name)
        told = {"_index": index, "_id": name}
        before = there["_version"] if there else 0
        version = int(asked.get("version", before + 1))
        kind = str(asked.get("version_type", ""))
        if there and (version < before or (kind == "external" and version == before)):
            error = {"type": "version_conflict_engine_exception", "reason": name}
            return 409, {**told, "status": 409, "error": error}
        if action == "delete":
            docs.pop(name, None)
            status, result = (200, "deleted") if there else (404, "not_found")
        else:
            docs[name] = {"_version": version, "_seq_no": version, "_primary_term": 1}
            docs[name]["_source"] = source
            status, result = (200, "updated") if there else (201, "created")
        return status, {**told, "_version": version, "result": result, "status": status}

    def _bulk(
        self, method: str, names: str, rest: list[str], asked: Mapping[str, str], body: bytes
    ) -> Answer:
        lines = iter(body.splitlines())
        items = []
        for line in lines:
            ((action, told),) = json.loads(line).items()
            if action not in ("index", "create", "delete"):
                raise ValueError(f"the action {action} is not known")
            source = None if action == "delete" else json.loads(next(lines))
            where = told.get("_index") or names
            _, said = self._write(action, where, str(told.get("_id")), source, told)
            items.append({action: said})
        errors = any("error" in said for item in items for said in item.values())
        return as_json({"took": 1, "errors": errors, "items": items})

    # ── searching ───────────────────────────────────────────────────────────────────────────

    def _search(
        self, method: str, names: str, rest: list[str], asked: Mapping[str, str], body: bytes
    ) -> Answer:
        return as_json(self._result(names, json.loads(body or b"{}"), asked))

    def _msearch(
        self, method: str, names: str, rest: list[str], asked: Mapping[str, str], body: bytes
    ) -> Answer:
        lines = [json.loads(line) for line in body.splitlines()]
        pairs = zip(lines[::2], lines[1::2], strict=True)
        return as_json({"responses": [self._result(_joined(h, names), b, {}) for h, b in pairs]})

    def _count(
        self, method: str, names: str, rest: list[str], asked: Mapping[str, str], body: bytes
    ) -> Answer:
        found = self._chosen(names, json.loads(body or b"{}"))
        return as_json({"count": len(found), "_shards": {"total": 1, "successful": 1, "failed": 0}})

    def _delete_by_query(
        self, method: str, names: str, rest: list[str], asked: Mapping[str, str], body: bytes
    ) -> Answer:
        found = self._chosen(names, json.loads(body or b"{}"))
        for index, name, _ in found:
            del self.indices[index][name]
        return as_json({"deleted": len(found), "failures": []})

    def _chosen(self, names: str, body: Node) -> list[Found]:
        everything = [
            (index, name, doc)
            for index in dict.fromkeys(self._named(names))
            for name, doc in self.indices[index].items()
        ]
        return chosen(everything, body.get("query", {"match_all": {}}))

    def _result(self, names: str, body: Node, asked: Mapping[str, str]) -> Node:
        found = in_order(self._chosen(names, body), body.get("sort", []))
        start = int(body.get("from", asked.get("from", 0)))
        size = int(body.get("size", asked.get("size", 10)))
        hits = [
            {"_index": index, "_id": name, "_score": None, "sort": [], **doc}
            for index, name, doc in found[start : start + size]
        ]
        total = {"value": len(found), "relation": "eq"}
        facets = {name: _empty(said) for name, said in _aggregations(body).items()}
        return {
            "took": 1,
            "timed_out": False,
            "status": 200,
            "_shards": {"total": 1, "successful": 1, "skipped": 0, "failed": 0},
            "hits": {"total": total, "max_score": None, "hits": hits},
            **({"aggregations": facets} if facets else {}),
        }

    _verbs: Mapping[str, Callable[..., Answer]] = {
        "_alias": _alias,
        "_mapping": _mapping,
        "_template": _accepted,
        "_index_template": _accepted,
        "_component_template": _accepted,
        "_cluster": _accepted,
        "_refresh": _accepted,
        "_flush": _accepted,
        "_doc": _doc,
        "_create": _doc,
        "_bulk": _bulk,
        "_search": _search,
        "_msearch": _msearch,
        "_count": _count,
        "_delete_by_query": _delete_by_query,
    }


def _aggregations(body: Node) -> Node:
    found: Node = body.get("aggs") or body.get("aggregations") or {}
    return found


def _empty(said: Node) -> Node:
    """A facet without entries, and those below it."""
    below = {name: _empty(inner) for name, inner in _aggregations(said).items()}
    return {"doc_count": 0, "buckets": [], **below}


def _joined(header: Node, names: str) -> str:
    index = header.get("index", names)
    return ",".join(index) if isinstance(index, list) else str(index)


def _done(**said: Any) -> Answer:
    return as_json({"acknowledged": True, "shards_acknowledged": True, **said})


def _failed(status: int, kind: str, name: str) -> Answer:
    error = {"type": kind, "reason": name, "root_cause": [{"type": kind, "reason": name}]}
    return as_json({"error": error, "status": status}, status)
