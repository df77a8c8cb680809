"""What is refused before a portal is asked anything, or before anything is written there."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

from annexes.base.errors import PublishError
from annexes.portals.upload.access import Secret
from annexes.portals.upload.plan import Plan
from annexes.portals.upload.to_ckan import publish as to_ckan
from annexes.portals.upload.to_zenodo import publish as to_zenodo
from annexes.portals.upload.waiting import Patience
from portals.upload.ckan_stand_in import Ckan
from portals.upload.conftest import TOKEN, Change, write_package
from portals.upload.invenio_stand_in import Invenio
from portals.upload.misbehaving import Server

pytestmark = pytest.mark.slow

Run = Callable[..., Result]


def without_contact(descriptor: dict[str, Any]) -> None:
    del descriptor["annexes"]["publication"]["contact"]


def without_licence(descriptor: dict[str, Any]) -> None:
    del descriptor["licenses"]


def own_licence(descriptor: dict[str, Any]) -> None:
    descriptor["licenses"] = [{"name": "House-Rules-7"}]


def without_version(descriptor: dict[str, Any]) -> None:
    del descriptor["version"]


def other_count(descriptor: dict[str, Any]) -> None:
    descriptor["resources"][0]["schema"]["fields"][1]["constraints"] = {"maximum": 1}


def other_hash(descriptor: dict[str, Any]) -> None:
    descriptor["resources"][0]["hash"] = f"sha256:{'0' * 64}"


@pytest.fixture
def publish(annexes: Run, server: Server, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the command with --confirm at this portal, with a token."""
    monkeypatch.setenv("ZENODO_TOKEN", TOKEN)
    monkeypatch.setenv("CKAN_TOKEN", TOKEN)

    def run(portal: str, *args: object) -> Result:
        server.begin(Invenio(TOKEN) if portal == "zenodo" else Ckan(TOKEN))
        where = ["--url", server.url] if portal == "zenodo" else [server.url]
        named = [] if portal == "zenodo" or "--organization" in args else ["--organization"]
        named += ["office"] * bool(named)
        return annexes("publish", portal, *where, *named, "--confirm", *args)

    return run


@pytest.mark.parametrize("portal", ["zenodo", "ckan"])
@pytest.mark.parametrize(
    ("change", "said"),
    [
        (without_contact, "contact"),
        (without_licence, "licence"),
        (own_licence, "House-Rules-7"),
        (without_version, "version"),
        (other_count, "maximum"),
        (other_hash, "hash"),
    ],
    ids=lambda value: getattr(value, "__name__", value),
)
def test_an_unready_package_is_refused_before_the_first_request(
    publish: Run, server: Server, tmp_path: Path, portal: str, change: Change, said: str
) -> None:
    result = publish(portal, write_package(tmp_path / "package", change))
    assert result.exit_code == 1
    assert said in result.stderr
    assert "→" in result.stderr
    assert server.requests == []


@pytest.mark.parametrize("portal", ["zenodo", "ckan"])
def test_a_byte_changed_after_validation_is_refused(
    annexes: Run, publish: Run, server: Server, package: Path, portal: str
) -> None:
    assert annexes("validate", package).exit_code == 0
    data = package / "data" / "cases.csv"
    data.write_bytes(data.read_bytes().replace(b"A,1", b"A,2"))
    result = publish(portal, package)
    assert result.exit_code == 1
    assert str(data) in result.stderr
    assert server.requests == []


@pytest.mark.parametrize("portal", ["zenodo", "ckan"])
def test_a_byte_changed_while_it_is_sent_stops_before_publishing(
    plan: Plan, server: Server, patience: Patience, portal: str
) -> None:
    """Whatever request the change comes with; the copy that was checked is sent, or nothing."""
    data = plan.package.root / "data" / "cases.csv"
    good = data.read_bytes()

    def send(application: Invenio | Ckan) -> None:
        server.begin(application)
        data.write_bytes(good)
        if portal == "zenodo":
            to_zenodo(plan, server.url, Secret(TOKEN), patience=patience)
        else:
            to_ckan(plan, server.url, "office", Secret(TOKEN), patience=patience)

    def published(application: Invenio | Ckan) -> list[Any]:
        return application.published if isinstance(application, Invenio) else application.public

    send(fresh := changing(portal, 0, data))
    last = len(server.requests)
    assert published(fresh)
    checks = []
    for at in range(1, last + 1):
        application = changing(portal, at, data)
        try:
            send(application)
        except PublishError as error:
            checks += [problem.check for problem in error.problems]
            if published(application):
                checks.append("published")
    assert set(checks) == {"changed"}
    assert len(checks) >= last / 2


def changing(portal: str, at: int, data: Path) -> Invenio | Ckan:
    """A portal during whose request of this number somebody edits the data; 0 for never."""
    kind = Invenio if portal == "zenodo" else Ckan

    class Changing(kind):  # type: ignore[misc, valid-type]
        number = 0

        def answer(self, request: Any) -> Any:
            self.number += 1
            if self.number == at:
                data.write_bytes(data.read_bytes().replace(b"A,1", b"A,2"))
            return super().answer(request)

    return Changing(TOKEN)


@pytest.mark.parametrize("portal", ["zenodo", "ckan"])
def test_without_a_token_nothing_is_asked(
    publish: Run,
    server: Server,
    package: Path,
    monkeypatch: pytest.MonkeyPatch,
    portal: str,
    tmp_path: Path,
) -> None:
    for name in ("ZENODO_TOKEN", "CKAN_TOKEN"):
        monkeypatch.delenv(name)
    result = publish(portal, package)
    assert result.exit_code == 2
    assert f"put it into {portal.upper()}_TOKEN" in result.stderr
    (empty := tmp_path / "empty").write_text("\n")
    for file in (empty, tmp_path / "nowhere"):
        result = publish(portal, package, "--token-file", file)
        assert result.exit_code == 2
        assert str(file) in result.stderr.replace("\n", "")
    assert server.requests == []


def test_a_token_from_a_file(
    publish: Run, package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZENODO_TOKEN", "another")
    (file := tmp_path / "token").write_text(f"{TOKEN}\n")
    result = publish("zenodo", package, "--token-file", file, "--json")
    assert json.loads(result.stdout)["state"] == "published"


def test_an_unknown_organization_is_refused_before_the_first_write(
    publish: Run, server: Server, package: Path
) -> None:
    result = publish("ckan", package, "--organization", "nobody")
    assert result.exit_code == 1
    assert "there is no organization 'nobody'" in result.stderr
    assert server.writes() == []


def test_a_licence_that_this_ckan_does_not_know(
    plan: Plan, server: Server, patience: Patience
) -> None:
    server.begin(Ckan(TOKEN, licences=("other-open", f"\x1b[2J{TOKEN}")))
    with pytest.raises(PublishError, match=r"does not know the licence CC0-1\.0") as caught:
        to_ckan(plan, server.url, "office", Secret(TOKEN), patience=patience)
    assert "it knows: [2J***, other-open" in str(caught.value)
    assert server.writes() == []


@pytest.mark.parametrize("portal", ["zenodo", "ckan"])
def test_an_expired_token_is_named_as_such_and_not_shown(
    publish: Run, server: Server, package: Path, monkeypatch: pytest.MonkeyPatch, portal: str
) -> None:
    """The stand-ins repeat the token in their answer, as a careless portal might."""
    old = "tok-of-last-year"
    monkeypatch.setenv(f"{portal.upper()}_TOKEN", old)
    result = publish(portal, package)
    assert result.exit_code == 1
    assert "expired" in result.stderr
    assert old not in result.output
    assert server.writes() == []


@pytest.mark.parametrize(
    "address",
    [
        "zenodo.org",
        "ftp://zenodo.org",
        "http://zenodo.org",
        "https://me:secret@zenodo.org",
        "https://",
    ],
)
def test_an_address_that_would_give_the_token_away(
    annexes: Run, package: Path, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv("ZENODO_TOKEN", TOKEN)
    result = annexes("publish", "zenodo", "--url", address, "--confirm", package)
    assert result.exit_code == 2
    assert "secret@" not in result.output


def test_a_contact_that_holds_a_place_is_refused_at_a_real_portal_only(
    annexes: Run, tmp_path: Path
) -> None:
    def change(descriptor: dict[str, Any]) -> None:
        descriptor["annexes"]["publication"]["contact"]["email"] = "who@example.org"

    folder = write_package(tmp_path / "package", change)
    assert annexes("publish", "zenodo", "--sandbox", folder).exit_code == 0
    refused = annexes("publish", "zenodo", folder)
    assert refused.exit_code == 1
    assert "nobody can be reached" in refused.stderr


def test_a_file_that_is_named_and_not_here(publish: Run, server: Server, tmp_path: Path) -> None:
    folder = write_package(
        tmp_path / "package", lambda d: d.update(sources=[{"title": "A", "path": "source.pdf"}])
    )
    result = publish("zenodo", folder)
    assert result.exit_code == 1
    assert "source.pdf" in result.stderr
    assert server.requests == []


def test_a_table_that_stands_somewhere_else(publish: Run, server: Server, tmp_path: Path) -> None:
    def change(descriptor: dict[str, Any]) -> None:
        descriptor["resources"].append({"name": "far", "path": f"{server.url}/far.csv"})

    result = publish("ckan", write_package(tmp_path / "package", change))
    assert result.exit_code == 1
    assert "is not a file of the package" in result.stderr
    assert server.requests == []


def test_a_document_that_was_swapped(annexes: Run, copy: Path) -> None:
    """The standard has no checksum for it; the package's own table of documents has."""
    raw = next((copy / "data" / "raw").rglob("*.txt"))
    raw.write_bytes(raw.read_bytes().replace(b"BHS Bahamas 9", b"BHS Bahamas 8"))
    result = annexes("publish", "zenodo", "--sandbox", copy)
    assert result.exit_code == 1
    assert "not the one that the package was built from" in result.stderr


def test_nothing_is_left_on_disk(publish: Run, package: Path, tmp_path: Path, state: Path) -> None:
    before = sorted(p for p in package.rglob("*"))
    assert publish("zenodo", package).exit_code == 0
    assert sorted(p for p in package.rglob("*")) == before
    shutil.rmtree(state)
