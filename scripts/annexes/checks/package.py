"""Everything that can be checked of a package on disk."""

from __future__ import annotations

from annexes.checks.conformance import check_conformance
from annexes.checks.domain import check_domain
from annexes.errors import Problem
from annexes.package import DESCRIPTOR, Package


def check_package(package: Package) -> list[Problem]:
    """The problems of a package: with the standard, and if there are none, with its own rules."""
    problems = list(check_conformance(package.root / DESCRIPTOR))
    return problems or list(check_domain(package.descriptor, package.records))
