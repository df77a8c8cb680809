"""What a portal would refuse or miss, found before it is asked.

The official shapes do not see all of this: a period that ends before it begins, a date that is a
plain text, a concept that no list has, a file without a checksum, a dataset without a keyword.
"""

from __future__ import annotations

from collections.abc import Iterable

from annexes.base.errors import Problem
from annexes.package.about import About
from annexes.portals.checks import addresses, concepts
from annexes.portals.checks import properties as asked
from annexes.portals.checks import value_checks as values
from annexes.portals.checks.concern import ALL, PLACEHOLDER, Concern, Level

__all__ = ["ALL", "Concern", "Level", "concerns", "refusals"]


def concerns(facts: About) -> list[Concern]:
    """Everything that is not as it should be, what is refused first."""
    found = [
        concern for room in (asked, values, concepts, addresses) for concern in room.concerns(facts)
    ]
    return sorted(found, key=lambda concern: concern.level)


def refusals(
    facts: About, portals: Iterable[str] = ALL, *, publishing: bool = False, practice: bool = False
) -> list[Problem]:
    """Why nothing is made for these portals or, if `publishing`, nothing is sent to them.

    Addresses that only hold a place are fine where publishing is but practised.
    """
    bar = Level.PUBLISHING if publishing else Level.ERROR
    wanted = set(portals)
    return [
        concern.problem
        for concern in concerns(facts)
        if concern.level <= bar
        and wanted & set(concern.portals)
        and not (practice and concern.problem.check == PLACEHOLDER)
    ]
