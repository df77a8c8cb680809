"""The package itself in three shapes: as it is, as one zip archive, and without folders.

Only what the descriptor names belongs to the package: its tables, schemas and documents. The
flat shape is for portals that keep no folders: its descriptor names each file by its new path
and carries the schemas, so that it is a valid package of its own.
"""

from __future__ import annotations

import datetime as dt
import json
import shutil
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from annexes.base.errors import Place, Problem
from annexes.package import places
from annexes.package.compare import compare, different
from annexes.package.disk import DESCRIPTOR, Package, open_package
from annexes.package.opened import OpenedPackage, open_whole

CHUNK = 1 << 20
READABLE = 0o100644 << 16
UNIX = 3


def contents(source: OpenedPackage) -> tuple[dict[str, Path], list[Problem]]:
    """The files of the package by their path, sorted, and a word about each that is not here."""
    package = source.package
    files, left_out = {}, []
    for path in named(package):
        file = package.file(path)
        if file.is_file():
            files[path] = file
        else:
            hint = "the exports do without it; get the whole package if you want it in them"
            left_out.append(Problem("left-out", Place(str(file)), "this file is not here", hint))
    return files, left_out


def named(package: Package) -> list[str]:
    """The paths of the descriptor and of all local files that it names, sorted."""
    return sorted({DESCRIPTOR, *_named(package.descriptor)})


def _named(descriptor: Mapping[str, Any]) -> Iterator[str]:
    """All local files that the descriptor names."""
    own = descriptor.get("annexes")
    editions = own.get("editions", []) if isinstance(own, dict) else []
    for entry in [*descriptor["resources"], *(descriptor.get("sources") or []), *editions]:
        for path in _listed(entry.get("path")):
            if "://" not in path:
                yield path
        for part in ("schema", "dialect"):
            if isinstance(entry.get(part), str) and "://" not in entry[part]:
                yield entry[part]


# ── as it is ────────────────────────────────────────────────────────────────────────────────


def copy(source: OpenedPackage, out: Path) -> list[Problem]:
    """Copy the files of the package to where they stand in it."""
    files, left_out = contents(source)
    for path, file in files.items():
        (out / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, out / path)
    return left_out


def compare_copy(source: OpenedPackage, out: Path) -> int:
    """Compare the copied tables with the resources; returns the number of cells."""
    return _compare_package(source, out)


# ── as one archive ──────────────────────────────────────────────────────────────────────────


def write_zip(source: OpenedPackage, out: Path) -> list[Problem]:
    """Write the archive: sorted names, one moment and one mode for all."""
    files, left_out = contents(source)
    pack(out / places.archive(source), files, source.moment)
    return left_out


def pack(target: Path, files: Mapping[str, Path], moment: dt.datetime) -> None:
    """Write a zip with these files by their path in it, in their order, all of the same moment."""
    with zipfile.ZipFile(target, "w") as archive:
        for path, file in files.items():
            entry = zipfile.ZipInfo(path, moment.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = UNIX
            entry.external_attr = READABLE
            entry.file_size = file.stat().st_size
            with file.open("rb") as data, archive.open(entry, "w") as packed:
                shutil.copyfileobj(data, packed, CHUNK)


def compare_zip(source: OpenedPackage, out: Path) -> int:
    """Unpack in memory, piece by piece, and compare all bytes; no cell is counted."""
    path = out / places.archive(source)
    files, _ = contents(source)
    with zipfile.ZipFile(path) as archive:
        if archive.namelist() != list(files):
            raise different(path, None, "its files are not those of the package")
        for name, file in files.items():
            with file.open("rb") as data, archive.open(name) as packed:
                while chunk := data.read(CHUNK):
                    if packed.read(len(chunk)) != chunk:
                        raise different(path, None, f"'{name}' is not that of the package")
                if packed.read(1):
                    raise different(path, None, f"'{name}' is longer than in the package")
    return 0


# ── without folders ─────────────────────────────────────────────────────────────────────────


def write_flat(source: OpenedPackage, out: Path) -> list[Problem]:
    """Write every file beside the descriptor, and the descriptor anew."""
    files, left_out = contents(source)
    inlined = {str(r.get(part)) for r in source.descriptor["resources"] for part in PARTS}
    names = flat_names([path for path in files if path not in {DESCRIPTOR, *inlined}])
    (out / places.FLAT).mkdir()
    for path, name in names.items():
        shutil.copyfile(files[path], out / places.FLAT / name)
    text = json.dumps(_flattened(source, names), ensure_ascii=False, indent=2)
    (out / places.FLAT / DESCRIPTOR).write_text(f"{text}\n", "utf-8", newline="\n")
    return left_out


def compare_flat(source: OpenedPackage, out: Path) -> int:
    """Open the flat package and compare its tables; returns the number of cells."""
    return _compare_package(source, out / places.FLAT)


def flat_names(paths: list[str]) -> dict[str, str]:
    """A name without a folder for each path: its last part, or where two share it, all parts."""
    names: dict[str, str] = {}
    taken = {DESCRIPTOR}
    lasts = [Path(path).name.lower() for path in paths]
    for path in paths:
        last = Path(path).name
        name = last if lasts.count(last.lower()) == 1 else "-".join(Path(path).parts)
        while name.lower() in taken:
            name = f"_{name}"
        taken.add(name.lower())
        names[path] = name
    return names


PARTS = ("schema", "dialect")


def _flattened(source: OpenedPackage, names: Mapping[str, str]) -> dict[str, Any]:
    """The descriptor with the new paths, and with what stood in files of their own in place."""

    def moved(entry: Any) -> Any:
        if isinstance(entry.get("path"), list):
            return {**entry, "path": [names.get(path, path) for path in entry["path"]]}
        return {**entry, "path": names[entry["path"]]} if entry.get("path") in names else entry

    descriptor = dict(source.descriptor)
    descriptor["resources"] = [moved(_whole(source, r)) for r in descriptor["resources"]]
    if descriptor.get("sources"):
        descriptor["sources"] = [moved(entry) for entry in descriptor["sources"]]
    if source.roles:
        own = descriptor["annexes"]
        descriptor["annexes"] = {**own, "editions": [moved(entry) for entry in own["editions"]]}
    return descriptor


def _whole(source: OpenedPackage, resource: Mapping[str, Any]) -> dict[str, Any]:
    """The resource with the content of its schema and dialect instead of their paths."""
    whole = dict(resource)
    for part in PARTS:
        if isinstance(whole.get(part), str) and "://" not in whole[part]:
            whole[part] = json.loads(source.package.file(whole[part]).read_bytes())
    return whole


def _listed(path: Any) -> list[str]:
    return [path] if isinstance(path, str) else [p for p in path or [] if isinstance(p, str)]


def _compare_package(source: OpenedPackage, folder: Path) -> int:
    found = open_whole(open_package(folder))
    if list(found.tables) != list(source.tables):
        raise different(folder / DESCRIPTOR, None, "its tables are not those of the package")
    return sum(
        compare(table, found.tables[name].rows(), found.tables[name].path)
        for name, table in source.tables.items()
    )
