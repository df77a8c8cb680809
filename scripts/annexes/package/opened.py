"""What all exports are made from: a package on disk, its tables, and which table is what."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, count
from typing import Any

from annexes.base.errors import PackageError, Problem
from annexes.package.about import About, about
from annexes.package.disk import KEY, Package, are_objects
from annexes.package.open_tables import open_tables
from annexes.package.roles import Roles
from annexes.package.tables import Table

EPOCH = dt.datetime(1980, 1, 1)
"""What a file gets whose package does not say when it was created: a zip knows none earlier."""


@dataclass(frozen=True)
class OpenedPackage:
    """A package opened for export; `left_out` says in plain words what cannot be had from it."""

    about: About
    tables: Mapping[str, Table]
    left_out: tuple[Problem, ...]

    @property
    def package(self) -> Package:
        """The package on disk."""
        return self.about.package

    @property
    def roles(self) -> Roles:
        """Which resource plays which part."""
        return self.about.roles

    @property
    def descriptor(self) -> Mapping[str, Any]:
        """The descriptor of the package."""
        return self.package.descriptor

    @property
    def stem(self) -> str:
        """The name of the package as the beginning of a file name."""
        return file_stem(self.about.name or "package")

    @cached_property
    def moment(self) -> dt.datetime:
        """When the package was created, as it says itself: the only clock of an export.

        The time of day is that of its own offset, so that the day is the same in every file.
        """
        try:
            moment = dt.datetime.fromisoformat(str(self.descriptor.get("created")))
        except ValueError:
            return EPOCH
        return max(moment.replace(microsecond=0, tzinfo=None), EPOCH)

    def made(self, origin: str) -> Table | None:
        """The table with this part, such as `annexes` for the figures, if there is one."""
        return self.tables.get(self.roles.made.get(origin, ""))

    @property
    def file_stems(self) -> dict[str, str]:
        """For each table the beginning of a file name, no two alike."""
        stems: dict[str, str] = {}
        for name in self.tables:
            numbered = (f"{file_stem(name)}-{number}" for number in count(2))
            stems[name] = first_free([file_stem(name)], numbered, taken=stems.values())
        return stems

    def named_by(self, table: Table) -> Iterator[tuple[str, Table]]:
        """Each column whose values are keys of one other table, and that table."""
        for key in table.foreign_keys:
            target = self.tables.get(key.table)
            if target and len(key.columns) == 1 and key.references == target.primary_key:
                yield key.columns[0], target


def open_whole(package: Package) -> OpenedPackage:
    """Open the tables of a package; the schema, size and checksum of each are looked at.

    Raises PackageError where a file is not the one that the descriptor describes, or where the
    descriptor is not built as the standard has it.
    """
    check_shape(package)
    tables, left_out = open_tables(package)
    facts = about(package)
    if not facts.roles.made:
        left_out.append(_no_roles(package))
    return OpenedPackage(facts, {table.name: table for table in tables}, tuple(left_out))


def file_stem(name: str) -> str:
    """The name with everything replaced that a file system or a web address may trip over."""
    return re.sub(r"[^A-Za-z0-9._-]+", "-", name).strip(".-") or "unnamed"


def first_free(*names: Iterable[str], taken: Iterable[str]) -> str:
    """The first of these names that is not taken, whatever the case of its letters."""
    lower = {name.lower() for name in taken}
    return next(name for name in chain(*names) if name.lower() not in lower)


def check_shape(package: Package) -> None:
    """What every export reads: lists of objects, and texts that can be written."""
    descriptor, place = package.descriptor, package.place
    own = descriptor.get(KEY) or {}
    wrong = [
        name
        for name in ("contributors", "licenses", "sources")
        if not are_objects(descriptor.get(name) or [])
    ]
    if wrong:
        problem = f"in the descriptor '{wrong[0]}' is no list of objects"
        raise PackageError.of("package", place, problem)
    if not isinstance(own, dict) or not isinstance(own.get("publication") or {}, dict):
        problem = f"the key '{KEY}' of the descriptor is not as the engine writes it"
        raise PackageError.of("package", place, problem)
    try:
        json.dumps(descriptor, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        problem = (
            f"the descriptor holds what is no character of Unicode: {error.object[error.start]!r}"
        )
        raise PackageError.of("package", place, problem) from error


def _no_roles(package: Package) -> Problem:
    problem = "the package does not say which of its tables holds figures from annexes"
    hint = "the annexes as printed, charts and the table of figures are left out"
    return Problem("left-out", package.place, problem, hint)
