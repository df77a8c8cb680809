"""A release proved to a stranger: built again from its own recipes and documents, byte by byte."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

import msgspec

from annexes.base.engine import engine
from annexes.base.errors import AnnexesError, PackageError, Place, Problem
from annexes.base.storage import digest_of
from annexes.exports import checksums
from annexes.history.assemble import LOCK, MANIFEST, assemble, copy_inputs, told_as_in
from annexes.history.bill_of_materials import pinned
from annexes.history.diff import diff
from annexes.history.diff_texts import change_text, row_text
from annexes.history.sides import Side
from annexes.package.disk import DESCRIPTOR, open_package
from annexes.validation.opening import unpack

SHOWN = 5
"""Changed figures of a resource that are named one by one."""


@dataclass(frozen=True)
class Verified:
    """The verdict on a release: it holds if there are no problems.

    `sha256` is that of the zip, to compare with what its publisher says; `engine` the one that it
    names; `notes` say what differs here without being a problem of the release.
    """

    name: str
    version: str
    date: str
    sha256: str
    engine: str
    files: int
    checks: Mapping[str, str]
    problems: Sequence[Problem]
    notes: Sequence[str]


class Manifest(msgspec.Struct):
    """What a release says of itself, as far as it is read here."""

    name: str
    version: str
    date: str
    engine: dict[str, str]
    checks: dict[str, str]


def verify(archive: Path, progress: Callable[[str], None] = lambda _: None) -> Verified:
    """Build the release in this zip again, and compare every byte of every file.

    Nothing in the zip is run. Raises PackageError where it is no release that can be read.
    """
    if not archive.is_file():
        found = "this is a folder" if archive.is_dir() else "there is no such file"
        raise PackageError.of("verify", archive, found)
    with tempfile.TemporaryDirectory(prefix="annexes-") as folder:
        progress("unpacking")
        unpack(archive, Path(folder, "zip"))
        given = _root(Path(folder, "zip"), archive)
        manifest = _manifest(given, archive)
        problems = list(_unlisted(given))
        work, made = Path(folder, "work"), Path(folder, "made")
        try:
            with told_as_in(Path(), work):
                copy_inputs(given, work)
                assemble(work, made, progress)
        except AnnexesError as error:
            problems += error.problems
        else:
            problems += _differences(given, made)
        return Verified(
            name=manifest.name,
            version=manifest.version,
            date=manifest.date,
            sha256=digest_of(archive),
            engine=_engine(manifest),
            files=len(checksums.paths(given)),
            checks=manifest.checks,
            problems=problems,
            notes=list(_notes(manifest, given)),
        )


def _root(folder: Path, archive: Path) -> Path:
    entries = list(folder.iterdir()) if folder.is_dir() else []
    if len(entries) == 1 and (entries[0] / MANIFEST).is_file():
        return entries[0]
    if (folder / MANIFEST).is_file():
        return folder
    raise PackageError.of("verify", archive, "this is no release")


def _manifest(given: Path, archive: Path) -> Manifest:
    try:
        return msgspec.json.decode((given / MANIFEST).read_bytes(), type=Manifest)
    except msgspec.MsgspecError as error:
        problem = f"its {MANIFEST} is not as 'annexes release' writes it"
        raise PackageError.of("verify", archive, problem) from error


def _engine(manifest: Manifest) -> str:
    return " ".join(manifest.engine.get(part, "") for part in ("name", "version"))


# ── what does not hold ──────────────────────────────────────────────────────────────────────


def _unlisted(given: Path) -> Iterator[Problem]:
    """Files that are not as the release's own list of checksums has them."""
    listed = checksums.read(given)
    here = {
        path: digest_of(given / path) for path in checksums.paths(given) if path != checksums.FILE
    }
    for path in sorted({*listed, *here}):
        problem = f"its SHA-256 is {here.get(path)}, not {listed.get(path)} as listed"
        if path not in here:
            problem = f"{checksums.FILE} lists it, but it is not here"
        elif path not in listed:
            problem = f"{checksums.FILE} does not list it"
        if listed.get(path) != here.get(path):
            yield Problem("release-file", Place(path), problem)


def _differences(given: Path, made: Path) -> Iterator[Problem]:
    """Files that are not what recipes and documents give."""
    theirs, ours = checksums.measure(given), checksums.measure(made)
    figures = list(_figures(given, made))
    yield from figures
    told = {problem.place.file for problem in figures}
    for path in sorted({*theirs, *ours}):
        if path in told:
            continue
        if path not in ours:
            yield Problem("rebuilt", Place(path), "built again, the release has no such file")
        elif path not in theirs:
            yield Problem("rebuilt", Place(path), "the release lacks this file")
        elif theirs[path] != ours[path]:
            place = Place(path, line=_first_difference(given / path, made / path))
            yield Problem("rebuilt", place, "built again, the file is another")


def _figures(given: Path, made: Path) -> Iterator[Problem]:
    """The figures and facts of the package itself that are not what was built."""
    try:
        built, found_here = (Side(str(path), open_package(path)) for path in (made, given))
        found = diff(built, found_here, limit=SHOWN)
    except (AnnexesError, KeyError, TypeError, AttributeError):
        return  # the files themselves are compared anyway
    for change in found.described:
        yield Problem("rebuilt", Place(DESCRIPTOR), change_text(change))
    for resource in found.changed:
        for row in resource.rows.listed:
            place = Place(f"data/{resource.name}.csv")
            text = f"{row.kind}: {row_text(row, resource.rows.key)}"
            yield Problem("rebuilt", place, text)


def _first_difference(one: Path, other: Path) -> int | None:
    """The first line that differs, None in files that are no text."""
    try:
        lines = zip(one.read_text("utf-8").split("\n"), other.read_text("utf-8").split("\n"))  # noqa: B905
    except UnicodeDecodeError:
        return None
    return next((number for number, (a, b) in enumerate(lines, start=1) if a != b), None)


def _notes(manifest: Manifest, given: Path) -> Iterator[str]:
    """What is not here as it was where the release was made."""
    version, own = manifest.engine.get("version"), engine()
    if (version, manifest.engine.get("sha256")) != own:
        same = "the same version number, but other code" if version == own.version else ""
        yield f"the release names {_engine(manifest)}; {same or f'this is {own.version}'}"
    lock = given / LOCK
    for package in pinned(lock.read_text("utf-8")) if lock.is_file() else ():
        try:
            here = metadata.version(package.name)
        except metadata.PackageNotFoundError:
            continue  # a tool that is not needed here
        if here != package.version:
            yield f"the release was made with {package.name} {package.version}; here is {here}"
