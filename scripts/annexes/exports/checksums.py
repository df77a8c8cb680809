"""SHA256SUMS: what was exported, so that a download can be checked with `sha256sum -c`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from annexes.base.storage import Measured, digest_of, measured
from annexes.package.compare import different

FILE = "SHA256SUMS"
LINE = re.compile(r"([0-9a-f]{64})  ([^\0/][^\0]*)")


def measure(folder: Path) -> dict[str, Measured]:
    """All files in the folder by their path in it, sorted."""
    return {path: measured(folder / path) for path in paths(folder)}


def paths(folder: Path) -> list[str]:
    """The paths of all files in the folder, relative to it, sorted."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return sorted(path.relative_to(folder).as_posix() for path in files)


def text(files: Mapping[str, Measured]) -> bytes:
    """The list of these files."""
    lines = (f"{file.sha256}  {path}\n" for path, file in sorted(files.items()))
    return "".join(lines).encode()


def read(folder: Path) -> dict[str, str]:
    """The checksums that the list in this folder names by path, none where there is no list.

    Only paths that stay in the folder are taken.
    """
    try:
        lines = (folder / FILE).read_bytes().decode().split("\n")
    except (OSError, UnicodeDecodeError):
        return {}
    matches = (LINE.fullmatch(line) for line in lines)
    listed = {match[2]: match[1] for match in matches if match}
    return {path: digest for path, digest in listed.items() if ".." not in Path(path).parts}


def check(folder: Path, paths: Iterable[str]) -> None:
    """Compare these files with the list; CheckError where one is another."""
    listed = read(folder)
    for path in paths:
        if listed.get(path) != digest_of(folder / path):
            raise different(folder / FILE, None, f"'{path}' is not the file that is listed")
