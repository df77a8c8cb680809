"""A descriptor is looked at before anything follows it: nothing outside the package, no network."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from annexes.validation.opening import PARTS, inside, referenced
from annexes.validation.report import Fault

REMOTE = re.compile(r"^[a-z][a-z0-9+.\-]*://", re.IGNORECASE)
STANDARD = re.compile(
    r"(tabular-)?data-(package|resource)|table-(schema|dialect)|csv-dialect|default"
    r"|https?://datapackage\.org/profiles/[12]\.0/[a-z]+\.json"
)
"""Profiles of the standard itself, which frictionless knows by heart; any other it would open."""
PROFILES = ("profile", "profiles", "$schema")


def unsafe(descriptor: Any, root: Path) -> Iterator[Fault]:
    """References of a descriptor that lead out of its folder or onto the network.

    `root` is the folder of the descriptor; links are followed to see where they end.
    """
    for resource, name, path in _profiles(descriptor, ""):
        if not STANDARD.fullmatch(path):
            says = "" if REMOTE.match(path) else "profile"
            kind = "unsafe-path" if says else "remote-reference"
            yield Fault(kind, resource, says=says, facts={"name": name, "path": path})
    for resource, name, path in referenced(descriptor):
        facts = {"name": name, "path": path}
        if REMOTE.match(path):
            yield Fault("remote-reference", resource, facts=facts)
            continue
        file = inside(root, path)
        odd = file is not None and file.exists() and not file.is_file() and not file.is_dir()
        if file is None or odd:
            yield Fault("unsafe-path", resource, says="no-file" if odd else "", facts=facts)


def _profiles(part: Any, resource: str) -> Iterator[tuple[str, str, str]]:
    """The profiles that a part of a descriptor and its own parts name, as `referenced` does."""
    if not isinstance(part, Mapping):
        return
    for name in PROFILES:
        given = part.get(name)
        for value in given if isinstance(given, list) else [given]:
            if isinstance(value, str):
                yield resource, name, value
    for name in PARTS:
        yield from _profiles(part.get(name), resource)
    resources = part.get("resources")
    for own in resources if isinstance(resources, list) else []:
        if isinstance(own, Mapping):
            yield from _profiles(own, str(own.get("name", "")))
