"""Documents by their address or number: what arrives is kept as it came, all else is refused."""

from __future__ import annotations

import datetime as dt
import functools
import json
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

from annexes.base.errors import AnnexesError, DocumentError, UsageError
from annexes.base.storage import sha256_of
from annexes.package.disk import open_package
from annexes.reading.arrival import arrive
from annexes.reading.arrival.arrive import arrived, named
from annexes.reading.arrival.paper import PaperNumber
from annexes.reading.arrival.parliaments import dip, nrw
from annexes.reading.arrival.web import Web, origin_of
from annexes.recipe.edits import check_same_document
from drawing import table_pdf
from history.small_series import second_edition_drawn, write_series
from portals.upload.misbehaving import Fault, Reply, Request, Server, serving

PDF = b"%PDF-1.7\n" + b"x" * 5000
KEY = "key-7Qd2-secret"
NUMBER = PaperNumber(20, 1234)
PAPER = {
    "id": "260000",
    "typ": "Dokument",
    "dokumentart": "Drucksache",
    "drucksachetyp": "Antwort",
    "dokumentnummer": "20/1234",
    "wahlperiode": 20,
    "herausgeber": "BT",
    "titel": "Ships inspected in the first quarter",
    "datum": "2022-03-25",
    "fundstelle": {"pdf_url": "", "dokumentnummer": "20/1234"},
    "urheber": [{"bezeichnung": "BRg", "titel": "Bundesregierung", "einbringer": False}],
    "ressort": [
        {"titel": "Ministry of Harbours", "federfuehrend": True},
        {"titel": "Ministry of Rivers", "federfuehrend": False},
    ],
    "autoren_anzeige": [{"id": "1", "title": "Ada Byron, MdB", "autor_titel": "Ada Byron"}],
}
"""A reply of the interface, written after its documentation."""


class Archive:
    """Hands out what stands at each path."""

    corrupt = False

    def __init__(self, **replies: Reply) -> None:
        self.replies = {path.replace("_", "/"): reply for path, reply in replies.items()}

    def answer(self, request: Request) -> Reply:
        return self.replies.get(request.path.strip("/"), Reply(404, {"message": "not found"}))


def pdf(data: bytes = PDF, **headers: str) -> Reply:
    said = {key.replace("_", "-"): value for key, value in headers.items()}
    return Reply(200, data, {"Content-Type": "application/pdf", **said})


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving() as elsewhere, serving() as running:
        running.elsewhere, running.other = elsewhere.url, elsewhere
        yield running


@pytest.fixture
def web(server: Server) -> Web:
    """Only the server of this test is let through the guard."""
    allowed = frozenset({origin_of(server.url)})
    return Web(connect=0.5, read=0.3, total=0.6, allowed=allowed)


def refusal(text: str, web: Web) -> str:
    with pytest.raises(AnnexesError) as caught, arrived(text, web):
        pass
    (problem,) = caught.value.problems
    assert problem.hint
    return f"{problem.problem} [{problem.check}]"


# ── what arrives ────────────────────────────────────────────────────────────────────────────


def test_the_bytes_are_kept_as_they_came(server: Server, web: Web) -> None:
    server.begin(Archive(a_paper=pdf()))
    with arrived(f"{server.url}/a/paper", web) as arrival:
        assert arrival.path.read_bytes() == PDF
        assert arrival.path.name == "paper.pdf"
        assert arrival.sha256 == sha256_of(PDF)
        assert arrival.facts["address"] == f"{server.url}/a/paper"
        assert "received" in arrival.facts
    assert not arrival.path.exists()
    assert "Authorization" not in server.requests[0].headers


def test_a_redirect_within_the_host_is_followed(server: Server, web: Web) -> None:
    moved = Reply(302, b"", {"Location": "/b"})
    server.begin(Archive(a=moved, b=pdf()))
    with arrived(f"{server.url}/a", web) as arrival:
        assert arrival.path.read_bytes() == PDF


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for parliament.example, and its key, in one file."""
    if not shutil.which("openssl"):
        pytest.skip("openssl is not installed")
    folder = tmp_path_factory.mktemp("certificate")
    name = ["-subj", "/CN=parliament.example", "-addext", "subjectAltName=DNS:parliament.example"]
    files = ["-keyout", "key.pem", "-out", "certificate.pem"]
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    subprocess.run([*command, *name, *files], cwd=folder, check=True, capture_output=True)
    both = [(folder / file).read_text() for file in ("key.pem", "certificate.pem")]
    (whole := folder / "whole.pem").write_text("".join(both))
    return whole


@pytest.mark.parametrize(
    ("host", "trusted", "told"),
    [
        ("parliament.example", True, ""),
        ("parliament.example", False, "its certificate is not trusted"),
        ("other.example", True, "its certificate is not trusted"),
    ],
    ids=["trusted", "of nobody", "of another host"],
)
def test_the_certificate_is_that_of_the_host(
    certificate: Path, host: str, trusted: bool, told: str
) -> None:
    """The connection goes to the address that was looked at, in the name that was given."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with serving() as server:
        server.http.socket = context.wrap_socket(server.http.socket, server_side=True)
        server.begin(Archive(a=pdf()))
        url = f"https://{host}:{server.http.server_address[1]}/a"
        web = Web(
            read=2,
            resolve=lambda *_: ["127.0.0.1"],
            authorities=str(certificate) if trusted else "",
            allowed=frozenset({origin_of(url)}),
        )
        if told:
            assert told in refusal(url, web)
            assert server.requests == []
            return
        with arrived(url, web) as arrival:
            assert arrival.path.read_bytes() == PDF
        assert server.requests[0].headers["Host"] == url.split("/")[2]


# ── what is refused ─────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("reply", "told"),
    [
        (Reply(404, {}), "it answered 404"),
        (Reply(429, {}, {"Retry-After": "7"}), "it answered 429, and to wait 7 s"),
        (Reply(403, {}), "it answered 403"),
        (Reply(200, b"<!doctype html>", {"Content-Type": "text/html"}), "with text/html instead"),
        (pdf(b"<!doctype html><title>Log in</title>"), "what arrived is no PDF"),
        (pdf(b""), "what arrived is no PDF"),
        (
            Reply(302, b"", {"Location": "https://10.0.0.1/a"}),
            "to another host: https://10.0.0.1/a",
        ),
        (Reply(302, b"", {"Location": "/a"}), "it leads in a circle"),
        (
            Reply(302, b"", {"Location": "file:///etc/passwd"}),
            "to another host: file:///etc/passwd",
        ),
    ],
    ids=["404", "429", "403", "html", "html-as-pdf", "empty", "elsewhere", "circle", "file"],
)
def test_what_is_no_document(server: Server, web: Web, reply: Reply, told: str) -> None:
    server.begin(Archive(a=reply))
    assert told in refusal(f"{server.url}/a", web)


@pytest.mark.parametrize("kind", ["hang", "drip", "reset", "cut-off", "500", "redirect"])
def test_a_server_that_misbehaves_is_left_in_time(server: Server, web: Web, kind: str) -> None:
    server.begin(Archive(a=pdf()), Fault(kind, 1, always=True))
    begun = time.monotonic()
    assert refusal(f"{server.url}/a", web)
    assert time.monotonic() - begun < 3
    assert server.other
    assert server.other.requests == []


def test_a_document_of_two_gigabytes_is_not_fetched() -> None:
    """Its head says so: nothing of it is read."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def answer() -> None:
            connection, _ = listening.accept()
            with connection:
                connection.recv(65536)
                head = "HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\n"
                connection.sendall(f"{head}Content-Length: 2000000000\r\n\r\n%PDF-".encode())
                connection.recv(1)

        threading.Thread(target=answer, daemon=True).start()
        url = f"http://127.0.0.1:{listening.getsockname()[1]}/a"
        web = Web(read=0.5, allowed=frozenset({origin_of(url)}))
        assert "it is larger than 200 MB [file-size]" in refusal(url, web)


def test_one_that_hides_its_size_is_cut_off(server: Server, web: Web) -> None:
    server.begin(Archive(a=pdf()))
    assert web.get(f"{server.url}/a", "application/pdf", len(PDF)) == PDF
    with pytest.raises(DocumentError, match="larger than"):
        web.get(f"{server.url}/a", "application/pdf", len(PDF) - 1)


PRIVATE = """127.0.0.1 10.1.2.3 192.168.0.1 172.16.0.1 169.254.169.254 100.64.0.1 0.0.0.0 ::1
fe80::1%eth0 fd00::1 ::ffff:10.0.0.1 64:ff9b::a00:1 2002:a00:1:: 224.0.0.1 ff02::1 nonsense"""


@pytest.mark.parametrize("address", PRIVATE.split())
def test_a_private_network_is_never_asked(server: Server, address: str) -> None:
    """Whatever the name of the host: what it is resolved to counts, all of it."""
    server.begin(Archive())
    web = Web(connect=0.2, resolve=lambda *_: ["1.1.1.1", address])
    assert "private network" in refusal("https://parliament.org/a.pdf", web)


@pytest.mark.parametrize(
    "text",
    [
        "http://parliament.org/a.pdf",
        "https://me:secret@parliament.org/a",
        "ftp://a.org/b",
        "https://",
    ],
)
def test_only_https_is_asked(text: str) -> None:
    never = Web(resolve=lambda *_: pytest.fail("nothing is resolved"))
    assert "this is not an https address" in refusal(text, never)


# ── by number ───────────────────────────────────────────────────────────────────────────────


def reply(server: Server, **changes: Any) -> Reply:
    own = {**PAPER, "fundstelle": {"pdf_url": f"{server.url}/paper.pdf"}, **changes}
    return Reply(200, {"numFound": 1, "cursor": "x", "documents": [own]})


@pytest.fixture
def key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIP_API_KEY", KEY)


@pytest.mark.usefixtures("key")
def test_the_interface_tells_what_is_known_of_a_paper(server: Server, web: Web) -> None:
    server.begin(Archive(drucksache=reply(server)))
    paper = dip.find(NUMBER, web, server.url)
    assert (paper.title, paper.answered) == (PAPER["titel"], dt.date(2022, 3, 25))
    assert (paper.kind, paper.ministry) == ("Antwort", "Ministry of Harbours")
    assert paper.authors == ["Ada Byron", "Bundesregierung"]
    assert paper.address == f"{server.url}/paper.pdf"
    (request,) = server.requests
    assert request.query["f.dokumentnummer"] == "20/1234"
    assert request.headers["Authorization"] == f"ApiKey {KEY}"


@pytest.mark.usefixtures("key")
@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"documents": []}, "there is no paper 20/1234"),
        ({"documents": [{**PAPER, "dokumentnummer": "20/4321"}]}, "it answers with 20/4321"),
        ({"documents": [{**PAPER, "herausgeber": "BR"}]}, "there is no paper 20/1234"),
        (
            {
                "documents": [
                    {**PAPER, "fundstelle": {"pdf_url": "https://bundestag.de.evil.org/a"}}
                ]
            },
            "no address of bundestag.de",
        ),
        ({"documents": [{**PAPER, "fundstelle": {"pdf_url": "https://10.0.0.1/a"}}]}, "no address"),
        ({"documents": [PAPER]}, "no address of bundestag.de"),
        ({"documents": "none"}, "is not one of this interface"),
        ([], "is not one of this interface"),
    ],
)
def test_a_reply_without_the_paper_is_refused(
    server: Server, web: Web, changed: Any, told: str
) -> None:
    server.begin(Archive(drucksache=Reply(200, changed)))
    with pytest.raises(DocumentError) as caught:
        dip.find(NUMBER, web, server.url)
    assert told in str(caught.value)
    assert KEY not in str(caught.value)


@pytest.mark.usefixtures("key")
@pytest.mark.parametrize("status", [401, 404, 429, 500])
def test_an_interface_that_does_not_answer(server: Server, web: Web, status: int) -> None:
    server.begin(Archive(drucksache=Reply(status, {"message": KEY})))
    with pytest.raises(DocumentError, match=f"it answered {status}") as caught:
        dip.find(NUMBER, web, server.url)
    assert KEY not in str(caught.value)


@pytest.mark.usefixtures("key")
def test_a_redirect_does_not_take_the_key_along(server: Server, web: Web) -> None:
    there = Reply(302, b"", {"Location": f"{server.elsewhere}/drucksache"})
    server.begin(Archive(drucksache=there))
    with pytest.raises(DocumentError, match="leads to another host"):
        dip.find(NUMBER, web, server.url)
    assert server.other
    assert server.other.requests == []


def test_without_a_key_nothing_is_asked(
    server: Server, web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DIP_API_KEY", raising=False)
    server.begin(Archive())
    with pytest.raises(UsageError, match="there is no key"):
        dip.find(NUMBER, web, server.url)
    assert server.requests == []


def test_an_address_that_follows_from_the_number(web: Web) -> None:
    paper = named("nrw:18/97", web)
    assert paper.address.endswith("/portal/WWW/dokumentenarchiv/Dokument/MMD18-97.pdf")
    assert nrw.find(PaperNumber(17, 3), web).address.endswith("/MMD17-3.pdf")


@pytest.mark.parametrize("text", ["xx:20/1", "nrw:18-97", "nrw:", "dip:20/", "os:1/1", ":1/1"])
def test_what_names_no_paper(text: str, web: Web) -> None:
    with pytest.raises(UsageError):
        named(text, web)


# ── into a package ──────────────────────────────────────────────────────────────────────────


@pytest.fixture
def document() -> bytes:
    """A PDF with one table."""
    rows = [("Port", "Ships"), ("Emden", "12"), ("Kiel", "7"), ("Wismar", "5"), ("Husum", "3")]
    return table_pdf(rows, title="Ships inspected")


def test_a_changed_document(tmp_path: Path) -> None:
    recipes = tmp_path / "scripts" / "recipes"
    recipes.mkdir(parents=True)
    text = '[document]\naddress = "https://a.org/{0}.pdf"\nreceived = 2022-04-01\n\n[expect]\n'
    for name, digest in (("x", "a" * 64), ("z", "b" * 64)):
        (recipes / f"{name}.toml").write_text(f'{text.format(name)}sha256 = "{digest}"\n', "utf-8")
    check_same_document(tmp_path, "https://a.org/x.pdf", "a" * 64)
    check_same_document(tmp_path, "https://a.org/y.pdf", "c" * 64)
    with pytest.raises(DocumentError, match="has changed since 2022-04-01"):
        check_same_document(tmp_path, "https://a.org/x.pdf", "c" * 64)


def test_a_draft_of_a_document_by_its_address(
    annexes: Callable[..., Result],
    server: Server,
    web: Web,
    document: bytes,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(arrive, "arrived", functools.partial(arrived, web=web))
    server.begin(archive := Archive())
    archive.replies["MMD18-97.pdf"] = pdf(document)
    target = tmp_path / "package"
    made = annexes("new", f"{server.url}/MMD18-97.pdf", target, "--json")
    told = json.loads(made.stdout)
    assert told.get("folder") == str(target), told
    (kept,) = (target / "data" / "raw").rglob("*.pdf")
    assert kept.read_bytes() == document
    texts = [path.read_text("utf-8") for path in (target / "scripts" / "recipes").glob("*.toml")]
    assert any(f'address = "{server.url}/MMD18-97.pdf"' in text for text in texts)
    assert any(sha256_of(document) in text for text in texts)
    (row,) = open_package(target).records("documents")
    assert (row["address"], row["sha256"]) == (f"{server.url}/MMD18-97.pdf", sha256_of(document))
    assert dt.date.fromisoformat(row["received"])
    archive.replies["MMD18-97.pdf"] = pdf(document + b"\n% corrected\n")
    again = annexes("new", f"{server.url}/MMD18-97.pdf", target)
    assert again.exit_code == 1
    assert "has changed since" in again.stderr
    assert kept.read_bytes() == document


def test_the_next_edition_by_its_address(
    annexes: Callable[..., Result],
    server: Server,
    web: Web,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(arrive, "arrived", functools.partial(arrived, web=web))
    series, drawn = write_series(tmp_path / "series"), second_edition_drawn(tmp_path / "other")
    server.begin(archive := Archive())
    archive.replies["answer-19.pdf"] = pdf(drawn)
    address = f"{server.url}/answer-19.pdf"
    told = json.loads(annexes("add", address, series, "--json").stdout)
    assert told.get("rows") == {"Anlage 1": 4, "Anlage 2": 3}, told
    assert Path(told["document"]).read_bytes() == drawn
    recipe = Path(told["recipe"]).read_text("utf-8")
    assert f'address = "{address}"' in recipe
    assert "received = " in recipe
    again = annexes("add", address, series)
    assert again.exit_code == 1
    assert "this is the document of edition '2031-h2'" in again.stderr
    archive.replies["answer-19.pdf"] = pdf(drawn + b"\n% corrected\n")
    changed = annexes("add", address, series)
    assert changed.exit_code == 1
    assert "has changed since" in changed.stderr
