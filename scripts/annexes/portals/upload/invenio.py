"""The records API of InvenioRDM, as far as publishing needs it, one method for each request.

https://inveniordm.docs.cern.ch/reference/rest_api_drafts_records/ – not the older deposit API of
Zenodo, which makes a person of every creator.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from annexes.portals.upload.replies import printable
from annexes.portals.upload.transport import Portal

ACCEPT = "application/vnd.inveniordm.v1+json, application/json;q=0.9"
"""Zenodo answers plain JSON in the form of its older API; files have plain JSON only."""
BYTES = {"Content-Type": "application/octet-stream"}
SCHEME = "Bearer"
SIZE = 25
PAGES = 40
REDIRECTS = (301, 302, 303, 307, 308)
GONE = (404, 410)

Node = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Stored:
    """A file as the portal describes it; it is complete when its checksum is known for good."""

    complete: bool
    size: int
    md5: str


class Records:
    """The records of one account."""

    def __init__(self, portal: Portal) -> None:
        self.portal = portal

    # ── reading ─────────────────────────────────────────────────────────────────────────────

    def search(self, identifier: str) -> Iterator[Node]:
        """The own records and drafts, of all versions, that carry this identifier."""
        step = "search your records"
        params: Node = {"q": f'metadata.identifiers.identifier:"{identifier}"'}
        params |= {"allversions": "true", "size": SIZE}
        for page in range(1, PAGES + 1):
            said = {**params, "page": page}
            answer = self.portal.ask(step, "GET", "/api/user/records", params=said)
            found = self.portal.node(self.portal.node(answer.value, step).get("hits"), step)
            hits = self.portal.nodes(found.get("hits"), step)
            yield from (hit for hit in hits if carries(hit, identifier))
            if len(hits) < SIZE:
                return

    def record(self, name: str) -> Node | None:
        """The published record of this id, None if there is none."""
        found = self._read("look at the record", f"/{name}", GONE)
        return found if found and found.get("is_published", True) else None

    def latest(self, name: str) -> str:
        """The id of the latest published version of the same record."""
        path = f"/api/records/{name}/versions/latest"
        answer = self.portal.ask("look for the latest version", "GET", path, may=REDIRECTS)
        if answer.value is not None:
            return self.id_of(answer.value)
        found = re.search(r"/records/([A-Za-z0-9-]+)/?(?:\?|$)", answer.location)
        if not found:
            raise self.portal.unclear("look for the latest version", "the answer leads elsewhere")
        return found[1]

    def draft(self, name: str) -> Node | None:
        """The draft of this id, None if there is none."""
        return self._read("look at the draft", f"/{name}/draft", GONE)

    def files(self, name: str, *, draft: bool) -> dict[str, Stored]:
        """The files of a record or draft by name."""
        step, path = "look at the files", f"/{name}/draft/files" if draft else f"/{name}/files"
        entries = self.portal.nodes((self._read(step, path) or {}).get("entries"), step)
        return {str(entry.get("key")): stored(entry) for entry in entries}

    # ── writing ─────────────────────────────────────────────────────────────────────────────

    def create(self, body: Node) -> str:
        """A new draft; its id."""
        return self.id_of(self._write("make a draft", "POST", "", json=body))

    def next_version(self, name: str) -> str:
        """The draft of the next version; the open one if there is one, so this can be repeated."""
        return self.id_of(self._write("begin a new version", "POST", f"/{name}/versions"))

    def reserve_doi(self, draft: str) -> str:
        """The DOI that the portal reserves for a draft which has none yet."""
        step = "reserve a DOI"
        answer = self.portal.node(self._write(step, "POST", f"/{draft}/draft/pids/doi"), step)
        if doi := doi_of(answer):
            return doi
        raise self.portal.unclear(step, "the answer has no DOI")

    def describe(self, draft: str, body: Node) -> list[str]:
        """Replace the metadata; what the portal does not take of them, in its own words."""
        step = "describe the draft"
        answer = self.portal.node(self._write(step, "PUT", f"/{draft}/draft", json=body), step)
        errors = self.portal.nodes(answer.get("errors") or [], step)
        # before it gets them, the draft is told that it has no files
        return [_told(one) for one in errors if not str(one.get("field")).startswith("files")]

    def send(self, draft: str, name: str, content: bytes) -> Stored:
        """Begin a file, send its bytes and complete it; what the portal has stored."""
        path = f"/{draft}/draft/files/{quote(name, safe='')}"
        self._write(f"begin {name}", "POST", f"/{draft}/draft/files", json=[{"key": name}])
        self._write(f"send {name}", "PUT", f"{path}/content", data=content, headers=BYTES)
        return stored(self._write(f"complete {name}", "POST", f"{path}/commit"))

    def remove(self, draft: str, name: str) -> None:
        """Remove a file of a draft."""
        path = f"/{draft}/draft/files/{quote(name, safe='')}"
        self._write(f"remove {name}", "DELETE", path, may=GONE)

    def discard(self, draft: str) -> None:
        """Discard a draft."""
        self._write("discard a draft", "DELETE", f"/{draft}/draft", may=GONE)

    def publish(self, draft: str) -> None:
        """Publish a draft, for good."""
        self._write("publish", "POST", f"/{draft}/draft/actions/publish")

    # ── answers ─────────────────────────────────────────────────────────────────────────────

    def id_of(self, answer: Any) -> str:
        """The id in an answer; one that could lead to another address is not taken."""
        name = str(self.portal.node(answer, "read the id").get("id", ""))
        if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9-]*", name):
            raise self.portal.unclear("read the id", "the answer has no id of a record")
        return name

    def _read(self, step: str, path: str, may: tuple[int, ...] = ()) -> Node | None:
        answer = self.portal.ask(step, "GET", f"/api/records{path}", may=may)
        return None if answer.status in may else self.portal.node(answer.value, step)

    def _write(self, step: str, method: str, path: str, **said: Any) -> Any:
        return self.portal.ask(step, method, f"/api/records{path}", **said).value


def carries(record: Mapping[str, Any], identifier: str) -> bool:
    """Whether the record names this identifier among its own; URNs know no capitals."""
    named = _part(record, "metadata").get("identifiers")
    listed = named if isinstance(named, list) else []
    entries = [entry for entry in listed if isinstance(entry, dict)]
    return identifier.lower() in {str(entry.get("identifier")).lower() for entry in entries}


def version_of(record: Mapping[str, Any]) -> str:
    """The version that a record says it is."""
    return str(_part(record, "metadata").get("version") or "")


def doi_of(record: Mapping[str, Any]) -> str:
    """The DOI of a record, '' while it has none."""
    doi = _part(_part(record, "pids"), "doi")
    return printable(str(doi.get("identifier") or ""))


def parent_doi_of(record: Mapping[str, Any]) -> str:
    """The DOI that stands for all versions of a record, '' if there is none."""
    return doi_of(_part(record, "parent"))


def parent_of(record: Mapping[str, Any]) -> Any:
    """The id that all versions of a record share."""
    return _part(record, "parent").get("id")


def _part(record: Mapping[str, Any], name: str) -> Node:
    """An object in an answer, empty if it is none."""
    said = record.get(name)
    return said if isinstance(said, dict) else {}


def stored(entry: Any) -> Stored:
    """A file as an answer describes it."""
    known = entry if isinstance(entry, dict) else {}
    algorithm, _, digest = str(known.get("checksum") or "").partition(":")
    size = known.get("size")
    return Stored(
        complete=known.get("status", "completed") == "completed",
        size=int(size) if isinstance(size, int | float) else -1,
        md5=digest.lower() if algorithm == "md5" else "",
    )


def _told(error: Mapping[str, Any]) -> str:
    said = error.get("messages")
    return f"{error.get('field')}: {', '.join(map(str, said)) if isinstance(said, list) else said}"
