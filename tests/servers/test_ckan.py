"""A real CKAN takes the package: once, whole, byte for byte, and tells harvesters all of it."""

from __future__ import annotations

import hashlib
import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from rdflib import SKOS, Graph, Literal, Namespace, URIRef
from typer.testing import Result

from annexes.package.about import about
from annexes.package.disk import open_package
from annexes.portals.dcat.linked_data import DCAT, DCT
from annexes.portals.dcat.shapes import Result as Shaped
from annexes.portals.dcat.shapes import validate
from servers.ckan import Ckan

pytestmark = pytest.mark.slow

VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
SPDX = Namespace("http://spdx.org/rdf/terms#")
NAME = "ship-inspections"


@pytest.fixture
def portal(ckan: Ckan) -> Iterator[Ckan]:
    """A CKAN without datasets."""
    yield ckan
    for name in ckan.datasets():
        ckan.action("dataset_purge", ckan.admin, id=name)
    for path in ckan.storage.rglob("*"):
        if path.is_file():
            path.unlink()
    assert ckan.solr.refused == []


@pytest.fixture
def publish(
    portal: Ckan,
    annexes: Callable[..., Result],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> Callable[..., Any]:
    """`annexes publish ckan … --confirm`: its exit code and what it answers."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("CKAN_TOKEN", portal.token)

    def run(package: Path, *, organization: str = portal.organization) -> tuple[int, Any]:
        options = ("--organization", organization, "--confirm", "--json")
        done = annexes("publish", "ckan", portal.url, package, *options)
        assert portal.token not in done.output
        return done.exit_code, json.loads(done.stdout)

    return run


def shown(portal: Ckan) -> dict[str, Any]:
    found: dict[str, Any] = portal.action("package_show", id=NAME)
    return found


def downloads(portal: Ckan) -> dict[str, bytes]:
    """What a reader without an account gets, by the name of the file."""
    answers = {
        entry["url"]: requests.get(entry["url"], timeout=30) for entry in shown(portal)["resources"]
    }
    assert all(answer.status_code == 200 for answer in answers.values())
    return {url.rpartition("/")[2]: answer.content for url, answer in answers.items()}


def stored(portal: Ckan) -> int:
    """How many files the portal keeps, also such as no dataset names."""
    return sum(path.is_file() for path in (portal.storage / "resources").rglob("*"))


def is_whole(portal: Ckan, package: Path) -> bool:
    """One public dataset with each file once, byte for byte."""
    there, got = shown(portal), downloads(portal)
    tables = {file.path: file for file in about(open_package(package)).files}
    assert portal.datasets() == [NAME]
    assert not there["private"]
    assert len(got) == len(there["resources"]) == stored(portal)
    for entry in there["resources"]:
        data = got[entry["url"].rpartition("/")[2]]
        assert (len(data), hashlib.sha256(data).hexdigest()) == (entry["size"], entry["hash"])
    for path in tables:
        if path.endswith(".csv"):
            assert got[path.rpartition("/")[2]] == (package / path).read_bytes()
    return True


def test_a_dry_run_asks_the_portal_nothing(
    portal: Ckan, annexes: Callable[..., Result], package: Path
) -> None:
    before = portal.house.said("ckan")
    done = annexes("publish", "ckan", portal.url, package, "--organization", portal.organization)
    assert (done.exit_code, portal.house.said("ckan")) == (0, before)


def test_a_new_dataset_is_whole(portal: Ckan, publish: Callable[..., Any], package: Path) -> None:
    code, said = publish(package)
    assert (code, said["state"], said["version"]) == (0, "published", "1.0.0")
    assert is_whole(portal, package)
    assert shown(portal)["organization"]["name"] == portal.organization
    page = requests.get(said["url"], timeout=30)
    assert page.ok
    assert open_package(package).descriptor["title"] in page.text


def test_what_is_downloaded_is_a_valid_package(
    portal: Ckan, publish: Callable[..., Any], package: Path, annexes: Any, tmp_path: Path
) -> None:
    publish(package)
    folder = tmp_path / "downloaded"
    folder.mkdir()
    for name, data in downloads(portal).items():
        (folder / name).write_bytes(data)
    assert annexes("validate", folder).exit_code == 0


def test_a_repeat_changes_nothing(portal: Ckan, publish: Callable[..., Any], package: Path) -> None:
    publish(package)
    before = shown(portal)
    code, said = publish(package)
    assert (code, said["state"]) == (0, "unchanged")
    assert shown(portal) == before
    assert is_whole(portal, package)


def test_a_later_version_takes_the_place_of_the_first(
    portal: Ckan, publish: Callable[..., Any], package: Path, later: Path
) -> None:
    publish(package)
    before = shown(portal)
    code, said = publish(later)
    after = shown(portal)
    assert (code, said["state"], after["version"]) == (0, "updated", "1.1.0")
    assert after["id"] == before["id"]
    ids = [[entry["id"] for entry in dataset["resources"]] for dataset in (before, after)]
    assert ids[0] == ids[1]
    assert is_whole(portal, later)


def test_an_earlier_version_is_refused(
    portal: Ckan, publish: Callable[..., Any], package: Path, later: Path
) -> None:
    publish(later)
    before = shown(portal)
    code, said = publish(package)
    assert (code, [problem["check"] for problem in said["errors"]]) == (1, ["published-version"])
    assert shown(portal) == before


def test_a_killed_upload_is_finished_by_the_next(
    portal: Ckan, publish: Callable[..., Any], package: Path
) -> None:
    command = [sys.executable, "-m", "annexes", "publish", "ckan", portal.url, str(package)]
    options = ["--organization", portal.organization, "--confirm"]
    log = portal.house.log("ckan")
    begun = log.stat().st_size
    upload = subprocess.Popen([*command, *options], stdout=subprocess.DEVNULL)
    deadline = time.monotonic() + 60
    while b"package_create" not in log.read_bytes()[begun:]:
        assert time.monotonic() < deadline, "the upload has not begun"
        time.sleep(0.01)
    upload.send_signal(signal.SIGKILL)
    upload.wait()
    code, _ = publish(package)
    assert code == 0
    assert is_whole(portal, package)


def test_an_unknown_organization_is_refused(
    portal: Ckan, publish: Callable[..., Any], package: Path
) -> None:
    code, said = publish(package, organization="nobody")
    assert (code, said["errors"][0]["check"]) == (1, "organization")
    assert portal.datasets() == []


def test_who_may_not_publish_is_refused(
    portal: Ckan, publish: Callable[..., Any], package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A token that was withdrawn, as one that has expired, is nobody's."""
    monkeypatch.setenv("CKAN_TOKEN", "withdrawn-long-ago")
    code, said = publish(package)
    assert (code, said["ok"]) == (1, False)
    assert portal.datasets() == []


def catalogue(portal: Ckan) -> Graph:
    return Graph().parse(data=portal.catalogue(), format="turtle")


def test_harvesters_read_the_facts_of_the_package(
    portal: Ckan, publish: Callable[..., Any], package: Path
) -> None:
    publish(package)
    graph, known = catalogue(portal), about(open_package(package))
    dataset = URIRef(known.uri)
    assert graph.value(dataset, DCT.title) == Literal(known.title)
    assert graph.value(dataset, DCAT.version) == Literal(known.version)
    assert graph.value(graph.value(dataset, DCAT.contactPoint), VCARD.hasEmail)
    files = list(graph.objects(dataset, DCAT.distribution))
    assert len(files) == len(shown(portal)["resources"])
    assert known.licence
    for file in files:
        assert graph.value(file, DCT.license) == URIRef(known.licence.dcat_ap_de)
        checksum = graph.value(graph.value(file, SPDX.checksum), SPDX.checksumValue)
        got = requests.get(str(graph.value(file, DCAT.downloadURL)), timeout=30)
        assert hashlib.sha256(got.content).hexdigest() == str(checksum)
        assert requests.get(str(graph.value(file, DCAT.accessURL)), timeout=30).ok


def test_the_official_shapes_find_only_what_the_portal_adds(
    portal: Ckan, publish: Callable[..., Any], package: Path, shared: Path
) -> None:
    publish(package)
    results = [
        result
        for found in validate(catalogue(portal), shared / "portals").values()
        for result in found
        if result.severity != "note"
    ]
    ours = [str(result) for result in results if not is_of_the_portal(result, portal.url)]
    assert ours == []
    assert results, "the shapes are really asked"


def is_of_the_portal(result: Shaped, url: str) -> bool:
    """What ckanext-dcat 2.4 writes, whatever a dataset says.

    Its catalogue has no publisher, and names its language by two letters. It writes a media type
    as a text; CKAN hands out a file under this media type, so it cannot be an address.
    """
    if result.path == str(DCAT.mediaType):
        return result.value in ("text/csv", "application/json", "text/plain")
    of_catalogue = result.node == url and result.path in (
        str(DCT.publisher),
        str(DCT.language),
    )
    return of_catalogue or (result.node, result.path) == ("en", str(SKOS.inScheme))
