"""Killed at any moment: a file is old or new, never half, and the next command heals a mixture."""

from __future__ import annotations

import fcntl
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from annexes.base.errors import PackageError
from annexes.package.disk import (
    Package,
    differences,
    open_package,
    recover,
    unchanged,
    write_package,
)

OLD = {"data/a.csv": b"n\n1\n", "data/b.csv": b"n\n1\n"}
NEW = {"data/a.csv": b"n\n2\n", "data/c.csv": b"n\n2\n"}


def package(files: dict[str, bytes]) -> dict[str, bytes]:
    """These data files and a descriptor that lists them."""
    resources = [{"name": path[5:-4], "path": path} for path in files]
    return {**files, "datapackage.json": json.dumps({"resources": resources}).encode()}


def on_disk(root: Path) -> dict[str, bytes]:
    return {str(p.relative_to(root)): p.read_bytes() for p in root.rglob("*") if p.is_file()}


@pytest.fixture
def old(tmp_path: Path) -> Path:
    write_package(tmp_path, package(OLD))
    return tmp_path


def test_a_package_is_replaced_whole(old: Path) -> None:
    write_package(old, package(NEW))
    assert on_disk(old) == package(NEW)
    assert differences(old, package(NEW)) == []


def test_killed_before_the_commit_the_old_package_stays(old: Path) -> None:
    (old / "data/.next/data").mkdir(parents=True)
    (old / "data/.next/data/a.csv").write_bytes(b"n\nhal")
    recover(old)
    assert on_disk(old) == package(OLD)


@pytest.mark.parametrize("moved", range(4))
def test_killed_after_the_commit_the_next_command_finishes(old: Path, moved: int) -> None:
    for number, (path, data) in enumerate(sorted(package(NEW).items())):
        target = old / path if number < moved else old / "data/.commit" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    (old / "data/.commit").mkdir(exist_ok=True)
    assert open_package(old).descriptor == json.loads(package(NEW)["datapackage.json"])
    assert on_disk(old) == package(NEW)


def test_a_second_writer_waits_for_the_first(old: Path) -> None:
    script = """
import sys
from pathlib import Path
from annexes.package.disk import write_package
print("ready", flush=True)
write_package(Path(sys.argv[1]), {"datapackage.json": b'{"resources": []}'})
"""
    first = os.open(old / "data", os.O_RDONLY)
    fcntl.flock(first, fcntl.LOCK_EX)
    second = subprocess.Popen([sys.executable, "-c", script, old], stdout=subprocess.PIPE)
    assert second.stdout
    assert second.stdout.readline() == b"ready\n"
    with pytest.raises(subprocess.TimeoutExpired):
        second.wait(1)
    assert on_disk(old) == package(OLD)
    os.close(first)
    assert second.wait(60) == 0
    assert json.loads((old / "datapackage.json").read_bytes()) == {"resources": []}


def test_a_full_disk_leaves_the_old_package(old: Path) -> None:
    script = """
import resource, signal, sys
from pathlib import Path
from annexes.base.errors import PackageError
from annexes.package.disk import write_package
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
try:
    write_package(Path(sys.argv[1]), {"data/a.csv": b"n\\n2\\n", "data/b.csv": b"x" * 2000})
except PackageError as error:
    sys.exit(f"refused: {error}")
"""
    done = subprocess.run([sys.executable, "-c", script, old], capture_output=True, text=True)
    assert "cannot write: there is no room: File too large" in done.stderr
    assert on_disk(old) == package(OLD)


@pytest.mark.slow
def test_many_kills_during_a_build_leave_no_torn_file(copy: Path) -> None:
    """Each build has another version to write; it is killed at a random moment of its end."""
    recipe = copy / "scripts/recipes/package.toml"
    text = recipe.read_text("utf-8")
    assert '"1.0.0"' in text
    seen = {path.name: {path.read_bytes()} for path in (copy / "data").glob("*.csv")}
    for number in range(12):
        recipe.write_text(text.replace('"1.0.0"', f'"1.0.{number + 1}"'), "utf-8")
        child = subprocess.Popen(
            [sys.executable, "-m", "annexes", "build", "-C", str(copy)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        )
        _wait_for_writing(copy, child, delay=number * 0.0005)
        child.send_signal(signal.SIGKILL)
        child.wait()
        version = open_package(copy).descriptor["version"]
        assert version in {f"1.0.{n}" for n in range(number + 2)}
        for path in (copy / "data").glob("*.csv"):
            assert path.read_bytes() in seen[path.name]
        assert not (copy / "data/.commit").exists()


def _wait_for_writing(root: Path, child: subprocess.Popen[bytes], delay: float) -> None:
    while child.poll() is None and not (root / "data/.next").exists():
        time.sleep(0.0002)
    time.sleep(delay)


@pytest.mark.parametrize(
    ("content", "said"),
    [(None, "there is no package here"), ("{", "not JSON"), ("{}", "no list of resources")],
)
def test_what_is_no_package_is_said_so(tmp_path: Path, content: str | None, said: str) -> None:
    if content is not None:
        (tmp_path / "datapackage.json").write_text(content)
    with pytest.raises(PackageError, match=said):
        open_package(tmp_path)


@pytest.mark.parametrize(
    "path",
    ["/etc/passwd", "../x.csv", "a/../../x.csv", "https://example.org/x.csv", "out/x", "a\0b", 7],
)
def test_a_path_that_leaves_the_package_is_refused(tmp_path: Path, path: object) -> None:
    root = tmp_path / "package"
    root.mkdir()
    (root / "out").symlink_to(tmp_path)
    with pytest.raises(PackageError, match="does not stay inside"):
        Package(root, {"resources": [{"name": "x", "path": path}]}).records("x")


# ── readers, while a build goes on or was interrupted ───────────────────────────────────────


def test_a_reader_never_sees_a_mixture(old: Path) -> None:
    """A build that comes while a package is read waits until the reader has done."""
    script = """
import sys
from pathlib import Path
from annexes.package.disk import write_package
write_package(Path(sys.argv[1]), {"data/a.csv": b"n\\n9\\n", "datapackage.json":
    b'{"resources": [{"name": "a", "path": "data/a.csv"}]}'})
"""
    with unchanged(old):
        writer = subprocess.Popen([sys.executable, "-c", script, old])
        with pytest.raises(subprocess.TimeoutExpired):
            writer.wait(1.5)
        assert on_disk(old) == package(OLD)
    assert writer.wait(30) == 0
    assert (old / "data/a.csv").read_bytes() == b"n\n9\n"


def test_a_file_of_a_package_is_opened_once(old: Path) -> None:
    """Table, checksum, records: all are made from one reading."""
    from annexes.package.opened import open_whole

    found = open_whole(open_package(old))
    (old / "data/a.csv").unlink()
    assert [*found.tables["a"].rows()] == [*found.tables["a"].rows()] == [("1",)]
    assert found.package.records("a") == [{"n": "1"}]
    assert found.package.stored("data/a.csv").measured.size == 4
