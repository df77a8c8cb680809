"""Conformance with the standard, by its reference implementation."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from annexes.errors import Place, Problem


def check_files(files: Mapping[str, bytes]) -> list[Problem]:
    """Validate a package that is not on disk yet; `files` must hold its schemas as well."""
    with tempfile.TemporaryDirectory(prefix="annexes-") as folder:
        for path, data in files.items():
            target = Path(folder, path)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        return list(check_conformance(Path(folder, "datapackage.json"), shown_as=Path()))


def check_conformance(descriptor: Path, shown_as: Path | None = None) -> Iterator[Problem]:
    """What `frictionless validate` reports for this descriptor, one problem for each error.

    `shown_as` is the folder that problems name instead of the one that holds the descriptor.
    """
    import frictionless

    report = frictionless.validate(str(descriptor))
    folder = descriptor.parent if shown_as is None else shown_as
    for error in report.errors:
        yield _problem(error, folder / descriptor.name)
    for task in report.tasks:
        for error in task.errors:
            yield _problem(error, folder / (task.place or descriptor.name))
        for warning in task.warnings:
            yield Problem("warning", Place(str(folder / task.place)), warning, "check by hand")


def _problem(error: object, file: Path) -> Problem:
    place = Place(
        str(file),
        line=getattr(error, "row_number", None),
        column=getattr(error, "field_number", None),
    )
    message = getattr(error, "message", str(error))
    return Problem(
        getattr(error, "type", "error"), place, message, getattr(error, "description", "")
    )
