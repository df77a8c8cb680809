"""A row through the released versions of its package: the tags of the repository around it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby

from annexes.history.sides import git
from annexes.history.version_step import parts_of
from annexes.package.disk import Package, records

Rows = Sequence[Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Version:
    """From this tag on a row was so; None where it was not there."""

    tag: str
    row: Mapping[str, str] | None


@dataclass(frozen=True)
class ReleasedVersions:
    """The released versions of a package; each resource of each is read once."""

    package: Package
    _rows: dict[tuple[str, str], Rows] = field(default_factory=dict)

    @cached_property
    def tags(self) -> list[str]:
        """The tags that are versions, from the first on; none where there is no repository."""
        listed = (git(self.package.root, "tag", "--list") or b"").decode().split()
        tags = (tag for tag in listed if parts_of(tag))
        return sorted(tags, key=lambda tag: parts_of(tag) or (0,))

    def of(self, resource: str, key: Mapping[str, str]) -> list[Version]:
        """The row of a resource with this key in each version in which it was not as before."""
        found = []
        for tag in self.tags:
            own = (row for row in self._at(tag, resource) if key.items() <= row.items())
            found.append(Version(tag, next(own, None)))
        return [next(same) for _, same in groupby(found, key=lambda version: version.row)]

    def _at(self, tag: str, resource: str) -> Rows:
        if (tag, resource) not in self._rows:
            path = self.package.resource(resource)["path"]
            content = git(self.package.root, "cat-file", "blob", f"{tag}:./{path}")
            self._rows[tag, resource] = [] if content is None else records(content)
        return self._rows[tag, resource]
