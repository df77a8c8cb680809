"""The action API of CKAN, as far as publishing needs it, one method for each request.

https://docs.ckan.org/en/latest/api/ – `package_revise` (CKAN 2.9 and later) takes metadata and
files in one request, so that no reader sees half of an update.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from annexes.portals.upload.transport import Portal

SCHEME = ""
ACCEPT = "application/json"

Node = dict[str, Any]
Files = Mapping[str, tuple[str, bytes, str]]
"""By the name of the form's field: the name, the bytes and the media type of a file."""


def page_path(dataset: str, resource: str) -> str:
    """Where the page of a resource stands at the portal."""
    return f"/dataset/{quote(dataset, safe='')}/resource/{resource}"


def file_path(dataset: str, resource: str, name: str) -> str:
    """Where the portal hands out an uploaded file."""
    return f"{page_path(dataset, resource)}/download/{quote(name.lower(), safe='')}"


class Datasets:
    """The datasets of one account."""

    def __init__(self, portal: Portal) -> None:
        self.portal = portal

    # ── reading ─────────────────────────────────────────────────────────────────────────────

    def organization(self, name: str) -> str | None:
        """The id of an organization, None if there is none of this name."""
        step = "look for the organization"
        shown = self._read(step, "organization_show", {"id": name}, (404,))
        return None if shown is None else self._named(shown, step)["id"]

    def allowed(self) -> list[str]:
        """The ids of the organizations in which the token may make datasets."""
        asked = {"permission": "create_dataset"}
        return self._ids("ask what the token may do", "organization_list_for_user", asked)

    def licences(self) -> list[str]:
        """The ids of the licences that the portal knows."""
        return self._ids("look at the licences", "license_list", {})

    def show(self, name: str) -> Node | None:
        """The dataset of this name, None if there is none."""
        step = "look for the dataset"
        there = self._read(step, "package_show", {"id": name}, (404,))
        return None if there is None else self._dataset(there, step)

    def download(self, dataset: str, resource: str, name: str, size: int) -> bytes | None:
        """The bytes of a file as readers get them; None if it is not there or is longer."""
        path = file_path(dataset, resource, name)
        return self.portal.download(f"download {name}", path, size)

    # ── writing ─────────────────────────────────────────────────────────────────────────────

    def create(self, dataset: Node) -> Node:
        """A private dataset without files; the portal takes each name only once."""
        body = {key: value for key, value in dataset.items() if key != "resources"}
        step, body = "make the dataset", {**body, "private": True}
        return self._dataset(self._write(step, "package_create", json=body), step)

    def revise(self, dataset: str, update: Node, files: Files) -> None:
        """Replace what `update` says, its lists as a whole, and these files."""
        step, said = "send metadata and files", {"match": {"id": dataset}, "update": update}
        if files:
            form = {key: json.dumps(value) for key, value in said.items()}
            self._write(step, "package_revise", data=form, files=files)
        else:
            self._write(step, "package_revise", json=said)

    def make_public(self, dataset: str) -> None:
        """Let everyone see the dataset."""
        body = {"id": dataset, "private": False}
        self._write("make the dataset public", "package_patch", json=body)

    # ── answers ─────────────────────────────────────────────────────────────────────────────

    def _dataset(self, value: Any, step: str) -> Node:
        """A dataset with an id and lists of objects."""
        named = self._named(value, step)
        lists = ("resources", "extras", "tags")
        found = {key: self.portal.nodes(named.get(key) or [], step) for key in lists}
        return {**named, **found}

    def _named(self, value: Any, step: str) -> Node:
        if isinstance(self.portal.node(value, step).get("id"), str):
            return dict(value)
        raise self.portal.unclear(step, "the answer has no id")

    def _ids(self, step: str, action: str, asked: Node) -> list[str]:
        listed = self.portal.nodes(self._read(step, action, asked), step)
        return [str(entry.get("id")) for entry in listed]

    def _read(self, step: str, action: str, asked: Node, may: tuple[int, ...] = ()) -> Any:
        answer = self.portal.ask(step, "GET", f"/api/3/action/{action}", may=may, params=asked)
        return None if answer.status in may else self._result(step, answer.value)

    def _write(self, step: str, action: str, **said: Any) -> Any:
        answer = self.portal.ask(step, "POST", f"/api/3/action/{action}", **said)
        return self._result(step, answer.value)

    def _result(self, step: str, value: Any) -> Any:
        if self.portal.node(value, step).get("success") is not True:
            raise self.portal.unclear(step, "the answer is not one of this interface")
        return value.get("result")
