"""A release: refused until everything about it is settled, then made whole, and the same anywhere.

All is made aside. First the folder and the zip are put in their place, then version and package at
home: whoever is killed in between leaves work that the same command finishes.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath

from annexes.base.errors import ReleaseError
from annexes.base.storage import digest_of, replace_whole
from annexes.base.texts import some_of
from annexes.building.build import build
from annexes.exports import checksums
from annexes.history.assemble import CHANGELOG, Assembled, assemble, copy_inputs, told_as_in
from annexes.history.changelog import entry_of
from annexes.history.diff import Diff, diff
from annexes.history.sides import Side, git, side
from annexes.history.version_step import VersionStep, parts_of, raised, step_between
from annexes.package.disk import DESCRIPTOR, open_package, recover, write_package
from annexes.package.stored import StoredFile, pack
from annexes.recipe.edits import with_version
from annexes.recipe.folder import FOLDER, PACKAGE
from annexes.recipe.recipe import load_recipe

RECIPE = f"{FOLDER.as_posix()}/{PACKAGE}"
MADE = ("data/*.csv", "schema/*.json")
"""What the machine writes beside the descriptor."""


@dataclass(frozen=True)
class Released:
    """A release on disk. `made` is False if exactly this was there before."""

    assembled: Assembled
    folder: Path
    archive: Path
    sha256: str
    last: str
    diff: Diff | None
    made: bool
    is_tagged: bool


def release(
    root: Path,
    version: str,
    date: dt.date | None,
    out: Path,
    progress: Callable[[str], None] = lambda _: None,
) -> Released:
    """Release the package under `root` as this version, into the folder `out`.

    Without a version it is the next one that the changes since the last release ask for; without
    a date it is that of the entry in the changelog. Raises ReleaseError where something is not
    settled, another AnnexesError where a check fails, both with nothing written.
    """
    if version and not parts_of(version):
        raise ReleaseError.of("version", version, "this is no version")
    recover(root)
    _refuse_changes(root, out)
    tags = _tags(root)
    with tempfile.TemporaryDirectory(prefix="annexes-") as folder:
        work = Path(folder, "work")
        copy_inputs(root, work)
        _refuse_unconfirmed(work)
        (work / RECIPE).write_bytes(_committed(root))
        version, last, changed = _settled_version(root, work, version, tags)
        day = _settled_date(root, version, date, last)
        recipe = (work / RECIPE).read_text("utf-8")
        (work / RECIPE).write_text(with_version(recipe, version, day), "utf-8", newline="")
        staged = Path(folder, "out")
        with told_as_in(root, work):
            assembled = assemble(work, staged, progress)
        _refuse_own_changes(root, work)
        if tag := tags.get(version):
            _refuse_another(root, tag, work)
        made = _put(staged, out, assembled)
        _set_at_home(root, work)
    name = f"{assembled.name}-{assembled.version}"
    archive = out / f"{name}.zip"
    return Released(
        assembled=assembled,
        folder=out / name,
        archive=archive,
        sha256=digest_of(archive),
        last=last,
        diff=changed,
        made=made,
        is_tagged=version in tags,
    )


# ── refusals ────────────────────────────────────────────────────────────────────────────────


def _refuse_changes(root: Path, out: Path) -> None:
    """Everything but the files that a release writes itself must be committed."""
    if git(root, "rev-parse", "--verify", "--quiet", "HEAD") is None:
        raise ReleaseError.of("committed", root, "this is no git repository with a commit")
    changed = [path for path in _changed(root) if not _is_own(path)]
    inside = out.resolve()
    odd = [path for path in changed if not (root / path).resolve().is_relative_to(inside)]
    if odd:
        problem = f"there are changes that are not committed: {some_of(odd, 1)}"
        raise ReleaseError.of("committed", odd[0], problem)


def _refuse_own_changes(root: Path, work: Path) -> None:
    """What a release writes may differ from the commit only if it is what it will write."""
    for path in filter(_is_own, _changed(root)):
        here, will = root / path, work / path
        if not here.is_file() or not will.is_file() or here.read_bytes() != will.read_bytes():
            problem = "it is neither as committed nor as it will be released"
            raise ReleaseError.of("committed", path, problem)


def _refuse_unconfirmed(work: Path) -> None:
    """Every line of a draft must have been looked at."""
    if left := load_recipe(work).unconfirmed():
        lines = some_of([f"'{line}'" for line in left], 1)
        raise ReleaseError.of("unconfirmed", RECIPE, f"nobody has confirmed {lines}")


def _is_own(path: str) -> bool:
    return path in (RECIPE, DESCRIPTOR) or any(PurePath(path).match(made) for made in MADE)


def _changed(root: Path) -> list[str]:
    """The paths below `root` that are not as committed."""
    prefix = (git(root, "rev-parse", "--show-prefix") or b"").decode().strip()
    status = git(root, "status", "--porcelain", "-z", "--no-renames", "--untracked-files=all", ".")
    entries = [entry[3:] for entry in os.fsdecode(status or b"").split("\0") if entry]
    return sorted(path.removeprefix(prefix) for path in entries)


def _committed(root: Path) -> bytes:
    content = git(root, "cat-file", "blob", f"HEAD:./{RECIPE}")
    if content is None:
        raise ReleaseError.of("committed", RECIPE, "the recipe is not committed")
    return content


def _tags(root: Path) -> dict[str, str]:
    """The tags of releases in the history of this commit, by their version."""
    listed = (git(root, "tag", "--merged", "HEAD") or b"").decode().split()
    return {tag.removeprefix("v"): tag for tag in listed if parts_of(tag)}


def _settled_version(
    root: Path, work: Path, version: str, tags: dict[str, str]
) -> tuple[str, str, Diff | None]:
    """The version, the tag of the release before it, and what changed since."""
    version = version.removeprefix("v")
    with told_as_in(root, work):
        build(work)
    own = load_recipe(work).package.version
    earlier = [
        t for t in tags if t != version and (not version or parts_of(t) != parts_of(version))
    ]
    last = max(earlier, key=lambda tag: parts_of(tag) or (0, 0, 0), default="")
    if not last:
        return version or own, "", None
    with side(f"{tags[last]}:./", root) as before:
        found = diff(before, Side("this", open_package(work)))
    if version in tags:
        return version, tags[last], found
    if found.is_empty:
        hint = f"there is nothing to release; 'annexes release {last}' makes the last one again"
        raise ReleaseError.of(
            "release", version or own, f"nothing changed since {tags[last]}", hint
        )
    proposed = raised(last, found.step)
    wanted = version or proposed
    if step_between(last, wanted) < found.step:
        problem = f"the changes since {last} are {found.step.name}: {wanted} is too small a step"
        if step_between(last, wanted) is VersionStep.none:
            problem = f"{wanted} is no later version than {last}, which is released"
        hint = f"release {proposed}; 'annexes diff {tags[last]}: .' shows what changed"
        raise ReleaseError.of("release", wanted, problem, hint)
    return wanted, tags[last], found


def _settled_date(root: Path, version: str, date: dt.date | None, last: str) -> dt.date:
    """The day in the changelog, which must have an entry for the version."""
    path = root / CHANGELOG
    text = path.read_text("utf-8") if path.is_file() else ""
    entry = entry_of(text, version)
    draft = f"; 'annexes diff {last}: . --form changelog' drafts it" if last else ""
    if entry is None or not entry.text:
        hint = f"write '### {version} – YYYY-MM-DD' and what is new, and commit it{draft}"
        raise ReleaseError.of("changelog", path, f"there is no entry for {version}", hint)
    if date and entry.date and date != entry.date:
        problem = f"the entry for {version} has the date {entry.date}, not {date}"
        raise ReleaseError.of("changelog", path, problem)
    if not (date or entry.date):
        raise ReleaseError.of("changelog", path, f"the entry for {version} has no date")
    return date or entry.date or dt.date.min


def _refuse_another(root: Path, tag: str, work: Path) -> None:
    """A version that is tagged may be made again, but not made into something else."""
    with side(f"{tag}:./", root) as before:
        old, new = before.package.root, work
        same = (old / DESCRIPTOR).read_bytes() == (new / DESCRIPTOR).read_bytes()
    if not same:
        problem = "this version was released, and it was another package"
        raise ReleaseError.of("released", tag, problem)


# ── writing ─────────────────────────────────────────────────────────────────────────────────


def _put(staged: Path, out: Path, assembled: Assembled) -> bool:
    """Put folder and zip in their place; False if both are there already."""
    name = f"{assembled.name}-{assembled.version}"
    out.mkdir(parents=True, exist_ok=True)
    with _aside(out, name) as aside:
        shutil.copytree(staged, aside / name)
        files = {f"{name}/{path}": StoredFile(staged / path) for path in checksums.paths(staged)}
        moment = dt.datetime.combine(max(assembled.day, dt.date(1980, 1, 1)), dt.time())
        pack(aside / f"{name}.zip", files, moment)
        archive, folder = out / f"{name}.zip", out / name
        if archive.exists():
            if digest_of(archive) != digest_of(aside / f"{name}.zip"):
                problem = "this version was made, and it was another"
                raise ReleaseError.of("released", archive, problem)
            if folder.is_dir() and checksums.measure(folder) == checksums.measure(staged):
                return False
        if folder.exists():
            folder.rename(aside / "old")
        (aside / name).rename(folder)
        (aside / f"{name}.zip").replace(archive)
    return True


@contextlib.contextmanager
def _aside(out: Path, name: str) -> Iterator[Path]:
    """A folder on the same disk; one that a killed release has left is removed."""
    aside = out / f".{name}.new"
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir()
    try:
        yield aside
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _set_at_home(root: Path, work: Path) -> None:
    """Version, date and package where the recipe is."""
    recipe = (work / RECIPE).read_bytes()
    if (root / RECIPE).read_bytes() != recipe:
        replace_whole(root / RECIPE, recipe)
    made = [path for pattern in MADE for path in sorted(work.glob(pattern))]
    files = {path.relative_to(work).as_posix(): path.read_bytes() for path in made}
    write_package(root, {**files, DESCRIPTOR: (work / DESCRIPTOR).read_bytes()})
