"""How far a change moves the version of the data: the Data Package versioning recipe.

https://datapackage.org/recipes/data-package-version/

In one thing it asks for less: a column that is new behind all others is added data, as no reader
loses anything by it, whether it reads by name or by place.
"""

from __future__ import annotations

import re
from enum import IntEnum

SEMVER = re.compile(r"v?(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)(?:[-+].*)?")


class VersionStep(IntEnum):
    """By what a version rises: a reader breaks, data is added, something is corrected, nothing."""

    none = 0
    patch = 1
    minor = 2
    major = 3


def parts_of(version: str) -> tuple[int, int, int] | None:
    """Major, minor and patch of a version such as 1.2.3 or v1.2.3; None if it is none."""
    match = SEMVER.fullmatch(version)
    return (int(match[1]), int(match[2]), int(match[3])) if match else None


def raised(version: str, step: VersionStep) -> str:
    """The next version after this one; a text that is no version gives 1.0.0."""
    parts = parts_of(version)
    if parts is None:
        return "1.0.0"
    major, minor, patch = parts
    return {
        VersionStep.none: f"{major}.{minor}.{patch}",
        VersionStep.patch: f"{major}.{minor}.{patch + 1}",
        VersionStep.minor: f"{major}.{minor + 1}.0",
        VersionStep.major: f"{major + 1}.0.0",
    }[step]


def step_between(old: str, new: str) -> VersionStep:
    """The step from one version to another; `none` if the other is not later."""
    before, after = parts_of(old), parts_of(new)
    if before is None or after is None or after <= before:
        return VersionStep.none
    if after[0] > before[0]:
        return VersionStep.major
    return VersionStep.minor if after[1] > before[1] else VersionStep.patch
