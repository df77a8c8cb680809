"""Every way to misbehave, at every request: at most one record, one copy of each file, a clear
message, a repeat that finishes the job, and the token nowhere but in its header.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import pytest

from annexes.base.errors import PublishError
from annexes.portals.upload.access import Secret
from annexes.portals.upload.plan import Outcome, Plan
from annexes.portals.upload.to_ckan import publish as to_ckan
from annexes.portals.upload.to_zenodo import publish as to_zenodo
from annexes.portals.upload.waiting import Patience
from portals.upload.ckan_stand_in import Ckan
from portals.upload.conftest import TOKEN
from portals.upload.invenio_stand_in import Invenio
from portals.upload.misbehaving import FAULTS, Application, Fault, Server

pytestmark = pytest.mark.slow

ALWAYS = ("500", "503", "html", "corrupt", "lost-after", "504-after", "429")
IN_UPDATES = ("500", "401", "504-after", "reset", "lost-after", "hang-after", "redirect")
PASSING = {"500", "502", "503", "504-after", "429", "429-retry-after", "reset", "lost-after"}
PASSING |= {"hang", "hang-after", "drip", "corrupt", "html", "cut-off"}
"""After one of these the same run goes on by itself."""


class Way(Protocol):
    """A portal and how it is published there."""

    def fresh(self) -> Application: ...
    def send(self, plan: Plan, url: str, say: Callable[[str], None], p: Patience) -> Outcome: ...
    def published(self, application: Application) -> list[tuple[str, dict[str, bytes]]]: ...


class Zenodo:
    def fresh(self) -> Invenio:
        return Invenio(TOKEN, late=3)

    def send(self, plan: Plan, url: str, say: Callable[[str], None], p: Patience) -> Outcome:
        return to_zenodo(plan, url, Secret(TOKEN), say, p)

    def published(self, application: Invenio) -> list[tuple[str, dict[str, bytes]]]:
        """All versions; a draft that is left over is not one, but must not be there either."""
        assert all(item.published for item in application.items.values())
        assert len({item.parent for item in application.items.values()}) == 1
        return application.published


class CkanPortal:
    def fresh(self) -> Ckan:
        return Ckan(TOKEN)

    def send(self, plan: Plan, url: str, say: Callable[[str], None], p: Patience) -> Outcome:
        return to_ckan(plan, url, "office", Secret(TOKEN), say, p)

    def published(self, application: Ckan) -> list[tuple[str, dict[str, bytes]]]:
        """What readers could see of the one dataset, one entry for each change."""
        (dataset,) = application.datasets.values()
        assert not dataset["private"]
        assert len(dataset["resources"]) == len(application.stored)
        seen = application.public
        return [one for number, one in enumerate(seen) if one not in seen[:number]]


WAYS: dict[str, Any] = {"zenodo": Zenodo(), "ckan": CkanPortal()}


@dataclass
class Story:
    """What was said and done from a fresh portal on."""

    way: Way
    plan: Plan
    server: Server
    patience: Patience
    state: Path
    before: Plan | None = None
    said: list[str] = field(default_factory=list)

    def begin(self, fault: Fault | None = None) -> Application:
        shutil.rmtree(self.state, ignore_errors=True)
        self.said.clear()
        application = self.way.fresh()
        self.server.begin(application)
        if self.before:
            self.way.send(self.before, self.server.url, self.said.append, self.patience)
        self.server.begin(application, fault)
        assert self.server.other
        self.server.other.begin(application)
        return application

    def run(self) -> Outcome | PublishError:
        try:
            return self.way.send(self.plan, self.server.url, self.said.append, self.patience)
        except PublishError as error:
            self.said.append(str(error))
            (problem,) = error.problems
            assert problem.problem
            assert problem.hint
            return error

    def check_one_whole(self, application: Application) -> None:
        """Each version once and whole, and nothing beside or between."""
        plans = [self.before, self.plan] if self.before else [self.plan]
        whole = [
            (plan.facts.version, {item.name: item.path.read_bytes() for item in plan.items})
            for plan in plans
        ]
        assert self.way.published(application) == whole

    def check_token(self) -> None:
        """In its header, and nowhere else; another host was at most asked for a file."""
        assert self.server.other
        for request in self.server.other.requests:
            assert (request.method, request.token, request.data) == ("GET", "", b"")
            assert TOKEN not in f"{request.path}{request.query}{request.headers}"
        for request in self.server.requests:
            beside = {k: v for k, v in request.headers.items() if k != "Authorization"}
            assert TOKEN not in f"{request.path}{request.query}{beside}"
            assert TOKEN.encode() not in request.data
        assert not [text for text in self.said if TOKEN in text]
        files = [path.read_text() for path in self.state.rglob("*") if path.is_file()]
        assert not [text for text in files if TOKEN in text]


@pytest.fixture(params=WAYS)
def story(
    request: pytest.FixtureRequest, plan: Plan, server: Server, hasty: Patience, state: Path
) -> Story:
    return Story(WAYS[request.param], plan, server, hasty, state)


def test_without_faults_the_second_run_writes_nothing(story: Story) -> None:
    application = story.begin()
    first = story.run()
    assert isinstance(first, Outcome)
    assert first.state == "published"
    story.check_one_whole(application)
    story.server.requests.clear()
    second = story.run()
    assert isinstance(second, Outcome)
    assert (second.state, second.record) == ("unchanged", first.record)
    assert story.server.writes() == []


@pytest.mark.slow
@pytest.mark.parametrize("kind", FAULTS)
def test_once_at_every_request(story: Story, kind: str) -> None:
    story.begin()
    story.run()
    for at in range(1, len(story.server.requests) + 1):
        application = story.begin(Fault(kind, at))
        first = story.run()
        told = f"{kind} at request {at}: {story.said}"
        assert isinstance(first, Outcome) or kind not in PASSING, told
        story.server.fault = None
        second = story.run()
        assert isinstance(second, Outcome), told
        story.check_one_whole(application)
        story.check_token()


@pytest.mark.slow
@pytest.mark.parametrize("kind", IN_UPDATES)
def test_once_at_every_request_of_an_update(
    story: Story, planned: Callable[..., Plan], kind: str
) -> None:
    """Readers see the old version, then the new one."""
    story.before = planned("0.9.0", rows="A,1\nB,20\n")
    test_once_at_every_request(story, kind)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ALWAYS)
def test_from_every_request_on(story: Story, kind: str) -> None:
    story.begin()
    story.run()
    for at in range(1, len(story.server.requests) + 1):
        application = story.begin(Fault(kind, at, always=True))
        story.run()
        story.server.fault = None
        application.corrupt = False
        second = story.run()
        assert isinstance(second, Outcome), f"{kind} from request {at} on: {story.said}"
        story.check_one_whole(application)
        story.check_token()


@pytest.mark.parametrize("kind", ["reset", "lost-after"])
def test_a_run_that_is_killed_is_taken_up(
    story: Story, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At every request, before or after the portal has done it."""

    class KilledError(BaseException):
        """Nothing of the run happens after it."""

    def killed(*_: object, **__: object) -> None:
        raise KilledError

    story.begin()
    story.run()
    for at in range(1, len(story.server.requests) + 1):
        application = story.begin(Fault(kind, at))
        with monkeypatch.context() as patch:
            patch.setattr("annexes.portals.upload.transport.Portal.unclear", killed)
            with pytest.raises(KilledError):
                story.run()
        story.server.fault = None
        assert isinstance(story.run(), Outcome), f"{kind} at request {at}: {story.said}"
        story.check_one_whole(application)
