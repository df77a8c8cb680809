"""The whole package, rebuilt and compared byte by byte: by this, a change of the data is seen."""

from __future__ import annotations

from pathlib import Path

from annexes.building.build import build


def unlike(root: Path) -> list[str]:
    """The files of the package on disk that are not what its recipe builds."""
    return build(root, check_only=True).changed
