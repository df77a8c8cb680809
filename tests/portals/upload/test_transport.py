"""One request: how long, how much, how often, and what is told of it."""

from __future__ import annotations

import email.utils
import time
from pathlib import Path

import pytest

from annexes.base.errors import PublishError
from annexes.portals.upload import replies as answers
from annexes.portals.upload.access import Secret
from annexes.portals.upload.transport import LIMIT, Portal
from annexes.portals.upload.waiting import Patience, UnclearError, settle
from portals.upload.conftest import TOKEN, Waits
from portals.upload.misbehaving import Fault, Reply, Request, Server


class Saying:
    """A portal that always says the same."""

    corrupt = False

    def __init__(self, status: int, value: object, **headers: str) -> None:
        self.reply = Reply(status, value, {k.replace("_", "-"): v for k, v in headers.items()})

    def answer(self, request: Request) -> Reply:
        return self.reply


@pytest.fixture
def portal(server: Server, patience: Patience) -> Portal:
    return Portal(server.url, Secret(TOKEN), "Bearer", "application/json", patience)


def ask(portal: Portal) -> object:
    return portal.ask("look", "GET", "/api").value


@pytest.mark.parametrize("kind", ["hang", "drip"])
def test_a_request_ends_in_time_however_it_drips(
    server: Server, hasty: Patience, kind: str
) -> None:
    portal = Portal(server.url, Secret(TOKEN), "", "application/json", hasty)
    server.begin(Saying(200, {"text": "a" * 1000}), Fault(kind, 1))
    start = time.monotonic()
    with pytest.raises(UnclearError, match="no answer in time"):
        ask(portal)
    assert time.monotonic() - start < 0.9


def test_waits_are_those_that_the_portal_asks_for(
    portal: Portal, server: Server, patience: Patience, waits: Waits
) -> None:
    server.begin(Saying(200, {"fine": 1}), Fault("429-retry-after", 1))
    assert settle(lambda: ask(portal), patience, lambda _: None) == {"fine": 1}
    assert waits == [7.0]


def test_waits_grow_and_end(
    portal: Portal, server: Server, patience: Patience, waits: Waits
) -> None:
    server.begin(Saying(200, {}), Fault("429", 1, always=True))
    said: list[str] = []
    with pytest.raises(UnclearError, match="too many requests") as caught:
        settle(lambda: ask(portal), patience, said.append)
    assert waits == list(patience.waits)
    assert len(said) == len(waits)
    assert "run the same command again" in caught.value.problems[0].hint


def test_a_wait_that_is_too_long_is_told_at_once(
    portal: Portal, server: Server, patience: Patience, waits: Waits
) -> None:
    server.begin(Saying(503, {"message": "maintenance"}, Retry_After="86400"))
    with pytest.raises(UnclearError, match="maintenance") as caught:
        settle(lambda: ask(portal), patience, lambda _: None)
    assert waits == []
    assert "86400 s" in str(caught.value)


def test_retry_after_as_a_date() -> None:
    soon = email.utils.formatdate(time.time() + 90, usegmt=True)
    assert 80 < (answers.retry_after(soon) or 0) < 91
    assert answers.retry_after(email.utils.formatdate(0)) == 0
    for nothing in (None, "", "soon", "-3", "٣"):
        assert answers.retry_after(nothing) is None


def test_an_answer_without_end_is_not_read_to_its_end(portal: Portal, server: Server) -> None:
    server.begin(Saying(200, b" " * (LIMIT + 5_000_000)))
    with pytest.raises(UnclearError):
        ask(portal)
    server.begin(Saying(200, b"x" * 1_000_000))
    assert portal.download("look", "/file", 10) is None


def test_a_netrc_of_the_machine_does_not_replace_the_token(
    portal: Portal, server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (netrc := tmp_path / "netrc").write_text("machine 127.0.0.1 login a password b\n")
    monkeypatch.setenv("NETRC", str(netrc))
    server.begin(Saying(200, {}))
    ask(portal)
    assert server.requests[0].token == f"Bearer {TOKEN}"


def test_cookies_are_not_kept(portal: Portal, server: Server) -> None:
    server.begin(Saying(200, {}, Set_Cookie="session=1; Path=/"))
    ask(portal)
    ask(portal)
    assert "Cookie" not in server.requests[1].headers


def test_what_a_portal_says_cannot_act_on_the_terminal(portal: Portal, server: Server) -> None:
    server.begin(Saying(400, {"message": f"\x1b[2J{TOKEN}\u202e " + "long " * 500}))
    with pytest.raises(PublishError) as caught:
        ask(portal)
    told = str(caught.value)
    assert "\x1b" not in told
    assert "\u202e" not in told
    assert TOKEN not in told
    assert len(told) < 700
    server.begin(Saying(400, {"message": "x" * (answers.LONGEST - 5) + TOKEN}))
    with pytest.raises(PublishError) as caught:
        ask(portal)
    assert TOKEN[:5] not in str(caught.value)


def test_a_redirect_is_not_followed(portal: Portal, server: Server) -> None:
    server.begin(Saying(302, b"", Location=f"https://u:{TOKEN}@elsewhere.org/x"))
    with pytest.raises(PublishError, match=r"elsewhere\.org, where nothing was sent") as caught:
        ask(portal)
    assert TOKEN not in str(caught.value)


def test_a_file_is_fetched_from_the_store_of_a_portal_without_the_token(
    portal: Portal, server: Server
) -> None:
    assert server.other
    server.begin(Saying(302, b"", Location=f"{server.elsewhere}/store/file?signed=1"))
    server.other.begin(Saying(200, b"code,count", Content_Type="text/csv"))
    assert portal.download("look", "/file", 10) == b"code,count"
    (request,) = server.other.requests
    assert (request.token, request.path) == ("", "/store/file")
    server.other.begin(Saying(302, b"", Location="https://a.third.place"))
    with pytest.raises(PublishError, match="nothing was sent"):
        portal.download("look", "/file", 10)
    server.begin(Saying(302, b"", Location="file:///etc/passwd"))
    with pytest.raises(PublishError, match="another address, where nothing was sent"):
        portal.download("look", "/file", 10)


def test_a_proxy_is_not_asked_about_this_machine(
    portal: Portal, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert server.other
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, server.elsewhere)
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    server.begin(Saying(200, {}))
    server.other.begin(Saying(200, {}))
    ask(portal)
    assert (len(server.requests), server.other.requests) == (1, [])


def test_nobody_at_this_address(patience: Patience) -> None:
    nobody = Portal("http://127.0.0.1:9", Secret(TOKEN), "", "*/*", patience)
    with pytest.raises(UnclearError, match="the connection was lost"):
        ask(nobody)
    nowhere = Portal("https://no-such-host.invalid", Secret(TOKEN), "", "*/*", patience)
    with pytest.raises(PublishError, match="there is no such host"):
        ask(nowhere)


def test_another_kind_of_portal(portal: Portal, server: Server) -> None:
    page = Saying(404, b"<h1>Not here</h1>", Content_Type="text/html")
    server.begin(page)
    with pytest.raises(PublishError, match="check the address"):
        portal.ask("look", "GET", "/api", may=(404,))


def test_a_secret_shows_itself_to_nobody() -> None:
    secret = Secret(TOKEN)
    assert TOKEN not in f"{secret} {secret!r} {[secret]}"
