"""Which files belong to a package, and the package without folders.

Only what the descriptor names belongs to it: its tables, schemas and documents. The flat shape is
for portals that keep no folders: its descriptor names each file by its new path and carries the
schemas, so that it is a valid package of its own.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from itertools import count
from pathlib import Path
from typing import Any

from annexes.base.errors import Place, Problem
from annexes.base.storage import write_durably
from annexes.package.compare import compare, different
from annexes.package.disk import DESCRIPTOR, KEY, Package, open_package
from annexes.package.opened import OpenedPackage, first_free, open_whole
from annexes.package.stored import StoredFile

FLAT = "flat"
"""The folder of the flat package."""
PARTS = ("schema", "dialect")


def contents(package: Package) -> tuple[dict[str, StoredFile], list[Problem]]:
    """The files of the package by their path, sorted, and a word about each that is not here."""
    files, left_out = {}, []
    for path in named(package):
        file = package.file(path)
        if file.is_file():
            files[path] = package.stored(path)
        else:
            left_out.append(Problem("left-out", Place(str(file)), "this file is not here"))
    return files, left_out


def named(package: Package) -> list[str]:
    """The paths of the descriptor and of all local files that it names, sorted."""
    descriptor, editions = package.descriptor, package.own.get("editions", [])
    entries = [*descriptor["resources"], *(descriptor.get("sources") or []), *editions]
    said = [entry.get(key) for entry in entries for key in ("path", *PARTS)]
    local = {path for listed in map(_listed, said) for path in listed if "://" not in path}
    return sorted({DESCRIPTOR, *local})


def flat_files(package: Package) -> dict[str, str]:
    """By its name in the flat package: the path of each file but the descriptor."""
    inlined = {str(r.get(part)) for r in package.descriptor["resources"] for part in PARTS}
    paths = [path for path in contents(package)[0] if path not in {DESCRIPTOR, *inlined}]
    return {name: path for path, name in flat_names(paths).items()}


def write_flat(source: OpenedPackage, out: Path) -> list[Problem]:
    """Write every file beside the descriptor, and the descriptor anew."""
    files, left_out = contents(source.package)
    for name, path in flat_files(source.package).items():
        files[path].copy_to(out / FLAT / name)
    write_durably(out / FLAT / DESCRIPTOR, flat_descriptor(source.package))
    return left_out


def compare_flat(source: OpenedPackage, out: Path) -> int:
    """Open the flat package and compare its tables; returns the number of cells."""
    folder = out / FLAT
    found = open_whole(open_package(folder))
    if list(found.tables) != list(source.tables):
        raise different(folder / DESCRIPTOR, None, "its tables are not those of the package")
    return sum(
        compare(table, found.tables[name].rows(), found.tables[name].path)
        for name, table in source.tables.items()
    )


def flat_names(paths: list[str]) -> dict[str, str]:
    """A name without a folder for each path: its last part, or where two share it, all parts."""
    names: dict[str, str] = {}
    lasts = [Path(path).name.lower() for path in paths]
    for path in paths:
        last = Path(path).name
        name = last if lasts.count(last.lower()) == 1 else "-".join(Path(path).parts)
        longer = (f"{'_' * number}{name}" for number in count())
        names[path] = first_free(longer, taken=[DESCRIPTOR, *names.values()])
    return names


def flat_descriptor(package: Package) -> bytes:
    """The descriptor with the new paths, and with what stood in files of their own in place."""
    names = {path: name for name, path in flat_files(package).items()}

    def moved(entry: Any) -> Any:
        if isinstance(entry.get("path"), list):
            return {**entry, "path": [names.get(path, path) for path in entry["path"]]}
        return {**entry, "path": names[entry["path"]]} if entry.get("path") in names else entry

    descriptor = dict(package.descriptor)
    descriptor["resources"] = [moved(_whole(package, r)) for r in descriptor["resources"]]
    if descriptor.get("sources"):
        descriptor["sources"] = [moved(entry) for entry in descriptor["sources"]]
    if editions := package.own.get("editions"):
        descriptor[KEY] = {**package.own, "editions": [moved(entry) for entry in editions]}
    return f"{json.dumps(descriptor, ensure_ascii=False, indent=2)}\n".encode()


def _whole(package: Package, resource: Mapping[str, Any]) -> dict[str, Any]:
    """The resource with the content of its schema and dialect instead of their paths."""
    whole = dict(resource)
    for part in PARTS:
        if isinstance(whole.get(part), str) and "://" not in whole[part]:
            whole[part] = package.json_in(whole[part])
    return whole


def _listed(path: Any) -> list[str]:
    """The paths that are named, one or many; a schema may also stand in place, and names none."""
    paths = path if isinstance(path, list) else [path]
    return [one for one in paths if isinstance(one, str)]
