"""A file of a package is opened once: by the command, and by the child that validates it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

HEARD = """
import os, sys
log = os.open(os.environ["OPENED"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
def hook(event, arguments):
    if event == "open" and isinstance(arguments[0], str):
        os.write(log, f"{os.getpid()} {arguments[1]} {arguments[0]}\\n".encode())
sys.addaudithook(hook)
"""
"""Every Python that is started writes down which file it opens, and how."""


def opened(tmp_path: Path, *arguments: object) -> list[tuple[str, str, str]]:
    """Process, mode and path of each file that the command, or a child of it, opens."""
    (tmp_path / "hook").mkdir()
    (tmp_path / "hook/sitecustomize.py").write_text(HEARD)
    own = {"PYTHONPATH": str(tmp_path / "hook"), "OPENED": str(tmp_path / "opened"),
           "TMPDIR": str(tmp_path / "scratch")}  # fmt: skip
    (tmp_path / "scratch").mkdir()
    command = [sys.executable, "-m", "annexes", *map(str, arguments)]
    subprocess.run(command, env={**os.environ, **own}, check=True, capture_output=True)
    lines = (tmp_path / "opened").read_text().splitlines()
    return [(line.split()[0], line.split()[1], line.split(maxsplit=2)[2]) for line in lines]


def files_of(package: Path) -> set[str]:
    """The files of the package and its recipe of the facts."""
    found = [*package.glob("*.json"), *package.glob("schema/*"), *package.glob("data/**/*")]
    found.append(package / "scripts/recipes/package.toml")
    return {str(path) for path in found if path.is_file()}


@pytest.mark.parametrize("command", ["validate", "export", "info", "portals", "portals --guide"])
def test_each_process_of_a_command_opens_a_file_once(
    copy: Path, tmp_path: Path, command: str
) -> None:
    log = opened(tmp_path, *command.split(), "-C", copy)
    times = Counter((process, path) for process, _, path in log if path in files_of(copy))
    assert len({path for _, path in times}) >= 9
    assert set(times.values()) == {1}
    assert len({process for process, _ in times}) <= 2


def test_what_is_sent_is_copied_once_and_only_the_copy_is_checked(
    copy: Path, tmp_path: Path
) -> None:
    log = opened(tmp_path, "publish", "zenodo", "--sandbox", copy)
    times = Counter(path for _, _, path in log if path in files_of(copy))
    assert times == dict.fromkeys(files_of(copy), 1)
    copies = [one for one in log if one[2].startswith(f"{tmp_path}/scratch/annexes-publish-")]
    written = Counter(path for _, mode, path in copies if mode == "w")
    assert len(written) == 10
    read = Counter((process, path) for process, mode, path in copies if mode == "r")
    assert set(written.values()) == set(read.values()) == {1}
    assert {path for _, path in read} < written.keys()  # the document is not validated
