"""Conformance of a package that is not on disk yet: the columnar engine, and frictionless once."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path

from annexes.base.errors import Place, Problem
from annexes.package.disk import DESCRIPTOR
from annexes.validation.validate import Options, differences, validate


def check_files(files: Mapping[str, bytes]) -> list[Problem]:
    """The problems of a package; `files` must hold its schemas as well.

    Both engines read it, and one that sees what the other does not is a problem of its own.
    """
    with tempfile.TemporaryDirectory(prefix="annexes-") as folder:
        for path, data in files.items():
            target = Path(folder, path)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        report = validate(Path(folder, DESCRIPTOR), Options(small=0))
        reference = validate(Path(folder, DESCRIPTOR), Options(engine="frictionless"))
    problems = [
        Problem("engines", Place(DESCRIPTOR), f"the engines differ: {difference}")
        for difference in differences(report, reference)
    ]
    return problems + report.problems(Path(DESCRIPTOR))
