"""What a person still has to confirm of a drafted package: `annexes build` writes it down."""

from __future__ import annotations

from annexes.base.errors import Problem
from annexes.package.disk import Package


def unconfirmed(package: Package) -> list[str]:
    """Each in words; none for a package that was not drafted, or is confirmed."""
    listed = package.own.get("unconfirmed")
    return [str(text) for text in listed] if isinstance(listed, list) else []


def draft_problem(package: Package) -> Problem | None:
    """Why the package is a draft, in one sentence; None if it is none."""
    left = unconfirmed(package)
    if not left:
        return None
    more = f", and {len(left) - 1} more" * (len(left) > 1)
    problem = f"this is a draft: to be confirmed is '{left[0]}'{more}"
    return Problem("unconfirmed", package.place, problem)
