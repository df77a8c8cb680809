"""All forms of a package, or some: written aside, read back, and only then put in their place."""

from __future__ import annotations

import contextlib
import gc
import os
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from annexes.base.errors import AnnexesError, CheckError, ExportError, Place, Problem, UsageError
from annexes.base.storage import Measured, measured, replace_whole
from annexes.exports import checksums
from annexes.exports.form import Form, all_forms
from annexes.package.disk import Package, unchanged
from annexes.package.flat import named
from annexes.package.opened import OpenedPackage, open_whole

STAGE = ".annexes-export"

Said = Callable[[str], None]


@dataclass
class Exported:
    """What an export has made: its files by path, and how many cells of each form were compared.

    `left_out` says what is not in the forms, or stands in them otherwise than in the package;
    `failed` why a form was not made at all.
    """

    files: dict[str, Measured] = field(default_factory=dict)
    compared: dict[str, int] = field(default_factory=dict)
    left_out: list[Problem] = field(default_factory=list)
    failed: dict[str, tuple[Problem, ...]] = field(default_factory=dict)


def export(
    package: Package, out: Path, names: Sequence[str] = (), *, progress: Said = lambda _: None
) -> Exported:
    """Write these forms of a package, or all, into the folder `out`, with a list of checksums.

    Files that an earlier export has left there and this one does not make are removed when all
    forms are made. Raises PackageError with `out` as it was, ExportError if no form could be
    made; UsageError for a form that does not exist, a folder that is the package itself, or forms
    of which one would overwrite a file of another.
    """
    forms = _chosen(names)
    _check_out(package, out)
    with unchanged(package.root), _seldom_collected():
        source = open_whole(package)
        forms = [form for form in forms if names or form.applies(source)]
        _check_collisions(source, out, forms)
        out.mkdir(parents=True, exist_ok=True)
        with _stage(out) as stage:
            old = {} if not names or len(forms) == len(all_forms()) else _kept(out)
            exported = _make(source, stage, forms, old, progress)
            if not exported.compared:
                raise ExportError(p for problems in exported.failed.values() for p in problems)
            _put(stage, out, exported.files, old)
    return exported


@contextlib.contextmanager
def _seldom_collected() -> Iterator[None]:
    """Rows are no cycles: looking for them after each seven hundred is a fifth of the time."""
    before = gc.get_threshold()
    gc.set_threshold(200_000, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _chosen(names: Sequence[str]) -> list[Form]:
    known = all_forms()
    for name in names:
        if name not in known:
            hint = f"choose from {', '.join(known)}, or name none to make all"
            raise UsageError.of("usage", name, "there is no such form", hint)
    return [form for form in known.values() if not names or form.name in names]


def _make(
    source: OpenedPackage,
    stage: Path,
    forms: Sequence[Form],
    old: Mapping[str, Measured],
    progress: Said,
) -> Exported:
    """Write and read back the forms, one after the other; each fails alone."""
    exported = Exported(left_out=list(source.left_out))
    for form in forms:
        progress(form.name)
        own = stage / f".{form.name}"
        own.mkdir()
        try:
            problems = form.write(source, own, {**old, **exported.files})
            exported.compared[form.name] = form.read_back(source, own)
        except (ExportError, CheckError) as error:
            exported.failed[form.name] = error.problems
        except AnnexesError:
            raise
        except Exception as error:  # whatever it is, it is no reason to have no other form
            if os.environ.get("ANNEXES_DEBUG"):
                raise
            exported.failed[form.name] = (_fault(form, error),)
        else:
            exported.left_out += [p for p in problems if p not in exported.left_out]
            made = checksums.measure(own)
            exported.files = dict(sorted({**exported.files, **made}.items()))
            _move(own, stage, made)
        shutil.rmtree(own)
    return exported


def _fault(form: Form, error: Exception) -> Problem:
    """A form that failed for a reason that it did not foresee."""
    if isinstance(error, OSError):
        hint = "make room or allow writing, then export again"
        return Problem("form", Place(form.name), f"cannot be written: {error.strerror}", hint)
    hint = "this is a fault of annexes; set ANNEXES_DEBUG=1, run again and report it"
    return Problem("form", Place(form.name), f"{type(error).__name__}: {error}", hint)


# ── before anything is written ──────────────────────────────────────────────────────────────


def _check_out(package: Package, out: Path) -> None:
    own, root = out.resolve(), package.root.resolve()
    taken = {root, *(package.file(p).resolve().parent for p in named(package))}
    if own in taken or root.is_relative_to(own) or (out.exists() and not out.is_dir()):
        problem = "this is the package itself" if own in taken else "nothing can be written there"
        raise UsageError.of("usage", out, problem, "name another folder with --out")


def _check_collisions(source: OpenedPackage, out: Path, forms: Sequence[Form]) -> None:
    """Refuse two forms that would write one file, or one a file where the other has a folder.

    A form whose files an earlier export has left in `out` counts as well. Letters are compared
    without their case, as file systems do.
    """
    writes = {form: {path.lower() for path in form.paths(source)} for form in all_forms().values()}
    here = {path.lower() for path in checksums.read(out)}
    owners: dict[str, set[str]] = defaultdict(set)
    owners[checksums.FILE.lower()].add("the checksums")
    owners[STAGE].add("the export")
    for form, paths in writes.items():
        others = set().union(*(own for other, own in writes.items() if other is not form))
        if form in forms or here & (paths - others):
            for path in paths:
                owners[path].add(form.name)
    for path, names in list(owners.items()):
        folders = (str(folder) for folder in Path(path).parents if str(folder) in owners)
        claims = names.union(*(owners[folder] for folder in folders))
        if len(claims) > 1:
            problem = f"{' and '.join(sorted(claims))} would both write here; nothing was exported"
            raise UsageError.of("collision", path, problem)


# ── putting it in its place ─────────────────────────────────────────────────────────────────


def _kept(out: Path) -> dict[str, Measured]:
    """What earlier exports have left in the folder and still is what they wrote."""
    listed = checksums.read(out)
    here = {path: measured(out / path) for path in listed if (out / path).is_file()}
    return {path: file for path, file in here.items() if file.sha256 == listed[path]}


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


def _put(
    stage: Path, out: Path, files: Mapping[str, Measured], old: Mapping[str, Measured]
) -> None:
    """Move the new files to their places; the list of checksums goes first and comes last.

    An export that is killed here leaves a folder without the list: it is not whole.
    """
    gone = set(checksums.read(out)) - set(files) - set(old)
    unchanged = {path for path in gone if path in _kept(out)}
    (out / checksums.FILE).unlink(missing_ok=True)
    for path in unchanged:
        (out / path).unlink()
    _move(stage, out, files)
    for folder in {Path(path).parent for path in unchanged} - {Path()}:
        with contextlib.suppress(OSError):  # what is not empty stays, with all above it
            os.removedirs(out / folder)
    replace_whole(out / checksums.FILE, checksums.text({**old, **files}))
    checksums.check(out, files)


def _move(folder: Path, target: Path, paths: Iterable[str]) -> None:
    for path in paths:
        (target / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).replace(target / path)
