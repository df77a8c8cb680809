"""Many documents at once: each read in a child process, results in the order of the documents."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from importlib import metadata
from pathlib import Path
from typing import Any

import msgspec

from annexes.base.children import child_running
from annexes.base.engine import engine
from annexes.base.errors import Place, Problem, UsageError
from annexes.base.storage import replace_whole
from annexes.reading.document.read_document import failure
from annexes.reading.worker import Record, refusal
from annexes.recipe.recipe import Recipe

WORKER = "annexes.reading.worker"
LIBRARIES = ("pypdfium2", "babel", "pycountry")
"""What opens documents, and knows codes and names."""
PATIENCE = "10s"
"""For a scheduler to answer."""


@contextmanager
def local(jobs: int) -> Iterator[Executor]:
    """So many workers on this machine: a thread each, which only waits for its child."""
    with ThreadPoolExecutor(jobs) as executor:
        yield executor


@contextmanager
def cluster(address: str) -> Iterator[Executor]:
    """The workers of a Dask cluster, which must see the documents at the same paths.

    Raises UsageError if Dask is not installed or nothing answers at the address.
    """
    try:
        import distributed
    except ImportError as error:
        hint = "install it: pip install 'annexes[cluster]'"
        problem = Problem("cluster", Place("--cluster"), "Dask is not installed", hint)
        raise UsageError(problem) from error
    try:
        start: Any = distributed.Client
        client = start(address, timeout=PATIENCE)
    except (OSError, ValueError) as error:
        problem = Problem("cluster", Place("--cluster"), f"no answer from {address}")
        raise UsageError(problem) from error
    with client:
        yield client.get_executor()


def extract_many(
    files: Sequence[Path],
    recipe: Recipe,
    edition: str,
    executor: Executor,
    cache: Path | None = None,
) -> Iterator[Record]:
    """The record of each document, in the order of the documents, whatever the executor.

    With `cache`, a document that was read before, with the same recipe, the same engine and the
    same libraries, is not read again.
    """
    text = msgspec.json.encode(recipe).decode()
    keys = [_key(file, text, edition) if cache else "" for file in files]
    known = [_cached(cache, key) for key in keys]
    left = [file for file, record in zip(files, known, strict=True) if record is None]
    fresh = executor.map(read_one, left, [text] * len(left), [edition] * len(left))
    for file, key, record in zip(files, keys, known, strict=True):
        if record is None:
            record = next(fresh)
            if cache and key and not _is_passing(record):
                _keep(cache, key, record)
        yield {"file": str(file), **_named(record, file)}


def read_one(file: Path, recipe: str, edition: str) -> Record:
    """Read one document in a child of this thread."""
    request = {"path": str(file), "edition": edition, "recipe": recipe}
    try:
        ((_, record),) = child_running(WORKER).ask(request)
    except (TimeoutError, EOFError, BrokenPipeError) as error:
        return refusal(failure(file, error))
    found: Record = record
    return found


def _named(record: Record, file: Path) -> Record:
    """The record with this file in its errors: a cached one may have had another name."""
    errors = [{**error, "file": str(file)} for error in record.get("errors", [])]
    return {**record, "errors": errors} if errors else record


# ── the cache ───────────────────────────────────────────────────────────────────────────────


def _key(file: Path, recipe: str, edition: str) -> str:
    """Names the result: the document, the recipe, and what reads; empty if it is not there."""
    try:
        content = hashlib.sha256(file.read_bytes())
    except OSError:
        return ""
    for part in (recipe, edition, _reader()):
        content.update(part.encode())
    return content.hexdigest()


def _reader() -> str:
    """What reads: the engine, the libraries and Python, each of which may read differently."""
    versions = [f"{library} {metadata.version(library)}" for library in LIBRARIES]
    return "\n".join([engine().sha256, sys.version, *versions])


def _is_passing(record: Record) -> bool:
    """True for a refusal that another day may not give: a reader that hung or died."""
    return any(error["check"] in ("time", "reader") for error in record.get("errors", []))


def _keep(cache: Path, key: str, record: Record) -> None:
    """Write the record whole: whoever reads the cache at the same time sees all of it or none."""
    replace_whole(cache / f"{key}.json", json.dumps(record).encode())


def _cached(cache: Path | None, key: str) -> Record | None:
    path = cache / f"{key}.json" if cache and key else None
    if path is None or not path.is_file():
        return None
    try:
        record: Record = json.loads(path.read_bytes())
    except ValueError:
        return None
    return record
