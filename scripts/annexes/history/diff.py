"""What changed between two versions of a package, and by what its version must rise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from annexes.base.database import Database
from annexes.base.storage import digest_of
from annexes.history.described_changes import (
    DescribedChange,
    package_changes,
    resource_changes,
    schema_changes,
)
from annexes.history.row_changes import NO_CHANGES, RowChanges, row_changes
from annexes.history.sides import Side
from annexes.history.version_step import VersionStep, raised
from annexes.package.open_tables import found_tables
from annexes.package.tables import Table

MEMORY = "512MB"
"""For the join of two tables; what does not fit is spilled to disk."""
LISTED = 1000


@dataclass(frozen=True)
class ResourceDiff:
    """What changed in a resource: `state` is added, removed, changed or same.

    `rows` is about a table that both versions have; `unread` says why a resource that is no
    table to us was only compared as a file.
    """

    name: str
    state: str
    described: Sequence[DescribedChange] = ()
    rows: RowChanges = NO_CHANGES
    referenced: bool = False
    file_differs: bool = False
    unread: str = ""

    @property
    def step(self) -> VersionStep:
        """By what the version must rise because of this resource."""
        if self.state == "removed":
            return VersionStep.major
        if self.state == "added":
            return VersionStep.minor
        steps = [change.step for change in self.described]
        counts = self.rows.counts
        if counts["removed"]:
            steps.append(VersionStep.major if self.referenced else VersionStep.patch)
        if counts["added"]:
            steps.append(VersionStep.minor)
        if counts["changed"] or self.file_differs:
            steps.append(VersionStep.patch)
        return max(steps, default=VersionStep.none)


@dataclass(frozen=True)
class Diff:
    """All that changed between two packages; `old` and `new` are what the user calls them."""

    old: str
    new: str
    name: str
    old_version: str
    new_version: str
    described: Sequence[DescribedChange]
    resources: Sequence[ResourceDiff]

    @cached_property
    def step(self) -> VersionStep:
        """By what the version must rise."""
        own = [change.step for change in self.described]
        return max([*own, *(part.step for part in self.resources)], default=VersionStep.none)

    @property
    def proposed(self) -> str:
        """The version that the newer package should have."""
        return raised(self.old_version, self.step)

    @property
    def changed(self) -> list[ResourceDiff]:
        """The resources that are not the same."""
        return [resource for resource in self.resources if resource.state != "same"]

    @property
    def is_empty(self) -> bool:
        """True if nothing changed but perhaps the version itself."""
        return not self.described and not self.changed


def diff(old: Side, new: Side, limit: int = LISTED) -> Diff:
    """Compare two packages; of each table at most `limit` rows of each kind are listed.

    Raises PackageError where a table cannot be read.
    """
    before, after = _resources(old), _resources(new)
    names = [*after, *(name for name in before if name not in after)]
    referenced = set(_referenced(after)) | set(_referenced(before))
    with Database(MEMORY) as database:
        resources = [
            _resource(name, before.get(name), after.get(name), database, limit, name in referenced)
            for name in names
        ]
    return Diff(
        old=old.label,
        new=new.label,
        name=str(new.package.descriptor.get("name") or "package"),
        old_version=str(old.package.descriptor.get("version") or ""),
        new_version=str(new.package.descriptor.get("version") or ""),
        described=list(package_changes(old.package.descriptor, new.package.descriptor)),
        resources=resources,
    )


@dataclass(frozen=True)
class _Resource:
    """A resource of one side: its table, or why there is none."""

    entry: Mapping[str, Any]
    side: Side
    table: Table | None
    unread: str

    def digests(self) -> list[str]:
        """The checksum of each of its files; '' for one that is not here."""
        path = self.entry.get("path")
        paths = [path] if isinstance(path, str) else path if isinstance(path, list) else []
        return [self._digest(str(one)) for one in paths] or [str(self.entry.get("data"))]

    def _digest(self, path: str) -> str:
        if "://" in path:
            return path
        try:
            return digest_of(self.side.package.file(path))
        except OSError:
            return ""


def _resources(side: Side) -> dict[str, _Resource]:
    """All resources by name."""
    tables, left_out = found_tables(side.package)
    by_name = {table.name: table for table in tables}
    reasons = {name: reason for name, reason in left_out if name not in by_name}
    entries = [e for e in side.package.descriptor["resources"] if isinstance(e, dict)]
    return {
        name: _Resource(entry, side, by_name.get(name), reasons.get(name, ""))
        for entry in entries
        if (name := str(entry.get("name")))
    }


def _referenced(resources: Mapping[str, _Resource]) -> Iterator[str]:
    """The resources to which others refer, but for those that go with them row by row."""
    for name, resource in resources.items():
        for key in resource.table.foreign_keys if resource.table else ():
            beside = resource.table and key.columns == resource.table.primary_key
            if key.table != name and not beside:
                yield key.table


def _resource(
    name: str,
    old: _Resource | None,
    new: _Resource | None,
    database: Database,
    limit: int,
    referenced: bool,
) -> ResourceDiff:
    if old is None or new is None:
        return ResourceDiff(name, "added" if old is None else "removed")
    described = list(resource_changes(old.entry, new.entry))
    same_files, rows = old.digests() == new.digests(), NO_CHANGES
    if old.table and new.table:
        told = [(change.path, change.before, change.after) for change in described]
        described += [
            change
            for change in schema_changes(old.table.schema, new.table.schema)
            if (change.path, change.before, change.after) not in told  # titles stand in both
        ]
        if not same_files:
            rows = row_changes(old.table, new.table, database, limit)
    differs = not same_files and not rows.total
    state = "changed" if described or not same_files else "same"
    unread = old.unread or new.unread
    return ResourceDiff(name, state, described, rows, referenced, differs, unread)
