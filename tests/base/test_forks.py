"""An answer made by several processes is the same as one made by one."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

import pytest

from annexes.base.children import Child


@pytest.fixture
def child(monkeypatch: pytest.MonkeyPatch) -> Child:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))
    return Child("sharing_child")


def numbers(child: Child, **request: Any) -> list[int]:
    """The parts that come before the answer ends, or ends too early."""
    found = []
    try:
        for kind, *values in child.ask({"parts": 8, **request}):
            found += [values[0][0]] if kind == "part" else []
    except EOFError:
        found.append(-1)
    return found


@pytest.mark.parametrize("parts", [0, 1, 3, 8, 200])
def test_parts_come_in_their_order(child: Child, parts: int) -> None:
    assert numbers(child, parts=parts) == list(range(parts))


@pytest.mark.parametrize("slow", [0, 1, 5])
def test_a_slow_part_is_waited_for(child: Child, slow: int) -> None:
    assert numbers(child, slow=slow) == list(range(8))


@pytest.mark.parametrize("number", [3, 4, 5])
def test_what_goes_wrong_with_a_part_is_told_where_it_is_due(child: Child, number: int) -> None:
    """Whichever process makes it, and however far ahead that is; then the child goes on."""
    slow = number - 1
    assert numbers(child, refuses=number, slow=slow) == list(range(number))
    assert numbers(child, dies=number, slow=slow) == [*range(number), -1]
    assert numbers(child, refuses=number, dies=number + 1, slow=number) == list(range(number))
    assert numbers(child) == list(range(8))


def test_without_forks_one_process_makes_it(child: Child) -> None:
    """Such as where a container allows no more processes."""
    makers = {f[1][1] for f in child.ask({"parts": 8, "no forks": True}) if f[0] == "part"}
    assert len(makers) == 1
    assert numbers(child, **{"no forks": True}) == list(range(8))


def test_several_processes_make_it(child: Child) -> None:
    makers = {frame[1][1] for frame in child.ask({"parts": 8}) if frame[0] == "part"}
    assert len(makers) == 3


@pytest.mark.parametrize("hangs", [6, 7])
def test_no_process_is_left_when_one_hangs(child: Child, hangs: int) -> None:
    makers: set[int] = set()

    def listen() -> None:
        for frame in child.ask(request, lambda: 1.0):
            makers.add(frame[1][1])

    request = {"parts": 8, "hangs": hangs}
    with pytest.raises(TimeoutError):
        listen()
    assert len(makers) == 3
    deadline = time.monotonic() + 10
    while left := {maker for maker in makers if _runs(maker)}:
        assert time.monotonic() < deadline, left
        time.sleep(0.02)


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{process}/stat")
    return not state.exists() or ") Z" not in state.read_text()
