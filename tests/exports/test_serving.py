"""The server of an export answers for the files of its folder and for nothing else."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from annexes.exports.serving import server

pytestmark = pytest.mark.slow

Ask = Callable[..., tuple[int, bytes]]


@pytest.fixture
def ask(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> Iterator[Ask]:
    """Ask for a path; the folder has a page, a folder, and links that lead out."""
    folder = tmp_path / "out"
    (folder / "data").mkdir(parents=True)
    (folder / "index.html").write_text("page")
    (folder / "data/t.csv").write_text("n\n1\n")
    (tmp_path / "secret").write_text("secret")
    (folder / "link").symlink_to(tmp_path / "secret")
    (folder / "parent").symlink_to(tmp_path)
    (folder / "circle").symlink_to(folder / "circle")
    with server(folder, 0) as running:
        port = running.server_address[1]
        threading.Thread(target=running.serve_forever, daemon=True).start()

        def get(path: str, host: str = f"127.0.0.1:{port}") -> tuple[int, bytes]:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
            connection.putrequest("GET", path, skip_host=True)
            connection.putheader("Host", host)
            connection.endheaders()
            answer = connection.getresponse()
            return answer.status, answer.read()

        yield get
        running.shutdown()
    assert "Traceback" not in capfd.readouterr().err


def test_the_files_of_the_folder_are_served(ask: Ask) -> None:
    assert ask("/") == (200, b"page")
    assert ask("/index.html?x=1") == (200, b"page")
    assert ask("/data/t.csv", "localhost:1") == (200, b"n\n1\n")


@pytest.mark.parametrize(
    "path",
    ["/%00", "/x%00y", "/data/", "/data", "/link", "/parent/secret", "/circle", "/../secret",
     "/%2e%2e/secret", "//etc/passwd", "/" + "x" * 5000],
)  # fmt: skip
def test_what_is_not_a_file_of_the_folder_is_not_found(ask: Ask, path: str) -> None:
    status, body = ask(path)
    assert status == 404
    assert b"secret" not in body


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8000", "", "[::1", "127.0.0.1.nip.io"]
)
def test_another_name_of_the_machine_is_not_answered(ask: Ask, host: str) -> None:
    status, body = ask("/", host)
    assert status == 421
    assert b"page" not in body
