"""A child process does what hostile documents do, and has limits."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from annexes.base.children import MAX_MEMORY, Child

GIGABYTE = 1_000_000_000


@pytest.fixture
def greedy(monkeypatch: pytest.MonkeyPatch) -> Child:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))
    monkeypatch.syspath_prepend(Path(__file__).parent)
    return Child("greedy_child")


def test_a_child_has_a_gigabyte_of_memory_and_no_more(greedy: Child) -> None:
    assert MAX_MEMORY <= GIGABYTE
    assert list(greedy.ask({"bytes": GIGABYTE // 2})) == [["taken", GIGABYTE // 2]]
    assert list(greedy.ask({"bytes": GIGABYTE})) == [["refused", GIGABYTE]]
    assert list(greedy.ask({"bytes": 1000})) == [["taken", 1000]]


def test_an_answer_may_set_itself_a_limit(greedy: Child) -> None:
    large = GIGABYTE // 2
    assert list(greedy.ask({"bytes": large, "own": GIGABYTE // 4})) == [["refused", large]]
    assert list(greedy.ask({"bytes": large, "own": GIGABYTE})) == [["taken", large]]


def test_a_child_that_was_killed_while_it_had_nothing_to_do_is_replaced(greedy: Child) -> None:
    for _ in range(5):
        os.kill(greedy.start().pid, signal.SIGKILL)
        assert list(greedy.ask({"bytes": 1000})) == [["taken", 1000]]


def test_a_fork_answers_as_a_process_does_that_was_started_anew(greedy: Child) -> None:
    greedy.fork()
    fork = greedy.start()
    assert list(greedy.ask({"bytes": 1000})) == [["taken", 1000]]
    assert list(greedy.ask({"bytes": 2 * GIGABYTE})) == [["refused", 2 * GIGABYTE]]
    assert greedy.start() is fork
    os.kill(fork.pid, signal.SIGTERM)
    assert fork.wait() == -signal.SIGTERM
    assert list(greedy.ask({"bytes": 1000})) == [["taken", 1000]]
    assert greedy.start() is not fork


def test_a_fork_that_computes_too_long_is_ended(greedy: Child) -> None:
    greedy.fork()
    fork = greedy.start()
    with pytest.raises(TimeoutError):
        list(greedy.ask({"bytes": 1000, "wait": 60}, lambda: 0.2))
    assert fork.poll() == -signal.SIGKILL


def test_only_computing_counts_against_the_time_of_a_child(greedy: Child) -> None:
    assert list(greedy.ask({"bytes": 1000, "seconds": 0.2, "wait": 1.5})) == [["taken", 1000]]
    with pytest.raises(TimeoutError):
        list(greedy.ask({"bytes": 1000, "seconds": 0.2, "compute": 60}))
    assert list(greedy.ask({"bytes": 1000})) == [["taken", 1000]]


def test_a_stricter_limit_of_the_system_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process may lower its limits, not raise them: the child takes what it is allowed."""
    monkeypatch.setenv(
        "PYTHONPATH", f"{Path(__file__).parent}:{Path(__file__).parents[2] / 'scripts'}"
    )
    allowed = GIGABYTE // 2
    ran = subprocess.run(
        [sys.executable, "-m", "greedy_child"],
        input=b'{"bytes": 700000000}\n',
        stdout=subprocess.PIPE,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (allowed, allowed)),
        check=True,
    )
    assert b"refused" in ran.stdout
