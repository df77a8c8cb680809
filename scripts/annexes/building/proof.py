"""What was built of some recipes need not be built again, if the same engine built it.

A proof is kept in the cache of the user. It is found by the recipes, the engine and whatever is
installed beside it, and holds only where every document and every file of the package is, byte
for byte, the one that it names.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import msgspec

from annexes.base.engine import fingerprint, installed
from annexes.base.storage import digest_of, replace_whole
from annexes.package.disk import DESCRIPTOR, owned
from annexes.recipe.folder import recipe_files

KEPT = 200
"""So many proofs are kept; one is a few thousand bytes."""


class Proof(NamedTuple):
    """The SHA-256 of each file by its path in the package, and the number of rows by resource."""

    documents: Mapping[str, str]
    made: Mapping[str, str]
    rows: Mapping[str, int]


def proof_of(root: Path) -> Proof | None:
    """What this engine has built of the recipes under `root`, and found right; None if nothing."""
    try:
        return msgspec.json.decode(_place(root).read_bytes(), type=Proof)
    except (OSError, msgspec.MsgspecError):
        return None


def remember(root: Path, proof: Proof) -> None:
    """Keep the proof, and not too many; where none can be kept, all is proved the next time."""
    place = _place(root)
    with suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        replace_whole(place, msgspec.json.encode(proof))
        newest_last = sorted(place.parent.iterdir(), key=lambda path: path.stat().st_mtime)
        for old in newest_last[:-KEPT]:
            old.unlink(missing_ok=True)


def is_built(root: Path, proof: Proof) -> bool:
    """Are the documents and the files of the package under `root` exactly those of the proof?"""
    named = {**proof.documents, **proof.made}
    try:
        return owned(root) | {DESCRIPTOR} == set(proof.made) and all(
            digest_of(root / path) == sha256 for path, sha256 in named.items()
        )
    except OSError:
        return False


def _place(root: Path) -> Path:
    """The file of the proof, named by all on which it depends."""
    parts = [part.encode() for part in (fingerprint(), *installed())]
    for path in recipe_files(root):
        parts += [path.name.encode(), path.read_bytes()]
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big") + part)
    cache = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")  # noqa: PTH111
    return Path(cache, "annexes", "proofs", digest.hexdigest())
