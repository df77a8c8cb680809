"""All exports of a package, or some: written aside, read back, and only then put in their place."""

from __future__ import annotations

import contextlib
import importlib
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from annexes.base.errors import ExportError, Place, Problem, UsageError
from annexes.base.storage import Measured, measured
from annexes.exports import checksums
from annexes.package import places
from annexes.package.disk import Package
from annexes.package.opened import OpenedPackage, open_whole

if TYPE_CHECKING:
    from annexes.exports.charts.drawing import Draw

FORMS = {
    "files": ("annexes.package.flat", "copy", "compare_copy"),
    "csvw": ("annexes.exports.csvw", "write", "read_back"),
    "zip": ("annexes.package.flat", "write_zip", "compare_zip"),
    "flat": ("annexes.package.flat", "write_flat", "compare_flat"),
    "parquet": ("annexes.exports.parquet", "write", "read_back"),
    "sqlite": ("annexes.exports.sqlite", "write", "read_back"),
    "xlsx": ("annexes.exports.xlsx.workbook", "write", "read_back"),
    "skos": ("annexes.exports.skos", "write", "read_back"),
}
"""By the name of each form: the module that makes it, its writer, and what reads it back."""
PAGE = "page"
ALL = (*FORMS, PAGE)
STAGE = ".annexes-export"

Said = Callable[[str], None]


@dataclass
class Exported:
    """What an export has made: its files by path, how much of it was compared, what is missing."""

    files: dict[str, Measured] = field(default_factory=dict)
    compared: dict[str, int] = field(default_factory=dict)
    left_out: list[Problem] = field(default_factory=list)


def export(
    package: Package, out: Path, forms: Sequence[str] = (), *, progress: Said = lambda _: None
) -> Exported:
    """Write these forms of a package, or all, into the folder `out`, with a list of checksums.

    Files that an earlier export has left there and this one does not make are removed when all
    forms are made. Raises PackageError, ExportError or CheckError with `out` as it was;
    UsageError for a form that does not exist, or a folder that is the package itself.
    """
    _check_use(package, out, forms)
    source = open_whole(package)
    out.mkdir(parents=True, exist_ok=True)
    with _stage(out) as stage, _drawer(PAGE in (forms or ALL)) as draw:
        exported = _make(source, stage, forms or ALL, chosen=bool(forms), progress=progress)
        old = {} if forms == () or set(forms) == set(ALL) else _kept(out)
        if draw:
            progress(PAGE)
            _make_page(source, stage, exported, old, draw)
        exported.files = checksums.measure(stage)
        _put(stage, out, exported.files, old)
    return exported


def _make(
    source: OpenedPackage, stage: Path, forms: Sequence[str], *, chosen: bool, progress: Said
) -> Exported:
    """Write and read back all forms but the page; one that cannot hold the package is left out."""
    exported = Exported(left_out=list(source.left_out))
    for form in (form for form in FORMS if form in forms):
        if form == "skos" and not chosen and source.made("codes") is None:
            continue
        progress(form)
        module, write, read_back = FORMS[form]
        room, own = importlib.import_module(module), stage / f".{form}"
        own.mkdir()
        try:
            problems = getattr(room, write)(source, own)
        except ExportError as error:
            if chosen:
                raise
            problems = error.problems
        else:
            exported.compared[form] = getattr(room, read_back)(source, own)
            _move(own, stage, checksums.paths(own))
        shutil.rmtree(own)
        exported.left_out += [p for p in problems if p not in exported.left_out]
    return exported


def _make_page(
    source: OpenedPackage, stage: Path, exported: Exported, old: dict[str, Measured], draw: Draw
) -> None:
    from annexes.exports.page.render import read_back, write

    write(source, stage, {**old, **checksums.measure(stage)}, draw)
    exported.compared[PAGE] = read_back(source, stage)


def _check_use(package: Package, out: Path, forms: Sequence[str]) -> None:
    hint = f"choose from {', '.join(ALL)}, or name none to make all"
    for form in forms:
        if form not in ALL:
            raise UsageError(Problem("usage", Place(form), "there is no such form", hint))
    own, root = out.resolve(), package.root.resolve()
    taken = {root, *(package.file(p).resolve().parent for p in _paths(package))}
    if own in taken or root.is_relative_to(own) or (out.exists() and not out.is_dir()):
        problem = "this is the package itself" if own in taken else "nothing can be written there"
        hint = "name another folder with --out"
        raise UsageError(Problem("usage", Place(str(out)), problem, hint))


def _paths(package: Package) -> Iterator[str]:
    for resource in package.descriptor["resources"]:
        if isinstance(path := resource.get("path"), str) and "://" not in path:
            yield path


def _kept(out: Path) -> dict[str, Measured]:
    """What earlier exports have left in the folder and still is what they wrote."""
    listed = checksums.read(out)
    here = {path: measured(out / path) for path in listed if (out / path).is_file()}
    return {path: file for path, file in here.items() if file.sha256 == listed[path]}


def _drawer(wanted: bool) -> contextlib.AbstractContextManager[Draw | None]:
    """Let the engine of the charts start beside us, as early as can be."""
    if not wanted:
        return contextlib.nullcontext()
    from annexes.exports.charts.drawing import drawer

    return drawer()


@contextlib.contextmanager
def _stage(out: Path) -> Iterator[Path]:
    """A folder beside the files, for one export at a time; whatever is in it at the end is lost."""
    import fcntl

    folder = os.open(out, os.O_RDONLY)
    stage = out / STAGE
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        shutil.rmtree(stage, ignore_errors=True)
        stage.mkdir()
        yield stage
    finally:
        shutil.rmtree(stage, ignore_errors=True)
        os.close(folder)


def _put(stage: Path, out: Path, files: dict[str, Measured], old: dict[str, Measured]) -> None:
    """Move the new files to their places; the list of checksums goes first and comes last.

    An export that is killed here leaves a folder without the list: it is not whole.
    """
    gone = set(checksums.read(out)) - set(files) - set(old)
    unchanged = {path for path in gone if path in _kept(out)}
    (out / places.CHECKSUMS).unlink(missing_ok=True)
    for path in unchanged:
        (out / path).unlink()
    _move(stage, out, files)
    _remove_empty(out, {Path(path).parent for path in unchanged})
    checksums.write(out, {**old, **files})
    checksums.check(out, files)


def _move(folder: Path, target: Path, paths: Iterable[str]) -> None:
    for path in paths:
        (target / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).replace(target / path)


def _remove_empty(out: Path, folders: set[Path]) -> None:
    for folder in sorted(folders, key=lambda path: len(path.parts), reverse=True):
        with contextlib.suppress(OSError):
            if folder != Path():
                (out / folder).rmdir()
