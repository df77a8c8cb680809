"""A small package, its plan, and portals that answer as a test wants."""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from annexes.package.disk import open_package
from annexes.portals.upload.plan import Plan, prepare
from annexes.portals.upload.waiting import Patience
from portals.upload.misbehaving import Server, serving

TOKEN = "tok-3fV9-secret-value"
URN = "urn:uuid:0b1f6a52-70f1-5f0b-9d4a-2f0f4a1c7e42"
Change = Callable[[dict[str, Any]], None]


def write_package(folder: Path, change: Change = lambda _: None, rows: str = "A,1\nB,2\n") -> Path:
    """A valid package of one table with what portals ask for."""
    data = f"code,count\n{rows}".encode()
    (folder / "data").mkdir(parents=True, exist_ok=True)
    (folder / "data" / "cases.csv").write_bytes(data)
    fields = [{"name": "code", "type": "string"}, {"name": "count", "type": "integer"}]
    descriptor: dict[str, Any] = {
        "name": "small-package",
        "id": URN,
        "title": "A small package",
        "description": "Two rows.",
        "version": "1.0.0",
        "created": "2026-11-23T00:00:00Z",
        "licenses": [{"name": "CC0-1.0"}],
        "keywords": ["rows"],
        "contributors": [{"title": "An office", "roles": ["publisher"]}],
        "resources": [
            {
                "name": "cases",
                "path": "data/cases.csv",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "bytes": len(data),
                "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
                "schema": {"fields": fields},
            }
        ],
        "annexes": {
            "publication": {
                "publisher": {"name": "An office"},
                "contact": {"name": "An office", "email": "office@office.de"},
            }
        },
    }
    change(descriptor)
    (folder / "datapackage.json").write_text(json.dumps(descriptor), "utf-8")
    return folder


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """The folder of the small package."""
    return write_package(tmp_path / "package")


@pytest.fixture
def plan(package: Path) -> Iterator[Plan]:
    """The plan for the small package."""
    with prepare(open_package(package)) as prepared:
        yield prepared


@pytest.fixture
def planned(tmp_path: Path) -> Iterator[Callable[..., Plan]]:
    """Plans for other versions of the small package."""
    with contextlib.ExitStack() as stack:

        def make(version: str, rows: str = "A,1\nB,2\n") -> Plan:
            folder = tmp_path / f"version-{version}-{len(rows)}"
            write_package(folder, lambda d: d.update(version=version), rows)
            return stack.enter_context(prepare(open_package(folder)))

        yield make


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """The portal's server; what a redirect names is another one."""
    with serving() as elsewhere, serving() as running:
        running.elsewhere = elsewhere.url
        running.other = elsewhere
        yield running


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where journals are kept."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    for name in ("ZENODO_TOKEN", "CKAN_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path / "state"


class Waits(list[float]):
    """The seconds that would have been waited for."""


@pytest.fixture
def waits() -> Waits:
    return Waits()


@pytest.fixture
def patience(waits: Waits) -> Patience:
    """As it is, but without sleep."""
    return Patience(sleep=waits.append)


@pytest.fixture
def hasty(waits: Waits) -> Patience:
    """Without sleep, and a request may take a quarter of a second: for portals that hang."""
    return Patience(connect=0.3, read=0.15, total=0.25, sleep=waits.append)
