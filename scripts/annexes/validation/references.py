"""What a descriptor leads to, looked at before anything follows it: no network, nothing outside."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from annexes.validation.report import Fault

REMOTE = re.compile(r"^[a-z][a-z0-9+.\-]*://", re.IGNORECASE)
STANDARD = re.compile("((tabular-)?data-(package|resource))?")
"""Profiles that frictionless knows by heart, or none; any other it would open, or fetch."""
PARTS = ("schema", "dialect")
FOLLOWED = ("path", "url", "extrapaths", *PARTS)
"""Properties of a resource that name files, 'url' in the standard before its versions."""
PROFILES = ("profile", "profiles")
"""Properties of packages and resources that name a profile, which frictionless would open; that of
'$schema' it would not."""


def unsafe(descriptor: Any, root: Path) -> Iterator[Fault]:
    """References of a descriptor that lead out of its folder or onto the network.

    `root` is the folder of the descriptor; links are followed to see where they end.
    """
    for resource, name, path in referenced(descriptor):
        facts = {"name": name, "path": path}
        if name in PROFILES and STANDARD.fullmatch(path):
            continue
        if REMOTE.match(path):
            yield Fault("remote-reference", resource, facts=facts)
        elif name in PROFILES:
            yield Fault("unsafe-path", resource, says="profile", facts=facts)
        elif (file := inside(root, path)) is None:
            yield Fault("unsafe-path", resource, facts=facts)
        elif file.exists() and not file.is_file() and not file.is_dir():
            yield Fault("unsafe-path", resource, says="no-file", facts=facts)


def referenced(descriptor: Any) -> Iterator[tuple[str, str, str]]:
    """What a descriptor leads to: the name of the resource that says so, the property, the path."""
    yield from _named(descriptor, PROFILES, "")
    resources = descriptor.get("resources") if isinstance(descriptor, dict) else None
    for own in resources if isinstance(resources, list) else []:
        if isinstance(own, str):
            yield "", "resources", own
        elif isinstance(own, dict):
            name = str(own.get("name", ""))
            yield from _named(own, (*FOLLOWED, *PROFILES), name)


def _named(part: Any, names: Sequence[str], resource: str) -> Iterator[tuple[str, str, str]]:
    for name in names if isinstance(part, dict) else ():
        given = part.get(name)
        for path in given if isinstance(given, list) else [given]:
            if isinstance(path, str):
                yield resource, name, path


def size_of(file: Path | None) -> int:
    """The bytes of a file; 0 where there is none."""
    try:
        return file.stat().st_size if file else 0
    except (OSError, ValueError):
        return 0


def inside(folder: Path, path: str) -> Path | None:
    """Where a path leads, links followed; None if that is outside of the folder."""
    if "\0" in path:
        return None
    file = Path(os.path.realpath(folder / path))
    return file if file.is_relative_to(os.path.realpath(folder)) else None
