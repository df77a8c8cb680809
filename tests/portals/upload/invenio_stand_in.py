"""A stand-in for the records API of InvenioRDM: its states, its refusals, its late search."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from typing import Any

from portals.upload.misbehaving import Reply, Request

Node = dict[str, Any]
NEEDED = ("title", "creators", "resource_type", "publication_date")


@dataclass
class Item:
    """A record or a draft."""

    name: str
    parent: str
    index: int
    body: Node
    shown_from: int
    published: bool = False
    pids: Node = field(default_factory=dict)
    files: dict[str, bytes | None] = field(default_factory=dict)
    done: set[str] = field(default_factory=set)


class Invenio:
    """`late` is the number of searches that do not show yet what was just made."""

    corrupt = False

    def __init__(self, token: str, late: int = 1) -> None:
        self.token = f"Bearer {token}"
        self.late = late
        self.items: dict[str, Item] = {}
        self.searches = 0
        self.published: list[tuple[str, dict[str, bytes]]] = []

    def answer(self, request: Request) -> Reply:
        if request.token != self.token:
            return Reply(401, {"status": 401, "message": f"wrong token {request.token}"})
        if request.path == "/api/user/records":
            return self._search(request)
        if request.path == "/api/records" and request.method == "POST":
            return Reply(201, self._shown(self._made(request.json, parent="")))
        found = re.fullmatch(r"/api/records/([a-z0-9-]+)(/draft)?(/.*)?", request.path)
        item = self.items.get(found[1]) if found else None
        if not found or not item or bool(found[2]) == item.published:
            return Reply(404, {"status": 404, "message": "not found"})
        return self._of(item, request, found[3] or "")

    def _of(self, item: Item, request: Request, rest: str) -> Reply:
        if rest == "":
            return self._item(item, request)
        if rest == "/versions/latest":
            latest = max(self._versions(item), key=lambda other: other.index)
            return Reply(301, b"", {"Location": f"https://other/api/records/{latest.name}"})
        if rest == "/versions" and request.method == "POST":
            return self._next(item)
        if rest == "/actions/publish" and request.method == "POST":
            return self._publish(item)
        if rest == "/pids/doi" and request.method == "POST":
            return self._reserve(item)
        return self._files(item, request, rest)

    def _reserve(self, item: Item) -> Reply:
        if item.pids:
            return Reply(400, {"message": "A PID already exists for type doi"})
        item.pids = self._doi(item)
        return Reply(201, self._shown(item))

    def _doi(self, item: Item) -> Node:
        number = f"10.1234/{item.name}"
        return {"doi": {"identifier": number, "provider": "datacite", "client": "datacite"}}

    # ── records and drafts ──────────────────────────────────────────────────────────────────

    def _item(self, item: Item, request: Request) -> Reply:
        if request.method == "PUT":
            item.body = request.json
            item.pids = request.json.get("pids", {})  # what is not sent again is forgotten
        if request.method == "DELETE":
            del self.items[item.name]
            return Reply(204)
        return Reply(200, self._shown(item))

    def _made(self, body: Node, parent: str, index: int = 1) -> Item:
        name = f"rec-{len(self.items) + 1}"
        shown = self.searches + self.late
        self.items[name] = Item(name, parent or f"par-{name}", index, body, shown)
        return self.items[name]

    def _versions(self, item: Item) -> list[Item]:
        return [i for i in self.items.values() if i.parent == item.parent and i.published]

    def _next(self, item: Item) -> Reply:
        """The open draft if there is one; a new one forgets version and day."""
        for other in self.items.values():
            if other.parent == item.parent and not other.published:
                return Reply(201, self._shown(other))
        kept = dict(item.body["metadata"])
        kept.pop("version", None)
        kept.pop("publication_date", None)
        index = max(other.index for other in self._versions(item)) + 1
        return Reply(201, self._shown(self._made({"metadata": kept}, item.parent, index)))

    def _publish(self, item: Item) -> Reply:
        if self._errors(item) or not item.files or set(item.files) != item.done:
            return Reply(400, {"message": "incomplete", "errors": self._errors(item)})
        item.published = True
        item.pids = item.pids or self._doi(item)
        files = {name: data for name, data in item.files.items() if data is not None}
        self.published.append((str(item.body["metadata"].get("version")), files))
        return Reply(202, self._shown(item))

    def _errors(self, item: Item) -> list[Node]:
        missing = [name for name in NEEDED if not item.body["metadata"].get(name)]
        return [{"field": f"metadata.{name}", "messages": ["Missing data."]} for name in missing]

    def _shown(self, item: Item) -> Node:
        return {
            "id": item.name,
            "created": f"day {item.index:05}, {item.name}",
            "is_published": item.published,
            "is_draft": not item.published,
            "parent": {"id": item.parent},
            "metadata": item.body["metadata"],
            "pids": item.pids,
            "errors": self._errors(item),
        }

    def _search(self, request: Request) -> Reply:
        self.searches += 1
        shown = [i for i in self.items.values() if i.shown_from < self.searches]
        wanted = request.query["q"].partition(":")[2].strip('"')
        named = [i for i in shown if wanted in str(i.body["metadata"].get("identifiers"))]
        size, page = int(request.query["size"]), int(request.query["page"])
        hits = [self._shown(item) for item in named[size * (page - 1) : size * page]]
        return Reply(200, {"hits": {"hits": hits, "total": len(named)}})

    # ── files ───────────────────────────────────────────────────────────────────────────────

    def _files(self, item: Item, request: Request, rest: str) -> Reply:
        if rest == "/files":
            return self._list(item, request)
        found = re.fullmatch(r"/files/([^/]+)(/content|/commit)?", rest)
        if not found or found[1] not in item.files or item.published:
            return Reply(404, {"message": "no such file"})
        name, part = found[1], found[2]
        if request.method == "DELETE":
            del item.files[name]
            item.done.discard(name)
            return Reply(204)
        if part == "/content" and name not in item.done:
            item.files[name] = self._kept(request.data)
        elif part == "/commit" and item.files[name] is not None and name not in item.done:
            item.done.add(name)
        else:
            return Reply(400, {"message": "not in this state"})
        return Reply(200, self._entry(item, name))

    def _list(self, item: Item, request: Request) -> Reply:
        if request.method == "POST":
            for entry in request.json:
                if entry["key"] in item.files:
                    return Reply(400, {"message": "File with this name already exists."})
                item.files[entry["key"]] = None
        entries = [self._entry(item, name) for name in item.files]
        return Reply(201 if request.method == "POST" else 200, {"entries": entries})

    def _entry(self, item: Item, name: str) -> Node:
        data = item.files[name]
        if name not in item.done or data is None:
            return {"key": name, "status": "pending"}
        digest = hashlib.md5(data).hexdigest()
        done = {"checksum": f"md5:{digest}", "size": len(data), "status": "completed"}
        return {"key": name, **done}

    def _kept(self, data: bytes) -> bytes:
        kept = bytes([data[0] ^ 1]) + data[1:] if self.corrupt else data
        self.corrupt = False
        return kept
