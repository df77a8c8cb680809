"""Many documents at once: the same results whatever the workers, and none lost to a bad one."""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib import metadata
from pathlib import Path

import pytest
from typer.testing import Result

from annexes.base.engine import EngineIdentity, engine
from annexes.reading.batch import extract_many, local
from annexes.recipe.recipe import Recipe

Run = Callable[..., Result]


@pytest.fixture
def documents(tmp_path: Path, source: str) -> list[Path]:
    """Good ones, one that lacks a line, one that is no document, one that is not there."""
    texts = {"good": source, "short": source.replace("LBR Liberia 31 4\n", ""), "same": source}
    for name, text in texts.items():
        (tmp_path / f"{name}.txt").write_text(text, "utf-8")
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7 broken")
    names = ["good.txt", "broken.pdf", "short.txt", "missing.txt", "same.txt"]
    return [tmp_path / name for name in names]


def records(documents: list[Path], recipe: Recipe, jobs: int, cache: Path | None = None) -> list:
    with local(jobs) as executor:
        return list(extract_many(documents, recipe, recipe.editions[0].edition, executor, cache))


def test_results_do_not_depend_on_the_number_of_workers(documents, recipe) -> None:
    one = records(documents, recipe, 1)
    assert [record["ok"] for record in one] == [True, False, False, False, True]
    assert [record["file"] for record in one] == [str(path) for path in documents]
    assert one[0]["rows"] == one[4]["rows"]
    assert one[1]["errors"][0]["check"] == "damaged"
    assert one[3]["errors"][0]["check"] == "missing-file"
    assert records(documents * 3, recipe, 3) == one * 3


def test_a_document_that_was_read_before_is_not_read_again(
    documents, recipe, tmp_path, monkeypatch
) -> None:
    cache = tmp_path / "cache"
    first = records(documents, recipe, 1, cache)
    monkeypatch.setattr("annexes.reading.batch.WORKER", "no.such.worker")
    assert records(documents[:3], recipe, 1, cache) == first[:3]
    documents[0].write_text(documents[0].read_text("utf-8") + "\n", "utf-8")
    assert not records(documents[:1], recipe, 1, cache)[0]["ok"]  # changed, so it was asked for
    assert len(list(cache.iterdir())) == len(list(cache.glob("*.json"))) == 3


@pytest.mark.parametrize("library", ["pypdfium2", "babel", "pycountry"])
def test_another_version_of_a_library_that_reads_reads_again(
    documents, recipe, tmp_path, monkeypatch, library: str
) -> None:
    cache = tmp_path / "cache"
    (first,) = records(documents[:1], recipe, 1, cache)
    installed = metadata.version
    monkeypatch.setattr(
        metadata, "version", lambda name: "0.0" if name == library else installed(name)
    )
    monkeypatch.setattr("annexes.reading.batch.WORKER", "no.such.worker")
    (again,) = records(documents[:1], recipe, 1, cache)
    assert first["ok"]
    assert not again["ok"]  # it was asked for, and not taken from the cache


def test_another_engine_reads_again(documents, recipe, tmp_path, monkeypatch) -> None:
    cache = tmp_path / "cache"
    records(documents[:1], recipe, 1, cache)
    other = EngineIdentity(engine().version, "0" * 64)
    monkeypatch.setattr("annexes.reading.batch.engine", lambda: other)
    monkeypatch.setattr("annexes.reading.batch.WORKER", "no.such.worker")
    assert not records(documents[:1], recipe, 1, cache)[0]["ok"]  # it was asked for


def test_a_worker_that_died_is_not_remembered(documents, recipe, tmp_path, monkeypatch) -> None:
    cache = tmp_path / "cache"
    with monkeypatch.context() as broken:
        broken.setattr("annexes.reading.batch.WORKER", "no.such.worker")
        (died,) = records(documents[:1], recipe, 1, cache)
    assert [error["check"] for error in died["errors"]] == ["reader"]
    assert records(documents[:1], recipe, 1, cache)[0]["ok"]


@pytest.mark.slow
def test_a_dask_cluster_gives_the_same(documents, annexes: Run, root: Path) -> None:
    distributed = pytest.importorskip("distributed", reason="Dask is not installed")
    options = ["extract", *documents, "--edition", "2021-q1", "-C", root, "--json"]
    here = [json.loads(line) for line in annexes(*options, "--jobs", "1").stdout.splitlines()]
    with distributed.LocalCluster(
        n_workers=2, processes=False, threads_per_worker=1, dashboard_address=None
    ) as cluster:
        result = annexes(*options, "--cluster", cluster.scheduler_address)
    assert [json.loads(line) for line in result.stdout.splitlines()] == here
    assert result.exit_code == 1


def test_a_cluster_that_does_not_answer(documents, annexes: Run, root: Path, monkeypatch) -> None:
    pytest.importorskip("distributed", reason="Dask is not installed")
    monkeypatch.setattr("annexes.reading.batch.PATIENCE", "1s")
    address = "tcp://127.0.0.1:9"
    result = annexes(
        "extract", documents[0], "--edition", "2021-q1", "-C", root, "--cluster", address
    )
    assert result.exit_code == 2
    assert f"no answer from {address}" in result.output
