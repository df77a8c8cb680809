"""page: a landing page in each language, with charts, all figures, findings and downloads."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from annexes.base.errors import Problem
from annexes.exports.form import Beside, Form
from annexes.exports.page.languages import pages
from annexes.package.opened import OpenedPackage


def _write(source: OpenedPackage, out: Path, beside: Beside) -> Sequence[Problem]:
    from annexes.exports.page.render import write

    return write(source, out, beside)


def _read_back(source: OpenedPackage, out: Path) -> int:
    from annexes.exports.page.render import read_back

    return read_back(source, out)


FORM = Form(
    name="page",
    holds="a landing page in each language: charts, all figures, findings, downloads",
    paths=lambda source: pages(source).values(),
    write=_write,
    read_back=_read_back,
    is_last=True,
)
