"""A real InvenioRDM takes the package as Zenodo would: one record, a version for each version."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from typer.testing import Result

from annexes.building.build import build
from annexes.package.about import about
from annexes.package.disk import open_package
from servers.invenio import Invenio
from servers.packages import edition

Publish = Callable[[Path], tuple[int, Any]]

pytestmark = pytest.mark.slow


@pytest.fixture
def publish(
    invenio: Invenio,
    annexes: Callable[..., Result],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> Publish:
    """`annexes publish zenodo … --confirm`: its exit code and what it answers.

    Each test begins without a journal, as on another computer.
    """
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("ZENODO_TOKEN", invenio.token)

    def run(package: Path) -> tuple[int, Any]:
        done = annexes("publish", "zenodo", "--url", invenio.url, package, "--confirm", "--json")
        assert invenio.token not in done.output
        return done.exit_code, json.loads(done.stdout)

    return run


@pytest.fixture
def urn(request: pytest.FixtureRequest) -> str:
    """Each test has a package of its own: what is published cannot be taken away."""
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, request.node.name)}"


@pytest.fixture
def first(root: Path, tmp_path: Path, urn: str) -> Path:
    return edition(root, tmp_path / "1.0.0", "1.0.0", urn=urn)


@pytest.fixture
def second(root: Path, tmp_path: Path, urn: str) -> Path:
    """The later version, in which the findings are worded otherwise."""
    return edition(root, tmp_path / "1.1.0", "1.1.0", "Nothing was corrected: ", urn)


@pytest.fixture(autouse=True)
def _understood(invenio: Invenio) -> Iterator[None]:
    """The search engine that stands in knew every question that it was asked."""
    yield
    assert invenio.search.refused == []


def records(invenio: Invenio, urn: str) -> list[dict[str, Any]]:
    """All records and drafts of this package, every version of them, in their order."""
    query = f'metadata.identifiers.identifier:"{urn}"'
    found = invenio.ask("/user/records", q=query, allversions="true", size="100")
    hits: list[dict[str, Any]] = found["hits"]["hits"]
    return sorted(hits, key=lambda hit: str(hit["created"]))


def versions(invenio: Invenio, urn: str) -> list[str]:
    """The versions in the order of the portal; a draft is none."""
    found = records(invenio, urn)
    assert all(hit["is_published"] and not hit["is_draft"] for hit in found)
    assert len({hit["parent"]["id"] for hit in found}) <= 1
    return [hit["metadata"]["version"] for hit in found]


def is_whole(invenio: Invenio, record: str, package: Path) -> bool:
    """Every reader gets each file of the package, byte for byte."""
    listed = requests.get(f"{invenio.url}/api/records/{record}/files", timeout=60).json()
    got = {
        entry["key"]: requests.get(entry["links"]["content"], timeout=60).content
        for entry in listed["entries"]
    }
    for entry in listed["entries"]:
        data = got[entry["key"]]
        md5 = hashlib.md5(data, usedforsecurity=False).hexdigest()
        assert (entry["size"], entry["checksum"]) == (len(data), f"md5:{md5}")
    for file in about(open_package(package)).files:
        if file.path.endswith(".csv"):
            name = file.path.rpartition("/")[2]
            assert got[name] == (package / file.path).read_bytes()
    assert "datapackage.json" in got
    return True


def test_a_draft_is_uploaded_checked_and_published(
    invenio: Invenio, publish: Publish, first: Path, urn: str
) -> None:
    code, said = publish(first)
    assert (code, said["state"]) == (0, "published")
    assert versions(invenio, urn) == ["1.0.0"]
    assert is_whole(invenio, said["record"], first)


def test_everyone_reads_what_the_package_says(
    invenio: Invenio, publish: Publish, first: Path
) -> None:
    record = publish(first)[1]["record"]
    there = requests.get(f"{invenio.url}/api/records/{record}", timeout=60).json()["metadata"]
    known = about(open_package(first))
    assert there["title"] == known.title
    assert there["resource_type"]["id"] == "dataset"
    assert [right["id"] for right in there["rights"]] == ["cc0-1.0"]
    assert there["publication_date"] == str(known.day)
    names = [creator["person_or_org"]["name"] for creator in there["creators"]]
    assert names == [who.name for who in known.cited]


def test_a_repeat_changes_nothing(
    invenio: Invenio, publish: Publish, first: Path, urn: str
) -> None:
    publish(first)
    before = records(invenio, urn)
    code, said = publish(first)
    assert (code, said["state"]) == (0, "unchanged")
    assert records(invenio, urn) == before


def test_a_later_version_is_a_version_of_the_same_record(
    invenio: Invenio, publish: Publish, first: Path, second: Path, urn: str
) -> None:
    old, new = publish(first)[1]["record"], publish(second)[1]["record"]
    assert versions(invenio, urn) == ["1.0.0", "1.1.0"]
    assert is_whole(invenio, old, first)
    assert is_whole(invenio, new, second)
    assert invenio.ask(f"/records/{old}/versions/latest")["id"] == new
    assert publish(second)[1]["state"] == "unchanged"
    assert versions(invenio, urn) == ["1.0.0", "1.1.0"]


def test_a_draft_of_the_next_version_that_was_left_is_used(
    invenio: Invenio, publish: Publish, first: Path, second: Path, urn: str
) -> None:
    old = publish(first)[1]["record"]
    left = invenio.ask(f"/records/{old}/versions", "POST")["id"]
    assert publish(second)[1]["record"] == left
    assert versions(invenio, urn) == ["1.0.0", "1.1.0"]
    assert is_whole(invenio, left, second)


def test_an_earlier_version_is_refused(
    invenio: Invenio, publish: Publish, first: Path, second: Path, urn: str
) -> None:
    publish(second)
    code, said = publish(first)
    assert (code, said["errors"][0]["check"]) == (1, "published-version")
    assert versions(invenio, urn) == ["1.1.0"]


@pytest.mark.parametrize(
    "at", ["POST /api/records HTTP", "findings.csv/content", "provenance.csv/commit"]
)
def test_a_killed_upload_is_finished_by_the_next(
    invenio: Invenio, publish: Publish, first: Path, urn: str, at: str
) -> None:
    log = invenio.house.log("invenio")
    begun = log.stat().st_size
    command = [sys.executable, "-m", "annexes", "publish", "zenodo", "--url", invenio.url]
    upload = subprocess.Popen([*command, str(first), "--confirm"], stdout=subprocess.DEVNULL)
    deadline = time.monotonic() + 60
    while at.encode() not in log.read_bytes()[begun:]:
        assert time.monotonic() < deadline, "the upload has not come so far"
        time.sleep(0.005)
    upload.kill()
    upload.wait()
    code, said = publish(first)
    assert code == 0, said
    assert versions(invenio, urn) == ["1.0.0"]
    assert is_whole(invenio, said["record"], first)


def test_a_reserved_doi_is_that_of_the_published_record(
    invenio: Invenio,
    annexes: Callable[..., Result],
    publish: Publish,
    first: Path,
    urn: str,
) -> None:
    """Reserved twice, it is one DOI of one draft; built in, it stands in what readers get."""
    command = ["publish", "zenodo", "--url", invenio.url, first, "--reserve", "--json"]
    reserved = json.loads(annexes(*command).stdout)
    assert reserved["doi"].startswith("10.5072/")
    assert publish(first)[1]["errors"][0]["check"] == "doi"
    build(first)
    again = json.loads(annexes(*command).stdout)
    assert (again["state"], again["doi"]) == ("unchanged", reserved["doi"])
    code, said = publish(first)
    assert code == 0, said
    assert (said["record"], said["doi"]) == (reserved["record"], reserved["doi"])
    assert versions(invenio, urn) == ["1.0.0"]
    record = requests.get(f"{invenio.url}/api/records/{said['record']}", timeout=60).json()
    assert record["pids"]["doi"]["identifier"] == reserved["doi"]
    listed = requests.get(f"{invenio.url}/api/records/{said['record']}/files", timeout=60).json()
    (there,) = [e for e in listed["entries"] if e["key"] == "datapackage.json"]
    descriptor = requests.get(there["links"]["content"], timeout=60).json()
    assert descriptor["annexes"]["publication"]["doi"] == reserved["doi"]


def test_a_withdrawn_token_makes_nothing(
    invenio: Invenio, publish: Publish, first: Path, urn: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZENODO_TOKEN", "withdrawn-long-ago")
    code, said = publish(first)
    assert (code, said["ok"]) == (1, False)
    assert records(invenio, urn) == []
