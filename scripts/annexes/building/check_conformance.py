"""Conformance of a package that is not on disk yet: the columnar engine, and frictionless once."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path

from annexes.base.errors import Place, Problem
from annexes.package.disk import DESCRIPTOR
from annexes.validation.proved import is_proved, remember, seal_of
from annexes.validation.validate import Options, differences, validate


def check_files(files: Mapping[str, bytes], *, again: bool = False) -> list[Problem]:
    """The problems of a package; `files` must hold its schemas as well.

    Both engines read it, and one that sees what the other does not is a problem of its own. What
    was proved before is proved anew only if that is asked for with `again`.
    """
    seal = seal_of(files)
    if not again and is_proved(seal):
        return []
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
    problems += report.problems(Path(DESCRIPTOR))
    if not problems:
        remember(seal)
    return problems
