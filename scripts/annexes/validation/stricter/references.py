"""A descriptor is looked at before anything follows it: nothing outside the package, no network."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from annexes.validation.report import Fault

REMOTE = re.compile(r"^[a-z][a-z0-9+.\-]*://", re.IGNORECASE)
STANDARD = re.compile(
    r"^https?://(datapackage\.org|specs\.frictionlessdata\.io|frictionlessdata\.io)/"
)
"""Profiles of the standard itself are known and never fetched."""
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
            if isinstance(reference, str) and not (name in PROFILES and _is_known(reference)):
                yield from _reference(reference, root, resource, name)


def _is_known(profile: str) -> bool:
    return STANDARD.match(profile) is not None or "/" not in profile


def _reference(reference: str, root: Path, resource: str, name: str) -> Iterator[Fault]:
    if REMOTE.match(reference):
        message = f"'{name}' leads onto the network: {reference}"
        yield Fault("remote-reference", message, resource, rule=name)
    elif "\0" in reference or not (root / reference).resolve().is_relative_to(root.resolve()):
        message = f"'{name}' leads out of the package: {reference}"
        yield Fault("unsafe-path", message, resource, rule=name)
