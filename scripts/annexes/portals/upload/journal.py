"""What a run remembers of a portal, so that one that was killed is found again.

The portal itself is asked first and last; the journal helps where its search shows a new record
late. It holds no token. One file for each package and portal, and one run at a time.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from annexes.base.errors import PublishError
from annexes.base.storage import replace_whole, sha256_of


@dataclass
class Journal:
    """`record` is the last record or draft made; `creating` that one may have been made."""

    path: Path | None = None
    record: str = ""
    creating: bool = False

    def note(self, *, record: str = "", creating: bool = False) -> None:
        """Remember this, on disk before anything else happens."""
        self.record, self.creating = record or self.record, creating
        if self.path is None:
            return
        text = json.dumps({"record": self.record, "creating": creating})
        with suppress(OSError):
            replace_whole(self.path, text.encode())


@contextmanager
def journal(base: str, package: str) -> Iterator[Journal]:
    """The journal for this package at this portal; PublishError if another run has it.

    Where nothing can be written, the run goes on without one.
    """
    key = sha256_of(f"{base}\n{package}".encode())[:32]
    try:
        folder = _folder()
        folder.mkdir(parents=True, exist_ok=True)
        lock = os.open(folder / f"{key}.lock", os.O_RDWR | os.O_CREAT, 0o600)
    except OSError:
        yield Journal()
        return
    try:
        _take(lock, base)
        yield _read(folder / f"{key}.json")
    finally:
        os.close(lock)


def _take(lock: int, base: str) -> None:
    import fcntl

    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        problem = "this package is being published there at this moment"
        raise PublishError.of("portal", base, problem, "wait until that run has ended") from error


def _folder() -> Path:
    state = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    return Path(state) / "annexes" / "publishing"


def _read(path: Path) -> Journal:
    try:
        value = json.loads(path.read_bytes())
        record, creating = str(value["record"]), bool(value["creating"])
    except (OSError, ValueError, KeyError, TypeError):
        record, creating = "", False
    return Journal(path, record, creating)
