"""A stand-in for the action API of CKAN: unique names, private datasets, uploads in a revision."""

from __future__ import annotations

import email.parser
import email.policy
import json
import re
import uuid
from typing import Any

from portals.upload.misbehaving import Reply, Request

Node = dict[str, Any]


class Ckan:
    """One organization; `public` holds what readers could see at each change."""

    corrupt = False

    def __init__(self, token: str, licences: tuple[str, ...] = ("cc-zero", "cc-by")) -> None:
        self.token = token
        self.licences = licences
        self.datasets: dict[str, Node] = {}
        self.stored: dict[str, bytes] = {}
        self.public: list[tuple[str, dict[str, bytes]]] = []

    def answer(self, request: Request) -> Reply:
        found = re.fullmatch(r"/dataset/([^/]+)/resource/([^/]+)/download/[^/]+", request.path)
        if found:
            return self._download(found[1], found[2], request)
        action = request.path.removeprefix("/api/3/action/")
        known = getattr(self, f"_{action}", None)
        if known is None:
            return Reply(400, {"success": False, "error": {"message": "no such action"}})
        if request.method == "POST" and request.token != self.token:
            message = f"Access denied for {request.token}"
            return Reply(403, {"success": False, "error": {"message": message}})
        reply: Reply = known(request)
        return reply

    # ── reading ─────────────────────────────────────────────────────────────────────────────

    def _organization_show(self, request: Request) -> Reply:
        return _fine({"id": "org-1"}) if request.query["id"] == "office" else _missing()

    def _organization_list_for_user(self, request: Request) -> Reply:
        return _fine([{"id": "org-1"}] if request.token == self.token else [])

    def _license_list(self, _: Request) -> Reply:
        return _fine([{"id": name} for name in self.licences])

    def _package_show(self, request: Request) -> Reply:
        there = self._named(request.query["id"])
        if there is None:
            return _missing()
        return _fine(there)

    def _download(self, dataset: str, resource: str, request: Request) -> Reply:
        there = self._named(dataset)
        if not there or resource not in self.stored:
            return _missing()
        if there["private"] and request.token != self.token:
            return Reply(403, {})
        return Reply(200, self.stored[resource], {"Content-Type": "text/csv"})

    # ── writing ─────────────────────────────────────────────────────────────────────────────

    def _package_create(self, request: Request) -> Reply:
        body = request.json
        if self._named(body["name"]):
            return _invalid({"name": ["That URL is already in use."]})
        name = str(uuid.UUID(int=len(self.datasets) + 1))
        self.datasets[name] = {"resources": [], "state": "active", **body, "id": name}
        return self._changed(name)

    def _package_patch(self, request: Request) -> Reply:
        body = request.json
        self.datasets[body["id"]].update(body)
        return self._changed(body["id"])

    def _package_revise(self, request: Request) -> Reply:
        form, files = _parts(request)
        name, update = form["match"]["id"], form["update"]
        there = {**self.datasets[name], **update}
        for field, (_, data) in files.items():
            number = int(re.fullmatch(r"update__resources__(\d+)__upload", field)[1])  # type: ignore[index]
            self.stored[there["resources"][number]["id"]] = self._kept(data)
        for resource in there["resources"]:
            last = resource["url"].rpartition("/")[2]
            resource["url"] = f"http://portal/dataset/{name}/download/{last}"
        ids = [resource["id"] for resource in there["resources"]]
        if len(set(ids)) < len(ids) or not set(ids) <= set(self.stored):
            return _invalid({"resources": ["twice, or without a file"]})
        self.datasets[name] = there
        return self._changed(name)

    def _changed(self, name: str) -> Reply:
        there = self.datasets[name]
        if not there["private"]:
            self.public.append((str(there.get("version")), self.files(there)))
        return _fine(there)

    def files(self, dataset: Node) -> dict[str, bytes]:
        """The files of a dataset by the name in their address."""
        return {r["url"].rpartition("/")[2]: self.stored[r["id"]] for r in dataset["resources"]}

    def _named(self, name: str) -> Node | None:
        found = (d for d in self.datasets.values() if name in (d["id"], d["name"]))
        return next(found, None)

    def _kept(self, data: bytes) -> bytes:
        kept = bytes([data[0] ^ 1]) + data[1:] if self.corrupt else data
        self.corrupt = False
        return kept


def _parts(request: Request) -> tuple[Node, dict[str, tuple[str, bytes]]]:
    """The fields, which are JSON, and the files of a form; or plain JSON."""
    if request.headers["Content-Type"] == "application/json":
        return request.json, {}
    assert request.headers["Content-Type"].startswith("multipart/form-data")
    head = f"Content-Type: {request.headers['Content-Type']}\r\n\r\n".encode()
    parser = email.parser.BytesParser(policy=email.policy.HTTP)
    form, files = {}, {}
    for part in parser.parsebytes(head + request.data).iter_parts():
        name = str(part.get_param("name", header="content-disposition"))
        data = part.get_payload(decode=True)
        assert isinstance(data, bytes)
        if part.get_filename():
            files[name] = (str(part.get_filename()), data)
        else:
            form[name] = json.loads(data)
    return form, files


def _fine(result: Any) -> Reply:
    return Reply(200, {"success": True, "result": result})


def _missing() -> Reply:
    return Reply(404, {"success": False, "error": {"message": "Not found"}})


def _invalid(error: Node) -> Reply:
    return Reply(409, {"success": False, "error": {"__type": "Validation Error", **error}})
