"""The package of a recipe, made and put in place; nothing is made where nothing has changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from annexes.building.proof import is_built, proof_of
from annexes.package.disk import differences, recover, write_package


@dataclass(frozen=True, slots=True)
class Built:
    """What a build came to: rows per resource, and the paths that differ from those on disk."""

    rows: Mapping[str, int]
    changed: list[str]


def build(root: Path, *, check_only: bool = False) -> Built:
    """Build the package whose recipe is under `root`; with `check_only`, prove all of it anew and
    write nothing.

    Raises an AnnexesError, with the old package in place, if any check fails.
    """
    recover(root)
    proof = None if check_only else proof_of(root)
    if proof and is_built(root, proof):
        return Built(proof.rows, [])
    from annexes.building.checked_package import checked_package  # a second, to load the readers

    files, rows = checked_package(root, proof)
    changed = differences(root, files)
    if changed and not check_only:
        write_package(root, files)
    return Built(rows, changed)
