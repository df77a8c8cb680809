"""annexes publish as its users meet it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from portals.upload.ckan_stand_in import Ckan
from portals.upload.conftest import TOKEN
from portals.upload.invenio_stand_in import Invenio
from portals.upload.misbehaving import Fault, Server

pytestmark = pytest.mark.slow

Run = Callable[..., Result]


@pytest.mark.parametrize("portal", ["zenodo", "ckan"])
def test_each_portal_has_help_with_an_example(annexes: Run, portal: str) -> None:
    text = " ".join(annexes("publish", portal, "--help").output.split())
    assert f"Example: annexes publish {portal}" in text
    assert "Example: annexes publish" in " ".join(annexes("publish", "--help").output.split())


def test_without_confirm_nothing_is_asked(annexes: Run, server: Server, root: Path) -> None:
    server.begin(Invenio(TOKEN))
    result = annexes("publish", "zenodo", "--url", server.url, root)
    assert result.exit_code == 0
    assert "inspections.csv" in result.stdout
    assert "antwort-ka7.txt" in result.stdout
    assert "Nothing was sent" in result.stdout
    assert server.requests == []


def test_a_program_reads_what_would_be_sent(annexes: Run, server: Server, root: Path) -> None:
    where = [server.url, "--organization", "office"]
    plan = json.loads(annexes("publish", "ckan", *where, root, "--json").stdout)
    assert (plan["ok"], plan["state"]) == (True, "not sent")
    assert {"name", "bytes", "md5", "sha256"} == set(plan["files"][0])
    assert plan["metadata"]["owner_org"] == "office"
    german = annexes("publish", "ckan", *where, root, "--json", "--language", "de").stdout
    assert json.loads(german)["metadata"]["title"].startswith("In den")
    unknown = annexes("publish", "ckan", *where, root, "--language", "fr")
    assert (unknown.exit_code, "choose from en, de" in unknown.stderr) == (2, True)


def test_the_package_itself_at_zenodo(
    annexes: Run, server: Server, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZENODO_TOKEN", TOKEN)
    server.begin(invenio := Invenio(TOKEN))
    command = ["publish", "zenodo", "--url", server.url, "--confirm", str(root)]
    first = annexes(*command)
    assert first.stdout == (
        f"Published: version 1.0.0, 10 files, DOI 10.1234/rec-1: {server.url}/records/rec-1\n"
    )
    assert "sending inspections.csv" in first.stderr
    ((_, files),) = invenio.published
    assert files["inspections.csv"] == (root / "data" / "inspections.csv").read_bytes()
    again = json.loads(annexes(*command, "--json").stdout)
    assert (again["state"], again["doi"]) == ("unchanged", "10.1234/rec-1")
    assert annexes(*command).stdout.startswith("Published before, nothing sent: ")


def test_the_package_itself_at_ckan(
    annexes: Run, server: Server, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CKAN_TOKEN", TOKEN)
    server.begin(portal := Ckan(TOKEN))
    command = ["publish", "ckan", server.url, str(root), "--organization", "office", "--confirm"]
    assert annexes(*command).stdout == (
        f"Published: version 1.0.0, 10 files: {server.url}/dataset/ship-inspections\n"
    )
    (dataset,) = portal.datasets.values()
    first, last = dataset["resources"][0], dataset["resources"][-1]
    assert first["name"] == "Inspections and detentions by flag state"
    assert first["hash_algorithm"].endswith("sha256")
    assert last["name"].startswith("Antwort der Landesregierung")
    assert last["format"].endswith("file-type/TXT")
    assert annexes(*command, "--json").exit_code == 0
    assert server.writes()[-1].startswith("POST /api/3/action/package_patch")


def test_wrong_use_is_told_with_2(annexes: Run, package: Path, tmp_path: Path) -> None:
    both = ["zenodo", "--sandbox", "--url", "https://zenodo.org"]
    for command in (
        both,
        ["zenodo", "--frobnicate"],
        ["ckan"],
        ["ckan", "https://ckan.org"],
        ["github"],
    ):
        result = annexes("publish", *command)
        assert result.exit_code == 2, command
        assert "Traceback" not in result.output
    empty = annexes("publish", "zenodo", tmp_path)
    assert empty.exit_code == 1
    assert "there is no package here" in empty.stderr


def test_who_interrupts_is_told_how_it_goes_on(server: Server, package: Path, state: Path) -> None:
    server.begin(Invenio(TOKEN), Fault("hang", 6))
    command = [sys.executable, "-m", "annexes", "publish", "zenodo", "--url", server.url]
    running = subprocess.Popen(
        [*command, "--confirm", str(package)],
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "ZENODO_TOKEN": TOKEN, "XDG_STATE_HOME": str(state)},
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a job ignores it
    )
    deadline = time.monotonic() + 60
    while len(server.requests) < 6 and time.monotonic() < deadline:
        time.sleep(0.02)
    running.send_signal(signal.SIGINT)
    _, told = running.communicate(timeout=60)
    assert running.returncode == 130
    assert told.endswith("\nInterrupted: the same command goes on from here.\n")


def test_an_error_as_json(annexes: Run, package: Path) -> None:
    result = annexes("publish", "zenodo", package, "--confirm", "--json")
    assert result.exit_code == 2
    assert json.loads(result.stdout)["errors"][0]["check"] == "token"
