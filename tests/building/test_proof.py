"""A build that has nothing to do does nothing, and is never wrong about that."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from annexes.base.errors import AnnexesError
from annexes.building import proof
from annexes.building.build import build
from annexes.building.proof import is_built, proof_of
from annexes.package.disk import DESCRIPTOR


@pytest.fixture(scope="module")
def once(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package that was built, beside the cache with its proof."""
    folder = tmp_path_factory.mktemp("once")
    shutil.copytree(root, folder / "copy")
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("XDG_CACHE_HOME", str(folder / "cache"))
        build(folder / "copy")
    return folder


@pytest.fixture
def built(once: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it, with a cache of its own."""
    shutil.copytree(once, tmp_path, dirs_exist_ok=True)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "copy"


def is_up_to_date(root: Path) -> bool:
    found = proof_of(root)
    return found is not None and is_built(root, found)


def test_what_was_built_is_not_built_again(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = build(built, check_only=True).rows
    monkeypatch.setattr("annexes.building.checked_package.checked_package", _fails)
    assert build(built).rows == rows
    assert build(built).changed == []
    with pytest.raises(AssertionError):
        build(built, check_only=True)


def _fails(*_: object) -> None:
    raise AssertionError("it was built again")


def _append(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b" ")


def _remove(path: Path) -> None:
    path.unlink()


@pytest.mark.parametrize("change", [_append, _remove])
@pytest.mark.parametrize("pattern", [DESCRIPTOR, "data/*.csv", "schema/*.json", "data/raw/*/*"])
def test_a_file_that_was_touched_is_noticed(
    built: Path, pattern: str, change: Callable[[Path], None]
) -> None:
    for path in built.glob(pattern):
        was = path.read_bytes()
        change(path)
        assert not is_up_to_date(built), path
        path.write_bytes(was)
        assert is_up_to_date(built)


@pytest.mark.parametrize("path", ["data/other.csv", "schema/other.json"])
def test_a_file_that_does_not_belong_there_is_noticed(built: Path, path: str) -> None:
    (built / path).write_text("")
    assert not is_up_to_date(built)
    assert build(built).changed == [path]


@pytest.mark.parametrize("name", ["package.toml", "2021-q1.toml", "2021-q2.toml"])
def test_a_recipe_that_was_touched_is_noticed(built: Path, name: str) -> None:
    path = built / "scripts" / "recipes" / name
    path.write_text(path.read_text("utf-8") + "\n# Seen.\n" if path.exists() else "")
    assert not is_up_to_date(built)


@pytest.mark.parametrize("part", ["fingerprint", "installed"])
def test_another_engine_or_library_builds_anew(
    built: Path, monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    assert is_up_to_date(built)
    monkeypatch.setattr(proof, part, lambda: "other")
    assert not is_up_to_date(built)


def test_what_was_refused_is_refused_again(built: Path) -> None:
    recipe = built / "scripts" / "recipes" / "2021-q1.toml"
    recipe.write_text(recipe.read_text("utf-8").replace('sha256 = "', 'sha256 = "0'), "utf-8")
    for _ in range(2):
        with pytest.raises(AnnexesError):
            build(built)


@pytest.mark.parametrize("content", ["", "{}", "[1, 2, 3]", "[{}, {}, {}]"])
def test_a_damaged_proof_proves_nothing(built: Path, content: str) -> None:
    (path,) = (path for path in (built.parent / "cache").rglob("*") if path.is_file())
    path.write_text(content)
    assert not is_up_to_date(built)
    assert build(built).changed == []


def test_only_the_newest_proofs_are_kept(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = proof_of(built)
    assert found
    monkeypatch.setattr(proof, "KEPT", 2)
    for version in ("1", "2", "3"):
        monkeypatch.setattr(proof, "fingerprint", lambda version=version: version)
        proof.remember(built, found)
    assert len(list((built.parent / "cache/annexes/proofs").iterdir())) == 2
    assert proof_of(built) == found


def test_where_nothing_can_be_kept_all_is_proved_each_time(
    copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "cache").write_text("no folder")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    build(copy)
    assert not is_up_to_date(copy)
