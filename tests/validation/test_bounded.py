"""What a hostile package may do: nothing outside of a child that has little time and memory."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from annexes.base.children import child_running
from annexes.base.errors import UsageError
from annexes.validation import bounded
from annexes.validation.bounded import validate_bounded
from annexes.validation.opening import NothingToReadError
from annexes.validation.report_formats import as_json
from annexes.validation.validation_options import Options
from validation.case import Case, one_table

pytestmark = pytest.mark.slow

TEXT = {"name": "a", "type": "string"}
NEVER = "a" * 90 + "!"
COSTLY = TEXT | {"constraints": {"pattern": "(a+)+"}}
ITEMS = {"name": "a", "type": "array", "arrayItem": COSTLY}


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three seconds of computing are enough for what never ends."""
    monkeypatch.setattr(bounded, "SECONDS", 3.0)


def yaml_of_aliases() -> bytes:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)]
    lines += ["resources: [{name: t, path: t.csv, schema: {fields: *a9}}]"]
    return "\n".join(lines).encode()


HOSTILE = {
    "a pattern": one_table("x", f"a\n{NEVER}\n", [COSTLY]),
    "a pattern of items": one_table("x", f'a\n"[""{NEVER}""]"\n', [ITEMS]),
    "labels": one_table("x", "," * 500_000 + "\nx\n", [TEXT]),
}  # fmt: skip


@pytest.mark.usefixtures("hurried")
@pytest.mark.parametrize("case", HOSTILE.values(), ids=HOSTILE)
def test_what_never_ends_is_stopped(tmp_path: Path, case: Case) -> None:
    case.write(tmp_path)
    report = validate_bounded(tmp_path)
    assert [fault.type for fault in report.beyond] == ["too-costly"]
    assert not report.valid


SOON = {
    "aliases": Case("x", {"datapackage.yaml": yaml_of_aliases(), "t.csv": b"a\nx\n"}),
    "keys": one_table("x", "a,b\nx,y\n", [TEXT, TEXT | {"name": "b"}], schema={"foreignKeys": [
        {"fields": "a", "reference": {"resource": "", "fields": "b"}}] * 9_000}),
    "quotes": one_table("x", "a,b\nx," + "'a " * 400_000 + "\n", [TEXT]),
}  # fmt: skip
"""Some Pythons and some ways are done with these in no time, others would never be."""


@pytest.mark.usefixtures("hurried")
@pytest.mark.parametrize("case", SOON.values(), ids=SOON)
def test_what_may_never_end_is_answered_soon_and_never_valid(tmp_path: Path, case: Case) -> None:
    case.write(tmp_path)
    assert not validate_bounded(tmp_path).valid


@pytest.mark.parametrize("engine", ["columnar", "frictionless"])
def test_memory_is_kept_by_the_whole_process(
    tmp_path: Path, engine: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounded, "SECONDS", 100.0)
    case = one_table("wide", "a\n" + "," * 3_000_000 + "\n", [TEXT])
    report = validate_bounded(case.write(tmp_path), Options(engine, memory="200MB", small=0))
    assert [fault.says for fault in report.beyond] == ["too-large"]
    assert "140 MB" in report.beyond[0].message


def test_findings_do_not_repeat_what_is_long(tmp_path: Path) -> None:
    """A demand of 60 kB against a thousand cells made a report of 180 MB, and 1.5 GB of memory."""
    field = TEXT | {"constraints": {"enum": ["y" * 60_000]}}
    path = one_table("long", "a\n" + "x\n" * 1000, [field]).write(tmp_path)
    (tmp_path / "table.csv").write_text("a\n" + "x" * 60_000 + "\n" + "x\n" * 999)
    report = validate_bounded(path)
    assert report.total == 1000
    assert len(json.dumps(as_json(report))) < 10_000_000


def test_half_a_character_is_no_lack_of_memory(tmp_path: Path) -> None:
    path = one_table("half", "a\nx\n", [TEXT | {"name": "half"}]).write(tmp_path)
    path.write_text(path.read_text("utf-8").replace('"half"', '"\\ud800"'), "utf-8")
    (fault,) = validate_bounded(path).findings
    assert fault.type == "unreadable"
    assert "surrogates" in fault.note


def test_the_next_package_is_read_after_a_child_was_lost(tmp_path: Path) -> None:
    wide = one_table("wide", "a\n" + "," * 3_000_000 + "\n", [TEXT]).write(tmp_path / "wide")
    fine = one_table("fine", "a\nx\n", [TEXT]).write(tmp_path / "fine")
    assert not validate_bounded(wide, Options(memory="150MB")).valid
    assert validate_bounded(fine).ok


def test_who_ends_a_child_from_outside_is_not_told_of_memory(tmp_path: Path) -> None:
    path = HOSTILE["a pattern"].write(tmp_path)
    child = child_running("annexes.validation.bounded").start()
    report = validate_bounded(path, progress=lambda *_: os.kill(child.pid, signal.SIGKILL))
    assert [fault.type for fault in report.beyond] == ["ended"]
    assert "signal 9" in report.beyond[0].message
    assert not report.valid


def test_it_is_bounded_in_a_thread_as_well(tmp_path: Path, hurried: None) -> None:
    path, found = HOSTILE["a pattern"].write(tmp_path), []
    thread = threading.Thread(target=lambda: found.append(validate_bounded(path)))
    thread.start()
    thread.join()
    assert [fault.type for fault in found[0].beyond] == ["too-costly"]


def test_trusted_lifts_the_bound_on_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounded, "SECONDS", 0.0)
    monkeypatch.setattr(bounded, "PER_MEGABYTE", 0.0)
    second = {"constraints": {"pattern": "(?=a)((a+)+|a+!)"}}  # it fits, after seconds
    path = one_table("slow", f"a\n{'a' * 26}!\n", [TEXT | second]).write(tmp_path)
    assert [fault.type for fault in validate_bounded(path).beyond] == ["too-costly"]
    assert validate_bounded(path, Options(trusted=True)).ok


def changed(folder: Path, change: Callable[[dict[str, Any]], Any]) -> Path:
    path = one_table("followed", "a\nx\n", [TEXT]).write(folder)
    package = json.loads(path.read_bytes())
    change(package)
    path.write_text(json.dumps(package), "utf-8")
    return path


@pytest.mark.parametrize("name", ["profile", "profiles", "$schema"])
@pytest.mark.parametrize("level", ["package", "resource", "schema"])
def test_a_profile_is_never_opened(tmp_path: Path, name: str, level: str) -> None:
    """Neither beside the package nor in the working folder, and no reference in it is followed."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)
        address = f"http://127.0.0.1:{server.getsockname()[1]}/x.json"
        profile = tmp_path / "profile.json"
        profile.write_text(json.dumps({"$ref": address}))
        for value in (
            "profile.json",
            str(profile),
            "./profile.json",
            address,
            "fiscal-data-package",
        ):
            own = [value] if name == "profiles" else value

            def change(package: dict[str, Any], own: Any = own) -> None:
                resource = package["resources"][0]
                parts = {"package": package, "resource": resource, "schema": resource["schema"]}
                parts[level][name] = own

            report = validate_bounded(changed(tmp_path, change))
            if name == "$schema" or level == "schema":
                assert report.valid  # frictionless does not look there either
                continue
            kinds = {fault.type for fault in report.beyond}
            assert kinds <= {"unsafe-path", "remote-reference"}
            assert len(kinds) == 1
        with pytest.raises(TimeoutError):
            server.accept()


OUTSIDE = {
    "url": {"url": "out.csv"},
    "lists": {"path": [["out.csv"], "table.csv"]},
    "field": {"schema": {"fields": ["out.json"]}},
    "package": {"path": "inner.json"},
    "resource": {"path": "resource.json"},
    "profile": {"profile": "default"},
}
"""Of a resource that leads out by a link, or into the working folder, in ways of frictionless."""


@pytest.mark.parametrize("kind", ["file", "pipe"])
@pytest.mark.parametrize("change", OUTSIDE.values(), ids=OUTSIDE)
def test_what_frictionless_would_follow_is_not_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: dict[str, Any], kind: str
) -> None:
    outside, inner = tmp_path / "outside", {"name": "inner", "path": "out.csv"}
    outside.mkdir()
    for name, text in {"out.csv": "a\nx\n", "out.json": json.dumps(TEXT), "default": "{}"}.items():
        (outside / name).write_text(text) if kind == "file" else os.mkfifo(outside / name)
    case = one_table("x", "a\nx\n", [TEXT], resource={"path": None, **change})
    files = {"inner.json": {"resources": [inner]}, "resource.json": inner}
    made = {**case.files, **{name: json.dumps(own).encode() for name, own in files.items()}}
    path = Case("x", made).write(tmp_path / "package")
    for name in ("out.csv", "out.json"):
        (path.parent / name).symlink_to(outside / name)
    monkeypatch.chdir(outside)
    report = validate_bounded(path)
    assert not report.valid
    assert not any(resource.rows for resource in report.resources)
    assert "too-costly" not in {fault.type for fault in report.beyond}


def test_what_the_libraries_of_frictionless_need_is_opened(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.active.append(["a"])
    book.active.append(["x"])
    book.save(tmp_path / "table.xlsx")
    one_table("book", "", [TEXT], resource={"path": "table.xlsx"}).write(tmp_path)
    assert validate_bounded(tmp_path).ok


def test_no_module_of_the_working_folder_is_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one_table("modules", "a\nx\n", [TEXT]).write(tmp_path)
    for name in ("json", "msgspec", "frictionless", "_duckdb"):
        (tmp_path / f"{name}.py").write_text("open('ran', 'w').close()")
    monkeypatch.chdir(tmp_path)
    command = [str(Path(sys.executable).parent / "annexes"), "validate"]
    assert not subprocess.run(command, capture_output=True, check=False).returncode
    assert not (tmp_path / "ran").exists()


def test_an_empty_profile_is_none(tmp_path: Path) -> None:
    assert validate_bounded(changed(tmp_path, lambda package: package.update(profile=""))).valid


def test_even_what_was_overlooked_reaches_no_network(tmp_path: Path) -> None:
    """The wall of the child: frictionless is asked to fetch, past our own look at the paths."""
    script = (
        "import socket, sys, annexes.validation.bounded as b\n"
        "sys.addaudithook(b._wall); b._is_walled = True\n"
        "for reach in (lambda: socket.create_connection(('127.0.0.1', 9)),\n"
        "              lambda: socket.getaddrinfo('localhost', 80),\n"
        "              lambda: __import__('os').system('true')):\n"
        "    try: reach()\n"
        "    except PermissionError: print('walled')"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["walled"] * 3


@pytest.mark.parametrize("place", ["table.csv", "datapackage.json"])
def test_a_pipe_is_no_file(tmp_path: Path, place: str) -> None:
    path = one_table("pipe", "a\nx\n", [TEXT]).write(tmp_path)
    (tmp_path / place).unlink()
    os.mkfifo(tmp_path / place)
    if place == "table.csv":
        assert [fault.says for fault in validate_bounded(path).beyond] == ["no-file"]
    else:
        with pytest.raises(UsageError):
            validate_bounded(path)


def test_a_zip_that_unpacks_to_too_much(tmp_path: Path) -> None:
    packed = tmp_path / "package.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("datapackage.json", "{}")
        with archive.open("t.csv", "w") as stream:
            for _ in range(1001):
                stream.write(b"\0" * 1_000_000)
    with pytest.raises(Exception, match="unpacks to more than it may"):
        validate_bounded(packed)


@pytest.mark.parametrize("path", ["nothing", "nothing/datapackage.json", "."])
def test_where_nothing_is_there_is_nothing_to_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    with pytest.raises(NothingToReadError):
        validate_bounded(tmp_path / path)


def test_no_folder_of_a_lost_child_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "scratch"))
    (tmp_path / "scratch").mkdir()
    case = one_table("wide", "a\n" + "," * 3_000_000 + "\n", [TEXT])
    validate_bounded(case.write(tmp_path / "package"), Options(memory="150MB", small=0))
    assert not list((tmp_path / "scratch").iterdir())


def test_a_relative_path_is_that_of_this_moment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("one", "two"):
        one_table(name, "a\nx\n", [TEXT]).write(tmp_path / name)
        monkeypatch.chdir(tmp_path / name)
        assert validate_bounded(Path("datapackage.json")).ok
    (tmp_path / "two" / "table.csv").write_text("b\nx\n")
    assert not validate_bounded(Path()).ok
