"""New versions, old versions, and what others have left at a portal."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from annexes.base.errors import PublishError
from annexes.package.disk import open_package
from annexes.portals.upload.access import Secret
from annexes.portals.upload.plan import Outcome, Plan, is_later, prepare
from annexes.portals.upload.to_ckan import publish as to_ckan
from annexes.portals.upload.to_zenodo import publish as to_zenodo
from annexes.portals.upload.waiting import Patience
from portals.upload.ckan_stand_in import Ckan
from portals.upload.conftest import TOKEN, write_package
from portals.upload.invenio_stand_in import Invenio
from portals.upload.misbehaving import Reply, Request, Server

Planned = Callable[..., Plan]
Send = Callable[[Plan], Outcome]


@pytest.fixture(params=["zenodo", "ckan"])
def portal(request: pytest.FixtureRequest) -> Invenio | Ckan:
    return Invenio(TOKEN) if request.param == "zenodo" else Ckan(TOKEN)


@pytest.fixture
def send(server: Server, patience: Patience, portal: Invenio | Ckan) -> Send:
    server.begin(portal)

    def publish(plan: Plan) -> Outcome:
        server.requests.clear()
        if isinstance(portal, Invenio):
            return to_zenodo(plan, server.url, Secret(TOKEN), patience=patience)
        return to_ckan(plan, server.url, "office", Secret(TOKEN), patience=patience)

    return publish


@pytest.fixture
def zenodo(server: Server, patience: Patience) -> tuple[Invenio, Send]:
    server.begin(invenio := Invenio(TOKEN))
    return invenio, lambda p: to_zenodo(p, server.url, Secret(TOKEN), patience=patience)


@pytest.fixture
def ckan(server: Server, patience: Patience) -> tuple[Ckan, Send]:
    server.begin(portal := Ckan(TOKEN))
    return portal, lambda p: to_ckan(p, server.url, "office", Secret(TOKEN), patience=patience)


def test_a_new_version_is_one_of_the_same_record(
    zenodo: tuple[Invenio, Send], planned: Planned, state: Path
) -> None:
    """Also without a journal, as from another machine."""
    invenio, send = zenodo
    first, second = planned("1.0.0"), planned("1.1.0", rows="A,1\nB,3\n")
    send(first)
    for path in state.rglob("*.json"):
        path.unlink()
    assert send(second).state == "published"
    assert [version for version, _ in invenio.published] == ["1.0.0", "1.1.0"]
    assert len({item.parent for item in invenio.items.values()}) == 1
    body = invenio.items["rec-2"].body["metadata"]
    assert (body["version"], body["publication_date"]) == ("1.1.0", "2026-11-23")
    assert invenio.published[1][1]["cases.csv"] == b"code,count\nA,1\nB,3\n"
    assert send(second).state == "unchanged"


def test_a_new_version_brings_the_dataset_up_to_date(
    ckan: tuple[Ckan, Send], planned: Planned
) -> None:
    """With the same ids, so that the addresses of the files stay."""
    portal, send = ckan
    send(planned("1.0.0"))
    (dataset,) = portal.datasets.values()
    ids = [resource["id"] for resource in dataset["resources"]]
    assert send(planned("1.1.0", rows="A,1\nB,3\n")).state == "updated"
    (dataset,) = portal.datasets.values()
    assert [resource["id"] for resource in dataset["resources"]] == ids
    assert dataset["version"] == "1.1.0"
    assert portal.files(dataset)["cases.csv"] == b"code,count\nA,1\nB,3\n"


def test_an_older_version_is_refused(
    send: Send, server: Server, portal: Invenio | Ckan, planned: Planned
) -> None:
    old = planned("1.0.0")
    send(planned("1.1.0", rows="A,1\nB,3\n"))
    with pytest.raises(PublishError, match=r"later than 1\.0\.0|version 1\.1\.0 is published"):
        send(old)
    assert server.writes() == []


def test_other_files_need_another_version(
    send: Send, server: Server, portal: Invenio | Ckan, planned: Planned
) -> None:
    send(planned("1.0.0"))
    with pytest.raises(PublishError, match="with other files"):
        send(planned("1.0.0", rows="A,1\nB,300\n"))
    assert server.writes() == []


def test_a_draft_that_was_left_is_used(zenodo: tuple[Invenio, Send], planned: Planned) -> None:
    """Even if somebody has put other things into it."""
    invenio, send = zenodo
    send(planned("1.0.0"))
    draft = invenio.items[invenio._next(invenio.items["rec-1"]).value["id"]]
    draft.files |= {"notes.txt": b"by hand", "cases.csv": None}
    draft.done.add("notes.txt")
    outcome = send(planned("1.1.0", rows="A,1\nB,3\n"))
    assert outcome.record == draft.name
    assert set(invenio.published[1][1]) == {"cases.csv", "datapackage.json"}


def test_a_file_that_somebody_adds_meanwhile_is_not_published(
    zenodo: tuple[Invenio, Send], plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next attempt removes it."""
    invenio, send = zenodo
    answer = invenio.answer
    added: list[str] = []

    def adding(request: Request) -> Reply:
        if request.path.endswith("/commit") and not added:
            added.append(request.path)
            invenio.items["rec-1"].files["theirs.csv"] = b"1"
            invenio.items["rec-1"].done.add("theirs.csv")
        return answer(request)

    monkeypatch.setattr(invenio, "answer", adding)
    send(plan)
    assert [set(files) for _, files in invenio.published] == [{"cases.csv", "datapackage.json"}]


def test_a_byte_changed_before_an_update_leaves_what_is_public(
    ckan: tuple[Ckan, Send], planned: Planned, monkeypatch: pytest.MonkeyPatch
) -> None:
    portal, send = ckan
    send(planned("1.0.0"))
    before = list(portal.public)
    update = planned("1.1.0", rows="A,1\nB,3\n")
    data, answer = update.package.root / "data" / "cases.csv", portal.answer

    def changing(request: Request) -> Reply:
        data.write_bytes(b"code,count\nA,1\nB,4\n")
        return answer(request)

    monkeypatch.setattr(portal, "answer", changing)
    with pytest.raises(PublishError, match="changed since it was checked"):
        send(update)
    assert portal.public == before


def test_of_two_empty_drafts_one_is_used_and_one_discarded(
    zenodo: tuple[Invenio, Send], plan: Plan
) -> None:
    invenio, send = zenodo
    body = {"metadata": {"identifiers": [{"identifier": plan.facts.id}]}}
    invenio._made(body, "")
    invenio._made(body, "")
    invenio.late = 0
    for item in invenio.items.values():
        item.shown_from = -1
    assert send(plan).record == "rec-1"
    assert list(invenio.items) == ["rec-1"]


def test_of_two_drafts_with_files_none_is_touched(
    zenodo: tuple[Invenio, Send], plan: Plan, server: Server
) -> None:
    invenio, send = zenodo
    body = {"metadata": {"identifiers": [{"identifier": plan.facts.id}]}}
    for _ in range(2):
        item = invenio._made(body, "")
        item.files["theirs.csv"], item.shown_from = b"1", -1
    with pytest.raises(PublishError, match="two drafts"):
        send(plan)
    assert server.writes() == []


def test_metadata_that_the_portal_does_not_take(
    zenodo: tuple[Invenio, Send], plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An incomplete draft is answered with 201 and a list of errors."""
    invenio, send = zenodo
    monkeypatch.setattr("portals.upload.invenio_stand_in.NEEDED", ("title", "funding"))
    with pytest.raises(PublishError, match=r"metadata\.funding: Missing data"):
        send(plan)
    assert invenio.published == []


def test_a_file_that_the_portal_has_lost_is_sent_again(
    ckan: tuple[Ckan, Send], plan: Plan, server: Server
) -> None:
    portal, send = ckan
    send(plan)
    name = next(iter(portal.stored))
    good, portal.stored[name] = portal.stored[name], b"rotten"
    assert send(plan).state == "updated"
    assert portal.stored[name] == good


@pytest.mark.parametrize(
    "theirs", [{"owner_org": "org-2"}, {"state": "deleted"}, {"extras": []}], ids=str
)
def test_a_dataset_of_the_same_name_is_left_alone(
    ckan: tuple[Ckan, Send], plan: Plan, server: Server, theirs: dict[str, object]
) -> None:
    portal, send = ckan
    send(plan)
    (dataset,) = portal.datasets.values()
    dataset.update(theirs)
    server.requests.clear()
    with pytest.raises(PublishError, match="another dataset with the name"):
        send(plan)
    assert server.writes() == []


def test_what_the_package_does_not_say_any_more_goes(
    ckan: tuple[Ckan, Send], planned: Planned
) -> None:
    portal, send = ckan
    send(planned("1.0.0"))
    (dataset,) = portal.datasets.values()
    dataset["author"] = "somebody else"
    assert send(planned("1.0.0")).state == "updated"
    (dataset,) = portal.datasets.values()
    assert dataset["author"] == "An office"


def test_a_file_with_an_unusual_name(send: Send, portal: Invenio | Ckan, tmp_path: Path) -> None:
    def rename(descriptor: dict[str, Any]) -> None:
        descriptor["resources"][0]["path"] = "data/1 & 2 (50 %).csv"

    folder = write_package(tmp_path / "package", rename)
    (folder / "data" / "cases.csv").rename(folder / "data" / "1 & 2 (50 %).csv")
    with prepare(open_package(folder)) as plan:
        assert send(plan).state == "published"
        assert send(plan).state == "unchanged"
    seen = portal.published if isinstance(portal, Invenio) else portal.public
    assert set(seen[0][1]) == {"1 & 2 (50 %).csv", "datapackage.json"}


@pytest.mark.parametrize(
    ("version", "other", "later"),
    [
        ("1.10.0", "1.9.9", True),
        ("1.0.0", "1.0.0", False),
        ("1.0", "1.0.1", False),
        ("2026-11", "1.0.0", False),
        ("v2", "1.9", True),
    ],
)
def test_which_version_is_later(version: str, other: str, later: bool) -> None:
    assert is_later(version, other) is later
