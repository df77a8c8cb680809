"""Everything that can be checked of a package on disk."""

from __future__ import annotations

from pathlib import Path

from annexes.base.errors import AnnexesError, Place, Problem
from annexes.package.disk import DESCRIPTOR, Package, open_package
from annexes.validation.domain_rules import check_domain
from annexes.validation.opening import opened
from annexes.validation.report import Fault, Report
from annexes.validation.validate import validate
from annexes.validation.wording import hint_of


def check_package(package: Package) -> list[Problem]:
    """The problems of a package: with the standard, and if there are none, with its own rules."""
    file = package.root / DESCRIPTOR
    report = validate(file)
    return problems_of(report, file) or list(check_domain(package.descriptor, package.records))


def check_report(path: Path, report: Report) -> list[Problem]:
    """What a package that 'annexes build' has made breaks of its own rules, if it is valid.

    The package may be a folder, a descriptor, or a zip.
    """
    if not report.ok:
        return []
    try:
        with opened(path) as found:
            package = open_package(found.file)
            return list(check_domain(package.descriptor, package.records))
    except AnnexesError:
        return []


def problems_of(report: Report, file: Path) -> list[Problem]:
    """The findings of a report as problems: errors and faults, but no advice."""
    paths = {resource.name: file.parent / resource.path for resource in report.resources}
    found = (*report.findings, *report.beyond)
    return [_problem(finding, paths.get(finding.resource, file)) for finding in found]


def _problem(finding: Fault, file: Path) -> Problem:
    place = Place(str(file), line=finding.row, column=finding.field)
    hint = hint_of(finding.type, "en")[1] or finding.hint
    return Problem(finding.type, place, finding.message, hint)
