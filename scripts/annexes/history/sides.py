"""A package as it stands somewhere: in a folder, in a zip, or in a revision of a git repository."""

from __future__ import annotations

import re
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from annexes.base.errors import PackageError, Place, Problem, UsageError
from annexes.package.disk import DESCRIPTOR, Package, open_package
from annexes.package.flat import named
from annexes.validation.opening import opened

REVISION = re.compile(r"[^:\s-][^:\s]*:.*")
"""A revision and a path in it, as git writes them; the path may be empty."""


@dataclass(frozen=True)
class Side:
    """One of the packages that are compared; `label` is what the user calls it."""

    label: str
    package: Package


@contextmanager
def side(text: str, where: Path = Path()) -> Iterator[Side]:
    """The package that the text names: a path, or a git revision such as `v1.0.0:`.

    A revision is looked for in the repository around `where`. Zips and revisions are unpacked for
    the while. Raises UsageError where the text names nothing, PackageError where there is no
    package, or one that cannot be read.
    """
    path = Path(text)
    if path.exists():
        with _on_disk(path) as package:
            yield Side(text, package)
    elif REVISION.fullmatch(text):
        with tempfile.TemporaryDirectory(prefix="annexes-") as folder:
            yield Side(text, _checked_out(text, where, Path(folder)))
    else:
        raise UsageError.of("compared", text, "there is nothing of this name")


def git(where: Path, *arguments: str) -> bytes | None:
    """What git prints in this folder; None if it fails, or there is no git."""
    command = ["git", "-C", str(where), *arguments]
    try:
        done = subprocess.run(command, capture_output=True, check=False)
    except OSError:
        return None
    return done.stdout if done.returncode == 0 else None


@contextmanager
def _on_disk(path: Path) -> Iterator[Package]:
    file = path / DESCRIPTOR if path.is_dir() else path
    if file.suffix == ".json" and file.is_file():
        yield open_package(path)  # finishes a build that was interrupted
        return
    with opened(path) as found:
        resources = found.descriptor.get("resources") if isinstance(found.descriptor, dict) else 0
        if not isinstance(resources, list):
            raise _error(str(path), "the descriptor has no list of resources", "restore it")
        yield Package(found.file.parent, found.descriptor)


def _checked_out(text: str, where: Path, folder: Path) -> Package:
    """The descriptor of the revision and all files that it names, written into the folder."""
    revision, _, path = text.partition(":")
    if git(where, "rev-parse", "--git-dir") is None:
        raise UsageError.of("git", text, "there is no git repository here")
    if git(where, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}") is None:
        raise UsageError.of("git", text, f"there is no revision '{revision}'")
    tree = path.removesuffix("/").removesuffix(DESCRIPTOR).removesuffix("/")
    inside = f"{tree}/" if tree else ""
    descriptor = git(where, "cat-file", "blob", f"{revision}:{inside}{DESCRIPTOR}")
    if descriptor is None:
        hint = f"name the folder of the package behind the colon, as in {revision}:path"
        raise _error(text, f"there is no {DESCRIPTOR} in this revision", hint)
    (folder / DESCRIPTOR).write_bytes(descriptor)
    try:
        package = open_package(folder)
        paths = [path for path in named(package) if path != DESCRIPTOR]
    except (AttributeError, KeyError, TypeError) as error:
        raise _error(text, "its descriptor is not built as the standard has it", "") from error
    for path in paths:
        target = package.file(path)
        content = git(where, "cat-file", "blob", f"{revision}:{inside}{path}")
        if content is not None:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
    return package


def _error(where: str, problem: str, hint: str) -> PackageError:
    return PackageError(Problem("package", Place(where), problem, hint))
