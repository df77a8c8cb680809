"""Start the programs of a portal, wait for them, keep what they say, and end all of them."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

PATIENCE = 120.0
"""Seconds that a program may take to answer; a busy machine needs a fifth of it."""
LAST_LINES = 60


class Household:
    """The programs of one portal, and a log for each; the last started is ended first."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.running: list[tuple[subprocess.Popen[bytes], int]] = []

    def start(
        self, name: str, command: list[str], end: int = signal.SIGTERM, **how: Any
    ) -> subprocess.Popen[bytes]:
        """Start a program that ends with `end`, and at once if the tests are killed."""
        with self.log(name).open("ab") as log:
            found = subprocess.Popen(
                [*_until_we_die(), *command],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd=self.folder,
                start_new_session=True,
                **how,
            )
        self.running.append((found, end))
        return found

    def call(self, name: str, command: list[str], env: Mapping[str, str], **how: Any) -> str:
        """The output of a program that must end well; what it complains of goes to its log."""
        with self.log(name).open("ab") as log:
            done = subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=log,
                cwd=self.folder,
                env={**os.environ, **env},
                timeout=2 * PATIENCE,
                check=False,
                **how,
            )
        out: str = done.stdout.decode("utf-8", "replace")
        if done.returncode:
            said = f"{name} ended with {done.returncode}:\n{out}\n{self.said(name)}"
            pytest.fail(said, pytrace=False)
        return out

    def wait(self, name: str, ready: Callable[[], bool], seconds: float = PATIENCE) -> None:
        """Until it is ready; fails with its log when it has ended or takes too long."""
        process, _ = self.running[-1]
        deadline = time.monotonic() + seconds
        while not ready():
            if process.poll() is not None:
                pytest.fail(f"{name} has ended:\n{self.said(name)}", pytrace=False)
            if time.monotonic() > deadline:
                said = self.said(name)
                pytest.fail(f"{name} did not answer in {seconds:.0f} s:\n{said}", pytrace=False)
            time.sleep(0.1)

    def log(self, name: str) -> Path:
        return self.folder / f"{name}.log"

    def said(self, name: str) -> str:
        """The last lines of a program's log."""
        log = self.log(name)
        lines = log.read_text("utf-8", "replace").splitlines() if log.is_file() else []
        return "\n".join(lines[-LAST_LINES:])

    def end(self) -> None:
        """End every program and what it started, in reverse order."""
        for process, number in reversed(self.running):
            _signal(process, number)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(20)
            _signal(process, signal.SIGKILL)
            process.wait()
        self.running.clear()


def _signal(process: subprocess.Popen[bytes], number: int) -> None:
    """To the whole group: it bears the number of the process, which began a session."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, number)


def _until_we_die() -> list[str]:
    """A killed test-suite cannot tidy up: the kernel ends what it has started (Linux)."""
    program = shutil.which("setpriv")
    return [program, "--pdeathsig", "KILL", "--"] if program else []


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        number: int = tried.getsockname()[1]
    return number


def environment(root: Path, name: str) -> Path:
    """The programs of a portal's own environment; skips the test where it was not set up."""
    folder = root / ".servers" / name
    if not (folder / ".ready").is_file():
        pytest.skip(f"{name} is not installed: run 'make .servers/{name}/.ready'")
    return folder / "bin"
