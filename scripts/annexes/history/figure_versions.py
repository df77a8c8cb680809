"""A row through the released versions of its package: the tags of the repository around it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby

from annexes.history.sides import git
from annexes.history.version_step import parts_of
from annexes.package.disk import Package, records


@dataclass(frozen=True, slots=True)
class Version:
    """From this tag on a row was so; None where it was not there."""

    tag: str
    row: Mapping[str, str] | None


def version_tags(package: Package) -> list[str]:
    """The tags that are versions, from the first on; none where there is no repository."""
    listed = (git(package.root, "tag", "--list") or b"").decode().split()
    return sorted((tag for tag in listed if parts_of(tag)), key=lambda tag: parts_of(tag) or (0,))


def versions_of(package: Package, resource: str, key: Mapping[str, str]) -> list[Version]:
    """The row of a resource with this key in each version in which it was not as before."""
    path = package.resource(resource)["path"]
    found = []
    for tag in version_tags(package):
        content = git(package.root, "cat-file", "blob", f"{tag}:./{path}")
        rows = records(content) if content is not None else []
        own = (row for row in rows if key.items() <= row.items())
        found.append(Version(tag, next(own, None)))
    return [next(same) for _, same in groupby(found, key=lambda version: version.row)]
