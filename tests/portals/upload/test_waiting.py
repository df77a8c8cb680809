"""How long a portal may be silent, and what is shown of an odd answer."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from annexes.base.errors import Place, Problem, PublishError
from annexes.portals.upload import replies, to_zenodo
from annexes.portals.upload.access import Secret
from annexes.portals.upload.transport import Portal
from annexes.portals.upload.waiting import Patience, UnclearError, settle
from portals.upload.conftest import TOKEN, Waits
from portals.upload.misbehaving import Fault, Reply, Request, Server
from portals.upload.test_transport import Saying

NESTED = b"[" * 200_000
FIVE_MINUTES = 300


@pytest.mark.parametrize("seconds", [60, 120], ids=["hangs", "drips"])
def test_a_silent_portal_is_left_within_five_minutes(
    patience: Patience, waits: Waits, seconds: float
) -> None:
    problem = Problem("portal", Place("https://portal.org"), "no answer in time", "again")
    silences: list[float] = []
    said: list[str] = []

    def act() -> None:
        silences.append(seconds)
        raise UnclearError(problem, f"step {len(silences)}", silence=seconds)

    with pytest.raises(UnclearError):
        settle(act, patience, said.append)
    assert 2 <= len(silences) == len(waits) + 1
    assert sum(silences) + sum(waits) <= FIVE_MINUTES
    assert len(said) == len(waits)


def test_the_silence_of_a_request_is_measured(server: Server, hasty: Patience) -> None:
    portal = Portal(server.url, Secret(TOKEN), "", "application/json", hasty)
    server.begin(Saying(200, {}), Fault("hang", 1))
    with pytest.raises(UnclearError) as caught:
        portal.ask("look", "GET", "/api")
    assert caught.value.silence > 0.1


def test_each_wait_is_a_line_for_programs(
    annexes: Callable[..., Result],
    server: Server,
    package: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("ZENODO_TOKEN", TOKEN)
    awake = functools.partial(to_zenodo.publish, patience=Patience(sleep=lambda _: None))
    monkeypatch.setattr(to_zenodo, "publish", awake)
    server.begin(Saying(503, {"message": "maintenance"}))
    told = annexes("publish", "zenodo", "--url", server.url, "--confirm", "--json", package)
    assert told.exit_code == 1
    waits = [line for line in told.stderr.splitlines() if "maintenance" in line]
    assert [line.rpartition("; ")[2] for line in waits] == [
        f"again in {seconds} s …" for seconds in (1, 2, 4, 8, 16, 30)
    ]


@pytest.mark.parametrize("status", [200, 400])
def test_nested_without_end_is_not_json(server: Server, patience: Patience, status: int) -> None:
    portal = Portal(server.url, Secret(TOKEN), "", "application/json", patience)
    server.begin(Saying(status, NESTED))
    with pytest.raises(PublishError) as caught:
        portal.ask("look", "GET", "/api")
    assert caught.value.problems[0].hint


@pytest.mark.parametrize("escaped", [TOKEN, "".join(f"\\u{ord(sign):04x}" for sign in TOKEN)])
def test_not_even_the_beginning_of_the_token_is_shown(
    server: Server, patience: Patience, escaped: str
) -> None:
    class Echo:
        corrupt = False

        def answer(self, request: Request) -> Reply:
            text = "x" * (replies.LONGEST - 9) + escaped
            return Reply(400, f'{{"message": "{text}"}}'.encode())

    portal = Portal(server.url, Secret(TOKEN), "", "application/json", patience)
    server.begin(Echo())
    with pytest.raises(PublishError) as caught:
        portal.ask("look", "GET", "/api")
    assert TOKEN[:5] not in str(caught.value)
    assert "***" in str(caught.value)
