"""What a release was made with, as CycloneDX: the packages of the lock file, the documents, us.

https://cyclonedx.org/docs/1.6/json/
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from annexes.base.engine import NAME, engine

PINNED = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)==([^\s;\\]+)(?:\s*;\s*([^\\]*))?")
HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


class Pinned(NamedTuple):
    """A package of the lock file; `marker` says for which machines, '' for all."""

    name: str
    version: str
    marker: str
    hashes: Sequence[str]


def pinned(lock: str) -> Iterator[Pinned]:
    """The packages of a requirements file in which every version is pinned."""
    for entry in re.split(r"(?<!\\)\n", lock):
        if match := PINNED.match(entry.strip()):
            name, version, marker = match.groups()
            yield Pinned(name, version, (marker or "").strip(), HASH.findall(entry))


def bill_of_materials(
    name: str, version: str, day: dt.date, lock: str, documents: Mapping[str, str]
) -> dict[str, Any]:
    """The bill of a release; `documents` are SHA-256 by path, and `lock` may be empty."""
    own = engine()
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "timestamp": f"{day.isoformat()}T00:00:00Z",
            "component": {
                "type": "data",
                "bom-ref": f"{name}@{version}",
                "name": name,
                "version": version,
            },
            "tools": {
                "components": [
                    {
                        "type": "application",
                        "name": NAME,
                        "version": own.version,
                        "hashes": [{"alg": "SHA-256", "content": own.sha256}],
                    }
                ]
            },
        },
        "components": [
            *(_document(path, digest) for path, digest in sorted(documents.items())),
            *(_library(package) for package in pinned(lock)),
        ],
    }


def _document(path: str, digest: str) -> dict[str, Any]:
    return {
        "type": "file",
        "bom-ref": path,
        "name": path,
        "hashes": [{"alg": "SHA-256", "content": digest}],
    }


def _library(package: Pinned) -> dict[str, Any]:
    """A library; each of its files has a checksum of its own, one of them was installed."""
    address = f"pkg:pypi/{package.name.lower().replace('_', '-')}@{package.version}"
    described: dict[str, Any] = {
        "type": "library",
        "bom-ref": address,
        "name": package.name,
        "version": package.version,
        "purl": address,
    }
    if package.hashes:
        hashes = [{"alg": "SHA-256", "content": digest} for digest in package.hashes]
        reference = {"type": "distribution", "url": address, "hashes": hashes}
        described["externalReferences"] = [reference]
    if package.marker:
        described["properties"] = [{"name": "python:marker", "value": package.marker}]
    return described
