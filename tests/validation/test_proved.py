"""What was proved is remembered for the same bytes and the same engine, and for no other."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from annexes.building.check_conformance import check_files
from annexes.validation import proved
from annexes.validation.validate import validate
from validation.case import one_table


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache"


def test_a_package_is_proved_once(monkeypatch: pytest.MonkeyPatch) -> None:
    files = one_table("fine", "a\n1\n", [{"name": "a", "type": "integer"}]).files
    assert check_files(files) == []
    asked = []

    def asking(*own: Any) -> Any:
        asked.append(own)
        return validate(*own)

    monkeypatch.setattr("annexes.building.check_conformance.validate", asking)
    assert check_files(files) == []
    assert not asked
    assert check_files(files, again=True) == []
    assert len(asked) == 2


def test_another_byte_is_proved_anew() -> None:
    field = [{"name": "a", "type": "integer"}]
    assert check_files(one_table("fine", "a\n1\n", field).files) == []
    for _ in range(2):  # what is wrong is never remembered
        assert check_files(one_table("faulty", "a\nx\n", field).files)


def test_another_engine_proves_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    files = {"a": b"x"}
    before = proved.seal_of(files)
    monkeypatch.setattr(proved, "version", lambda _: "0")
    assert proved.seal_of(files) != before
    assert proved.seal_of({"a": b"", "x": b""}) != proved.seal_of({"a": b"x"})


def test_where_nothing_can_be_kept_it_is_proved_each_time(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.write_text("no folder")
    proved.remember("x")
    assert not proved.is_proved("x")
