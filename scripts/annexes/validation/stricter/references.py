"""A descriptor is looked at before anything follows it: nothing outside the package, no network."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from annexes.validation.opening import inside
from annexes.validation.report import Fault

REMOTE = re.compile(r"^[a-z][a-z0-9+.\-]*://", re.IGNORECASE)
STANDARD = re.compile(
    r"(tabular-)?data-(package|resource)|table-(schema|dialect)|csv-dialect|default"
    r"|https?://datapackage\.org/profiles/[12]\.0/[a-z]+\.json"
)
"""Profiles of the standard itself, which frictionless knows by heart; any other it would open."""
FOLLOWED = ("path", "extrapaths", "schema", "dialect")
PROFILES = ("profile", "profiles", "$schema")


def unsafe(descriptor: Any, root: Path) -> Iterator[Fault]:
    """References of a descriptor that lead out of its folder or onto the network.

    `root` is the folder of the descriptor; links are followed to see where they end.
    """
    if not isinstance(descriptor, Mapping):
        return
    yield from _references(descriptor, root, "", PROFILES)
    resources = descriptor.get("resources")
    for resource in resources if isinstance(resources, list) else []:
        if isinstance(resource, str):
            yield from _reference(resource, root, "", "resources")
        elif isinstance(resource, Mapping):
            name = str(resource.get("name", ""))
            yield from _references(resource, root, name, (*FOLLOWED, *PROFILES))
            for inner in ("schema", "dialect"):
                if isinstance(resource.get(inner), Mapping):
                    yield from _references(resource[inner], root, name, PROFILES)


def _references(
    part: Mapping[str, Any], root: Path, resource: str, names: tuple[str, ...]
) -> Iterator[Fault]:
    for name in names:
        value = part.get(name)
        for reference in value if isinstance(value, list) else [value]:
            if not isinstance(reference, str):
                continue
            if name not in PROFILES:
                yield from _reference(reference, root, resource, name)
            elif not STANDARD.fullmatch(reference):
                says = "" if REMOTE.match(reference) else "profile"
                kind = "unsafe-path" if says else "remote-reference"
                yield Fault(kind, resource, says=says, facts={"name": name, "path": reference})


def _reference(reference: str, root: Path, resource: str, name: str) -> Iterator[Fault]:
    facts = {"name": name, "path": reference}
    if REMOTE.match(reference):
        yield Fault("remote-reference", resource, facts=facts)
        return
    file = inside(root, reference)
    odd = file is not None and file.exists() and not file.is_file() and not file.is_dir()
    if file is None or odd:
        yield Fault("unsafe-path", resource, says="no-file" if odd else "", facts=facts)
